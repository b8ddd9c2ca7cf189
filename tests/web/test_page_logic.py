"""The page's own checks: its logic without a DOM, its format and types, and that those are of the API document."""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT

WEB = PROJECT_ROOT / "web"
BUILT = PROJECT_ROOT / "src" / "watchkeeper" / "resources" / "web"


def run(node: str, script: str, *arguments: str) -> str:
    command = [node, f"node_modules/{script}", *arguments]
    done = subprocess.run(command, check=False, cwd=WEB, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_logic(node: str) -> None:
    assert "passed" in run(node, "vitest/vitest.mjs", "run")


def test_format_and_lint(node: str) -> None:
    run(node, "@biomejs/biome/bin/biome", "check", ".", "../tests/web/browser")


@pytest.mark.long
def test_calls_agree_with_the_document(node: str, tmp_path: Path) -> None:
    """The committed types may lack what is new, but nothing that the page calls has another shape today."""
    shutil.copytree(WEB / "src", tmp_path / "src")
    shutil.copy(WEB / "tsconfig.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(WEB / "node_modules")
    made = tmp_path / "src" / "api" / "schema.ts"
    subprocess.run([node, "scripts/types.mjs", str(made)], cwd=WEB, check=True, capture_output=True)
    run(node, "typescript/bin/tsc", "--noEmit", "--project", str(tmp_path))


def digests() -> dict[str, str]:
    files = (file for file in BUILT.rglob("*") if file.is_file())
    return {str(file.relative_to(BUILT)): sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.long
def test_same_sources_give_the_same_bytes(node: str) -> None:
    before = digests()
    elsewhere = os.environ | {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8"}
    for script in ("node_modules/vite/bin/vite.js build", "scripts/finish.mjs"):
        subprocess.run([node, *script.split()], cwd=WEB, check=True, capture_output=True, env=elsewhere)
    assert digests() == before
