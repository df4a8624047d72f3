"""Back and Send sends nothing a second time: it says what was sent, and one more goes only if its sender says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from referrals.actions.intake.receive import receive
from referrals.drafts import IntakeDraft
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Referral
from referrals.ways_in import PRACTICE_FORM, REST
from tests.support.forms_typed import new_patient, referral
from tests.support.world import World, referral_draft

TAKEN_DOWN: dict[str, Any] = {"route": "self", "consent_channel": "phone"}
NO_NUMBER = {"nhs_number": "", "nhs_number_missing_reason": "not_known_yet"}


def sent_again(client: Client, url: str, typed: dict[str, Any]) -> None:
    """Sent, sent again under Back with a new page's key, and sent once more on purpose."""
    before = Referral.objects.count()
    assert client.post(url, typed).status_code == 302
    sent = Referral.objects.latest("pk")
    again = client.post(url, typed)
    assert again.status_code == 422
    html = again.content.decode()
    assert "You sent this already" in html
    assert sent.reference in html
    assert Referral.objects.count() == before + 1
    assert client.post(url, typed | {"again": str(sent.public_id)}).status_code == 302 or typed.get("given_name")
    assert Referral.objects.count() == before + (1 if typed.get("given_name") else 2)


@pytest.mark.parametrize("role", [Role.GP, Role.LINK_WORKER])
def test_someone_known_is_referred_once_by_back_and_send(world: World, role: Role) -> None:
    area = "gp" if role is Role.GP else "link-worker"
    typed = referral() if role is Role.GP else referral(**TAKEN_DOWN)
    sent_again(world.ours.client(role), f"/{area}/refer/{world.ours.person.public_id}/", typed)


@pytest.mark.parametrize("number", [{}, NO_NUMBER], ids=["number", "no number"])
def test_someone_new_is_referred_once_too_and_asked_about_before_look_alikes(
    world: World, number: dict[str, str]
) -> None:
    sent_again(world.ours.client(Role.GP), "/gp/refer/", new_patient(**number))


def test_a_colleagues_an_earlier_and_an_ended_referral_stop_nobody(world: World) -> None:
    draft = IntakeDraft(referral=referral_draft(), known=world.ours.person.public_id)
    gp, now = world.ours.actor(Role.GP), timezone.now()
    first = receive(draft=draft, way=PRACTICE_FORM, by=gp, now=now)
    with pytest.raises(Refusal, match="sent-already"):
        receive(draft=draft, way=PRACTICE_FORM, by=gp, now=now + timedelta(hours=23))
    receive(draft=draft, way=PRACTICE_FORM, by=gp, now=now + timedelta(hours=25))
    Referral.objects.update(referred_by=None)
    receive(draft=draft, way=PRACTICE_FORM, by=gp, now=now)
    assert Referral.objects.filter(person=first.person).open().count() == 4


def test_a_system_is_not_asked_it_has_a_key_of_its_own(world: World) -> None:
    draft = IntakeDraft(referral=referral_draft(), known=world.ours.person.public_id)
    for _time in range(2):
        receive(draft=draft, way=REST, by=world.ours.actor(Role.GP), now=world.now)
    assert Referral.objects.filter(person=world.ours.person).open().count() == 3
