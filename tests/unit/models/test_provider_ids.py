import pytest

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.provider_ids import CANONICAL_SOURCES, canonical_id

NUMBERED = sorted(CANONICAL_SOURCES - {"imdb"})
ARABIC, DEVANAGARI, FULLWIDTH = "\u0666\u0660\u0665", "\u096c\u0966\u096b", "\uff16\uff10\uff15"


@pytest.mark.parametrize("source", NUMBERED)
@pytest.mark.parametrize(
    "written", ["605", "0605", "000000000000605", " 605 ", ARABIC, DEVANAGARI, FULLWIDTH, "605\u200b", "\u200e605/"]
)
def test_each_way_to_write_a_number_is_the_same_id(source: str, written: str) -> None:
    assert canonical_id(source, written) == "605"


@pytest.mark.parametrize("source", NUMBERED)
@pytest.mark.parametrize(
    "written",
    [
        "0",
        "000",
        "-605",
        "+605",
        "605.0",
        "6e2",
        "6 05",
        "six",
        "",
        "12345678901",
        "\u00b2",
        "tt0605",
        "605,606",
        "5/6",
    ],
)
def test_what_is_no_positive_number_of_ten_digits_is_no_id(source: str, written: str) -> None:
    assert canonical_id(source, written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tt0242653", "tt0242653"),
        ("TT0242653", "tt0242653"),
        ("0242653", "tt0242653"),
        ("242653", "tt0242653"),
        ("tt000242653", "tt0242653"),
        ("tt10872600", "tt10872600"),
        ("\uff54\uff540242653", "tt0242653"),
        ("https://www.imdb.com/title/tt0242653/", "tt0242653"),
        ("https://m.imdb.com/title/tt0242653/reviews?ref_=tt_urv#top", "tt0242653"),
        ("http://imdb.com/de/title/tt0242653", "tt0242653"),
        ("www.imdb.com/title/tt0242653", "tt0242653"),
        ("/title/tt0242653/", "tt0242653"),
        ("nm0000206", None),
        ("https://www.imdb.com/name/nm0000206/", None),
        ("https://www.imdb.com/", None),
        ("https://imdb.com.example.org/title/tt0242653/", None),
        ("https://notimdb.com/title/tt0242653/", None),
        ("https://www.themoviedb.org/movie/605", None),
        ("tt", None),
        ("tt0000000", None),
        ("tttt0242653", None),
        ("tt0242653-the-matrix", None),
        ("tt12345678901", None),
    ],
)
def test_imdb_has_two_letters_and_seven_digits_or_more(written: str, expected: str | None) -> None:
    assert canonical_id("imdb", written) == expected


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("tmdb", "605-the-matrix-revolutions"),
        ("tmdb", "https://www.themoviedb.org/movie/605-the-matrix-revolutions"),
        ("tmdb", "https://www.themoviedb.org/movie/605-the-matrix-revolutions/cast?language=de-DE"),
        ("tmdb", "HTTPS://WWW.THEMOVIEDB.ORG/MOVIE/00605"),
        ("tmdb", "themoviedb.org/movie/605"),
        ("tmdb", "https://api.themoviedb.org/3/movie/605?api_key=x"),
        ("anilist", "https://anilist.co/anime/605/ONE-PIECE/"),
        ("mal", "https://myanimelist.net/anime/605/One_Piece"),
        ("tvdb", "https://thetvdb.com/dereferrer/series/605"),
        ("tvmaze", "https://www.tvmaze.com/shows/605/breaking-bad"),
        ("simkl", "https://simkl.com/movies/605/the-matrix"),
        ("trakt", "https://trakt.tv/movies/605"),
    ],
)
def test_the_address_of_a_page_names_the_id(source: str, written: str) -> None:
    assert canonical_id(source, written) == "605"


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("tmdb", "https://www.themoviedb.org/person/6384-keanu-reeves"),
        ("tmdb", "https://www.themoviedb.org/"),
        ("tmdb", "https://anilist.co/anime/605"),
        ("anilist", "https://anilist.co/manga/30013"),
        ("trakt", "https://trakt.tv/movies/12-angry-men-1957"),
        ("trakt", "12-angry-men-1957"),
        ("tvdb", "https://thetvdb.com/series/24-legacy"),
    ],
)
def test_an_address_of_something_else_is_no_id(source: str, written: str) -> None:
    assert canonical_id(source, written) is None


@pytest.mark.parametrize(("kind", "other"), [("movie", MediaType.SHOW), ("tv", MediaType.MOVIE)])
def test_a_page_about_another_medium_is_no_id(kind: str, other: MediaType) -> None:
    address = f"https://www.themoviedb.org/{kind}/605"
    assert canonical_id("tmdb", address, other) is None
    assert canonical_id("tmdb", address, MediaType.ANIME) == "605"


@pytest.mark.parametrize("written", ["The_Matrix", "Q83495", "007", "TT1"])
def test_an_id_of_another_source_stays_as_it_is(written: str) -> None:
    assert canonical_id("wikipedia", written) == written


@pytest.mark.parametrize("source", sorted(CANONICAL_SOURCES))
def test_a_canonical_id_stays_as_it_is(source: str) -> None:
    canonical = canonical_id(source, "4294967295")
    assert canonical is not None
    assert canonical_id(source, canonical) == canonical
