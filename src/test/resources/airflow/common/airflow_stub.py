"""What both stubs of Airflow share: a DAG and an operator that take only the arguments that Airflow takes."""

import logging
import re


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


OPERATOR_ARGUMENTS = set(
    """task_id owner email email_on_retry email_on_failure retries retry_delay retry_exponential_backoff
    max_retry_delay start_date end_date depends_on_past ignore_first_depends_on_past wait_for_downstream dag params
    default_args priority_weight weight_rule queue pool pool_slots execution_timeout on_execute_callback
    on_failure_callback on_success_callback on_retry_callback pre_execute post_execute trigger_rule resources
    run_as_user max_active_tis_per_dag executor_config do_xcom_push inlets outlets task_group doc doc_md doc_json
    doc_yaml doc_rst""".split()
)


def refuse_unknown(what, given, known):
    unknown = sorted(set(given) - known)
    if unknown:
        raise TypeError("%s takes no argument %s" % (what, ", ".join(unknown)))


class StubDag:
    ARGUMENTS = set()
    current = None

    def __init__(self, dag_id, **arguments):
        refuse_unknown("DAG", arguments, self.ARGUMENTS)
        refuse_unknown("default_args", arguments.get("default_args", {}), OPERATOR_ARGUMENTS)
        self.dag_id = dag_id
        self.arguments = arguments
        self.tasks = []

    def __enter__(self):
        StubDag.current = self
        return self

    def __exit__(self, *exception):
        StubDag.current = None


class StubAsset:
    """Airflow takes absolute URIs of ASCII characters only, in a scheme of others than itself."""

    def __init__(self, uri):
        if not uri.isascii() or not re.fullmatch(r"(?!airflow:)[a-z][a-z0-9+.-]*://[^ ]*[^ /]", uri):
            raise ValueError("Not a URI of an asset: " + uri)
        self.uri = uri


class BaseOperator:
    template_fields = ()

    def __init__(self, task_id, **arguments):
        refuse_unknown("BaseOperator", arguments, OPERATOR_ARGUMENTS)
        self.task_id = task_id
        self.arguments = {**StubDag.current.arguments.get("default_args", {}), **arguments}
        self.upstream = []
        self.log = logging.getLogger("airflow.task")
        StubDag.current.tasks.append(self)

    def __rshift__(self, later):
        later.upstream.append(self)
        return later

    def execute(self, context):
        raise NotImplementedError

    def on_kill(self):
        pass
