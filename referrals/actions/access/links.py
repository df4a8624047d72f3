"""Links in messages and for volunteers: making one, and using it up by what it was made for."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.actions.onward import closings, onward_referrals
from referrals.actions.organisation import accounts, invitations
from referrals.actions.people import proofs
from referrals.actions.register import feedback
from referrals.actions.services import services
from referrals.drafts import FeedbackDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.isolation import each
from referrals.kit.permissions import Permission
from referrals.kit.randomness import new_secret
from referrals.kit.refusal import Refusal
from referrals.models import (
    AnswerLink,
    Feedback,
    FeedbackLink,
    InvitationLink,
    ListingLink,
    Membership,
    OnwardReferral,
    Person,
    ProofLink,
    Record,
    RegisterLink,
    Service,
    Session,
    SignInLink,
    User,
)
from referrals.models.people.detail_choices import Proof
from referrals.models.services.service_choices import ClosingReason
from referrals.selectors.access import links
from referrals.selectors.onward import provider
from referrals.selectors.organisation import accounts as members
from referrals.selectors.work import overdue

MailedLink = TypeVar("MailedLink", AnswerLink, FeedbackLink, InvitationLink, ListingLink, ProofLink, SignInLink)
GONE, WRONG = "link-gone", "wrong-date"
RIGHT, OVER = "right", "over"
# Days after which a listing is asked about, and until when: before it is sorted last (90), and before it goes (180).
ASK_AFTER = {80: 170, 170: 181}


def make(kind: links.Kind[MailedLink], about: Record, *, now: datetime, **more: Record | str) -> tuple[MailedLink, str]:
    """A new link and its token, which is kept nowhere: for the message that goes out in this very transaction.

    `more` are columns that its kind alone has.

    Where only the newest opens, this one closes the earlier ones about the same.
    """
    token, life = new_secret(), kind.life or timedelta()
    columns = {kind.about: about, "digest": links.digest(token), "made_at": now, "expires_at": now + life, **more}
    return kind.model._default_manager.create(**columns), token


def gone() -> Refusal:
    """The refusal of a link that was used, has expired, or is about what is over."""
    return Refusal(GONE, _("This link does not open any more."))


def _lock(link: MailedLink, now: datetime) -> MailedLink:
    """The link, if it is open. Its row is the lock: a second sending of one form waits here, then finds it used."""
    locked = type(link)._default_manager.select_for_update(of=("self",)).get(pk=link.pk)
    if not links.is_open(locked, now):
        raise gone()
    return locked


def _use_up(link: MailedLink, now: datetime) -> None:
    type(link)._default_manager.filter(pk=link.pk).update(used_at=now)


@transaction.atomic
def answer_offer(*, link: AnswerLink, answer: str, reason: str, now: datetime) -> OnwardReferral:
    """Answer an offer as a member of the provider would, and use the link up; a refused answer leaves it usable.

    Refusals: link-gone, and those of an answer.
    """
    locked = _lock(link, now)
    by = links.actor_of(locked)
    offer = provider.get_offer(by, locked.onward_referral.public_id)
    if offer is None:
        raise gone()
    onward_referrals.answer(onward_referral=offer, answer=answer, reason=reason, by=by, now=now)
    _use_up(locked, now)
    return offer


@transaction.atomic
def answer_listing(*, link: ListingLink, answer: str, now: datetime) -> Service:
    """`right` confirms the listing, `over` closes the service; either uses the link up. Refusals: link-gone."""
    locked = _lock(link, now)
    by, today = links.actor_of(locked), local_day(now)
    if answer == RIGHT:
        service = services.confirm(service=locked.service, on=today, by=by)
    else:
        reason = ClosingReason.NOT_OFFERED
        service = closings.close(service=locked.service, reason=reason, on=today, by=by, now=now)
    _use_up(locked, now)
    return service


@transaction.atomic
def give_feedback(*, link: FeedbackLink, draft: FeedbackDraft, now: datetime) -> Feedback:
    """The person says how the session was, and the link is used up. Refusals: link-gone."""
    locked = _lock(link, now)
    given = feedback.give(attendance=locked.attendance, draft=draft, by=links.actor_of(locked), now=now)
    _use_up(locked, now)
    return given


@transaction.atomic
def join(*, link: InvitationLink, name: str, password: str, now: datetime) -> Membership:
    """Whoever was invited and has no password yet chooses one, and takes the role.

    Refusals: link-gone; has-password, since a link changes nobody's.
    """
    locked = _lock(link, now)
    by, email = links.actor_of(locked), locked.invitation.email
    user = members.user_by_email(email) or accounts.add_user(email=email, name=name, password=None, by=by)
    if user.has_usable_password() or not user.is_active or user.is_own_account:
        raise Refusal("has-password", _("There is an account with this address: sign in to accept."))
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(by=by, did="user.chose_password", to=user)
    return _take_up(locked, user, by, now)


@transaction.atomic
def join_as(*, link: InvitationLink, user_id: int, now: datetime) -> Membership:
    """Whoever is signed in, with the address that was invited, takes the role. Refusals: link-gone, not-invited."""
    locked = _lock(link, now)
    user = User.objects.get(pk=user_id)
    if user.email.lower() != locked.invitation.email:
        raise Refusal("not-invited", _("This invitation is for somebody else's address."))
    return _take_up(locked, user, links.actor_of(locked), now)


def _take_up(link: InvitationLink, user: User, by: Actor, now: datetime) -> Membership:
    _use_up(link, now)
    return invitations.accept(invitation=link.invitation, user=user, by=by, now=now)


def sign_in(*, link: SignInLink, born_on: date | None, now: datetime) -> Membership:
    """The person's own membership to sign in with; the link is used up. Refusals: link-gone, wrong-date."""
    with transaction.atomic():
        locked = _lock(link, now)
        people = links.people_of(locked)
        if not people:
            raise gone()
        person = links.born_on(people, born_on)
        if person:
            _use_up(locked, now)
            by = links.actor_for(links.SIGN_IN.opens_for, person)
            member = accounts.own_account(person=person, by=by, now=now)
            audit.record(by=by, did="person.signed_in", to=person, person_id=person.pk)
            return member
        # Counted outside the refusal, which would take it back.
        SignInLink.objects.filter(pk=locked.pk).update(wrong=F("wrong") + 1)
    raise Refusal(WRONG, _("We cannot sign you in with this. Try again, or call your link worker."))


def prove(*, link: ProofLink, born_on: date, now: datetime) -> None:
    """Whoever reads it and knows the day of birth says that it is theirs. Refusals: link-gone, wrong-date."""
    with transaction.atomic():
        # The row that a merge holds too: it either sees what is proved here, or this sees it gone.
        Person.objects.select_for_update(no_key=True).get(pk=link.person_id)
        locked = _lock(link, now)
        if locked.person.born_on == born_on:
            _use_up(locked, now)
            proofs.mark(contact_point=locked.contact_point, how=Proof.LINK, by=links.actor_of(locked), now=now)
            return
        ProofLink.objects.filter(pk=locked.pk).update(wrong=F("wrong") + 1)
    raise Refusal(WRONG, _("We cannot confirm it with this. Check the date, or call us."))


@transaction.atomic
def ask_to_sign_in(*, address: str, by: Actor, now: datetime) -> None:
    """Whoever types an address that we may write to gets one link there; nobody is told whether we may."""
    people = links.people_at(address)
    if people:
        messages.send_sign_in(person=people[0], by=by, now=now)
    elif point := links.to_prove_at(address):
        # Nothing opens before somebody has shown that they read it, and when they were born.
        messages.ask_to_prove(point=point, by=by, now=now)


@transaction.atomic
def send_sign_in(*, person: Person, by: Actor, now: datetime) -> None:
    """A link worker sends the person their link to sign in."""
    check(by, Permission.SUPPORT)
    if not links.address_of(person):
        raise Refusal("no-address", _("There is no e-mail address that is confirmed and safe to write to."))
    messages.send_sign_in(person=person, by=by, now=now)


@transaction.atomic
def ask_about_listings(*, by: Actor, now: datetime) -> int:
    """Ask providers about listings that nobody confirmed for long, once at each of the days; how many were asked."""
    check(by, Permission.RUN_SCHEDULE)
    asked = 0
    for days, before in ASK_AFTER.items():
        unconfirmed = overdue.unconfirmed(local_day(now), days=days, before=before)
        asked += each("service", unconfirmed, partial(_ask_about, days=days, by=by, now=now))
    return asked


def _ask_about(service: Service, days: int, by: Actor, now: datetime) -> None:
    messages.ask_provider(service=service, days=days, now=now)
    audit.record(by=by, did="service.asked", to=service, days=days)


@transaction.atomic
def make_for_volunteer(*, session: Session, by: Actor, now: datetime) -> str:
    """The token of a new link to a session's register, kept nowhere: it is shown once. The earlier link closes.

    Refusals: session-cancelled, session-over.
    """
    check(by, Permission.KEEP_SERVICES)
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.cancelled_at:
        raise Refusal("session-cancelled", _("This session was cancelled."))
    if local_day(locked.starts_at) < local_day(now):
        raise Refusal("session-over", _("The day of this session is over."))
    revoke_of_volunteer(session=locked, by=by, now=now)
    token = new_secret()
    link = RegisterLink.objects.create(session=locked, digest=links.digest(token), made_at=now)
    audit.record(by=by, did="register_link.made", to=link)
    return token


@transaction.atomic
def revoke_of_volunteer(*, session: Session, by: Actor, now: datetime) -> None:
    """Close a session's link, if it has one."""
    check(by, Permission.KEEP_SERVICES)
    for link in session.register_links.select_for_update().filter(revoked_at=None):
        RegisterLink.objects.filter(pk=link.pk).update(revoked_at=now)
        audit.record(by=by, did="register_link.revoked", to=link)


def record_opening(*, link: RegisterLink, by: Actor) -> None:
    """Somebody opened the register by the link, or marked by it: which link it was."""
    audit.record(by=by, did="register_link.opened", to=link)
