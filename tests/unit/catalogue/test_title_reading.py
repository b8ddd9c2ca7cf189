"""A title of a page is written as the title by itself is."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg.pgproto import pgproto
from pydantic import TypeAdapter

from watchkeeper.models.dtos.listed_title_dtos import ListedTitle, ViewedTitle
from watchkeeper.repositories.catalogue.adapters.title_reading import (
    listed_title,
    title_output,
    viewed_title,
    viewed_title_output,
)

GENRES = f'[{{"id" : "{uuid4()}", "name" : "Comédie"}}, {{"id" : "{uuid4()}", "name" : "Drama"}}]'


def row(**changes: Any) -> Any:
    """Return a row of `finished_titles` for a viewer, as the driver gives it."""
    columns = {
        "id": pgproto.UUID(uuid4().hex),
        "media_type": "movie",
        "title": "Amélie \N{EM DASH} “quoted” \\ \u2028",
        "original_title": None,
        "overview": "Two\nlines",
        "release_date": date(2001, 4, 25),
        "release_date_precision": "day",
        "runtime_minutes": 122,
        "poster_url": "https://images.example.com/a.jpg",
        "is_active": True,
        "metadata_state": "own",
        "created_at": datetime(2026, 1, 31, 12, 34, 56, 789012, UTC),
        "updated_at": datetime(2026, 1, 31, 12, 34, 56, tzinfo=UTC),
        "ratings_count": 3,
        "reviews_count": 1,
        "distribution": [0, 0, 1, 0, 0, 0, 2, 0, 0],
        "average": 3.0,
        "weighted": 2.97,
        "genres": GENRES,
        "platforms": None,
        "external_ids": '{ "imdb" : "tt0211915", "tmdb" : "194" }',
        "entry_id": pgproto.UUID(uuid4().hex),
        "status": "completed",
        "score": 4.5,
        "review_id": None,
    }
    return tuple((columns | changes).values())


ROWS = [
    row(),
    row(metadata_state="pending", release_date=None, release_date_precision="year", external_ids=None),
    row(metadata_state="vanished", average=None, weighted=None, runtime_minutes=None, genres=None),
    row(entry_id=None, status=None, score=None),
    row(id=uuid4()),
]


@pytest.mark.parametrize("given", ROWS)
def test_listed_title_is_written_as_the_title_is(given: Any) -> None:
    assert TypeAdapter(ListedTitle).dump_json(listed_title(given)) == title_output(given).model_dump_json().encode()


@pytest.mark.parametrize("given", ROWS)
def test_title_that_somebody_sees_is_written_as_the_title_is(given: Any) -> None:
    written = TypeAdapter(ViewedTitle).dump_json(viewed_title(given))
    assert written == viewed_title_output(given).model_dump_json().encode()
    assert UUID(str(viewed_title(given).id)) == viewed_title_output(given).id
