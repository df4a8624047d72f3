"""A practice's pages: my referrals, one referral, and sending one."""

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
from referrals.forms.intake.referral import NewPatientForm, ReferralForm
from referrals.forms.intake.search import FindPatientForm, SearchForm
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import sent_data
from referrals.kit.paging import PAGE_SIZE, page_newest_first
from referrals.kit.permissions import Role
from referrals.selectors.intake import gp as selectors
from referrals.selectors.intake import record_texts
from referrals.selectors.organisation import teams
from referrals.selectors.people import duplicates
from referrals.selectors.support import closing, risks
from referrals.states import REFERRAL
from referrals.views.intake import sending
from referrals.ways_in import PRACTICE_FORM

TABS = (
    ("open", gettext_lazy("Open")),
    ("ended", gettext_lazy("Ended")),
    ("not-entered", gettext_lazy("Not yet in the record")),
    ("all", gettext_lazy("All")),
)


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
    form = SearchForm(sent_data(request))
    rows = None
    if request.method == "POST" and form.is_valid():
        rows = list(selectors.matching(request.actor, form.cleaned_data["search"])[:PAGE_SIZE])
        audit.record(by=request.actor, did="referrals.searched", rows=len(rows))
    context = {"form": form, "rows": rows, "today": local_day(timezone.now()), "most": PAGE_SIZE}
    return render(request, "gp/search.html", context, status=422 if form.errors else 200)


@require_safe
@for_roles(Role.GP)
def referral_page(request: ActorRequest, public_id: UUID, *, just_sent: bool = False) -> HttpResponse:
    """One referral: where it is, who has it, what is next, what happened; and right after sending, its confirmation."""
    referral = opening.referral(public_id=public_id, by=request.actor)
    if referral is None:
        raise Http404
    context = {
        "referral": referral,
        "person": referral.person,
        "needs": selectors.needs_of(referral),
        "history": selectors.history(referral),
        "services": selectors.services_of(request.actor, referral),
        "is_own_patient": selectors.own_patient(request.actor, referral.person.public_id) is not None,
        "text_for_record": record_text.of_referral(record_texts.of_referral(referral)),
        "entry": record_texts.entry_of(referral),
        "notices": risks.of_referral(request.actor, referral),
        "has_ended": referral.due_on is None,
        "outcome": closing.outcome(referral),
        "can_withdraw": "withdraw" in REFERRAL.events_from(referral.status),
        "just_sent": just_sent,
        "today": local_day(timezone.now()),
    }
    return render(request, "gp/referral.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def refer(request: ActorRequest) -> HttpResponse:
    """A new patient and the referral on one page, and a way to find one who is known."""
    form = NewPatientForm(sent_data(request))
    # Afterwards the practice knows every patient whom it sent.
    is_known = form.is_bound and form.is_valid() and _knows(request, form.cleaned_data["nhs_number"])
    context = {"team": teams.referred_to_by(request.actor), "find_form": FindPatientForm(prefix="find")}
    sent = sending.send(request, form, PRACTICE_FORM, context)
    if is_known and isinstance(sent, sending.Sent) and not sent.is_repeat:
        messages.info(request, _("Your practice knew this patient already: the referral was added to their record."))
    return _answer(request, sent)


def _knows(request: ActorRequest, nhs_number: str) -> bool:
    return bool(nhs_number) and selectors.person_by_number(request.actor, nhs_number) is not None


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
    return sending.draw_form(request, form, context, is_wrong=bool(find_form.errors))


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def refer_person(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Refer a patient whom the practice knows: nothing that is known is asked again."""
    person = opening.patient(public_id=public_id, by=request.actor)
    if person is None:
        stands = duplicates.stands_for(request.actor, public_id)
        if stands is None:
            raise Http404
        return redirect("gp:refer_person", stands.public_id)
    context = {
        "team": teams.referred_to_by(request.actor),
        "person": person,
        "open_referrals": selectors.open_referrals(request.actor, person),
        "is_own_patient": selectors.own_patient(request.actor, public_id) is not None,
    }
    form = ReferralForm(sent_data(request), initial=_as_before(request, public_id))
    return _answer(request, sending.send(request, form, PRACTICE_FORM, context, known=person.public_id))


def _as_before(request: ActorRequest, public_id: UUID) -> dict[str, object]:
    """What an earlier referral of the patient said, which the page of one that ended leads back with (`?as=`)."""
    try:
        earlier = opening.referral(public_id=UUID(request.GET.get("as", "")), by=request.actor)
    except ValueError:
        return {}
    if earlier is None or earlier.person.public_id != public_id:
        return {}
    return {"needs": earlier.needs, "note": earlier.note}


def _answer(request: ActorRequest, sent: sending.Sent | HttpResponse) -> HttpResponse:
    if isinstance(sent, HttpResponse):
        return sent
    if sent.is_repeat:
        messages.info(request, _("This referral was already sent. It was not sent again."))
    return redirect("gp:sent", sent.public_id)
