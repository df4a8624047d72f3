"""What the audit promises, kept by the database itself."""

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, models, transaction
from django.db.models import F, Model
from django.utils import timezone

from referrals.kit import audit
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models import AuditEvent, OnwardStatusChange, ReferralStatusChange
from tests.support.world import World

OWN_APPS = {"referrals", "devices", "observatory"}
APPEND_ONLY = (AuditEvent, ReferralStatusChange, OnwardStatusChange)


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_history_is_neither_changed_nor_removed(model: type[Model], world: World) -> None:
    rows = model._default_manager.all()
    before = rows.count()
    assert before
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        rows.update(id=F("id"))
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        rows.delete()
    assert rows.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [ActorKind.MEMBER, ActorKind.CLIENT, ActorKind.DEVICE, ActorKind.LINK])
def test_an_actor_without_a_name_cannot_be_written(kind: ActorKind) -> None:
    with pytest.raises(IntegrityError, match="audit_names_its_actor"), transaction.atomic():
        audit.record(by=Actor(kind=kind), did="nothing.done")


@pytest.mark.django_db
def test_a_row_says_who_what_and_when() -> None:
    by = Actor(kind=ActorKind.MEMBER, role=Role.GP, user_id=1, membership_id=2, organisation_id=3)
    audit.record(by=by, did="referral.sent", person_id=4, rows=5)
    row = AuditEvent.objects.get()
    assert (row.did, row.role, row.user_id, row.membership_id, row.organisation_id, row.person_id, row.detail) == (
        *("referral.sent", "gp", 1, 2, 3, 4),
        {"rows": 5},
    )
    assert row.at <= timezone.now()


def test_each_change_of_the_pathway_was_written_down(world: World) -> None:
    did = set(AuditEvent.objects.filter(person_id=world.ours.person.pk).values_list("did", flat=True))
    assert did >= {
        *("person.registered", "referral.sent", "referral.claimed", "contact.recorded", "plan.agreed", "goal.set"),
        *("onward_referral.offer", "onward_referral.accept", "attendance.marked", "agreement.given"),
    }


def test_no_text_of_anybody_is_in_the_audit(world: World) -> None:
    audit.record(by=SCHEDULE, did="nothing.done")
    texts = [str(detail) for detail in AuditEvent.objects.values_list("detail", flat=True)]
    person = world.ours.person
    words = (person.given_name, person.family_name, person.nhs_number, "Misses her husband", "Likes parks")
    assert [text for text in texts for word in words if str(word) in text] == []


# Columns that are filled in only when something else is: a constraint of the table has to name each.
ONLY_IF = frozenset(
    {"close_reason", "closed_at", "due_on", "ends_at", "ends_on", "failure", "risk_note", "sent_at", "valid_to"}
    | {"nhs_number_missing_reason", "postcode_missing_reason", "practice_missing_reason", "used_at", "withdrawn_at"}
)


def own_models() -> list[type[Model]]:
    """The tables of the product; history takes over what the constraints of its table let in."""
    own = [model for model in apps.get_models() if model._meta.app_label in OWN_APPS]
    return [model for model in own if not hasattr(model, "pgh_tracked_model")]


def test_what_is_filled_in_only_if_something_else_is_has_a_constraint() -> None:
    found = {column.name for model in own_models() for column in model._meta.concrete_fields}
    assert found >= ONLY_IF
    bare = [
        f"{model.__name__}.{column.name}"
        for model in own_models()
        for column in model._meta.concrete_fields
        if column.name in ONLY_IF and column.null | column.blank and column.name not in conditions(model)
    ]
    assert bare == []


def conditions(model: type[Model]) -> str:
    checks = [rule for rule in model._meta.constraints if isinstance(rule, models.CheckConstraint)]
    return " ".join(str(rule.condition) for rule in checks)
