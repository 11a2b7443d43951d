"""Figures as of days in the past, as a DAG for Airflow 2.4 and later and for Airflow 3. Needs mittari_airflow.py.

Every run publishes all periods, so nights that were missed need no backfill. What a later run cannot give is what was
known at the end of an earlier day: that is computed here, day by day, as far as the lake still has the loads, into a
warehouse of its own. Start it by hand. The days are tasks in a row, the oldest first, because a run for an older day
than the published one is refused; each is retried by itself, and can be cleared with those after it once the folder of
the warehouse is deleted.
"""

import pendulum

try:  # Airflow 3
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow.models import DAG

from mittari_airflow import DEFAULT_ARGUMENTS, ZONE, MittariOperator

# ---- Settings -------------------------------------------------------------------------------------------------------

# The days, the oldest first.
DAYS = ["2026-07-31", "2026-08-31", "2026-09-30"]

# The folder or URI to publish in. Not warehouse.path, once the nightly run has published there. The versions of older
# runs stay as long as maintenance.keep_days and keep_runs say.
WAREHOUSE = "/data/backfill"

# Further options of `mittari run`, such as ["-Dmaintenance.keep_runs=1000"].
OPTIONS = []

# ---------------------------------------------------------------------------------------------------------------------

with DAG(
    dag_id="mittari_backfill",
    description="Sales KPIs as of days in the past, in a warehouse of their own.",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz=ZONE),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGUMENTS,
    tags=["mittari"],
) as dag:
    earlier = None
    for day in DAYS:
        task = MittariOperator(
            task_id="run_" + day, command=["run", "--date", day, "--warehouse", WAREHOUSE, *OPTIONS]
        )
        if earlier is not None:
            earlier >> task
        earlier = task
