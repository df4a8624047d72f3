"""The second factor of somebody who works here, read to ask for it."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from referrals.models import RecoveryCode, SecondFactor


def is_set_up(user_id: int) -> bool:
    """Whether somebody has an app that counts."""
    return SecondFactor.objects.filter(user=user_id, ended_at=None).exists()


def secret_of_user(user_id: int) -> tuple[str, int | None] | None:
    """The secret of somebody's app, and the half minute whose code they showed last."""
    factor = SecondFactor.objects.filter(user=user_id, ended_at=None).first()
    secret = secret_of(factor) if factor else None
    return (secret, factor.last_step) if factor and secret else None


def secret_of(factor: SecondFactor) -> str | None:
    """The app's secret; None once it was sealed under a secret of ours that no longer counts."""
    return unseal(factor.user_id, factor.sealed)


def codes_left(user_id: int) -> int:
    """How many recovery codes somebody has not used."""
    return RecoveryCode.objects.filter(user=user_id, spent_at=None).count()


def seal(user_id: int, secret: str) -> str:
    """A secret, sealed for one user."""
    return _box(user_id).encrypt(secret.encode()).decode()


def unseal(user_id: int, sealed: str) -> str | None:
    """The secret; None where it is not the user's, or its seal is not ours any more."""
    try:
        return _box(user_id).decrypt(sealed).decode()
    except InvalidToken:
        return None


def sealed_anew(factor: SecondFactor) -> str | None:
    """The app's secret under our newest secret, where it is sealed under an earlier one that still counts."""
    try:
        _boxes(factor.user_id)[0].decrypt(factor.sealed)
    except InvalidToken:
        secret = secret_of(factor)
        return seal(factor.user_id, secret) if secret else None
    return None


def digests_of(user_id: int, code: str) -> list[str]:
    """How a recovery code is written down: under our newest secret first, then under those that still count."""
    said = f"{user_id}:{code}"
    return [salted_hmac("recovery-codes", said, secret=secret, algorithm="sha256").hexdigest() for secret in _secrets()]


def _box(user_id: int) -> MultiFernet:
    return MultiFernet(_boxes(user_id))


def _boxes(user_id: int) -> list[Fernet]:
    """One for each of our secrets, the newest first."""
    digests = (salted_hmac("second-factor", str(user_id), secret=one, algorithm="sha256") for one in _secrets())
    return [Fernet(urlsafe_b64encode(digest.digest())) for digest in digests]


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
