"""Celery: `celery -A socialrx …`. Tasks are found in each app's `tasks` module; what runs when is in `schedule`."""

import os

from celery import Celery

from devices.consumer.bootstep import ConsumerStep
from socialrx.schedule import QUEUES, beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialrx.settings")

app = Celery("socialrx")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.conf.task_routes = {task: {"queue": queue} for task, queue in QUEUES.items()}
app.steps["worker"].add(ConsumerStep)
app.autodiscover_tasks()
# The MQTT consumer, in workers that take its queue only; by name, since it needs Django to be ready.
app.steps["worker"].add("devices.consumer.bootstep:ConsumerStep")
