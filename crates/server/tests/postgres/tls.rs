//! TLS to the database: encrypted, and with whom it should be, or not at all.

use std::net::TcpListener;
use std::path::Path;
use std::process::Output;

use crate::cluster::Cluster;
use crate::fixture::{Home, Server, program, run, text};

/// A certificate authority, as PEM, and a certificate by it for this name, with its key.
fn authority(name: &str) -> (String, String, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap().pem();
    let issuer = rcgen::Issuer::new(params, key);
    let own = rcgen::KeyPair::generate().unwrap();
    let names = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    (certificate, names.signed_by(&own, &issuer).unwrap().pem(), own.serialize_pem())
}

/// A PostgreSQL that speaks TLS with a certificate for this name; where it listens, and the authority.
fn cluster(name: &str) -> (Cluster, u16, String) {
    use std::os::unix::fs::PermissionsExt;
    let (authority, certificate, key) = authority(name);
    // Free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cluster = Cluster::start_with(|directory| {
        let write = |name: &str, text: &str| {
            let path = directory.join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            path.display().to_string()
        };
        let (certificate, key) = (write("server.crt", &certificate), write("server.key", &key));
        // Who comes without TLS is not let in.
        let rules = write("hba.conf", "hostssl all all 127.0.0.1/32 trust\nlocal all all trust\n");
        vec![
            format!("hba_file={rules}"),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={certificate}"),
            format!("ssl_key_file={key}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={port}"),
        ]
    });
    (cluster, port, authority)
}

fn serve(home: &Home, port: u16, options: &str, authority: Option<&Path>) -> std::process::Command {
    let mut command = program();
    let url = format!("postgres://latchboard@localhost:{port}/postgres{options}");
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--database-url", &url, "--data-dir"])
        .arg(home.data_dir());
    if let Some(authority) = authority {
        command.arg("--database-ca").arg(authority);
    }
    command
}

fn assert_refused(output: &Output, parts: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for part in parts {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
}

#[test]
fn a_database_is_believed_when_a_trusted_authority_vouches_for_its_name() {
    let home = Home::with_a_file();
    let (_cluster, port, authority) = cluster("localhost");
    let (right, wrong) = (home.path().join("right.pem"), home.path().join("wrong.pem"));
    std::fs::write(&right, authority).unwrap();
    std::fs::write(&wrong, self::authority("localhost").0).unwrap();
    let full = "?sslmode=verify-full";
    let untrusted = ["is not trusted", "certificate", "--database-ca"];
    assert_refused(&run(&mut serve(&home, port, full, None)), &untrusted);
    assert_refused(&run(&mut serve(&home, port, full, Some(&wrong))), &untrusted);
    assert_refused(&run(&mut serve(&home, port, "?sslmode=disable", None)), &["cannot be used"]);
    assert!(!home.data_dir().exists(), "nothing was made");

    let server = Server::start(serve(&home, port, full, Some(&right)));
    server.sign_in(&server.credentials());
    assert_eq!(server.get("/readyz", &[]).status, 200);
    server.stop();
    // On this machine, and nothing is said about it: what the database offers is taken.
    Server::start(serve(&home, port, "", None)).stop();
    let log = Server::start(serve(&home, port, "?sslmode=require", None)).stop().2;
    assert!(!log.contains("is not verified"), "on this machine that is nobody's business: {log}");

    let nothing = home.path().join("nothing.pem");
    std::fs::write(&nothing, "dear diary").unwrap();
    for path in [nothing, home.path().join("missing.pem")] {
        let said = path.display().to_string();
        assert_refused(&run(&mut serve(&home, port, full, Some(&path))), &[&said, "--database-ca"]);
    }
}

#[test]
fn a_certificate_for_another_name_is_no_proof() {
    let home = Home::with_a_file();
    let (_cluster, port, authority) = cluster("db.example.com");
    let file = home.path().join("authority.pem");
    std::fs::write(&file, authority).unwrap();
    let refused = run(&mut serve(&home, port, "?sslmode=verify-full", Some(&file)));
    assert_refused(&refused, &["is not trusted"]);
    Server::start(serve(&home, port, "?sslmode=verify-ca", Some(&file))).stop();
}
