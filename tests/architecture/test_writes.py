"""Each way round the rule that only actions write is caught."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, update_last_login
from django.db import connection, transaction
from django.template import Context, Template

from referrals.kit.permissions import Role
from referrals.models import Contact, Goal, Need, Person
from referrals.selectors.work import worklists
from tests.support.fences.writes import WriteOutsideAnActionError, table_written
from tests.support.world import World

NAMES = {"Contact": Contact, "Goal": Goal, "Need": Need, "Person": Person, "connection": connection, "io": io}
WAYS_ROUND = {
    "an update of what a selector gives": "Person.objects.all().update(given_name='Eve')",
    "a removal of what a selector gives": "Goal.objects.all().delete()",
    "a row that is made": "Need.objects.create(plan=side.plan, code='debt')",
    "a row that is found or made": "Need.objects.get_or_create(plan=side.plan, code='debt')",
    "rows that are made": "Need.objects.bulk_create([Need(plan=side.plan, code='debt')])",
    "rows that are changed": "Person.objects.bulk_update([side.person], ['given_name'])",
    "a row that is kept": "side.person.save()",
    "a row that is removed": "side.plan.goals.first().delete()",
    "a related manager that makes": "side.plan.needs.create(code='debt')",
    "a related manager that adds": "side.plan.goals.add(side.plan.goals.first())",
    "a related manager that sets": "user.groups.set([group])",
    "a related manager that adds to many": "user.groups.add(group)",
    "SQL": "connection.cursor().execute('UPDATE referrals_person SET given_name = %s', ['Eve'])",
    "SQL behind a SELECT": "connection.cursor().execute('SELECT 1; DELETE FROM referrals_goal')",
    "SQL inside a SELECT": "connection.cursor().execute('WITH x AS (DELETE FROM referrals_tag RETURNING 1) SELECT 1')",
    "SQL for many": "connection.cursor().executemany('DELETE FROM referrals_goal WHERE id = %s', [(1,)])",
    "COPY": "connection.cursor().copy_expert('COPY referrals_goal FROM STDIN', io.StringIO())",
    "past Django": "connection.connection.cursor().execute('DELETE FROM referrals_goal')",
}
READERS = ["referrals.views.support.goals", "referrals.selectors.support.goals", "devices.charts", "referrals.facts"]


def placed(module: str, call: str) -> Callable[..., Any]:
    """A function that does what a text says, as if it stood in a module of the product."""
    space: dict[str, Any] = {**NAMES, "__name__": module}
    exec(f"def act(side=None, user=None, group=None, inner=None): return {call}", space)  # noqa: S102  # of this file
    act: Callable[..., Any] = space["act"]
    return act


@pytest.mark.parametrize("call", WAYS_ROUND.values(), ids=WAYS_ROUND)
def test_a_reader_cannot_write(world: World, call: str) -> None:
    things = {"side": world.ours, "user": world.ours.members[Role.GP].user, "group": Group.objects.create(name="x")}
    for module in READERS:
        with pytest.raises(WriteOutsideAnActionError, match=module), transaction.atomic():
            placed(module, call)(**things)


def test_nor_can_it_through_a_method_of_a_model_or_from_a_template(world: World) -> None:
    of_model = placed("referrals.models.people.people", "side.person.save()")
    with pytest.raises(WriteOutsideAnActionError, match=r"referrals\.views\.people\.details"), transaction.atomic():
        placed("referrals.views.people.details", "inner(side)")(side=world.ours, inner=of_model)
    tag = placed("referrals.templatetags.nhsuk", "Goal.objects.all().delete()")
    with pytest.raises(WriteOutsideAnActionError, match=r"referrals\.templatetags"), transaction.atomic():
        Template("{{ tag }}").render(Context({"tag": tag}))


def test_nor_by_what_it_hands_to_an_action(world: World) -> None:
    once = placed("referrals.actions.work.answers", "inner(side)")
    of_page = placed("referrals.views.people.details", "side.person.save()")
    with pytest.raises(WriteOutsideAnActionError, match=r"referrals\.views\.people\.details"), transaction.atomic():
        once(side=world.ours, inner=of_page)


def test_nor_while_a_page_is_opened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.ours.client(Role.LINK_WORKER)
    assert client.get("/link-worker/").status_code == 200
    hidden = placed("referrals.selectors.work.worklists", "Goal.objects.all().delete()")
    monkeypatch.setattr(worklists, "caseload", lambda *_args, **_kwargs: hidden())
    with pytest.raises(WriteOutsideAnActionError), transaction.atomic():
        client.get("/link-worker/")


def test_a_library_notes_a_sign_in_and_nothing_else(world: World) -> None:
    user = world.ours.members[Role.GP].user
    placed("referrals.views.access.sign_in", "inner(None, user)")(user=user, inner=update_last_login)
    with pytest.raises(WriteOutsideAnActionError), transaction.atomic():
        placed("referrals.views.access.sign_in", "user.save()")(user=user)


@pytest.mark.parametrize(
    "module", ["referrals.actions.people.people", "referrals.kit.audit", "socialrx.tools.example.load", "tests.x"]
)
def test_actions_tools_and_tests_write(world: World, module: str) -> None:
    placed(module, "side.person.save()")(side=world.ours)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ('SELECT "a"."update" FROM "a" FOR UPDATE OF "a"', None),
        ("SELECT 1 FROM a FOR NO KEY UPDATE SKIP LOCKED", None),
        ("COPY (SELECT * FROM a) TO STDOUT", None),
        ('SAVEPOINT "s1"', None),
        ("SET LOCAL work_mem = '64MB'", None),
        ('INSERT INTO "a" ("b") SELECT 1 ON CONFLICT ("b") DO UPDATE SET "b" = 1', "a"),
        ("UPDATE ONLY a AS x SET b = 1", "a"),
        ("with x as (select 1) merge into a using x on true when matched then delete", "a"),
        ("TRUNCATE a", ""),
        ("select setval('a_id_seq', 1)", ""),
        ('UPDATE "django_session" SET "session_data" = %s', None),
        ('UPDATE "referrals_user" SET "email" = %s WHERE "id" = 1', "referrals_user"),
    ],
)
def test_a_write_is_told_from_a_read(statement: str, table: str | None) -> None:
    assert table_written(statement) == table
