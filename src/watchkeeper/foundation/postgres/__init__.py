"""PostgreSQL: pool, statements, transactions, pages and errors.

- Running: `database` runs a `statement` on a connection of `pool`, and `rows` reads the result by name;
  `combined_writes` sends several writes as one, `row_sets` writes many rows, `row_image` stores whole rows as JSON.
- Transactions: `unit_of_work`, `deferred_commit` (under an Idempotency-Key).
- Tables: `entity`, `table_adapter`, `constraint_errors`; lists: `keyset`, `paged_query`.
- Around it: `options`, `errors`, `probe`, `notifications` and `postgres_notifications` (LISTEN/NOTIFY).
"""
