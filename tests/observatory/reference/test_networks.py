"""In which network, board and region practices are, by small files with one oddity each."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from observatory.dimensions.places import Kind
from observatory.models import Geography
from observatory.selectors import geographies as selectors
from referrals.actions.organisation import organisations
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import LONDON
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Organisation, ReferenceLoad
from tests.observatory.reference.files import Loaded, run

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(datetime(2026, 9, 23, 12, tzinfo=LONDON), tick=False)]

HEADER = (
    "EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME,STP_CODE,STP_NAME,COMM_REGION_CODE,COMM_REGION_NAME"
)
OPENED = date(1974, 4, 1)


def network(practice: str, pcn: str = "U10001", board: str = "QOP", day: str = "01Jan2022", name: str = "") -> str:
    return f"{day},{practice},{name or practice},{pcn},Network {pcn},{board},Board {board},Y62,North West"


def load_networks(tmp_path: Path, *lines: str, **options: Any) -> Loaded:
    file = tmp_path / "networks.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n")
    return run("load_networks", file, edition=options.pop("edition", "2022-01"), source="NHS England", **options)


def practice(code: str, board: str = "QOP", status: str = "A", closed: str = "", **changes: str) -> str:
    cells = [""] * 27
    cells[0], cells[1], cells[3], cells[10] = code, changes.get("name", code), board, changes.get("opened", "19740401")
    cells[11], cells[12], cells[25] = closed, status, changes.get("setting", "4")
    return ",".join(cells)


def load_practices(tmp_path: Path, *lines: str, as_of: str = "2025-05-01", **options: Any) -> Loaded:
    file = tmp_path / "epraccur.csv"
    file.write_text("\n".join(lines) + "\n")
    day = date.fromisoformat(as_of)
    return run("load_practices", file, edition=as_of[:7], source="ODS", as_of=day, **options)


def spans_of(code: str) -> list[tuple[str, date, date | None]]:
    rows = Geography.objects.filter(code=code).order_by("valid_from")
    return list(rows.values_list("parent", "valid_from", "valid_to"))


def test_a_file_names_practices_networks_boards_and_regions_from_its_day(tmp_path: Path) -> None:
    loaded = load_networks(tmp_path, network("P91001"), network("P91002", pcn="U"))
    assert loaded.counts == "5 new, 0 changed, 0 same, 0 ended, 0 refused, 0 left out"
    assert loaded.odd == ["1 times no-network in pcn:"]
    assert selectors.holding(Kind.REGION, "P91001", date(2022, 1, 1)) == "Y62"
    assert spans_of("P91002") == [("QOP", date(2022, 1, 1), None)]
    [kept] = ReferenceLoad.objects.all()
    assert (kept.kind, kept.edition, kept.source, kept.as_of) == (
        "networks",
        "2022-01",
        "NHS England",
        date(2022, 1, 1),
    )
    assert AuditEvent.objects.filter(did="networks.loaded", detail__new=5).count() == 1


def test_loading_again_changes_nothing_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert load_networks(tmp_path, network("P91001"), dry_run=True).counts.startswith("4 new")
    assert not Geography.objects.exists()
    assert not ReferenceLoad.objects.exists()
    load_networks(tmp_path, network("P91001"))
    before = list(Geography.objects.order_by("pk").values())
    assert load_networks(tmp_path, network("P91001")).counts.startswith("0 new, 0 changed, 4 same, 0 ended")
    assert list(Geography.objects.order_by("pk").values()) == before
    assert ReferenceLoad.objects.count() == 1


@pytest.mark.parametrize(
    ("lines", "odd"),
    [
        ([network("P91001"), network("P91001", pcn="U10002")], "1 times twice in practice:"),
        ([network("P91001"), network("P91002", day="01Feb2022")], "1 times another-day in as_of:"),
        ([network("P91001"), network("P9100")], "1 times no-code in practice:"),
        ([network("P91001"), network("P91002", board="QNC")], "1 times two-parents in pcn:"),
        ([network("P91001"), network("P91002", board="E54000050")], "1 times no-code in board:"),
    ],
)
def test_an_odd_line_is_listed(tmp_path: Path, lines: list[str], odd: str) -> None:
    assert load_networks(tmp_path, *lines).odd == [odd]


def test_a_practice_that_moves_is_in_both_networks_each_in_its_time(tmp_path: Path) -> None:
    load_networks(tmp_path, network("P91001"), network("P91002"))
    later = load_networks(
        tmp_path, network("P91001", "U10002", day="01Jan2023"), network("P91002", day="01Jan2023"), edition="2023-01"
    )
    assert later.counts == "1 new, 1 changed, 4 same, 0 ended, 0 refused, 0 left out"
    moved = [("U10001", date(2022, 1, 1), date(2023, 1, 1)), ("U10002", date(2023, 1, 1), None)]
    assert spans_of("P91001") == moved
    # An earlier file fills in the past, and ends nothing that it does not name.
    load_networks(tmp_path, network("P91001", day="01Sep2020"), edition="2020-09")
    assert spans_of("P91001") == [("U10001", date(2020, 9, 1), date(2023, 1, 1)), moved[1]]
    assert spans_of("P91002") == [("U10001", date(2022, 1, 1), None)]


def test_a_network_that_is_not_named_any_more_has_ended(tmp_path: Path) -> None:
    load_networks(tmp_path, network("P91001"), network("P91002", "U10002"))
    later = load_networks(
        tmp_path, network("P91001", day="01Jan2023"), network("P91002", day="01Jan2023"), edition="2023-01"
    )
    assert later.counts.endswith("1 ended, 0 refused, 0 left out")
    assert spans_of("U10002") == [("QOP", date(2022, 1, 1), date(2023, 1, 1))]
    assert spans_of("P91002")[-1] == ("U10001", date(2023, 1, 1), None)


def test_a_day_comes_from_the_file_or_from_whoever_loads_it(tmp_path: Path) -> None:
    assert load_networks(tmp_path, network("P91001", day=""), as_of=date(2022, 1, 1)).counts.startswith("4 new")
    with pytest.raises(CommandError, match="--as-of") as refused:
        load_networks(tmp_path, network("P91001", day=""))
    assert isinstance(refused.value.__cause__, Refusal)
    assert refused.value.__cause__.code == "no-day"
    with pytest.raises(CommandError, match="--as-of"):
        call_command(
            "load_practices", tmp_path / "networks.csv", edition="x", source="y", column=[("code", "PCN_CODE")]
        )


def test_practices_begin_and_end_when_the_register_says(tmp_path: Path) -> None:
    load_networks(tmp_path, *(network(f"P9100{number}") for number in range(1, 6)))
    loaded = load_practices(
        tmp_path,
        practice("P91001"),
        practice("P91002", status="C", closed="20230331"),
        practice("P91003", status="D"),
        practice("P91004", setting="9"),
        practice("P91006", status="C", closed="19991231", board="Q74"),
        practice("P91007", status="P"),
        practice("P91008"),
    )
    assert loaded.counts == "2 new, 1 changed, 0 same, 4 ended, 0 refused, 3 left out"
    assert loaded.odd == ["3 times gone in code:", "1 times no-such-place in board:"]
    began, until = date(2022, 1, 1), date(2025, 5, 1)
    assert spans_of("P91001") == [("QOP", OPENED, began), ("U10001", began, None)]
    # The last day was the 31st of March.
    assert spans_of("P91002")[-1] == ("U10001", began, date(2023, 4, 1))
    # Nothing says since when: dormant, of another kind, not named.
    assert {spans_of(code)[-1] for code in ("P91003", "P91004", "P91005")} == {("U10001", began, until)}
    assert spans_of("P91006") == [("", OPENED, date(2000, 1, 1))]
    assert not spans_of("P91007")
    assert spans_of("P91008") == [("QOP", OPENED, None)]
    again = load_practices(
        tmp_path, practice("P91001"), practice("P91002", status="C", closed="20230331"), practice("P91008")
    )
    assert again.counts == "0 new, 0 changed, 3 same, 0 ended, 0 refused, 0 left out"


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        (practice("P91002", status="C"), "1 times closed-or-not in closed:"),
        (practice("P91002", closed="20230331"), "1 times closed-or-not in closed:"),
        (practice("P91002", status="C", closed="19700101"), "1 times ends-before-it-began in closed:"),
        (practice("P91001"), "1 times twice in code:"),
        (practice("P9100X"), "1 times no-code in code:"),
        (practice("P91002", status="?"), "1 times no-such-word in status:"),
        (practice("P91002", opened=""), "1 times empty in opened:"),
    ],
)
def test_an_odd_line_of_the_register_is_listed(tmp_path: Path, line: str, odd: str) -> None:
    load_networks(tmp_path, network("P91001"))
    assert load_practices(tmp_path, practice("P91001"), line).odd == [odd]


def test_a_practice_that_opens_again_or_changes_its_board_has_another_span(tmp_path: Path) -> None:
    load_networks(tmp_path, network("P91001"), network("P91002", "U10002", board="QNC"))
    load_practices(tmp_path, practice("P91001", status="C", closed="20230331"), practice("P91002", board="QNC"))
    later = load_practices(tmp_path, practice("P91001"), practice("P91002"), as_of="2025-08-01")
    assert later.odd == ["1 times open-again in closed:"]
    again = date(2025, 8, 1)
    assert spans_of("P91001")[-2:] == [("U10001", date(2022, 1, 1), date(2023, 4, 1)), ("U10001", again, None)]
    # Its network lies in another board, so it is in its board alone.
    assert spans_of("P91002")[-2:] == [("U10002", date(2022, 1, 1), again), ("QOP", again, None)]
    with pytest.raises(CommandError, match="older one cannot follow") as refused:
        load_practices(tmp_path, practice("P91001"), as_of="2025-06-01")
    assert isinstance(refused.value.__cause__, Refusal)
    assert refused.value.__cause__.code == "older-edition"


def test_a_part_of_the_register_ends_nothing_and_a_file_that_ends_too_many_is_refused(tmp_path: Path) -> None:
    load_networks(tmp_path, *(network(f"P91{number:03}") for number in range(20)))
    with pytest.raises(CommandError, match="19 of 20 places would end") as refused:
        load_practices(tmp_path, practice("P91000"))
    assert isinstance(refused.value.__cause__, Refusal)
    assert refused.value.__cause__.code == "ends-too-many"
    assert load_practices(tmp_path, practice("P91000"), part=True).counts.startswith(
        "0 new, 1 changed, 0 same, 0 ended"
    )
    assert Geography.objects.filter(kind="practice", valid_to=None).count() == 20


def test_practices_of_the_area_become_organisations_and_follow_the_register(tmp_path: Path) -> None:
    load_networks(tmp_path, network("P91001"), network("P91002"), network("P91003", "U10003", board="QNC"))
    everyone = [practice("P91001"), practice("P91002"), practice("P91003", board="QNC")]
    first = load_practices(tmp_path, *everyone, within=["QOP"])
    assert first.organisations == "organisations: 4 new, 0 changed, 0 same, 0 ended"
    surgery = Organisation.objects.get(ods_code="P91001")
    assert (surgery.kind, surgery.parent.ods_code, surgery.parent.parent.ods_code) == ("gp_practice", "U10001", "QOP")  # type: ignore[union-attr]
    team = organisations.add(name="Team", kind="team", valid_from=OPENED, by=SCHEDULE)
    Organisation.objects.update(refers_to=team, phone="0161 496 0001")
    everyone[:2] = [practice("P91001", name="The Surgery"), practice("P91002", status="C", closed="20250630")]
    second = load_practices(tmp_path, *everyone, as_of="2025-08-01")
    assert second.organisations == "organisations: 0 new, 1 changed, 2 same, 1 ended"
    surgery.refresh_from_db()
    assert (surgery.name, surgery.refers_to, surgery.phone, surgery.version) == (
        "The Surgery",
        team,
        "0161 496 0001",
        2,
    )
    assert Organisation.objects.get(ods_code="P91002").valid_to == date(2025, 7, 1)
    third = load_practices(tmp_path, *everyone[:1], practice("P91002"), everyone[2], as_of="2025-09-01")
    assert third.organisations == "organisations: 0 new, 1 changed, 3 same, 0 ended"
    assert Organisation.objects.get(ods_code="P91002").valid_to is None
    done = AuditEvent.objects.filter(
        did__startswith="organisation.", object_id=Organisation.objects.get(ods_code="P91002").pk
    )
    assert list(done.order_by("pk").values_list("did", flat=True)) == [
        "organisation.added",
        "organisation.ended",
        "organisation.opened_again",
    ]


def test_what_has_ended_or_is_another_kind_of_organisation_is_left_alone(tmp_path: Path) -> None:
    other = organisations.add(name="A provider", kind="provider", ods_code="P91001", valid_from=OPENED, by=SCHEDULE)
    load_networks(tmp_path, network("P91001"), network("P91002"))
    load_practices(tmp_path, practice("P91001"), practice("P91002", status="C", closed="20250630"), within=["QOP"])
    other.refresh_from_db()
    assert (other.name, other.kind) == ("A provider", "provider")
    assert not Organisation.objects.filter(ods_code="P91002").exists()
