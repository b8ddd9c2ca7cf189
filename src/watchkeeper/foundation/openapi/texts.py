from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTexts:
    """What the document says that no route says by itself.

    `tags` come in the order in which pages show them. `member_examples` are values by the name of a member, where its
    model gives none; `Schema.member` where it depends.
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
