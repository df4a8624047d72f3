"""What any form does with bad input. A page's owner adds a row to `form_registry.py`; what is tried is here.

Every field is left out, overfilled, malformed and attacked. The answer is the page again with an error summary that
links to the control, nothing typed is lost and nothing is written. Text that is only odd is text: taken, and escaped.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from referrals.kit.forms.fields import PersonNameField
from referrals.kit.permissions import Role
from tests.support.controls import Controls
from tests.support.world import World

Typed = dict[str, Any]

SCRIPT = "<script>alert(1)</script>"
# Text, however odd: a free text field takes it and shows it escaped. A formula, a script, SQL and an emoji in one.
ODD = f"=cmd() {SCRIPT}'; DROP TABLE x; -- \N{GRINNING FACE}"
# Text that no field takes: what ends a string in C, and what makes the rest of a page run backwards.
UNSAFE = "a\x00b\N{RIGHT-TO-LEFT OVERRIDE}c"
NONSENSE = "nonsense"
TOO_LONG = "x" * 10_000
# More than any whole number that the database keeps.
TOO_MUCH = "9" * 30
# A refused form shows its record again, so that the look at it is written down, and guesses are counted: nothing else.
WRITTEN = """
    SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                        + pg_stat_get_xact_tuples_deleted(oid)), 0),
           (SELECT count(*) FROM referrals_auditevent WHERE did !~ '(opened|listed)$')
      FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND relname NOT LIKE 'referrals_auditevent%' AND relname NOT IN ('django_session', 'referrals_trycount')
"""


@dataclass(frozen=True, slots=True)
class FormCase:
    """A form, where it is, who fills it in (None: anybody), and what they type when they do it right.

    `valid` has every field that the form offers with these answers, since only what is typed is attacked. It is called
    after `url`, which may make what the page is about.
    """

    form: type[forms.BaseForm]
    role: Role | None
    url: Callable[[World], str]
    valid: Callable[[World], Typed]
    name: str = ""
    # Blank: every field that is typed.
    attacked: tuple[str, ...] = ()
    # What the audit says when the form was taken, where a test of the page asks for it.
    did: str = ""
    # A choice in an address: what is left out has a default.
    is_query: bool = False
    # What is wrong where nothing at all is right.
    wrong: Typed | None = None
    # A browser that did more than to sign in.
    browser: Callable[[World], Client] | None = None

    def __str__(self) -> str:
        return self.name or self.form.__name__

    def client(self, world: World) -> Client:
        """The browser of whoever fills the form in."""
        if self.browser:
            return self.browser(world)
        return world.ours.client(self.role) if self.role else Client()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A bad filling-in: what it is, what is sent, and the fields that must be named."""

    what: str
    data: Typed
    wrong: frozenset[str]


class Trial:
    """A form as its page made it, and what a browser sends for each of its fields."""

    def __init__(self, case: FormCase, world: World) -> None:
        self.case, self.client, self.url = case, case.client(world), case.url(world)
        self.cookies = deepcopy(self.client.cookies)
        self.valid = case.valid(world)
        self.form = self._form()
        self.keys = {name: [key for key in self.valid if self._is_part(key, name)] for name in self.form.fields}
        self.tried = [name for name in case.attacked or self.form.fields if self.keys[name]]

    def faults(self) -> list[str]:
        """What is wrong with how the form takes input; empty when all is right."""
        found = [f"as it should be: {fault}" for fault in self._faults_of_taking(self.valid)]
        for attempt in self._attempts():
            found += [f"{attempt.what}: {fault}" for fault in self._faults_of(attempt)]
        odd = self._all(ODD, [name for name in self.tried if self._is_text(name)])
        return found + [f"odd text: {fault}" for fault in self._faults_of_taking(self.valid | odd)]

    def _form(self) -> forms.BaseForm:
        with undone():
            context = self._send(dict(self.case.wrong or {})).context
        drawn = (value for layers in context for layer in layers for value in layer.values())
        return next(value for value in drawn if type(value) is self.case.form)

    def _is_part(self, key: str, name: str) -> bool:
        whole = self.form[name].html_name
        is_several = isinstance(self.form.fields[name], forms.MultiValueField)
        return key == whole or (is_several and key.rpartition("_")[0] == whole)

    def _attempts(self) -> Iterator[Attempt]:
        if not self.case.is_query:
            yield Attempt("nothing right", self.case.wrong or {}, frozenset(self.case.wrong or {}))
        for name in filter(self._is_required, self.tried):
            rest = {key: value for key, value in self.valid.items() if key not in self.keys[name]}
            yield Attempt(f"{name} missing", rest, frozenset({name}))
        for name in self.tried:
            for what, text in self._malformed(name).items():
                yield Attempt(f"{name} {what}", self.valid | self._all(text, [name]), frozenset({name}))
        free = [name for name in self.tried if not self._is_choice(name) and not self._is_secret(name)]
        numbers = [name for name in free if isinstance(self.form.fields[name], forms.IntegerField)]
        if free:
            too_long = self._all(TOO_LONG, free) | self._all(TOO_MUCH, numbers)
            yield Attempt("too long", self.valid | too_long, frozenset(free))
            yield Attempt("unsafe", self.valid | self._all(UNSAFE, free), frozenset(free))

    def _malformed(self, name: str) -> Mapping[str, str]:
        if self._is_secret(name):
            return {"wrong": NONSENSE, "too long": TOO_LONG, "unsafe": UNSAFE}
        if isinstance(self.form.fields[name], forms.BooleanField) or self._is_text(name):
            return {}
        # No choice of a list is long or unsafe: any other text stands for all.
        return {"not offered": ODD} if self._is_choice(name) else {"malformed": ODD}

    def _all(self, text: str, names: list[str]) -> Typed:
        return {self.keys[name][0]: text for name in names}

    def _is_required(self, name: str) -> bool:
        if self.case.is_query:
            return False
        revealed: set[str] = getattr(self.form, "_required_when_revealed", set())
        has_reason = name in getattr(self.form, "reasons", {}) and bool(self.valid[self.keys[name][0]])
        return self.form.fields[name].required or name in revealed or has_reason

    def _is_text(self, name: str) -> bool:
        return type(self.form.fields[name]) in {forms.CharField, PersonNameField} and not self._is_secret(name)

    def _is_choice(self, name: str) -> bool:
        return isinstance(self.form.fields[name], forms.ChoiceField | forms.BooleanField)

    def _is_secret(self, name: str) -> bool:
        return isinstance(self.form.fields[name].widget, forms.PasswordInput | forms.FileInput)

    def _send(self, data: Typed, *, follow: bool = False) -> Any:
        # A new session of the attempt before was taken back with it.
        self.client.cookies = deepcopy(self.cookies)
        if self.case.is_query:
            return self.client.get(self.url, data)
        # A browser sends a token with each form, so that none is empty.
        return self.client.post(self.url, data | {"csrfmiddlewaretoken": "x"}, follow=follow)

    def _faults_of_taking(self, data: Typed) -> list[str]:
        with undone():
            response = self._send(data, follow=True)
        html = response.content.decode()
        refused = response.status_code != 200 or "nhsuk-error-summary" in html
        return ["was refused"] * refused + ["was shown unescaped"] * (SCRIPT in html)

    def _faults_of(self, attempt: Attempt) -> list[str]:
        with undone():
            before = written()
            response = self._send(attempt.data)
            wrote = written() != before
        if response.status_code != 422:
            return [f"was answered with {response.status_code}"]
        page = Controls.of(response.content.decode())
        unnamed = [name for name in attempt.wrong if self._can_be_named(name) and not self._is_named(name, page)]
        return [
            *["something was written"] * wrote,
            *["no error summary with links"] * (not page.summary),
            *["a link to a control that is not there"] * (not page.summary <= page.ids),
            *["no Error in the title"] * (not page.title.startswith("Error: ")),
            *["a script in the page"] * (SCRIPT in page.html),
            *[f"{name} is not in the summary" for name in unnamed],
            *[f"{key} was lost" for key in self._lost(attempt, page)],
        ]

    def _can_be_named(self, name: str) -> bool:
        # Nobody can put right what they do not see, and which of two secrets is wrong is not said. A file is no secret,
        # but like one it is not sent back.
        return not self.form[name].is_hidden and not self._is_secret(name)

    def _is_named(self, name: str, page: Controls) -> bool:
        return any(target.startswith(self.form[name].auto_id) for target in page.summary)

    def _lost(self, attempt: Attempt, page: Controls) -> Iterator[str]:
        for name, keys in self.keys.items():
            # What is no choice of the list cannot be drawn as one, and a secret is not sent back.
            if self._is_secret(name) or (self._is_choice(name) and name in attempt.wrong):
                continue
            for key in keys:
                sent = attempt.data.get(key, [])
                texts = sent if isinstance(sent, list) else [sent]
                yield from (key for text in texts if text not in page.held[key])


def faults(case: FormCase, world: World) -> list[str]:
    """What is wrong with how a form takes input; the world is afterwards as it was."""
    with undone():
        return Trial(case, world).faults()


def written() -> Any:
    """Rows that this transaction wrote, and lines of the audit that are no look; sessions are the browser's."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchone()


@contextmanager
def undone() -> Iterator[None]:
    """Takes back what happens inside, so that each attempt meets the same world."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
