"""Signing in to one's own page by a link in a mail: asking for it, making it, and using it once."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.access import links
from referrals.actions.messages import messages
from referrals.actions.organisation import accounts
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Membership, Person, SignInLink
from referrals.selectors.access import sign_in_links

LIFE = timedelta(minutes=30)
WRONG = "wrong-date"


@transaction.atomic
def ask(*, address: str, by: Actor, now: datetime) -> None:
    """Whoever types an address that we may write to gets one link there; nobody is told whether we may."""
    people = sign_in_links.people_at(address)
    if people:
        messages.send_sign_in(person=people[0], by=by, now=now)


@transaction.atomic
def send(*, person: Person, by: Actor, now: datetime) -> None:
    """A link worker sends the person their link."""
    check(by, Permission.SUPPORT)
    if not sign_in_links.address_of(person):
        raise Refusal("no-address", _("There is no e-mail address to which it is safe to write."))
    messages.send_sign_in(person=person, by=by, now=now)


def make(*, person: Person, now: datetime) -> tuple[SignInLink, str]:
    """A new link and its token, which is kept nowhere: for the message that goes out in this very transaction."""
    return links.make(SignInLink, person=person, life=LIFE, now=now)


def use(*, link: SignInLink, born_on: date | None, now: datetime) -> Membership:
    """Use the link up; the person's own membership to sign in with. Refusals: link-gone, wrong-date.

    The link's row is the lock: a second sending of the same form waits here, and then finds it used.
    """
    with transaction.atomic():
        locked = SignInLink.objects.select_for_update(of=("self",)).select_related("person").get(pk=link.pk)
        people = sign_in_links.people_of(locked)
        if not (people and sign_in_links.is_open(locked, now)):
            raise links.gone()
        person = sign_in_links.born_on(people, born_on)
        if person:
            SignInLink.objects.filter(pk=locked.pk).update(used_at=now)
            by = sign_in_links.actor_of(person)
            member = accounts.own_account(person=person, by=by, now=now)
            audit.record(by=by, did="person.signed_in", to=person, person_id=person.pk)
            return member
        # Counted outside the refusal, which would take it back.
        SignInLink.objects.filter(pk=locked.pk).update(wrong=F("wrong") + 1)
    raise Refusal(WRONG, _("We cannot sign you in with this. Try again, or call your link worker."))
