"""The page's own checks: its logic without a DOM, its types, and that they are those of the API document."""

import os
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


def test_types_agree_with_the_document(node: str, tmp_path: Path) -> None:
    made = tmp_path / "schema.ts"
    subprocess.run([node, "scripts/types.mjs", str(made)], cwd=WEB, check=True, capture_output=True)
    assert made.read_text() == (WEB / "src" / "api" / "schema.ts").read_text(), "Run make web."
    run(node, "typescript/bin/tsc", "--noEmit")


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
