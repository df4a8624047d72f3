"""What any form does with bad input. A page's owner adds a row to `form_registry.py`; what is tried is here.

Every field is left out, overfilled, malformed and attacked. The answer is the page again with an error summary that
links to a control, nothing typed is lost and nothing is written. Text that is only odd is text: taken, and escaped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django import forms
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from psycopg2 import sql

from referrals.forms.base import NHSForm
from referrals.permissions import Role
from tests.world import World

SCRIPT = "<script>alert(1)</script>"
# Text, however odd: a free text field takes it and shows it escaped. A formula, a script, SQL and an emoji in one.
ODD = {"hostile text": f"=cmd() {SCRIPT}'; DROP TABLE x; -- \N{GRINNING FACE}"}
# Text that no field takes.
UNSAFE = {"NUL": "a\x00b", "direction override": "a\N{RIGHT-TO-LEFT OVERRIDE}b", "too long": "x" * 10_000}
MALFORMED = {"nonsense": "nonsense"}
# Opening or listing is written down although the form was wrong.
AUDIT_WITHOUT_LOOKS = sql.SQL("SELECT * FROM referrals_auditevent WHERE did !~ '(opened|listed)$'")
PARTS = ("", "_day", "_month", "_year")


@dataclass(frozen=True, slots=True)
class FormCase:
    """A form, where it is, who fills it in (None: anybody), and what they type when they do it right.

    `valid` has every field that the form offers with these answers, since only what is typed is attacked.
    """

    form: type[NHSForm]
    role: Role | None
    url: Callable[[World], str]
    valid: Callable[[World], dict[str, Any]]
    prefix: str = ""
    name: str = ""
    # Blank: every field that is typed.
    attacked: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name or self.form.__name__

    def client(self, world: World) -> Client:
        """The browser of whoever fills the form in."""
        return world.ours.client(self.role) if self.role else Client()

    def field_of(self, key: str) -> tuple[str, forms.Field | None]:
        """The field that a name in the page belongs to; None for one that the form makes for each row."""
        plain = key.removeprefix(f"{self.prefix}-") if self.prefix else key
        for part in PARTS:
            name = plain.removesuffix(part) if part else plain
            if name in getattr(self.form, "base_fields", {}):
                return name, self.form.base_fields[name]
        return plain, None


class Controls(HTMLParser):
    """What a page's controls hold, and the ids and texts that an error summary needs."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, list[str]] = defaultdict(list)
        self.ids: set[str] = set()
        self._select = ""
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        name = found.get("name") or ""
        if tag == "input" and (found.get("type") not in {"radio", "checkbox"} or "checked" in found):
            self.held[name].append(found.get("value") or ("on" if found.get("type") == "checkbox" else ""))
        if tag == "textarea":
            self._area = name
            self.held[name].append("")
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in found:
            self.held[self._select].append(found.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.held[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            # The line break after the tag is markup.
            self.held[self._area][-1] = self.held[self._area][-1].removeprefix("\n")
            self._area = None


def attempts(case: FormCase, valid: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str, bool]]:
    """Each bad filling-in: what it is, what is sent, the field it is about, and whether it is only odd."""
    for name in dict.fromkeys(case.field_of(key)[0] for key in valid):
        keys = [key for key in valid if case.field_of(key)[0] == name]
        field = case.field_of(keys[0])[1]
        if case.attacked and name not in case.attacked:
            continue
        if field is None or field.required:
            yield f"{name} missing", {key: value for key, value in valid.items() if key not in keys}, name, False
        if isinstance(field, forms.BooleanField):
            continue
        is_text = type(field) is forms.CharField
        for what, text in ({} if is_text else MALFORMED | ODD).items():
            yield f"{name}: {what}", valid | {keys[0]: text}, name, False
        for what, text in UNSAFE.items():
            yield f"{name}: {what}", valid | {keys[0]: text}, name, False
        for what, text in (ODD if is_text else {}).items():
            yield f"{name}: {what}", valid | {keys[0]: text}, name, True


def faults(case: FormCase, world: World) -> list[str]:
    """What is wrong with how the form takes bad input; empty when all is right."""
    client, url, before = case.client(world), case.url(world), _snapshot()
    found = []
    for what, data, name, is_only_odd in attempts(case, case.valid(world)):
        with _undone():
            # A browser sends a token with each form, so that none is empty.
            response = client.post(url, data | {"csrfmiddlewaretoken": "x"}, follow=is_only_odd)
            html, written = response.content.decode(), _snapshot() != before
        if is_only_odd:
            wrong = _faults_of_taking(response.status_code, html)
        elif response.status_code == 422:
            wrong = ["something was written"] * written + _faults_of_page(html) + _lost(html, data, case, name)
        else:
            wrong = [f"was answered with {response.status_code}"]
        found += [f"{what}: {fault}" for fault in wrong]
    return found


def is_taken(case: FormCase, world: World) -> bool:
    """Whether the valid filling-in is accepted; without this the rest would prove nothing."""
    with _undone():
        response = case.client(world).post(case.url(world), case.valid(world))
    return response.status_code in {200, 302} and "nhsuk-error-summary" not in response.content.decode()


def _faults_of_taking(status: int, html: str) -> list[str]:
    refused = status != 200 or "nhsuk-error-summary" in html
    return ["was refused"] * refused + ["was shown unescaped"] * (SCRIPT in html)


def _faults_of_page(html: str) -> list[str]:
    page = Controls()
    page.feed(html)
    summary = html.partition("nhsuk-error-summary__list")[2].partition("</ul>")[0]
    links = [rest.partition('"')[0] for rest in summary.split('href="#')[1:]]
    title = html.partition("<title>")[2].partition("</title>")[0].strip()
    return [
        fault
        for fault, is_so in {
            "no error summary with links": not links,
            "a link to a control that is not there": not set(links) <= page.ids,
            "no Error in the title": not title.startswith("Error: "),
            "a script in the page": SCRIPT in html,
        }.items()
        if is_so
    ]


def _lost(html: str, data: dict[str, Any], case: FormCase, attacked: str) -> list[str]:
    page = Controls()
    page.feed(html)
    return [f"{key} was lost" for key, text in _drawable(data, case, attacked) if text not in page.held[key]]


def _drawable(data: dict[str, Any], case: FormCase, attacked: str) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        name, field = case.field_of(key)
        is_choice = field is None or isinstance(field, forms.ChoiceField | forms.BooleanField)
        # What is no choice of the list cannot be drawn as one.
        if not (name == attacked and is_choice):
            yield from ((key, text) for text in (value if isinstance(value, list) else [value]))


def _snapshot() -> list[str]:
    """A digest of the rows of each table that a form could write to; sessions are the browser's."""
    tables = [table for table in connection.introspection.table_names() if table != "django_session"]
    with connection.cursor() as cursor:
        return [_digest(cursor, table) for table in tables]


def _digest(cursor: Any, table: str) -> str:
    rows = AUDIT_WITHOUT_LOOKS if table == "referrals_auditevent" else sql.SQL("TABLE {}").format(sql.Identifier(table))
    cursor.execute(sql.SQL("SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ({}) t").format(rows))
    return str(cursor.fetchone()[0])


@contextmanager
def _undone() -> Iterator[None]:
    """Takes back what happens inside, so that each attempt meets the same world."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
