"""The hourly refresh of the mean of all ratings, as a background task of each process."""

from watchkeeper.configs.recurring import RecurringTask
from watchkeeper.logics.feedback.figures_logic import FiguresLogic

_PAUSE_SECONDS = 60.0


class PriorRefresh(RecurringTask):
    """Asks once a minute whether a refresh is due: whichever process asks first does it."""

    def __init__(self, figures: FiguresLogic, *, pause_seconds: float = _PAUSE_SECONDS) -> None:
        super().__init__("prior_refresh", figures.refresh_when_due, pause_seconds=pause_seconds)
