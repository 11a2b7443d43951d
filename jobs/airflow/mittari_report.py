"""A report after every night, as a DAG for Airflow 2.4 and later and for Airflow 3. Needs mittari_airflow.py beside it.

It runs when mittari_nightly has published, and writes the page and the workbook on the newest quarter that is over. It
is also an example of a DAG that waits for a table.
"""

import pendulum

try:  # Airflow 3
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow.models import DAG

from mittari_airflow import DEFAULT_ARGUMENTS, ZONE, MittariOperator, table

# ---- Settings -------------------------------------------------------------------------------------------------------

# Where the reports go: a folder that the worker can write to.
FOLDER = "/srv/reports"

# Further options of `mittari report`, such as ["--lang", "fi"] or ["--period", "2026-Q3"].
OPTIONS = []

# ---------------------------------------------------------------------------------------------------------------------

with DAG(
    dag_id="mittari_report",
    description="The newest quarter's figures as a page and a workbook.",
    doc_md=__doc__,
    schedule=[table("runs")],
    start_date=pendulum.datetime(2026, 1, 1, tz=ZONE),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGUMENTS,
    tags=["mittari"],
) as dag:
    MittariOperator(task_id="report", command=["report", "--out", FOLDER, *OPTIONS])
