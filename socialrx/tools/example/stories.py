"""What becomes of a person, act by act, written through the actions that the pages use."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from referrals.actions.intake import referrals
from referrals.actions.intake.receive import receive
from referrals.actions.onward import onward_referrals
from referrals.actions.people import people
from referrals.actions.register import tags
from referrals.actions.support import contacts, outcomes, plans, risks
from referrals.drafts import GoalDraft, IntakeDraft, PersonDraft, PlanDraft
from referrals.kit.actor import PUBLIC, Actor
from referrals.kit.calendar import day_starts, local_day
from referrals.kit.refusal import Refusal
from referrals.models import Episode, OnwardReferral, Person, Referral
from referrals.ways_in import REST, SELF_REFERRAL, TAKEN_DOWN, WayIn
from socialrx.tools.example import details, words
from socialrx.tools.example.cast import Cast, Listed, Side
from socialrx.tools.example.diary import Story
from socialrx.tools.example.draws import at, working_days_later
from socialrx.tools.example.fates import Fate

# Working days from the first conversation to the last: twelve weeks on average.
SUPPORT = (44, 78)
# Nobody is sent to the park walk while its present round runs, or shortly before.
ROUND = timedelta(weeks=13)
CLOSING = ("goals_met", "goals_met", "goals_met", "not_now", "moved_away", "unreachable")
REFUSING = ("no_place", "not_eligible")


@dataclass(slots=True)
class Stage:
    """What stories share: the cast, the seed, the people by fate's number, and who will not come to sessions."""

    cast: Cast
    seed: int
    people: dict[int, Person] = field(default_factory=dict)
    no_shows: set[int] = field(default_factory=set)
    tags: int = 0

    @property
    def today(self) -> date:
        """The London day on which the example is loaded."""
        return self.cast.today

    @property
    def until(self) -> datetime:
        """Everything in the example happened before the loading day began, at whatever hour the demo starts."""
        return day_starts(self.cast.today)


class Life:
    """One person's story."""

    def __init__(self, stage: Stage, fate: Fate) -> None:
        self.stage = stage
        self.fate = fate
        self.random = Random(f"{stage.seed}:{fate.number}")
        self.side: Side = stage.cast.side_of(fate.area_code)
        self.worker = self.side.workers[fate.worker]
        self.practice = self.side.practices[fate.practice]
        self.gp = self.side.gps[fate.practice]

    def story(self) -> Story:
        """From the referral to wherever it ends, or to the loading day."""
        yield self.fate.comes
        if self.fate.path == "registered":
            person = people.register(draft=self._person(), by=self.gp, now=self.fate.comes)
            self.stage.people[self.fate.number] = person
            return
        referral = self._refer(self.fate.comes)
        now = self._later(self.fate.comes, *self.fate.claimed_after)
        yield now
        referrals.claim(referral=referral, by=self.worker, now=now)
        if referral.risk_note:
            risks.acknowledge(referral=referral, by=self.worker, now=now, version=referral.version)
        if self.fate.path == "unreachable":
            yield from self._try_in_vain(referral, now)
            return
        now = self._later(now, *self.fate.reached_after)
        yield now
        referral = self._speak(referral, now)
        details.ask(referral.person, self.fate.person, by=self.worker, now=now, random=self.random)
        if self.fate.path == "declined":
            referrals.end(referral=referral, event="decline", reason="not_wanted", by=self.worker, now=now)
            return
        yield from self._support(referral, now)

    def _refer(self, now: datetime) -> Referral:
        by, way = self._sender()
        draft = IntakeDraft(
            person=self._person(),
            referral=replace(self.fate.referral, on_behalf_of=self.fate.on_behalf_of),
            team_id=self.side.team.pk,
        )
        referral = receive(draft=draft, way=way, by=by, now=now)
        self.stage.people[self.fate.number] = referral.person
        return referral

    def _person(self) -> PersonDraft:
        """As a referral tells it; the rest the link worker asks. Who is only registered was known before."""
        person = self.fate.person
        practice_id = None if person.practice_missing_reason else self.practice.pk
        if self.fate.path == "registered":
            return replace(person, practice_id=practice_id)
        return replace(
            person, practice_id=practice_id, is_carer=False, digital_access="unknown", related=(), conditions=()
        )

    def _sender(self) -> tuple[Actor, WayIn]:
        """Practices send by their systems, and nobody sits there to be asked about look-alikes."""
        senders = {"gp": (self.gp, REST), "self": (PUBLIC, SELF_REFERRAL)}
        return senders.get(self.fate.referral.route, (self.worker, TAKEN_DOWN))

    def _try_in_vain(self, referral: Referral, now: datetime) -> Story:
        for mode, outcome in words.TRIED:
            now = self._later(now, 1, 5)
            yield now
            self._contact(referral.episode, mode, outcome, "", now)
        now = self._later(now, 1, 3)
        yield now
        referral.refresh_from_db()
        referrals.end(referral=referral, event="return", reason="unreachable", by=self.worker, now=now)

    def _speak(self, referral: Referral, now: datetime) -> Referral:
        note = self.random.choice(words.DECLINED if self.fate.path == "declined" else words.SPOKE)
        mode = self.random.choice(["phone", "phone", "face_to_face", "home_visit"])
        self._contact(referral.episode, mode, "reached", note, now)
        referral.refresh_from_db()
        return referral

    def _contact(self, episode: Episode, mode: str, outcome: str, note: str, now: datetime) -> None:
        contacts.record(
            episode=episode, mode=mode, outcome=outcome, note=note, occurred_at=now, by=self.worker, now=now
        )

    def _support(self, referral: Referral, now: datetime) -> Story:
        episode = referral.episode
        ends = self._later(now, *SUPPORT)
        self._score(episode, "start", now)
        now = self._later(now, 0, 7)
        yield now
        self._plan(episode, self._review_on(ends), now)
        if self.fate.path == "attended":
            now = yield from self._go_somewhere(episode, now)
        elif self.random.random() < 0.4:
            now = yield from self._go_nowhere(episode, now)
        if self.fate.stays:
            return
        now = max(ends, self._later(now, 5, 10))
        yield now
        self._contact(episode, "phone", "reached", self.random.choice(words.REVIEWED), now)
        self._score(episode, "close", now)
        self._finish(referral, now)

    def _review_on(self, ends: datetime) -> date:
        """The day of the last talk; for those who stay some day about now, so that a few reviews are overdue."""
        if self.fate.stays:
            return self.stage.today + timedelta(days=self.random.randint(-4, 25))
        return local_day(ends)

    def _plan(self, episode: Episode, review_on: date, now: datetime) -> None:
        needs = self.fate.referral.needs
        goal = GoalDraft(self.fate.goal or words.GOALS[needs[0]], review_on, self.fate.daily_steps)
        draft = PlanDraft(
            what_matters=self.fate.what_matters or self.random.choice(words.MATTERS),
            review_on=review_on,
            needs=tuple((need, "") for need in needs),
            goals=(goal,),
        )
        plans.agree(episode=episode, draft=draft, by=self.worker, now=now)

    def _finish(self, referral: Referral, now: datetime) -> None:
        reason = self.random.choice(CLOSING)
        referral.refresh_from_db()
        for goal in referral.episode.plan.goals.all():
            plans.review_goal(goal=goal, status="met" if reason == "goals_met" else "dropped", by=self.worker)
        referrals.end(referral=referral, event="close", reason=reason, by=self.worker, now=now)

    def _score(self, episode: Episode, stage: str, now: datetime) -> None:
        """ONS4, better at the end for most; one in eight does not want to answer at the end."""
        if stage == "close" and self.random.random() < 0.125:
            return
        gain = self.random.choice([-1, 0, 1, 1, 2, 2, 3]) if stage == "close" else 0
        base = Random(f"ons4:{self.stage.seed}:{self.fate.number}").randint(2, 6)
        good = {name: min(10, max(0, base + gain + self.random.randint(-1, 1))) for name in words.GOOD_FEELINGS}
        answers = {**good, "ons_anxiety": min(10, max(0, 9 - base - gain))}
        outcomes.record(episode=episode, stage=stage, answers=answers, by=self.worker, now=now)

    def _go_somewhere(self, episode: Episode, now: datetime) -> Generator[datetime, None, datetime]:
        """Offer after offer until a service takes them, then the weeks there; returns when it is over."""
        for listed in self._choices(now):
            now = self._joins(now)
            yield now
            offer = self._offer(episode, listed, now)
            now = self._later(now, 1, 6)
            yield now
            if self._answer(offer, listed, now):
                now = yield from self._attend(offer, listed, now)
                break
        return now

    def _go_nowhere(self, episode: Episode, now: datetime) -> Generator[datetime, None, datetime]:
        """An offer of which no attendance comes: refused, never gone to, or to a service that marks no registers."""
        listed = self._unmarked() if self.random.random() < 0.3 else self._choices(now)[0]
        now = self._later(now, 1, 5)
        yield now
        offer = self._offer(episode, listed, now)
        now = self._later(now, 2, 14)
        yield now
        if not listed.offer.keeps_registers:
            return (yield from self._attend(offer, listed, now)) if self._answer(offer, listed, now) else now
        if self.random.random() < 0.5:
            self._reject(offer, listed, self.random.choice(REFUSING), now)
            return now
        self.stage.no_shows.add(offer.pk)
        if self._answer(offer, listed, now):
            now = self._later(now, 20, 25)
            yield now
            onward_referrals.move(
                onward_referral=offer, event="fail", by=listed.keeper, now=now, reason="stopped_coming"
            )
        return now

    def _choices(self, now: datetime) -> list[Listed]:
        """Services to try, in order: those the fate names, else two for the needs, then one that has places."""
        if self.fate.services:
            return [self.side.listed[key] for key in self.fate.services]
        walk_runs = now > self.stage.until - ROUND
        fitting = [
            listed
            for listed in self.side.listed.values()
            if set(listed.offer.needs) & set(self.fate.referral.needs)
            and listed.offer.keeps_registers
            and not (listed.offer.key == "park_walk" and walk_runs)
        ]
        self.random.shuffle(fitting)
        lunch = next(listed for listed in self.side.listed.values() if "food" in listed.offer.needs)
        return [*fitting[:2], lunch] if lunch not in fitting[:2] else fitting[:2]

    def _unmarked(self) -> Listed:
        """A service that marks no registers, where the place has one."""
        return min(self.side.listed.values(), key=lambda listed: listed.offer.keeps_registers)

    def _joins(self, now: datetime) -> datetime:
        if self.fate.joins_in is None:
            return self._later(now, 1, 6)
        joins = at(self.stage.today - timedelta(weeks=self.fate.joins_in), 9, self.fate.number % 60)
        return max(joins - timedelta(days=7), self._later(now, 0, 0))

    def _offer(self, episode: Episode, listed: Listed, now: datetime) -> OnwardReferral:
        shared = [need for need in self.fate.referral.needs if need in listed.offer.needs]
        need = shared[0] if shared else self.fate.referral.needs[0]
        return onward_referrals.offer(
            episode=episode, service=listed.service, need=need, note="", may_wait=True, by=self.worker, now=now
        )

    def _answer(self, offer: OnwardReferral, listed: Listed, now: datetime) -> bool:
        """The service says yes where it has a place, and issues a tag where a reader stands at the door."""
        try:
            onward_referrals.accept(onward_referral=offer, by=listed.keeper, now=now)
        except Refusal:
            if listed.offer.status == "waiting_list":
                onward_referrals.put_on_waiting_list(onward_referral=offer, by=listed.keeper, now=now)
            else:
                self._reject(offer, listed, "no_place", now)
            return False
        if listed.offer.reader:
            self.stage.tags += 1
            code = f"T-{0x7000 + self.stage.tags:04X}"
            tags.issue(place=offer, code=code, by=listed.keeper, now=now)
        return True

    def _reject(self, offer: OnwardReferral, listed: Listed, reason: str, now: datetime) -> None:
        onward_referrals.reject(onward_referral=offer, reason=reason, by=listed.keeper, now=now)

    def _attend(self, offer: OnwardReferral, listed: Listed, now: datetime) -> Generator[datetime, None, datetime]:
        now = at(local_day(now) + timedelta(weeks=listed.offer.weeks), 17)
        yield now
        offer.refresh_from_db()
        onward_referrals.move(onward_referral=offer, event="complete", by=listed.keeper, now=now)
        return now

    def _later(self, now: datetime, fewest: int, most: int) -> datetime:
        return working_days_later(self.random, now, fewest, most)
