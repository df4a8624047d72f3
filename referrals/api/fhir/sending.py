"""A ServiceRequest that a system sends: judged by the fields of REST and the one intake, so the rows are the same."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.utils.translation import gettext as _

from referrals import ways_in
from referrals.actions.intake.numbered import receive_numbered
from referrals.api.serializers import ReferralIn, intake_draft, referral_draft
from referrals.drafts import IntakeDraft
from referrals.fhir import intake
from referrals.fhir.intake import Find
from referrals.fhir.server import Issue, RefusedError
from referrals.kit import rate_limit
from referrals.kit.actor import Actor
from referrals.kit.registries.fhir import Element, Resource, Sent, Writer


class KnownPersonIn(ReferralIn):
    """A referral of somebody who is on this server already."""

    person = None  # type: ignore[assignment] # how REST framework leaves a field out


def create(resource: Resource, unless: tuple[str, str] | None, by: Actor, now: datetime) -> Sent:
    """Take a referral in whose Patient, Consent and Flag are contained in it."""
    contained: Element = resource.get("contained", [])
    by_address = {f"#{one.get('id')}": one for one in contained}
    return take_in(resource, by_address.get, unless, by, now)


def take_in(resource: Resource, find: Find, unless: tuple[str, str] | None, by: Actor, now: datetime) -> Sent:
    """Take a referral in; `find` gives what a reference of it leads to.

    RefusedError names the elements that are not right; Refusals are those of `receive_numbered`, and too-many.
    """
    draft = _draft(resource, find)
    with rate_limit.details(by):
        referral, is_new = receive_numbered(
            draft=draft, way=ways_in.FHIR, numbers=intake.numbers(resource), unless=unless, by=by, now=now
        )
    return Sent(referral.public_id, is_new)


def _draft(resource: Resource, find: Find) -> IntakeDraft:
    fields = intake.fields(resource, find)
    known = intake.known(resource)
    form = KnownPersonIn(data=fields) if known else ReferralIn(data=fields)
    wrong = [*intake.left_open(resource, find), *([] if form.is_valid() else _issues(form.errors))]
    if wrong:
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, *wrong)
    if not known:
        return intake_draft(form.validated_data)
    try:
        return IntakeDraft(known=UUID(known), referral=referral_draft(form.validated_data))
    except ValueError as error:
        issue = Issue("not-found", _("There is nobody here whom you can refer like this."), "ServiceRequest.subject")
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, issue) from error


def _issues(errors: Element, name: str = "") -> Iterator[Issue]:
    """The errors of the fields, each with the path of the element that the field was read from."""
    if isinstance(errors, dict):
        for field, inner in errors.items():
            yield from _issues(inner, field if field in intake.PATHS else name)
    elif isinstance(errors, list):
        for inner in errors:
            yield from _issues(inner, name)
    else:
        yield Issue("required" if errors.code == "required" else "value", str(errors), intake.PATHS.get(name, ""))


WRITER = Writer(type="ServiceRequest", take_in=create)
