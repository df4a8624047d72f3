"""Words that may describe a risk: staff are asked once; of others, somebody of the team reads them."""

from typing import Any

import pytest
from django.test import Client

from referrals.actions.intake.receive import receive
from referrals.actions.people import corrections
from referrals.actions.register import feedback
from referrals.actions.support import threads, written
from referrals.drafts import FeedbackDraft, IntakeDraft
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Attendance, AuditEvent, Contact, Referral, Task
from referrals.selectors.support import written as selectors
from referrals.ways_in import PRACTICE_FORM, REST
from tests.support.forms_typed import referral, self_referral
from tests.support.world import World, referral_draft

WORDS = "Wants to end her life"
CONTACT: dict[str, Any] = {"mode": "phone", "outcome": "reached", "when": "now", "note": WORDS}


def unread(world: World) -> list[Task]:
    return list(Task.objects.open().filter(kind="words_unread", episode__team=world.ours.team))


def test_a_practice_is_asked_once_and_its_answer_is_kept(world: World) -> None:
    gp, url = world.ours.client(Role.GP), f"/gp/refer/{world.ours.person.public_id}/"
    before = Referral.objects.count()
    asked = gp.post(url, referral(note=WORDS))
    html = asked.content.decode()
    assert asked.status_code == 422
    assert "Your note may describe a risk" in html
    assert "end her life" in html
    assert "misses much" in html
    assert Referral.objects.count() == before
    back = gp.post(url, referral(note=WORDS, risk=""))
    assert "Select whether there is a risk" in back.content.decode()
    assert gp.post(url, referral(note=WORDS, risk_considered="yes")).status_code == 302
    assert AuditEvent.objects.filter(did="risk.considered", person_id=world.ours.person.pk).count() == 1
    assert unread(world) == []


def test_whoever_says_that_there_is_a_risk_is_not_asked(world: World) -> None:
    typed = referral(note=WORDS, risk="read_first", risk_note="She told me so today")
    url = f"/gp/refer/{world.ours.person.public_id}/"
    assert world.ours.client(Role.GP).post(url, typed).status_code == 302


def test_the_public_is_told_where_help_is_and_the_team_reads_what_they_sent(world: World) -> None:
    typed = self_referral(world.ours.practice, note="I dont want to be here any more")
    asked = Client().post("/refer/", typed)
    assert asked.status_code == 422
    assert "Are you safe?" in asked.content.decode()
    assert "116 123" in asked.content.decode()
    assert Client().post("/refer/", typed | {"risk_considered": "yes"}).status_code == 302
    [task] = unread(world)
    assert task.due_on == world.today


def test_a_system_is_not_asked_and_the_team_reads_it(world: World) -> None:
    draft = IntakeDraft(referral=referral_draft(note=WORDS), known=world.ours.person.public_id)
    gp = world.ours.actor(Role.GP)
    with pytest.raises(Refusal, match="may-be-a-risk"):
        receive(draft=draft, way=PRACTICE_FORM, by=gp, now=world.now)
    made = receive(draft=draft, way=REST, by=gp, now=world.now)
    assert [task.referral for task in unread(world)] == [made]


@pytest.mark.parametrize(("answer", "leads_to"), [("yes", "flags/add/"), ("no", "#contacts")])
def test_a_link_workers_note_is_asked_about_and_lost_by_neither_answer(
    world: World, answer: str, leads_to: str
) -> None:
    client, episode = world.ours.client(Role.LINK_WORKER), world.ours.referral.episode
    url = f"/link-worker/episodes/{episode.public_id}/contacts/add/"
    asked = client.post(url, CONTACT)
    assert asked.status_code == 422
    assert f'name="note" value="{WORDS}"' in asked.content.decode()
    assert not Contact.objects.filter(note=WORDS).exists()
    saved = client.post(url, CONTACT | {"risk_considered": answer})
    assert saved.headers["Location"] == f"/link-worker/episodes/{episode.public_id}/{leads_to}"
    assert Contact.objects.get(note=WORDS).episode == episode
    assert AuditEvent.objects.filter(did="risk.considered", detail__answer=answer).count() == 1


def test_a_comment_among_colleagues_is_asked_about_and_a_flag_is_not(world: World) -> None:
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    manager, client = world.ours.client(Role.MANAGER), world.ours.client(Role.LINK_WORKER)
    assert manager.post(f"{episode}comments/", {"text": WORDS}).status_code == 422
    sent = manager.post(f"{episode}comments/", {"text": WORDS, "risk_considered": "yes"})
    assert sent.headers["Location"] == f"{episode}comments/"
    told = client.post(f"{episode}comments/", {"text": WORDS, "risk_considered": "yes"})
    assert told.headers["Location"] == f"{episode}flags/add/"
    assert client.post(f"{episode}flags/add/", {"kind": "safeguarding", "note": WORDS}).status_code == 302


@pytest.mark.parametrize("answers_a_thread", [False, True])
def test_of_a_manager_who_says_that_there_is_a_risk_a_link_worker_reads_it(
    world: World, *, answers_a_thread: bool
) -> None:
    """They can raise no flag themselves: none is promised."""
    episode = world.ours.referral.episode
    manager, client = world.ours.client(Role.MANAGER), world.ours.client(Role.LINK_WORKER)
    url = f"/link-worker/episodes/{episode.public_id}/comments/"
    if answers_a_thread:
        by = world.ours.actor(Role.LINK_WORKER)
        thread = threads.begin(episode=episode, text="How did it go?", by=by, now=world.now)
        url = f"{url}{thread.public_id}/"
    asked = manager.post(url, {"text": WORDS}).content.decode()
    assert "ask the link workers to read it today" in asked
    assert "raise a flag" not in asked
    manager.post(url, {"text": WORDS, "risk_considered": "no"})
    assert unread(world) == []
    shown = manager.post(url, {"text": WORDS, "risk_considered": "yes"}, follow=True).content.decode()
    assert "The link workers are asked to read it today" in shown
    [task] = unread(world)
    assert task.due_on == world.today
    assert "In a comment of a colleague" in client.get("/link-worker/words/").content.decode()
    words = f"/link-worker/episodes/{episode.public_id}/words/{task.public_id}/"
    assert WORDS in client.get(words).content.decode()
    assert client.post(words).status_code == 302
    assert unread(world) == []


def test_what_people_say_waits_on_the_list_with_its_age_until_someone_has_read_it(world: World) -> None:
    person, client = world.ours.actor(Role.PERSON), world.ours.client(Role.LINK_WORKER)
    corrections.ask(about="other", text=WORDS, by=person, now=world.now)
    attendance = Attendance.objects.get(person=world.ours.person)
    said = FeedbackDraft("not_for_me", comment="My husband hits me")
    feedback.give(attendance=attendance, draft=said, by=person, now=world.now)
    listed = client.get("/link-worker/words/").content.decode()
    assert "About a session" in listed
    assert "About their record" in listed
    assert "2 texts may describe a risk" in client.get("/link-worker/").content.decode()
    for one in selectors.waiting(world.ours.actor(Role.LINK_WORKER)):
        url = f"/link-worker/episodes/{one.task.episode.public_id}/words/{one.task.public_id}/"
        assert one.words in client.get(url).content.decode()
        assert client.post(url).status_code == 302
    assert unread(world) == []
    assert "Nothing waits to be read" in client.get("/link-worker/words/").content.decode()


def test_it_is_read_once_and_what_a_link_worker_heard_by_phone_needs_no_reading(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    written.let_be_read(about=world.ours.referral, episode=world.ours.referral.episode, by=by, now=world.now)
    [task] = unread(world)
    written.read(task=task, by=by, now=world.now)
    with pytest.raises(Refusal, match="already-read"):
        written.read(task=task, by=by, now=world.now)
    attendance = Attendance.objects.get(person=world.ours.person)
    feedback.give(attendance=attendance, draft=FeedbackDraft("not_for_me", None, WORDS, "phone"), by=by, now=world.now)
    assert unread(world) == []
