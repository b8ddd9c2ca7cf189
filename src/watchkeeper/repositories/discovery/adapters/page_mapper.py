"""Maps pages of results of any provider."""

from typing import Any

from pydantic import ValidationError

from watchkeeper.models.dtos.discovery.discovery_dtos import MediaOutput
from watchkeeper.models.errors.discovery_errors import ProviderUnavailableError
from watchkeeper.models.types.discovery.discovery import LAST_PAGE
from watchkeeper.repositories.discovery.metadata_provider import MediaPage


def media_page(results: list[MediaOutput], *, page: Any, total_pages: Any, total_results: Any) -> MediaPage:  # noqa: ANN401
    """Return a page with a provider's counts. Raises ProviderUnavailableError where they are invalid."""
    last_page = min(total_pages, LAST_PAGE) if isinstance(total_pages, int) else total_pages
    members = {"page": page, "results": results, "total_pages": last_page, "total_results": total_results}
    try:
        return MediaPage.model_validate(members)
    except ValidationError as failure:
        raise ProviderUnavailableError from failure
