"""The words that a person's details and their history choose from, each with what a reader sees."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from referrals.provenance import Source


class BadTime(TextChoices):
    """When someone does not want to be rung or texted; London time."""

    MORNINGS = "mornings", _("Mornings, before 12")
    AFTERNOONS = "afternoons", _("Afternoons, 12 to 5")
    EVENINGS = "evenings", _("Evenings, after 5")
    WEEKENDS = "weekends", _("Saturdays and Sundays")


class Detail(TextChoices):
    """What of a person's details was changed."""

    GIVEN_NAME = "given_name", _("First name")
    FAMILY_NAME = "family_name", _("Last name")
    PREFERRED_NAME = "preferred_name", _("What they want to be called")
    BORN_ON = "born_on", _("Date of birth")
    SEX = "sex", _("Sex")
    NHS_NUMBER = "nhs_number", _("NHS number")
    ETHNICITY = "ethnicity", _("Ethnic category")
    PRACTICE = "practice", _("GP practice")
    ADDRESS = "address", _("Address")
    CONTACT = "contact", _("Telephone and e-mail")
    CHANNEL = "channel", _("How they want to be told")
    BAD_TIMES = "bad_times", _("Times that are not good")
    LANGUAGE = "language", _("Language")
    INTERPRETER = "interpreter", _("Needs an interpreter")
    COMMUNICATION = "communication", _("Communication needs")
    DIGITAL_ACCESS = "digital_access", _("Going online")
    CARER = "carer", _("Looks after someone")
    CONDITIONS = "conditions", _("Long-term conditions")
    RELATED = "related", _("People close to them")


class ChangeReason(TextChoices):
    """Why a detail was changed."""

    WRONG = "wrong", _("It was wrong")
    CHANGED = "changed", _("It has changed")
    MISSING = "missing", _("It was not known before")


class Proof(TextChoices):
    """By what a number or address is known to be the person's."""

    LINK = "link", _("by a link sent there")
    TEAM = "team", _("checked with the person")
    SIGNED_IN = "signed_in", _("by signing in with it")


SOURCES = [
    (Source.UNKNOWN.value, _("Known before")),
    (Source.PUBLIC.value, _("Public form")),
    (Source.OWN_PAGE.value, _("Their own page")),
    (Source.PRACTICE.value, _("GP practice")),
    (Source.TEAM.value, _("Link worker team")),
    (Source.SYSTEM.value, _("Another system")),
    (Source.CASELOAD.value, _("The team's list")),
]
