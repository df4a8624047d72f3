"""The councils' files that we know: which of a file's columns say what. A new file is a new row of SHAPES.

Where several columns are named they are put together, divided by a comma. Every column named here has to be there;
others may be, and are not used.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from referrals.plain_text import bare


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Columns by what they say.

    `id` and `organisation_id` are the columns that tell one service or organisation from another: the publisher's own
    number where there is one. `needs` is what everything in the file helps with, as NeedCodes. `accessible` are
    columns of Yes and No, each with what it says.
    """

    name: str
    id: tuple[str, ...]
    organisation_id: tuple[str, ...]
    organisation: tuple[str, ...]
    says: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    accessible: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> frozenset[str]:
        """Every column that is used."""
        named = {column for columns in self.says.values() for column in columns}
        return frozenset({*self.id, *self.organisation_id, *self.organisation, *named, *self.accessible})


SHAPES = (
    Shape(
        name="mental-health-services",
        id=("name", "postcode"),
        organisation_id=("name",),
        organisation=("name",),
        says={
            "name": ("name",),
            "description": ("description",),
            "location": ("address",),
            "postcode": ("postcode",),
            "phone": ("telephone",),
            "website": ("website",),
        },
        needs=("low_mood",),
    ),
    Shape(
        name="sports-clubs",
        id=("name", "postcode"),
        organisation_id=("name",),
        organisation=("name",),
        says={
            "name": ("name",),
            "description": ("category",),
            "location": ("address",),
            "postcode": ("postcode",),
        },
        needs=("inactivity",),
    ),
    Shape(
        name="sports-facilities",
        # A site has several facilities, and now and then one kind of them for two groups of people.
        id=("site_id", "facility_type", "access_type"),
        organisation_id=("site_id",),
        organisation=("site_name",),
        says={
            "latitude": ("lat",),
            "longitude": ("lon",),
            "name": ("facility_type", "site_name"),
            "location": ("street", "town"),
            "postcode": ("postcode",),
            "eligibility": ("access_type",),
            "accessibility": ("disability_notes",),
            "phone": ("telephone",),
            "email": ("email",),
            "website": ("website",),
            "assured_on": ("site_last_updated_date",),
        },
        needs=("inactivity",),
        accessible={
            "disability_parking": "parking",
            "disability_finding_reaching_entrance": "way in",
            "disability_reception_area": "reception",
            "disability_activity_area": "activity area",
            "disability_social_areas": "social areas",
            "disability_spectator_areas": "spectators' areas",
            "disability_doorways": "doorways",
            "disability_emergency_exits": "emergency exits",
            "disability_toilets": "toilets",
            "disability_changing_facilities": "changing rooms",
        },
    ),
    Shape(
        name="charities",
        id=("registered_charity_number",),
        organisation_id=("registered_charity_number",),
        organisation=("charity_name",),
        says={
            "name": ("charity_name",),
            "description": ("charity_activities",),
            "postcode": ("charity_contact_postcode",),
            "website": ("charity_contact_web",),
        },
    ),
    Shape(
        name="food-banks",
        id=("Name", "Postcode"),
        organisation_id=("Name",),
        organisation=("Name",),
        says={
            "name": ("Name",),
            "location": ("Address",),
            "postcode": ("Postcode",),
            "schedule": ("Opening times",),
            "eligibility": ("Referral method",),
            "website": ("Website",),
        },
        needs=("food",),
    ),
    Shape(
        name="libraries",
        id=("name", "area_code"),
        organisation_id=("name", "area_code"),
        organisation=("name",),
        says={
            "latitude": ("lat",),
            "longitude": ("lon",),
            "name": ("name",),
            "description": ("type",),
            "location": ("address",),
            "postcode": ("postcode",),
            "website": ("website",),
        },
        needs=("digital",),
    ),
    Shape(
        name="green-flag-parks",
        id=("name", "area_code"),
        organisation_id=("managed",),
        organisation=("managed",),
        says={
            "latitude": ("lat",),
            "longitude": ("lon",),
            "name": ("name",),
            "location": ("area_name",),
            "website": ("website",),
        },
        needs=("inactivity",),
    ),
)


def of(header: Collection[str]) -> Shape | None:
    """The shape whose columns are all in a header; of several the one that uses most of them."""
    seen = {key(column) for column in header}
    fitting = [shape for shape in SHAPES if {key(column) for column in shape.columns()} <= seen]
    return max(fitting, key=lambda shape: len(shape.columns()), default=None)


def key(column: str) -> str:
    """A column's name without regard to capitals, spaces around it, and marks that nobody sees."""
    return bare(column).casefold()
