//! What the vault's part has beside its list: bulk runs and the response to a leak, which outlive their pages.

use std::rc::Rc;

use latchboard_console::OutcomeKind;
use latchboard_console::api_secrets::{self, ApiSecretsPage, Selected, Session, SignInField, State, Targets};
use latchboard_console::bulk::{self, Access, Again, BulkPage, Headline, LeftOut, Named, Plan, Run, Scope};
use latchboard_console::kept_runs::{self, Kept, KeptRuns};
use latchboard_console::leak::{self, LeakPage};
use latchboard_contract::endpoint::Family;
use yew::prelude::*;

use crate::effects;
use crate::effects::bulk::Around;
use crate::effects::ledger::Ledger;
use crate::services::{Busy, RunNews, Services, use_busy};
use crate::ui::ids;
use latchboard_console::route::Route;

use super::bulk::{bulk_page, bulk_strip, confirm_dialog, settled, use_bulk};
use super::kept_runs::{kept_note, kept_runs, use_kept_runs};
use super::leak::{leak_page, use_leak};

/// The models and their ears.
pub(super) struct Runs {
    services: Rc<Services>,
    kept: (Rc<KeptRuns>, Callback<kept_runs::Action>),
    bulk: (Rc<BulkPage>, Callback<bulk::Action>),
    leak: (Rc<LeakPage>, Callback<leak::Action>),
    on_sign_in: Callback<()>,
    list: Rc<ApiSecretsPage>,
}

/// Keeps them for as long as the part lives. What they prove is told to the list.
#[hook]
pub(super) fn use_runs(
    services: &Rc<Services>,
    on_list: &Callback<api_secrets::Action>,
    list: &Rc<ApiSecretsPage>,
    route: Route,
) -> Runs {
    // By its number, so that what waits hears of a sign-in anew by the same access key, too.
    let signed_in = services.sign_in_number().filter(|_| matches!(list.session, Session::SignedIn(_)));
    let observed = on_list.reform(api_secrets::Action::ObservedState);
    let on_sign_in = on_list.reform(|()| api_secrets::Action::SignInAgainAsked);
    let ledger = use_memo((), |()| Ledger::default());
    let kept = use_kept_runs(&ledger);
    let around = {
        let (services, on_kept) = (services.clone(), kept.1.reform(|()| kept_runs::Action::Changed));
        use_memo((), move |()| Around { services, ledger, observed, kept: on_kept })
    };
    let bulk = use_bulk(&around);
    let leak = use_leak(&around);
    {
        // What is kept may have changed by now: another tab was closed.
        let on_kept = kept.1.clone();
        use_effect_with(route, move |_| on_kept.emit(kept_runs::Action::Changed));
    }
    {
        let (on_bulk, on_leak, open) = (bulk.1.clone(), leak.1.clone(), services.open.clone());
        let resumed = kept.0.resumed.clone();
        use_effect_with(resumed.as_ref().map(|(ticket, _)| *ticket), move |_| {
            let Some((_, run)) = resumed else { return };
            if run.plan.scope() == Scope::Leaked {
                on_leak.emit(leak::Action::Resumed(run));
                open.emit(Route::Leak);
            } else {
                on_bulk.emit(bulk::Action::Resumed(run));
                open.emit(Route::Bulk);
            }
        });
    }
    {
        let client_id = match &list.session {
            Session::SignedIn(key) if services.is_signed_in() => Some(key.client_id.as_str().into()),
            Session::SignedIn(_) | Session::SignedOut => None,
        };
        let access = Access { server: effects::bulk::server(services).into(), client_id };
        let (on_bulk, on_leak) = (bulk.1.clone(), leak.1.clone());
        use_effect_with(access, move |access| {
            on_bulk.emit(bulk::Action::AccessChanged(access.clone()));
            on_leak.emit(leak::Action::Bulk(bulk::Action::AccessChanged(access.clone())));
        });
    }
    {
        let (on_bulk, on_leak) = (bulk.1.clone(), leak.1.clone());
        let was_signed_in = use_mut_ref(|| false);
        let is_form_shown = list.session == Session::SignedOut;
        use_effect_with(signed_in, move |signed_in| {
            let was_signed_in = was_signed_in.replace(signed_in.is_some());
            if signed_in.is_some() {
                on_leak.emit(leak::Action::SignedIn);
            } else if was_signed_in {
                on_bulk.emit(bulk::Action::SignedOut);
                on_leak.emit(leak::Action::SignedOut);
                if is_form_shown {
                    effects::focus(ids::sign_in_field(SignInField::ClientId));
                }
            }
        });
    }
    {
        // Another part has found out that the sign-in is worth nothing any more.
        let is_dead = matches!(list.session, Session::SignedIn(_)) && !services.is_signed_in();
        let on_sign_in = on_sign_in.clone();
        use_effect_with(is_dead, move |is_dead| {
            if *is_dead {
                on_sign_in.emit(());
            }
        });
    }
    use_busy(services, Family::Vault, busy(&bulk.0, &leak.0, list));
    {
        // A run that has begun is watched, wherever it was asked for.
        let open = services.open.clone();
        let began = bulk.0.run.as_ref().map(|run| run.began);
        use_effect_with(began, move |began| {
            if began.is_some() {
                open.emit(Route::Bulk);
            }
        });
    }
    {
        let unseen = use_mut_ref(|| None);
        let news = news(&bulk.0, &leak.0, route, &mut unseen.borrow_mut());
        let tell = services.run.clone();
        use_effect_with(news, move |news| tell.emit(*news));
        // With the part its runs are gone.
        let tell = services.run.clone();
        use_effect_with((), move |()| move || tell.emit(None));
    }
    Runs { services: services.clone(), kept, bulk, leak, on_sign_in, list: list.clone() }
}

/// What the shell is told. `unseen` is the page whose run went on when it was looked at last: its end is told
/// until somebody has seen it there.
fn news(bulk: &BulkPage, leak: &LeakPage, route: Route, unseen: &mut Option<Route>) -> Option<RunNews> {
    let runs = [(Route::Bulk, bulk.run.as_ref()), (Route::Leak, leak.bulk.run.as_ref())];
    let going = runs.iter().find_map(|(page, run)| Some((*page, run.filter(|run| run.is_going())?)));
    let tell = |page, counts| (page != route).then_some(counts);
    if let Some((page, run)) = going {
        *unseen = Some(page);
        let counts = tell(page, (settled(run.counts()), run.bulk.len()));
        let (signed_out, need_answer) = (run.signed_out, 0);
        return Some(RunNews { page, switches: true, signed_out, is_going: true, counts, need_answer });
    }
    if let leak::Search::Scanning { listed, seen, .. } = &leak.search {
        let counts = tell(Route::Leak, (*seen, listed.unwrap_or_default()));
        return Some(RunNews {
            page: Route::Leak,
            switches: false,
            signed_out: false,
            is_going: true,
            counts,
            need_answer: 0,
        });
    }
    let page = unseen.filter(|page| *page != route);
    *unseen = page;
    let run = runs.iter().find(|(its, _)| Some(*its) == page).and_then(|(_, run)| *run)?;
    let Headline { as_asked, all, need_answer, .. } = run.headline();
    let (counts, signed_out) = (Some((as_asked, all)), run.signed_out);
    Some(RunNews { page: page?, switches: true, signed_out, is_going: false, counts, need_answer })
}

/// What would be lost if another vault were asked, and the page where it comes to its end.
fn busy(bulk: &BulkPage, leak: &LeakPage, list: &ApiSecretsPage) -> Option<(Busy, Route)> {
    let runs = [(Route::Bulk, bulk.run.as_ref()), (Route::Leak, leak.bulk.run.as_ref())];
    let run_that = |is: fn(&Run) -> bool| {
        runs.iter().find(|(_, run)| run.is_some_and(|run| is(run))).map(|(page, _)| *page)
    };
    let open = list.create.as_ref().is_some_and(|form| form.resolution().is_some())
        || list.troubles().iter().any(|(.., outcome)| outcome.kind == OutcomeKind::Unknown);
    if let Some(page) = run_that(Run::is_going) {
        Some((Busy::Run, page))
    } else if matches!(leak.search, leak::Search::Scanning { .. }) {
        Some((Busy::Scan, Route::Leak))
    } else if list.is_changing() {
        Some((Busy::Call, Route::ApiSecrets))
    } else if let Some(page) = run_that(|run| run.bulk.how_many_again(Again::Unknown) > 0) {
        Some((Busy::Unknown, page))
    } else {
        open.then_some((Busy::Unknown, Route::ApiSecrets))
    }
}

impl Runs {
    /// Where the list asks whether these shall be switched.
    pub(super) fn ask(&self) -> Callback<(State, Targets)> {
        let (list, bulk, open) = (self.list.clone(), self.bulk.clone(), self.services.open.clone());
        Callback::from(move |(state, targets): (State, Targets)| {
            let (model, dispatch) = &bulk;
            // One at a time; who wants another one sees why there is none.
            if model.is_going() {
                return open.emit(Route::Bulk);
            }
            let scope = match list.view.selected() {
                Selected { all_matches: true, hidden: 0, .. } => Scope::Matches,
                Selected { page: true, hidden: 0, .. } => Scope::Page,
                _ => Scope::Selected,
            };
            let Targets { switchable, view_only } = targets;
            let view_only = view_only.into_iter().map(Named::from).collect();
            let plan = Plan::new(state, scope, switchable.into_iter().map(Named::from))
                .leaving_out(LeftOut { view_only, ..LeftOut::default() });
            dispatch.emit(bulk::Action::Asked(plan));
        })
    }

    /// The page of the last run; `sign_in` is the form for it, while nobody is.
    pub(super) fn bulk_page(&self, sign_in: Option<Html>) -> Html {
        let (model, dispatch) = &self.bulk;
        let has_any = !self.kept.0.runs.is_empty() || self.kept.0.is_gone;
        let kept = has_any.then(|| kept_runs(&self.kept.0, &self.kept.1, !self.is_going(), |_| true));
        bulk_page(model, dispatch, &self.services, &self.on_sign_in, sign_in, kept)
    }

    /// A line about the last run, and the way to it.
    pub(super) fn strip(&self) -> Html {
        let open = &self.services.open;
        html! { <>{ bulk_strip(&self.bulk.0, open) }{ kept_note(&self.kept.0, open) }</> }
    }

    fn is_going(&self) -> bool {
        self.bulk.0.is_going() || self.leak.0.is_going()
    }

    /// The page of the response to a leak; `sign_in` is the form for it, while nobody is.
    pub(super) fn leak_page(&self, sign_in: Option<Html>) -> Html {
        let is_leak = |kept: &Kept| kept.scope == Scope::Leaked;
        let kept = if self.kept.0.runs.iter().any(is_leak) {
            kept_runs(&self.kept.0, &self.kept.1, !self.is_going(), is_leak)
        } else {
            Html::default()
        };
        leak_page(&self.leak.0, &self.leak.1, &self.services, &self.on_sign_in, sign_in, kept)
    }

    /// The question before a run, on whatever page.
    pub(super) fn dialog(&self) -> Html {
        confirm_dialog(&self.bulk.0, &self.bulk.1)
    }
}

#[cfg(test)]
mod tests {
    use latchboard_client::Verdict;
    use latchboard_client::bulk::Ended;
    use latchboard_console::api_secrets::{self, AccessKey, ApiSecretsPage, Session, State};
    use latchboard_console::bulk::{self, BulkPage, Named, Phase, Plan, Scope};
    use latchboard_console::leak::{self, LeakPage};
    use latchboard_console::stored_run::RunId;
    use latchboard_console::{Model, Ticket, Timestamp};
    use latchboard_contract::endpoint::EndpointId;
    use latchboard_contract::error::{Code, Problem};
    use latchboard_contract::validate::Identifier;

    use super::busy;
    use crate::services::Busy;
    use latchboard_console::route::Route;

    fn going(scope: Scope) -> BulkPage {
        let named = Named { identifier: Identifier::parse("7").unwrap(), name: "Mailer".into() };
        let asked =
            BulkPage::default().after(bulk::Action::Asked(Plan::new(State::Inactive, scope, [named])));
        asked.unwrap().0.after(bulk::Action::Confirmed(Timestamp(1), RunId::of([1; 16]))).unwrap().0
    }

    fn over(page: &BulkPage) -> BulkPage {
        let Phase::Going(ticket) = page.run.as_ref().unwrap().phase else { panic!("it goes on") };
        let end = bulk::Action::Ended { ticket, ended: Ended::Stopped, at: Timestamp(2) };
        page.after(end).unwrap().0
    }

    #[test]
    fn whatever_would_be_lost_with_the_vault_is_named_with_its_page() {
        let (bulk, leak) = (BulkPage::default(), LeakPage::default());
        let mut list = ApiSecretsPage::default();
        list.session = Session::SignedIn(AccessKey { client_id: "client".into(), tenant: None });
        assert_eq!(busy(&bulk, &leak, &list), None);
        let run = going(Scope::Selected);
        assert_eq!(busy(&run, &leak, &list), Some((Busy::Run, Route::Bulk)));
        assert_eq!(busy(&over(&run), &leak, &list), None, "it is stopped");
        let mut leaking = LeakPage::default();
        leaking.bulk = going(Scope::Leaked);
        assert_eq!(busy(&bulk, &leaking, &list), Some((Busy::Run, Route::Leak)));
        let ticket = Ticket::default();
        let mut reading = LeakPage::default();
        reading.search = leak::Search::Scanning { ticket, listed: None, seen: 0, stopping: false };
        assert_eq!(busy(&bulk, &reading, &list), Some((Busy::Scan, Route::Leak)));

        let identifier = Identifier::parse("7").unwrap();
        let asked = api_secrets::Action::SwitchAsked(identifier.clone(), State::Inactive);
        let (switching, effects) = list.after(asked).unwrap();
        assert_eq!(busy(&bulk, &leak, &switching), Some((Busy::Call, Route::ApiSecrets)));
        let ticket = effects.iter().find_map(|effect| match effect {
            api_secrets::Effect::Switch(ticket, ..) => Some(*ticket),
            _ => None,
        });
        let lost = Verdict::Unknown(Problem::local(EndpointId::Deactivate, Code::ConnectionFailed));
        let ticket = ticket.expect("a call");
        let answer = api_secrets::Action::Switched { ticket, identifier, verdict: lost, at: Timestamp(3) };
        let (open, _) = switching.after(answer).unwrap();
        assert_eq!(busy(&bulk, &leak, &open), Some((Busy::Unknown, Route::ApiSecrets)));
    }
}
