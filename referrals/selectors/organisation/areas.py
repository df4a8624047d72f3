"""An area: an integrated care board and all below it, which its administrators keep."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Permission
from referrals.models import Membership, Organisation
from referrals.models.choices import OrganisationKind
from referrals.selectors.organisation import accounts

# Which kinds a kind may lie in, the usual one first.
PARENTS: dict[str, tuple[str, ...]] = {
    "icb": (),
    "pcn": ("icb",),
    "gp_practice": ("pcn", "icb"),
    "team": ("pcn", "icb"),
    "provider": ("icb", "pcn"),
}


@dataclass(frozen=True, slots=True)
class Search:
    """Which organisations are looked for; blank is any."""

    kind: str = ""
    name: str = ""
    ended: bool = False


ALL = Search()


def kept(by: Actor) -> QuerySet[Organisation]:
    """The organisations that an administrator keeps, ended ones too: all that lies in their board.

    A provider that came from a directory lies nowhere. It is the area's whose local authority it names, or while it
    names none and nobody works there, anybody's who takes it in.
    """
    if by.kind is ActorKind.SCHEDULE:
        return Organisation.objects.all()
    if not by.may(Permission.KEEP_AREA) or by.organisation_id is None:
        return Organisation.objects.none()
    codes = Organisation.objects.filter(_below(by.organisation_id)).exclude(area_code="").values("area_code")
    at_work = Membership.objects.filter(organisation=OuterRef("pk"), ends_on=None)
    free = Q(area_code__in=codes) | (Q(area_code="") & ~Exists(at_work))
    nowhere = Q(kind=OrganisationKind.PROVIDER, parent=None) & free
    return Organisation.objects.filter(_below(by.organisation_id) | nowhere)


def below(board: Organisation) -> QuerySet[Organisation]:
    """A board and all that lies in it."""
    return Organisation.objects.filter(_below(board.pk))


def board_of(organisation_id: int | None) -> Organisation | None:
    """The board in which an organisation lies, or that it is; None where it lies nowhere."""
    found = Organisation.objects.select_related("parent__parent__parent").filter(pk=organisation_id or 0).first()
    while found and found.kind != OrganisationKind.ICB:
        found = found.parent
    return found


def _below(board: int) -> Q:
    return Q(pk=board) | Q(parent=board) | Q(parent__parent=board) | Q(parent__parent__parent=board)


def get(by: Actor, public_id: UUID) -> Organisation | None:
    """One of these, or None."""
    return kept(by).select_related("parent", "refers_to", "merged_into").filter(public_id=public_id).first()


def holds(by: Actor, organisation_id: int | None) -> bool:
    """Whether the actor keeps the organisation as an administrator; the schedule keeps all."""
    return by.kind is ActorKind.SCHEDULE or kept(by).filter(pk=organisation_id or 0).exists()


def listed(by: Actor, today: date, search: Search = ALL) -> QuerySet[Organisation]:
    """For the list: of a kind, with these letters in the name or code, and how many people work there (`workers`)."""
    found = kept(by).select_related("parent", "refers_to", "merged_into")
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.name:
        found = found.filter(Q(name__icontains=search.name) | Q(ods_code__iexact=search.name))
    if not search.ended:
        found = found.filter(open_on(today))
    at_work = Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=today)
    return found.annotate(workers=Count("memberships", filter=at_work)).order_by("name", "pk")


def parents(by: Actor, today: date) -> QuerySet[Organisation]:
    """What a new organisation may lie in: the board, which is the usual place, and its networks."""
    return kept(by).filter(open_on(today), kind__in=["icb", "pcn"]).order_by("kind", "name", "pk")


def parents_for(by: Actor, kind: str, today: date) -> QuerySet[Organisation]:
    """What an organisation of a kind may lie in."""
    return kept(by).filter(open_on(today), kind__in=PARENTS[kind]).order_by("-kind", "name", "pk")


def teams_for(by: Actor, today: date) -> QuerySet[Organisation]:
    """The teams to which a practice of the area may refer."""
    return kept(by).filter(open_on(today), kind=OrganisationKind.TEAM).order_by("name", "pk")


def referring_to(team: Organisation, today: date) -> QuerySet[Organisation]:
    """Which organisations refer to a team."""
    return Organisation.objects.filter(open_on(today), refers_to=team).order_by("name", "pk")


def alike(by: Actor, organisation: Organisation, today: date) -> QuerySet[Organisation]:
    """The organisations into which another may merge: open and of its kind."""
    return kept(by).filter(open_on(today), kind=organisation.kind).exclude(pk=organisation.pk).order_by("name", "pk")


def members(by: Actor, today: date) -> QuerySet[Membership]:
    """Whose role the actor may change or end: in the manager's organisation, or in the administrator's area."""
    at_work = accounts.in_force(today)
    if by.may(Permission.KEEP_AREA):
        return accounts.with_supports(at_work.filter(organisation__in=kept(by).filter(open_on(today)).values("pk")))
    return accounts.members(by, today)


def staff(by: Actor, today: date) -> QuerySet[Membership]:
    """Who works where in the area, by organisation and name."""
    return members(by, today).order_by("organisation__name", "user__name", "pk")


def of_organisation(organisation_id: int, today: date) -> QuerySet[Membership]:
    """Who works in one organisation."""
    return accounts.with_supports(accounts.in_force(today).filter(organisation=organisation_id))


def providers_named(name: str, today: date) -> QuerySet[Organisation]:
    """Providers with these letters in the name, for a team that wants to ask somebody there."""
    found = Organisation.objects.filter(open_on(today), kind=OrganisationKind.PROVIDER, name__icontains=name)
    return found.order_by("name", "pk")


def provider(public_id: UUID) -> Organisation | None:
    """A provider, or None."""
    return Organisation.objects.filter(public_id=public_id, kind=OrganisationKind.PROVIDER).first()


def open_on(today: date) -> Q:
    """Organisations that have not ended."""
    return Q(valid_to=None) | Q(valid_to__gt=today)
