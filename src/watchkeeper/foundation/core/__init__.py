"""The base of logics and controllers: errors, DTOs, pages, preconditions, the clock; no driver and no framework."""

from watchkeeper.foundation.core.errors import AdminRequiredError, ServiceError
from watchkeeper.foundation.core.operations_errors import NotReadyError
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal

__all__ = ["AdminRequiredError", "NotReadyError", "Precondition", "Principal", "ServiceError"]
