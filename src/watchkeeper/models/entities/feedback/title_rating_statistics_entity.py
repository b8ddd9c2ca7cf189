from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Computed, ForeignKey, Index, Integer, Numeric, text, true
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity

AVERAGE = (  # in the spelling of PostgreSQL: otherwise the check of the migrations finds a difference
    "CASE WHEN ratings_count > 0 THEN round(half_steps_sum::numeric / (2.0 * ratings_count::numeric), 2) "
    "ELSE NULL::numeric END"
)

_IS_PUBLIC = text("is_public")


class TitleRatingStatisticsEntity(Entity):
    """The rating statistics of a title, in a separate row so that ratings never wait for edits of the title.

    Every title has exactly one row, which triggers on ratings and reviews maintain (migration 0002). Sums are in half
    steps: a score of 3.5 counts 7. `distribution` has nine buckets, for the scores 1, 1.5 … 5. `weighted` is stored
    because its prior, the mean of all ratings, changes every hour.
    """

    __tablename__ = "title_figures"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True)
    ratings_count: Mapped[int] = mapped_column(server_default="0")
    half_steps_sum: Mapped[int] = mapped_column(server_default="0")
    distribution: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{0,0,0,0,0,0,0,0,0}'"))
    reviews_count: Mapped[int] = mapped_column(server_default="0")
    average: Mapped[Decimal | None] = mapped_column(Numeric(3, 2), Computed(AVERAGE, persisted=True))
    weighted: Mapped[Decimal | None] = mapped_column(Numeric(10, 7))
    is_public: Mapped[bool] = mapped_column(server_default=true())

    __table_args__ = (
        CheckConstraint("ratings_count >= 0 AND half_steps_sum >= 0 AND reviews_count >= 0", name="not_negative"),
        CheckConstraint("cardinality(distribution) = 9", name="distribution"),
        Index("ix_title_figures_average_first", text("coalesce(average, 99)"), "title_id", postgresql_where=_IS_PUBLIC),
        Index("ix_title_figures_average_last", text("coalesce(average, -1)"), "title_id", postgresql_where=_IS_PUBLIC),
        Index(
            "ix_title_figures_weighted_first", text("coalesce(weighted, 99)"), "title_id", postgresql_where=_IS_PUBLIC
        ),
        Index(
            "ix_title_figures_weighted_last", text("coalesce(weighted, -1)"), "title_id", postgresql_where=_IS_PUBLIC
        ),
        Index("ix_title_figures_ratings_count", "ratings_count", "title_id", postgresql_where=_IS_PUBLIC),
    )
