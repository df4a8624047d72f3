"""`python -m socialrx.tools.demo.manage FOLDER …`: manage.py with the environment of the demo in that folder."""

import os
import sys
from pathlib import Path

from socialrx.tools.demo.children import ROOT
from socialrx.tools.demo.data import DemoError, kept_environment


def main() -> None:
    folder, *arguments = sys.argv[1:]
    try:
        environment = kept_environment(Path(folder).resolve())
    except DemoError as error:
        sys.exit(str(error))
    os.execve(sys.executable, [sys.executable, str(ROOT / "manage.py"), *arguments], os.environ | environment)


if __name__ == "__main__":
    main()
