"""What runs when, and in which queue: one line per scheduled task."""

from datetime import timedelta

from celery.schedules import crontab

# The task's name and either how often it runs or, in London time, when.
SCHEDULE: tuple[tuple[str, timedelta | crontab], ...] = (
    ("referrals.tasks.send_waiting", timedelta(seconds=10)),
    ("referrals.tasks.ask_notify", timedelta(seconds=30)),
    ("referrals.tasks.sweep", timedelta(minutes=5)),
    ("referrals.tasks.forget_answers", timedelta(hours=1)),
    ("referrals.tasks.seal_audit", timedelta(minutes=1)),
    ("referrals.tasks.anchor_audit", timedelta(hours=1)),
    ("devices.tasks.build_days", timedelta(seconds=10)),
    ("devices.tasks.write_accounts", timedelta(seconds=5)),
    ("devices.tasks.escalate_alerts", timedelta(seconds=20)),
    ("devices.tasks.watch_wearables", timedelta(minutes=10)),
    ("devices.tasks.ensure_partitions", timedelta(hours=1)),
    ("observatory.tasks.rebuild_changed_weeks", timedelta(seconds=15)),
    ("observatory.tasks.release_ended_weeks", timedelta(minutes=10)),
    ("devices.tasks.forget_old_messages", crontab(hour=2, minute=10)),
)
# What waits for somebody outside has a queue and a worker of its own, so that nothing else waits with it.
QUEUES = {"referrals.tasks.send_waiting": "messages", "referrals.tasks.ask_notify": "messages"}


def beat_schedule() -> dict[str, dict[str, object]]:
    """What Celery's beat does. A task that nobody took up before the next of its kind is dropped."""
    return {
        task: {"task": task, "schedule": when}
        | ({"options": {"expires": when.total_seconds()}} if isinstance(when, timedelta) else {})
        for task, when in SCHEDULE
    }
