"""Telephone numbers are read in their usual groups and dialled without spaces."""

import pytest

from referrals import telephone


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("01614960123", "0161 496 0123"),
        ("0161 4960 123", "0161 496 0123"),
        ("01144960123", "0114 496 0123"),
        ("07700900123", "07700 900123"),
        ("+44 7700 900 123", "07700 900123"),
        ("+44 (0)20 7946 0123", "020 7946 0123"),
        ("01632960123", "01632 960123"),
        ("03069990123", "0306 999 0123"),
        ("08081570123", "0808 157 0123"),
        ("+33 1 99 00 12 34", "+33 1 99 00 12 34"),
        ("ada@example.org", "ada@example.org"),
        ("", ""),
    ],
)
def test_a_number_is_shown_in_its_groups(typed: str, shown: str) -> None:
    assert telephone.display(typed) == shown


def test_a_number_is_dialled_without_them() -> None:
    assert telephone.dialled("+44 (161) 496-0123 ext 4") == "01614960123"
