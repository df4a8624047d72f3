"""A referral from its beginning to its end: refer, claim, release, return, decline, close."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.intake import judging
from referrals.actions.messages import messages
from referrals.actions.people import agreements
from referrals.actions.support import episodes
from referrals.actions.work import moves, tasks
from referrals.drafts import ReferralDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Permission
from referrals.kit.randomness import new_code
from referrals.kit.refusal import Refusal
from referrals.models import Appointment, Episode, OnwardReferral, Organisation, Person, Referral, Task
from referrals.models.choices import Route
from referrals.states import REFERRAL, ReferralStatus

# What a practice may put right of what it sent.
CORRECTED = frozenset({"needs", "note", "risk", "risk_note"})
# No letters or digits that are mistaken for one another on the phone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@transaction.atomic
def refer(*, person: Person, draft: ReferralDraft, team: Organisation, by: Actor, now: datetime) -> Referral:
    """Send a person to a team. It joins the open episode if there is one, and goes to that episode's holder.

    `receive` calls this, once it has judged the referral.
    """
    check(by, Permission.REFER)
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
        referred_by_client_id=by.client_id,
        **as_drafted(draft),
        agreement=agreement,
        referred_at=now,
        holder_id=episode.holder_id,
        **columns,
    )
    moves.begun_referral(referral, move, by, now)
    _put_first_task(referral, episode, now)
    audit.record(by=by, did="referral.sent", to=referral, person_id=person.pk)
    messages.tell_team(about=referral, kind="referral_received", now=now)
    messages.tell_person(about=referral, kind="referral_known", by=by, now=now)
    return referral


def as_drafted(draft: ReferralDraft) -> dict[str, object]:
    """The columns that a draft fills."""
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


def _put_first_task(referral: Referral, episode: Episode, now: datetime) -> None:
    kind = "first_contact" if referral.holder_id else "claim_referral"
    due_on = referral.due_on or local_day(now)
    tasks.put(kind=kind, episode=episode, about=referral, due_on=due_on)
    if referral.risk_note:
        due_on = add_working_days(local_day(now), 1)
        tasks.put(kind="risk_unread", episode=episode, about=referral, due_on=due_on)


@transaction.atomic
def claim(*, referral: Referral, by: Actor, now: datetime) -> Referral:
    """A link worker takes the person on: the episode, and with this referral all in it that wait."""
    check(by, Permission.TRIAGE)
    episodes.locked(referral.episode)
    take_on(episode=referral.episode, referrals=[referral, *_others(referral, ReferralStatus.RECEIVED)], by=by, now=now)
    return referral


def take_on(*, episode: Episode, referrals: Iterable[Referral], by: Actor, now: datetime) -> None:
    """A link worker holds the episode from now on, and claims what waits in it."""
    episodes.hold(episode=episode, holder_id=by.member(), by=by)
    tasks.finish(episode=episode, kinds={"claim_referral"}, now=now)
    for referral in referrals:
        moves.referral(record=referral, event="claim", by=by, now=now, holder_id=by.member())
        due_on = referral.due_on or local_day(now)
        tasks.put(kind="first_contact", episode=episode, about=referral, due_on=due_on)
        audit.record(by=by, did="referral.claimed", to=referral, person_id=referral.person_id)


@transaction.atomic
def release(*, referral: Referral, by: Actor, now: datetime) -> Referral:
    """Give the person back to the team, with all that was claimed for them; whoever is supported is handed over."""
    check(by, Permission.TRIAGE)
    episode = referral.episode
    episodes.locked(episode)
    if _others(referral, ReferralStatus.SUPPORTED):
        raise Refusal("support-began", _("Support has begun: hand the person over to a colleague instead."))
    released = [referral, *_others(referral, ReferralStatus.CLAIMED)]
    for one in released:
        moves.referral(record=one, event="release", by=by, now=now)
        audit.record(by=by, did="referral.released", to=one, person_id=one.person_id)
    episodes.hold(episode=episode, holder_id=None, by=by)
    tasks.finish(episode=episode, kinds={"first_contact"}, now=now)
    for one in released:
        _put_first_task(one, episode, now)
    return referral


def _others(referral: Referral, status: str) -> list[Referral]:
    """The other referrals of the episode in a status, in the order in which everyone locks them."""
    return list(Referral.objects.filter(episode=referral.episode, status=status).exclude(pk=referral.pk).order_by("pk"))


@transaction.atomic
def begin_support(*, referral: Referral, by: Actor, now: datetime) -> None:
    """The link worker and the person have spoken."""
    moves.referral(record=referral, event="begin_support", by=by, now=now, holder_id=referral.episode.holder_id)
    audit.record(by=by, did="referral.support_began", to=referral, person_id=referral.person_id)


@transaction.atomic
def end(*, referral: Referral, event: str, reason: str, by: Actor, now: datetime, note: str = "") -> Referral:
    """End one referral: `decline` (the person said no), `return` (to the referrer) or `close`; always with a reason.

    `note` says what came of it, to the practice and the person. The episode ends with its last open referral.
    """
    check(by, Permission.TRIAGE)
    moves.referral(record=referral, event=event, by=by, now=now, reason=reason)
    if note:
        Referral.objects.filter(pk=referral.pk).update(closing_note=note)
        referral.closing_note = note
    audit.record(by=by, did=f"referral.{event}", to=referral, person_id=referral.person_id, reason=reason)
    messages.tell_practice(referral=referral, kind=f"referral_{referral.status}", now=now)
    if not Referral.objects.filter(episode=referral.episode_id).open().exists():
        episodes.finish(episode=_fresh(referral), reason=reason, by=by, now=now)
    return referral


@transaction.atomic
def withdraw(*, referral: Referral, reason: str, by: Actor, now: datetime) -> Referral:
    """The practice takes back what it sent, for example for the wrong patient; the team hears so.

    Refusals: support-began, not-permitted, reason-needed, not-in-this-state.
    """
    check(by, Permission.REFER)
    episodes.locked(referral.episode)
    referral.refresh_from_db()
    if referral.status == ReferralStatus.SUPPORTED or _is_under_way(referral.episode, now):
        raise Refusal("support-began", _("Support has begun: call the team, who will end it with the person."))
    messages.overtake(about=referral)
    moves.referral(record=referral, event="withdraw", by=by, now=now, reason=reason)
    audit.record(by=by, did="referral.withdraw", to=referral, person_id=referral.person_id, reason=reason)
    messages.tell_team(about=referral, kind="referral_withdrawn", now=now)
    if not Referral.objects.filter(episode=referral.episode_id).open().exists():
        episodes.finish(episode=_fresh(referral), reason=reason, by=by, now=now)
    return referral


@transaction.atomic
def correct(
    *, referral: Referral, said: ReferralDraft, by: Actor, now: datetime, version: int, risk_considered: bool = False
) -> None:
    """The practice puts right what it sent, or adds to it; what stood there stays in the history. The team reads it.

    It is judged as what is sent is. Refusals: urgent, may-be-a-risk, not-open, changed-meanwhile.
    """
    check(by, Permission.REFER)
    judging.refuse_if_urgent(said.risk)
    may_be_a_risk = judging.refuse_unless_considered(said, considered=risk_considered)
    columns = {name: value for name, value in as_drafted(said).items() if name in CORRECTED}
    rows = Referral.objects.visible_to(by).open().filter(pk=referral.pk)
    if not rows.exists():
        raise Refusal("not-open", _("This referral has ended: refer the patient again instead."))
    if not rows.filter(version=version).update(version=F("version") + 1, **columns):
        raise moves.changed_meanwhile()
    had = referral.risk_note
    referral.refresh_from_db()
    tomorrow = add_working_days(local_day(now), 1)
    tasks.put(kind="referral_corrected", episode=referral.episode, about=referral, due_on=tomorrow)
    if referral.risk_note and referral.risk_note != had:
        tasks.put(kind="risk_unread", episode=referral.episode, about=referral, due_on=tomorrow)
    audit.record(by=by, did="referral.corrected", to=referral, person_id=referral.person_id)
    if may_be_a_risk:
        audit.record(by=by, did="risk.considered", to=referral, person_id=referral.person_id)


@transaction.atomic
def read_correction(*, referral: Referral, by: Actor, now: datetime, version: int) -> None:
    """Somebody of the team has read what the practice put right, as it stood in the version that they were shown.

    Refusals: already-read, changed-meanwhile.
    """
    check(by, Permission.SUPPORT)
    moves.refuse_if_changed(referral, version)
    waiting = Task.objects.visible_to(by).open().filter(kind="referral_corrected", referral=referral)
    if not waiting.update(done_at=now):
        raise Refusal("already-read", _("Somebody has read this already."))
    audit.record(by=by, did="referral.correction_read", to=referral, person_id=referral.person_id)


def _is_under_way(episode: Episode, now: datetime) -> bool:
    """Whether something is arranged in it that only the team may call off."""
    # A place that a service holds as much as an offer that it has not answered.
    offers = OnwardReferral.objects.filter(episode=episode).open()
    return offers.exists() or Appointment.objects.filter(episode=episode).coming(now).exists()


def _fresh(referral: Referral) -> Episode:
    return Episode.objects.select_for_update().get(pk=referral.episode_id)
