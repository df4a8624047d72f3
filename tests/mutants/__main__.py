"""Changes the plain rules in one place at a time, and sees that a test notices: `make mutants` runs it.

mutmut makes the mutants and runs the tests; `[tool.mutmut]` in pyproject.toml names the modules and the tests. It fails
where fewer than `LEAST` per cent of a module's mutants are noticed, where one lives that survivors.toml does not
explain, and where one is explained that no longer lives.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from socialrx.tools.servers.temporary import ENVIRONMENT

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "build" / "mutants"
SURVIVORS = Path(__file__).with_name("survivors.toml")
# What mutmut copies into a folder of its own before it changes anything.
COPIED = ("referrals", "devices", "observatory", "socialrx", "tests", "docs", "pyproject.toml")
LEAST = 90
NOTICED = {"killed", "timeout", "segfault"}
# The settings want addresses; nothing answers there.
NO_SERVERS = ENVIRONMENT | {
    "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "MQTT_URL": "mqtt://127.0.0.1:1",
}
# The function, its lines as they are, and as the mutant has them.
Change = tuple[str, str, str]


def run(only: list[str]) -> int:
    """Make the mutants of these names, or all, and run the tests on each; the exit code is mutmut's."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in COPIED:
        (FOLDER / name).symlink_to(ROOT / name)
    program = Path(sys.executable).with_name("mutmut")
    return subprocess.run(
        [program, "run", "--max-children", "1", *only], cwd=FOLDER, env=os.environ | NO_SERVERS, check=False
    ).returncode


def results() -> Iterator[tuple[str, dict[str, bool]]]:
    """Each module's path with its mutants, by name, and whether a test noticed it."""
    results_folder = FOLDER / "mutants"
    for file in sorted(results_folder.rglob("*.py.meta")):
        codes: dict[str, int | None] = json.loads(file.read_text())["exit_code_by_key"]
        tried = {name: status_by_exit_code[code] in NOTICED for name, code in codes.items() if code is not None}
        if tried:
            yield file.relative_to(results_folder).with_suffix("").as_posix(), tried


def change_of(path: str, mutant: str) -> Change:
    """What a mutant changes."""
    function, in_class = orig_function_and_class_names_from_key(mutant)
    lines = get_diff_for_mutant(mutant, path=path).splitlines()[2:]
    before, after = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in ("-", "+"))
    module = path.removesuffix(".py").replace("/", ".")
    return ".".join(filter(None, (module, in_class, function))), before, after


def explained() -> set[Change]:
    """The survivors that have a reason."""
    listed = tomllib.loads(SURVIVORS.read_text())["survivor"]
    return {(one["function"], one["before"], one["after"]) for one in listed if one["reason"]}


def main(*only: str) -> int:
    if run([*only]):
        return 1
    is_good, alive = True, set[Change]()
    with contextlib.chdir(FOLDER):
        for path, mutants in results():
            alive |= {change_of(path, name) for name, is_noticed in mutants.items() if not is_noticed}
            killed = sum(mutants.values())
            is_good &= 100 * killed >= LEAST * len(mutants)
            sys.stdout.write(f"{path}: {killed} of {len(mutants)} noticed, {100 * killed / len(mutants):.1f} %\n")
    for function, before, after in sorted(alive - explained()):
        sys.stdout.write(f"\nLives without a reason: {function}\n  - {before}\n  + {after}\n")
    gone = set() if only else explained() - alive
    for function, before, after in sorted(gone):
        sys.stdout.write(f"\nListed, but noticed: {function}\n  - {before}\n  + {after}\n")
    return 0 if is_good and not gone and alive <= explained() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
