"""Loading the example data, step by step: the same people, seed and day give the same data."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from devices.models import Device
from observatory.actions import releases, weeks
from referrals.actions.messages import outbox
from referrals.kit import randomness
from referrals.kit.actor import SCHEDULE
from referrals.kit.refusal import Refusal
from referrals.models import Organisation, Person
from socialrx.tools.example import fates, populations, ready, registers, steps, wearables
from socialrx.tools.example.cast import Cast, Listed, Side
from socialrx.tools.example.diary import Diary
from socialrx.tools.example.draws import nhs_numbers
from socialrx.tools.example.fates import Fate
from socialrx.tools.example.people_to_meet import PEOPLE_TO_MEET
from socialrx.tools.example.stories import Life, Stage
from socialrx.tools.example.wearables import Held
from socialrx.tools.servers.secrets import write_private

Tell = Callable[[str], None]
FEWEST = 60


def load(*, size: int, seed: int, today: date, file: Path, tell: Tell) -> None:
    """Fill an empty database with `size` people; what scripts need goes into `file`, last of all.

    Refusals: too-few, not-empty. `tell` gets a line of progress now and then.
    """
    if size < FEWEST:
        message = f"The example needs {FEWEST} people or more."
        raise Refusal("too-few", message)
    if Organisation.objects.exists() or Person.objects.exists():
        message = "The database is not empty; example data is never mixed with other data."
        raise Refusal("not-empty", message)
    with randomness.repeatable(f"{seed}/{size}/{today}"):
        facts = Loading(size, seed, today, tell).facts()
    write_private(file, json.dumps(facts, indent=2) + "\n")


class Loading:
    """One load: the stage, then the year as stories, then what the wearables counted, then the weeks."""

    def __init__(self, size: int, seed: int, today: date, tell: Tell) -> None:
        self.size = size
        self.seed = seed
        self.today = today
        self.tell = tell
        began = today - timedelta(weeks=fates.WEEKS + 2)
        with transaction.atomic():
            self.cast = Cast(today, began)
            self.readers = wearables.add_readers(self.cast)
            wearables.list_who_answer(self.cast)
            populations.load(people=size, since=began)
        self.stage = Stage(self.cast, seed)
        tell("organisations, services and sessions are there")

    def facts(self) -> dict[str, Any]:
        """Load everything and say what scripts need to know."""
        meet = self._meet()
        crowd = fates.draw(self.size - len(PEOPLE_TO_MEET), self.seed, self.today)
        self._play([*meet.values(), *crowd])
        held = self._lend(crowd)
        self._count_steps(held)
        self._close_weeks()
        for someone in PEOPLE_TO_MEET:
            if someone.is_persona:
                person = Person.objects.get(nhs_number=meet[someone.key].person.nhs_number)
                self.cast.add_person(self.cast.side_of(someone.area_code), person)
        return ready.facts(self.cast, self.readers, held)

    def _meet(self) -> dict[str, Fate]:
        """Those to meet come first, so that their numbers do not depend on the size of the crowd."""
        numbers = nhs_numbers()
        return {
            someone.key: fates.of(someone, -index, next(numbers), self.today)
            for index, someone in enumerate(PEOPLE_TO_MEET, start=1)
        }

    def _play(self, everyone: list[Fate]) -> None:
        """The two places share no records: a process of its own plays the second, at the same time."""
        first, second = self.cast.sides
        # Each process opens a connection of its own.
        connection.close()
        other = get_context("fork").Process(target=self._play_side, args=(second, everyone), daemon=True)
        other.start()
        self._play_side(first, everyone)
        other.join()
        if other.exitcode:
            message = f"Loading {second.area.name} failed; what it said stands above."
            raise RuntimeError(message)
        outbox.take_as_sent(until=self.stage.until, by=SCHEDULE)

    def _play_side(self, side: Side, everyone: list[Fate]) -> None:
        with connection.cursor() as cursor:
            # A load that broke off is begun again from nothing, so no act need wait for the disk.
            cursor.execute("SET synchronous_commit TO off")
        diary = Diary(self.stage.until)
        for fate in everyone:
            if fate.area_code == side.area.code:
                diary.add(Life(self.stage, fate).story())
        for listed in side.listed.values():
            diary.add(registers.register(self.stage, listed, self._reader_of(listed)))
        month = ""
        with randomness.repeatable(f"{self.seed}/{self.size}/{self.today}/{side.area.code}"):
            for reached in diary.play():
                if f"{reached:%B %Y}" != month:
                    month = f"{reached:%B %Y}"
                    self.tell(f"{side.area.name}, {month}: {len(self.stage.people)} people so far")

    def _reader_of(self, listed: Listed) -> Device | None:
        held = self.readers.get(listed.offer.key)
        return held.device if held else None

    def _lend(self, crowd: list[Fate]) -> list[Held]:
        wearers = [self.stage.people[fate.number] for fate in crowd if fate.wears]
        lately = {
            self.stage.people[-index]: someone.wears_since
            for index, someone in enumerate(PEOPLE_TO_MEET, start=1)
            if someone.wears_since
        }
        with transaction.atomic():
            return wearables.lend(self.cast, wearers, lately)

    def _count_steps(self, held: list[Held]) -> None:
        worn = [one for one in held if one.person and not one.fresh]
        for sent in steps.store(worn, self.today, self.seed):
            if sent % 10_000 == 0:
                self.tell(f"{sent:,} hours of steps")

    def _close_weeks(self) -> None:
        released = releases.release_ended(by=SCHEDULE, now=self.stage.until)
        weeks.rebuild_changed(by=SCHEDULE, now=self.stage.until)
        self.tell(f"{len(released)} weeks are released")
