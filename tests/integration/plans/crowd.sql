-- So many rows of each kind that reading a whole table never pays. The first person and the first title have many.
-- Pages are left empty but for a tenth: as PostgreSQL reckons, that is like ten times the rows, and takes no time. And
-- nobody but the fixture vacuums: a snapshot taken meanwhile would keep rows from being known to all, and change plans.
DO $$
DECLARE large text;
BEGIN
    FOR large IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER TABLE %I SET (fillfactor = 10, autovacuum_enabled = false)', large);
    END LOOP;
END $$;
SET session_replication_role = replica;  -- passes over triggers
SELECT setseed(0.5);  -- the same rows, and the same plans, each time
INSERT INTO titles (id, media_type, title, release_date, release_date_precision, is_active, metadata_state,
                    metadata_due_at, title_sort, search_words, created_at, updated_at)
SELECT md5(random()::text)::uuid, (ARRAY['movie', 'show', 'anime'])[1 + n % 3], n, date '1950-01-01' + n, 'day', n % 50 > 0,
       CASE WHEN n % 100 = 0 THEN 'pending' ELSE 'own' END,
       CASE WHEN n % 100 = 0 THEN now() + n * interval '1 minute' END,
       'title ' || n, ARRAY['title', 'word' || n % 400, n::text], now() - n * interval '1 minute', now()
FROM generate_series(1, 20000) n;
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
SELECT md5(random()::text)::uuid, n || '@example.com', n || '@example.com', n, n, 'x',
       CASE WHEN n % 2000 = 0 THEN 'admin' ELSE 'user' END, true, now() - n * interval '1 minute', now()
FROM generate_series(1, 10000) n;
CREATE TEMPORARY TABLE t AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM titles;
CREATE TEMPORARY TABLE u AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM users;
CREATE INDEX ON t (place);
CREATE INDEX ON u (place);
-- Who has what: the first person has every fiftieth title, the first title has every 25th person, all others have four.
CREATE TEMPORARY TABLE pairs AS
SELECT u.id AS user_id, t.id AS title_id FROM u, t WHERE u.place = 0 AND t.place % 50 = 0
UNION
SELECT u.id, t.id FROM u, t WHERE t.place = 0 AND u.place % 25 = 0
UNION
SELECT u.id, t.id FROM u, generate_series(1, 4) k JOIN t ON true
WHERE t.place = 1 + (u.place * 7 + k * 4999) % 19999 AND u.place > 0;
INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at)
SELECT md5(random()::text)::uuid, 'genre ' || n, 'genre ' || n, 'genre ' || n, now() - n * interval '1 minute', now()
FROM generate_series(1, 2000) n;
INSERT INTO platforms (id, name, name_key, name_sort, created_at, updated_at)
SELECT md5(random()::text)::uuid, 'platform ' || n, 'platform ' || n, 'platform ' || n, now() - n * interval '1 minute', now()
FROM generate_series(1, 2000) n;
INSERT INTO title_genres (title_id, genre_id)
SELECT t.id, g.id FROM t CROSS JOIN LATERAL (VALUES (t.place % 40), (40 + t.place % 1960)) AS two (place)
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM genres) g ON g.place = two.place;
INSERT INTO title_platforms (title_id, platform_id)
SELECT t.id, p.id FROM t CROSS JOIN LATERAL (VALUES (t.place % 40), (40 + t.place % 1960)) AS two (place)
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM platforms) p ON p.place = two.place;
INSERT INTO title_external_ids (source, media_type, external_id, title_id)
SELECT source, media_type, t.place::text, t.id FROM t JOIN titles USING (id), (VALUES ('tmdb'), ('imdb')) s (source);
INSERT INTO title_references (title_id, external_ids) SELECT title_id, '{"tmdb":"1"}' FROM title_external_ids
ON CONFLICT DO NOTHING;
INSERT INTO title_figures (title_id, ratings_count, half_steps_sum, weighted)
SELECT id, count, count * 6, 1 + random() * 4 FROM t, LATERAL (SELECT (random() * 9)::int + place * 0 AS count) counts;
INSERT INTO rating_prior (is_only, mean, refreshed_at) VALUES (true, 3, now());
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
SELECT user_id, md5(random()::text)::uuid, title_id, (ARRAY['planned', 'watching'])[1 + (random() * 1)::int],
       now() - random() * interval '9 days', now() - random() * interval '9 days' FROM pairs;
INSERT INTO ratings (user_id, id, title_id, half_steps, created_at, updated_at)
SELECT user_id, md5(random()::text)::uuid, title_id, 2 + (random() * 8)::int, now() - random() * interval '9 days',
       now() - random() * interval '9 days' FROM pairs;
INSERT INTO reviews (user_id, id, title_id, body, contains_spoilers, created_at, updated_at)
SELECT user_id, md5(random()::text)::uuid, title_id, 'Good.', false, now() - random() * interval '9 days', now() FROM pairs;
INSERT INTO sessions (user_id, id, generation, token_hash, rotated_at, expires_at, created_at, updated_at)
SELECT u.id, md5(random()::text)::uuid, 1, sha256(n::text::bytea), now(), now() + random() * interval '30 days',
       now() - random() * interval '9 days', now()
FROM generate_series(0, 29999) n JOIN u ON u.place = CASE WHEN n < 300 THEN 0 ELSE n % 10000 END;
INSERT INTO idempotency_keys (user_id, key, fingerprint, status, headers, body, created_at)
SELECT u.id, n::text, sha256(n::text::bytea), 201, '[]', '', now() - n * interval '1 second'
FROM generate_series(1, 20000) n JOIN u ON u.place = n % 10000;
INSERT INTO audit_log (id, created_at, actor_id, action, entity_type, entity_id)
SELECT md5(random()::text)::uuid, now() - n * interval '1 second', u.id, 'action ' || n % 25, 'entity ' || n % 7,
       md5(random()::text)::uuid
FROM generate_series(1, 30000) n JOIN u ON u.place = n % 1000;
INSERT INTO shared_favorites (account_id, list_name, name_key, created_at, updated_at)
SELECT n, 'list ' || n, 'list ' || n, now(), now() FROM generate_series(1, 5000) n;
INSERT INTO write_positions (user_id, position, server_started, recorded_at)
SELECT id, place, pg_postmaster_start_time(), now() FROM u;
RESET session_replication_role;
DROP TABLE pairs, t, u;
