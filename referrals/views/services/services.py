"""The public directory of services. Nothing here is about a person."""

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from referrals import criteria
from referrals.forms.services.services import FilterForm
from referrals.kit.access import ActorRequest, for_everyone
from referrals.kit.calendar import local_day
from referrals.selectors.onward import suitability
from referrals.selectors.people import places
from referrals.selectors.services import services as selectors

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_everyone
def directory(request: ActorRequest) -> HttpResponse:
    """Services that are offered, narrowed down. A form that was sent leads to the address that shows what it found.

    What nobody beside the screen may read in a history later is answered at once, and stands in no address.
    """
    form = FilterForm(request.POST if request.method == "POST" else request.GET)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not form.is_sensitive:
        return redirect(f"{request.path}?{urlencode(form.asked())}")
    search, today = form.search(), local_day(timezone.now())
    page = Paginator(selectors.matching(today, search), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    context = {
        "form": form,
        "page": page,
        "found": selectors.explained(page.object_list, search),
        "alternatives": [] if page.object_list else selectors.alternatives(today, search),
        "is_sensitive": form.is_sensitive,
        "previous_url": _address(query, page.number - 1) if page.has_previous() else "",
        "next_url": _address(query, page.number + 1) if page.has_next() else "",
    }
    status = 422 if request.method == "POST" and not is_sent else 200
    return render(request, "services/directory.html", context, status=status)


@require_safe
@for_everyone
def service(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One service."""
    found = selectors.get(local_day(timezone.now()), public_id)
    if found is None:
        raise Http404
    shown = {
        "service": found,
        "needs": selectors.needs_of(found),
        "criteria": criteria.words(suitability.asked(found), _),
        "areas": places.area_names(found.area_codes),
    }
    return render(request, "services/service.html", shown)


def _address(query: QueryDict, number: int) -> str:
    query["page"] = str(number)
    return f"?{query.urlencode()}"
