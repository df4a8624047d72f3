"""Keeping API clients: who may, what is refused, and the command that does it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from referrals.actions.organisation import clients
from referrals.forms.organisation.clients import SCOPES
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.permissions import Role, Scope
from referrals.kit.refusal import Refusal
from referrals.models import ApiClient, AuditEvent, ClientRole
from tests.support.tokens import Api
from tests.support.world import World

CODE = "P91001"


@pytest.fixture
def client(db: None) -> ApiClient:
    return clients.register(name="Practice system", scopes=[Scope.REFERRALS], by=SCHEDULE).client


def grant(world: World, client: ApiClient, by: Actor = SCHEDULE) -> ClientRole:
    """Our practice lets the client act for it as a GP does."""
    return clients.grant(client=client, role=Role.GP, organisation=world.ours.practice, by=by, now=world.now)


def assert_refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as refused:
        act()
    assert refused.value.code == code


def test_each_step_is_in_the_audit(world: World, client: ApiClient) -> None:
    role = grant(world, client)
    clients.limit(client=client, scopes=[Scope.DAYS, Scope.REFERRALS], by=SCHEDULE)
    clients.rotate_secret(client=client, by=SCHEDULE)
    clients.withdraw(role=role, by=SCHEDULE, now=world.now)
    clients.end(client=client, by=SCHEDULE, now=world.now)
    rows = AuditEvent.objects.filter(did__startswith="api_client.").order_by("pk")
    assert [(row.did, row.detail) for row in rows] == [
        ("api_client.registered", {"scopes": "referrals"}),
        ("api_client.granted", {"as_role": "gp"}),
        ("api_client.limited", {"scopes": "days referrals"}),
        ("api_client.secret_rotated", {}),
        ("api_client.withdrawn", {}),
        ("api_client.ended", {}),
    ]


def test_a_manager_lets_clients_act_for_their_own_organisation_only(world: World, client: ApiClient) -> None:
    manager = world.ours.actor(Role.MANAGER)
    role = clients.grant(client=client, role=Role.LINK_WORKER, organisation=world.ours.team, by=manager, now=world.now)
    assert_refused("not-yours", lambda: grant(world, client, manager))
    assert_refused(
        "not-yours",
        lambda: clients.grant(client=client, role=Role.PERSON, person=world.ours.person, by=manager, now=world.now),
    )
    theirs = world.theirs.actor(Role.MANAGER)
    assert_refused("not-yours", lambda: clients.withdraw(role=role, by=theirs, now=world.now))
    clients.withdraw(role=role, by=manager, now=world.now)
    assert_refused("acts-no-longer", lambda: clients.withdraw(role=role, by=manager, now=world.now))


@pytest.mark.parametrize("role", sorted({*Role} - {Role.ADMINISTRATOR}))
def test_nobody_who_works_here_keeps_clients(world: World, client: ApiClient, role: Role) -> None:
    by = world.ours.actor(role)
    for act in (
        lambda: clients.register(name="Mine", scopes=[Scope.DAYS], by=by),
        lambda: clients.limit(client=client, scopes=[Scope.DAYS], by=by),
        lambda: clients.rotate_secret(client=client, by=by),
        lambda: clients.end(client=client, by=by, now=world.now),
        lambda: clients.issue_token(client=client, scopes=[Scope.DAYS], expires=world.now, by=by),
    ):
        assert_refused("not-permitted", act)
    if role is not Role.MANAGER:
        assert_refused("not-permitted", lambda: grant(world, client, by))


def test_an_administrator_keeps_the_clients_of_the_own_area_only(world: World, client: ApiClient) -> None:
    ours, theirs = world.ours.actor(Role.ADMINISTRATOR), world.theirs.actor(Role.ADMINISTRATOR)
    made = clients.register(name="Mine", scopes=[Scope.REFERRALS], by=ours).client
    role = grant(world, made, ours)
    for kept, by in ((made, theirs), (client, ours)):
        assert_refused("not-yours", lambda: clients.limit(client=kept, scopes=[Scope.DAYS], by=by))  # noqa: B023
        assert_refused("not-yours", lambda: clients.rotate_secret(client=kept, by=by))  # noqa: B023
        assert_refused("not-yours", lambda: clients.end(client=kept, by=by, now=world.now))  # noqa: B023
    assert_refused("not-yours", lambda: clients.withdraw(role=role, by=theirs, now=world.now))
    practice = world.theirs.practice
    assert_refused(
        "not-yours", lambda: clients.grant(client=made, role=Role.GP, organisation=practice, by=ours, now=world.now)
    )
    person = world.ours.person
    assert_refused(
        "not-yours", lambda: clients.grant(client=made, role=Role.PERSON, person=person, by=ours, now=world.now)
    )
    clients.end(client=made, by=ours, now=world.now)


def test_the_last_use_is_noted_once_a_minute(world: World, client: ApiClient) -> None:
    def used(seconds: int) -> datetime | None:
        client.refresh_from_db()
        clients.note_use(client=client, now=world.now + timedelta(seconds=seconds))
        client.refresh_from_db()
        return client.last_used_at

    assert client.last_used_at is None
    assert used(0) == world.now
    assert used(59) == world.now
    assert used(60) == world.now + timedelta(seconds=60)


def test_a_client_has_a_role_that_its_organisation_knows(world: World, client: ApiClient) -> None:
    practice = world.ours.practice
    assert_refused(
        "role-not-here",
        lambda: clients.grant(client=client, role=Role.COMMISSIONER, organisation=practice, by=SCHEDULE, now=world.now),
    )


def test_a_client_has_one_role_at_an_organisation(world: World, client: ApiClient) -> None:
    role = grant(world, client)
    assert_refused("acts-already", lambda: grant(world, client))
    clients.withdraw(role=role, by=SCHEDULE, now=world.now)
    grant(world, client)


def test_a_persons_own_app_acts_for_nobody_else(world: World, client: ApiClient) -> None:
    def for_person() -> ClientRole:
        person = world.ours.person
        return clients.grant(client=client, role=Role.PERSON, person=person, by=SCHEDULE, now=world.now)

    role = grant(world, client)
    assert_refused("persons-own-app", for_person)
    clients.withdraw(role=role, by=SCHEDULE, now=world.now)
    for_person()
    assert_refused("persons-own-app", lambda: grant(world, client))


def test_nothing_is_done_with_a_client_that_has_ended(world: World, client: ApiClient) -> None:
    clients.end(client=client, by=SCHEDULE, now=world.now)
    assert_refused("client-ended", lambda: grant(world, client))
    assert_refused("client-ended", lambda: clients.rotate_secret(client=client, by=SCHEDULE))
    assert_refused("client-ended", lambda: clients.end(client=client, by=SCHEDULE, now=world.now))


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("api_client", *arguments, stdout=out)
    return out.getvalue()


def told(said: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in said.splitlines())


def test_the_command_walks_a_client_from_its_registration_to_its_end(world: World) -> None:
    made = told(run("add", "EMIS Web", "--scopes", "referrals", "days"))
    public_id = made["client"]
    assert run("grant", public_id, "--organisation", CODE.lower(), "--role", "gp").startswith("EMIS Web acts for")
    team = str(world.ours.team.public_id)
    run("grant", public_id, "--organisation", team, "--role", "link_worker")
    sent = {"grant_type": "client_credentials", "client_id": made["client_id"]}
    browser = world.ours.client(Role.GP)
    answer = browser.post("/oauth/token/", {**sent, "client_secret": made["client_secret"]})
    assert Api(answer.json()["access_token"], CODE).get("referrals/").status_code == 200
    assert ApiClient.objects.get(public_id=public_id).last_used_at is not None
    listed = run("list")
    assert f"{public_id} EMIS Web: days referrals" in listed
    assert f"{world.ours.practice} as gp" in listed
    assert made["client_secret"] not in listed
    assert "no longer" in run("withdraw", public_id, "--organisation", team)
    assert str(world.ours.team) not in run("list")
    assert run("scopes", public_id, "referrals") == "EMIS Web may be asked for: referrals\n"
    rotated = told(run("rotate", public_id))["client_secret"]
    assert browser.post("/oauth/token/", {**sent, "client_secret": made["client_secret"]}).status_code == 401
    assert browser.post("/oauth/token/", {**sent, "client_secret": rotated}).status_code == 200
    assert run("end", public_id) == "EMIS Web has ended\n"
    assert "ended on" in run("list")


def test_the_command_says_what_it_cannot_do(world: World, client: ApiClient) -> None:
    public_id = str(client.public_id)
    for arguments, words in (
        (("end", str(uuid4())), "no client"),
        (("grant", public_id, "--organisation", "X99999", "--role", "gp"), "no organisation"),
        (("withdraw", public_id, "--organisation", CODE), "does not act"),
        (("grant", public_id, "--organisation", CODE, "--role", "provider"), "Nobody has this role"),
        (("grant", public_id, "--organisation", CODE, "--role", "person"), "invalid choice"),
        (("add", "EMIS Web", "--scopes", "everything"), "invalid choice"),
    ):
        with pytest.raises(CommandError, match=words):
            run(*arguments)


def test_the_page_offers_each_scope() -> None:
    assert SCOPES.keys() == set(Scope)
