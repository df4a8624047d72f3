"""Which team a referral goes to."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.models import Episode, Organisation


def referred_to_by(by: Actor) -> Organisation | None:
    """The team that the actor's organisation refers to; a team's own member refers to that team."""
    organisation = Organisation.objects.filter(pk=by.organisation_id or 0).select_related("refers_to").first()
    if organisation is None:
        return None
    return organisation if organisation.kind == "team" else organisation.refers_to


def by_key(team_id: int | None) -> Organisation | None:
    """A team, or None where there is none with this key."""
    return Organisation.objects.teams().filter(pk=team_id or 0).first()


def open_practices() -> QuerySet[Organisation]:
    """GP practices that refer to a team today."""
    return Organisation.objects.practices().filter(refers_to__isnull=False).filter(_in_force()).order_by("name")


def open_teams() -> QuerySet[Organisation]:
    """Social prescribing teams that are there today."""
    return Organisation.objects.teams().filter(_in_force()).order_by("name")


def others(team_id: int) -> QuerySet[Organisation]:
    """The teams that could take over from a team."""
    return open_teams().exclude(pk=team_id)


def size(team_id: int) -> dict[str, int]:
    """How many people a team supports or has waiting, and how many practices refer to it."""
    return {
        "people": Episode.objects.filter(team=team_id).open().count(),
        "practices": Organisation.objects.practices().filter(refers_to=team_id).count(),
    }


def of_choice(practice_id: str, team_id: str) -> tuple[Organisation | None, Organisation | None]:
    """The practice and the team that someone chose by public id: a practice's own team goes before a chosen one."""
    practice = (
        open_practices().filter(public_id=practice_id).select_related("refers_to").first() if practice_id else None
    )
    if practice:
        return practice, practice.refers_to
    return None, open_teams().filter(public_id=team_id).first() if team_id else None


def _in_force() -> Q:
    today = local_day(timezone.now())
    return Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gt=today))
