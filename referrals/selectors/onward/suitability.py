"""Whether a person meets what a service asks: the record's facts put into the plain rules of `criteria`."""

from datetime import date

from django.utils.translation import gettext

from referrals import criteria
from referrals.criteria import Criteria, Facts
from referrals.kit.calendar import age_on
from referrals.models import Person, PersonAddress, Service


def asked(service: Service) -> Criteria:
    """What the service asks of people."""
    return Criteria(
        youngest=service.youngest,
        oldest=service.oldest,
        for_sex=service.for_sex,
        for_carers=service.for_carers,
        area_codes=frozenset(service.area_codes),
    )


def facts_of(person: Person, today: date) -> Facts:
    """What the record knows of the person."""
    address = PersonAddress.objects.filter(person=person, valid_to=None).first()
    area_code = address.area_code if address else ""
    return Facts(age_on(person.born_on, today), person.sex, person.is_carer, area_code)


def unmet(person: Person, service: Service, today: date) -> list[str]:
    """What the person does not meet."""
    return criteria.unmet(asked(service), facts_of(person, today), gettext)
