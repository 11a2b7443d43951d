"""Airflow 2.4, as far as the DAG uses it."""
