"""What the example starts with: small areas, organisations, members with personas, services and dated sessions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from referrals.actions.organisation import accounts, organisations
from referrals.actions.services import services
from referrals.actions.services.services import Meeting
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.permissions import Role
from referrals.models import Membership, Organisation, Person, Service
from referrals.selectors.organisation.accounts import actor_of
from socialrx.tools.example import geography, tables
from socialrx.tools.example.draws import at
from socialrx.tools.example.script import SCRIPT, Area, Offer, Provider

# Sessions go on for this long after the loading day, so that a demo may run for weeks.
WEEKS_AHEAD = 8
WORKERS_IN_A_TEAM = 3
DOMAIN = "people.example"
STAFF = {
    Role.GP: ("Dr Helen Ames", "Dr Oliver Stone", "Dr Asha Nair", "Dr Ben Cartwright", "Dr Ruth Lyle", "Dr Femi Alade"),
    Role.LINK_WORKER: ("Joy Ellison", "Dan Forrester", "Sadia Karim", "Beth Tomlin", "Martin Yeo", "Carys Pugh"),
    Role.PROVIDER: ("Nina Booth", "Tom Garside", "Aled Price", "Maya Lowe"),
    Role.COMMISSIONER: ("Philippa Dunn", "George Ansah"),
    Role.MANAGER: ("Frances Otley", "Colin Meakin"),
    Role.ADMINISTRATOR: ("Kit Lowe", "Robin Tate"),
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone a visitor can be: `name` is their address in the demo."""

    name: str
    membership: Membership


@dataclass(slots=True)
class Listed:
    """A service as it was loaded, with whoever keeps its registers."""

    offer: Offer
    service: Service
    keeper: Actor


@dataclass(slots=True)
class Side:
    """One place with everyone who acts there."""

    area: Area
    team: Organisation
    practices: list[Organisation] = field(default_factory=list)
    gps: list[Actor] = field(default_factory=list)
    workers: list[Actor] = field(default_factory=list)
    manager: Actor = SCHEDULE
    listed: dict[str, Listed] = field(default_factory=dict)


class Cast:
    """Everyone and everything on stage; `personas` in the order in which ready.json lists them."""

    def __init__(self, today: date, began: date) -> None:
        self.today = today
        self.began = began
        self.personas: list[Persona] = []
        # Odd numbers act in the first place, even ones in the second, as the seats of a table are dealt.
        self._numbers = {role: [iter(range(first, 100, 2)) for first in (1, 2)] for role in Role}
        geography.load(began)
        self.sides = [self._side(index, area) for index, area in enumerate(SCRIPT)]

    def side_of(self, area_code: str) -> Side:
        """The side of a place."""
        return next(side for side in self.sides if side.area.code == area_code)

    def persona(self, name: str) -> Persona:
        """The persona with a name such as `gp-1`."""
        return next(persona for persona in self.personas if persona.name == name)

    def add_person(self, side: Side, person: Person) -> None:
        """Let a visitor be a person who is supported."""
        self._member(self.sides.index(side), Role.PERSON, name=person.full_name, person=person)

    def _side(self, index: int, area: Area) -> Side:
        icb = self._organisation(area, area.icb[1], "icb", ods_code=area.icb[0])
        pcn = self._organisation(area, area.pcn[1], "pcn", ods_code=area.pcn[0], parent=icb)
        side = Side(area, self._organisation(area, area.team, "team", parent=pcn))
        for code, name in area.practices:
            practice = self._organisation(area, name, "gp_practice", ods_code=code, parent=pcn, refers_to=side.team)
            side.practices.append(practice)
            side.gps.append(self._member(index, Role.GP, practice))
        side.workers = [self._member(index, Role.LINK_WORKER, side.team) for _ in range(WORKERS_IN_A_TEAM)]
        side.manager = self._member(index, Role.MANAGER, side.team)
        self._member(index, Role.COMMISSIONER, icb)
        self._member(index, Role.ADMINISTRATOR, icb)
        for provider in area.providers:
            self._provider(index, side, provider)
        return side

    def _provider(self, index: int, side: Side, provider: Provider) -> None:
        organisation = self._organisation(side.area, provider.name, "provider")
        keeper = self._member(index, Role.PROVIDER, organisation)
        for offer in provider.offers:
            service = self._list(offer, organisation, keeper)
            side.listed[offer.key] = Listed(offer, service, keeper)

    def _organisation(
        self,
        area: Area,
        name: str,
        kind: str,
        *,
        ods_code: str | None = None,
        parent: Organisation | None = None,
        refers_to: Organisation | None = None,
    ) -> Organisation:
        return organisations.add(
            name=name,
            kind=kind,
            valid_from=self.began,
            by=SCHEDULE,
            ods_code=ods_code,
            parent=parent,
            refers_to=refers_to,
            email=f"{''.join(filter(str.isalpha, name)).lower()[:30]}@{DOMAIN}",
            phone="0161 496 0000",
            area_code=area.code,
        )

    def _member(
        self,
        side: int,
        role: Role,
        organisation: Organisation | None = None,
        *,
        name: str = "",
        person: Person | None = None,
    ) -> Actor:
        number = next(self._numbers[role][side])
        persona = f"{role.value}-{number}"
        user = accounts.add_user(
            email=f"{persona}@{DOMAIN}", name=name or STAFF[role][number - 1], password=None, by=SCHEDULE
        )
        membership = accounts.add_member(
            user=user, role=role, organisation=organisation, person=person, by=SCHEDULE, starts_on=self.began
        )
        self.personas.append(Persona(persona, membership))
        return actor_of(membership)

    def _list(self, offer: Offer, organisation: Organisation, keeper: Actor) -> Service:
        meets = self.today - timedelta(days=offer.days_ago)
        draft = ServiceDraft(
            name=offer.name,
            needs=offer.needs,
            description=offer.description,
            location=offer.location,
            postcode=_somewhere_in(organisation.area_code, offer),
            days=(f"{meets:%a}".lower(),),
            is_free=offer.cost == "Free",
            schedule=f"{meets:%A}s at {offer.hour}:00",
            cost=offer.cost,
            language=offer.language,
            is_step_free=offer.step_free,
            places=offer.places,
            status=offer.status,
            asks_for_health_needs=offer.health_needs,
        )
        confirmed_on = self.today - timedelta(weeks=offer.confirmed_weeks_ago)
        service = services.add(organisation=organisation, draft=draft, by=keeper, confirmed_on=confirmed_on)
        meetings = [
            Meeting(session_code(offer, day), at(day, offer.hour), at(day, offer.hour + 2))
            for day in self._meetings(meets)
        ]
        services.schedule_series(service=service, meetings=meetings, by=keeper)
        return service

    def _meetings(self, meets: date) -> Iterator[date]:
        first = meets - timedelta(weeks=(meets - self.began).days // 7)
        weeks = (self.today - first).days // 7 + WEEKS_AHEAD
        return (first + timedelta(weeks=week) for week in range(weeks))


def session_code(offer: Offer, day: date) -> str:
    """`PARKWALK-1121`: a service that meets weekly needs two years to meet on the same day of a month again."""
    return f"{offer.key.replace('_', '').upper()[:10]}-{day:%m%d}"


def _somewhere_in(area_code: str, offer: Offer) -> str:
    """One of the area's postcodes: the place is as invented as the service, its distance from others is not."""
    there = [postcode for place in tables.places() if place.area_code == area_code for postcode in place.postcodes]
    return there[(offer.hour * 7 + offer.days_ago * 11) % len(there)] if there else ""
