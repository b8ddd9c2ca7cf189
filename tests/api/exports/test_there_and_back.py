"""What one account takes away, another takes in, and then exports the same."""

from typing import Any

import asyncpg
import pytest

from tests.api.imports.test_import_reviews import committed
from tests.support.accounts import Accounts, Person
from tests.support.exports import fetched, members_of
from tests.support.feedback import rate, review
from tests.support.imports import settled, uploaded
from tests.support.lists import created, put_in
from tests.support.marks import marked
from tests.support.plays import played, stored_episode
from tests.support.watchlist import added, stored_title

pytestmark = pytest.mark.usefixtures("empty_tables")

_MADE_ANEW = ("id", "list", "added_on", "rated_on", "written_on")


async def told(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return what the lines of an archive say, without ids and times that an import makes anew."""
    members = members_of((await fetched(person, "watchkeeper.zip")).content)
    lines = {name: found for name, found in members.items() if name.endswith(".jsonl")}
    return {
        name: sorted(({key: value for key, value in line.items() if key not in _MADE_ANEW} for line in found), key=str)
        for name, found in lines.items()
    }


async def test_export_is_taken_in_and_exported_equal(accounts: Accounts, connection: asyncpg.Connection) -> None:
    first, second = await accounts.person(), await accounts.person()
    film = await stored_title(connection, "Heat", external_ids={"imdb": "tt0113277"})
    show = await stored_title(connection, "Severance", media_type="show", external_ids={"tvdb": "371980"})
    await stored_episode(connection, show, 1, 2)
    await added(first, film, notes="Twice.", tags=["loud", "long"], hidden_from=["calendar"])
    await added(first, show, status="on_hold", include_specials=True)
    for day in ("2024-02-29", "2024-02-29", None):
        await played(first, film, watched_on=day, note=day and "Late.", tags=["alone"], score=4)
    await played(first, show, episode={"season": 1, "number": 2}, watched_on="2024-03", status="keep")
    await rate(first, film, 4.5)
    await review(first, film, 4.5, body="Still good.", contains_spoilers=True)
    shown = await created(first, "Rainy days", description="Inside.", is_ranked=True)
    await put_in(first, shown, show, note="First")
    await put_in(first, shown, film)
    await marked(first, film, note="Of all.")

    archive = (await fetched(first, "watchkeeper.zip")).content
    made = (await uploaded(second, archive, "watchkeeper.zip")).json()
    await settled(second, made["id"])
    done = await committed(second, made["id"], undecided="skip")

    assert (done["state"], done["error"]) == ("committed", None)
    before, after = await told(first), await told(second)
    assert {name: after[name] for name in before} == before
