"""Every sample from the upload to the rollback, over HTTP: its rows and its library are what expected.json states."""

from typing import Any

import pytest

from tests.api.imports.test_import_reviews import committed, everything_of, rows_of
from tests.support.accounts import Accounts, Person
from tests.support.exports import fetched, lines_of
from tests.support.imports import IMPORTS, settled, uploaded
from tests.support.libraries import all_of, library_of
from tests.support.watchlist import WATCHLIST
from tests.unit.imports.test_samples import CASES, expected_of, is_left_open, packed

pytestmark = pytest.mark.usefixtures("empty_tables")

_FACTS = ("status", "season", "episode", "watched_on", "original_value", "original_scale", "score")
_OF_ACCOUNTS = "importexam-canary"
_FAVOURITE = "importexam-canary liked"
"""A film that a like makes a favourite: no row, but a mark."""


async def sent(person: Person, case: str) -> dict[str, Any]:
    """Upload a sample with the options of its person, and return the import when it has its preview."""
    file, name = packed(case)
    answer = await uploaded(person, file.getvalue(), name, **expected_of(case).get("options", {}))
    assert answer.status_code == 202, answer.text
    return await settled(person, answer.json()["id"])


async def taken(person: Person, case: str) -> dict[str, Any]:
    """Take a sample in, without the rows that nobody has decided, and return the import."""
    shown = await sent(person, case)
    shown = await committed(person, shown["id"], mode="only_new", undecided="skip")
    assert (shown["state"], shown["error"]) == ("committed", None)
    return shown


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row says, in the words of expected.json."""
    facts = row["facts"]
    numbers = {name: facts[name] and float(facts[name]) for name in ("original_value", "original_scale")}
    named = {name: row[name] for name in ("title", "year", "media_type", "reason")}
    return {name: facts[name] for name in _FACTS} | numbers | named


def differences(expected: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row says otherwise than expected.json."""
    allowed = expected["result"] if isinstance(expected["result"], list) else [expected["result"]]
    wrong = {
        name: (expected[name], own)
        for name, own in said(row).items()
        if name in expected and own != expected[name] and not is_left_open(name, expected)
    }
    if row["result"] not in allowed:
        wrong["result"] = (allowed, row["result"])
    if not expected.get("ids", {}).items() <= row["external_ids"].items():
        wrong["ids"] = (expected["ids"], row["external_ids"])
    return wrong


async def entries_of(person: Person) -> list[dict[str, Any]]:
    """Return each entry as `library_of` does, with the ids of its title."""
    found = []
    for entry in await library_of(person):
        title = (await person.http.get(f"/api/v1/titles/{entry.pop('title_id')}")).json()
        found.append(entry | {"ids": title["external_ids"]})
    return found


def missing(expected: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return what expected.json states of an entry, unless there is one that is so; then it is taken out."""
    plays = [{name: play[name] for name in ("season", "episode", "watched_on")} for play in expected["plays"]]
    stated = {name: expected[name] for name in ("year", "media_type", "status", "score")}
    stated |= {name: expected[name] for name in ("original_value", "original_scale")}
    stated |= {
        "title": expected["title"] or next(iter(expected["ids"].values())),
        "plays": sorted(plays, key=repr),
        "review": expected.get("review"),
    }
    notes = [expected.get("notes"), *(play.get("note") for play in expected["plays"])]
    texts = [one for one in (*notes, *expected.get("older_reviews", [])) if one]
    for entry in entries:
        is_told = all(any(text in known for known in entry["texts"] if known) for text in texts)
        if is_told and stated.items() <= entry.items() and expected.get("ids", {}).items() <= entry["ids"].items():
            entries.remove(entry)
            return None
    return stated | {"texts": texts, "ids": expected.get("ids")}


@pytest.mark.parametrize("case", CASES)
async def test_sample_is_shown_taken_over_repeated_left_and_taken_back(
    accounts: Accounts, case: str, capfd: pytest.CaptureFixture[str]
) -> None:
    person, expected = await accounts.person(), expected_of(case)
    shown = await sent(person, case)
    rows = {(row["member"], row["member_row"]): row for row in await rows_of(person, shown["id"])}
    assert (shown["state"], shown["source"]) == ("preview", expected["source"])
    assert rows.keys() == {(row["member"], row["row"]) for row in expected["rows"]}
    assert sum(count for name, count in shown["counts"].items() if name != "rows") == len(rows)
    wrong = {(one["member"], one["row"]): differences(one, rows[one["member"], one["row"]]) for one in expected["rows"]}
    assert not {row: found for row, found in wrong.items() if found}
    assert {one["code"] for one in shown["warnings"]} >= set(expected.get("warnings", ()))
    assert not any(await everything_of(person))

    done = await committed(person, shown["id"], mode="only_new", undecided="skip")
    assert (done["state"], done["error"]) == ("committed", None)
    entries = await entries_of(person)
    assert done["written"]["entries"] == len(entries)
    if expected.get("library_checked", True):
        absent = [missing(one, entries) for one in expected["library"]]
        assert not list(filter(None, [*absent, *entries]))
    else:
        played = {(entry["title"], play["watched_on"]) for entry in entries for play in entry["plays"]}
        assert played == {(row["title"], said(row)["watched_on"]) for row in rows.values() if row["result"] == "ready"}

    before = await lines_of(person)
    again = await taken(person, case)
    assert (again["counts"]["ready"], set(again["written"].values())) == (0, {0})
    assert await lines_of(person) == before

    other, archive = await accounts.person(), (await fetched(person, "watchkeeper.zip")).content
    restored = await settled(other, (await uploaded(other, archive, "watchkeeper.zip")).json()["id"])
    await committed(other, restored["id"], undecided="skip")
    assert await lines_of(other) == before
    assert (await other.http.post(f"{IMPORTS}/{restored['id']}/rollback")).status_code == 202
    assert (await settled(other, restored["id"]))["state"] == "rolled_back"
    assert not any((await lines_of(other)).values())

    edited = (await all_of(person, "/watchlist"))[0]
    assert (await person.http.patch(f"{WATCHLIST}/{edited['id']}", json={"notes": "Mine."})).status_code == 200
    assert (await person.http.post(f"{IMPORTS}/{done['id']}/rollback")).status_code == 202
    assert (await settled(person, done["id"]))["state"] == "rolled_back"
    (left,), *others = await everything_of(person)
    assert (left["id"], left["notes"], left["plays_count"]) == (edited["id"], "Mine.", 0)
    assert not any(others)

    printed = "".join(capfd.readouterr())
    assert "/api/v1/imports" in printed
    assert _OF_ACCOUNTS not in repr((printed, shown, done, rows))
    assert _OF_ACCOUNTS not in repr(before).replace(_FAVOURITE, "")
