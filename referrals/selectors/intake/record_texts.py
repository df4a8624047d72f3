"""What may go into a clinical record: a referral and a contact as facts, and what a practice has put there."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from referrals.models import Contact, RecordEntry, Referral, ReferralStatusChange
from referrals.models.choices import NeedCode, StatusReason
from referrals.record_text import ContactFacts, ReferralFacts
from referrals.states import REFERRAL
from referrals.templatetags.nhsuk import nhs_date, nhs_datetime

ENDED = REFERRAL.statuses() - REFERRAL.open


def of_referral(referral: Referral) -> ReferralFacts:
    """A referral as facts."""
    last = referral.status_changes.order_by("occurred_at", "pk").last()
    return ReferralFacts(
        team=referral.team.name,
        reference=referral.reference,
        reasons=[str(NeedCode(code).label) for code in referral.needs],
        status=referral.status,
        began=_began_an_episode(referral),
        reopened=referral.status_changes.filter(event="reopen").exists(),
        outcome=_outcome(referral, last) if last and referral.status in ENDED else "",
    )


def _began_an_episode(referral: Referral) -> bool:
    """Whether no earlier referral of the person to the team was open when this one came.

    A referral that is taken up again moves to another episode, so where it stands now does not tell.
    """
    changes = ReferralStatusChange.objects.filter(referral=OuterRef("pk"), occurred_at__lte=referral.referred_at)
    last = Subquery(changes.order_by("-occurred_at", "-pk").values("to_status")[:1])
    earlier = Referral.objects.filter(person=referral.person_id, team=referral.team_id, pk__lt=referral.pk)
    return not earlier.annotate(then=last).filter(then__in=REFERRAL.open).exists()


def _outcome(referral: Referral, ended: ReferralStatusChange) -> str:
    reason = f", {StatusReason(ended.reason).label}" if ended.reason else ""
    return f"{referral.get_status_display()}{reason}, {nhs_date(ended.occurred_at)}"


def of_contact(contact: Contact) -> ContactFacts:
    """A contact as facts."""
    return ContactFacts(
        at=nhs_datetime(contact.occurred_at),
        mode=contact.get_mode_display(),
        outcome=contact.get_outcome_display(),
        agreed=contact.agreed,
        author=contact.by.user.name,
        role=_("link worker"),
        team=contact.episode.team.name,
    )


def entry_of(referral: Referral) -> RecordEntry | None:
    """The latest entry of the referral in the practice's record, if it still says how the referral stands."""
    found = RecordEntry.objects.filter(referral=referral).exclude(referral__in=not_entered(Referral.objects.all()))
    return found.select_related("entered_by__user").first()


def entered(rows: Collection[Referral]) -> set[int]:
    """The keys of those that stand in the practice's record as they are now."""
    keys = {referral.pk for referral in rows}
    return keys - set(not_entered(Referral.objects.filter(pk__in=keys)).values_list("pk", flat=True))


def not_entered(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those that are not yet in the practice's record, or not with how they ended."""
    entries = RecordEntry.objects.filter(referral=OuterRef("pk")).values("entered_at")[:1]
    # Any: the types know the model's fields, not what a query adds.
    found: Any = rows.annotate(entered_at=Subquery(entries), changed_at=Max("status_changes__occurred_at"))
    missing: QuerySet[Referral] = found.filter(Q(entered_at=None) | Q(status__in=ENDED, entered_at__lt=F("changed_at")))
    return missing
