"""The proxy that is shipped, run on loopback with a certificate made for it."""

import datetime
import ipaddress
import re
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from socialrx.tools.servers import binaries
from socialrx.tools.servers.processes import Process, accepts
from tests.support.compose import ROOT

HOST = "socialrx.example.org"
TEMPLATE = ROOT / "socialrx" / "deploy" / "nginx" / "socialrx.conf.template"
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


def prepare(folder: Path, *, https_port: int, http_port: int, web_port: int) -> Process:
    """nginx before the web process at a port, not yet started; `folder` holds server.crt and server.key."""
    named = {"HTTP_PORT": http_port, "HTTPS_PORT": https_port, "CERTIFICATES": folder, "WEB": f"127.0.0.1:{web_port}"}
    shipped = re.sub(r"\$\{(\w+)\}", lambda found: str(named[found[1]]), TEMPLATE.read_text())
    (folder / "socialrx.conf").write_text(shipped)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    nginx = [str(binaries.on_path("nginx")), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return Process("proxy", nginx, folder, folder / "proxy.log", ready=lambda: accepts(https_port))


def certify(folder: Path) -> None:
    """A certificate for the site and for loopback, signed by its own key: server.crt and server.key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    known_as = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(known_as), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    (folder / "server.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
