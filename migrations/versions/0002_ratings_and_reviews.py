"""ratings and reviews

Revision: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The Bayesian average: a title counts as if it had 25 more ratings with the mean of all, which is 3 until it is known.
_WEIGHTED_RATING = """
CREATE FUNCTION weighted_rating(ratings_count integer, half_steps_sum integer, prior numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ratings_count > 0
                THEN round((25 * coalesce(prior, 3) + half_steps_sum / 2.0) / (25 + ratings_count), 7) END
$$
"""

# Each row that really changed moves the figures of its title by its difference, in the transaction that changes it:
# right however many run beside it. The lock keeps the prior as it is until the end of the transaction (the refresh
# takes it exclusively), so that no title is left behind with the one before.
_COUNT_RATING = """
CREATE FUNCTION count_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(6273826144);
    IF TG_OP = 'INSERT' THEN
        UPDATE title_figures
        SET ratings_count = ratings_count + 1,
            half_steps_sum = half_steps_sum + NEW.half_steps,
            distribution[NEW.half_steps - 1] = distribution[NEW.half_steps - 1] + 1,
            weighted = weighted_rating(ratings_count + 1, half_steps_sum + NEW.half_steps,
                                       (SELECT mean FROM rating_prior))
        WHERE title_id = NEW.title_id;
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE title_figures
        SET half_steps_sum = half_steps_sum - OLD.half_steps + NEW.half_steps,
            distribution[OLD.half_steps - 1] = distribution[OLD.half_steps - 1] - 1,
            distribution[NEW.half_steps - 1] = distribution[NEW.half_steps - 1] + 1,
            weighted = weighted_rating(ratings_count, half_steps_sum - OLD.half_steps + NEW.half_steps,
                                       (SELECT mean FROM rating_prior))
        WHERE title_id = NEW.title_id;
    ELSE
        UPDATE title_figures
        SET ratings_count = ratings_count - 1,
            half_steps_sum = half_steps_sum - OLD.half_steps,
            distribution[OLD.half_steps - 1] = distribution[OLD.half_steps - 1] - 1,
            weighted = weighted_rating(ratings_count - 1, half_steps_sum - OLD.half_steps,
                                       (SELECT mean FROM rating_prior))
        WHERE title_id = OLD.title_id;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a rated title has no figures';
    END IF;
    RETURN NULL;
END
$$
"""
_ON_RATING = """
CREATE TRIGGER count_rating AFTER INSERT OR DELETE ON ratings
FOR EACH ROW EXECUTE FUNCTION count_rating()
"""
_ON_CHANGED_RATING = """
CREATE TRIGGER count_changed_rating AFTER UPDATE OF half_steps ON ratings
FOR EACH ROW WHEN (OLD.half_steps <> NEW.half_steps) EXECUTE FUNCTION count_rating()
"""
_COUNT_REVIEW = """
CREATE FUNCTION count_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE title_figures SET reviews_count = reviews_count + 1 WHERE title_id = NEW.title_id;
    ELSE
        UPDATE title_figures SET reviews_count = reviews_count - 1 WHERE title_id = OLD.title_id;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a reviewed title has no figures';
    END IF;
    RETURN NULL;
END
$$
"""
_ON_REVIEW = """
CREATE TRIGGER count_review AFTER INSERT OR DELETE ON reviews
FOR EACH ROW EXECUTE FUNCTION count_review()
"""


def upgrade() -> None:
    op.create_table(
        "ratings",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("half_steps", sa.SmallInteger(), nullable=False),
        sa.Column("original_value", sa.String(length=32), nullable=True),
        sa.Column("original_scale", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("half_steps BETWEEN 2 AND 10", name=op.f("ck_ratings_half_steps")),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_ratings_title_id_titles")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_ratings_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("user_id", "title_id", name=op.f("uq_ratings_user_id_title_id")),
    )
    op.create_index("ix_ratings_title_id", "ratings", ["title_id"], unique=False)
    for column in ("created_at", "updated_at", "half_steps"):
        op.create_index(f"ix_ratings_user_id_{column}_id", "ratings", ["user_id", column, "id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(length=10000), nullable=False),
        sa.Column("contains_spoilers", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_reviews_title_id_titles")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reviews_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("id", name=op.f("uq_reviews_id")),
        sa.UniqueConstraint("user_id", "title_id", name=op.f("uq_reviews_user_id_title_id")),
    )
    for leading in ("title_id", "user_id"):
        op.create_index(f"ix_reviews_{leading}_created_at_id", "reviews", [leading, "created_at", "id"], unique=False)
    op.create_table(
        "rating_prior",
        sa.Column("is_only", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("mean", sa.Numeric(), nullable=True),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_only", name=op.f("ck_rating_prior_is_only")),
        sa.PrimaryKeyConstraint("is_only", name=op.f("pk_rating_prior")),
    )
    # Rounded to two places when read; from four digits rounding twice would show.
    op.alter_column("title_figures", "weighted", type_=sa.Numeric(precision=10, scale=7))
    for statement in (_WEIGHTED_RATING, _COUNT_RATING, _ON_RATING, _ON_CHANGED_RATING, _COUNT_REVIEW, _ON_REVIEW):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("rating_prior")
    op.drop_table("reviews")
    op.drop_table("ratings")
    for function in ("count_review()", "count_rating()", "weighted_rating(integer, integer, numeric)"):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(
        "UPDATE title_figures SET ratings_count = 0, half_steps_sum = 0, reviews_count = 0, weighted = NULL,"
        " distribution = DEFAULT WHERE ratings_count > 0 OR reviews_count > 0"
    )
    op.alter_column("title_figures", "weighted", type_=sa.Numeric(precision=7, scale=4))
