"""The Celery app: what is scheduled exists, and the consumer lives in the worker of its queue only."""

from datetime import timedelta
from pathlib import Path

from socialrx.celery import app
from socialrx.schedule import QUEUES, SCHEDULE
from socialrx.tools.demo import children


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    assert [task for task, _ in SCHEDULE if task not in app.tasks] == []


def test_redis_never_hands_a_running_task_to_a_second_worker() -> None:
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"]


def test_a_task_that_waits_too_long_is_dropped_for_the_next_of_its_kind() -> None:
    for task, when in SCHEDULE:
        if isinstance(when, timedelta):
            assert app.conf.beat_schedule[task]["options"]["expires"] == when.total_seconds()


def test_what_waits_for_somebody_outside_has_a_queue_and_a_worker_of_its_own(tmp_path: Path) -> None:
    assert {task: app.amqp.router.route({}, task)["queue"].name for task in QUEUES} == QUEUES
    started = children.commands(tmp_path, port=1, notify_port=2, simulate=False)
    taken = {command[command.index("-Q") + 1] for command in started.values() if "-Q" in command}
    assert taken == {"ingest", "celery", *QUEUES.values()}


def test_tasks_are_never_pickled() -> None:
    assert set(app.conf.accept_content) == {"json"}
