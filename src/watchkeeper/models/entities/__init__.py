"""The tables. Importing this package registers all of them with `Entity.metadata`."""

from importlib import import_module
from pkgutil import iter_modules

from watchkeeper.foundation.postgres.entity import Entity

__all__ = ["Entity"]

_FOUNDATION = ("idempotency.entity", "postgres.replica.entity", "response_cache.tag_version_entity")

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
for _name in _FOUNDATION:
    import_module(f"watchkeeper.foundation.{_name}")
