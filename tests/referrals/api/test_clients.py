"""API clients: a system acts for the organisation that its request names, in its role there, within its scopes."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import get_application_model

from referrals.actions.organisation import clients
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role, Scope
from referrals.models import AnsweredRequest, ApiClient, AuditEvent, Referral, ReferralStatusChange
from tests.referrals.api.test_referrals import assert_problem, body
from tests.support import tokens
from tests.support.tokens import Api
from tests.support.world import World, refer, register

OURS, THEIRS = "P91001", "P91002"
# What may be asked -> the scope that it needs, and the roles that may.
ASKED: dict[str, tuple[Scope, frozenset[Role]]] = {
    "referrals/": (Scope.REFERRALS, frozenset({Role.GP, Role.LINK_WORKER})),
    "people/{person}/days/": (Scope.DAYS, frozenset({Role.LINK_WORKER, Role.PERSON})),
    "observatory/releases/": (Scope.OBSERVATORY, frozenset(Role)),
}


@pytest.fixture
def of_two(world: World) -> ApiClient:
    """A system of both practices."""
    return tokens.register(world.ours.members[Role.GP], world.theirs.members[Role.GP])


@pytest.fixture
def token(of_two: ApiClient) -> str:
    return tokens.token(of_two)


@pytest.mark.parametrize("role", Role)
def test_role_and_scope_both_have_to_include_what_is_asked(world: World, role: Role) -> None:
    for scope, (path, (needed, roles)) in product(Scope, ASKED.items()):
        api = Api(tokens.issue(world.ours.members[role], scopes=[scope]))
        answer = api.get(path.format(person=world.ours.person.public_id))
        assert answer.status_code == (200 if scope is needed and role in roles else 403), (scope, path)


@pytest.mark.parametrize("scope", Scope)
def test_each_organisation_gives_the_clients_role_there_and_no_other(world: World, scope: Scope) -> None:
    """A system of our practice, our team and their practice: organisation by scope by what is asked."""
    ours, theirs = world.ours, world.theirs
    client = tokens.register(ours.members[Role.GP], ours.members[Role.LINK_WORKER], theirs.members[Role.GP])
    token = tokens.token(client, scopes=[scope])
    places = {OURS: Role.GP, str(ours.team.public_id): Role.LINK_WORKER, THEIRS: Role.GP}
    for (name, role), (path, (needed, roles)) in product(places.items(), ASKED.items()):
        answer = Api(token, name).get(path.format(person=ours.person.public_id))
        assert answer.status_code == (200 if scope is needed and role in roles else 403), (name, path)


@pytest.mark.parametrize("name", [OURS, OURS.lower(), f" {OURS} "])
def test_an_organisation_is_named_by_its_ods_code(token: str, world: World, name: str) -> None:
    found = Api(token, name).get("referrals/").json()["results"]
    assert [row["id"] for row in found] == [str(world.ours.referral.public_id)]


def test_an_organisation_is_named_by_its_public_id(token: str, world: World) -> None:
    found = Api(token, str(world.theirs.practice.public_id)).get("referrals/").json()["results"]
    assert [row["id"] for row in found] == [str(world.theirs.referral.public_id)]


def test_who_acts_for_one_may_leave_its_name_out(world: World) -> None:
    token = tokens.issue(world.ours.members[Role.GP])
    assert Api(token).get("referrals/").json() == Api(token, OURS).get("referrals/").json()


def test_who_acts_for_several_has_to_name_one(token: str) -> None:
    problem = assert_problem(Api(token).get("referrals/"), 400, "organisation-needed")
    assert "NHSD-End-User-Organisation-ODS" in problem["detail"]


def test_a_foreign_organisation_is_refused_as_one_that_never_existed(world: World) -> None:
    token = tokens.issue(world.ours.members[Role.GP])
    foreign = [THEIRS, str(world.theirs.practice.public_id), str(world.ours.team.public_id), "X99999", str(uuid4())]
    answers = [assert_problem(Api(token, name).get("referrals/"), 403, "not-for-organisation") for name in foreign]
    assert all(answer == answers[0] for answer in answers)


def test_records_of_the_clients_other_organisation_do_not_exist(token: str, world: World) -> None:
    for name, side in ((OURS, world.theirs), (THEIRS, world.ours)):
        assert_problem(Api(token, name).get(f"referrals/{side.referral.public_id}/"), 404, "not-found")


def test_one_key_is_another_for_each_organisation(token: str) -> None:
    first = {name: Api(token, name).post("referrals/", body(), "k1").json() for name in (OURS, THEIRS)}
    assert first[OURS]["id"] != first[THEIRS]["id"]
    assert {name: answer["referring_organisation"]["ods_code"] for name, answer in first.items()} == {
        name: name for name in first
    }
    for name, answer in first.items():
        assert Api(token, name).post("referrals/", body(), "k1").json() == answer
    assert AnsweredRequest.objects.count() == 2


def test_the_same_key_of_two_clients_of_one_organisation_is_two(world: World) -> None:
    member = world.ours.members[Role.GP]
    sent = [Api(tokens.issue(member)).post("referrals/", body(), "k1").json()["id"] for _twice in range(2)]
    assert len(set(sent)) == 2


def test_the_audit_names_the_client_and_the_organisation(token: str, of_two: ApiClient, world: World) -> None:
    for name, side in ((OURS, world.ours), (THEIRS, world.theirs)):
        Api(token, name).get(f"referrals/{side.referral.public_id}/")
        look = AuditEvent.objects.get(did="referral.opened", person_id=side.person.pk)
        assert (look.actor_kind, look.role, look.client_id) == ("client", "gp", of_two.pk)
        assert (look.organisation_id, look.membership_id, look.user_id) == (side.practice.pk, None, None)


def test_a_referral_says_which_client_sent_it(world: World) -> None:
    client = tokens.register(world.ours.members[Role.GP], name="Surgery system")
    sent = Api(tokens.token(client)).post("referrals/", body()).json()
    referral = Referral.objects.get(public_id=sent["id"])
    assert (referral.referred_by, referral.referred_by_client) == (None, client)
    change = ReferralStatusChange.objects.get(referral=referral)
    assert (change.by_membership, change.by_client, change.by_role) == (None, client, "gp")
    pages = (
        (Role.GP, f"/gp/referrals/{referral.public_id}/"),
        (Role.LINK_WORKER, f"/link-worker/episodes/{referral.episode.public_id}/"),
    )
    world.ours.client(Role.LINK_WORKER).post(f"/link-worker/referrals/{referral.public_id}/claim/")
    for role, address in pages:
        assert client.name in world.ours.client(role).get(address).content.decode(), role


def test_an_ended_client_ends_with_the_next_request(token: str, of_two: ApiClient) -> None:
    clients.end(client=of_two, by=SCHEDULE, now=timezone.now())
    assert_problem(Api(token, OURS).get("referrals/"), 401, "authentication-failed")


def test_a_token_that_outlived_its_client_opens_nothing(token: str, of_two: ApiClient) -> None:
    """The end removes the tokens; one that came into being meanwhile is refused as well."""
    ApiClient.objects.filter(pk=of_two.pk).update(ended_at=timezone.now())
    assert_problem(Api(token, OURS).get("referrals/"), 401, "authentication-failed")


def test_a_withdrawn_organisation_ends_with_the_next_request(token: str, of_two: ApiClient, world: World) -> None:
    clients.withdraw(role=of_two.roles.get(organisation=world.ours.practice), by=SCHEDULE, now=timezone.now())
    assert_problem(Api(token, OURS).get("referrals/"), 403, "not-for-organisation")
    # The one that is left need not be named.
    assert Api(token).get("referrals/").status_code == 200
    clients.withdraw(role=of_two.roles.get(organisation=world.theirs.practice), by=SCHEDULE, now=timezone.now())
    assert_problem(Api(token).get("referrals/"), 401, "authentication-failed")


def test_for_an_organisation_that_has_ended_nobody_acts(token: str, world: World) -> None:
    type(world.ours.practice).objects.filter(pk=world.ours.practice.pk).update(valid_to=world.today)
    assert_problem(Api(token, OURS).get("referrals/"), 403, "not-for-organisation")


def test_what_a_client_may_no_longer_do_its_old_token_may_not_either(token: str, of_two: ApiClient) -> None:
    clients.limit(client=of_two, scopes=[Scope.OBSERVATORY], by=SCHEDULE)
    assert_problem(Api(token, OURS).get("referrals/"), 403, "permission-denied")
    assert Api(token, OURS).get("observatory/releases/").status_code == 200


def test_a_persons_own_app_reads_their_days_alone(world: World) -> None:
    api = Api(tokens.issue(world.ours.members[Role.PERSON]))
    assert api.get(f"people/{world.ours.person.public_id}/days/").status_code == 200
    other = register(world.ours, family_name="Other")
    refer(world.ours, other)
    assert api.get(f"people/{other.public_id}/days/").status_code == 404


def ask_for_token(client: Client, oauth_client_id: str, secret: str, **more: str) -> Any:
    sent = {"grant_type": "client_credentials", "client_id": oauth_client_id, "client_secret": secret, **more}
    return client.post("/oauth/token/", sent)


def test_a_client_gets_its_token_by_its_credentials(world: World, client: Client) -> None:
    made = clients.register(name="Practice system", scopes=[Scope.REFERRALS, Scope.DAYS], by=SCHEDULE)
    clients.grant(client=made.client, role=Role.GP, organisation=world.ours.practice, by=SCHEDULE, now=timezone.now())
    answer = ask_for_token(client, made.client.oauth_client_id, made.secret, scope="referrals")
    assert answer.status_code == 200
    assert answer.json()["scope"] == "referrals"
    assert Api(answer.json()["access_token"]).get("referrals/").status_code == 200
    # Of a random secret one round of hashing is enough, and each token asks for it.
    application = get_application_model().objects.get(client_id=made.client.oauth_client_id)
    assert application.client_secret.startswith("pbkdf2_sha256_once$1$")
    # Who asks for no scope gets all of the client's, and no more can be asked for.
    assert ask_for_token(client, made.client.oauth_client_id, made.secret).json()["scope"] == "days referrals"
    refused = ask_for_token(client, made.client.oauth_client_id, made.secret, scope="observatory")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


def test_a_rotated_secret_ends_the_old_one_and_its_tokens(world: World, client: Client) -> None:
    made = clients.register(name="Practice system", scopes=[Scope.REFERRALS], by=SCHEDULE)
    clients.grant(client=made.client, role=Role.GP, organisation=world.ours.practice, by=SCHEDULE, now=timezone.now())
    oauth_client_id = made.client.oauth_client_id
    old = ask_for_token(client, oauth_client_id, made.secret).json()["access_token"]
    secret = clients.rotate_secret(client=made.client, by=SCHEDULE)
    assert ask_for_token(client, oauth_client_id, made.secret).status_code == 401
    assert Api(old).get("referrals/").status_code == 401
    new = ask_for_token(client, oauth_client_id, secret).json()["access_token"]
    assert Api(new).get("referrals/").status_code == 200
    clients.end(client=made.client, by=SCHEDULE, now=timezone.now())
    assert ask_for_token(client, oauth_client_id, secret).status_code == 401


@pytest.mark.django_db
def test_credentials_that_nobody_registered_get_no_token(client: Client) -> None:
    application = get_application_model()(
        name="Stray",
        client_type="confidential",
        authorization_grant_type="client-credentials",
        client_secret="a-long-invented-secret",
    )
    application.save()
    refused = ask_for_token(client, application.client_id, "a-long-invented-secret", scope="referrals")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


def test_an_expired_token_says_no_more_than_a_wrong_one(of_two: ApiClient) -> None:
    expired = tokens.token(of_two, lifetime=timedelta(seconds=-1))
    answers = [Api(token, OURS).get("referrals/") for token in (expired, "wrong")]
    assert answers[0].json() == answers[1].json()
