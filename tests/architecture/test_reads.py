"""A page that forgets `visible_to` shows nothing of anybody: it raises."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count, Q
from django.urls import reverse

from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.models import Contact, Episode, Goal, OnwardReferral, Person, Referral
from referrals.selectors.support import episodes
from tests.support.fences.reads import ReadOfAnybodyError
from tests.support.world import World

# The names that the texts below use.
NAMES = {thing.__name__: thing for thing in (Contact, Count, Episode, Goal, OnwardReferral, Person, Q, Referral)}
FORGOTTEN = {
    "one by its address": "Episode.objects.filter(public_id=episode.public_id).first()",
    "one, or an error": "Person.objects.get(public_id=episode.person.public_id)",
    "all of a kind": "list(Referral.objects.open())",
    "what is said of all": "list(Contact.objects.values_list('note', flat=True))",
    "a number": "Goal.objects.count()",
    "whether there are any": "Goal.objects.filter(text='Walk').exists()",
    "a figure": "Referral.objects.aggregate(n=Count('person', distinct=True))",
    "by key or otherwise": "list(Goal.objects.filter(Q(plan__episode=episode) | Q(text='Walk')))",
    "all but one's own": "list(Contact.objects.exclude(episode=episode))",
    "of people who were found by name": "list(Contact.objects.filter(episode__person__given_name='Ada'))",
    "of rows that were not scoped": "list(Contact.objects.filter(episode__in=Episode.objects.open()))",
    "what others know of the same person": "list(Referral.objects.filter(person=episode.person))",
    "where others refer the same person": "list(OnwardReferral.objects.filter(episode__person=episode.person))",
    "beside what is scoped": "list(Goal.objects.filter(plan__episode=episode).union(Goal.objects.all()))",
}
REMEMBERED = {
    "through visible_to": "list(Referral.objects.visible_to(by).filter(status='claimed'))",
    "of rows that were scoped": "list(Contact.objects.filter(episode__in=Episode.objects.visible_to(by)))",
    "of a row by its key": "list(Contact.objects.filter(episode=episode))",
    "of a row of a row": "list(Goal.objects.filter(plan__episode=episode))",
    "of either of two rows": "list(Goal.objects.filter(Q(plan__episode=episode) | Q(plan__in=[1, 2])))",
    "a row's own": "list(episode.contacts.all()) and episode.person",
    "with what belongs to them": "list(Episode.objects.visible_to(by).prefetch_related('contacts', 'referrals'))",
    "a number of them": "Referral.objects.visible_to(by).count()",
}


def in_a_request(text: str) -> Callable[[Actor, Episode], Any]:
    """What a text says, as a page asks a selector for it."""
    selector: dict[str, Any] = {**NAMES, "__name__": "referrals.selectors.support.new"}
    exec(f"def find(by, episode): return {text}", selector)  # noqa: S102  # of this file
    view: dict[str, Any] = {"find": selector["find"], "__name__": "referrals.views.support.new"}
    exec("def page(by, episode): return find(by, episode)", view)  # noqa: S102  # of this file
    page: Callable[[Actor, Episode], Any] = view["page"]
    return page


@pytest.mark.parametrize("text", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_page_cannot_read_of_anybody(world: World, text: str) -> None:
    with pytest.raises(ReadOfAnybodyError, match=r"referrals\.selectors\.support\.new\.find"):
        in_a_request(text)(world.ours.actor(Role.LINK_WORKER), world.ours.referral.episode)


@pytest.mark.parametrize("text", REMEMBERED.values(), ids=REMEMBERED)
def test_a_page_reads_what_its_reader_may_see(world: World, text: str) -> None:
    in_a_request(text)(world.ours.actor(Role.LINK_WORKER), world.ours.referral.episode)


def test_nor_by_an_action_that_is_given_an_address(world: World) -> None:
    space: dict[str, Any] = {**NAMES, "__name__": "referrals.actions.support.new"}
    exec("def find(key): return Person.objects.filter(public_id=key).first()", space)  # noqa: S102  # of this file
    exec("def like(name): return Person.objects.filter(given_name=name).first()", space)  # noqa: S102
    view: dict[str, Any] = {**space, "__name__": "referrals.views.support.new"}
    exec("def page(act, said): return act(said)", view)  # noqa: S102
    assert view["page"](space["like"], world.ours.person.given_name)
    with pytest.raises(ReadOfAnybodyError, match=r"referrals\.actions\.support\.new\.find"):
        view["page"](space["find"], world.ours.person.public_id)


def test_a_page_of_another_s_record_is_not_reached_by_forgetting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.ours.client(Role.LINK_WORKER)
    theirs = reverse("link_worker:episode", args=[world.theirs.referral.episode.public_id])
    assert client.get(theirs).status_code == 404
    space: dict[str, Any] = {**NAMES, "__name__": episodes.__name__}
    exec("def get(by, public_id): return Episode.objects.filter(public_id=public_id).first()", space)  # noqa: S102
    forgetful: Callable[[Actor, UUID], Episode | None] = space["get"]
    monkeypatch.setattr(episodes, "get", forgetful)
    with pytest.raises(ReadOfAnybodyError, match=r"referrals\.selectors\.support\.episodes\.get"):
        client.get(theirs)
