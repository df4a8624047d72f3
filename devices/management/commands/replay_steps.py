"""`manage.py replay_steps FILE`: send a real wearable's export through the broker, as if it were worn now."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from devices.actions import broker, replay
from devices.kinds import MessageKind
from devices.management import exports
from devices.management.exports import Hour, Interval
from devices.mqtt.account import Account
from devices.mqtt.publisher import Publisher
from devices.topics import topic_of
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import day_starts, local_day


class Command(BaseCommand):
    help = (
        "Replay an export of hourly steps (Id,ActivityHour,StepTotal) through the broker. Its dates are moved forward "
        "by whole weeks so that they end before --before, and its times are read as London's. Each wearer of the file "
        "becomes an invented person with a wearable; a second replay finds them again and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--before", type=date.fromisoformat, help="the day after the last day (today)")
        parser.add_argument("--shuffle", type=int, metavar="SEED", help="send the hours in a random order")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            message = "A replay invents people, so it never runs in production."
            raise CommandError(message)
        today = local_day(timezone.now())
        hours = exports.moved(exports.read(options["file"]), before=options["before"] or today)
        if options["shuffle"] is not None:
            Random(options["shuffle"]).shuffle(hours)  # noqa: S311  # an order, no secret
        by_wearer: dict[str, list[Hour]] = defaultdict(list)
        for hour in hours:
            by_wearer[hour.wearer].append(hour)
        self._send(by_wearer)
        self.stdout.write(f"{len(hours)} hours of {len(by_wearer)} wearers were sent and acknowledged.")

    def _send(self, by_wearer: dict[str, list[Hour]]) -> None:
        """Publish for all wearers side by side: Mosquitto saves once a round of its connections, not once a message."""
        now = timezone.now()
        since = day_starts(min(hour.clock.date() for hours in by_wearer.values() for hour in hours))
        worn = {wearer: replay.put_on(wearer=wearer, since=since, by=SCHEDULE, now=now) for wearer in by_wearer}
        broker.write_accounts()
        mqtt = Account.from_url(settings.MQTT_URL, ca_file=settings.MQTT_CA_FILE)
        with ExitStack() as stack:
            streams = []
            for wearer, (device, secret) in worn.items():
                publisher = stack.enter_context(Publisher.patiently(mqtt.of(str(device.public_id), secret)))
                streams.append(_publish(publisher, topic_of(device.public_id, MessageKind.STEPS), by_wearer[wearer]))
            for _round in zip_longest(*streams):
                pass


def _publish(publisher: Publisher, topic: str, hours: list[Hour]) -> Iterator[None]:
    """Publish one interval at each step."""
    for interval in exports.in_london(hours):
        publisher.publish(topic, _body(interval))
        yield


def _body(interval: Interval) -> bytes:
    return json.dumps(
        {
            # The same hour of the same file has the same id whenever it is replayed.
            "id": f"{interval.start:%Y%m%dT%H%M}-{interval.steps}",
            "seq": int(interval.start.timestamp()),
            "start": interval.start.isoformat(),
            "end": interval.end.isoformat(),
            "steps": interval.steps,
        }
    ).encode()
