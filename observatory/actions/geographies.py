"""Loading places."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from observatory.dimensions.places import LIES_IN, Kind
from observatory.models import Geography
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal


@dataclass(frozen=True, slots=True)
class GeographyDraft:
    """A place, valid from a day to before another. `parent`: the code of the place that it lies in, blank for none."""

    code: str
    kind: Kind
    name: str
    valid_from: date
    valid_to: date | None = None
    parent: str = ""


@transaction.atomic
def load(*, drafts: Iterable[GeographyDraft], edition: str, source: str, by: Actor) -> int:
    """Put an edition of a source in place of what was loaded of the source before. How many places there are of it.

    Released figures stay as they are; others find people's places anew when they are next rebuilt. Refusals:
    two-places-at-once, no-such-place (a parent that is not known), wrong-kind-of-place (one that cannot hold it).
    """
    check(by, Permission.RUN_SCHEDULE)
    Geography.objects.filter(source=source).delete()
    rows = [Geography(edition=edition, source=source, **asdict(draft)) for draft in drafts]
    try:
        with transaction.atomic():
            Geography.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refusal(
            "two-places-at-once", _("A code means one place on any day, and no place ends before it began.")
        ) from error
    _check_parents()
    return len(rows)


def _check_parents() -> None:
    kinds = dict(Geography.objects.values_list("code", "kind"))
    for code, kind, parent in Geography.objects.exclude(parent="").values_list("code", "kind", "parent"):
        if parent not in kinds:
            raise Refusal(
                "no-such-place",
                _("%(code)s lies in %(parent)s, which is not known.") % {"code": code, "parent": parent},
            )
        if Kind(kinds[parent]) not in LIES_IN[Kind(kind)]:
            raise Refusal(
                "wrong-kind-of-place", _("%(code)s cannot lie in %(parent)s.") % {"code": code, "parent": parent}
            )
