"""Bringing in somebody whom a team supports already: what happened keeps its day, and nobody is told."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from referrals.actions.intake.referrals import as_drafted, new_reference
from referrals.actions.people import agreements
from referrals.actions.support import episodes
from referrals.actions.work import moves, tasks
from referrals.drafts import EarlierDraft, IntakeDraft
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import LONDON, add_working_days, local_day
from referrals.kit.refusal import Refusal
from referrals.models import CarePlan, Contact, Episode, Need, Organisation, Person, Referral
from referrals.models.choices import Route
from referrals.selectors.intake import caseloads
from referrals.states import REFERRAL, ReferralStatus

NOON = time(12)
EVENTS = ("receive", "claim", "begin_support")
TASKS = {"claim": "claim_referral"}


def carry_over(
    *, person: Person, draft: IntakeDraft, earlier: EarlierDraft, team: Organisation, by: Actor, now: datetime
) -> Referral:
    """The referral with its episode, contacts and plan, and what is to be done next. Refusals: not-agreed."""
    if caseloads.took_back(person.pk):
        raise Refusal("not-agreed", _("The person no longer agrees to share their record: ask them again."))
    episode = episodes.open_for(person=person, team=team, by=by, now=begins_at(earlier, now))
    if earlier.holder_id:
        episodes.hold(episode=episode, holder_id=earlier.holder_id, by=by)
    case = _Case(draft, earlier, episode, by, now)
    referral = case.add_referral()
    case.put_tasks(referral)
    case.add_contacts()
    case.add_plan(referral)
    return referral


def begins_at(earlier: EarlierDraft | None, now: datetime) -> datetime:
    """The moment from which on the person is in the record: that of the referral, or now."""
    return moment_of(earlier.referred_on, now) if earlier else now


def moment_of(day: date, now: datetime) -> datetime:
    """A list has days: noon in London stands for a time that nobody knows."""
    return min(datetime.combine(day, NOON, LONDON), now)


@dataclass(frozen=True, slots=True)
class _Case:
    """One person on the way in."""

    draft: IntakeDraft
    earlier: EarlierDraft
    episode: Episode
    by: Actor
    now: datetime

    def add_referral(self) -> Referral:
        earlier, person = self.earlier, self.episode.person
        agreement = agreements.enter(
            person=person,
            purpose="share_record",
            by=self.by,
            now=moment_of(earlier.agreed_on, self.now),
            wording_version=self.draft.referral.consent_version,
        )
        events = self._events()
        move = next(row for row in REFERRAL.moves if row.event == events[-1][0] and row.to == earlier.stage)
        referral = Referral.objects.create(
            reference=new_reference(),
            person=person,
            episode=self.episode,
            team=self.episode.team,
            referring_organisation_id=self._sender_id(),
            **as_drafted(self.draft.referral),
            agreement=agreement,
            referred_at=begins_at(earlier, self.now),
            holder_id=earlier.holder_id,
            status=earlier.stage,
            next_action=move.next_action,
            due_on=earlier.next_due or add_working_days(local_day(self.now), move.due or 0),
        )
        moves.carried_over(record=referral, events=events, by=self.by)
        audit.record(by=self.by, did="referral.imported", to=referral, person_id=person.pk)
        return referral

    def _sender_id(self) -> int | None:
        """The practice that referred; what came from elsewhere, the team itself wrote down."""
        practice_id = self.draft.person.practice_id if self.draft.person else None
        senders = {Route.GP: practice_id, Route.SELF: None}
        return senders.get(Route(self.draft.referral.route), self.episode.team_id)

    def _events(self) -> list[tuple[str, datetime]]:
        """When somebody took them on is in no list: at the latest when they first got in touch, or else now."""
        stages = [ReferralStatus.RECEIVED, ReferralStatus.CLAIMED, ReferralStatus.SUPPORTED]
        contacts = self.earlier.contacts
        taken_at = moment_of(contacts[0][0], self.now) if contacts else self.now
        moments = (begins_at(self.earlier, self.now), taken_at, taken_at)
        return list(zip(EVENTS, moments, strict=True))[: stages.index(ReferralStatus(self.earlier.stage)) + 1]

    def put_tasks(self, referral: Referral) -> None:
        kind = TASKS.get(referral.next_action, referral.next_action)
        about = None if kind == "review" else referral
        due_on = referral.due_on or local_day(self.now)
        tasks.put(kind=kind, episode=self.episode, about=about, due_on=due_on)
        if referral.risk_note:
            soon = add_working_days(local_day(self.now), 1)
            tasks.put(kind="risk_unread", episode=self.episode, about=referral, due_on=soon)

    def add_contacts(self) -> None:
        if self.earlier.holder_id is None:
            return
        outcome = "reached" if self.earlier.stage == ReferralStatus.SUPPORTED else "no_answer"
        for day, mode in self.earlier.contacts:
            contact = Contact.objects.create(
                episode=self.episode,
                by_id=self.earlier.holder_id,
                mode=mode,
                outcome=outcome,
                occurred_at=moment_of(day, self.now),
            )
            audit.record(by=self.by, did="contact.imported", to=contact, person_id=self.episode.person_id)

    def add_plan(self, referral: Referral) -> None:
        if not self.earlier.what_matters:
            return
        plan = CarePlan.objects.create(
            episode=self.episode,
            what_matters=self.earlier.what_matters,
            agreed_at=moment_of(self.earlier.contacts[0][0], self.now),
            review_on=referral.due_on or local_day(self.now),
        )
        Need.objects.bulk_create(Need(plan=plan, code=code) for code in self.draft.referral.needs)
        audit.record(by=self.by, did="plan.imported", to=plan, person_id=self.episode.person_id)
