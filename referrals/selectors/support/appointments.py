"""Appointments: an episode's, a link worker's, a person's own, and those to remind of."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from referrals.drafts import AppointmentDraft
from referrals.kit.actor import Actor
from referrals.models import Agreement, Appointment, Episode, OutboundMessage

# Further ahead nobody is reminded: two working days are at most this long, Easter and Christmas included.
REMINDED_WITHIN = timedelta(days=8)
SHOWN = 25


def of_episode(episode: Episode, now: datetime) -> QuerySet[Appointment]:
    """What is planned with the person, the next first."""
    return Appointment.objects.filter(episode=episode).coming(now).select_related("membership__user")


def get(episode: Episode, public_id: UUID, now: datetime) -> Appointment | None:
    """One that is still to come."""
    return of_episode(episode, now).filter(public_id=public_id).select_related("episode").first()


def clashes(by: Actor, episode: Episode, draft: AppointmentDraft, *, but: int = 0) -> QuerySet[Appointment]:
    """What the link worker or the person has planned at the same time, besides the one that is moved.

    What another team has planned with the person is theirs.
    """
    same_time = Appointment.objects.filter(cancelled_at=None, starts_at__lt=draft.ends_at, ends_at__gt=draft.starts_at)
    same_people = Q(membership=by.membership_id) | Q(episode__person=episode.person_id)
    visible = same_time.filter(same_people, episode__in=Episode.objects.visible_to(by))
    return visible.exclude(pk=but).select_related("episode")


def of_worker(by: Actor, now: datetime, *, whole_team: bool, until: datetime) -> list[Appointment]:
    """The next appointments of the actor, or of the actor's whole team."""
    found = Appointment.objects.filter(episode__in=Episode.objects.visible_to(by)).coming(now)
    if not whole_team:
        found = found.filter(membership=by.membership_id)
    found = found.filter(starts_at__lt=until).select_related("episode__person", "membership__user")
    return list(found[:SHOWN])


def own(by: Actor, now: datetime) -> QuerySet[Appointment]:
    """The person's own."""
    found = Appointment.objects.filter(episode__person=by.person_id or 0).coming(now)
    return found.select_related("membership__user", "episode__team")


def unreminded(now: datetime) -> QuerySet[Appointment]:
    """Those to come soon of people who want messages, of which nobody was reminded since they were last moved."""
    agreed = Agreement.objects.filter(person=OuterRef("episode__person"), purpose="get_messages", withdrawn_at=None)
    # The message's key names the version: one that was moved since is reminded of anew.
    key = Concat(
        Value("appointment_reminder:appointment:"),
        Cast(OuterRef("pk"), CharField()),
        Value(":"),
        Cast(OuterRef("version"), CharField()),
    )
    reminded = OutboundMessage.objects.filter(once_key=key)
    soon = Q(starts_at__lt=now + REMINDED_WITHIN) & ~Exists(reminded) & Exists(agreed)
    return Appointment.objects.coming(now).filter(soon).select_related("episode__person")
