"""An episode and all that belongs to it, as its team sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from referrals import record_text
from referrals.kit.actor import Actor
from referrals.kit.calendar import age_on
from referrals.models import (
    Agreement,
    CarePlan,
    Contact,
    ContactPoint,
    Episode,
    Goal,
    LongTermCondition,
    Need,
    OnwardReferral,
    Person,
    PersonAddress,
    PersonEthnicity,
    PersonPractice,
    Referral,
    RelatedPerson,
    Task,
)
from referrals.models.choices import ContactKind, ContactOutcome, NeedCode
from referrals.selectors.intake import record_texts
from referrals.selectors.people import proofs
from referrals.selectors.support import histories, reopening, scores
from referrals.selectors.support.histories import Change
from referrals.selectors.support.scores import Trajectory
from referrals.selectors.work import task_kinds, worklists
from referrals.selectors.work.task_kinds import ListedTask
from referrals.states import ONWARD, REFERRAL

NEED_LABELS = dict(NeedCode.choices)


@dataclass(frozen=True, slots=True)
class KnownOfPerson:
    """What is in force today; each dated value is absent where nothing was ever recorded."""

    age: int
    address: PersonAddress | None
    ethnicity: PersonEthnicity | None
    practice: PersonPractice | None
    contact_points: list[ContactPoint]
    related: list[RelatedPerson]
    conditions: list[str]
    condition_codes: list[str]


@dataclass(frozen=True, slots=True)
class ReferralInEpisode:
    """A referral with its reasons as labels, its history, and the events that can follow."""

    referral: Referral
    needs: list[str]
    risk_unread: bool
    correction_unread: bool
    history: list[Change]
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class ContactInEpisode:
    """A contact and its text for the clinical record."""

    contact: Contact
    text_for_record: str


@dataclass(frozen=True, slots=True)
class OnwardInEpisode:
    """An onward referral with its history and the events that can follow."""

    onward_referral: OnwardReferral
    history: list[Change]
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class SupportGiven:
    """Contacts, plan, scores and onward referrals of an episode; how often the person was tried since they were last
    reached, or ever.
    """

    contacts: list[ContactInEpisode]
    struck_out: list[Contact]
    tries: int
    plan: CarePlan | None
    goals: list[Goal]
    scores: list[Trajectory]
    onward_referrals: list[OnwardInEpisode]


def visible(by: Actor) -> QuerySet[Episode]:
    """The actor's episodes with the person and the holder."""
    return Episode.objects.visible_to(by).select_related("person", "team", "holder__user")


def get(by: Actor, public_id: UUID) -> Episode | None:
    """One episode, or None when there is none that the actor may open."""
    return visible(by).filter(public_id=public_id).first()


def latest_of(by: Actor, person: Person) -> Episode | None:
    """The person's latest episode with the actor's team."""
    return visible(by).filter(person=person).order_by("-opened_at", "-pk").first()


def referrals_of(episode: Episode, today: date) -> list[ReferralInEpisode]:
    """The episode's referrals, newest first."""
    unread = Task.objects.open().filter(kind="risk_unread", referral=OuterRef("pk"))
    corrected = Task.objects.open().filter(kind="referral_corrected", referral=OuterRef("pk"))
    found = (
        Referral.objects.filter(episode=episode)
        .select_related("referring_organisation", "referred_by__user", "holder__user")
        .prefetch_related("status_changes__by_membership__user", "status_changes__by_client")
        .annotate(risk_unread=Exists(unread), correction_unread=Exists(corrected))
    )
    return [
        ReferralInEpisode(
            referral=referral,
            needs=[str(NEED_LABELS[code]) for code in referral.needs],
            risk_unread=vars(referral)["risk_unread"],
            correction_unread=vars(referral)["correction_unread"],
            history=histories.of(referral.status_changes.all()),
            events=_events(referral, today),
        )
        for referral in found
    ]


def _events(referral: Referral, today: date) -> frozenset[str]:
    """What can follow; not taking up again what ended too long ago."""
    events = REFERRAL.events_from(referral.status)
    ended = max((change.occurred_at for change in referral.status_changes.all()), default=None)
    is_over = "reopen" in events and ended is not None and today > reopening.last_day(ended)
    return events - {"reopen"} if is_over else events


def known_of(person: Person, today: date) -> KnownOfPerson:
    """Who the person is and how to reach them."""
    current = Q(person=person, valid_to=None)
    conditions = list(LongTermCondition.objects.filter(person=person).order_by("pk"))
    return KnownOfPerson(
        age=age_on(person.born_on, person.died_on or today),
        address=PersonAddress.objects.filter(current).first(),
        ethnicity=PersonEthnicity.objects.filter(current).first(),
        practice=PersonPractice.objects.filter(current).select_related("practice").first(),
        contact_points=proofs.in_use([person])[person.pk],
        related=list(RelatedPerson.objects.filter(person=person, ended_at=None).order_by("pk")),
        conditions=[row.get_code_display() for row in conditions],
        condition_codes=[row.code for row in conditions],
    )


def flags_of(person: Person, contact_points: list[ContactPoint]) -> list[str]:
    """What nobody may miss before they reach for the phone."""
    phones = [point for point in contact_points if point.kind != ContactKind.EMAIL]
    flags = [
        (bool(person.died_on), _("Has died")),
        (any(not point.safe_to_call for point in phones), _("A number is not safe to call")),
        (any(not point.safe_to_leave_message for point in phones), _("Voicemail not safe")),
        (person.needs_interpreter, _("Interpreter: %(language)s") % {"language": person.language}),
        (bool(person.communication_needs), person.communication_needs),
    ]
    return [text for applies, text in flags if applies]


def support_in(episode: Episode) -> SupportGiven:
    """What was done so far."""
    plan = plan_of(episode)
    every = Contact.objects.filter(episode=episode).select_related("by__user", "episode__team", "struck_out_by__user")
    contacts = [one for one in every if one.struck_out_at is None]
    onward = OnwardReferral.objects.filter(episode=episode).select_related("service__organisation", "follows__service")
    onward = onward.prefetch_related("status_changes__by_membership__user", "status_changes__by_client")
    return SupportGiven(
        contacts=[ContactInEpisode(row, record_text.of_contact(record_texts.of_contact(row))) for row in contacts],
        struck_out=[one for one in every if one.struck_out_at],
        tries=_tries(contacts),
        plan=plan,
        goals=list(Goal.objects.filter(plan=plan)) if plan else [],
        scores=scores.of_episode(episode),
        onward_referrals=[
            OnwardInEpisode(row, histories.of(row.status_changes.all()), ONWARD.events_from(row.status))
            for row in onward
        ],
    )


def _tries(contacts: Iterable[Contact]) -> int:
    """How many of the contacts, newest first, reached nobody before one that did."""
    return len(list(takewhile(lambda one: one.outcome != ContactOutcome.REACHED, contacts)))


def contact(episode: Episode, public_id: UUID) -> Contact | None:
    """One of the episode's contacts, struck out or not."""
    return Contact.objects.filter(episode=episode, public_id=public_id).select_related("episode", "by__user").first()


def plan_of(episode: Episode) -> CarePlan | None:
    """The plan, if one was agreed."""
    return CarePlan.objects.filter(episode=episode).prefetch_related("needs").first()


def tasks_of(episode: Episode) -> list[ListedTask]:
    """What stands on a worklist for the episode."""
    found = Task.objects.open().filter(episode=episode)
    return task_kinds.describe_tasks(found.select_related(*worklists.SHOWN))


def agreements_of(person: Person) -> list[Agreement]:
    """What the person agreed to, those in force first."""
    return list(Agreement.objects.filter(person=person).order_by("-withdrawn_at", "-given_at", "pk"))


def taken_back(agreements: list[Agreement]) -> set[int]:
    """Of these, as `agreements_of` orders them, the ones that can be given again: the last of what is not in force."""
    first: dict[str, Agreement] = {}
    for agreement in agreements:
        first.setdefault(agreement.purpose, agreement)
    return {agreement.pk for agreement in first.values() if agreement.withdrawn_at}


def needs_of(episode: Episode) -> list[str]:
    """Codes of what the person wants help with: the plan's, or the referrals' until there is one."""
    planned = Need.objects.filter(plan__episode=episode).order_by("pk").values_list("code", flat=True)
    asked = Referral.objects.filter(episode=episode).values_list("needs", flat=True)
    return list(planned) or sorted({code for needs in asked for code in needs})


def contact_point(person: Person, public_id: UUID) -> ContactPoint | None:
    """One of the person's phone numbers or e-mail addresses."""
    found = ContactPoint.objects.filter(person=person, ended_at=None, public_id=public_id)
    return found.select_related("person").first()


def related_person(person: Person, public_id: UUID) -> RelatedPerson | None:
    """One of the people close to the person."""
    found = RelatedPerson.objects.filter(person=person, ended_at=None, public_id=public_id)
    return found.select_related("person").first()


def goal(episode: Episode, public_id: UUID) -> Goal | None:
    """One of the episode's goals."""
    return Goal.objects.filter(plan__episode=episode, public_id=public_id).select_related("plan__episode").first()


def onward_referral(episode: Episode, public_id: UUID) -> OnwardReferral | None:
    """One of the episode's onward referrals."""
    found = OnwardReferral.objects.filter(episode=episode, public_id=public_id)
    return found.select_related("service__organisation", "episode").first()


def referral(episode: Episode, public_id: UUID) -> Referral | None:
    """One of the episode's referrals."""
    found = Referral.objects.filter(episode=episode, public_id=public_id)
    return found.select_related("episode", "person", "team").first()
