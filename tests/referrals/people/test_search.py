"""Anyone of the team is found from any page, in support or not; nobody else is, and what was typed stands nowhere."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.actions.people import duplicates
from referrals.drafts import ContactDraft
from referrals.finding import kept
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, Person, PersonKeys, Referral
from referrals.selectors.people import likeness, search
from tests.pages.numbers import add_people
from tests.support.world import World, an_nhs_number, refer, register

URL = "/link-worker/find/"
TYPING = {"HX-Request": "true"}


def orla(world: World) -> Referral:
    """Someone whom nobody in the world is like, referred to our team."""
    person = register(
        world.ours,
        given_name="Orla",
        family_name="O'Vexham",
        born_on=date(1952, 5, 3),
        nhs_number=an_nhs_number(77),
        contacts=(ContactDraft.safe("mobile", "07700 900123"),),
    )
    return refer(world.ours, person)


def found(client: Client, text: str) -> list[str]:
    """The links of the list that is drawn while somebody types."""
    answer = client.post(URL, {"sought": text}, headers=TYPING)
    assert answer.status_code == 200
    return [one.episode.public_id for one, _url in answer.context["rows"] or []]


def test_whatever_is_remembered_finds_her(world: World) -> None:
    referral, client = orla(world), world.ours.client(Role.LINK_WORKER)
    number = an_nhs_number(77)
    ways = ["O'Vexham, Orla", "orla ovexham", "vexham", "3/5/52", "3 May 1952", "07700 900 123", "900123"]
    for text in [*ways, number, number[4:], referral.reference, referral.reference[:7], "orla 3.5.1952"]:
        assert found(client, text) == [referral.episode.public_id], text
    for text in ["o", "Olga", "orla 4/5/52", "99999999", "'; --", "a' | 'b", "\\", "SP-2222-2222"]:
        assert found(client, text) == [], text


def test_ended_support_is_found_and_says_so_and_one_person_alone_opens_at_once(world: World) -> None:
    referral, client = orla(world), world.ours.client(Role.LINK_WORKER)
    by, now = world.ours.actor(Role.LINK_WORKER), timezone.now()
    referrals.claim(referral=referral, by=by, now=now)
    referrals.end(referral=referral, event="decline", reason="not_wanted", by=by, now=now)
    answer = client.post(URL, {"sought": "vexham"}, headers=TYPING)
    assert "ended" in answer.content.decode()
    opened = client.post(URL, {"sought": "vexham"})
    assert opened.status_code == 302
    assert opened["Location"] == f"/link-worker/episodes/{referral.episode.public_id}/"
    # Two people of one name: a page of both, by a browser without a script too.
    refer(world.ours, register(world.ours, given_name="Una", family_name="Vexham", contacts=()))
    assert client.post(URL, {"sought": "vexham"}).status_code == 200


def test_a_manager_comes_to_the_comments_and_others_find_nobody_of_ours(world: World) -> None:
    referral = orla(world)
    opened = world.ours.client(Role.MANAGER).post(URL, {"sought": "vexham"})
    assert opened["Location"] == f"/link-worker/episodes/{referral.episode.public_id}/comments/"
    for role in (Role.LINK_WORKER, Role.MANAGER):
        assert found(world.theirs.client(role), "vexham") == []
        assert found(world.theirs.client(role), referral.reference) == []
    for role in (Role.GP, Role.PROVIDER, Role.PERSON):
        page = world.ours.client(role).get("/services/")
        assert 'id="finder"' not in page.content.decode()


def test_a_search_is_written_down_without_what_was_typed(world: World) -> None:
    orla(world)
    found(world.ours.client(Role.LINK_WORKER), "vexham")
    event = AuditEvent.objects.filter(did="people.searched").latest("pk")
    assert event.detail == {"rows": 1}


def test_what_changes_is_found_by_its_new_words(world: World) -> None:
    """As a row of the release before has none, until everybody is compared once more."""
    referral, by = orla(world), world.ours.actor(Role.LINK_WORKER)
    PersonKeys.objects.filter(person=referral.person).update(words=None, compared_again=False)
    assert search.find(by, "vexham", world.today) == []
    duplicates.compare_again(by=SCHEDULE)
    assert [one.person for one in search.find(by, "vexham", world.today)] == [referral.person]
    Person.objects.filter(pk=referral.person_id).update(family_name="Quill")
    duplicates.report(person=Person.objects.get(pk=referral.person_id), by=by)
    assert search.find(by, "vexham", world.today) == []
    assert [one.person for one in search.find(by, "quill", world.today)] == [referral.person]


def add_words() -> None:
    """Words of all who were written as rows."""
    without = list(Person.objects.filter(keys=None).values_list("pk", flat=True))
    PersonKeys.objects.bulk_create(
        PersonKeys(person_id=key, keys=[], words=search.vector(kept(facts)))
        for key, facts in likeness.facts_of(without).items()
    )


def test_ten_cost_what_two_hundred_cost_and_an_index_finds_them(world: World) -> None:
    client, costs = world.ours.client(Role.LINK_WORKER), []
    for more in (10, 190):
        add_people(world, more)
        add_words()
        found(client, "ada")
        with CaptureQueriesContext(connection) as made:
            assert len(found(client, "ada featherstone")) == min(search.MOST, 10 if more == 10 else search.MOST)
        costs.append(len(made))
    assert costs[0] == costs[1]
    with connection.cursor() as cursor:
        # So few rows are faster read one by one: what is asked is whether the index can answer.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {_search_of(made)}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on person_words" in plan, plan


def _search_of(made: CaptureQueriesContext) -> str:
    return next(query["sql"] for query in made.captured_queries if "@@" in query["sql"])


@pytest.mark.parametrize("text", ["", "x" * 101])
def test_a_box_left_empty_or_overfull_is_asked_about_on_its_page(world: World, text: str) -> None:
    assert world.ours.client(Role.LINK_WORKER).post(URL, {"sought": text}).status_code == 422
