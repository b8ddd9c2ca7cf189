INSERT INTO shared_favorites (account_id, list_name, name_key, created_at, updated_at)
VALUES (548, 'Nights', 'nights', '2026-01-06 10:00+00', '2026-01-06 10:00+00');
UPDATE titles SET metadata_state = 'current', metadata_due_at = '2126-01-01 10:00+00' WHERE title = 'Heat';
