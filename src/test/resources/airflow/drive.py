"""Does with a DAG what Airflow does with it: drive.py VERSION DAG_FILE ACTION [KEY=INSTANT].

ACTION is settings, tasks, assets, command, run or killed; the last three are about the first task. KEY=INSTANT is a
variable of the run's context, such as data_interval_end=2026-07-01T23:00:00+00:00.
"""

import datetime
import importlib.util
import logging
import os
import signal
import sys
import types

HERE = os.path.dirname(os.path.abspath(__file__))


class StrictHandler(logging.StreamHandler):
    """Lets through what a signal handler raises while a line is being logged; others only report it."""

    def handleError(self, record):
        raise


def load(version, dag_file):
    """The DAG file as a module; Airflow puts the DAGs folder on the path, too."""
    sys.dont_write_bytecode = True
    sys.path[:0] = [os.path.join(HERE, version), os.path.join(HERE, "common"), os.path.dirname(dag_file)]
    spec = importlib.util.spec_from_file_location("dag_file", dag_file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def context(variables):
    """The context of a run: data_interval_end=..., or run_after=... for a run that has no interval."""
    found = {}
    for variable in variables:
        name, instant = variable.split("=", 1)
        value = datetime.datetime.fromisoformat(instant)
        if name == "run_after":
            found["dag_run"] = types.SimpleNamespace(run_after=value)
        else:
            found[name] = value
    return found


def rendered(dag, template, variables):
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined)
    return environment.from_string(template).render(**variables, **dag.arguments.get("user_defined_macros", {}))


def render(dag, task, variables):
    for field in task.template_fields:
        setattr(task, field, [rendered(dag, word, variables) for word in getattr(task, field)])


def schedule(dag):
    wanted = dag.arguments["schedule"]
    return " ".join(asset.uri for asset in wanted) if isinstance(wanted, list) else wanted


def print_settings(dag, task):
    print("schedule=%s" % schedule(dag))
    for name in ("catchup", "max_active_runs"):
        print("%s=%s" % (name, dag.arguments[name]))
    print("start_date=%s" % dag.arguments["start_date"].isoformat())
    for name in ("retries", "retry_delay", "execution_timeout", "pool"):
        print("%s=%s" % (name, task.arguments[name]))


def print_tasks(dag, variables):
    """Each task with the command as it is run, and after which tasks."""
    for task in dag.tasks:
        render(dag, task, variables)
        print("%s after %s: %s" % (task.task_id, [earlier.task_id for earlier in task.upstream], task.command))


def run(task):
    try:
        task.execute({})
        print("success")
    except Exception as exception:
        print("%s: %s" % (type(exception).__name__, exception))


def kill_on_sigterm(version, task):
    def end(number, frame):
        task.on_kill()
        if version == "airflow2":  # Airflow 3 goes on after on_kill
            raise RuntimeError("Task received SIGTERM signal")

    signal.signal(signal.SIGTERM, end)


def main(version, dag_file, action, *variables):
    logging.basicConfig(handlers=[StrictHandler(sys.stdout)], format="log: %(message)s", level=logging.INFO)
    dag = load(version, dag_file).dag
    task = dag.tasks[0]
    if action == "settings":
        print_settings(dag, task)
        return
    if action == "tasks":
        print_tasks(dag, context(variables))
        return
    if action == "assets":
        print("\n".join(asset.uri for asset in task.arguments.get("outlets", [])))
        return
    render(dag, task, context(variables))
    if action == "command":
        print("\n".join(task.command))
    elif action == "run":
        run(task)
    elif action == "killed":
        kill_on_sigterm(version, task)
        run(task)
    else:
        raise SystemExit("There is no action " + action)


main(*sys.argv[1:])
