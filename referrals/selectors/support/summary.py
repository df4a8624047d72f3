"""A person's support in some sentences, made from what is recorded alone: nothing is judged and nothing is guessed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.models.choices import GoalStatus
from referrals.selectors.support.episodes import ReferralInEpisode, SupportGiven
from referrals.states import ONWARD
from referrals.templatetags.nhsuk import nhs_short_date

# So many times in a row nobody answered before it is said.
UNANSWERED = 2


def of_episode(referrals: list[ReferralInEpisode], support: SupportGiven) -> list[str]:
    """What the page of an episode shows, said in short; of an episode without anything, nothing."""
    return [*_asked(referrals), *_contacts(support), *_plan(support), *_services(support), *_scores(support)]


def _asked(referrals: list[ReferralInEpisode]) -> Iterator[str]:
    if referrals:
        first = referrals[-1]
        day, needs = nhs_short_date(first.referral.referred_at), ", ".join(first.needs)
        yield _("Referred %(day)s: %(needs)s.") % {"day": day, "needs": needs}


def _contacts(support: SupportGiven) -> Iterator[str]:
    contacts = [one.contact for one in support.contacts]
    if not contacts:
        yield _("No contact yet.")
        return
    last = contacts[0]
    words = {
        "day": nhs_short_date(last.occurred_at),
        "how": last.get_mode_display(),
        "what": last.get_outcome_display(),
    }
    yield _("Last contact %(day)s (%(how)s: %(what)s).") % words
    if support.tries >= UNANSWERED:
        said = ngettext(
            "%(number)d attempt since they were reached.",
            "%(number)d attempts since they were reached.",
            support.tries,
        )
        yield said % {"number": support.tries}


def _plan(support: SupportGiven) -> Iterator[str]:
    if support.plan is None:
        yield _("No plan yet.")
        return
    met = sum(goal.status == GoalStatus.MET for goal in support.goals)
    words = {"day": nhs_short_date(support.plan.agreed_at), "met": met, "goals": len(support.goals)}
    yield _("Plan agreed %(day)s: %(met)d of %(goals)d goals met.") % words


def _services(support: SupportGiven) -> Iterator[str]:
    for one in support.onward_referrals:
        if one.onward_referral.status in ONWARD.open:
            yield f"{one.onward_referral.service.name}: {one.onward_referral.get_status_display()}."


def _scores(support: SupportGiven) -> Iterator[str]:
    for trajectory in support.scores:
        for line in trajectory.lines:
            if len(line.given) > 1:
                words = {"what": line.label, "first": line.first, "last": line.last}
                yield _("%(what)s: first %(first)s, last %(last)s.") % words
