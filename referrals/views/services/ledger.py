"""A provider's ledger of grants and costs: only its own organisation sees it."""

import csv
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.services import ledger as actions
from referrals.forms.services.ledger import EntryForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.services import ledger

# The page shows the newest; the download has all.
SHOWN = 100
COLUMNS = ["date", "kind", "pounds", "what_for", "service", "session", "takes_back_an_entry"]
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@")


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def ledger_page(request: ActorRequest) -> HttpResponse:
    """Balances, what each session cost, the entries, and a form for the next one."""
    form = EntryForm(request.POST if request.method == "POST" else None, by=request.actor)
    if form.is_bound and form.is_valid():
        try:
            actions.enter(**form.entry(), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Entered in the ledger."))
            return redirect("provider:ledger")
    balances = ledger.balances(request.actor)
    context = {
        "form": form,
        "balances": balances,
        "in_all": ledger.in_all(balances),
        "session_costs": ledger.session_costs(request.actor)[:SHOWN],
        "entries": ledger.entries(request.actor)[:SHOWN],
    }
    return render(request, "provider/ledger.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(Role.PROVIDER)
def reverse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take an entry back: both stay in the ledger."""
    entry = ledger.get_entry(request.actor, public_id)
    if entry is None:
        raise Http404
    try:
        actions.reverse(entry=entry, by=request.actor)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The entry is taken back. Both stay in the ledger."))
    return redirect("provider:ledger")


@require_safe
@for_roles(Role.PROVIDER, recently=True)
def download(request: ActorRequest) -> HttpResponse:
    """Every entry as CSV, the newest first."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ledger.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for entry in ledger.entries(request.actor):
        words = [
            entry.purpose,
            entry.service.name if entry.service else "",
            entry.session.code if entry.session else "",
        ]
        pounds = f"{'-' * (entry.pence < 0)}{abs(entry.pence) // 100}.{abs(entry.pence) % 100:02}"
        takes_back = "yes" if entry.reverses_id else ""
        writer.writerow([entry.on, entry.kind, pounds, *map(_as_text, words), takes_back])
    return response


def _as_text(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words
