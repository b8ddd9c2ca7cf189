"""Which episode of an answer is which: what providers do to them, one by one."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from watchkeeper.logics.episodes.episode_matching import changes_of
from watchkeeper.models.types.episodes.episode_refresh import (
    Airing,
    EpisodeChanges,
    KnownEpisode,
    ProvidedEpisode,
    ProvidedShow,
)
from watchkeeper.models.types.episodes.episode_state import EpisodeState

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)


def known(
    number: int,
    external_id: str | None = None,
    title: str | None = None,
    *,
    season: int = 1,
    air_date: date | None = None,
    state: EpisodeState = EpisodeState.CURRENT,
    missing_since: datetime | None = None,
    id_: int | None = None,
) -> KnownEpisode:
    ids = {} if external_id is None else {"tmdb": external_id}
    return KnownEpisode(UUID(int=id_ or number), season, number, title, air_date, state, missing_since, ids)


def provided(
    number: int,
    external_id: str | None = None,
    title: str | None = None,
    *,
    season: int = 1,
    air_date: date | None = None,
) -> ProvidedEpisode:
    return ProvidedEpisode(season, number, external_id, title, air_date=air_date)


def changes(
    there: list[KnownEpisode], answer: list[ProvidedEpisode], *, is_complete: bool = True, at: datetime = NOW
) -> EpisodeChanges:
    show = ProvidedShow("tmdb", Airing.AIRING, [], answer, is_complete)
    return changes_of(there, show, at, gone_after=DAY)


def found(of: EpisodeChanges) -> list[tuple[int, tuple[int, int]]]:
    return sorted((one.id.int, two.position) for one, two in of.found)


def test_renumbered_episodes_are_found_by_their_ids() -> None:
    of = changes([known(1, "a", "A"), known(2, "b", "B")], [provided(1, "b", "B"), provided(2, "a", "A")])

    assert found(of) == [(1, (1, 2)), (2, (1, 1))]
    assert (of.moved, of.added, of.missing, of.unmatched) == (2, [], [], [])


def test_episode_moved_to_another_season_is_found_by_its_id() -> None:
    of = changes([known(13, "a", "A")], [provided(1, "a", "A", season=2)])

    assert found(of) == [(13, (2, 1))]


def test_two_places_with_one_id_are_told_apart_by_the_place() -> None:
    of = changes([known(1, "a", "A"), known(2, "a", "B")], [provided(1, "a", "New"), provided(2, "a", "Names")])

    assert found(of) == [(1, (1, 1)), (2, (1, 2))]


def test_episode_with_another_id_is_the_same_at_its_place_by_name_or_day() -> None:
    there = [known(1, "a", "The Pilot"), known(2, "b", "B", air_date=FIRST), known(3, "c", "C", air_date=FIRST)]
    answer = [
        provided(1, "x", "the pilot"),
        provided(2, "y", "Renamed", air_date=FIRST + 2 * DAY),
        provided(3, "z", "Another one", air_date=FIRST + 3 * DAY),
    ]

    of = changes(there, answer)

    assert found(of) == [(1, (1, 1)), (2, (1, 2))]
    assert (list(of.gone), list(of.missing), list(of.added)) == ([(there[2], None)], [], [answer[2]])


def test_placeholders_are_no_names() -> None:
    of = changes(
        [known(1, "a", "Episode 1", air_date=FIRST)], [provided(1, "x", "Episode 1", air_date=FIRST + 9 * DAY)]
    )

    assert found(of) == []


def test_what_a_second_complete_answer_lacks_a_day_later_is_gone() -> None:
    kept, lost = known(1, "a", "A"), known(2, "b", "B")
    answer = [provided(1, "a", "A")]

    assert list(changes([kept, lost], answer).missing) == [lost]
    waiting = known(2, "b", "B", missing_since=NOW)
    assert not changes([kept, waiting], answer, at=NOW + DAY / 2).gone
    assert list(changes([kept, waiting], answer, at=NOW + DAY).gone) == [(waiting, None)]


def test_incomplete_or_empty_answer_removes_nothing() -> None:
    there = [known(1, "a", "A"), known(2, "b", "B", missing_since=NOW - 9 * DAY)]

    for of in (changes(there, [provided(1, "a", "A")], is_complete=False), changes(there, [])):
        assert not of.gone
        assert not of.missing


def test_episode_whose_place_is_taken_is_gone_at_once() -> None:
    lost = known(1, "a", "A")
    answer = [provided(1, "x", "X")]

    of = changes([lost], answer)

    assert (list(of.gone), list(of.added)) == ([(lost, None)], answer)


def test_incomplete_answer_moves_nothing() -> None:
    there = [known(1, "a", "A"), known(2, "b", "B")]
    answer = [provided(1, "b", "B"), provided(2, "x", "X"), provided(3, "y", "Y")]

    of = changes(there, answer, is_complete=False)

    assert (list(of.found), list(of.added), list(of.unmatched)) == ([], answer[2:], answer[:2])


def test_episode_that_was_merged_into_another_one_of_its_name_has_become_that() -> None:
    first, second = known(1, "a", "The Long Night"), known(2, "b", "The Long Night", missing_since=NOW - DAY)

    of = changes([first, second], [provided(1, "a", "The Long Night")])

    assert list(of.gone) == [(second, first.id)]


def test_gone_episode_that_comes_back_is_itself() -> None:
    gone = known(1, "a", "A", state=EpisodeState.GONE)

    assert found(changes([gone], [provided(4, "a", "A")])) == [(1, (1, 4))]


def test_second_episode_of_one_place_is_not_stored() -> None:
    answer = [provided(1, "a", "A"), provided(1, "b", "B")]

    of = changes([], answer)

    assert (list(of.added), list(of.unmatched)) == (answer[:1], answer[1:])
