"""Nothing is written by the example or a test alone: every action, column and field of a draft has a door."""

import ast

import pytest
from django.apps import apps
from django.db.models import Model

from tests.architecture import doors
from tests.architecture.source import modules_of_the_tests, writes

DRAFTS = [name for name in doors.graph() if "drafts" in name.split(".") and doors.declared(name)]
# What the machine sets alone, each with the reason.
BY_THE_DATABASE = {"recorded_at": "when the row was written, by the database's clock"}
FIGURES = "counted by the weekly rebuild, which writes them from the measures"
COPIED = "written by COPY or one statement, whose columns are a list"
LOGIN = "kept by the framework; an account opens what its memberships allow"
BY_THE_MACHINE = {
    "Erasure.erased_at": "the database's clock, when the tombstone is written",
    **{f"User.{column}": LOGIN for column in ("date_joined", "is_active", "is_staff", "is_superuser", "last_login")},
    **{
        f"{table}.{column}": FIGURES
        for table in ("ReleasedFigure", "RunningFigure")
        for column in ("denominator", "rate", "suppressed", "withheld")
    },
    "Release.revision": FIGURES,
    "Reading.metric": COPIED,
    "Reading.seq": COPIED,
    "Population.area": COPIED,
    **{f"DeviceStatus.{column}": COPIED for column in ("battery", "firmware", "heard_at", "seq")},
    **{
        f"DeviceRules.{column}": "a team's form fills the draft, which is kept whole"
        for column in ("day_begins", "day_ends", "escalate_after", "low_battery", "silent_after")
    },
    "SmallArea.area_name": COPIED,
    "SmallArea.board_code": COPIED,
    "OutboundMessage.correction": "set through `subject`",
    **{
        f"{table}.{column}": "set through `subject`"
        for table in ("OutboundMessage", "Task")
        for column in ("subject_id", "subject_kind")
    },
}
# Fields of a draft by which the example gives at once what pages add later -> the action that they add it by.
ADDED_LATER = {
    "PersonDraft.conditions": "referrals.actions.people.circumstances.set_conditions",
    "PersonDraft.digital_access": "referrals.actions.people.circumstances.set_needs",
    "PersonDraft.is_carer": "referrals.actions.people.circumstances.set_needs",
    "PersonDraft.related": "referrals.actions.people.circumstances.add_related",
    "PlanDraft.goals": "referrals.actions.support.plans.set_goal",
}
# Actions that no door calls, each with the reason.
FOR_TOOLS_ALONE = {
    "devices.actions.ingest.set_aside": "the consumer's, which runs beside the pages",
    "referrals.actions.organisation.clients.issue_token": "what /oauth/token/ gives for a secret; the demo prints one",
    "referrals.actions.messages.outbox.take_as_sent": "a demo with years of past messages does not send them now",
}


def tables() -> list[type[Model]]:
    """Our own tables; those of the history are filled by the database."""
    ours = {"referrals", "devices", "observatory"}
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in ours and not hasattr(model, "pgh_tracked_model")
    ]


def columns_without_a_door() -> set[str]:
    """`Table.column` of what no code that a door leads to writes."""
    reached = doors.reached()
    set_by_actions = doors.written(
        [name for name in reached if ".actions." in name or name.startswith("referrals.kit")]
    )
    given = frozenset(field for draft in DRAFTS for field in doors.filled(draft, reached))
    return {
        f"{model.__name__}.{column.name}"
        for model in tables()
        for column in model._meta.concrete_fields
        if not column.primary_key
        and not {column.name, column.attname} & (set_by_actions | given)
        and column.name not in BY_THE_DATABASE
    }


def test_every_action_is_reached_from_a_page_an_api_a_message_a_task_or_a_command() -> None:
    assert {name for name in doors.actions() if name not in doors.reached()} == FOR_TOOLS_ALONE.keys()


def test_every_column_is_written_by_what_a_door_leads_to() -> None:
    assert columns_without_a_door() == BY_THE_MACHINE.keys()


@pytest.mark.parametrize("draft", DRAFTS, ids=[name.rpartition(".")[2] for name in DRAFTS])
def test_every_field_of_a_draft_is_filled_by_a_form_an_api_or_a_file(draft: str) -> None:
    left = set(doors.declared(draft)) - doors.filled(draft, doors.reached())
    _module, _dot, name = draft.rpartition(".")
    assert {f"{name}.{field}" for field in left} == {field for field in ADDED_LATER if field.startswith(f"{name}.")}


def test_what_is_added_later_is_added_from_a_page() -> None:
    assert set(ADDED_LATER.values()) <= doors.reached()


# A door -> what cannot be reached once it is taken away.
TAKEN_AWAY = {
    "referrals.views.people.duplicates": "referrals.actions.people.merges.merge",
    "referrals.management.commands.import_services": "referrals.actions.services.directory.load",
    "devices.tasks": "devices.actions.retention.forget",
    "devices.messages.attendance": "referrals.actions.register.scans.scan",
}


@pytest.mark.parametrize("door", TAKEN_AWAY)
def test_what_has_lost_its_door_is_seen(door: str) -> None:
    action = TAKEN_AWAY[door]
    assert action in doors.reached()
    assert action not in doors.reached(without=frozenset({door}))


def test_a_field_that_no_form_gives_is_seen() -> None:
    fields = set(doors.declared("referrals.drafts.AddressDraft"))
    assert doors.filled("referrals.drafts.AddressDraft", ()) == frozenset()
    assert doors.filled("referrals.drafts.AddressDraft", doors.reached()) == fields


@pytest.mark.parametrize("folder", ["tests.conformance", "tests.journeys"])
def test_an_acceptance_test_arranges_only_what_a_page_or_command_can_write(folder: str) -> None:
    past_the_doors = {
        f"{module.name}: {ast.unparse(call)}"
        for module in modules_of_the_tests()
        if module.name.startswith(folder)
        for call in writes(module.tree)
    }
    assert past_the_doors == set()
