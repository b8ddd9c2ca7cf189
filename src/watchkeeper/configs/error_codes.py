"""The page of all error codes, generated from the error classes and `resources/docs/errors.md.template`."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from string import Template

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError
from watchkeeper.models import errors
from watchkeeper.resources import docs_text

_FOUNDATION_MODULES = tuple(
    f"watchkeeper.foundation.{name}"
    for name in ("core.bulk", "core.errors", "core.operations_errors", "idempotency.errors")
)


def error_codes_page() -> str:
    """Return the page in Markdown: codes by status, the meaning of each, and what to do."""
    return Template(docs_text("errors.md.template")).substitute({kind.value: _rows(kind) for kind in ErrorKind})


def _rows(kind: ErrorKind) -> str:
    of_kind = (error for error in error_classes() if error.kind is kind)
    return "\n".join(
        f"| `{error.code}` | {error.title} | {f'{error.detail} {error.hint}'.strip()} |" for error in of_kind
    )


def error_classes() -> list[type[ServiceError]]:
    """Return every error class, in the order of their codes."""
    domain = [module.name for module in iter_modules(errors.__path__, errors.__name__ + ".")]
    for name in (*_FOUNDATION_MODULES, *domain):
        import_module(name)
    found = (error for error in _with_subclasses(ServiceError) if "code" in vars(error))
    return sorted(found, key=lambda error: error.code)


def _with_subclasses(error: type[ServiceError]) -> Iterator[type[ServiceError]]:
    yield error
    for narrower in error.__subclasses__():
        yield from _with_subclasses(narrower)
