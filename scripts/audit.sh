#!/bin/sh
# Usage: scripts/audit.sh [--accept-secrets]
# Look for secrets in the repository and for what is known against the locked packages, with tools in .venv-audit.
# Exit codes: 0 nothing found, 1 something found, 3 nobody could be asked about the packages.
set -eu
cd "$(dirname "$0")/.."
venv=${AUDIT_VENV:-.venv-audit}
sh scripts/bootstrap.sh "$venv" requirements/audit.txt
exec "$venv/bin/python" scripts/audit.py "$@"
