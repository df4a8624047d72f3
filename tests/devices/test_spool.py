"""The spool's files as the broker's plugin leaves them: whole, half written, damaged, and many."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.mqtt import spool
from devices.mqtt.spool import Spool, Waiting
from devices.payloads import Received

AT = datetime(2026, 3, 2, 9, 30, 0, 250, tzinfo=UTC)


def sent(number: int) -> Received:
    return Received(
        f"socialrx/v1/devices/{number}/steps", b"\x00\xff" * number, retained=number % 2 == 1, received_at=AT
    )


def write(folder: Path, segment: int, numbers: range, *, cut: int = 0) -> Path:
    """A segment with these messages, the last one cut short by some bytes."""
    path = folder / f"{segment:020d}.segment"
    whole = b"".join(spool.record(sent(number), place) for place, number in enumerate(numbers))
    path.write_bytes(whole[: len(whole) - cut])
    return path


def bodies(messages: list[Received]) -> list[int]:
    return [len(message.body) // 2 for message in messages]


def test_messages_are_read_as_they_were_sent_and_again_until_they_are_stored(tmp_path: Path) -> None:
    write(tmp_path, 1, range(5))
    reader = Spool(tmp_path)
    assert reader.read(3) == [sent(number) for number in range(3)]
    assert reader.read(3) == [sent(number) for number in range(3)]
    reader.forget()
    assert reader.read(3) == [sent(3), sent(4)]
    # A consumer that was killed before it said so reads them once more.
    assert Spool(tmp_path).read(9) == [sent(3), sent(4)]


def test_a_finished_file_goes_once_all_of_it_is_stored(tmp_path: Path) -> None:
    first, second = write(tmp_path, 1, range(3)), write(tmp_path, 2, range(3, 6))
    reader = Spool(tmp_path)
    seen = []
    while found := bodies(reader.read(2)):
        seen += found
        reader.forget()
    assert seen == [3, 0, 4, 1, 5, 2]
    reader.forget()
    assert not first.exists()
    # The newest is still being written.
    assert second.exists()


def test_half_a_record_is_waited_for_while_its_file_is_written_and_kept_aside_afterwards(tmp_path: Path) -> None:
    path = write(tmp_path, 1, range(3), cut=5)
    reader = Spool(tmp_path)
    assert bodies(reader.read(9)) == [0, 1]
    reader.forget()
    write(tmp_path, 1, range(3))
    assert bodies(reader.read(9)) == [2]
    write(tmp_path, 1, range(3), cut=5)
    write(tmp_path, 2, range(7, 9))
    assert bodies(reader.read(9)) == [7, 8]
    assert path.exists()
    reader.forget()
    assert not path.exists()
    assert [found.name for found in tmp_path.glob("*.damaged")] == [f"{path.name}.damaged"]


@pytest.mark.parametrize(("damage", "left"), [(0, []), (8, []), (16, [2, 3]), (52, [2, 3])])
def test_damage_stops_nothing_else_and_its_file_is_kept(tmp_path: Path, damage: int, left: list[int]) -> None:
    """Where the record's ends are known, what follows it in its file is read too."""
    path = write(tmp_path, 1, range(4))
    content = bytearray(path.read_bytes())
    at = len(spool.record(sent(0), 0)) + damage
    content[at] ^= 1
    path.write_bytes(content)
    reader = Spool(tmp_path)
    assert bodies(reader.read(9)) == [0, *left]
    write(tmp_path, 2, range(7, 9))
    # Bit by bit: whoever finds the end of the file need not have met the damage.
    assert bodies(reader.read(2)) == [7, 0]
    reader.forget()
    reader = Spool(tmp_path)
    assert sorted(bodies(reader.read(9))) == [*left, 8]
    assert path.exists()
    reader.forget()
    assert (tmp_path / f"{path.name}.damaged").read_bytes() == content
    assert reader.read(9) == []


def test_a_new_message_does_not_wait_for_a_backlog(tmp_path: Path) -> None:
    for segment in range(1, 6):
        write(tmp_path, segment, range(segment * 10, segment * 10 + 4))
    reader = Spool(tmp_path)
    seen = []
    for _ in range(3):
        seen += bodies(reader.read(4))
        reader.forget()
    assert seen == [50, 51, 52, 10, 53, 40, 41, 11, 42, 43, 12, 13]
    # Whoever goes on knows how far each file is stored.
    again = Spool(tmp_path)
    assert spool.waiting(tmp_path).messages == 8
    assert sorted(bodies(again.read(99))) == [20, 21, 22, 23, 30, 31, 32, 33]


def test_one_consumer_reads_and_the_next_goes_on_where_it_was(tmp_path: Path) -> None:
    write(tmp_path, 1, range(3))
    first, second = Spool(tmp_path), Spool(tmp_path)
    assert first.claim()
    assert not second.claim()
    first.read(2)
    first.forget()
    first.release()
    assert second.claim()
    assert bodies(second.read(9)) == [2]
    second.release()


def test_what_waits_is_counted_without_reading_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        spool.waiting(tmp_path / "nothing")
    write(tmp_path, 1, range(3))
    write(tmp_path, 2, range(5), cut=3)
    write(tmp_path, 3, range(0))
    assert spool.waiting(tmp_path) == Waiting(7, AT)
    reader = Spool(tmp_path)
    reader.read(4)
    reader.forget()
    assert spool.waiting(tmp_path) == Waiting(3, AT)


def test_what_no_table_takes_is_left_to_a_human(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    newest = write(tmp_path, 1772443900000000, range(2))
    write(tmp_path, 1, range(3)).rename(tmp_path / f"{1:020d}.segment.damaged")
    reader = Spool(tmp_path)
    reader.keep(sent(6))
    (kept,) = tmp_path.glob("*.kept")
    assert kept.name in caplog.text
    assert spool.waiting(tmp_path) == Waiting(2, AT, kept=1, damaged=1)
    # As the README says; the broker goes on writing the newest.
    for aside in (kept, tmp_path / f"{1:020d}.segment.damaged"):
        aside.rename(tmp_path / f"0{aside.name.partition('.')[0]}.segment")
    assert sorted(bodies(reader.read(9))) == [0, 0, 1, 1, 2, 6]
    reader.forget()
    assert list(tmp_path.glob("*.segment")) == [newest]
