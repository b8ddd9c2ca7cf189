"""Canonical ids at other services, of whatever form they are sent in."""

from collections.abc import Mapping, Sequence

from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.provider_ids import canonical_id
from watchkeeper.models.types.discovery.metadata import ExternalTitle


def external_title(source: str, media_type: MediaType, external_id: str, *, pointer: str) -> ExternalTitle:
    """Return the title that an id names. Raises InvalidExternalIdError; `pointer` is the place of the id."""
    canonical = canonical_id(source, external_id, media_type)
    if canonical is None:
        raise InvalidExternalIdError(pointer)
    return ExternalTitle(source, media_type, canonical)


def searched_ids(sent: Sequence[tuple[str, str]], media_type: MediaType | None) -> tuple[tuple[str, str], ...]:
    """Return the sources and ids that a list is narrowed by. Raises InvalidExternalIdError."""
    found = [(source, canonical_id(source, id_, media_type)) for source, id_ in sent]
    malformed = [place for place, (source, id_) in enumerate(found) if not source or not id_]
    if malformed:
        raise InvalidExternalIdError(*(f"/query/external_id/{place}" for place in malformed))
    return tuple((source, id_) for source, id_ in found if id_)


def canonical_ids(external_ids: Mapping[str, str], media_type: MediaType) -> dict[str, str]:
    """Return the ids of a title by source. Raises InvalidExternalIdError."""
    found = {source: canonical_id(source, id_, media_type) for source, id_ in external_ids.items()}
    known = {source: id_ for source, id_ in found.items() if id_ is not None}
    if len(known) < len(found):
        raise InvalidExternalIdError(*(f"/body/external_ids/{source}" for source in found.keys() - known.keys()))
    return known
