"""The tables. Importing this package registers all of them with `Entity.metadata`."""

from importlib import import_module
from pkgutil import walk_packages

from watchkeeper.foundation.postgres.entity import Entity

__all__ = ["Entity"]

_FOUNDATION = ("idempotency.entity", "postgres.replica.entity", "response_cache.tag_version_entity")

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
for _name in _FOUNDATION:
    import_module(f"watchkeeper.foundation.{_name}")
