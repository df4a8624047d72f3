"""What a practice sees: its referrals, what of them needs a GP, and one referral from its beginning to its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals import nhs_number
from referrals.kit.actor import Actor
from referrals.kit.registries.fhir import Row
from referrals.models import OnwardReferral, Person, PersonPractice, Referral
from referrals.models.choices import NeedCode, StatusReason
from referrals.models.status_words import REFERRAL_STATUSES
from referrals.plain_text import bare
from referrals.selectors.intake import record_texts, referrals
from referrals.selectors.people.named import named
from referrals.states import REFERRAL, ReferralStatus

NEWS_FOR = timedelta(days=14)
NEWS_SHOWN = 5
ENDED = REFERRAL.statuses() - REFERRAL.open
ADVICE: dict[str, Promise] = {
    StatusReason.NOT_WANTED: gettext_lazy("Ask again at the next review."),
    StatusReason.NOT_NOW: gettext_lazy("Refer again when the patient is ready."),
    StatusReason.UNREACHABLE: gettext_lazy("Check the telephone number and refer again."),
    StatusReason.NOT_SUITABLE: gettext_lazy("Talk with the patient about what else could help."),
    StatusReason.DUPLICATE: gettext_lazy("The other referral goes on."),
    StatusReason.MOVED_AWAY: gettext_lazy("Update the address in the record."),
}


@dataclass(frozen=True, slots=True)
class News:
    """A referral that ended: why, when, and what the practice can do about it."""

    referral: Referral
    ended_at: datetime
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a referral's history in plain words; `reason` is blank where none was needed."""

    at: datetime
    words: str
    reason: str


def news(by: Actor, now: datetime) -> list[News]:
    """What ended in the last two weeks, the latest first."""
    ended: Row = (
        referrals.visible(by)
        .filter(status__in=ENDED)
        .annotate(ended_at=Max("status_changes__occurred_at"))
        .filter(ended_at__gte=now - NEWS_FOR)
        .order_by("-ended_at", "-pk")[:NEWS_SHOWN]
    )
    return [
        News(referral, referral.ended_at, _reason(referral.last_reason), str(ADVICE.get(referral.last_reason, "")))
        for referral in ended
    ]


def shown(by: Actor, which: str) -> QuerySet[Referral]:
    """The practice's referrals: `open`, `ended`, `not-entered` in its own record, or all of them."""
    rows = referrals.visible(by)
    if which == "not-entered":
        return record_texts.not_entered(rows)
    statuses = {"open": REFERRAL.open, "ended": ENDED}.get(which)
    return rows.filter(status__in=statuses) if statuses else rows


def matching(by: Actor, text: str) -> QuerySet[Referral]:
    """The practice's referrals by reference, NHS number, or words of a name."""
    numbered = Q(reference__iexact=bare(text)) | Q(person__nhs_number=nhs_number.digits(text))
    return referrals.visible(by).filter(numbered | named(text, of="person__"))


def person_by_number(by: Actor, nhs_number: str) -> Person | None:
    """A person whom the practice may open, by NHS number."""
    return Person.objects.visible_to(by).filter(nhs_number=nhs_number).first()


def person(by: Actor, public_id: UUID) -> Person | None:
    """A person whom the practice may open."""
    return Person.objects.visible_to(by).filter(public_id=public_id).first()


def own_patient(by: Actor, public_id: UUID) -> Person | None:
    """A person who is registered at the practice today."""
    registered = PersonPractice.objects.filter(practice=by.organisation_id or 0, valid_to=None).values("person")
    return Person.objects.visible_to(by).filter(public_id=public_id, pk__in=registered).first()


def open_referrals(by: Actor, someone: Person) -> QuerySet[Referral]:
    """The person's open referrals that this practice sent."""
    return Referral.objects.visible_to(by).filter(person=someone).open().select_related("team")


def history(referral: Referral) -> list[Step]:
    """What happened to the referral, the first thing first, in the words that everyone reads.

    A move that only sets what is next says nothing new and is left out.
    """
    words = dict(REFERRAL_STATUSES)
    return [
        Step(
            change.occurred_at,
            _("Withdrawn by the practice")
            if change.event == "withdraw"
            else str(words[ReferralStatus(change.to_status).value]),
            _reason(change.reason),
        )
        for change in referral.status_changes.all()
        if change.to_status != change.from_status
    ]


def services_of(by: Actor, referral: Referral) -> QuerySet[OnwardReferral]:
    """The services that the person was referred on to: which, and how it stands; no notes."""
    return (
        OnwardReferral.objects.visible_to(by)
        .filter(episode=referral.episode_id)
        .select_related("service__organisation")
        .order_by("offered_at", "pk")
    )


def needs_of(referral: Referral) -> list[str]:
    """The reasons for the referral in words."""
    return [str(NeedCode(code).label) for code in referral.needs]


def _reason(code: str) -> str:
    return str(StatusReason(code).label) if code else ""
