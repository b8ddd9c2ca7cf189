"""What the catalogue may be narrowed to, and titles like another one."""

import httpx

from tests.support.accounts import Accounts, Person

TITLES = "/api/v1/titles"


async def made(admin: Person, name: str, **facts: object) -> str:
    answer = await admin.http.post(TITLES, json={"title": name, "media_type": "movie"} | facts)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def genre(admin: Person, name: str) -> str:
    return str((await admin.http.post("/api/v1/genres", json={"name": name})).json()["id"])


async def test_facets_count_what_the_list_shows(accounts: Accounts, client: httpx.AsyncClient) -> None:
    admin = await accounts.admin()
    noir, drama = await genre(admin, "Noir"), await genre(admin, "Drama")
    platform = (await admin.http.post("/api/v1/platforms", json={"name": "Arte"})).json()["id"]
    await made(admin, "Heat", genre_ids=[noir, drama], release_date="1995-12-15", platform_ids=[platform])
    await made(admin, "Ran", genre_ids=[drama], release_date="1985-06-01")
    await made(admin, "Heat Show", media_type="show")
    await made(admin, "Gone", is_active=False, genre_ids=[noir])
    found = (await client.get(f"{TITLES}/facets")).json()
    assert found == {
        "by_genre": [{"id": drama, "name": "Drama", "count": 2}, {"id": noir, "name": "Noir", "count": 1}],
        "by_platform": [{"id": platform, "name": "Arte", "count": 1}],
        "by_media_type": {"movie": 2, "show": 1, "anime": 0},
        "years": [{"year": 1985, "count": 1}, {"year": 1995, "count": 1}],
    }
    for parameters, movies in (({"q": "heat"}, 1), ({"year_to": 1990}, 1), ({"genre_id": noir}, 1), ({"q": "haet"}, 0)):
        narrowed = (await client.get(f"{TITLES}/facets", params=parameters)).json()
        assert narrowed["by_media_type"]["movie"] == movies
    refused = await client.get(f"{TITLES}/facets", params={"year_from": 2000, "year_to": 1990})
    assert refused.status_code == 422


async def test_facets_change_with_the_catalogue(accounts: Accounts, client: httpx.AsyncClient) -> None:
    admin = await accounts.admin()
    assert (await client.get(f"{TITLES}/facets")).json()["by_media_type"]["movie"] == 0
    await made(admin, "Heat")
    assert (await client.get(f"{TITLES}/facets")).json()["by_media_type"]["movie"] == 1


async def test_related_titles_share_genres_and_are_near_in_time(accounts: Accounts, client: httpx.AsyncClient) -> None:
    admin = await accounts.admin()
    noir, drama = await genre(admin, "Noir"), await genre(admin, "Drama")
    heat = await made(admin, "Heat", genre_ids=[noir, drama], release_date="1995-12-15")
    await made(admin, "Far", genre_ids=[noir], release_date="1955-01-01")
    await made(admin, "Near", genre_ids=[noir], release_date="1996-01-01")
    await made(admin, "Both", genre_ids=[noir, drama], release_date="1950-01-01")
    await made(admin, "Other", release_date="1995-12-15")
    await made(admin, "Show", genre_ids=[noir, drama], media_type="show", release_date="1995-12-15")
    await made(admin, "Gone", genre_ids=[noir], is_active=False)
    found = (await client.get(f"{TITLES}/{heat}/related")).json()
    assert [title["title"] for title in found["items"]] == ["Both", "Near", "Far", "Show"]
    assert found["next_cursor"] is None
    person = await accounts.person()
    first = (await person.http.get(f"{TITLES}/{heat}/related", params={"limit": 1})).json()["items"]
    assert [(title["title"], title["viewer"]["status"]) for title in first] == [("Both", None)]


async def test_title_that_is_not_there_has_no_related_ones(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{TITLES}/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b/related")
    assert answer.status_code == 404
