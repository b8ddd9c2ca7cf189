"""The key of the work that a record names."""

from hashlib import blake2b

from watchkeeper.foundation.core.folding import fold
from watchkeeper.models.types.import_record import ImportRecord


def work_key(record: ImportRecord) -> bytes | None:
    """Return a key that is the same for records which name the same work: by title, year and medium, without a title by
    ids. None for a record that names no work."""
    named = (record.title and fold(record.title), record.year, record.media_type)
    parts = named if record.title else tuple(sorted(record.external_ids.items()))
    return blake2b(repr(parts).encode(), digest_size=16).digest() if parts else None
