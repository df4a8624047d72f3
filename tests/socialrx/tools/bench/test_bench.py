"""The benchmark runs, and what it compares is comparable. How long anything took is no test."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from devices.models import Message, Reading
from devices.selectors import reconcile
from socialrx.tools.bench import wearables, writers
from tests.support.world import World

TINY = {"size": 20, "rounds": 1, "wearers": 2, "verbosity": 0}


@pytest.mark.django_db(transaction=True)
def test_each_contestant_is_in_the_table_and_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("bench", **TINY, out=tmp_path / "build" / "bench.json")
    written = json.loads((tmp_path / "build" / "bench.json").read_text())
    names = [row["name"] for row in written["results"]]
    assert names == [
        "ingest.store",
        "execute_values",
        "COPY",
        "get_or_create",
        "days.rebuild",
        "a week refreshed",
    ]
    assert all(row["per_second"]["min"] > 0 for row in written["results"])
    assert written["results"][1]["ratio"] == 1
    printed = capsys.readouterr().out
    assert all(name in printed for name in names)


@pytest.mark.django_db
def test_every_writer_stores_the_same_rows() -> None:
    now = timezone.now()
    drawn = wearables.batches(wearables.lend(1, now), 10, now)
    for write in (writers.by_product, writers.by_execute_values, writers.by_copy):
        batch = next(drawn)
        assert write(batch) == 10
        ids = {row[1] for row in batch.messages}
        columns = ("device_id", "message_id", "kind", "content", "occurred_at", "received_at")
        assert set(Message.objects.filter(message_id__in=ids).values_list(*columns)) == set(batch.messages)
        fields = ("device_id", "metric", "starts_at", "ends_at", "seq", "message_id", "value", "worn", "received_at")
        assert set(Reading.objects.filter(message_id__in=ids).values_list(*fields)) == set(batch.readings)
    assert writers.by_get_or_create(next(drawn)) == 1
    assert reconcile.readings() == 31


def test_it_never_runs_beside_other_data(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("bench", **TINY, out=tmp_path / "bench.json")
    assert not (tmp_path / "bench.json").exists()


def test_it_never_runs_in_production(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never runs in production"):
        call_command("bench")
