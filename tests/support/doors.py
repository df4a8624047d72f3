"""Someone with a telephone, by each way in: what was typed or sent goes through that edge's own reading of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from referrals.actions.intake import caseloads
from referrals.actions.intake.receive import receive
from referrals.actions.people import duplicates
from referrals.api.serializers import ReferralIn, intake_draft
from referrals.drafts import IntakeDraft
from referrals.forms.intake import caseload
from referrals.forms.intake.referral import NewPatientForm
from referrals.forms.intake.self_referral import SelfReferralForm
from referrals.forms.intake.taken_down import TakenDownNewForm
from referrals.kit.actor import PUBLIC, Actor
from referrals.kit.forms.base import NHSForm
from referrals.kit.permissions import ActorKind, Role, Scope
from referrals.models import ApiClient, Referral
from referrals.ways_in import PRACTICE_FORM, REST, SELF_REFERRAL, TAKEN_DOWN
from tests.referrals.api.test_referrals import body
from tests.support import tokens
from tests.support.caseload_files import case, content
from tests.support.forms_typed import date_typed, new_patient, self_referral
from tests.support.world import World

BORN = date(1958, 7, 4)
NAME = ("Una", "Reached")
Door = Callable[..., None]


def by_practice(world: World, number: str, phone: str, is_safe: bool) -> None:  # one shape of doors
    form = NewPatientForm(_typed(phone, is_safe=is_safe, nhs_number=number))
    draft, by = _draft(form), world.ours.actor(Role.GP)
    assert draft.person
    shown = duplicates.warn(draft=draft.person, by=by)
    if shown:
        # "This is the same person", which the page offers of each.
        draft = replace(draft, known=shown[0].person.public_id)
    receive(draft=draft, way=PRACTICE_FORM, by=by, now=world.now)


def by_link_worker(world: World, number: str, phone: str, is_safe: bool) -> None:  # one shape of doors
    more = {"route": "outreach", "consent_channel": "phone", "nhs_number": number}
    form = TakenDownNewForm(_typed(phone, is_safe=is_safe, **more))
    receive(draft=_draft(form), way=TAKEN_DOWN, by=world.ours.actor(Role.LINK_WORKER), now=world.now)


def by_themselves(world: World, number: str, phone: str, is_safe: bool) -> None:  # nobody asks the number
    form = SelfReferralForm(self_referral(world.ours.practice, **_typed(phone, is_safe=is_safe)))
    receive(draft=_draft(form), way=SELF_REFERRAL, by=PUBLIC, now=world.now)


def by_system(world: World, number: str, phone: str, is_safe: bool) -> None:  # one shape of doors
    safety = dict.fromkeys(("safe_to_call", "safe_to_leave_message", "safe_to_write"), is_safe)
    person = {"nhs_number": number, "given_name": NAME[0], "family_name": NAME[1], "born_on": BORN.isoformat()}
    sent = ReferralIn(data=body(person={**person, "phone": phone, **safety}))
    sent.is_valid(raise_exception=True)
    client = ApiClient.objects.first() or tokens.register(world.ours.members[Role.GP])
    practice, scopes = world.ours.practice.pk, frozenset({Scope.REFERRALS})
    by = Actor(ActorKind.CLIENT, Role.GP, client_id=client.pk, organisation_id=practice, scopes=scopes)
    receive(draft=intake_draft(sent.validated_data), way=REST, by=by, now=world.now)


def by_list(world: World, number: str, phone: str, is_safe: bool) -> None:  # one shape of doors
    safety = dict.fromkeys(("safe_to_call", "safe_to_leave_message", "safe_to_write"), "yes" if is_safe else "no")
    names = {"first_name": NAME[0], "last_name": NAME[1], "date_of_birth": f"{BORN:%d/%m/%Y}"}
    cases, refused = caseload.read(
        content(case(world, nhs_number=number, phone=phone, **names, **safety)), today=world.today
    )
    assert not refused, refused
    by = world.ours.actor(Role.MANAGER)
    caseloads.load(cases=cases, refused=refused, team=world.ours.team, by=by, now=world.now)


def _typed(phone: str, *, is_safe: bool, **more: str) -> dict[str, object]:
    safety = "call_and_message" if is_safe else "neither"
    names = {"given_name": NAME[0], "family_name": NAME[1], **date_typed("born_on", BORN)}
    return new_patient(**names, phone=phone, phone_safety=safety, **more)


def _draft(form: NHSForm) -> IntakeDraft:
    assert form.is_valid(), form.errors
    draft: IntakeDraft = form.draft()  # type: ignore[attr-defined] # every form of a referral has it
    # Asked, they say that they mean one more.
    return replace(draft, again=frozenset(map(str, Referral.objects.values_list("public_id", flat=True))))


DOORS: dict[str, Door] = {
    "practice": by_practice,
    "link worker": by_link_worker,
    "themselves": by_themselves,
    "system": by_system,
    "list": by_list,
}
