"""The demo's personas: one button signs a visitor in as one of the example's people. Exists in the demo only."""

from typing import Any

from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from referrals.kit.access import SESSION_KEY, ActorRequest, for_everyone
from referrals.kit.calendar import local_day
from referrals.selectors.organisation import accounts
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
        return redirect(_local(request.POST.get("next", "")))
    return render(
        request,
        "demo/sign_in.html",
        {"name": name, "membership": membership, "next": _local(request.GET.get("next", ""))},
    )


def _membership(name: str) -> Any:
    user = accounts.user_by_email(f"{name}@{DOMAIN}")
    found = user and accounts.memberships_of(user.pk, local_day(timezone.now())).first()
    if not found:
        raise Http404
    return found


def _local(path: str) -> str:
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"
