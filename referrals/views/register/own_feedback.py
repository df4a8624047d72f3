"""A person says how a session was: on their own page, or by the link in a mail. GET shows, POST acts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from referrals import risk_words
from referrals.actions.access.links import give_feedback
from referrals.actions.register import feedback as actions
from referrals.forms.register.feedback import FeedbackForm
from referrals.kit.access import ActorRequest, for_everyone, for_roles
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.access import links
from referrals.selectors.register import feedback
from referrals.views.onward.answer_link import private

UNKNOWN, GONE = 404, 410
HELP_NOW = gettext_lazy(
    "If you are not safe, do not wait for us: call 999, or 111 and choose option 2, or Samaritans on 116 123."
)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PERSON)
def own(request: ActorRequest, session_id: UUID) -> HttpResponse:
    """One of the person's sessions. The tap on their page is this form with one answer."""
    attendance = feedback.attendance(request.actor, session_id)
    if attendance is None:
        raise Http404
    given = feedback.given(attendance)
    initial = {"liked": given.liked, "felt": given.felt, "comment": given.comment} if given else {}
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.give(attendance=attendance, draft=form.draft(), by=request.actor, now=timezone.now())
        messages.success(request, _("Thank you for telling us how it was."))
        if risk_words.may_describe(form.cleaned_data["comment"]):
            messages.warning(request, HELP_NOW)
        return redirect("person:me")
    context = {"form": form, "session": attendance.session}
    return render(request, "person/feedback.html", context, status=422 if form.errors else 200)


# The token in the address is the proof, as with a provider's `answer_link`; there is no sign-in to borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@for_everyone
@private
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Three buttons, and below them the whole form. Mail scanners open links, so a GET is only a look."""
    link = links.find(links.FEEDBACK, token)
    if link is None or not links.is_open(link, timezone.now()):
        return render(request, "person/feedback_closed.html", status=UNKNOWN if link is None else GONE)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            give_feedback(link=link, draft=form.draft("email"), now=timezone.now())
        except Refusal:
            return render(request, "person/feedback_closed.html", status=GONE)
        shown = {"may_be_a_risk": risk_words.may_describe(form.cleaned_data["comment"])}
        return render(request, "person/feedback_thanks.html", shown)
    context = {"form": form, "session": link.attendance.session}
    return render(request, "person/feedback_by_link.html", context, status=422 if form.errors else 200)
