"""What Mittari's DAGs share: the deployment's settings, the operator, and the tables as assets. Tested against Airflow
2.4's and 3's interfaces; needs no provider package.

Copy this file into the DAGs folder, beside the DAGs that you use, and set what stands under "Settings". The launcher
and the configuration must lie at the same paths on every worker that can get a task.

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
    from airflow.sdk import Asset, BaseOperator
except ImportError:  # Airflow 2, where an asset is called a dataset
    from airflow.datasets import Dataset as Asset
    from airflow.models import BaseOperator
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

# warehouse.path of the configuration, as a URI: the name under which other DAGs wait for its tables.
WAREHOUSE = "file:///data/warehouse"

POOL = "default_pool"

# More than the five minutes after which the lock of a killed run on another machine is taken over.
RETRIES = 12
RETRY_DELAY = timedelta(minutes=20)

# A task that takes longer is ended.
TIMEOUT = timedelta(hours=6)

# Environment variables of the job, beside those of the worker: JAVA_HOME, SPARK_HOME, MITTARI_MEMORY, ...
ENVIRONMENT = {}

# What is told of a task that has failed for good: a function of the context, see Airflow's on_failure_callback.
ON_FAILURE = None

# ---------------------------------------------------------------------------------------------------------------------

# The tables that every run publishes.
TABLES = (
    "kpi_company",
    "kpi_segment",
    "kpi_team",
    "kpi_rep",
    "kpi_rep_segment",
    "kpi_channel",
    "kpi_values",
    "stage_performance",
    "kpi_catalog",
    "rejected_rows",
    "source_loads",
    "quality_checks",
    "runs",
)

# For a DAG.
DEFAULT_ARGUMENTS = {"retries": RETRIES, "retry_delay": RETRY_DELAY, "on_failure_callback": ON_FAILURE}

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


def table(name):
    """A published table as an asset (Airflow 3) or dataset (Airflow 2): what a DAG can be scheduled by.

    With DAG(..., schedule=[table("kpi_rep")]) a DAG runs after every night that has ended well. Wait for one table, as
    all are published together.
    """
    if name not in TABLES:
        raise ValueError("Mittari publishes no table %s, but %s" % (name, ", ".join(TABLES)))
    return Asset(WAREHOUSE + "/" + name)


def reporting_date(due):
    """The day before the one on which a run is due, in the business zone."""
    return pendulum.instance(due).in_timezone(ZONE).subtract(days=1).to_date_string()


class MittariOperator(BaseOperator):
    """Runs a command of the launcher, with its output in the task's log, and tells failures apart by the exit code.

    `command` is the command with its arguments, such as ["run", "--date", "2026-10-20"].
    """

    template_fields = ("command",)

    def __init__(self, command, **kwargs):
        super().__init__(**{"pool": POOL, "execution_timeout": TIMEOUT, **kwargs})
        self.command = [LAUNCHER, *command, "--conf", CONFIGURATION]
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
                env={**os.environ, **ENVIRONMENT},
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
