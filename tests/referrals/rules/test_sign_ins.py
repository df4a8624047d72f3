"""How long a sign-in lasts, and what a browser calls itself."""

from datetime import UTC, datetime, timedelta

import pytest

from referrals.sign_ins import device_of, is_over

BEGAN = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(("at_work", "minutes"), [(True, 15), (False, 30)])
def test_it_is_over_so_many_minutes_after_the_last_click(at_work: bool, minutes: int) -> None:
    seen = BEGAN + timedelta(hours=1)
    ends = seen + timedelta(minutes=minutes)
    just_before = ends - timedelta(microseconds=1)
    assert not is_over(began=BEGAN, seen=seen, now=just_before, at_work=at_work)
    assert is_over(began=BEGAN, seen=seen, now=ends, at_work=at_work)


@pytest.mark.parametrize("at_work", [True, False])
def test_it_is_over_after_twelve_hours_however_busy_somebody_is(at_work: bool) -> None:
    # The clocks go forward within: twelve hours are twelve hours.
    ends = BEGAN + timedelta(hours=12)
    seen = ends - timedelta(seconds=1)
    assert not is_over(began=BEGAN, seen=seen, now=seen, at_work=at_work)
    assert is_over(began=BEGAN, seen=seen, now=ends, at_work=at_work)


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": ("Firefox", "Linux"),
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141": ("Edge", "Windows"),
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36": ("Chrome", "Android"),
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} Version/18.6 Safari/604": ("Safari", "iPhone"),
    "curl/8.5.0": ("", ""),
    "": ("", ""),
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_browser_is_called_what_people_call_it(agent: str) -> None:
    assert device_of(agent) == AGENTS[agent]
