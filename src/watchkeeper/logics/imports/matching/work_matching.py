"""Finds the title that a work is."""

from collections.abc import Sequence

from watchkeeper.foundation.core.folding import fold
from watchkeeper.models.types.catalogue.search_terms import title_key
from watchkeeper.models.types.imports.import_work import CandidateTitle, FoundTitles, Work, WorkMatch


def match_of(work: Work, found: FoundTitles) -> WorkMatch:
    """Return what a work is: the title with its ids, else the one of its medium, name and year.

    Ids of several titles, several titles of the name and year, and titles of the name that are a year off are
    candidates: the person says, also where two works of the upload have the name and year, and neither is known. A
    single title of the very name is taken where there is no year to compare.
    """
    if found.by_id:
        return _only(found.by_id, work)
    matching = [one for one in found.by_name if not _has_other_id(one, work)]
    exact = _exact(work, matching)
    if exact:
        return _only(exact, work)
    near = tuple(one for one in matching if _is_near(one, work))
    is_single = len(near) == 1 and (work.year is None or near[0].year is None) and not work.is_contested
    is_very_name = is_single and _has_very_name(near[0], work)
    if is_very_name:
        return WorkMatch(near[0].title_id, is_by_name=True)
    return WorkMatch(candidates=near, is_contested=work.is_contested)


def _only(titles: Sequence[CandidateTitle], work: Work) -> WorkMatch:
    """Return the only title, or else candidates."""
    if len(titles) == 1 and not work.is_contested:
        return WorkMatch(titles[0].title_id)
    return WorkMatch(candidates=tuple(titles))


def _exact(work: Work, titles: Sequence[CandidateTitle]) -> Sequence[CandidateTitle]:
    """Return the titles of the year; of several the personal one, if there is a single one."""
    exact = [one for one in titles if one.year == work.year and (one.is_own or work.year is not None)]
    own = [one for one in exact if one.is_own]
    return own if len(own) == 1 else exact


def _has_very_name(title: CandidateTitle, work: Work) -> bool:
    """Whether a title has the name of a work with its article, or has it as another of its names."""
    name = work.title or ""
    return fold(title.title) == fold(name) or title_key(title.title) != title_key(name)


def _is_near(title: CandidateTitle, work: Work) -> bool:
    return title.year is None or work.year is None or abs(title.year - work.year) <= 1


def _has_other_id(title: CandidateTitle, work: Work) -> bool:
    """Whether a title has another id of a service than a work, so that it is another one."""
    return any(title.external_ids.get(one.source, one.external_id) != one.external_id for one in work.external_ids)
