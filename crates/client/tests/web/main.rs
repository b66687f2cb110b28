//! The client in a real browser against a real server: `fetch` is the transport.
//!
//! `cargo xtask test web` starts the server, allows this page's origin to call it, and names it
//! in `LATCHBOARD_LIVE` while this is compiled: address, API key, client id and client secret.
#![cfg(target_arch = "wasm32")]

#[path = "../live/mod.rs"]
mod live;

use latchboard_client::BaseUrl;
use latchboard_client::transport::Browser;
use latchboard_contract::Secret;
use live::Live;
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn server() -> Live {
    let words: Vec<_> = option_env!("LATCHBOARD_LIVE").unwrap_or_default().split(' ').collect();
    let [url, api_key, client_id, client_secret] = words[..] else {
        panic!("no server: start this with `cargo xtask test web`")
    };
    Live {
        base: BaseUrl::new(url),
        api_key: Secret::from(api_key),
        client_id: client_id.to_owned(),
        client_secret: Secret::from(client_secret),
    }
}

#[wasm_bindgen_test]
async fn the_life_of_an_admin_key() {
    live::the_life_of_an_admin_key(&Browser, &server()).await;
}

#[wasm_bindgen_test]
async fn the_life_of_api_secrets() {
    live::the_life_of_api_secrets(Browser, &server()).await;
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_there() {
    // Port 9 discards: nothing listens there.
    live::a_server_that_is_not_there(Browser, &server(), &BaseUrl::new("http://127.0.0.1:9")).await;
}
