"""Pairs of people who look alike, as one team may see them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from referrals.kit.actor import Actor
from referrals.kit.paging import page_newest_first
from referrals.likeness import Facts
from referrals.models import ContactPoint, Episode, LikelyDuplicate, Merge, Organisation, Person
from referrals.models.choices import ContactKind
from referrals.selectors.people import proofs
from referrals.selectors.people.likeness import facts_of, in_words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people; of one whom the team may not see (None) it learns which `teams` to call."""

    duplicate: LikelyDuplicate
    first: Person | None
    second: Person | None
    reasons: list[str]
    teams: list[Organisation]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, beside the other, with what the likeness was judged by."""

    person: Person
    postcode: str
    phones: str
    emails: str
    telephones: list[ContactPoint]
    mails: list[ContactPoint]
    referrals: int


def waiting(by: Actor, cursor: str = "") -> tuple[list[Pair], str]:
    """What the team has to decide, the newest first, and the cursor of the next page."""
    found = LikelyDuplicate.objects.visible_to(by).open().select_related("first", "second")
    page = page_newest_first(found, "recorded_at", cursor)
    return _pairs(by, page.rows), page.next_cursor


def how_many(by: Actor) -> int:
    """How many pairs the team has to decide."""
    return LikelyDuplicate.objects.visible_to(by).open().count()


def get(by: Actor, public_id: UUID) -> Pair | None:
    """A pair of which the team knows one or both."""
    found = LikelyDuplicate.objects.visible_to(by).select_related("first", "second").filter(public_id=public_id)
    return next(iter(_pairs(by, list(found))), None)


def sides(pair: Pair) -> list[Side]:
    """Both people with what is known of them; empty unless the team may see both."""
    if pair.first is None or pair.second is None:
        return []
    people = [pair.first, pair.second]
    facts = facts_of([person.pk for person in people])
    points = proofs.in_use(people)
    return [_side(person, facts[person.pk], points[person.pk]) for person in people]


def _side(person: Person, facts: Facts, points: list[ContactPoint]) -> Side:
    return Side(
        person=person,
        postcode=facts.postcode,
        phones=", ".join(sorted(facts.phones)),
        emails=", ".join(sorted(facts.emails)),
        telephones=[point for point in points if point.kind != ContactKind.EMAIL],
        mails=[point for point in points if point.kind == ContactKind.EMAIL],
        referrals=person.referrals.count(),
    )


def merges(by: Actor) -> QuerySet[Merge]:
    """The team's merges that can be undone, the latest first."""
    return Merge.objects.visible_to(by).select_related("kept", "gone", "merged_by__user").order_by("-pk")


def stands_for(by: Actor, public_id: UUID) -> Person | None:
    """The person whom the actor may open and into whom the one of this address was merged."""
    merge = Merge.objects.in_force().filter(gone__public_id=public_id).first()
    return Person.objects.visible_to(by).filter(pk=merge.kept_id).first() if merge else None


def merged_into(person: Person) -> list[Person]:
    """Whoever was merged into the person, and into them before."""
    gone = Person.objects.filter(pk__in=Merge.objects.in_force().filter(kept=person).values("gone")).order_by("pk")
    return [one for direct in gone for one in (direct, *merged_into(direct))]


def is_merged_away(person: Person) -> bool:
    """Whether somebody else's record stands for the person."""
    return Merge.objects.in_force().filter(gone=person).exists()


def _pairs(by: Actor, rows: list[LikelyDuplicate]) -> list[Pair]:
    people = {key for row in rows for key in (row.first_id, row.second_id)}
    visible = Person.objects.visible_to(by).in_bulk(people)
    teams: dict[int, dict[int, Organisation]] = {}
    for episode in Episode.objects.filter(person__in=people - visible.keys()).select_related("team"):
        teams.setdefault(episode.person_id, {})[episode.team_id] = episode.team
    return [
        Pair(
            duplicate=row,
            first=visible.get(row.first_id),
            second=visible.get(row.second_id),
            reasons=in_words(row.reasons),
            teams=[team for key in (row.first_id, row.second_id) for team in teams.get(key, {}).values()],
        )
        for row in rows
    ]
