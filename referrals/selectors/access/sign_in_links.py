"""Links in mail by which people open their own page: whose they are, and whether they still open."""

from datetime import date, datetime

from referrals import channels
from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Permission, Role
from referrals.models import ContactPoint, Person, SignInLink
from referrals.selectors.access.answer_links import digest
from referrals.selectors.messages import reach


def address_of(person: Person) -> str:
    """Where a link for the person would go: the e-mail address that is safe, or nothing."""
    return channels.where(channels.EMAIL, reach.of_person(person.pk))


def people_at(address: str) -> list[Person]:
    """Everybody whose link would go to the address; a family may share one."""
    points = ContactPoint.objects.filter(kind="email", value__iexact=address, ended_at=None, safe_to_write=True)
    people = Person.objects.filter(contact_points__in=points, died_on=None, restricted_at=None)
    return [person for person in people.distinct().order_by("pk") if address_of(person).lower() == address.lower()]


def find(token: str) -> SignInLink | None:
    """The link with a token, open or not."""
    return SignInLink.objects.select_related("person").filter(digest=digest(token)).first()


def is_open(link: SignInLink, now: datetime) -> bool:
    """Whether it may still be used: not used, not expired, and few wrong dates.

    A newer link closes none: whoever knows an address could keep its owner out by asking again and again.
    """
    return link.is_unspent(now) and link.wrong < SignInLink.MOST_WRONG


def people_of(link: SignInLink) -> list[Person]:
    """Who may sign in by the link, as the record stands now: nobody, once the address is not safe any more."""
    return people_at(address) if (address := address_of(link.person)) else []


def born_on(people: list[Person], day: date | None) -> Person | None:
    """Whom of them somebody means; None where a date is nobody's, or not one person's alone."""
    meant = people if len(people) == 1 else [person for person in people if person.born_on == day]
    return meant[0] if len(meant) == 1 else None


def actor_of(person: Person) -> Actor:
    """Whoever opens the link is taken for the person."""
    return Actor(kind=ActorKind.LINK, role=Role.PERSON, person_id=person.pk, link_for=Permission.READ_OWN_RECORD)
