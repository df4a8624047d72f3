"""The token endpoint: a client signs with its key (SMART Backend Services); each assertion counts once."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from referrals.actions.organisation import clients
from referrals.json_web_keys import ASSERTION_TYPE, read
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role, Scope
from referrals.models import ApiClient, AuditEvent, UsedAssertion
from tests.referrals.api.test_referrals import assert_problem, body
from tests.support import tokens
from tests.support.system_keys import SystemKey
from tests.support.tokens import Answered, Api
from tests.support.world import World

KEY, OLD = SystemKey("ES384"), SystemKey("ES384", "old")


def keys(*pairs: SystemKey) -> list[dict[str, str]]:
    return [key for pair in pairs for key in read(pair.as_text())]


@pytest.fixture
def system(world: World) -> ApiClient:
    """A practice's system that has registered its key."""
    made = tokens.register(world.ours.members[Role.GP], scopes=[Scope.REFERRALS, Scope.OBSERVATORY])
    clients.register_keys(client=made, keys=keys(KEY), by=SCHEDULE)
    made.refresh_from_db()
    return made


def ask(system: ApiClient, *, by: SystemKey = KEY, assertion_id: str = "one", **more: str) -> Answered:
    """The system asks for a token."""
    assertion = by.sign(system.oauth_client_id, now=timezone.now(), assertion_id=assertion_id)
    sent = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    return Client().post("/oauth/token/", urlencode(sent | more), content_type="application/x-www-form-urlencoded")


def assert_refused(answer: Answered) -> None:
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_signed_request_gets_a_short_lived_token(system: ApiClient) -> None:
    answer = ask(system, scope="referrals")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 300, "referrals")
    assert Api(told["access_token"]).get("referrals/").status_code == 200


def test_each_assertion_counts_once(system: ApiClient) -> None:
    assert ask(system).status_code == 200
    assert_refused(ask(system))
    assert ask(system, assertion_id="two").status_code == 200
    assert clients.forget_assertions(now=timezone.now() + timedelta(minutes=4)) == 0
    assert clients.forget_assertions(now=timezone.now() + timedelta(minutes=6)) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"client_assertion_type": "urn:example:other"},
        {"client_assertion": "a.b.c"},
        {"client_assertion": ""},
        {"client_id": "another"},
    ],
)
def test_what_is_not_signed_for_us_gets_no_token(system: ApiClient, more: dict[str, str]) -> None:
    assert_refused(ask(system, by=KEY, assertion_id="one", **more))
    assert not UsedAssertion.objects.exists()


def test_a_key_that_is_not_registered_opens_nothing(system: ApiClient, world: World) -> None:
    assert_refused(ask(system, by=SystemKey("ES384")))
    by_secret_only = tokens.register(world.theirs.members[Role.GP])
    assert_refused(ask(by_secret_only))
    clients.end(client=system, by=SCHEDULE, now=timezone.now())
    assert_refused(ask(system))


def test_a_key_that_is_taken_away_ends_its_tokens_and_one_more_does_not(system: ApiClient) -> None:
    token = ask(system).json()["access_token"]
    clients.register_keys(client=system, keys=keys(KEY, OLD), by=SCHEDULE)
    assert Api(token).get("referrals/").status_code == 200
    clients.register_keys(client=system, keys=keys(OLD), by=SCHEDULE)
    assert Api(token).get("referrals/").status_code == 401
    assert_refused(ask(system, assertion_id="two"))
    assert ask(system, by=OLD, assertion_id="three").status_code == 200


def test_wrong_signatures_are_slowed_down(system: ApiClient) -> None:
    wrong = SystemKey("ES384")
    for _number in range(5):
        assert_refused(ask(system, by=wrong))
    answer = ask(system, by=wrong)
    assert (answer.status_code, answer.json()["error"]) == (429, "slow_down")
    assert int(answer.headers["Retry-After"]) >= 1


def test_each_request_for_a_token_is_in_the_audit(system: ApiClient) -> None:
    ask(system, scope="referrals")
    ask(system)
    Client().post(
        "/oauth/token/",
        {"grant_type": "client_credentials", "client_id": system.oauth_client_id, "client_secret": "guessed"},
    )
    rows = AuditEvent.objects.filter(did__startswith="api_client.token_", object_id=system.pk).order_by("pk")
    assert [(row.did, row.detail) for row in rows] == [
        ("api_client.token_given", {"scopes": "referrals"}),
        ("api_client.token_refused", {"reason": "used-already"}),
        ("api_client.token_refused", {"reason": "wrong-secret"}),
    ]


def smart_token(system: ApiClient, scope: str) -> str:
    answer = ask(system, scope=scope)
    assert answer.json()["scope"] == scope
    token: str = answer.json()["access_token"]
    return token


def test_a_smart_scope_reads_these_resources_and_nothing_else(system: ApiClient, world: World) -> None:
    api = Api(smart_token(system, "system/ServiceRequest.rs"))
    ours, theirs = (f"/fhir/R4/ServiceRequest/{side.referral.public_id}" for side in (world.ours, world.theirs))
    assert api.client.get(ours).status_code == 200
    assert api.client.get(theirs).status_code == 404
    assert_problem(api.get("referrals/"), 403, "permission-denied")
    assert_problem(api.post("referrals/", body()), 403, "permission-denied")
    assert_problem(api.get("observatory/releases/"), 403, "permission-denied")


@pytest.mark.parametrize("scope", ["system/ServiceRequest.cud", "system/ServiceRequest.s"])
def test_a_smart_scope_for_something_else_reads_nothing(system: ApiClient, world: World, scope: str) -> None:
    api = Api(smart_token(system, scope))
    assert api.client.get(f"/fhir/R4/ServiceRequest/{world.ours.referral.public_id}").status_code == 403


@pytest.mark.parametrize(
    "scope", ["system/Nothing.rs", "user/ServiceRequest.rs", "system/ServiceRequest.sr", "days", "referrals openid"]
)
def test_a_scope_that_gives_the_client_nothing_is_refused(system: ApiClient, scope: str) -> None:
    answer = ask(system, scope=scope)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_a_smart_scope_counts_as_far_as_the_client_still_has_its_own(system: ApiClient, world: World) -> None:
    api = Api(smart_token(system, "system/*.rs"))
    clients.limit(client=system, scopes=[Scope.OBSERVATORY], by=SCHEDULE)
    assert api.client.get(f"/fhir/R4/ServiceRequest/{world.ours.referral.public_id}").status_code == 403
    assert ask(system, assertion_id="two", scope="system/*.rs").json()["error"] == "invalid_scope"


@pytest.mark.parametrize("base", ["", "/fhir/R4"])
def test_the_server_says_how_a_token_is_got(db: None, base: str) -> None:
    answer = Client().get(f"{base}/.well-known/smart-configuration")
    assert answer.headers["Content-Type"] == "application/json"
    told: dict[str, Any] = answer.json()
    assert told["token_endpoint"].endswith("/oauth/token/")
    assert told["token_endpoint_auth_signing_alg_values_supported"] == ["ES384", "RS384"]
    assert "private_key_jwt" in told["token_endpoint_auth_methods_supported"]
    assert told["grant_types_supported"] == ["client_credentials"]
    assert {"referrals", "system/*.rs", "system/ServiceRequest.rs"} <= set(told["scopes_supported"])
    assert {"client-confidential-asymmetric", "permission-v2"} <= set(told["capabilities"])


def test_an_administrator_registers_the_keys_on_the_clients_page(world: World) -> None:
    by = world.ours.actor(Role.ADMINISTRATOR)
    made = clients.register(name="Practice system", scopes=[Scope.REFERRALS], by=by).client
    browser, address = world.ours.client(Role.ADMINISTRATOR), f"/admin/clients/{made.public_id}/"
    refused = browser.post(f"{address}keys/", {"keys": json.dumps(KEY.secret)})
    assert (refused.status_code, "private key" in refused.content.decode()) == (422, True)
    assert browser.post(f"{address}keys/", {"keys": KEY.as_text()}).status_code == 302
    made.refresh_from_db()
    assert made.keys == keys(KEY)
    assert "EC key first" in browser.get(address).content.decode()
    assert KEY.public["x"] in browser.get(f"{address}keys/").content.decode()
    assert browser.post(f"{address}keys/", {"keys": ""}).status_code == 302
    made.refresh_from_db()
    assert made.keys is None
    assert get_access_token_model().objects.count() == 0
