"""The parameters of lists, as the standard names them, and what is refused of them."""

from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from referrals import postcodes
from referrals.directory.schedules import WEEKDAYS
from referrals.selectors.people import places
from referrals.selectors.people.places import Point
from referrals.selectors.services.published import Asked

Q = TypeVar("Q", bound="Paging")
PER_PAGE, MOST_PER_PAGE = 50, 1000
# `MO`, `mon` and `Monday` are one day.
DAYS = {
    spelling.casefold(): name[:3].casefold() for short, name in WEEKDAYS.items() for spelling in (short, name[:3], name)
}


class Paging(serializers.Serializer[object]):
    """Which page of a list; nothing that is asked for is ever left out quietly."""

    page = serializers.IntegerField(min_value=1, default=1)
    per_page = serializers.IntegerField(min_value=1, max_value=MOST_PER_PAGE, default=PER_PAGE)


class ServiceQuery(Paging):
    """The parameters of a list of services, as the standard names them. Instants without an offset are London's."""

    search = serializers.CharField(max_length=200, default="")
    taxonomy_term_id = serializers.UUIDField(default=None)
    taxonomy_id = serializers.UUIDField(default=None)
    organization_id = serializers.UUIDField(default=None)
    minimum_age = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=Decimal(0), default=None)
    maximum_age = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=Decimal(0), default=None)
    start_time = serializers.TimeField(default=None)
    end_time = serializers.TimeField(default=None)
    day = serializers.CharField(default="")
    modified_after = serializers.DateTimeField(default=None)
    full = serializers.BooleanField(default=False)

    def validate_day(self, value: str) -> str:
        if value and value.casefold() not in DAYS:
            raise serializers.ValidationError(_("Name a day as MO, TU, WE, TH, FR, SA or SU."))
        return DAYS.get(value.casefold(), "")

    def asked(self) -> Asked:
        """What the parameters ask for."""
        said = self.validated_data
        return Asked(
            words=said["search"],
            day=said["day"],
            term=said["taxonomy_term_id"],
            taxonomy=said["taxonomy_id"],
            organisation=said["organization_id"],
            youngest_from=said["minimum_age"],
            oldest_to=said["maximum_age"],
            opens_from=said["start_time"],
            closes_to=said["end_time"],
            changed_from=said["modified_after"],
        )


class PlaceQuery(ServiceQuery):
    """The same of services at their places. A postcode may be shortened to its district: `M33` for `M33 2AB`."""

    postcode = serializers.CharField(default="")
    proximity = serializers.DecimalField(max_digits=9, decimal_places=2, min_value=Decimal(0), default=None)

    def validate_postcode(self, value: str) -> str:
        if value and not postcodes.around(value):
            raise serializers.ValidationError(_("This is no postcode."))
        return value

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if attrs["proximity"] is not None and not attrs["postcode"]:
            raise serializers.ValidationError({"proximity": [_("Say with a postcode near what.")]})
        return attrs

    def asked(self) -> Asked:
        said = self.validated_data
        whole, within = postcodes.parse(said["postcode"]), said["proximity"]
        near = _near(said["postcode"])
        if within is not None and near is None:
            raise serializers.ValidationError({"postcode": [_("We do not know where this postcode is.")]})
        return replace(
            super().asked(),
            only_with_place=True,
            area_code=places.of_postcode(whole).area_code if whole else None,
            near=near,
            within=within,
        )


def _near(text: str) -> Point | None:
    """Where a postcode, or the middle of a district, is."""
    around = postcodes.around(text) if text else None
    if around is None:
        return None
    whole = postcodes.parse(text)
    return places.point_of(whole, whole) if whole else places.middle_of(around)


def read(form: type[Q], request: Request) -> Q:
    """The parameters, checked. One without a value asks for nothing."""
    query = form(data={name: value for name, value in request.query_params.items() if str(value).strip()})
    query.is_valid(raise_exception=True)
    return query
