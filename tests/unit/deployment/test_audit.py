"""The audit: what is found ends it, and what nobody could be asked about is no pass."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT

SCRIPT = PROJECT_ROOT / "scripts" / "audit.py"
CLEAN = {"name": "jinja", "version": "1.0", "vulns": []}
SKIPPED = {"name": "jinja", "skip_reason": "not found"}
FLAWED = {
    "name": "jinja",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["1.1"], "description": ""}],
}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    specification = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def tools_that_answer(folder: Path, packages: list[dict[str, Any]] | None, secrets: dict[str, Any]) -> Path:
    """Return a folder with stand-ins of both programs; without `packages` the services do not answer."""
    report = json.dumps({"dependencies": packages, "fixes": []}) if packages is not None else ""
    for name, output in (("pip-audit", report), ("detect-secrets", json.dumps({"results": secrets}))):
        program = folder / name
        program.write_text(f"#!{sys.executable}\nprint({output!r})\nraise SystemExit({int(not output)})\n")
        program.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("packages", "code"),
    [
        ([CLEAN], 0),
        ([CLEAN, FLAWED], 1),
        ([SKIPPED, FLAWED], 1),
        ([CLEAN, SKIPPED], 3),
        ([SKIPPED], 3),
        ([], 3),
        (None, 3),
    ],
)
def test_exit_code_tells_found_from_clean_from_not_asked(
    audit: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    packages: list[dict[str, Any]] | None,
    code: int,
) -> None:
    assert audit.main([], tools_that_answer(tmp_path, packages, {})) == code
    printed = capsys.readouterr().out
    assert ("NOT CHECKED" in printed) == (not packages or SKIPPED in packages)
    assert ("PYSEC-1" in printed) == (code == 1)


def test_secret_that_is_not_known_ends_the_audit_without_being_shown(
    audit: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = {"src/new.py": [{"type": "AWS Access Key", "hashed_secret": "0" * 40}]}
    assert audit.main([], tools_that_answer(tmp_path, [SKIPPED], secrets)) == 1
    assert "src/new.py has what looks like a secret: AWS Access Key" in capsys.readouterr().out


def test_secret_that_is_known_is_not_told_again(audit: ModuleType, tmp_path: Path) -> None:
    known = sorted(audit.known_secrets())
    assert known
    secrets = {name: [{"type": kind, "hashed_secret": digest}] for name, kind, digest in known}
    assert audit.main([], tools_that_answer(tmp_path, [CLEAN], secrets)) == 0


@pytest.mark.parametrize(("accepted", "code"), [({"PYSEC-1"}, 0), ({"CVE-1"}, 0), ({"CVE-2"}, 1)])
def test_advisory_is_accepted_by_its_id_or_an_alias(audit: ModuleType, accepted: set[str], code: int) -> None:
    assert audit.judge_advisories([FLAWED], accepted) == code


def test_accepted_advisories_are_explained(audit: ModuleType) -> None:
    page = (PROJECT_ROOT / "docs" / "security.md").read_text("utf-8")
    assert [name for name in sorted(audit.accepted_advisories()) if name not in page] == []


def test_known_secrets_are_in_files_that_are_there(audit: ModuleType) -> None:
    assert [name for name, _, _ in sorted(audit.known_secrets()) if not (PROJECT_ROOT / name).exists()] == []
