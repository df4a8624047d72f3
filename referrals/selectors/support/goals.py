"""What people aim for."""

from referrals.models import Goal, Person


def daily_steps(person: Person) -> int | None:
    """The steps a day that the person aims for: the latest goal that names them. Ask only about someone one may see."""
    goals = Goal.objects.filter(plan__episode__person=person, status="active", daily_steps__isnull=False)
    return goals.order_by("-set_at", "-pk").values_list("daily_steps", flat=True).first()
