"""What may go into a clinical record: a referral and a contact as facts, and what a practice has put there."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from referrals.kit.registries.fhir import Row
from referrals.models import Contact, RecordEntry, Referral, ReferralStatusChange
from referrals.models.choices import NeedCode, StatusReason
from referrals.record_text import ContactFacts, ReferralFacts
from referrals.states import REFERRAL
from referrals.templatetags.nhsuk import nhs_date, nhs_datetime

ENDED = REFERRAL.statuses() - REFERRAL.open


def of_referral(referral: Referral) -> ReferralFacts:
    """A referral as facts."""
    return of_each([referral])[0]


def of_each(referrals: Sequence[Referral]) -> list[ReferralFacts]:
    """Referrals as facts, in their order, with as many queries as for one."""
    changes = ReferralStatusChange.objects.filter(referral__in=referrals).order_by("occurred_at", "pk")
    history: dict[int, list[ReferralStatusChange]] = defaultdict(list)
    for change in changes:
        history[change.referral_id].append(change)
    joined = _joined_an_episode(referrals)
    return [_facts(referral, history[referral.pk], referral.pk not in joined) for referral in referrals]


def _facts(referral: Referral, changes: Sequence[ReferralStatusChange], began: bool) -> ReferralFacts:  # noqa: FBT001
    return ReferralFacts(
        team=referral.team.name,
        reference=referral.reference,
        reasons=[str(NeedCode(code).label) for code in referral.needs],
        status=referral.status,
        began=began,
        reopened=any(change.event == "reopen" for change in changes),
        outcome=_outcome(referral, changes[-1]) if changes and referral.status in ENDED else "",
    )


def _joined_an_episode(referrals: Sequence[Referral]) -> set[int]:
    """The keys of those that came while an earlier referral of the person to the team was open.

    A referral that is taken up again moves to another episode, so where it stands now does not tell.
    """
    until_then = ReferralStatusChange.objects.filter(
        referral=OuterRef("pk"), occurred_at__lte=OuterRef(OuterRef("referred_at"))
    )
    last = Subquery(until_then.order_by("-occurred_at", "-pk").values("to_status")[:1])
    earlier = Referral.objects.filter(person=OuterRef("person"), team=OuterRef("team"), pk__lt=OuterRef("pk"))
    was_open = Exists(earlier.annotate(then=last).filter(then__in=REFERRAL.open))
    return set(Referral.objects.filter(was_open, pk__in=[one.pk for one in referrals]).values_list("pk", flat=True))


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
    found: Row = rows.annotate(entered_at=Subquery(entries), changed_at=Max("status_changes__occurred_at"))
    missing: QuerySet[Referral] = found.filter(Q(entered_at=None) | Q(status__in=ENDED, entered_at__lt=F("changed_at")))
    return missing
