"""Who a request acts as, and which role a page is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from referrals import sign_ins as rules
from referrals.kit import sign_ins, unsent
from referrals.kit.actor import PUBLIC, Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.selectors.organisation import accounts

if TYPE_CHECKING:
    from referrals.models import Membership, Organisation, SignIn

P = ParamSpec("P")
SESSION_KEY = "membership"
# Where people sign in, by a mailed link, and where everybody else does.
PERSONS_DOOR, STAFF_DOOR = "person:sign_in", "account_login"


class ActorRequest(HttpRequest):
    """A request after ActorMiddleware: `actor` acts in `membership`, one of `memberships`.

    PUBLIC acts in none: a page that is for a role always has a membership.
    """

    actor: Actor
    membership: Membership
    memberships: list[Membership]
    sign_in: SignIn | None
    # As whom they will act once they have shown their second factor; until then they act as nobody.
    waits_as: Membership | None
    # Where a mailed link signs somebody in: whose page, and the address that the link went to.
    signs_in_person: int | None
    signs_in_at: str


class ActorMiddleware:
    """One session acts for one membership, read afresh each time: a role or a sign-in that ended ends with the next
    request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponseBase:
        request.memberships = _memberships(request)
        at_work = any(one.role != Role.PERSON for one in request.memberships) or not request.memberships
        request.sign_in = sign_ins.go_on(request, timezone.now(), at_work=at_work)
        if request.sign_in is None:
            request.memberships = []
        chosen = _chosen_membership(request)
        request.waits_as = chosen if chosen and _lacks_second_factor(request, chosen, at_work=at_work) else None
        if request.waits_as:
            # Whatever door they came by: without it nothing behind knows them.
            request.memberships, chosen = [], None
        request.membership = cast("Membership", chosen)
        request.actor = accounts.actor_of(chosen) if chosen else PUBLIC
        response = self.get_response(request)
        if request.user.is_authenticated or "Authorization" in request.headers:
            # What somebody saw must not come back from a shared computer's cache, nor a system's from a proxy's.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _memberships(request: ActorRequest) -> list[Membership]:
    if not request.user.is_authenticated:
        return []
    return list(accounts.memberships_of(request.user.pk, local_day(timezone.now())))


def _chosen_membership(request: ActorRequest) -> Membership | None:
    chosen = request.session.get(SESSION_KEY) if request.memberships else None
    first = next(iter(request.memberships), None)
    return next((membership for membership in request.memberships if membership.pk == chosen), first)


def _lacks_second_factor(request: ActorRequest, chosen: Membership, *, at_work: bool) -> bool:
    if request.sign_in is None or request.sign_in.second_factor_at is not None:
        return False
    by_link = request.sign_in.person_id is not None
    return rules.needs_second_factor(at_work=at_work, as_person=chosen.role == Role.PERSON, by_link=by_link)


def shown_recently(request: ActorRequest) -> bool:
    """Whether whoever works here has shown their second factor a moment ago; nobody else is asked for one."""
    if request.actor.role is Role.PERSON or request.sign_in is None:
        return True
    return rules.is_recent(request.sign_in.second_factor_at, timezone.now())


def organisation_of(request: ActorRequest) -> Organisation:
    """The organisation that the request acts for; refused for a person, who acts for none."""
    if request.membership.organisation is None:
        raise PermissionDenied
    return request.membership.organisation


def for_roles(
    *roles: Role, recently: bool = False
) -> Callable[
    [Callable[Concatenate[ActorRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """The page is for these roles: others are told so (403), and whoever is not signed in is asked to (302).

    `recently`: it carries much away or cannot be taken back, so the second factor is asked for again.
    """

    def decorate(
        view: Callable[Concatenate[ActorRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def gate(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.waits_as:
                return unsent.ask_for_second_factor(request)
            if request.actor is PUBLIC:
                return unsent.ask_to_sign_in(request, PERSONS_DOOR if roles == (Role.PERSON,) else STAFF_DOOR)
            if request.actor.role not in roles:
                raise PermissionDenied
            if recently and not shown_recently(request):
                return unsent.ask_for_second_factor(request)
            return unsent.shown_again(request, lambda: view(request, *args, **kwargs))

        # The access matrix test reads which roles a route is for.
        gate.recently = recently  # type: ignore[attr-defined]  # as below
        gate.roles = frozenset(roles)  # type: ignore[attr-defined]  # functions carry attributes; typeshed does not know
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", gate)

    return decorate


def for_everyone(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """The page is public, on purpose: a route without a rule fails the access matrix."""
    view.roles = None  # type: ignore[attr-defined]
    return view
