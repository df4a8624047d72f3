"""The people who act in the machine: each through their own browser, by the addresses and fields of the pages."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from referrals.actions.organisation import accounts
from referrals.actions.services import services
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.models import Membership, Organisation, Referral, Service, Session
from tests.support.forms_typed import new_patient, referral
from tests.support.world import BEGAN, Side, World, an_nhs_number, signed_in

WORKERS = ("Asha", "Ben", "Chidi")
FIRST_NAMES = ("Olive", "Hamza", "Brigid", "Kwame", "Xiu", "Tomasz", "Leila", "Edgar", "Yusra", "Piotr", "Nneka")
LAST_NAMES = ("Okafor", "Lindqvist", "Byrne", "Zielinski", "Haddad", "Vance", "Murthy", "Quayle", "Ferro", "Ito")
PLACES = {"Lunch club": 1, "Park walk": 2}


@dataclass(slots=True)
class Town:
    """One practice, a team of three, one provider with two small services, each with a session that began today."""

    side: Side
    gp: Client
    provider: Client
    manager: Client
    other_team: Organisation
    workers: dict[str, Client] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    people: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    today: date = field(default_factory=lambda: local_day(timezone.now()))

    def begin_anew(self) -> None:
        """Everything was undone but what browsers keep: whoever was signed out by leaving is signed in again."""
        self.people = 0
        for name, cookie in self.cookies.items():
            self.workers[name].cookies[settings.SESSION_COOKIE_NAME] = cookie

    def refer_new(self) -> Any:
        """Someone who was never here before."""
        self.people += 1
        number = an_nhs_number(2000 + self.people)
        # Nobody is like anybody else, or the practice would be asked whether they are the same.
        given, family = FIRST_NAMES[self.people % len(FIRST_NAMES)], LAST_NAMES[self.people % len(LAST_NAMES)]
        typed = new_patient(
            nhs_number=number,
            born=date(1930, 1, 1) + timedelta(days=1013 * self.people),
            given_name=given,
            family_name=family,
            phone=f"0161 496 {self.people:04}",
        )
        return number, self.gp.post("/gp/refer/", typed)

    def refer_known(self, person_public_id: str) -> Any:
        """Once more, however often that was done today."""
        before = Referral.objects.filter(person__public_id=person_public_id).values_list("public_id", flat=True)
        again = [str(one) for one in before]
        return self.gp.post(f"/gp/refer/{person_public_id}/", referral(again=again))

    def shown_to_gp(self) -> dict[str, tuple[str, str]]:
        """Reference to (where it is, who has it), as the practice's list says it."""
        page = self.gp.get("/gp/?show=all").content.decode()
        rows = page.partition("<tbody")[2].partition("</tbody")[0].split("<tr")[1:]
        return dict(_row(row) for row in rows)


def _row(row: str) -> tuple[str, tuple[str, str]]:
    cells = [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
    return cells[1].split()[-1], (cells[2], cells[3])


def build(world: World) -> Town:
    """The town, on our side of the world; the world's own person stays as they are."""
    ours = world.ours
    town = Town(
        ours, ours.client(Role.GP), ours.client(Role.PROVIDER), ours.client(Role.MANAGER), other_team=world.theirs.team
    )
    for name in WORKERS:
        user = accounts.add_user(email=f"{name}@example.org", name=name, password=None, by=SCHEDULE)
        member = accounts.add_member(
            user=user, role=Role.LINK_WORKER, organisation=ours.team, starts_on=BEGAN, by=SCHEDULE
        )
        town.members[name], town.workers[name] = member, signed_in(member)
        town.cookies[name] = town.workers[name].cookies[settings.SESSION_COOKIE_NAME].value
    begun = timezone.now() - timedelta(minutes=1)
    for number, (name, places) in enumerate(PLACES.items()):
        draft = ServiceDraft(name, ("loneliness", "debt"), places=places)
        service = services.add(organisation=ours.provider, draft=draft, by=SCHEDULE, confirmed_on=world.today)
        town.services[name] = service
        town.sessions[name] = services.schedule(
            service=service,
            code=f"TOWN-{number}",
            starts_at=begun,
            ends_at=begun + timedelta(hours=1),
            by=ours.actor(Role.PROVIDER),
        )
    return town
