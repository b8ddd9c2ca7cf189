"""The resources that a bulk request has stored."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkOutcome
from watchkeeper.repositories.changes.change_repository import OwnRows


async def with_resources(outcomes: Sequence[BulkOutcome], rows: OwnRows, user_id: UUID) -> Sequence[BulkOutcome]:
    """Return the outcomes with the resources that are stored now, as their own GET shows them."""
    ids = [outcome.id for outcome in outcomes if outcome.is_stored and outcome.id is not None]
    stored = {resource.id: resource for resource in await rows.find_many(user_id, ids)}
    return [replace(one, resource=stored.get(one.id)) if one.is_stored else one for one in outcomes]
