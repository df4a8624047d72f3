"""The shipped proxy before the web process of production, with a certificate made for it."""

import http.client
import os
import re
import runpy
import ssl
import sys
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.db import connection

from socialrx.tools.servers.processes import Process, accepts, free_port, stop_all
from tests.support import proxy
from tests.support.compose import ROOT
from tests.support.proxy import HOST

PRODUCTION: dict[str, str] = runpy.run_path(str(ROOT / ".ci" / "check.py"))["PRODUCTION"]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass(frozen=True)
class Site:
    """Proxy and web, started."""

    https_port: int
    http_port: int
    folder: Path
    processes: tuple[Process, ...]

    def stop(self) -> None:
        stop_all(self.processes)

    @property
    def log(self) -> str:
        """What the proxy and the web wrote."""
        return "".join(process.log.read_text() for process in self.processes)

    def visitor(self, address: str) -> "Visitor":
        return Visitor(self, address)


class Visitor:
    """A browser at an address of its own (127.0.0.2 and so on), which checks the certificate and keeps cookies."""

    def __init__(self, site: Site, address: str) -> None:
        self.site, self.address = site, address
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(self, path: str, form: dict[str, str] | None = None, /, **headers: str) -> Answer:
        context = ssl.create_default_context(cafile=str(self.site.folder / "server.crt"))
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.site.https_port, timeout=30, source_address=(self.address, 0), context=_named(context)
        )
        sent = {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        if form is None:
            connection.request("GET", path, headers=sent)
        else:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}{path}"}
            connection.request("POST", path, urlencode(form), sent)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        body = answer.read().decode()
        connection.close()
        return Answer(answer.status, answer.headers, body)

    def send(self, path: str, typed: dict[str, str], **headers: str) -> Answer:
        """Open the form's page, fill in the form and send it."""
        page = self.ask(path, **headers)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
        assert token, page.body + self.site.log
        return self.ask(path, typed | {"csrfmiddlewaretoken": token[1]}, **headers)


def _named(context: ssl.SSLContext) -> ssl.SSLContext:
    """The certificate is for the site's name, and it is reached by a number: its chain is what is checked."""
    context.check_hostname = False
    return context


def start(folder: Path) -> Site:
    """The web process on the tests' own database, and the proxy before it. Nothing answers where Redis would be."""
    web_port, https_port, http_port = free_port(), free_port(), free_port()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LD_PRELOAD", "FAKETIME") if name in os.environ},
        **PRODUCTION,
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": PRODUCTION["REDIS_URL"].replace("redis:6379", f"127.0.0.1:{free_port()}"),
        "TRUSTED_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "socialrx.settings",
        "PYTHONUNBUFFERED": "1",
    }
    gunicorn = [sys.executable, "-m", "gunicorn", "tests.live.production_web:application", "--no-control-socket"]
    how = ["--bind", f"127.0.0.1:{web_port}", "--worker-class", "gthread", "--workers", "1", "--threads", "4"]
    proxy.certify(folder)
    web = Process("web", [*gunicorn, *how], ROOT, folder / "web.log", ready=lambda: accepts(web_port), env=environment)
    before = proxy.prepare(folder, https_port=https_port, http_port=http_port, web_port=web_port)
    site = Site(https_port, http_port, folder, (web, before))
    for process in site.processes:
        process.spawn()
    for process in site.processes:
        process.wait_until_ready()
    return site
