"""The Celery app: what is scheduled exists, and the consumer lives in the worker of its queue only."""

from socialrx.celery import app
from socialrx.schedule import SCHEDULE


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    assert [task for task, _ in SCHEDULE if task not in app.tasks] == []


def test_redis_never_hands_a_running_task_to_a_second_worker() -> None:
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"]


def test_tasks_are_never_pickled() -> None:
    assert set(app.conf.accept_content) == {"json"}
