"""The rules of the catalogue, on in-memory fakes of its ports."""

from datetime import date
from uuid import uuid4

import pytest

from tests.support.audit import InMemoryAuditTrail
from tests.support.catalogue_fakes import ARTE, DRAMA, OwnTitles, Titles, merged_titles
from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.foundation.core.errors import AdminRequiredError, AuthenticationRequiredError, PreconditionFailedError
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.models.dtos.catalogue.title_dtos import CreateTitleInput, UpdateTitleInput
from watchkeeper.models.errors.catalogue_errors import (
    RelevanceNeedsQueryError,
    TitleNotFoundError,
    UnknownReferenceError,
    YearsReversedError,
)
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.models.types.catalogue.title import Title, ViewedTitle, Viewer
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

ADMIN, PERSON = Principal(uuid4(), uuid4(), Role.ADMIN), Principal(uuid4(), uuid4(), Role.USER)
STALE = Precondition(frozenset({"0"}))
WATCHING = Viewer(watch_entry_id=uuid4(), status=WatchStatus.WATCHING, rating=None, review_id=None)


@pytest.fixture
def titles() -> Titles:
    return Titles()


@pytest.fixture
def logic(titles: Titles) -> TitleLogic:
    unit_of_work = InMemoryUnitOfWork(titles.rows)
    return TitleLogic(
        unit_of_work=unit_of_work,
        titles=titles,
        personal_titles=OwnTitles(titles),
        poster_hosts=PosterHosts([]),
        audit=InMemoryAuditTrail(),
        merged_titles=merged_titles(),
    )


@pytest.fixture
async def title(logic: TitleLogic) -> Title:
    title = CreateTitleInput(title="Émile & Co", media_type=MediaType.MOVIE, external_ids={"tmdb": "1"})
    return (await logic.create_title(title, ADMIN)).model


async def hide(logic: TitleLogic, title: Title) -> None:
    await logic.update_title(title.id, UpdateTitleInput(is_active=False), UNCONDITIONAL, ADMIN)


def viewer_of(title: Title) -> Viewer | None:
    return title.viewer if isinstance(title, ViewedTitle) else None


def test_new_title_can_be_sorted_and_searched(titles: Titles, title: Title) -> None:
    row = titles.rows[title.id]

    assert (row.title_sort, row.title_key) == ("emile & co", "emileandco")
    assert {"emile", "and", "co", "=emileandco"} <= set(row.search_words)
    assert titles.learned == [title.id]


async def test_title_is_found_by_its_original_title_too(logic: TitleLogic, titles: Titles, title: Title) -> None:
    await logic.update_title(title.id, UpdateTitleInput(original_title="Emils Leute"), UNCONDITIONAL, ADMIN)

    assert {"emile", "emils", "leute", "=emilsleute"} <= set(titles.rows[title.id].search_words)
    assert titles.learned == [title.id, title.id]


async def test_changed_media_type_takes_the_external_ids_along(logic: TitleLogic, titles: Titles, title: Title) -> None:
    await logic.update_title(title.id, UpdateTitleInput(media_type=MediaType.SHOW), UNCONDITIONAL, ADMIN)

    assert titles.external_ids[title.id] == (MediaType.SHOW, {"tmdb": "1"})


async def test_unknown_references_are_refused_each_with_its_place_and_nothing_is_kept(
    logic: TitleLogic, titles: Titles
) -> None:
    body = CreateTitleInput(
        title="A", media_type=MediaType.MOVIE, genre_ids=[DRAMA, uuid4()], platform_ids=[uuid4(), ARTE, DRAMA]
    )

    with pytest.raises(UnknownReferenceError) as refusal:
        await logic.create_title(body, ADMIN)

    assert [field.pointer for field in refusal.value.fields] == [
        "/body/genre_ids/1",
        "/body/platform_ids/0",
        "/body/platform_ids/2",
    ]
    assert titles.rows == {}


async def test_genres_that_were_not_sent_stay(logic: TitleLogic, titles: Titles, title: Title) -> None:
    await logic.update_title(title.id, UpdateTitleInput(genre_ids=[DRAMA]), UNCONDITIONAL, ADMIN)
    await logic.update_title(title.id, UpdateTitleInput(title="B"), UNCONDITIONAL, ADMIN)

    assert titles.genres[title.id] == {DRAMA}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (UpdateTitleInput(release_date_precision=DatePrecision.YEAR), (date(1995, 1, 1), "year")),
        (UpdateTitleInput(release_date=date(1996, 2, 3)), (date(1996, 2, 3), "day")),
        (UpdateTitleInput(title="B"), (date(1995, 12, 15), "day")),
        (UpdateTitleInput(release_date=None), (None, "day")),
    ],
)
async def test_precision_of_the_release_date_follows_what_was_sent(
    logic: TitleLogic, title: Title, change: UpdateTitleInput, expected: tuple[date | None, str]
) -> None:
    await logic.update_title(title.id, UpdateTitleInput(release_date=date(1995, 12, 15)), UNCONDITIONAL, ADMIN)

    changed = (await logic.update_title(title.id, change, UNCONDITIONAL, ADMIN)).model

    assert (changed.release_date, changed.release_date_precision) == expected


async def test_stale_version_changes_and_removes_nothing(logic: TitleLogic, titles: Titles, title: Title) -> None:
    with pytest.raises(PreconditionFailedError):
        await logic.update_title(title.id, UpdateTitleInput(title="B"), STALE, ADMIN)
    with pytest.raises(PreconditionFailedError):
        await logic.delete_title(title.id, STALE, ADMIN)

    assert titles.rows[title.id].title == "Émile & Co"


@pytest.mark.parametrize("caller", [None, PERSON])
async def test_inactive_title_is_missing_for_all_but_admins(
    logic: TitleLogic, title: Title, caller: Principal | None
) -> None:
    await hide(logic, title)

    with pytest.raises(TitleNotFoundError):
        await logic.get_title(title.id, caller)
    assert (await logic.get_title(title.id, ADMIN)).model.id == title.id


@pytest.mark.parametrize(
    ("caller", "asked", "searched"),
    [(None, None, True), (PERSON, None, True), (PERSON, True, True), (ADMIN, None, None), (ADMIN, False, False)],
)
async def test_search_is_limited_to_what_the_caller_may_see(
    logic: TitleLogic, titles: Titles, caller: Principal | None, asked: bool | None, searched: bool | None
) -> None:
    await logic.search_titles(TitleFilter(is_active=asked), None, PageRequest(), caller)

    assert titles.searched == [(TitleFilter(is_active=searched), TitleSort.CREATED_AT_DESCENDING)]


@pytest.mark.parametrize(("caller", "refusal"), [(None, AuthenticationRequiredError), (PERSON, AdminRequiredError)])
async def test_search_for_inactive_titles_is_refused_to_all_but_admins(
    logic: TitleLogic, caller: Principal | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await logic.search_titles(TitleFilter(is_active=False), None, PageRequest(), caller)


async def test_query_puts_the_best_match_first(logic: TitleLogic, titles: Titles) -> None:
    await logic.search_titles(TitleFilter(query="heat"), None, PageRequest(), ADMIN)
    await logic.search_titles(TitleFilter(query="heat"), TitleSort.TITLE, PageRequest(), ADMIN)

    assert [sort for _, sort in titles.searched] == [TitleSort.RELEVANCE, TitleSort.TITLE]


@pytest.mark.parametrize("sort", [TitleSort.RELEVANCE, TitleSort.RELEVANCE_DESCENDING])
async def test_relevance_needs_a_query(logic: TitleLogic, sort: TitleSort) -> None:
    with pytest.raises(RelevanceNeedsQueryError):
        await logic.search_titles(TitleFilter(), sort, PageRequest(), None)


async def test_years_the_wrong_way_round_are_refused(logic: TitleLogic) -> None:
    with pytest.raises(YearsReversedError):
        await logic.search_titles(TitleFilter(year_from=2001, year_to=2000), None, PageRequest(), None)


async def test_viewer_is_shown_to_the_caller_alone(logic: TitleLogic, titles: Titles, title: Title) -> None:
    titles.viewers[PERSON.user_id] = WATCHING
    page = await logic.search_titles(TitleFilter(), None, PageRequest(), PERSON)

    (shown,) = page.items
    assert isinstance(shown, ViewedTitle)
    assert shown.viewer == WATCHING
    assert viewer_of((await logic.get_title(title.id, PERSON)).model) == WATCHING
    assert viewer_of((await logic.get_title(title.id, None)).model) is None
    admin_view = viewer_of((await logic.get_title(title.id, ADMIN)).model)
    assert admin_view is not None
    assert admin_view.watch_entry_id is None
