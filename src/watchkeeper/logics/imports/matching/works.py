"""Groups the records of an upload by work."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_terms import title_key
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_work import NamedRecord, Work

_Name = tuple[MediaType, str, int | None]
_APART: Final = "\0"


def works_of(records: Iterable[NamedRecord]) -> list[Work]:
    """Return the works that records name, in the order of their first places.

    Records with an id in common name one work; those without ids the one of their name and year, if there is a single
    one. Two ids of one service are two works, whatever their names.
    """
    identified: list[NamedRecord] = []
    named: list[NamedRecord] = []
    for record in records:
        (identified if record.external_ids else named).append(record)
    by_id = _by_id(identified)
    works = [*by_id, *_by_name(named, _names_of(by_id, identified))]
    _set_keys(works)
    for work in works:
        work.places.sort()
    return sorted(works, key=lambda work: work.places[0])


def one_work(records: Sequence[NamedRecord]) -> Work:
    """Return the work that some records are known to name together."""
    work = Work(title=None, year=None, media_type=records[0].media_type)
    for record in records:
        _take(work, record)
        ids = [ExternalTitle(source, record.media_type, id_) for source, id_ in sorted(record.external_ids.items())]
        work.external_ids += [one for one in ids if one not in work.external_ids]
    return work


def _by_id(records: Sequence[NamedRecord]) -> list[Work]:
    found: dict[ExternalTitle, Work] = {}
    for record in records:
        ids = [ExternalTitle(source, record.media_type, id_) for source, id_ in sorted(record.external_ids.items())]
        known = {id(found[one]): found[one] for one in ids if one in found}
        work, *others = known.values() or [Work(title=None, year=None, media_type=record.media_type)]
        for other in others:
            _join(work, other, found)
        _take(work, record)
        new = [one for one in ids if one not in found]
        work.external_ids += new
        found.update(dict.fromkeys(new, work))
    return list({id(work): work for work in found.values()}.values())


def _join(work: Work, other: Work, found: dict[ExternalTitle, Work]) -> None:
    work.places += other.places
    work.external_ids += other.external_ids
    work.title, work.year = work.title or other.title, work.year or other.year
    found.update(dict.fromkeys(other.external_ids, work))


def _take(work: Work, record: NamedRecord) -> None:
    work.places.append(record.place)
    work.title, work.year = work.title or record.title, work.year or record.year


def _names_of(works: Sequence[Work], records: Sequence[NamedRecord]) -> dict[_Name, list[Work]]:
    """Return the works by each name and year that their records give them, and by name alone where none has a year."""
    owners = {place: work for work in works for place in work.places}
    named: dict[_Name, dict[int, Work]] = defaultdict(dict)
    for record in records:
        work = owners[record.place]
        named[_name(record)][id(work)] = work
    return {name: list(ones.values()) for name, ones in named.items()}


def _by_name(records: Sequence[NamedRecord], known: dict[_Name, list[Work]]) -> list[Work]:
    """Add each record to the known work of its name, or return it with others of its name as a work."""
    works: dict[_Name, Work] = {}
    for record in records:
        name = _name(record)
        matching = known.get(name) or [one for one in known.get((*name[:2], None), ()) if one.year is None]
        if len(matching) == 1:
            _take(matching[0], record)
            continue
        new = Work(title=None, year=None, media_type=record.media_type, is_contested=bool(matching))
        _take(works.setdefault(name, new), record)
    return list(works.values())


def _name(record: NamedRecord) -> _Name:
    return record.media_type, title_key(record.title or ""), record.year


def _set_keys(works: Sequence[Work]) -> None:
    """Set the keys: medium, name and year, and the ids too where those don't tell a work from others."""
    names = [(work.media_type, title_key(work.title or ""), work.year) for work in works]
    times = Counter(names)
    for name, work in zip(names, works, strict=True):
        is_by_name = bool(name[1]) and times[name] == 1
        ids = [] if is_by_name else sorted(f"{one.source}:{one.external_id}" for one in work.external_ids)
        work.key = _key(*name, ids)


def single_key(record: ImportRecord) -> bytes | None:
    """Return the key of the work that a record names if no other record of the upload says more of it.

    What is stored with it need not be changed when the works are found. None for a record that names none.
    """
    name = title_key(record.title or "")
    ids = [] if name else sorted(f"{source}:{id_}" for source, id_ in record.external_ids.items())
    if record.media_type is None or not (name or ids):
        return None
    return _key(record.media_type, name, record.year, ids)


def _key(media_type: MediaType, name: str, year: int | None, ids: Sequence[str]) -> bytes:
    text = _APART.join([media_type, name, str(year or ""), *ids])
    return hashlib.sha256(text.encode()).digest()
