//! Every page has an address, and every address its page.

use latchboard::route::Route;
use latchboard_console::admin_key::Task;
use yew_router::Routable;

#[test]
fn addresses_lead_back_to_their_page() {
    let tasks = Task::ALL.map(|task| Route::AdminKey { task });
    for route in
        [Route::Home, Route::AdminKeyHome, Route::ApiSecrets, Route::NotFound].into_iter().chain(tasks)
    {
        assert_eq!(Route::recognize(&route.to_path()), Some(route), "{}", route.to_path());
    }
    assert_eq!(Route::AdminKey { task: Task::ChangeSecret }.to_path(), "/admin-key/change-secret");
}

#[test]
fn any_other_address_is_not_found() {
    for path in ["/nowhere", "/admin-key/steal", "/admin-key/register/more"] {
        assert_eq!(Route::recognize(path), Some(Route::NotFound), "{path}");
    }
}
