"""`manage.py replay_steps FILE`: send a real wearable's export through the broker, as if it were worn now."""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import zip_longest
from pathlib import Path
from random import Random
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from devices.actions import broker, replay
from devices.handlers import Handler
from devices.management import exports
from devices.management.exports import Hour
from devices.mqtt.account import Account
from devices.mqtt.publisher import Publisher
from devices.topics import topic_of
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import day_starts, local_day


class Command(BaseCommand):
    help = (
        "Replay a wearable's export of hours (hourlySteps_merged.csv) through the broker. Its dates are moved forward "
        "by whole weeks so that they end before --before, and its times are read as London's. Each wearer of the file "
        "becomes an invented person with a wearable; a second replay finds them again and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--before", type=date.fromisoformat, help="the day after the last day (today)")
        parser.add_argument("--shuffle", type=int, metavar="SEED", help="send the hours in a random order")

    def handle(
        self, *_arguments: object, file: Path, before: date | None, shuffle: int | None, **_options: object
    ) -> None:
        if settings.PRODUCTION:
            message = "A replay invents people, so it never runs in production."
            raise CommandError(message)
        today = local_day(timezone.now())
        try:
            handler, listed = exports.read(file)
        except LookupError as unknown:
            raise CommandError(str(unknown)) from unknown
        hours = exports.moved(listed, before=before or today)
        if shuffle is not None:
            Random(shuffle).shuffle(hours)  # noqa: S311  # an order, no secret
        by_wearer: dict[str, list[Hour]] = defaultdict(list)
        for hour in hours:
            by_wearer[hour.wearer].append(hour)
        self._send(handler, by_wearer)
        self.stdout.write(f"{len(hours)} hours of {len(by_wearer)} wearers were sent and acknowledged.")

    def _send(self, handler: Handler, by_wearer: dict[str, list[Hour]]) -> None:
        """Publish for all wearers side by side, as wearables do."""
        now = timezone.now()
        since = day_starts(min(hour.clock.date() for hours in by_wearer.values() for hour in hours))
        worn = {wearer: replay.put_on(wearer=wearer, since=since, by=SCHEDULE, now=now) for wearer in by_wearer}
        broker.write_accounts()
        mqtt = Account.from_url(settings.MQTT_URL, ca_file=settings.MQTT_CA_FILE)
        with ExitStack() as stack:
            streams = []
            for wearer, (device, secret) in worn.items():
                publisher = stack.enter_context(Publisher.patiently(mqtt.of(str(device.public_id), secret)))
                streams.append(_publish(publisher, device.public_id, handler, by_wearer[wearer]))
            for _round in zip_longest(*streams):
                pass


def _publish(publisher: Publisher, device: UUID, handler: Handler, hours: list[Hour]) -> Iterator[None]:
    """Publish one interval at each step."""
    topic = topic_of(device, handler.kind, handler.version)
    for interval in exports.in_london(hours):
        publisher.publish(topic, handler.of_interval(interval.start, interval.end, interval.total).body())
        yield
