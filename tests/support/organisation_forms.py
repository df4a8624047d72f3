"""The forms of providers and managers, with what someone types who fills them in right."""

from datetime import timedelta

from devices.actions import loans
from devices.forms import manager as device_forms
from devices.forms import rules
from referrals.actions.access import links as actions
from referrals.forms.onward import provider
from referrals.forms.organisation import members
from referrals.forms.register import tags
from referrals.forms.services import ledger
from referrals.forms.support import handovers
from referrals.kit.permissions import Role
from referrals.models import Membership
from referrals.selectors.access import links
from tests.devices import kit
from tests.referrals.onward.test_provider_pages import field, offered
from tests.referrals.organisation.test_manager_pages import NEW, colleague
from tests.referrals.register.test_sessions import to_come
from tests.support.bad_input import FormCase
from tests.support.forms_typed import date_typed
from tests.support.world import World


def offer_url(world: World) -> str:
    """Someone whom our provider has not answered yet."""
    return f"/provider/offers/{offered(world).public_id}/"


def link_url(world: World) -> str:
    """The same question, asked by mail."""
    _link, token = actions.make(links.ANSWER, offered(world), now=world.now)
    return f"/provider/answer/{token}/"


def session_typed(world: World) -> dict[str, str]:
    """A session in a month."""
    on = date_typed("on", world.today + timedelta(days=30))
    return on | {"starts": "10:30", "minutes": "60", "code": "WALK-0706"}


def to_cancel_url(world: World) -> str:
    """A session of our service in two days."""
    return f"/provider/sessions/{to_come(world).public_id}/cancel/"


def leaving_url(world: World) -> str:
    """Our link worker leaves, and a colleague is there to take over."""
    colleague(world)
    return f"/manager/members/{world.ours.members[Role.LINK_WORKER].public_id}/end/"


def away_url(world: World) -> str:
    """Our link worker goes on holiday, and a colleague is there."""
    colleague(world)
    return f"/manager/members/{world.ours.members[Role.LINK_WORKER].public_id}/away/"


def away_typed(world: World) -> dict[str, str]:
    """A week from tomorrow."""
    first, last = (date_typed(name, world.today + timedelta(days=n)) for name, n in (("first_day", 1), ("last_day", 8)))
    return first | last | {"covering": heir(world)["heir"]}


def heir(world: World) -> dict[str, str]:
    """The colleague."""
    return {"heir": str(Membership.objects.get(user__email="col@example.org").public_id)}


def lend_url(world: World) -> str:
    """A wearable that came back."""
    made = kit.build(world)
    loans.take_back(loan=made.loan, by=world.ours.actor(Role.MANAGER), now=world.now)
    return f"/manager/devices/{made.wearable.public_id}/lend/"


CASES = [
    FormCase(
        tags.TagForm,
        Role.MANAGER,
        lambda world: f"/provider/places/{world.ours.onward_referral.public_id}/tag/",
        lambda world: {"code": "04:A2:2B"},
    ),
    FormCase(provider.AnswerForm, Role.PROVIDER, offer_url, lambda world: {"answer": "reject", "reason": "no_place"}),
    FormCase(
        provider.AnswerForm,
        None,
        link_url,
        lambda world: {"answer": "reject", "reason": "no_place"},
        name="AnswerForm by a mailed link",
    ),
    FormCase(
        provider.ReportForm,
        Role.PROVIDER,
        lambda world: f"/provider/offers/{world.ours.onward_referral.public_id}/",
        lambda world: {"event": "fail", "reason": "stopped_coming"},
    ),
    FormCase(
        provider.RegisterForm,
        Role.PROVIDER,
        lambda world: f"/provider/sessions/{world.ours.session.public_id}/",
        lambda world: {field(world.ours.onward_referral): "attended", "walk_ins": "2"},
    ),
    FormCase(provider.CancelForm, Role.PROVIDER, to_cancel_url, lambda world: {"reason": "weather"}),
    FormCase(
        provider.SessionForm,
        Role.PROVIDER,
        lambda world: f"/provider/services/{world.ours.service.public_id}/",
        session_typed,
    ),
    FormCase(
        provider.SeriesForm,
        Role.PROVIDER,
        lambda world: f"/provider/services/{world.ours.service.public_id}/series/",
        lambda world: session_typed(world) | {"code": "WALK", "weeks": "4", "sure": "yes"},
    ),
    FormCase(
        ledger.EntryForm,
        Role.PROVIDER,
        lambda world: "/provider/ledger/",
        lambda world: (
            date_typed("on", world.today)
            | {"kind": "cost", "pounds": "42.50", "purpose": "Hall hire", "session_code": world.ours.session.code}
        ),
    ),
    FormCase(members.InviteForm, Role.MANAGER, lambda world: "/manager/members/add/", lambda world: NEW),
    FormCase(handovers.AbsenceForm, Role.MANAGER, away_url, away_typed),
    FormCase(
        handovers.ClosingForm,
        Role.MANAGER,
        lambda world: "/manager/close/",
        lambda world: {"team": str(world.theirs.team.public_id), "is_sure": "on"},
    ),
    FormCase(members.LeavingForm, Role.MANAGER, leaving_url, heir),
    FormCase(
        device_forms.DeviceForm,
        Role.MANAGER,
        lambda world: "/manager/devices/register/",
        lambda world: {
            "kind": "reader",
            "site": str(world.ours.provider.public_id),
            "label": "Park gate",
            "serial": "SN-1",
        },
    ),
    FormCase(
        rules.ResponderForm,
        Role.MANAGER,
        lambda world: "/manager/devices/answering/",
        lambda world: {
            "member": str(world.ours.members[Role.LINK_WORKER].public_id),
            "hours": "always",
            "mobile": "07700 900123",
        },
    ),
    FormCase(
        rules.RulesForm,
        Role.MANAGER,
        lambda world: "/manager/devices/rules/",
        lambda world: {
            "silent_after": "4",
            "low_battery": "15",
            "escalate_after": "10",
            "day_begins": "7",
            "day_ends": "21",
        },
    ),
    FormCase(
        device_forms.LendForm,
        Role.MANAGER,
        lend_url,
        lambda world: {"person": str(world.ours.person.public_id)},
    ),
]
