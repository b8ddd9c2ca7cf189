"""Imports and their records in PostgreSQL: what is stored is read again, and one process at a time works on it."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.accounts import Person
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.foundation.observability.prometheus_metrics import PrometheusMetrics
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.errors.import_errors import ClaimLostError, ImportRunningError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedRating, ImportedReview
from watchkeeper.models.types.imports.import_record import FieldWarning, ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import ImportState, RowDecision, RowResult
from watchkeeper.models.types.imports.import_work import NamedRecord
from watchkeeper.models.types.imports.imports import RowCandidate, RowFilter, StoredRow
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.imports.adapters.import_decision_postgres_adapter import PostgresImportDecisionAdapter
from watchkeeper.repositories.imports.adapters.import_file_postgres_adapter import PostgresImportFileAdapter
from watchkeeper.repositories.imports.adapters.import_postgres_adapter import PostgresImportAdapter
from watchkeeper.repositories.imports.adapters.import_queue_postgres_adapter import PostgresImportQueue
from watchkeeper.repositories.imports.adapters.import_row_postgres_adapter import PostgresImportRowAdapter
from watchkeeper.repositories.imports.import_decision_repository import WorkDecision
from watchkeeper.repositories.imports.import_queue import CLAIM

_RECORD = ImportRecord(
    member="diary.csv",
    row=3,
    kind=RecordKind.PLAY,
    title="Heat",
    year=1995,
    media_type=MediaType.MOVIE,
    external_ids={"imdb": "tt0113277"},
    status=WatchStatus.COMPLETED,
    plays=(
        ImportedPlay(when=When.parse("2024-02-29"), times=2, is_event=True, once_within=timedelta(minutes=1)),
        ImportedPlay(when=When.parse("2024-03-01T20:15:00+02:00"), season=0, number=1),
    ),
    rating=ImportedRating(value="4.5", scale="5", rated=When.parse("2024")),
    review=ImportedReview(text="Good."),
    tags=("night",),
    warnings=(FieldWarning("tags", "too_long"),),
)


@pytest.fixture
def database(container: Container) -> Database:
    database: Database = container.database()
    return database


def queued(person: Person, state: ImportState = ImportState.QUEUED) -> ImportEntity:
    return ImportEntity(
        user_id=person.id,
        id=uuid7(),
        state=state.value,
        source="letterboxd",
        file_name="a.zip",
        file_size=5,
        sha256=b"a" * 32,
        options={"lists_as": "list"},
        done=0,
        counts={"rows": 1},
        undecided=0,
        members=[],
        warnings=[],
        written={},
        attempts=0,
        created_at=now(),
        updated_at=now(),
    )


async def added(database: Database, person: Person, state: ImportState = ImportState.PREVIEW) -> ImportEntity:
    """Store an import, by default one in which the background of the service takes no part."""
    entity = queued(person, state)
    await PostgresImportAdapter(database).add(entity)
    return entity


def stored(place: int, **members: object) -> StoredRow:
    return StoredRow(
        **{"id": uuid7(), "place": place, "number": place, "work_key": b"k", "record": _RECORD}  # type: ignore[arg-type]
        | {"result": RowResult.READY, "warnings": _RECORD.warnings}
        | members,
    )


async def test_record_is_read_as_it_was_stored(database: Database, person: Person) -> None:
    entity = await added(database, person)
    rows = PostgresImportRowAdapter(database)
    candidate = RowCandidate(uuid4(), "Heat", 1995, "movie")
    changed = {"result": RowResult.AMBIGUOUS, "candidates": (candidate,), "decision": RowDecision.SKIP}
    first, second = stored(1), stored(2, number=None)
    await rows.add_many(person.id, entity.id, [first, second])
    name = NamedRecord(1, _RECORD.title, _RECORD.year, MediaType.MOVIE, _RECORD.external_ids)
    assert await rows.find_names(person.id, entity.id, 0, 10) == [name, replace(name, place=2)]
    assert await rows.find_names(person.id, entity.id, 1, 10) == [replace(name, place=2)]
    assert await rows.find_works(person.id, entity.id, [b"k"]) == [first, second]
    decided = stored(1, id=first.id, reason="name", effect=("play",), title_id=candidate.title_id, **changed)
    await rows.save_many(person.id, [decided])
    assert await rows.require(person.id, entity.id, first.id) == decided
    assert await rows.count(person.id, entity.id) == {"ambiguous": 1}


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        (RowFilter(), [1, 2, 3]),
        (RowFilter(results=(RowResult.READY, RowResult.INVALID)), [1, 2]),
        (RowFilter(decided=True), [3]),
        (RowFilter(decided=False, member="diary.csv"), [1, 2]),
        (RowFilter(member="other.csv"), []),
    ],
)
async def test_rows_are_found_by_result_member_and_decision(
    database: Database, person: Person, filters: RowFilter, places: list[int]
) -> None:
    entity = await added(database, person)
    rows = PostgresImportRowAdapter(database)
    skipped = {"result": RowResult.AMBIGUOUS, "decision": RowDecision.SKIP}
    sent = [stored(1), stored(2, result=RowResult.INVALID), stored(3, **skipped), stored(4, number=None)]
    await rows.add_many(person.id, entity.id, sent)
    page = await rows.search(person.id, entity.id, filters, PageRequest(10, None, True))
    assert ([row.place for row in page.items], page.total) == (places, len(places))


async def test_file_is_read_as_it_was_stored(database: Database, person: Person, tmp_path: Path) -> None:
    entity = await added(database, person)
    files = PostgresImportFileAdapter(database)
    content = b"\0\1" * (3 << 19) + b"end"
    (tmp_path / "a").write_bytes(content)
    (tmp_path / "b").write_bytes(b"")
    await files.add(person.id, entity.id, 0, "a.csv", tmp_path / "a")
    await files.add(person.id, entity.id, 1, "b.csv", tmp_path / "b")
    copied = io.BytesIO()
    await files.copy(person.id, entity.id, 0, copied)
    assert (copied.getvalue(), await files.names(person.id, entity.id)) == (content, ["a.csv", "b.csv"])


async def test_decision_is_remembered_until_another_or_none(database: Database, person: Person) -> None:
    decisions = PostgresImportDecisionAdapter(database)
    await decisions.remember(person.id, {b"a": WorkDecision(RowDecision.SKIP), b"b": WorkDecision(RowDecision.SKIP)})
    await decisions.remember(person.id, {b"a": WorkDecision(RowDecision.CANDIDATE, person.id)})
    await decisions.forget(person.id, [b"b"])
    assert await decisions.find(person.id, [b"a", b"b"]) == {b"a": WorkDecision(RowDecision.CANDIDATE, person.id)}


async def test_one_process_works_on_an_import_until_its_claim_is_over(database: Database, person: Person) -> None:
    entity = await added(database, person, ImportState.QUEUED)
    metrics = PrometheusMetrics(version="1")
    queue = PostgresImportQueue(database, metrics)
    claimed_at = now()
    first = await queue.claim(claimed_at)
    assert first is not None
    assert (first.id, first.attempts, first.options) == (entity.id, 1, {"lists_as": "list"})
    assert await queue.claim(claimed_at + CLAIM) is None
    second = await queue.claim(claimed_at + CLAIM + timedelta(seconds=1))
    assert second is not None
    with pytest.raises(ClaimLostError):
        await queue.renew(first, 1, 2)
    await queue.renew(second, 1, 2)
    shown = await PostgresImportAdapter(database).get(person.id, entity.id)
    assert (shown.progress.done, shown.progress.total) == (1, 2)
    await queue.move(second, ImportState.PREVIEW, undecided=3)
    shown = await PostgresImportAdapter(database).get(person.id, entity.id)
    assert (shown.state, shown.undecided, shown.sha256) == ("preview", 3, "61" * 32)
    series = metrics.registry.get_sample_value
    assert series("watchkeeper_import_wait_seconds_count") == 2
    assert series("watchkeeper_imports_total", {"source": first.source, "outcome": "preview"}) == 1
    assert await queue.claim(claimed_at + timedelta(days=1)) is None


async def test_of_each_account_one_import_runs(database: Database, person: Person) -> None:
    imports = PostgresImportAdapter(database)
    first = await added(database, person, ImportState.QUEUED)
    with pytest.raises(ImportRunningError):
        await imports.add(queued(person))
    await imports.add(queued(person, ImportState.PREVIEW))
    await imports.delete(person.id, first.id)
    await imports.add(queued(person))


async def test_oldest_previews_expire_and_lose_their_rows(database: Database, person: Person) -> None:
    imports, rows = PostgresImportAdapter(database), PostgresImportRowAdapter(database)
    previews = [queued(person, ImportState.PREVIEW) for _ in range(3)]
    for place, entity in enumerate(previews):
        entity.created_at = now() + timedelta(seconds=place)
        await imports.add(entity)
        await rows.add_many(person.id, entity.id, [stored(1)])
    await imports.expire_previews(person.id, now(), 2)
    async with database.transaction():
        assert await imports.remove_old(now()) == 1
        assert await imports.remove_old(now()) == 0
    states = [(await imports.get(person.id, one.id)).state for one in previews]
    assert states == ["expired", "preview", "preview"]
    assert [await rows.count(person.id, one.id) for one in previews] == [{}, {"ready": 1}, {"ready": 1}]
