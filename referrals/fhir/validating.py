"""Whether a resource is FHIR: its structure by the models of `fhir.resources`, then codes and rules of our own."""

from functools import cache
from http import HTTPStatus

from django.utils.translation import gettext as _
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from referrals.fhir import bindings, invariants
from referrals.fhir.server import Issue, RefusedError
from referrals.kit.registries.fhir import Element, Resource

# What the models raise beside their own error where something has quite another shape.
ODD_SHAPES = (ValueError, TypeError, AttributeError, LookupError, RecursionError, ArithmeticError)
MOST_ISSUES = 20
MOST_WORDS = 300


def read(body: object, kind: str) -> Resource:
    """The resource of this type that was sent; RefusedError with the path and the reason where it is none."""
    if not isinstance(body, dict) or body.get("resourceType") != kind:
        words = _("A resource of the type %(type)s is expected here.") % {"type": kind}
        raise RefusedError(HTTPStatus.BAD_REQUEST, Issue("structure", words, "resourceType"))
    if found := issues(body):
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, *found)
    return body


def issues(resource: Resource) -> list[Issue]:
    """All that is wrong with a resource; empty where nothing is."""
    kind = resource.get("resourceType")
    model = _model(kind) if isinstance(kind, str) else None
    if model is None:
        words = _("This is no type of resource in FHIR R4.")
        return [Issue("structure", words, "resourceType")]
    # What has not even the shape of FHIR is not asked for its rules.
    found = _structure(resource, str(kind), model) or [
        *bindings.issues(resource, str(kind)),
        *invariants.issues(resource, str(kind)),
    ]
    return found[:MOST_ISSUES]


# The library's models have no types.
@cache
def _model(kind: str) -> Element:
    try:
        return get_fhir_model_class(kind)
    except LookupError:
        return None


def _structure(resource: Resource, kind: str, model: Element) -> list[Issue]:
    try:
        model.model_validate(resource)
    except ValidationError as error:
        return [
            Issue("structure", str(one["msg"])[:MOST_WORDS], _path(kind, one["loc"]))
            for one in error.errors(include_url=False, include_input=False, include_context=False)
        ]
    except ODD_SHAPES:
        return [Issue("structure", _("This resource has a shape that cannot be read."), kind)]
    return []


def _path(kind: str, places: tuple[int | str, ...]) -> str:
    """`Patient.name[0].given`, from where the model says it is."""
    return kind + "".join(f"[{place}]" if isinstance(place, int) else f".{place}" for place in places)
