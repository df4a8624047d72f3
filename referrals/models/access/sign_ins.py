"""Who is signed in where, and what somebody had typed when their sign-in ended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from referrals.models.organisation.organisations import User
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention


class SignIn(Record):
    """One browser in which somebody is or was signed in. The browser's session names its key.

    `person` and `reaches` are set where a mailed link opened it: whose page, and the address that the link went to.
    `second_factor_at` is when they last showed what they have beside their password: somebody who works here does
    nothing before. `seen_at` is the last request to the minute. `ended_at` is set once it opens nothing any more.
    """

    RETENTION = Retention.ADMINISTRATION

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="sign_ins")
    reaches = models.CharField(max_length=254, blank=True)
    # What the browser says of itself, in plain words; the user agent itself would tell browsers apart.
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    second_factor_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="sign_in_by_link_whole",
                condition=Q(person=None, reaches="") | (Q(person__isnull=False) & ~Q(reaches="")),
            ),
            models.CheckConstraint(name="sign_in_seen_later", condition=Q(seen_at__gte=F("began_at"))),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def device(self) -> str:
        """The browser and what it runs on, as far as it said: "Chrome on Android"."""
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("A browser that does not say which")


class UnsentForm(models.Model):
    """What somebody had typed into a page when their sign-in was over: sealed, theirs alone, for a few days."""

    RETENTION = Retention.ADMINISTRATION

    user = models.ForeignKey(User, models.PROTECT, related_name="unsent_forms")
    # The page's address and its fields, under a key of the user's own.
    sealed = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)
