"""Scans: a tag proves attendance at its session's time alone; at another time the provider is asked."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from referrals.actions.register import scans, sessions, tags
from referrals.actions.services import services
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Attendance, Service, Session, StrayScan
from tests.support.world import World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAGE = "/provider/scans/"


@pytest.fixture(autouse=True)
def tag(world: World) -> None:
    tags.issue(
        place=world.ours.onward_referral,
        code="T-1",
        by=world.ours.actor(Role.PROVIDER),
        now=world.now - timedelta(days=10),
    )


def held(world: World, starts_at: datetime, code: str) -> Session:
    by = world.ours.actor(Role.PROVIDER)
    return services.schedule(
        service=world.ours.service, code=code, starts_at=starts_at, ends_at=starts_at + HOUR, by=by
    )


def scan(world: World, session: Session, at: datetime, code: str = "T-1") -> Attendance | None:
    return scans.scan(
        session_code=session.code.lower(),
        tag_code=code,
        at=at,
        organisation_id=world.ours.provider.pk,
        by=world.ours.actor(Role.PROVIDER),
    )


def settle(world: World, stray: StrayScan, session: Session | None = None, **changes: Any) -> None:
    by: Any = {"by": world.ours.actor(Role.PROVIDER), "now": world.now} | changes
    scans.settle(stray=stray, session=session, **by)


def came_to(session: Session) -> bool:
    return Attendance.objects.filter(session=session, status="attended", source="reader").exists()


def test_a_tag_at_its_session_is_attendance_however_it_is_spelled(world: World) -> None:
    session = held(world, world.now - HOUR / 2, "NOW-1")
    assert scan(world, session, world.now, " t-1\r\n")
    assert came_to(session)


def test_a_tag_shown_a_week_early_marks_nobody_and_waits_for_the_provider(world: World) -> None:
    session = held(world, world.now + timedelta(days=7), "NEXT-1")
    for _again in range(2):
        assert scan(world, session, world.now) is None
    assert not session.attendances.exists()
    stray = StrayScan.objects.get()
    page = world.ours.client(Role.PROVIDER).get(PAGE).content.decode()
    assert world.ours.person.full_name in page
    assert "NEXT-1" in page
    # The register of next week is not open yet, and no session was held then.
    assert "Came on" not in page
    world.ours.client(Role.PROVIDER).post(f"{PAGE}{stray.public_id}/", {"session": ""})
    stray.refresh_from_db()
    assert (stray.counted_for, stray.settled_at is not None) == (None, True)
    assert "There is nothing to look at" in world.ours.client(Role.PROVIDER).get(PAGE).content.decode()


def test_a_reader_that_was_set_to_another_session_is_put_right_in_one_tap(world: World) -> None:
    today, next_week = held(world, world.now - HOUR / 2, "NOW-1"), held(world, world.now + timedelta(days=7), "NEXT-1")
    scan(world, next_week, world.now)
    stray = StrayScan.objects.get()
    inbox = world.ours.client(Role.PROVIDER).get("/provider/").content.decode()
    assert "1 tag was shown at another time" in inbox
    world.ours.client(Role.PROVIDER).post(f"{PAGE}{stray.public_id}/", {"session": str(today.public_id)})
    assert came_to(today)
    stray.refresh_from_db()
    assert stray.counted_for == today


def test_whoever_comes_after_the_end_counts_within_the_services_grace(world: World) -> None:
    session = held(world, world.now - 2 * HOUR, "DONE-1")
    late = session.ends_at + timedelta(minutes=10)
    assert scan(world, session, late) is None
    Service.objects.filter(pk=world.ours.service.pk).update(scan_grace=10)
    assert scan(world, session, late)
    # Who is marked already is no question.
    assert scan(world, session, late + HOUR) is None
    assert StrayScan.objects.count() == 1


def test_a_session_that_was_not_on_the_page_is_no_answer(world: World) -> None:
    scan(world, held(world, world.now + timedelta(days=7), "NEXT-1"), world.now)
    url = f"{PAGE}{StrayScan.objects.get().public_id}/"
    answer = world.ours.client(Role.PROVIDER).post(url, {"session": str(world.theirs.session.public_id)})
    assert answer.status_code == 404
    assert world.theirs.client(Role.PROVIDER).post(url, {"session": ""}).status_code == 404


def test_what_is_settled_stays_settled(world: World) -> None:
    scan(world, held(world, world.now + timedelta(days=7), "NEXT-1"), world.now)
    stray = StrayScan.objects.get()
    refusals = []
    for changes in (
        {"by": world.theirs.actor(Role.PROVIDER)},
        {"session": world.theirs.session},
        {"session": stray.session},
        {},
        {},
    ):
        try:
            settle(world, stray, **changes)
        except Refusal as refusal:
            refusals.append(refusal.code)
    assert refusals == ["not-yours", "another-service", "too-early", "settled-already"]


def test_a_cancelled_session_is_not_offered(world: World) -> None:
    soon = held(world, world.now + HOUR * 2, "SOON-1")
    scan(world, soon, world.now)
    sessions.cancel(session=soon, reason="weather", by=world.ours.actor(Role.PROVIDER), now=world.now)
    assert "Came on" not in world.ours.client(Role.PROVIDER).get(PAGE).content.decode()
