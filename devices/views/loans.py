"""Lending a wearable to the person of an episode, and taking it back."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from devices.actions import lending, loans
from devices.forms.loans import HandOverForm
from devices.selectors import devices as device_selectors
from devices.selectors import loans as loan_selectors
from devices.selectors import rules
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.views.support.pages import episode_or_404, form_page, press_button


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def hand_over(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Lend one of the wearables in stock."""
    episode = episode_or_404(request, episode_id)
    now = timezone.now()
    stock = {str(device.public_id): device for device in device_selectors.free_wearables(request.actor)}
    labels = [(key, device.label) for key, device in stock.items()]
    form = HandOverForm(sent_data(request), devices=labels, initial={"since": local_day(now)})

    def act() -> None:
        lending.hand_over(
            device=stock[form.cleaned_data["device"]],
            person=episode.person,
            since=form.cleaned_data["since"],
            by=request.actor,
            now=now,
        )

    return form_page(
        request,
        episode,
        form,
        act,
        title=_("Lend a wearable"),
        lead="" if stock else _("No wearable is in stock. Take one back first, or ask your manager for another."),
        template="link_worker/lend_wearable.html",
        words=rules.help_words(episode.team_id, local_day(now)),
        submit=_("Lend it"),
        done=_("The wearable is lent. Its steps appear here within a minute of arriving."),
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def take_back(request: ActorRequest, episode_id: UUID, loan_id: UUID) -> HttpResponse:
    """The wearable is back in stock."""
    episode = episode_or_404(request, episode_id)
    loan = record_or_404(loan_selectors.of_person(episode.person, request.actor).filter(public_id=loan_id).first())
    return press_button(
        request,
        episode,
        lambda: loans.take_back(loan=loan, by=request.actor, now=timezone.now()),
        _("The wearable is back in stock."),
    )
