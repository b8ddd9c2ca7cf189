"""Exports in tests: fetched, and taken apart."""

import io
import json
import zipfile
from typing import Any

import httpx

from tests.support.accounts import Person

EXPORTS = "/api/v1/exports"
Json = dict[str, Any]
_MADE_ANEW = ("id", "list", "title_ref", "ref")


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


async def lines_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return what the lines of an archive say, without the ids of rows."""
    members = members_of((await fetched(person, "watchkeeper.zip")).content)
    names = {line["ref"]: line["title"] for line in members["titles.jsonl"]}
    lines = {name: found for name, found in members.items() if name.endswith(".jsonl")}
    return {
        name: _ordered(name, [_without_ids(line, names) for line in found])
        for name, found in lines.items()
        if not name.startswith("account/")
    }


def _without_ids(line: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return a line that names its title, and not the row of it."""
    said = {key: value for key, value in line.items() if key not in _MADE_ANEW}
    return {"of": names.get(line.get("title_ref", line.get("ref", ""))), **said}


def _ordered(name: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines in an order that is not that of ids; that of marks is the person's."""
    return lines if name == "marks.jsonl" else sorted(lines, key=str)
