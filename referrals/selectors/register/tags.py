"""Who may carry a tag to which service, and which one they carry."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from referrals.kit.actor import Actor
from referrals.models import OnwardReferral, Service, Tag
from referrals.states import TAKES_A_PLACE


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody with a place at a service, and the tags that they carry there now."""

    place: OnwardReferral
    name: str
    tags: list[Tag] = field(default_factory=list)


def services(by: Actor) -> QuerySet[Service]:
    """The services at which somebody has a place to whom the actor may give a tag."""
    return Service.objects.filter(Exists(_places(by).filter(service=OuterRef("pk")))).select_related("organisation")


def get_service(by: Actor, public_id: UUID) -> Service | None:
    """One service whose tags the actor may see, or None. A provider's own service may have nobody yet."""
    own = Service.objects.kept_by(by).select_related("organisation").filter(public_id=public_id).first()
    return own or services(by).filter(public_id=public_id).first()


def carriers(by: Actor, service: Service) -> list[Carrier]:
    """Whoever has a place there, by family name, each person once."""
    places = _places(by).filter(service=service).order_by("episode__person__family_name", "pk")
    return _with_tags(list({place.episode.person_id: place for place in places}.values()))


def carrier(by: Actor, place_id: UUID) -> Carrier | None:
    """Whoever has one place, or None."""
    place = _places(by).filter(public_id=place_id).first()
    return _with_tags([place])[0] if place else None


def _places(by: Actor) -> QuerySet[OnwardReferral]:
    places = OnwardReferral.objects.visible_to(by).filter(status__in=TAKES_A_PLACE)
    return places.select_related("service__organisation", "episode__person")


def _with_tags(places: list[OnwardReferral]) -> list[Carrier]:
    found = {
        (place.service_id, place.episode.person_id): Carrier(place, place.episode.person.full_name) for place in places
    }
    people = [person for _service, person in found]
    for tag in Tag.objects.filter(person__in=people, returned_at=None).order_by("issued_at"):
        if carrier_ := found.get((tag.service_id, tag.person_id)):
            carrier_.tags.append(tag)
    return list(found.values())
