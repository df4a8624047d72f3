"""The demo's personas: one button signs a visitor in as one of the example's people. Exists in the demo only."""

from typing import Any

from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals import one_time_codes
from referrals.actions.access import second_factors as set_up
from referrals.actions.access import sign_ins as actions
from referrals.forms.access.second_factor import AppCodeForm, CodeForm
from referrals.kit.access import SESSION_KEY, ActorRequest, for_everyone
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.randomness import new_bytes
from referrals.kit.sign_ins import SIGN_IN
from referrals.selectors.access import second_factors, sign_ins
from referrals.selectors.organisation import accounts
from referrals.views.access import second_factor
from socialrx.tools.example.cast import DOMAIN

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_safe
@for_everyone
def story(request: ActorRequest) -> HttpResponse:
    """The story to follow, for whoever has begun it and is signed in as somebody."""
    return render(request, "demo/story.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_everyone
def sign_in(request: ActorRequest, name: str) -> HttpResponse:
    """Ask, and on POST sign in as the persona and open `next`, a path of this site."""
    membership = _membership(name)
    if request.method == "POST":
        login(request, membership.user, backend=BACKEND)
        request.session[SESSION_KEY] = membership.pk
        if membership.role != Role.PERSON:
            _show_second_factor(request, membership)
        return redirect(_local(request.POST.get("next", "")))
    return render(
        request,
        "demo/sign_in.html",
        {"name": name, "membership": membership, "next": _local(request.GET.get("next", ""))},
    )


@require_POST
@for_everyone
def code(request: ActorRequest) -> HttpResponse:
    """The page that asks for a code, with the code filled in: there is no telephone."""
    user_id, now = request.user.pk or 0, timezone.now()
    if request.waits_as is None and request.actor.role in {None, Role.PERSON}:
        return redirect("home")
    known = second_factors.secret_of_user(user_id)
    secret, last_step = known or (second_factor.secret_to_set_up(request), None)
    # Somebody may show the code twice within its half minute: the next one counts already.
    step = max(one_time_codes.step_at(now), (last_step or 0) + 1)
    typed = {"code": one_time_codes.code_of(secret, step)}
    if known:
        return second_factor.ask_page(request, CodeForm(initial=typed))
    return second_factor.set_up_page(request, AppCodeForm(initial=typed))


def _show_second_factor(request: ActorRequest, membership: Any) -> None:
    """What the telephone of a persona would do: it is set up with the first sign-in, and shown with each."""
    user_id, now = membership.user_id, timezone.now()
    sign_in = sign_ins.find(user_id, request.session[SIGN_IN])
    if sign_in is None:
        return
    if second_factors.is_set_up(user_id):
        actions.note_second_factor(sign_in=sign_in, now=now)
        return
    secret = one_time_codes.secret_of(new_bytes(one_time_codes.SECRET_BYTES))
    shown = one_time_codes.code_of(secret, one_time_codes.step_at(now))
    by = accounts.actor_of(membership)
    set_up.set_up(user_id=user_id, secret=secret, code=shown, sign_in=sign_in, by=by, now=now)


def _membership(name: str) -> Any:
    user = accounts.user_by_email(f"{name}@{DOMAIN}")
    found = user and accounts.memberships_of(user.pk, local_day(timezone.now())).first()
    if not found:
        raise Http404
    return found


def _local(path: str) -> str:
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"
