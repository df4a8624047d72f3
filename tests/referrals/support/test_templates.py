"""Templates of care pathways: one that was retired comes back, and the record says so once."""

import pytest
from django.test import Client

from referrals.actions.support import pathways
from referrals.drafts import PathwayDraft
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, PathwayTemplate
from tests.support.world import World

PAGE = "/link-worker/templates/"


@pytest.fixture
def retired(world: World) -> PathwayTemplate:
    return usual(world, is_retired=True)


def usual(world: World, *, is_retired: bool = False) -> PathwayTemplate:
    by = world.ours.actor(Role.MANAGER)
    kept = pathways.keep(draft=PathwayDraft("Usual", ("debt",), ((20, "A budget"),)), by=by)
    if is_retired:
        pathways.retire(template=kept, by=by, now=world.now)
    return kept


def restored(client: Client, template: PathwayTemplate) -> str:
    return client.post(f"{PAGE}{template.public_id}/restore/", follow=True).content.decode()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LINK_WORKER])
def test_a_retired_template_is_offered_again(world: World, retired: PathwayTemplate, role: Role) -> None:
    client = world.ours.client(role)
    assert f"{retired.public_id}/restore/" in client.get(PAGE).content.decode()
    html = restored(client, retired)
    assert "The template is offered again." in html
    assert f"{retired.public_id}/retire/" in html
    assert "No longer offered" not in html
    restored(client, retired)
    assert AuditEvent.objects.filter(did="template.restored", object_id=retired.pk).count() == 1


def test_it_does_not_come_back_beside_one_of_the_same_name(world: World, retired: PathwayTemplate) -> None:
    newer = usual(world)
    assert "Another template has this name now" in restored(world.ours.client(Role.MANAGER), retired)
    assert PathwayTemplate.objects.in_use().get(team=world.ours.team) == newer
    assert not AuditEvent.objects.filter(did="template.restored").exists()


def test_another_team_neither_sees_nor_restores_it(world: World, retired: PathwayTemplate) -> None:
    other = world.theirs.client(Role.MANAGER)
    assert "Usual" not in other.get(PAGE).content.decode()
    assert other.post(f"{PAGE}{retired.public_id}/restore/").status_code == 404
    retired.refresh_from_db()
    assert retired.retired_at
