"""A repeated POST with an `Idempotency-Key` is answered with the first answer, also while the first is being made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from referrals.actions.work import answers
from referrals.actions.work.answers import Answer
from referrals.kit.permissions import Role
from referrals.models import AnsweredRequest, Referral
from tests.referrals.api.test_referrals import assert_problem, body
from tests.support import tokens
from tests.support.tokens import Answered, Api
from tests.support.world import World

A_MOMENT = 0.3


@pytest.fixture
def api(world: World) -> Api:
    return Api(tokens.issue(world.ours.members[Role.GP]))


def test_a_repeat_gets_the_first_answer_and_sends_nothing(api: Api) -> None:
    first, second = api.post("referrals/", body(), "k1"), api.post("referrals/", body(), "k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["Location"] == first.headers["Location"]
    assert Referral.objects.filter(person__family_name="Sent").count() == 1


def test_without_a_key_each_request_counts(api: Api) -> None:
    assert api.post("referrals/", body()).json()["id"] != api.post("referrals/", body()).json()["id"]


def test_another_body_under_the_same_key_is_refused(api: Api) -> None:
    api.post("referrals/", body(), "k1")
    assert_problem(api.post("referrals/", body(needs=["housing"]), "k1"), 409, "key-reused")


def test_another_client_may_use_the_same_key(api: Api, world: World) -> None:
    first = api.post("referrals/", body(), "k1")
    theirs = Api(tokens.issue(world.theirs.members[Role.GP])).post("referrals/", body(), "k1")
    assert theirs.status_code == 201
    assert theirs.json()["id"] != first.json()["id"]


def test_a_refused_request_may_be_put_right_under_its_key(api: Api) -> None:
    assert api.post("referrals/", body(needs=[]), "k1").status_code == 400
    assert api.post("referrals/", body(risk="urgent"), "k1").status_code == 422
    assert api.post("referrals/", body(), "k1").status_code == 201


def test_a_key_is_remembered_for_a_day(world: World) -> None:
    api = Api(tokens.issue(world.ours.members[Role.GP], lifetime=timedelta(days=2)))
    first = api.post("referrals/", body(), "k1")
    with time_machine.travel(world.now + timedelta(hours=23)):
        assert api.post("referrals/", body(), "k1").json() == first.json()
    with time_machine.travel(world.now + timedelta(hours=25)):
        assert api.post("referrals/", body(), "k1").json()["id"] != first.json()["id"]
        assert answers.forget(now=timezone.now() + timedelta(hours=25)) == 1


def test_a_key_that_is_too_long_is_refused(api: Api) -> None:
    assert_problem(api.post("referrals/", body(), "k" * 201), 422, "key-too-long")


@pytest.mark.django_db(transaction=True)
def test_a_twin_waits_for_the_first_answer_and_gets_it(world: World) -> None:
    begun, may_end = Event(), Event()
    made: list[str] = []

    def slow() -> Answer:
        begun.set()
        assert may_end.wait(10)
        return quick()

    def quick() -> Answer:
        made.append("answer")
        return Answer(201, {"id": len(made)})

    def once(how: str) -> Answer:
        try:
            with answers.once(
                by=world.ours.actor(Role.GP),
                method="POST",
                path="/x/",
                key="twin",
                content=b"same",
                now=timezone.now(),
            ) as first:
                return first.answer or first.give(slow() if how == "slow" else quick())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(once, "slow")
        assert begun.wait(10)
        twin = pool.submit(once, "quick")
        with pytest.raises(TimeoutError):
            twin.result(A_MOMENT)
        may_end.set()
        assert twin.result(10) == first.result(10)
    assert made == ["answer"]
    assert AnsweredRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_with_one_key_make_one_referral(world: World) -> None:
    token = tokens.issue(world.ours.members[Role.GP])
    start = Barrier(2)

    def send(_: int) -> Answered:
        try:
            start.wait(10)
            return Api(token).post("referrals/", body(), "twin")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Referral.objects.filter(person__family_name="Sent").count() == 1
