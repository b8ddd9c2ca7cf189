"""Files that people upload."""

from dataclasses import dataclass
from typing import Annotated, BinaryIO

from pydantic import InstanceOf, WithJsonSchema


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file with the name that its sender gives it. `content` is seekable, and closed with the request."""

    name: str
    size: int
    content: BinaryIO


FilePart = Annotated[InstanceOf[UploadedFile], WithJsonSchema({"type": "string", "format": "binary"})]
"""The part of a form that is a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadBounds:
    """How large an uploaded file may be, and how slowly it may come: a second for each `bytes_per_second` is allowed
    beside the usual time of a body, and `seconds` at most."""

    file_bytes: int = 50 << 20
    bytes_per_second: int = 64_000
    seconds: float = 1800.0
