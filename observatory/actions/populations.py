"""Loading denominators."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from observatory.dimensions import DIMENSIONS
from observatory.models import Population
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal


@dataclass(frozen=True, slots=True)
class PopulationDraft:
    """The people of a segment in an area, valid from a day to before another."""

    dimension: str
    segment: str
    area: str
    valid_from: date
    count: int
    valid_to: date | None = None


@transaction.atomic
def load(*, drafts: Iterable[PopulationDraft], edition: str, source: str, by: Actor) -> int:
    """Put an edition of a source in place of what was loaded of it before. How many rows there are now.

    Rates of weeks that are released stay as they are; others take the new denominators when they are next rebuilt.
    Refusal: no-such-dimension.
    """
    check(by, Permission.RUN_SCHEDULE)
    drafts = list(drafts)
    if strangers := {draft.dimension for draft in drafts} - DIMENSIONS.keys():
        raise Refusal("no-such-dimension", _("Nothing is counted by %s.") % ", ".join(sorted(strangers)))
    Population.objects.filter(edition=edition, source=source).delete()
    rows = [Population(edition=edition, source=source, **asdict(draft)) for draft in drafts]
    return len(Population.objects.bulk_create(rows))
