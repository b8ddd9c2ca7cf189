-- Both rate the film, one reviews it; triggers count.
INSERT INTO rating_prior (mean, refreshed_at) VALUES (3.5, '2026-01-05 10:00+00');
INSERT INTO ratings (user_id, id, title_id, half_steps, original_value, original_scale, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-000000000101',
        '00000000-0000-7000-8000-0000000000e1', 9, NULL, NULL, '2026-01-05 10:00+00', '2026-01-05 10:00+00'),
       ('00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-000000000102',
        '00000000-0000-7000-8000-0000000000e1', 6, '3', '1-5', '2026-01-05 11:00+00', '2026-01-05 11:00+00');
INSERT INTO reviews (user_id, id, title_id, body, contains_spoilers, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-000000000111',
        '00000000-0000-7000-8000-0000000000e1', E'Long.\n\nAnd good.', false, '2026-01-05 11:00+00',
        '2026-01-05 11:00+00');
