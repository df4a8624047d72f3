"""Taking in steps that a person brings along, as messages of a wearable of theirs: judged, stored and counted like any.

The steps are those of the person who has the wearable now, so what the file tells of the time before is left out:
somebody else may have had it then. Nothing is added to what is known: a repetition is a duplicate, what was refused
stands in the quarantine once, and of two totals of one interval that of the later export stands. So an import that was
cut short goes on by running it again.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from devices import days, handlers
from devices.actions import ingest
from devices.actions.recognise import recognise
from devices.imports.walked import Walked
from devices.kinds import REMEMBERED, DeviceKind, Reason
from devices.models import Device, Rejected
from devices.payloads import Received
from devices.selectors import loans
from devices.topics import topic_of
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal

# What becomes of a row that tells of a time before the loan.
BEFORE_LOAN = "before-loan"


@transaction.atomic
def take(
    *, device: UUID, rows: Sequence[Walked], edition: datetime, by: Actor, now: datetime, only_look: bool = False
) -> Counter[ingest.Outcome]:
    """Store some rows of a file and count what became of them: `before-loan` and `too-old` are kept nowhere.

    `only_look` undoes it all. Refusals: `not-found`, `not-on-loan`.

    `edition` is the last moment that the whole file tells of: an export of a later month knows an interval better.
    """
    check(by, Permission.LEND_DEVICES)
    wearable = Device.objects.visible_to(by).filter(public_id=device, kind=DeviceKind.WEARABLE).first()
    if wearable is None:
        raise Refusal("not-found", _("There is no such wearable."))
    # Whoever has it now has it until the commit.
    recognise([device])
    loan = loans.running(wearable, by).first()
    if loan is None:
        raise Refusal("not-on-loan", _("Nobody has this wearable now. Lend it first to whom the steps belong."))
    theirs = [row for row in rows if row.start >= loan.starts_at]
    fresh = [row for row in theirs if row.start >= now - REMEMBERED]
    outcomes = _store(wearable, [_message(device, row, edition, now) for row in fresh], now)
    outcomes += Counter({BEFORE_LOAN: len(rows) - len(theirs), Reason.TOO_OLD: len(theirs) - len(fresh)})
    audit.record(by=by, did="steps.imported", to=wearable, rows=len(rows), stored=outcomes[ingest.STORED])
    if only_look:
        transaction.set_rollback(True)
    return outcomes


def _store(wearable: Device, batch: Sequence[Received], now: datetime) -> Counter[ingest.Outcome]:
    """What an earlier run was refused is judged again in place of its row, so the quarantine does not grow."""
    digests = [hashlib.sha256(received.body).hexdigest() for received in batch]
    refused = Rejected.objects.select_for_update().filter(device=wearable, digest__in=digests)
    earlier = dict(refused.values_list("pk", "digest"))
    Rejected.objects.filter(pk__in=earlier).delete()
    by_digest = dict(zip(digests, batch, strict=True))
    known = set(earlier.values())
    new = [received for digest, received in zip(digests, batch, strict=True) if digest not in known]
    outcomes = ingest.store(batch=new, now=now)
    return outcomes + ingest.store(batch=[by_digest[digest] for digest in earlier.values()], now=now, again=True)


def _message(device: UUID, row: Walked, edition: datetime, now: datetime) -> Received:
    """As the first kind of message that wearables send, that days count, and that is made of an interval."""
    sent = handlers.sent_by(DeviceKind.WEARABLE)
    handler = next(handler for handler in sent if handler.metric == days.METRIC and handler.export)
    message = handler.of_interval(row.start, row.end, row.steps, edition)
    topic = topic_of(device, handler.kind, handler.version)
    return Received(topic, message.body(), retained=False, received_at=now)
