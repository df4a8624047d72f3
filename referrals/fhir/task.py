"""The work on a referral, and on one onward to a service, as a Task: the machine of HL7's Gravity guide 3.0.0."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from referrals.actions.intake import referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.work import moves
from referrals.fhir import asking, parts
from referrals.fhir.server import Issue, RefusedError
from referrals.fhir.service_request import of_status
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.kit.registries.fhir import Lead, Parameter, Resource, Row, Source, Writer
from referrals.models import OnwardReferral, Organisation, Person, Referral
from referrals.models.choices import StatusReason
from referrals.models.status_words import ONWARD_STATUSES, REFERRAL_STATUSES
from referrals.selectors.access import exchanged
from referrals.states import ONWARD, REFERRAL, Machine, OnwardStatus, ReferralStatus

TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"
# The status of the work on a referral.
STATUSES: dict[str, str] = {
    ReferralStatus.RECEIVED: "requested",
    ReferralStatus.CLAIMED: "accepted",
    ReferralStatus.SUPPORTED: "in-progress",
    ReferralStatus.CLOSED: "completed",
    ReferralStatus.DECLINED: "cancelled",
    ReferralStatus.RETURNED: "rejected",
}
# Those of an onward referral are FHIR's own.
SAME: dict[str, str] = {status: str(status) for status in OnwardStatus}
# What ends the work on a referral.
ENDINGS = frozenset({"decline", "return", "close"})
# What another system may change about a Task.
MAY_CHANGE = frozenset({"status", "statusReason"})
# What the server says of a resource by itself, and what nobody reads back.
OF_THE_SERVER = frozenset({"meta", "text", "lastModified", "businessStatus"})


def from_referral(referral: Row, refer_to: Callable[[Person | Organisation], Resource]) -> Resource:
    """The work of the team; the request has the same id under its own type."""
    asked_by = referral.referring_organisation
    return {
        **_work(referral, STATUSES[referral.status], dict(REFERRAL_STATUSES)[referral.status]),
        "for": refer_to(referral.person),
        "authoredOn": parts.moment(referral.referred_at),
        "requester": refer_to(asked_by) if asked_by else None,
        "owner": refer_to(referral.team),
        "restriction": _until(referral),
    }


def from_onward(onward: Row, refer_to: Callable[[Person | Organisation], Resource]) -> Resource:
    """The work of a service; a part of the team's."""
    return {
        **_work(onward, SAME[onward.status], dict(ONWARD_STATUSES)[onward.status]),
        "partOf": [parts.to("Task", one) for one in onward.based_on or []],
        "for": refer_to(onward.episode.person),
        "authoredOn": parts.moment(onward.offered_at),
        "requester": refer_to(onward.episode.team),
        "owner": refer_to(onward.service.organisation),
        "restriction": _until(onward),
    }


def _work(row: Row, status: str, words: object) -> Resource:
    reason = StatusReason(row.last_reason) if row.last_reason else None
    return {
        "resourceType": "Task",
        "id": str(row.public_id),
        "status": status,
        "statusReason": parts.concept(parts.STATUS_REASON, reason.value, reason.label) if reason else None,
        "businessStatus": {"text": str(words)},
        "intent": "order",
        "code": {"coding": [{"system": TASK_CODE, "code": "fulfill"}]},
        "focus": parts.to("ServiceRequest", row.public_id),
        "lastModified": parts.moment(row.changed_at),
    }


def _until(row: Row) -> Resource | None:
    """By when its holder has to act, while it is open."""
    return {"period": {"end": row.due_on.isoformat()}} if row.due_on else None


def update(public_id: UUID, before: Resource, resource: Resource, by: Actor, now: datetime) -> None:
    """Move the pathway to the status that a changed Task has, through the same table as everybody.

    RefusedError where anything else was changed; Refusals: not-permitted, not-in-this-state, reason-needed, no-place,
    changed-meanwhile.
    """
    _refuse_other_changes(before, resource)
    status, reason = str(resource["status"]), _reason(resource)
    referral = _as_seen(exchanged.referrals(by, local_day(now)), public_id, before)
    if referral:
        _move_referral(referral, status, reason, by, now)
        return
    onward = _as_seen(exchanged.onward_referrals(by, local_day(now)), public_id, before)
    if onward:
        _move_onward(onward, status, reason, by, now)


def _as_seen(rows: QuerySet[Row], public_id: UUID, before: Row) -> Row:
    """The row, which nobody may have moved since the resource was read: its move itself is sure of the rest."""
    row = rows.filter(public_id=public_id).first()
    if row and str(row.moves) != before["meta"]["versionId"]:
        raise moves.changed_meanwhile()
    return row


def _move_referral(referral: Referral, status: str, reason: str, by: Actor, now: datetime) -> None:
    wanted = {ours for ours, theirs in STATUSES.items() if theirs == status}
    event = _event(REFERRAL, referral.status, wanted, by)
    if event == "claim":
        referrals.claim(referral=referral, by=by, now=now)
    elif event == "release":
        referrals.release(referral=referral, by=by, now=now)
    elif event == "withdraw":
        referrals.withdraw(referral=referral, reason=reason, by=by, now=now)
    elif event in ENDINGS:
        referrals.end(referral=referral, event=event, reason=reason, by=by, now=now)
    else:
        # Support begins by a contact, which a link worker writes down.
        raise _not_now()


def _move_onward(onward: OnwardReferral, status: str, reason: str, by: Actor, now: datetime) -> None:
    event = _event(ONWARD, onward.status, {status}, by)
    if event in {"accept", "reject"}:
        onward_referrals.answer(onward_referral=onward, answer=event, reason=reason, by=by, now=now)
    else:
        onward_referrals.move(onward_referral=onward, event=event, reason=reason, by=by, now=now)


def _event(machine: Machine, status: str, wanted: Collection[str], by: Actor) -> str:
    """The event that leads to one of the wanted statuses, the actor's own where there is one; a Refusal where none
    does.
    """
    moves = [move for move in machine.moves if move.from_ == status != move.to and move.to in wanted]
    if not moves:
        raise _not_now()
    return next((move.event for move in moves if by.role in move.by), moves[0].event)


def _not_now() -> Refusal:
    return Refusal("not-in-this-state", _("This cannot be done now: someone else may have acted first."))


def _reason(resource: Row) -> str:
    """The code of our own in the reason; blank where there is none, which the table may refuse."""
    codings = resource.get("statusReason", {}).get("coding", [])
    given = [one.get("code", "") for one in codings if one.get("system") == parts.STATUS_REASON]
    code: str = given[0] if given else ""
    if code and code not in StatusReason.values:
        words = _("This code is none of %(system)s.") % {"system": parts.STATUS_REASON}
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, Issue("code-invalid", words, "Task.statusReason"))
    return code


def _refuse_other_changes(before: Resource, resource: Resource) -> None:
    changed = [
        name
        for name in sorted({*before, *resource} - MAY_CHANGE - OF_THE_SERVER)
        if before.get(name) != resource.get(name)
    ]
    if changed:
        words = _("Of a Task only its status and the reason for it can be changed.")
        issues = [Issue("business-rule", words, f"Task.{name}") for name in changed]
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, *issues)


def _of_referrals(rows: Sequence[Row], by: Actor) -> list[Resource]:
    return [from_referral(row, parts.reference_for(by)) for row in rows]


def _of_onward(rows: Sequence[Row], by: Actor) -> list[Resource]:
    return [from_onward(row, parts.reference_for(by)) for row in rows]


_INCLUDES = {
    "focus": Lead("focus", "ServiceRequest"),
    "patient": Lead("for", "Patient"),
    "subject": Lead("for", "Patient"),
    "owner": Lead("owner", "Organization"),
    "requester": Lead("requester", "Organization"),
}


def _parameters(statuses: dict[str, str], **columns: str) -> dict[str, Parameter]:
    """What both kinds of work are searched by."""
    return {
        "status": of_status(statuses),
        "focus": asking.refers("ServiceRequest", "public_id"),
        "patient": asking.refers("Patient", columns["person"]),
        "subject": asking.refers("Patient", columns["person"]),
        "owner": asking.refers("Organization", columns["owner"]),
        "requester": asking.refers("Organization", columns["requester"]),
        "authored-on": asking.changed(columns["begun"]),
        "modified": asking.changed("changed_at"),
    }


OF_REFERRAL = Source(
    type="Task",
    name="referral",
    permissions=frozenset({Permission.READ_REFERRALS}),
    rows=exchanged.referrals,
    resources=_of_referrals,
    whose=lambda row: row.person_id,
    past=exchanged.past,
    includes=_INCLUDES,
    parameters=_parameters(
        STATUSES,
        person="person__public_id",
        owner="team__public_id",
        requester="referring_organisation__public_id",
        begun="referred_at",
    ),
)
OF_ONWARD_REFERRAL = Source(
    type="Task",
    name="onward_referral",
    permissions=frozenset({Permission.READ_REFERRALS, Permission.ANSWER_OFFER}),
    rows=exchanged.onward_referrals,
    resources=_of_onward,
    whose=lambda row: row.episode.person_id,
    past=exchanged.past,
    includes={**_INCLUDES, "part-of": Lead("partOf", "Task")},
    parameters={
        **_parameters(
            SAME,
            person="episode__person__public_id",
            owner="service__organisation__public_id",
            requester="episode__team__public_id",
            begun="offered_at",
        ),
        "part-of": asking.refers("Task", "based_on__contains", many=True),
    },
)
WRITER = Writer(type="Task", update=update)
