//! Several hosts in the URL: the first that answers, or the first that takes changes.

use crate::cluster::Cluster;
use crate::fixture::{Home, Server, program, run, text};

fn serve(home: &Home, hosts: &[String], options: &str) -> std::process::Command {
    let url = format!("postgres://latchboard@localhost/postgres?host={}{options}", hosts.join(","));
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
    command.arg("--data-dir").arg(home.data_dir());
    command
}

#[test]
fn the_first_host_that_takes_changes_is_used() {
    let home = Home::with_a_file();
    // As a replica does, this one takes no changes.
    let replica = Cluster::start_with(|_| vec!["default_transaction_read_only=on".to_owned()]);
    let primary = Cluster::start();
    let missing = home.path().join("nobody").display().to_string();
    let socket = |cluster: &Cluster| cluster.directory.path().display().to_string();
    let hosts = [missing, socket(&replica), socket(&primary)];

    let refused = run(&mut serve(&home, &hosts, ""));
    let said = text(&refused.stderr);
    assert!(!refused.status.success() && said.contains("read-only") && said.lines().count() == 1, "{said}");
    for host in &hosts {
        assert!(said.contains(host.as_str()), "{said}");
    }
    assert!(!home.data_dir().exists(), "nothing was made");

    let server = Server::start(serve(&home, &hosts, "&target_session_attrs=read-write"));
    server.sign_in(&server.credentials());
    assert_eq!(server.get("/readyz", &[]).status, 200);
    let log = server.stop().2;
    assert!(!log.contains("ERROR"), "{log}");

    let neither = run(&mut serve(&home, &hosts[..2], "&target_session_attrs=read-write"));
    assert!(text(&neither.stderr).contains("does not allow writes"), "{}", text(&neither.stderr));
}
