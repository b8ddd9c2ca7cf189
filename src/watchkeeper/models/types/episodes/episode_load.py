"""Seasons and episodes of titles as a data set has them."""

from dataclasses import dataclass

from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.episodes.episode_refresh import ProvidedShow


@dataclass(frozen=True, slots=True)
class ShowOfDataset:
    """The episodes that a data set has of the title with this id."""

    external: ExternalTitle
    show: ProvidedShow
