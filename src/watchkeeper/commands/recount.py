"""manage.py recount."""

import asyncio

import typer

from watchkeeper.commands.runtime import NOT_DONE, opened_container, out
from watchkeeper.models.types.rating_statistics import RatingStatisticsDifference, RecountReport, TitleRatingStatistics


def recount() -> None:
    """Count the ratings and reviews of every title anew, and repair figures that differ from what is counted.

    The mean of all ratings is measured anew too, without waiting for the hour. Exit status: 0 when no figure
    differed, 1 when some did (they are right now).
    """
    report = asyncio.run(_recount())
    for line in lines(report):
        out.print(line, markup=False)
    raise typer.Exit(NOT_DONE if report.differences else 0)


async def _recount() -> RecountReport:
    async with opened_container() as container:
        report: RecountReport = await container.rating_statistics_logic().recount()
        return report


def lines(report: RecountReport) -> list[str]:
    """Return the report for people."""
    found = [_difference(difference) for difference in report.differences]
    summary = f"{len(found)} titles had wrong figures; they are repaired." if found else "no difference"
    return [*found, summary, f"{report.reweighted} weighted averages followed the mean of all ratings."]


def _difference(difference: RatingStatisticsDifference) -> str:
    stored = "nothing" if difference.stored is None else _described(difference.stored)
    return f"title {difference.title_id}: {stored} stored, {_described(difference.counted)} counted"


def _described(one: TitleRatingStatistics) -> str:
    ratings = f"{one.ratings_count} ratings (sum {one.half_steps_sum / 2:g}, {list(one.distribution)})"
    return f"{ratings} and {one.reviews_count} reviews"
