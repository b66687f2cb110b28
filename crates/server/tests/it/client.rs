//! The project's own client against the real server, over reqwest. The same conversation runs in a
//! browser, over `fetch`.

#[path = "../../../client/tests/live/mod.rs"]
mod live;

use latchboard_client::BaseUrl;
use latchboard_client::transport::Native;
use latchboard_contract::Secret;
use live::Live;

use crate::fixture::{Home, Server};

fn serving() -> (Home, Server, Live) {
    let home = Home::new();
    let server = home.serve();
    let live = live(&server, &server.address);
    (home, server, live)
}

fn live(server: &Server, base: &str) -> Live {
    let printed = |name: &str| {
        let line = server.greeting.iter().find_map(|line| line.strip_prefix(name));
        line.expect("a credential").to_owned()
    };
    Live {
        base: BaseUrl::new(base),
        api_key: Secret::new(printed("API key: ")),
        client_id: printed("Client id: "),
        client_secret: Secret::new(printed("Client secret: ")),
    }
}

fn native() -> Native {
    Native::new().expect("an HTTP client")
}

#[tokio::test]
async fn the_life_of_an_admin_key() {
    let (_home, _server, live) = serving();
    live::the_life_of_an_admin_key(&native(), &live).await;
}

#[tokio::test]
async fn the_life_of_api_secrets() {
    let (_home, _server, live) = serving();
    live::the_life_of_api_secrets(&native(), &live).await;
}

#[tokio::test]
async fn a_server_under_a_path() {
    let home = Home::new();
    let mut command = home.serve_command();
    command.args(["--base-path", "/latchboard"]);
    let server = Server::start(command);
    let live = live(&server, &server.url("/latchboard/"));
    live::the_life_of_an_admin_key(&native(), &live).await;
    live::the_life_of_api_secrets(&native(), &live).await;
}

#[tokio::test]
async fn a_server_that_is_not_there() {
    let (_home, _server, live) = serving();
    let nowhere = BaseUrl::new("http://127.0.0.1:9");
    live::a_server_that_is_not_there(&native(), &live, &nowhere).await;
}
