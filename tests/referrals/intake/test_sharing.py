"""Who takes back that services know of them: it stops at once, and the link worker settles what is open."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referrals import facts
from referrals.actions.intake import referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements
from referrals.actions.register import attendance
from referrals.actions.services import services
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Role
from referrals.models import Agreement, Attendance, AuditEvent, OnwardReferral, Person, Service, Session, Task
from referrals.models.choices import AgreementPurpose
from tests.referrals.messages.test_outbox import refuse_rows
from tests.support.link_worker_forms import address
from tests.support.world import Side, World, refer, register

PURPOSE = "share_with_provider"


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


def take_back(world: World, person: Person | None = None) -> None:
    """The person rang the link worker."""
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.withdraw(person=person or world.ours.person, purpose=PURPOSE, by=by, now=world.now)


def give_back(world: World) -> None:
    """The person agrees again on their own page."""
    by = world.ours.actor(Role.PERSON)
    agreements.give_again(person=world.ours.person, purpose=PURPOSE, by=by, now=world.now + timedelta(minutes=1))


def another_service(side: Side) -> Service:
    draft = ServiceDraft("Lunch", ("loneliness",))
    today = local_day(timezone.now())
    return services.add(organisation=side.provider, draft=draft, by=SCHEDULE, confirmed_on=today)


def offer(world: World, service: Service) -> OnwardReferral:
    """Our person is referred on, with their agreement."""
    return onward_referrals.offer(
        episode=world.ours.referral.episode,
        service=service,
        need="loneliness",
        note="",
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )


def end(world: World, onward_referral: OnwardReferral) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    onward_referral.refresh_from_db()
    onward_referrals.move(onward_referral=onward_referral, event="cancel", reason="not_wanted", by=by, now=world.now)


def held_today(world: World) -> Session:
    """A session that began an hour ago and is not marked yet."""
    began = world.now - timedelta(hours=1)
    return services.schedule(
        service=world.ours.service,
        code="WALK-9999",
        starts_at=began,
        ends_at=world.now,
        by=world.ours.actor(Role.PROVIDER),
    )


def to_settle(world: World) -> list[Task]:
    return list(Task.objects.open().filter(kind="sharing_withdrawn", episode__person=world.ours.person))


def lists(world: World, session: Session) -> list[str]:
    """The addresses of every page on which a provider reads names."""
    return [
        reverse("provider:inbox"),
        reverse("provider:service", args=[world.ours.service.public_id]),
        reverse("provider:register", args=[session.public_id]),
        reverse("provider:register", args=[world.ours.session.public_id]),
    ]


def names_on(provider: Client, urls: list[str]) -> list[bool]:
    return ["Ada Trafford" in provider.get(url).content.decode() for url in urls]


def test_a_provider_no_longer_sees_who_took_sharing_back(world: World, provider: Client) -> None:
    waiting = offer(world, another_service(world.ours))
    urls = lists(world, held_today(world))
    offers = [f"/provider/offers/{one.public_id}/" for one in (waiting, world.ours.onward_referral)]
    assert names_on(provider, [*urls, *offers]) == [True] * 6
    world.ours.client(Role.PERSON).post(f"/me/agreements/{PURPOSE}/withdraw/")
    assert names_on(provider, urls) == [False] * 4
    assert [provider.get(url).status_code for url in offers] == [404, 404]


def test_nobody_elses_sight_changes(world: World, provider: Client) -> None:
    take_back(world)
    theirs = world.theirs
    url = reverse("provider:offer", args=[theirs.onward_referral.public_id])
    assert "Ada Stoke" in theirs.client(Role.PROVIDER).get(url).content.decode()
    team = world.ours.client(Role.LINK_WORKER).get(address(world, "episode")).content.decode()
    assert "Ada Trafford" in team
    assert "Trafford park walk" in team
    assert "Trafford park walk" in world.ours.client(Role.PERSON).get("/me/").content.decode()


def test_an_open_page_of_the_provider_moves_nothing_any_more(world: World, provider: Client) -> None:
    waiting = offer(world, another_service(world.ours))
    take_back(world)
    assert provider.post(f"/provider/offers/{waiting.public_id}/", {"answer": "accept"}).status_code == 404
    waiting.refresh_from_db()
    assert waiting.status == "requested"


def test_the_person_is_not_among_those_whom_a_provider_may_know(world: World) -> None:
    by = world.ours.actor(Role.PROVIDER)
    assert world.ours.person in Person.objects.visible_to(by)
    take_back(world)
    assert world.ours.person not in Person.objects.visible_to(by)
    assert not OnwardReferral.objects.visible_to(by).exists()


def test_another_agreement_does_not_stand_in_for_it(world: World) -> None:
    take_back(world)
    for purpose in ("get_messages", "wear_device"):
        agreements.give(person=world.ours.person, purpose=purpose, by=world.ours.actor(Role.GP), now=world.now)
    assert not OnwardReferral.objects.visible_to(world.ours.actor(Role.PROVIDER)).exists()


def test_taking_back_something_else_leaves_the_provider_what_it_sees(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.withdraw(person=world.ours.person, purpose="share_record", by=by, now=world.now)
    assert OnwardReferral.objects.visible_to(world.ours.actor(Role.PROVIDER)).count() == 1
    assert to_settle(world) == []


def test_what_was_marked_before_stays_in_the_figures_and_nothing_is_added(world: World) -> None:
    session = held_today(world)
    span = (world.today - timedelta(days=30), world.today + timedelta(days=1))
    before = list(facts.attendances(*span))
    take_back(world)
    marks, by = {world.ours.onward_referral.pk: "attended"}, world.ours.actor(Role.PROVIDER)
    attendance.mark_some(session=session, marks=marks, by=by, now=world.now)
    assert not session.attendances.exists()
    attendance.mark_all(session=world.ours.session, marks={}, by=by, now=world.now)
    assert list(facts.attendances(*span)) == before
    assert Attendance.objects.get(person=world.ours.person).status == "attended"


def test_one_task_asks_the_link_worker_to_settle_what_is_open(world: World) -> None:
    offer(world, another_service(world.ours))
    world.ours.client(Role.LINK_WORKER).post(address(world, "withdraw_agreement", purpose=PURPOSE))
    (task,) = to_settle(world)
    assert task.holder == world.ours.members[Role.LINK_WORKER]
    assert task.due_on == add_working_days(world.today, 1)
    caseload = world.ours.client(Role.LINK_WORKER).get("/link-worker/").content.decode()
    assert "settle the onward referrals" in caseload


def test_with_nothing_open_there_is_nothing_to_settle(world: World) -> None:
    end(world, world.ours.onward_referral)
    take_back(world)
    assert to_settle(world) == []


def test_each_team_that_has_something_open_is_asked(world: World) -> None:
    ours, theirs = world.ours, world.theirs
    elsewhere = refer(theirs, ours.person)
    link_worker = theirs.actor(Role.LINK_WORKER)
    referrals.claim(referral=elsewhere, by=link_worker, now=world.now)
    onward_referrals.offer(
        episode=elsewhere.episode, service=theirs.service, need="loneliness", note="", by=link_worker, now=world.now
    )
    refer(theirs, register(theirs, family_name="Other"))
    take_back(world)
    assert {task.holder for task in to_settle(world)} == {side.members[Role.LINK_WORKER] for side in (ours, theirs)}


def test_the_task_goes_with_the_last_open_onward_referral(world: World) -> None:
    second = offer(world, another_service(world.ours))
    take_back(world)
    end(world, second)
    assert len(to_settle(world)) == 1
    end(world, world.ours.onward_referral)
    assert to_settle(world) == []


def test_the_agreement_is_taken_back_with_its_task_or_not_at_all(world: World) -> None:
    refuse_rows("referrals_task")
    with pytest.raises(IntegrityError, match="no_rows"):
        take_back(world)
    assert Agreement.objects.filter(person=world.ours.person, purpose=PURPOSE, withdrawn_at=None).exists()


def test_agreeing_again_gives_the_provider_its_sight_back_and_settles_the_task(world: World, provider: Client) -> None:
    urls = lists(world, held_today(world))[1:]
    take_back(world)
    assert names_on(provider, urls) == [False] * 3
    give_back(world)
    assert names_on(provider, urls) == [True] * 3
    assert to_settle(world) == []
    assert AuditEvent.objects.filter(did="agreement.given", role="person", person_id=world.ours.person.pk).count() == 1


def test_referring_on_asks_for_the_agreement_and_gives_it_again(world: World, provider: Client) -> None:
    url = reverse("provider:service", args=[world.ours.service.public_id])
    refer_on = address(world, "refer_on_service", service_id=another_service(world.ours).public_id)
    link_worker = world.ours.client(Role.LINK_WORKER)
    take_back(world)
    response = link_worker.post(refer_on, {"need": "loneliness"})
    assert response.status_code == 422
    assert "without their agreement nothing is sent" in response.content.decode()
    assert OnwardReferral.objects.filter(episode=world.ours.referral.episode).count() == 1
    assert names_on(provider, [url]) == [False]
    link_worker.post(refer_on, {"need": "loneliness", "agrees": "on"})
    assert names_on(provider, [url, "/provider/"]) == [True, True]


def test_who_no_longer_shares_with_the_team_is_told_of_the_end_and_the_link_worker_is_asked_for_it(
    world: World,
) -> None:
    purpose = AgreementPurpose.SHARE_RECORD
    answer = world.ours.client(Role.PERSON).post(f"/me/agreements/{purpose}/withdraw/", follow=True)
    assert "Your link worker has been asked to end the support" in answer.content.decode()
    (task,) = Task.objects.open().filter(kind="record_withdrawn", episode__person=world.ours.person)
    assert task.holder == world.ours.members[Role.LINK_WORKER]
    agreements.give(person=world.ours.person, purpose=purpose, by=world.ours.actor(Role.GP), now=world.now)
    assert not Task.objects.open().filter(kind="record_withdrawn").exists()
