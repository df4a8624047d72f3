"""Handing a person over: to a colleague, or to another team."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referrals.actions.support import handovers
from referrals.forms.support.handovers import ColleagueForm, TeamForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import sent_data
from referrals.kit.permissions import Role
from referrals.selectors.organisation import teams
from referrals.selectors.support import handovers as selectors
from referrals.views.support.pages import episode_or_404, form_page, press_button


@for_roles(Role.LINK_WORKER)
def hand_over(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """A colleague takes over, with everything that is open."""
    episode = episode_or_404(request, episode_id)
    now = timezone.now()
    heirs = {str(heir.public_id): heir for heir in selectors.heirs(episode, local_day(now))}
    form = ColleagueForm(sent_data(request), heirs=[(key, heir.user.name) for key, heir in heirs.items()])

    def act() -> None:
        heir, note = heirs[form.cleaned_data["heir"]], form.cleaned_data["note"]
        handovers.to_colleague(episode=episode, heir=heir, note=note, by=request.actor, now=now)

    return form_page(
        request,
        episode,
        form,
        act,
        template="link_worker/hand_over.html",
        title=_("Hand over to a colleague"),
        lead=_("Your colleague takes on the referrals, the onward referrals and the tasks. Nothing is due later."),
        submit=_("Hand over"),
        choices=heirs,
        nobody=_("There is no other link worker in the team"),
        done=_("Handed over. Your colleague finds your note among their tasks."),
    )


@for_roles(Role.LINK_WORKER)
def pass_on(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Another team goes on; this one no longer sees the record."""
    episode = episode_or_404(request, episode_id)
    found = {str(team.public_id): team for team in teams.others(episode.team_id)}
    form = TeamForm(sent_data(request), teams=[(key, team.name) for key, team in found.items()])

    def act() -> None:
        team, note = found[form.cleaned_data["team"]], form.cleaned_data["note"]
        handovers.to_team(episode=episode, team=team, note=note, by=request.actor, now=timezone.now())

    return form_page(
        request,
        episode,
        form,
        act,
        template="link_worker/hand_over.html",
        title=_("Give to another team"),
        lead=_("The person waits in that team's inbox, and the practice is told. Your team no longer sees the record."),
        submit=_("Give to this team"),
        kind="warning",
        choices=found,
        nobody=_("There is no other team"),
        done=_("Given to the other team. It stands in their inbox."),
        leads_to=reverse("link_worker:caseload"),
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def note_read(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The note of whoever handed over has been read."""
    episode = episode_or_404(request, episode_id)
    return press_button(
        request,
        episode,
        lambda: handovers.note_read(episode=episode, by=request.actor, now=timezone.now()),
        _("Noted that you have read the note."),
    )
