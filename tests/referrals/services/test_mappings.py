"""A council's own headings: a mapping is proposed from the file, read, and what is wrong with it is said."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from referrals.directory import mapping, reading, shapes
from referrals.directory.listing import FileError, Listing
from tests.referrals.services.files import TODAY, table

COUNCIL = table(
    {
        "Organisation": "Age Group",
        "Service Name": "Tea dance",
        "Description": "Weekly tea dance",
        "Address": "1 High Street, Sale",
        "Postcode": "M33 2AB",
        "Phone": "0161 496 0127",
        "Web": "example.org",
        "Opening Hours": "Tue 2-4pm",
        "Ward": "Sale",
    }
)
RIGHT = 'id = ["A"]\norganisation_id = "A"\norganisation = ["A"]\n[says]\nname = ["A"]\n'


def test_the_proposed_mapping_reads_the_file_that_it_was_proposed_from() -> None:
    proposed = mapping.proposed(COUNCIL.decode())
    assert "Headings that are not used: Ward" in proposed
    [row] = reading.read(COUNCIL, today=TODAY, mapping=shapes.read(proposed, "council")).rows
    assert isinstance(row, Listing)
    assert (row.name, row.organisation, row.phone) == ("Tea dance", "Age Group", "0161 496 0127")
    assert (row.location, row.postcode, row.schedule, row.days) == (
        "1 High Street, Sale",
        "M33 2AB",
        "Tue 2-4pm",
        ["tue"],
    )
    assert row.source_id == "age group | tea dance | m33 2ab"


def test_a_file_without_names_proposes_nothing() -> None:
    with pytest.raises(FileError, match="No heading names the services: 'Ward'"):
        mapping.proposed("Ward\n1\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = [", "no TOML"),
        (RIGHT.replace("[says]", '[says]\ncolour = ["A"]'), "unknown fields: colour"),
        ('needs = ["tea"]\n' + RIGHT, "unknown needs: tea"),
        ("size = 1\n" + RIGHT, "unknown parts: size"),
        (RIGHT.replace('name = ["A"]', ""), "headings of name"),
        (RIGHT.replace('id = ["A"]', "id = []", 1), "headings of id"),
        (RIGHT.replace('["A"]', "[7]", 1), "headings of id"),
        ("says = 1\n" + RIGHT.partition("[says]")[0], "to be tables"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(text: str, said: str) -> None:
    with pytest.raises(FileError, match=said):
        shapes.read(text, "mine")


def test_a_file_that_lacks_a_heading_of_its_mapping_is_said() -> None:
    with pytest.raises(FileError, match="The mapping needs also: 'a'"):
        reading.read(COUNCIL, today=TODAY, mapping=shapes.read(RIGHT, "mine"))


@pytest.mark.django_db
def test_the_two_commands_load_a_councils_file(tmp_path: Path) -> None:
    file, proposed = tmp_path / "council.csv", tmp_path / "council.toml"
    file.write_bytes(COUNCIL)
    out = io.StringIO()
    call_command("propose_mapping", str(file), stdout=out)
    proposed.write_text(out.getvalue())
    out = io.StringIO()
    call_command("import_services", str(file), "--mapping", str(proposed), stdout=out)
    assert "services: 1 created" in out.getvalue()


@pytest.mark.django_db
def test_a_mapping_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    file = tmp_path / "council.csv"
    file.write_bytes(COUNCIL)
    (tmp_path / "bad.toml").write_text("id =")
    with pytest.raises(CommandError, match="no TOML"):
        call_command("import_services", str(file), "--mapping", str(tmp_path / "bad.toml"))
    with pytest.raises(CommandError):
        call_command("propose_mapping", str(tmp_path / "nowhere.csv"))
