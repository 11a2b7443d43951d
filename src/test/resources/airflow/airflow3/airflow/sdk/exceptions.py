from airflow_stub import AirflowException, AirflowFailException  # noqa: F401
