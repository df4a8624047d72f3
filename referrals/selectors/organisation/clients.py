"""API clients: which there are, for whom they may act, and the actor that a request makes of one."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.permissions import SCOPE_PERMISSIONS, ActorKind, Role, Scope
from referrals.kit.registries import fhir
from referrals.kit.smart_scopes import Interaction, interactions
from referrals.models import ApiClient, ClientRole


def client_of_application(oauth_client_id: str) -> ApiClient | None:
    """The client behind an OAuth2 application, unless it has ended or was never registered."""
    return ApiClient.objects.filter(oauth_client_id=oauth_client_id, ended_at=None).first()


def client_by_id(public_id: UUID) -> ApiClient | None:
    """The client with a public id, ended or not."""
    return ApiClient.objects.filter(public_id=public_id).first()


def kept(by: Actor) -> QuerySet[ApiClient]:
    """The clients that the administrator's area keeps, those that have ended last."""
    found = ApiClient.objects.filter(kept_by=by.organisation_id, kept_by__isnull=False)
    return found.order_by(F("ended_at").asc(nulls_first=True), "name", "pk")


def roles_standing(client: ApiClient) -> QuerySet[ClientRole]:
    """The client's roles that were not withdrawn, also at organisations that have ended."""
    roles = ClientRole.objects.filter(client=client, withdrawn_at=None)
    return roles.select_related("client", "organisation")


def roles_in_force(client: ApiClient, today: date) -> QuerySet[ClientRole]:
    """For whom the client may act on a day: nothing that was withdrawn, and no organisation that has ended."""
    open_organisation = Q(organisation=None) | Q(organisation__valid_to=None) | Q(organisation__valid_to__gt=today)
    return roles_standing(client).filter(open_organisation)


def role_at(roles: Iterable[ClientRole], code_or_id: str) -> ClientRole | None:
    """The role at the organisation with an ODS code (in any case) or a public id."""
    asked = code_or_id.strip().upper()
    return next((role for role in roles if asked in _names_of(role)), None)


def actor_of(role: ClientRole, scopes: Iterable[str]) -> Actor:
    """The actor that a client is at one organisation; `scopes` are the token's, as far as the client still has them."""
    asked, own = {*scopes}, {*role.client.scopes}
    return Actor(
        kind=ActorKind.CLIENT,
        role=Role(role.role),
        client_id=role.client_id,
        organisation_id=role.organisation_id,
        person_id=role.person_id,
        scopes=frozenset(Scope(scope) for scope in asked & own & {*Scope}),
        interactions=frozenset(one for scope in asked for one in smart(scope, own)),
    )


def smart(scope: str, own: Iterable[str]) -> Iterator[Interaction]:
    """What a SMART scope gives a client with these scopes of its own; nothing if it is none, or not for this client."""
    lets = {one.name: [of for of in Scope if one.permissions & SCOPE_PERMISSIONS[of]] for one in fhir.types()}
    standing = {*own}
    return (one for one in interactions(scope, lets) if one.scope in standing)


def may_ask_for(client: ApiClient, scopes: Iterable[str]) -> bool:
    """Whether a token of the client may be for these: its own scopes, and SMART scopes that give it anything."""
    return all(scope in client.scopes or any(smart(scope, client.scopes)) for scope in scopes)


def all_clients() -> QuerySet[ApiClient]:
    """Every client by name, also those that have ended."""
    return ApiClient.objects.all()


def _names_of(role: ClientRole) -> set[str]:
    organisation = role.organisation
    if organisation is None:
        return set()
    return {str(organisation.public_id).upper(), *([organisation.ods_code.upper()] if organisation.ods_code else [])}
