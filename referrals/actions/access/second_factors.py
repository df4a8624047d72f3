"""The second factor: set up, shown, and taken away by whoever answers for the organisation when it is lost."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals import one_time_codes
from referrals.actions.access import sign_ins
from referrals.actions.messages import messages
from referrals.actions.organisation.keeping import check_keeps
from referrals.kit import audit, randomness
from referrals.kit.actor import Actor
from referrals.kit.refusal import Refusal
from referrals.models import Membership, RecoveryCode, SecondFactor, SignIn, User
from referrals.selectors.access import second_factors

# How many codes stand on the paper, and how many figures each has.
CODES, FIGURES = 10, 12


@transaction.atomic
def set_up(*, user_id: int, secret: str, code: str, sign_in: SignIn, by: Actor, now: datetime) -> list[str] | None:
    """An app counts from now in place of the one before, since it shows the secret's code; None where it does not.

    The recovery codes, which are shown this once.
    """
    User.objects.select_for_update().get(pk=user_id)
    step = one_time_codes.step_of(secret, code, now)
    if step is None:
        return None
    _end(user_id, now)
    sealed = second_factors.seal(user_id, secret)
    factor = SecondFactor.objects.create(user_id=user_id, sealed=sealed, last_step=step, began_at=now)
    sign_ins.note_second_factor(sign_in=sign_in, now=now)
    audit.record(by=by, did="second_factor.set_up", to=factor)
    return _new_codes(user_id)


@transaction.atomic
def show(*, user_id: int, code: str, sign_in: SignIn, by: Actor, now: datetime) -> bool:
    """The app's code, or one from the paper: whether it is right. Each opens once.

    The app's secret is then sealed under our newest secret, so that an earlier one can go.
    """
    with_app = _is_of_app(user_id, code, now)
    if not with_app and not _is_on_paper(user_id, code, now):
        audit.record(by=by, did="second_factor.wrong", to=sign_in)
        return False
    sign_ins.note_second_factor(sign_in=sign_in, now=now)
    _seal_anew(user_id)
    left = second_factors.codes_left(user_id)
    audit.record(by=by, did="second_factor.shown", to=sign_in, way="app" if with_app else "paper", codes_left=left)
    return True


@transaction.atomic
def renew_codes(*, user_id: int, by: Actor) -> list[str]:
    """Other recovery codes; those of before open nothing."""
    audit.record(by=by, did="recovery_codes.renewed", to=User.objects.select_for_update().get(pk=user_id))
    return _new_codes(user_id)


@transaction.atomic
def reset(*, membership: Membership, by: Actor, now: datetime) -> None:
    """Somebody has lost telephone and paper: they are signed out, and set one up when they sign in next.

    They hear of it by mail. Nobody does it for themselves: a stolen session must not.
    """
    check_keeps(by, membership.organisation_id)
    if membership.user_id == by.user_id:
        raise Refusal("own-membership", _("Ask another manager or administrator to reset your own second step."))
    _end(membership.user_id, now)
    RecoveryCode.objects.filter(user=membership.user_id).delete()
    sign_ins.end_of_user(user_id=membership.user_id, now=now)
    audit.record(by=by, did="second_factor.reset", to=membership)
    messages.tell_member(membership=membership, kind="second_factor_reset", now=now)


def _end(user_id: int, now: datetime) -> None:
    SecondFactor.objects.filter(user=user_id, ended_at=None).update(ended_at=now)


def _seal_anew(user_id: int) -> None:
    factor = SecondFactor.objects.filter(user=user_id, ended_at=None).first()
    sealed = second_factors.sealed_anew(factor) if factor else None
    if factor and sealed:
        SecondFactor.objects.filter(pk=factor.pk).update(sealed=sealed)


def _is_of_app(user_id: int, code: str, now: datetime) -> bool:
    # Under the lock one code that is sent twice at once opens once.
    factor = SecondFactor.objects.select_for_update().filter(user=user_id, ended_at=None).first()
    secret = second_factors.secret_of(factor) if factor else None
    step = one_time_codes.step_of(secret, code, now, after=factor.last_step) if factor and secret else None
    if factor and step is not None:
        SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
    return step is not None


def _is_on_paper(user_id: int, code: str, now: datetime) -> bool:
    digests = second_factors.digests_of(user_id, code)
    return bool(RecoveryCode.objects.filter(user=user_id, digest__in=digests, spent_at=None).update(spent_at=now))


def _new_codes(user_id: int) -> list[str]:
    RecoveryCode.objects.filter(user=user_id).delete()
    codes = [randomness.new_code("0123456789", FIGURES) for _number in range(CODES)]
    digests = (second_factors.digests_of(user_id, code)[0] for code in codes)
    RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user_id, digest=digest) for digest in digests)
    return codes
