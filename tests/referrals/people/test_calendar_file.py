"""The calendar file: private titles, right times, and lines as RFC 5545 wants them."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from referrals import icalendar
from referrals.actions.services import services
from referrals.actions.support import appointments
from referrals.drafts import AppointmentDraft
from referrals.icalendar import Event
from referrals.kit.calendar import LONDON
from referrals.kit.permissions import Role
from referrals.models import Appointment, Session
from tests.support.world import Side, World

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def plan(side: Side, now: datetime) -> Appointment:
    """An appointment and a session to come."""
    draft = AppointmentDraft(now + timedelta(days=3), now + timedelta(days=3, hours=1), "home_visit", "1, High Street")
    appointment = appointments.make(
        episode=side.referral.episode, draft=draft, by=side.actor(Role.LINK_WORKER), now=now
    )
    starts = now + timedelta(days=4)
    services.schedule(
        service=side.service,
        code=f"NEXT-{side.name}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        by=side.actor(Role.PROVIDER),
    )
    return appointment


def test_the_file_tells_when_and_nothing_of_why(world: World) -> None:
    for side in (world.ours, world.theirs):
        plan(side, timezone.now())
    client = world.ours.client(Role.PERSON)
    response = client.get("/me/calendar.ics")
    text = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == text.count("SUMMARY:Appointment\r\n") == text.count("CLASS:PRIVATE") == 2
    for word in ("LOCATION", "park", "High Street", "Ada", "Trafford", "Stoke", "link worker"):
        assert word not in text
    with_place = client.get("/me/calendar.ics?place=yes").content.decode()
    assert "LOCATION:1\\, High Street\r\n" in with_place
    assert "LOCATION:Longford Park\r\n" in with_place
    assert "Save to my calendar" in client.get("/me/").content.decode()


def test_one_appointment_or_session_is_a_file_of_its_own(world: World) -> None:
    theirs = plan(world.theirs, timezone.now())
    appointment = plan(world.ours, timezone.now())
    session = Session.objects.get(code=f"NEXT-{world.ours.name}")
    client = world.ours.client(Role.PERSON)
    page = client.get("/me/").content.decode()
    for one in (appointment, session):
        url = f"/me/calendar/{one.public_id}/"
        assert url in page
        response = client.get(url)
        text = response.content.decode()
        assert response.headers["Content-Disposition"] == 'attachment; filename="appointment.ics"'
        assert text.count("BEGIN:VEVENT") == text.count("SUMMARY:Appointment\r\n") == text.count("CLASS:PRIVATE") == 1
        assert f"UID:{one.public_id}@socialrx" in text
        assert "LOCATION" not in text
    assert client.get(f"/me/calendar/{theirs.public_id}/").status_code == 404
    # A session of a service where somebody else goes, and one that is over.
    for other in (Session.objects.get(code=f"NEXT-{world.theirs.name}"), world.ours.session):
        assert client.get(f"/me/calendar/{other.public_id}/").status_code == 404


def test_a_moved_appointment_keeps_its_uid_and_counts_on(world: World) -> None:
    now = timezone.now()
    appointment = plan(world.ours, now)
    client = world.ours.client(Role.PERSON)
    before = client.get("/me/calendar.ics").content.decode()
    draft = AppointmentDraft(now + timedelta(days=2), now + timedelta(days=2, hours=1), "phone")
    by = world.ours.actor(Role.LINK_WORKER)
    appointments.move(appointment=appointment, draft=draft, by=by, now=now, version=1)
    after = client.get("/me/calendar.ics").content.decode()
    uid = f"UID:{appointment.public_id}@socialrx\r\nSEQUENCE:"
    assert (f"{uid}1" in before, f"{uid}2" in after) == (True, True)


def test_times_are_right_on_both_sides_of_a_change_of_the_clocks() -> None:
    def starts(day: int) -> str:
        start = datetime(2026, 3, day, 10, 30, tzinfo=LONDON)
        file = icalendar.calendar([Event("a", 1, start, start + timedelta(hours=1))], title="T", now=NOW).decode()
        return next(line for line in file.split("\r\n") if line.startswith("DTSTART"))

    assert (starts(28), starts(29)) == ("DTSTART:20260328T103000Z", "DTSTART:20260329T093000Z")


def test_long_lines_are_folded_between_characters_and_text_is_escaped() -> None:
    place = "Caf\u00e9; back\\slash, " + "\u00e9" * 100 + "\nsecond line"
    file = icalendar.calendar([Event("a", 1, NOW, NOW + timedelta(hours=1), place)], title="T", now=NOW)
    lines = file.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines]
    unfolded = file.replace(b"\r\n ", b"").decode()
    assert "LOCATION:Caf\u00e9\\; back\\\\slash\\, " + "\u00e9" * 100 + "\\nsecond line\r\n" in unfolded
    assert file.endswith(b"END:VCALENDAR\r\n")
