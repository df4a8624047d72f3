"""A call for help is put to a named human, and to the next one, until somebody says that they have it."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from pytest_django import Settings

from devices.actions import alerts, loans, responders
from devices.actions.responders import RulesDraft
from devices.kinds import Reason
from devices.messages.alert import Alert as Press
from devices.models import Alert, AlertCall, Responder
from devices.selectors import rules
from referrals.actions.organisation import covers
from referrals.actions.people import agreements
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Membership, OutboundMessage, Task
from referrals.selectors.messages import messages
from tests.devices import kit as kits
from tests.devices.kit import Kit
from tests.referrals.organisation.test_manager_pages import colleague

# Tuesday, at three in the morning and at noon.
NIGHT, NOON = "2026-03-03T03:00:00Z", "2026-03-03T12:00:00Z"


def press(kit: Kit, event: str = "help", **fields: object) -> Alert:
    body = {"id": f"p{Alert.objects.count()}", "seq": 1, "at": kit.now, "kind": event} | fields
    assert kit.store(kit.message(kit.wearable.public_id, Press.kind, body)) == {"stored": 1}
    return Alert.objects.latest("pk")


def answers(kit: Kit, member: Membership, hours: str = "always", mobile: str = "") -> Responder:
    return responders.add(member=member, hours=hours, mobile=mobile, by=kit.world.ours.actor(Role.MANAGER), now=kit.now)


def asked(alert: Alert) -> list[tuple[Membership, datetime]]:
    return [(call.member, call.called_at) for call in alert.calls.select_related("member")]


def sweep(kit: Kit, minutes: float) -> None:
    alerts.escalate(by=SCHEDULE, now=kit.now + timedelta(minutes=minutes))


def waiting(kind: str = "alert_to_answer") -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(kind=kind, state="waiting").order_by("pk"))


def test_one_after_the_other_is_asked_until_nobody_is_left_and_each_time_is_kept(kit: Kit) -> None:
    ours = kit.world.ours
    first, second = ours.members[Role.LINK_WORKER], colleague(kit.world)
    answers(kit, first)
    answers(kit, second)
    alert = press(kit)
    assert asked(alert) == [(first, kit.now)]
    task = Task.objects.open().get(kind="alert_raised")
    assert (task.holder, task.subject_id) == (first, alert.pk)
    for minutes in (0, 4.9, 5, 5):
        sweep(kit, minutes)
    assert asked(alert) == [(first, kit.now), (second, kit.now + timedelta(minutes=5))]
    task.refresh_from_db()
    assert task.holder == second
    assert [messages.address(message) for message in waiting()] == [first.user.email, second.user.email]
    for minutes in (10, 10, 15):
        sweep(kit, minutes)
    alert.refresh_from_db()
    assert alert.unanswered_at == kit.now + timedelta(minutes=10)
    assert len(waiting("alert_unanswered")) == 1
    handed_back = Task.objects.get(pk=task.pk)
    assert (handed_back.holder, handed_back.holding_team) == (None, ours.team)


def test_who_answers_is_named_and_nobody_else_is_asked(kit: Kit) -> None:
    ours, link_worker = kit.world.ours, kit.world.ours.actor(Role.LINK_WORKER)
    answers(kit, ours.members[Role.LINK_WORKER])
    answers(kit, colleague(kit.world))
    alert = press(kit, "fall")
    later = kit.now + timedelta(minutes=2)
    answered = alerts.acknowledge(alert=alert, by=link_worker, now=later)
    assert (answered.acknowledged_by, answered.acknowledged_at) == (ours.members[Role.LINK_WORKER], later)
    assert not Task.objects.open().filter(kind="alert_raised").exists()
    assert waiting() == []
    sweep(kit, 60)
    assert len(asked(alert)) == 1
    assert AuditEvent.objects.get(did="alert.acknowledged").person_id == ours.person.pk
    with pytest.raises(Refusal, match="answered"):
        alerts.acknowledge(alert=alert, by=link_worker, now=later)


def test_another_teams_alert_is_not_there(kit: Kit) -> None:
    alert = press(kit)
    theirs = kit.world.theirs
    with pytest.raises(Refusal, match="not-found"):
        alerts.acknowledge(alert=alert, by=theirs.actor(Role.LINK_WORKER), now=kit.now)
    assert theirs.client(Role.LINK_WORKER).get(reverse("alerts:list")).content.count(b"Help button") == 0


def test_a_test_press_is_shown_and_alarms_nobody(kit: Kit) -> None:
    answers(kit, kit.world.ours.members[Role.LINK_WORKER])
    alert = press(kit, "test")
    sweep(kit, 60)
    assert asked(alert) == []
    assert waiting() == waiting("alert_unanswered") == []
    assert not Task.objects.filter(kind="alert_raised").exists()
    with pytest.raises(Refusal, match="answered"):
        alerts.acknowledge(alert=alert, by=kit.world.ours.actor(Role.LINK_WORKER), now=kit.now)
    html = kit.world.ours.client(Role.LINK_WORKER).get(reverse("alerts:list")).content.decode()
    assert "Test" in html
    assert "I have it" not in html


@pytest.mark.time_machine(NIGHT, tick=False)
def test_at_night_only_those_on_the_list_for_the_night_are_asked(kit: Kit) -> None:
    day, night = kit.world.ours.members[Role.LINK_WORKER], colleague(kit.world)
    answers(kit, day, "day")
    answers(kit, night, "night")
    alert = press(kit)
    assert [member for member, _at in asked(alert)] == [night]
    sweep(kit, 10)
    alert.refresh_from_db()
    assert alert.unanswered_at == kit.now + timedelta(minutes=10)
    # At eight the day begins.
    sweep(kit, 5 * 60)
    assert [member for member, _at in asked(alert)] == [night, day]


@pytest.mark.time_machine(NOON, tick=False)
def test_with_nobody_on_the_list_the_team_is_told_at_once(kit: Kit) -> None:
    answers(kit, kit.world.ours.members[Role.LINK_WORKER], "night")
    alert = press(kit)
    assert (asked(alert), alert.unanswered_at) == ([], kit.now)
    (message,) = waiting("alert_unanswered")
    assert message.to_organisation == kit.world.ours.team
    assert Task.objects.open().get(kind="alert_raised").holding_team == kit.world.ours.team


def test_for_whoever_is_away_their_cover_is_asked(kit: Kit) -> None:
    ours = kit.world.ours
    away, covering = ours.members[Role.LINK_WORKER], colleague(kit.world)
    answers(kit, away, mobile="07700 900123")
    today = kit.world.today
    covers.arrange(
        away=away, covering=covering, first_day=today, last_day=today, by=ours.actor(Role.MANAGER), now=kit.now
    )
    assert [member for member, _at in asked(press(kit))] == [covering]
    assert messages.address(waiting()[0]) == covering.user.email


@pytest.mark.time_machine(NIGHT, tick=False)
def test_a_text_goes_to_the_number_on_the_list_where_texts_are_set_up_at_any_hour(kit: Kit, settings: Settings) -> None:
    settings.NOTIFY_API_KEY = "test-" + "0" * 8
    answers(kit, kit.world.ours.members[Role.LINK_WORKER], mobile="07700 900123")
    press(kit)
    (message,) = waiting()
    assert (message.channel, messages.address(message)) == ("text", "07700 900123")
    assert message.not_before == messages.not_before(message, kit.now) == kit.now
    assert "I have it" in messages.words(message)


def test_whoever_took_back_their_agreement_to_steps_may_still_call_for_help(kit: Kit) -> None:
    ours = kit.world.ours
    agreements.withdraw(person=ours.person, purpose="wear_device", by=ours.actor(Role.PERSON), now=kit.now)
    assert press(kit).person == ours.person


def test_what_nobody_has_calls_nobody_until_the_loan_is_put_right(kit: Kit) -> None:
    before = kit.loan.starts_at - timedelta(hours=1)
    body = {"id": "p", "seq": 1, "at": before, "kind": "help"}
    assert kit.store(kit.message(kit.wearable.public_id, Press.kind, body)) == {Reason.NOT_ASSIGNED: 1}
    by = kit.world.ours.actor(Role.LINK_WORKER)
    loans.correct(loan=kit.loan, starts_at=before - timedelta(hours=1), ends_at=None, by=by, now=kit.now)
    alert = Alert.objects.get()
    assert (alert.person, alert.occurred_at, alert.received_at) == (kit.world.ours.person, before, kit.now)


def test_the_list_is_the_teams_own(kit: Kit) -> None:
    ours, theirs = kit.world.ours, kit.world.theirs
    kept = answers(kit, ours.members[Role.LINK_WORKER])
    with pytest.raises(Refusal, match="on-list"):
        answers(kit, ours.members[Role.LINK_WORKER])
    with pytest.raises(Refusal, match="not-found"):
        answers(kit, theirs.members[Role.LINK_WORKER])
    with pytest.raises(Refusal, match="not-found"):
        responders.take_off(responder=kept, by=theirs.actor(Role.MANAGER), now=kit.now)
    responders.take_off(responder=kept, by=ours.actor(Role.MANAGER), now=kit.now)
    assert asked(press(kit)) == []
    assert not AlertCall.objects.exists()


def test_the_day_is_as_the_team_set_it_and_begins_before_it_ends(kit: Kit) -> None:
    manager = kit.world.ours.actor(Role.MANAGER)
    with pytest.raises(Refusal, match="period"):
        responders.set_rules(draft=RulesDraft(3, 20, 5, 9, 9), by=manager)
    responders.set_rules(draft=RulesDraft(3, 20, 5, 0, 24), by=manager)
    assert rules.hours_at(kit.world.ours.team.pk, kit.now) == {"always", "day"}


def test_nobody_is_promised_help_that_may_not_come(kit: Kit) -> None:
    """What the button is for and who answers when: on the person's page, both forms of the loan, and the list."""
    ours = kit.world.ours
    answers(kit, ours.members[Role.LINK_WORKER], "day")
    spare = kits.wearable_of(kit.world, "Wristband 2")
    pages = (
        (Role.PERSON, "/me/"),
        (Role.LINK_WORKER, reverse("link_worker:episode", args=[ours.referral.episode.public_id])),
        (Role.LINK_WORKER, reverse("wearables:hand_over", args=[ours.referral.episode.public_id])),
        (Role.MANAGER, reverse("devices:lend", args=[spare.public_id])),
        (Role.MANAGER, reverse("devices:answering")),
    )
    for role, page in pages:
        html = ours.client(role).get(page).content.decode()
        assert "It is not an emergency service" in html, page
        assert "call 999" in html, page
        assert "From 8:00 to 20:00 one person of the team is asked, who may not be able to answer." in html, page
        assert "From 20:00 to 8:00 nobody answers." in html, page
    answers(kit, colleague(kit.world), "day")
    words = rules.help_words(ours.team.pk, kit.world.today)
    assert words.by_day == ("From 8:00 to 20:00 the team is asked to answer; after 5 minutes the next person is asked.")


def test_the_team_sees_who_was_asked_and_answers_by_one_button(kit: Kit) -> None:
    ours = kit.world.ours
    member = ours.members[Role.LINK_WORKER]
    answers(kit, member)
    alert = press(kit)
    client = ours.client(Role.LINK_WORKER)
    assert "Nobody has answered" in client.get(reverse("alerts:list")).content.decode()
    assert "Answer a call for help now" in client.get("/link-worker/").content.decode()
    html = client.post(reverse("alerts:acknowledge", args=[alert.public_id]), follow=True).content.decode()
    assert "You have it." in html
    assert f"{member.user.name} answered" in html
    assert "nobody has answered yet" not in ours.client(Role.PERSON).get("/me/").content.decode()


def test_a_manager_keeps_the_list_and_the_rules_on_pages(kit: Kit) -> None:
    ours = kit.world.ours
    client = ours.client(Role.MANAGER)
    typed = {"member": str(ours.members[Role.LINK_WORKER].public_id), "hours": "night", "mobile": "07700 900123"}
    html = client.post(reverse("devices:answering"), typed, follow=True).content.decode()
    assert "They are on the list." in html
    row = Responder.objects.get()
    assert (row.hours, row.mobile) == ("night", "07700900123")
    assert (
        "They are asked no more."
        in client.post(reverse("devices:take_off", args=[row.public_id]), follow=True).content.decode()
    )
    wanted = {"silent_after": 5, "low_battery": 10, "escalate_after": 3, "day_begins": 7, "day_ends": 22}
    client.post(reverse("devices:rules"), wanted)
    assert rules.of_team(ours.team.pk).escalate_after == 3
    assert client.post(reverse("devices:rules"), wanted | {"day_ends": 7}).status_code == 422
