"""A team's list as it really comes: what spreadsheets, other systems and people make of it, and what is said of it."""

import csv
import io
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from referrals.actions.intake import caseloads
from referrals.actions.intake.caseloads import Imported
from referrals.directory.listing import FileError
from referrals.forms.intake import caseload
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import CaseloadColumns, Person, PersonAddress
from tests.conformance.browsing import words
from tests.support.caseload_files import Rereadable, case, content
from tests.support.world import World, an_nhs_number

URL = "/manager/caseload-import/"
NO_NUMBER = {"nhs_number": "", "no_nhs_number_because": "not_known_yet"}
NUMBER = an_nhs_number(50)


def load(world: World, file: bytes) -> Imported:
    cases, refused = caseload.read(file, today=world.today)
    by = world.ours.actor(Role.MANAGER)
    return caseloads.load(cases=cases, refused=refused, team=world.ours.team, by=by, now=world.now)


def changed(change: Callable[[str], str], encoding: str = "utf-8-sig") -> Callable[[World], bytes]:
    """One person's list, changed as text before it is written."""
    return lambda world: change(content(case(world)).decode("utf-8-sig")).encode(encoding)


def rows(*changes: dict[str, str]) -> Callable[[World], bytes]:
    return lambda world: content(*(case(world, **change) for change in changes))


def commas(text: str, *, header: int, below: int) -> str:
    first, _end, rest = text.partition("\r\n")
    return "\r\n".join([first + "," * header, *(line + "," * below for line in rest.splitlines()), ""])


def spelt(number: str) -> dict[str, str]:
    return {"nhs_number": number}


def called(**names: str) -> dict[str, str]:
    return names


# What comes, how many lines are good and how many refused, and what is said of these.
FILES: dict[str, tuple[Callable[[World], bytes], tuple[int, int], str]] = {
    "c01 blank rows of commas": (changed(lambda text: text + ("," * 29 + "\r\n") * 1500), (1, 0), ""),
    "c02 one empty column at the end": (changed(lambda text: commas(text, header=1, below=1)), (1, 0), ""),
    "c03 two empty columns at the end": (changed(lambda text: commas(text, header=2, below=2)), (1, 0), ""),
    "c04 only the rows have one more": (changed(lambda text: commas(text, header=0, below=1)), (1, 0), ""),
    "c05 no-break space in a heading": (changed(lambda text: text.replace("sex", "sex\u00a0")), (1, 0), ""),
    "c06 zero width in a heading": (changed(lambda text: text.replace("sex", "\u200bsex")), (1, 0), ""),
    "c07 no-break and thin space in a number": (
        rows(spelt(f"{NUMBER[:3]}\u00a0{NUMBER[3:6]}\u2009{NUMBER[6:]}")),
        (1, 0),
        "",
    ),
    "c08 zero width in a number": (rows(spelt(f"\u200b{NUMBER}")), (1, 0), ""),
    "c08 marks of a PDF around a number": (rows(spelt(f"\u202d{NUMBER}\u202c")), (1, 0), ""),
    "c09 a number as a decimal": (rows(spelt(f"{NUMBER}.0")), (1, 0), ""),
    "c09 a number as text": (rows(spelt(f"'{NUMBER}")), (1, 0), ""),
    "c09 a number as a formula": (rows(spelt(f'="{NUMBER}"')), (1, 0), ""),
    "c09 a rounded number": (rows(spelt("9.99777E+09")), (0, 1), "nhs_number: the spreadsheet has rounded"),
    "c10 dashes in a number": (rows(spelt(f"{NUMBER[:3]}\u2013{NUMBER[3:6]}\u2013{NUMBER[6:]}")), (1, 0), ""),
    "c11 two figures of a year and a time": (
        rows({"date_of_birth": "05/03/25 00:00"}, {"date_of_birth": "05/03/26 0:00:00"}),
        (0, 2),
        "date_of_birth: write the date like 31/12/2025",
    ),
    "c12 two figures of a year": (
        rows(*({"date_of_birth": day} for day in ("05/03/25", "05-Mar-25", "5.3.25", "05/03/25T12:00:00.0000Z"))),
        (0, 4),
        "date_of_birth: write the date",
    ),
    "c13 the year 52": (rows({"date_of_birth": "01/01/0052"}), (0, 1), "date_of_birth: this day is too early"),
    "c14 a day with a time": (rows({"date_of_birth": "1952-03-05T00:00:00.000Z"}), (1, 0), ""),
    "c14 a leap day that was none": (rows({"date_of_birth": "29/02/1951"}), (0, 1), "date_of_birth: write"),
    "c15 the zero of a mobile lost": (rows({"phone": "7700900123"}), (1, 0), ""),
    "c15 the zero of a landline lost": (rows({"phone": "1614960123.0"}), (1, 0), ""),
    "c17 an extension": (rows({"phone": "0161 496 0123 ext 12"}), (1, 0), ""),
    "c18 two phones": (rows({"phone": "0161 496 0123 / 07700 900124"}), (0, 1), "phone: enter one telephone number"),
    "c18 two phones with a semicolon": (rows({"phone": "0161 496 0123; 07700 900124"}), (0, 1), "phone: enter one"),
    "c18 whose phone": (rows({"phone": "07700 900124 (daughter)"}), (0, 1), "phone: enter the telephone number alone"),
    "c19 sep=": (changed(lambda text: "sep=,\r\n" + text), (1, 0), ""),
    "c19 sep= with another divider": (
        lambda world: b"sep=;\r\n" + content(case(world), divider=";", encoding="utf-8"),
        (1, 0),
        "",
    ),
    "c20 one number twice": (
        rows({"first_name": "Amina"}, {"first_name": "Amena"}),
        (1, 1),
        "nhs_number: line 2 has the same NHS number",
    ),
    "c27 a line end in a cell": (rows({"what_matters": 'Garden,\nsea "air"'}), (1, 0), ""),
    "c29 a Mac's letters": (
        lambda world: content(case(world, last_name="Ren\u00e9"), encoding="mac_roman"),
        (0, 1),
        "neither UTF-8 nor Windows-1252; a Mac may have written it",
    ),
    "c30 UTF-16 without its mark": (lambda world: content(case(world), encoding="utf-16-le"), (1, 0), ""),
    "c30 UTF-16 the other way round": (lambda world: content(case(world), encoding="utf-16-be"), (1, 0), ""),
    "c35 a very long name": (rows(called(first_name="x" * 102)), (0, 1), "first_name: first name must be 100"),
    "c35 odd names": (rows(called(first_name="Null", last_name="O'")), (1, 0), ""),
    "c36 a direction override": (rows(called(first_name="Ann\u202eevE")), (0, 1), "first_name: remove characters"),
    "c36 a line separator": (rows(called(first_name="Line\u2028Sep")), (0, 1), "first_name: remove characters"),
    "c39 no phone": (rows({"phone": "N/A"}), (1, 0), ""),
    "c45 the mark twice": (changed(lambda text: "\ufeff" + text), (1, 0), ""),
    "no fixed abode": (rows({"postcode": "ZZ99 3VZ"}), (1, 0), ""),
    "c22 a last name only": (rows(called(first_name="", last_name="Sukarno")), (1, 0), ""),
    "c22 a first name only": (rows(called(first_name="Suharto", last_name="-")), (1, 0), ""),
    "c22 no name": (rows(called(first_name="\u200b", last_name="-")), (0, 1), "last_name: enter a name"),
    "c24 islands": (rows({"postcode": "JE2 3XP"}), (1, 0), ""),
    "c24 forces": (rows({"postcode": "BFPO 61"}), (0, 1), "postcode: enter a full UK postcode"),
    "c25 the letter O": (rows({"postcode": "M33 OAB"}), (1, 0), ""),
    "c25 a full stop": (rows({"postcode": "M33  2AB."}), (1, 0), ""),
    "c25 a town": (rows({"postcode": "M33 2AB, Sale"}), (0, 1), "postcode: enter a full UK postcode"),
    "c26 TRUE and FALSE": (rows({"safe_to_call": "TRUE", "safe_to_write": "FALSE"}), (1, 0), ""),
    "c26 Y and N": (rows({"safe_to_call": "Y", "safe_to_leave_message": "n", "safe_to_write": "NO "}), (1, 0), ""),
}
# Lines about people who may be one: how many are in, here already, and in pairs to look at.
PEOPLE: dict[str, tuple[Callable[[World], bytes], tuple[int, int, int]]] = {
    "c31 one with strokes and one without": (
        rows(
            NO_NUMBER | called(first_name="Micha\u0142", last_name="Wo\u0142oszyn", phone="07700 900201"),
            NO_NUMBER | called(first_name="Michal", last_name="Woloszyn", phone="07700 900202", postcode="ST1 3AA"),
        ),
        (2, 0, 1),
    ),
    "c37 no e-mail": (rows({"email": "none"}, {"email": "n/a", "nhs_number": an_nhs_number(51)}), (2, 0, 1)),
    "c46 composed and decomposed": (
        rows(NO_NUMBER | called(first_name="Andr\u00e9"), NO_NUMBER | called(first_name="Andre\u0301")),
        (1, 1, 0),
    ),
    "c21 no number, twice": (rows(NO_NUMBER, NO_NUMBER), (1, 1, 0)),
    "c33 one with accents and one without": (
        rows(
            NO_NUMBER | called(first_name="Jos\u00e9", last_name="Mu\u00f1oz", phone="07700 900205"),
            NO_NUMBER | called(first_name="Jose", last_name="Munoz", phone="07700 900206", postcode="ST1 3AA"),
        ),
        (2, 0, 1),
    ),
    "one name and birthday, two telephones and postcodes": (
        rows(NO_NUMBER, NO_NUMBER | called(phone="07700 900983", postcode="ST1 3AA")),
        (2, 0, 1),
    ),
    "c34 twins": (
        rows(called(first_name="Aisha"), called(first_name="Aliya", nhs_number=an_nhs_number(51))),
        (2, 0, 1),
    ),
}


def test_a_list_as_it_really_comes(world: World) -> None:
    faults = []
    for name, (made, counts, said) in FILES.items():
        cases, refused = caseload.read(made(world), today=world.today)
        if (len(cases), len(refused)) != counts or not all(said in error.words for error in refused):
            faults.append(f"{name}: {len(cases)} good, {refused}")
    assert faults == []


@pytest.mark.parametrize(("made", "counts"), PEOPLE.values(), ids=PEOPLE)
def test_who_may_be_one_is_in_or_here_or_asked_about(
    world: World, made: Callable[[World], bytes], counts: tuple[int, int, int]
) -> None:
    came = load(world, made(world))
    assert (len(came.people), len(came.already), came.lookalikes) == counts, came


# How many lines of each file are good, and how many are refused.
REAL = {
    **dict.fromkeys(
        ("c01", "c02", "c03", "c04", "c05", "c06", "c07", "c19", "c27", "c30", "c40", "c44", "c45"), (1, 0)
    ),
    **dict.fromkeys(("c08", "c15", "c17", "c21", "c22", "c28", "c31", "c33", "c34", "c46"), (2, 0)),
    **dict.fromkeys(("c11", "c12", "c18"), (0, 3)),
    **dict.fromkeys(("c13", "c29"), (0, 1)),
    **dict.fromkeys(("c10", "c20", "c41"), (1, 1)),
    "c09": (3, 1),
    "c14": (4, 10),
    "c24": (5, 3),
    "c25": (2, 1),
    "c26": (3, 0),
    "c35": (4, 1),
    "c36": (3, 1),
    "c37": (5, 0),
    "c39": (3, 0),
}


@pytest.mark.parametrize(("name", "counts"), REAL.items(), ids=REAL)
def test_a_list_from_the_field(shared_data: Path, name: str, counts: tuple[int, int]) -> None:
    (path,) = (shared_data / "field-cases" / "caseload").glob(f"{name}_*.csv")
    cases, refused = caseload.read(path.read_bytes(), today=date(2026, 11, 27))
    assert (len(cases), len(refused)) == counts, refused
    assert all(re.match(r"\w+: |neither", error.words) for error in refused), refused


def test_a_column_of_their_own_is_named(world: World) -> None:
    with pytest.raises(FileError, match="not in the template: notes"):
        load(world, changed(lambda text: text.replace("sex,", "sex,notes,", 1))(world))


def test_a_column_of_their_own_in_the_field_is_named(shared_data: Path) -> None:
    (path,) = (shared_data / "field-cases" / "caseload").glob("c38_*.csv")
    with pytest.raises(FileError, match="not in the template: notes"):
        caseload.read(path.read_bytes(), today=date(2026, 11, 27))


def test_what_a_spreadsheet_changed_is_stored_as_it_was(world: World) -> None:
    cells = {
        "phone": "7700900123.0",
        "email": "mailto:A.Person@Example.COM\u00a0;",
        "first_name": "\u200bAnna\u00a0 Maria",
    }
    load(world, content(case(world, **cells, postcode="zz993vz")))
    person = Person.objects.get(family_name="Carried")
    assert person.given_name == "Anna Maria"
    points = set(person.contact_points.values_list("kind", "value", "reaches"))
    assert points == {
        ("mobile", "07700900123", "+447700900123"),
        ("email", "A.Person@Example.COM", "a.person@example.com"),
    }
    home = PersonAddress.objects.get(person=person)
    assert (home.postcode, home.postcode_missing_reason, home.imd_decile) == (None, "no_fixed_abode", None)


def test_letters_that_are_no_utf_8_are_read_and_said(world: World) -> None:
    came = load(world, content(case(world, last_name="O\u2019Connor"), encoding="cp1252"))
    assert [error.line for error in came.remarks] == [2]
    assert Person.objects.get(pk=came.people[0]).full_name == "Zo\u00eb O\u2019Connor"


OWN = {"nhs_number": "NHS No.", "first_name": "Forename", "last_name": "Surname", "date_of_birth": "D.O.B."}


def own_list(world: World, **changes: str) -> Rereadable:
    """A list whose headings are not ours, with a column that we do not want."""
    cells = case(world, **changes)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*(OWN.get(name, name) for name in cells), "Hair colour"])
    writer.writerow([*cells.values(), "grey"])
    return Rereadable("own.csv", text.getvalue().encode(), "text/csv")


def asked(page: Any) -> dict[str, str]:
    """The answers that the page proposes."""
    return {name: page.context["choices"][name].value() or "" for name in page.context["choices"].fields}


@pytest.fixture
def manager(world: World) -> Client:
    return world.ours.client(Role.MANAGER)


def test_a_list_with_other_headings_is_asked_about_once(world: World, manager: Client) -> None:
    page = manager.post(URL, {"file": own_list(world)})
    assert "Your list has headings of its own" in page.content.decode()
    proposed = asked(page)
    assert {column: proposed[f"column_{column}"] for column in ("first_name", "last_name", "phone")} == {
        "first_name": "Forename",
        "last_name": "Surname",
        "phone": "phone",
    }
    answers = proposed | {"column_nhs_number": "NHS No.", "column_date_of_birth": "D.O.B."}
    tried = manager.post(URL, {"file": own_list(world), **answers})
    assert "1 person can be imported" in words(tried.content.decode())
    assert CaseloadColumns.objects.get(team=world.ours.team).headings["last_name"] == "Surname"
    again = manager.post(URL, {"file": own_list(world, nhs_number="1234567890"), "seen": ""})
    assert "NHS No.: check the NHS number" in words(again.content.decode())


def test_a_wrong_choice_of_columns_is_named_and_not_kept(world: World, manager: Client) -> None:
    answers = asked(manager.post(URL, {"file": own_list(world)}))
    for wrong in ("Forename", "no such heading"):
        page = manager.post(URL, {"file": own_list(world), **answers, "column_last_name": wrong})
        assert page.status_code == 422
        assert "nhsuk-error-summary" in page.content.decode()
        assert "last_name" in str(page.context["choices"].errors)
    assert not CaseloadColumns.objects.exists()


def test_only_the_teams_own_manager_chooses_its_columns(world: World) -> None:
    for by in (world.theirs.actor(Role.MANAGER), world.ours.actor(Role.LINK_WORKER), SCHEDULE):
        with pytest.raises(Refusal):
            caseloads.remember_columns(team=world.ours.team, headings={"sex": "Gender"}, by=by)


def test_wrong_lines_come_back_to_be_mended_and_brought_in(world: World, manager: Client) -> None:
    wrong = {"nhs_number": an_nhs_number(51), "date_of_birth": "02/01/50", "first_name": "Mended"}
    page = manager.post(URL, {"file": Rereadable("list.csv", content(case(world), case(world, **wrong)), "text/csv")})
    found = re.search(r"data:text/csv;charset=utf-8;base64,([^\"]+)", page.content.decode())
    assert found
    to_mend = b64decode(found.group(1)).decode("utf-8-sig")
    header, line = csv.reader(io.StringIO(to_mend))
    assert (header[-1], line[-1]) == ("problem", "date_of_birth: write the date like 31/12/2025")
    mended = to_mend.replace("02/01/50", "02/01/1950").encode()
    came = load(world, mended)
    assert (len(came.people), came.refused) == (1, [])
