"""The words that services, their sessions and registers choose from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ServiceStatus(TextChoices):
    OPEN = "open", _("Taking people")
    WAITING_LIST = "waiting_list", _("Waiting list")
    CLOSED = "closed", _("Closed")


class ClosingReason(TextChoices):
    """Why a service is no longer offered."""

    NO_FUNDING = "no_funding", _("There is no money for it")
    NO_PEOPLE = "no_people", _("There is nobody to run it")
    NO_ROOM = "no_room", _("There is no place for it")
    FEW_CAME = "few_came", _("Few people came")
    PAUSED = "paused", _("It pauses for now")
    NOT_OFFERED = "not_offered", _("It is no longer offered")


class CancelReason(TextChoices):
    """Why a session does not take place."""

    NOBODY_TO_LEAD = "nobody_to_lead", _("There is nobody to lead it")
    NO_ROOM = "no_room", _("There is no place for it")
    WEATHER = "weather", _("The weather")
    FEW_COMING = "few_coming", _("Too few people were coming")
    HOLIDAY = "holiday", _("A holiday")
    OTHER = "other", _("Another reason")


class Weekday(TextChoices):
    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")
    WEDNESDAY = "wed", _("Wednesday")
    THURSDAY = "thu", _("Thursday")
    FRIDAY = "fri", _("Friday")
    SATURDAY = "sat", _("Saturday")
    SUNDAY = "sun", _("Sunday")


class LedgerKind(TextChoices):
    GRANT = "grant", _("Grant")
    COST = "cost", _("Cost")


class AttendanceStatus(TextChoices):
    ATTENDED = "attended", _("Came")
    DID_NOT_ATTEND = "did_not_attend", _("Did not come")
    CANCELLED = "cancelled", _("Sent apologies")


class Liked(TextChoices):
    """How a session was, in one tap."""

    GOOD = "good", _("Good")
    ALL_RIGHT = "all_right", _("All right")
    NOT_FOR_ME = "not_for_me", _("Not for me")


class AttendanceSource(TextChoices):
    REGISTER = "register", _("Register")
    READER = "reader", _("Reader at the door")
