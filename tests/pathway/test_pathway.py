"""The whole pathway at random, over HTTP: after each step the record, the lists and the GP's view agree with the model.

Whoever acts tries what is not possible as often as what is; then nothing may change, not even the audit.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from referrals.models import OnwardReferral, Person, Referral
from tests.pathway import town as towns
from tests.pathway import watch
from tests.pathway.model import ENDS, OFFER_MOVES, OFFER_OPEN, TAKES_A_PLACE, Case, Offer, Someone, Support, Truth
from tests.pathway.town import PLACES, WORKERS, Town
from tests.support.world import World

# As many as one page of the GP's list shows with ease.
MOST_CASES = 20
ANY = st.integers(min_value=0, max_value=10**6)
WORKER = st.sampled_from(WORKERS)
SERVICE = st.sampled_from(sorted(PLACES))
REASONS = {
    "close": "goals_met",
    "decline": "not_wanted",
    "return": "not_suitable",
    "reject": "no_place",
    "fail": "stopped_coming",
    "cancel": "not_wanted",
    "enter_in_error": "mistake",
}


def one_of(items: list[Any], number: int) -> Any:
    return items[number % len(items)]


class Pathway(RuleBasedStateMachine):
    """One run. Everything is undone in the end, so that runs do not meet."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.town.begin_anew()
        self.truth = Truth(dict(PLACES))
        self.attended: dict[tuple[str, str], str] = {}
        self.left: set[str] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    # GP

    @precondition(lambda self: len(self.truth.cases) < MOST_CASES)
    @rule()
    def refer_someone_new(self) -> None:
        number, answer = self.town.refer_new()
        someone = Someone(number)
        self.truth.people.append(someone)
        self._referred(someone, answer)

    @precondition(lambda self: self.truth.people and len(self.truth.cases) < MOST_CASES)
    @rule(who=ANY)
    def refer_someone_known(self, who: int) -> None:
        someone = one_of(self.truth.people, who)
        person = Person.objects.get(nhs_number=someone.number)
        self._referred(someone, self.town.refer_known(str(person.public_id)))

    def _referred(self, someone: Someone, answer: Any) -> None:
        assert answer.status_code == 302
        sent = Referral.objects.select_related("episode").get(public_id=answer.headers["Location"].split("/")[-3])
        support = self.truth.support_of(someone)
        if support is None:
            support = Support(someone, str(sent.episode.public_id))
            self.truth.supports.append(support)
        assert str(sent.episode.public_id) == support.public_id
        status = "claimed" if support.holder else "received"
        self.truth.cases.append(Case(str(sent.public_id), sent.reference, support, status))

    # Link worker

    @precondition(lambda self: self.truth.cases)
    @rule(which=ANY, worker=WORKER)
    def claim(self, which: int, worker: str) -> None:
        case = one_of(self.truth.cases, which)
        self._try(
            lambda: self.town.workers[worker].post(f"/link-worker/referrals/{case.public_id}/claim/"),
            possible=self._may(worker, case.support) and case.status == "received",
        )
        if self._may(worker, case.support) and case.status == "received":
            self.truth.take_on(case.support, worker)

    @precondition(lambda self: self.truth.cases)
    @rule(which=ANY, worker=WORKER)
    def release(self, which: int, worker: str) -> None:
        case = one_of(self.truth.cases, which)
        possible = self._may(worker, case.support) and case.status == "claimed"
        possible = possible and not self.truth.cases_of(case.support, "supported")
        self._post(worker, self._of(case, "release"), possible=possible)
        if possible:
            case.support.holder = ""
            for other in self.truth.cases_of(case.support, "claimed"):
                other.status = "received"

    @precondition(lambda self: self.truth.supports)
    @rule(which=ANY, worker=WORKER, outcome=st.sampled_from(["reached", "no_answer", "did_not_attend"]))
    def contact(self, which: int, worker: str, outcome: str) -> None:
        support = one_of(self.truth.supports, which)
        typed = {"mode": "phone", "outcome": outcome, "when": "now"}
        possible = self._may(worker, support)
        self._post(worker, f"{self._page(support)}contacts/add/", typed, possible=possible)
        if possible and outcome == "reached":
            for case in self.truth.cases_of(support, "claimed"):
                case.status = "supported"

    @precondition(lambda self: self.truth.cases)
    @rule(which=ANY, worker=WORKER, event=st.sampled_from(sorted(ENDS)))
    def end(self, which: int, worker: str, event: str) -> None:
        case = one_of(self.truth.cases, which)
        to, from_ = ENDS[event]
        possible = self._may(worker, case.support) and case.status in from_
        self._post(worker, self._of(case, event), {"reason": REASONS[event]}, possible=possible)
        if possible:
            self.truth.end(case, to)

    @precondition(lambda self: self.truth.cases)
    @rule(which=ANY, worker=WORKER)
    def reopen(self, which: int, worker: str) -> None:
        case = one_of(self.truth.cases, which)
        possible = self._may(worker, case.support) and case.status == "closed"
        self._post(worker, self._of(case, "reopen"), possible=possible)
        if possible:
            self._taken_up_again(case, worker)

    def _taken_up_again(self, case: Case, worker: str) -> None:
        """In the episode that is open now, with whoever has it; else in its own, which ended a moment ago."""
        support = self.truth.support_of(case.support.someone)
        if support is None:
            support = case.support
            support.is_open, support.holder = True, ""
        now_in = Referral.objects.select_related("episode").get(public_id=case.public_id).episode
        assert str(now_in.public_id) == support.public_id
        case.support, case.status = support, "claimed"
        if not support.holder:
            self.truth.take_on(support, worker)

    @precondition(lambda self: self.truth.supports)
    @rule(which=ANY, worker=WORKER, service=SERVICE)
    def refer_on(self, which: int, worker: str, service: str) -> None:
        support = one_of(self.truth.supports, which)
        is_known_there = any(offer.service == service for offer in self.truth.offers_of(support))
        possible = self._may(worker, support) and support.is_open and not is_known_there
        possible = possible and service not in self.truth.closed
        url = f"{self._page(support)}refer-on/{self.town.services[service].public_id}/"
        self._post(worker, url, {"need": "loneliness", "agrees": "on", "may_wait": "on"}, possible=possible)
        if possible:
            support.someone.sharing = True
            made = OnwardReferral.objects.order_by("pk").last()
            assert made is not None
            self.truth.offers.append(Offer(str(made.public_id), support, service))

    @precondition(lambda self: self.truth.offers)
    @rule(which=ANY, worker=WORKER, event=st.sampled_from(["cancel", "enter_in_error"]))
    def take_back(self, which: int, worker: str, event: str) -> None:
        offer = one_of(self.truth.offers, which)
        possible = self._may(worker, offer.support) and offer.status in OFFER_MOVES[event][0]
        url = f"{self._page(offer.support)}onward/{offer.public_id}/{event}/"
        self._post(worker, url, {"reason": REASONS[event]}, possible=possible)
        if possible:
            offer.status = OFFER_MOVES[event][1]

    @precondition(lambda self: self.truth.people)
    @rule(who=ANY, worker=WORKER)
    def take_sharing_back(self, who: int, worker: str) -> None:
        someone = one_of(self.truth.people, who)
        support = self.truth.support_of(someone)
        if support is None:
            return
        url = f"{self._page(support)}agreements/share_with_provider/withdraw/"
        possible = self._may(worker, support) and bool(someone.sharing)
        self._post(worker, url, possible=possible)
        someone.sharing = False if possible else someone.sharing

    @precondition(lambda self: self.truth.supports)
    @rule(which=ANY, worker=WORKER, heir=WORKER)
    def hand_over(self, which: int, worker: str, heir: str) -> None:
        support = one_of(self.truth.supports, which)
        possible = self._may(worker, support) and support.is_open and support.holder not in {"", heir}
        possible = possible and heir not in self.left
        typed = {"heir": str(self.town.members[heir].public_id), "note": "Call on Monday."}
        self._post(worker, f"{self._page(support)}hand-over/", typed, possible=possible)
        if possible:
            support.holder = heir

    @precondition(lambda self: self.truth.supports)
    @rule(which=ANY, worker=WORKER)
    def pass_on_to_another_team(self, which: int, worker: str) -> None:
        support = one_of(self.truth.supports, which)
        if any(other.team and other.someone is support.someone for other in self.truth.supports):
            return
        possible = self._may(worker, support) and support.is_open
        typed = {"team": str(self.town.other_team.public_id), "note": "Has moved.", "agrees": "on"}
        self._post(worker, f"{self._page(support)}another-team/", typed, possible=possible)
        if possible:
            support.team, support.holder = self.town.other_team.name, ""
            for case in self.truth.cases_of(support):
                case.status = "received"

    # Manager

    @precondition(lambda self: len(self.left) < len(WORKERS) - 1)
    @rule(worker=WORKER, heir=WORKER)
    def somebody_leaves(self, worker: str, heir: str) -> None:
        if worker in self.left or heir in {worker, *self.left}:
            return
        url = f"/manager/members/{self.town.members[worker].public_id}/end/"
        typed = {"heir": str(self.town.members[heir].public_id)}
        self._try(lambda: self.town.manager.post(url, typed), possible=True)
        self.left.add(worker)
        for support in self.truth.supports:
            if support.is_open and support.holder == worker:
                support.holder = heir

    # Provider

    @precondition(lambda self: self.truth.offers)
    @rule(which=ANY, answer=st.sampled_from(["accept", "wait", "reject"]))
    def answer(self, which: int, answer: str) -> None:
        offer = one_of(self.truth.offers, which)
        possible = offer.status == "requested" and bool(offer.support.someone.sharing)
        if answer == "accept":
            possible = possible and self.truth.has_room(offer.service)
        self._provider_says(offer, {"answer": answer, "reason": REASONS.get(answer, "")}, possible=possible)
        if possible:
            offer.status = OFFER_MOVES[answer][1]

    @precondition(lambda self: self.truth.offers)
    @rule(which=ANY, event=st.sampled_from(["resume", "complete", "fail"]))
    def report(self, which: int, event: str) -> None:
        offer = one_of(self.truth.offers, which)
        possible = offer.status in OFFER_MOVES[event][0] and bool(offer.support.someone.sharing)
        if event == "resume":
            possible = possible and self.truth.has_room(offer.service)
        self._provider_says(offer, {"event": event, "reason": REASONS.get(event, "")}, possible=possible)
        if possible:
            offer.status = OFFER_MOVES[event][1]

    def _provider_says(self, offer: Offer, typed: dict[str, str], *, possible: bool) -> None:
        url = f"/provider/offers/{offer.public_id}/"
        self._try(lambda: self.town.provider.post(url, typed), possible=possible)

    @precondition(lambda self: self.truth.offers)
    @rule(service=SERVICE, marks=st.lists(st.sampled_from(["attended", "did_not_attend"]), min_size=3, max_size=3))
    def mark_register(self, service: str, marks: list[str]) -> None:
        expected = [
            offer
            for offer in self.truth.offers
            if offer.service == service and offer.status in TAKES_A_PLACE and offer.support.someone.sharing
        ]
        typed = {f"person-{offer.public_id}": mark for offer, mark in zip(expected, marks, strict=False)}
        url = f"/provider/sessions/{self.town.sessions[service].public_id}/"
        self._try(lambda: self.town.provider.post(url, typed), possible=True)
        for offer, mark in zip(expected, marks, strict=False):
            where = (service, offer.support.someone.number)
            is_news = self.attended.get(where) != mark
            self.attended[where] = mark
            if is_news and mark == "attended" and offer.status == "accepted":
                offer.status = "in-progress"

    @rule(service=SERVICE)
    def close_a_service(self, service: str) -> None:
        today = {f"on_{part}": str(getattr(self.town.today, part)) for part in ("day", "month", "year")}
        possible = service not in self.truth.closed
        self._of_service(service, "close", {"reason": "paused", **today}, possible=possible)
        if possible:
            self.truth.closed.add(service)
            for offer in self.truth.offers:
                if offer.service == service and offer.status in OFFER_OPEN:
                    offer.status = "failed" if offer.status == "in-progress" else "cancelled"

    @precondition(lambda self: self.truth.closed)
    @rule(service=SERVICE)
    def open_it_again(self, service: str) -> None:
        self._of_service(service, "reopen", {}, possible=service in self.truth.closed)
        self.truth.closed.discard(service)

    def _of_service(self, service: str, act: str, typed: dict[str, str], *, possible: bool) -> None:
        url = f"/provider/services/{self.town.services[service].public_id}/{act}/"
        self._try(lambda: self.town.provider.post(url, typed), possible=possible)

    # After every step

    @invariant()
    def the_record_agrees(self) -> None:
        watch.cases_agree(self.truth)
        watch.offers_agree(self.truth)
        watch.one_holder_one_next_action_one_due_day()
        watch.every_task_is_on_its_holders_list()
        watch.places_are_not_oversold()
        watch.only_who_was_accepted_came()
        watch.every_move_is_audited()

    @invariant()
    def the_gp_sees_the_truth(self) -> None:
        watch.gp_sees_the_truth(self.truth, self.town.shown_to_gp(), self.town.side.team.name)

    def _may(self, worker: str, support: Support) -> bool:
        """Whether the link worker is still here, and so is the record."""
        return worker not in self.left and not support.team

    def _page(self, support: Support) -> str:
        return f"/link-worker/episodes/{support.public_id}/"

    def _of(self, case: Case, event: str) -> str:
        return f"{self._page(case.support)}referrals/{case.public_id}/{event}/"

    def _post(self, worker: str, url: str, typed: dict[str, Any] | None = None, *, possible: bool = True) -> None:
        self._try(lambda: self.town.workers[worker].post(url, typed or {}), possible=possible)

    def _try(self, act: Callable[[], Any], *, possible: bool) -> None:
        """Send it: what is possible leaves an act in the audit, what is not leaves nothing but a look."""
        before = watch.acts()
        answer = act()
        done = watch.acts() - before
        assert answer.status_code in ({302} if possible else {302, 403, 404, 422}), answer.content.decode()
        assert done > 0 if possible else done == 0, answer


def walk(world: World, *, runs: int, steps: int) -> None:
    cache.clear()
    Pathway.town = towns.build(world)
    limits = settings(
        max_examples=runs,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        # To shorten a walk that went wrong takes longer than to read it.
        phases=[Phase.generate],
        database=None,
    )
    run_state_machine_as_test(Pathway, settings=limits)


def test_a_short_walk(world: World) -> None:
    walk(world, runs=6, steps=20)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
def test_500_walks_of_50_steps(world: World, part: int) -> None:
    walk(world, runs=100, steps=50)
