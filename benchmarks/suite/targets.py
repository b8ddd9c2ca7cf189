"""What is asked of the servers: requests of people who exist, with tokens as each server issues them."""

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import Any, Final
from uuid import UUID

import asyncpg
from jose import jwt

from benchmarks.suite.dataset import Size
from benchmarks.suite.load import Request
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.token_claims import AccessClaims
from watchkeeper.repositories.identity.adapters.token_jose_signature import JoseSignature
from watchkeeper.repositories.identity.adapters.token_jwt_adapter import JwtTokenCodec

_PEOPLE: Final = 1000
_TITLES: Final = 1000
_RATINGS: Final = 5000
_MAX_A_SECOND: Final = 4000
_COMMAND_SECONDS: Final = 120
_LIFETIME: Final = timedelta(hours=12)
_SCORES: Final = ("1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")
NO_SUCH_WORD: Final = "zzyzxquonk"
TWO_LETTERS: Final = "th"


@dataclass(frozen=True, slots=True)
class Person:
    """`number` is the one in the data; `token` is the service's, `drf_token` the Django service's."""

    number: int
    id: UUID
    token: str
    drf_token: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words to search for: one in many titles, one in about a thousandth of them."""

    common: str
    rare: str


@dataclass(frozen=True, slots=True)
class Targets:
    """Some people and titles at random, ratings of these people, and what they can add to their watchlists."""

    people: Sequence[Person]
    titles: Sequence[UUID]
    ratings: Sequence[tuple[Person, UUID]]
    additions: Iterator[tuple[Person, UUID]]
    lists_of: Mapping[UUID, UUID]
    words: Words

    def lists(self) -> list[Request]:
        return [Request("GET", "/api/v1/watchlist?limit=20", person.token) for person in self.people]

    def drf_lists(self) -> list[Request]:
        return [Request("GET", "/api/v1/watchlist", person.drf_token) for person in self.people]

    def title_reads(self) -> list[Request]:
        pairs = zip(cycle(self.people), self.titles, strict=False)
        return [Request("GET", f"/api/v1/titles/{title}", person.token) for person, title in pairs]

    def searches(self) -> list[Request]:
        path = f"/api/v1/titles?q={self.words.common}&limit=20"
        return [Request("GET", path, person.token) for person in self.people]

    def reads(self, path: str) -> list[Request]:
        """Return a read of each person."""
        return [Request("GET", f"/api/v1/{path}", person.token) for person in self.people]

    def item_reads(self) -> list[Request]:
        return [
            Request("GET", f"/api/v1/lists/{self.lists_of[person.id]}/items?limit=20", person.token)
            for person in self.people
        ]

    def next_additions(self, name: str, seconds: float) -> list[Request]:
        """Return what is new for one window: entries (`add`), plays (`log`) or items of lists (`put`), each once."""
        taken = islice(self.additions, max(100, round(_MAX_A_SECOND * seconds)))
        return [self._addition(name, person, title) for person, title in taken]

    def _addition(self, name: str, person: Person, title: UUID) -> Request:
        path, status = {
            "add": ("watchlist", ',"status":"planned"'),
            "log": ("plays", ""),
            "put": (f"lists/{self.lists_of[person.id]}/items", ""),
        }[name]
        return Request("POST", f"/api/v1/{path}", person.token, "", f'{{"title_id":"{title}"{status}}}', 201)

    def rescorings(self) -> list[Request]:
        return [
            Request("PUT", f"/api/v1/ratings/{rating}", person.token, body=f'{{"score":{_random_score()}}}')
            for person, rating in self.ratings
        ]


async def chosen_targets(connection: Any, size: Size, secret: str) -> Targets:  # noqa: ANN401 - asyncpg is not typed
    """Choose from the data, at random and the same at each call."""
    choice = random.Random(1)  # noqa: S311 - a choice that can be made again
    numbers = choice.sample(range(2, size.people + 1), min(_PEOPLE, size.people - 1))
    people = await _people(connection, numbers, secret)
    titles = choice.sample(range(1, size.titles + 1), min(_TITLES, size.titles))
    query = "SELECT bench.title_id(n) FROM unnest($1::bigint[]) AS n"
    title_ids = [row[0] for row in await connection.fetch(query, titles)]
    return Targets(
        people=people,
        titles=title_ids,
        ratings=await _ratings(connection, people),
        additions=await _additions(connection, people, size),
        lists_of=dict(await connection.fetch("SELECT user_id, id FROM lists")),
        words=await _words(connection, size.titles),
    )


async def _people(connection: Any, numbers: Sequence[int], secret: str) -> list[Person]:  # noqa: ANN401
    codec = JwtTokenCodec(
        signature=JoseSignature(secret=secret, previous_secret=None),
        secret=secret,
        issuer="watchkeeper",
        audience="watchkeeper-api",
    )
    rows = await connection.fetch(
        "SELECT n, bench.user_id(n) AS id, sessions.id AS session_id FROM unnest($1::bigint[]) AS n"
        " JOIN sessions ON sessions.user_id = bench.user_id(n)",
        numbers,
    )
    expires_at = datetime.now(UTC) + _LIFETIME
    return [
        Person(
            row["n"],
            row["id"],
            codec.sign_access(AccessClaims(row["id"], row["session_id"], Role.USER, expires_at)),
            _drf_token(row["id"], expires_at, secret),
        )
        for row in rows
    ]


def _drf_token(user_id: UUID, expires_at: datetime, secret: str) -> str:
    claims = {"token_type": "access", "exp": expires_at, "jti": uuid.uuid4().hex, "user_id": str(user_id)}
    return jwt.encode(claims, secret, algorithm="HS256")


async def _ratings(connection: Any, people: Sequence[Person]) -> list[tuple[Person, UUID]]:  # noqa: ANN401
    by_id = {person.id: person for person in people}
    rows = await connection.fetch(
        "SELECT user_id, id FROM ratings WHERE user_id = ANY($1::uuid[]) ORDER BY md5(id::text) LIMIT $2",
        list(by_id),
        _RATINGS,
    )
    return [(by_id[row["user_id"]], row["id"]) for row in rows]


async def _additions(
    connection: Any,  # noqa: ANN401
    people: Sequence[Person],
    size: Size,
) -> Iterator[tuple[Person, UUID]]:
    """Give titles that people don't have yet: those that would come next in the data."""
    each = min(size.titles - size.entries, 1 + 300_000 // len(people))
    rows = await connection.fetch(
        "SELECT n, bench.title_id(bench.title_of(n, k, $2::bigint)) AS title_id"
        " FROM unnest($1::bigint[]) AS n CROSS JOIN generate_series($3::bigint, $3 + $4::bigint - 1) AS k"
        " ORDER BY k, md5(n::text)",
        [person.number for person in people],
        size.titles,
        size.entries,
        each,
    )
    by_number = {person.number: person for person in people}
    return ((by_number[row["n"]], row["title_id"]) for row in rows)


async def _words(connection: Any, titles: int) -> Words:  # noqa: ANN401
    rows = await connection.fetch(
        "SELECT word, count(*) AS number FROM titles, unnest(search_words) AS word WHERE word ~ '^[a-z]{3,}'"
        " GROUP BY word ORDER BY number DESC, word"
    )
    requested = max(1, titles // 1000)
    return Words(rows[0]["word"], min(rows, key=lambda row: abs(row["number"] - requested))["word"])


def _random_score() -> str:
    return random.choice(_SCORES)  # noqa: S311 - which score is no secret


Supply = Callable[[], Sequence[Request]]
"""Gives the requests of the next window."""


async def with_connection(dsn: str, work: Any, *arguments: object) -> Any:  # noqa: ANN401 - what `work` returns
    """Do some work with a connection that plans as the service's do."""
    connection = await asyncpg.connect(
        dsn, server_settings={"jit": "off", "timezone": "UTC"}, command_timeout=_COMMAND_SECONDS
    )
    try:
        return await work(connection, *arguments)
    finally:
        await connection.close()
