"""Services as they are really published: what public reports say of directories' files, each kind by a small one."""

from datetime import date
from typing import Any

import pytest

from referrals.directory import ages, markup, needs, telephones
from referrals.directory.listing import Listing
from tests.referrals.services.files import GROUP, facility, of_json, only, read, service, table

HALL = {"name": "Hall", "addresses": [{"address_1": "1 High Street", "postal_code": "M33 2AB"}]}
PHONE = {"number": "0161 496 0124"}
THURSDAY = {"byday": "TH", "opens_at": "10:00", "closes_at": "12:00"}
ENDED = {"byday": "TU", "opens_at": "10:00", "valid_from": "2019-01-01", "valid_to": "2020-03-20"}


def codes(row: Listing) -> list[str]:
    return [remark.code for remark in row.remarks]


@pytest.mark.parametrize(
    "where",
    [
        {"phones": [PHONE]},
        {"service_at_locations": [{"location": HALL, "phones": [PHONE]}]},
        {"service_at_locations": [{"location": {**HALL, "phones": [PHONE]}}]},
        {"contacts": [{"name": "Sam", "phones": [PHONE]}]},
        {"service_at_locations": [{"location": HALL, "contacts": [{"phones": [PHONE]}]}]},
        {"organization": {"id": "o-1", "name": "Ashfold Together", "phones": [PHONE]}},
        {"phones": [{"number": "0161 496 0000", "type": "fax"}], "contacts": [{"phones": [PHONE]}]},
    ],
)
def test_a_telephone_is_found_at_every_level(where: dict[str, Any]) -> None:
    row = only(of_json(service(**where)))
    assert row.phone == "0161 496 0124"
    assert "Sam" not in repr(row)


def test_the_services_own_telephone_comes_first() -> None:
    at = {"location": HALL, "phones": [{"number": "0161 496 0001"}]}
    assert only(of_json(service(service_at_locations=[at], phones=[PHONE]))).phone == "0161 496 0124"


@pytest.mark.parametrize(
    ("number", "extension", "said"),
    [
        ("0161 496 0123", 100, "0161 496 0123 ext. 100"),
        ('"+44 1234 234567"', 100, "+44 1234 234567 ext. 100"),
        ("0161 496 0123 ext 5", None, "0161 496 0123 ext. 5"),
    ],
)
def test_an_extension_is_kept(number: str, extension: int | None, said: str) -> None:
    assert only(of_json(service(phones=[{"number": number, "extension": extension}]))).phone == said


@pytest.mark.parametrize(
    "where",
    [
        {"schedules": [THURSDAY]},
        {"service_at_locations": [{"location": HALL, "schedules": [THURSDAY]}]},
        {"service_at_locations": [{"location": {**HALL, "schedules": [THURSDAY]}}]},
    ],
)
def test_hours_are_found_at_every_level(where: dict[str, Any]) -> None:
    row = only(of_json(service(**where)))
    assert (row.schedule, row.days) == ("Thursday 10:00 to 12:00", ["thu"])


@pytest.mark.parametrize("key", ["valid_to", "until"])
def test_a_schedule_that_ended_is_not_shown_as_running(key: str) -> None:
    row = only(of_json(service(schedules=[{**THURSDAY, key: "2020-03-20"}])))
    assert (row.schedule, row.days, codes(row)) == ("", [], ["schedule"])
    assert "2020-03-20" in row.remarks[0].words


def test_of_several_schedules_those_in_force_are_shown() -> None:
    coming = {**THURSDAY, "byday": "FR", "valid_from": "2027-01-08"}
    row = only(of_json(service(schedules=[ENDED, {**THURSDAY, "valid_to": "2026-11-22"}, coming])))
    assert row.schedule == "Thursday 10:00 to 12:00; Friday 10:00 to 12:00 (from 8 January 2027)"
    assert row.days == ["thu", "fri"]


VERSION_1 = {
    "id": "s-1",
    "name": "Version one group",
    "status": "active",
    "organization": {"id": "o-1", "name": "Version One Trust", "url": "https://one.example.org"},
    "contacts": [{"name": "Coordinator", "phones": [PHONE]}],
    "eligibilitys": [{"eligibility": "adults", "minimum_age": 55, "maximum_age": 120}],
    "regular_schedules": [{"byday": "WE", "opens_at": "10:00:00", "closes_at": "12:00:00", "description": ""}],
    "service_taxonomys": [{"taxonomy": {"name": "Befriending"}}],
    "service_at_locations": [
        {
            "location": {
                "name": "Village hall",
                "physical_addresses": [{"address_1": "2 High Street", "postal_code": "M33 2AB"}],
                "accessibility_for_disabilities": [{"accessibility": "Ramp"}],
            },
            "regular_schedule": [],
        }
    ],
}


def test_a_page_of_version_1_is_read_as_version_1() -> None:
    reading = read(of_json({"totalElements": 1, "totalPages": 2, "number": 1, "content": [VERSION_1]}))
    [row] = reading.rows
    assert isinstance(row, Listing)
    assert (row.phone, row.schedule, row.days) == ("0161 496 0124", "Wednesday 10:00 to 12:00", ["wed"])
    assert (row.location, row.postcode, row.accessibility) == ("Village hall, 2 High Street", "M33 2AB", "Ramp")
    assert (row.ages, row.eligibility, row.website) == ((55, None), "adults", "https://one.example.org")
    assert row.proposed_needs == ("loneliness",)
    assert "version 1.0" in reading.notes[0]
    assert "page 1 of 2" in reading.notes[1]


def test_of_several_eligibilities_of_version_1_the_widest_span_counts() -> None:
    both = [{"minimum_age": 18, "maximum_age": 25}, {"minimum_age": 50, "maximum_age": None}]
    assert only(of_json({**VERSION_1, "eligibilitys": both})).ages == (18, None)


@pytest.mark.parametrize(
    ("published", "plain"),
    [
        (
            '<p>We meet <strong>weekly</strong>.</p><ul><li>Tea</li><li>Chat</li></ul>&nbsp;<a href="https://e.org">More</a>',
            "We meet weekly.\n- Tea\n- Chat\nMore (https://e.org)",
        ),
        ("&lt;p&gt;Twice escaped&lt;/p&gt;", "Twice escaped"),
        ("<script>alert(1)</script>Hello<br/>there<!-- no -->", "Hello\nthere"),
        ('<a href="javascript:alert(1)">Here</a>', "Here"),
        (
            "## What we do\n\n* **Walks** every week\n* [Web](https://e.org)\n\nRow",
            "What we do\n- Walks every week\n- Web (https://e.org)\nRow",
        ),
        ("The *best* and __only__ one", "The best and only one"),
        ("5 * 3 and a_b_c, I <3 it, 1 < 2 & 3 > 2", "5 * 3 and a_b_c, I <3 it, 1 < 2 & 3 > 2"),
        ("Plain\n\nparagraphs stay", "Plain\n\nparagraphs stay"),
    ],
)  # fmt: skip
def test_markup_becomes_plain_words(published: str, plain: str) -> None:
    assert markup.plain(published) == plain
    assert only(of_json(service(description=published))).description == plain


def test_entities_go_from_names_too() -> None:
    row = only(of_json(service(name="Tea &amp; chat: the men&#39;s room")))
    assert row.name == "Tea & chat: the men's room"


@pytest.mark.parametrize(
    ("field", "limit"), [("name", 200), ("description", 4000), ("fees", 600), ("eligibility_description", 2000)]
)
def test_a_text_without_room_is_cut_with_a_remark(field: str, limit: int) -> None:
    row = only(of_json(service(**{field: "Long walks. " * 500})))
    kept = {"fees": row.cost, "eligibility_description": row.eligibility}.get(field) or getattr(row, field, "")
    assert isinstance(kept, str)
    assert limit - 15 < len(kept) <= limit
    assert kept.endswith(("walks …", "Long …"))
    assert len(row.remarks) == 1


def test_half_an_address_is_none() -> None:
    row = only(of_json(service(url=f"https://example.org/{'x' * 300}")))
    assert (row.website, codes(row)) == (None, ["website"])


@pytest.mark.parametrize(
    ("youngest", "oldest", "read_as"),
    [
        (16, 25, (16, 25)),
        (0, 120, (None, None)),
        (18, None, (18, None)),
        (None, 25.0, (None, 25)),
        ("55", "99", (55, None)),
    ],
)
def test_ages_are_limits(youngest: object, oldest: object, read_as: ages.Ages) -> None:
    assert only(of_json(service(minimum_age=youngest, maximum_age=oldest))).ages == read_as


@pytest.mark.parametrize(("youngest", "oldest"), [(30, 20), ("adult", None), (-1, None)])
def test_ages_that_are_none_are_said(youngest: object, oldest: object) -> None:
    row = only(of_json(service(minimum_age=youngest, maximum_age=oldest)))
    assert not row.ages
    assert len(row.remarks) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Young people aged 16-25", (16, 25)),
        ("For ages 5 to 11", (5, 11)),
        ("Over 55s", (55, None)),
        ("Adults aged 18 and over", (18, None)),
        ("Anyone 50+ in Ashfold", (50, None)),
        ("Aged 16-25 or over 50s", None),
        ("Children under 5 come with an adult", None),
        ("Babies aged 0-6 months", None),
        ("Open since 2019, 20 places", None),
        ("", None),
    ],
)
def test_ages_are_read_where_the_words_say_them_plainly(words: str, found: ages.Ages | None) -> None:
    assert ages.in_words(words) == found
    assert only(of_json(service(eligibility_description=words or None))).ages == found


@pytest.mark.parametrize(
    ("cell", "number", "is_said"),
    [
        ("1614960130", "01614960130", False),
        ("0161 496 0131 ext 5", "0161 496 0131 ext. 5", False),
        ("0161 496 0132 / 07700 900132", "0161 496 0132", True),
        ("07700 900132 or 0161 496 0132", "07700 900132", True),
        ("111", "111", False),
        ("116 123", "116 123", False),
        ("Tel: 0161 496 0133", "0161 496 0133", False),
        ("7700900123", "07700900123", False),
        ("+44 (0)161 496 0134", "+44 (0)161 496 0134", False),
    ],
)
def test_a_telephone_in_a_cell_is_read(cell: str, number: str, *, is_said: bool) -> None:
    row = only(table(GROUP | {"telephone": cell}))
    assert (row.phone, codes(row)) == (number, ["phone"] if is_said else [])


@pytest.mark.parametrize("cell", ["ask inside", "12", "0161 496", "1" * 20])
def test_what_is_no_telephone_is_left_out_and_said(cell: str) -> None:
    row = only(table(GROUP | {"telephone": cell}))
    assert (row.phone, codes(row)) == (None, ["phone"])
    assert telephones.one(cell) == ""


@pytest.mark.parametrize(
    ("longitude", "degrees"), [("-8.5677064955234528E-2", -0.085677064955234528), ("-4e-05", -0.00004), ("0.0", 0.0)]
)
def test_coordinates_may_have_exponents(longitude: str, degrees: float) -> None:
    row = only(table(facility(lat="51.283878326416016", lon=longitude)))
    assert row.longitude == pytest.approx(degrees)


def test_blank_rows_are_no_rows() -> None:
    assert len(read(table(GROUP) + b",,,,,\r\n , ,,,,\r\n\r\n").rows) == 1


@pytest.mark.parametrize(
    ("name", "description", "found"),
    [
        ("Tea dance", "Weekly", ["loneliness", "inactivity"]),
        ("Money help", "Advice on debt and benefits", ["debt"]),
        ("Carers' cafe", "Coffee and respite", ["caring", "loneliness"]),
        ("Bowls", "", ["inactivity"]),
        ("Parish office", "Open in the mornings", []),
    ],
)
def test_needs_are_proposed_from_the_words(name: str, description: str, found: list[str]) -> None:
    assert needs.proposed(name, description) == found
    row = only(of_json(service(name=name, description=description)))
    assert (row.needs, list(row.proposed_needs)) == ((), found)


def test_the_taxonomy_speaks_too() -> None:
    terms = [{"taxonomy_term": {"name": "Homelessness"}}, {"taxonomy_term": {"name": "Food banks"}}]
    assert set(only(of_json(service(attributes=terms))).proposed_needs) >= {"housing", "food"}


def test_the_first_page_says_the_day_of_its_check() -> None:
    assert only(of_json(service(assured_date="2026-11-01"))).assured_on == date(2026, 11, 1)
