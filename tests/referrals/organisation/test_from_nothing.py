"""From an empty database: `setup_area`, then pages only, until an invited link worker claims a referral."""

import io
import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from referrals.actions.messages import outbox
from referrals.kit.actor import SCHEDULE
from referrals.models import Organisation, Referral
from tests.referrals.organisation.test_setup_area import FILE, PASSWORD, links_in
from tests.support import forms_typed as typed
from tests.support import second_step


def accept(link: str, name: str) -> Client:
    """A browser in which somebody chose a password by the link that they were sent."""
    browser = Client()
    chosen = {"name": name, "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post(link, chosen).status_code == 302
    return second_step.set_up(browser)


def mailed_to(address: str) -> str:
    """The link in the last mail to an address, once what waits has gone out."""
    outbox.send_waiting(limit=20, by=SCHEDULE, now=timezone.now())
    letter = [message for message in mail.outbox if message.to == [address]][-1]
    return links_in(str(letter.body))[0]


def invite(browser: Client, url: str, name: str, role: str) -> Client:
    """Somebody is invited on a page, and accepts what came by mail."""
    address = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    answer = browser.post(url, {"name": name, "email": address, "job_title": "", "role": role})
    assert answer.status_code == 302
    return accept(mailed_to(address), name)


@pytest.mark.django_db
def test_an_area_works_after_the_command_and_pages_alone(tmp_path: Path) -> None:
    file, said = tmp_path / "area.toml", io.StringIO()
    file.write_text(FILE)
    call_command("setup_area", str(file), stdout=said)
    first, second = links_in(said.getvalue())
    manager, administrator = accept(first, "Sam Rowe"), accept(second, "Kit Lowe")
    assert "Nobody signs in at 2 practices" in administrator.get("/admin/setup/").content.decode()

    practice = Organisation.objects.get(ods_code="P91001")
    gp = invite(administrator, f"/admin/organisations/{practice.public_id}/invite/", "Dr Asha Nair", "gp")
    link_worker = invite(manager, "/manager/members/add/", "Joy Ellison", "link_worker")
    assert "Nobody signs in at 1 practice" in administrator.get("/admin/setup/").content.decode()

    sent = gp.post("/gp/refer/", typed.new_patient())
    assert sent.status_code == 302
    referral = Referral.objects.get()
    assert referral.team.name == "Example Link Workers"
    inbox = link_worker.get("/link-worker/?show=team").content.decode()
    claim = re.search(r'action="(/link-worker/referrals/[^"]+/claim/)"', inbox)
    assert claim
    assert link_worker.post(claim[1]).status_code == 302
    referral.refresh_from_db()
    assert (referral.status, referral.holder and referral.holder.user.name) == ("claimed", "Joy Ellison")

    listed = link_worker.post("/link-worker/providers/add/", {"name": "Knit and Natter", "email": "k@example.org"})
    provider = invite(link_worker, listed.headers["Location"], "Wool Lee", "provider")
    assert provider.get("/provider/").status_code == 200
