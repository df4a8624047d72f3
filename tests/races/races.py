"""The races of the pathway: how each is set up, who runs, and how the record tells afterwards how many won.

Each names its guard too, and how to take it away: without it the same crowd must be seen to break the record, else the
test of the guard would prove nothing.
"""

import time
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.actions.messages import outbox
from referrals.actions.onward import onward_referrals
from referrals.actions.organisation import accounts
from referrals.actions.people import agreements
from referrals.actions.register import attendance
from referrals.actions.services import services
from referrals.actions.work import answers, edits, moves
from referrals.drafts import ContactDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.randomness import new_code, new_public_id
from referrals.kit.refusal import Refusal
from referrals.models import (
    Attendance,
    CarePlan,
    ContactPoint,
    Membership,
    OnwardReferral,
    OnwardStatusChange,
    OutboundMessage,
    Referral,
    ReferralStatusChange,
    Service,
    Session,
)
from tests.races.crowd import Act
from tests.support.doubles.mail_server import MailServer
from tests.support.forms_typed import date_typed, new_patient
from tests.support.world import BEGAN, World, an_nhs_number, refer, register, signed_in

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Race:
    """One race. `winners` counts, in every way that the record tells it, who won: each must be 1."""

    def __init__(self, world: World, size: int) -> None:
        self.world = world
        self.size = size
        self.rounds = 0

    def prepare(self) -> list[Act]:
        """Everything for one round; what each actor will do."""
        raise NotImplementedError

    def winners(self, answers: list[Any]) -> list[int]:
        raise NotImplementedError

    def over(self) -> None:
        """After the last round."""

    @staticmethod
    def take_guard_away(patch: pytest.MonkeyPatch) -> None:
        raise NotImplementedError

    def members(self, role: Role) -> list[Client]:
        """A browser for each actor, all of one member."""
        return [self.world.ours.client(role) for _number in range(self.size)]

    def supported(self) -> Referral:
        """Someone new whom our link worker supports."""
        self.rounds += 1
        ours = self.world.ours
        contact = ContactDraft.safe("mobile", f"07700{self.rounds:06}")
        sent = refer(ours, register(ours, family_name=f"Racer {self.rounds}", contacts=(contact,)))
        return referrals.claim(referral=sent, by=ours.actor(Role.LINK_WORKER), now=timezone.now())

    def offered(self, referral: Referral) -> OnwardReferral:
        """They are offered to our service."""
        return onward_referrals.offer(
            episode=referral.episode,
            service=self.world.ours.service,
            need="inactivity",
            note="",
            by=self.world.ours.actor(Role.LINK_WORKER),
            now=timezone.now(),
        )


def colleagues(world: World, number: int) -> list[Membership]:
    """More link workers of our team."""
    members = []
    for index in range(number):
        user = accounts.add_user(email=f"worker.{index}@example.org", name="Worker", password=None, by=SCHEDULE)
        team = world.ours.team
        members.append(
            accounts.add_member(user=user, role=Role.LINK_WORKER, organisation=team, starts_on=BEGAN, by=SCHEDULE)
        )
    return members


def whoever_has_seen_it(record: Referral | OnwardReferral) -> QuerySet[Any]:
    """What `moves.unchanged` would be without its conditions."""
    return type(record)._default_manager.filter(pk=record.pk)


class Claim(Race):
    """All link workers of a team claim the same referral."""

    def __init__(self, world: World, size: int) -> None:
        super().__init__(world, size)
        self.browsers = [signed_in(member) for member in colleagues(world, size)]

    def prepare(self) -> list[Act]:
        self.rounds += 1
        self.sent = refer(self.world.ours, register(self.world.ours, family_name=f"Wanted {self.rounds}"))
        url = f"/link-worker/referrals/{self.sent.public_id}/claim/"
        return [partial(browser.post, url) for browser in self.browsers]

    def winners(self, answers: list[Any]) -> list[int]:
        told = sum("/episodes/" in answer.headers["Location"] for answer in answers)
        return [told, ReferralStatusChange.objects.filter(referral=self.sent, event="claim").count()]

    @staticmethod
    def take_guard_away(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(moves, "unchanged", whoever_has_seen_it)


class LastPlace(Race):
    """A provider's volunteers accept one person each, and one place is left."""

    def __init__(self, world: World, size: int) -> None:
        super().__init__(world, size)
        self.browsers = self.members(Role.PROVIDER)
        self.waiting = [self.offered(self.supported()) for _number in range(size)]
        Service.objects.filter(pk=world.ours.service.pk).update(places=1)

    def prepare(self) -> list[Act]:
        found = {offer.pk: offer for offer in OnwardReferral.objects.filter(pk__in=[one.pk for one in self.waiting])}
        self.waiting = [offer for offer in found.values() if offer.status == "requested"]
        Service.objects.filter(pk=self.world.ours.service.pk).update(places=None)
        self.waiting += [self.offered(self.supported()) for _winner in range(self.size - len(self.waiting))]
        self.taken = self._taken()
        Service.objects.filter(pk=self.world.ours.service.pk).update(places=self.taken + 1)
        urls = [f"/provider/offers/{offer.public_id}/" for offer in self.waiting]
        return [
            partial(browser.post, url, {"answer": "accept"}) for browser, url in zip(self.browsers, urls, strict=True)
        ]

    def winners(self, answers: list[Any]) -> list[int]:
        return [sum(answer.status_code == 302 for answer in answers), self._taken() - self.taken]

    def _taken(self) -> int:
        return OnwardReferral.objects.filter(service=self.world.ours.service).taking_a_place().count()

    @staticmethod
    def take_guard_away(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)


class Unkept:
    """An answer that nobody keeps, so that each sending is the first."""

    answer = None

    def give(self, answer: answers.Answer) -> answers.Answer:
        return answer


class DoubleSubmit(Race):
    """One form is sent many times at once, by an impatient finger and by a proxy that tries again."""

    def __init__(self, world: World, size: int) -> None:
        super().__init__(world, size)
        self.browsers = self.members(Role.GP)

    def prepare(self) -> list[Act]:
        self.rounds += 1
        self.number = an_nhs_number(1000 + self.rounds)
        # Nobody who looks like them: the practice would be asked whether they are the same.
        names = {"given_name": new_code(LETTERS, 10), "family_name": new_code(LETTERS, 10)}
        born, phone = BEGAN - timedelta(days=700 * self.rounds % 20_000), f"0161 4{self.rounds:06}"
        typed = new_patient(nhs_number=self.number, once=str(new_public_id()), born=born, phone=phone, **names)
        return [partial(browser.post, "/gp/refer/", typed) for browser in self.browsers]

    def winners(self, answers: list[Any]) -> list[int]:
        led_to = {answer.headers.get("Location") for answer in answers}
        return [len(led_to), Referral.objects.filter(person__nhs_number=self.number).count()]

    @staticmethod
    def take_guard_away(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(answers, "once", lambda **_request: nullcontext(Unkept()))


class EditEdit(Race):
    """Several people have the same plan open, and all save."""

    def __init__(self, world: World, size: int) -> None:
        super().__init__(world, size)
        self.browsers = self.members(Role.LINK_WORKER)
        self.url = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/plan/"

    def prepare(self) -> list[Act]:
        self.rounds += 1
        version = str(self._plan().version)
        typed = {"needs": ["loneliness"], "version": version, **date_typed("review_on", self.world.today)}
        return [
            partial(browser.post, self.url, {"what_matters": f"{self.rounds} {number}", **typed})
            for number, browser in enumerate(self.browsers)
        ]

    def winners(self, answers: list[Any]) -> list[int]:
        saved = [f"{self.rounds} {number}" for number, answer in enumerate(answers) if answer.status_code == 302]
        return [len(saved), saved.count(self._plan().what_matters)]

    def _plan(self) -> CarePlan:
        return CarePlan.objects.get(pk=self.world.ours.plan.pk)

    @staticmethod
    def take_guard_away(patch: pytest.MonkeyPatch) -> None:
        begin = edits.begin
        patch.setattr(edits, "begin", lambda record, _version: begin(record, None))


class CloseAttend(Race):
    """A link worker ends a place while the provider marks that the person came. All have the same page open."""

    def prepare(self) -> list[Act]:
        ours, now = self.world.ours, timezone.now()
        provider, link_worker = ours.actor(Role.PROVIDER), ours.actor(Role.LINK_WORKER)
        self.place = onward_referrals.accept(onward_referral=self.offered(self.supported()), by=provider, now=now)
        self.session: Session = services.schedule(
            service=ours.service,
            code=f"RACE-{self.rounds:04}",
            starts_at=now - timedelta(hours=2),
            ends_at=now - timedelta(hours=1),
            by=provider,
        )

        def attend(seen: OnwardReferral) -> object:
            return attendance.mark_some(
                session=self.session, marks={seen.pk: "attended"}, by=provider, now=timezone.now()
            )

        def end(seen: OnwardReferral) -> object:
            return onward_referrals.move(
                onward_referral=seen, event="cancel", reason="not_wanted", by=link_worker, now=timezone.now()
            )

        seen = [OnwardReferral.objects.get(pk=self.place.pk) for _number in range(self.size)]
        return [unless_refused(partial((attend, end)[number % 2], one)) for number, one in enumerate(seen)]

    def winners(self, answers: list[Any]) -> list[int]:
        came = Attendance.objects.filter(session=self.session).count()
        ended = OnwardStatusChange.objects.filter(onward_referral=self.place, event="cancel").count()
        return [came + ended]

    @staticmethod
    def take_guard_away(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(moves, "unchanged", whoever_has_seen_it)
        patch.setattr(attendance, "_hold", lambda _onward_referral: None)


class StopSend(Race):
    """Workers send a message while the person says: no more of these. After that nothing may arrive."""

    def __init__(self, world: World, size: int) -> None:
        super().__init__(world, size)
        self.patch = pytest.MonkeyPatch()
        self.server = MailServer()
        self.server.__enter__()
        for name, value in mail_goes_to(self.server).items():
            self.patch.setattr(settings, name, value)
        self.person = world.ours.person
        ContactPoint.objects.create(person=self.person, kind="email", value="ada@example.org")
        OutboundMessage.objects.all().delete()

    def over(self) -> None:
        self.patch.undo()
        self.server.__exit__(None, None, None)

    def prepare(self) -> list[Act]:
        self.rounds += 1
        self.server.messages.clear()
        self.server.arrived.clear()
        now = timezone.now()
        agreements.give(person=self.person, purpose="get_messages", by=self.world.ours.actor(Role.PERSON), now=now)
        self.message = OutboundMessage.objects.create(
            kind="place_found",
            once_key=f"race {self.rounds}",
            onward_referral=self.world.ours.onward_referral,
            to_person=self.person,
            channel="email",
            not_before=now,
        )
        return [(self._stop, self._send)[number % 2] for number in range(self.size)]

    def winners(self, answers: list[Any]) -> list[int]:
        stopped = [moment for moment in answers[::2] if moment is not None]
        # What was put off because the person's record was just being changed.
        outbox.send_waiting(limit=5, by=SCHEDULE, now=timezone.now() + timedelta(minutes=1))
        self.message.refresh_from_db()
        late = sum(moment > stopped[0] for moment in self.server.arrived)
        was_sent = int(self.message.state == "sent")
        return [len(stopped), 1 + late, 1 + abs(was_sent - len(self.server.arrived))]

    def _stop(self) -> float | None:
        by = self.world.ours.actor(Role.PERSON)
        try:
            agreements.withdraw(person=self.person, purpose="get_messages", by=by, now=timezone.now())
        except Refusal:
            return None
        return time.monotonic()

    def _send(self) -> None:
        outbox.send_next(by=SCHEDULE, now=timezone.now())

    @staticmethod
    def take_guard_away(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(outbox, "hold", lambda _person_id: True)


def mail_goes_to(server: MailServer) -> dict[str, object]:
    """The settings that send mail to a server of the test's."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {
        "EMAIL_BACKEND": backend,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.port,
        "EMAIL_USE_TLS": False,
    }


def unless_refused(act: Act) -> Act:
    """The act, whose refusal is an answer like another."""

    def run() -> object:
        try:
            return act()
        except Refusal as refusal:
            return refusal.code

    return run


RACES: tuple[type[Race], ...] = (Claim, LastPlace, DoubleSubmit, EditEdit, CloseAttend, StopSend)
