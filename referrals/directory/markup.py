"""HTML and Markdown → plain words: directories are published for web pages, and this product shows text."""

import re
from html import unescape
from html.parser import HTMLParser

BLOCK = (
    "address|article|blockquote|br|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|li|main|ol|pre|p|section|"
    "table|tbody|td|th|tr|ul"
)
INLINE = "abbr|a|big|b|code|em|font|img|i|small|span|strong|sub|sup|u"
UNSEEN = "script|style|template"
TAG = re.compile(rf"<!--|</?({BLOCK}|{INLINE}|{UNSEEN})(\s[^<>]*)?/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
MARKDOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ \t]*[*+-][ \t]+", re.MULTILINE), "- "),
    (re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}([*_-][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"!\[([^\]\n]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+|mailto:[^)\s]+|/[^)\s]*)\)"), r"\1 (\2)"),
    (re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<![\w_])__(?=\S)([^_\n]+?)(?<=\S)__(?![\w_])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"\\([*_#\[\]()>+-])"), r"\1"),
)


def plain(value: str) -> str:
    """The words of a text, with a line for each paragraph and item; where a link leads stands behind it."""
    text = unescape(value) if ENTITY.search(value) else value
    if TAG.search(text):
        reader = _Words()
        reader.feed(text)
        reader.close()
        text = "".join(reader.words)
    for pattern, words in MARKDOWN:
        text = pattern.sub(words, text)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip()) if text != value else value


def _is(kind: str, tag: str) -> bool:
    return re.fullmatch(kind, tag) is not None


class _Words(HTMLParser):
    """Collects the words between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += _is(UNSEEN, tag)
        if tag == "a":
            self._links.append(dict(attrs).get("href") or "")
        elif tag == "li":
            self.words.append("\n- ")
        elif _is(BLOCK, tag):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (_is(UNSEEN, tag)))
        if tag == "a" and self._links:
            link = self._links.pop()
            if link.startswith(("http://", "https://")):
                self.words.append(f" ({link})")
        elif tag != "li" and _is(BLOCK, tag):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # A line end in HTML is a space.
            self.words.append(re.sub(r"\s+", " ", data))
