from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.types.discovery.metadata import ExternalTitle


@dataclass(frozen=True, slots=True)
class LocatedTitles:
    """Titles by the ids that a request names them by, or by those of their episodes. The id of a merged title finds the
    survivor.

    `own_titles` is how many titles the person has entered.
    """

    by_id: Mapping[UUID, UUID]
    by_external: Mapping[ExternalTitle, UUID]
    by_episode: Mapping[UUID, UUID]
    own_titles: int
