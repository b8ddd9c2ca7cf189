from collections.abc import Collection, Mapping
from typing import Protocol

from pydantic import SecretStr

from watchkeeper.models.types.discovery.discovery import FavoriteKind
from watchkeeper.repositories.discovery.metadata_provider import MediaPage


class FavoriteRepository(Protocol):
    """The favourites of TMDb accounts, read from TMDb; none are stored here.

    Requests use `token`, else the service's own. Every method raises the errors of MetadataProvider.
    """

    async def search(self, account_id: int, kind: FavoriteKind, page: int, token: SecretStr | None) -> MediaPage:
        """Return a page of the favourites of an account, most recently added first."""

    async def save(
        self, account_id: int, kind: FavoriteKind, provider_id: int, token: SecretStr | None, *, is_favorite: bool
    ) -> None:
        """Set or clear the favourite flag of a title. Idempotent."""

    async def find_favorite_flags(
        self, account_id: int, kind: FavoriteKind, provider_ids: Collection[int], token: SecretStr | None
    ) -> Mapping[int, bool]:
        """Return the favourite flags of these ids, with as few calls as possible.

        Flags may be cached for some seconds, except those changed here. Ids that TMDb does not return are omitted.
        """

    async def is_owner(self, account_id: int, token: SecretStr | None) -> bool:
        """Return whether the token belongs to the account, according to TMDb."""
