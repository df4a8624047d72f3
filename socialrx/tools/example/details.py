"""What a first talk brings of a person's details, each by the action of its own page."""

from datetime import datetime
from random import Random

from referrals.actions.people import circumstances, proofs, wishes
from referrals.drafts import PersonDraft
from referrals.kit.actor import Actor
from referrals.models import Person

# Of those whom nobody asked before, how many want to get messages.
AGREES_TO_MESSAGES = 0.8
# In how many first talks the link worker reads the numbers and addresses back to the person.
CHECKS_WITH_THEM = 0.8


def ask(person: Person, known: PersonDraft, *, by: Actor, now: datetime, random: Random) -> None:
    """Needs, conditions, people close to them, whether they want messages, and whether their numbers are right."""
    circumstances.set_needs(
        person=person,
        language=known.language,
        needs_interpreter=known.needs_interpreter,
        communication_needs=known.communication_needs,
        is_carer=known.is_carer,
        digital_access=known.digital_access,
        by=by,
        now=now,
    )
    if known.conditions:
        circumstances.set_conditions(person=person, codes=known.conditions, by=by, now=now)
    for related in known.related:
        circumstances.add_related(person=person, draft=related, by=by, now=now)
    if not known.wanted_channel and random.random() < AGREES_TO_MESSAGES:
        wishes.keep(person=person, channel="", bad_times=(), agrees=True, by=by, now=now)
    # Drawn apart, so that the rest of the story is as it was.
    if Random(f"checked:{known.given_name}:{known.family_name}").random() < CHECKS_WITH_THEM:
        for point in person.contact_points.filter(ended_at=None).order_by("pk"):
            proofs.confirm(contact_point=point, by=by, now=now)
