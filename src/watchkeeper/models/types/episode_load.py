"""Seasons and episodes of titles as a data set has them."""

from dataclasses import dataclass

from watchkeeper.models.types.episode_refresh import ProvidedShow
from watchkeeper.models.types.metadata import ExternalTitle


@dataclass(frozen=True, slots=True)
class ShowOfDataset:
    """The episodes that a data set has of the title with this id."""

    external: ExternalTitle
    show: ProvidedShow
