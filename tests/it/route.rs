//! Every page has an address, and every address its page.

use latchboard::part::Part;
use latchboard_console::admin_key::Task;
use latchboard_console::route::Route;
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

/// Otherwise a page would still come, but its part only after the program.
#[test]
fn the_document_fetches_the_part_of_every_page_along_with_the_program() {
    let document = include_str!("../../index.html");
    let (_, table) = document.split_once("const parts = {").unwrap();
    let (table, _) = table.split_once("};").unwrap();
    let named = |page: &str| {
        let mut entries = table.split(',').filter_map(|entry| entry.split_once(':'));
        let part = entries.find(|(name, _)| name.trim().trim_matches('"') == page).map(|(_, part)| part);
        part.map(|part| part.trim().trim_matches('"').to_owned())
    };
    let code = Code::ALL[0];
    let task = Task::default();
    for route in [
        Route::Home,
        Route::AdminKey { task },
        Route::ApiSecrets,
        Route::Bulk,
        Route::Leak,
        Route::Errors,
        Route::Error { code },
        Route::Connections,
        Route::Activity,
        Route::SelfTest,
    ] {
        let path = route.path();
        let part = Part::of(route).map(|part| match part {
            Part::AdminKey => "admin_key",
            Part::Vault => "vault",
            Part::Guide => "guide",
            Part::Tools => "tools",
            Part::Help => "help",
        });
        assert_eq!(named(path.split('/').nth(1).unwrap()).as_deref(), part, "{path}");
    }
}
