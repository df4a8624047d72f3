"""A browser's being signed in: each way of signing in begins it, each request asks whether it goes on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from referrals.actions.access import sign_ins as actions
from referrals.selectors.access import sign_ins, unsent_forms

if TYPE_CHECKING:
    from referrals.models import SignIn, User

# In the session: the sign-in's key; whose session it was once its time was over; whether something waits unsent.
SIGN_IN, OWNER, UNSENT = "sign-in", "signed-in-before", "unsent"


def begun(sender: object, request: HttpRequest, user: User, **more: object) -> None:
    """Somebody has signed in, by whichever door: Django says so."""
    person_id, reaches = getattr(request, "signs_in_person", None), getattr(request, "signs_in_at", "")
    now = timezone.now()
    if before := sign_ins.find(user.pk, request.session.get(SIGN_IN)):
        actions.end(sign_in=before, now=now)
    begin = actions.begin(user=user, agent=_agent(request), now=now, person_id=person_id, reaches=reaches)
    request.session[SIGN_IN] = begin.pk
    request.session.pop(OWNER, None)
    if unsent_forms.wait_for(user.pk, now):
        request.session[UNSENT] = True


def ended(sender: object, request: HttpRequest, user: User | None, **more: object) -> None:
    """Somebody signs out; their session goes right afterwards."""
    found = sign_ins.find(user.pk, request.session.get(SIGN_IN)) if user else None
    if found:
        actions.end(sign_in=found, now=timezone.now())


def go_on(request: HttpRequest, now: datetime, *, at_work: bool) -> SignIn | None:
    """The sign-in of whoever is signed in. One that does not go on ends here: the request is nobody's from now on."""
    if not request.user.is_authenticated:
        return None
    found = _found(request, request.user, now)
    if found and sign_ins.goes_on(found, now, at_work=at_work):
        actions.note_seen(sign_in=found, now=now)
        return found
    _sign_out(request, found, now, at_work=at_work)
    return None


def _found(request: HttpRequest, user: User, now: datetime) -> SignIn | None:
    if SIGN_IN in request.session:
        return sign_ins.find(user.pk, request.session[SIGN_IN])
    # It began under the release before, which wrote none down: it goes on from here.
    begin = actions.begin(user=user, agent=_agent(request), now=now)
    request.session[SIGN_IN] = begin.pk
    return begin


def _sign_out(request: HttpRequest, found: SignIn | None, now: datetime, *, at_work: bool) -> None:
    """Whose time is over is remembered, so that what they send now is kept for them; of whom somebody signed out,
    nobody keeps anything: another may have the browser.
    """
    is_by_time = found is not None and found.ended_at is None and sign_ins.is_over(found, now, at_work=at_work)
    owner = request.user.pk
    if found:
        actions.end(sign_in=found, now=now)
    request.session.flush()
    request.user = AnonymousUser()
    if is_by_time:
        request.session[OWNER] = owner


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")
