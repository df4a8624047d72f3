"""Finding anyone whom the team knows, in support or not, by what somebody remembers of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery, Value

from referrals.finding import Asked, asked
from referrals.kit.actor import Actor
from referrals.models import Episode, Person, PersonKeys, Referral

# As many as one reads at a glance; another word finds fewer.
MOST = 12


@dataclass(frozen=True, slots=True)
class Found:
    """Someone with their latest time with the team."""

    person: Person
    episode: Episode


def vector(words: Iterable[str]) -> Func:
    """Words as a column that is searched keeps them."""
    return Func(Value(sorted(words)), function="array_to_tsvector", output_field=SearchVectorField())


class _Has(Func):
    """Whether kept words match; letters and figures alone, so that nothing needs a quote."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def find(by: Actor, text: str, today: date) -> list[Found]:
    """Who of the actor's team is meant, those in support first, at most `MOST`; nobody for too short a text."""
    wanted = asked(text, today)
    if wanted.is_of_nobody:
        return []
    episodes = Episode.objects.filter(person=OuterRef("pk"), team=by.organisation_id or 0)
    latest = episodes.order_by(F("closed_at").desc(nulls_first=True), "-pk")
    people = (
        Person.objects.visible_to(by)
        .filter(_match(by, wanted))
        .annotate(latest=Subquery(latest.values("pk")[:1]), ended=Subquery(latest.values("closed_at")[:1]))
        .order_by(F("ended").desc(nulls_first=True), "family_name", "given_name", "pk")
    )
    return _with_episodes(people[:MOST])


def _match(by: Actor, wanted: Asked) -> Q:
    if wanted.reference:
        sent = Referral.objects.filter(team=by.organisation_id or 0, reference__startswith=wanted.reference)
        return Q(pk__in=sent.values("person"))
    query = " & ".join("(" + " | ".join(f"'{word}':*" for word in sorted(group)) + ")" for group in wanted.groups)
    return Q(pk__in=PersonKeys.objects.filter(_Has(F("words"), Value(query))).values("person"))


def _with_episodes(people: QuerySet[Person]) -> list[Found]:
    rows = list(people)
    keys = {person.pk: vars(person)["latest"] for person in rows}
    episodes = Episode.objects.select_related("holder__user").in_bulk(keys.values())
    return [Found(person, episodes[keys[person.pk]]) for person in rows]
