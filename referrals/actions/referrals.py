"""The referral from the door to its end: refer, claim, release, return, decline, close, re-open."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions import agreements, audit, episodes, messages, moves, tasks
from referrals.calendar import add_working_days, local_day
from referrals.drafts import ReferralDraft
from referrals.models import Episode, Organisation, Person, Referral
from referrals.models.choices import Route
from referrals.permissions import Actor, Permission, Refusal, check
from referrals.randomness import new_code
from referrals.states import REFERRAL

# No letters or digits that are mistaken for one another on the phone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@transaction.atomic
def refer(*, person: Person, draft: ReferralDraft, team: Organisation, by: Actor, now: datetime) -> Referral:
    """Send a person to a team. It joins the open episode if there is one, and goes to that episode's holder."""
    check(by, Permission.REFER)
    if person.died_on:
        raise Refusal("has-died", _("A date of death is recorded for this person."))
    agreement = agreements.give(
        person=person,
        purpose="share_record",
        by=by,
        now=now,
        wording_version=draft.consent_version,
        given_by=draft.consent_given_by,
        channel=draft.consent_channel,
    )
    episode = episodes.open_for(person=person, team=team, by=by, now=now)
    move, columns = moves.beginning(REFERRAL, "join" if episode.holder_id else "receive", by, now)
    referral = Referral.objects.create(
        reference=new_reference(),
        person=person,
        episode=episode,
        team=team,
        # Who refers themselves by phone does so none the less: the link worker only takes it down.
        referring_organisation_id=None if draft.route == Route.SELF else by.organisation_id,
        referred_by_id=by.membership_id,
        **_as_drafted(draft),
        agreement=agreement,
        referred_at=now,
        holder_id=episode.holder_id,
        **columns,
    )
    moves.begun_referral(referral, move, by, now)
    _put_first_task(referral, now)
    audit.record(by=by, did="referral.sent", to=referral, person_id=person.pk)
    messages.tell_team(about=referral, kind="referral_received", now=now)
    return referral


def _as_drafted(draft: ReferralDraft) -> dict[str, Any]:
    return {
        "route": draft.route,
        "on_behalf_of": draft.on_behalf_of,
        "referrer_organisation": draft.referrer_organisation,
        "referrer_name": draft.referrer_name,
        "referrer_phone": draft.referrer_phone,
        "needs": list(draft.needs),
        "note": draft.note,
        "risk": draft.risk,
        "risk_note": draft.risk_note,
    }


def new_reference() -> str:
    """`SP-7K3F-Q2MX`: no meaning in it, and short enough to say on the phone."""
    return f"SP-{new_code(REFERENCE_ALPHABET, 4)}-{new_code(REFERENCE_ALPHABET, 4)}"


def _put_first_task(referral: Referral, now: datetime) -> None:
    kind = "first_contact" if referral.holder_id else "claim_referral"
    due_on = referral.due_on or local_day(now)
    tasks.put(kind=kind, episode=referral.episode, referral=referral, due_on=due_on)
    if referral.risk_note:
        tasks.put(
            kind="risk_unread", episode=referral.episode, referral=referral, due_on=add_working_days(local_day(now), 1)
        )


@transaction.atomic
def claim(*, referral: Referral, by: Actor, now: datetime) -> Referral:
    """A link worker takes the referral on, and with it the episode."""
    check(by, Permission.TRIAGE)
    moves.referral(record=referral, event="claim", by=by, now=now, holder_id=by.membership_id)
    episodes.hold(episode=referral.episode, holder_id=by.membership_id, by=by)
    tasks.finish(episode=referral.episode, kinds={"claim_referral"}, now=now)
    tasks.put(
        kind="first_contact",
        episode=referral.episode,
        referral=referral,
        due_on=referral.due_on or local_day(now),
    )
    audit.record(by=by, did="referral.claimed", to=referral, person_id=referral.person_id)
    return referral


@transaction.atomic
def release(*, referral: Referral, by: Actor, now: datetime) -> Referral:
    """Give a claimed referral back to the team."""
    check(by, Permission.TRIAGE)
    moves.referral(record=referral, event="release", by=by, now=now)
    episodes.hold(episode=referral.episode, holder_id=None, by=by)
    tasks.finish(episode=referral.episode, kinds={"first_contact"}, now=now)
    _put_first_task(referral, now)
    audit.record(by=by, did="referral.released", to=referral, person_id=referral.person_id)
    return referral


@transaction.atomic
def begin_support(*, referral: Referral, by: Actor, now: datetime) -> None:
    """The link worker and the person have spoken."""
    moves.referral(record=referral, event="begin_support", by=by, now=now, holder_id=referral.episode.holder_id)
    audit.record(by=by, did="referral.support_began", to=referral, person_id=referral.person_id)


@transaction.atomic
def end(*, referral: Referral, event: str, reason: str, by: Actor, now: datetime) -> Referral:
    """End one referral: `decline` (the person said no), `return` (to the referrer) or `close`; always with a reason.

    The episode ends with its last open referral.
    """
    check(by, Permission.TRIAGE)
    moves.referral(record=referral, event=event, by=by, now=now, reason=reason)
    audit.record(by=by, did=f"referral.{event}", to=referral, person_id=referral.person_id, reason=reason)
    messages.tell_practice(referral=referral, kind=f"referral_{referral.status}", now=now)
    if not Referral.objects.filter(episode=referral.episode_id).open().exists():
        episodes.finish(episode=_fresh(referral), reason=reason, by=by, now=now)
    return referral


@transaction.atomic
def reopen(*, referral: Referral, by: Actor, now: datetime) -> Referral:
    """Take up a closed referral again, in a new episode or the one that is open now."""
    check(by, Permission.TRIAGE)
    episode = episodes.open_for(person=referral.person, team=referral.team, by=by, now=now)
    episodes.hold(episode=episode, holder_id=by.membership_id, by=by)
    Referral.objects.filter(pk=referral.pk).update(episode=episode)
    referral.episode = episode
    moves.referral(record=referral, event="reopen", by=by, now=now, holder_id=by.membership_id)
    tasks.put(kind="first_contact", episode=episode, referral=referral, due_on=referral.due_on or local_day(now))
    audit.record(by=by, did="referral.reopened", to=referral, person_id=referral.person_id)
    return referral


def _fresh(referral: Referral) -> Episode:
    return Episode.objects.select_for_update().get(pk=referral.episode_id)
