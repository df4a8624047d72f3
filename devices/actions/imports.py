"""Taking in steps that a person brings along, as messages of a wearable of theirs: judged, stored and counted like any.

Nothing is added to what is known: a repetition is a duplicate, and of two totals of one interval that of the later
export stands. So an import that was cut short goes on by running it again.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from devices import days, handlers
from devices.actions import ingest
from devices.imports.walked import Walked
from devices.kinds import DeviceKind
from devices.models import Device
from devices.payloads import Received
from devices.topics import topic_of
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal


@transaction.atomic
def take(
    *, device: UUID, rows: Sequence[Walked], edition: datetime, by: Actor, now: datetime, only_look: bool = False
) -> Counter[ingest.Outcome]:
    """Store some rows of a file and count what became of them; `only_look` undoes it all.

    `edition` is the last moment that the whole file tells of: an export of a later month knows an interval better.
    """
    check(by, Permission.LEND_DEVICES)
    wearable = Device.objects.visible_to(by).filter(public_id=device, kind=DeviceKind.WEARABLE).first()
    if wearable is None:
        raise Refusal("not-found", _("There is no such wearable."))
    outcomes = ingest.store(batch=[_message(device, row, edition, now) for row in rows], now=now)
    audit.record(by=by, did="steps.imported", to=wearable, rows=len(rows), stored=outcomes[ingest.STORED])
    if only_look:
        transaction.set_rollback(True)
    return outcomes


def _message(device: UUID, row: Walked, edition: datetime, now: datetime) -> Received:
    handler = next(handler for handler in handlers.declared() if handler.metric == days.METRIC)
    message = handler.of_interval(row.start, row.end, row.steps, edition)
    topic = topic_of(device, handler.kind, handler.version)
    return Received(topic, message.body(), retained=False, received_at=now)
