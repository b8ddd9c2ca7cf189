#!/bin/sh
# Usage: scripts/lock.sh [--upgrade]
# Recompile requirements/*.txt from *.in. Without --upgrade the present versions stay where they still fit.
# Releases of the last 7 days are left out: most broken or hostile ones are withdrawn by then.
set -eu
cd "$(dirname "$0")/../requirements"

uv=${UV:-../.venv/bin/uv}
[ -x "$uv" ] || uv=$(command -v uv) || {
  echo "uv is needed to lock: run make check once, which installs it, or set UV=/path/to/uv." >&2
  exit 1
}
week_ago=$(date -u -d '7 days ago' +%Y-%m-%d 2>/dev/null || date -u -v-7d +%Y-%m-%d)

compile() {
  name=$1
  shift
  "$uv" pip compile -q --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --no-header --no-annotate --exclude-newer "$week_ago" "$name.in" -o "$name.txt" "$@"
  echo "requirements/$name.txt: $(grep -c '==' "$name.txt") packages"
}

compile bootstrap "$@"
compile runtime "$@"
compile embedded -c runtime.txt "$@"
compile dev -c embedded.txt "$@"
compile bench -c embedded.txt "$@"
compile audit "$@"
