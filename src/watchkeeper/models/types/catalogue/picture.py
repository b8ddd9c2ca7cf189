from typing import Final, NamedTuple

_SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
)

PICTURE_TYPES: Final = tuple(media_type for _, _, media_type in _SIGNATURES)


class Picture(NamedTuple):
    """A picture, and the type that its first bytes tell."""

    content: bytes
    media_type: str


def picture_of(content: bytes) -> Picture | None:
    """Return the picture in some bytes, or None if browsers can't show it. The signature of the bytes decides, not a
    declared media type."""
    for offset, signature, media_type in _SIGNATURES:
        if content[offset : offset + len(signature)] == signature:
            return Picture(content, media_type)
    return None
