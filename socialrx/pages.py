"""Pages of no role in particular: the front door, help, and what the product is tested for."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.kit.access import ActorRequest, for_everyone
from socialrx import conformance
from socialrx.conformance import Level, Line, Verdict
from socialrx.context import NAVIGATION

# After so long whoever has kept the text reads it anew.
SAID_FOR = timedelta(days=180)


@require_safe
@for_everyone
def home(request: ActorRequest) -> HttpResponse:
    """Whoever is signed in goes to where their work begins; everyone else reads what this is."""
    if request.waits_as:
        return redirect("second_factor")
    if request.actor.role is None:
        return render(request, "home.html")
    _label, url_name = NAVIGATION[request.actor.role][0]
    return redirect(url_name)


@require_safe
@for_everyone
def help_page(request: ActorRequest) -> HttpResponse:
    """What to do in an emergency and whom to ask."""
    return render(request, "help.html")


@require_safe
@for_everyone
def security_txt(request: ActorRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); 404 while nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    fields = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": (timezone.now() + SAID_FOR).isoformat(timespec="seconds"),
        "Preferred-Languages": "en",
        "Canonical": f"{settings.BASE_URL}{request.path}",
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@for_everyone
def api_base(request: ActorRequest) -> HttpResponse:
    """The interface's own address leads to its description."""
    return redirect("openapi")


@require_safe
@for_everyone
def conformance_page(request: ActorRequest) -> HttpResponse:
    """Each epic of the NHS with the test that shows it and that test's last result."""
    tests = conformance.tests_in(settings.BASE_DIR)
    lines = conformance.lines(tests, conformance.results_in(settings.CONFORMANCE_RESULTS))
    required = [line for line in lines if line.epic.level is Level.MUST]
    context = {
        "folder": conformance.FOLDER,
        "capabilities": [
            (code, title, [line for line in lines if line.epic.capability == code])
            for code, title in conformance.CAPABILITIES.items()
        ],
        "passed": _count(lines, Verdict.MET),
        "partly": _count(lines, Verdict.PARTLY),
        "not_built": _count(lines, Verdict.NOT_BUILT),
        "total": len(lines),
        "passed_required": _count(required, Verdict.MET),
        "required": len(required),
    }
    return render(request, "about/conformance.html", context)


def _count(lines: list[Line], verdict: Verdict) -> int:
    return sum(line.verdict is verdict for line in lines)
