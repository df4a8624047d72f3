"""The pages as someone uses them: open one and read it, fill in a form and send it."""

import re
from html import unescape
from typing import Any

from django.test import Client

from referrals.kit.permissions import Role
from tests.support.forms_typed import new_patient
from tests.support.world import World

TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r'(?:href|action)="([^"#]+)')


def words(html: str) -> str:
    """What stands on a page, without its header, in one line."""
    main = html.partition("<main")[2].partition("<footer")[0]
    return " ".join(unescape(TAG.sub(" ", main)).split())


def read(client: Client, url: str) -> str:
    """The words of a page that opens."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return words(response.content.decode())


def leads_to(client: Client, url: str, part: str) -> str:
    """The first address on a page, of a link or a button, that has this part in it and adds nothing new."""
    page = client.get(url).content.decode()
    found = [address for address in ADDRESS.findall(page) if part in address and not address.endswith("/add/")]
    assert found, (part, words(page))
    return str(found[0])


def send(client: Client, url: str, typed: dict[str, Any] | None = None) -> str:
    """Send a form that is accepted; where it leads to."""
    response = client.post(url, typed or {})
    assert response.status_code == 302, words(response.content.decode())
    return response.headers["Location"]


def refused(client: Client, url: str, typed: dict[str, Any]) -> str:
    """Send a form that is not accepted; the words of the page that says so."""
    response = client.post(url, typed)
    assert response.status_code == 422
    return words(response.content.decode())


def referred(world: World, **typed: Any) -> str:
    """Our GP refers someone new: the address of the referral."""
    sent = send(world.ours.client(Role.GP), "/gp/refer/", new_patient(**typed))
    return sent.removesuffix("sent/")


def claimed(world: World, referral_url: str) -> str:
    """Our link worker claims a referral of our practice: the address of the episode."""
    referral_id = referral_url.rstrip("/").rpartition("/")[2]
    return send(world.ours.client(Role.LINK_WORKER), f"/link-worker/referrals/{referral_id}/claim/")
