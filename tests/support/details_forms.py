"""The forms of a person's details: a link worker's, their practice's and their own, filled in right."""

from django.urls import reverse

from referrals.actions.people import circumstances
from referrals.drafts import RelatedDraft
from referrals.forms.people import contact_points, identity, person_details, wishes
from referrals.kit.forms.base import NHSForm
from referrals.kit.permissions import Role
from referrals.models import ContactPoint
from tests.support.bad_input import FormCase, Typed
from tests.support.forms_typed import date_typed
from tests.support.link_worker_forms import episode_case, person_version, yesterday
from tests.support.world import World

RELATED: Typed = {
    "name": "Jo Example",
    "relationship": "daughter",
    "phone": "0161 496 0002",
    "is_emergency_contact": "on",
    "is_carer": "on",
    "authority": "deputy",
    "reason": "missing",
}


def _contact_point(world: World) -> Typed:
    return {"contact_point_id": ContactPoint.objects.get(person=world.ours.person).public_id}


def _related(world: World) -> Typed:
    by = world.ours.actor(Role.LINK_WORKER)
    draft = RelatedDraft("Jo", "neighbour", "01614960001")
    related = circumstances.add_related(person=world.ours.person, draft=draft, by=by, now=world.now)
    return {"related_id": related.public_id}


def _born(world: World) -> Typed:
    return date_typed("born_on", world.ours.person.born_on)


def _their_practice(world: World) -> Typed:
    return {"practice": str(world.theirs.practice.public_id)}


DETAILS_CASES = [
    episode_case(
        "safety",
        person_details.SafetyForm,
        "person.contact_safety_set",
        person_version,
        of=_contact_point,
        safe_to_call="on",
        reason="changed",
    ),
    episode_case(
        "ethnicity",
        person_details.EthnicityForm,
        "person.ethnicity_set",
        person_version,
        yesterday("since"),
        category="A",
        reason="missing",
    ),
    episode_case(
        "address",
        person_details.AddressForm,
        "person.moved",
        person_version,
        yesterday("since"),
        lines="1 Park Road",
        postcode="m33 2ab",
        safe_to_write="on",
        reason="changed",
    ),
    episode_case(
        "identity",
        identity.IdentityForm,
        "person.identity_corrected",
        person_version,
        _born,
        given_name="Adah",
        family_name="Trafford",
        preferred_name="Addie",
        sex="female",
        nhs_number="999 000 0018",
        reason="wrong",
        confirmed="yes",
    ),
    episode_case(
        "identity",
        identity.IdentityForm,
        "person.identity_corrected",
        person_version,
        _born,
        called="identity without a number",
        given_name="Adah",
        family_name="Trafford",
        sex="female",
        nhs_number="",
        nhs_number_missing_reason="withheld",
        reason="wrong",
        confirmed="yes",
    ),
    episode_case(
        "practice",
        identity.PracticeForm,
        "person.practice_set",
        person_version,
        _their_practice,
        yesterday("since"),
        reason="changed",
    ),
    episode_case(
        "needs",
        identity.NeedsForm,
        "person.needs_set",
        person_version,
        language="Welsh",
        needs_interpreter="yes",
        communication_needs="Large print",
        digital_access="online",
        is_carer="on",
        reason="missing",
    ),
    episode_case(
        "conditions",
        identity.ConditionsForm,
        "person.conditions_set",
        person_version,
        codes=["copd", "arthritis"],
        reason="missing",
    ),
    episode_case(
        "wishes",
        wishes.WishesForm,
        "person.details_changed",
        person_version,
        told_by="text",
        bad_times=["mornings"],
        agrees="on",
    ),
    episode_case(
        "contact_point_add",
        contact_points.KeptContactForm,
        "person.contact_added",
        person_version,
        phone="07700 900 123",
        safe_to_call="on",
        safe_to_leave_message="on",
        safe_to_write="on",
        reason="missing",
    ),
    episode_case(
        "contact_point",
        contact_points.KeptContactForm,
        "person.contact_corrected",
        person_version,
        of=_contact_point,
        email="ada@example.org",
        safe_to_write="on",
        reason="wrong",
    ),
    episode_case(
        "contact_point_end",
        identity.EndForm,
        "person.contact_ended",
        person_version,
        of=_contact_point,
        reason="changed",
    ),
    episode_case("related_add", identity.RelatedForm, "person.related_added", person_version, **RELATED),
    episode_case("related", identity.RelatedForm, "person.related_corrected", person_version, of=_related, **RELATED),
    episode_case(
        "related_end", identity.EndForm, "person.related_ended", person_version, of=_related, reason="changed"
    ),
]
TOLD = {"told_by": "text", "bad_times": ["mornings"], "agrees": "on"}
MOBILE = {"phone": "07700 900 123", "safe_to_call": "on", "safe_to_leave_message": "on", "safe_to_write": "on"}
MAIL = {"email": "ada@example.org", "safe_to_write": "on"}
MOVED = {"lines": "1 Park Road", "postcode": "m33 2ab", "safe_to_write": "on"}


def _own(name: str, form: type[NHSForm], **typed: object) -> FormCase:
    return FormCase(
        form,
        Role.PERSON,
        lambda world: reverse(f"person:{name}", kwargs=_contact_point(world) if name == "contact" else {}),
        lambda world: typed | person_version(world),
        name=f"own {name}",
    )


def _patient(name: str, form: type[NHSForm], **typed: object) -> FormCase:
    def url(world: World) -> str:
        keys = {"public_id": world.ours.person.public_id}
        return reverse(f"gp:{name}", kwargs=keys | (_contact_point(world) if name == "contact" else {}))

    return FormCase(form, Role.GP, url, lambda world: typed | person_version(world), name=f"patient's {name}")


CONTACT_CASES = [
    _own("wishes", wishes.OwnWishesForm, **TOLD),
    _own("contact_add", contact_points.OwnContactForm, **MOBILE),
    _own("contact", contact_points.OwnContactForm, **MAIL),
    _own("address", person_details.OwnAddressForm, **MOVED),
    _patient("wishes", wishes.WishesForm, **TOLD),
    _patient("contact_add", contact_points.ContactPointForm, **MOBILE),
    _patient("contact", contact_points.ContactPointForm, **MAIL),
    _patient("address", person_details.NewAddressForm, **MOVED),
]
CASES = [*DETAILS_CASES, *CONTACT_CASES]
