//! Servers that reach PostgreSQL by way of a pooler in session mode.

use std::path::Path;

use tempfile::TempDir;

use crate::cluster::{KEEPER, Running, USER, as_other_account, other_account};
use crate::fixture::{Home, JSON, Server, installed};
use crate::replicas::{pair, write_one_log};

/// In the names of Unix sockets.
const PORT: u16 = 5432;

/// A PgBouncer before the database in this directory; but for the mode, and for as many connections as two servers and a
/// command hold, as it comes.
struct Pooler {
    _running: Running,
    directory: TempDir,
}

impl Pooler {
    fn start(program: &Path, database: &Path) -> Self {
        let directory = tempfile::Builder::new().prefix("latchboard-pooler").tempdir().unwrap();
        let place = directory.path();
        let settings = format!(
            "[databases]\n* = host={} port={PORT}\n[pgbouncer]\npool_mode = session\nauth_type = trust\n\
             auth_file = {place}/users\nunix_socket_dir = {place}\nlisten_port = {PORT}\ndefault_pool_size = 40\n",
            database.display(),
            place = place.display(),
        );
        let file = place.join("pgbouncer.ini");
        std::fs::write(&file, settings).unwrap();
        std::fs::write(place.join("users"), format!("\"{USER}\" \"\"\n")).unwrap();
        if let Some((user, group)) = other_account() {
            std::os::unix::fs::chown(place, Some(user), Some(group)).unwrap();
        }
        let mut keeper = as_other_account(Path::new("/bin/sh"));
        keeper.args(["-c", KEEPER, "sh"]).arg(place).arg("TERM").arg(program).arg(file);
        Self { _running: Running::start(keeper, "process up"), directory }
    }
}

#[test]
fn through_a_pooler_in_session_mode_two_servers_do_what_they_do_without() {
    let Some(pgbouncer) = installed("pgbouncer", module_path!()) else { return };
    let mut home = Home::new();
    let database = home.database.as_mut().unwrap();
    let pooler = Pooler::start(&pgbouncer, &database.socket);
    pooler.directory.path().clone_into(&mut database.socket);
    let (one, other, credentials) = pair(&home);
    assert_ne!(one.greeting.is_empty(), other.greeting.is_empty(), "credentials are printed once");

    let call = |server: &Server, name: &str, body: &str| {
        let path = format!("/locationHistory/1/{name}?key={}", credentials.api_key);
        server.post(&path, &[JSON], body).status
    };
    for (server, name, body, status) in [
        (&one, "register", r#"{"secret":"one"}"#, 200),
        (&other, "register", r#"{"secret":"one"}"#, 403),
        (&other, "updateSecret", r#"{"secret":"one","newSecret":"two"}"#, 204),
        (&one, "regenerateKey", r#"{"secret":"one"}"#, 401),
        (&one, "regenerateKey", r#"{"secret":"two"}"#, 200),
    ] {
        assert_eq!(call(server, name, body), status, "{name} {body}");
    }
    write_one_log(&home, [&one, &other], &credentials);

    for server in [one, other] {
        assert_eq!(server.get("/readyz", &[]).status, 200);
        let log = server.stop().2;
        assert!(!log.contains("ERROR"), "{log}");
    }
    // Those who had the pool's connections before leave nothing behind for the next.
    let again = home.serve();
    assert_eq!(again.get("/readyz", &[]).status, 200);
    again.sign_in(&credentials);
}
