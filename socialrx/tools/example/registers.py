"""The registers of the sessions, written week by week for each service."""

import json
from datetime import timedelta
from random import Random

from devices.actions import ingest
from devices.messages.attendance import Attendance
from devices.models import Device
from devices.payloads import Received
from devices.topics import topic_of
from referrals.actions.register import attendance
from referrals.kit.calendar import local_day
from referrals.models import OnwardReferral, Session, Tag
from referrals.selectors.register import sessions
from socialrx.tools.example.cast import Listed
from socialrx.tools.example.diary import Story
from socialrx.tools.example.stories import Stage

# Of twenty people expected.
STATUSES = ["attended"] * 15 + ["did_not_attend"] * 3 + ["cancelled"] * 2
# Readers have stood at the doors since then; before, registers were on paper.
READERS_SINCE = timedelta(weeks=8)


def register(stage: Stage, listed: Listed, reader: Device | None) -> Story:
    """Mark each past session's register at its end; those of a service that never does stay open."""
    if not listed.offer.keeps_registers:
        return
    for session in Session.objects.filter(service=listed.service, ends_at__lt=stage.until):
        yield session.ends_at
        marks = _marks(stage, session)
        if not marks:
            continue
        if reader and local_day(session.starts_at) > stage.today - READERS_SINCE:
            _scan(session, reader, [person for person, status in marks.items() if status == "attended"])
        attendance.mark_all(
            session=session,
            marks={onward_referral.pk: status for onward_referral, status in marks.items()},
            by=listed.keeper,
            now=session.ends_at,
        )


def _marks(stage: Stage, session: Session) -> dict[OnwardReferral, str]:
    random = Random(f"{stage.seed}/{session.code}")
    expected = sessions.expected(session).select_related("episode").order_by("pk")
    return {
        onward_referral: "did_not_attend" if onward_referral.pk in stage.no_shows else random.choice(STATUSES)
        for onward_referral in expected
    }


def _scan(session: Session, reader: Device, came: list[OnwardReferral]) -> None:
    """Those who had a tag by then hold it to the reader as they come in, a few seconds apart."""
    people = [each.episode.person_id for each in came]
    tags = Tag.objects.filter(service=session.service_id, person__in=people, issued_at__lte=session.starts_at)
    codes = dict(tags.values_list("person_id", "code"))
    batch = []
    for index, person_id in enumerate(people):
        if person_id not in codes:
            continue
        at = session.starts_at + timedelta(seconds=20 * index)
        body = {
            "id": f"{session.code}-{index}",
            "seq": int(at.timestamp()),
            "session": session.code,
            "tag": codes[person_id],
            "at": at.isoformat(),
        }
        topic = topic_of(reader.public_id, Attendance.kind)
        batch.append(Received(topic=topic, body=json.dumps(body).encode(), retained=False, received_at=at))
    ingest.store(batch=batch, now=session.ends_at)
