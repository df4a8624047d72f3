"""A small world in which things happen at random, the same for the same seed, through the product's own actions."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from devices.models import Device, PersonDay
from referrals.actions.intake import referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.people import people
from referrals.actions.register import attendance
from referrals.actions.services import services
from referrals.drafts import AddressDraft
from referrals.kit.calendar import LONDON, local_day
from referrals.kit.permissions import Role
from referrals.models import Episode, OnwardReferral, Person, Service
from tests.support.world import World, person_draft, referral_draft

# The last hour of the last London day of one period and the first of the next are where weeks go wrong.
EDGES = (time(0, 0), time(0, 30), time(12), time(23, 59))
CATEGORIES = "ABHRMDSZ"
HOMES: list[dict[str, Any]] = [
    {"postcode": "M33 2AB"},
    {"postcode": "ST1 3AA"},
    {"postcode": None, "postcode_missing_reason": "withheld"},
]


class Happenings:
    """People of one side to whom things happen between two London days."""

    def __init__(self, world: World, first: date, last: date, seed: int) -> None:
        self.world, self.side = world, world.ours
        self.first, self.last = first, last
        self.random = random.Random(seed)
        self.people: list[Person] = []
        Service.objects.update(places=None)

    def moment(self, earliest: date | None = None) -> datetime:
        earliest = max(self.first, earliest or self.first)
        day = earliest + timedelta(days=self.random.randint(0, max(0, (self.last - earliest).days)))
        return datetime.combine(day, self.random.choice(EDGES), LONDON)

    def person(self) -> Person:
        draft = person_draft(
            born_on=self.first.replace(year=self.first.year - self.random.choice([10, 18, 30, 45, 65, 75]))
            + timedelta(days=self.random.randint(-3, 30)),
            sex=self.random.choice(["female", "male", "other", "unknown"]),
            ethnic_category=self.random.choice([*CATEGORIES, ""]),
            practice_id=self.side.practice.pk,
            **self.random.choice(HOMES),
        )
        since = datetime.combine(self.first, time(0), LONDON)
        person = people.register(draft=draft, by=self.side.actor(Role.GP), now=since)
        self.people.append(person)
        return person

    def pathway(self, person: Person) -> None:
        """A referral that is taken on or declined, with onward referrals; each step later than the one before."""
        link_worker = self.side.actor(Role.LINK_WORKER)
        at = self.moment()
        referral = referrals.refer(
            person=person, draft=referral_draft(), team=self.side.team, by=self.side.actor(Role.GP), now=at
        )
        if referral.status == "received" and self.random.random() < 0.8:
            at = self.moment(local_day(at))
            referrals.claim(referral=referral, by=link_worker, now=at)
            if self.random.random() < 0.2:
                referrals.release(referral=referral, by=link_worker, now=at)
                referrals.claim(referral=referral, by=link_worker, now=self.moment(local_day(at)))
        if referral.status == "claimed":
            if self.random.random() < 0.2:
                at = self.moment(local_day(at))
                referrals.end(referral=referral, event="decline", reason="not_wanted", by=link_worker, now=at)
            elif not OnwardReferral.objects.filter(episode=referral.episode).exists():
                self.onward(referral.episode, self.moment(local_day(at)))

    def onward(self, episode: Episode, at: datetime) -> None:
        link_worker = self.side.actor(Role.LINK_WORKER)
        offer = onward_referrals.offer(
            episode=episode, service=self.side.service, need="inactivity", note="", by=link_worker, now=at
        )
        if self.random.random() < 0.15:
            onward_referrals.move(
                onward_referral=offer, event="enter_in_error", by=link_worker, now=at, reason="mistake"
            )
        else:
            onward_referrals.accept(onward_referral=offer, by=self.side.actor(Role.PROVIDER), now=at)

    def change(self, person: Person) -> None:
        """A new ethnic group and a new address: figures before it keep the old ones."""
        link_worker = self.side.actor(Role.LINK_WORKER)
        people.set_ethnicity(
            person=person,
            category=self.random.choice(CATEGORIES),
            by=link_worker,
            now=self.moment(self.first + timedelta(1)),
        )
        people.move_house(
            person=person,
            draft=AddressDraft(postcode=self.random.choice(["M33 2AB", "ST1 3AA"])),
            by=link_worker,
            now=self.moment(self.first + timedelta(1)),
        )

    def sessions(self, number: int) -> None:
        provider = self.side.actor(Role.PROVIDER)
        with_place = list(OnwardReferral.objects.filter(service=self.side.service).taking_a_place())
        for index in range(number):
            at = self.moment()
            session = services.schedule(
                service=self.side.service, code=f"R-{index}", starts_at=at, ends_at=at + timedelta(hours=1), by=provider
            )
            for offer in with_place:
                status = self.random.choice(["attended", "attended", "did_not_attend"])
                offer.refresh_from_db()
                attendance.mark_some(session=session, marks={offer.pk: status}, by=provider, now=at)

    def steps(self) -> None:
        device = Device.objects.create(
            organisation=self.side.team, kind="wearable", label="W", secret_hash="$7$test", site=None
        )
        for person in self.people:
            for _day in range(self.random.randint(0, 10)):
                PersonDay.objects.get_or_create(
                    person=person,
                    date=local_day(self.moment()),
                    defaults={
                        "device": device,
                        "covered": self.random.choice([599.99, 600, 800, 1000, None]),
                        **self.random.choice(
                            [
                                {"state": "counted", "steps": self.random.randint(1, 20_000)},
                                {"state": "zero", "steps": 0},
                                {"state": "not-worn", "steps": 0},
                            ]
                        ),
                    },
                )


def fill(world: World, first: date, last: date, *, seed: int, number: int) -> Happenings:
    """`number` people to whom things happen from the first day to the last."""
    happenings = Happenings(world, first, last, seed)
    for _index in range(number):
        person = happenings.person()
        for _referral in range(happenings.random.choice([1, 1, 2])):
            happenings.pathway(person)
        if happenings.random.random() < 0.5:
            happenings.change(person)
    happenings.sessions(4)
    happenings.steps()
    return happenings
