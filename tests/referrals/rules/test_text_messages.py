"""160 characters are counted as the network counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import text_messages


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Zoë", "Zoe"),
        ("Siân", "Sian"),
        ("Łukasz", "Lukasz"),
        ("O\u2019Neill \u2013 \u201chere\u201d\u2026", 'O\'Neill - "here"...'),
        ("Renée à Genève", "Renée à Genève"),
        ("李明 at 10", " at 10"),
        ("cost €5", "cost €5"),
        ("🙂 see you", " see you"),
    ],
)
def test_letters_that_no_telephone_is_sure_to_show_are_written_plainly(text: str, wanted: str) -> None:
    assert text_messages.plain(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), [("", 0), ("abc", 3), ("€", 2), ("[a]", 5), ("à@£", 3), ("a\nb", 3)])
def test_extension_characters_count_twice(text: str, wanted: int) -> None:
    assert text_messages.length(text) == wanted


@given(st.text())
def test_a_plain_text_has_letters_of_the_alphabet_only(text: str) -> None:
    assert set(text_messages.plain(text)) <= text_messages.BASIC | text_messages.EXTENDED


def test_what_does_not_fit_is_left_out_but_never_the_news_nor_how_to_stop() -> None:
    assert text_messages.fit(["News.", "More.", "Stop: call us"]) == "News. More. Stop: call us"
    assert text_messages.fit(["News.", "x" * 150, "Short.", "Stop: call us"]) == "News. Short. Stop: call us"
    just = "x" * (160 - len("News.  Stop"))
    assert text_messages.length(text_messages.fit(["News.", just, "Stop"])) == 160
    assert text_messages.fit(["News.", just + "x", "Stop"]) == "News. Stop"
