"""`python -m socialrx.tools.servers COMMAND …`: run a command with private servers; its exit status is ours."""

import os
import subprocess
import sys

from socialrx.tools.servers.temporary import temporary_servers

if __name__ == "__main__":
    with temporary_servers() as environment:
        status = subprocess.run(sys.argv[1:], env=os.environ | environment, check=False).returncode
    sys.exit(status)
