"""Validation and staging of the rows of a catalogue file."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from pydantic import ValidationError

from watchkeeper.foundation.core.text import case_key, sort_key
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.dtos.catalogue.catalogue_row_dtos import SHORT_FORMS, CatalogueRowInput, faults_of
from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord, RowClaim, StagedName, StagedTitle
from watchkeeper.models.types.catalogue.load_report import RejectedRow
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.models.types.catalogue.search_terms import name_keys, search_terms, title_key, title_sort

_DIGEST_BYTES = 16


@dataclass(slots=True)
class StagedRows:
    """Totals of the rows read so far: the number of valid rows, the rejected rows, genres and platforms by key."""

    poster_hosts: PosterHosts
    count: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    genres: dict[str, StagedName] = field(default_factory=dict)
    platforms: dict[str, StagedName] = field(default_factory=dict)

    def stage(self, records: Iterable[CatalogueRecord]) -> list[StagedTitle]:
        """Return the valid rows; the others are added to `rejected`."""
        staged = [title for title in map(self._stage, records) if title is not None]
        self.count += len(staged)
        return staged

    def _stage(self, record: CatalogueRecord) -> StagedTitle | None:
        if record.fault is not None:
            self.rejected.append(RejectedRow(record.line, record.fault))
            return None
        try:
            row = CatalogueRowInput.model_validate(record.members)
        except ValidationError as failure:
            self.rejected.append(RejectedRow(record.line, faults_of(failure)))
            return None
        if not self.poster_hosts.allow(row.poster_url):
            self.rejected.append(RejectedRow(record.line, "poster_url: not https at a host of POSTER_HOSTS"))
            return None
        return _staged(record.line, row, _keys(row.genres, self.genres), _keys(row.platforms, self.platforms))


def _keys(names: Iterable[str], known: dict[str, StagedName]) -> list[str]:
    """Return the distinct keys of `names`. New names are added to `known` in their first spelling."""
    keyed = [(case_key(name), name) for name in names]
    for key, name in keyed:
        if key not in known:
            known[key] = StagedName(uuid7(), name, key, sort_key(name))
    return list(dict.fromkeys(key for key, _ in keyed))


def _staged(line: int, row: CatalogueRowInput, genre_keys: list[str], platform_keys: list[str]) -> StagedTitle:
    year = row.release_date.year if row.release_date is not None else None
    names = (row.title, row.original_title, *(row.alternative_titles or ()))
    return StagedTitle(
        line=line,
        id=uuid7(),
        media_type=row.media_type.value,
        title=row.title,
        original_title=row.original_title,
        alternative_titles=row.alternative_titles,
        overview=row.overview,
        release_date=row.release_date,
        release_date_precision=row.release_date_precision.value,
        runtime_minutes=row.runtime_minutes,
        poster_url=row.poster_url,
        title_sort=title_sort(row.title),
        title_key=title_key(row.title),
        search_words=search_terms(names, row.media_type.value, year),
        genre_keys=genre_keys,
        platform_keys=platform_keys,
        sources=list(row.external_ids.keys()),
        external_ids=list(row.external_ids.values()),
        name_keys=name_keys(names),
        name_key=f"{row.media_type.value} {year or ''} {case_key(row.title)}",
        digest=hashlib.blake2b(row.model_dump_json(exclude=SHORT_FORMS).encode(), digest_size=_DIGEST_BYTES).digest(),
    )


@dataclass(frozen=True, slots=True)
class RepeatedRows:
    """Rows about the title of an earlier row: repeats with the same content, and rejected rows with other content."""

    repeats: list[int]
    rejected: list[RejectedRow]


def check_claims(claims: Iterable[RowClaim]) -> RepeatedRows:
    """Return the rows about the title of an earlier row. `claims` are in the order of the file.

    A row belongs to the first accepted row that shares a mark with it. The marks of rejected rows are ignored.
    """
    owners: dict[str, RowClaim] = {}
    judged = RepeatedRows([], [])
    for line, of_row in groupby(claims, key=lambda claim: claim.line):
        row = list(of_row)
        owner = min((owners[claim.mark] for claim in row if claim.mark in owners), key=_line, default=None)
        if owner is None:
            owners.update((claim.mark, claim) for claim in row)
        elif owner.digest == row[0].digest:
            judged.repeats.append(line)
        else:
            judged.rejected.append(RejectedRow(line, f"Line {owner.line} is about the same title and has other values"))
    return judged


def _line(claim: RowClaim) -> int:
    return claim.line
