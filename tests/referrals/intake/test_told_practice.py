"""What a practice is told: what needs a GP, with its reason, and of a risk until someone there has read it."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.actions.support import contacts, reopening, risks
from referrals.forms.support.link_worker import END_REASONS
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, OutboundMessage, RiskNotice
from referrals.models.choices import StatusReason
from referrals.selectors.messages import messages as selectors
from referrals.selectors.support import endings
from tests.conformance.browsing import read, send, words
from tests.support.forms_typed import self_referral
from tests.support.world import World, refer, register

NOTE = "Said that she cannot go on."


def told(world: World) -> list[str]:
    """The kinds of messages to our practice, the first one first."""
    mail = OutboundMessage.objects.filter(to_organisation=world.ours.practice).order_by("pk")
    return list(mail.values_list("kind", flat=True))


def episode(world: World) -> str:
    return f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"


def tell(world: World) -> RiskNotice:
    send(world.ours.client(Role.LINK_WORKER), f"{episode(world)}tell-practice/", {"note": NOTE})
    return RiskNotice.objects.latest("pk")


def test_a_practice_is_not_mailed_what_stands_on_its_page(world: World) -> None:
    link_worker = world.ours.actor(Role.LINK_WORKER)
    sent = refer(world.ours, register(world.ours), at=world.now)
    referrals.claim(referral=sent, by=link_worker, now=world.now)
    contacts.record(
        episode=sent.episode,
        mode="phone",
        outcome="reached",
        note="",
        occurred_at=world.now,
        by=link_worker,
        now=world.now,
    )
    assert told(world) == []
    sent.refresh_from_db()
    referrals.end(referral=sent, event="close", reason="goals_met", by=link_worker, now=world.now)
    reopening.reopen(referral=sent, by=link_worker, now=world.now)
    assert told(world) == ["referral_closed"]


@pytest.mark.parametrize("event", ["decline", "return", "close"])
def test_the_mail_says_why_in_words_for_a_locked_screen(world: World, event: str) -> None:
    link_worker = world.ours.actor(Role.LINK_WORKER)
    sent = refer(world.ours, register(world.ours), at=world.now)
    referrals.claim(referral=sent, by=link_worker, now=world.now)
    referrals.end(referral=sent, event=event, reason="unreachable", by=link_worker, now=world.now)
    message = OutboundMessage.objects.get(to_organisation=world.ours.practice)
    assert "Reason: could not be reached." in selectors.letter(message).body


def test_the_mail_tells_of_its_own_ending_after_a_later_one(world: World) -> None:
    link_worker = world.ours.actor(Role.LINK_WORKER)
    sent = world.ours.referral
    referrals.end(referral=sent, event="close", reason="goals_met", by=link_worker, now=timezone.now())
    reopening.reopen(referral=sent, by=link_worker, now=timezone.now())
    referrals.end(referral=sent, event="decline", reason="not_now", by=link_worker, now=timezone.now())
    bodies = {mail.kind: selectors.letter(mail).body for mail in OutboundMessage.objects.filter(referral=sent)}
    assert "Reason: goals met." in bodies["referral_closed"]
    assert "Reason: not at this time." in bodies["referral_declined"]


def test_each_reason_that_ends_a_referral_has_safe_words() -> None:
    possible = {
        StatusReason.DIED,
        *(reason for event in ("close", "decline", "return") for reason in END_REASONS[event]),
    }
    assert possible <= endings.SAFE.keys()
    said = " ".join(str(words) for words in endings.SAFE.values())
    assert not re.search("died|death|health|support", said)


def test_a_practice_is_told_of_a_risk_and_keeps_it_in_sight_until_someone_has_read_it(world: World) -> None:
    gp, link_worker = world.ours.client(Role.GP), world.ours.client(Role.LINK_WORKER)
    notice = tell(world)
    mail = OutboundMessage.objects.get(kind="risk_told")
    assert NOTE not in selectors.letter(mail).body
    assert "Not read yet" in read(link_worker, episode(world))
    assert "Ada Trafford Risk" in read(gp, "/gp/").partition("What needs you")[2]
    referral = f"/gp/referrals/{world.ours.referral.public_id}/"
    assert NOTE in read(gp, referral)
    send(gp, f"{referral}risks/{notice.public_id}/read/")
    assert "What needs you" not in read(gp, "/gp/")
    assert "Read by gp of Trafford" in read(gp, referral)
    assert "Read by gp of Trafford" in read(link_worker, episode(world))
    assert AuditEvent.objects.filter(did__in=["risk.told", "risk.read"], person_id=world.ours.person.pk).count() == 2


def test_two_risks_on_one_day_are_two_mails_and_one_reading_is_one(world: World) -> None:
    gp = world.ours.actor(Role.GP)
    first, _second = tell(world), tell(world)
    assert told(world) == ["risk_told", "risk_told"]
    risks.read_by_practice(notice=first, by=gp, now=world.now)
    with pytest.raises(Refusal, match="already-read"):
        risks.read_by_practice(notice=first, by=gp, now=world.now)
    assert read(world.ours.client(Role.GP), "/gp/").count("the link worker tells you of a risk") == 1


def test_another_practice_reads_nothing_of_it(world: World) -> None:
    notice = tell(world)
    theirs = world.theirs.client(Role.GP)
    assert "What needs you" not in read(theirs, "/gp/")
    address = f"/gp/referrals/{world.ours.referral.public_id}/risks/{notice.public_id}/read/"
    assert theirs.post(address).status_code == 404


def test_where_no_practice_referred_the_link_worker_is_told_to_phone(world: World, client: Client) -> None:
    client.post("/refer/", self_referral(world.ours.practice))
    link_worker = world.ours.client(Role.LINK_WORKER)
    inbox = link_worker.get("/link-worker/").content.decode().partition('id="inbox"')[2]
    address = "/link-worker/episodes/" + inbox.partition("/link-worker/episodes/")[2].partition('"')[0]
    assert "Phone their practice instead" in read(link_worker, f"{address}tell-practice/")
    response = link_worker.post(f"{address}tell-practice/", {"note": NOTE})
    assert response.status_code == 422
    assert NOTE in words(response.content.decode())
    assert not RiskNotice.objects.exists()
