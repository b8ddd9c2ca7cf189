from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTexts:
    """Texts of the document that no route defines.

    `tags` are in display order. `member_examples` has examples by member name, for members whose model defines none;
    the key `Schema.member` overrides it for one schema.
    """

    title: str
    version: str
    license: Mapping[str, str]
    introduction: Callable[[], str]
    tags: Mapping[str, str]
    security_schemes: Mapping[str, Any]
    headers: Mapping[str, Any]
    parameters: Mapping[str, Mapping[str, Any]]
    member_examples: Mapping[str, Any]
