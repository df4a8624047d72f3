"""Sign-ins: each begins a row, and ends with its time, by its owner, or by what makes it unsafe."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q, QuerySet

from referrals import sign_ins as rules
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import Person, SignIn, SignInLink, User
from referrals.selectors.access import sign_ins


@transaction.atomic
def begin(*, user: User, agent: str, now: datetime, person_id: int | None = None, reaches: str = "") -> SignIn:
    """Somebody is signed in in one more browser; `person_id` and `reaches` where a mailed link opened it."""
    browser, system = rules.device_of(agent)
    return SignIn.objects.create(
        user=user, person_id=person_id, reaches=reaches, browser=browser, system=system, began_at=now, seen_at=now
    )


def note_seen(*, sign_in: SignIn, now: datetime) -> None:
    """There was a click; noted to the minute, so that most requests write nothing."""
    if now - sign_in.seen_at >= rules.NOTED_EACH:
        SignIn.objects.filter(pk=sign_in.pk).update(seen_at=now)


def note_second_factor(*, sign_in: SignIn, now: datetime) -> None:
    """Whoever is signed in there has shown their second factor."""
    SignIn.objects.filter(pk=sign_in.pk).update(second_factor_at=now)


def end(*, sign_in: SignIn, now: datetime) -> None:
    """It opens nothing any more: its owner signed out, or it is over."""
    _end(SignIn.objects.filter(pk=sign_in.pk), now)


@transaction.atomic
def end_one(*, sign_in: SignIn, by: Actor, now: datetime) -> None:
    """Its owner ends a sign-in in another browser."""
    if _end(sign_ins.open_of(by).filter(pk=sign_in.pk), now):
        audit.record(by=by, did="sign_in.ended", to=sign_in, person_id=by.person_id)


@transaction.atomic
def end_own(*, by: Actor, now: datetime) -> None:
    """Its owner signs out of every browser, this one included."""
    number = _end(sign_ins.open_of(by), now)
    _forget_sessions(User.objects.filter(pk=by.user_id or 0))
    audit.record(by=by, did="sign_in.all_ended", person_id=by.person_id, number=number)


@transaction.atomic
def sign_out_everywhere(*, person: Person, by: Actor, now: datetime) -> None:
    """The team signs a person out of every browser, and the links that were mailed to them open nothing."""
    check(by, Permission.SUPPORT)
    number = end_of_person(person_id=person.pk, now=now)
    audit.record(by=by, did="person.signed_out", to=person, person_id=person.pk, number=number)


def end_of_person(*, person_id: int, now: datetime) -> int:
    """Whatever opens a person's own page now ends: sign-ins and mailed links; the number of sign-ins."""
    accounts = sign_ins.accounts_of(person_id)
    number = _end(SignIn.objects.filter(Q(person=person_id) | Q(user__in=accounts.values("pk"))), now)
    _forget_sessions(accounts)
    SignInLink.objects.filter(person=person_id, used_at=None, ended_at=None).update(ended_at=now)
    return number


def end_of_user(*, user_id: int, now: datetime, but: SignIn | None = None) -> None:
    """Every sign-in of an account ends, but for one: its rights or its password have changed."""
    _end(SignIn.objects.filter(user=user_id).exclude(pk=but.pk if but else 0), now)


def forget(*, now: datetime) -> int:
    """Drop sign-ins and sessions that are long over; how many sign-ins."""
    Session.objects.filter(expire_date__lt=now).delete()
    deleted, _models = SignIn.objects.filter(seen_at__lt=now - rules.KEPT).delete()
    return deleted


def _end(rows: QuerySet[SignIn], now: datetime) -> int:
    return rows.filter(ended_at=None).update(ended_at=now, version=F("version") + 1)


def _forget_sessions(accounts: QuerySet[User]) -> None:
    """A session holds a digest of its account's password: where there is none, another "none" ends each session, even
    one that has no row here, since it began under the release before."""
    for user in accounts:
        if not user.has_usable_password():
            user.set_unusable_password()
            user.save(update_fields=["password"])
