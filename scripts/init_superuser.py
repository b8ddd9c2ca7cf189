#!/usr/bin/env python3
"""Make the first admin of a deployment from FIRST_SUPERUSER_*; the container's migration job runs it after migrating.

Running it again changes nothing. Without FIRST_SUPERUSER_PASSWORD it makes nobody and says so.
"""

import os
import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def main() -> int:
    """Return the exit code of `manage.py create-admin`."""
    if not os.environ.get("FIRST_SUPERUSER_PASSWORD"):
        print("FIRST_SUPERUSER_PASSWORD is not set: no admin was made. `manage.py create-admin` makes one any time.")
        return 0
    return subprocess.run([sys.executable, str(MANAGE), "create-admin", "--no-ask"], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
