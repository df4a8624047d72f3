"""The register of a session: as a form saved at once, tap by tap from a telephone, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.register import attendance
from referrals.actions.work import answers
from referrals.forms.onward.provider import RegisterForm
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.onward import provider as selectors

if TYPE_CHECKING:
    from referrals.models import Session

KEY = "Idempotency-Key"
LONGEST_KEY = 200
WALK_IN_LINES = 5


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def register(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The register of one session: everyone expected on one page, saved tap by tap or at once."""
    session = _session(request, public_id)
    if KEY in request.headers:
        return save_tap(request, session, request.actor)
    form = form_of(request, session, request.actor)
    if save_all(form, session, request.actor):
        messages.success(request, _("The register is saved."))
        return redirect("provider:inbox")
    context = register_context(form, session, request.actor, keeper=str(request.membership.public_id))
    return render(request, "provider/register.html", context, status=status_of(form))


@require_safe
@for_roles(Role.PROVIDER)
def on_paper(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The register to print: who is expected, empty boxes, and lines for walk-ins."""
    session = _session(request, public_id)
    lines = selectors.register(session, request.actor)
    audit.record(by=request.actor, did="register.printed", to=session, rows=len(lines))
    context = {"session": session, "lines": lines, "walk_in_lines": range(WALK_IN_LINES)}
    return render(request, "provider/register_print.html", context)


def _session(request: ActorRequest, public_id: UUID) -> Session:
    session = selectors.get_session(request.actor, public_id)
    if session is None:
        raise Http404
    return session


def form_of(request: HttpRequest, session: Session, by: Actor, *, in_part: bool = False) -> RegisterForm:
    """The register's form, filled in if it was sent."""
    data = request.POST if request.method == "POST" else None
    return RegisterForm(data, lines=selectors.register(session, by), walk_ins=session.walk_ins, in_part=in_part)


def save_all(form: RegisterForm, session: Session, by: Actor) -> bool:
    """Save a register that was sent as a whole; False if there is none, or something is wrong with it."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        attendance.mark_all(session=session, marks=form.marks(), walk_ins=form.walk_ins(), by=by, now=timezone.now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def save_tap(request: HttpRequest, session: Session, by: Actor) -> JsonResponse:
    """Save one tap, with a random key: sent twice, it is saved once and answered with the same words."""
    form = form_of(request, session, by, in_part=True)
    key = request.headers[KEY]
    if not form.fields:
        return _no(_("This person is not expected at this session."), 409)
    if not form.is_valid() or not 0 < len(key) <= LONGEST_KEY:
        wrong = [str(message) for messages_ in form.errors.values() for message in messages_]
        return _no(" ".join(wrong) or _("This mark could not be read."), 400)
    try:
        with answers.once(
            by=by,
            method="POST",
            path=f"/provider/sessions/{session.public_id}/",
            key=key,
            content=request.POST.urlencode().encode(),
            now=timezone.now(),
        ) as first:
            answer = first.answer or first.give(_tapped(form, session, by))
    except Refusal as refusal:
        return _no(refusal.message, 409)
    return JsonResponse(answer.body, status=answer.status_code)


def _tapped(form: RegisterForm, session: Session, by: Actor) -> answers.Answer:
    left = attendance.tap(session=session, marks=form.marks(), walk_ins=form.walk_ins(), by=by, now=timezone.now())
    return answers.Answer(200, {"left": left})


def _no(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


def register_context(form: RegisterForm, session: Session, by: Actor, *, keeper: str) -> dict[str, object]:
    """What a page of the register shows; that it was opened is written down.

    For `keeper` the telephone keeps the marks that wait for a network: `marks.js` says who that is.
    """
    audit.record(by=by, did="register.opened", to=session, rows=len(form.lines))
    day, today = local_day(session.starts_at), local_day(timezone.now())
    return {
        "form": form,
        "session": session,
        "keeper": keeper,
        "lines": form.lines,
        "tells": any(line.to_know for line in form.lines),
        "is_open": day <= today and session.cancelled_at is None,
        "is_over": day < today,
    }


def status_of(form: RegisterForm) -> int:
    """The status of a page with a form: 422 when something is wrong with what was sent."""
    return 422 if form.errors else 200
