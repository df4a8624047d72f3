"""What people say is wrong in their record: their own, and that of an episode."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F, QuerySet

from referrals.kit.actor import Actor
from referrals.models import AuditEvent, CorrectionRequest, DetailChange, Episode
from referrals.models.choices import CorrectionAbout
from referrals.models.people.detail_choices import Detail

# What has to be changed before a request is answered with "Changed"; details for what is a detail, acts for the rest.
DETAILS: Mapping[str, tuple[str, ...]] = {
    CorrectionAbout.NAME: (Detail.GIVEN_NAME, Detail.FAMILY_NAME, Detail.PREFERRED_NAME),
    CorrectionAbout.BORN_ON: (Detail.BORN_ON,),
    CorrectionAbout.ADDRESS: (Detail.ADDRESS,),
    CorrectionAbout.PHONE: (Detail.CONTACT,),
    CorrectionAbout.OTHER: tuple(Detail),
}
OF_THE_PLAN = ("plan.agreed", "goal.set", "goal.reviewed")
ACTS: Mapping[str, tuple[str, ...]] = {
    CorrectionAbout.PLAN: OF_THE_PLAN,
    CorrectionAbout.OTHER: (
        *OF_THE_PLAN,
        *("appointment.moved", "appointment.cancelled", "outcomes.entered_in_error", "flag.ended"),
        *("attendance.marked", "agreement.withdrawn", "agreement.given"),
    ),
}


def who_answers(by: Actor) -> Episode | None:
    """The person's open episode, or else the one that ended last: its team answers."""
    own = Episode.objects.visible_to(by).filter(person=by.person_id or 0)
    return own.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk").first()


def own(by: Actor) -> QuerySet[CorrectionRequest]:
    """What the person has asked for, newest first."""
    return CorrectionRequest.objects.filter(episode__person=by.person_id or 0)


def of_episode(by: Actor, episode: Episode) -> QuerySet[CorrectionRequest]:
    """What the person of an episode has asked its team for: what waits first, then the newest."""
    found = CorrectionRequest.objects.filter(episode=episode, episode__in=Episode.objects.visible_to(by))
    ordered = found.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "-pk")
    return ordered.select_related("answered_by__user", "recorded_by__user")


def get(by: Actor, episode: Episode, public_id: UUID) -> CorrectionRequest | None:
    """One that waits for its answer."""
    return of_episode(by, episode).filter(public_id=public_id, answered_at=None).select_related("episode").first()


def changes_since(request: CorrectionRequest) -> list[DetailChange]:
    """The details that were changed since the person asked and that the request is about, the newest first."""
    rows = DetailChange.objects.filter(person=request.episode.person_id, changed_at__gte=request.asked_at)
    return list(rows.filter(detail__in=DETAILS.get(request.about, ())))


def is_changed(request: CorrectionRequest) -> bool:
    """Whether anything was changed since that could be what they asked for."""
    acts = AuditEvent.objects.filter(person_id=request.episode.person_id, at__gte=request.recorded_at)
    return bool(changes_since(request)) or acts.filter(did__in=ACTS.get(request.about, ())).exists()
