"""A client of socialrx's REST interface: it gets its tokens, refers people, and follows what becomes of them.

    api = Socialrx("https://socialrx.example.nhs.uk", "our-client-id", secret="…", organisation="P91001")
    sent = api.refer({"person": {…}, "needs": ["debt"], "risk": "none", "consent": {"given": True}}, key="our-number-7")
    api.referral(sent["id"])["status"]

With a private key instead of a secret it signs for its tokens (`private_key_jwt`), which needs `pyjwt[crypto]`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SECONDS_BEFORE_THE_END = 30
TRIES = 5


class Referral(TypedDict):
    """A referral as the interface answers it; these and more fields are in `/api/v1/openapi.json`."""

    id: str
    reference: str
    status: str
    referred_at: str
    due_on: str | None
    needs: list[str]


class Day(TypedDict):
    """A day of steps; without a count where nothing was counted."""

    date: str
    state: str
    steps: int | None


@dataclass
class ProblemError(Exception):
    """The interface said no. `code` is for machines, `detail` a sentence for people, `errors` says which fields."""

    status: int
    code: str
    detail: str
    errors: object = None

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.detail}"


@dataclass
class Key:
    """A private key (PEM) whose public half is registered on the client's page under `kid`."""

    pem: str = field(repr=False)
    kid: str
    algorithm: str = "ES384"


@dataclass
class Socialrx:
    """The interface at `base`, as one client that acts for one organisation (ODS code or public id)."""

    base: str
    client_id: str
    secret: str = field(default="", repr=False)
    key: Key | None = None
    organisation: str = ""
    scopes: str = ""
    seconds: float = 30
    _token: str = field(default="", repr=False)
    _ends_at: float = 0

    def refer(self, referral: Mapping[str, object], *, key: str = "") -> Referral:
        """Send a referral. Sent again with the same `key` it is not sent twice, and the first answer comes back."""
        answer: Referral = self._ask("POST", "/api/v1/referrals/", referral, key=key or str(uuid.uuid4()))
        return answer

    def referral(self, public_id: str) -> Referral:
        """One referral."""
        answer: Referral = self._ask("GET", f"/api/v1/referrals/{public_id}/")
        return answer

    def referrals(self, *, limit: int = 200) -> Iterator[Referral]:
        """All referrals of the organisation, newest first, page after page."""
        page = self._ask("GET", f"/api/v1/referrals/?{urlencode({'limit': limit})}")
        yield from page["results"]
        while page["next"]:
            page = self._ask("GET", page["next"])
            yield from page["results"]

    def days(self, person_id: str, *, first: str, last: str) -> list[Day]:
        """A person's days of steps, both days included (`2026-03-01`)."""
        answer: list[Day] = self._ask(
            "GET", f"/api/v1/people/{person_id}/days/?{urlencode({'from': first, 'to': last})}"
        )
        return answer

    def _ask(self, method: str, address: str, body: object = None, *, key: str = "") -> Any:
        """The answer's JSON. What came too often, or while nothing could be changed, is asked again when told to."""
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        if self.organisation:
            headers["NHSD-End-User-Organisation-ODS"] = self.organisation
        sent = None if body is None else json.dumps(body).encode()
        for last in [False] * (TRIES - 1) + [True]:
            try:
                return self._send(method, address, sent, headers | {"Authorization": f"Bearer {self._current_token()}"})
            except HTTPError as error:
                wait = error.headers.get("Retry-After", "")
                if last or error.code not in {429, 503} or not wait.isdigit():
                    raise _problem(error) from error
            time.sleep(int(wait))
        raise AssertionError

    def _current_token(self) -> str:
        if time.time() > self._ends_at - SECONDS_BEFORE_THE_END:
            asked_at = time.time()
            form = {
                "grant_type": "client_credentials",
                **({"scope": self.scopes} if self.scopes else {}),
                **self._proof(),
            }
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            try:
                told = self._send("POST", "/oauth/token/", urlencode(form).encode(), headers)
            except HTTPError as error:
                said = json.load(error)
                raise ProblemError(error.code, said["error"], said.get("error_description", "")) from error
            self._token, self._ends_at = told["access_token"], asked_at + told["expires_in"]
        return self._token

    def _proof(self) -> dict[str, str]:
        if self.key is None:
            return {"client_id": self.client_id, "client_secret": self.secret}
        import jwt  # noqa: PLC0415  # only who signs needs it

        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self._send("GET", "/.well-known/smart-configuration", None, {})["token_endpoint"],
            "exp": int(time.time()) + 240,
            "jti": str(uuid.uuid4()),
        }
        signed = jwt.encode(claims, self.key.pem, algorithm=self.key.algorithm, headers={"kid": self.key.kid})
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": signed}

    def _send(self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> Any:
        url = address if address.startswith("http") else f"{self.base.rstrip('/')}{address}"
        if not url.startswith(f"{self.base.rstrip('/')}/"):
            # Our token goes nowhere else.
            raise ValueError(url)
        request = Request(url, body, method=method)
        for name, value in headers.items():
            request.add_unredirected_header(name, value)
        with urlopen(request, timeout=self.seconds) as answer:
            return json.load(answer)


def _problem(error: HTTPError) -> ProblemError:
    try:
        said = json.load(error)
        return ProblemError(error.code, said["code"], said["detail"], said.get("errors"))
    except (ValueError, KeyError, TypeError):
        return ProblemError(error.code, "error", error.reason)


def main() -> None:
    """Print the referrals that a client may see."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("base")
    parser.add_argument("client_id")
    parser.add_argument("--secret-file", required=True, type=Path)
    parser.add_argument("--organisation", default="")
    given = parser.parse_args()
    secret = given.secret_file.read_text().strip()
    for referral in Socialrx(given.base, given.client_id, secret, organisation=given.organisation).referrals():
        sys.stdout.write(f"{referral['referred_at']} {referral['reference']} {referral['status']}\n")


if __name__ == "__main__":
    main()
