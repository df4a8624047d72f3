"""The world that tests act in: two sides that may not see each other, written through the product's own actions.

Each side has an organisation of each kind, one member of each role, and one person who has walked the whole pathway:
referred, claimed, contacted, planned with, referred on, accepted and marked as having come.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from referrals import nhs_number
from referrals.actions.intake import referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.organisation import accounts, organisations
from referrals.actions.people import people, wishes
from referrals.actions.register import attendance
from referrals.actions.services import services
from referrals.actions.support import contacts, outcomes, plans
from referrals.drafts import ContactDraft, GoalDraft, PersonDraft, PlanDraft, ReferralDraft, ServiceDraft
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.models import (
    CarePlan,
    Membership,
    OnwardReferral,
    Organisation,
    Person,
    Postcode,
    Referral,
    Service,
    Session,
    SignIn,
    SmallArea,
)
from referrals.selectors.organisation.accounts import actor_of

BEGAN = date(2020, 1, 1)
# Argon2 is slow on purpose: tests sign in by session, never by password.
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(slots=True)
class Side:
    """One side: its organisations, its members by role, and its person with everything that happened to them."""

    name: str
    icb: Organisation
    pcn: Organisation
    practice: Organisation
    team: Organisation
    provider: Organisation
    service: Service
    members: dict[Role, Membership] = field(default_factory=dict)

    person: Person = field(init=False)
    referral: Referral = field(init=False)
    plan: CarePlan = field(init=False)
    onward_referral: OnwardReferral = field(init=False)
    session: Session = field(init=False)

    def actor(self, role: Role) -> Actor:
        """The actor of the side's member with a role."""
        return actor_of(self.members[role])

    def client(self, role: Role) -> Client:
        """A browser in which the side's member with a role has signed in."""
        return signed_in(self.members[role])


@dataclass(frozen=True, slots=True)
class World:
    """`now` is the moment it was built (aware, UTC); `today` its London day."""

    ours: Side
    theirs: Side
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now)


def build() -> World:
    """A new world; the pathway of each side's person began 20 days ago and their session was a week ago."""
    now = timezone.now()
    add_places()
    sides = [_side(index, name) for index, name in enumerate(["Trafford", "Stoke"], start=1)]
    for index, side in enumerate(sides, start=1):
        _walk(side, index, now)
    ours, theirs = sides
    return World(ours, theirs, now)


def signed_in(membership: Membership) -> Client:
    """A browser in which a member has signed in."""
    client = Client()
    client.force_login(membership.user, backend=BACKEND)
    show_second_factor(membership)
    return client


def show_second_factor(membership: Membership) -> None:
    """Whoever works here has shown it in each browser where they are signed in."""
    SignIn.objects.filter(user=membership.user, ended_at=None).update(second_factor_at=timezone.now())


def cookie(membership: Membership, url: str) -> Any:
    """The session cookie of a signed-in member, for `context.add_cookies([...])`.

    Any, for Playwright does not export the type it wants.
    """
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": signed_in(membership).cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


def an_nhs_number(index: int) -> str:
    """A valid NHS number from the 999 test range; every index gives another one."""
    first_nine = f"999{index:06d}"
    check = nhs_number.check_digit(first_nine)
    return first_nine + str(check) if check < 10 else an_nhs_number(index + 500_000)


def add_places() -> None:
    """Two postcodes in small areas of decile 1 and 9."""
    for code, name, decile, postcode in (
        ("E01005001", "Trafford 001A", 1, "M33 2AB"),
        ("E01014001", "Stoke-on-Trent 001A", 9, "ST1 3AA"),
    ):
        SmallArea.objects.create(
            code=code,
            name=name,
            area_code="E08000009" if decile == 1 else "E06000021",
            area_name=name.rpartition(" ")[0],
            imd_decile=decile,
            imd_edition="2025",
        )
        Postcode.objects.create(postcode=postcode, lsoa_code=code)


def person_draft(**changes: Any) -> PersonDraft:
    """Someone with a landline who may be called; change what the test is about."""
    values: dict[str, Any] = {
        "given_name": "Ada",
        "family_name": "Example",
        "born_on": date(1951, 3, 15),
        "nhs_number_missing_reason": "" if changes.get("nhs_number") else "not_known_yet",
        "postcode": "M33 2AB",
        "practice_missing_reason": "" if changes.get("practice_id") else "not_registered",
        "contacts": (ContactDraft.safe("home_phone", "01614960000"),),
    }
    return PersonDraft(**{**values, **changes})


def referral_draft(**changes: Any) -> ReferralDraft:
    """A GP's referral for loneliness without a risk."""
    return ReferralDraft(**{"needs": ("loneliness",), "risk": "none", "route": "gp", **changes})


def register(side: Side, **changes: Any) -> Person:
    """Someone registered at the side's practice."""
    draft = person_draft(**{"practice_id": side.practice.pk, **changes})
    return people.register(draft=draft, by=side.actor(Role.GP), now=timezone.now())


def wants(side: Side, person: Person, channel: str, *bad_times: str) -> None:
    """The side's link worker notes how someone wants to be told; whether they agree to messages is said elsewhere."""
    now = timezone.now()
    by = side.actor(Role.LINK_WORKER)
    wishes.keep(person=person, channel=channel, bad_times=bad_times, agrees=False, by=by, now=now)
    person.refresh_from_db()


def refer(side: Side, person: Person, *, at: datetime | None = None, **changes: Any) -> Referral:
    """The side's GP refers someone to the side's team."""
    draft = referral_draft(**changes)
    return referrals.refer(person=person, draft=draft, team=side.team, by=side.actor(Role.GP), now=at or timezone.now())


def _side(index: int, name: str) -> Side:
    def add(kind: str, title: str, **links: Any) -> Organisation:
        return organisations.add(
            name=f"{name} {title}",
            kind=kind,
            valid_from=BEGAN,
            by=SCHEDULE,
            email=f"{kind}.{index}@example.org",
            **links,
        )

    icb = add("icb", "Integrated Care Board", ods_code=f"QX{index}")
    pcn = add("pcn", "Primary Care Network", ods_code=f"U9000{index}", parent=icb)
    area = "E08000009" if index == 1 else "E06000021"
    team = add("team", "Link Workers", parent=pcn, area_code=area)
    practice = add("gp_practice", "Surgery", ods_code=f"P9100{index}", parent=pcn, refers_to=team, area_code=area)
    provider = add("provider", "Walking Group", phone="0161 496 0999", parent=icb)
    service = services.add(
        organisation=provider,
        draft=ServiceDraft(f"{name} park walk", ("inactivity", "loneliness"), location="Longford Park", places=12),
        by=SCHEDULE,
        confirmed_on=local_day(timezone.now()),
    )
    side = Side(name, icb, pcn, practice, team, provider, service)
    workplaces = {
        Role.GP: practice,
        Role.LINK_WORKER: team,
        Role.PROVIDER: provider,
        Role.COMMISSIONER: icb,
        Role.MANAGER: team,
        Role.ADMINISTRATOR: icb,
    }
    for role, organisation in workplaces.items():
        side.members[role] = _member(side, role, organisation=organisation)
    return side


def _member(side: Side, role: Role, **link: Any) -> Membership:
    user = accounts.add_user(
        email=f"{role}.{side.name.lower()}@example.org", name=f"{role} of {side.name}", password=None, by=SCHEDULE
    )
    return accounts.add_member(user=user, role=role, by=SCHEDULE, starts_on=BEGAN, **link)


def _walk(side: Side, index: int, now: datetime) -> None:
    """The side's person walks the pathway; each step a few days after the one before."""
    gp, link_worker, provider = (side.actor(role) for role in (Role.GP, Role.LINK_WORKER, Role.PROVIDER))
    start = now - timedelta(days=20)
    postcode = "M33 2AB" if index == 1 else "ST1 3AA"
    draft = person_draft(
        family_name=side.name, nhs_number=an_nhs_number(index), practice_id=side.practice.pk, postcode=postcode
    )
    side.person = people.register(draft=draft, by=gp, now=start)
    side.referral = refer(side, side.person, at=start, note="Misses her husband.", on_behalf_of="Dr Hall")
    referrals.claim(referral=side.referral, by=link_worker, now=start + timedelta(days=1))
    episode = side.referral.episode
    reached = start + timedelta(days=3)
    contacts.record(
        episode=episode,
        mode="phone",
        outcome="reached",
        note="Likes parks.",
        occurred_at=reached,
        by=link_worker,
        now=reached,
    )
    outcomes.record(episode=episode, stage="start", answers={"ons_happiness": 3}, by=link_worker, now=reached)
    goal = GoalDraft("Walk in the park every week", local_day(now) + timedelta(days=30), daily_steps=4000)
    plan = PlanDraft("Company", goal.review_on, (("loneliness", "The evenings are long"),), (goal,))
    side.plan = plans.agree(episode=episode, draft=plan, by=link_worker, now=reached)
    side.onward_referral = onward_referrals.offer(
        episode=episode, service=side.service, need="inactivity", note="", by=link_worker, now=start + timedelta(days=5)
    )
    onward_referrals.accept(onward_referral=side.onward_referral, by=provider, now=start + timedelta(days=6))
    met = now - timedelta(days=7)
    side.session = services.schedule(
        service=side.service, code=f"WALK-{index:04}", starts_at=met, ends_at=met + timedelta(hours=1), by=provider
    )
    attendance.mark_some(session=side.session, marks={side.onward_referral.pk: "attended"}, by=provider, now=met)
    side.onward_referral.refresh_from_db()
    side.members[Role.PERSON] = _member(side, Role.PERSON, person=side.person)
    side.referral.refresh_from_db()
