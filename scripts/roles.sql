-- A role for the service that owns nothing and can do only what the service does: it can't change the schema, and it
-- can add to the audit trail and read it, but neither change nor remove an entry.
--
-- Run it as the role that owns the tables, after every migration; it can be run as often as you like:
--
--   psql "$OWNER_URL" -v ON_ERROR_STOP=1 -f scripts/roles.sql
--   psql "$OWNER_URL" -c "CREATE ROLE watchkeeper_app LOGIN PASSWORD '…' IN ROLE watchkeeper_service"
--
-- The role is called watchkeeper_service unless PGOPTIONS="-c watchkeeper.service_role=another_name" says otherwise.
-- See docs/audit.md.

DO $$
DECLARE
    role text := coalesce(nullif(current_setting('watchkeeper.service_role', true), ''), 'watchkeeper_service');
    home text := current_schema();
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;

    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', home, role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', home, role);

    EXECUTE format('REVOKE ALL ON %I.alembic_version, %I.audit_log FROM %I', home, home, role);
    EXECUTE format('GRANT SELECT ON %I.alembic_version TO %I', home, role);
    EXECUTE format('GRANT SELECT, INSERT ON %I.audit_log TO %I', home, role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %I.audit_log_forget(uuid) TO %I', home, role);
END
$$;
