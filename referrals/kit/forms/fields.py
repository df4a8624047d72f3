"""Fields that many forms share: dates in three parts, NHS number, telephone, postcode, yes or no."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals import emails, names, nhs_number, postcodes, telephone
from referrals.kit.forms.base import in_sentence
from referrals.plain_text import bare

PARTS = ("day", "month", "year")
PART_LABELS = {"day": gettext_lazy("Day"), "month": gettext_lazy("Month"), "year": gettext_lazy("Year")}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NATIONAL_INSURANCE = re.compile(r"[A-Z]{2}[0-9]{6}[A-D]")

NUMBER_FAULTS = {
    nhs_number.Fault.EMPTY: gettext_lazy("Enter NHS number"),
    nhs_number.Fault.LETTERS: gettext_lazy("NHS number must only contain numbers"),
    nhs_number.Fault.TOO_SHORT: gettext_lazy("NHS number is too short: it must have 10 digits"),
    nhs_number.Fault.TOO_LONG: gettext_lazy("NHS number is too long: it must have 10 digits"),
    nhs_number.Fault.CHECK_DIGIT: gettext_lazy("Check the NHS number: one of the digits is wrong"),
    nhs_number.Fault.REPEATED: gettext_lazy("Check the NHS number: it cannot be the same digit ten times"),
}
TELEPHONE_FAULTS = {
    telephone.Fault.NOT_ONE: gettext_lazy("Enter a telephone number, like 0161 496 0000 or +44 7700 900 982"),
    telephone.Fault.SEVERAL: gettext_lazy("Enter one telephone number, like 0161 496 0000: there is more than one"),
    telephone.Fault.WORDS: gettext_lazy(
        "Enter the telephone number alone, like 0161 496 0000, without letters or words"
    ),
}


class NHSDateWidget(forms.MultiWidget):
    """Day, month and year, each with its label."""

    template_name = "components/date_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, object] | None = None, *, autocomplete: str = "") -> None:
        super().__init__({part: _part_widget(part, autocomplete) for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, widget in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            widget["label"] = PART_LABELS[part]
        return context


def _part_widget(part: str, autocomplete: str) -> forms.TextInput:
    width = 4 if part == "year" else 2
    attrs = {"inputmode": "numeric", "class": f"nhsuk-input--width-{width} nhsuk-date-input__input"}
    return forms.TextInput(attrs | ({"autocomplete": f"{autocomplete}-{part}"} if autocomplete else {}))


class NHSDateField(forms.MultiValueField):
    """A date from three boxes; the month may be a word. Errors name the part that is wrong.

    `past` refuses dates after today, `future` dates before today (today is London's); `earliest` is the first allowed.
    `autocomplete="bday"` lets a browser fill in a person's own date of birth.
    """

    def __init__(
        self,
        *,
        past: bool = False,
        future: bool = False,
        earliest: date = date(1900, 1, 1),
        autocomplete: str = "",
        **kwargs: Any,
    ) -> None:
        boxes = [forms.CharField(max_length=20, required=False) for _part in PARTS]
        widget = NHSDateWidget(autocomplete=autocomplete)
        super().__init__(boxes, **{"widget": widget, "require_all_fields": False, **kwargs})
        self.past, self.future, self.earliest = past, future, earliest

    def clean(self, value: Sequence[str | None] | None) -> date | None:
        typed = [bare(str(part or "")) for part in value or ("", "", "")]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        self._refuse_missing(typed)
        found = self._date_of(typed)
        self._refuse_range(found)
        return found

    def _refuse_missing(self, typed: list[str]) -> None:
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            names = _(" and ").join(_("a %(part)s") % {"part": str(PART_LABELS[part]).lower()} for part in missing)
            message = _("%(label)s must include %(parts)s") % {"label": self.label, "parts": names}
            raise ValidationError(message, code="incomplete", params={"part": PARTS.index(missing[0])})

    def _date_of(self, typed: list[str]) -> date:
        day, month, year = typed
        if not re.fullmatch(r"[0-9]{4}", year):
            raise ValidationError(_("Year must include 4 numbers"), code="invalid", params={"part": 2})
        try:
            return date(_number(year), _month(month), _number(day))
        except ValueError:
            message = _("%(label)s must be a real date") % {"label": self.label}
            raise ValidationError(message, code="invalid", params={"part": 0}) from None

    def _refuse_range(self, found: date) -> None:
        today = timezone.localdate()
        rules: list[tuple[bool, Callable[[], str]]] = [
            (self.past and found > today, lambda: _("%(label)s must be in the past")),
            (self.future and found < today, lambda: _("%(label)s must be today or later")),
            (found < self.earliest, lambda: _("Check the year of the %(lower)s")),
        ]
        for is_broken, message in rules:
            if is_broken:
                words = {"label": self.label, "lower": in_sentence(self.label or "")}
                raise ValidationError(message() % words, code="out_of_range", params={"part": 2})


def _number(text: str) -> int:
    # int() would also take signs, underscores and digits of other scripts.
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError
    return int(text)


def _month(text: str) -> int:
    name = text.lower()[:3]
    return MONTHS.index(name) + 1 if name in MONTHS else _number(text)


class NHSNumberField(forms.CharField):
    """Ten digits; what people type may have spaces and hyphens. A National Insurance number is recognised as one."""

    is_copied = True

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        widget = forms.TextInput(attrs | {"class": "nhsuk-input--code nhsuk-input--width-10"})
        defaults = {"label": gettext_lazy("NHS number"), "max_length": 30, "widget": widget}
        super().__init__(**{**defaults, **kwargs})

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        if NATIONAL_INSURANCE.fullmatch(_compact(text)):
            message = _("This is a National Insurance number: enter the NHS number, which has 10 digits")
            raise ValidationError(message, code="national_insurance")
        try:
            return nhs_number.parse(text)
        except nhs_number.InvalidNHSNumber as error:
            raise ValidationError(NUMBER_FAULTS[error.fault], code=error.fault) from None


class VersionField(forms.IntegerField):
    """The version of a record when its page was opened; a hidden field, so its error tells what to do with the page."""

    def __init__(self, *, initial: int | None = None) -> None:
        message = gettext_lazy("Part of this page was lost: copy what you typed and open the page again")
        messages = dict.fromkeys(("required", "invalid", "min_value"), message)
        super().__init__(min_value=0, widget=forms.HiddenInput, error_messages=messages, initial=initial)


class TelephoneField(forms.CharField):
    """A telephone number as it is dialled here, however it was typed; blank for "none"."""

    is_copied = True

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "class": "nhsuk-input--width-20"})
        defaults = {"label": gettext_lazy("Telephone number"), "max_length": 40, "widget": widget}
        super().__init__(**{**defaults, **kwargs})

    def clean(self, value: object) -> str:
        typed: str = super().clean(value)
        try:
            number = telephone.parse(typed)
        except telephone.InvalidTelephone as error:
            raise ValidationError(TELEPHONE_FAULTS[error.fault], code="invalid") from None
        return number.value if number else ""


class PersonNameField(forms.CharField):
    """A first or last name. Some people have one of the two: a dash stands for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 100, "required": False, **kwargs})

    def clean(self, value: object) -> str:
        return names.part(super().clean(value))


class EmailAddressField(forms.EmailField):
    """An e-mail address without what was pasted along with it; blank for "none"."""

    is_copied = True

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": gettext_lazy("Enter an e-mail address, like name@example.com")}
        defaults = {"label": gettext_lazy("E-mail address"), "max_length": 254, "error_messages": messages}
        super().__init__(**{**defaults, **kwargs})

    def to_python(self, value: object) -> str:
        return emails.clean(super().to_python(value) or "")


class PostcodeField(forms.CharField):
    """A UK postcode in capitals with its space: `M1 1AE`."""

    is_copied = True

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": "postal-code", "class": "nhsuk-input--width-10"})
        defaults = {"label": gettext_lazy("Postcode"), "max_length": 20, "widget": widget}
        super().__init__(**{**defaults, **kwargs})

    def clean(self, value: object) -> str:
        typed = super().clean(value)
        postcode = postcodes.parse(typed) if typed else ""
        if postcode is None:
            raise ValidationError(_("Enter a full UK postcode, like M1 1AE"), code="invalid")
        return postcode

    def says_why(self, postcode: str | None) -> str:
        """The NHS has postcodes that say why there is none: the reason, and blank for a place."""
        return postcodes.why_missing(postcode or "")


class YesNoField(forms.TypedChoiceField):
    """Yes or no as radios; True, False, or None when it may stay open."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
        defaults = {"choices": choices, "coerce": "yes".__eq__, "empty_value": None, "widget": forms.RadioSelect}
        super().__init__(**{**defaults, **kwargs})


def _compact(text: str) -> str:
    return re.sub(r"[\s-]", "", bare(text)).upper()
