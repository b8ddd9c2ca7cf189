INSERT INTO audit_log (id, created_at, actor_id, action, entity_type, entity_id, before, after, reason, request_id,
                       client_address)
VALUES ('00000000-0000-7000-8000-000000000121', '2026-01-05 11:00+00', '00000000-0000-7000-8000-0000000000a2', 'login',
        'session', '00000000-0000-7000-8000-0000000000b1', NULL, NULL, NULL, 'a-request', '192.0.2.7'),
       ('00000000-0000-7000-8000-000000000122', '2026-01-05 12:00+00', '00000000-0000-7000-8000-0000000000a1',
        'title_updated', 'title', '00000000-0000-7000-8000-0000000000e1', '{"title": "Heet"}', '{"title": "Heat"}',
        NULL, NULL, NULL);
