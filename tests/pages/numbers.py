"""Many people at once, written as rows: through the pages a thousand would take minutes."""

from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from referrals.kit.permissions import Role
from referrals.models import (
    Agreement,
    Attendance,
    Comment,
    Episode,
    LedgerEntry,
    LikelyDuplicate,
    OnwardReferral,
    OutboundMessage,
    Person,
    PersonPractice,
    Referral,
    Service,
    Session,
    StrayScan,
    Task,
    Thread,
)
from tests.support.world import World

M = TypeVar("M", bound=Model)


def alike(row: M, number: int, **changes: Any) -> list[M]:
    """Rows like one that the product wrote, each with a key of its own; a callable change is given the row's number."""
    columns = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    for own in ("id", "public_id", "pgh_id"):
        columns.pop(own, None)
    kind = type(row)
    return kind._default_manager.bulk_create(
        kind(**{**columns, **{name: value(n) if callable(value) else value for name, value in changes.items()}})
        for n in range(number)
    )


def add_people(world: World, number: int) -> None:
    """More people like ours: half wait to be claimed, all are at our service, and half of these wait for its answer."""
    ours = world.ours
    Service.objects.filter(pk=ours.service.pk).update(places=None)
    first = Person.objects.count()
    people = alike(
        ours.person,
        number,
        nhs_number=None,
        nhs_number_missing_reason="not_known_yet",
        family_name=lambda n: f"Pemberton-Featherstonehaugh {first + n}",
    )
    alike(PersonPractice.objects.get(person=ours.person), number, person_id=lambda n: people[n].pk)
    for agreement in Agreement.objects.filter(person=ours.person):
        alike(agreement, number, person_id=lambda n: people[n].pk)
    holder = ours.members[Role.LINK_WORKER].pk
    episodes = alike(
        ours.referral.episode,
        number,
        person_id=lambda n: people[n].pk,
        holder_id=lambda n: holder if n % 2 else None,
    )
    ours.referral.refresh_from_db()
    about = {"person_id": lambda n: people[n].pk, "episode_id": lambda n: episodes[n].pk}
    referrals = alike(
        ours.referral,
        number,
        **about,
        reference=lambda n: f"SP-{first + n:04}-TEST",
        status=lambda n: "supported" if n % 2 else "received",
        next_action=lambda n: "review" if n % 2 else "claim",
        holder_id=lambda n: holder if n % 2 else None,
    )
    offers = alike(
        OnwardReferral.objects.get(pk=ours.onward_referral.pk),
        number,
        episode_id=lambda n: episodes[n].pk,
        status=lambda n: "in-progress" if n % 2 else "requested",
        next_action=lambda n: "report" if n % 2 else "answer",
    )
    _add_work(world, episodes, referrals, offers)
    with connection.cursor() as cursor:
        # As the database does by itself soon after: without it it takes the tables for nearly empty.
        cursor.execute("ANALYZE")


def _add_work(world: World, episodes: list[Episode], referrals: list[Referral], offers: list[OnwardReferral]) -> None:
    """What follows from them: tasks, sessions with attendance, messages."""
    ours, number = world.ours, len(episodes)
    task = Task.objects.filter(episode=ours.referral.episode).first()
    assert task is not None
    holder = ours.members[Role.LINK_WORKER].pk
    alike(
        task,
        number,
        episode_id=lambda n: episodes[n].pk,
        referral_id=lambda n: referrals[n].pk,
        holder_id=lambda n: holder if n % 2 else None,
        holding_team_id=lambda n: None if n % 2 else ours.team.pk,
        due_on=world.today,
        done_at=None,
    )
    first = Session.objects.count()
    sessions = alike(ours.session, number, code=lambda n: f"MANY-{first + n}", marked_at=None)
    came = Attendance.objects.get(person=ours.person, session=ours.session)
    alike(came, number, session_id=lambda n: sessions[n].pk)
    message = OutboundMessage.objects.first()
    assert message is not None
    sent = OutboundMessage.objects.count()
    alike(message, number, once_key=lambda n: f"many:{sent + n}")
    _add_lists(world, episodes)


def _add_lists(world: World, episodes: list[Episode]) -> None:
    """What stands on lists of its own: services, possible duplicates, letters, questions, grants and costs, members."""
    ours, number = world.ours, len(episodes)
    link_worker = ours.members[Role.LINK_WORKER].pk
    first = Service.objects.count()
    alike(ours.service, number, name=lambda n: f"Walk {first + n}", places=5)
    LikelyDuplicate.objects.bulk_create(
        LikelyDuplicate(first=ours.person, second_id=episode.person_id, reasons=["same_phone"]) for episode in episodes
    )
    StrayScan.objects.bulk_create(
        StrayScan(session=ours.session, person_id=episode.person_id, scanned_at=world.now) for episode in episodes
    )
    sent = OutboundMessage.objects.count()
    OutboundMessage.objects.bulk_create(
        OutboundMessage(
            once_key=f"letter:{sent + n}",
            kind="place_found",
            channel="letter",
            to_person_id=episode.person_id,
            onward_referral=ours.onward_referral,
            not_before=world.now,
        )
        for n, episode in enumerate(episodes)
    )
    manager = ours.members[Role.MANAGER]
    threads = Thread.objects.bulk_create(
        Thread(episode=episode, opened_by=manager, asked_id=link_worker, opened_at=world.now) for episode in episodes
    )
    Comment.objects.bulk_create(
        Comment(thread=thread, by=manager, text="What would you do?", occurred_at=world.now) for thread in threads
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            organisation=ours.provider, service=ours.service, kind="cost", on=world.today, pence=500, purpose="Hall"
        )
        for _n in range(number)
    )
    users = alike(ours.members[Role.LINK_WORKER].user, number, email=lambda n: f"{sent + n}@example.org")
    alike(ours.members[Role.LINK_WORKER], number, user_id=lambda n: users[n].pk)
