"""The shipped proxy before the web process of production, with a certificate made for it."""

import datetime
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

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from socialrx.tools.servers import binaries
from socialrx.tools.servers.processes import Process, accepts, free_port, stop_all
from tests.architecture.source import ROOT

HOST = "socialrx.example.org"
TEMPLATE = ROOT / "socialrx" / "deploy" / "nginx" / "socialrx.conf.template"
PRODUCTION: dict[str, str] = runpy.run_path(str(ROOT / ".ci" / "check.py"))["PRODUCTION"]
# What the image of nginx has around the file that we ship.
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/socialrx.conf;
}}
"""


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
    certify(folder)
    named = {"HTTP_PORT": http_port, "HTTPS_PORT": https_port, "CERTIFICATES": folder, "WEB": f"127.0.0.1:{web_port}"}
    shipped = re.sub(r"\$\{(\w+)\}", lambda found: str(named[found[1]]), TEMPLATE.read_text())
    (folder / "socialrx.conf").write_text(shipped)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    nginx = [str(binaries.on_path("nginx")), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    web = Process("web", [*gunicorn, *how], ROOT, folder / "web.log", ready=lambda: accepts(web_port), env=environment)
    proxy = Process("proxy", nginx, folder, folder / "proxy.log", ready=lambda: accepts(https_port))
    site = Site(https_port, http_port, folder, (web, proxy))
    for process in site.processes:
        process.spawn()
    for process in site.processes:
        process.wait_until_ready()
    return site


def certify(folder: Path) -> None:
    """A certificate for the site, signed by its own key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    (folder / "server.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
