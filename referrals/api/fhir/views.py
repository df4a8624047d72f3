"""What the FHIR server answers: its CapabilityStatement, and resources of any declared type."""

from http import HTTPStatus
from urllib.parse import unquote

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.parsers import FormParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from referrals.api.fhir.base import (
    FhirParser,
    FhirView,
    PatchParser,
    TypeView,
    answer,
    base_of,
    today,
    type_or_404,
    uuid_or_404,
    versions,
)
from referrals.fhir import asking, bundles, patching, reading, validating
from referrals.fhir.server import Issue, RefusedError, capability_statement, operation_outcome
from referrals.kit.api.authentication import ORGANISATION_HEADER, actor_of
from referrals.kit.api.parsing import Json
from referrals.kit.refusal import Refusal
from referrals.kit.registries import fhir
from referrals.kit.registries.fhir import Element, Resource, ResourceType


class Metadata(FhirView):
    """What works here, for everyone."""

    authentication_classes = []
    permission_classes = []

    def get(self, request: Request) -> Response:
        statement = capability_statement(
            fhir.types(), base=base_of(request), organisation_header=ORGANISATION_HEADER, now=timezone.now()
        )
        return Response(statement)


class Type(TypeView):
    """All resources of a type: searching them, and sending a new one."""

    letters = {"GET": "s", "POST": "c"}

    def get(self, request: Request, resource_type: str) -> Response:
        return search(request, type_or_404(resource_type), list(_pairs(request.query_params)))

    def post(self, request: Request, resource_type: str) -> Response:
        kind = type_or_404(resource_type)
        if kind.writer is None or kind.writer.take_in is None:
            raise MethodNotAllowed(str(request.method))
        resource = validating.read(request.data, kind.name)
        unless = _identifier(request.headers.get("If-None-Exist", ""))
        # Who sends it sees what became of it.
        by = actor_of(request).within(kind.name, "c")
        # In no transaction of ours: what is counted after a refusal has to stay.
        sent = kind.writer.take_in(resource, unless, by, timezone.now())
        made = reading.one(kind, sent.public_id, by=by, today=today())
        if made is None:
            raise Http404
        found = answer(request, made, HTTPStatus.CREATED if sent.is_new else HTTPStatus.OK)
        found["Location"] = f"{base_of(request)}/{kind.name}/{sent.public_id}"
        if "return=minimal" in request.headers.get("Prefer", ""):
            found.data = None
        return found


class Search(TypeView):
    """The same search with its parameters in the body, where they stand in no log."""

    letters = {"POST": "s"}
    parser_classes = [FormParser]

    def post(self, request: Request, resource_type: str) -> Response:
        given = [*_pairs(request.query_params), *_pairs(request.data)]
        return search(request, type_or_404(resource_type), given)


class Instance(TypeView):
    """One resource. What the actor may not open does not exist."""

    letters = {"GET": "r", "PUT": "u", "PATCH": "u"}
    parser_classes = [FhirParser, Json, PatchParser]

    def get(self, request: Request, resource_type: str, public_id: str) -> Response:
        return answer(request, _one_or_404(request, type_or_404(resource_type), public_id))

    def put(self, request: Request, resource_type: str, public_id: str) -> Response:
        return self._change(request, resource_type, public_id)

    def patch(self, request: Request, resource_type: str, public_id: str) -> Response:
        return self._change(request, resource_type, public_id)

    def _change(self, request: Request, resource_type: str, public_id: str) -> Response:
        kind = type_or_404(resource_type)
        if kind.writer is None or kind.writer.update is None:
            raise MethodNotAllowed(str(request.method))
        by = actor_of(request).within(kind.name, "u")
        # Written down before anything is refused: a refusal tells of it too. The writer moves only what it read here.
        before = reading.one(kind, uuid_or_404(public_id), by=by, today=today())
        if before is None:
            raise Http404
        _refuse_other_version(request, before)
        body = patching.apply(before, request.data) if request.method == "PATCH" else request.data
        resource = validating.read(body, kind.name)
        kind.writer.update(uuid_or_404(public_id), before, resource, by, timezone.now())
        after = reading.one(kind, uuid_or_404(public_id), by=by, today=today())
        # A service that said no sees the person no longer.
        return answer(request, after) if after else Response(status=HTTPStatus.NO_CONTENT)


class History(TypeView):
    """What a resource was after each of its changes."""

    def get(self, request: Request, resource_type: str, public_id: str) -> Response:
        found = _history_or_404(request, resource_type, public_id)
        return Response(bundles.history(found, request.build_absolute_uri(), base_of(request)))


class Version(TypeView):
    """What a resource was after one of its changes."""

    def get(self, request: Request, resource_type: str, public_id: str, version: str) -> Response:
        found = _history_or_404(request, resource_type, public_id)
        wanted = [one for one in found if bundles.etag(one) == f'W/"{version}"']
        if not wanted:
            raise Http404
        return answer(request, wanted[0])


class Validate(FhirView):
    """Whether a resource of any type would be taken for FHIR. Nothing is kept."""

    permission_classes = [IsAuthenticated]

    def post(self, request: Request, resource_type: str) -> Response:
        body: Element = request.data
        if isinstance(body, dict) and body.get("resourceType") == "Parameters" != resource_type:
            given = body.get("parameter")
            named = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
            body = next((one.get("resource") for one in named if one.get("name") == "resource"), None)
        try:
            validating.read(body, resource_type)
        except RefusedError as error:
            if error.status == HTTPStatus.BAD_REQUEST:
                raise
            return Response(operation_outcome(*error.issues))
        fine = Issue("informational", _("Nothing is wrong with this resource."))
        return Response(operation_outcome(fine, severity="information"))


class Nothing(FhirView):
    """An address that is none of the server's."""

    authentication_classes = []
    permission_classes = []

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> Response:
        """Whatever is asked of it."""
        raise Http404


class Base(Nothing):
    """The server's own address leads to what works there."""

    def get(self, request: Request) -> HttpResponseBase:
        return redirect("fhir-metadata")


def search(request: Request, kind: ResourceType, given: list[tuple[str, str]]) -> Response:
    """One page of a search."""
    strict = "handling=strict" in request.headers.get("Prefer", "").replace(" ", "")
    asked = asking.read(kind, given, strict=strict)
    found = reading.page(asked, by=actor_of(request), today=today())
    return Response(bundles.searchset(found, asked, base_of(request)))


def _pairs(given: Element) -> list[tuple[str, str]]:
    """Names and values of an address or a form; an empty body is no form."""
    return [(name, value) for name, values in given.lists() for value in values] if given else []


def _one_or_404(request: Request, kind: ResourceType, public_id: str) -> Resource:
    found = reading.one(kind, uuid_or_404(public_id), by=actor_of(request), today=today())
    if found is None:
        raise Http404
    return found


def _history_or_404(request: Request, resource_type: str, public_id: str) -> list[Resource]:
    kind = type_or_404(resource_type)
    found = reading.history(kind, uuid_or_404(public_id), by=actor_of(request), today=today())
    if found is None:
        raise Http404
    return found


def _identifier(header: str) -> tuple[str, str] | None:
    """What If-None-Exist asks for: one identifier, and nothing else."""
    if not header:
        return None
    name, _equals, value = header.strip().removeprefix("?").partition("=")
    system, _bar, number = unquote(value).rpartition("|")
    if name != "identifier" or not number or "&" in value or "\0" in value:
        words = _("If-None-Exist takes one identifier: identifier=system|value")
        raise RefusedError(HTTPStatus.BAD_REQUEST, Issue("invalid", words))
    return system, number


def _refuse_other_version(request: Request, before: Resource) -> None:
    header = request.headers.get("If-Match", "")
    if header and bundles.etag(before) not in versions(header):
        raise Refusal("version-differs", _("Somebody changed it meanwhile: read it again."))
