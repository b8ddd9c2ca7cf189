"""A title that was read is written as its output model writes it, which the OpenAPI document shows."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from asyncpg.pgproto import pgproto

from watchkeeper.foundation.http.responses import json_response
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.logics.operations.auditing import members_of
from watchkeeper.models.dtos.catalogue.title_dtos import TitleOutput
from watchkeeper.models.types.catalogue.title import Title, ViewedTitle, ViewedWholeTitle
from watchkeeper.repositories.catalogue.adapters.title_mapper import (
    CONVERTERS,
    WHOLE_CONVERTERS,
    finished_titles,
    whole_titles,
)

GENRES = f'[{{"id":"{uuid4()}","name":"Comédie"}},{{"id":"{uuid4()}","name":"Drama"}}]'
"""As the triggers write them, which is passed on."""

TITLES = row_reader(Title, Statement(finished_titles()), converters=CONVERTERS)
VIEWED_TITLES = row_reader(ViewedTitle, Statement(finished_titles(for_viewer=True)), converters=CONVERTERS)
WHOLE_TITLES = row_reader(ViewedWholeTitle, Statement(whole_titles(for_viewer=True)), converters=WHOLE_CONVERTERS)
EPISODE = f'{{"id":"{uuid4()}","season":2,"number":1,"title":"“A”","air_date":null,"airs_at":"2026-01-31T20:15:00Z"}}'


def row(**changes: Any) -> Any:
    """Return a row of `finished_titles` for a viewer, as the driver gives it."""
    columns = {
        "id": pgproto.UUID(uuid4().hex),
        "created_at": datetime(2026, 1, 31, 12, 34, 56, 789012, UTC),
        "updated_at": datetime(2026, 1, 31, 12, 34, 56, tzinfo=UTC),
        "media_type": "movie",
        "title": "Amélie \N{EM DASH} “quoted” \\ \u2028",
        "original_title": None,
        "alternative_titles": "",
        "overview": "Two\nlines",
        "release_date": date(2001, 4, 25),
        "release_date_precision": "day",
        "runtime_minutes": 122,
        "is_active": True,
        "metadata_pending": False,
        "metadata_vanished": False,
        "visibility": "public",
        "poster_url": "https://images.example.com/a.jpg",
        "genres": GENRES,
        "platforms": None,
        "external_ids": '{"imdb":"tt0211915","tmdb":"194"}',
        "external_id_aliases": None,
        "rating__average": 3.0,
        "rating__weighted": 2.97,
        "rating__count": 3,
        "rating__distribution": "0,0,1,0,0,0,2,0,0",
        "reviews_count": 1,
        "viewer__watch_entry_id": pgproto.UUID(uuid4().hex),
        "viewer__status": "completed",
        "viewer__rating": 4.5,
        "viewer__review_id": None,
    }
    return tuple((columns | changes).values())


def told_by(*told: Any, **changes: Any) -> Any:
    """Return a row of `whole_titles`, which has what is told of episodes last."""
    return (*row(**changes), *told)


ROWS = [
    row(),
    row(metadata_pending=True, release_date=None, release_date_precision="year", external_ids=None),
    row(metadata_vanished=True, rating__average=None, rating__weighted=None, runtime_minutes=None, genres=None),
    row(alternative_titles="Die fabelhafte Welt der Amélie\x1fAmelie"),
    row(viewer__watch_entry_id=None, viewer__status=None, viewer__rating=None),
    row(id=uuid4()),
]


def output_of(read: Title) -> bytes:
    """Return what the output writes: a list leaves out what was not read."""
    return (
        TitleOutput.model_validate(msgspec.json.decode(msgspec.json.encode(read)))
        .model_dump_json(exclude_unset=True)
        .encode()
    )


@pytest.mark.parametrize("given", ROWS)
def test_title_is_written_as_its_output_is(given: Any) -> None:
    read = TITLES.read(given)
    assert json_response(read, {}).body == output_of(read)


@pytest.mark.parametrize("given", ROWS)
def test_title_that_somebody_sees_is_written_as_its_output_is(given: Any) -> None:
    read = VIEWED_TITLES.read(given)
    written = json_response(read, {}).body
    assert written == output_of(read)
    assert b'"viewer":{' in written


@pytest.mark.parametrize(
    "told",
    [
        ("airing", 2, 16, 9, EPISODE, EPISODE, "current", "tmdb"),
        (None, None, None, None, None, None, "none", None),
    ],
)
def test_title_with_what_it_tells_of_its_episodes_is_written_as_its_output_is(told: tuple[Any, ...]) -> None:
    read = WHOLE_TITLES.read(told_by(*told))
    assert json_response(read, {}).body == output_of(read)


def test_audit_trail_keeps_of_a_title_what_admins_set_as_plain_values() -> None:
    read = WHOLE_TITLES.read(told_by(None, None, None, None, None, None, "none", None, platforms=GENRES))
    assert members_of(read) == members_of(TitleOutput.model_validate_json(msgspec.json.encode(read)))
