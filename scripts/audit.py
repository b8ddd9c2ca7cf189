"""Usage: scripts/audit.sh [--accept-secrets]

Two questions: does anything in the repository look like a secret, and is anything known against the locked packages.
Exit codes: 0 nothing found, 1 something found, 3 nothing found, yet nobody could be asked about some packages.
`--accept-secrets` keeps what looks like a secret now as known: look at it before.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CLEAN, FOUND, NOT_ASKED = 0, 1, 3
ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "dev.txt"
ACCEPTED = ROOT / "requirements" / "accepted-advisories.txt"
KNOWN_SECRETS = ROOT / ".secrets.json"
SERVICES = ("pypi", "osv")
# The detector of keywords takes every password of a test for a secret. The files left out are made from others, or hold
# what a public service answered: ids of videos and reviews by the hundred, recorded without any key.
SCAN = (
    "scan",
    "--no-verify",
    "--disable-plugin",
    "KeywordDetector",
    "--exclude-files",
    r"(docs/openapi|secrets)\.json$|^tests/standins/recordings/|/resources/web/sw\.js$",
)

Secrets = set[tuple[str, str, str]]
"""What looks like a secret: file, kind and a hash of it."""


def main(arguments: list[str], tools: Path) -> int:
    """Ask the programs in the folder `tools`, and return the exit code."""
    secrets = found_secrets(tools)
    if "--accept-secrets" in arguments:
        KNOWN_SECRETS.write_text(json.dumps(sorted(secrets), indent=1) + "\n", "utf-8")
    codes = [judge_secrets(secrets - known_secrets()), judge_advisories(asked(tools), accepted_advisories())]
    return FOUND if FOUND in codes else max(codes)


def found_secrets(tools: Path) -> Secrets:
    """Return whatever looks like a secret in the files that git knows."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    there = [name for name in files.split("\0") if name and (ROOT / name).is_file()]
    command = [str(tools / "detect-secrets"), *SCAN, *there]
    report = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    results = report["results"]
    return {(name, one["type"], one["hashed_secret"]) for name, found in results.items() for one in found}


def known_secrets() -> Secrets:
    return {(name, kind, digest) for name, kind, digest in json.loads(KNOWN_SECRETS.read_text("utf-8"))}


def judge_secrets(new: Secrets) -> int:
    for name, kind, _ in sorted(new):
        print(f"✗ {name} has what looks like a secret: {kind}.")
    if new:
        print("  If it is none, look twice and run scripts/audit.sh --accept-secrets.")
        return FOUND
    print("✓ No secrets in the repository but the examples that are known.")
    return CLEAN


def asked(tools: Path) -> list[dict[str, Any]]:
    """Return what the first service that knows all packages says of each, else what the last one says."""
    answer: list[dict[str, Any]] = []
    for service in SERVICES:
        options = ["--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off", "--timeout=15"]
        command = [str(tools / "pip-audit"), *options, f"--vulnerability-service={service}", f"--requirement={LOCK}"]
        answer = _packages(subprocess.run(command, check=False, capture_output=True, text=True).stdout) or answer
        if answer and not any("skip_reason" in package for package in answer):
            break
    return answer


def _packages(output: str) -> list[dict[str, Any]]:
    """Return the packages of a report; none where there is no report, because nobody answered."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return []
    return packages


def accepted_advisories() -> set[str]:
    lines = (line.partition("#")[0].strip() for line in ACCEPTED.read_text("utf-8").splitlines())
    return {line for line in lines if line}


def judge_advisories(packages: list[dict[str, Any]], accepted: set[str]) -> int:
    """Return the exit code. pip-audit itself counts a package that nobody knows as one without advisories."""
    code = CLEAN
    for package in packages:
        for advisory in package.get("vulns", []):
            if accepted.isdisjoint({advisory["id"], *advisory["aliases"]}):
                remedy = ", ".join(advisory["fix_versions"]) or "none yet"
                print(f"✗ {package['name']} {package['version']}: {advisory['id']}, fixed in: {remedy}.")
                code = FOUND
    unknown = sum("skip_reason" in package for package in packages)
    if not packages or unknown:
        number = unknown or "all"
        print(f"! NOT CHECKED for known vulnerabilities: {number} packages. The advisory services do not answer.")
        return code or NOT_ASKED
    if code == CLEAN:
        print(f"✓ Nothing is known against {len(packages)} packages, but what is accepted in {ACCEPTED.name}.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(sys.executable).parent))
