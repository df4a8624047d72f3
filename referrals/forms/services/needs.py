"""What imported services help with: a group of boxes for each, the proposed ones ticked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.models.choices import NeedCode

if TYPE_CHECKING:
    from referrals.models import Service

SHOWN_WORDS = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A service and what was ticked for it."""

    service: "Service"
    needs: list[str]
    runs: bool


class NeedsForm(NHSForm):
    """Each service's needs; where nobody has checked a listing lately, also whether it takes place."""

    dense = True
    all_optional = True

    def __init__(
        self, data: Sent = None, *, services: Iterable[tuple["Service", bool]], **options: Unpack[FormOptions]
    ) -> None:
        """`services` are pairs of a service and whether its listing was checked lately."""
        self._services = list(services)
        rows: dict[str, forms.Field] = {}
        for service, is_checked in self._services:
            rows[f"needs-{service.public_id}"] = _needs(service)
            if not is_checked:
                rows[f"runs-{service.public_id}"] = forms.BooleanField(
                    label=_("I know that %(name)s takes place now") % {"name": service.name}, required=False
                )
        super().__init__(data, more_fields=rows, **options)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors and not self.said():
            first = next((name for name in self.fields if name.startswith("needs-")), None)
            self.add_error(first, _("Tick what at least one of these services helps with"))
        return cleaned

    def said(self) -> list[Said]:
        """The services of which something was ticked; the others wait."""
        return [
            Said(service, needs, bool(self.cleaned_data.get(f"runs-{service.public_id}")))
            for service, _is_checked in self._services
            if (needs := self.cleaned_data.get(f"needs-{service.public_id}"))
        ]


def _needs(service: "Service") -> forms.MultipleChoiceField:
    words = Truncator(service.description or service.eligibility).words(SHOWN_WORDS, truncate=" …")
    return forms.MultipleChoiceField(
        label=service.name,
        help_text=" · ".join(filter(None, [service.organisation.name, service.location, words])),
        choices=NeedCode.choices,
        initial=service.proposed_needs,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
