"""A person's telephone numbers and e-mail addresses, as a link worker keeps them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referrals.actions.people import contact_points, proofs
from referrals.forms.people.contact_points import KeptContactForm
from referrals.forms.people.identity import EndForm
from referrals.forms.people.person_details import SafetyForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import episodes
from referrals.views.people.details import keep_page, page_of
from referrals.views.support.pages import episode_or_404, form_page


@for_roles(Role.LINK_WORKER)
def safety(request: ActorRequest, episode_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """What is safe to do with a phone number or e-mail address."""
    episode = episode_or_404(request, episode_id)
    point = record_or_404(episodes.contact_point(episode.person, contact_point_id))
    flags = ("safe_to_call", "safe_to_leave_message", "safe_to_write")
    initial = {flag: getattr(point, flag) for flag in flags} | {"version": episode.person.version}
    form = SafetyForm(sent_data(request), initial=initial)

    def act() -> None:
        contact_points.set_safety(contact_point=point, by=request.actor, now=timezone.now(), **form.cleaned_data)

    return form_page(
        request,
        episode,
        form,
        act,
        title=_("What is safe?"),
        lead=f"{point.get_kind_display()}: {point.value}",
        submit=_("Save"),
        done=_("Saved."),
    )


@for_roles(Role.LINK_WORKER)
def add(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """One more number or address."""
    episode = episode_or_404(request, episode_id)
    form = KeptContactForm(sent_data(request), initial={"version": episode.person.version})

    def act() -> None:
        contact_points.add(
            person=episode.person,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            is_checked=form.cleaned_data["is_checked"],
        )

    return keep_page(request, episode, form, act, _("Add a telephone number or e-mail address"))


@for_roles(Role.LINK_WORKER)
def correct(request: ActorRequest, episode_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """Another number or address in the place of one."""
    episode = episode_or_404(request, episode_id)
    point = record_or_404(episodes.contact_point(episode.person, contact_point_id))
    form = KeptContactForm(sent_data(request), initial=KeptContactForm.initial_of(point))

    def act() -> None:
        contact_points.correct(
            contact_point=point,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            is_checked=form.cleaned_data["is_checked"],
        )

    return keep_page(request, episode, form, act, _("Correct the telephone number or e-mail address"))


@for_roles(Role.LINK_WORKER)
def end(request: ActorRequest, episode_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """It is theirs no more."""
    episode = episode_or_404(request, episode_id)
    point = record_or_404(episodes.contact_point(episode.person, contact_point_id))
    form = EndForm(sent_data(request), initial={"version": episode.person.version})

    def act() -> None:
        contact_points.end(contact_point=point, by=request.actor, now=timezone.now(), **form.cleaned_data)

    title = _("Take off %(value)s") % {"value": point.value}
    return keep_page(request, episode, form, act, title, _("Take it off"))


@require_POST
@for_roles(Role.LINK_WORKER)
def checked(request: ActorRequest, episode_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """They asked the person, who says that it is theirs."""
    episode = episode_or_404(request, episode_id)
    point = record_or_404(episodes.contact_point(episode.person, contact_point_id))
    run_action(
        request,
        lambda: proofs.confirm(contact_point=point, by=request.actor, now=timezone.now()),
        _("Confirmed. Messages and links to their own page may go there."),
    )
    return redirect(page_of(episode))


@require_POST
@for_roles(Role.LINK_WORKER)
def confirm(request: ActorRequest, episode_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """Send a message there by which the person confirms that it is theirs."""
    episode = episode_or_404(request, episode_id)
    point = record_or_404(episodes.contact_point(episode.person, contact_point_id))
    run_action(
        request,
        lambda: proofs.ask(contact_point=point, by=request.actor, now=timezone.now()),
        _("A message is on its way there. It is confirmed once they open the link in it."),
    )
    return redirect(page_of(episode))
