"""The audit is sealed by two at once while others act: one chain, and nobody waits for it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from referrals.actions.access import sealing
from referrals.kit import audit
from referrals.kit.actor import SCHEDULE
from referrals.models import AuditEvent, AuditSeal
from referrals.selectors.access import audit_chain

pytestmark = pytest.mark.django_db(transaction=True)

# Seconds after which something waits that should not.
PATIENCE = 10


def seal(limit: int = 100_000) -> int:
    return sealing.seal(limit=limit, by=SCHEDULE, now=timezone.now())


def act() -> None:
    audit.record(by=SCHEDULE, did="nothing.done")


def beside(pool: ThreadPoolExecutor, act: Callable[[], Any]) -> Future[Any]:
    """In a connection of its own."""

    def run() -> Any:
        try:
            return act()
        finally:
            connection.close()

    return pool.submit(run)


def test_two_that_seal_at_once_make_one_chain() -> None:
    for _number in range(60):
        act()
    start = Barrier(2)

    def run() -> int:
        start.wait(PATIENCE)
        return sum(seal(limit=7) for _run in range(5))

    with ThreadPoolExecutor(2) as pool:
        both = [beside(pool, run) for _sealer in range(2)]
        assert sum(one.result() for one in both) == 60
    assert [*AuditSeal.objects.order_by("number").values_list("number", flat=True)] == [*range(1, 61)]
    assert audit_chain.first_fault([]) is None


def test_who_acts_waits_for_no_seal_and_what_ends_late_is_linked_later() -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            beside(pool, act).result(PATIENCE)
            assert beside(pool, seal).result(PATIENCE) == 1
        early, late = AuditEvent.objects.order_by("-pk")
        assert AuditSeal.objects.get().event_id == early.pk
        with transaction.atomic():
            assert seal() == 1
            beside(pool, act).result(PATIENCE)
            second = beside(pool, partial(seal, 1))
        assert second.result(PATIENCE) == 1
    assert AuditSeal.objects.get(number=2).event_id == late.pk
    assert audit_chain.first_fault([]) is None
