"""Bringing in whom a team supports already, as its list says: with the days of then, and without a word to anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.intake.referrals import new_reference
from referrals.actions.people import agreements, people
from referrals.actions.support import episodes
from referrals.actions.work import moves, tasks
from referrals.directory.listing import RowError
from referrals.drafts import CaseDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import LONDON, add_working_days, local_day
from referrals.kit.permissions import ActorKind, Permission
from referrals.kit.refusal import Refusal
from referrals.models import CarePlan, Contact, Episode, Membership, Need, Organisation, Person, Referral
from referrals.selectors.intake import caseloads
from referrals.states import REFERRAL, ReferralStatus

NOON = time(12)
EVENTS = ("receive", "claim", "begin_support")
TASKS = {"claim": "claim_referral"}


@dataclass(slots=True)
class Imported:
    """What an import did, or would do: who is in, who was here already, and which lines are not in, and why."""

    people: list[int] = field(default_factory=list)
    already: list[RowError] = field(default_factory=list)
    refused: list[RowError] = field(default_factory=list)
    lookalikes: int = 0


def load(
    *,
    cases: Iterable[CaseDraft],
    refused: Iterable[RowError],
    team: Organisation,
    by: Actor,
    now: datetime,
    dry_run: bool = False,
) -> Imported:
    """Bring in every line that can be: all of them or, where something breaks, none. A dry run is taken back."""
    check(by, Permission.KEEP_ORGANISATION)
    if team.kind != "team" or (by.kind is not ActorKind.SCHEDULE and by.organisation_id != team.pk):
        raise Refusal("not-yours", _("This belongs to another organisation."))
    imported = Imported(refused=list(refused))
    with transaction.atomic():
        # Two imports of one list take turns, so that the second finds everybody here.
        Organisation.objects.select_for_update(no_key=True).get(pk=team.pk)
        _each(list(cases), imported, team, by, now)
        imported.lookalikes = caseloads.lookalikes(imported.people)
        audit.record(by=by, did="caseload.imported", to=team, people=len(imported.people))
        transaction.set_rollback(dry_run)
    imported.refused.sort(key=lambda error: error.line)
    return imported


def _each(cases: list[CaseDraft], imported: Imported, team: Organisation, by: Actor, now: datetime) -> None:
    here = caseloads.here_already(team)
    holders = caseloads.holders(team, local_day(now))
    practices = caseloads.practices(case.practice_code for case in cases)
    for case in cases:
        who = caseloads.who(case.person)
        if who in here:
            imported.already.append(RowError(case.line, "here-already", _("The team has this person already.")))
            continue
        try:
            with transaction.atomic():
                one = _Line(case, team, _found(case, holders, practices), practices.get(case.practice_code), by, now)
                imported.people.append(one.bring_in().pk)
        except Refusal as refusal:
            imported.refused.append(RowError(case.line, refusal.code, refusal.message))
        else:
            here.add(who)


def _found(case: CaseDraft, holders: dict[str, Membership], practices: dict[str, int]) -> Membership | None:
    """The holder; a Refusal where the line names a holder or a practice that nobody knows."""
    if case.holder_email and case.holder_email not in holders:
        raise Refusal("no-holder", _("The holder is not a link worker of the team."))
    if case.practice_code and case.practice_code not in practices:
        raise Refusal("no-practice", _("No practice here has this ODS code."))
    return holders.get(case.holder_email)


@dataclass(frozen=True, slots=True)
class _Line:
    """One person on the way in."""

    case: CaseDraft
    team: Organisation
    holder: Membership | None
    practice_id: int | None
    by: Actor
    now: datetime

    def bring_in(self) -> Person:
        """The person with their episode, referral, contacts and plan, and what is to be done next."""
        case, referred_at = self.case, self._at(self.case.referred_on)
        draft = replace(case.person, practice_id=self.practice_id)
        person = people.find_or_enter(draft=draft, by=self.by, now=referred_at)
        if person.died_on:
            raise Refusal("has-died", _("A date of death is recorded for this person."))
        if caseloads.took_back(person.pk):
            raise Refusal("not-agreed", _("The person no longer agrees to share their record: ask them again."))
        episode = episodes.open_for(person=person, team=self.team, by=self.by, now=referred_at)
        if self.holder:
            episodes.hold(episode=episode, holder_id=self.holder.pk, by=self.by)
        referral = self._referral(person, episode, referred_at)
        self._put_tasks(referral)
        self._add_contacts(episode)
        self._add_plan(episode, referral)
        return person

    def _at(self, day: date) -> datetime:
        """A list has days: noon stands for a time that nobody knows."""
        return min(datetime.combine(day, NOON, LONDON), self.now)

    def _referral(self, person: Person, episode: Episode, referred_at: datetime) -> Referral:
        case, draft = self.case, self.case.referral
        agreement = agreements.enter(
            person=person,
            purpose="share_record",
            by=self.by,
            now=self._at(case.agreed_on),
            wording_version=draft.consent_version,
        )
        events = self._events(referred_at)
        move = next(row for row in REFERRAL.moves if row.event == events[-1][0] and row.to == case.stage)
        due_on = case.next_due or add_working_days(local_day(self.now), move.due or 0)
        # What came from elsewhere than a practice, the team itself wrote down.
        sender = {"gp": self.practice_id, "self": None}.get(draft.route, self.team.pk)
        referral = Referral.objects.create(
            reference=new_reference(),
            person=person,
            episode=episode,
            team=self.team,
            route=draft.route,
            referring_organisation_id=sender,
            needs=list(draft.needs),
            note=draft.note,
            risk=draft.risk,
            risk_note=draft.risk_note,
            agreement=agreement,
            referred_at=referred_at,
            holder=self.holder,
            status=case.stage,
            next_action=move.next_action,
            due_on=due_on,
        )
        moves.carried_over(record=referral, events=events, by=self.by)
        audit.record(by=self.by, did="referral.imported", to=referral, person_id=person.pk)
        return referral

    def _events(self, referred_at: datetime) -> list[tuple[str, datetime]]:
        """When somebody took them on is in no list: at the latest when they first got in touch, or else now."""
        stages = [ReferralStatus.RECEIVED, ReferralStatus.CLAIMED, ReferralStatus.SUPPORTED]
        taken_at = self._at(self.case.contacts[0][0]) if self.case.contacts else self.now
        moments = (referred_at, taken_at, taken_at)
        return list(zip(EVENTS, moments, strict=True))[: stages.index(ReferralStatus(self.case.stage)) + 1]

    def _put_tasks(self, referral: Referral) -> None:
        kind = TASKS.get(referral.next_action, referral.next_action)
        about = None if kind == "review" else referral
        due_on = referral.due_on or local_day(self.now)
        tasks.put(kind=kind, episode=referral.episode, about=about, due_on=due_on)
        if referral.risk_note:
            soon = add_working_days(local_day(self.now), 1)
            tasks.put(kind="risk_unread", episode=referral.episode, about=referral, due_on=soon)

    def _add_contacts(self, episode: Episode) -> None:
        if self.holder is None:
            return
        outcome = "reached" if self.case.stage == ReferralStatus.SUPPORTED else "no_answer"
        for day, mode in self.case.contacts:
            contact = Contact.objects.create(
                episode=episode, by=self.holder, mode=mode, outcome=outcome, occurred_at=self._at(day)
            )
            audit.record(by=self.by, did="contact.imported", to=contact, person_id=episode.person_id)

    def _add_plan(self, episode: Episode, referral: Referral) -> None:
        if not self.case.what_matters:
            return
        plan = CarePlan.objects.create(
            episode=episode,
            what_matters=self.case.what_matters,
            agreed_at=self._at(self.case.contacts[0][0]),
            review_on=referral.due_on or local_day(self.now),
        )
        Need.objects.bulk_create(Need(plan=plan, code=code) for code in self.case.referral.needs)
        audit.record(by=self.by, did="plan.imported", to=plan, person_id=episode.person_id)
