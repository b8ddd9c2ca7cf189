from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.postgres.replica.repository import WritePositionRepository


class ReplicationTokenService:
    """People see what they wrote, whichever server they read from next."""

    def __init__(self, *, positions: WritePositionRepository) -> None:
        self._positions = positions

    async def note(self) -> None:
        """Note how far the caller of the request under way must see from now on; nothing where nobody is known.

        Before an answer to a request that may have written, or that tells of an earlier one. Raises
        DatabaseUnavailableError: then that answer must not be given.
        """
        request = current_request()
        if request.actor_id is not None and (request.has_committed or not request.is_safe):
            await self._positions.record(request.actor_id)

    async def forget_old(self) -> int:
        """Put together what is no longer worth a row each."""
        return await self._positions.forget_old()
