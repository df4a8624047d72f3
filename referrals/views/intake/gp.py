"""A practice's pages: my referrals, one referral, and sending one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals import record_text
from referrals.actions.access import opening
from referrals.actions.intake import referrals
from referrals.actions.people import duplicates, people
from referrals.forms.intake.referral import FindPatientForm, NewPatientForm, ReferralForm, SearchForm
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.paging import PAGE_SIZE, page_newest_first
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.intake import gp as selectors
from referrals.selectors.intake import record_texts
from referrals.selectors.organisation import teams
from referrals.selectors.people import duplicates as merged
from referrals.selectors.support import risks
from referrals.views.intake import sending

TABS = (
    ("open", gettext_lazy("Open")),
    ("ended", gettext_lazy("Ended")),
    ("not-entered", gettext_lazy("Not yet in the record")),
    ("all", gettext_lazy("All")),
)
ROUTE = "gp"


@require_safe
@for_roles(Role.GP)
def my_referrals(request: ActorRequest) -> HttpResponse:
    """The practice's referrals, and above them what needs a GP."""
    now = timezone.now()
    chosen = request.GET.get("show", "open")
    page = page_newest_first(selectors.shown(request.actor, chosen), "referred_at", request.GET.get("after", ""))
    context = {
        "search_form": SearchForm(),
        "news": selectors.news(request.actor, now),
        "risks": risks.waiting(request.actor),
        "tabs": [{"label": label, "url": f"?show={which}", "current": which == chosen} for which, label in TABS],
        "rows": page.rows,
        "entered": record_texts.entered(page.rows),
        "next_url": f"?show={chosen}&after={page.next_cursor}" if page.next_cursor else "",
        "today": local_day(now),
    }
    return render(request, "gp/referrals.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def search(request: ActorRequest) -> HttpResponse:
    """The practice's referrals that match. Posted, so that no name stands in an address or a log."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    rows = None
    if request.method == "POST" and form.is_valid():
        rows = list(selectors.matching(request.actor, form.cleaned_data["search"])[:PAGE_SIZE])
        audit.record(by=request.actor, did="referrals.searched", rows=len(rows))
    context = {"form": form, "rows": rows, "today": local_day(timezone.now()), "most": PAGE_SIZE}
    return render(request, "gp/search.html", context, status=422 if form.errors else 200)


@require_safe
@for_roles(Role.GP)
def opened(request: ActorRequest, public_id: UUID, *, just_sent: bool = False) -> HttpResponse:
    """One referral: where it is, who has it, what is next, what happened; and right after sending, its confirmation."""
    found = opening.referral(public_id=public_id, by=request.actor)
    if found is None:
        raise Http404
    context = {
        "referral": found,
        "person": found.person,
        "needs": selectors.needs_of(found),
        "history": selectors.history(found),
        "services": selectors.services_of(request.actor, found),
        "text_for_record": record_text.of_referral(record_texts.of_referral(found)),
        "entry": record_texts.entry_of(found),
        "notices": risks.of_referral(request.actor, found),
        "just_sent": just_sent,
        "today": local_day(timezone.now()),
    }
    return render(request, "gp/referral.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def refer(request: ActorRequest) -> HttpResponse:
    """A new patient and the referral on one page, and a way to find one who is known."""
    form = NewPatientForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not form.is_stopped and form.is_valid() and not sending.is_repeat(request):
        alike = duplicates.warn(draft=form.person_draft(request.actor.organisation_id), by=request.actor)
        unasked = {str(one.person.public_id) for one in alike} - set(request.POST.getlist("asked"))
        # Once more: a twin of this form may have been sent meanwhile, and those alike be the person whom it entered.
        if unasked and not sending.is_repeat(request):
            return _ask(request, alike)
    return _refer(request, form, lambda: _send_new(request, form), find_form=FindPatientForm(prefix="find"))


def _ask(request: ActorRequest, alike: list[Any]) -> HttpResponse:
    """Before anything is sent: is it one of these? Nobody is asked about twice.

    Whoever has the NHS number is joined by it, so that what is new about reaching them is added.
    """
    context = {
        "alike": alike,
        "may_differ": not any(one.is_same_number for one in alike),
        "typed": sending.typed(request, but="asked"),
        "once": sending.key_of(request),
    }
    return render(request, "gp/duplicates.html", context, status=422)


@require_POST
@for_roles(Role.GP)
def find(request: ActorRequest) -> HttpResponse:
    """Find a patient by NHS number: go on with them, or with the empty form and the number in it."""
    find_form = FindPatientForm(request.POST, prefix="find")
    number = find_form.cleaned_data["number"] if find_form.is_valid() else ""
    person = selectors.person_by_number(request.actor, number) if number else None
    if person:
        return redirect("gp:refer_person", person.public_id)
    context = {
        "forms": [find_form],
        "find_form": find_form,
        "people": [] if number else None,
        "team": teams.referred_to_by(request.actor),
    }
    form = NewPatientForm(initial={"nhs_number": number})
    return sending.draw(request, form, is_wrong=bool(find_form.errors), **context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def refer_person(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Refer a patient whom the practice knows: nothing that is known is asked again."""
    person = opening.patient(public_id=public_id, by=request.actor)
    if person is None:
        stands = merged.stands_for(request.actor, public_id)
        if stands is None:
            raise Http404
        return redirect("gp:refer_person", stands.public_id)
    form = ReferralForm(request.POST if request.method == "POST" else None)
    return _refer(
        request,
        form,
        lambda: _send_known(request, person, form),
        person=person,
        open_referrals=selectors.open_referrals(request.actor, person),
    )


def _refer(
    request: ActorRequest, form: ReferralForm, send: Callable[[], sending.Referred], **context: Any
) -> HttpResponse:
    def sent(made: sending.Sent) -> HttpResponse:
        if made.is_repeat:
            messages.info(request, _("This referral was already sent. It was not sent again."))
        return redirect("gp:sent", made.public_id)

    return sending.refer(request, form, send, sent, team=teams.referred_to_by(request.actor), **context)


def _send_new(request: ActorRequest, form: NewPatientForm) -> sending.Referred:
    draft = form.person_draft(request.actor.organisation_id)
    if draft.nhs_number and selectors.person_by_number(request.actor, draft.nhs_number):
        messages.info(request, _("Your practice knew this patient already: the referral was added to their record."))
    person = people.find_or_register(draft=draft, by=request.actor, now=timezone.now())
    return _send(request, person, form)


def _send_known(request: ActorRequest, person: Any, form: ReferralForm) -> sending.Referred:
    """Who was entered as someone new and turned out to be known: what was typed of reaching them is added."""
    entered = NewPatientForm(request.POST)
    if entered.is_valid():
        draft = entered.person_draft(request.actor.organisation_id)
        people.add_news(person=person, draft=draft, by=request.actor)
    return _send(request, person, form)


def _send(request: ActorRequest, person: Any, form: ReferralForm) -> sending.Referred:
    team = teams.referred_to_by(request.actor)
    if team is None:
        raise Refusal("no-team", _("Your practice has no link worker team to refer to. Ask your manager to set it."))
    referral = referrals.refer(
        person=person, draft=form.referral_draft(ROUTE), team=team, by=request.actor, now=timezone.now()
    )
    return referral.public_id, referral.reference, person.pk
