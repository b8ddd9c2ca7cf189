"""Queries for AniList's GraphQL API (https://docs.anilist.co/reference/)."""

from typing import Any

PER_PAGE = 20

_RESULT = """
fragment result on Media {
  id idMal title { romaji english native } description(asHtml: false) format status episodes duration
  startDate { year month day } season seasonYear genres averageScore popularity countryOfOrigin isAdult
  coverImage { extraLarge large color } bannerImage siteUrl
}
"""
_PAGE = """
query ($page: Int, $perPage: Int, $search: String, $sort: [MediaSort], $isAdult: Boolean) {
  Page(page: $page, perPage: $perPage) {
    pageInfo { total currentPage lastPage hasNextPage }
    media(type: ANIME, search: $search, sort: $sort, isAdult: $isAdult) { ...result }
  }
}
"""
_MEDIA = """
query ($id: Int) {
  Media(id: $id, type: ANIME) {
    ...result
    synonyms
    endDate { year month day }
    trailer { id site thumbnail }
    studios(isMain: true) { nodes { id name } }
    externalLinks { site url type language }
  }
}
"""


def page_query(page: int, search: str | None, *, is_adult: bool) -> dict[str, Any]:
    """Return the query for a page: the best matches of a search, else the most popular."""
    order = ["POPULARITY_DESC"] if search is None else ["SEARCH_MATCH"]
    variables: dict[str, Any] = {"page": page, "perPage": PER_PAGE, "sort": order}
    if search is not None:
        variables["search"] = search
    if not is_adult:
        variables["isAdult"] = False
    return {"query": _PAGE + _RESULT, "variables": variables}


def media_query(provider_id: int) -> dict[str, Any]:
    """Return the query for one anime."""
    return {"query": _MEDIA + _RESULT, "variables": {"id": provider_id}}
