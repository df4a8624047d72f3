"""What an import of a team's list has to know: who holds, who refers, and who is here already."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from referrals.drafts import PersonDraft
from referrals.kit.permissions import Role
from referrals.models import Agreement, Episode, LikelyDuplicate, Membership, Organisation
from referrals.selectors.organisation import accounts

Who = tuple[str, ...]


def holders(team: Organisation, today: date) -> dict[str, Membership]:
    """The team's link workers by e-mail address."""
    workers = accounts.in_force(today).filter(organisation=team, role=Role.LINK_WORKER, user__is_active=True)
    return {worker.user.email.casefold(): worker for worker in workers.select_related("user")}


def practices(codes: Iterable[str]) -> dict[str, int]:
    """Practices by ODS code."""
    found = Organisation.objects.filter(kind="gp_practice", ods_code__in=set(codes))
    return {str(code): key for code, key in found.values_list("ods_code", "pk")}


def who(person: PersonDraft) -> Who:
    """By what someone is known again: the NHS number, or else names; with the date of birth."""
    return _who(person.nhs_number, person.given_name, person.family_name, person.born_on)


def here_already(team: Organisation) -> set[Who]:
    """Whoever has an open episode with the team."""
    episodes = Episode.objects.open().filter(team=team)
    columns = ("person__nhs_number", "person__given_name", "person__family_name", "person__born_on")
    return {_who(*row) for row in episodes.values_list(*columns)}


def _who(number: str | None, given_name: str, family_name: str, born_on: date) -> Who:
    names = (number,) if number else (given_name.casefold(), family_name.casefold())
    return (*names, str(born_on))


def took_back(person_id: int) -> bool:
    """Whether someone who shared their record shares it no longer: only they can say otherwise."""
    said = Agreement.objects.filter(person=person_id, purpose="share_record")
    return said.exists() and not said.filter(withdrawn_at=None).exists()


def lookalikes(people: Iterable[int]) -> int:
    """How many undecided pairs these people are in."""
    among = list(people)
    return LikelyDuplicate.objects.open().filter(Q(first__in=among) | Q(second__in=among)).count()
