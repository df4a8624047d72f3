"""Outcome measures: what a score is, how long it takes to record one, and how its way is told."""

import re
import sys
from datetime import datetime, time, timedelta
from decimal import Decimal
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from referrals.actions.support import outcomes
from referrals.kit.calendar import LONDON
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.kit.registries.person_data import holdings
from referrals.measures import ITEMS, MEASURES, SCALES, SWEMWBS_METRIC, Scale
from referrals.models import AuditEvent, Episode, OutcomeScore
from referrals.models.choices import OutcomeMeasure
from referrals.models.support.measure_names import MEASURE_NAMES
from referrals.selectors.support.scores import Verdict, verdict_of
from tests.conformance.browsing import read, send
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.forms_typed import date_typed
from tests.support.link_worker_forms import address
from tests.support.world import World, signed_in

# The keystroke model: a key, thinking of one thing, moving the hand; in seconds.
KEY, MIND, HAND = 0.28, 1.2, 0.4
MOST_SECONDS = 20
CONCERNS = ("Money worries", "My sore knee")
RADIO = re.compile(r'<input type="radio"\s+name="(\w+)"\s+value="(\w+)"([^>]*)>')


@pytest.fixture
def client(world: World) -> Client:
    """Our link worker's browser."""
    return world.ours.client(Role.LINK_WORKER)


def episode_of(world: World) -> Episode:
    return world.ours.referral.episode


def record(world: World, stage: str = "review", *, at: datetime | None = None, **answers: int) -> None:
    outcomes.record(
        episode=episode_of(world),
        stage=stage,
        answers=answers,
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
        occurred_at=at,
    )


def test_each_item_is_stored_and_each_measure_has_a_name() -> None:
    assert set(ITEMS) == set(OutcomeMeasure.values)
    assert list(MEASURES) == [code for code, _name in MEASURE_NAMES]


def test_a_score_of_swemwbs_is_the_metric_one_and_grows_with_the_sum() -> None:
    scale = SCALES["swemwbs"]
    assert len(SWEMWBS_METRIC) == 29
    assert list(SWEMWBS_METRIC) == sorted(set(SWEMWBS_METRIC))
    known = {7: "7.00", 8: "9.51", 21: "19.25", 28: "25.03", 34: "32.55", 35: "35.00"}
    assert {raw: scale.of_sum(raw) for raw in known} == {raw: Decimal(score) for raw, score in known.items()}
    with pytest.raises(ValueError, match="no sum of 36"):
        scale.of_sum(36)


def test_ucla_is_the_sum_of_its_three_answers() -> None:
    scale = SCALES["ucla"]
    for given in product((1, 2, 3), repeat=3):
        assert scale.score(dict(zip(scale.items, given, strict=True))) == sum(given)


@pytest.mark.parametrize("scale", SCALES.values(), ids=list(SCALES))
def test_without_one_answer_there_is_no_score(scale: Scale) -> None:
    answers = dict.fromkeys(scale.items, scale.least)
    assert scale.score(answers) == scale.of_sum(scale.lowest)
    for item in scale.items:
        assert scale.score({key: value for key, value in answers.items() if key != item}) is None


@pytest.mark.parametrize(
    ("code", "change", "verdict"),
    [
        ("ons_happiness", "2", Verdict.BETTER),
        ("ons_anxiety", "2", Verdict.WORSE),
        ("ucla", "-1", Verdict.BETTER),
        ("mycaw_wellbeing", "0", Verdict.SAME),
        ("swemwbs", "0.59", Verdict.TOO_SMALL),
        ("swemwbs", "-0.60", Verdict.TOO_SMALL),
        ("swemwbs", "1.00", Verdict.BETTER),
        ("swemwbs", "-1.10", Verdict.WORSE),
    ],
)
def test_which_way_is_better_depends_on_the_measure(code: str, change: str, verdict: Verdict) -> None:
    assert verdict_of(SCALES[code], Decimal(change)) is verdict


@pytest.mark.parametrize("item", ITEMS)
def test_the_database_refuses_an_answer_outside_its_measure(world: World, item: str) -> None:
    scale = ITEMS[item]
    words = "Knee" if item in MEASURES["mycaw"].in_own_words else ""
    common = {"episode": episode_of(world), "measure": item, "stage": "review", "own_words": words}
    common |= {"by": world.ours.members[Role.LINK_WORKER], "occurred_at": world.now}
    for value in {scale.least - 1, scale.most + 1} - {-1}:
        with pytest.raises(IntegrityError, match="outcome_score_range"), transaction.atomic():
            OutcomeScore.objects.create(value=value, **common)
    with pytest.raises(IntegrityError, match="outcome_score_own_words"), transaction.atomic():
        OutcomeScore.objects.create(value=scale.least, **common | {"own_words": "" if words else "Knee"})
    OutcomeScore.objects.create(value=scale.least, **common)
    with pytest.raises(IntegrityError, match="outcome_score_once"), transaction.atomic():
        OutcomeScore.objects.create(value=scale.least, **common)


def test_what_happened_earlier_keeps_both_times_within_the_episode(world: World) -> None:
    opened = episode_of(world).opened_at
    record(world, at=opened + timedelta(days=2), ucla_1=1)
    row = OutcomeScore.objects.get(measure="ucla_1")
    assert row.occurred_at == opened + timedelta(days=2)
    # `recorded_at` is the database's clock.
    assert row.recorded_at - row.occurred_at > timedelta(days=17)
    for moment, code in (
        (opened - timedelta(days=1), "before-the-episode"),
        (world.now + timedelta(minutes=1), "in-the-future"),
        (opened + timedelta(days=2), "scored-already"),
    ):
        with pytest.raises(Refusal) as refusal:
            record(world, at=moment, ucla_1=2)
        assert refusal.value.code == code


def test_a_day_typed_late_is_that_day_in_london(world: World, client: Client) -> None:
    opened = episode_of(world).opened_at.astimezone(LONDON).date()
    url = address(world, "scores", measure="ucla3")
    for day in (opened + timedelta(days=1), opened):
        send(client, url, {"stage": "start", "lonely": "4", **date_typed("on", day)})
    moments = list(OutcomeScore.objects.filter(measure="lonely").values_list("occurred_at", flat=True))
    assert moments == [episode_of(world).opened_at, datetime.combine(opened + timedelta(days=1), time.min, LONDON)]
    too_early = date_typed("on", opened - timedelta(days=1))
    before = client.post(url, {"stage": "start", "lonely": "4", **too_early})
    assert "had not begun on that day" in before.content.decode()


def test_loneliness_stands_as_a_sum_with_the_direct_answer_beside_it(world: World, client: Client) -> None:
    url = address(world, "scores", measure="ucla3")
    all_often = {"ucla_1": "3", "ucla_2": "3", "ucla_3": "3"}
    send(client, url, {"stage": "start", **all_often, "lonely": "5"})
    send(client, url, {"stage": "review", **all_often, "ucla_3": "", "lonely": "4"})
    send(client, url, {"stage": "close", **all_often, "ucla_1": "1", "lonely": "2"})
    page = read(client, address(world, "episode"))
    assert "Loneliness score lower is better 9 not all asked 7 better" in page
    assert "How often lonely lower is better Often or always Some of the time Hardly ever better" in page


def test_concerns_are_rated_again_in_the_same_words(world: World, client: Client) -> None:
    url = address(world, "scores", measure="mycaw")
    first = {"words_mycaw_concern_1": "My sore knee", "mycaw_concern_1": "5", "mycaw_wellbeing": "4"}
    send(client, url, {"stage": "start", **first})
    page = read(client, url)
    assert "My sore knee" in page
    assert "In their own words" in page.partition("Second concern")[2]
    assert "First concern" not in page
    send(client, url, {"stage": "close", "mycaw_concern_1": "2", "mycaw_wellbeing": "4"})
    assert "My sore knee lower is better 5 2 better" in read(client, address(world, "episode"))
    mine = read(world.ours.client(Role.PERSON), "/me/").partition("How you said you feel")[2]
    assert "My sore knee 5 at first, 2 the last time: better" in mine
    assert "General wellbeing 4 at first, 4 the last time: the same" in mine
    assert "Happiness yesterday 3" in mine


def test_a_concern_is_named_and_rated_or_neither(world: World, client: Client) -> None:
    url = address(world, "scores", measure="mycaw")
    common = {"stage": "start", "mycaw_wellbeing": "3"}
    for typed, said in (
        ({"words_mycaw_concern_1": "Debt"}, "Choose how much it bothers them"),
        ({"mycaw_concern_1": "3"}, "Enter the concern in their words"),
    ):
        assert said in client.post(url, common | typed).content.decode()
    assert not OutcomeScore.objects.filter(measure__startswith="mycaw").exists()


def test_swemwbs_is_there_with_a_licence_only_and_without_its_words(
    world: World, client: Client, settings: Any
) -> None:
    url = address(world, "scores", measure="swemwbs")
    assert client.get(url).status_code == 404
    assert "SWEMWBS" not in read(client, address(world, "episode"))
    settings.SWEMWBS_LICENSED = True
    page = read(client, url)
    assert "licensed: ask them from your own copy" in page
    assert [f"Item {number}" in page for number in range(1, 8)] == [True] * 7
    send(client, url, {"stage": "start", **dict.fromkeys(SCALES["swemwbs"].items, "3")})
    assert "Mental well-being score 19.25" in read(client, address(world, "episode"))


@pytest.mark.parametrize("measure", [*MEASURES, "mycaw again"])
def test_a_score_takes_at_most_twenty_seconds_by_keyboard(
    measure: str, world: World, client: Client, settings: Any
) -> None:
    settings.SWEMWBS_LICENSED = True
    code = measure.split(maxsplit=1)[0]
    url = address(world, "scores", measure=code)
    if measure.endswith("again"):
        words = dict(zip(("words_mycaw_concern_1", "words_mycaw_concern_2"), CONCERNS, strict=True))
        send(client, url, {"stage": "start", "mycaw_concern_1": "6", "mycaw_concern_2": "6", **words})
    html = unescape(client.get(url).content.decode()).partition("<main")[2]
    options: dict[str, list[str]] = {}
    for name, value, _rest in RADIO.findall(html):
        options.setdefault(name, []).append(value)
    asked = [name for name in options if name in ITEMS]
    # The skip link leads to the page; whatever links stand before the first answer are passed with Tab.
    keys = 2 + html.partition('name="' + asked[0])[0].count("href=")
    # Tab into the row, then up or down to the answer that is farthest away (a row goes round); Enter sends the form.
    keys += sum(1 + len(options[name]) // 2 + 1 for name in asked) + 1
    typed = CONCERNS if 'name="words_' in html else ()
    keys += sum(1 + len(words) for words in typed)
    seconds = HAND + keys * KEY + (len(asked) + len(typed)) * MIND
    sys.stdout.write(f"{measure}: {len(asked)} answers, {keys} keys, {seconds:.1f} s\n")
    assert seconds <= MOST_SECONDS
    # Nothing else has to be touched: the stage is chosen already.
    answers = {name: options[name][0] for name in asked} | {
        f"words_mycaw_concern_{number}": words for number, words in enumerate(typed, 1)
    }
    chosen = {name: value for name, value, rest in RADIO.findall(html) if "checked" in rest}
    assert chosen == {"stage": "review" if measure in {"ons4", "mycaw again"} else "start"}
    send(client, url, answers | chosen)


def wrong_url(world: World, item: str) -> str:
    score = OutcomeScore.objects.standing().filter(episode=episode_of(world), measure=item).latest("pk")
    return address(world, "wrong_scores", score_id=str(score.public_id))


def test_scores_entered_by_mistake_count_nowhere_and_are_recorded_anew(world: World, client: Client) -> None:
    record(world, ons_happiness=9, ons_anxiety=1)
    url = wrong_url(world, "ons_anxiety")
    page = read(client, url)
    assert "Happiness yesterday: 9" in page
    assert "Anxiety yesterday: 1" in page
    assert "You can record them anew" in client.post(url, follow=True).content.decode()
    assert "Happiness yesterday 3" in read(client, address(world, "episode"))
    mine = read(world.ours.client(Role.PERSON), "/me/").partition("How you said you feel")[2]
    assert "at first" not in mine
    # The first ones stand, for they were recorded at another time; the wrong ones stay in the record.
    wrong = OutcomeScore.objects.exclude(entered_in_error_at=None)
    assert sorted(wrong.values_list("measure", "value", "version")) == [("ons_anxiety", 1, 2), ("ons_happiness", 9, 2)]
    event = AuditEvent.objects.get(did="outcomes.entered_in_error")
    assert (event.person_id, event.detail) == (world.ours.person.pk, {"answers": 2})
    # The same moment is free again.
    record(world, ons_happiness=6)
    assert client.get(url).status_code == 404


def test_only_who_recorded_them_or_holds_the_support_calls_scores_wrong(world: World, client: Client) -> None:
    newcomer = colleague(world)
    other, url = signed_in(newcomer), wrong_url(world, "ons_happiness")
    assert url in client.get(address(world, "episode")).content.decode()
    assert url not in other.get(address(world, "episode")).content.decode()
    refused_page = other.post(url)
    assert refused_page.status_code == 422
    assert "Only the person who recorded these scores" in refused_page.content.decode()
    assert not OutcomeScore.objects.exclude(entered_in_error_at=None).exists()
    Episode.objects.filter(pk=episode_of(world).pk).update(holder=newcomer)
    other.post(url)
    assert OutcomeScore.objects.exclude(entered_in_error_at=None).count() == 1
    score = OutcomeScore.objects.get(episode=episode_of(world))
    with pytest.raises(Refusal, match="changed-meanwhile"):
        outcomes.enter_in_error(score=score, by=world.ours.actor(Role.LINK_WORKER), now=world.now)


def test_the_person_is_handed_what_was_entered_by_mistake_as_well(world: World, client: Client) -> None:
    client.post(wrong_url(world, "ons_happiness"))
    rows = next(one for one in holdings() if one.model is OutcomeScore).rows(world.ours.person.pk)
    assert [isinstance(row, OutcomeScore) and row.entered_in_error_at is not None for row in rows] == [True]
