INSERT INTO write_positions (user_id, position, server_started, recorded_at)
VALUES ('00000000-0000-0000-0000-000000000000', 1, now(), now());
