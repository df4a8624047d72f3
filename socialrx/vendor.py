"""Refresh the vendored NHS.UK frontend: `make vendor` or `python -m socialrx.vendor [VERSION]`.

The files are committed, so running the product needs neither Node nor npm. Two things are taken out: the rules that
load Frutiger (licensed to NHS bodies only, and fetched from another site) and the pointers to source maps. The icons
that the stylesheet asks for stand beside it, and it asks for them there: production gives every file another name.
`npm pack` checks the package against the registry's own hash; SHA256SUMS then fixes what this project serves.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "10.6.1"
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
ICONS = ("arrow-down", "arrow-up", "arrow-up-down", "cross")
FILES = {
    **{f"images/nhsuk-icon-{icon}.svg": f"package/dist/nhsuk/assets/images/nhsuk-icon-{icon}.svg" for icon in ICONS},
    "nhsuk-frontend.min.css": "package/dist/nhsuk/nhsuk-frontend.min.css",
    "nhsuk-frontend.min.js": "package/dist/nhsuk/nhsuk-frontend.min.js",
}
PACKAGED_IMAGES = "url(/assets/images/"
SUMS = "SHA256SUMS"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)")
OFF_SITE = re.compile(r"url\(\s*[\"']?(?:https?:)?//")


class OffSiteError(Exception):
    """A vendored file would make the browser ask another site."""


def clean(text: str) -> str:
    """The text without font rules and source maps, its images beside it; OffSiteError if it asks another site."""
    text = SOURCE_MAP.sub("", FONT_FACE.sub("", text)).strip() + "\n"
    text = text.replace(PACKAGED_IMAGES, "url(images/")
    if OFF_SITE.search(text):
        raise OffSiteError
    return text


def sums(folder: Path) -> str:
    """The SHA256SUMS text for every file under the folder, in the format of `sha256sum`."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in paths]
    return "".join(lines)


def refresh(version: str) -> None:
    """Fetch the package with npm, clean its files and write them with their checksums."""
    with tempfile.TemporaryDirectory() as work:
        # A fixed command line; the version is the operator's own argument.
        pack = ["npm", "pack", "--silent", f"nhsuk-frontend@{version}", "--pack-destination", work]
        subprocess.run(pack, check=True)
        with tarfile.open(Path(work) / f"nhsuk-frontend-{version}.tgz") as package:
            for name, member in FILES.items():
                source = package.extractfile(member)
                if source is None:
                    raise FileNotFoundError(member)
                path = VENDOR / "nhsuk" / name
                path.parent.mkdir(exist_ok=True)
                path.write_text(clean(source.read().decode()))
    (VENDOR / "nhsuk" / "VERSION").write_text(f"{version}\n")
    (VENDOR / SUMS).write_text(sums(VENDOR))


if __name__ == "__main__":
    refresh(sys.argv[1] if len(sys.argv) > 1 else VERSION)
