"""Mittari's nightly run as a DAG, for Airflow 2.4 and later and for Airflow 3. Needs mittari_airflow.py beside it.

**Which day a run is about.** The run that is due on a night publishes the figures as of the end of the day before, in
the business zone. `ds` is no name for that day: it is a UTC date, the beginning of the interval in Airflow 2, and its
end in Airflow 3. What both mean alike is `data_interval_end`, the moment at which the run is due; `reporting_date`
turns it into a day of the business zone. So a run that is late, retried or cleared keeps its day.

**What others can wait for.** A night that ends well is news of every published table; `mittari_airflow.table` names
them.
"""

import pendulum

try:  # Airflow 3
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow.models import DAG

from mittari_airflow import DEFAULT_ARGUMENTS, TABLES, ZONE, MittariOperator, reporting_date, table

# ---- Settings -------------------------------------------------------------------------------------------------------

# When a run is due, in the business zone: at a time that no clock change skips, after the last extract has landed.
SCHEDULE = "0 2 * * *"
FIRST_NIGHT = (2026, 1, 1)

# Whether nights that were missed are run afterwards, each for its own day, the oldest first.
CATCHUP = False

# Further options of `mittari run`, such as ["--master", "spark://cluster:7077"].
OPTIONS = []

# ---------------------------------------------------------------------------------------------------------------------

# Runs that Airflow 3 starts without a logical date have no interval.
DATE = "{{ reporting_date(data_interval_end if data_interval_end is defined else dag_run.run_after) }}"

with DAG(
    dag_id="mittari_nightly",
    description="Sales KPIs as of the end of the day before.",
    doc_md=__doc__,
    schedule=SCHEDULE,
    start_date=pendulum.datetime(*FIRST_NIGHT, tz=ZONE),
    catchup=CATCHUP,
    max_active_runs=1,
    default_args=DEFAULT_ARGUMENTS,
    user_defined_macros={"reporting_date": reporting_date},
    tags=["mittari"],
) as dag:
    MittariOperator(
        task_id="run",
        command=["run", "--date", DATE, *OPTIONS],
        outlets=[table(name) for name in TABLES],
    )
