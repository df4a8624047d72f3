"""API clients: registering one, letting it act for an organisation, and ending either."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from oauth2_provider.models import get_access_token_model, get_application_model

from referrals.actions.organisation.keeping import check_keeps
from referrals.json_web_keys import CLOCKS_DIFFER, Keys, UnprovedError
from referrals.kit import audit, randomness
from referrals.kit.actor import PUBLIC, Actor, check
from referrals.kit.permissions import ROLES_AT, Permission, Role, Scope
from referrals.kit.refusal import Refusal
from referrals.models import ApiClient, ClientRole, Organisation, Person, UsedAssertion

# How long a use stands before the next is noted.
USED_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Registered:
    """A new client and its secret, which is kept nowhere: only its hash is."""

    client: ApiClient
    secret: str


@transaction.atomic
def register(*, name: str, scopes: Collection[Scope], by: Actor, oauth_client_id: str = "") -> Registered:
    """A client that acts for nobody yet; without an `oauth_client_id` it gets a random one.

    One that an administrator registers is kept by their area, one of a command by commands alone.
    """
    check(by, Permission.KEEP_CLIENTS)
    secret = randomness.new_secret()
    application = get_application_model().objects.create(
        name=name,
        client_id=oauth_client_id or str(randomness.new_public_id()),
        client_secret=secret,
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    client = ApiClient.objects.create(
        name=name,
        oauth_client_id=application.client_id,
        scopes=sorted(set(scopes)),
        kept_by_id=by.organisation_id,
    )
    audit.record(by=by, did="api_client.registered", to=client, scopes=" ".join(client.scopes))
    return Registered(client, secret)


@transaction.atomic
def grant(
    *,
    client: ApiClient,
    role: Role,
    by: Actor,
    now: datetime,
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> ClientRole:
    """Let a client act for an organisation in a role of its kind, or for one person as their own app."""
    _check_keeps(by, client, organisation.pk if organisation else None)
    if organisation and role not in ROLES_AT[organisation.kind]:
        raise Refusal("role-not-here", _("Nobody has this role in an organisation of this kind."))
    # The client's row is the lock: two grants at once must not pass what is asked next.
    locked = ApiClient.objects.select_for_update().get(pk=client.pk)
    if locked.ended_at:
        raise Refusal("client-ended", _("This client has ended."))
    standing = ClientRole.objects.filter(client=client, withdrawn_at=None)
    if standing.filter(organisation=organisation).exists():
        raise Refusal("acts-already", _("This client acts for them already."))
    if (person and standing.exists()) or standing.exclude(person=None).exists():
        raise Refusal("persons-own-app", _("A client that acts for a person acts for nobody else."))
    row = ClientRole.objects.create(client=client, role=role, organisation=organisation, person=person, granted_at=now)
    audit.record(by=by, did="api_client.granted", to=row, person_id=row.person_id, as_role=role)
    return row


@transaction.atomic
def withdraw(*, role: ClientRole, by: Actor, now: datetime) -> None:
    """The client acts for them no longer: its next request is refused."""
    _check_keeps(by, role.client, role.organisation_id)
    standing = ClientRole.objects.filter(pk=role.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=Greatest("granted_at", now), version=F("version") + 1):
        raise Refusal("acts-no-longer", _("This client does not act for them."))
    audit.record(by=by, did="api_client.withdrawn", to=role, person_id=role.person_id)


@transaction.atomic
def limit(*, client: ApiClient, scopes: Collection[Scope], by: Actor) -> None:
    """Change what a client is registered for; a token that was issued for more has less from now on."""
    _check_own(by, client)
    found = sorted(set(scopes))
    ApiClient.objects.filter(pk=client.pk).update(scopes=found, version=F("version") + 1)
    audit.record(by=by, did="api_client.limited", to=client, scopes=" ".join(found))


@transaction.atomic
def rotate_secret(*, client: ApiClient, by: Actor) -> str:
    """A new secret; the old one, and every token that was got with it, ends now."""
    _check_own(by, client)
    if not ApiClient.objects.filter(pk=client.pk, ended_at=None).exists():
        raise Refusal("client-ended", _("This client has ended."))
    secret = _replace_secret(client)
    audit.record(by=by, did="api_client.secret_rotated", to=client)
    return secret


@transaction.atomic
def register_keys(*, client: ApiClient, keys: Keys, by: Actor) -> None:
    """The public keys by which the client may sign for its tokens from now on; none: by its secret alone.

    Where one of the old keys goes, the tokens end with it.
    """
    _check_own(by, client)
    locked = ApiClient.objects.select_for_update().get(pk=client.pk)
    if locked.ended_at:
        raise Refusal("client-ended", _("This client has ended."))
    if any(key not in keys for key in locked.keys or []):
        _end_tokens(client)
    ApiClient.objects.filter(pk=client.pk).update(keys=keys or None, version=F("version") + 1)
    audit.record(by=by, did="api_client.keys_registered", to=client, keys=len(keys))


@transaction.atomic
def end(*, client: ApiClient, by: Actor, now: datetime) -> None:
    """The client is no more: its next request is refused, and it gets no new token. What it did stays in its name."""
    _check_own(by, client)
    standing = ApiClient.objects.filter(pk=client.pk, ended_at=None)
    if not standing.update(ended_at=now, version=F("version") + 1):
        raise Refusal("client-ended", _("This client has ended."))
    roles = ClientRole.objects.filter(client=client, withdrawn_at=None)
    roles.update(withdrawn_at=Greatest("granted_at", now), version=F("version") + 1)
    _replace_secret(client)
    audit.record(by=by, did="api_client.ended", to=client)


@transaction.atomic
def issue_token(*, client: ApiClient, scopes: Collection[Scope], expires: datetime, by: Actor) -> str:
    """A token without a round to the token endpoint; only its hash is kept."""
    check(by, Permission.RUN_SCHEDULE)
    token = randomness.new_secret()
    application = get_application_model().objects.get(client_id=client.oauth_client_id)
    get_access_token_model().objects.create(
        application=application, token=token, expires=expires, scope=" ".join(sorted(set(scopes)))
    )
    audit.record(by=by, did="api_client.token_issued", to=client)
    return token


def use_assertion(*, client: ApiClient, assertion_id: str, ends_at: datetime) -> None:
    """What the client signed counts once: an UnprovedError for a second time."""
    digest = hashlib.sha256(assertion_id.encode()).hexdigest()
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(client=client, digest=digest, ends_at=ends_at + CLOCKS_DIFFER)
    except IntegrityError as error:
        raise UnprovedError("used-already") from error


def forget_assertions(*, now: datetime) -> int:
    """Drop what would be refused for its age anyhow; the number dropped."""
    dropped, _models = UsedAssertion.objects.filter(ends_at__lt=now).delete()
    return dropped


def note_token(*, oauth_client_id: str, scopes: str) -> None:
    """The token endpoint gave the client a token."""
    client = ApiClient.objects.get(oauth_client_id=oauth_client_id)
    audit.record(by=PUBLIC, did="api_client.token_given", to=client, scopes=scopes)


def note_refusal(*, oauth_client_id: str, reason: str) -> None:
    """Somebody asked for a token in a client's name and could not prove it; no row for a name that nobody has."""
    client = ApiClient.objects.filter(oauth_client_id=oauth_client_id).first()
    if client:
        audit.record(by=PUBLIC, did="api_client.token_refused", to=client, reason=reason)


def note_use(*, client: ApiClient, now: datetime) -> None:
    """A request of the client was let in: noted once a minute, so that a busy system costs no write each time."""
    if client.last_used_at is None or now - client.last_used_at >= USED_WITHIN:
        ApiClient.objects.filter(pk=client.pk).update(last_used_at=now)


def _check_own(by: Actor, client: ApiClient) -> None:
    """An administrator keeps the clients of their area; commands keep all."""
    check(by, Permission.KEEP_CLIENTS)
    if not by.may(Permission.RUN_SCHEDULE) and (client.kept_by_id is None or client.kept_by_id != by.organisation_id):
        raise Refusal("not-yours", _("This belongs to another organisation."))


def _check_keeps(by: Actor, client: ApiClient, organisation_id: int | None) -> None:
    """A manager lets clients act for their own organisation, an administrator their own clients for their area's."""
    if by.may(Permission.KEEP_CLIENTS):
        _check_own(by, client)
    check_keeps(by, organisation_id)


def _replace_secret(client: ApiClient) -> str:
    application = get_application_model().objects.get(client_id=client.oauth_client_id)
    secret = randomness.new_secret()
    application.client_secret = secret
    application.save()
    _end_tokens(client)
    return secret


def _end_tokens(client: ApiClient) -> None:
    get_access_token_model().objects.filter(application__client_id=client.oauth_client_id).delete()
