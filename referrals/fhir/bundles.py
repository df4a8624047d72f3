"""Bundles of several resources: what a search found, and the history of one resource."""

from collections.abc import Iterable
from urllib.parse import urlencode

from referrals.fhir import asking
from referrals.fhir.asking import CURSOR, Asked
from referrals.fhir.parts import without_nothing
from referrals.fhir.reading import Page
from referrals.kit.registries.fhir import JSON, Resource


def searchset(page: Page, asked: Asked, base: str) -> Resource:
    """One page; `self` says which parameters counted, `next` leads to the following page if there is one."""
    address = f"{base}/{asked.kind.name}"
    following = [*asked.used, (CURSOR, asking.cursor(page.next))] if page.next else []
    links: list[JSON] = [{"relation": "self", "url": _url(address, asked.used)}]
    if following:
        links.append({"relation": "next", "url": _url(address, following)})
    entries = [_entry(one, base, search={"mode": "match"}) for one in page.matches]
    entries += [_entry(one, base, search={"mode": "include"}) for one in page.included]
    return without_nothing({"resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries})


def history(versions: Iterable[Resource], address: str, base: str) -> Resource:
    """A resource as it was after each change, the newest first."""
    entries: list[JSON] = []
    for number, one in enumerate(versions):
        request: JSON = {"method": "PUT" if number else "POST", "url": f"{one['resourceType']}/{one['id']}"}
        meta: JSON = one["meta"]
        last = meta["lastUpdated"] if isinstance(meta, dict) else None
        response: JSON = {"status": "200" if number else "201", "lastModified": last, "etag": etag(one)}
        entries.insert(0, _entry(one, base, request=request, response=response))
    links: list[JSON] = [{"relation": "self", "url": address}]
    return {"resourceType": "Bundle", "type": "history", "total": len(entries), "link": links, "entry": entries}


def etag(resource: Resource) -> str:
    """The weak ETag that FHIR makes of a version."""
    meta = resource["meta"]
    return f'W/"{meta["versionId"]}"' if isinstance(meta, dict) else ""


def _entry(resource: Resource, base: str, **more: JSON) -> Resource:
    return {"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}", "resource": resource, **more}


def _url(address: str, given: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(given))
    return f"{address}?{query}" if query else address
