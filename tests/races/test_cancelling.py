"""A session is cancelled at the very moment in which somebody shows their tag at its door: never both."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from referrals.actions.onward import closings
from referrals.actions.register import scans, sessions, tags
from referrals.actions.services import services
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.kit.randomness import new_public_id
from referrals.models import Attendance, Session
from tests.races.races import unless_refused
from tests.support.world import World

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[], object]


@pytest.fixture
def session(world: World) -> Session:
    """It begins in a quarter of an hour, and our person has a tag."""
    ours, now = world.ours, timezone.now()
    by, begins = ours.actor(Role.PROVIDER), now + timedelta(minutes=15)
    tags.issue(place=ours.onward_referral, code="TAG-1", by=by, now=now - timedelta(days=1))
    return services.schedule(
        service=ours.service, code="WALK-NOW", starts_at=begins, ends_at=begins + timedelta(hours=1), by=by
    )


def scan(world: World, session: Session) -> object:
    site = world.ours.provider.pk
    reader = Actor(kind=ActorKind.DEVICE, device_id=new_public_id(), organisation_id=site)
    return scans.scan(session_code=session.code, tag_code="TAG-1", at=timezone.now(), organisation_id=site, by=reader)


def cancel(world: World, session: Session) -> object:
    by = world.ours.actor(Role.PROVIDER)
    return sessions.cancel(session=session, reason="weather", by=by, now=timezone.now())


def close(world: World, session: Session) -> object:
    by = world.ours.actor(Role.PROVIDER)
    return closings.close(service=session.service, reason="paused", on=world.today, by=by, now=timezone.now())


def through_or_waiting(other: Future[Any]) -> None:
    """Until the other connection has finished, or waits for what this one holds."""
    with connection.cursor() as cursor:
        waits = False
        while not (waits or other.done()):
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))")
            (waits,) = cursor.fetchone()


def meanwhile(first: Act, second: Act) -> object:
    """The second act, on a connection of its own, while the first is done and not committed: what came of it."""

    def run() -> object:
        try:
            return unless_refused(second)()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            other = pool.submit(run)
            through_or_waiting(other)
        return other.result(timeout=10)


def scanned_at_a_cancelled_one() -> bool:
    return Attendance.objects.filter(session__cancelled_at__isnull=False).exists()


@pytest.mark.parametrize("end", [cancel, close])
def test_nobody_comes_to_a_session_that_is_being_cancelled(
    world: World, session: Session, end: Callable[[World, Session], object]
) -> None:
    assert meanwhile(partial(end, world, session), partial(scan, world, session)) == "unknown-session"
    assert not scanned_at_a_cancelled_one()


def test_a_session_to_which_somebody_is_just_coming_is_not_cancelled(world: World, session: Session) -> None:
    assert meanwhile(partial(scan, world, session), partial(cancel, world, session)) == "register-begun"
    assert not scanned_at_a_cancelled_one()


def test_a_service_that_closes_cancels_no_session_to_which_somebody_is_just_coming(
    world: World, session: Session
) -> None:
    closed = meanwhile(partial(scan, world, session), partial(close, world, session))
    assert getattr(closed, "status", closed) == "closed"
    assert not scanned_at_a_cancelled_one()


@pytest.mark.parametrize("end", [cancel, close])
def test_without_its_lock_a_scan_stays_at_a_cancelled_session(
    world: World, session: Session, end: Callable[[World, Session], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def scan_without() -> object:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)
        return scan(world, session)

    meanwhile(partial(end, world, session), scan_without)
    assert scanned_at_a_cancelled_one()
