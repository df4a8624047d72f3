"""One intake: each way in is judged by the same rules, in the same words, and makes the same rows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from referrals.actions.intake.receive import receive
from referrals.actions.people import people
from referrals.drafts import ContactDraft, EarlierDraft, IntakeDraft
from referrals.kit.actor import PUBLIC, Actor
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, OutboundMessage, Person, Referral, Task, TryCount
from referrals.ways_in import CASELOAD_LIST, EVERY_WAY_IN, PRACTICE_FORM, SELF_REFERRAL, TAKEN_DOWN, WayIn
from tests.conformance.browsing import words
from tests.referrals.api.test_referrals import body
from tests.support import tokens
from tests.support.bad_input import undone
from tests.support.caseload_files import case, caseload_file
from tests.support.fhir import service_request
from tests.support.forms_typed import date_typed, new_patient, self_referral
from tests.support.tokens import Api
from tests.support.world import World, an_nhs_number, person_draft, referral_draft

NUMBER = an_nhs_number(88)
SOMEONE: dict[str, Any] = {"given_name": "Quentin", "family_name": "Received", "born_on": date(1944, 2, 29)}
SENDERS: dict[str, Callable[[World], Actor]] = {
    "practice-form": lambda world: world.ours.actor(Role.GP),
    "taken-down": lambda world: world.ours.actor(Role.LINK_WORKER),
    "self-referral": lambda world: PUBLIC,
    "rest": lambda world: world.ours.actor(Role.GP),
    "fhir": lambda world: world.ours.actor(Role.GP),
    "caseload-list": lambda world: world.ours.actor(Role.MANAGER),
}
SENTENCES = {
    "not-permitted": "Your role does not include this.",
    "urgent": "This need is urgent: call 999, or 111 and choose option 2. It was not sent.",
    "too-long": "family_name has more than 100 characters: shorten it.",
    "no-team": "There is no link worker team to refer to. Ask your manager to set it.",
    "details-differ": "Check the NHS number and the date of birth: they do not belong together.",
    "not-possible-now": "This NHS number cannot be used now. Call the link worker team.",
    "has-died": "A date of death is recorded for this person.",
}
# What is refused of someone who is found; who refers themselves is never looked for.
OF_SOMEONE_KNOWN = {"details-differ", "not-possible-now", "has-died"}


def draft_for(world: World, way: WayIn, **person: Any) -> IntakeDraft:
    """Someone whom nobody looks like, with everything that a way in may want to know."""
    own = {"practice_id": world.ours.practice.pk, "contacts": (ContactDraft.safe("home_phone", "01614960555"),)}
    values = {**SOMEONE, "nhs_number": NUMBER, **own, **person}
    earlier = EarlierDraft(stage="received", referred_on=world.today, agreed_on=world.today)
    return IntakeDraft(
        person=person_draft(**values),
        referral=referral_draft(route="" if way.routes.keys() != CASELOAD_LIST.routes.keys() else "outreach"),
        team_id=world.ours.team.pk,
        earlier=earlier if way is CASELOAD_LIST else None,
    )


def spoilt(world: World, way: WayIn, code: str) -> tuple[IntakeDraft, Actor]:
    """A draft and its sender with one thing that is refused."""
    draft, by = draft_for(world, way), SENDERS[way.code](world)
    if code == "not-permitted":
        return draft, world.ours.actor(Role.PROVIDER)
    if code == "urgent":
        return replace(draft, referral=replace(draft.referral, risk="urgent")), by
    if code == "too-long":
        return draft_for(world, way, family_name="x" * 101), by
    if code == "no-team":
        return replace(draft, team_id=None), replace(by, organisation_id=None)
    known = world.theirs.person
    if code == "has-died":
        Person.objects.filter(pk=known.pk).update(died_on=world.today)
    if code == "not-possible-now":
        Person.objects.filter(pk=known.pk).update(restricted_at=world.now)
    born_on = date(1990, 1, 1) if code == "details-differ" else known.born_on
    return draft_for(world, way, nhs_number=known.nhs_number, born_on=born_on), by


@pytest.mark.parametrize("code", SENTENCES)
@pytest.mark.parametrize("way", EVERY_WAY_IN, ids=lambda way: way.code)
def test_every_way_in_refuses_the_same_in_the_same_words_and_writes_nothing(
    world: World, way: WayIn, code: str
) -> None:
    if code in OF_SOMEONE_KNOWN and not way.finds_people:
        code_here, sentence = "already-known", "Someone with this NHS number is already known to the service."
    else:
        code_here, sentence = code, SENTENCES[code]
    draft, by = spoilt(world, way, code)
    before = (Person.objects.count(), Referral.objects.count(), AuditEvent.objects.count())
    with pytest.raises(Refusal) as refusal:
        receive(draft=draft, way=way, by=by, now=world.now)
    assert (refusal.value.code, refusal.value.message) == (code_here, sentence)
    assert (Person.objects.count(), Referral.objects.count(), AuditEvent.objects.count()) == before


def rows(world: World, way: WayIn) -> dict[str, Any]:
    """What a way in makes of one draft, but for the route and who referred."""
    last = AuditEvent.objects.latest("pk").pk
    made = receive(draft=draft_for(world, way), way=way, by=SENDERS[way.code](world), now=world.now)
    person = Person.objects.values("given_name", "family_name", "born_on", "nhs_number", "language").get(
        pk=made.person_id
    )
    of_person = made.person
    return {
        "person": person,
        "contacts": list(of_person.contact_points.values_list("kind", "value", "safe_to_call", "safe_to_write")),
        "address": of_person.addresses.values_list("postcode", "imd_decile").get(),
        "practice": of_person.practices.values_list("practice", "practice_missing_reason").get(),
        "agreement": (made.agreement.purpose, made.agreement.wording_version),
        "referral": (made.team_id, made.status, made.next_action, made.due_on, made.needs, made.note, made.risk),
        "tasks": list(Task.objects.filter(episode=made.episode).values_list("kind", "due_on")),
        "told": list(OutboundMessage.objects.filter(referral=made).values_list("kind", "to_organisation")),
        "did": list(AuditEvent.objects.filter(pk__gt=last).values_list("did", flat=True)),
    }


def test_the_same_draft_makes_the_same_rows_by_every_way_in(world: World) -> None:
    made = {}
    for way in EVERY_WAY_IN:
        with undone():
            made[way.code] = rows(world, way)
    carried = made.pop("caseload-list")
    first = made["rest"]
    assert first["did"] == ["person.registered", "agreement.given", "episode.began", "referral.sent"]
    for code, one in made.items():
        assert one == first, code
    # Who is carried over is not told, and the day of their referral stands.
    same = {"person", "contacts", "address", "practice", "agreement", "referral", "tasks"}
    assert {name: carried[name] for name in same} == {name: first[name] for name in same}
    assert carried["told"] == []


@pytest.mark.parametrize("way", EVERY_WAY_IN, ids=lambda way: way.code)
def test_the_route_is_one_of_the_way_in(world: World, way: WayIn) -> None:
    by = SENDERS[way.code](world)
    draft = draft_for(world, way)
    made = receive(draft=draft, way=way, by=by, now=world.now)
    assert made.route in way.routes[by.role]
    others = {"gp", "self", "hospital"} - set(way.routes[by.role])
    for route in others:
        with pytest.raises(Refusal, match="not-permitted"):
            receive(draft=replace(draft, referral=replace(draft.referral, route=route)), way=way, by=by, now=world.now)


def test_who_looks_known_is_asked_about_by_the_practice_form_alone(world: World) -> None:
    twin = people.register(
        draft=person_draft(**SOMEONE, practice_id=world.ours.practice.pk, contacts=()), by=PUBLIC, now=world.now
    )
    asked = []
    for way in EVERY_WAY_IN:
        with undone():
            try:
                receive(draft=draft_for(world, way), way=way, by=SENDERS[way.code](world), now=world.now)
            except Refusal as refusal:
                asked.append((refusal.code, way))
    assert asked == [("looks-known", PRACTICE_FORM)]
    draft = replace(draft_for(world, PRACTICE_FORM), asked_about=frozenset({str(twin.public_id)}))
    made = receive(draft=draft, way=PRACTICE_FORM, by=world.ours.actor(Role.GP), now=world.now)
    assert made.person != twin
    assert AuditEvent.objects.filter(did="person.opened", person_id=twin.pk).count() == 1


def test_nobody_is_referred_whom_the_sender_may_not_open(world: World) -> None:
    draft = draft_for(world, TAKEN_DOWN)
    for known in (world.theirs.person.public_id, uuid4()):
        with pytest.raises(Refusal, match="not-found"):
            receive(
                draft=replace(draft, known=known), way=TAKEN_DOWN, by=world.ours.actor(Role.LINK_WORKER), now=world.now
            )
    with pytest.raises(Refusal, match="not-found"):
        receive(draft=replace(draft, person=None), way=SELF_REFERRAL, by=PUBLIC, now=world.now)


def by_practice(world: World, **typed: Any) -> str:
    return words(world.ours.client(Role.GP).post("/gp/refer/", new_patient(**typed)).content.decode())


def by_link_worker(world: World, **typed: Any) -> str:
    values = {"route": "outreach", "consent_channel": "phone", **typed}
    return words(
        world.ours.client(Role.LINK_WORKER).post("/link-worker/refer/", new_patient(**values)).content.decode()
    )


def by_themselves(world: World, **typed: Any) -> str:
    TryCount.objects.all().delete()
    return words(Client().post("/refer/", self_referral(world.ours.practice, **typed)).content.decode())


def by_system(world: World, *, risk: str = "none", **typed: Any) -> str:
    person = {name: value for name, value in typed.items() if not name.startswith("born")}
    if "born_on_year" in typed:
        born = (int(typed[f"born_on_{part}"]) for part in ("year", "month", "day"))
        person["born_on"] = date(*born).isoformat()
    answer = Api(tokens.issue(world.ours.members[Role.GP])).post("referrals/", body(person=person, risk=risk))
    return str(answer.json())


def by_fhir(world: World, *, risk: str = "none", **typed: Any) -> str:
    someone = {name: value for name, value in typed.items() if not name.startswith("born")}
    if "born_on_year" in typed:
        born = (int(typed[f"born_on_{part}"]) for part in ("year", "month", "day"))
        someone["born_on"] = date(*born).isoformat()
    sent = service_request(priority="stat" if risk == "urgent" else "routine", **someone)
    answer = Api(tokens.issue(world.ours.members[Role.GP])).client.post(
        "/fhir/R4/ServiceRequest", sent, content_type="application/fhir+json"
    )
    return str(answer.json())


def by_list(world: World, **typed: Any) -> str:
    cells = {"nhs_number": typed.get("nhs_number", NUMBER), "last_name": typed.get("family_name", "Carried")}
    if "born_on_year" in typed:
        cells["date_of_birth"] = "/".join(typed[f"born_on_{part}"].zfill(2) for part in ("day", "month", "year"))
    page = world.ours.client(Role.MANAGER).post(
        "/manager/caseload-import/", {"file": caseload_file(case(world, **cells))}
    )
    return words(page.content.decode())


EDGES: dict[str, Callable[..., str]] = {
    "practice-form": by_practice,
    "taken-down": by_link_worker,
    "self-referral": by_themselves,
    "rest": by_system,
    "fhir": by_fhir,
    "caseload-list": by_list,
}


@pytest.mark.parametrize("edge", EDGES)
def test_a_page_or_system_says_what_the_intake_says(world: World, edge: str) -> None:
    known = world.theirs.person
    before = Referral.objects.count()
    of_known = {"nhs_number": known.nhs_number}
    if edge != "self-referral":
        assert SENTENCES["details-differ"] in EDGES[edge](world, **of_known)
        Person.objects.filter(pk=known.pk).update(died_on=world.today)
        assert SENTENCES["has-died"] in EDGES[edge](world, **of_known, **date_typed("born_on", known.born_on))
    if edge != "caseload-list":
        assert "999" in EDGES[edge](world, risk="urgent")
    EDGES[edge](world, family_name="x" * 101)
    if edge in {"practice-form", "rest"}:
        type(world.ours.practice).objects.filter(pk=world.ours.practice.pk).update(refers_to=None)
        assert SENTENCES["no-team"] in EDGES[edge](world)
    assert Referral.objects.count() == before
