"""What the contract says of the search, sentence by sentence, over HTTP and one catalogue."""

from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.catalogue import created_title, rate, walked

TITLES: list[tuple[str, dict[str, Any]]] = [
    *((name, {}) for name in ("Spider-Man", "Spider-Man 2", "Spider-Woman", "X-Men", "Face/Off", "9-1-1", "Star Wars")),
    *((name, {}) for name in ("L'aile ou la cuisse", "L’Oiseau rare", "Ocean`s Eleven", "Don't Look Now", "WALL·E")),
    *((name, {}) for name in ("Fast & Furious", "Romeo + Juliet", "Pride and Prejudice", "M*A*S*H", "B*A*P*S", "Babe")),
    *((name, {}) for name in ("Rocky II", "Rocky III", "Apollo 13", "Part Four", "Star Trek II: The Wrath of Khan")),
    *((name, {}) for name in ("Guardians of the Galaxy Vol. 2", "Dr. Strangelove", "St. Elmo's Fire", "Mr. Bean")),
    *((name, {}) for name in ("21 Jump Street", "One Hundred and One Dalmatians", "Twenty-Four Eyes", "Summer of '42")),
    *(
        (name, {})
        for name in (
            "The Lord of the Rings: The Two Towers",
            "Love on the Run",
            "How I Met Your Mother",
            "重慶森林",
            "花样年华",
        )
    ),
    *((name, {}) for name in ("The Jungle Book", "Jaws", "Das weiße Rößl", "Mädchen in Uniform", "Spaceballs")),
    ("The Dark Knight", {"release_date": "2008-07-18"}),
    ("Dark Knight", {"release_date": "1990-01-01"}),
    ("2001: A Space Odyssey", {"release_date": "1968-04-02"}),
    ("Blade Runner", {"release_date": "1982-06-25"}),
    ("Blade Runner 2049", {"release_date": "2017-10-06"}),
    *(
        (name, {})
        for name in (
            "千と千尋の神隠し",
            "ハリー・ポッターと賢者の石",
            "기생충",
            "ทะเลรสมุทร",
            "الرسالة",
            "רסאלה",
            "הקרב האחרון",
        )
    ),
    ("Spirited Away", {"original_title": "Sen to Chihiro", "alternative_titles": ["Chihiros Reise ins Zauberland"]}),
]

FOUND = [
    # Joined or apart.
    *((query, "Spider-Man") for query in ("spiderman", "spider man", "spider-man", "SPIDER–MAN", "spiderm")),
    *((query, "X-Men") for query in ("xmen", "x men", "x-men")),
    *((query, "Face/Off") for query in ("faceoff", "face/off", "face off")),
    *((query, "9-1-1") for query in ("911", "9-1-1", "9 1 1")),
    *((query, "Star Wars") for query in ("starwars", "star wars", "star-wars")),
    *((query, "Blade Runner") for query in ("bladerunner", "blade runner", "bladerun")),
    ("startrek 2", "Star Trek II: The Wrath of Khan"),
    ("khan startrek", "Star Trek II: The Wrath of Khan"),
    ("mash", "M*A*S*H"),
    # The word behind an apostrophe, whatever sign.
    *((query, "L'aile ou la cuisse") for query in ("aile", "l'aile", "l’aile", "laile", "aile cuisse")),
    *((query, "L’Oiseau rare") for query in ("oiseau", "l'oiseau", "l´oiseau", "l`oiseau", "oiseau rare")),
    *((query, "Ocean`s Eleven") for query in ("ocean's eleven", "oceans eleven", "ocean’s 11", "oceans xi")),
    *((query, "Don't Look Now") for query in ("dont look", "don‘t look now", "don't")),
    # And and its signs.
    *((query, "Fast & Furious") for query in ("fast and furious", "fast & furious", "fast + furious", "fast furious")),
    ("romeo & juliet", "Romeo + Juliet"),
    ("pride & prejudice", "Pride and Prejudice"),
    # Numerals, and short forms.
    *((query, "Rocky II") for query in ("rocky 2", "rocky two", "rocky ii", "rocky Ⅱ")),
    *((query, "Apollo 13") for query in ("apollo thirteen", "apollo xiii")),
    *((query, "Part Four") for query in ("part 4", "part iv")),
    *((query, "Guardians of the Galaxy Vol. 2") for query in ("galaxy vol 2", "galaxy volume 2", "galaxy volume two")),
    *((query, "Dr. Strangelove") for query in ("dr strangelove", "doctor strangelove", "dr. strangelove")),
    *((query, "St. Elmo's Fire") for query in ("st elmos fire", "saint elmo's fire")),
    ("mister bean", "Mr. Bean"),
    # Only when nothing is found: any number, also of several words, and initials.
    *((query, "21 Jump Street") for query in ("twenty one jump street", "twenty-one jump", "jump street 21")),
    *((query, "One Hundred and One Dalmatians") for query in ("101 dalmatians", "hundred one dalmatians")),
    *((query, "Twenty-Four Eyes") for query in ("24 eyes", "xxiv eyes", "twenty four eyes")),
    ("summer of forty two", "Summer of '42"),
    *((query, "The Lord of the Rings: The Two Towers") for query in ("lotr", "LOTR", "ttt", "lotr full movie")),
    *((query, "How I Met Your Mother") for query in ("himym", "HIMYM S01E02", "himym s3", "himym 3x05")),
    # Articles.
    *((query, "The Jungle Book") for query in ("jungle book", "a jungle book", "jungle book, the", "the jungle book")),
    *((query, "Jaws") for query in ("the jaws", "a jaws", "jaws")),
    # Marks of a release.
    *(
        (query, "Jaws")
        for query in ("jaws 1080p", "Jaws.2160p.WEB-DL.x265", "jaws.mkv", "jaws [720p] bluray", "jaws S01E02")
    ),
    # Years.
    *((query, "The Dark Knight") for query in ("the dark knight 2008", "dark knight (2008)", "dark knight [2007]")),
    ("dark knight 1990", "Dark Knight"),
    *(
        (query, "2001: A Space Odyssey")
        for query in ("2001 a space odyssey", "space odyssey 1968", "2001 odyssey (1968)")
    ),
    *((query, "Blade Runner") for query in ("blade runner 82", "blade runner '82", "blade runner1982")),
    *((query, "Blade Runner 2049") for query in ("blade runner 2049", "bladerunner 2049", "blade runner 2017")),
    # Scripts without spaces, articles that are written together, letters that keyboards lack.
    *((query, "千と千尋の神隠し") for query in ("千尋", "神隠し", "と千", "千")),
    *((query, "ハリー・ポッターと賢者の石") for query in ("ポッター", "はりー", "ハリーポッター", "賢者の石")),
    *((query, "重慶森林") for query in ("重庆森林", "重慶", "庆森")),
    *((query, "花样年华") for query in ("花樣年華", "花样", "樣年")),
    *((query, "기생충") for query in ("생충", "기생")),
    *((query, "ทะเลรสมุทร") for query in ("รสมุ", "เลรส")),
    *((query, "الرسالة") for query in ("رسالة", "الرسالة")),
    ("קרב", "הקרב האחרון"),
    ("קרב אחרון", "הקרב האחרון"),
    *((query, "Mädchen in Uniform") for query in ("maedchen", "madchen", "mädchen")),
    *((query, "Das weiße Rößl") for query in ("roessl", "weisse rossl", "weiße rößl")),
    # One typing error in a word of five or more letters.
    *((query, "Blade Runner") for query in ("blad runer", "balde runner", "blade runnner", "blade runber")),
    *((query, "Spaceballs") for query in ("spacebals", "spaceblals", "spaceballls", "spaceballz")),
    ("spidreman", "Spider-Man"),
    # Beside it another word may be unfinished.
    ("jung boko", "The Jungle Book"),
    ("blad rnner 20", "Blade Runner 2049"),
    # Only when nothing is found: a short word beside others, two errors, another year, a word too many.
    *((query, "Star Wars") for query in ("star wras", "star was", "satr wars movie", "star wars season 2")),
    *((query, "Apollo 13") for query in ("apolo 13 1980", "appolo xiii")),
    *((query, "Rocky II") for query in ("rokcy 2", "rocky2")),
    *((query, "Mädchen in Uniform") for query in ("madchen unifrom", "medchan in uniform", "three madchen in uniform")),
    *((query, "Star Trek II: The Wrath of Khan") for query in ("wrath of genghis khan", "trek the wraith of kahn")),
    # Any name.
    *(
        (query, "Spirited Away")
        for query in ("chihiro", "sen to chihiro", "zauberland", "chihiros reise", "zauberlnad")
    ),
]

NOTHING = [
    "ider",
    "pacebal",
    "jaws heat",
    "blade walker",
    "zzqx star wars zzqy",
    "blorptang",
    "zzqx",
    "dark blorptang",
    "asdfghjkl",
    *("%", "*", "=", "#", "@", "~", "= #"),
    "千龘",
]


@pytest.fixture
async def catalogue(admin: Person, connection: asyncpg.Connection) -> None:
    for name, members in TITLES:
        await created_title(admin, name, **members)


@pytest.mark.usefixtures("catalogue")
async def test_title_comes_first_however_people_type_it(client: httpx.AsyncClient) -> None:
    first = {query: (await walked(client, q=query))[:1] for query, _ in FOUND}

    assert {query: title for query, title in first.items() if title != [dict(FOUND)[query]]} == {}


@pytest.mark.usefixtures("catalogue")
async def test_parts_inside_words_and_nonsense_find_nothing(client: httpx.AsyncClient) -> None:
    assert {query: found for query in NOTHING if (found := await walked(client, q=query))} == {}


@pytest.mark.usefixtures("catalogue")
async def test_short_beginning_lists_short_titles_that_begin_so(client: httpx.AsyncClient) -> None:
    assert (await walked(client, q="b"))[:2] == ["Babe", "B*A*P*S"]


async def test_order_is_very_title_known_beginnings_whole_words_begun_words(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    names = (
        "My Heaters",
        "Some Body Heat",
        "Body Heat",
        "Heaters",
        "Heat Wave",
        "White Heat",
        "Red Heat",
        "Blaze",
        "The Heat",
    )
    made = {name: await created_title(admin, name) for name in names}
    await admin.http.patch(f"/api/v1/titles/{made['Blaze']['id']}", json={"alternative_titles": ["Heat"]})
    for name, ratings in (("White Heat", 2), ("Red Heat", 3)):
        await rate(connection, made[name], *[8] * ratings)
        await connection.execute("UPDATE titles SET is_known = true WHERE title = $1", name)

    assert await walked(client, q="heat", limit=2) == [
        *("Blaze", "The Heat"),
        *("Red Heat", "White Heat"),
        *("Heaters", "Heat Wave"),
        *("Body Heat", "Some Body Heat"),
        "My Heaters",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("boot", ["Das Boot", "Boot Camp Days", "My Boot"]),
        ("the boot", ["Das Boot", "Boot Camp Days", "My Boot"]),
        ("boot 1981", ["Das Boot"]),
        ("dolce v", ["La Dolce Vita", "O! Dolce Vita"]),
        ("avventura", ["L'Avventura", "Un'avventura"]),
        ("das boot", ["Das Boot"]),
    ],
)
async def test_name_begins_behind_an_article_of_another_language(
    client: httpx.AsyncClient, admin: Person, query: str, found: list[str]
) -> None:
    await created_title(admin, "Das Boot", release_date="1981-09-17")
    for name in ("My Boot", "Boot Camp Days", "La Dolce Vita", "O! Dolce Vita", "Un'avventura", "L'Avventura", "Heat"):
        await created_title(admin, name)

    assert await walked(client, q=query) == found


async def test_very_title_comes_first_for_a_word_with_an_error_too(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    await created_title(admin, "Seven")
    await rate(connection, await created_title(admin, "Seven Up"), 8)
    await connection.execute("UPDATE titles SET is_known = true WHERE title = 'Seven Up'")

    assert await walked(client, q="sevven") == ["Seven", "Seven Up"]
