"""What was noted wrongly is put right with its reason, and stays in the record; a practice takes back what it sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from referrals.actions.intake import referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.support import contacts
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Contact, OutboundMessage, Referral, Task
from referrals.selectors.support import episodes
from referrals.selectors.work import worklists
from tests.conformance.browsing import read, refused, send
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.world import World, refer, referral_draft, register, signed_in


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def contact(world: World) -> Contact:
    return Contact.objects.get(episode=world.ours.referral.episode)


def page(world: World) -> str:
    return f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"


def test_a_contact_is_struck_out_with_its_reason_and_taken_back(world: World, client: Client) -> None:
    url = f"{page(world)}contacts/{contact(world).public_id}/"
    assert "Enter why is it wrong" not in read(client, f"{url}strike-out/")
    refused(client, f"{url}strike-out/", {"reason": ""})
    send(client, f"{url}strike-out/", {"reason": "Her neighbour's call"})
    shown = read(client, page(world))
    assert "No contact yet" in shown
    assert "Her neighbour's call" in shown
    assert "Likes parks." in shown
    rows, _next = worklists.caseload(world.ours.actor(Role.LINK_WORKER), world.today, whole_team=False)
    assert [row.last_contact_at for row in rows] == [None]
    send(client, f"{url}restore/")
    assert "No contact yet" not in read(client, page(world))
    did = AuditEvent.objects.filter(did__startswith="contact.", person_id=world.ours.person.pk)
    assert list(did.order_by("pk").values_list("did", flat=True))[-2:] == ["contact.struck_out", "contact.restored"]


def test_a_contact_is_corrected_from_what_stood_there(world: World, client: Client) -> None:
    wrong = contact(world)
    url = f"{page(world)}contacts/{wrong.public_id}/correct/"
    assert "Likes parks." in read(client, url)
    day = {f"on_{part}": str(getattr(world.today - timedelta(days=3), part)) for part in ("day", "month", "year")}
    typed = {"mode": "phone", "outcome": "message_left", "when": "earlier", "at": "10:00", "note": "", "agreed": ""}
    send(client, url, typed | day | {"reason": "It was voicemail"})
    right = Contact.objects.standing().get(episode=world.ours.referral.episode)
    assert (right.outcome, right.by) == ("message_left", world.ours.members[Role.LINK_WORKER])
    wrong.refresh_from_db()
    assert (wrong.outcome, wrong.struck_out_because) == ("reached", "It was voicemail")


def test_only_who_noted_it_or_supports_the_person_says_that_it_is_wrong_and_once(world: World) -> None:
    wrong, by = contact(world), world.ours.actor(Role.LINK_WORKER)
    other = signed_in(colleague(world))
    other.post(f"{page(world)}contacts/{wrong.public_id}/strike-out/", {"reason": "Not mine"})
    wrong.refresh_from_db()
    assert wrong.struck_out_at is None
    contacts.strike_out(contact=wrong, reason="Twice", by=by, now=world.now)
    with pytest.raises(Refusal, match="changed-meanwhile"):
        contacts.strike_out(contact=wrong, reason="Twice", by=by, now=world.now)
    contacts.restore(contact=wrong, by=by)
    with pytest.raises(Refusal, match="changed-meanwhile"):
        contacts.restore(contact=wrong, by=by)


def test_three_tries_without_an_answer_say_what_can_be_next(world: World, client: Client) -> None:
    episode, by = world.ours.referral.episode, world.ours.actor(Role.LINK_WORKER)
    for index, outcome in enumerate(("no_answer", "message_left", "no_answer")):
        assert "tries in a row" not in read(client, page(world))
        contacts.record(
            episode=episode,
            mode="phone",
            outcome=outcome,
            note="",
            occurred_at=world.now - timedelta(minutes=9 - index),
            by=by,
            now=world.now,
        )
    assert "3 tries in a row without an answer" in read(client, page(world))
    assert episodes.support_in(episode).tries == 3


def test_before_there_is_a_plan_the_task_is_to_agree_one(world: World) -> None:
    sent, by = refer(world.ours, register(world.ours, family_name="Planless")), world.ours.actor(Role.LINK_WORKER)
    referrals.claim(referral=sent, by=by, now=world.now)
    contacts.record(
        episode=sent.episode, mode="phone", outcome="reached", note="", occurred_at=world.now, by=by, now=world.now
    )
    assert list(Task.objects.open().filter(episode=sent.episode).values_list("kind", flat=True)) == ["agree_plan"]


def test_a_practice_withdraws_what_it_sent_for_the_wrong_patient(world: World) -> None:
    sent = refer(world.ours, register(world.ours, family_name="Wrong"))
    referrals.claim(referral=sent, by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    gp, url = world.ours.client(Role.GP), f"/gp/referrals/{sent.public_id}/"
    assert "Withdraw this referral" in read(gp, url)
    refused(gp, f"{url}withdraw/", {})
    assert "Withdrawn by the practice" in read(gp, send(gp, f"{url}withdraw/", {"reason": "mistake"}))
    sent.refresh_from_db()
    assert (sent.status, sent.episode.closed_at is not None) == ("returned", True)
    assert not Task.objects.open().filter(episode=sent.episode).exists()
    assert OutboundMessage.objects.filter(referral=sent, kind="referral_withdrawn").count() == 1
    assert "Withdraw this referral" not in read(gp, url)


def test_once_support_has_begun_the_practice_calls_the_team(world: World) -> None:
    with pytest.raises(Refusal, match="support-began"):
        referrals.withdraw(
            referral=Referral.objects.get(pk=world.ours.referral.pk),
            reason="mistake",
            by=world.ours.actor(Role.GP),
            now=world.now,
        )


@pytest.mark.parametrize("answer", [None, onward_referrals.accept, onward_referrals.put_on_waiting_list])
def test_what_stands_with_a_service_only_the_team_calls_off(world: World, answer: Callable[..., object] | None) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    sent = refer(world.ours, register(world.ours, family_name="Placed"), at=world.now)
    referrals.claim(referral=sent, by=by, now=world.now)
    offer = onward_referrals.offer(
        episode=sent.episode, service=world.ours.service, need="inactivity", note="", by=by, now=world.now
    )
    if answer:
        answer(onward_referral=offer, by=world.ours.actor(Role.PROVIDER), now=world.now)
    sent.refresh_from_db()
    assert sent.status == "claimed"
    with pytest.raises(Refusal, match="support-began"):
        referrals.withdraw(referral=sent, reason="mistake", by=world.ours.actor(Role.GP), now=world.now)


def test_a_practice_adds_to_what_it_sent_and_the_team_reads_it(world: World, client: Client) -> None:
    gp, sent = world.ours.client(Role.GP), world.ours.referral
    url = f"/gp/referrals/{sent.public_id}/"
    assert "Misses her husband." in read(gp, f"{url}correct/")
    said = {"needs": ["loneliness"], "note": "Wants to end her life", "risk": "none", "version": str(sent.version)}
    assert "may describe a risk" in refused(gp, f"{url}correct/", said)
    said |= {"risk": "read_first", "risk_note": "She told her daughter"}
    send(gp, f"{url}correct/", said)
    assert "changed" in refused(gp, f"{url}correct/", said) or Referral.objects.get(pk=sent.pk).version > sent.version
    kinds = set(Task.objects.open().filter(referral=sent).values_list("kind", flat=True))
    assert {"referral_corrected", "risk_unread"} <= kinds
    assert "The practice has changed what it sent" in read(client, page(world))
    sent.refresh_from_db()
    send(client, f"{page(world)}referrals/{sent.public_id}/correction-read/", {"version": str(sent.version)})
    assert not Task.objects.open().filter(kind="referral_corrected").exists()


@pytest.mark.parametrize(("button", "kind"), [("correction-read", "referral_corrected"), ("risk-read", "risk_unread")])
def test_nobody_has_read_what_came_after_their_page(world: World, client: Client, button: str, kind: str) -> None:
    sent, by = world.ours.referral, world.ours.actor(Role.GP)
    url, shown = f"{page(world)}referrals/{sent.public_id}/{button}/", []
    for words in ("Carries a knife", "Says that he will use it"):
        said = referral_draft(risk="read_first", risk_note=words)
        referrals.correct(referral=sent, said=said, by=by, now=world.now, version=sent.version)
        assert f'name="version" value="{sent.version}"' in client.get(page(world)).content.decode()
        shown.append(sent.version)
    unread = Task.objects.open().filter(referral=sent, kind=kind)
    for data in ({"version": str(shown[0])}, {"version": "x"}, {}):
        assert "Someone else got there first" in client.post(url, data, follow=True).content.decode()
        assert unread.count() == 1
    client.post(url, {"version": str(shown[1])})
    assert not unread.exists()


def test_what_is_corrected_is_judged_as_what_is_sent_is(world: World) -> None:
    gp, sent, by = world.ours.client(Role.GP), world.ours.referral, world.ours.actor(Role.GP)
    draft = referral_draft(note="Wants to end her life")
    with pytest.raises(Refusal, match="may-be-a-risk"):
        referrals.correct(referral=sent, said=draft, by=by, now=world.now, version=sent.version)
    with pytest.raises(Refusal, match="urgent"):
        referrals.correct(referral=sent, said=referral_draft(risk="urgent"), by=by, now=world.now, version=sent.version)
    said = {"needs": ["loneliness"], "note": "Wants to end her life", "risk": "none", "version": str(sent.version)}
    url = f"/gp/referrals/{sent.public_id}/correct/"
    assert "may describe a risk" in refused(gp, url, said)
    assert not AuditEvent.objects.filter(did="risk.considered").exists()
    send(gp, url, said | {"risk_considered": "yes"})
    looked = AuditEvent.objects.get(did="risk.considered")
    assert (looked.person_id, looked.membership_id) == (sent.person_id, by.membership_id)
    sent.refresh_from_db()
    send(gp, url, said | {"note": "Misses her husband", "version": str(sent.version)})
    assert AuditEvent.objects.filter(did="risk.considered").count() == 1


def test_what_has_ended_is_corrected_no_more_and_an_urgent_need_stops(world: World) -> None:
    gp, sent = world.ours.client(Role.GP), world.ours.referral
    url = f"/gp/referrals/{sent.public_id}/correct/"
    said = {"needs": ["debt"], "note": "", "risk": "urgent", "version": str(sent.version)}
    assert "Stop: help is needed now" in refused(gp, url, said)
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=sent, event="close", reason="goals_met", by=by, now=world.now)
    draft = referral_draft(needs=("debt",))
    with pytest.raises(Refusal, match="not-open"):
        referrals.correct(referral=sent, said=draft, by=world.ours.actor(Role.GP), now=world.now, version=sent.version)
    with pytest.raises(Refusal, match="already-read"):
        referrals.read_correction(referral=sent, by=by, now=world.now, version=sent.version)
