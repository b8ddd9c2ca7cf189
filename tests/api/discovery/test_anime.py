"""Anime, from AniList or, where one is set up, from a Consumet."""

import re

import pytest

from tests.support.accounts import Person
from tests.support.discovery import ANIME, API, FRIEREN, looked_at, settings_towards
from tests.support.standin import Standin
from watchkeeper.configs.settings import Settings


class TestAniList:
    async def test_anime_found_by_any_of_its_titles(self, person: Person) -> None:
        page = await looked_at(person, f"{API}/anime/search", query="spirited")

        (result,) = page["results"]
        assert (page["page"], page["total_pages"], page["total_results"]) == (1, 1, 1)
        assert (result["id"], result["original_title"]) == (199, "千と千尋の神隠し")
        assert result["title"] in ("Spirited Away", "Sen to Chihiro no Kamikakushi")
        assert (result["release_date"], result["format"], result["episodes"]) == ("2001-07-20", "MOVIE", 1)
        assert result["genres"] == ["Adventure", "Drama", "Fantasy", "Supernatural"]
        assert result["vote_average"] == 8.6
        assert (result["title_id"], result["watch_status"]) == (None, None)
        assert "favorite" not in result

    async def test_pictures_are_whole_addresses(self, person: Person) -> None:
        (result,) = (await looked_at(person, f"{API}/anime/search", query="frieren"))["results"]

        assert result["poster_path"] is None
        assert result["poster_url"].startswith("https://s4.anilist.co/file/anilistcdn/media/anime/cover/")
        assert (
            result["backdrop_url"] == f"https://s4.anilist.co/file/anilistcdn/media/anime/banner/{FRIEREN}-standin.jpg"
        )

    async def test_discovery_begins_with_the_best_known(self, person: Person) -> None:
        page = await looked_at(person, f"{API}/anime/discover")

        assert page["results"][0]["title"] == "ONE PIECE"
        popularities = [result["popularity"] for result in page["results"]]
        assert popularities == sorted(popularities, reverse=True)

    async def test_date_that_is_not_wholly_known_is_null(self, person: Person) -> None:
        (result,) = (await looked_at(person, f"{API}/anime/search", query="まだ見ぬ町"))["results"]

        assert (result["release_date"], result["episodes"], result["genres"]) == (None, None, [])
        assert (result["overview"], result["vote_average"], result["backdrop_url"]) == (None, None, None)

    async def test_overview_is_plain_text(self, person: Person) -> None:
        anime = await looked_at(person, f"{API}/anime/1")

        assert re.search(r"<[a-z/]", anime["overview"]) is None
        assert "Told in sessions, with a great deal of jazz & blues." in anime["overview"]

    async def test_details(self, person: Person) -> None:
        anime = await looked_at(person, ANIME)

        assert (anime["id"], anime["episodes"], anime["release_date"]) == (FRIEREN, 28, "2023-09-29")
        assert "anilist" in str(anime["attribution"]).lower()

    async def test_anilist_is_told_no_token(self, person: Person, standin: Standin) -> None:
        await looked_at(person, ANIME)

        (call,) = standin.calls()
        assert (call["method"], call["path"].rstrip("/"), call["token_digest"]) == ("POST", "/anilist", None)


class TestConsumet:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, consumet=standin.consumet)

    async def test_search_goes_to_consumet_alone(self, person: Person, standin: Standin) -> None:
        page = await looked_at(person, f"{API}/anime/search", query="spirited")

        (result,) = page["results"]
        assert (page["page"], result["id"], result["original_title"]) == (1, 199, "千と千尋の神隠し")
        assert result["genres"] == ["Adventure", "Drama", "Fantasy", "Supernatural"]
        assert [call["path"] for call in standin.calls()] == ["/consumet/meta/anilist/spirited"]

    async def test_title_may_be_plain_text(self, person: Person) -> None:
        (result,) = (await looked_at(person, f"{API}/anime/search", query="accel"))["results"]

        assert result["title"] == "Accel World"

    async def test_search_for_what_looks_like_another_route_stays_a_search(
        self, person: Person, standin: Standin
    ) -> None:
        await looked_at(person, f"{API}/anime/search", query="info/1?x=../popular#")

        (call,) = standin.calls()
        assert call["path"] == "/consumet/meta/anilist/info/1?x=../popular#"

    async def test_discovery_begins_with_the_best_known(self, person: Person) -> None:
        page = await looked_at(person, f"{API}/anime/discover")

        assert page["results"][0]["title"] == "ONE PIECE"

    async def test_details(self, person: Person) -> None:
        anime = await looked_at(person, f"{API}/anime/1")

        assert (anime["title"], anime["release_date"], anime["episodes"]) == ("Cowboy Bebop", "1998-04-03", 26)
        assert re.search(r"<[a-z/]", anime["overview"]) is None

    async def test_unknown_is_not_found(self, person: Person) -> None:
        answer = await person.http.get(f"{API}/anime/7")

        assert (answer.status_code, answer.json()["code"]) == (404, "provider_title_not_found")

    @pytest.mark.parametrize("words", ["popular", "INFO", "..", ".", "genre"])
    async def test_words_that_name_a_route_are_searched_for(self, person: Person, standin: Standin, words: str) -> None:
        await looked_at(person, f"{API}/anime/search", query=words)

        (call,) = standin.calls()
        assert call["path"] == f"/consumet/meta/anilist/{words} "
