#!/bin/sh
# Usage: scripts/bootstrap.sh VENV LOCK
# Make the virtual environment VENV hold exactly what the hash-locked file LOCK lists. Quick when it already does,
# safe to run twice at once and after kill -9. PYTHON=... chooses the interpreter, NO_UV=1 installs with pip alone.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 VENV LOCK" >&2; exit 2; }
venv=$1
lock=$2
folder=$(dirname "$lock")

fail() { echo "$*" >&2; exit 1; }
in_range() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}
checksum() { { sha256sum "$@" 2>/dev/null || shasum -a 256 "$@"; } | cut -c1-16; }
marker_of() { echo "$venv/.ok-$(basename "$1")-$(checksum "$1")"; }
is_sound() {
  [ -x "$venv/bin/python" ] && [ ! -e "$venv/.installing" ] &&
    "$venv/bin/python" -c '
import os, sys, sysconfig
sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 14) and os.path.isdir(sysconfig.get_path("purelib"))))' 2>/dev/null
}
is_chosen() {
  [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$venv/bin/python")" ]
}
version_of() { "$1" -c 'import sys; print(sys.version_info[:2])' 2>/dev/null || echo "none: $1"; }
is_done() {
  is_sound && is_chosen || return 1
  [ -e "$(marker_of "$lock")" ] && return 0
  [ "$(basename "$lock")" = embedded.txt ] && [ -e "$(marker_of "$folder/dev.txt")" ] # dev contains embedded
}

is_done && exit 0

python=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
  if command -v "$candidate" >/dev/null 2>&1 && in_range "$candidate"; then python=$candidate; break; fi
done
[ -n "$python" ] || fail "Watchkeeper needs Python 3.11, 3.12, 3.13 or 3.14, and ${PYTHON:-this machine} is not one of them:" \
  "install one, or name it as in: make run PYTHON=/path/to/python3.12"
[ -w "$(dirname "$venv")" ] || fail "The folder $(cd "$(dirname "$venv")" && pwd) can't be written by this account:" \
  "run as its owner, or copy the project to a folder of your own."

# The lock is taken on this script and inherited by what it runs; the kernel drops it when the last of them ends.
if [ "${WATCHKEEPER_BOOTSTRAP_LOCKED:-}" != "$venv" ]; then
  WATCHKEEPER_BOOTSTRAP_LOCKED=$venv exec "$python" -c '
import fcntl, os, sys
lock = os.open(sys.argv[1], os.O_RDONLY)
os.set_inheritable(lock, True)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Waiting for another set-up of this folder to end ...", file=sys.stderr, flush=True)
    fcntl.flock(lock, fcntl.LOCK_EX)
os.execvp("sh", ["sh", *sys.argv[1:]])' "$0" "$@"
fi
is_done && exit 0

echo "Installing the packages of $lock into $venv (once, about 30 seconds) ..." >&2
if ! { is_sound && is_chosen; }; then
  rm -rf "$venv"
  mkdir -p "$venv"
  : > "$venv/.installing" # still there next time: this run was killed, and everything begins anew
  if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    "$python" -m venv "$venv"
  elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --without-pip "$venv"
    echo "$python" > "$venv/.outer-pip"
  elif command -v uv >/dev/null 2>&1; then
    rm -rf "$venv"
    uv venv -q --seed --python "$python" "$venv"
  else
    rm -rf "$venv"
    fail "$python has neither venv nor pip: install python3-venv (Debian, Ubuntu) or uv, then try again."
  fi
fi
: > "$venv/.installing"
rm -f "$venv"/.ok-*

if [ -e "$venv/.outer-pip" ]; then
  set -- "$(cat "$venv/.outer-pip")" -m pip --python "$venv/bin/python"
else
  set -- "$venv/bin/python" -m pip
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_RETRIES="${PIP_RETRIES:-2}" PIP_ROOT_USER_ACTION=ignore
hashed="--no-deps --require-hashes --only-binary :all:"
log=$venv/install.log

with_uv() { # uv doesn't read pip's configuration: whatever it fails at, pip tries again
  [ -z "${NO_UV:-}" ] || return 1
  [ -x "$venv/bin/uv" ] || "$@" install -q $hashed -r "$folder/bootstrap.txt" || return 1
  "$venv/bin/uv" pip install -q --python "$venv/bin/python" $hashed -r "$lock"
}
with_pip() { "$@" install -q $hashed -r "$lock"; }

if with_uv "$@" >"$log" 2>&1 || with_pip "$@" >>"$log" 2>&1; then
  : > "$(marker_of "$lock")"
  rm -f "$venv/.installing"
else
  rm -f "$venv/.installing"
  tail -n 3 "$log" >&2
  fail "The packages could not be installed ($log has all of the output): without a network, connect and try again;" \
    "behind a proxy or a package mirror, tell pip of it; on Alpine (musl) use the container image with DATABASE_URL."
fi
