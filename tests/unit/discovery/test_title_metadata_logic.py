"""How titles of other services come into the catalogue, and how their facts are kept."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.support.discovery_fakes import MetadataRoom
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalMediaInput
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderNotConfiguredError,
    ProviderTimeoutError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
)
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import MetadataState, RefreshReport, TitleMetadata

MATRIX = ExternalMediaInput(
    source="tmdb",
    external_id="603",
    media_type=MediaType.MOVIE,
    title="matrix, the",
    poster_url="https://image.tmdb.org/m.jpg",
)
FACTS = TitleMetadata(
    title="The Matrix",
    overview="A hacker learns what is real.",
    release_date=date(1999, 3, 31),
    runtime_minutes=136,
    genres=("Action", "Science Fiction"),
    platforms=("Netflix",),
    external_ids={"imdb": "tt0133093"},
)
KEY = (MediaType.MOVIE, 603)
USER_ID = uuid4()
AWAY = [
    ProviderNotConfiguredError(),
    ProviderUnavailableError(),
    ProviderTimeoutError(),
    ProviderBusyError(3),
    ProviderUnauthorizedError(),
]


@pytest.fixture
def room() -> MetadataRoom:
    return MetadataRoom()


async def entered(room: MetadataRoom, media: ExternalMediaInput = MATRIX) -> UUID:
    incoming = await room.logic.look_up(media, USER_ID)
    async with room.unit_of_work.transaction():
        return (await room.logic.get_or_create(incoming))[0]


def due_in(row: TitleEntity) -> timedelta:
    assert row.metadata_due_at is not None
    return row.metadata_due_at - now()


async def test_title_is_entered_with_what_its_provider_knows(room: MetadataRoom) -> None:
    room.provider.titles[KEY] = FACTS

    row = room.titles.rows[await entered(room)]

    assert (row.title, row.overview, row.runtime_minutes) == ("The Matrix", FACTS.overview, 136)
    assert (row.release_date, row.title_sort) == (date(1999, 3, 31), "matrix")
    assert row.poster_url == "https://image.tmdb.org/m.jpg", "the provider has none"
    assert [genre.name for genre in room.genres.rows.values()] == ["Action", "Science Fiction"]
    assert [platform.name for platform in room.platforms.rows.values()] == ["Netflix"]
    assert room.titles.external_ids[row.id] == (MediaType.MOVIE, {"imdb": "tt0133093"})
    assert row.metadata_state == MetadataState.CURRENT
    assert timedelta(days=29) < due_in(row) < timedelta(days=180)


async def test_title_that_is_there_is_asked_about_no_more(room: MetadataRoom) -> None:
    room.provider.titles[KEY] = FACTS
    first = await entered(room)

    assert await entered(room) == first
    assert room.provider.asked == [KEY]


@pytest.mark.parametrize("failure", AWAY, ids=lambda failure: type(failure).__name__)
async def test_title_is_entered_as_sent_while_its_provider_is_away(failure: ServiceError) -> None:
    room = MetadataRoom(failure)

    row = room.titles.rows[await entered(room)]

    assert (row.title, row.poster_url) == ("matrix, the", "https://image.tmdb.org/m.jpg")
    assert row.metadata_state == MetadataState.PENDING
    assert timedelta(0) < due_in(row) < timedelta(minutes=10)


async def test_title_that_its_provider_does_not_know_is_entered_and_marked(room: MetadataRoom) -> None:
    row = room.titles.rows[await entered(room)]

    assert (row.title, row.metadata_state) == ("matrix, the", MetadataState.VANISHED)


@pytest.mark.parametrize(
    ("source", "media_type", "external_id"),
    [
        ("imdb", MediaType.MOVIE, "tt0133093"),
        ("tmdb", MediaType.ANIME, "603"),
        ("anilist", MediaType.MOVIE, "603"),
        ("tmdb", MediaType.MOVIE, "6" * 10),
    ],
)
async def test_nobody_is_asked_about_what_no_provider_can_know(
    room: MetadataRoom, source: str, media_type: MediaType, external_id: str
) -> None:
    media = ExternalMediaInput(source=source, external_id=external_id, media_type=media_type, title="Something")

    row = room.titles.rows[await entered(room, media)]

    assert room.provider.asked == []
    assert (row.metadata_state, row.metadata_due_at) == (MetadataState.OWN, None)


@pytest.mark.parametrize("external_id", ["603/../../account", "-603", "0", "6" * 12])
async def test_what_is_no_id_is_refused_before_anybody_is_asked(room: MetadataRoom, external_id: str) -> None:
    media = ExternalMediaInput(source="tmdb", external_id=external_id, media_type=MediaType.MOVIE, title="Something")

    with pytest.raises(InvalidExternalIdError):
        await room.logic.look_up(media, USER_ID)
    assert room.provider.asked == []


async def test_refresh_completes_what_was_pending() -> None:
    room = MetadataRoom(ProviderUnavailableError())
    title_id = await entered(room)
    room.provider.failure = None
    room.provider.titles[KEY] = FACTS
    assert await room.logic.refresh_due() == RefreshReport(), "it is not due yet"

    await room.logic.make_pending_due()

    assert await room.logic.refresh_due() == RefreshReport(refreshed=1)
    row = room.titles.rows[title_id]
    assert (row.title, row.metadata_state) == ("The Matrix", MetadataState.CURRENT)
    assert await room.logic.refresh_due() == RefreshReport()


async def test_refresh_leaves_what_it_can_not_ask_about_as_it_is(room: MetadataRoom) -> None:
    room.provider.titles[KEY] = FACTS
    row = room.titles.rows[await entered(room)]
    row.metadata_due_at = now()
    room.provider.failure = ProviderBusyError(1)

    assert await room.logic.refresh_due() == RefreshReport(postponed=1)

    assert (row.title, row.metadata_state) == ("The Matrix", MetadataState.CURRENT)
    assert due_in(row) > timedelta(0), "nobody else asks at the same time"


async def test_title_that_vanishes_at_its_provider_stays_as_it_is_and_is_marked(room: MetadataRoom) -> None:
    room.provider.titles[KEY] = FACTS
    row = room.titles.rows[await entered(room)]
    row.metadata_due_at = now()
    del room.provider.titles[KEY]

    assert await room.logic.refresh_due() == RefreshReport(vanished=1)

    assert (row.title, row.overview, row.metadata_state) == ("The Matrix", FACTS.overview, MetadataState.VANISHED)


async def test_facts_that_the_provider_knows_no_more_stay(room: MetadataRoom) -> None:
    room.provider.titles[KEY] = FACTS
    row = room.titles.rows[await entered(room)]
    row.metadata_due_at = now()
    room.provider.titles[KEY] = TitleMetadata(title="The Matrix", runtime_minutes=137)

    await room.logic.refresh_due()

    assert (row.overview, row.release_date, row.runtime_minutes) == (FACTS.overview, FACTS.release_date, 137)


async def test_one_provider_away_is_not_asked_about_all_that_is_due() -> None:
    room = MetadataRoom(ProviderTimeoutError())
    for number in range(3):
        await entered(room, MATRIX.model_copy(update={"external_id": str(number + 1)}))
    await room.logic.make_pending_due()
    room.provider.asked.clear()

    assert await room.logic.refresh_due() == RefreshReport(postponed=3)
    assert len(room.provider.asked) == 1


async def test_provider_that_is_away_keeps_no_other_from_being_asked(room: MetadataRoom) -> None:
    async def get_title(media_type: MediaType, provider_id: int) -> TitleMetadata:
        if media_type is MediaType.MOVIE:
            raise ProviderNotConfiguredError
        return FACTS

    await entered(room)
    await entered(room, ExternalMediaInput(source="anilist", external_id="1", media_type=MediaType.ANIME, title="C"))
    for row in room.titles.rows.values():
        row.metadata_due_at = now()
    room.provider.get_title = get_title  # type: ignore[method-assign]

    assert await room.logic.refresh_due() == RefreshReport(refreshed=1, postponed=1)


async def test_change_of_an_admin_while_the_provider_is_asked_stands(room: MetadataRoom) -> None:
    room.provider.titles[KEY] = FACTS
    row = room.titles.rows[await entered(room)]
    row.metadata_due_at = now()
    answer = room.provider.get_title

    async def change_meanwhile(media_type: MediaType, provider_id: int) -> TitleMetadata:
        row.title, row.metadata_state, row.metadata_due_at = "As an admin has it", MetadataState.OWN, None
        return await answer(media_type, provider_id)

    room.provider.get_title = change_meanwhile  # type: ignore[method-assign]

    assert await room.logic.refresh_due() == RefreshReport()
    assert row.title == "As an admin has it"
    assert row.metadata_state == MetadataState.OWN


@pytest.mark.parametrize("failure", [ProviderUnavailableError(), RuntimeError("it can't be kept")])
async def test_title_that_can_not_be_read_keeps_no_other_from_its_turn(room: MetadataRoom, failure: Exception) -> None:
    for number in range(1, 6):
        room.provider.titles[MediaType.MOVIE, number] = FACTS
        await entered(room, MATRIX.model_copy(update={"external_id": str(number)}))
    for row in room.titles.rows.values():
        row.metadata_due_at = now()
    answer, save = room.provider.get_title, room.titles.save

    async def get_title(media_type: MediaType, provider_id: int) -> TitleMetadata:
        if provider_id == 1 and isinstance(failure, ProviderUnavailableError):
            raise failure
        return await answer(media_type, provider_id)

    async def save_all_but_the_first(entity: TitleEntity) -> None:
        if entity is next(iter(room.titles.rows.values())) and isinstance(failure, RuntimeError):
            raise failure
        await save(entity)

    room.provider.get_title = get_title  # type: ignore[method-assign]
    room.titles.save = save_all_but_the_first  # type: ignore[method-assign]

    assert await room.logic.refresh_due() == RefreshReport(refreshed=4, postponed=1)
    assert due_in(next(iter(room.titles.rows.values()))) > timedelta(minutes=30)


async def test_title_without_an_id_at_its_provider_is_asked_about_never_again(room: MetadataRoom) -> None:
    room.provider.titles[KEY] = FACTS
    row = room.titles.rows[await entered(room)]
    row.metadata_due_at = now()
    room.external_titles.external_ids.clear()

    await room.logic.refresh_due()

    assert row.metadata_due_at is None
