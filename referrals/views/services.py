"""The public directory of services. Nothing here is about a person."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.calendar import local_day
from referrals.forms.services import FilterForm
from referrals.selectors import services as selectors
from referrals.views.access import ActorRequest, for_everyone

PAGE_SIZE = 20


@require_safe
@for_everyone
def directory(request: ActorRequest) -> HttpResponse:
    """Services that are offered, narrowed down by need, step-free access and a free place."""
    form = FilterForm(request.GET)
    today = local_day(timezone.now())
    found = selectors.matching(today, **form.cleaned_data) if form.is_valid() else selectors.listed(today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    context = {
        "form": form,
        "page": page,
        "previous_url": _address(query, page.number - 1) if page.has_previous() else "",
        "next_url": _address(query, page.number + 1) if page.has_next() else "",
    }
    return render(request, "services/directory.html", context)


@require_safe
@for_everyone
def service(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One service."""
    found = selectors.get(local_day(timezone.now()), public_id)
    if found is None:
        raise Http404
    return render(request, "services/service.html", {"service": found, "needs": selectors.needs_of(found)})


def _address(query: QueryDict, number: int) -> str:
    query["page"] = str(number)
    return f"?{query.urlencode()}"
