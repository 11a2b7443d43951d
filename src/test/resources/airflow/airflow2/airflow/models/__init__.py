from airflow_stub import BaseOperator, StubDag  # noqa: F401


class DAG(StubDag):
    ARGUMENTS = set(
        """description schedule schedule_interval timetable start_date end_date full_filepath template_searchpath
        template_undefined user_defined_macros user_defined_filters default_args concurrency max_active_tasks
        max_active_runs dagrun_timeout sla_miss_callback default_view orientation catchup on_success_callback
        on_failure_callback doc_md params access_control is_paused_upon_creation jinja_environment_kwargs
        render_template_as_native_obj tags owner_links auto_register""".split()
    )
