"""Statements of a person's own data ask for the person; what they are planned like, tests/integration/plans say."""

from watchkeeper.models.types.sorts import RatingSort
from watchkeeper.repositories.feedback.adapters import rating_statements


def test_statements_of_ratings_ask_for_the_person_always() -> None:
    texts = [rating_statements.BY_ID, rating_statements.BY_ID_LOCKED, rating_statements.BY_TITLE]
    texts += [rating_statements.UPDATE, rating_statements.DELETE, rating_statements.count(frozenset())]
    texts += [rating_statements.search(sort, frozenset(), is_continued=True) for sort in RatingSort]

    assert all("ratings.user_id = $" in text.sql for text in texts)
