"""What tasks and messages are about: the record's own subjects, and finding the row of any app's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter

from django.db.models import Q

from referrals.kit.registries import person_data, subjects
from referrals.kit.registries.subjects import Subject
from referrals.models import (
    Appointment,
    Attendance,
    Comment,
    ContactPoint,
    CorrectionRequest,
    Episode,
    Feedback,
    Invitation,
    Membership,
    OnwardReferral,
    OutboundMessage,
    Person,
    Record,
    Referral,
    Service,
    Session,
    Task,
)

Carrier = Task | OutboundMessage


def find_nobody(_row: Record) -> None:
    """A listing, a session and an invitation to work here are about no one person."""


def _in_episode(name: str, model: type[Record]) -> Subject[Record]:
    return Subject(name, model, person=attrgetter("episode.person"), episode=attrgetter("episode"))


# Where a message names several, the first is what it is about.
SUBJECTS = (
    _in_episode("onward_referral", OnwardReferral),
    _in_episode("referral", Referral),
    _in_episode("appointment", Appointment),
    _in_episode("attendance", Attendance),
    _in_episode("correction", CorrectionRequest),
    Subject(
        "comment",
        Comment,
        person=attrgetter("thread.episode.person"),
        episode=attrgetter("thread.episode"),
        shown_with=("thread",),
    ),
    Subject("feedback", Feedback, person=attrgetter("person"), shown_with=("person",)),
    Subject("message", OutboundMessage, person=attrgetter("to_person")),
    Subject("contact_point", ContactPoint, person=attrgetter("person"), shown_with=("person",)),
    Subject("service", Service, person=find_nobody),
    Subject("session", Session, person=find_nobody),
    Subject("membership", Membership, person=attrgetter("person"), shown_with=("user", "organisation")),
    Subject("invitation", Invitation, person=find_nobody, shown_with=("organisation",)),
)


def subject_columns(carrier: type[Carrier], about: Record | None) -> dict[str, object]:
    """The columns by which a task or a message says what it is about."""
    if about is None:
        return {}
    subject = subjects.subject_of(about)
    if has_column(carrier, subject):
        return {subject.name: about}
    return {"subject_kind": subject.name, "subject_id": about.pk}


def has_column(carrier: type[Carrier], subject: Subject[Record]) -> bool:
    """Whether the table of tasks or messages has a foreign key for the subject."""
    return any(
        column.name == subject.name and column.related_model is subject.model
        for column in carrier._meta.concrete_fields
    )


def find_subject(row: Carrier) -> Record | None:
    """What a task or a message is about; None where it is about nothing but its episode or its person."""
    if row.subject_kind:
        return _read_rows(row.subject_kind, [row.subject_id]).get(row.subject_id)
    return _read_own_column(row)


def find_subjects(rows: Iterable[Carrier]) -> dict[int, Record | None]:
    """The same of many rows, by their keys."""
    rows = list(rows)
    keys: dict[str, list[int | None]] = defaultdict(list)
    for row in rows:
        if row.subject_kind:
            keys[row.subject_kind].append(row.subject_id)
    found = {kind: _read_rows(kind, of_kind) for kind, of_kind in keys.items()}
    return {
        row.pk: found[row.subject_kind].get(row.subject_id) if row.subject_kind else _read_own_column(row)
        for row in rows
    }


def _read_rows(kind: str, keys: Iterable[int | None]) -> Mapping[int | None, Record]:
    subject: Subject[Record] = subjects.subject(kind)
    rows = subject.model._default_manager.select_related(*subject.shown_with)
    return rows.in_bulk([key for key in keys if key is not None])


def _read_own_column(row: Carrier) -> Record | None:
    for subject in subjects.subjects():
        if has_column(type(row), subject) and getattr(row, subject.name):
            found: Record = getattr(row, subject.name)
            return found
    return None


def find_person(about: Record) -> Person | None:
    """Whom a row is about."""
    return subjects.subject_of(about).person(about)


def find_episode(about: Record) -> Episode | None:
    """The episode that a row belongs to, or the latest of whom it is about."""
    subject = subjects.subject_of(about)
    if subject.episode:
        return subject.episode(about)
    person = subject.person(about)
    return find_latest_episode(person.pk) if person else None


def find_latest_episode(person_id: int) -> Episode | None:
    """The episode of a person that began last."""
    return Episode.objects.filter(person=person_id).order_by("opened_at").last()


def filter_about_person(carrier: type[Carrier], person_id: int) -> Q:
    """The tasks or messages that are about something which the tables hold on a person."""
    found = Q(pk__in=[])
    for subject in subjects.subjects():
        holding = person_data.holding_of(subject.model)
        # A subject that is no holding is about nobody. A message's own call is found by its episode.
        if holding is None or subject.model is OutboundMessage:
            continue
        keys = holding.rows(person_id).order_by().values("pk")
        own = Q(**{f"{subject.name}__in": keys})
        found |= own if has_column(carrier, subject) else Q(subject_kind=subject.name, subject_id__in=keys)
    return found


def find_model(row: Carrier) -> type[Record] | None:
    """The table that `subject_id` is a key of."""
    return subjects.subject(row.subject_kind).model if row.subject_kind else None
