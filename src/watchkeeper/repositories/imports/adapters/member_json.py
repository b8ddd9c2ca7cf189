"""The elements of a JSON member, one at a time.

Traps: exports are arrays of 100,000 elements, or objects of such arrays beside the person's account, which is never
built; numbers keep their digits; brackets may be nested without end.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

import ijson

from watchkeeper.models.errors.import_errors import ImportUnreadableError
from watchkeeper.repositories.imports.adapters.member_text import encoding_of, text_of
from watchkeeper.repositories.imports.adapters.record_fields import Fields
from watchkeeper.repositories.imports.adapters.upload_archive import Member

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

DEEPEST: Final = 32
"""Brackets within each other; the exports have 7."""

_OPENING = frozenset({"start_map", "start_array"})
_CLOSING = frozenset({"end_map", "end_array"})
_BROKEN = (ijson.JSONError, ValueError, ArithmeticError)

Event = tuple[str, Any]
"""What `ijson` calls it, and its value."""


def json_elements(member: Member, *keys: str) -> Iterator[tuple[str, Fields]]:
    """Yield the elements of a top-level array with the key "", or those of arrays below the given keys of an object.

    Elements that are no objects are yielded as empty ones, so that each counts. Raises ImportUnreadableError.
    """
    with _bytes_of(member) as stream:
        yield from _numbered(_elements(json_events(stream), frozenset(keys)), member.name)


def json_lines(member: Member) -> Iterator[Fields]:
    """Yield the objects of JSON lines. Raises ImportUnreadableError."""
    with text_of(member) as text:
        filled = (line for line in text if line.strip())
        for number, line in enumerate(filled, 1):
            events = json_events(io.BytesIO(line.encode()))
            value = _built(next(events), events)
            yield Fields(value if isinstance(value, dict) else {}, member.name, number)


def json_events(stream: BinaryIO) -> Iterator[Event]:
    """Yield the events of a JSON text. Raises ImportUnreadableError for what is no JSON, or too deep."""
    depth = 0
    for event, value in _parsed(stream):
        depth += (event in _OPENING) - (event in _CLOSING)
        if depth > DEEPEST:
            raise ImportUnreadableError(f"The JSON has more than {DEEPEST} brackets within each other.")
        yield event, value


def _parsed(stream: BinaryIO) -> Iterator[Event]:
    try:
        yield from ijson.basic_parse(stream)
    except _BROKEN as failure:
        raise ImportUnreadableError("The JSON is damaged, or breaks off.") from failure


def _bytes_of(member: Member) -> BinaryIO:
    """Open a member as UTF-8, of which `ijson` reads no other encoding and no byte order mark."""
    encoding = encoding_of(member)
    stream = member.open()
    if encoding == "utf-8-sig":
        if stream.peek(3)[:3] == b"\xef\xbb\xbf":  # type: ignore[attr-defined]
            stream.read(3)
        return stream
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    return cast("BinaryIO", io.BufferedReader(_Encoded(text)))


class _Encoded(io.RawIOBase):
    """A text as UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        block = self._text.read(max(1, len(view) // 4)).encode()
        view[: len(block)] = block
        return len(block)


def _numbered(elements: Iterator[tuple[str, object]], member: str) -> Iterator[tuple[str, Fields]]:
    counts: dict[str, int] = {}
    for key, element in elements:
        counts[key] = counts.get(key, 0) + 1
        name = f"{member}#{key}" if key else member
        yield key, Fields(element if isinstance(element, dict) else {}, name, counts[key])


def _elements(events: Iterator[Event], keys: frozenset[str]) -> Iterator[tuple[str, object]]:
    """Yield key and element of the arrays that are asked for."""
    event, _ = next(events)
    if event == "start_array":
        yield from _array(events, "")
    for _, key in events:
        following = next(events, None)
        if following is None:
            return
        if following[0] == "start_array" and key in keys:
            yield from _array(events, key)
        else:
            _skip(following, events)


def _array(events: Iterator[Event], key: str) -> Iterator[tuple[str, object]]:
    for event in events:
        if event[0] == "end_array":
            return
        yield key, _built(event, events)


def _built(first: Event, events: Iterator[Event]) -> object:
    builder = ijson.ObjectBuilder()
    builder.event(*first)
    depth = int(first[0] in _OPENING)
    while depth:
        event, value = next(events)
        builder.event(event, value)
        depth += (event in _OPENING) - (event in _CLOSING)
    built: object = builder.value
    return built


def _skip(first: Event, events: Iterator[Event]) -> None:
    depth = int(first[0] in _OPENING)
    while depth:
        event, _ = next(events)
        depth += (event in _OPENING) - (event in _CLOSING)
