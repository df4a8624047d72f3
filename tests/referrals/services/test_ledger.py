"""A provider's ledger: pence that add up, corrections that stay, and nobody else's business."""

import csv
import io
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from referrals.kit.permissions import Role
from referrals.models import AuditEvent, LedgerEntry
from tests.referrals.onward.test_provider_pages import page
from tests.support.forms_typed import date_typed
from tests.support.world import World

URL = "/provider/ledger/"


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


def typed(world: World, **changes: Any) -> dict[str, str]:
    return (
        date_typed("on", world.today)
        | {"kind": "cost", "pounds": "42.50", "purpose": "Hall hire", "service": "", "session_code": ""}
        | changes
    )


def enter(provider: Client, world: World, **changes: Any) -> LedgerEntry:
    assert provider.post(URL, typed(world, **changes)).status_code == 302
    return LedgerEntry.objects.latest("pk")


def text(html: str) -> str:
    return " ".join(html.split())


def test_balances_add_up_for_each_service_and_in_all(provider: Client, world: World) -> None:
    assert "Nothing is entered yet" in page(provider, URL)
    enter(provider, world, kind="grant", pounds="1042.10")
    enter(provider, world, kind="grant", pounds="0.1", service=str(world.ours.service.public_id))
    enter(provider, world, pounds="0.30", session_code=world.ours.session.code)
    html = page(provider, URL)
    for words in ("£1,042.10", "\N{MINUS SIGN}£0.20", "£1,042.20", "£1,041.90"):
        assert words in html


def test_a_session_shows_its_cost_and_what_each_attendance_cost(provider: Client, world: World) -> None:
    entry = enter(provider, world, pounds="9.99", session_code=world.ours.session.code)
    assert (entry.pence, entry.service) == (999, world.ours.service)
    world.ours.session.walk_ins = 5
    world.ours.session.save()
    # One came; who came without a referral is not counted.
    assert text(page(provider, URL)).count('<td class="app-num">£9.99</td> <td class="app-num">1</td>') == 1


def test_an_entry_is_corrected_by_its_opposite_and_both_stay(provider: Client, world: World) -> None:
    entry = enter(provider, world)
    reverse = f"{URL}{entry.public_id}/reverse/"
    provider.post(reverse)
    assert "taken back already" in provider.post(reverse, follow=True).content.decode()
    assert list(LedgerEntry.objects.order_by("pk").values_list("pence", flat=True)) == [4250, -4250]
    opposite = LedgerEntry.objects.get(reverses=entry)
    again = provider.post(f"{URL}{opposite.public_id}/reverse/", follow=True)
    assert "takes another one back" in again.content.decode()
    dids = AuditEvent.objects.filter(did__startswith="ledger.").order_by("pk").values_list("did", flat=True)
    assert list(dids) == ["ledger.entered", "ledger.reversed"]
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        LedgerEntry.objects.update(pence=1)


def test_only_the_organisation_sees_its_ledger(provider: Client, world: World) -> None:
    theirs = world.theirs.client(Role.PROVIDER)
    entry = enter(theirs, world, purpose="Their secret hire")
    assert "secret" not in page(provider, URL)
    assert "secret" not in page(provider, f"{URL}csv/")
    assert provider.post(f"{URL}{entry.public_id}/reverse/").status_code == 404
    wrong = provider.post(URL, typed(world, session_code=world.theirs.session.code))
    assert "None of your sessions has this code" in wrong.content.decode()
    unknown = provider.post(URL, typed(world, service=str(world.theirs.service.public_id)))
    assert unknown.status_code == 422


def test_every_entry_can_be_downloaded_and_none_is_a_formula(provider: Client, world: World) -> None:
    enter(provider, world, purpose="=1+1", session_code=world.ours.session.code)
    provider.post(f"{URL}{LedgerEntry.objects.get().public_id}/reverse/")
    rows = list(csv.DictReader(io.StringIO(page(provider, f"{URL}csv/"))))
    assert [(row["pounds"], row["what_for"], row["session"]) for row in rows] == [
        ("-42.50", "'=1+1", "WALK-0001"),
        ("42.50", "'=1+1", "WALK-0001"),
    ]


def test_more_entries_cost_no_more_queries(provider: Client, world: World, django_assert_max_num_queries: Any) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(50) as captured:
            page(provider, URL)
        return len(captured)

    enter(provider, world, session_code=world.ours.session.code)
    few = cost()
    for number in range(5):
        enter(provider, world, purpose=f"Tea {number}", service=str(world.ours.service.public_id))
    assert cost() == few
