"""What the operations that log plays respond."""

from fastapi import Response

from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.http import PRIVATE, json_response
from watchkeeper.foundation.http.api_route import ResponseSpec
from watchkeeper.logics.watchlist.play_attempt import LoggedOnce
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayOutput
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, QuotaExceededError, TitleNotFoundError
from watchkeeper.models.errors.tracking_errors import (
    EpisodeAmbiguousError,
    InTheFutureError,
    MovieHasNoEpisodesError,
    SourceKeyReusedError,
)

LOG_ERRORS = [
    TitleNotFoundError,
    MovieHasNoEpisodesError,
    EpisodeNotFoundError,
    EpisodeAmbiguousError,
    InTheFutureError,
    SourceKeyReusedError,
    QuotaExceededError,
]
ALREADY_THERE = {200: ResponseSpec(PlayOutput, "It was logged already: this is the play that is there.")}


def logged_response(logged: LoggedOnce) -> Response:
    """Return a play, 201 if it is new."""
    status = 201 if logged.is_new else 200
    changed = Changed(logged.play, logged.operation_id)
    return json_response(changed, PRIVATE, status=status, location=f"/api/v1/plays/{logged.play.id}")
