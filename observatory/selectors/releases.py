"""What has been released."""

from datetime import date

from django.db.models import QuerySet

from observatory.definitions import Definition
from observatory.models import Release, ReleasedFigure

FIRST = 1


def last_week() -> date | None:
    """The Monday of the newest released week: it and every week before it stand."""
    return Release.objects.order_by("-week").values_list("week", flat=True).first()


def newest_first() -> QuerySet[Release]:
    """Every release."""
    return Release.objects.all()


def of_week(week: date, revision: int = FIRST) -> Release | None:
    """A release of a week. Without a revision the first, which the week's address keeps for ever."""
    return Release.objects.filter(week=week, revision=revision).first()


def figures(release: Release) -> QuerySet[ReleasedFigure]:
    """A release's figures in the order in which they were published."""
    return release.figures.order_by("pk")


def definitions(release: Release) -> dict[str, Definition]:
    """What readers were told of each measure when the release was made, whatever has become of it since."""
    return {code: Definition(**kept) for code, kept in release.definitions.items()}


def count() -> int:
    """How many releases there are, revisions included."""
    return Release.objects.count()
