from airflow_stub import BaseOperator, StubAsset, StubDag  # noqa: F401


class Asset(StubAsset):
    pass


class DAG(StubDag):
    ARGUMENTS = set(
        """description schedule start_date end_date template_searchpath template_undefined user_defined_macros
        user_defined_filters default_args max_active_tasks max_active_runs max_consecutive_failed_dag_runs
        dagrun_timeout catchup on_success_callback on_failure_callback deadline doc_md params access_control
        is_paused_upon_creation jinja_environment_kwargs render_template_as_native_obj tags owner_links auto_register
        fail_fast dag_display_name disable_bundle_versioning""".split()
    )
