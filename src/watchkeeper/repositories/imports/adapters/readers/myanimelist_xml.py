"""XML as MyAnimeList writes it, repaired.

Traps: bytes that are no UTF-8, control characters, and a bare `&`, which is escaped outside of CDATA alone: inside it
is part of a title. Entities, document types and references are never followed; elements are dropped once they are
read.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, TextIO, cast

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError, iterparse
from typing_extensions import Buffer

from watchkeeper.models.errors.import_errors import ImportUnreadableError, ImportUnsafeXmlError
from watchkeeper.repositories.imports.adapters.reading.member_text import text_of
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member

_DEEPEST: Final = 8
_BLOCK: Final = 1 << 16
_OPENED: Final = "<![CDATA["
_CLOSED: Final = "]]>"
_LONGEST_ENTITY: Final = 12
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE = re.compile(r"&(?!(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")


def xml_rows(member: Member, tags: frozenset[str]) -> Iterator[tuple[str, Fields]]:
    """Yield the elements below the root that have one of the tags, as the texts of what they hold.

    Raises ImportUnreadableError, ImportUnsafeXmlError.
    """
    number = 0
    for element in _children(member):
        if element.tag in tags:
            number += 1
            values = {child.tag: child.text or "" for child in element}
            yield element.tag, Fields(values, member.name, number)


def _children(member: Member) -> Iterator[Any]:
    """Yield the elements below the root, each gone when the next one is read."""
    with text_of(member) as text:
        stream = cast("BinaryIO", io.BufferedReader(_Repaired(text), _BLOCK))
        yield from _below_root(_parsed(stream, DefusedXMLParser(encoding="utf-8", forbid_dtd=True)))


def _below_root(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    depth, root = 0, None
    for event, element in events:
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise ImportUnreadableError(f"The XML has more than {_DEEPEST} elements within each other.")
        if event == "end" and depth == 1:
            yield element
            root.clear()


def _parsed(stream: BinaryIO, parser: DefusedXMLParser) -> Iterator[tuple[str, Any]]:
    try:
        yield from iterparse(stream, ("start", "end"), parser)
    except DefusedXmlException as failure:
        raise ImportUnsafeXmlError from failure
    except (ParseError, ValueError) as failure:
        raise ImportUnreadableError("The XML is damaged, or breaks off.") from failure


class _Repaired(io.RawIOBase):
    """A text as UTF-8 that an XML parser takes."""

    def __init__(self, text: TextIO) -> None:
        self._blocks = repaired(text)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = block.encode()
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def repaired(text: TextIO) -> Iterator[str]:
    """Yield the text without control characters, and with each bare `&` outside of CDATA escaped."""
    rest, is_cdata = "", False
    while block := text.read(_BLOCK):
        rest += _NO_XML.sub("", block)
        ready, rest, is_cdata = _pieces(rest, is_cdata, withheld=_LONGEST_ENTITY)
        yield ready
    yield _pieces(rest, is_cdata, withheld=0)[0]


def _pieces(text: str, is_cdata: bool, *, withheld: int) -> tuple[str, str, bool]:
    """Return what is repaired of a text, what may go on in the next block, and whether that is within CDATA."""
    ready: list[str] = []
    start = 0
    while (end := text.find(_CLOSED if is_cdata else _OPENED, start)) >= 0:
        end += len(_CLOSED if is_cdata else _OPENED)
        ready.append(_escaped(text[start:end], is_cdata))
        start, is_cdata = end, not is_cdata
    cut = max(start, len(text) - withheld)
    if not is_cdata and (entity := text.rfind("&", max(start, cut - withheld), cut)) >= 0:
        cut = entity
    ready.append(_escaped(text[start:cut], is_cdata))
    return "".join(ready), text[cut:], is_cdata


def _escaped(text: str, is_cdata: bool) -> str:
    return text if is_cdata else _BARE.sub("&amp;", text)
