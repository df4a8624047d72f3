"""The shapes of the observatory's REST interface, for answers and for their description."""

from typing import Any

from rest_framework import serializers

from observatory import spelling
from observatory.dimensions import DIMENSIONS


class ValueOut(serializers.FloatField):
    """A published value: 35, or 35.5."""

    def to_representation(self, value: Any) -> Any:
        return spelling.number(value)


class CellOut(serializers.Serializer[object]):
    """One published figure. Hidden: `value` null and `suppressed` true. No data: null and false."""

    segment = serializers.CharField()
    value = ValueOut(allow_null=True)
    rate = serializers.FloatField(allow_null=True, help_text="per 1,000 of the denominator")
    denominator = serializers.IntegerField(allow_null=True, help_text="people, to the nearest 5")
    suppressed = serializers.BooleanField()


class SeriesOut(serializers.Serializer[object]):
    """What every answer about a measure says first."""

    measure = serializers.CharField()
    unit = serializers.CharField()
    definition_version = serializers.IntegerField()
    by = serializers.ChoiceField(choices=list(DIMENSIONS))


class WeekOut(serializers.Serializer[object]):
    """A week. `complete`: it is released and stands; otherwise its figures may still change."""

    week = serializers.CharField(source="label", help_text="ISO week, like 2026-W11")
    complete = serializers.BooleanField()
    cells = CellOut(many=True)


class WeeklyOut(SeriesOut):
    """Weekly figures. `release` is the newest release among them, as week/revision."""

    release = serializers.CharField(allow_null=True)
    weeks = WeekOut(many=True)


class BlockOut(serializers.Serializer[object]):
    """A block of 13 weeks, from the first to the last."""

    block = serializers.CharField(source="label", help_text="first and last ISO week, like 2026-W05/2026-W17")
    complete = serializers.BooleanField()
    cells = CellOut(many=True)


class BlocksOut(SeriesOut):
    """Figures of 13-week blocks."""

    blocks = BlockOut(many=True)


class ReleaseOut(serializers.Serializer[object]):
    """A frozen week."""

    week = serializers.CharField()
    revision = serializers.IntegerField()
    released_at = serializers.DateTimeField()
    definitions = serializers.DictField(child=serializers.IntegerField(), help_text="measure: definition version")
    digest = serializers.CharField(help_text="SHA-256 of the figures")
    url = serializers.CharField()


class ReleasedMeasureOut(SeriesOut):
    """A measure of a release, by one dimension."""

    cells = CellOut(many=True)


class ShareOut(serializers.Serializer[object]):
    """How complete the record behind the figures was, in whole percent."""

    share = serializers.CharField()
    value = ValueOut(allow_null=True)
    suppressed = serializers.BooleanField()


class ReleaseDetailOut(ReleaseOut):
    """A frozen week with its figures."""

    figures = ReleasedMeasureOut(many=True)
    completeness = ShareOut(many=True)
