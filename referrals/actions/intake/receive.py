"""The one intake: a referral is judged here, whichever way it comes in."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.intake import carrying_over, judging, referrals
from referrals.actions.people import duplicates, people, wishes
from referrals.actions.support import written
from referrals.drafts import LONGEST, IntakeDraft, PersonDraft, ReferralDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import LONDON
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Organisation, Person, Referral
from referrals.selectors.intake import gp
from referrals.selectors.intake import referrals as referrals_sent
from referrals.selectors.organisation import teams
from referrals.ways_in import WayIn

LOOKS_KNOWN, SENT_ALREADY = "looks-known", "sent-already"


@transaction.atomic
def receive(*, draft: IntakeDraft, way: WayIn, by: Actor, now: datetime) -> Referral:
    """Find or register the person and refer them to the team; nothing is written where that is refused.

    Refusals: not-permitted, urgent, too-long, may-be-a-risk, no-team, sent-already, looks-known, not-found,
    details-differ, not-possible-now, already-known, has-died, and for someone already supported not-agreed.
    """
    draft = replace(draft, referral=_with_route(draft.referral, way, by))
    judging.refuse_if_urgent(draft.referral.risk)
    _refuse_if_too_long(draft)
    considered = draft.risk_considered or not way.asks_about_risk
    may_be_a_risk = judging.refuse_unless_considered(draft.referral, considered=considered)
    team = _team(draft, way, by)
    if way.asks_about_repeats:
        _refuse_if_just_sent(draft, by, now)
    if way.asks_about_lookalikes and draft.person and not draft.known:
        _refuse_if_unasked(draft.person, draft.asked_about, by)
    person = _person(draft, way, by, carrying_over.begins_at(draft.earlier, now))
    if person.died_on:
        raise Refusal("has-died", _("A date of death is recorded for this person."))
    if draft.person:
        wishes.hear(person=person, draft=draft.person, by=by, now=now)
    if draft.earlier:
        made = carrying_over.carry_over(person=person, draft=draft, earlier=draft.earlier, team=team, by=by, now=now)
    else:
        made = referrals.refer(person=person, draft=draft.referral, team=team, by=by, now=now)
    if may_be_a_risk:
        _let_be_read(made, way, by, now)
    return made


def _let_be_read(made: Referral, way: WayIn, by: Actor, now: datetime) -> None:
    """Staff who were asked have read their own words. Of others, somebody of the team reads them."""
    if way.asks_about_risk and not way.is_public:
        audit.record(by=by, did="risk.considered", to=made, person_id=made.person_id)
    else:
        written.let_be_read(about=made, episode=made.episode, by=by, now=now)


def _with_route(draft: ReferralDraft, way: WayIn, by: Actor) -> ReferralDraft:
    """The draft with its route, which is one of those that the sender may give on this way in."""
    check(by, way.permission)
    routes = way.routes.get(by.role, ())
    route = draft.route or next(iter(routes), "")
    if route not in routes:
        raise Refusal("not-permitted", _("Your role does not include this."))
    return replace(draft, route=route)


def _refuse_if_too_long(draft: IntakeDraft) -> None:
    for name in draft.too_long():
        about = {"name": name, "most": LONGEST[name]}
        raise Refusal("too-long", _("%(name)s has more than %(most)d characters: shorten it.") % about)


def _team(draft: IntakeDraft, way: WayIn, by: Actor) -> Organisation:
    team = teams.by_key(draft.team_id) if way.names_team else teams.referred_to_by(by)
    if team is None:
        raise Refusal("no-team", _("There is no link worker team to refer to. Ask your manager to set it."))
    return team


def _refuse_if_just_sent(draft: IntakeDraft, by: Actor, now: datetime) -> None:
    """A page that was sent is still there under Back: sent again, it says so, and waits for its sender to say more."""
    for sent in referrals_sent.just_before(by, draft, now):
        if str(sent.public_id) not in draft.again:
            about = {"time": f"{sent.referred_at.astimezone(LONDON):%H:%M}", "reference": sent.reference}
            raise Refusal(SENT_ALREADY, _("You sent this at %(time)s: %(reference)s.") % about)


def _refuse_if_unasked(person: PersonDraft, asked_about: frozenset[str], by: Actor) -> None:
    """Nobody is asked about twice; that the sender was shown them is written down with what is sent."""
    shown = {str(one.person.public_id) for one in duplicates.warn(draft=person, by=by)}
    if shown - asked_about:
        raise Refusal(LOOKS_KNOWN, _("You know someone like this: say first whether it is the same person."))


def _person(draft: IntakeDraft, way: WayIn, by: Actor, since: datetime) -> Person:
    """The person who was chosen, the one with the draft's NHS number, or someone new since a moment."""
    if draft.known:
        known = gp.person(by, draft.known)
        if known is None:
            raise Refusal("not-found", _("There is nobody here whom you can refer like this."))
        if draft.person:
            people.add_news(person=known, draft=draft.person, by=by, now=since)
        return known
    if draft.person is None:
        raise Refusal("not-found", _("There is nobody here whom you can refer like this."))
    entered = draft.person
    if by.role is Role.GP:
        # A practice refers its own patients; others say where somebody is registered.
        entered = replace(entered, practice_id=by.organisation_id, practice_missing_reason="")
    act = people.find_or_register if way.finds_people else people.register
    return act(draft=entered, by=by, now=since)
