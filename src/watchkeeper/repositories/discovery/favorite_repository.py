from collections.abc import Collection, Mapping
from typing import Protocol

from pydantic import SecretStr

from watchkeeper.models.types.discovery import FavoriteKind
from watchkeeper.repositories.discovery.metadata_provider import MediaPage


class FavoriteRepository(Protocol):
    """The favourites of TMDb accounts, live: nothing of them is stored here.

    TMDb is asked with `token`, else with the service's own. Every method raises what a MetadataProvider raises.
    """

    async def search(self, account_id: int, kind: FavoriteKind, page: int, token: SecretStr | None) -> MediaPage:
        """Return a page of the favourites of an account, those added last first."""

    async def save(
        self, account_id: int, kind: FavoriteKind, provider_id: int, token: SecretStr | None, *, is_favorite: bool
    ) -> None:
        """Make something a favourite of an account, or no longer. Doing so twice is doing it once."""

    async def find_favorite_flags(
        self, account_id: int, kind: FavoriteKind, provider_ids: Collection[int], token: SecretStr | None
    ) -> Mapping[int, bool]:
        """Return which of these are favourites of an account, with as few calls as can be.

        What was said within the last seconds counts, changes made here excepted. Left out is what TMDb does not tell.
        """

    async def is_owner(self, account_id: int, token: SecretStr | None) -> bool:
        """Return whether TMDb says that the token is that account's."""
