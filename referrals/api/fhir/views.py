"""What the FHIR server answers: its CapabilityStatement, and a resource of any declared type by its id."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from referrals.api.fhir import errors
from referrals.fhir.server import MEDIA_TYPE, capability_statement
from referrals.kit.api.authentication import ORGANISATION_HEADER, actor_of
from referrals.kit.api.permissions import needs
from referrals.kit.registries import fhir


class FhirRenderer(JSONRenderer):
    """JSON under FHIR's own media type."""

    media_type = MEDIA_TYPE


class FhirView(APIView):
    """JSON out, every error an OperationOutcome; no part of the OpenAPI document."""

    schema = None
    # Who asks for plain JSON gets it under that name.
    renderer_classes = [FhirRenderer, JSONRenderer]

    def get_exception_handler(self) -> Callable[[Exception, dict[str, object]], Response | None]:
        """What REST framework calls when a view raises."""
        return errors.outcome_response


class Metadata(FhirView):
    """What works here, for everyone."""

    authentication_classes = []
    permission_classes = []

    def get(self, request: Request) -> Response:
        base = request.build_absolute_uri(reverse("fhir-metadata")).removesuffix("/metadata")
        statement = capability_statement(
            fhir.types(), base=base, organisation_header=ORGANISATION_HEADER, now=timezone.now()
        )
        return Response(statement)


class Instance(FhirView):
    """One resource. What the actor may not open does not exist."""

    def get_permissions(self) -> list[BasePermission]:
        """Each type says who may."""
        found = _type_or_404(self.kwargs["resource_type"])
        return [needs(found.permission, resource=found.name, letter="r")()]

    def get(self, request: Request, resource_type: str, public_id: str) -> Response:
        found = _type_or_404(resource_type).read(_uuid_or_404(public_id), actor_of(request))
        if found is None:
            raise Http404
        return Response(found)


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


def _type_or_404(name: str) -> fhir.ResourceType:
    found = fhir.find(name)
    if found is None:
        raise Http404
    return found


def _uuid_or_404(text: str) -> UUID:
    """Ids are public UUIDs; any other id is that of no resource."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
