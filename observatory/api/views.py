"""REST: weekly figures and releases. Everything here is published; nothing is worked out on the way."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from observatory.api import queries
from observatory.api.serializers import BlocksOut, ReleaseDetailOut, ReleaseOut, WeeklyOut
from observatory.measures import MEASURES, completeness
from observatory.periods import Period
from observatory.selectors import releases, series
from referrals.kit.api.permissions import needs
from referrals.kit.calendar import local_day, parse_week, week_label, week_of
from referrals.kit.permissions import Permission


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
        body = {**_head(query.measure, query.by), "release": found.release or None, "weeks": found.points}
        return Response(WeeklyOut(body).data)


class Blocks(APIView):
    """A measure in blocks of 13 weeks, by population segment: the blocks that hold the weeks asked for."""

    permission_classes = [needs(Permission.READ_OBSERVATORY)]

    @extend_schema(parameters=queries.PARAMETERS, responses=BlocksOut, operation_id="observatory_blocks")
    def get(self, request: Request) -> Response:
        query = queries.read(request, _this_week())
        found = series.blocks(query.measure, query.by, Period.BLOCK.start_of(query.first), query.last)
        return Response(BlocksOut({**_head(query.measure, query.by), "blocks": found.points}).data)


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
        figures = list(releases.figures(release))
        measured = [figure for figure in figures if figure.measure in MEASURES]
        shares = [figure for figure in figures if figure.measure in completeness.TITLES]
        body = {
            **_release(release),
            "figures": [
                {**_head(*key), "definition_version": release.definitions[key[0]], "cells": list(cells)}
                for key, cells in groupby(measured, key=lambda figure: (figure.measure, figure.dimension))
            ],
            "completeness": [
                {"share": share.measure, "value": share.value, "suppressed": share.suppressed} for share in shares
            ],
        }
        return Response(ReleaseDetailOut(body).data)


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


def _head(measure: str, by: str) -> dict[str, Any]:
    known = MEASURES[measure]
    return {"measure": measure, "unit": str(known.unit), "definition_version": known.definition_version, "by": by}


def _release(release: Any) -> dict[str, Any]:
    week = week_label(release.week)
    return {
        "week": week,
        "revision": release.revision,
        "released_at": release.released_at,
        "definitions": release.definitions,
        "digest": release.digest,
        "url": reverse("observatory-revision", args=[week, release.revision]),
    }
