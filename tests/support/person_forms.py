"""The forms of a person's own page, with what someone types who fills them in right."""

from django.utils import timezone

from referrals.actions.access import links as actions
from referrals.forms.access import sign_in
from referrals.forms.people import corrections
from referrals.forms.register import feedback
from referrals.kit.permissions import Role
from referrals.selectors.access import links
from tests.support.bad_input import FormCase
from tests.support.contact_points import proved
from tests.support.forms_typed import date_typed
from tests.support.world import World

SHARED = "family@example.org"


def shared_link(world: World) -> str:
    """The address of a link mailed to two people who read mail together."""
    for person in (world.ours.person, world.theirs.person):
        proved(person, SHARED)
    type(world.theirs.person).objects.filter(pk=world.theirs.person.pk).update(born_on="1949-01-02")
    _link, token = actions.make(links.SIGN_IN, world.theirs.person, now=timezone.now())
    return f"/me/sign-in/{token}/"


CASES = [
    FormCase(sign_in.SignInForm, None, lambda world: "/me/sign-in/", lambda world: {"email": "ada@example.org"}),
    FormCase(sign_in.BornForm, None, shared_link, lambda world: date_typed("born_on", world.ours.person.born_on)),
    FormCase(
        feedback.FeedbackForm,
        Role.PERSON,
        lambda world: f"/me/sessions/{world.ours.session.public_id}/feedback/",
        lambda world: {"liked": "good", "felt": "-3", "comment": "Kind people"},
        did="feedback.given",
    ),
    FormCase(
        corrections.CorrectionForm,
        Role.PERSON,
        lambda world: "/me/corrections/",
        lambda world: {"about": "plan", "text": "I never wanted to swim"},
        did="correction.asked",
    ),
]
