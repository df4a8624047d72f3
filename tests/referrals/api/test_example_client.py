"""The example client against the real server: by secret and by key, it refers, repeats, reads, pages and hears a no."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from examples.socialrx_client import Key, ProblemError, Socialrx
from referrals.actions.organisation import clients
from referrals.json_web_keys import read
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role, Scope
from tests.referrals.api.test_referrals import body
from tests.support.system_keys import SystemKey
from tests.support.world import World

PAIR = SystemKey("ES384")
PEM = PAIR.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.django_db(transaction=True)
def test_the_example_client_refers_and_reads(live_server: LiveServer, world: World) -> None:
    made = clients.register(name="Example", scopes=[Scope.REFERRALS, Scope.DAYS], by=SCHEDULE)
    for place, role in ((world.ours.practice, Role.GP), (world.ours.team, Role.LINK_WORKER)):
        clients.grant(client=made.client, role=role, organisation=place, by=SCHEDULE, now=world.now)
    clients.register_keys(client=made.client, keys=read(PAIR.as_text()), by=SCHEDULE)
    client_id, practice = made.client.oauth_client_id, str(world.ours.practice.ods_code)
    by_secret = Socialrx(live_server.url, client_id, secret=made.secret, organisation=practice)
    by_key = Socialrx(live_server.url, client_id, key=Key(PEM, PAIR.kid), organisation=practice, scopes="referrals")
    with override_settings(BASE_URL=live_server.url):
        sent = by_secret.refer(body(), key="number 7")
        assert by_key.refer(body(), key="number 7") == sent
        assert by_key.referral(sent["id"])["status"] == "received"
        assert {one["id"] for one in by_key.referrals(limit=1)} == {sent["id"], str(world.ours.referral.public_id)}
        with pytest.raises(ProblemError) as refused:
            by_secret.refer(body(needs=[]))
        assert (refused.value.status, refused.value.code) == (400, "invalid")
        with pytest.raises(ProblemError, match="401 invalid_client"):
            Socialrx(live_server.url, client_id, secret="wrong").referral(sent["id"])
        team = Socialrx(live_server.url, client_id, made.secret, organisation=str(world.ours.team.public_id))
        day = str(world.today)
        assert [one["state"] for one in team.days(str(world.ours.person.public_id), first=day, last=day)] == ["no-data"]


def test_the_example_client_takes_its_token_nowhere_else() -> None:
    with pytest.raises(ValueError, match=r"https://elsewhere\.example"):
        Socialrx("https://ours.example", "id")._send("GET", "https://elsewhere.example/x", None, {})
