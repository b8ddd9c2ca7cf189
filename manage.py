#!/usr/bin/env python3
"""The only entry: run | migrate | create-admin | load-catalogue | openapi | postman | doctor … (`manage.py --help`)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from watchkeeper.commands.main import app

if __name__ == "__main__":
    app()
