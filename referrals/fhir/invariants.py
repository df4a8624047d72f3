"""Rules of FHIR R4 that neither the models of the library nor a table of codes knows."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from referrals.fhir.server import Issue
from referrals.kit.registries.fhir import Element

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
# The start of a mark of HTML, in text that is Markdown.
MARK = re.compile(r"<[A-Za-z/!]")
PERIOD = frozenset({"start", "end", "id", "extension", "_start", "_end"})
_ELEMENTS = (
    "a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img "
    "li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var"
)
_ATTRIBUTES = (
    "xmlns xml:lang lang title style class id name href src alt align valign width height border cellpadding "
    "cellspacing colspan rowspan abbr axis headers scope span char charoff summary frame rules cite dir longdesc "
    "bgcolor nowrap start type value clear"
)
ELEMENTS, ATTRIBUTES = frozenset(_ELEMENTS.split()), frozenset(_ATTRIBUTES.split())
DAY = len("2026-01-31")
# Type of an item of a questionnaire -> the member that holds an answer.
ANSWERS = {
    "boolean": {"valueBoolean"},
    "decimal": {"valueDecimal"},
    "integer": {"valueInteger"},
    "date": {"valueDate"},
    "dateTime": {"valueDateTime"},
    "time": {"valueTime"},
    "string": {"valueString"},
    "text": {"valueString"},
    "url": {"valueUri"},
    "choice": {"valueCoding"},
    "open-choice": {"valueCoding", "valueString"},
    "attachment": {"valueAttachment"},
    "reference": {"valueReference"},
    "quantity": {"valueQuantity"},
}


def issues(resource: Element, kind: str) -> Iterator[Issue]:
    """Each rule that a resource breaks, or something in it."""
    yield from _in(resource, kind)


def _in(element: Element, path: str) -> Iterator[Issue]:
    if isinstance(element, str) and "\0" in element:
        yield Issue("value", _("A text holds the character NUL."), path)
    elif isinstance(element, list):
        for number, one in enumerate(element):
            yield from _in(one, f"{path}[{number}]")
    elif isinstance(element, dict):
        for rule in RULES.get(str(element.get("resourceType", "")), ()):
            yield from rule(element, path)
        yield from _of_any(element, path)
        for name, value in element.items():
            # In a list null keeps the place of what stands beside it, in `_given`.
            is_list_with_gaps = isinstance(value, list) and f"_{name.removeprefix('_')}" in element
            if value is None or (isinstance(value, list) and None in value and not is_list_with_gaps):
                yield Issue("structure", _("What is not there is left out, and not null."), f"{path}.{name}")
            yield from _in(value, f"{path}.{name}")


def _of_any(element: dict[str, Element], path: str) -> Iterator[Issue]:
    """What holds of every element."""
    if "fhir_comments" in element:
        yield Issue("structure", _("R4 has no comments."), f"{path}.fhir_comments")
    if "resourceType" in element and "id" in element and not ID.fullmatch(str(element["id"])):
        yield Issue("value", _("An id has letters, digits, hyphens and dots, at most 64."), f"{path}.id")
    if {"start", "end"} <= element.keys() <= PERIOD and _ends_before(element["start"], element["end"]):
        yield Issue("invariant", _("A period ends no earlier than it starts."), path)
    if "div" in element and "status" in element and (found := _forbidden(str(element["div"]))):
        words = _("A narrative may not have %(mark)s.") % {"mark": found}
        yield Issue("invariant", words, f"{path}.div")
    for number, note in enumerate(_items(element, "note")):
        if MARK.search(str(note.get("text", ""))):
            yield Issue("invariant", _("Markdown has no marks of HTML here."), f"{path}.note[{number}].text")


def _ends_before(start: object, end: object) -> bool:
    """Whether it cannot be said that the start comes first: of a day and a moment on it neither does."""
    first, last = str(start), str(end)
    if len(first) == len(last) or min(len(first), len(last)) > DAY:
        try:
            return datetime.fromisoformat(last) < datetime.fromisoformat(first)
        except (ValueError, TypeError):
            return last < first
    length = min(len(first), len(last))
    return last[:length] <= first[:length]


class _Marks(HTMLParser):
    """The first mark of a text that is not of the simple ones."""

    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wrong = [] if tag in ELEMENTS else [tag]
        wrong += [name for name, _value in attrs if name not in ATTRIBUTES]
        wrong += [str(value) for name, value in attrs if name in {"href", "src"} and _is_script(str(value))]
        self.found = self.found or next(iter(wrong), "")


def _is_script(address: str) -> bool:
    return address.strip().lower().startswith(("javascript:", "vbscript:", "data:text"))


def _forbidden(narrative: str) -> str:
    marks = _Marks()
    marks.feed(narrative)
    return marks.found


def _bundle(bundle: Element, path: str) -> Iterator[Issue]:
    relations = [one.get("relation") for one in _items(bundle, "link")]
    if relations.count("self") > 1:
        yield Issue("invariant", _("A bundle has one link to itself."), f"{path}.link")
    addresses = [(one.get("fullUrl"), _version(one)) for one in _items(bundle, "entry")]
    for number, (address, _of_version) in enumerate(addresses):
        if address is not None and not ABSOLUTE.fullmatch(str(address)):
            yield Issue("value", _("The full address of an entry is absolute."), f"{path}.entry[{number}].fullUrl")
    given = [one for one in addresses if one[0]]
    if bundle.get("type") != "history" and len(set(given)) < len(given):
        yield Issue("invariant", _("Two entries have the same full address."), f"{path}.entry")


def _version(entry: Element) -> str:
    resource = entry.get("resource")
    meta = resource.get("meta") if isinstance(resource, dict) else None
    return str(meta.get("versionId", "")) if isinstance(meta, dict) else ""


def _questionnaire(questionnaire: Element, path: str) -> Iterator[Issue]:
    for number, item in enumerate(_items(questionnaire, "item")):
        here = f"{path}.item[{number}]"
        if len(_items(item, "enableWhen")) > 1 and not item.get("enableBehavior"):
            yield Issue("required", _("Several conditions say whether all or any of them count."), here)
        yield from _questionnaire(item, here)


def _answers(response: Element, path: str) -> Iterator[Issue]:
    """Answers are judged by their questionnaire, which has to be contained: this server knows none by its address."""
    asked = response.get("questionnaire")
    if not asked:
        return
    by_address = {f"#{one.get('id')}": one for one in _items(response, "contained")}
    questionnaire = by_address.get(str(asked))
    if questionnaire is None:
        words = _("This questionnaire is not known here: send it along, contained in the answers.")
        yield Issue("not-supported", words, f"{path}.questionnaire")
        return
    yield from _answered(questionnaire, response, path)


def _answered(questions: Element, answers: Element, path: str) -> Iterator[Issue]:
    known = {one.get("linkId"): one for one in _items(questions, "item")}
    given: set[object] = set()
    for number, item in enumerate(_items(answers, "item")):
        here = f"{path}.item[{number}]"
        question = known.get(item.get("linkId"))
        if question is None:
            yield Issue("invariant", _("This question is not in the questionnaire."), f"{here}.linkId")
            continue
        if _items(item, "answer") or _items(item, "item"):
            given.add(item.get("linkId"))
        kinds = {name for one in _items(item, "answer") for name in one if name.startswith("value")}
        if kinds - ANSWERS.get(str(question.get("type")), kinds):
            yield Issue("invariant", _("The answer is of another type than its question."), f"{here}.answer")
        yield from _answered(question, item, here)
    for link, question in known.items():
        if question.get("required") is True and link not in given and not question.get("enableWhen"):
            yield Issue("required", _("A required question has no answer."), f"{path}.item")


def _items(element: Element, name: str) -> list[Element]:
    found = element.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


RULES: dict[str, tuple[Callable[[Element, str], Iterator[Issue]], ...]] = {
    "Bundle": (_bundle,),
    "Questionnaire": (_questionnaire,),
    "QuestionnaireResponse": (_answers,),
}
