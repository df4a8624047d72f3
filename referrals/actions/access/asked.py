"""A link by mail: asking for one, which is the same work whoever asks, and looking up later who that is."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from referrals.actions.access import links, tries
from referrals.kit import audit
from referrals.kit.actor import PUBLIC, Actor, check
from referrals.kit.isolation import isolated
from referrals.kit.permissions import Permission
from referrals.limits import Quota
from referrals.models import AskedLink, User
from referrals.selectors.access import sign_ins

# Where no mail can be sent for so long, whoever asked asks again.
KEPT_FOR = timedelta(minutes=30)
# Mails about a password to one address: more would be somebody else's doing, and the first one works.
PASSWORD_MAILS = Quota(most=3, within=timedelta(minutes=10))
NO_ANSWER = (OSError, SMTPException)
log = logging.getLogger(__name__)


def ask_to_sign_in(*, address: str, now: datetime) -> None:
    """Somebody wants the link to their own page. Nobody is looked up here."""
    AskedLink.objects.create(purpose=AskedLink.SIGN_IN, address=address, asked_at=now)


def ask_for_password(*, address: str, now: datetime) -> None:
    """Somebody wants to choose a new password. Nobody is looked up here."""
    AskedLink.objects.create(purpose=AskedLink.PASSWORD, address=address, asked_at=now)


def send_asked(*, limit: int, by: Actor, now: datetime) -> int:
    """Look up who asked and send their links; how many were looked up. At the first mail that nobody takes it stops.

    Links to sign in come first: they are put into the outbox, which waits by itself.
    """
    check(by, Permission.RUN_SCHEDULE)
    AskedLink.objects.filter(asked_at__lt=now - KEPT_FOR).delete()
    answered = 0
    for key in list(AskedLink.objects.order_by("-purpose", "pk").values_list("pk", flat=True)[:limit]):
        try:
            with isolated(f"asked link {key}", but=NO_ANSWER):
                _answer(key, now)
        except NO_ANSWER:
            log.warning("No mail could be sent; whoever asked for a link waits.")
            break
        answered += 1
    return answered


def _answer(key: int, now: datetime) -> None:
    """One who asked; where another worker has them already, nothing."""
    asked = AskedLink.objects.select_for_update(skip_locked=True).filter(pk=key).first()
    if asked is None:
        return
    AskedLink.objects.filter(pk=key).delete()
    if asked.purpose == AskedLink.SIGN_IN:
        links.ask_to_sign_in(address=asked.address, by=PUBLIC, now=now)
    else:
        _mail_password_links(asked.address, now)


def _mail_password_links(address: str, now: datetime) -> None:
    """A person's account has no password: they hear nothing, and sign in by a link."""
    known = User.objects.filter(email__iexact=address)
    users = [user for user in known if user.is_active and sign_ins.may_have_password(user)]
    if not users or tries.count({tries.key_of("password mail", address.lower()): PASSWORD_MAILS}, now=now):
        return
    for user in users:
        audit.record(by=PUBLIC, did="user.password_link_sent", to=user)
        send_mail(_("Choose a new password"), _words(user), None, [user.email])


def _words(user: User) -> str:
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    url = settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=parts)
    return render_to_string("account/password_reset_mail.txt", {"url": url})
