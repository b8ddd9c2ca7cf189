"""Types of settings with their own validation."""

import json
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from watchkeeper.foundation.core.prefixes import valid_prefix


def _names(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [name.strip() for name in value.split(",") if name.strip()]


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address beginning with http:// or https://, without a query")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]
"""The base URL of another service, without a trailing slash."""


def _root_path(value: str) -> str:
    prefix = valid_prefix(value)
    if prefix is None:
        raise ValueError("must be a path beginning with a slash, as /wk")
    return prefix


RootPath = Annotated[str, AfterValidator(_root_path)]
"""A path without the slash at its end; empty for the root."""

Names = Annotated[list[str], NoDecode, BeforeValidator(_names)]
"""A list, written with commas or as JSON."""
