"""Links by which calendar programs read when what somebody watches airs."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import httpx
import pytest
from icalendar import Calendar

from tests.support.accounts import Accounts, Person
from tests.support.plays import stored_episode
from tests.support.watchlist import added, address, problem, stored_title
from watchkeeper.repositories.episodes.adapters.calendar_icalendar_adapter import IcalendarAdapter

LINKS = "/api/v1/calendar/links"
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
NAME = "A \\ b, c; " + "ä" * 120
AIRS_AT = datetime.now(UTC).replace(microsecond=0) + 3 * DAY


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    """A show with an episode of a day and one of an instant."""
    show = await stored_title(connection, "Blue; Hours, “blau”", media_type="show", runtime_minutes=40)
    await stored_episode(connection, show, 1, 1, air_date=TODAY + DAY)
    await connection.execute("UPDATE episodes SET title = $1", NAME)
    await stored_episode(connection, show, 1, 2, airs_at=AIRS_AT)
    return show


async def linked(person: Person, **terms: Any) -> dict[str, Any]:
    answer = await person.http.post(LINKS, json=terms)
    assert answer.status_code == 201, answer.text
    link: dict[str, Any] = answer.json()
    return link


async def file_of(http: httpx.AsyncClient, link: dict[str, Any]) -> bytes:
    answer = await http.get(link["url"])
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].split(";")[0] == "text/calendar"
    return answer.content


async def events_of(http: httpx.AsyncClient, link: dict[str, Any]) -> list[Any]:
    return list(Calendar.from_ical(await file_of(http, link)).walk("VEVENT"))


async def test_calendar_program_reads_what_airs(client: httpx.AsyncClient, person: Person, show: UUID) -> None:
    await added(person, show)
    link = await linked(person, name="Telephone")

    first, second = await events_of(client, link)

    assert first["SUMMARY"] == "Blue; Hours, “blau” S01E01: " + NAME
    assert first.decoded("DTSTART") == TODAY + DAY
    assert first["DTSTART"].params["VALUE"] == "DATE"
    assert second.decoded("DTSTART") == AIRS_AT
    assert second.decoded("DURATION") == timedelta(minutes=40)
    items = (await person.http.get("/api/v1/calendar")).json()["items"]
    names = [str(one["UID"]).partition("@") for one in (first, second)]
    assert [name[0] for name in names] == [one["id"] for one in items]
    assert len({name[2] for name in names}) == 1
    assert Calendar.from_ical(await file_of(client, link))["X-WR-CALNAME"] == "Telephone"


async def test_name_of_a_calendar_is_text_as_the_standard_has_it(client: httpx.AsyncClient, person: Person) -> None:
    file = await file_of(client, await linked(person, name="Telephone; mine, and C:\\"))

    for name in ("NAME", "X-WR-CALNAME"):
        assert f"{name}:Telephone\\; mine\\, and C:\\\\\r\n".encode() in file


async def test_lines_are_folded_and_end_as_the_standard_says(
    client: httpx.AsyncClient, person: Person, show: UUID
) -> None:
    await added(person, show)
    file = await file_of(client, await linked(person))

    *lines, last = file.split(b"\r\n")
    assert last == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati"])
async def test_day_stays_the_day_and_instant_the_instant_wherever_somebody_is(
    client: httpx.AsyncClient, person: Person, connection: asyncpg.Connection, zone: str
) -> None:
    """Ten hours behind UTC, and fourteen before it."""
    await person.http.patch("/api/v1/auth/me", json={"time_zone": zone})
    show = await stored_title(connection, media_type="show")
    local = datetime.combine(TODAY + DAY, datetime.min.time(), ZoneInfo(zone)) + timedelta(minutes=30)
    await stored_episode(connection, show, 1, 1, air_date=TODAY + DAY)
    await stored_episode(connection, show, 1, 2, airs_at=local)
    await added(person, show)

    days = {}
    for event in await events_of(client, await linked(person)):
        starts = event.decoded("DTSTART")
        days[str(event["SUMMARY"])[-2:]] = (
            starts.astimezone(ZoneInfo(zone)).date() if isinstance(starts, datetime) else starts
        )

    assert set(days.values()) == {TODAY + DAY}
    assert {one["date"] for one in (await person.http.get("/api/v1/calendar")).json()["items"]} == {str(TODAY + DAY)}


async def test_calendar_goes_two_months_back_and_a_year_ahead(
    client: httpx.AsyncClient, person: Person, connection: asyncpg.Connection
) -> None:
    days = {name: TODAY + days * DAY for name, days in {"61": -61, "60": -60, "365": 365, "366": 366}.items()}
    for name, day in days.items():
        await added(person, await stored_title(connection, name, release_date=day))

    assert [str(one["SUMMARY"]) for one in await events_of(client, await linked(person))] == ["60", "365"]


async def test_event_that_changes_keeps_its_name_and_counts_up(
    client: httpx.AsyncClient, person: Person, connection: asyncpg.Connection, show: UUID
) -> None:
    await added(person, show)
    link = await linked(person)
    (before, _) = await events_of(client, link)
    await connection.execute(
        "UPDATE episodes SET air_date = air_date + 1, updated_at = now() + interval '1 minute' WHERE number = 1"
    )

    (after, _) = await events_of(client, link)

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")
    assert after.decoded("DTSTART") == before.decoded("DTSTART") + DAY


async def test_link_shows_the_statuses_and_things_it_was_made_for(
    client: httpx.AsyncClient, person: Person, connection: asyncpg.Connection, show: UUID
) -> None:
    movie = await stored_title(connection, "Heat", release_date=TODAY)
    await added(person, show, status="watching")
    await added(person, movie)

    async def shown(**terms: Any) -> int:
        return len(await events_of(client, await linked(person, **terms)))

    assert await shown() == 3
    assert await shown(what=["movies"]) == 1
    assert await shown(status=["watching"]) == 2
    assert await shown(status=["planned", "planned"], what=["episodes"]) == 0


async def test_dropped_show_is_quiet_at_once(client: httpx.AsyncClient, person: Person, show: UUID) -> None:
    entry = await added(person, show)
    link = await linked(person)
    assert len(await events_of(client, link)) == 2

    await person.http.patch(address(entry), json={"status": "dropped"})

    assert await events_of(client, link) == []


async def test_known_calendar_is_not_sent_again(client: httpx.AsyncClient, person: Person, show: UUID) -> None:
    entry = await added(person, show)
    link = await linked(person)
    known = {"If-None-Match": (await client.get(link["url"])).headers["ETag"]}

    with mock.patch.object(IcalendarAdapter, "write", side_effect=AssertionError("written although it is known")):
        answer = await client.get(link["url"], headers=known)
    assert (answer.status_code, answer.headers["ETag"], answer.content) == (304, known["If-None-Match"], b"")
    await person.http.patch(address(entry), json={"hidden_from": ["calendar"]})
    assert (await client.get(link["url"], headers=known)).status_code == 200


async def test_secret_is_shown_once_and_only_its_hash_is_stored(person: Person, connection: asyncpg.Connection) -> None:
    link = await linked(person, name="Telephone", status=["watching"], what=["episodes"])
    secret = link.pop("url").rpartition("/")[2].removesuffix(".ics")

    assert len(secret) >= 43
    assert (link["name"], link["status"], link["what"]) == ("Telephone", ["watching"], ["episodes"])
    assert (await person.http.get(LINKS)).json()["items"] == [link]
    assert (await person.http.get(f"{LINKS}/{link['id']}")).json() == link
    row = await connection.fetchrow("SELECT * FROM calendar_links")
    assert row is not None
    assert secret not in str(dict(row))


async def test_link_that_was_taken_back_and_any_other_are_not_there(
    client: httpx.AsyncClient, accounts: Accounts, person: Person
) -> None:
    link, other = await linked(person), await accounts.person()
    problem(await other.http.delete(f"{LINKS}/{link['id']}"), 404, "calendar_link_not_found")
    assert (await client.get(link["url"])).status_code == 200
    assert (await person.http.delete(f"{LINKS}/{link['id']}")).status_code == 204
    problem(await person.http.delete(f"{LINKS}/{link['id']}"), 404, "calendar_link_not_found")

    bodies = []
    for url in (link["url"], link["url"].replace(".ics", "x.ics"), "/api/v1/calendar/x.ics?a=b"):
        told = problem(await client.get(url), 404, "calendar_not_found")
        bodies.append({name: value for name, value in told.items() if name not in ("instance", "request_id")})
    assert bodies[0] == bodies[1] == bodies[2]


async def test_links_of_an_account_are_counted_one_after_the_other(person: Person) -> None:
    for _ in range(18):
        await linked(person)

    answers = await asyncio.gather(*(person.http.post(LINKS, json={}) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert problem(refused, 409, "too_many_links")["limit"] == 20


async def test_disabled_account_shows_nothing(
    client: httpx.AsyncClient, person: Person, connection: asyncpg.Connection
) -> None:
    link = await linked(person)
    await connection.execute("UPDATE users SET is_active = false WHERE id = $1", person.id)

    problem(await client.get(link["url"]), 404, "calendar_not_found")


async def test_secret_is_in_no_log(
    client: httpx.AsyncClient, person: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    link = await linked(person)
    secret = link["url"].rpartition("/")[2].removesuffix(".ics")
    for url in (link["url"], link["url"].replace(".ics", ".ical"), f"{link['url']}?x=1"):
        await client.get(url)
    assert (await client.post(link["url"])).status_code == 405
    output = "".join(capfd.readouterr())
    assert "/api/v1/calendar" in output
    assert secret not in output


@pytest.mark.parametrize("terms", [{"status": []}, {"status": ["seen"]}, {"what": ["books"]}, {"name": ""}])
async def test_link_that_makes_no_sense_is_refused(person: Person, terms: dict[str, Any]) -> None:
    problem(await person.http.post(LINKS, json=terms), 422, "validation_failed")
