"""The step panel on the page of a person and of their episode."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from devices import charts
from devices.days import DayState
from devices.selectors import days, devices, loans
from devices.selectors.days import Day
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.registries.panels import PersonPanel
from referrals.selectors.register import attendances
from referrals.selectors.support import episodes, goals

if TYPE_CHECKING:
    from referrals.models import Person

DAYS_SHOWN = 28
FEWER_DAYS = 14
STATE_LABELS = {
    DayState.COUNTED: gettext_lazy("Counted"),
    DayState.ZERO: gettext_lazy("Worn, no steps"),
    DayState.NOT_WORN: gettext_lazy("Not worn"),
    DayState.NO_DATA: gettext_lazy("No data"),
}
WITH_A_COUNT = {DayState.COUNTED, DayState.ZERO}


@dataclass(frozen=True, slots=True)
class Row:
    """A day of the chart's table."""

    day: Day
    state: str
    services: list[str]


def context(person: "Person", by: Actor, now: datetime) -> Mapping[str, object] | None:
    """What the panel shows; nothing for a person who was never lent a wearable, and for other roles."""
    is_link_worker = by.role is Role.LINK_WORKER
    lent = list(loans.of_person(person, by)) if is_link_worker or by.role is Role.PERSON else []
    if not lent and not is_link_worker:
        return None
    episode = episodes.latest_of(by, person) if is_link_worker else None
    data = {
        "episode": episode,
        "may_lend": bool(episode and not episode.closed_at and not person.died_on),
        "loans": lent,
        "last_heard": devices.last_heard(person),
        "chart": None,
    }
    return data | ({"chart": _chart(person, by, local_day(now))} if lent else {})


def _chart(person: "Person", by: Actor, today: date) -> dict[str, object]:
    first = today - timedelta(days=DAYS_SHOWN - 1)
    shown = days.of_person(person, first=first, last=today, by=by)
    goal = goals.daily_steps(person)
    services: dict[date, list[str]] = defaultdict(list)
    for visit in attendances.visits(person, first):
        services[visit.day].append(visit.service)
    words = description(shown, goal, services)
    return {
        "title": _("Steps a day, last %(days)d days") % {"days": DAYS_SHOWN},
        "description": words,
        "goal": goal,
        # A narrow screen shows fewer days, at a size that can still be read.
        "svg": format_html(
            '<div class="app-if-wide">{}</div><div class="app-if-narrow">{}</div>',
            charts.steps_by_day(shown, goal, services, charts.WIDE, words),
            charts.steps_by_day(shown[-FEWER_DAYS:], goal, services, charts.NARROW, words),
        ),
        "rows": [Row(day, state_label(day), services.get(day.date, [])) for day in reversed(shown)],
    }


def state_label(day: Day) -> str:
    """What the day's figure is worth, in words."""
    if day.doubtful:
        return _("Doubtful: parts of the day add up to more")
    if day.state in WITH_A_COUNT and not day.valid:
        return _("Less than 10 hours")
    return str(STATE_LABELS[day.state])


def description(shown: Sequence[Day], goal: int | None, visits: Collection[date]) -> str:
    """The chart in words: how many days of each kind, and of the valid ones the most steps and the goal."""
    counted = [day for day in shown if day.state in WITH_A_COUNT and day.valid]
    short = sum(day.state in WITH_A_COUNT and not day.valid for day in shown)
    silent = sum(day.state == DayState.NO_DATA for day in shown)
    off = sum(day.state == DayState.NOT_WORN for day in shown)
    parts = [
        _(
            "%(counted)d of %(all)d days have a count of 10 hours or more; %(short)d have a shorter one, %(silent)d "
            "have no data, and on %(off)d it was not worn."
        )
        % {"counted": len(counted), "all": len(shown), "short": short, "silent": silent, "off": off}
    ]
    most = max(counted, key=lambda day: day.steps or 0, default=None)
    if most:
        words = {"steps": f"{most.steps or 0:,}", "day": date_format(most.date, "j F")}
        parts.append(_("The most was %(steps)s on %(day)s.") % words)
    if goal:
        reached = sum((day.steps or 0) >= goal for day in counted)
        parts.append(_("The goal of %(goal)s was reached on %(days)d.") % {"goal": f"{goal:,}", "days": reached})
    if visits:
        parts.append(_("Days at a session: %(days)d.") % {"days": len(visits)})
    return " ".join(parts)


STEPS = PersonPanel(order=10, name="steps", template="devices/panels/steps.html", context=context)
