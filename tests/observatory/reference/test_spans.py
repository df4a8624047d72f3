"""What a file of one day changes in what is known of a place before and after it."""

from dataclasses import replace
from datetime import date

from observatory.dimensions.places import Kind
from observatory.reference import spans
from observatory.reference.spans import GeographyDraft

FIRST, SECOND, THIRD = date(2020, 9, 1), date(2022, 1, 1), date(2025, 5, 1)
HERE = GeographyDraft("A81001", Kind.PRACTICE, "The Surgery", FIRST, parent="U1")
MOVED = replace(HERE, valid_from=SECOND, parent="U2")


def test_what_is_new_is_there_from_the_files_day() -> None:
    assert spans.follow([], HERE) == [HERE]


def test_what_is_the_same_changes_nothing_and_what_moves_does_so_on_the_day() -> None:
    assert spans.follow([HERE], replace(HERE, valid_from=SECOND, edition="later")) == [HERE]
    moved = spans.follow([HERE], MOVED)
    assert moved == [replace(HERE, valid_to=SECOND), MOVED]
    assert spans.follow(moved, MOVED) == moved
    # The earlier file again says what is known of its day.
    assert spans.follow(moved, HERE) == moved


def test_a_file_of_the_same_day_corrects_and_a_parent_that_was_not_known_is_filled_in() -> None:
    assert spans.follow([HERE], replace(HERE, parent="U3")) == [replace(HERE, parent="U3")]
    alone = replace(HERE, parent="")
    assert spans.follow([alone], replace(HERE, valid_from=SECOND)) == [HERE]


def test_an_earlier_file_fills_in_the_past_up_to_what_is_known() -> None:
    assert spans.follow([MOVED], HERE) == [replace(HERE, valid_to=SECOND), MOVED]
    assert spans.follow([replace(HERE, valid_from=SECOND)], HERE) == [HERE]


def test_an_ended_place_that_is_named_again_begins_again() -> None:
    ended = replace(HERE, valid_to=SECOND)
    assert spans.follow([ended], replace(HERE, valid_from=THIRD)) == [ended, replace(HERE, valid_from=THIRD)]


def test_a_place_ends_on_the_day_that_is_said_but_never_without_a_trace() -> None:
    moved = [replace(HERE, valid_to=SECOND), MOVED]
    assert spans.end(moved, THIRD) == [moved[0], replace(MOVED, valid_to=THIRD)]
    assert spans.end(moved, SECOND) == [moved[0]]
    # What was ended for want of a day ends when it did.
    assert spans.end([replace(HERE, valid_to=THIRD)], SECOND) == [replace(HERE, valid_to=SECOND)]
    assert spans.end([HERE], date(2019, 1, 1)) == [replace(HERE, valid_to=date(2020, 9, 2))]
    assert spans.end([], THIRD) == []


def test_a_place_began_before_anything_was_known_of_it() -> None:
    opened = replace(HERE, valid_from=date(1974, 4, 1), parent="QOP")
    assert spans.begin([HERE], opened) == [replace(opened, valid_to=FIRST), HERE]
    assert spans.begin([], opened) == [opened]
    assert spans.begin([HERE], replace(opened, valid_from=FIRST)) == [HERE]
