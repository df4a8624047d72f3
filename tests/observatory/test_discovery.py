"""Measures and dimensions are found: whoever adds a module need tell nobody of it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from observatory import dimensions, measures
from observatory.dimensions import DIMENSIONS, Dimension
from observatory.discovery import declared
from observatory.measures import COMPLETENESS, EVERY, MEASURES
from observatory.selectors import sources
from tests.observatory import naive

ROOT = Path(__file__).resolve().parents[2]

MEASURE = """
from django.db.models import Q

from observatory.measures.measure import Measure
from observatory.statistics.share import SHARE
from observatory.words import gettext_noop as _
from referrals import facts

MEASURE = Measure(
    code="self_referred",
    order=15,
    title=_("Referred by themselves"),
    why=_("Whether people find their own way in."),
    counts=_("Of the referrals of the period, those that people made themselves."),
    version=1,
    statistic=SHARE,
    facts=lambda span: facts.referrals(span.since, span.until).annotate(value=Q(route="self")),
)
"""
DIMENSION = """
from observatory.dimensions.area import area
from observatory.dimensions.dimension import ADDRESSES, Dimension
from observatory.dimensions.places import Kind, Places
from observatory.words import gettext_noop as _

DIMENSION = Dimension(
    code="nation",
    order=75,
    title=_("Nation"),
    note=_("Where they lived."),
    sql="addresses.area_code",
    segment=lambda address, _sunday: area(address.get("area_code")),
    labels={},
    source=ADDRESSES,
    places=Places(kind=Kind.NATION, of=Kind.LOCAL_AUTHORITY, known="areas"),
)
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `scratch.py` saw of a copy with one more measure and one more dimension, each a module and nothing else."""
    tree = tmp_path_factory.mktemp("scratch")
    shutil.copytree(ROOT / "observatory", tree / "observatory", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "observatory/measures/self_referred.py").write_text(MEASURE)
    (tree / "observatory/dimensions/nation.py").write_text(DIMENSION)
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    run = subprocess.run(
        [sys.executable, ROOT / "tests/observatory/scratch.py"],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": f"{tree}{os.pathsep}{ROOT}", "SCRATCH_TEMPLATE": template},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def test_the_page_offers_them_and_shows_their_figures(seen: dict[str, Any]) -> None:
    assert seen["choices"]["measure"][1] == ["self_referred", "Referred by themselves"]
    assert seen["choices"]["by"][-2:] == [["nation", "Nation"], ["all", "Everyone together"]]
    assert seen["title"] == "Referred by themselves, by nation"
    assert seen["segments"] == ["England", "Not known"]
    # 13 of 18, as 15 of 20; nobody lives elsewhere.
    assert seen["cells"] == ["75", "no data"]
    assert "Where they lived." in seen["page"]
    assert "Unit: percent." in seen["page"]
    assert "Whether people find their own way in." in seen["measures page"]


def test_the_download_the_interface_and_its_description_have_them(seen: dict[str, Any]) -> None:
    assert [line.split(",")[3:9] for line in seen["csv"].splitlines()[-2:]] == [
        ["self_referred", "percent", "1", "nation", "E92000001", "75"],
        ["self_referred", "percent", "1", "nation", "unknown", ""],
    ]
    assert seen["api"]["weeks"][-1]["cells"] == [
        {"segment": "E92000001", "value": 75, "rate": None, "denominator": 20, "suppressed": False},
        {"segment": "unknown", "value": None, "rate": None, "denominator": None, "suppressed": False},
    ]
    parameters = {one["name"]: one["schema"].get("enum", []) for one in seen["parameters"]}
    assert "self_referred" in parameters["measure"]
    assert "nation" in parameters["by"]
    assert seen["stored"] >= 2


def test_the_operator_recounts_them(seen: dict[str, Any]) -> None:
    assert seen["recount"] == ["E92000001\t72.22", "unknown\t-"]


def test_every_module_of_measures_and_dimensions_declares_one() -> None:
    measured = {path.stem for path in Path(measures.__file__).parent.glob("[!_]*.py")} - {"measure"}
    assert measured == EVERY.keys()
    split = {path.stem for path in Path(dimensions.__file__).parent.glob("[!_]*.py")}
    assert split - {"dimension", "places", "conditions", "everyone"} == DIMENSIONS.keys() - {"all"}


def test_every_measure_has_a_second_way_of_counting_and_says_what_it_counts() -> None:
    assert naive.COUNTED.keys() == EVERY.keys()
    for code, measure in EVERY.items():
        told = measure.definition
        assert (told.code, told.version) == (code, measure.version)
        assert all((told.title, told.unit, told.why, told.counts))
        assert len(code) <= 30


def test_measures_are_in_the_order_of_the_pathway_and_completeness_stands_beside() -> None:
    pathway = [
        *("referred", "accepted", "declined", "referred_on", "first_attended", "attendances"),
        *("people_with_steps", "median_daily_steps"),
    ]
    assert [code for code in MEASURES if code in pathway] == pathway
    assert {"registers_marked", "ethnicity_known"} <= COMPLETENESS.keys()
    assert MEASURES.keys() | COMPLETENESS.keys() == EVERY.keys()
    assert MEASURES["referred"].has_rate
    assert not any(EVERY[code].has_rate for code in ("people_with_steps", "median_daily_steps", *COMPLETENESS))
    assert {measure.definition.unit for measure in COMPLETENESS.values()} == {"percent"}


def test_every_source_and_every_list_of_places_is_a_function_of_the_record(db: None) -> None:
    for dimension in DIMENSIONS.values():
        if dimension.source:
            assert "who" in sources.rows(dimension.source).query.annotations
        if dimension.places:
            assert isinstance(sources.codes(dimension.places.known), set)


@dataclass(frozen=True)
class Declared:
    code: str
    order: int


def shelf(folder: Path, name: str, **modules: str) -> dict[str, Declared]:
    """The declarations of a folder with these modules."""
    package = folder / name
    package.mkdir()
    (package / "__init__.py").touch()
    for module, text in modules.items():
        (package / f"{module}.py").write_text(f"from {__name__} import Declared\n{text}\n")
    return declared(name, [str(package)], "ONE", Declared)


def test_declarations_come_in_their_order_whatever_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    found = shelf(tmp_path, "ordered", a="ONE = Declared('z', 2)", b="ONE = Declared('y', 1)", c="TWO = 2")
    assert list(found.items()) == [("y", Declared("y", 1)), ("z", Declared("z", 2))]


@pytest.mark.parametrize("other", ["Declared('x', 2)", "Declared('y', 1)"])
def test_two_of_one_code_or_one_place_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match="the same code or order"):
        shelf(tmp_path, f"twice_{ord(other[10])}", a="ONE = Declared('x', 1)", b=f"ONE = {other}")


def test_something_else_by_that_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TypeError, match="is no Declared"):
        shelf(tmp_path, "strange", a="ONE = 1")


def test_a_dimension_without_a_source_holds_everyone() -> None:
    alone = Dimension("x", 1, "X", "'x'", lambda _row, _sunday: "x", {"x": "X"})
    assert alone.segments() == ("x",)
