"""What every form does with text, with questions that depend on others, and with its own words."""

from typing import Any, ClassVar

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured

from referrals.kit.forms.base import NHSForm
from referrals.kit.forms.fields import NHSNumberField, YesNoField


class Question(NHSForm):
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "interpreter": {"yes": ("language",)},
        "needs": {"other": ("other_need",)},
    }
    reasons: ClassVar[dict[str, str]] = {"nhs_number": "nhs_number_reason"}

    first_name = forms.CharField(max_length=5)
    interpreter = YesNoField()
    language = forms.CharField(max_length=20)
    needs = forms.MultipleChoiceField(choices=[("debt", "Debt"), ("other", "Other")])
    other_need = forms.CharField(max_length=20, required=False, widget=forms.Textarea)
    nhs_number = NHSNumberField()
    nhs_number_reason = forms.ChoiceField(choices=[("", ""), ("none", "Has none")])
    agrees = forms.BooleanField(label="The person agrees")


GOOD = {
    "first_name": "Zoë",
    "interpreter": "no",
    "needs": ["debt"],
    "nhs_number": "943 476 5919",
    "agrees": "on",
}


def filled(**changes: object) -> Question:
    return Question(data=GOOD | changes)


def errors(form: NHSForm) -> dict[str, list[str]]:
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


def test_a_good_answer_is_accepted() -> None:
    form = filled()
    assert errors(form) == {}
    assert form.cleaned_data["interpreter"] is False
    assert form.cleaned_data["nhs_number"] == "9434765919"


@pytest.mark.parametrize(
    ("changes", "name", "message"),
    [
        ({"first_name": " "}, "first_name", "Enter first name"),
        ({"first_name": "Zacharias"}, "first_name", "First name must be 5 characters or fewer"),
        ({"first_name": "a\x00b"}, "first_name", "Remove characters that cannot be printed"),
        ({"first_name": "a\nb"}, "first_name", "Remove characters that cannot be printed"),
        ({"first_name": "a\u202eb"}, "first_name", "Remove characters that cannot be printed"),
        ({"interpreter": "maybe"}, "interpreter", "Select interpreter from the list"),
        ({"needs": []}, "needs", "Select needs"),
        ({"agrees": ""}, "agrees", "Tick the box: The person agrees"),
        ({"nhs_number": ""}, "nhs_number", "Enter NHS number, or say why it is not known"),
        (
            {"nhs_number_reason": "none"},
            "nhs_number_reason",
            "Give either the NHS number or the reason why it is not known, not both",
        ),
    ],
)
def test_an_error_says_what_to_do(changes: dict[str, Any], name: str, message: str) -> None:
    assert errors(filled(**changes)) == {name: [message]}


def test_a_reason_stands_in_for_the_missing_answer() -> None:
    assert errors(filled(nhs_number="", nhs_number_reason="none")) == {}


def test_a_wrong_answer_is_not_also_missing() -> None:
    assert errors(filled(nhs_number="12")) == {"nhs_number": ["NHS number is too short: it must have 10 digits"]}


def test_a_revealed_field_is_required_with_its_answer_only() -> None:
    assert errors(filled(interpreter="yes")) == {"language": ["Enter language"]}
    assert errors(filled(interpreter="yes", language="Punjabi")) == {}
    assert errors(filled(needs=["other"])) == {}


def test_a_field_that_was_not_asked_for_is_neither_checked_nor_kept() -> None:
    form = filled(language="x" * 21, other_need="kept from an earlier answer")
    assert errors(form) == {}
    assert (form.cleaned_data["language"], form.cleaned_data["other_need"]) == ("", "")


def test_lines_are_allowed_where_there_are_lines() -> None:
    assert filled(needs=["other"], other_need="a\nb").is_valid()


def test_words_of_a_fields_own_are_kept() -> None:
    class Own(NHSForm):
        name = forms.CharField(max_length=5, error_messages={"required": "Say who you are"})

    assert errors(Own(data={})) == {"name": ["Say who you are"]}


def test_text_without_a_limit_is_a_fault_of_the_form() -> None:
    class Endless(NHSForm):
        text = forms.CharField()

    with pytest.raises(ImproperlyConfigured, match=r"Endless\.text needs a max_length"):
        Endless()


def test_no_browser_cuts_what_is_pasted() -> None:
    assert "maxlength" not in str(Question()["first_name"])
