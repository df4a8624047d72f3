"""Every component on one page, for the tests that look at them: a small urlconf with invented people only."""

from datetime import date
from pathlib import Path
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.generic import TemplateView

from referrals.kit.forms.base import NHSForm, Text
from referrals.kit.forms.fields import NHSDateField, NHSNumberField, PostcodeField, TelephoneField, YesNoField

TEMPLATE = Path(__file__).with_name("gallery.html")
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" role="img" aria-label="Weekly referrals">'
    '<rect width="600" height="200" fill="#f0f4f5"/>'
    '<path d="M20 160 L140 120 L260 130 L380 70 L580 40" fill="none" stroke="#005eb8" stroke-width="3"/></svg>'
)


class GalleryForm(NHSForm):
    """One field of each kind."""

    dense = True
    inline = frozenset({"safe_to_call"})
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"interpreter": {"yes": ("language",)}}
    reasons: ClassVar[dict[str, str]] = {"nhs_number": "nhs_number_reason"}
    option_hints: ClassVar[dict[str, dict[str, Text]]] = {"channel": {"letter": "Takes three working days"}}

    first_name = forms.CharField(max_length=50)
    born = NHSDateField(label="Date of birth", help_text="For example, 15 3 1952", past=True)
    nhs_number = NHSNumberField(help_text="10 digits, for example 999 123 4567")
    nhs_number_reason = forms.ChoiceField(
        label="Why is it not known?", choices=[("", "Choose a reason"), ("none", "Does not have one")]
    )
    postcode = PostcodeField(required=False)
    telephone = TelephoneField(required=False)
    interpreter = YesNoField(label="Does the person need an interpreter?")
    language = forms.CharField(max_length=50)
    safe_to_call = YesNoField(label="Is it safe to call?")
    channel = forms.ChoiceField(
        label="How to reach the person",
        widget=forms.RadioSelect,
        choices=[("phone", "Telephone"), ("letter", "Letter")],
    )
    needs = forms.MultipleChoiceField(
        label="What matters",
        widget=forms.CheckboxSelectMultiple,
        choices=[("lonely", "Loneliness"), ("debt", "Debt"), ("grief", "Bereavement")],
    )
    note = forms.CharField(label="Anything else", max_length=500, required=False, widget=forms.Textarea({"rows": 4}))
    agrees = forms.BooleanField(label="The person agrees to share this with the team")


def gallery(request: HttpRequest) -> HttpResponse:
    """GET draws the components, POST the form with its errors."""
    request.user = AnonymousUser()
    form = GalleryForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        messages.success(request, "The referral was sent.")
    tabs = [
        {"label": "Open", "url": "?open", "current": True, "count": 12},
        {"label": "Closed", "url": "?closed", "current": False, "count": None},
    ]
    context = {
        "form": form,
        "tabs": tabs,
        "born": date(1952, 3, 15),
        "flags": ["Landline only", "Interpreter: Punjabi"],
        "chart": CHART,
        "rows": [(f"Person {number} Example-Longname", "9991234567", "supported") for number in range(1, 7)],
    }
    return HttpResponse(engines["django"].from_string(TEMPLATE.read_text()).render(context, request))


def empty(_request: HttpRequest) -> HttpResponse:
    """Stands in for the pages that the navigation names."""
    return HttpResponse()


urlpatterns = [
    path("", gallery, name="home"),
    path("accounts/", include("allauth.account.urls")),
    path("help/", TemplateView.as_view(template_name="help.html"), name="help"),
    path("services/", include(([path("", empty, name="directory")], "services"))),
    path("refer/", include(([path("", empty, name="refer")], "self_referral"))),
]
