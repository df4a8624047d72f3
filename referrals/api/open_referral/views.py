"""What the feed answers: any web page may read it, an unchanged answer is a 304, every refusal is problem+json."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from referrals.api.open_referral import parameters
from referrals.directory import publishing
from referrals.directory.publishing import Published
from referrals.kit.api import problems
from referrals.kit.calendar import local_day
from referrals.selectors.services import published as selectors

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "ETag",
    # Kept, but never shown without asking: a service that closed is gone at once.
    "Cache-Control": "no-cache",
}
Write = Callable[[Published], publishing.Object]


class JsonAlways(BaseContentNegotiation):
    """There is no other form, whatever a client would accept."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str | None]:
        first = next(iter(renderers))
        return first, first.media_type


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

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
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

    query: type[parameters.ServiceQuery] = parameters.ServiceQuery
    brief: Write = staticmethod(publishing.summary)
    whole: Write = staticmethod(publishing.service)

    def get(self, request: Request) -> HttpResponseBase:
        query = parameters.read(self.query, request)
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

    query = parameters.PlaceQuery
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

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> Response:
        """Whatever is asked of it."""
        raise Http404


def _page_of(request: Request, everything: Sequence[publishing.Object]) -> HttpResponseBase:
    said = parameters.read(parameters.Paging, request).validated_data
    start = (said["page"] - 1) * said["per_page"]
    shown = everything[start : start + said["per_page"]]
    page = publishing.page(shown, total=len(everything), number=said["page"], per_page=said["per_page"])
    return _answer(request, page)


def _answer(request: Request, body: Mapping[str, object]) -> HttpResponseBase:
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
