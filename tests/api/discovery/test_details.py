"""Movies and shows in full, with what hangs on them."""

import pytest

from tests.support.accounts import Person
from tests.support.discovery import API, DIE_HARD, IMAGES, MOVIE, SHOW, looked_at
from tests.support.problems import problem_of
from tests.support.standin import Standin


async def test_movie_is_told_in_full(person: Person) -> None:
    movie = await looked_at(person, MOVIE)

    assert (movie["id"], movie["title"], movie["runtime"]) == (DIE_HARD, "A Good Day to Die Hard", 98)
    assert [genre["name"] for genre in movie["genres"]] == ["Action", "Thriller"]
    assert (movie["imdb_id"], movie["belongs_to_collection"]["id"]) == ("tt1606378", 1570)
    assert movie["credits"]["cast"][0]["name"] == "Bruce Willis"
    assert movie["videos"]["results"][0]["site"] == "YouTube"
    assert movie["watch_providers"]["results"]["US"]["buy"][0]["provider_name"] == "Amazon Video"
    assert "watch/providers" not in movie
    assert movie["poster_url"] == f"{IMAGES}/w500{movie['poster_path']}"
    assert movie["backdrop_url"] == f"{IMAGES}/w1280{movie['backdrop_path']}"
    assert (movie["title_id"], movie["watch_status"]) == (None, None)
    assert "favorite" not in movie


async def test_show_is_told_in_full(person: Person) -> None:
    show = await looked_at(person, SHOW)

    assert (show["name"], show["number_of_seasons"], show["first_air_date"]) == ("Breaking Bad", 5, "2008-01-20")
    assert show["credits"]["cast"][0]["name"] == "Bryan Cranston"
    assert len(show["videos"]["results"]) == 1
    assert show["watch_providers"]["results"]["US"]["flatrate"][0]["provider_name"] == "Netflix"


@pytest.mark.parametrize("address", [MOVIE, SHOW])
async def test_whom_the_data_come_from_is_said(person: Person, address: str) -> None:
    attribution = (await looked_at(person, address))["attribution"]

    assert "TMDB" in attribution["text"].upper()
    assert attribution["url"].startswith("https://www.themoviedb.org")
    assert "JustWatch" in str(attribution)


@pytest.mark.parametrize(("address", "upstream"), [(MOVIE, "/3/movie/47964"), (SHOW, "/3/tv/1396")])
async def test_one_call_brings_everything(person: Person, standin: Standin, address: str, upstream: str) -> None:
    await looked_at(person, address, language="it")

    (call,) = standin.calls()
    assert call["path"] == upstream
    appended = {"videos", "credits", "watch/providers", "alternative_titles"}
    assert set(call["query"]["append_to_response"].split(",")) == appended
    assert call["query"]["language"] == "it"


async def test_details_come_in_the_language_that_is_asked_for(person: Person) -> None:
    assert (await looked_at(person, MOVIE, language="it"))["title"].startswith("Die Hard - Un buon giorno")


async def test_movie_without_videos_people_or_offers_has_them_empty(person: Person) -> None:
    movie = await looked_at(person, f"{API}/movies/969681")

    assert movie["videos"] == {"results": []}
    assert movie["credits"] == {"cast": [], "crew": []}
    assert movie["watch_providers"] == {"results": {}}


@pytest.mark.parametrize("address", [f"{API}/movies/999999999", f"{API}/shows/999999999", f"{API}/anime/999999"])
async def test_title_that_the_provider_does_not_know_is_not_found(person: Person, address: str) -> None:
    problem_of(await person.http.get(address), 404, "provider_title_not_found")


async def test_details_are_versioned_and_for_their_reader_alone(person: Person) -> None:
    answer = await person.http.get(MOVIE)
    again = await person.http.get(MOVIE, headers={"If-None-Match": answer.headers["ETag"]})

    assert "private" in answer.headers["Cache-Control"]
    assert "Authorization" in answer.headers["Vary"]
    assert (again.status_code, again.content) == (304, b"")
