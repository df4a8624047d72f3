"""`/open-referral-uk/`: the public directory as Open Referral UK 3.0 (HSDS-UK), for everybody and read-only.

Any web page may read it (CORS `*`), an unchanged answer is a 304, and every refusal is problem+json.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from referrals import postcodes
from referrals.directory import publishing
from referrals.directory.publishing import Published
from referrals.directory.schedules import WEEKDAYS
from referrals.kit.api import problems
from referrals.kit.calendar import local_day
from referrals.selectors.people import places
from referrals.selectors.people.places import Point
from referrals.selectors.services import published as selectors
from referrals.selectors.services.published import Asked

PER_PAGE, MOST_PER_PAGE = 50, 1000
# `MO`, `mon` and `Monday` are one day.
DAYS = {
    spelling.casefold(): name[:3].casefold() for short, name in WEEKDAYS.items() for spelling in (short, name[:3], name)
}
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cache-Control": "public, max-age=300",
}
Q = TypeVar("Q", bound="Paging")
Write = Callable[[Published], publishing.Object]


class Paging(serializers.Serializer[Any]):
    """Which page of a list; nothing that is asked for is ever left out quietly."""

    page = serializers.IntegerField(min_value=1, default=1)
    per_page = serializers.IntegerField(min_value=1, max_value=MOST_PER_PAGE, default=PER_PAGE)


class ServiceQuery(Paging):
    """The parameters of a list of services, as the standard names them. Instants without an offset are London's."""

    search = serializers.CharField(max_length=200, default="")
    taxonomy_term_id = serializers.UUIDField(default=None)
    taxonomy_id = serializers.UUIDField(default=None)
    organization_id = serializers.UUIDField(default=None)
    minimum_age = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=Decimal(0), default=None)
    maximum_age = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=Decimal(0), default=None)
    start_time = serializers.TimeField(default=None)
    end_time = serializers.TimeField(default=None)
    day = serializers.CharField(default="")
    modified_after = serializers.DateTimeField(default=None)
    full = serializers.BooleanField(default=False)

    def validate_day(self, value: str) -> str:
        if value and value.casefold() not in DAYS:
            raise serializers.ValidationError(_("Name a day as MO, TU, WE, TH, FR, SA or SU."))
        return DAYS.get(value.casefold(), "")

    def asked(self) -> Asked:
        """What the parameters ask for."""
        said = self.validated_data
        return Asked(
            words=said["search"],
            day=said["day"],
            term=said["taxonomy_term_id"],
            taxonomy=said["taxonomy_id"],
            organisation=said["organization_id"],
            youngest_from=said["minimum_age"],
            oldest_to=said["maximum_age"],
            opens_from=said["start_time"],
            closes_to=said["end_time"],
            changed_from=said["modified_after"],
            **self.whereabouts(),
        )

    def whereabouts(self) -> dict[str, Any]:
        """What is asked of where services are."""
        return {}


class PlaceQuery(ServiceQuery):
    """The same of services at their places. A postcode may be shortened to its district: `M33` for `M33 2AB`."""

    postcode = serializers.CharField(default="")
    proximity = serializers.DecimalField(max_digits=9, decimal_places=2, min_value=Decimal(0), default=None)

    def validate_postcode(self, value: str) -> str:
        if value and not postcodes.around(value):
            raise serializers.ValidationError(_("This is no postcode."))
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["proximity"] is not None and not attrs["postcode"]:
            raise serializers.ValidationError({"proximity": [_("Say with a postcode near what.")]})
        return attrs

    def whereabouts(self) -> dict[str, Any]:
        said = self.validated_data
        whole, within = postcodes.parse(said["postcode"]), said["proximity"]
        near = _near(said["postcode"])
        if within is not None and near is None:
            raise serializers.ValidationError({"postcode": [_("We do not know where this postcode is.")]})
        return {
            "only_with_place": True,
            "area_code": places.of_postcode(whole).area_code if whole else None,
            "near": near,
            "within": None if within is None else float(within),
        }


def _near(text: str) -> Point | None:
    """Where a postcode, or the middle of a district, is."""
    around = postcodes.around(text) if text else None
    if around is None:
        return None
    whole = postcodes.parse(text)
    return places.point_of(whole, whole) if whole else places.middle_of(around)


class JsonAlways(BaseContentNegotiation):
    """There is no other form, whatever a client would accept."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class FeedView(APIView):
    """For everybody; no part of the OpenAPI document, since the standard has its own."""

    schema = None
    authentication_classes = []
    permission_classes = []
    renderer_classes = [JSONRenderer]
    content_negotiation_class = JsonAlways

    def options(self, request: HttpRequest, *args: object, **kwargs: object) -> Response:
        """What a browser asks before it reads for another site's page."""
        return Response(status=HTTPStatus.NO_CONTENT)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        for name, value in HEADERS.items():
            if final.status_code < HTTPStatus.BAD_REQUEST or name.startswith("Access"):
                final.headers[name] = value
        return final


class About(FeedView):
    """Which standard this is."""

    def get(self, request: Request) -> HttpResponseBase:
        return _answer(request, publishing.ABOUT)


class Services(FeedView):
    """The services of the public directory."""

    query: type[ServiceQuery] = ServiceQuery
    brief: Write = staticmethod(publishing.summary)
    whole: Write = staticmethod(publishing.service)

    def get(self, request: Request) -> HttpResponseBase:
        query = _query(self.query, request)
        found = selectors.matching(_today(), query.asked())
        number, per_page = query.validated_data["page"], query.validated_data["per_page"]
        total, start = found.count(), (number - 1) * per_page
        rows = selectors.published(found[start : start + per_page]) if start < total else []
        write = self.whole if query.validated_data["full"] else self.brief
        return _answer(request, publishing.page(list(map(write, rows)), total=total, number=number, per_page=per_page))


class Service(FeedView):
    """One of them. What is not listed does not exist."""

    whole: Write = staticmethod(publishing.service)
    needs_place = False

    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        found = selectors.get(_today(), _uuid_or_404(public_id))
        shown = selectors.published([found])[0] if found else None
        if shown is None or (self.needs_place and not shown.has_place):
            raise Http404
        return _answer(request, self.whole(shown))


class ServicesAtLocations(Services):
    """The services of which a place is known."""

    query = PlaceQuery
    brief = staticmethod(publishing.at_location_summary)
    whole = staticmethod(publishing.at_location)


class ServiceAtLocation(Service):
    """One of them."""

    whole = staticmethod(publishing.at_location)
    needs_place = True


class Taxonomies(FeedView):
    """The one list of terms."""

    def get(self, request: Request) -> HttpResponseBase:
        return _page_of(request, [publishing.taxonomy(selectors.taxonomy(), with_terms=False)])


class Taxonomy(FeedView):
    """It with its terms."""

    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        if _uuid_or_404(public_id) != publishing.TAXONOMY_ID:
            raise Http404
        return _answer(request, publishing.taxonomy(selectors.taxonomy(), with_terms=True))


class Terms(FeedView):
    """What services help with."""

    def get(self, request: Request) -> HttpResponseBase:
        known = selectors.taxonomy()
        return _page_of(request, [publishing.term(one, known.name) for one in known.terms])


class Term(FeedView):
    """One of them."""

    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        known, asked = selectors.taxonomy(), _uuid_or_404(public_id)
        found = next((one for one in known.terms if one.id == asked), None)
        if found is None:
            raise Http404
        return _answer(request, publishing.term(found, known.name))


class Nothing(FeedView):
    """An address that is none of the feed's."""

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> Any:
        """Whatever is asked of it."""
        raise Http404


def _query(form: type[Q], request: Request) -> Q:
    """The parameters, checked. One without a value asks for nothing."""
    query = form(data={name: value for name, value in request.query_params.items() if str(value).strip()})
    query.is_valid(raise_exception=True)
    return query


def _page_of(request: Request, everything: Sequence[publishing.Object]) -> HttpResponseBase:
    said = _query(Paging, request).validated_data
    start = (said["page"] - 1) * said["per_page"]
    shown = everything[start : start + said["per_page"]]
    page = publishing.page(shown, total=len(everything), number=said["page"], per_page=said["per_page"])
    return _answer(request, page)


def _answer(request: Request, body: Mapping[str, Any]) -> HttpResponseBase:
    """The answer with its ETag, or that nothing has changed since."""
    content = json.dumps(body, ensure_ascii=False).encode()
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="application/json", headers={"ETag": etag})
    said = get_conditional_response(request._request, etag=etag, response=answer) or answer
    if said.status_code == HTTPStatus.PRECONDITION_FAILED:
        return problems.plain(said.status_code, _("This has changed meanwhile."), "changed-meanwhile")
    return said


def _today() -> date:
    return local_day(timezone.now())


def _uuid_or_404(text: str) -> UUID:
    """Ids are public UUIDs; any other id is nobody's."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
