"""What runs when: one line per scheduled task."""

from datetime import timedelta

from celery.schedules import crontab

# The task's name and either how often it runs or, in London time, when.
SCHEDULE: tuple[tuple[str, timedelta | crontab], ...] = (
    ("devices.tasks.build_days", timedelta(seconds=10)),
    ("devices.tasks.write_accounts", timedelta(seconds=5)),
    ("devices.tasks.ensure_partitions", timedelta(hours=1)),
    ("devices.tasks.forget_old_messages", crontab(hour=2, minute=10)),
)
