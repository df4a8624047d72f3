"""Councils' CSV files: every row is a listing or has a reason, whatever people have typed into it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.directory import shapes
from referrals.directory.listing import FileError, Listing, Row, sorted_out
from referrals.directory.rows import LIMITS
from referrals.models import Organisation, Service
from referrals.models.choices import NeedCode
from tests.referrals.services.files import CLUB, GROUP, PANTRY, TODAY, facility, only, read, refusal, table


def remark(row: Listing) -> tuple[str, str]:
    """The one thing that was left out of a listing."""
    [said] = row.remarks
    assert said.line == row.line
    return said.code, said.words


def test_a_row_says_what_its_columns_say() -> None:
    row = only(table(PANTRY))
    assert (row.line, row.source_id, row.organisation_id) == (2, "ashfold pantry | m33 2ad", "ashfold pantry")
    assert (row.name, row.organisation, row.location, row.postcode) == (
        "Ashfold Pantry",
        "Ashfold Pantry",
        "3 Mill Row",
        "M33 2AD",
    )
    assert (row.schedule, row.eligibility, row.website) == (
        "Mondays 10am - noon",
        "Open door",
        "http://pantry.example.org",
    )
    assert (row.needs, row.cost, row.assured_on, row.remarks) == (("food",), None, None, ())


def test_a_facility_is_named_after_its_site_and_lists_what_is_accessible() -> None:
    row = only(table(facility(disability_toilets="Yes", disability_notes="Ramps", street="Park Road", town="Ashfold")))
    assert (row.name, row.organisation) == ("Golf, Ashfold Park", "Ashfold Park")
    assert row.accessibility == "Accessible: toilets.\nRamps"
    assert row.location == "Park Road, Ashfold"
    assert only(table(facility())).accessibility == ""


@pytest.mark.parametrize("said", ["", "NA", "N/A", "Not known", "not relevant.", " - ", "\u00a0"])
def test_words_for_nothing_are_blank(said: str) -> None:
    assert only(table(PANTRY | {"Opening times": said})).schedule == ""


def test_spaces_line_breaks_and_marks_without_width_are_tidied() -> None:
    row = only(
        table(PANTRY | {"Name": " Ashfold\u00a0 Pantry\u200b ", "Opening times": "Mon 10\u201312\n\nTue 3.\r\nWed"})
    )
    assert (row.name, row.schedule) == ("Ashfold Pantry", "Mon 10\u201312; Tue 3. Wed")
    assert only(table(GROUP | {"description": "Tea.\nTalk.\0"})).description == "Tea.\nTalk."


@pytest.mark.parametrize("typed", ["M33 2AB  ", "m332ab", "M33  2AB"])
def test_a_postcode_gets_its_usual_spelling(typed: str) -> None:
    assert only(table(CLUB | {"postcode": typed})).postcode == "M33 2AB"


def test_a_letter_o_for_a_nought_is_mended() -> None:
    assert only(table(CLUB | {"postcode": "WA15 OHF"})).postcode == "WA15 0HF"


def test_a_wrong_postcode_is_left_out_and_said() -> None:
    row = only(table(CLUB | {"postcode": "WA154 1HF"}))
    assert row.postcode is None
    assert remark(row) == ("postcode", "'WA154 1HF' is no postcode")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("www.quiet.example.org", "http://www.quiet.example.org"),
        ("HTTPS://Quiet.example.org/a", "HTTPS://Quiet.example.org/a"),
        ("http://quiet.example.org \u00a0", "http://quiet.example.org"),
        ("none", ""),
        ("NA", ""),
    ],
)
def test_a_web_address_has_its_scheme(typed: str, read_as: str) -> None:
    assert only(table(GROUP | {"website": typed})).website == read_as


@pytest.mark.parametrize(
    "typed",
    [
        "www,quiet.example",
        "http//:quiet.example.org",
        "javascript:alert(1)",
        "http://a.example.org http://b.example.org",
        "http://a.example.org\n/more",
        "quiet.m336wx",
        "http://[",
    ],
)
def test_what_is_no_web_address_is_left_out_and_said(typed: str) -> None:
    row = only(table(GROUP | {"website": typed}))
    assert row.website is None
    assert remark(row)[0] == "website"


def test_what_is_no_telephone_number_or_e_mail_address_is_left_out_and_said() -> None:
    assert remark(only(table(GROUP | {"telephone": "ring Ann"}))) == ("phone", "'ring Ann' is no telephone number")
    assert remark(only(table(facility(email="a@b")))) == ("email", "'a@b' is no e-mail address")
    assert only(table(facility(email="ann@example.org"))).email == "ann@example.org"


@pytest.mark.parametrize(
    "typed", ["2025-06-07", "07/06/2025", "7/6/25", "7 June 2025", "07-Jun-25", "07Jun2025", "2025-06-07T10:00:00Z"]
)
def test_a_date_may_have_any_usual_form_with_the_day_first(typed: str) -> None:
    assert only(table(facility(site_last_updated_date=typed))).assured_on == date(2025, 6, 7)


@pytest.mark.parametrize("typed", ["06/25/2025", "soon", "2026-11-23"])
def test_a_date_that_is_none_or_to_come_confirms_nothing(typed: str) -> None:
    row = only(table(facility(site_last_updated_date=typed)))
    assert row.assured_on is None
    assert remark(row)[0] == "assured_on"


def test_a_row_without_a_name_or_an_id_is_refused() -> None:
    assert refusal(table(CLUB | {"name": "N/A"})).words == "the service has no name"
    charity = {
        column: "Ashfold Trust" for shape in shapes.SHAPES if shape.name == "charities" for column in shape.columns()
    }
    assert refusal(table(charity | {"registered_charity_number": ""})).words == "the service has no id"
    assert refusal(table(facility(site_name=""))).words == "the organisation has no name"


def test_too_long_a_text_is_cut_and_too_long_an_id_refused() -> None:
    row = only(table(CLUB | {"address": "x" * 201}))
    assert row.location == "x" * 198 + " …"
    assert [remark.words for remark in row.remarks] == ["201 characters, at most 200 have room: cut"]
    said = refusal(table(CLUB | {"name": "x" * 301}))
    assert (said.line, said.code) == (2, "too-long")
    assert said.words == "source_id has 311 characters, at most 300 have room"


def test_limits_are_those_of_the_tables() -> None:
    for field, limit in LIMITS.items():
        model = Organisation if field.startswith("organisation") else Service
        name = {"organisation": "name", "organisation_id": "source_id"}.get(field, field)
        assert getattr(model._meta.get_field(name), "max_length", None) == limit, field


def test_a_row_with_more_or_fewer_cells_is_refused_and_the_next_is_read() -> None:
    first, second, third = read(
        table(CLUB) + b"Extra,Bowls,Here,M33 2AB,more\r\nAshfold Golf,Golf,There,M33 2AC\r\n"
    ).rows
    assert (first.line, second.line, third.line) == (2, 3, 4)
    assert getattr(second, "words", "") == "5 cells, where the header has 4"
    assert isinstance(third, Listing)


def test_a_quotation_mark_that_is_not_closed_takes_no_row_with_it_unsaid() -> None:
    rows = read(table(CLUB) + b'"Open,Bowls,Here,M33 2AB\r\nLost,Golf,There,M33 2AC\r\n').rows
    assert [row.line for row in rows] == [2, 3]
    assert getattr(rows[1], "code", "") == "not-csv"
    assert "up to line 4" in getattr(rows[1], "words", "")


def test_empty_lines_are_no_rows_and_lines_are_counted_as_an_editor_does() -> None:
    content = table(CLUB | {"address": "1 Green Lane\nAshfold"}, CLUB | {"name": "Other"}) + b"\r\n"
    first, second = read(content).rows
    assert (first.line, second.line) == (2, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_change_nothing(encoding: str) -> None:
    assert only(table(CLUB | {"name": "Caf\u00e9"}).decode().encode(encoding)).name == "Caf\u00e9"


def test_a_cell_in_windows_1252_is_read_as_such_and_the_others_as_utf_8() -> None:
    content = table(CLUB | {"name": "Caf\u00e9"}) + "Zo\u00eb\u2019s,Bowls,Here,M33 2AB\r\n".encode("cp1252")
    first, second = read(content).rows
    assert isinstance(first, Listing)
    assert isinstance(second, Listing)
    assert (first.name, second.name) == ("Caf\u00e9", "Zo\u00eb\u2019s")
    assert (first.remarks, remark(second)[0]) == ((), "encoding")


def test_a_row_in_no_known_encoding_is_refused() -> None:
    _first, second = read(table(CLUB) + b"\x81,Bowls,Here,M33 2AB\r\n").rows
    assert getattr(second, "code", "") == "encoding"
    _first, second = read(table(CLUB) + b"N/A,\xe9,Here,M33 2AB\r\n").rows
    assert getattr(second, "code", "") == "missing"


@pytest.mark.parametrize("divider", [";", "\t"])
def test_other_dividers_are_recognised(divider: str) -> None:
    assert only(table(CLUB, divider=divider)).name == "Ashfold Bowls"


def test_columns_may_stand_in_any_order_and_others_beside_them() -> None:
    row = {"Contact": "Ann", **{column.upper(): cell for column, cell in reversed(CLUB.items())}}
    reading = read(table(row))
    assert (reading.shape, reading.notes) == ("sports-clubs", ("columns that are not used: Contact",))


@pytest.mark.parametrize("content", [b"colour,size\r\nred,2\r\n", b"", b'"'])
def test_an_unknown_header_is_named(content: bytes) -> None:
    with pytest.raises(FileError, match=r"these columns: ('colour', 'size'|none)\. Known are: charities"):
        read(content)


def test_a_column_that_stands_twice_is_an_error() -> None:
    with pytest.raises(FileError, match="More than one column is called 'name'"):
        read(b"name,category,address,postcode,Name\r\n")


def test_the_same_id_twice_is_refused_with_the_first_ones_line() -> None:
    listings, refused, _remarks = sorted_out(read(table(CLUB, CLUB | {"name": "ASHFOLD  Bowls"})).rows)
    assert [listing.line for listing in listings] == [2]
    assert [(error.line, error.code) for error in refused] == [(3, "repeated")]
    assert "the same service as 2" in refused[0].words


def test_an_organisation_with_two_names_keeps_the_first_and_says_so() -> None:
    rows: tuple[Row, ...] = read(table(facility(), facility(facility_type="Squash", site_name="Ashfold Pk"))).rows
    _listings, _refused, [said] = sorted_out(rows)
    assert (said.line, said.code) == (3, "organisation")


def test_shapes_name_fields_and_needs_that_there_are() -> None:
    fields = set(Listing.__dataclass_fields__)
    for shape in shapes.SHAPES:
        assert set(shape.says) <= fields
        assert set(shape.needs) <= set(NeedCode.values)


@given(st.binary(max_size=200), st.sampled_from([table(CLUB), table(PANTRY), table(facility())]))
def test_any_bytes_give_listings_or_reasons(more: bytes, content: bytes) -> None:
    for row in read(content + more).rows:
        assert row.line >= 2
        if isinstance(row, Listing):
            assert row.name
            assert "\0" not in "".join(filter(None, (row.name, row.location, row.description)))
            assert row.assured_on is None or row.assured_on <= TODAY
