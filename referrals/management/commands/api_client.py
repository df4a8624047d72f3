"""`manage.py api_client add|grant|withdraw|scopes|rotate|end|list`: the systems that may call the API.

    manage.py api_client add "EMIS Web" --scopes referrals days      prints its id and its secret, once
    manage.py api_client grant CLIENT --organisation P91001 --role gp
    manage.py api_client withdraw CLIENT --organisation P91001
    manage.py api_client scopes CLIENT referrals                     all that it may still do
    manage.py api_client rotate CLIENT                               prints a new secret, once; the old one ends
    manage.py api_client end CLIENT
    manage.py api_client list

CLIENT is the public id that `add` and `list` show.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from referrals.actions.organisation import clients
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role, Scope
from referrals.kit.refusal import Refusal
from referrals.models import ApiClient, Organisation
from referrals.selectors.organisation import clients as selectors
from referrals.selectors.organisation import organisations

SCOPES = [scope.value for scope in Scope]
ROLES = [role.value for role in Role if role is not Role.PERSON]
# What one of the verbs was asked for.
Options = Mapping[str, Any]


class Command(BaseCommand):
    help = "Register the systems that may call the API, and say for which organisations each may act."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="register a system; its secret is shown once")
        add.add_argument("name")
        add.add_argument("--scopes", nargs="+", choices=SCOPES, required=True)
        for verb, what in (
            ("grant", "let it act for an organisation"),
            ("withdraw", "let it act for an organisation no longer"),
            ("scopes", "change all that it is registered for"),
            ("rotate", "give it a new secret, shown once; the old one and its tokens end"),
            ("end", "end it"),
        ):
            verbs.add_parser(verb, help=what).add_argument("client", type=UUID, help="the client's public id")
        for verb in ("grant", "withdraw"):
            verbs.choices[verb].add_argument("--organisation", required=True, help="its ODS code or public id")
        verbs.choices["grant"].add_argument("--role", choices=ROLES, required=True)
        verbs.choices["scopes"].add_argument("scopes", nargs="+", choices=SCOPES)
        verbs.add_parser("list", help="every client with its scopes and organisations")

    def handle(self, *args: object, verb: str, **options: object) -> None:
        try:
            for line in VERBS[verb](options):
                self.stdout.write(line)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal


def _add(options: Options) -> list[str]:
    scopes = [Scope(scope) for scope in options["scopes"]]
    made = clients.register(name=options["name"], scopes=scopes, by=SCHEDULE)
    return [
        f"client: {made.client.public_id}",
        f"client_id: {made.client.oauth_client_id}",
        f"client_secret: {made.secret}",
        "Keep the secret now: it is shown this once.",
    ]


def _grant(options: Options) -> list[str]:
    client, organisation, role = _find_client(options), _find_organisation(options), Role(options["role"])
    clients.grant(client=client, organisation=organisation, role=role, by=SCHEDULE, now=timezone.now())
    return [f"{client.name} acts for {organisation.name} as {role}"]


def _withdraw(options: Options) -> list[str]:
    client, now = _find_client(options), timezone.now()
    role = selectors.role_at(selectors.roles_standing(client), options["organisation"])
    if role is None:
        message = "The client does not act for such an organisation."
        raise CommandError(message)
    clients.withdraw(role=role, by=SCHEDULE, now=now)
    return [f"{client.name} acts for {role.organisation} no longer"]


def _limit(options: Options) -> list[str]:
    client = _find_client(options)
    clients.limit(client=client, scopes=[Scope(scope) for scope in options["scopes"]], by=SCHEDULE)
    return [f"{client.name} may be asked for: {' '.join(sorted(options['scopes']))}"]


def _rotate(options: Options) -> list[str]:
    secret = clients.rotate_secret(client=_find_client(options), by=SCHEDULE)
    return [f"client_secret: {secret}", "Keep the secret now: it is shown this once."]


def _end(options: Options) -> list[str]:
    client = _find_client(options)
    clients.end(client=client, by=SCHEDULE, now=timezone.now())
    return [f"{client.name} has ended"]


def _list(_options: Options) -> list[str]:
    today, lines = local_day(timezone.now()), []
    for client in selectors.all_clients():
        ended = f", ended on {local_day(client.ended_at)}" if client.ended_at else ""
        lines.append(f"{client.public_id} {client.name}: {' '.join(client.scopes)}{ended}")
        lines += [
            f"    {role.organisation or 'a person'} as {role.role}" for role in selectors.roles_in_force(client, today)
        ]
    return lines


def _find_client(options: Options) -> ApiClient:
    client = selectors.client_by_id(options["client"])
    if client is None:
        message = "There is no client with this public id."
        raise CommandError(message)
    return client


def _find_organisation(options: Options) -> Organisation:
    organisation = organisations.by_code_or_id(options["organisation"])
    if organisation is None:
        message = "There is no organisation with this ODS code or public id."
        raise CommandError(message)
    return organisation


VERBS: dict[str, Callable[[Options], list[str]]] = {
    "add": _add,
    "grant": _grant,
    "withdraw": _withdraw,
    "scopes": _limit,
    "rotate": _rotate,
    "end": _end,
    "list": _list,
}
