"""Answering a repeated request with its first answer."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.kit.actor import Actor
from referrals.kit.refusal import Refusal
from referrals.models import AnsweredRequest

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status code and a JSON body; `person_id` says whose data the body holds, so that erasure finds it."""

    status_code: int
    body: Any
    person_id: int | None = None


@dataclass(slots=True)
class FirstAnswer:
    """The first answer to a key; `answer` is None until it is given."""

    row: AnsweredRequest
    answer: Answer | None

    def give(self, answer: Answer) -> Answer:
        """Keep the answer for whoever asks with the same key."""
        self.row.status_code, self.row.body, self.row.person_id = answer.status_code, answer.body, answer.person_id
        self.row.save()
        self.answer = answer
        return answer


@contextmanager
def once(*, by: Actor, method: str, path: str, key: str, content: bytes, now: datetime) -> Iterator[FirstAnswer]:
    """One transaction with the first answer to this key: as it was given, or to be given in here.

    The unique row is the lock: a twin that arrives meanwhile waits in the insert for this transaction's end.
    A refusal or an error rolls the row back, so that the key may be tried again. Another body is a Refusal.
    """
    with transaction.atomic():
        of_key = _key_columns(by) | {"method": method, "path": path, "key": key}
        AnsweredRequest.objects.filter(**of_key, recorded_at__lt=now - KEPT_FOR).delete()
        digest = hashlib.sha256(content).hexdigest()
        AnsweredRequest.objects.bulk_create([AnsweredRequest(**of_key, digest=digest)], ignore_conflicts=True)
        row = AnsweredRequest.objects.select_for_update().get(**of_key)
        if row.digest != digest:
            raise Refusal("key-reused", _("This Idempotency-Key was used for another request."))
        is_new = row.status_code is None
        yield FirstAnswer(row, None if is_new else Answer(row.status_code or 0, row.body, row.person_id))


def forget(*, now: datetime) -> int:
    """Drop answers older than a day; the number dropped."""
    deleted, _models = AnsweredRequest.objects.filter(recorded_at__lt=now - KEPT_FOR).delete()
    return deleted


def _key_columns(by: Actor) -> dict[str, int | None]:
    """Whose key it is, as columns: the same key of another member, client or organisation is another key."""
    return {
        "membership_id": by.membership_id,
        "client_id": by.client_id,
        "organisation_id": by.organisation_id,
    }
