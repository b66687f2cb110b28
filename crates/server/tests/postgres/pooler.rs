//! Servers that reach PostgreSQL by way of a pooler.

use crate::cluster::Pooler;
use crate::fixture::{Home, JSON, Server, installed};
use crate::replicas::{pair, write_one_log};

#[test]
fn through_a_pooler_in_session_mode_two_servers_do_what_they_do_without() {
    // As many connections as two servers and a command hold.
    through_a_pooler("session", 40);
}

#[test]
fn through_a_pooler_in_transaction_mode_few_connections_are_enough() {
    through_a_pooler("transaction", 3);
}

fn through_a_pooler(mode: &str, connections: u32) {
    let Some(pgbouncer) = installed("pgbouncer", module_path!()) else { return };
    let mut home = Home::new();
    let database = home.database.as_mut().unwrap();
    let pooler = Pooler::start(&pgbouncer, &database.socket, mode, connections);
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
