//! Every page has an address, and every address its page.

use latchboard::route::Route;
use latchboard_console::admin_key::Task;
use latchboard_contract::error::Code;
use yew_router::Routable;

#[test]
fn addresses_lead_back_to_their_page() {
    let tasks = Task::ALL.map(|task| Route::AdminKey { task });
    let codes = Code::ALL.iter().map(|code| Route::Error { code: *code });
    let pages = [Route::Home, Route::AdminKeyHome, Route::ApiSecrets, Route::Errors, Route::NotFound];
    for route in pages.into_iter().chain(tasks).chain(codes) {
        assert_eq!(Route::recognize(&route.to_path()), Some(route), "{}", route.to_path());
    }
    assert_eq!(Route::AdminKey { task: Task::ChangeSecret }.to_path(), "/admin-key/change-secret");
}

#[test]
fn any_other_address_is_not_found() {
    for path in ["/nowhere", "/admin-key/steal", "/admin-key/register/more", "/errors/none"] {
        assert_eq!(Route::recognize(path), Some(Route::NotFound), "{path}");
    }
}
