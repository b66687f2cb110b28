//! The part with *Connections*, *Activity* and *Self-test*.

use latchboard_console::activity::{ActivityPage, log, table};
use latchboard_console::connections::ConnectionsPage;
use latchboard_console::journal::Journal;
use latchboard_console::self_test::SelfTestPage;
use yew::prelude::*;

use crate::effects;
use crate::pages::activity::activity as activity_page;
use crate::pages::connections::connections;
use crate::pages::self_test::self_test;
use crate::part_props::PartProps;
use crate::preferences;
use crate::store::use_store;
use crate::ui::use_minutes;
use latchboard_console::route::Route;

#[component]
pub fn ToolsPart(props: &PartProps) -> Html {
    use_minutes();
    let services = &props.services;
    let run = {
        let services = services.clone();
        use_callback((), move |(effect, dispatch): (_, _), ()| {
            effects::connections::run(&services, effect, dispatch);
        })
    };
    let begin =
        || ConnectionsPage::new(effects::shell::page_origin(), services.choices(), preferences::labels());
    let (places, on_places) = {
        let begin = begin();
        use_store(|| begin, run)
    };
    let run = {
        let services = services.clone();
        use_callback((), move |(effect, dispatch): (_, _), ()| {
            effects::activity::run(&services, effect, dispatch);
        })
    };
    let (rows, on_rows) = use_store(ActivityPage::default, run);
    let run = {
        let services = services.clone();
        use_callback((), move |(effect, dispatch): (_, _), ()| {
            effects::self_test::run(&services, effect, dispatch);
        })
    };
    let (test, on_test) = use_store(SelfTestPage::default, run);

    let news = use_state_eq(|| 0);
    {
        let services = services.clone();
        use_effect_with((), move |()| {
            let reader = services.clone();
            services.listen(Callback::from(move |()| news.set(reader.journal(Journal::reported))));
        });
    }
    let route = props.address.route;
    let shown = (route == Route::Activity).then(|| props.address.query.to_string());
    use_effect_with(shown, {
        let on_rows = on_rows.clone();
        move |shown| {
            if let Some(query) = shown {
                on_rows.emit(table::Action::Addressed(query.clone()).into());
            }
        }
    });

    // Whoever signs in elsewhere, or comes back, sees what the server's log has by now.
    use_effect_with((route == Route::Activity, services.sign_in_number()), {
        let on_rows = on_rows.clone();
        move |(is_shown, sign_in)| {
            if *is_shown {
                on_rows.emit(log::Action::Opened(*sign_in).into());
            }
        }
    });

    match route {
        Route::Connections => connections(&places, &on_places, services, props.busy),
        Route::Activity => activity_page(&rows, &on_rows, services),
        Route::SelfTest => self_test(&test, &on_test),
        Route::Home
        | Route::AdminKey { .. }
        | Route::ApiSecrets
        | Route::Bulk
        | Route::Leak
        | Route::Errors
        | Route::Error { .. }
        | Route::NotFound => Html::default(),
    }
}
