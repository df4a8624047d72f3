"""The form every page builds on: NHS wording of errors, safe text, and questions that depend on others, as data."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any, ClassVar, TypeAlias, TypedDict, Unpack

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from referrals.kit.forms.typed_before import typed_into
from referrals.plain_text import bare, is_unsafe, tidy

Text = str | Promise
# What a browser or a test has sent, and with it which files; None for a form that is only shown.
Sent = Mapping[str, object] | None
Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]] | None"


class FormOptions(TypedDict, total=False):
    """What Django's own forms take besides what was sent."""

    initial: dict[str, Any]
    auto_id: bool | str
    prefix: str
    label_suffix: str


def in_sentence(label: Text) -> str:
    """The label inside a sentence: "First name" becomes "first name", "NHS number" stays."""
    text = str(label)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


class SafeText:
    """Refuses control characters and direction overrides; line breaks only where a field has lines."""

    def __init__(self, *, lines: bool) -> None:
        self.lines = lines

    def __call__(self, value: str) -> None:
        if is_unsafe(value, lines=self.lines):
            raise ValidationError(_("Remove characters that cannot be printed"), code="unsafe_text")


class NHSForm(forms.Form):
    """A form drawn with NHS components. A subclass declares, besides its fields:

    `reveals`: question -> answer -> the fields that this answer asks for. They are checked only with that answer, and
    empty in `cleaned_data` without it; declare them required if they are required then.
    `reasons`: field -> the choice field that says why it is missing. One of the two must be given, and only one.
    `either`: fields of which one is enough, and the message where there is none.
    `option_hints`: field -> choice -> hint. `inline`: groups of choices in one row. `dense`: small choices, for
    professionals. `is_about_risk`: what is written there is a risk, so nobody is asked whether it is one.
    `heading_field`: the field whose label is the page's h1. `all_optional`: a filter, whose labels need
    not say so one by one.
    """

    use_required_attribute = False
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {}
    reasons: ClassVar[dict[str, str]] = {}
    either: ClassVar[dict[tuple[str, ...], Text]] = {}
    option_hints: ClassVar[dict[str, dict[str, Text]]] = {}
    inline: ClassVar[frozenset[str]] = frozenset()
    dense: ClassVar[bool] = False
    all_optional: ClassVar[bool] = False
    is_about_risk: ClassVar[bool] = False
    heading_field: ClassVar[str] = ""

    def __init__(
        self,
        data: Sent = None,
        files: Files = None,
        *,
        more_fields: Mapping[str, forms.Field] | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        """`more_fields` are known only when the form is made; one of a declared name takes its place."""
        options.setdefault("label_suffix", "")
        super().__init__(data, files, **options)
        self.fields.update(more_fields or {})
        for name, field in self.fields.items():
            self._prepare(name, field)
        self._required_when_revealed = {
            name for _question, _answer, name in self._revealed() if self.fields[name].required
        }
        for name in self.dependent_fields | set(self.reasons):
            self.fields[name].required = False

    @property
    def dependent_fields(self) -> frozenset[str]:
        """Fields that another field draws below itself."""
        return frozenset(name for _question, _answer, name in self._revealed()) | frozenset(self.reasons.values())

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """A page starts with what was typed before its reader's sign-in ended; a secret is typed anew."""
        typed = None if isinstance(field.widget, forms.PasswordInput | forms.FileInput) else typed_into(self)
        if typed is None:
            return super().get_initial_for_field(field, field_name)
        return field.widget.value_from_datadict(typed, MultiValueDict(), self.add_prefix(field_name))

    def clean(self) -> dict[str, object]:
        for question, answer, name in self._revealed():
            self._check_revealed(name, is_asked=self._has_answer(question, answer))
        for name, reason in self.reasons.items():
            self._check_reason(name, reason)
        for names, message in self.either.items():
            if not any(self.cleaned_data.get(name) or name in self.errors for name in names):
                self.add_error(names[0], ValidationError(str(message), code="required"))
        return self.cleaned_data

    def _clean_fields(self) -> None:
        """Every text is tidied first, so that a mark which nobody sees is no answer; the page shows it tidied too.

        Of a field that `is_copied`, a number or an address, no mark that is not seen counts.
        """
        # Any: what a browser sent may have several values of one name, what a test sent has not.
        typed: Any = copy(self.data)
        for name, field in self.fields.items():
            key, is_secret = self.add_prefix(name), isinstance(field.widget, forms.PasswordInput)
            if isinstance(field, forms.CharField) and not is_secret and isinstance(typed.get(key), str):
                is_copied = getattr(field, "is_copied", False)
                lines = isinstance(field.widget, forms.Textarea)
                tidied = bare(typed[key]) if is_copied else tidy(typed[key], lines=lines)
                # What is refused is shown as it was typed.
                typed[key] = typed[key] if is_unsafe(tidied, lines=lines) else tidied
        self.data = typed
        super()._clean_fields()  # type: ignore[misc]

    def add_error(self, field: str | None, error: Any) -> None:
        """Sentences of plain rules, which know no translation, are English until they are shown here."""
        super().add_error(field, _(error) if isinstance(error, str) else error)

    def _revealed(self) -> Iterator[tuple[str, str, str]]:
        for question, answers in self.reveals.items():
            for answer, names in answers.items():
                yield from ((question, answer, name) for name in names)

    def _has_answer(self, question: str, answer: str) -> bool:
        # What was sent, since cleaning may turn "yes" into True.
        given = self[question].data
        return answer in given if isinstance(given, list) else answer == given

    def _check_revealed(self, name: str, *, is_asked: bool) -> None:
        if not is_asked:
            self.errors.pop(name, None)
            self.cleaned_data[name] = getattr(self.fields[name], "empty_value", None)
        elif name in self._required_when_revealed and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, ValidationError(self.fields[name].error_messages["required"], code="required"))

    def _check_reason(self, name: str, reason: str) -> None:
        if name in self.errors or reason in self.errors:
            return
        self._read_reason(name, reason)
        label = in_sentence(self.fields[name].label or name)
        given, excused = self.cleaned_data.get(name), self.cleaned_data.get(reason)
        if not given and not excused:
            message = _("%(enter)s, or say why it is not known")
            enter = self.fields[name].error_messages["required"]
            self.add_error(name, ValidationError(message % {"enter": enter}, code="required"))
        if given and excused:
            message = _("Give either the %(label)s or the reason why it is not known, not both")
            self.add_error(reason, ValidationError(message % {"label": label}, code="both"))

    def _read_reason(self, name: str, reason: str) -> None:
        """Some values say themselves that there is none, and why: a pseudo-postcode does."""
        says_why = getattr(self.fields[name], "says_why", None)
        if why := says_why(self.cleaned_data.get(name)) if says_why else "":
            self.cleaned_data[name], self.cleaned_data[reason] = "", why

    def _prepare(self, name: str, field: forms.Field) -> None:
        if field.label is None:
            field.label = name.replace("_", " ").capitalize()
        _use_nhs_messages(field)
        if isinstance(field, forms.CharField):
            if field.max_length is None:
                message = f"{type(self).__name__}.{name} needs a max_length."
                raise ImproperlyConfigured(message)
            # A browser cuts pasted text at maxlength without a word; the form's own error says how long it may be.
            field.widget.attrs.pop("maxlength", None)
            others = [check for check in field.validators if not isinstance(check, ProhibitNullCharactersValidator)]
            field.validators = [*others, SafeText(lines=isinstance(field.widget, forms.Textarea))]


def _use_nhs_messages(field: forms.Field) -> None:
    """Say what to do, in the field's own words, unless the field was given words of its own."""
    label = str(field.label)
    words = {
        "required": _ask_for(field) % {"label": label, "lower": in_sentence(label)},
        "max_length": _("%(label)s must be %%(limit_value)d characters or fewer") % {"label": label},
        "invalid_choice": _("Select %(lower)s from the list") % {"lower": in_sentence(label)},
    }
    plain = _default_messages(type(field))
    for code, message in words.items():
        if field.error_messages.get(code) == plain.get(code):
            field.error_messages[code] = message


def _ask_for(field: forms.Field) -> str:
    if str(field.label).endswith("?"):
        return _("Answer the question: %(label)s")
    if isinstance(field, forms.BooleanField):
        return _("Tick the box: %(label)s")
    return _("Select %(lower)s") if isinstance(field, forms.ChoiceField) else _("Enter %(lower)s")


def _default_messages(field_class: type[forms.Field]) -> dict[str, Text]:
    messages: dict[str, Text] = {}
    for ancestor in reversed(field_class.__mro__):
        messages.update(getattr(ancestor, "default_error_messages", {}))
    return messages
