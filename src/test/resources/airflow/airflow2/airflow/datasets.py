"""Airflow 2's name for an asset."""
from airflow_stub import StubAsset


class Dataset(StubAsset):
    pass
