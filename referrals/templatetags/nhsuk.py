"""What every template can use without loading it: formats, status tags, and components that wrap a block.

`docs/components.md` shows each with an example. Form tags are in `nhsuk_forms.py`.
"""

from datetime import date, datetime

from django import template
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from referrals import nhs_number as numbers
from referrals import telephone as telephones
from referrals.kit.registries import task_kinds

register = template.Library()

# Colour of a status by its code. Blue waits for an answer, green goes well, yellow is on hold, orange went wrong,
# grey is over. The words always say the same as the colour.
TONES = {
    "received": "blue",
    "claimed": "aqua-green",
    "supported": "green",
    "closed": "grey",
    "declined": "orange",
    "returned": "orange",
    "requested": "blue",
    "accepted": "aqua-green",
    "rejected": "orange",
    "cancelled": "grey",
    "in-progress": "green",
    "on-hold": "yellow",
    "failed": "orange",
    "completed": "grey",
    "entered-in-error": "white",
}


@register.filter
def nhs_number(digits: str | None) -> str:
    """`999 123 4567` that never breaks over two lines; "Not known" for none."""
    if not digits:
        return _("Not known")
    return format_html('<span class="app-number">{}</span>', numbers.display(digits))


@register.filter
def telephone(number: str) -> str:
    """`0161 496 0123`, in the usual groups."""
    return telephones.display(number)


@register.filter
def dialled(number: str) -> str:
    """The number for a `tel:` link."""
    return telephones.dialled(number)


@register.filter
def nhs_date(value: date | None) -> str:
    """`2 March 2026`, in London for a time; "Not known" for none."""
    return _formatted(value, "j F Y")


@register.filter
def nhs_short_date(value: date | None) -> str:
    """`2 Mar 2026`, for tables."""
    return _formatted(value, "j M Y")


@register.filter
def nhs_datetime(value: datetime | None) -> str:
    """`2 March 2026 at 10:30am`, in London; "Not known" for none."""
    if value is None:
        return _("Not known")
    return _("%(date)s at %(time)s") % {"date": nhs_date(value), "time": nhs_clock(value)}


@register.filter
def nhs_clock(value: datetime) -> str:
    """`10:30am`, in London."""
    return f"{timezone.localtime(value):%I:%M%p}".lstrip("0").lower()


@register.filter
def task_words(kind: str) -> str:
    """What is to be done for a task of a kind, whatever it is about."""
    return str(task_kinds.kind(kind).words)


@register.filter
def pounds(pence: int) -> str:
    """`£1,042.50`; with a minus sign before the pound sign below nothing."""
    sign = "\N{MINUS SIGN}" if pence < 0 else ""
    return f"{sign}\N{POUND SIGN}{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def _formatted(value: date | None, pattern: str) -> str:
    if value is None:
        return _("Not known")
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, pattern)


@register.inclusion_tag("components/tag.html")
def tag(text: str, colour: str = "") -> dict[str, str]:
    """A short label in a colour of the NHS palette; blank is the standard blue."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("components/tag.html")
def status_tag(code: str, text: str) -> dict[str, str]:
    """A status in the colour that its code has everywhere."""
    return {"text": text, "colour": TONES.get(str(code), "white")}


@register.inclusion_tag("components/button.html")
def button(text: str, kind: str = "", href: str = "", name: str = "", value: str = "") -> dict[str, str]:
    """A submit button, or a link that looks like one. `kind`: secondary, warning, small; several with spaces."""
    return {"text": text, "classes": _modifiers("nhsuk-button", kind), "href": href, "name": name, "value": value}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: template.Context, text: str, url: str, kind: str = "", about: str = "", **fields: str
) -> dict[str, object]:
    """A form of one button that acts. `about` is read aloud after the text; further arguments are hidden fields."""
    return {
        "csrf_token": context.get("csrf_token"),
        "text": text,
        "url": url,
        "classes": _modifiers("nhsuk-button", kind),
        "about": about,
        "fields": fields,
    }


@register.inclusion_tag("components/back_link.html")
def back_link(url: str, text: str = "") -> dict[str, str]:
    """A way back, for the `back` block above the heading."""
    return {"url": url, "text": text or _("Back")}


def _modifiers(block: str, kinds: str) -> str:
    return " ".join(f"{block}--{kind}" for kind in kinds.split())


@register.simple_block_tag
def card(content: str, heading: str = "", href: str = "", level: int = 2, kind: str = "") -> SafeString:
    """A card; with `href` the heading is a link and the whole card can be clicked. `kind`: feature, urgent."""
    classes = _modifiers("nhsuk-card", kind)
    return _component("card", content=content, heading=heading, href=href, level=level, classes=classes)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Text that stands out from what surrounds it."""
    return _component("inset", content=content)


@register.simple_block_tag
def callout(content: str, heading: str, level: int = 2) -> SafeString:
    """A warning that must not be missed."""
    return _component("callout", content=content, heading=heading, level=level)


@register.simple_block_tag
def details(content: str, summary: str, *, is_open: bool = False) -> SafeString:
    """Text behind a summary; the browser opens it, no script needed."""
    return _component("details", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag
def data_table(content: str, caption: str, kind: str = "") -> SafeString:
    """A table from its thead and tbody; it scrolls in its own box.

    `kind`: quiet (caption for screen readers only); stack (a row is a block on a telephone: its cells need their ARIA
    roles, and `data-label` where they need their heading).
    """
    kinds = kind.split()
    return _component("table", content=content, caption=caption, is_quiet="quiet" in kinds, is_stack="stack" in kinds)


@register.simple_block_tag
def summary_list(content: str, kind: str = "") -> SafeString:
    """A list of `summary_row`s. `kind`: no-border, dense."""
    return _component("summary_list", content=content, classes=_modifiers("nhsuk-summary-list", kind))


@register.simple_block_tag
def summary_row(content: str, key: str, href: str = "") -> SafeString:
    """A key and its value; with `href` a "Change" link that names the key. An empty value is "Not provided"."""
    return _component("summary_row", content=content, key=key, href=href)


@register.simple_block_tag
def figure(content: str, title: str, description: str, src: str = "", svg: str = "", csv: str = "") -> SafeString:
    """A chart with its table twin as the block. `src` is the address of an image, or `svg` safe markup in the page."""
    return _component("figure", content=content, title=title, description=description, src=src, svg=svg, csv=csv)


@register.simple_block_tag
def confirmation(content: str, heading: str) -> SafeString:
    """The green panel at the end of a journey; its heading is the page's h1."""
    return _component("confirmation", content=content, heading=heading)


def _component(name: str, **context: object) -> SafeString:
    return render_to_string(f"components/{name}.html", context)
