"""An administrator's pages about API clients: made, with a secret that is shown once, allowed, rotated, ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.organisation import clients
from referrals.actions.organisation.clients import Registered
from referrals.forms.organisation.clients import SCOPES, ClientForm, GrantForm, KeysForm, ScopesForm
from referrals.json_web_keys import ALGORITHMS
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.api.validator import token_address
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role, Scope
from referrals.kit.refusal import Refusal
from referrals.selectors.organisation import areas
from referrals.selectors.organisation import clients as selectors

if TYPE_CHECKING:
    from referrals.models import ApiClient


@require_safe
@for_roles(Role.ADMINISTRATOR)
def listing(request: ActorRequest) -> HttpResponse:
    """The systems of the area, and when each was last used."""
    return render(request, "administrator/clients.html", {"clients": selectors.kept(request.actor)})


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def add(request: ActorRequest) -> HttpResponse:
    """A new client. Its secret is in this answer and nowhere else."""
    form = ClientForm(sent_data(request))
    made: list[Registered] = []
    if submit_form(form, lambda: made.append(_register(request, form))):
        return _show(request, made[0].client, made[0].secret)
    return render(request, "administrator/client_add.html", {"form": form}, status=422 if form.errors else 200)


def _register(request: ActorRequest, form: ClientForm) -> Registered:
    scopes = [Scope(scope) for scope in form.cleaned_data["scopes"]]
    return clients.register(name=form.cleaned_data["name"], scopes=scopes, by=request.actor)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def client(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One client: for whom it acts as what, and one more organisation."""
    found, now = _client(request, public_id), timezone.now()
    open_ones = areas.listed(request.actor, local_day(now))
    choices = {str(one.public_id): one for one in open_ones}
    form = GrantForm(sent_data(request), organisations=[(key, one.name) for key, one in choices.items()])
    if submit_form(
        form,
        lambda: clients.grant(
            client=found,
            role=Role(form.cleaned_data["role"]),
            organisation=choices[form.cleaned_data["organisation"]],
            by=request.actor,
            now=now,
        ),
    ):
        messages.success(request, _("It may act there from now on."))
        return redirect("administrator:client", public_id)
    context = {
        "client": found,
        "scopes": [SCOPES[Scope(scope)] for scope in found.scopes],
        "roles": selectors.roles_standing(found),
        "form": form,
    }
    return render(request, "administrator/client.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def scopes(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """All that it may do from now on."""
    found = _client(request, public_id)
    form = ScopesForm(sent_data(request), initial={"scopes": found.scopes})
    if submit_form(
        form,
        lambda: clients.limit(
            client=found, scopes=[Scope(scope) for scope in form.cleaned_data["scopes"]], by=request.actor
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("administrator:client", public_id)
    context = {"form": form, "client": found}
    return render(request, "administrator/client_scopes.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def keys(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The public keys by which it may sign for a token, all of them."""
    found = _client(request, public_id)
    standing = json.dumps({"keys": found.keys}, indent=2) if found.keys else ""
    form = KeysForm(sent_data(request), initial={"keys": standing})
    if submit_form(form, lambda: clients.register_keys(client=found, keys=form.cleaned_data["keys"], by=request.actor)):
        messages.success(request, _("Saved."))
        return redirect("administrator:client", public_id)
    context = {
        "form": form,
        "client": found,
        "token_address": token_address(),
        "algorithms": ", ".join(sorted(ALGORITHMS.values())),
    }
    return render(request, "administrator/client_keys.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def secret(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A new secret, after a warning: the old one and its tokens stop."""
    found = _client(request, public_id)
    if request.method == "POST":
        try:
            return _show(request, found, clients.rotate_secret(client=found, by=request.actor))
        except Refusal as refusal:
            messages.warning(request, refusal.message)
            return redirect("administrator:client", public_id)
    return render(request, "administrator/client_secret.html", {"client": found})


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The client is no more, after a question."""
    found = _client(request, public_id)
    if request.method == "POST":
        done = _("%(name)s has ended.") % {"name": found.name}
        run_action(request, lambda: clients.end(client=found, by=request.actor, now=timezone.now()), done)
        return redirect("administrator:clients")
    return render(request, "administrator/client_end.html", {"client": found})


@require_POST
@for_roles(Role.ADMINISTRATOR)
def withdraw(request: ActorRequest, public_id: UUID, role_id: UUID) -> HttpResponse:
    """It acts for an organisation no longer."""
    found = _client(request, public_id)
    role = selectors.roles_standing(found).filter(public_id=role_id).first()
    if role is None:
        raise Http404
    done = _("It acts there no longer.")
    run_action(request, lambda: clients.withdraw(role=role, by=request.actor, now=timezone.now()), done)
    return redirect("administrator:client", public_id)


def _client(request: ActorRequest, public_id: UUID) -> ApiClient:
    return record_or_404(selectors.kept(request.actor).filter(public_id=public_id).first())


def _show(request: ActorRequest, found: ApiClient, new_secret: str) -> HttpResponse:
    return render(request, "administrator/client_credentials.html", {"client": found, "secret": new_secret})
