from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.repositories.identity.application_token_repository import TokenUse

_PAUSE: Final = timedelta(minutes=5)
_MAX_TOKENS: Final = 20_000


class UseRecorder(Protocol):
    """Stores when a token was used."""

    async def record_use(self, use: TokenUse, *, pause: timedelta) -> None:
        """Store when a token was used last, unless a use at most `pause` earlier is stored."""


@dataclass(kw_only=True, eq=False)
class TokenUses:
    """Collects the times of use of application tokens or page sessions, and stores them outside of requests, at most
    every five minutes."""

    unit_of_work: UnitOfWork
    recorder: UseRecorder
    _noted: OrderedDict[UUID, datetime] = field(default_factory=OrderedDict)
    _unsaved: dict[UUID, TokenUse] = field(default_factory=dict)

    def note(self, claims: SecretClaims) -> None:
        """Remember that a token is used now, unless that was remembered less than five minutes ago."""
        at, noted = now(), self._noted.get(claims.id)
        if noted is not None and at - noted < _PAUSE:
            return
        self._noted[claims.id] = at
        self._noted.move_to_end(claims.id)
        if len(self._noted) > _MAX_TOKENS:
            self._noted.popitem(last=False)
        self._unsaved[claims.id] = TokenUse(claims.user_id, claims.id, at)

    async def save(self) -> None:
        """Store the uses since the last time. Raises DatabaseUnavailableError; the next time stores what is left."""
        for use in [*self._unsaved.values()]:
            async with self.unit_of_work.statement():
                await self.recorder.record_use(use, pause=_PAUSE)
            self._unsaved.pop(use.id, None)  # a save at the same time may have stored it
