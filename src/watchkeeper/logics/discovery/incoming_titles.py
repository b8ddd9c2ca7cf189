"""Titles as they are entered for those of other services."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from watchkeeper.logics.catalogue.title_changes import new_title
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.discovery.metadata import IncomingTitle, MetadataState

_NEXT = {
    MetadataState.OWN: None,
    MetadataState.PENDING: timedelta(minutes=5),
    MetadataState.CURRENT: timedelta(days=30),
    MetadataState.VANISHED: timedelta(days=30),
}
"""Time until the next refresh of a title, by state. TMDb's terms allow at most six months."""


def entity_of(incoming: IncomingTitle, metadata: Mapping[str, Any], at: datetime) -> TitleEntity:
    """Return a new title with what was sent, and with the members of its metadata instead where it has them."""
    sent = {
        "media_type": incoming.external.media_type,
        "title": incoming.title,
        "poster_url": incoming.poster_url,
        "release_date_precision": DatePrecision.DAY,
        "is_active": True,
    }
    return new_title({**sent, **metadata, **refresh_of(incoming.state, at)})


def typed_title(incoming: IncomingTitle, at: datetime) -> TitleEntity:
    """Return a new personal title, with what its owner typed."""
    title = entity_of(incoming, {}, at)
    title.owner_id = incoming.owner_id
    return title


def refresh_of(state: MetadataState, at: datetime) -> dict[str, Any]:
    """Return the state of the metadata, and when they are refreshed next."""
    after = _NEXT[state]
    return {"metadata_state": state, "metadata_due_at": None if after is None else at + after}
