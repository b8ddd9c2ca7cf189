from collections.abc import Sequence
from dataclasses import replace

from watchkeeper.models.types.episodes.episode_refresh import KnownEpisode, ProvidedEpisode, ProvidedShow


def with_known_times(show: ProvidedShow, known: Sequence[KnownEpisode]) -> ProvidedShow:
    """Return a show that came without times with those that are known, of episodes that air on the same day."""
    if show.has_times:
        return show
    facts = {one.external_ids.get(show.source): one.facts for one in known}
    return replace(show, episodes=[_with_time(one, facts.get(one.external_id)) for one in show.episodes])


def _with_time(one: ProvidedEpisode, known: ProvidedEpisode | None) -> ProvidedEpisode:
    is_same = one.external_id is not None and known is not None and known.air_date == one.air_date
    return replace(one, airs_at=known.airs_at) if known is not None and is_same else one
