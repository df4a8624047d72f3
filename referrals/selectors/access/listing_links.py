"""Links in mail by which a provider says whether a listing is still right: whose they are, and whether they open."""

from datetime import datetime

from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ActorKind, Permission, Role
from referrals.models import ListingLink
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.access.answer_links import digest


def find(token: str) -> ListingLink | None:
    """The link with a token, open or not."""
    return ListingLink.objects.select_related("service__organisation").filter(digest=digest(token)).first()


def actor_of(link: ListingLink) -> Actor:
    """Whoever opens the link acts for the provider that it was mailed to."""
    return Actor(
        kind=ActorKind.LINK,
        role=Role.PROVIDER,
        organisation_id=link.service.organisation_id,
        link_for=Permission.KEEP_LISTINGS,
    )


def is_open(link: ListingLink, now: datetime) -> bool:
    """Whether it may still be used: not used, not expired, none newer, the service is offered, its provider goes on."""
    ends = link.service.organisation.valid_to
    return (
        link.is_unspent(now)
        and link.service.status != ServiceStatus.CLOSED
        and (ends is None or ends > local_day(now))
        and not link.service.listing_links.filter(pk__gt=link.pk).exists()
    )
