"""manage.py recount."""

import asyncio

import typer

from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import NOT_DONE, out
from watchkeeper.models.types.feedback.rating_statistics import (
    RatingStatisticsDifference,
    RecountReport,
    TitleRatingStatistics,
)


def recount() -> None:
    """Recount the ratings and reviews of all titles, and repair rating statistics that differ.

    The mean of all ratings is computed again too, regardless of its age, and so are the numbers of resources in the
    change feed of each account, and the plays of viewings. Exit status: 0 if nothing differed, 1 if differences were
    repaired.
    """
    report, feeds, viewings = asyncio.run(_recount())
    for line in [*lines(report), feed_line(feeds), viewing_line(viewings)]:
        out.print(line, markup=False)
    raise typer.Exit(NOT_DONE if report.differences or feeds or viewings else 0)


async def _recount() -> tuple[RecountReport, int, int]:
    """Return the report of the rating statistics, and how many change feeds and played titles had wrong counts."""
    async with opened_container() as container:
        report: RecountReport = await container.rating_statistics_logic().recount()
        return report, await container.change_logic().recount(), await container.viewing_count_logic().recount()


def feed_line(feeds: int) -> str:
    """Return what became of the change feeds, for people."""
    return f"{feeds} change feeds had wrong counts; they are repaired." if feeds else "All change feeds count rightly."


def viewing_line(titles: int) -> str:
    """Return what became of the numbers of plays, for people."""
    return f"{titles} titles had wrong numbers of plays; they are repaired." if titles else "All plays are counted."


def lines(report: RecountReport) -> list[str]:
    """Return the report for people."""
    found = [_difference(difference) for difference in report.differences]
    summary = f"{len(found)} titles had wrong rating statistics; they are repaired." if found else "no difference"
    return [*found, summary, f"{report.reweighted} weighted averages changed with the mean of all ratings."]


def _difference(difference: RatingStatisticsDifference) -> str:
    stored = "nothing" if difference.stored is None else _described(difference.stored)
    return f"title {difference.title_id}: {stored} stored, {_described(difference.counted)} counted"


def _described(one: TitleRatingStatistics) -> str:
    ratings = f"{one.ratings_count} ratings (sum {one.half_steps_sum / 2:g}, {list(one.distribution)})"
    return f"{ratings} and {one.reviews_count} reviews"
