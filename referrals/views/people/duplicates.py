"""People who may be one: the list, one pair side by side, and the way back from a merge."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.access import opening
from referrals.actions.people import duplicates, merges
from referrals.forms.people.duplicates import DIFFERENT, DuplicateForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.selectors.people import duplicates as selectors


@require_safe
@for_roles(Role.LINK_WORKER)
def waiting(request: ActorRequest) -> HttpResponse:
    """The pairs that wait for a decision, and the merges that can be undone."""
    rows, next_cursor = selectors.waiting(request.actor, request.GET.get("after", ""))
    context = {
        "rows": rows,
        "next_url": f"?after={next_cursor}" if next_cursor else "",
        "merges": selectors.merges(request.actor)[:25],
    }
    return render(request, "link_worker/duplicates.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER, recently=True)
def duplicate(request: ActorRequest, duplicate_id: UUID) -> HttpResponse:
    """Both side by side, and the decision."""
    pair = record_or_404(opening.duplicate(public_id=duplicate_id, by=request.actor))
    sides = selectors.sides(pair)
    form = DuplicateForm(sent_data(request), people=[side.person for side in sides])
    if request.method == "POST" and submit_form(form, lambda: _decide(request, pair, form)):
        messages.success(request, _("Saved. Nobody is asked about these two again."))
        return redirect("link_worker:duplicates")
    context = {"pair": pair, "sides": sides, "form": form}
    return render(request, "link_worker/duplicate.html", context, status=422 if form.errors else 200)


def _decide(request: ActorRequest, pair: selectors.Pair, form: DuplicateForm) -> None:
    decision, now = form.cleaned_data["decision"], timezone.now()
    if decision == DIFFERENT:
        duplicates.tell_apart(duplicate=pair.duplicate, by=request.actor, now=now)
        return
    # The form offers the two only where the team may see both.
    first, second = record_or_404(pair.first), record_or_404(pair.second)
    kept = first if decision == str(first.public_id) else second
    merges.merge(duplicate=pair.duplicate, kept=kept, by=request.actor, now=now)


@require_POST
@for_roles(Role.LINK_WORKER, recently=True)
def undo(request: ActorRequest, merge_id: UUID) -> HttpResponse:
    """They were two people after all."""
    merge = record_or_404(selectors.merges(request.actor).filter(public_id=merge_id).first())
    run_action(
        request,
        lambda: merges.undo(merge=merge, by=request.actor, now=timezone.now()),
        _("The merge is undone: these are two records again."),
    )
    return redirect("link_worker:duplicates")
