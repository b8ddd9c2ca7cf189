from uuid import uuid4

import pytest

from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.title_entity import TitleGenreEntity


def test_entity_gives_the_values_of_all_columns_those_never_set_as_none() -> None:
    entity = GenreEntity(id=uuid4(), name="Drama")
    entity.name = "Comedy"
    assert entity.values() == dict.fromkeys(GenreEntity.__table__.columns.keys()) | {"id": entity.id, "name": "Comedy"}
    assert entity.name_key is None


def test_member_that_is_no_column_is_refused() -> None:
    with pytest.raises(TypeError, match="genre, title"):
        TitleGenreEntity(title=uuid4(), genre=uuid4())
