"""How a telephone number of the United Kingdom is read: in its usual groups."""

import re

# The first digits of a number with how many digits its groups have; the first that fits is the one.
GROUPS: list[tuple[re.Pattern[str], tuple[int, ...]]] = [
    (re.compile(r"02\d{9}"), (3, 4, 4)),
    (re.compile(r"(01(\d1|1\d)|03\d\d|08\d\d|09\d\d)\d{7}"), (4, 3, 4)),
    (re.compile(r"0[17]\d{9}"), (5, 6)),
    (re.compile(r"01\d{8}"), (5, 5)),
    (re.compile(r"0800\d{6}"), (4, 6)),
]


def digits(number: str) -> str:
    """What is dialled."""
    return re.sub(r"[\s().-]", "", number)


def display(number: str) -> str:
    """`0161 496 0123` and `07700 900123`; what is no such number stays as it was typed."""
    national = re.sub(r"^(\+44|0044)0?", "0", digits(number))
    sizes = next((sizes for pattern, sizes in GROUPS if pattern.fullmatch(national)), ())
    if not sizes:
        return number
    ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
    return " ".join(national[end - size : end] for size, end in zip(sizes, ends, strict=True))
