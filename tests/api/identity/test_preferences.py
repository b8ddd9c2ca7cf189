"""Preferences follow a person from one device to the next."""

from tests.support.accounts import Accounts
from tests.support.problems import problem_of
from watchkeeper.configs.migrations import newest_revision

PREFERENCES = "/api/v1/auth/me/preferences"
SAID = {"theme": "dark", "language": "de", "default_status": "watching", "hide_spoilers": True, "page": {"size": "M"}}


async def test_preferences_are_those_that_were_sent_last(accounts: Accounts) -> None:
    person, other = await accounts.person(), await accounts.person()
    nothing = (await person.http.get(PREFERENCES)).json()
    assert (nothing["theme"], nothing["page"]) == (None, {})
    stored = await person.http.put(PREFERENCES, json=SAID)
    assert stored.status_code == 200, stored.text
    read = await person.http.get(PREFERENCES)
    assert read.json() == stored.json()
    assert {name: read.json()[name] for name in SAID} == SAID
    assert (await person.http.put(PREFERENCES, json={"view": "rows"})).json()["theme"] is None
    assert (await other.http.get(PREFERENCES)).json()["view"] is None


async def test_preferences_that_changed_meanwhile_are_not_overwritten(accounts: Accounts) -> None:
    person = await accounts.person()
    etag = (await person.http.get(PREFERENCES)).headers["etag"]
    headers = {"If-Match": etag}
    assert (await person.http.put(PREFERENCES, json=SAID, headers=headers)).status_code == 200
    problem_of(await person.http.put(PREFERENCES, json={}, headers=headers), 412)


async def test_preferences_are_short(accounts: Accounts) -> None:
    person = await accounts.person()
    assert (await person.http.put(PREFERENCES, json={"page": {"a": "x" * 4000}})).status_code == 200
    for body in ({"page": {"a": "x" * 4096}}, {"page": {"a": "ä" * 2100}}, {"theme": "pink"}, {"colour": "pink"}):
        assert (await person.http.put(PREFERENCES, json=body)).status_code == 422


async def test_change_of_preferences_is_one_of_settings(accounts: Accounts) -> None:
    person = await accounts.person()
    cursor = (await person.http.get("/api/v1/changes/latest")).json()["cursor"]
    await person.http.put(PREFERENCES, json=SAID)
    page = (await person.http.get("/api/v1/changes", params={"cursor": cursor})).json()
    changes = page["items"]
    assert [change["kind"] for change in changes] == ["settings"]


async def test_overview_counts_what_there_is(accounts: Accounts) -> None:
    admin = await accounts.admin()
    await admin.http.post("/api/v1/titles", json={"title": "Heat", "media_type": "movie"})
    overview = (await admin.http.get("/api/v1/admin/overview")).json()
    assert (overview["users"], overview["users_active_30d"]) == (1, 1)
    assert (overview["titles"], overview["without_poster"], overview["ratings"]) == (1, 1, 0)
    assert overview["disk"]["database_bytes"] > 0
    assert "tmdb" in {provider["name"] for provider in overview["providers"]}
    assert [(part["name"], part["state"]) for part in overview["components"][:1]] == [("database", "up")]
    assert overview["components"][0]["milliseconds"] > 0
    assert (overview["schema_version"], overview["cache"]) == (newest_revision(), "process")
    assert overview["latest_audit"][0]["action"] == "title_created"
