"""An empty installation as README's "Run it in production" sets it up: its commands, its mails, who signs in there."""

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Browser, Page

from referrals import one_time_codes
from referrals.kit.calendar import LONDON
from socialrx.tools.servers import clock, unprivileged
from socialrx.tools.servers.processes import wait_for
from tests.journeys import production, readme
from tests.journeys.demo import Demo, supervised
from tests.support.fixtures.browser import go

PASSWORD = "an-invented-long-one"
INVITATION = re.compile(r"https?://\S+/accounts/invitation/\S+/")
# Seconds: messages are sent every ten, on a busy machine a little later.
PATIENCE = 60


@dataclass(slots=True)
class Installation:
    """A running installation; `files` is what its operator has put into the folder `files`."""

    demo: Demo
    files: Path
    browser: Browser
    # How far its clock is ahead.
    shift: timedelta = timedelta()
    ran: set[str] = field(default_factory=set)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What GOV.UK Notify has taken, in order."""
        return [json.loads(path.read_text()) for path in sorted((self.demo.folder / "messages").glob("*.json"))]

    def operate(self, name: str, **filled_in: str) -> str:
        """Run the documented commands of a name, with blanks filled in; what the last one has printed."""
        said = ""
        for line in readme.commands():
            if line.split()[0] == name:
                self.ran |= {line}
                filled = line.replace(" files/", f" {self.files}/")
                for blank, value in filled_in.items():
                    filled = filled.replace(blank.replace("_", "-"), value)
                said = production.manage(self.demo.folder, *shlex.split(filled))
        assert said, name
        return said

    def invited(self, *emails: str) -> list[str]:
        """The links that were mailed to them."""
        assert wait_for(lambda: all(self._link(email) for email in emails), PATIENCE)
        return [self._link(email) for email in emails]

    def _link(self, email: str) -> str:
        return next((found[0] for body in self.mails(email) if (found := INVITATION.search(body))), "")

    def mails(self, email: str) -> list[str]:
        """The mails to an address."""
        return [one["personalisation"]["body"] for one in self.messages if one.get("email_address") == email]

    def texts(self, number: str) -> list[str]:
        """The texts to a number."""
        sent = [one for one in self.messages if one.get("phone_number", "").replace(" ", "") == number]
        return [one["personalisation"]["body"] for one in sent]

    @contextmanager
    def somebody(self) -> Iterator[Page]:
        """A page in a browser of their own."""
        context = self.browser.new_context(
            # Its certificate was made for it, on its own day.
            ignore_https_errors=True,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(15_000)
        yield context.new_page()
        context.close()

    @contextmanager
    def newcomer(self, link: str) -> Iterator[Page]:
        """Somebody who opens an invitation, chooses a password and arrives at their first page."""
        with self.somebody() as page:
            page.goto(link)
            page.get_by_label("Choose a password").fill(PASSWORD)
            page.get_by_label("The same password again").fill(PASSWORD)
            go(page, page.get_by_role("button", name="Accept and sign in"))
            self.set_up_second_step(page)
            yield page

    @contextmanager
    def signed_in(self, email: str) -> Iterator[Page]:
        """Somebody who comes back with their password."""
        with self.somebody() as page:
            page.goto(f"{self.demo.url}/accounts/login/")
            page.get_by_label("Email").fill(email)
            page.get_by_label("Password").fill(PASSWORD)
            go(page, page.get_by_role("button", name="Sign in"))
            page.get_by_label("Security code").fill(self.recovery_code(email))
            go(page, page.get_by_role("button", name="Continue"))
            yield page

    def set_up_second_step(self, page: Page) -> None:
        """What somebody does with their telephone, whose clock is the installation's, and with paper."""
        link = urlsplit(page.get_by_role("link", name="Open the app on this telephone").get_attribute("href") or "")
        (secret,) = parse_qs(link.query)["secret"]
        step = one_time_codes.step_at(datetime.now(UTC) + self.shift)
        page.get_by_label("Security code").fill(one_time_codes.code_of(secret, step))
        go(page, page.get_by_role("button", name="Continue"))
        codes = page.locator(".app-codes__code").all_inner_texts()
        email = unquote(link.path).rpartition(":")[2]
        self.paper.write_text(json.dumps(self.on_paper | {email: codes}))
        go(page, page.get_by_role("button", name="I have kept them"))

    @property
    def paper(self) -> Path:
        return self.demo.folder / "recovery-codes.json"

    @property
    def on_paper(self) -> dict[str, list[str]]:
        """Everybody's codes that they have not used; they outlast the installation's being started again."""
        return dict(json.loads(self.paper.read_text())) if self.paper.exists() else {}

    def recovery_code(self, email: str) -> str:
        """The next code on somebody's paper: the telephone's opens only once in half a minute."""
        first, *others = self.on_paper[email]
        self.paper.write_text(json.dumps(self.on_paper | {email: others}))
        return first


@contextmanager
def installation(folder: Path, files: Path, browser: Browser, on: date) -> Iterator[Installation]:
    """What is in the folder, running at ten o'clock in London on a day; an empty folder is a new installation."""
    there = datetime.combine(on, time(10), LONDON)
    # A folder of whoever PostgreSQL runs as: that one has to read the library too.
    home = unprivileged.home(folder / "postgres", unprivileged.user())
    ahead = there - datetime.now(UTC)
    shift = clock.shifted(ahead, home)
    with supervised(folder, "tests.journeys.production", str(folder), clock=shift) as demo:
        yield Installation(demo, files, browser, ahead)
