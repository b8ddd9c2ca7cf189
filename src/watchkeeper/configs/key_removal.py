"""The removal of answers kept under an `Idempotency-Key`, as a background task of each process."""

from watchkeeper.configs.recurring import RecurringTask
from watchkeeper.logics.operations.idempotency_logic import IdempotencyLogic

_PAUSE_SECONDS = 300.0


class KeyRemoval(RecurringTask):
    """Removes every five minutes what is older than a day; processes that do so at once share the work."""

    def __init__(self, keys: IdempotencyLogic, *, pause_seconds: float = _PAUSE_SECONDS) -> None:
        super().__init__("key_removal", keys.remove_old, pause_seconds=pause_seconds)
