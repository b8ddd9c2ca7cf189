"""What rules and controllers are written with, whatever stores or carries things."""

from watchkeeper.foundation.core.errors import AdminRequiredError, ServiceError
from watchkeeper.foundation.core.operations_errors import NotReadyError
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal

__all__ = ["AdminRequiredError", "NotReadyError", "Precondition", "Principal", "ServiceError"]
