"""Things that an admin enters in the catalogue before a scenario begins."""

import secrets
from pathlib import Path
from typing import Any

from behave.runner import Context

PROJECT = Path(__file__).resolve().parents[1]


def enter_genre(context: Context, name: str) -> dict[str, Any]:
    """Enter a genre under a name of the scenario's own."""
    return enter(context, "genres", {"name": f"{name} {secrets.token_hex(4)}"})


def enter_title(context: Context, kind: str, title: str, year: int, **members: Any) -> dict[str, Any]:
    body = {"title": title, "media_type": kind, "release_date": f"{year}-01-01", "release_date_precision": "year"}
    return enter(context, "titles", body | members)


def enter(context: Context, place: str, body: dict[str, Any]) -> dict[str, Any]:
    """Have the admin enter something in the catalogue."""
    answer = context.people.admin().http.post(f"/{place}", json=body)
    assert answer.status_code == 201, answer.text
    entered: dict[str, Any] = answer.json()
    return entered


def external_media(kind: str, title: str) -> dict[str, str]:
    """Return a title that the catalogue does not have, as clients name it by its id at another service."""
    return {"source": "elsewhere", "external_id": secrets.token_hex(6), "media_type": kind, "title": title}
