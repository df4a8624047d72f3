"""What scripts need to act in the demo: personas with tokens, devices with secrets, sessions and tags."""

from datetime import datetime, timedelta
from typing import Any

from referrals.actions.organisation import clients
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Role, Scope
from referrals.models import Attendance, Membership, PersonPractice, Session, Tag
from referrals.selectors.register import sessions
from socialrx.tools.example.cast import Cast, Persona
from socialrx.tools.example.wearables import Held

# A demo may stand for long.
TOKEN_LASTS = timedelta(days=3650)


def facts(cast: Cast, readers: dict[str, Held], wearables: list[Held]) -> dict[str, Any]:
    """The example's part of ready.json. `stock` are wearables that nobody has yet, to be played once they are lent."""
    doors = _doors(cast, readers)
    lent = [held for held in wearables if held.person]
    return {
        "personas": [_persona(persona, day_starts(cast.today)) for persona in cast.personas],
        "devices": [_device(held) for held in [*readers.values(), *lent]],
        "stock": [_device(held) for held in wearables if not held.person],
        "sessions": [
            {"code": session.code, "reader": str(reader.device.public_id), "starts": session.starts_at.isoformat()}
            for session, reader in doors
        ],
        "tags": [tag for session, _reader in doors for tag in _tags(session)],
    }


def _persona(persona: Persona, now: datetime) -> dict[str, str]:
    membership = persona.membership
    return {
        "name": persona.name,
        "role": membership.role,
        "organisation": _organisation(membership),
        "sign_in": f"/demo/sign-in/{persona.name}/",
        "api_token": _token(persona, now),
    }


def _organisation(membership: Membership) -> str:
    """Where the persona acts; for a person the practice where they are registered."""
    if membership.organisation:
        return membership.organisation.name
    registered = PersonPractice.objects.select_related("practice").get(person=membership.person_id, valid_to=None)
    return registered.practice.name if registered.practice else ""


def _token(persona: Persona, now: datetime) -> str:
    """The token of a system that may do the same as the persona, where they do it."""
    member = persona.membership
    client = clients.register(
        name=f"Demo: {persona.name}", oauth_client_id=f"demo-{persona.name}", scopes=[*Scope], by=SCHEDULE
    ).client
    clients.grant(
        client=client,
        role=Role(member.role),
        organisation=member.organisation,
        person=member.person,
        by=SCHEDULE,
        now=now,
    )
    return clients.issue_token(client=client, scopes=[*Scope], expires=now + TOKEN_LASTS, by=SCHEDULE)


def _device(held: Held) -> dict[str, Any]:
    return {
        "id": str(held.device.public_id),
        "secret": held.secret,
        "kind": held.device.kind,
        "person": str(held.person.public_id) if held.person else None,
        "fresh": held.fresh,
    }


def _doors(cast: Cast, readers: dict[str, Held]) -> list[tuple[Session, Held]]:
    """The sessions with a reader from the loading day to a week later."""
    since = day_starts(cast.today)
    return [
        (session, reader)
        for key, reader in readers.items()
        for session in Session.objects.filter(
            service=cast.sides[0].listed[key].service, starts_at__gte=since, starts_at__lt=since + timedelta(days=8)
        )
    ]


def _tags(session: Session) -> list[dict[str, str]]:
    """The tags of those who are expected, and who have not come yet."""
    people = sessions.expected(session).values("episode__person")
    came = Attendance.objects.filter(session=session).values("person")
    tags = Tag.objects.filter(service=session.service_id, person__in=people).exclude(person__in=came)
    return [
        {"tag": tag.code, "person": str(tag.person.public_id), "session": session.code}
        for tag in tags.select_related("person").order_by("pk")
    ]
