"""What a team set for its devices, and what it says of calls for help to whoever may press."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from devices.models import DeviceRules, Responder
from devices.models.alerts import ALWAYS, BY_DAY, BY_NIGHT
from referrals.kit.actor import Actor
from referrals.kit.calendar import LONDON
from referrals.selectors.organisation import accounts


@dataclass(frozen=True, slots=True)
class HelpWords:
    """What the button is for and who answers when, in sentences that promise nothing that is not there."""

    purpose: str
    by_day: str
    by_night: str

    @property
    def lines(self) -> tuple[str, str, str]:
        """All of it."""
        return self.purpose, self.by_day, self.by_night


def of_team(team_id: int) -> DeviceRules:
    """The team's rules; the defaults where it set none."""
    return DeviceRules.objects.filter(team=team_id).first() or DeviceRules(team_id=team_id)


def responders(team_id: int, today: date) -> QuerySet[Responder]:
    """Who answers for the team, in the order in which they are asked. Whoever no longer works there is left out."""
    working = accounts.in_force(today).filter(organisation=team_id)
    return Responder.objects.filter(member__in=working, ended_at=None).select_related("member__user")


def listed(by: Actor, today: date) -> QuerySet[Responder]:
    """The list of the actor's own team."""
    return responders(by.organisation_id or 0, today)


def hours_at(team_id: int, moment: datetime) -> set[str]:
    """Which entries of the list are on duty at a moment."""
    rules = of_team(team_id)
    hour = moment.astimezone(LONDON).hour
    return {ALWAYS, BY_DAY if rules.day_begins <= hour < rules.day_ends else BY_NIGHT}


def help_words(team_id: int, today: date) -> HelpWords:
    """For the person's page and the form of the loan."""
    rules = of_team(team_id)
    on_list = [row.hours for row in responders(team_id, today)]
    begins, ends, wait = f"{rules.day_begins}:00", f"{rules.day_ends}:00", rules.escalate_after
    day = sum(at in {ALWAYS, BY_DAY} for at in on_list)
    night = sum(at in {ALWAYS, BY_NIGHT} for at in on_list)
    return HelpWords(
        purpose=_(
            "If the wearable has a help button or notices falls, it tells the link worker team. It is not an emergency "
            "service, and nobody may be able to come. In an emergency call 999; for urgent advice call 111."
        ),
        by_day=_who_answers(day, {"begins": begins, "ends": ends, "wait": wait}),
        by_night=_who_answers(night, {"begins": ends, "ends": begins, "wait": wait}),
    )


def _who_answers(people: int, hours: dict[str, object]) -> str:
    """So many of the team between two hours."""
    if not people:
        return _("From %(begins)s to %(ends)s nobody answers.") % hours
    if people == 1:
        return _("From %(begins)s to %(ends)s one person of the team is asked, who may not be able to answer.") % hours
    return (
        _("From %(begins)s to %(ends)s the team is asked to answer; after %(wait)d minutes the next person is asked.")
        % hours
    )
