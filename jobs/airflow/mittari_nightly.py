"""Mittari's nightly run as a DAG, for Airflow 2.4 and later and for Airflow 3.

Copy this file into the DAGs folder and set what stands under "Settings". The launcher and the configuration must lie
at the same paths on every worker that can get the task.

**Which day a run is about.** The run that is due on a night publishes the figures as of the end of the day before, in
the business zone. `ds` is no name for that day: it is a UTC date, the beginning of the interval in Airflow 2, and its
end in Airflow 3. What both mean alike is `data_interval_end`, the moment at which the run is due; `reporting_date`
below turns it into a day of the business zone. So a run that is late, retried or cleared keeps its day.

**What is retried.** Only what time can mend: another run holds the warehouse (exit code 4), an input is missing or late
(5), the machine failed (1, or a signal). A wrong configuration (2) and data that did not pass a gate (3) fail at once.
"""

import os
import signal
import subprocess
import time
from datetime import timedelta

import pendulum

try:  # Airflow 3
    from airflow.sdk import DAG, BaseOperator
except ImportError:  # Airflow 2
    from airflow.models import DAG, BaseOperator
try:  # Airflow 3.1
    from airflow.sdk.exceptions import AirflowException, AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowException, AirflowFailException

# ---- Settings -------------------------------------------------------------------------------------------------------

# Where Mittari is installed, and the deployment's configuration.
LAUNCHER = "/opt/mittari/jobs/mittari"
CONFIGURATION = "/etc/mittari/mittari.conf"

# The business zone: calendar.zone of the configuration.
ZONE = "Europe/Helsinki"

# When a run is due, in the business zone: at a time that no clock change skips, after the last extract has landed.
SCHEDULE = "0 2 * * *"
FIRST_NIGHT = (2026, 1, 1)

# Whether nights that were missed are run afterwards, each for its own day, the oldest first.
CATCHUP = False

# More than the five minutes after which the lock of a killed run on another machine is taken over.
RETRIES = 12
RETRY_DELAY = timedelta(minutes=20)

# A run that takes longer is ended.
TIMEOUT = timedelta(hours=6)

POOL = "default_pool"

# Further options of `mittari run`, such as ["--master", "spark://cluster:7077"].
OPTIONS = []

# Environment variables of the job, beside those of the worker: JAVA_HOME, SPARK_HOME, MITTARI_MEMORY, ...
ENVIRONMENT = {}

# What is told of a run that has failed for good: a function of the context, see Airflow's on_failure_callback.
ON_FAILURE = None

# ---------------------------------------------------------------------------------------------------------------------

DONE = 0
NO_RETRY_HELPS = {
    2: "wrong usage or configuration; nothing was touched",
    3: "the data did not pass a gate; nothing was published",
}
A_RETRY_MAY_HELP = {
    1: "an error of the machine or the program",
    4: "another run holds the warehouse",
    5: "an input is missing, late or out of reach; nothing was published",
}


def reporting_date(due):
    """The day before the one on which a run is due, in the business zone."""
    return pendulum.instance(due).in_timezone(ZONE).subtract(days=1).to_date_string()


class MittariOperator(BaseOperator):
    """Runs the launcher, with its output in the task's log, and tells failures apart by the exit code."""

    template_fields = ("command",)

    def __init__(self, command, environment=None, **kwargs):
        super().__init__(**kwargs)
        self.command = command
        self.environment = environment
        self.job = None
        self.is_killed = False

    def execute(self, context):
        self.log.info("Running %s", " ".join(self.command))
        try:
            code, last_line = self.run_job()
        except BaseException:  # a timeout or an interrupt: nothing of the job may stay behind
            self.end_job()
            raise
        if code == DONE:
            return
        if code < 0:
            raise AirflowException("mittari was ended by signal %d" % -code)
        meaning = {**NO_RETRY_HELPS, **A_RETRY_MAY_HELP}.get(code, "an unknown exit code")
        message = "mittari ended with exit code %d (%s): %s" % (code, meaning, last_line)
        if code in NO_RETRY_HELPS:
            raise AirflowFailException(message)
        raise AirflowException(message)

    def on_kill(self):
        self.is_killed = True
        self.end_job()

    def run_job(self):
        """The job's exit code, and the last line that it printed."""
        last_line = ""
        try:
            self.job = subprocess.Popen(
                self.command,
                env={**os.environ, **(self.environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,  # a process group of its own, to be ended as a whole
            )
        except OSError as error:
            raise AirflowFailException("Cannot start %s: %s" % (self.command[0], error)) from error
        if self.is_killed:  # while it was being started
            self.end_job()
        with self.job.stdout as lines:
            for line in lines:
                self.log.info("%s", line.rstrip())
                last_line = line.strip() or last_line
        return self.job.wait(), last_line

    def end_job(self):
        """Ends the launcher and all that it has started: with SIGTERM, and after three seconds with SIGKILL."""
        if self.job is None:
            return
        try:
            os.killpg(self.job.pid, signal.SIGTERM)
            for _ in range(30):
                self.job.poll()
                os.killpg(self.job.pid, 0)  # raises where nothing of the group is left
                time.sleep(0.1)
            os.killpg(self.job.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


with DAG(
    dag_id="mittari_nightly",
    description="Sales KPIs as of the end of the day before.",
    doc_md=__doc__,
    schedule=SCHEDULE,
    start_date=pendulum.datetime(*FIRST_NIGHT, tz=ZONE),
    catchup=CATCHUP,
    max_active_runs=1,
    default_args={"retries": RETRIES, "retry_delay": RETRY_DELAY, "on_failure_callback": ON_FAILURE},
    user_defined_macros={"reporting_date": reporting_date},
    tags=["mittari"],
) as dag:
    MittariOperator(
        task_id="run",
        command=[
            LAUNCHER,
            "run",
            "--date",
            # Runs that Airflow 3 starts without a logical date have no interval.
            "{{ reporting_date(data_interval_end if data_interval_end is defined else dag_run.run_after) }}",
            "--conf",
            CONFIGURATION,
            *OPTIONS,
        ],
        environment=ENVIRONMENT,
        execution_timeout=TIMEOUT,
        pool=POOL,
    )
