"""What every view of the FHIR server has in common: JSON in and out, and every error an OperationOutcome."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from rest_framework.exceptions import NotAcceptable
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from referrals.api.fhir import errors
from referrals.fhir import bundles
from referrals.fhir.asking import FORMAT
from referrals.fhir.server import MEDIA_TYPE, PATCH_TYPE
from referrals.kit.actor import Actor
from referrals.kit.api.parsing import Json
from referrals.kit.calendar import local_day
from referrals.kit.registries import fhir
from referrals.kit.registries.fhir import Element, Resource, ResourceType

FORMATS = frozenset({"json", "application/json", MEDIA_TYPE})


class FhirRenderer(JSONRenderer):
    """JSON under FHIR's own media type."""

    media_type = MEDIA_TYPE


class FhirParser(Json):
    """The same, that somebody sent."""

    media_type = MEDIA_TYPE


class PatchParser(Json):
    """A JSON Patch."""

    media_type = PATCH_TYPE


class FhirView(APIView):
    """JSON out, every error an OperationOutcome; no part of the OpenAPI document."""

    schema = None
    # Who asks for plain JSON gets it under that name.
    renderer_classes = [FhirRenderer, JSONRenderer]
    parser_classes = [FhirParser, Json]

    def initial(self, request: Request, *args: Element, **kwargs: Element) -> None:
        """The format may stand in the address as well."""
        super().initial(request, *args, **kwargs)
        if request.query_params.get(FORMAT, "json").replace(" ", "+") not in FORMATS:
            raise NotAcceptable

    def get_exception_handler(self) -> Callable[[Exception, dict[str, object]], Response | None]:
        """What REST framework calls when a view raises."""
        return errors.outcome_response


class TypeView(FhirView):
    """A view of one type of resource. `letters`: method -> the letter that SMART gives to the interaction."""

    letters: ClassVar[Mapping[str, str]] = {"GET": "r"}

    def get_permissions(self) -> list[BasePermission]:
        """Each type says who may."""
        letter = self.letters.get(str(self.request.method), "")
        return [for_any(type_or_404(self.kwargs["resource_type"]), letter)()]


def for_any(kind: ResourceType, letter: str) -> type[BasePermission]:
    """The client's role and its token include one of the permissions by which these resources are read.

    What a SMART scope gives counts where it is used, for the type that it names: the actor goes on as it came.
    """

    class Needs(BasePermission):
        def has_permission(self, request: Request, view: object) -> bool:
            if not isinstance(request.auth, Actor):
                return False
            by = request.auth.within(kind.name, letter)
            return any(source.is_for(by) for source in kind.sources)

    return Needs


def answer(request: Request, resource: Resource, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A resource with its version; nothing but the version for whoever has it already."""
    etag = bundles.etag(resource)
    if request.method == "GET" and etag in versions(request.headers.get("If-None-Match", "")):
        return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    return Response(resource, status=status, headers={"ETag": etag})


def versions(header: str) -> list[str]:
    """The ETags of a header, each as a weak one."""
    return [one.strip() if one.strip().startswith("W/") else f"W/{one.strip()}" for one in header.split(",") if one]


def base_of(request: Request) -> str:
    """The server's own address, without a slash at its end."""
    return request.build_absolute_uri(reverse("fhir-metadata")).removesuffix("/metadata")


def today() -> date:
    """The London day on which a request is answered."""
    return local_day(timezone.now())


def type_or_404(name: str) -> ResourceType:
    found = fhir.find(name)
    if found is None:
        raise Http404
    return found


def uuid_or_404(text: str) -> UUID:
    """Ids are public UUIDs; any other id is that of no resource."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
