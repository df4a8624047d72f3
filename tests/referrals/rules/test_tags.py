"""Tags as plain rules: how a code is spelled, and when a scan counts."""

from datetime import UTC, datetime, timedelta

import pytest

from referrals import tags

BEGINS = datetime(2026, 3, 1, 10, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("sent", ["T-77F2", "t-77f2", " T-77F2", "T-77f2\r\n", "\tt-77F2 \n"])
def test_small_letters_spaces_and_line_ends_make_no_other_code(sent: str) -> None:
    assert tags.spelled(sent) == "T-77F2"


@pytest.mark.parametrize(
    ("at", "grace", "counts"),
    [
        (BEGINS - 60 * MINUTE - SECOND, 0, False),
        (BEGINS - 60 * MINUTE, 0, True),
        (BEGINS, 0, True),
        (ENDS, 0, True),
        (ENDS + SECOND, 0, False),
        (ENDS + 15 * MINUTE, 15, True),
        (ENDS + 15 * MINUTE + SECOND, 15, False),
        (BEGINS - timedelta(days=7), 240, False),
        (BEGINS + timedelta(days=7), 240, False),
    ],
)
def test_a_scan_counts_from_an_hour_before_to_the_end_and_its_grace(at: datetime, grace: int, *, counts: bool) -> None:
    assert tags.counts_at(at, starts_at=BEGINS, ends_at=ENDS, grace=grace) is counts


@pytest.mark.parametrize("alike", ["0OQD", "1IJL", "5S", "8B", "2Z"])
def test_no_two_signs_of_a_made_code_look_alike(alike: str) -> None:
    assert len(set(alike) & set(tags.ALPHABET)) <= 1
