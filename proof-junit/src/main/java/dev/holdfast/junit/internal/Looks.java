package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import java.util.Collection;
import java.util.stream.Collectors;

/** What is asked of a server and of a session, in SQL for PostgreSQL 15 to 18. */
final class Looks {
    /** Whether leases of runs other than the one whose names begin with $1 are in use. */
    static final String STRANGERS = """
            SELECT EXISTS (SELECT FROM pg_stat_activity
                            WHERE datname ~ '^holdfast_[0-9a-f]{8}_' AND NOT starts_with(datname, ?))
            """;

    static final String STATES = """
            SELECT coalesce(state, 'unknown'), count(*)
              FROM pg_stat_activity
             WHERE datname = ? AND pid <> ALL (?) AND coalesce(backend_type, 'client backend') = 'client backend'
             GROUP BY 1
            """;

    static final String SESSIONS = """
            SELECT pid || ' ' || backend_start
              FROM pg_stat_activity
             WHERE datname = ? AND coalesce(backend_type, 'client backend') = 'client backend'
            """;

    static final String COUNTERS =
            "SELECT sessions, xact_commit, xact_rollback FROM pg_stat_database WHERE datname = ?";

    /**
     * Of a database and a role: sessions, session-level advisory locks (a lock of a session without a transaction can be no
     * other), prepared transactions, slots. A database that is another lease's isn't this role's affair.
     */
    private static final String SERVER = """
            WITH lease AS MATERIALIZED (
              SELECT d.name, r.oid AS role
                FROM (SELECT ?::name AS name, ?::name AS role) d LEFT JOIN pg_roles r ON r.rolname = d.role
            ), mine AS MATERIALIZED (
              SELECT a.*, (1000 * extract(epoch FROM clock_timestamp() - state_change))::bigint AS state_ms,
                     (1000 * extract(epoch FROM clock_timestamp() - xact_start))::bigint AS xact_ms
                FROM pg_stat_activity a, lease
               WHERE a.pid <> pg_backend_pid()
                 AND coalesce(a.backend_type, 'client backend') IN ('client backend', 'walsender')
                 AND (a.datname = lease.name
                      OR a.usesysid = lease.role AND coalesce(a.datname, '') !~ '^holdfast_[0-9a-f]{8}_')
            )
            SELECT 'SESSION', pid, datname, application_name, backend_type, state, state_ms, xact_ms,
                   coalesce(xact_start::text, ''), left(query, 1000)
              FROM mine
            UNION ALL
            SELECT 'LOCK', l.pid, mine.datname,
                   CASE l.objsubid WHEN 1 THEN (l.classid::bigint << 32 | l.objid::bigint)::text
                        ELSE (l.classid::bigint::bit(32)::int) || ', ' || (l.objid::bigint::bit(32)::int) END,
                   l.mode, '', 0, NULL, '', ''
              FROM pg_locks l JOIN mine ON mine.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.granted AND mine.xact_start IS NULL
            UNION ALL
            SELECT 'PREPARED', 0, p.database, p.gid, p.owner, '',
                   (1000 * extract(epoch FROM clock_timestamp() - p.prepared))::bigint, NULL, '', ''
              FROM pg_prepared_xacts p, lease
             WHERE p.database = lease.name
                OR p.owner = (SELECT rolname FROM pg_roles WHERE oid = lease.role)
                   AND p.database !~ '^holdfast_[0-9a-f]{8}_'
            UNION ALL
            SELECT CASE WHEN s.database = lease.name OR EXISTS (SELECT FROM mine WHERE mine.pid = s.active_pid)
                        THEN 'SLOT' ELSE 'UNOWNED' END,
                   coalesce(s.active_pid, 0), s.database, s.slot_name, s.slot_type || ' replication slot', '', 0, NULL, '', ''
              FROM pg_replication_slots s, lease
             WHERE s.database IS NULL OR s.database = lease.name
            """;

    private static final String OWNED_DATABASES = """
            UNION ALL
            SELECT 'DATABASE', 0, d.datname, d.datname, '', '', 0, NULL, '', ''
              FROM pg_database d, lease
             WHERE d.datdba = lease.role AND d.datname <> lease.name AND d.datname !~ '^holdfast_[0-9a-f]{8}_'
            """;

    private static final String UNOWNED_DATABASES = """
            UNION ALL
            SELECT 'UNOWNED', 0, datname, datname, 'database', '', 0, NULL, '', ''
              FROM pg_database WHERE datname !~ '^holdfast_'
            """;

    /** Since PostgreSQL 16, who creates a role gets it with the admin option. */
    private static final String OWNED_ROLES = """
            UNION ALL
            SELECT 'ROLE', 0, '', r.rolname, '', '', 0, NULL, '', ''
              FROM lease JOIN pg_auth_members m ON m.member = lease.role AND m.admin_option
                         JOIN pg_roles r ON r.oid = m.roleid
             WHERE r.rolname !~ '^holdfast_[0-9a-f]{8}_'
            """;

    private static final String UNOWNED_ROLES = """
            UNION ALL
            SELECT 'UNOWNED', 0, '', rolname, 'role', '', 0, NULL, '', ''
              FROM pg_roles WHERE rolname !~ '^(holdfast|pg)_'
            """;

    /** What temporary schemas have, without what belongs to another object: indexes, toast, sequences of columns. */
    private static final String TEMPORARY = """
            SELECT n.nspname, c.relname::text AS name,
                   CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS type
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE %1$s AND c.relkind IN ('r', 'p', 'v', 'S', 'c', 'f')
               AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid
                                  AND deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass)
            UNION ALL
            SELECT n.nspname, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'ROUTINE'
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE %1$s
            UNION ALL
            SELECT n.nspname, t.typname::text, 'TYPE'
              FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
             WHERE %1$s AND t.typtype IN ('e', 'd', 'r')
            """;

    /** All temporary objects of a database, looked at from another session in it: schema, name, type. */
    static final String ALL_TEMPORARY = TEMPORARY.formatted("n.nspname ~ '^pg_temp_[0-9]+$'");

    /** Those of the session that asks, in the form of {@link #session}. */
    static final String MY_TEMPORARY = "SELECT 'TEMPORARY_OBJECT', name, type, nspname FROM ("
            + TEMPORARY.formatted("n.oid = pg_my_temp_schema()") + ") temporary";

    private Looks() {}

    static String query(boolean ownRole, int version) {
        return SERVER
                + (ownRole ? OWNED_DATABASES : UNOWNED_DATABASES)
                + (ownRole && version >= 16 ? OWNED_ROLES : UNOWNED_ROLES);
    }

    /**
     * What the session that asks would hand on to whom it is lent next; of its temporary objects only, by a row without a
     * name, whether it ever had any, because planning that question costs more than all the others.
     *
     * @param custom names of settings that no catalog lists: {@code app.tenant}
     */
    static String session(Collection<String> custom) {
        String names = custom.stream().map(Identifiers::literal).collect(Collectors.joining(", "));
        return """
                SELECT 'SETTING', name, setting, coalesce(reset_val, '') FROM pg_settings
                 WHERE source = 'session' AND setting IS DISTINCT FROM reset_val
                UNION ALL
                SELECT 'SETTING', custom.name, current_setting(custom.name, true), ''
                  FROM unnest(ARRAY[%s]::text[]) AS custom(name)
                 WHERE current_setting(custom.name, true) <> ''
                   AND custom.name NOT IN (SELECT known.name FROM pg_settings known)
                UNION ALL
                SELECT 'SETTING', 'role', current_setting('role'), 'none' WHERE current_setting('role') <> 'none'
                UNION ALL
                SELECT 'SETTING', 'session_authorization', session_user::text, r.rolname::text
                  FROM pg_stat_get_activity(pg_backend_pid()) a JOIN pg_roles r ON r.oid = a.usesysid
                 WHERE r.rolname <> session_user
                UNION ALL
                SELECT 'LISTEN', channel, '', '' FROM pg_listening_channels() channel
                UNION ALL
                SELECT 'CURSOR', name, left(statement, 200), '' FROM pg_cursors WHERE is_holdable
                UNION ALL
                SELECT 'PREPARED_STATEMENT', name, left(statement, 200), '' FROM pg_prepared_statements WHERE from_sql
                UNION ALL
                SELECT 'ADVISORY_LOCK',
                       CASE objsubid WHEN 1 THEN (classid::bigint << 32 | objid::bigint)::text
                            ELSE (classid::bigint::bit(32)::int) || ', ' || (objid::bigint::bit(32)::int) END,
                       mode, ''
                  FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND granted
                UNION ALL
                SELECT 'TEMPORARY_OBJECT', '', '', '' WHERE pg_my_temp_schema() <> 0
                """.formatted(names);
    }
}
