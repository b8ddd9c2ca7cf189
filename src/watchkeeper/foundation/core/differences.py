from collections.abc import Mapping
from typing import Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members that differ, as they were and as they became. Both have the same members."""
    changed = [name for name, value in before.items() if after[name] != value]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}
