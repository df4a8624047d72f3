"""What must not be guessed cannot be, unless someone asks for repeatable data."""

from uuid import UUID

from referrals.kit import randomness


def draw() -> tuple[UUID, str, str]:
    return randomness.new_public_id(), randomness.new_secret(), randomness.new_code("AB", 20)


def test_nothing_repeats_by_itself() -> None:
    assert draw() != draw()


def test_the_same_seed_gives_the_same_and_another_seed_does_not() -> None:
    drawn = []
    for seed in ("one", "one", "two"):
        with randomness.repeatable(seed):
            drawn.append(draw())
    assert drawn[0] == drawn[1] != drawn[2]


def test_repeatable_ends_with_its_block() -> None:
    with randomness.repeatable("one"):
        first = draw()
    assert draw() != first


def test_a_public_id_is_a_version_4_uuid_also_when_repeatable() -> None:
    with randomness.repeatable("one"):
        assert randomness.new_public_id().version == 4
