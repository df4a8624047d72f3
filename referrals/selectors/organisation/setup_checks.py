"""What the record looks at for the set-up's checklist: organisations, people, services, and the mail.

Reference data has a check for each kind by itself (`reference_data.checks`).
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.kit.registries.setup_checks import Check, Finding, State, counted
from referrals.models import Membership, Organisation, Service
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.organisation import accounts, areas

# After which a listing that nobody confirmed is shown no more.
CONFIRMED_WITHIN = timedelta(days=180)
# So that somebody is there while one is away.
ADMINISTRATORS = 2


def _open(by: Actor, kind: str, today: date) -> QuerySet[Organisation]:
    return areas.kept(by).filter(areas.open_on(today), kind=kind)


def _lacking(found: QuerySet[Organisation], roles: set[Role], today: date) -> int:
    """How many of the organisations have nobody in any of the roles."""
    there = accounts.in_force(today).filter(organisation=OuterRef("pk"), role__in=roles)
    return found.filter(~Exists(there)).count()


def _practices(by: Actor, today: date) -> Finding:
    found = _open(by, "gp_practice", today)
    number, astray = found.count(), found.filter(refers_to=None).count()
    words = ngettext("%d practice", "%d practices", number) % number
    instead = ngettext("%d refers to no team", "%d refer to no team", astray) % astray
    return counted(number, words, missing=astray, instead=instead)


def _surgeries(by: Actor, today: date) -> Finding:
    found = _open(by, "gp_practice", today)
    number, empty = found.count(), _lacking(found, {Role.GP}, today)
    words = ngettext("Somebody at %d practice", "Somebody at %d practices", number) % number
    instead = ngettext("Nobody signs in at %d practice", "Nobody signs in at %d practices", empty) % empty
    return counted(number, words, missing=empty, instead=instead)


def _teams(by: Actor, today: date) -> Finding:
    found = _open(by, "team", today)
    number, empty = found.count(), _lacking(found, {Role.LINK_WORKER}, today)
    words = ngettext("%d team", "%d teams", number) % number
    instead = ngettext("%d team has no link worker", "%d teams have no link worker", empty) % empty
    return counted(number, words, missing=empty, instead=instead)


def _managers(by: Actor, today: date) -> Finding:
    found = _open(by, "team", today)
    number, empty = found.count(), _lacking(found, {Role.MANAGER}, today)
    words = ngettext("%d team", "%d teams", number) % number
    instead = ngettext("%d team has no manager", "%d teams have no manager", empty) % empty
    return counted(number, words, missing=empty, instead=instead)


def _addresses(by: Actor, today: date) -> Finding:
    found = areas.kept(by).filter(areas.open_on(today), kind__in=["gp_practice", "team"])
    number, silent = found.count(), found.filter(email="").count()
    instead = ngettext("%d has no address", "%d have no address", silent) % silent
    return counted(number, str(_("Each has one")), missing=silent, instead=instead)


def _administrators(by: Actor, today: date) -> Finding:
    number = accounts.in_force(today).filter(organisation=by.organisation_id, role=Role.ADMINISTRATOR).count()
    words = ngettext("%d administrator", "%d administrators", number) % number
    return Finding(State.DONE if number >= ADMINISTRATORS else State.MISSING, words)


def _commissioners(by: Actor, today: date) -> Finding:
    theirs = areas.kept(by).filter(areas.open_on(today)).values("pk")
    found = Membership.objects.filter(pk__in=accounts.in_force(today), organisation__in=theirs, role=Role.COMMISSIONER)
    number = found.count()
    return counted(number, ngettext("%d commissioner", "%d commissioners", number) % number)


def _services(_by: Actor, today: date) -> Finding:
    offered = Service.objects.exclude(status=ServiceStatus.CLOSED)
    number, old = offered.count(), offered.exclude(assured_on__gt=today - CONFIRMED_WITHIN).count()
    if number and old:
        words = ngettext("%d was not confirmed for 180 days", "%d were not confirmed for 180 days", old) % old
        return Finding(State.OLD, words)
    return counted(number, ngettext("%d service", "%d services", number) % number)


def _mail(_by: Actor, _today: date) -> Finding:
    if settings.NOTIFY_API_KEY:
        return _texts(_by, _today)
    return Finding(State.DONE, _("By a mail server")) if settings.EMAIL_HOST else Finding(State.MISSING)


def _texts(_by: Actor, _today: date) -> Finding:
    return Finding(State.DONE, _("By GOV.UK Notify")) if settings.NOTIFY_API_KEY else Finding(State.MISSING)


ORGANISATIONS, STAFF = "administrator:organisations", "administrator:staff"
CHECKS = (
    Check("teams", 10, _("Teams"), _("Nobody takes up a referral."), _teams, ORGANISATIONS),
    Check(
        "managers", 11, _("Managers of teams"), _("Nobody invites link workers or sees what waits."), _managers, STAFF
    ),
    Check("practices", 12, _("GP practices"), _("Their staff cannot refer anybody."), _practices, ORGANISATIONS),
    Check(
        "surgeries", 13, _("People at practices"), _("These practices send no referrals."), _surgeries, ORGANISATIONS
    ),
    Check(
        "addresses",
        14,
        _("Email addresses of practices and teams"),
        _("They are not told of new referrals, nor of what became of theirs."),
        _addresses,
        ORGANISATIONS,
    ),
    Check(
        "administrators",
        15,
        _("A second administrator"),
        _("Nobody keeps the area while the only one is away."),
        _administrators,
        STAFF,
    ),
    Check(
        "commissioners",
        16,
        _("Commissioners"),
        _("Nobody of the board reads the weekly figures."),
        _commissioners,
        STAFF,
    ),
    Check(
        "services",
        20,
        _("Services to refer on to"),
        _("Link workers have nowhere to refer people on to; what nobody confirms is shown no more."),
        _services,
        "services:directory",
        "import_services",
    ),
    Check("mail", 300, _("Mail"), _("No invitation, offer or notice leaves the machine."), _mail),
    Check(
        "texts", 301, _("Text messages and letters"), _("Texts become calls, and letters wait to be printed."), _texts
    ),
)
