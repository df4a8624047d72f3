"""What somebody remembers of a person finds them, and nothing else does."""

from dataclasses import replace
from datetime import date

import pytest

from referrals.finding import Asked, asked, kept
from referrals.likeness import Facts

TODAY = date(2026, 11, 27)
ORLA = Facts(
    given_name="Orla Máire",
    family_name="O'Vexham-Łowe",
    preferred_name="Orly",
    born_on=date(1952, 5, 3),
    nhs_number="9990000018",
    phones=frozenset({"01614960123", "+35315550123"}),
)
OTHER = Facts(given_name="Olga", family_name="Vexler", born_on=date(1952, 3, 5), nhs_number="9990000026")


def finds(text: str, facts: Facts) -> bool:
    wanted, words = asked(text, TODAY), kept(facts)
    if wanted.is_of_nobody or wanted.reference:
        return False
    return all(any(word.startswith(begins) for word in words for begins in group) for group in wanted.groups)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "orla",
            "Orla",
            "ORLA MAIRE",
            "vexham",
            "Vexham, Orla",
            "orla vexham",
            "Vexham Orla",
            "o'vexham",
            "ovexham",
            "o\u2019vexham",
        ],
        *["lowe", "Łowe", "vexham-lowe", "orly", "or vex", "máire", "maire"],
        *["9990000018", "999 000 0018", "999-000-0018", "0018", "000001", "999 000"],
        *[
            "0161 496 0123",
            "01614960123",
            "+44 161 496 0123",
            "0044 161 496 0123",
            "496 0123",
            "960123",
            "+353 1 555 0123",
        ],
        *["3/5/1952", "3/5/52", "03.05.1952", "3 May 1952", "3rd May 52", "1952-05-03", "03051952", "030552"],
        *["orla 3/5/52", "3/5/52 vexham", "vexham 0123", "Orla, 999 000", "may 3/5/52".replace("may", "maire")],
    ],
)
def test_finds_her_and_not_the_other(text: str) -> None:
    assert finds(text, ORLA)
    assert not finds(text, OTHER) or text in {"999 000", "000001"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "o",
        "12",
        "'",
        "smith",
        "orla smith",
        "4/5/1952",
        "orla 4/5/52",
        "31/2/1952",
        "0018 9999",
        "- , -",
        "x " * 40,
    ],
)
def test_finds_nobody(text: str) -> None:
    assert not finds(text, ORLA)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        *[(text, "SP-7K3M-9QX2") for text in ("SP-7K3M-9QX2", "sp-7k3m-9qx2", "sp7k3m9qx2", " SP 7K3M 9QX2")],
        ("SP-7K3M", "SP-7K3M"),
        ("sp7k3m9", "SP-7K3M-9"),
        *[
            (text, "SP-KMNP-9QX2")
            for text in ("spkmnp9qx2", "SPKMNP 9QX2", "spkmnp-9qx2", "sp kmnp 9qx2", "SP-KMNP-9QX2")
        ],
        ("sp 943", "SP-943"),
        *[(text, "") for text in ("spratt 943", "sparks 9434", "spence 52", "spence-hall 9", "spry 3may52")],
        *[(text, "") for text in ("sparrow", "spencer", "sp", "SP-!", "SP-7K3M-9QX2-9")],
    ],
)
def test_a_reference_or_its_beginning(text: str, reference: str) -> None:
    assert asked(text, TODAY).reference == reference


@pytest.mark.parametrize(
    ("family_name", "text"),
    [
        ("Spratt", "spratt 018"),
        ("Sparks", "sparks 0018"),
        ("Sparks", "Sparks 9990"),
        ("Spence", "spence 999"),
        ("Spencer-Hall", "spencer-hall 999"),
        ("Spry", "spry 3may52"),
        ("Spry", "spry 496"),
    ],
)
def test_a_name_that_begins_as_a_reference_does(family_name: str, text: str) -> None:
    spoken_to = replace(ORLA, family_name=family_name)
    assert finds(text, spoken_to)
    assert not finds(text, ORLA)


def test_too_little_is_of_nobody() -> None:
    assert asked("a", TODAY) == Asked()
    assert asked("a", TODAY).is_of_nobody
    # With another word a letter says something.
    assert not asked("a smith", TODAY).is_of_nobody
    assert asked("12", TODAY).is_of_nobody
