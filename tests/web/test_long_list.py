"""A list of five thousand entries on the page."""

import asyncpg
import pytest

from tests.support.accounts import Accounts
from tests.web.conftest import Browser

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]

ENTRIES = """
WITH made AS (
    INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words,
                        metadata_state, created_at, updated_at)
    SELECT gen_random_uuid(), 'movie', name, 'day', true, lower(name), '{}', 'own', now(), now()
    FROM (SELECT 'Number ' || lpad(n::text, 4, '0') AS name FROM generate_series(1, 5000) n)
    RETURNING id
),
figures AS (INSERT INTO title_figures (title_id) SELECT id FROM made)
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
SELECT $1, gen_random_uuid(), id, 'planned', now(), now() FROM made
"""


async def test_person_with_five_thousand_entries(
    accounts: Accounts, connection: asyncpg.Connection, browser: Browser
) -> None:
    person = await accounts.person("ada")
    await connection.execute(ENTRIES, person.id)
    await browser.run("long.mjs")
