from uuid import UUID

import pytest
from asyncpg.pgproto import pgproto
from pydantic import TypeAdapter

from watchkeeper.models.types.row_id import RowId

_TEXT = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"


@pytest.mark.parametrize("id_", [UUID(_TEXT), pgproto.UUID(_TEXT)])
def test_ids_of_the_driver_are_written_like_all_others(id_: UUID) -> None:
    assert TypeAdapter(RowId).dump_json(id_) == f'"{_TEXT}"'.encode()
