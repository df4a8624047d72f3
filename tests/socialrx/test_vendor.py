"""The vendored files are the ones that were reviewed, and ask no other site for anything."""

import re

import pytest

from socialrx.vendor import FILES, SUMS, VENDOR, VERSION, OffSiteError, clean, sums


def test_the_vendored_files_have_the_recorded_checksums() -> None:
    assert sums(VENDOR) == (VENDOR / SUMS).read_text()
    assert (VENDOR / "nhsuk" / "VERSION").read_text().strip() == VERSION


def test_no_font_of_the_nhs_and_no_other_site_is_in_the_stylesheet() -> None:
    css = (VENDOR / "nhsuk" / "nhsuk-frontend.min.css").read_text()
    assert "@font-face" not in css
    assert "assets.nhs.uk" not in css
    assert clean(css) == css


def test_every_file_that_a_stylesheet_asks_for_is_shipped() -> None:
    asked = {
        sheet.parent / address
        for sheet in VENDOR.parent.rglob("*.css")
        for address in re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet.read_text())
        if not address.startswith("data:")
    }
    assert VENDOR / "nhsuk" / "images" / "nhsuk-icon-cross.svg" in asked
    assert [path for path in asked if not path.is_file()] == []
    assert {path.relative_to(VENDOR / "nhsuk").as_posix() for path in (VENDOR / "nhsuk").rglob("*.svg")} <= set(FILES)


def test_refreshing_takes_out_fonts_and_source_maps_and_keeps_the_rest() -> None:
    css = "@font-face{src:url(https://assets.example/a.woff2)}a{color:red}\n/*# sourceMappingURL=a.css.map */"
    assert clean(css) == "a{color:red}\n"
    assert clean("a{background:url(/assets/images/a.svg)}") == "a{background:url(images/a.svg)}\n"


def test_an_address_of_another_site_stops_the_refresh() -> None:
    with pytest.raises(OffSiteError):
        clean("a{background:url('//cdn.example/a.png')}")
