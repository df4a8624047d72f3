"""Pages of handing over: to a colleague, to another team, for a holiday, and when a team closes."""

from typing import Any

from django.test import Client

from referrals.kit.permissions import Role
from referrals.models import Cover, Referral, Task
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.forms_typed import date_typed
from tests.support.link_worker_forms import address
from tests.support.world import World, signed_in


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def sent(client: Client, url: str, typed: dict[str, Any] | None = None) -> str:
    return client.post(url, typed or {}, follow=True).content.decode()


def test_a_colleague_reads_the_note_and_the_practice_sees_who_has_it(world: World) -> None:
    link_worker, url = world.ours.client(Role.LINK_WORKER), address(world, "hand_over")
    assert "There is no other link worker in the team" in read(link_worker, url)
    heir = colleague(world)
    html = sent(link_worker, url, {"heir": str(heir.public_id), "note": "Ring after ten"})
    assert "Handed over." in html
    assert "Link worker:\n    \n      Col Worker" in html
    col = signed_in(heir)
    assert "Taken over: read the note" in read(col, "/link-worker/")
    episode = read(col, address(world, "episode"))
    assert "Ring after ten" in episode
    assert "From link_worker of Trafford" in episode
    assert "Ring after ten" not in sent(col, address(world, "note_read"))
    practice = read(world.ours.client(Role.GP), f"/gp/referrals/{world.ours.referral.public_id}/")
    assert "Col Worker" in practice


def test_another_team_gets_the_person_and_the_old_one_no_longer_sees_them(world: World) -> None:
    link_worker, url = world.ours.client(Role.LINK_WORKER), address(world, "pass_on")
    typed = {"team": str(world.theirs.team.public_id), "note": "Has moved to Stoke"}
    assert link_worker.post(url, typed).status_code == 422
    assert "Given to the other team." in sent(link_worker, url, typed | {"agrees": "on"})
    assert link_worker.get(address(world, "episode")).status_code == 404
    theirs = world.theirs.client(Role.LINK_WORKER)
    inbox = read(theirs, "/link-worker/").partition("Waiting to be claimed")[2]
    assert "Ada Trafford" in inbox
    assert "Has moved to Stoke" in read(theirs, address(world, "episode"))
    referral = Referral.objects.get(pk=world.ours.referral.pk)
    practice = read(world.ours.client(Role.GP), f"/gp/referrals/{referral.public_id}/")
    assert "Waiting for a link worker" in practice
    assert "Stoke Link Workers" in practice


def test_a_colleague_finds_the_tasks_of_someone_who_is_away(world: World) -> None:
    away = world.ours.client(Role.LINK_WORKER)
    assert "No colleague can do the tasks" in read(away, "/link-worker/away/")
    covering = colleague(world)
    days = date_typed("first_day", world.today) | date_typed("last_day", world.today)
    assert away.post("/link-worker/away/", days).status_code == 422
    html = sent(away, "/link-worker/away/", days | {"covering": str(covering.public_id)})
    assert "Col Worker does the tasks." in html
    Task.objects.open().update(due_on=world.today)
    assert "for link_worker of Trafford, who is away" in read(signed_in(covering), "/link-worker/")
    manager = world.ours.client(Role.MANAGER)
    assert "Col Worker does the tasks." in read(manager, "/manager/")
    cover = Cover.objects.get()
    assert "called off" in sent(manager, f"/manager/away/{cover.public_id}/call-off/")
    assert "who is away" not in read(signed_in(covering), "/link-worker/")


def test_a_manager_records_an_absence(world: World) -> None:
    covering, manager = colleague(world), world.ours.client(Role.MANAGER)
    url = f"/manager/members/{world.ours.members[Role.LINK_WORKER].public_id}/away/"
    days = date_typed("first_day", world.today) | date_typed("last_day", world.today)
    assert url in read(manager, "/manager/")
    assert "Noted." in sent(manager, url, days | {"covering": str(covering.public_id)})
    again = manager.post(url, days | {"covering": str(covering.public_id)})
    assert again.status_code == 422
    assert "call it off first" in again.content.decode()


def test_a_manager_closes_the_team_and_is_signed_out_of_it(world: World) -> None:
    manager = world.ours.client(Role.MANAGER)
    assert "/manager/close/" in read(manager, "/manager/")
    html = read(manager, "/manager/close/")
    assert "one person goes to the other team's inbox" in html.replace("&#x27;", "'")
    assert "one practice refers to the other team" in html
    assert manager.post("/manager/close/", {"team": str(world.theirs.team.public_id)}).status_code == 422
    assert "has closed" in sent(manager, "/manager/close/", {"team": str(world.theirs.team.public_id), "is_sure": "on"})
    assert manager.get("/manager/").status_code == 302
    assert "Ada Trafford" in read(world.theirs.client(Role.LINK_WORKER), "/link-worker/")
