"""The page of an episode: everything about one person's time with the team."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referrals.actions.access import links, sign_ins
from referrals.actions.intake import referrals as referral_actions
from referrals.actions.people import agreements
from referrals.actions.support import risks
from referrals.forms.support.link_worker import ContactForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.forms.fields import VersionField
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.kit.registries import panels
from referrals.selectors.messages import told
from referrals.selectors.people import corrections
from referrals.selectors.register import feedback
from referrals.selectors.support import appointments, episodes, handovers, scores, story, summary, threads
from referrals.selectors.support import flags as flag_selectors
from referrals.selectors.support import risks as risk_selectors
from referrals.views.support.pages import episode_context, episode_or_404, press_button


@for_roles(Role.LINK_WORKER)
def episode(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Everything, with the risk notes first."""
    now = timezone.now()
    record = episode_or_404(request, episode_id)
    referrals = episodes.referrals_of(record, local_day(now))
    agreed = episodes.agreements_of(record.person)
    times = story.times_of(request.actor, record.person)
    support = episodes.support_in(record)
    context = episode_context(record) | {
        "today": local_day(now),
        "times": times,
        "first": next((row.referral for row in referrals if row.referral.due_on), None),
        "referrals": referrals,
        "risk_unread": any(row.risk_unread for row in referrals),
        "support": support,
        "summary": summary.of_episode(referrals, support),
        "threads": [one for one in threads.of_episode(request.actor, record) if one.closed_at is None],
        "standing": flag_selectors.standing(request.actor, episode_id),
        "tasks": episodes.tasks_of(record),
        "told": risk_selectors.of_episode(request.actor, record),
        "appointments": appointments.of_episode(record, now),
        "said": feedback.of_episode(request.actor, record),
        "corrections": corrections.of_episode(request.actor, record),
        "handover": handovers.unread(record),
        "sent_messages": told.within(times, record.person)[: told.SHOWN],
        "agreements": agreed,
        "taken_back": episodes.taken_back(agreed),
        "panels": panels.of_person(record.person, request.actor, now),
        "measures": scores.offered() if record.closed_at is None else [],
        # The form that is used most stands on the page; what is wrong with it is shown on its own page.
        "contact_form": ContactForm(auto_id="contact_%s"),
    }
    return render(request, "link_worker/episode.html", context)


@require_POST
@for_roles(Role.LINK_WORKER)
def acknowledge_risk(request: ActorRequest, episode_id: UUID, referral_id: UUID) -> HttpResponse:
    """The risk note has been read."""
    record = episode_or_404(request, episode_id)
    referral, version = record_or_404(episodes.referral(record, referral_id)), _version_shown(request)
    return press_button(
        request,
        record,
        lambda: risks.acknowledge(referral=referral, by=request.actor, now=timezone.now(), version=version),
        _("Noted that you have read the risk note."),
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def correction_read(request: ActorRequest, episode_id: UUID, referral_id: UUID) -> HttpResponse:
    """What the practice put right in its referral has been read."""
    record = episode_or_404(request, episode_id)
    referral, version = record_or_404(episodes.referral(record, referral_id)), _version_shown(request)
    return press_button(
        request,
        record,
        lambda: referral_actions.read_correction(
            referral=referral, by=request.actor, now=timezone.now(), version=version
        ),
        _("Noted that you have read the change."),
    )


def _version_shown(request: ActorRequest) -> int:
    """The version of what stood on the page of the button; 0, which no record has, where it was lost."""
    try:
        return int(VersionField().clean(request.POST.get("version")))
    except ValidationError:
        return 0


@require_POST
@for_roles(Role.LINK_WORKER)
def withdraw_agreement(request: ActorRequest, episode_id: UUID, purpose: str) -> HttpResponse:
    """The person took an agreement back by phone."""
    return _by_phone(
        request, episode_id, purpose, agreements.withdraw, _("The agreement is taken back from this moment.")
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def give_agreement(request: ActorRequest, episode_id: UUID, purpose: str) -> HttpResponse:
    """The person said by phone that they agree again to what they had taken back."""
    return _by_phone(request, episode_id, purpose, agreements.give_again, _("The agreement holds again from now on."))


def _by_phone(
    request: ActorRequest, episode_id: UUID, purpose: str, act: Callable[..., object], done: str
) -> HttpResponse:
    record = episode_or_404(request, episode_id)
    said = {"person": record.person, "purpose": purpose, "channel": "phone"}
    return press_button(request, record, lambda: act(**said, by=request.actor, now=timezone.now()), done)


@require_POST
@for_roles(Role.LINK_WORKER)
def send_sign_in(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The person gets a link to their own page."""
    record = episode_or_404(request, episode_id)
    return press_button(
        request,
        record,
        lambda: links.send_sign_in(person=record.person, by=request.actor, now=timezone.now()),
        _("A link has been sent. It opens their page for 30 minutes from when it goes out."),
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def sign_out(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The person is signed out of every browser."""
    record = episode_or_404(request, episode_id)
    return press_button(
        request,
        record,
        lambda: sign_ins.sign_out_everywhere(person=record.person, by=request.actor, now=timezone.now()),
        _("They are signed out everywhere, and the links that were sent to them open nothing any more."),
    )
