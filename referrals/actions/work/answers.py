"""Answering a repeated request with its first answer."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.kit.actor import Actor
from referrals.kit.refusal import Refusal
from referrals.models import AnsweredRequest
from referrals.selectors.work import answers as answered

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status code and a JSON body; `person_id` says whose data the body holds, so that erasure finds it."""

    status_code: int
    body: Any
    person_id: int | None = None


@transaction.atomic
def once(
    *, by: Actor, method: str, path: str, key: str, content: bytes, now: datetime, produce: Callable[[], Answer]
) -> Answer:
    """The first answer to this key, made by `produce` if there is none yet.

    The unique row is the lock: a twin that arrives meanwhile waits in the insert for this transaction's end.
    A refusal or an error rolls the row back, so that the key may be tried again. Another body is a Refusal.
    """
    of_key = answered.key_columns(by) | {"method": method, "path": path, "key": key}
    AnsweredRequest.objects.filter(**of_key, recorded_at__lt=now - KEPT_FOR).delete()
    digest = hashlib.sha256(content).hexdigest()
    AnsweredRequest.objects.bulk_create([AnsweredRequest(**of_key, digest=digest)], ignore_conflicts=True)
    row = AnsweredRequest.objects.select_for_update().get(**of_key)
    if row.digest != digest:
        raise Refusal("key-reused", _("This Idempotency-Key was used for another request."))
    if row.status_code is not None:
        return Answer(row.status_code, row.body, row.person_id)
    answer = produce()
    row.status_code, row.body, row.person_id = answer.status_code, answer.body, answer.person_id
    row.save()
    return answer


def forget(*, now: datetime) -> int:
    """Drop answers older than a day; the number dropped."""
    deleted, _models = AnsweredRequest.objects.filter(recorded_at__lt=now - KEPT_FOR).delete()
    return deleted
