-- Two people whose password is that of all tests, a catalogue of two titles, and what one of the people watches.
INSERT INTO users (id, email, email_key, username, username_key, first_name, last_name, password_hash, role, is_active,
                   created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a1', 'Ada@example.com', 'ada@example.com', 'ada', 'ada', 'Ada', NULL,
        '$2b$04$tTMFnF/ZNFvYQCJBfg6kKO1ZOYkhK8BerNmHWSX0zf.EMnmvK6qDK', 'admin', true, '2026-01-01 10:00+00', '2026-01-01 10:00+00'),
       ('00000000-0000-7000-8000-0000000000a2', 'alan@example.com', 'alan@example.com', 'alan', 'alan', NULL, NULL,
        '$2b$04$tTMFnF/ZNFvYQCJBfg6kKO1ZOYkhK8BerNmHWSX0zf.EMnmvK6qDK', 'user', true, '2026-01-02 10:00+00', '2026-01-03 10:00+00');
INSERT INTO sessions (user_id, id, generation, token_hash, device, rotated_at, expires_at, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000b1', 3, sha256('refresh'), 'A phone',
        '2026-01-02 10:00+00', '2126-01-02 10:00+00', '2026-01-02 10:00+00', '2026-01-02 10:00+00');
INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000c1', 'Crime', 'crime', 'crime', '2026-01-01 10:00+00', '2026-01-01 10:00+00');
INSERT INTO platforms (id, name, name_key, name_sort, description, website, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000d1', 'Cinema', 'cinema', 'cinema', NULL, 'https://cinema.example',
        '2026-01-01 10:00+00', '2026-01-01 10:00+00');
INSERT INTO titles (id, media_type, title, original_title, overview, release_date, release_date_precision,
                    runtime_minutes, poster_url, is_active, title_sort, search_words, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000e1', 'movie', 'Heat', NULL, 'Two of a kind.', '1995-12-15', 'day', 170, NULL,
        true, 'heat', '{heat}', '2026-01-01 10:00+00', '2026-01-01 10:00+00'),
       ('00000000-0000-7000-8000-0000000000e2', 'anime', 'Mushishi', '蟲師', NULL, '2005-01-01', 'year', NULL, NULL,
        true, 'mushishi', '{mushishi,蟲師}', '2026-01-02 10:00+00', '2026-01-02 10:00+00');
INSERT INTO title_figures (title_id)
VALUES ('00000000-0000-7000-8000-0000000000e1'), ('00000000-0000-7000-8000-0000000000e2');
INSERT INTO title_external_ids (source, media_type, external_id, title_id)
VALUES ('tmdb', 'movie', '949', '00000000-0000-7000-8000-0000000000e1');
INSERT INTO title_genres (title_id, genre_id)
VALUES ('00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000c1');
INSERT INTO title_platforms (title_id, platform_id)
VALUES ('00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000d1');
INSERT INTO watch_entries (user_id, id, title_id, status, notes, completed_at, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000f1',
        '00000000-0000-7000-8000-0000000000e1', 'completed', 'The diner', '2026-01-03 10:00+00', '2026-01-02 10:00+00',
        '2026-01-03 10:00+00'),
       ('00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000f2',
        '00000000-0000-7000-8000-0000000000e2', 'planned', NULL, NULL, '2026-01-04 10:00+00', '2026-01-04 10:00+00');
INSERT INTO loaded_datasets (name, loaded_at) VALUES ('demo_catalogue/films.csv.gz', '2026-01-01 10:00+00');
