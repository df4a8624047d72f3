"""The forms of administrators, of those who invite and of those who are invited, filled in right."""

from django.test import Client

from referrals.actions.access import links as actions
from referrals.actions.organisation import clients
from referrals.actions.organisation import organisations as acts
from referrals.forms.access import invitation
from referrals.forms.organisation import clients as client_forms
from referrals.forms.organisation import members, organisations
from referrals.kit.permissions import Role, Scope
from referrals.models import ApiClient
from referrals.selectors.access import links
from tests.architecture.routes import invite
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.bad_input import FormCase, Typed
from tests.support.system_keys import SystemKey
from tests.support.world import World

CHOSEN = {"name": "Nia Newcomer", "password1": "a-long-invented-one", "password2": "a-long-invented-one"}


def organisation_typed(world: World) -> Typed:
    """A practice of our area."""
    return {
        "name": "Park Road Surgery",
        "ods_code": "P91099",
        "parent": str(world.ours.pcn.public_id),
        "refers_to": str(world.ours.team.public_id),
        "email": "park.road@example.org",
        "phone": "0161 496 0001",
        "area_code": "E08000009",
    }


def practice_url(world: World, page: str) -> str:
    """A page about our practice."""
    return f"/admin/organisations/{world.ours.practice.public_id}/{page}"


def merge_url(world: World) -> str:
    """Our practice merges, and there is another one in our area."""
    acts.add(
        name="High Street Surgery",
        kind="gp_practice",
        ods_code="P91098",
        parent=world.ours.pcn,
        valid_from=world.today,
        by=world.ours.actor(Role.ADMINISTRATOR),
    )
    return practice_url(world, "merge/")


def merge_typed(world: World) -> Typed:
    """The other one goes on."""
    return {"into": str(world.ours.pcn.children.get(ods_code="P91098").public_id), "is_sure": "on"}


def client_url(world: World, page: str = "") -> str:
    """A page about a client of our area."""
    by = world.ours.actor(Role.ADMINISTRATOR)
    made: ApiClient = clients.register(name="Practice system", scopes=[Scope.REFERRALS], by=by).client
    return f"/admin/clients/{made.public_id}/{page}"


def invitation_url(world: World) -> str:
    """The address in the mail to somebody whom our manager asks."""
    asked = invite(world.ours.team, Role.LINK_WORKER, world.ours.actor(Role.MANAGER), world.now)
    _link, token = actions.make(links.INVITATION, asked, now=world.now)
    return f"/accounts/invitation/{token}/"


def role_url(world: World) -> str:
    """A colleague who supports nobody yet."""
    return f"/manager/members/{colleague(world).public_id}/role/"


CASES = [
    FormCase(
        organisations.AddForm,
        Role.ADMINISTRATOR,
        lambda world: "/admin/organisations/add/",
        lambda world: organisation_typed(world) | {"kind": "gp_practice"},
    ),
    FormCase(
        organisations.EditForm,
        Role.ADMINISTRATOR,
        lambda world: practice_url(world, "edit/"),
        lambda world: organisation_typed(world) | {"version": str(world.ours.practice.version)},
    ),
    FormCase(
        organisations.SureForm,
        Role.ADMINISTRATOR,
        lambda world: practice_url(world, "end/"),
        lambda world: {"is_sure": "on"},
    ),
    FormCase(
        organisations.MergeForm,
        Role.ADMINISTRATOR,
        merge_url,
        merge_typed,
    ),
    FormCase(
        client_forms.ClientForm,
        Role.ADMINISTRATOR,
        lambda world: "/admin/clients/add/",
        lambda world: {"name": "Practice system", "scopes": ["referrals"]},
    ),
    FormCase(
        client_forms.ScopesForm,
        Role.ADMINISTRATOR,
        lambda world: client_url(world, "scopes/"),
        lambda world: {"scopes": ["days"]},
    ),
    FormCase(
        client_forms.KeysForm,
        Role.ADMINISTRATOR,
        lambda world: client_url(world, "keys/"),
        lambda world: {"keys": SystemKey("ES384").as_text()},
        wrong={"keys": "no keys"},
    ),
    FormCase(
        client_forms.GrantForm,
        Role.ADMINISTRATOR,
        client_url,
        lambda world: {"organisation": str(world.ours.practice.public_id), "role": "gp"},
    ),
    FormCase(
        organisations.ProviderForm,
        Role.LINK_WORKER,
        lambda world: "/link-worker/providers/add/",
        lambda world: {"name": "Knit and Natter", "email": "knit@example.org", "phone": "0161 496 0002"},
    ),
    FormCase(members.RoleForm, Role.MANAGER, role_url, lambda world: {"role": "manager"}),
    FormCase(invitation.JoinForm, None, invitation_url, lambda world: CHOSEN, browser=lambda world: Client()),
]
