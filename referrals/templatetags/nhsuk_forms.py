"""How forms become NHS components: attributes, choices, conditional fields, errors. Used by `templates/components/`.

Forms of other packages (allauth) are drawn by the same templates, so what `NHSForm` declares is read with defaults.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

CLASS_BY_TYPE = {
    "radio": "nhsuk-radios__input",
    "checkbox": "nhsuk-checkboxes__input",
    "hidden": "",
    "select": "nhsuk-select",
    "textarea": "nhsuk-textarea",
}
# Names under which a view may put forms into the context; their errors head the page.
FORM_NAMES = ("form", "forms", "formset")


@dataclass(frozen=True, slots=True)
class Option:
    """One radio or checkbox with its hint and the fields it reveals."""

    widget: BoundWidget
    hint: str
    revealed: list[BoundField]


@register.simple_tag
def widget_attributes(widget: dict[str, Any]) -> SafeString:
    """A widget's HTML attributes with the NHS class for its kind, and its error class when it is invalid."""
    attributes = dict(widget["attrs"])
    # A placeholder is gone as soon as someone types; labels and hints say what is wanted.
    attributes.pop("placeholder", None)
    # A template name like .../textarea.html names the widgets that have no type.
    kind = widget.get("type") or widget["template_name"].rsplit("/", 1)[-1].removesuffix(".html")
    block = CLASS_BY_TYPE.get(kind, "nhsuk-input")
    if kind in {"radio", "checkbox"}:
        # The group says that it is invalid; on a single choice the attribute is not allowed.
        attributes.pop("aria-invalid", None)
    error = f"{block}--error" if "aria-invalid" in attributes else ""
    classes = " ".join(filter(None, [block, error, attributes.get("class", "")]))
    return flatatt(attributes | ({"class": classes} if classes else {}))


@register.filter
def field_kind(field: BoundField) -> str:
    """Which template in `components/fields/` draws the field."""
    widget = field.field.widget
    kinds: list[tuple[type[forms.Widget], str]] = [
        (forms.RadioSelect, "choices"),
        (forms.CheckboxInput, "checkbox"),
        (forms.MultiWidget, "date"),
    ]
    return next((kind for class_, kind in kinds if isinstance(widget, class_)), "plain")


@register.filter
def choice_block(field: BoundField) -> str:
    """The NHS block of a group of choices."""
    return "nhsuk-checkboxes" if isinstance(field.field.widget, forms.CheckboxSelectMultiple) else "nhsuk-radios"


@register.filter
def choice_modifiers(field: BoundField) -> str:
    """Small choices on dense forms, inline ones where the form says so (not where an answer reveals a field)."""
    block = choice_block(field)
    small = f" {block}--small" if getattr(field.form, "dense", False) else ""
    if field.name in getattr(field.form, "reveals", {}):
        return small
    inline = f" {block}--inline" if field.name in getattr(field.form, "inline", ()) else ""
    return small + inline


@register.filter
def options(field: BoundField) -> list[Option]:
    """The choices of a group of radios or checkboxes, in order."""
    hints = getattr(field.form, "option_hints", {}).get(field.name, {})
    reveals = getattr(field.form, "reveals", {}).get(field.name, {})
    return [_option(field, widget, hints, reveals) for widget in field.subwidgets]


def _option(
    field: BoundField, widget: BoundWidget, hints: dict[str, str], reveals: dict[str, tuple[str, ...]]
) -> Option:
    value = str(widget.data["value"])
    hint = str(hints.get(value, ""))
    if hint:
        widget.data["attrs"]["aria-describedby"] = f"{widget.id_for_label}_hint"
    return Option(widget, hint, revealed=[field.form[name] for name in reveals.get(value, ())])


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the label says "(optional)".

    Not for a part of another question, nor for one that has a reason or another answer beside it; nor in a filter,
    where all are.
    """
    form = field.form
    if getattr(form, "all_optional", False):
        return False
    parts: frozenset[str] = getattr(form, "dependent_fields", frozenset())
    either = {name for names in getattr(form, "either", {}) for name in names}
    needed = parts | either | set(getattr(form, "reasons", {}))
    return not field.field.required and field.name not in needed


@register.filter
def is_heading(field: BoundField) -> bool:
    """Whether the field's label is the page's h1 (one question on a page)."""
    return bool(field.name == getattr(field.form, "heading_field", ""))


@register.filter
def main_fields(form: forms.BaseForm) -> list[BoundField]:
    """The visible fields that no other field draws."""
    parts: frozenset[str] = getattr(form, "dependent_fields", frozenset())
    return [field for field in form.visible_fields() if field.name not in parts]


@register.filter
def reason_for(field: BoundField) -> BoundField | None:
    """The field that says why this one is missing."""
    name = getattr(field.form, "reasons", {}).get(field.name)
    return field.form[name] if name else None


@register.filter
def error_target(field: BoundField) -> str:
    """The id of the control that the error is about: for a date the wrong part, for choices the first one."""
    if not field.use_fieldset:
        return field.id_for_label or field.auto_id
    params = field.errors.as_data()[0].params or {} if field.errors else {}
    return f"{field.auto_id}_{params.get('part', 0)}"


@register.simple_tag(takes_context=True)
def error_title(context: template.Context) -> str:
    """`Error: ` at the front of the page's title when a form of the page has errors."""
    return _("Error: ") if any(form.errors for form in _forms(context)) else ""


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: template.Context) -> dict[str, object]:
    """All errors of the page's forms (`form`, `forms`, `formset` in the context), each linked to its control."""
    return {"errors": [error for form in _forms(context) if form.errors for error in _linked(form)]}


def _linked(form: forms.BaseForm) -> Iterator[tuple[object, str]]:
    """Each error with the id that it links to.

    What is wrong with the whole form, or with a field that nobody sees, leads to the form's first control.
    """
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    first = next((error_target(field) for field in main_fields(form)), "")
    yield from ((error, first) for error in [*form.non_field_errors(), *hidden])
    for field in form.visible_fields():
        yield from ((error, error_target(field)) for error in field.errors)


def _forms(context: template.Context) -> Iterator[forms.BaseForm]:
    for name in FORM_NAMES:
        yield from _flattened(context.get(name))


def _flattened(value: object) -> Iterator[forms.BaseForm]:
    if isinstance(value, forms.BaseForm):
        yield value
    elif isinstance(value, forms.BaseFormSet | list | tuple):
        for form in value:
            yield from _flattened(form)
