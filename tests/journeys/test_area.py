"""From an empty database to a working area, by README's commands and the pages alone; and the week after."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from referrals.kit.calendar import local_day, week_label, week_of
from socialrx.tools.servers.processes import wait_for
from tests.journeys import area_files, readme, steps
from tests.journeys.area_files import ADMINISTRATOR, LINK_WORKER, MANAGER, SERVICE
from tests.journeys.demo import a_folder
from tests.journeys.installation import PATIENCE, Installation, installation
from tests.journeys.steps import Patient
from tests.support.fixtures.browser import go
from tests.support.world import an_nhs_number

GP, COMMISSIONER = "ames@example.org", "philippa.dunn@example.org"
HEIR, PROVIDER_MEMBER = "hana.brook@example.org", "aled.price@example.org"
MOBILE = "07700900555"
PATIENT = Patient("Winifred", "Ashdown", date(1952, 3, 4), an_nhs_number(410_000), area_files.POSTCODE, "Female")


def test_an_area_is_set_up_and_works(
    needs_mosquitto: None, needs_nginx: None, browser: Browser, tmp_path: Path
) -> None:
    tuesday = week_of(local_day(datetime.now(UTC))) - timedelta(days=6)
    area_files.write(tmp_path, published=date(2026, 9, 1), yesterday=tuesday - timedelta(days=1))
    with a_folder() as folder:
        with installation(folder, tmp_path, browser, tuesday) as area:
            set_up(area)
            bring_a_service_in(area, tuesday)
            support_somebody(area, tuesday)
            area.operate("reconcile")
            ran = area.ran
        with installation(folder, tmp_path, browser, tuesday + timedelta(days=7)) as area:
            see_the_week(area, week_label(week_of(tuesday)))
            hand_over(area)
            close_a_practice(area)
    assert set(readme.commands()) == ran


def set_up(area: Installation) -> None:
    """The area's places and people, until everybody has chosen a password and the team's people are in."""
    area.operate("check")
    manager, administrator = re.findall(r"https?://\S+", area.operate("setup_area"))
    with area.newcomer(administrator) as page:
        invite_from(page, "Park Road Surgery", "Dr Helen Ames", GP, "GP practice")
        invite_from(page, "NHS Example Integrated Care Board", "Philippa Dunn", COMMISSIONER, "Commissioner")
        go(page, page.get_by_role("link", name="Organisations").first)
        go(page, page.get_by_role("link", name=area_files.TEAM, exact=True))
        team = page.url.rstrip("/").rpartition("/")[2]
    with area.newcomer(manager) as page:
        for name, email in (("Lena Marsh", LINK_WORKER), ("Hana Brook", HEIR)):
            go(
                page,
                page.get_by_role("link", name="Invite a member").or_(
                    page.get_by_role("button", name="Invite a member")
                ),
            )
            invite(page, name, email, "Link worker")
    for command in ("small_areas", "postcodes", "networks", "practices", "list_sizes"):
        assert " 0 refused" in area.operate(f"load_{command}")
    assert "1 rows, 0 refused" in area.operate("import_services")
    for link in area.invited(GP, COMMISSIONER, LINK_WORKER, HEIR):
        with area.newcomer(link):
            pass
    import_the_caseload(area, team)
    with area.signed_in(ADMINISTRATOR) as page:
        go(page, page.get_by_role("link", name="Set-up").first)
        expect(steps.row_of(page, "Populations")).to_contain_text("There")


def import_the_caseload(area: Installation, team: str) -> None:
    """The people whom the link worker supports already."""
    assert f"{area_files.CASES} in, 0 here already, 0 refused" in area.operate("import_caseload", ODS_or_id=team)


def invite_from(page: Page, organisation: str, name: str, email: str, role: str) -> None:
    """The administrator invites somebody from the page of an organisation."""
    go(page, page.get_by_role("link", name="Organisations").first)
    go(page, page.get_by_role("link", name=organisation, exact=True))
    go(page, page.get_by_role("button", name="Invite somebody"))
    invite(page, name, email, role)


def invite(page: Page, name: str, email: str, role: str) -> None:
    """Fill in the one form by which everybody is invited."""
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Work email address").fill(email)
    page.get_by_label(role, exact=True).check()
    go(page, page.get_by_role("button", name="Send the invitation"))


def bring_a_service_in(area: Installation, today: date) -> None:
    """The link worker says what the imported service helps with, and invites somebody there, who plans a session."""
    with area.signed_in(LINK_WORKER) as page:
        go(page, page.get_by_role("link", name="What services help with"))
        expect(page.get_by_role("group", name=SERVICE).get_by_label("Loneliness or isolation")).to_be_checked()
        page.get_by_label("Being more active").check()
        for runs in page.get_by_label(re.compile("takes place now")).all():
            runs.check()
        go(page, page.get_by_role("button", name="Save these services"))
        go(page, page.get_by_role("link", name="Caseload").first)
        go(page, page.get_by_role("link", name="Invite a local organisation"))
        page.get_by_label("Name of the organisation").fill("ashfold")
        go(page, page.locator("#maincontent").get_by_role("button", name="Find"))
        go(page, page.get_by_role("link", name=area_files.PROVIDER))
        invite(page, "Aled Price", PROVIDER_MEMBER, "Provider")
    [link] = area.invited(PROVIDER_MEMBER)
    with area.newcomer(link) as page:
        add_a_session(page, today)


def support_somebody(area: Installation, today: date) -> None:
    """A referral travels to an attended session; the patient gets a text and a tag."""
    with area.signed_in(GP) as page:
        refer(page)
    with area.signed_in(LINK_WORKER) as page:
        steps.claim(page, PATIENT.name)
        episode = page.url
        steps.note_contact(page)
        steps.agree_plan(page, today + timedelta(days=28))
        make_an_appointment(page, today + timedelta(days=9))
        page.goto(episode)
        steps.refer_on(page, SERVICE)
    assert wait_for(lambda: any("/provider/answer/" in mail for mail in area.mails(PROVIDER_MEMBER)), PATIENCE)
    with area.signed_in(PROVIDER_MEMBER) as page:
        steps.answer(page, PATIENT.name, "Yes, we have a place")
        give_a_tag(page)
        mark_the_register(page)
    assert wait_for(lambda: any("appointment" in text for text in area.texts(MOBILE)), PATIENCE)
    with area.signed_in(LINK_WORKER) as page:
        page.goto(episode)
        steps.see(page, "Going to the service")
        page.get_by_text("What was sent to them").click()
        expect(steps.row_of(page, "appointment")).to_contain_text("Text")


def refer(page: Page) -> None:
    """The practice's one page, of somebody who wants to be told by text."""
    go(page, page.get_by_role("link", name="Refer a patient").first)
    page.get_by_label("First name").fill(PATIENT.first)
    page.get_by_label("Last name").fill(PATIENT.last)
    steps.fill_date(page, "Date of birth", PATIENT.born_on)
    page.get_by_label("NHS number", exact=True).fill(PATIENT.nhs_number)
    page.get_by_role("textbox", name=re.compile("^Postcode")).fill(PATIENT.postcode)
    page.get_by_label("Telephone number").fill(MOBILE)
    page.get_by_label("Call, and leave a message").check()
    page.get_by_text("How to be told, interpreter, address, sex and ethnic group").click()
    page.get_by_label("How do they want to be told").select_option(label="Text message")
    steps.fill_referral(page)
    steps.sent_reference(page)


def make_an_appointment(page: Page, on: date) -> None:
    """A talk; the person hears of it without anybody doing more."""
    go(page, page.get_by_role("link", name="Make an appointment"))
    steps.fill_date(page, "Date", on)
    page.get_by_label("Time").fill("14:30")
    page.get_by_label("Phone", exact=True).check()
    go(page, page.get_by_role("button", name=re.compile("appointment", re.IGNORECASE)))


def add_a_session(page: Page, today: date) -> None:
    """Today's walk."""
    go(page, page.get_by_role("link", name=SERVICE, exact=True))
    page.get_by_text("Add one session").click()
    steps.fill_date(page, "Day", today)
    page.get_by_label("Starts at").fill("11:00")
    page.get_by_label("Code", exact=True).fill("WALK-1")
    go(page, page.get_by_role("button", name="Add session"))


def give_a_tag(page: Page) -> None:
    """A QR code to show at the door."""
    go(page, page.get_by_role("link", name="Inbox and registers").first)
    go(page, page.get_by_role("link", name=SERVICE, exact=True))
    go(page, page.get_by_role("link", name="Tags for the door"))
    go(page, steps.row_of(page, PATIENT.name).get_by_role("link", name=re.compile("Give a tag")))
    go(page, page.get_by_role("button", name="Make a QR code"))
    expect(page.locator(".app-code").first).to_be_visible()


def mark_the_register(page: Page) -> None:
    """She came."""
    go(page, page.get_by_role("link", name="Inbox and registers").first)
    go(page, page.get_by_role("link", name=re.compile(f"^{SERVICE}, ")).first)
    page.get_by_role("group", name=PATIENT.name).get_by_label("Came", exact=True).check()
    go(page, page.get_by_role("button", name="Save register"))
    steps.see(page, "The register is saved.")


def see_the_week(area: Installation, week: str) -> None:
    """The commissioner reads the week that has ended: 12 referrals, shown as 10, of 10,000 people on the lists."""
    with area.signed_in(COMMISSIONER) as page:

        def is_final() -> bool:
            page.goto(f"{area.demo.url}/observatory/?measure=referred&by=all&period=week")
            row = steps.row_of(page, week)
            return row.is_visible() and "not final" not in row.inner_text()

        assert wait_for(is_final, PATIENCE, every=1)
        expect(steps.row_of(page, week)).to_contain_text("10")
        expect(steps.row_of(page, week)).to_contain_text("1.0 per 1,000")


def hand_over(area: Installation) -> None:
    """The manager ends the link worker's role, and a colleague takes over everybody."""
    with area.signed_in(MANAGER) as page:
        go(page, page.get_by_role("link", name="End role Lena Marsh"))
        page.get_by_label("Hana Brook").check()
        go(page, page.get_by_role("button", name="End role"))
        expect(steps.row_of(page, HEIR)).to_contain_text(str(area_files.CASES + 1))
    with area.signed_in(HEIR) as page:
        steps.see(page, PATIENT.name)


def close_a_practice(area: Installation) -> None:
    """The administrator ends the second practice."""
    with area.signed_in(ADMINISTRATOR) as page:
        go(page, page.get_by_role("link", name="High Street Surgery", exact=True))
        go(page, page.get_by_role("link", name="End", exact=True))
        page.get_by_label("I know that this cannot be undone").check()
        go(page, page.get_by_role("button", name="End the organisation"))
        expect(page.get_by_text("High Street Surgery has ended.")).to_be_visible()
