"""What a person takes away, empties and takes in again is there as before, in the same account."""

import pytest

from tests.api.exports.test_there_and_back import taken_in
from tests.api.imports.test_every_sample import taken
from tests.support.accounts import Accounts, Person
from tests.support.each import for_each
from tests.support.exports import fetched, lines_of
from tests.support.libraries import all_of

pytestmark = pytest.mark.usefixtures("empty_tables")

_OF_SERVICES = (
    "imdb/list-2024",
    "letterboxd/whole-zip",
    "myanimelist/xml",
    "trakt/zip-flat",
    "tvtime/privacy-zip",
    "watchkeeper/zip",
)


async def deleted(person: Person, path: str) -> None:
    answer = await person.http.delete(f"/api/v1{path}")
    assert answer.status_code in {200, 204}, answer.text


async def emptied(person: Person) -> None:
    """Delete one thing after another, as a person can."""
    for mark in await all_of(person, "/marks"):
        await deleted(person, f"/titles/{mark['title']['id']}/marks/{mark['mark']}")
    for name in ("lists", "reviews", "ratings", "plays", "watchlist", "tags"):
        for one in await all_of(person, f"/{name}"):
            await deleted(person, f"/{name}/{one['id']}")


@for_each("case", _OF_SERVICES)
async def test_an_emptied_account_takes_its_export_in_equal(accounts: Accounts, case: str) -> None:
    person = await accounts.person()
    await taken(person, case)
    before, archive = await lines_of(person), (await fetched(person, "watchkeeper.zip")).content

    await emptied(person)
    left = {name for name, lines in (await lines_of(person)).items() if lines}
    await taken_in(person, archive)

    assert left <= {"titles.jsonl", "personal.jsonl"}
    assert await lines_of(person) == before
