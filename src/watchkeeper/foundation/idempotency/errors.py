"""Errors of requests that carry an `Idempotency-Key`."""

from watchkeeper.foundation.core.errors import ConflictError, FieldError, InvalidError

POINTER = "/header/Idempotency-Key"


class IdempotencyKeyReusedError(InvalidError):
    code = "idempotency_key_reused"
    title = "The Idempotency-Key belongs to another request"
    detail = "For 24 hours a key belongs to one request: the same path, query and body. Use a new key."
    fields = (FieldError(POINTER, "Another of your requests has this key.", "idempotency_key_reused"),)


class IdempotencyKeyInUseError(ConflictError):
    code = "idempotency_key_in_use"
    title = "A request with this Idempotency-Key is in progress"
    detail = "Send it again with the same key when the first request has finished: it then gets the same response."
    retry_after = 1
