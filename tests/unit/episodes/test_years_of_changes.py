"""Years of a provider's changes over what somebody has watched: nothing seen is lost or becomes another episode."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.changing_provider import ChangingProvider
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.episodes.episode_matching import changes_of
from watchkeeper.models.types.episodes.episode_refresh import KnownEpisode, ProvidedEpisode, ProvidedShow
from watchkeeper.models.types.episodes.episode_state import EpisodeState

_DAY = timedelta(days=1)
_START = datetime(2020, 1, 1, tzinfo=UTC)
_HALF = 0.5


class Catalogue:
    """What is stored: as a refresh stores it, in memory."""

    def __init__(self) -> None:
        self.episodes: dict[UUID, KnownEpisode] = {}

    def refresh(self, show: ProvidedShow, at: datetime) -> None:
        changes = changes_of(list(self.episodes.values()), show, at, gone_after=_DAY)
        for known in changes.missing:
            self.episodes[known.id] = replace(known, missing_since=at)
        for known, _ in changes.gone:
            self.episodes[known.id] = replace(known, state=EpisodeState.GONE)
        for known, one in changes.found:
            self.episodes[known.id] = _stored(known.id, one)
        for one in changes.added:
            new = _stored(uuid7(), one)
            self.episodes[new.id] = new


def _stored(id_: UUID, one: ProvidedEpisode) -> KnownEpisode:
    return KnownEpisode(
        id_, one.season, one.number, one.title, one.air_date, external_ids={"tmdb": one.external_id or ""}
    )


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_nothing_seen_is_lost_or_becomes_another_episode(seed: int) -> None:
    chance = random.Random(seed)
    provider, catalogue = ChangingProvider(chance, _START.date()), Catalogue()
    seen: dict[UUID, str | None] = {}
    for week in range(100):
        if chance.random() < _HALF:
            provider.change()
        catalogue.refresh(provider.answer(), _START + 7 * week * _DAY)
        current = [one for one in catalogue.episodes.values() if not one.is_gone]
        assert len({one.position for one in current}) == len(current)
        assert {id_: catalogue.episodes[id_].title for id_ in seen} == seen
        watched = chance.choice(current)
        seen[watched.id] = watched.title
