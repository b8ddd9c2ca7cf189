"""Errors of requests with an `Idempotency-Key`."""

from watchkeeper.foundation.core.errors import ErrorKind, FieldError, ServiceError

POINTER = "/header/Idempotency-Key"


class IdempotencyKeyReusedError(ServiceError):
    kind = ErrorKind.INVALID
    code = "idempotency_key_reused"
    title = "The Idempotency-Key was used for another request"
    detail = "Within 24 hours a key stands for one request: the same path, query and body. Take a new key."
    fields = (FieldError(POINTER, "Another request of yours had this key.", "idempotency_key_reused"),)


class IdempotencyKeyInUseError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "idempotency_key_in_use"
    title = "A request with this Idempotency-Key is under way"
    detail = "Send it again with the same key once the other one is answered: it then gets the same answer."
    retry_after = 1
