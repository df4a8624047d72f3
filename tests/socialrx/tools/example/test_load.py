"""The example data as it stands after loading: in the published proportions, and as the demo and its file tell."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q, QuerySet

from devices.models import Device, Loan, Message, PersonDay, Reading
from observatory.dimensions.places import Kind
from observatory.models import Population, Release, RunningFigure
from observatory.selectors import geographies
from referrals import nhs_number
from referrals.kit.calendar import day_starts
from referrals.kit.refusal import Refusal
from referrals.kit.registries import reference_kinds
from referrals.models import (
    Agreement,
    Attendance,
    Episode,
    Membership,
    OnwardReferral,
    Organisation,
    OutboundMessage,
    Person,
    PersonAddress,
    PersonEthnicity,
    Referral,
    Service,
    Session,
)
from referrals.selectors.organisation import reference_data
from referrals.states import TAKES_A_PLACE
from tests.socialrx.tools.example.loading import NOON, PEOPLE, TODAY, Loaded

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON)]

MINORITY = "DEFGHJKLMNPRS"


def share(rows: QuerySet[Any], condition: Q) -> float:
    return rows.filter(condition).distinct().count() / rows.distinct().count()


def old_referrals() -> QuerySet[Referral]:
    """Referrals that have had the time to become something."""
    return Referral.objects.filter(referred_at__lt=day_starts(TODAY - timedelta(weeks=16)))


def test_it_has_as_many_people_as_asked_for(loaded: Loaded) -> None:
    assert Person.objects.count() == PEOPLE


def test_every_nhs_number_is_a_valid_one_of_the_test_range(loaded: Loaded) -> None:
    numbers = Person.objects.exclude(nhs_number=None).values_list("nhs_number", flat=True)
    assert [number for number in numbers if not (number or "").startswith("999")] == []
    assert [nhs_number.parse(number or "") for number in numbers] == list(numbers)


def test_people_are_in_the_published_proportions(loaded: Loaded) -> None:
    known = PersonEthnicity.objects.exclude(category__in=["Z", "99"])
    assert share(Person.objects.all(), Q(sex="female")) == pytest.approx(0.604, abs=0.05)
    assert share(known, Q(category__in=list(MINORITY))) == pytest.approx(0.22, abs=0.06)
    assert share(PersonAddress.objects.all(), Q(imd_decile__lte=4)) == pytest.approx(0.42, abs=0.07)
    assert 0.72 <= share(Referral.objects.all(), Q(route="gp")) <= 0.85


def test_referrals_end_in_the_published_proportions(loaded: Loaded) -> None:
    rows = old_referrals()
    assert share(rows, Q(status="declined")) == pytest.approx(0.12, abs=0.06)
    assert share(rows, Q(episode__contacts__outcome="reached")) == pytest.approx(0.90, abs=0.05)
    assert share(rows, Q(person__attendances__status="attended")) == pytest.approx(0.38, abs=0.10)


def test_the_rate_is_two_in_a_hundred_of_the_lists_in_a_year(loaded: Loaded) -> None:
    listed = sum(Population.objects.filter(dimension="all").values_list("count", flat=True))
    year = Referral.objects.filter(referred_at__gte=day_starts(TODAY - timedelta(days=365))).count()
    assert year / listed == pytest.approx(0.02, abs=0.004)


def test_open_episodes_are_spread_over_the_worklists(loaded: Loaded) -> None:
    workers = Membership.objects.filter(role="link_worker")
    held = Episode.objects.open().values("holder").annotate(Count("pk"))
    assert workers.count() == 6
    assert {row["holder"] for row in held} >= set(workers.values_list("pk", flat=True))
    assert Referral.objects.filter(status="received").exists()


def test_nothing_happened_after_the_loading_day_began(loaded: Loaded) -> None:
    until = day_starts(TODAY)
    assert not Referral.objects.filter(referred_at__gte=until).exists()
    assert not Attendance.objects.filter(occurred_at__gte=until).exists()
    assert not Reading.objects.filter(ends_at__gt=until).exists()


def test_nobody_is_written_to_about_the_past(loaded: Loaded) -> None:
    assert set(OutboundMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_the_services_are_as_the_demo_tells(loaded: Loaded) -> None:
    walk = Service.objects.get(name="Longford park walk")
    taken = OnwardReferral.objects.filter(service=walk, status__in=TAKES_A_PLACE)
    assert (taken.count(), walk.places) == (12, 12)
    shed = Service.objects.get(name="Urmston men's shed")
    assert shed.assured_on
    assert TODAY - shed.assured_on > timedelta(days=365)
    assert Service.objects.get(name="Bereavement café").status == "waiting_list"
    assert Service.objects.get(name="Breathe easy stroll").places
    past = Session.objects.filter(ends_at__lt=day_starts(TODAY))
    assert not past.filter(service__name="Allotment garden club").exclude(marked_at=None).exists()
    assert past.exclude(marked_at=None).exists()


def test_today_has_sessions_whose_registers_are_open(loaded: Loaded) -> None:
    today = Session.objects.filter(
        starts_at__gte=day_starts(TODAY), starts_at__lt=day_starts(TODAY + timedelta(days=1))
    )
    assert {"Longford park walk", "Breathe easy stroll"} <= set(today.values_list("service__name", flat=True))
    assert not today.exclude(marked_at=None).exists()


def test_readers_and_registers_made_the_same_rows(loaded: Loaded) -> None:
    sources = set(Attendance.objects.values_list("source", flat=True))
    assert sources == {"register", "reader"}
    assert Message.objects.filter(kind="attendance").count() == Attendance.objects.filter(source="reader").count()


def test_wearables_that_are_not_fresh_have_months_of_days(loaded: Loaded) -> None:
    fresh = [row["id"] for row in loaded.facts["devices"] if row["fresh"]]
    assert len(fresh) == 10
    assert not Reading.objects.filter(device__public_id__in=fresh).exists()
    states = set(PersonDay.objects.values_list("state", flat=True))
    assert states == {"counted", "not-worn"}
    assert PersonDay.objects.values("device").distinct().count() >= 15


def test_fresh_wearables_are_on_loan_with_consent_for_120_days(loaded: Loaded) -> None:
    since = day_starts(TODAY - timedelta(days=120))
    for row in loaded.facts["devices"]:
        if row["fresh"]:
            loan = Loan.objects.get(device__public_id=row["id"], person__public_id=row["person"], ends_at=None)
            agreement = Agreement.objects.get(person=loan.person_id, purpose="wear_device")
            assert loan.starts_at <= since
            assert agreement.given_at <= since


def test_the_weeks_that_ended_are_released(loaded: Loaded) -> None:
    assert Release.objects.count() >= 52


def test_figures_have_regions_and_rates_in_each(loaded: Loaded) -> None:
    figures = RunningFigure.objects.filter(period="block", measure="referred", dimension="region").exclude(rate=None)
    assert set(figures.values_list("segment", flat=True)) == {"E12000002", "E12000005"}
    assert geographies.holding(Kind.ICB, "Z99001", TODAY) == "QOP"
    assert geographies.holding(Kind.REGION, "Z99004", TODAY) == "Y60"
    missing = {kind.name for kind in reference_kinds.kinds() if reference_data.edition(kind, TODAY).last is None}
    # What the example has of these it has from a table of places and one of populations.
    assert missing == {"networks", "practices", "list_sizes", "residents"}


def test_invented_organisations_say_so_and_boards_are_real(loaded: Loaded) -> None:
    invented = Organisation.objects.exclude(kind="icb")
    assert [body.name for body in invented if "invented" not in body.name] == []
    boards = Organisation.objects.filter(kind="icb").order_by("ods_code")
    assert list(boards.values_list("ods_code", flat=True)) == ["QNC", "QOP"]


def test_invented_codes_belong_to_nobody(loaded: Loaded, shared_data: Path) -> None:
    codes = Organisation.objects.filter(kind__in=["gp_practice", "pcn"]).values_list("ods_code", flat=True)
    folder = shared_data / "nhs-reference"
    real = (folder / "epraccur_practices.csv").read_text() + (
        folder / "practice_pcn_icb_region_map_2022-01.csv"
    ).read_text()
    assert [code for code in codes if str(code) in real] == []


def test_the_file_has_two_personas_of_each_role_in_two_organisations(loaded: Loaded) -> None:
    personas = loaded.facts["personas"]
    for role in ("gp", "link_worker", "provider", "commissioner", "person", "manager", "administrator"):
        of_role = [persona for persona in personas if persona["role"] == role]
        assert len({persona["organisation"] for persona in of_role}) >= 2
        assert {f"{role}-1", f"{role}-2"} <= {persona["name"] for persona in of_role}
    assert len({persona["api_token"] for persona in personas}) == len(personas)
    assert all(persona["sign_in"] == f"/demo/sign-in/{persona['name']}/" for persona in personas)


def test_the_file_has_the_devices_of_the_first_managers_organisation(loaded: Loaded) -> None:
    devices = loaded.facts["devices"]
    manager = Membership.objects.filter(role="manager").order_by("pk")[0]
    owned = Device.objects.filter(organisation=manager.organisation).values_list("public_id", flat=True)
    assert len(devices) >= 40
    assert {row["id"] for row in devices} <= {str(public_id) for public_id in owned}
    assert sum(row["kind"] == "reader" for row in devices) == 5
    assert all(row["person"] for row in devices if row["kind"] == "wearable")


def test_the_file_has_sessions_with_readers_and_tags_of_people_who_are_expected(loaded: Loaded) -> None:
    facts = loaded.facts
    readers = {row["id"] for row in facts["devices"] if row["kind"] == "reader"}
    assert {row["reader"] for row in facts["sessions"]} <= readers
    assert {tag["session"] for tag in facts["tags"]} <= {row["code"] for row in facts["sessions"]}
    for tag in facts["tags"]:
        service = Session.objects.get(code=tag["session"]).service
        expected = OnwardReferral.objects.filter(service=service, status__in=TAKES_A_PLACE)
        assert expected.filter(episode__person__public_id=tag["person"]).exists()


def test_stock_is_with_nobody(loaded: Loaded) -> None:
    stock = [row["id"] for row in loaded.facts["stock"]]
    assert stock
    assert not Loan.objects.filter(device__public_id__in=stock).exists()


def test_it_never_mixes_with_other_data(loaded: Loaded, settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="not empty") as refused:
        call_command("load_example", people=PEOPLE, today=TODAY)
    assert isinstance(refused.value.__cause__, Refusal)
    assert refused.value.__cause__.code == "not-empty"


def test_offers_were_answered_and_some_refused(loaded: Loaded) -> None:
    statuses = set(OnwardReferral.objects.values_list("status", flat=True))
    assert {"rejected", "completed", "in-progress"} <= statuses
    assert not OnwardReferral.objects.filter(offered_at__lt=F("episode__opened_at")).exists()
