"""One thing that is broken is undone and logged, and the others are done."""

from datetime import date

import pytest

from referrals.kit.isolation import each, isolated, logged
from referrals.models import Organisation

DAY = date(2026, 11, 24)


def add(name: str) -> None:
    """A row, and then an error for one of them that quotes it."""
    Organisation.objects.create(kind="team", name=name, valid_from=DAY)
    if name == "Broken":
        raise ValueError(name)


@pytest.mark.django_db
def test_what_one_wrote_before_it_broke_is_undone_and_the_others_stay(caplog: pytest.LogCaptureFixture) -> None:
    before = Organisation.objects.count()
    assert each("Organisation", ["First", "Broken", "Last"], add) == 2
    assert Organisation.objects.count() == before + 2
    assert "failed: ValueError at" in caplog.text
    assert "Broken" not in caplog.text


def test_a_block_says_whether_it_failed() -> None:
    with logged("Nothing") as good:
        pass
    with logged("Something") as bad:
        raise ValueError
    assert (good.failed, bad.failed) == (False, True)


@pytest.mark.django_db
def test_an_error_of_the_database_leaves_the_transaction_usable() -> None:
    with isolated("Two of one") as attempt:
        Organisation.objects.create(pk=1_000_000, kind="team", name="One", valid_from=DAY)
        Organisation.objects.create(pk=1_000_000, kind="team", name="Other", valid_from=DAY)
    assert attempt.failed
    assert not Organisation.objects.filter(pk=1_000_000).exists()
