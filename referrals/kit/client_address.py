"""The address of whoever asks. Nothing else reads it, so that all limits and the audit mean the same one."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# An IPv6 connection is given a network of so many bits, of which it may take any address.
IPV6_NETWORK = 64


def client_address(request: HttpRequest) -> str:
    """The client's IP address; blank where there is none, as behind a socket file.

    `TRUSTED_PROXIES` proxies stand in front of us. Each adds the address that it saw to the end of `X-Forwarded-For`,
    so the client is that many from the end; what stands before is the sender's own claim. Without proxies the header
    is nobody's word but the sender's, and counts for nothing.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies: int = settings.TRUSTED_PROXIES
    seen = _address(said[-proxies]) if 0 < proxies <= len(said) else ""
    return seen or _address(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """What counts as one client: an IPv4 address, or the network of an IPv6 one."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/{IPV6_NETWORK}", strict=False))


def _address(text: str) -> str:
    """The address in its one form; blank where the text is none."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found).partition("%")[0]
