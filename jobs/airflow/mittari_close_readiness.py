"""What stands in the way of the quarter close, as a DAG for Airflow 2.4 and later and for Airflow 3. Needs
mittari_airflow.py beside it.

In the first days after a quarter it asks every morning, after the night's run, whether the quarter that is over can be
closed. Where it cannot, the task fails with the reasons in its log, and ON_FAILURE of mittari_airflow tells whom it may
concern; where it can, or is closed, the task succeeds. It closes nothing: that is signed by a person.
"""

import pendulum

try:  # Airflow 3
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow.models import DAG

from mittari_airflow import DEFAULT_ARGUMENTS, ZONE, MittariOperator

# ---- Settings -------------------------------------------------------------------------------------------------------

# The month in which the fiscal year begins: calendar.first_month of the configuration.
FIRST_MONTH = 1

# On which days it asks, in the business zone: of the months in which a fiscal quarter begins, after the night's run.
SCHEDULE = "0 7 1-10 1,4,7,10 *"

# Further options of `mittari close --check`, such as ["--master", "spark://cluster:7077"].
OPTIONS = []

# ---------------------------------------------------------------------------------------------------------------------

# Runs that Airflow 3 starts without a logical date have no interval.
QUARTER = "{{ last_quarter(data_interval_end if data_interval_end is defined else dag_run.run_after) }}"


def last_quarter(due):
    """The name of the last fiscal quarter that is over on the day on which a run is due, in the business zone."""
    day = pendulum.instance(due).in_timezone(ZONE)
    year, quarter = divmod((day.year * 12 + day.month - FIRST_MONTH) // 3 - 1, 4)
    name = "%d" % year if FIRST_MONTH == 1 else "FY%d" % (year + 1)
    return "%s-Q%d" % (name, quarter + 1)


with DAG(
    dag_id="mittari_close_readiness",
    description="What stands in the way of the quarter close.",
    doc_md=__doc__,
    schedule=SCHEDULE,
    start_date=pendulum.datetime(2026, 1, 1, tz=ZONE),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGUMENTS,
    user_defined_macros={"last_quarter": last_quarter},
    tags=["mittari"],
) as dag:
    MittariOperator(task_id="check", command=["close", QUARTER, "--check", *OPTIONS])
