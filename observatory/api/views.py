"""REST: weekly figures and releases. Everything here is published; nothing is worked out on the way."""

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from observatory.api import queries
from observatory.api.queries import Query
from observatory.api.serializers import BlocksOut, ReleaseDetailOut, ReleaseOut, WeeklyOut
from observatory.definitions import Definition
from observatory.measures import MEASURES
from observatory.periods import Period
from observatory.selectors import labels, releases, series
from referrals.kit.api.permissions import needs
from referrals.kit.calendar import local_day, parse_week, week_label, week_of
from referrals.kit.permissions import Permission

if TYPE_CHECKING:
    from observatory.models import Release


class NewestWeekFirst(CursorPagination):
    """`limit` releases a page (50, at most 200)."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = ("-week", "-revision")


class Weekly(APIView):
    """A measure week by week, by population segment."""

    permission_classes = [needs(Permission.READ_OBSERVATORY)]

    @extend_schema(parameters=queries.PARAMETERS, responses=WeeklyOut, operation_id="observatory_weekly")
    def get(self, request: Request) -> Response:
        query = queries.read(request, _this_week())
        found = series.weekly(query.measure, query.by, query.first, query.last)
        body = {
            **_current(query),
            "release": found.release or None,
            "weeks": found.points,
        }
        return Response(WeeklyOut(body).data)


class Blocks(APIView):
    """A measure in blocks of 13 weeks, by population segment: the blocks that hold the weeks asked for."""

    permission_classes = [needs(Permission.READ_OBSERVATORY)]

    @extend_schema(parameters=queries.PARAMETERS, responses=BlocksOut, operation_id="observatory_blocks")
    def get(self, request: Request) -> Response:
        query = queries.read(request, _this_week())
        found = series.blocks(query.measure, query.by, Period.BLOCK.start_of(query.first), query.last)
        return Response(BlocksOut({**_current(query), "blocks": found.points}).data)


class Releases(APIView):
    """Every release, the newest week first."""

    permission_classes = [needs(Permission.READ_OBSERVATORY)]
    pagination_class = NewestWeekFirst

    @extend_schema(responses=ReleaseOut(many=True), operation_id="observatory_releases")
    def get(self, request: Request) -> Response:
        pages = self.pagination_class()
        rows = pages.paginate_queryset(releases.newest_first(), request, view=self) or []
        return pages.get_paginated_response(ReleaseOut([_release(row) for row in rows], many=True).data)


class ReleaseDetail(APIView):
    """A week's figures as they were released: without a revision the first, for ever the same."""

    permission_classes = [needs(Permission.READ_OBSERVATORY)]

    @extend_schema(responses=ReleaseDetailOut, operation_id="observatory_release")
    def get(self, request: Request, week: str, revision: int = releases.FIRST) -> Response:
        release = releases.of_week(_parsed(week), revision)
        if release is None:
            raise Http404
        return Response(ReleaseDetailOut({**_release(release), **_released(release)}).data)


@extend_schema_view(get=extend_schema(operation_id="observatory_revision"))
class RevisionDetail(ReleaseDetail):
    """A later revision of a released week."""


def _this_week() -> date:
    return week_of(local_day(timezone.now()))


def _parsed(week: str) -> date:
    try:
        return parse_week(week)
    except ValueError as error:
        raise Http404 from error


def _current(query: Query) -> dict[str, object]:
    return _head(MEASURES[query.measure].definition, query.by)


def _head(definition: Definition, by: str) -> dict[str, object]:
    told = labels.definition(definition)
    return {"measure": told.code, "unit": told.unit, "definition_version": told.version, "by": by}


def _released(release: "Release") -> dict[str, object]:
    """The figures as the release tells of them: measures may have changed or gone since."""
    defined = releases.definitions(release)
    measured: list[dict[str, object]] = []
    beside: list[dict[str, object]] = []
    for (code, by), cells in groupby(releases.figures(release), key=lambda figure: (figure.measure, figure.dimension)):
        if defined[code].stands_beside:
            beside += [{"share": code, "value": cell.value, "suppressed": cell.suppressed} for cell in cells]
        else:
            measured.append({**_head(defined[code], by), "cells": list(cells)})
    return {"figures": measured, "completeness": sorted(beside, key=lambda share: str(share["share"]))}


def _release(release: "Release") -> dict[str, object]:
    week = week_label(release.week)
    return {
        "week": week,
        "revision": release.revision,
        "released_at": release.released_at,
        "definitions": {
            code: told.version for code, told in releases.definitions(release).items() if not told.stands_beside
        },
        "digest": release.digest,
        "url": reverse("observatory-revision", args=[week, release.revision]),
    }
