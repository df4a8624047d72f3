"""Keeping what somebody had typed when their sign-in was over, until they send it, throw it away, or a week is over."""

from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from referrals.models import UnsentForm
from referrals.selectors.access import unsent_forms

# Characters as they were sent. A page's form has far fewer; what is longer is no form of ours.
LONGEST = 200_000
# Of one user; the oldest goes first.
MOST = 20
# Secrets are never kept, nor the mark by which one sending is told from another.
NEVER = ("password", "csrfmiddlewaretoken")


@transaction.atomic
def keep(*, user_id: int, page: str, fields: QueryDict, now: datetime) -> bool:
    """Keep what was typed on a page in place of what waited there; False where there is nothing to keep."""
    typed = fields.copy()
    for name in fields:
        if any(part in name for part in NEVER):
            del typed[name]
    if not typed or len(typed.urlencode()) > LONGEST:
        return False
    forget(user_id=user_id, page=page, now=now)
    UnsentForm.objects.create(user_id=user_id, sealed=unsent_forms.seal(user_id, page, typed), kept_at=now)
    newest = UnsentForm.objects.filter(user=user_id).values_list("pk", flat=True)[:MOST]
    UnsentForm.objects.filter(user=user_id).exclude(pk__in=list(newest)).delete()
    return True


def forget(*, user_id: int, page: str, now: datetime) -> None:
    """It was sent, or thrown away by whoever typed it."""
    keys = [typed.key for typed in unsent_forms.every(user_id, now) if typed.page == page]
    UnsentForm.objects.filter(pk__in=keys).delete()


def forget_old(*, now: datetime) -> int:
    """What was not sent within a week; how many."""
    deleted, _models = UnsentForm.objects.filter(kept_at__lte=now - unsent_forms.KEPT).delete()
    return deleted
