"""What is safe decides, then what suits, then what is liked; telephones rest at night whatever the clock does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import channels
from referrals.channels import Point, Reach
from referrals.kit.calendar import LONDON

BOTH = frozenset({"write", "call"})
MAIL, MOBILE, HOME = (
    Point("email", "a@example.org", BOTH),
    Point("mobile", "07700900001", BOTH),
    Point("home_phone", "0161", BOTH),
)
ADDRESS = ("Ada Example", "1 High Street", "M33 2AB")
EVERYTHING = Reach("text", (MAIL, MOBILE, HOME), ADDRESS)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("reach", "wanted"),
    [
        (EVERYTHING, "text"),
        (Reach("email", (MAIL, MOBILE), ADDRESS), "email"),
        (Reach("phone", (MAIL, HOME), ADDRESS), "phone"),
        (Reach("letter", (MAIL, HOME), ADDRESS), "letter"),
        (Reach("text", (HOME,)), "phone"),
        (Reach("phone", (), ADDRESS), "letter"),
        (Reach("text", (Point("mobile", "07700900001", frozenset({"call"})),)), "phone"),
        (Reach("phone", (Point("mobile", "07700900001", frozenset({"write"})),)), "text"),
        (Reach("email", (Point("email", "a@example.org", frozenset()),)), ""),
        (Reach("email", (MAIL, HOME), circumstances=frozenset({"interpreter"})), "phone"),
        (Reach("email", (MAIL,), circumstances=frozenset({"interpreter"})), "email"),
        (Reach("text", (MOBILE,), ADDRESS, frozenset({"large_print"})), "phone"),
        (Reach("email", (MAIL, MOBILE), circumstances=frozenset({"no_device"})), "text"),
    ],
)
def test_the_channel_is_safe_then_suits_then_is_liked(reach: Reach, wanted: str) -> None:
    assert channels.choose(reach, can_text=True) == wanted


def test_without_a_sender_of_texts_the_usual_order_stands_in() -> None:
    assert channels.choose(EVERYTHING, can_text=False) == "email"
    assert channels.choose(Reach("text", (MOBILE, HOME), ADDRESS), can_text=False) == "phone"


def test_who_was_never_asked_is_told_by_a_machine_where_that_is_safe() -> None:
    assert channels.choose(Reach("", (HOME, MOBILE, MAIL), ADDRESS), can_text=True) == "text"
    assert channels.choose(Reach("", (HOME, MOBILE, MAIL), ADDRESS), can_text=False) == "email"
    assert channels.choose(Reach("", (HOME, MAIL), ADDRESS), can_text=True) == "email"
    assert channels.choose(Reach("", (HOME,), ADDRESS), can_text=True) == "phone"
    assert channels.choose(Reach("", (), ADDRESS), can_text=True) == "letter"


@pytest.mark.parametrize(
    ("bad", "moment", "wanted"),
    [
        ({"mornings"}, london(2026, 11, 24, 9), london(2026, 11, 24, 12)),
        ({"mornings"}, london(2026, 11, 24, 12), london(2026, 11, 24, 12)),
        ({"mornings"}, london(2026, 11, 24, 21), london(2026, 11, 25, 12)),
        ({"afternoons"}, london(2026, 11, 24, 12), london(2026, 11, 24, 17)),
        ({"evenings"}, london(2026, 11, 24, 17), london(2026, 11, 25, 8)),
        ({"weekends"}, london(2026, 11, 28, 12), london(2026, 11, 30, 8)),
        ({"mornings", "weekends"}, london(2026, 11, 28, 12), london(2026, 11, 30, 12)),
        # Who has no good time at all has none that is worse.
        ({"mornings", "afternoons", "evenings"}, london(2026, 11, 24, 9), london(2026, 11, 24, 9)),
        ({"mornings", "afternoons", "evenings", "weekends"}, london(2026, 11, 28, 9), london(2026, 11, 30, 8)),
    ],
)
def test_nobody_is_disturbed_at_a_time_that_is_bad_for_them(bad: set[str], moment: datetime, wanted: datetime) -> None:
    assert channels.not_before("text", moment, frozenset(bad)) == wanted
    assert channels.not_before("phone", moment, frozenset(bad)) == wanted
    assert channels.not_before("email", moment, frozenset(bad)) == moment


def test_a_reminder_comes_earlier_where_a_bad_time_would_make_it_too_late() -> None:
    monday = london(2026, 11, 30, 9)
    assert channels.remind_at("text", monday) == london(2026, 11, 29, 9)
    # From Saturday morning on there is no good time before it: it is the Friday.
    assert channels.remind_at("text", monday, frozenset({"weekends", "mornings"})) == london(2026, 11, 27, 9)
    assert channels.remind_at("email", monday, frozenset({"weekends", "mornings"})) == london(2026, 11, 29, 9)


@given(
    st.sampled_from(["text", "phone"]),
    st.frozensets(st.sampled_from(["mornings", "afternoons", "evenings", "weekends"])),
    st.integers(0, 2 * 365 * 24),
)
def test_what_reminds_comes_in_time_whatever_times_are_bad(channel: str, bad: frozenset[str], hour: int) -> None:
    starts_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    goes_out = channels.not_before(channel, channels.remind_at(channel, starts_at, bad), bad)
    assert goes_out <= starts_at


def test_what_is_soon_over_goes_by_no_letter_while_there_is_another_way() -> None:
    reach = Reach("letter", (HOME,), ADDRESS)
    assert channels.choose(reach, can_text=True, soon=True) == "phone"
    assert channels.choose(Reach("letter", (), ADDRESS), can_text=True, soon=True) == "letter"


points = st.builds(
    Point,
    st.sampled_from(["email", "mobile", "home_phone"]),
    st.just("somewhere"),
    st.frozensets(st.sampled_from(["write", "call"])),
)


@given(
    st.builds(
        Reach,
        st.sampled_from(["", "email", "text", "phone", "letter"]),
        st.lists(points, max_size=4).map(tuple),
        st.sampled_from([(), ADDRESS]),
        st.frozensets(st.sampled_from([*channels.UNSUITED, "online"])),
    ),
    st.booleans(),
    st.booleans(),
)
def test_no_channel_is_ever_unsafe_and_none_is_left_out_that_is_safe(reach: Reach, can_text: bool, soon: bool) -> None:
    chosen = channels.choose(reach, can_text=can_text, soon=soon)
    usable = {channel for channel in channels.USUAL if channels.where(channel, reach)} - (
        set() if can_text else {"text"}
    )
    assert chosen in usable if usable else chosen == ""


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        (london(2026, 11, 24, 12), london(2026, 11, 24, 12)),
        (london(2026, 11, 24, 7, 59), london(2026, 11, 24, 8)),
        (london(2026, 11, 24, 20), london(2026, 11, 25, 8)),
        (london(2026, 11, 28, 21), london(2026, 11, 29, 10)),
        (london(2026, 11, 29, 9), london(2026, 11, 29, 10)),
        (london(2026, 12, 24, 22), london(2026, 12, 25, 10)),
        # The clock goes forward on 29 March and back on 25 October 2026, both Sundays.
        (london(2026, 3, 28, 23), london(2026, 3, 29, 10)),
        (london(2026, 10, 24, 23), london(2026, 10, 25, 10)),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), london(2026, 7, 1, 8)),
        (datetime(2026, 7, 1, 19, 30, tzinfo=UTC), london(2026, 7, 2, 8)),
    ],
)
def test_telephones_rest_at_night_and_longer_on_sundays_and_bank_holidays(moment: datetime, wanted: datetime) -> None:
    assert channels.not_before("text", moment) == wanted
    assert channels.not_before("phone", moment) == wanted
    assert channels.not_before("text", moment).tzinfo is (UTC if moment != wanted else moment.tzinfo)
    assert channels.not_before("email", moment) == moment
    assert channels.not_before("letter", moment) == moment


def test_a_machine_reminds_a_day_before_and_a_colleague_two_working_days() -> None:
    monday = london(2026, 11, 30, 14)
    assert channels.remind_at("text", monday) == london(2026, 11, 29, 14)
    assert channels.remind_at("phone", monday) == london(2026, 11, 26, 9)
    # Over the change of the clock it is 24 hours, not the same hour.
    assert channels.remind_at("email", london(2026, 3, 29, 14)) == london(2026, 3, 28, 13)


def test_a_moment_that_is_worked_out_is_in_utc() -> None:
    summer = london(2026, 7, 1, 14)
    assert [channels.remind_at(channel, summer).tzinfo for channel in channels.USUAL] == [UTC] * 4
    assert channels.remind_at("letter", summer) == london(2026, 6, 29, 9)


@pytest.mark.parametrize("channel", ["email", "text", "phone"])
def test_without_a_safe_point_there_is_nowhere(channel: str) -> None:
    assert channels.where(channel, Reach("email")) == ""


def test_a_channel_leads_to_the_newest_safe_point_and_a_letter_to_the_whole_address() -> None:
    older = Point("mobile", "07700900002", BOTH)
    reach = Reach("text", (Point("mobile", "07700900009", frozenset()), MOBILE, older, MAIL, HOME), ADDRESS)
    assert {channel: channels.where(channel, reach) for channel in channels.USUAL} == {
        "email": "a@example.org",
        "text": "07700900001",
        "phone": "07700900001",
        "letter": "Ada Example\n1 High Street\nM33 2AB",
    }


def test_without_what_someone_likes_best_the_usual_order_stands() -> None:
    everything = Reach("email", (HOME, MOBILE, MAIL), ADDRESS)
    assert channels.choose(everything, can_text=True) == "email"
    without_mail = Reach("email", (HOME, MOBILE), ADDRESS)
    assert channels.choose(without_mail, can_text=True) == "text"
    assert channels.choose(without_mail, can_text=False) == "phone"
    assert channels.choose(Reach("letter", (HOME,), ADDRESS), can_text=True) == "letter"
    assert channels.choose(Reach("email"), can_text=True) == ""


def test_telephones_are_quiet_from_the_minute_in_which_they_close() -> None:
    closes = london(2026, 11, 24, 20)
    assert channels.not_before("phone", closes - timedelta(seconds=1)) == closes - timedelta(seconds=1)
    assert channels.not_before("phone", closes) == london(2026, 11, 25, 8)
    # A Saturday opens as any other day, a bank holiday on a Monday late.
    assert channels.not_before("phone", london(2026, 11, 28, 6)) == london(2026, 11, 28, 8)
    assert channels.not_before("phone", london(2026, 8, 31, 6)) == london(2026, 8, 31, 10)
