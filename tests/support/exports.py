"""Exports in tests: fetched, and taken apart."""

import io
import json
import zipfile
from typing import Any

import httpx

from tests.support.accounts import Person

EXPORTS = "/api/v1/exports"
Json = dict[str, Any]


async def fetched(person: Person, name: str) -> httpx.Response:
    """Return an export, which must succeed."""
    answer = await person.http.get(f"{EXPORTS}/{name}")
    assert answer.status_code == 200, answer.text
    return answer


def members_of(archive: bytes) -> dict[str, Any]:
    """Return what the members of an archive hold, by their names: lines as lists."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        texts = {name: opened.read(name).decode() for name in opened.namelist()}
    return {
        name: list(map(json.loads, text.splitlines())) if name.endswith(".jsonl") else json.loads(text)
        for name, text in texts.items()
    }
