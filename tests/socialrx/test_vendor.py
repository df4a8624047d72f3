"""The vendored files are the ones that were reviewed, and ask no other site for anything."""

import pytest

from socialrx.vendor import SUMS, VENDOR, VERSION, OffSiteError, clean, sums


def test_the_vendored_files_have_the_recorded_checksums() -> None:
    assert sums(VENDOR) == (VENDOR / SUMS).read_text()
    assert (VENDOR / "nhsuk" / "VERSION").read_text().strip() == VERSION


def test_no_font_of_the_nhs_and_no_other_site_is_in_the_stylesheet() -> None:
    css = (VENDOR / "nhsuk" / "nhsuk-frontend.min.css").read_text()
    assert "@font-face" not in css
    assert "assets.nhs.uk" not in css
    assert clean(css) == css


def test_refreshing_takes_out_fonts_and_source_maps_and_keeps_the_rest() -> None:
    css = "@font-face{src:url(https://assets.example/a.woff2)}a{color:red}\n/*# sourceMappingURL=a.css.map */"
    assert clean(css) == "a{color:red}\n"


def test_an_address_of_another_site_stops_the_refresh() -> None:
    with pytest.raises(OffSiteError):
        clean("a{background:url('//cdn.example/a.png')}")
