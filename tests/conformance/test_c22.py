"""C22 Caseload: each test does what a buyer would try, as the role that does it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from referrals.actions.messages import outbox
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import add_working_days
from referrals.kit.permissions import Role
from referrals.models import Contact, Goal, Membership, PathwayTemplate, Task
from referrals.templatetags.nhsuk import nhs_date, nhs_short_date
from tests.conformance.browsing import claimed, leads_to, read, referred, refused, send
from tests.support import second_step
from tests.support.forms_typed import date_typed
from tests.support.world import World


@pytest.fixture
def link_worker(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def to_do(page: str) -> str:
    """What is to be done in an episode."""
    return page.partition("To do")[2].partition("Link worker:")[0]


def test_c22e1_a_case_is_opened_held_closed_and_reopened(world: World, link_worker: Client) -> None:
    referral = referred(world)
    episode = claimed(world, referral)
    assert "Link worker: link_worker of Trafford" in read(link_worker, episode)
    case = f"{episode}referrals/{referral.rstrip('/').rpartition('/')[2]}/"
    send(link_worker, f"{case}close/", {"reason": "moved_away"})
    closed = f"Support ended on {world.today.day} "
    page = read(link_worker, episode)
    assert closed in page
    assert "Moved away" in page
    assert "Nia Typed" not in read(link_worker, "/link-worker/")
    page = read(link_worker, send(link_worker, f"{case}reopen/"))
    assert closed not in page
    assert "Make first contact" in to_do(page)
    assert "Nia Typed" in read(link_worker, "/link-worker/").partition("People I support")[2]


def joined(manager: Client) -> tuple[Membership, Client]:
    """A new link worker whom the manager invites, and who follows the mail: their membership and their browser."""
    send(manager, "/manager/members/add/", {"name": "Sam New", "email": "sam@example.org", "role": "link_worker"})
    outbox.send_waiting(limit=100, by=SCHEDULE, now=timezone.now())
    [invitation] = [message for message in mail.outbox if message.to == ["sam@example.org"]]
    link = next(word for word in invitation.body.split() if "/accounts/invitation/" in word)
    newcomer = Client()
    password = "a-long-invented-one"
    send(newcomer, link, {"name": "Sam New", "password1": password, "password2": password})
    second_step.set_up(newcomer)
    return Membership.objects.get(user__email="sam@example.org"), newcomer


def test_c22e2_each_worker_has_a_caseload_and_people_move_between_them(world: World, link_worker: Client) -> None:
    manager = world.ours.client(Role.MANAGER)
    newcomer, colleague = joined(manager)
    referral = referred(world)
    episode = claimed(world, referral)

    def mine(client: Client) -> str:
        return read(client, "/link-worker/").partition("People I support")[2]

    assert "Nia Typed" in mine(link_worker)
    assert "Nia Typed" not in mine(colleague)
    assert "Nia Typed" in read(colleague, "/link-worker/?show=team").partition("People the team supports")[2]
    referral_id = referral.rstrip("/").rpartition("/")[2]
    send(link_worker, f"{episode}referrals/{referral_id}/release/")
    send(colleague, f"/link-worker/referrals/{referral_id}/claim/")
    assert "Nia Typed" not in mine(link_worker)
    assert "Nia Typed" in mine(colleague)
    assert "Ada Trafford" not in mine(colleague)
    leaving = world.ours.members[Role.LINK_WORKER]
    send(manager, f"/manager/members/{leaving.public_id}/end/", {"heir": str(newcomer.public_id)})
    assert "Ada Trafford" in mine(colleague)


def test_c22e3_contacts_are_put_on_a_schedule_that_the_worker_manages(world: World, link_worker: Client) -> None:
    episode = claimed(world, referred(world))
    first, review = (nhs_short_date(add_working_days(world.today, days)) for days in (5, 20))
    chosen = world.today + timedelta(days=3)
    assert f"Make first contact: {first}" in to_do(read(link_worker, episode))
    assert "Make first contact : Nia Typed" in read(link_worker, "/link-worker/").partition("Waiting to be claimed")[0]
    spoken = {"mode": "phone", "outcome": "reached", "when": "now", "note": ""}
    tried = read(link_worker, send(link_worker, f"{episode}contacts/add/", spoken | {"outcome": "no_answer"}))
    assert "Make first contact" in to_do(tried)
    assert "No answer" in tried
    after = to_do(read(link_worker, send(link_worker, f"{episode}contacts/add/", spoken)))
    assert f"Agree a plan: {review}" in after
    assert "Make first contact" not in after
    plan = {"what_matters": "The park", "needs": ["loneliness"], "version": "0", **date_typed("review_on", chosen)}
    after = to_do(read(link_worker, send(link_worker, f"{episode}plan/", plan)))
    assert f"Review the plan: {nhs_short_date(chosen)}" in after
    assert review not in after
    manage_appointments(world, link_worker, episode)
    # What is not done in time stands out, for the worker and for the team.
    with time_machine.travel(world.now + timedelta(days=10)):
        late = world.ours.client(Role.LINK_WORKER)
        assert f"Review the plan: {nhs_short_date(chosen)} overdue" in to_do(read(late, episode))
        assert f"Nia Typed {nhs_short_date(chosen)} overdue" in read(late, "/link-worker/")


def manage_appointments(world: World, link_worker: Client, episode: str) -> None:
    """A contact is agreed for a day and an hour, moved, and called off; the schedule follows."""
    typed = {"at": "14:30", "minutes": "30", "mode": "phone", "place": "", "version": "0"}
    days = [world.today + timedelta(days=n) for n in (7, 8)]
    send(link_worker, f"{episode}appointments/add/", typed | date_typed("on", days[0]))
    assert f"{nhs_date(days[0])} at 2:30pm Phone" in read(link_worker, episode)
    appointment = leads_to(link_worker, episode, "/appointments/")
    version = link_worker.get(appointment).context["form"]["version"].value()
    moved = typed | {"version": version} | date_typed("on", days[1])
    send(link_worker, appointment, moved)
    page = read(link_worker, episode)
    assert f"{nhs_date(days[1])} at 2:30pm Phone" in page
    assert nhs_date(days[0]) not in page
    # Whoever still has the page open does not move it back.
    assert "has been changed or is over" in refused(link_worker, appointment, moved | date_typed("on", days[0]))
    send(link_worker, f"{appointment}cancel/")
    assert "No appointment is planned" in read(link_worker, episode)


def test_c22e4_the_details_of_a_case_are_changed(world: World, link_worker: Client) -> None:
    episode = claimed(world, referred(world))
    plan = {"needs": ["debt"], "words_debt": "The letters pile up", "version": "0"}
    plan |= date_typed("review_on", world.today + timedelta(days=30))
    send(link_worker, f"{episode}plan/", {"what_matters": "My garden", **plan})
    send(link_worker, f"{episode}goals/add/", {"text": "Dig a bed", **date_typed("review_on", world.today)})
    person = {"version": link_worker.get(f"{episode}person/ethnicity/").context["form"]["version"].value()}
    send(link_worker, f"{episode}person/ethnicity/", {"category": "M", "reason": "missing", **person})
    page = read(link_worker, episode)
    for said in ("My garden", "The letters pile up", "Dig a bed", "Black or Black British: Caribbean"):
        assert said in page
    typed = {"what_matters": "My garden and my dog", **plan, "needs": ["debt", "housing"], "version": "1"}
    send(link_worker, f"{episode}plan/", typed)
    send(link_worker, leads_to(link_worker, episode, "/goals/"), {"status": "met"})
    page = read(link_worker, episode)
    assert "My garden and my dog" in page
    assert "Housing" in page
    assert f"Dig a bed {nhs_short_date(world.today)} Met" in page
    # Whoever still has the page open does not undo it.
    assert "Someone else has changed this" in refused(link_worker, f"{episode}plan/", typed)
    change_who_it_is_about(link_worker, episode)


def correct_a_name(link_worker: Client, episode: str, **names: str) -> None:
    page = f"{episode}person/identity/"
    form = link_worker.get(page).context["form"]
    known = {name: form[name].value() or "" for name in form.fields if name != "born_on"}
    known |= date_typed("born_on", form["born_on"].value())
    send(link_worker, page, known | {"reason": "wrong", "confirmed": "on"} | names)


def change_who_it_is_about(link_worker: Client, episode: str) -> None:
    """A case is about a person: the name and the telephone are corrected, with a reason, and what stood there stays."""
    details = f"{episode}person/"
    correct_a_name(link_worker, episode, family_name="Tiepd")
    phone = leads_to(link_worker, details, "/correct/")
    form = link_worker.get(phone).context["form"]
    number = {"phone": "0161 496 0777", "safe_to_call": "on", "reason": "wrong", "version": form["version"].value()}
    send(link_worker, phone, number)
    page = read(link_worker, details)
    for said in (
        "Nia Tiepd",
        "0161 496 0777",
        "Typed → Tiepd",
        "(link_worker of Trafford, Trafford Link Workers)",
    ):
        assert said in page


def test_c22e8_a_team_reports_on_its_caseloads(world: World, link_worker: Client) -> None:
    before = "link_worker of Trafford 1 0 0 20 0"
    assert before in read(link_worker, "/link-worker/report/")
    referral = referred(world)
    episode = claimed(world, referral)
    page = read(world.ours.client(Role.MANAGER), "/link-worker/report/?weeks=4")
    assert "link_worker of Trafford 2 1 0 10 0" in page
    assert "GP practice 2 2 0 0 0" in page
    assert "Services answered 1 of 1 in time (100%)" in page
    assert "Happiness yesterday 1 0 (0%) too few to show" in page
    case = f"{episode}referrals/{referral.rstrip('/').rpartition('/')[2]}/"
    send(link_worker, f"{case}close/", {"reason": "moved_away"})
    assert "link_worker of Trafford 1 0 0 20 1" in read(link_worker, "/link-worker/report/")
    file = link_worker.get("/link-worker/report.csv").content.decode()
    assert "caseload,link_worker of Trafford,closed,1" in file


def test_c22e5_a_manager_reviews_a_caseload_and_comments_on_it(world: World, link_worker: Client) -> None:
    episode = claimed(world, referred(world))
    manager = world.ours.client(Role.MANAGER)
    worker = f"/link-worker/workers/{world.ours.members[Role.LINK_WORKER].public_id}/"
    page = read(manager, worker)
    for said in ("Caseload of link_worker of Trafford", "Ada Trafford", "Nia Typed", "The link worker makes contact"):
        assert said in page
    send(manager, f"{episode}comments/", {"text": "Ask about her carer's allowance."})
    assert "One open" in read(manager, worker)
    said = "Comment manager of Trafford"
    work = read(link_worker, "/link-worker/").partition("Comments and questions")[2]
    assert "Nia Typed" in work
    assert "Ask about her carer's allowance." in work
    assert said in read(link_worker, episode)
    thread = link_worker.get(f"{episode}comments/").context["threads"][0].public_id
    send(link_worker, f"{episode}comments/{thread}/", {"text": "She has applied."})
    assert "She has applied." in read(manager, f"{episode}comments/")
    send(link_worker, f"{episode}comments/{thread}/close/")
    assert "Comments and questions" not in read(link_worker, "/link-worker/")


def test_c22e6_a_colleague_reviews_a_schedule_and_comments_on_it(world: World, link_worker: Client) -> None:
    manager = world.ours.client(Role.MANAGER)
    _newcomer, colleague = joined(manager)
    episode = claimed(world, referred(world))
    due = nhs_short_date(add_working_days(world.today, 5))
    page = read(colleague, f"/link-worker/workers/{world.ours.members[Role.LINK_WORKER].public_id}/")
    assert f"Make first contact: {due} Comment" in page
    task = Task.objects.get(episode__person__family_name="Typed", done_at=None).public_id
    assert f'value="{task}"' in colleague.get(f"{episode}comments/?about={task}").content.decode()
    send(colleague, f"{episode}comments/", {"text": "Ring before ten.", "about": str(task)})
    page = read(link_worker, episode)
    assert f"Sam New about “Make first contact”, due {due}" in page
    assert "Ring before ten." in page


def test_c22e7_the_record_is_read_and_changed(world: World, link_worker: Client) -> None:
    episode = claimed(world, referred(world))
    version = link_worker.get(f"{episode}person/address/").context["form"]["version"].value()
    moved = {"lines": "9 New Road", "postcode": "M33 2AB", "reason": "changed", "version": version}
    send(link_worker, f"{episode}person/address/", moved)
    late = {"mode": "home_visit", "outcome": "reached", "when": "earlier", "at": "09:15", "note": "Showed me her roses"}
    yesterday = world.today - timedelta(days=1)
    send(link_worker, f"{episode}contacts/add/", late | date_typed("on", yesterday))
    plan = {"what_matters": "My roses", "needs": ["debt"], "words_debt": "The letters pile up", "version": "0"}
    send(link_worker, f"{episode}plan/", plan | date_typed("review_on", world.today + timedelta(days=30)))
    send(link_worker, f"{episode}goals/add/", {"text": "Prune them", **date_typed("review_on", world.today)})
    page = read(link_worker, episode)
    for said in ("9 New Road", f"{nhs_date(yesterday)} at 9:15am Home visit", "Showed me her roses", "My roses"):
        assert said in page
    contact = Contact.objects.get(note="Showed me her roses")
    assert contact.recorded_at - contact.occurred_at > timedelta(hours=1)
    for size in ("", "&size=large"):
        paper = read(link_worker, f"{episode}print/?part=plan{size}")
        for said in ("My roses", "The letters pile up", "Prune them", "link_worker of Trafford, Trafford Link Workers"):
            assert said in paper
        assert "Showed me her roses" not in paper
    assert world.theirs.client(Role.LINK_WORKER).get(episode).status_code == 404
    assert world.ours.client(Role.PROVIDER).get(episode).status_code in {403, 404}
    the_person_reads_and_has_it_changed(world, link_worker)


def the_person_reads_and_has_it_changed(world: World, link_worker: Client) -> None:
    """Our person finds their plan on their page, says what is wrong, and sees it answered and who has looked."""
    person, episode = world.ours.client(Role.PERSON), f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    read(link_worker, episode)
    mine = read(person, "/me/")
    assert world.ours.plan.what_matters in mine
    assert f"{nhs_short_date(world.today)} Link worker Trafford Link Workers" in mine
    send(person, "/me/corrections/", {"about": "name", "text": "Adah, with an h"})
    assert "Adah, with an h" in read(link_worker, episode)
    answer = leads_to(link_worker, episode, "/corrections/")
    done = {"outcome": "changed", "answer": "It has an h now."}
    assert "Change it first" in refused(link_worker, answer, done)
    correct_a_name(link_worker, episode, given_name="Adah")
    send(link_worker, answer, done)
    mine = read(person, "/me/")
    assert "Hello Adah Trafford" in mine
    assert "It has an h now." in mine


def test_c22e9_a_plan_is_made_from_a_template(world: World, link_worker: Client) -> None:
    manager = world.ours.client(Role.MANAGER)
    typed = {"version": "0", "name": "New here", "needs": ["loneliness"], "contacts": "5, 20", "measures": ["ons4"]}
    goals = "20: Meet two neighbours\n60: Go to the lunch club"
    assert "Begin each line" in refused(manager, "/link-worker/templates/add/", typed | {"goals": "Meet people"})
    send(manager, "/link-worker/templates/add/", typed | {"goals": goals})
    template = PathwayTemplate.objects.get().public_id
    episode = claimed(world, referred(world))
    send(link_worker, f"{episode}contacts/add/", {"mode": "phone", "outcome": "reached", "when": "now", "note": ""})
    use = f"{episode}templates/{template}/"
    assert "New here" in read(link_worker, f"{episode}templates/")
    days = {n: nhs_short_date(add_working_days(world.today, n)) for n in (5, 20, 60)}
    preview = read(link_worker, use)
    for said in ("Meet two neighbours", "Go to the lunch club", "Get in touch", "Loneliness or isolation", "ONS"):
        assert said in preview
    assert "Enter what matters to the person" in refused(link_worker, use, {})
    page = read(link_worker, send(link_worker, use, {"what_matters": "Not to be alone"}))
    assert "Not to be alone" in page
    assert f"Meet two neighbours {days[20]}" in page
    assert f"Go to the lunch club {days[60]}" in page
    assert f"Get in touch, as planned: {days[5]}" in to_do(page)
    assert f"Get in touch, as planned: {days[20]}" in to_do(page)
    assert "In the plan already" in read(link_worker, f"{episode}templates/")
    assert "nothing was added" in refused(link_worker, use, {})
    assert (
        Goal.objects.filter(template__isnull=False).count(),
        Task.objects.filter(kind="planned_contact").count(),
    ) == (2, 2)
    changed = typed | {"version": "1", "name": "Newcomers", "goals": "20: Meet three neighbours"}
    send(link_worker, f"/link-worker/templates/{template}/", changed)
    assert "Meet two neighbours" in read(link_worker, episode)
    send(link_worker, f"/link-worker/templates/{template}/retire/")
    assert "No longer offered Name Action Newcomers" in read(link_worker, "/link-worker/templates/")
    assert link_worker.get(use).status_code == 404
    send(manager, f"/link-worker/templates/{template}/restore/")
    assert "No longer offered" not in read(link_worker, "/link-worker/templates/")
    assert link_worker.get(use).status_code == 200
