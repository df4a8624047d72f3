"""The shape of a day, and of the days that are asked for."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from devices.days import DayState
from referrals.kit.calendar import local_day

# A year and the day after it.
MOST_DAYS = 366
USUAL_DAYS = 28
# Days by what they are called in the query: `from` and `to`, then `first` and `last`.
Range = dict[str, date]
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
OUT_OF_REACH = gettext_lazy("Give a day of this century or the next.")
BACKWARDS = gettext_lazy("The first day lies after the last.")
TOO_LONG = gettext_lazy("Ask for 366 days at most.")


def require_reach(day: date) -> None:
    """Refuse days from which there is no way to the days around them."""
    if not EARLIEST <= day <= LATEST:
        raise serializers.ValidationError(OUT_OF_REACH)


def _day_field(help_text: str) -> serializers.DateField:
    return serializers.DateField(required=False, validators=[require_reach], help_text=help_text)


class RangeIn(serializers.Serializer[Range]):
    """`from` and `to`, both included; without them the four weeks up to today or up to `to`."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `from` is a word of Python, so it cannot be declared as an attribute.
        return {
            "from": _day_field("The first day (London); without it, four weeks up to `to`."),
            "to": _day_field("The last day; today if it is left out."),
        }

    def validate(self, attrs: Range) -> Range:
        last = attrs.get("to") or local_day(timezone.now())
        first = attrs.get("from") or last - timedelta(days=USUAL_DAYS - 1)
        if first > last:
            raise serializers.ValidationError({"from": BACKWARDS})
        if (last - first).days >= MOST_DAYS:
            raise serializers.ValidationError({"from": TOO_LONG})
        return {"first": first, "last": last}


class DayOut(serializers.Serializer[object]):
    """A London day. `no-data` has neither steps nor wear nor device; `not-worn` says that it was not a real zero."""

    date = serializers.DateField()
    state = serializers.ChoiceField(choices=[state.value for state in DayState])
    steps = serializers.IntegerField(allow_null=True)
    worn = serializers.FloatField(allow_null=True, help_text="Percent of the day's readings' time.")
    covered = serializers.FloatField(help_text="Minutes that the figure rests on, wear taken into account.")
    valid = serializers.BooleanField(help_text="At least 600 covered minutes: it says how much somebody walks.")
    doubtful = serializers.BooleanField(help_text="Its parts add up to more: a counter may have started again.")
    device = serializers.UUIDField(allow_null=True)
