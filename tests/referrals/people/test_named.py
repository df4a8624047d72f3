"""A name is found however it and the words were written: accents, apostrophes, strokes, spaces."""

import pytest

from referrals.kit.permissions import Role
from referrals.models import Person
from referrals.selectors.intake import gp
from referrals.selectors.people import people
from tests.support.world import World

SAME = [
    ("Sinéad", "O\u2019Connor", ["O'Connor", "OConnor", "O Connor", "o\u2019connor", "sinead", "SINÉAD oconnor"]),
    ("Michał", "Wołoszyn", ["Michal", "woloszyn", "WOŁOSZYN", "Michał Wołoszyn"]),
    ("Søren", "Sørensen", ["soren", "SØREN", "sorensen"]),
    ("Đặng", "Thị", ["dang", "thi", "Đặng"]),
    ("I\u015f\u0131k", "K\u0131l\u0131ç", ["isik", "kilic", "KILIÇ"]),
    ("Ægir", "Weiß", ["aegir", "weiss", "WEISS"]),
    ("Mary-Jane", "Smith Jones", ["mary jane", "maryjane", "smithjones", "Smith-Jones"]),
    ("", "Sukarno", ["sukarno", "\u200bSukarno"]),
    ("محمد", "علي", ["محمد", "علي"]),
]


@pytest.mark.parametrize(("given", "family", "typed"), SAME, ids=[row[1] for row in SAME])
def test_every_search_finds_a_name_however_it_is_written(
    world: World, given: str, family: str, typed: list[str]
) -> None:
    Person.objects.filter(pk=world.ours.person.pk).update(given_name=given, family_name=family, preferred_name="")
    for text in typed:
        found = people.matching(world.ours.actor(Role.LINK_WORKER), text)
        assert [person.pk for person in found] == [world.ours.person.pk], text
        assert gp.matching(world.ours.actor(Role.GP), text).exists(), text


@pytest.mark.parametrize("text", ["'", "-", " ", "Trafford nobody", "ax"])
def test_what_stands_in_no_name_finds_nobody(world: World, text: str) -> None:
    Person.objects.filter(pk=world.ours.person.pk).update(given_name="Ada", family_name="Xi")
    assert not people.matching(world.ours.actor(Role.LINK_WORKER), text).exists()
    assert not gp.matching(world.ours.actor(Role.GP), text).exists()
