"""Airflow 3, as far as the DAG uses it: airflow.models has no DAG, airflow.exceptions only the deprecated names."""
