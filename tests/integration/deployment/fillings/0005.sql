INSERT INTO idempotency_keys (user_id, key, fingerprint, status, headers, body, created_at)
VALUES ('00000000-0000-7000-8000-0000000000a2', 'a-key', sha256('a request'), 201, '{"etag": "\"1\""}', '{}',
        '2026-01-06 10:00+00');
