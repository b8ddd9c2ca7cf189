-- The data of the benchmark, as sets. Parameters ($1 ...) are named in the line above each statement; the statements are
-- told apart by lines of dashes. Every id follows from a number, so that the suite knows it.

CREATE SCHEMA bench
-- ----
CREATE FUNCTION bench.unit(a bigint, b bigint) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (hashint8extended(a * 64 + b, 42) & 1048575) / 1048576.0::double precision
$$
-- ----
CREATE FUNCTION bench.uuid7(moment timestamptz, seed text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' || substr(md5(seed), 1, 3)
            || '8' || substr(md5(seed), 4, 15))::uuid
$$
-- ----
CREATE FUNCTION bench.title_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT bench.uuid7('2024-01-01 00:00:00+00'::timestamptz + n * interval '1 second', 'title ' || n)
$$
-- ----
CREATE FUNCTION bench.user_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT bench.uuid7('2024-02-01 00:00:00+00'::timestamptz + n * interval '1 second', 'user ' || n)
$$
-- ----
-- The k-th title of a person: distinct ones as long as k < titles, for the step is a prime greater than all counts.
CREATE FUNCTION bench.title_of(person bigint, k bigint, titles bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 1 + ((hashint8extended(person, 7) & 1073741823) + k * 1500450271) % titles
$$
-- ----
CREATE TABLE bench.words (word text, n bigint)
-- ----
-- $1 words, the most frequent first
INSERT INTO bench.words SELECT word, n FROM unnest($1::text[]) WITH ORDINALITY AS given (word, n)
-- ----
INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at)
SELECT bench.uuid7('2023-01-01 00:00:00+00', 'genre ' || n), name, lower(name), lower(name), now(), now()
FROM unnest(ARRAY['Action', 'Adventure', 'Animation', 'Biography', 'Comedy', 'Crime', 'Documentary', 'Drama', 'Family',
                  'Fantasy', 'History', 'Horror', 'Music', 'Mystery', 'Romance', 'Science Fiction', 'Sport', 'Thriller',
                  'War', 'Western']) WITH ORDINALITY AS given (name, n)
-- ----
INSERT INTO platforms (id, name, name_key, name_sort, created_at, updated_at)
SELECT bench.uuid7('2023-01-02 00:00:00+00', 'platform ' || n), 'Platform ' || n, 'platform ' || n, 'platform ' || n,
       now(), now()
FROM generate_series(1, 12) AS n
-- ----
-- $1 titles, $2 words
INSERT INTO titles (id, media_type, title, overview, release_date, release_date_precision, runtime_minutes, poster_url,
                    is_active, metadata_state, title_sort, title_key, search_words, created_at, updated_at)
SELECT bench.title_id(n),
       CASE WHEN bench.unit(n, 60) < 0.7 THEN 'movie' WHEN bench.unit(n, 60) < 0.9 THEN 'show' ELSE 'anime' END,
       initcap(array_to_string(chosen, ' ')),
       'A story of ' || array_to_string(chosen, ' and ') || '. ' || repeat('Nobody knows how it will end, and everybody wants to. ', 4),
       date '1930-01-01' + (bench.unit(n, 61) * 34000)::integer, 'day', 60 + (bench.unit(n, 62) * 120)::integer,
       'https://images.example.com/posters/' || md5(n::text) || '.jpg', true, 'own',
       '', '', '{}',
       '2024-01-01 00:00:00+00'::timestamptz + n * interval '1 second',
       '2024-01-01 00:00:00+00'::timestamptz + n * interval '1 second'
FROM (
    SELECT n, array_agg(word ORDER BY k) AS chosen
    FROM (
        SELECT numbers.n, words.word, min(k) AS k
        FROM generate_series(1, $1::bigint) AS numbers (n)
        CROSS JOIN generate_series(1, 5) AS k
        JOIN bench.words ON words.n = 1 + floor(power(bench.unit(numbers.n, k), 3) * $2::integer)::bigint
        WHERE k <= 2 + floor(bench.unit(numbers.n, 0) * 4)
        GROUP BY numbers.n, words.word
    ) AS picked
    GROUP BY n
) AS named
-- ----
-- $1 titles
INSERT INTO title_genres (title_id, genre_id)
SELECT bench.title_id(n),
       bench.uuid7('2023-01-01 00:00:00+00', 'genre ' || 1 + (floor(bench.unit(n, 50) * 20)::integer + k * 7) % 20)
FROM generate_series(1, $1::bigint) AS n CROSS JOIN generate_series(0, 2) AS k
WHERE k <= floor(bench.unit(n, 51) * 3)
-- ----
-- $1 titles
INSERT INTO title_platforms (title_id, platform_id)
SELECT bench.title_id(n),
       bench.uuid7('2023-01-02 00:00:00+00', 'platform ' || 1 + (floor(bench.unit(n, 52) * 12)::integer + k * 5) % 12)
FROM generate_series(1, $1::bigint) AS n CROSS JOIN generate_series(0, 1) AS k
WHERE k <= floor(bench.unit(n, 53) * 2)
-- ----
-- $1 titles
INSERT INTO title_external_ids (source, media_type, external_id, title_id)
SELECT source, titles.media_type, n::text, titles.id
FROM generate_series(1, $1::bigint) AS n
JOIN titles ON titles.id = bench.title_id(n)
CROSS JOIN (VALUES ('tmdb'), ('imdb')) AS known (source)
-- ----
-- As the triggers of these links write them, which are switched off here.
INSERT INTO title_references (title_id, genres, platforms, external_ids)
SELECT titles.id, '[' || genres || ']', '[' || platforms || ']', '{' || external_ids || '}'
FROM titles
LEFT JOIN (
    SELECT title_id, string_agg('{"id":"' || id || '","name":' || to_json(name) || '}', ',' ORDER BY name_sort, id) AS genres
    FROM title_genres JOIN genres ON id = genre_id GROUP BY title_id
) AS of_genres ON of_genres.title_id = titles.id
LEFT JOIN (
    SELECT title_id, string_agg('{"id":"' || id || '","name":' || to_json(name) || '}', ',' ORDER BY name_sort, id) AS platforms
    FROM title_platforms JOIN platforms ON id = platform_id GROUP BY title_id
) AS of_platforms ON of_platforms.title_id = titles.id
LEFT JOIN (
    SELECT title_id, string_agg(to_json(source) || ':' || to_json(external_id), ',' ORDER BY source) AS external_ids
    FROM title_external_ids GROUP BY title_id
) AS of_ids ON of_ids.title_id = titles.id
-- ----
-- $1 people, $2 the hash of everybody's password
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
SELECT bench.user_id(n), name || '@example.com', name || '@example.com', name, name, $2, 'user', true, now(), now()
FROM (SELECT n, 'person' || n AS name FROM generate_series(1, $1::bigint) AS n) AS people
-- ----
-- $1 people
INSERT INTO sessions (user_id, id, generation, token_hash, rotated_at, expires_at, created_at, updated_at)
SELECT bench.user_id(n), bench.uuid7('2024-03-01 00:00:00+00', 'session ' || n), 1, sha256(('session ' || n)::bytea),
       now(), now() + interval '20 years', now(), now()
FROM generate_series(1, $1::bigint) AS n
-- ----
-- $1 people, $2 titles, $3 entries of each, $4 entries of the first person
INSERT INTO watch_entries (user_id, id, title_id, status, completed_at, created_at, updated_at)
SELECT bench.user_id(person), bench.uuid7(moment, 'entry ' || person || ' ' || k),
       bench.title_id(bench.title_of(person, k, $2::bigint)),
       CASE WHEN part < 0.4 THEN 'completed' WHEN part < 0.8 THEN 'planned' ELSE 'watching' END,
       CASE WHEN part < 0.4 THEN moment END, moment, moment
FROM (
    SELECT person, k, bench.unit(person * 100000 + k, 1) AS part,
           '2024-06-01 00:00:00+00'::timestamptz + k * interval '7 minutes' + person * interval '1 second' AS moment
    FROM generate_series(1, $1::bigint) AS person
    CROSS JOIN LATERAL generate_series(0, CASE WHEN person = 1 THEN $4::bigint ELSE $3::bigint END - 1) AS k
) AS entries
-- ----
-- $1 people, $2 titles, $3 ratings of each
INSERT INTO ratings (user_id, id, title_id, half_steps, created_at, updated_at)
SELECT bench.user_id(person), bench.uuid7(moment, 'rating ' || person || ' ' || k),
       bench.title_id(bench.title_of(person, k, $2::bigint)), 2 + floor(sqrt(part) * 9)::smallint, moment, moment
FROM (
    SELECT person, k, bench.unit(person * 100000 + k, 2) AS part,
           '2024-07-01 00:00:00+00'::timestamptz + k * interval '7 minutes' + person * interval '1 second' AS moment
    FROM generate_series(1, $1::bigint) AS person CROSS JOIN generate_series(0, $3::bigint - 1) AS k
) AS given
-- ----
INSERT INTO rating_prior (is_only, mean, refreshed_at) SELECT true, sum(half_steps) / (2.0 * count(*)), now() FROM ratings
-- ----
INSERT INTO title_figures (title_id, ratings_count, half_steps_sum, distribution, weighted)
SELECT titles.id, coalesce(ratings_count, 0), coalesce(half_steps_sum, 0),
       coalesce(distribution, '{0,0,0,0,0,0,0,0,0}'),
       weighted_rating(coalesce(ratings_count, 0), coalesce(half_steps_sum, 0), (SELECT mean FROM rating_prior))
FROM titles
LEFT JOIN (
    SELECT title_id, count(*)::integer AS ratings_count, sum(half_steps)::integer AS half_steps_sum,
           ARRAY[count(*) FILTER (WHERE half_steps = 2), count(*) FILTER (WHERE half_steps = 3),
                 count(*) FILTER (WHERE half_steps = 4), count(*) FILTER (WHERE half_steps = 5),
                 count(*) FILTER (WHERE half_steps = 6), count(*) FILTER (WHERE half_steps = 7),
                 count(*) FILTER (WHERE half_steps = 8), count(*) FILTER (WHERE half_steps = 9),
                 count(*) FILTER (WHERE half_steps = 10)]::integer[] AS distribution
    FROM ratings GROUP BY title_id
) AS rated ON rated.title_id = titles.id
-- ----
UPDATE titles SET is_known = true, known_ratings = ratings_count FROM title_figures WHERE title_id = id AND id IN (
    SELECT title_id FROM title_figures WHERE ratings_count > 0 ORDER BY ratings_count DESC, title_id DESC LIMIT 2000
)
-- ----
INSERT INTO seasons (id, title_id, number, created_at, updated_at)
SELECT md5('season ' || id || ' ' || number)::uuid, id, number, created_at, created_at
FROM titles CROSS JOIN generate_series(1, 2) AS number
WHERE media_type <> 'movie'
-- ----
INSERT INTO episodes (id, title_id, season_id, season, number, absolute_number, kind, title, air_date, runtime_minutes,
                      created_at, updated_at)
SELECT md5('episode ' || seasons.id || ' ' || n)::uuid, title_id, seasons.id, seasons.number, n,
       (seasons.number - 1) * 6 + n, 'regular', 'Part ' || n,
       current_date - 250 + ((seasons.number - 1) * 6 + n) * 28 + abs(hashtext(title_id::text)) % 28, 45, created_at, created_at
FROM seasons CROSS JOIN generate_series(1, 6) AS n
-- ----
INSERT INTO episode_refreshes (title_id, due_at)
SELECT id, now() + interval '20 years' FROM titles WHERE media_type <> 'movie'
-- ----
INSERT INTO plays (user_id, id, title_id, viewing, precision, watched_on, first_day, last_day, sorted_at, moves_status,
                   edited_at, created_at, updated_at)
SELECT user_id, md5('play ' || id)::uuid, title_id, 1, 'day', day::text, day, day, day, true, updated_at, updated_at, updated_at
FROM (SELECT *, (completed_at AT TIME ZONE 'UTC')::date AS day FROM watch_entries WHERE status = 'completed') AS completed
-- ----
INSERT INTO viewings (user_id, title_id, number, state, completed_at, started_on, plays_count, last_sorted_at,
                      title_plays_count, title_last_watched_on)
SELECT user_id, title_id, 1, 'finished', completed_at, watched_on, 1, sorted_at, 1, watched_on
FROM watch_entries JOIN plays USING (user_id, title_id)
-- ----
INSERT INTO lists (user_id, id, name, name_key, name_sort, visibility, is_ranked, default_sort, items_count, created_at,
                   updated_at, edited_at)
SELECT id, md5('list ' || id)::uuid, 'Evenings', 'evenings', 'evenings', 'private', false, 'rank', 20, created_at,
       created_at, created_at
FROM users
-- ----
INSERT INTO list_items (user_id, list_id, id, title_id, rank, created_at, updated_at)
SELECT user_id, md5('list ' || user_id)::uuid, md5('item ' || id)::uuid, title_id, place * 4294967296, created_at, created_at
FROM (
    SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY created_at) AS place FROM watch_entries
) AS first
WHERE place <= 20
-- ----
INSERT INTO resource_changes (user_id, area, resource_id, sequence, is_deleted, changed_at)
SELECT user_id, 1, id, 1, false, updated_at FROM watch_entries
UNION ALL
SELECT user_id, 2, id, 1, false, updated_at FROM plays
UNION ALL
SELECT user_id, 3, id, 1, false, updated_at FROM ratings
UNION ALL
SELECT user_id, 5, id, 1, false, updated_at FROM lists
UNION ALL
SELECT user_id, 6, id, 1, false, updated_at FROM list_items
UNION ALL
SELECT id, 10, id, 1, false, updated_at FROM users
-- ----
INSERT INTO change_heads (user_id, area_counts)
SELECT users.id, ARRAY[coalesce(entries.number, 0), coalesce(entries.plays, 0), coalesce(rated.number, 0), 0, 1,
                       least(coalesce(entries.number, 0), 20), 0, 0, 0, 1]
FROM users
LEFT JOIN (
    SELECT user_id, count(*) AS number, count(*) FILTER (WHERE status = 'completed') AS plays FROM watch_entries GROUP BY user_id
) AS entries ON entries.user_id = users.id
LEFT JOIN (SELECT user_id, count(*) AS number FROM ratings GROUP BY user_id) AS rated ON rated.user_id = users.id
