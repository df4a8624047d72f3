"""Loading a directory: once however often, everything in or listed, and nothing of ours overwritten."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from referrals.actions.onward import closings, onward_referrals
from referrals.actions.services import directory, services
from referrals.actions.services.directory import Loaded, Tally
from referrals.directory import values
from referrals.kit.actor import PUBLIC, SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Organisation, Service, Task
from tests.referrals.services.files import CLUB, GROUP, PANTRY, TODAY, facility, of_json, read, service, table
from tests.support.world import World

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]


def load(content: bytes, *, source: str = "ours", dry_run: bool = False) -> Loaded:
    return directory.load(rows=read(content).rows, source=source, by=SCHEDULE, now=NOW, dry_run=dry_run)


def audited() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("did", flat=True))


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_services", *arguments, stdout=out)
    return out.getvalue()


def test_services_and_providers_come_in_each_with_its_audit_row() -> None:
    loaded = load(table(PANTRY, PANTRY | {"Postcode": "M33 2AE"}))
    assert (loaded.services, loaded.organisations) == (Tally(created=2), Tally(created=1))
    provider = Organisation.objects.get(source="ours")
    assert (provider.name, provider.kind, provider.valid_from) == ("Ashfold Pantry", "provider", date(2026, 11, 22))
    added = Service.objects.filter(organisation=provider)
    assert {(one.schedule, one.assured_on, tuple(one.needs)) for one in added} == {
        ("Mondays 10am - noon", None, ("food",))
    }
    assert audited() == ["organisation.imported", "service.imported", "service.imported"]


def test_loading_again_changes_nothing() -> None:
    load(table(PANTRY))
    before = list(Service.objects.values()), list(Organisation.objects.values())
    loaded = load(table(PANTRY))
    assert (loaded.services, loaded.organisations) == (Tally(unchanged=1), Tally(unchanged=1))
    assert (list(Service.objects.values()), list(Organisation.objects.values())) == before
    assert len(audited()) == 2


def test_what_the_file_says_differently_is_changed_and_the_row_before_is_kept() -> None:
    load(table(facility()))
    loaded = load(table(facility(site_name="Ashfold Common", telephone="0161 496 0001")))
    assert (loaded.services, loaded.organisations) == (Tally(changed=1), Tally(changed=1))
    changed = Service.objects.get(source="ours")
    assert (changed.name, changed.phone, changed.version) == ("Golf, Ashfold Common", "0161 496 0001", 2)
    assert Organisation.objects.get(source="ours").name == "Ashfold Common"
    assert audited()[2:] == ["organisation.updated", "service.updated"]


def test_a_dry_run_counts_the_same_and_writes_nothing() -> None:
    load(table(facility()))
    next_one = table(facility(site_name="Ashfold Common"), facility(site_id="8"), facility(site_id="8"))
    before = list(Service.objects.values()), len(audited())
    foretold = load(next_one, dry_run=True)
    assert (list(Service.objects.values()), len(audited())) == before
    assert load(next_one) == foretold
    assert (foretold.services, len(foretold.refused)) == (Tally(created=1, changed=1), 1)


def test_the_same_id_from_another_source_is_another_service() -> None:
    load(table(CLUB))
    assert load(table(CLUB), source="theirs").services == Tally(created=1)


def test_a_listing_that_nobody_confirmed_is_not_offered_and_one_that_the_file_confirms_is(client: Client) -> None:
    load(of_json([service(), service(id="s-2", name="Choir", assured_date=str(TODAY))]))
    html = client.get("/services/").content.decode()
    assert "Park walk" not in html
    assert "Choir" in html


def test_its_page_says_how_to_reach_it_and_whom_it_is_for(client: Client) -> None:
    content = facility(
        site_last_updated_date=str(TODAY),
        access_type="Pay and Play",
        telephone="0161 496 0001",
        email="golf@example.org",
        website="golf.example.org",
        disability_toilets="Yes",
    )
    load(table(content))
    html = client.get(f"/services/{Service.objects.get(source='ours').public_id}/").content.decode()
    for said in (
        "Pay and Play",
        "0161 496 0001",
        "golf@example.org",
        "http://golf.example.org",
        "Accessible: toilets.",
    ):
        assert said in html


def test_what_was_set_here_stays() -> None:
    load(table(facility(site_last_updated_date="2026-01-01")))
    ours = Service.objects.get(source="ours")
    services.confirm(service=ours, on=date(2026, 10, 1), by=SCHEDULE)
    Service.objects.filter(pk=ours.pk).update(needs=["loneliness"], places=4)
    assert load(table(facility(site_last_updated_date="2026-02-01"))).services == Tally(unchanged=1)
    ours.refresh_from_db()
    assert (ours.assured_on, ours.needs, ours.places) == (date(2026, 10, 1), ["loneliness"], 4)
    load(table(facility(site_last_updated_date="2026-11-01")))
    ours.refresh_from_db()
    assert ours.assured_on == date(2026, 11, 1)


def test_what_the_file_does_not_say_or_cannot_be_read_stays() -> None:
    load(table(GROUP))
    load(table(GROUP | {"website": "www,wrong", "telephone": "NA"}))
    ours = Service.objects.get(source="ours")
    assert (ours.website, ours.phone) == ("http://www.quiet.example.org", "")


def test_a_service_that_the_file_closes_is_closed() -> None:
    load(of_json(service()))
    load(of_json(service(status="defunct")))
    assert Service.objects.get(source="ours").status == "closed"


def test_the_people_of_a_service_that_the_file_closes_are_back_with_their_link_worker(world: World) -> None:
    load(of_json(service()))
    found = Service.objects.filter(source="ours")
    found.update(needs=["loneliness"])
    offer = onward_referrals.offer(
        episode=world.ours.referral.episode,
        service=found.get(),
        need="loneliness",
        note="",
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )
    load(of_json(service(status="defunct")))
    offer.refresh_from_db()
    assert offer.status == "cancelled"
    assert Task.objects.open().filter(kind="service_closed", onward_referral=offer).count() == 1


def test_a_file_does_not_open_what_its_provider_closed(world: World) -> None:
    load(of_json(service()))
    found = Service.objects.get(source="ours")
    closings.close(service=found, reason="paused", on=world.today, by=SCHEDULE, now=world.now)
    load(of_json(service(name="Park stroll")))
    found.refresh_from_db()
    assert (found.status, found.name) == ("closed", "Park stroll")


def test_where_it_is_and_its_days_come_along_where_they_are_plain() -> None:
    park = {"location": {"latitude": 53.42, "longitude": -2.32}}
    weekly = {"byday": "TU,TH", "description": "Twice a week"}
    load(of_json(service(service_at_locations=[park], schedules=[weekly])))
    found = Service.objects.get(source="ours")
    assert (found.latitude, found.longitude, found.days) == (53.42, -2.32, ["tue", "thu"])
    load(of_json(service(service_at_locations=[{"location": {"latitude": 0, "longitude": 0}}])), source="nowhere")
    assert Service.objects.get(source="nowhere").latitude is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Wednesday 12-1pm, 2=3pm and 6-7pm", ["wed"]),
        ("Mondays and Thursdays", ["mon", "thu"]),
        ("Mon-Fri 9am - 5pm", ["mon", "tue", "wed", "thu", "fri"]),
        ("Tuesday to Thursday, Sunday", ["tue", "wed", "thu", "sun"]),
        ("Closed on Mondays", []),
        ("One morning per week", []),
        ("Not relevant", []),
    ],
)
def test_days_are_read_where_a_text_names_them_plainly(text: str, days: list[str]) -> None:
    assert values.weekdays(text) == days


def test_a_file_moves_no_service_to_another_organisation() -> None:
    load(of_json(service()))
    loaded = load(of_json(service(organization={"id": "o-2", "name": "Others"})))
    assert [(error.line, error.code) for error in loaded.refused] == [(1, "moved")]
    assert Service.objects.get(source="ours").organisation.name == "Ashfold Together"
    assert not Organisation.objects.filter(name="Others").exists()


def test_a_service_that_the_file_no_longer_names_stays() -> None:
    load(table(CLUB, CLUB | {"name": "Other"}))
    load(table(CLUB))
    assert Service.objects.filter(source="ours").count() == 2


def test_only_the_operator_loads() -> None:
    with pytest.raises(Refusal, match="not-permitted"):
        directory.load(rows=(), source="ours", by=PUBLIC, now=NOW)


def test_the_database_holds_one_row_for_an_id_and_no_id_without_a_source(world: World) -> None:
    provider = world.ours.provider
    Service.objects.create(organisation=provider, name="A", needs=[], source="ours", source_id="1")
    for source, source_id, needs, name in [
        ("ours", "1", [], "service_once_per_source"),
        ("", "1", ["food"], "service_source_with_id"),
        ("ours", "", [], "service_source_with_id"),
        ("", "", [], "service_has_needs"),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Service.objects.create(organisation=provider, name="B", needs=needs, source=source, source_id=source_id)


def test_the_command_says_what_it_did_and_lists_every_refused_row(tmp_path: Path) -> None:
    file = tmp_path / "clubs.csv"
    file.write_bytes(table(CLUB | {"Contact": "Ann", "postcode": "M33"}, CLUB | {"Contact": "Bo", "name": ""}))
    foretold = command(str(file), "--dry-run", "--source", "ashfold-clubs")
    assert not Service.objects.filter(source="ashfold-clubs").exists()
    told = command(str(file), "--source", "ashfold-clubs")
    assert told.splitlines() == [
        "ashfold-clubs (sports-clubs): 2 rows, 1 refused.",
        "services: 1 created, 0 changed, 0 unchanged",
        "organisations: 1 created, 0 changed, 0 unchanged",
        "note: columns that are not used: Contact",
        "line 3 refused: missing: the service has no name",
        "line 2 left out: postcode: 'M33' is no postcode",
    ]
    assert foretold == told.replace("refused.\n", "refused. Nothing was written: this is what would be done.\n", 1)
    assert command(str(file)).startswith("sports-clubs (sports-clubs): 2 rows")


def test_the_command_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "colours.csv"
    with pytest.raises(CommandError, match="No such file"):
        command(str(file))
    file.write_text("colour,size\n")
    with pytest.raises(CommandError, match="these columns: 'colour', 'size'"):
        command(str(file))
    file.write_bytes(table(CLUB))
    with pytest.raises(CommandError, match="at most 60 characters"):
        command(str(file), "--source", "x" * 61)


# File -> its rows, and how many of them are listed instead of loaded.
REAL = {
    "greater-manchester/food_banks.csv": (127, 0),
    "greater-manchester/green_flag_parks.csv": (31, 0),
    "greater-manchester/libraries.csv": (82, 0),
    "trafford/charities.csv": (368, 0),
    "trafford/mental_health_services.csv": (60, 0),
    "trafford/sports_clubs.csv": (140, 0),
    "trafford/sports_facilities.csv": (314, 0),
    "open-referral-uk-3.0/examples/organization_full.json": (1, 0),
    "open-referral-uk-3.0/examples/organization_list.json": (1, 1),
    "open-referral-uk-3.0/examples/service_at_location_full.json": (1, 0),
    "open-referral-uk-3.0/examples/service_at_location_list.json": (1, 0),
    "open-referral-uk-3.0/examples/service_full.json": (1, 0),
    "open-referral-uk-3.0/examples/service_list.json": (1, 0),
    "open-referral-uk-3.0/examples/taxonomy.json": (1, 1),
    "open-referral-uk-3.0/examples/taxonomy_list.json": (1, 1),
    "open-referral-uk-3.0/examples/taxonomy_term.json": (1, 1),
    "open-referral-uk-3.0/examples/taxonomy_term_list.json": (1, 1),
}


def test_of_the_real_directories_every_row_is_in_or_listed_and_loading_again_changes_nothing(shared_data: Path) -> None:
    folder = shared_data / "service-directories"
    files = {str(path.relative_to(folder)) for path in [*folder.glob("*/*.csv"), *folder.glob("*/examples/*.json")]}
    assert files == set(REAL)
    for name, (rows, listed) in REAL.items():
        found = read((folder / name).read_bytes()).rows
        assert len(found) == rows, name
        source = name[-60:]
        first = directory.load(rows=found, source=source, by=SCHEDULE, now=NOW)
        assert first.services == Tally(created=rows - listed), name
        assert Service.objects.filter(source=source).count() + len(first.refused) == rows, name
        before = AuditEvent.objects.count()
        again = directory.load(rows=found, source=source, by=SCHEDULE, now=NOW)
        assert again.services == Tally(unchanged=rows - listed), name
        assert again.organisations == Tally(unchanged=first.organisations.created), name
        assert (again.refused, again.remarks) == (first.refused, first.remarks), name
        assert AuditEvent.objects.count() == before, name


def test_the_wrong_values_of_the_real_directories_are_said_with_their_lines(shared_data: Path) -> None:
    said = {
        (path.name, remark.line, remark.code)
        for path in (shared_data / "service-directories").glob("*/*.csv")
        for remark in load(path.read_bytes(), source=path.name, dry_run=True).remarks
    }
    assert said == {
        ("mental_health_services.csv", 50, "postcode"),
        ("charities.csv", 88, "website"),
        ("charities.csv", 107, "website"),
        ("charities.csv", 275, "website"),
        ("food_banks.csv", 27, "website"),
        ("food_banks.csv", 60, "website"),
        ("food_banks.csv", 96, "website"),
        ("green_flag_parks.csv", 21, "website"),
    }


def test_ages_of_a_file_are_checked_on_referral_and_needs_wait_for_a_person() -> None:
    young = service(minimum_age=16, maximum_age=25, description="A walk with tea and chat.")
    load(of_json(young))
    listed = Service.objects.get(source="ours")
    assert (listed.youngest, listed.oldest) == (16, 25)
    assert (listed.needs, listed.proposed_needs) == ([], ["inactivity", "loneliness"])
    load(of_json(young | {"minimum_age": 50, "maximum_age": None}))
    listed.refresh_from_db()
    assert (listed.youngest, listed.oldest) == (50, None)


def test_what_somebody_confirmed_is_proposed_no_more() -> None:
    load(of_json(service(description="A walk.")))
    Service.objects.filter(source="ours").update(needs=["caring"], proposed_needs=[])
    assert load(of_json(service(description="A walk with tea."))).services == Tally(changed=1)
    listed = Service.objects.get(source="ours")
    assert (listed.needs, listed.proposed_needs) == (["caring"], [])
