"""What people type and systems send of a person, by every door: what is taken, how it is kept, and what is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from referrals import postcodes
from referrals.api.serializers import ReferralIn, intake_draft
from referrals.drafts import PersonDraft
from referrals.forms.intake.referral import NewPatientForm, PersonFields
from referrals.forms.intake.self_referral import SelfReferralForm
from referrals.forms.intake.taken_down import TakenDownNewForm
from referrals.kit.permissions import Role
from referrals.models import Person, Referral, TryCount
from referrals.selectors.messages import reach
from tests.referrals.api.test_referrals import body
from tests.support.forms_typed import new_patient, self_referral
from tests.support.tokens import Api, issue
from tests.support.world import World, an_nhs_number

REFUSED = "refused"
NUMBER = an_nhs_number(501)
SENT = {"given_name", "family_name", "nhs_number", "postcode", "phone", "address", "postcode_missing_reason"}
TAKEN_DOWN = {"route": "outreach", "consent_channel": "phone"}

# What is typed, what of the draft is as it says, or that it is refused.
TYPED: dict[str, tuple[dict[str, str], dict[str, Any] | str]] = {
    "w10 a last name only": (
        {"given_name": "", "family_name": "Sukarno"},
        {"given_name": "", "family_name": "Sukarno"},
    ),
    "w11 a first name only": (
        {"given_name": "Suharto", "family_name": ""},
        {"given_name": "Suharto", "family_name": ""},
    ),
    "a06 a dash for a name": ({"given_name": "-"}, {"given_name": "", "family_name": "Typed"}),
    "w40 names that nobody sees": ({"given_name": "\u200b", "family_name": "\u2060"}, REFUSED),
    "dashes for both names": ({"given_name": "-", "family_name": "\u2013"}, REFUSED),
    "w37 a zero width before a name": ({"given_name": "\u200bAnn"}, {"given_name": "Ann"}),
    "w33 a02 a direction override": ({"given_name": "Ann\u202eevE"}, REFUSED),
    "a17 a line end in a name": ({"given_name": "Two\nLines"}, REFUSED),
    "a23 a null": ({"given_name": "Nu\x00ll"}, REFUSED),
    "a line separator": ({"family_name": "Two\u2028Lines"}, REFUSED),
    "c36 a no-break space": ({"given_name": "Anna\u00a0Maria"}, {"given_name": "Anna Maria"}),
    "c46 decomposed letters": ({"given_name": "Andre\u0301"}, {"given_name": "Andr\u00e9"}),
    "w32 a19 Arabic": ({"given_name": "\u0645\u062d\u0645\u062f"}, {"given_name": "\u0645\u062d\u0645\u062f"}),
    "w34 an emoji": ({"given_name": "Ann \U0001f600"}, {"given_name": "Ann \U0001f600"}),
    "w35 a joiner between letters": (
        {"given_name": "\u0dc3\u0dca\u200d\u0dbb\u0dd3"},
        {"given_name": "\u0dc3\u0dca\u200d\u0dbb\u0dd3"},
    ),
    "w36 a18 a very long name": ({"family_name": "x" * 101}, REFUSED),
    "w38 small letters": ({"family_name": "o'brien-smith"}, {"family_name": "o'brien-smith"}),
    "w12 a zero width before the number": ({"nhs_number": f"\u200b{NUMBER}"}, {"nhs_number": NUMBER}),
    "w14 dashes in the number": (
        {"nhs_number": f"{NUMBER[:3]}\u2013{NUMBER[3:6]}\u2013{NUMBER[6:]}"},
        {"nhs_number": NUMBER},
    ),
    "a10 a no-break space in the number": ({"nhs_number": f"{NUMBER[:3]}\u00a0{NUMBER[3:]}"}, {"nhs_number": NUMBER}),
    "a11 marks of a PDF around the number": ({"nhs_number": f"\u202d{NUMBER}\u202c"}, {"nhs_number": NUMBER}),
    "w15 a National Insurance number": ({"nhs_number": "QQ123456C"}, REFUSED),
    "w18 a09 a pseudo-postcode": (
        {"postcode": "ZZ99 3VZ"},
        {"postcode": None, "postcode_missing_reason": "no_fixed_abode"},
    ),
    "a pseudo-postcode of nowhere known": (
        {"postcode": "zz993wz"},
        {"postcode": None, "postcode_missing_reason": "not_known_yet"},
    ),
    "w19 forces": ({"postcode": "BFPO 61"}, REFUSED),
    "c24 an area that there is not": ({"postcode": "NF1 1AA"}, REFUSED),
    "w20 the letter O": ({"postcode": "M33 OAB"}, {"postcode": "M33 0AB"}),
    "w21 a full stop": ({"postcode": "m33 2ab."}, {"postcode": "M33 2AB"}),
    "w22 a08 an extension": ({"phone": "0161 496 0123 ext 12"}, {"phone": ("home_phone", "01614960123x12")}),
    "w23 whose telephone": ({"phone": "07700 900701 (daughter Ann)"}, REFUSED),
    "w24 a14 the zero lost": ({"phone": "7700900702"}, {"phone": ("mobile", "07700900702")}),
    "w25 a07 +44 (0)": ({"phone": "+44 (0)7700 900703"}, {"phone": ("mobile", "07700900703")}),
    "w26 half a number": ({"phone": "0161 496"}, REFUSED),
    "w27 from Ireland": ({"phone": "+353 1 555 0123"}, {"phone": ("home_phone", "+35315550123")}),
    "a21 letters in a number": ({"phone": "07700 9OO123"}, REFUSED),
    "two numbers": ({"phone": "0161 496 0123 / 07700 900124"}, REFUSED),
}


def by_form(typed: dict[str, str], world: World) -> list[PersonDraft | str]:
    """The draft of each form that asks for what is typed, or that it was refused."""
    whole = new_patient(**TAKEN_DOWN, **typed)
    forms: list[PersonFields] = [NewPatientForm(whole), TakenDownNewForm(whole)]
    if "nhs_number" not in typed:
        forms.append(SelfReferralForm(self_referral(world.ours.practice, **typed)))
    return [form.person_draft() if form.is_valid() else REFUSED for form in forms]


def by_system(typed: dict[str, str]) -> PersonDraft | str:
    names = {"given_name": "Nia", "family_name": "Typed"}
    sent = ReferralIn(data=body(person={"nhs_number": NUMBER, **names, **typed}))
    return (intake_draft(sent.validated_data).person or REFUSED) if sent.is_valid() else REFUSED


def said(draft: PersonDraft | str, name: str) -> Any:
    if isinstance(draft, str):
        return draft
    if name == "phone":
        return next(((point.kind, point.value) for point in draft.contacts), None)
    home = postcodes.home(draft.address, draft.postcode, draft.postcode_missing_reason)
    kept = {"postcode": home.postcode, "postcode_missing_reason": home.missing_reason}
    return kept[name] if name in kept else getattr(draft, name)


def test_every_door_takes_and_refuses_the_same(world: World) -> None:
    faults = []
    for case, (typed, expected) in TYPED.items():
        for draft in [*by_form(typed, world), by_system(typed)]:
            is_refused = isinstance(expected, str) or isinstance(draft, str)
            found = draft if is_refused else {name: said(draft, name) for name in expected}
            if found != expected:
                faults.append(f"{case}: {found}")
    assert faults == []


@pytest.mark.parametrize(
    ("boxes", "born"),
    [
        ({"month": "Sept"}, date(1958, 9, 4)),
        ({"month": "september"}, date(1958, 9, 4)),
        ({"year": "52"}, None),
        ({"day": "05/03/1952", "month": "", "year": ""}, None),
        ({"day": "5th"}, None),
        ({"day": "29", "month": "2", "year": "1951"}, None),
        ({"day": "29", "month": "2", "year": "1952"}, date(1952, 2, 29)),
        ({"year": "1899"}, None),
        ({"year": "0015"}, None),
        ({"year": "2092"}, None),
        ({"day": "\u200b4", "year": "1958\u00a0"}, date(1958, 7, 4)),
    ],
)
def test_a_birthday_is_a_day_of_which_nobody_guesses_the_century(boxes: dict[str, str], born: date | None) -> None:
    form = NewPatientForm(new_patient(**{f"born_on_{part}": text for part, text in boxes.items()}))
    assert form.is_valid() is (born is not None)
    assert form.cleaned_data.get("born_on") == born


@pytest.mark.parametrize(
    "born", ["0015-01-01", "52-03-05", "05/03/1952", "1951-02-29", "2092-01-01", "1952-03-05T00:00"]
)
def test_a_system_sends_a_whole_day(born: str) -> None:
    assert not ReferralIn(data=body(person={"born_on": born})).is_valid()


@pytest.mark.parametrize("address", ["NFA", "nfa.", "No Fixed Abode", "of no fixed address", "N.F.A., Manchester"])
@pytest.mark.parametrize("postcode", ["ZZ99 3VZ", "M33 2AB"])
def test_no_fixed_abode_is_no_home_no_decile_and_no_place_to_write_to(
    world: World, address: str, postcode: str
) -> None:
    TryCount.objects.all().delete()
    typed = new_patient(address=address, postcode=postcode, phone="", phone_safety="", family_name="Nowhere")
    page = world.ours.client(Role.GP).post("/gp/refer/", typed)
    assert page.status_code == 302, page.content.decode()
    person = Person.objects.get(family_name="Nowhere")
    home = person.addresses.get()
    assert (home.lines, home.postcode, home.postcode_missing_reason) == ("", None, "no_fixed_abode")
    assert (home.imd_decile, home.lsoa_code) == (None, "")
    assert reach.of_person(person.pk).address == ()


def test_a_home_that_was_kept_before_as_none_gets_no_letter(world: World) -> None:
    home = world.ours.person.addresses.get()
    home.lines, home.postcode = "NFA", "ZZ99 3VZ"
    assert reach.postal(world.ours.person, home) == ()


def test_somebody_with_one_name_is_shown_and_found_by_it(world: World) -> None:
    world.ours.client(Role.GP).post("/gp/refer/", new_patient(given_name="", family_name="Sukarno"))
    person = Person.objects.get(family_name="Sukarno")
    assert (person.full_name, person.formal_name) == ("Sukarno", "Sukarno")
    referral = Referral.objects.get(person=person)
    page = world.ours.client(Role.GP).get(f"/gp/referrals/{referral.public_id}/")
    assert "Sukarno" in page.content.decode()
    person.preferred_name = "Bung"
    assert person.full_name == "Bung Sukarno"


# What a system gets for each body of the field.
ANSWERS = {
    **dict.fromkeys(("a05", "a06", "a07", "a08", "a09", "a10", "a11", "a13", "a14", "a15", "a19", "a20"), 201),
    **dict.fromkeys(("a02", "a12", "a16", "a17", "a18", "a21", "a22", "a23"), 400),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_body_from_the_field(world: World, shared_data: Path, name: str) -> None:
    (path,) = (shared_data / "field-cases" / "api").glob(f"{name}_*.json")
    answer = Api(issue(world.ours.members[Role.GP])).post("referrals/", json.loads(path.read_text(encoding="utf-8")))
    assert answer.status_code == ANSWERS[name], answer.json()


# What is typed into the form in the field, and whether it is taken.
PAGES = {
    **dict.fromkeys(
        (
            "w01",
            "w02",
            "w07",
            "w10",
            "w11",
            "w12",
            "w14",
            "w18",
            "w20",
            "w21",
            "w22",
            "w24",
            "w25",
            "w27",
            "w28",
            "w29",
        ),
        True,
    ),
    **dict.fromkeys(("w16", "w30", "w31", "w32", "w34", "w35", "w37", "w38", "w39", "w41"), True),
    **dict.fromkeys(
        ("w03", "w04", "w05", "w06", "w08", "w09", "w15", "w17", "w19", "w23", "w26", "w33", "w36", "w40"), False
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_form_from_the_field(shared_data: Path, name: str) -> None:
    (path,) = (shared_data / "field-cases" / "web").glob(f"{name}_*.json")
    typed = json.loads(path.read_text(encoding="utf-8"))
    form = NewPatientForm(new_patient(**typed))
    assert form.is_valid() is PAGES[name], form.errors


UNSAFE = ("s02", "s03")


@pytest.mark.parametrize("name", UNSAFE)
def test_what_was_unsafe_stays_unsafe_in_another_spelling(world: World, shared_data: Path, name: str) -> None:
    (path,) = (shared_data / "field-cases" / "web").glob(f"{name}_*.json")
    first, second = (
        {key: text for key, text in sent.items() if key != "note"} | {"nhs_number": an_nhs_number(502)}
        for sent in json.loads(path.read_text(encoding="utf-8"))
    )
    client = world.ours.client(Role.GP)
    client.post("/gp/refer/", new_patient(**first))
    person = Person.objects.get(nhs_number=first["nhs_number"])
    # Its sender means one more.
    typed = new_patient(**second) | {"again": str(person.referrals.get().public_id)}
    assert "same" in client.post("/gp/refer/", typed).content.decode()
    answer = client.post(f"/gp/refer/{person.public_id}/", typed)
    assert answer.status_code == 302, answer.content.decode()
    (point,) = person.contact_points.all()
    assert (point.safe_to_call, point.safe_to_write) == (False, False)
    assert Referral.objects.filter(person=person).count() == 2


def test_one_visitor_may_have_one_name(world: World) -> None:
    TryCount.objects.all().delete()
    Client().post("/refer/", self_referral(world.ours.practice, given_name="Suharto", family_name="-"))
    assert Person.objects.get(given_name="Suharto").family_name == ""
