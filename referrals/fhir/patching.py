"""JSON Patch (RFC 6902) for resources: a changed copy, or a RefusedError."""

from copy import deepcopy
from http import HTTPStatus

from django.utils.translation import gettext as _

from referrals.fhir.server import Issue, RefusedError
from referrals.kit.registries.fhir import Element, Resource

MOST_OPERATIONS = 50
END = "-"


def apply(resource: Resource, operations: object) -> Element:
    """The resource with add, remove, replace and test applied in order; all of them or none."""
    if not isinstance(operations, list) or len(operations) > MOST_OPERATIONS:
        raise _refused(0)
    found: Element = deepcopy(resource)
    for number, operation in enumerate(operations):
        try:
            found = _applied(found, operation)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise _refused(number) from error
    return found


def _applied(whole: Element, operation: Element) -> Element:
    name, path = operation["op"], operation["path"]
    if path and not path.startswith("/"):
        raise ValueError(path)
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")]
    if not way:
        raise ValueError(path)
    holder = whole
    for part in way[1:]:
        holder = holder[_place(holder, part)]
    place = _place(holder, last, may_end=name == "add")
    if name == "add":
        _add(holder, place, operation["value"])
    elif name == "remove":
        del holder[place]
    elif name == "replace" and holder[place] is not None:
        holder[place] = operation["value"]
    elif name != "test" or holder[place] != operation["value"]:
        raise ValueError(name)
    return whole


def _add(holder: Element, place: Element, value: Element) -> None:
    if isinstance(holder, dict):
        holder[place] = value
    elif place <= len(holder):
        holder.insert(place, value)
    else:
        raise IndexError(place)


def _place(holder: Element, part: str, *, may_end: bool = False) -> Element:
    if isinstance(holder, dict):
        return part
    if part == END and may_end:
        return len(holder)
    if not (part.isascii() and part.isdigit()):
        raise ValueError(part)
    return int(part)


def _refused(number: int) -> RefusedError:
    words = _("This JSON Patch cannot be applied to the resource as it stands.")
    return RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, Issue("processing", words, f"[{number}]"))
