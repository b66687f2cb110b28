//! Every page has an address, and every address its page.

use latchboard::route::Route;
use latchboard_console::admin_key::Task;
use latchboard_contract::error::Code;

#[test]
fn addresses_lead_back_to_their_page() {
    let tasks = Task::ALL.map(|task| Route::AdminKey { task });
    let codes = Code::ALL.iter().map(|code| Route::Error { code: *code });
    let pages = [
        Route::Home,
        Route::ApiSecrets,
        Route::Bulk,
        Route::Leak,
        Route::Errors,
        Route::Connections,
        Route::Activity,
        Route::SelfTest,
        Route::NotFound,
    ];
    for route in pages.into_iter().chain(tasks).chain(codes) {
        assert_eq!(Route::parse(&route.path()), route, "{}", route.path());
    }
    assert_eq!(Route::AdminKey { task: Task::ChangeSecret }.path(), "/admin-key/change-secret");
}

#[test]
fn any_other_address_is_not_found() {
    for path in ["/nowhere", "/admin-key/steal", "/admin-key/register/more", "/errors/none"] {
        assert_eq!(Route::parse(path), Route::NotFound, "{path}");
    }
}
