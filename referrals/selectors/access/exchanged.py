"""What other systems may read: rows of the record with all that an answer tells of them, and when they changed."""

from copy import copy
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, OuterRef, Prefetch, QuerySet, Subquery, Value

from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.kit.registries.fhir import Row
from referrals.models import (
    ContactPoint,
    OnwardReferral,
    OnwardStatusChange,
    Organisation,
    Person,
    PersonAddress,
    PersonEthnicity,
    PersonPractice,
    Referral,
    ReferralIdentifier,
    ReferralStatusChange,
    StatusChange,
)
from referrals.selectors.intake import referrals as of_intake
from referrals.selectors.services import services as directory
from referrals.selectors.work.changed import with_change


def referrals(by: Actor, today: date) -> QuerySet[Row]:  # each source is asked alike
    """Referrals, each with `last_reason`, the latest move's, and the number of its `moves`."""
    moves = _number(ReferralStatusChange.objects.filter(referral=OuterRef("pk")), "referral")
    found: QuerySet[Row] = with_change(of_intake.visible(by)).annotate(moves=moves)
    return found.prefetch_related("identifiers")


def numbered(system: str, value: str) -> QuerySet[Row]:
    """Keys of the referrals that their senders call so; a blank system is any."""
    numbers = ReferralIdentifier.objects.filter(value=value)
    return (numbers.filter(system=system) if system else numbers).values("referral")


def onward_referrals(by: Actor, today: date) -> QuerySet[Row]:
    """As `referrals`; `based_on` are the public ids of the referrals that led to them.

    `shown_note` is what was written to the service: a practice sees how it stands, and no notes.
    """
    latest = OnwardStatusChange.objects.filter(onward_referral=OuterRef("pk")).order_by("-occurred_at", "-pk")
    led = Referral.objects.visible_to(by).filter(episode=OuterRef("episode")).order_by("pk").values("public_id")
    rows = OnwardReferral.objects.visible_to(by).select_related(
        "episode__person", "episode__team", "service__organisation"
    )
    note: Row = Value("", CharField()) if by.role is Role.GP else F("note")
    found: QuerySet[Row] = with_change(rows).annotate(
        last_reason=Subquery(latest.values("reason")[:1]),
        moves=_number(OnwardStatusChange.objects.filter(onward_referral=OuterRef("pk")), "onward_referral"),
        based_on=ArraySubquery(led),
        shown_note=note,
    )
    return found


def _number(moves: QuerySet[Row], of: str) -> Subquery:
    return Subquery(moves.order_by().values(of).annotate(number=Count("pk")).values("number"))


def past(row: Row) -> list[Row]:
    """A referral or an onward referral as it stood after each of its moves, the first one first."""
    changes = list(row.status_changes.order_by("occurred_at", "pk"))
    versions = [_as_of(row, change, number) for number, change in enumerate(changes, start=1)]
    for earlier in versions[:-1]:
        # By when somebody had to act then is not known here.
        earlier.due_on = None
    return versions


def _as_of(row: Row, change: StatusChange, number: int) -> Row:
    found = copy(row)
    found.status, found.last_reason = change.to_status, change.reason
    found.moves, found.changed_at = number, change.occurred_at
    return found


def people(by: Actor, today: date) -> QuerySet[Row]:
    """People with what holds of them now, in lists: `points`, `homes`, `registrations` and `groups`."""
    now = {"valid_to": None}
    return with_change(
        Person.objects.visible_to(by).prefetch_related(
            Prefetch("contact_points", ContactPoint.objects.filter(ended_at=None).order_by("pk"), to_attr="points"),
            Prefetch("addresses", PersonAddress.objects.filter(**now), to_attr="homes"),
            Prefetch(
                "practices", PersonPractice.objects.filter(**now).select_related("practice"), to_attr="registrations"
            ),
            Prefetch("ethnicities", PersonEthnicity.objects.filter(**now), to_attr="groups"),
        ),
        ContactPoint,
        PersonAddress,
        PersonPractice,
        PersonEthnicity,
    )


def organisations(by: Actor, today: date) -> QuerySet[Row]:
    """Every organisation of the pathway: they are nobody's secret."""
    return with_change(Organisation.objects.select_related("parent"))


def services(by: Actor, today: date) -> QuerySet[Row]:
    """The directory's services, as everybody sees them."""
    return with_change(directory.listed(today).select_related("organisation"))
