//! Both databases have the same tables, columns, and rules about what may be missing or there twice.

use std::collections::BTreeSet;

use crate::fixture::{Home, program, run};

/// `table.column null?` and `table unique (columns)`, one per line.
const POSTGRES: &str = "
SELECT table_name || '.' || column_name || ' ' || (is_nullable = 'YES')::TEXT
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT relname || ' unique (' || (SELECT string_agg(attname, ', ' ORDER BY position)
           FROM unnest(indkey) WITH ORDINALITY AS keys (number, position)
           JOIN pg_attribute ON attrelid = indrelid AND attnum = number) || ')'
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = 'public' AND indisunique
UNION ALL
SELECT conrelid::regclass::TEXT || ' refers to ' || confrelid::regclass::TEXT
FROM pg_constraint WHERE contype = 'f'";

/// The same of SQLite, where `INTEGER PRIMARY KEY` has no index of its own.
const SQLITE: &str = "
SELECT t.name || '.' || c.name || ' ' || iif(c.\"notnull\", 'false', 'true')
FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
UNION ALL
SELECT t.name || ' unique (' || (SELECT group_concat(name, ', ')
           FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
FROM sqlite_schema AS t, pragma_index_list(t.name) AS i WHERE t.type = 'table' AND i.\"unique\"
UNION ALL
SELECT t.name || ' unique (' || c.name || ')'
FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.pk AND c.type = 'INTEGER'
    AND (SELECT count(*) FROM pragma_table_info(t.name) WHERE pk) = 1
UNION ALL
SELECT t.name || ' refers to ' || f.\"table\"
FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table'";

#[test]
fn both_schemas_say_the_same() {
    let home = Home::new();
    home.serve();
    let version = "latchboard_schema";
    let postgres: BTreeSet<String> =
        home.sql(POSTGRES).lines().filter(|line| !line.starts_with(version)).map(str::to_owned).collect();

    let file = home.path().join("file");
    assert!(run(program().args(["bootstrap", "--data-dir"]).arg(&file)).status.success());
    let connection = rusqlite::Connection::open(file.join("latchboard.sqlite")).unwrap();
    let mut statement = connection.prepare(SQLITE).unwrap();
    let rows = statement.query_map((), |row| row.get(0)).unwrap();
    let sqlite: BTreeSet<String> = rows.collect::<Result<_, _>>().unwrap();

    let differ: Vec<_> = postgres.symmetric_difference(&sqlite).collect();
    assert!(differ.is_empty(), "{differ:#?}");
    for line in ["users.name false", "configurations unique (api_key_id, service)", "shares refers to users"]
    {
        assert!(sqlite.contains(line), "{line} in {sqlite:#?}");
    }
}
