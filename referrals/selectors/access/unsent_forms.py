"""What somebody had typed when their sign-in was over. Nobody but they can have it opened: the key is made of them."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from referrals.models import UnsentForm

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields that were typed on a page, by its path and query; `kept_at` is when they were sent too late."""

    key: int
    page: str
    fields: QueryDict
    kept_at: datetime


def wait_for(user_id: int, now: datetime) -> bool:
    """Whether anything waits for somebody."""
    return UnsentForm.objects.filter(user=user_id, kept_at__gt=now - KEPT).exists()


def on(user_id: int, page: str, now: datetime) -> Typed | None:
    """What somebody had typed on a page."""
    return next((typed for typed in every(user_id, now) if typed.page == page), None)


def newest_page(user_id: int, now: datetime) -> str | None:
    """The page on which somebody typed last what waits."""
    return next((typed.page for typed in every(user_id, now)), None)


def every(user_id: int, now: datetime) -> Iterator[Typed]:
    """All that waits for somebody, the newest first."""
    box = _box(user_id)
    for row in UnsentForm.objects.filter(user=user_id, kept_at__gt=now - KEPT):
        try:
            content = json.loads(box.decrypt(row.sealed))
        except InvalidToken:
            # Sealed under a secret that is no longer ours: nobody can read it.
            continue
        yield Typed(row.pk, content["page"], QueryDict(content["fields"]), row.kept_at)


def seal(user_id: int, page: str, fields: QueryDict) -> str:
    """A page and its fields, sealed for one user."""
    return _box(user_id).encrypt(json.dumps({"page": page, "fields": fields.urlencode()}).encode()).decode()


def _box(user_id: int) -> MultiFernet:
    """The newest secret seals; what was sealed under an earlier one that still counts opens too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (salted_hmac("unsent-forms", str(user_id), secret=secret, algorithm="sha256") for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(digest.digest())) for digest in digests])
