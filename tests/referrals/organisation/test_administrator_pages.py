"""An administrator's pages: the organisations of an area, who works there, and its API clients."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from referrals.actions.organisation import merging, organisations
from referrals.drafts import OrganisationDraft
from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import (
    ApiClient,
    AuditEvent,
    Episode,
    Invitation,
    Membership,
    OnwardReferral,
    Organisation,
    PersonPractice,
    Referral,
    Service,
)
from referrals.selectors.organisation import areas
from tests.architecture.routes import invite
from tests.referrals.organisation.test_manager_pages import page
from tests.support.administrator_forms import organisation_typed
from tests.support.tokens import Api, token
from tests.support.world import World


@pytest.fixture
def administrator(world: World) -> Client:
    return world.ours.client(Role.ADMINISTRATOR)


def by(world: World) -> Actor:
    return world.ours.actor(Role.ADMINISTRATOR)


def add(world: World, kind: str, name: str, code: str = "") -> Organisation:
    parent = world.ours.icb if kind == "pcn" else world.ours.pcn
    draft = OrganisationDraft(name, kind, code, parent_id=parent.pk)
    return organisations.add_from(draft=draft, by=by(world), now=world.now)


def url(organisation: Organisation, verb: str = "") -> str:
    return f"/admin/organisations/{organisation.public_id}/{verb}"


def test_the_list_is_the_own_area_and_says_who_refers_where(administrator: Client, world: World) -> None:
    html = page(administrator, "/admin/")
    for own in (world.ours.icb, world.ours.pcn, world.ours.practice, world.ours.team, world.ours.provider):
        assert own.name in html
    for other in (world.theirs.practice, world.theirs.provider):
        assert other.name not in html
    assert world.ours.practice.name not in page(administrator, "/admin/?kind=team")
    assert world.ours.practice.name in page(administrator, "/admin/?name=p91001")
    assert "No organisation fits" in page(administrator, "/admin/?name=nowhere")
    Organisation.objects.filter(pk=world.ours.practice.pk).update(refers_to=None)
    assert "No team" in page(administrator, "/admin/")
    assert "its staff cannot refer anybody" in page(administrator, url(world.ours.practice))


def test_a_provider_that_lies_nowhere_is_taken_in_by_the_area_that_asks_somebody_there(world: World) -> None:
    ours, theirs = (side.actor(Role.ADMINISTRATOR) for side in (world.ours, world.theirs))
    found = Organisation.objects.create(name="Found", kind="provider", valid_from=world.today)
    assert areas.holds(ours, found.pk)
    assert areas.holds(theirs, found.pk)
    invite(found, Role.PROVIDER, world.ours.actor(Role.LINK_WORKER), world.now)
    assert areas.holds(ours, found.pk)
    assert not areas.holds(theirs, found.pk)
    named = Organisation.objects.create(
        name="Named", kind="provider", valid_from=world.today, area_code=world.theirs.team.area_code
    )
    assert not areas.holds(ours, named.pk)
    assert areas.holds(theirs, named.pk)


def test_nobodys_record_is_open_to_an_administrator(world: World) -> None:
    side, who = world.ours, by(world)
    for model in (Referral, Episode, OnwardReferral):
        assert not model.objects.visible_to(who).exists()
    pages = ["/admin/", "/admin/staff/", *(url(one) for one in (side.practice, side.team, side.provider, side.icb))]
    texts = [page(side.client(Role.ADMINISTRATOR), address) for address in pages]
    assert not [text for text in texts if side.person.full_name in text or side.referral.reference in text]


def test_a_practice_is_added_changed_and_refers_to_another_team(administrator: Client, world: World) -> None:
    typed = organisation_typed(world) | {"kind": "gp_practice"}
    answer = administrator.post("/admin/organisations/add/", typed)
    made = Organisation.objects.get(ods_code="P91099")
    assert answer.headers["Location"] == url(made)
    assert (made.parent, made.refers_to, made.area_code) == (world.ours.pcn, world.ours.team, "E08000009")
    second = add(world, "team", "Second Team")
    changed = organisation_typed(world) | {"name": "Park Lane Surgery", "refers_to": str(second.public_id)}
    assert administrator.post(url(made, "edit/"), changed | {"version": str(made.version)}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.refers_to) == ("Park Lane Surgery", second)
    assert AuditEvent.objects.filter(did="organisation.refers_to_changed", object_id=made.pk).exists()
    late = administrator.post(url(made, "edit/"), changed | {"version": "1"})
    assert (late.status_code, "Someone else has changed this" in late.content.decode()) == (422, True)
    assert "Park Lane Surgery" in page(administrator, url(second))


def test_what_cannot_be_added_is_said(world: World) -> None:
    for draft, code in (
        (OrganisationDraft("No code", "gp_practice"), "code-needed"),
        (OrganisationDraft("Same code", "gp_practice", world.theirs.practice.ods_code or ""), "code-taken"),
        (OrganisationDraft("Elsewhere", "team", parent_id=world.theirs.pcn.pk), "not-yours"),
        (OrganisationDraft("In a practice", "team", parent_id=world.ours.practice.pk), "not-yours"),
        (OrganisationDraft("A second area", "icb", "QX9"), "not-yours"),
    ):
        with pytest.raises(Refusal) as caught:
            organisations.add_from(draft=draft, by=by(world), now=world.now)
        assert caught.value.code == code, draft


def test_a_practice_ends_and_nobody_signs_in_for_it(administrator: Client, world: World) -> None:
    browser = world.ours.client(Role.GP)
    assert browser.get("/gp/").status_code == 200
    assert "one person who works there" in page(administrator, url(world.ours.practice, "end/"))
    assert administrator.post(url(world.ours.practice, "end/")).status_code == 422
    assert administrator.post(url(world.ours.practice, "end/"), {"is_sure": "on"}).status_code == 302
    assert browser.get("/gp/").status_code == 302
    # The first page says that it has ended.
    page(administrator, "/admin/")
    assert world.ours.practice.name not in page(administrator, "/admin/")
    assert "Ended on" in page(administrator, "/admin/?ended=on")
    assert "Ended on" in page(administrator, url(world.ours.practice))
    with pytest.raises(Refusal, match="ended-already"):
        organisations.end(organisation=world.ours.practice, by=by(world), now=world.now)


def test_a_provider_ends_and_its_people_are_back_with_their_link_worker(administrator: Client, world: World) -> None:
    administrator.post(url(world.ours.provider, "end/"), {"is_sure": "on"})
    assert Service.objects.get(pk=world.ours.service.pk).status == "closed"
    assert world.ours.referral.episode.tasks.filter(kind="service_closed", done_at=None).exists()
    assert not OnwardReferral.objects.open().filter(service=world.ours.service).exists()


def test_what_others_stand_on_does_not_end(world: World) -> None:
    for organisation, code in (
        (world.ours.team, "has-people"),
        (world.ours.pcn, "has-parts"),
        (world.ours.icb, "own-area"),
        (world.theirs.practice, "not-yours"),
    ):
        with pytest.raises(Refusal) as caught:
            organisations.end(organisation=organisation, by=by(world), now=world.now)
        assert caught.value.code == code, organisation


def test_a_practice_merges_and_its_patients_referrals_and_staff_go_along(administrator: Client, world: World) -> None:
    gone, heir = world.ours.practice, add(world, "gp_practice", "High Street Surgery", "P91098")
    typed = {"into": str(heir.public_id), "is_sure": "on"}
    html = administrator.post(url(gone, "merge/"), typed, follow=True).content.decode()
    assert "High Street Surgery goes on. One person has been invited there." in html
    registered = PersonPractice.objects.get(person=world.ours.person, valid_to=None)
    assert (registered.practice, registered.valid_from) == (heir, world.today)
    assert Referral.objects.get(pk=world.ours.referral.pk).referring_organisation == heir
    gone.refresh_from_db()
    assert (gone.merged_into, gone.valid_to) == (heir, world.today)
    invited = Invitation.objects.get(organisation=heir)
    assert (invited.email, invited.role) == (world.ours.members[Role.GP].user.email, "gp")
    assert world.ours.client(Role.GP).get("/gp/").status_code == 302
    assert "Merged into High Street Surgery" in page(administrator, url(gone))
    assert AuditEvent.objects.filter(did="person.practice_merged", person_id=world.ours.person.pk).exists()


def test_a_team_merges_and_its_people_wait_in_the_other_inbox(administrator: Client, world: World) -> None:
    heir = add(world, "team", "Second Team")
    html = page(administrator, url(world.ours.team, "merge/"))
    assert "go to the other team's inbox" in html or "goes to the other team's inbox" in html
    typed = {"into": str(heir.public_id), "is_sure": "on"}
    assert administrator.post(url(world.ours.team, "merge/"), typed).status_code == 302
    assert not Episode.objects.filter(team=world.ours.team).exists()
    assert Organisation.objects.get(pk=world.ours.practice.pk).refers_to == heir
    assert set(Invitation.objects.filter(organisation=heir).values_list("role", flat=True)) == {
        "link_worker",
        "manager",
    }


def test_a_provider_and_a_network_merge_with_what_lies_in_them(world: World) -> None:
    knit = add(world, "provider", "Knit and Natter")
    merging.merge(organisation=world.ours.provider, into=knit, by=by(world), now=world.now)
    assert Service.objects.get(pk=world.ours.service.pk).organisation == knit
    network = add(world, "pcn", "Larger Network", "U99999")
    merging.merge(organisation=world.ours.pcn, into=network, by=by(world), now=world.now)
    assert Organisation.objects.get(pk=world.ours.team.pk).parent == network


def test_what_does_not_merge(world: World) -> None:
    for organisation, into, code in (
        (world.ours.practice, world.ours.team, "other-kind"),
        (world.ours.practice, world.ours.practice, "other-kind"),
        (world.ours.practice, world.theirs.practice, "not-yours"),
    ):
        with pytest.raises(Refusal) as caught:
            merging.merge(organisation=organisation, into=into, by=by(world), now=world.now)
        assert caught.value.code == code
    manager = world.ours.actor(Role.MANAGER)
    with pytest.raises(Refusal, match="not-permitted"):
        merging.merge(organisation=world.ours.team, into=world.theirs.team, by=manager, now=world.now)


def test_who_works_where_and_an_administrator_ends_and_changes_it(administrator: Client, world: World) -> None:
    html = page(administrator, "/admin/staff/")
    assert "gp of Trafford" in html
    assert "gp of Stoke" not in html
    member = world.ours.members[Role.GP]
    change = f"/manager/members/{member.public_id}/role/"
    assert administrator.post(change, {"role": "manager"}).headers["Location"] == url(world.ours.practice)
    new = Membership.objects.get(user=member.user, ends_on=None)
    assert administrator.post(f"/manager/members/{new.public_id}/end/").headers["Location"] == url(world.ours.practice)
    assert "Nobody works here yet" in page(administrator, url(world.ours.practice))
    leaver, theirs = world.ours.members[Role.LINK_WORKER], world.theirs.members[Role.GP]
    assert administrator.post(f"/manager/members/{leaver.public_id}/end/").status_code == 422
    assert administrator.get(f"/manager/members/{theirs.public_id}/end/").status_code == 404


def test_an_administrator_invites_the_first_commissioner(administrator: Client, world: World) -> None:
    typed = {"name": "Pip Dunn", "email": "pip@example.org", "job_title": "", "role": "commissioner"}
    answer = administrator.post(url(world.ours.icb, "invite/"), typed)
    assert answer.headers["Location"] == url(world.ours.icb)
    assert "Pip Dunn" in page(administrator, url(world.ours.icb))
    asked = Invitation.objects.get(email="pip@example.org")
    assert administrator.post(f"/manager/invitations/{asked.public_id}/again/").headers["Location"] == url(
        world.ours.icb
    )


def test_a_client_is_made_allowed_used_rotated_and_ended(administrator: Client, world: World) -> None:
    typed = {"name": "Practice system", "scopes": ["referrals"]}
    html = administrator.post("/admin/clients/add/", typed).content.decode()
    made = ApiClient.objects.get(name="Practice system")
    secret = re.search(r'id="client-secret">([^<]+)<', html)
    assert secret
    address = f"/admin/clients/{made.public_id}/"
    assert secret[1] not in page(administrator, address)
    assert "For nobody yet" in page(administrator, address)
    granted = administrator.post(address, {"organisation": str(world.ours.practice.public_id), "role": "gp"})
    assert granted.headers["Location"] == address
    assert "Never" in page(administrator, "/admin/clients/")
    assert Api(token(made)).get("referrals/").status_code == 200
    assert "Never" not in page(administrator, "/admin/clients/")
    assert administrator.post(f"{address}scopes/", {"scopes": ["days"]}).status_code == 302
    assert "old secret" in page(administrator, f"{address}secret/")
    assert secret[1] not in administrator.post(f"{address}secret/").content.decode()
    role = made.roles.get()
    administrator.post(f"{address}roles/{role.public_id}/withdraw/")
    assert "For nobody yet" in page(administrator, address)
    assert "cannot be started again" in page(administrator, f"{address}end/")
    administrator.post(f"{address}end/")
    assert "Ended" in page(administrator, "/admin/clients/")
    assert administrator.post(f"{address}secret/").headers["Location"] == address


def test_a_list_of_many_has_pages(administrator: Client, world: World) -> None:
    Organisation.objects.bulk_create(
        Organisation(name=f"Group {number:03}", kind="provider", valid_from=world.today - timedelta(days=1))
        for number in range(60)
    )
    assert "Next page" in page(administrator, "/admin/?kind=provider")
    assert "Previous page" in page(administrator, "/admin/?kind=provider&page=2")
