"""The consumer as a part of a Celery worker.

It runs in the workers that take the queue `ingest` (`celery worker -P solo -Q ingest`) and in no other: with one
process and no pool, since forking after threads have started is unsafe. A worker's node name (`-n`) names its durable
session on the broker, so it has to stay the same over restarts and be another for each consumer.
"""

from typing import Any

from celery import bootsteps
from celery.utils.imports import instantiate

QUEUE = "ingest"


class ConsumerStep(bootsteps.StartStopStep):
    """Starts the consumer before the worker takes its first task and stops it when the worker does."""

    def include_if(self, worker: Any) -> bool:
        """Only in a worker that was told to take the queue."""
        return QUEUE in worker.app.amqp.queues.consume_from

    def create(self, worker: Any) -> Any:
        """The worker's consumer, made once Django is ready."""
        return instantiate("devices.consumer.consumer:Consumer", client_id=f"socialrx-{worker.hostname}")
