"""A person's own page: theirs only, in their words, and never a note of the team."""

import pytest
from django.test import Client
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.actions.people import people
from referrals.kit.permissions import Role
from referrals.models import Agreement, AuditEvent, Contact, Organisation, Referral
from tests.support.world import World


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.PERSON)


def page(client: Client) -> str:
    response = client.get("/me/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_where_things_are_with_whom_to_call(world: World, client: Client) -> None:
    Organisation.objects.filter(pk=world.ours.team.pk).update(phone="0161 496 0123")
    html = page(client)
    for text in ("Getting support from a link worker", "Going to the service", "0161 496 0123", "0161 496 0999"):
        assert text in html
    for text in ("Company", "The evenings are long", "Walk in the park every week", "4,000 steps a day"):
        assert text in html


def test_nothing_of_the_teams_or_of_another_person_is_on_it(world: World, client: Client) -> None:
    Contact.objects.update(note="TEAM-NOTE")
    Referral.objects.update(risk="read_first", risk_note="RISK-NOTE", note="REFERRER-NOTE")
    html = page(client)
    for text in ("TEAM-NOTE", "RISK-NOTE", "REFERRER-NOTE", "Stoke"):
        assert text not in html


def test_who_looked_is_told_by_role_and_place_once_a_day(world: World, client: Client) -> None:
    assert "Nobody has opened your record yet." in page(client)
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    for _visit in range(2):
        world.ours.client(Role.LINK_WORKER).get(episode)
    looks = page(client).split('id="looks"')[1]
    assert looks.count("Trafford Link Workers") == 1
    assert "link_worker of Trafford" not in looks


def test_opening_ones_own_page_is_written_down(world: World, client: Client) -> None:
    page(client)
    assert AuditEvent.objects.filter(did="person.opened", role="person", person_id=world.ours.person.pk).count() == 1


def test_an_agreement_is_taken_back_at_once(world: World, client: Client) -> None:
    url = "/me/agreements/share_with_provider/withdraw/"
    assert url in page(client)
    html = client.post(url, follow=True).content.decode()
    assert "It stops now" in html
    assert url not in html
    agreement = Agreement.objects.get(person=world.ours.person, purpose="share_with_provider")
    assert agreement.withdrawn_at is not None
    assert Agreement.objects.get(person=world.theirs.person, purpose="share_with_provider").withdrawn_at is None
    assert "There is no such agreement" in client.post(url, follow=True).content.decode()


def test_what_was_taken_back_can_be_agreed_to_again(world: World, client: Client) -> None:
    url = "/me/agreements/share_with_provider/give/"
    mine = Agreement.objects.filter(person=world.ours.person, purpose="share_with_provider")
    mine.update(wording_version="2025-07")
    assert url not in page(client)
    client.post("/me/agreements/share_with_provider/withdraw/")
    assert url in page(client)
    html = client.post(url, follow=True).content.decode()
    assert "You agree to this again" in html
    assert url not in html
    again = mine.get(withdrawn_at=None)
    assert (again.wording_version, again.recorded_by) == ("2025-07", world.ours.members[Role.PERSON])
    given = AuditEvent.objects.filter(did="agreement.given", role="person", person_id=world.ours.person.pk)
    assert given.count() == 1
    # A second click finds the agreement in force.
    client.post(url)
    assert mine.count() == 2
    assert given.count() == 1


@pytest.mark.parametrize("purpose", ["wear_device", "anything"])
def test_nobody_agrees_here_to_what_they_were_never_asked(world: World, client: Client, purpose: str) -> None:
    html = client.post(f"/me/agreements/{purpose}/give/", follow=True).content.decode()
    assert "There is no such agreement to give again." in html
    assert not Agreement.objects.filter(person=world.ours.person, purpose=purpose).exists()


@pytest.mark.parametrize("act", ["withdraw", "give"])
def test_withdrawing_and_giving_need_a_post(client: Client, act: str) -> None:
    assert client.get(f"/me/agreements/share_record/{act}/").status_code == 405


def test_someone_whose_record_is_restricted_still_reads_their_own(world: World, client: Client) -> None:
    world.ours.person.restricted_at = timezone.now()
    world.ours.person.save()
    assert "Ada Trafford" in page(client)


def test_the_changed_ethnic_category_of_today_is_replaced_not_doubled(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    for category in ("A", "B"):
        people.set_ethnicity(person=world.ours.person, category=category, by=by, now=timezone.now())
    assert [row.category for row in world.ours.person.ethnicities.all()] == ["B"]


def test_support_that_ended_can_be_asked_for_again_in_one_step(world: World, client: Client) -> None:
    referral = world.ours.referral
    url = f"/me/referrals/{referral.public_id}/ask-again/"
    assert url not in page(client)
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=referral, event="close", reason="goals_met", by=by, now=world.now)
    assert url in page(client)
    html = client.post(url, follow=True).content.decode()
    assert "You have asked for support again." in html
    assert "A link worker is making contact" in html
    assert url not in html
    assert client.post(f"/me/referrals/{world.theirs.referral.public_id}/ask-again/").status_code == 404


def test_a_copy_of_the_whole_record_is_one_tap_away(client: Client) -> None:
    url = "/me/record/"
    assert f'action="{url}"' in page(client)
    assert client.post(url).headers["Content-Type"] == "application/zip"
