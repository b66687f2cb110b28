//! Everything behind the vault's sign-in: who is signed in, the list, bulk runs, the response to a leak, and the runs that the
//! browser keeps. What one of them brings about in another one is decided here.

#[cfg(test)]
mod tests;

use std::rc::Rc;

use latchboard_contract::Secret;
use latchboard_contract::error::RemedyAction;
use latchboard_contract::validate::Identifier;

use crate::api_secrets::{
    self, ApiSecretsPage, CreateForm, DetailsAction, Focus, FormAction, ListAction, MessageAction, Selected,
    State, SwitchAction, Targets,
};
use crate::bulk::{self, Access, Again, BulkPage, Headline, LeftOut, Plan, Run, Scope};
use crate::journal::Counts;
use crate::kept_runs::{self, KeptRuns};
use crate::leak::{self, LeakPage, ScanAction, Search, SearchAction};
use crate::named::Named;
use crate::palette::{self, Command, Offer, Palette};
use crate::progress::{Busy, RunNews};
use crate::route::Route;
use crate::sign_in::{self, Session, SignIn, SignInField};
use crate::{Changed, Effects, Model, OutcomeKind};

/// The state of the vault's pages.
#[derive(Clone)]
pub struct VaultModel {
    pub sign_in: SignIn,
    pub page: ApiSecretsPage,
    /// The last bulk run.
    pub bulk: BulkPage,
    pub leak: LeakPage,
    /// The runs that no page shows.
    pub kept: KeptRuns,
    pub palette: Palette,
    /// The server, as a receipt names it.
    server: Rc<str>,
    /// The tenant of whoever signed in last; `None` before anybody did.
    tenant: Option<Option<Rc<str>>>,
    /// The page that is looked at, which may be another part's.
    shown: Option<Route>,
    /// The page whose run went on when it was looked at last: its end is told until somebody has seen it there.
    unseen: Option<Route>,
}

pub enum Action {
    SignIn(sign_in::Action),
    /// To the list, or to an API secret of it.
    ApiSecrets(api_secrets::Action),
    /// To a bulk run.
    Bulk(bulk::Action),
    /// To the response to a leak.
    Leak(leak::Action),
    Kept(kept_runs::Action),
    /// To the command palette.
    Palette(palette::Action),
    /// This page is looked at, with this behind its address's question mark.
    Shown(Route, String),
    /// Switch everything that is selected in the list.
    SwitchSelectedAsked(State),
    /// The remedy's button was pressed, for a row or for the list.
    RemedyChosen(RemedyAction, Option<Identifier>),
}

pub enum Effect {
    SignIn(sign_in::Effect),
    ApiSecrets(api_secrets::Effect),
    /// For a bulk run.
    Bulk(bulk::Effect),
    /// For the response to a leak.
    Leak(leak::Effect),
    Kept(kept_runs::Effect),
    /// Lead to another page.
    Open(Route),
}

macro_rules! from_parts {
    ($($part:ty => $variant:ident),* $(,)?) => {
        $(impl From<$part> for Action {
            fn from(action: $part) -> Self {
                Self::$variant(action.into())
            }
        })*
    };
}

from_parts! {
    sign_in::Action => SignIn,
    api_secrets::Action => ApiSecrets,
    ListAction => ApiSecrets,
    SwitchAction => ApiSecrets,
    DetailsAction => ApiSecrets,
    FormAction => ApiSecrets,
    MessageAction => ApiSecrets,
    bulk::Action => Bulk,
    leak::Action => Leak,
    SearchAction => Leak,
    ScanAction => Leak,
    kept_runs::Action => Kept,
    palette::Action => Palette,
}

impl VaultModel {
    /// Nobody is signed in to this server, named as a receipt names it.
    #[must_use]
    pub fn new(server: Rc<str>) -> Self {
        let access = Some(Access { server: server.clone(), client_id: None, tenant: None });
        let (mut bulk, mut leak) = (BulkPage::default(), LeakPage::default());
        bulk.access.clone_from(&access);
        leak.bulk.access = access;
        Self {
            sign_in: SignIn::default(),
            page: ApiSecretsPage::default(),
            bulk,
            leak,
            kept: KeptRuns::default(),
            palette: Palette::default(),
            server,
            tenant: None,
            shown: None,
            unseen: None,
        }
    }

    /// Shows every secret that the pages hold.
    pub fn secrets(&self, look: &mut dyn FnMut(&Secret)) {
        look(&self.sign_in.form.client_secret);
        self.page.secrets(look);
    }

    /// Whether leaving the document now would lose something that is under way, or leave something open.
    #[must_use]
    pub fn asks_before_leaving(&self) -> bool {
        self.bulk.asks_before_leaving() || self.leak.asks_before_leaving()
    }

    /// Whether a run goes on, of either kind.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.bulk.is_going() || self.leak.is_going()
    }

    /// What is told of a run while other pages are looked at.
    #[must_use]
    pub fn news(&self) -> Option<RunNews> {
        let tell = |page, counts| (Some(page) != self.shown).then_some(counts);
        if let Some((page, run)) = self.going() {
            return Some(RunNews {
                page,
                switches: true,
                signed_out: run.signed_out,
                is_going: true,
                counts: tell(page, (run.counts().settled(), run.bulk.len())),
                need_answer: 0,
            });
        }
        if let Search::Scanning { listed, seen, .. } = &self.leak.search {
            return Some(RunNews {
                page: Route::Leak,
                switches: false,
                signed_out: false,
                is_going: true,
                counts: tell(Route::Leak, (*seen, listed.unwrap_or_default())),
                need_answer: 0,
            });
        }
        let page = self.unseen?;
        let (_, run) = self.runs().into_iter().find(|(its, _)| *its == page)?;
        let run = run?;
        let Headline { as_asked, all, need_answer, .. } = run.headline();
        let (counts, signed_out) = (Some((as_asked, all)), run.signed_out);
        Some(RunNews { page, switches: true, signed_out, is_going: false, counts, need_answer })
    }

    /// How many API secrets are in which state, and exposed; `None` where the list does not say so.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        let view = &self.page.view;
        view.tells_states().then(|| Counts { exposed: self.page.exposed(), ..view.counts().into() })
    }

    /// What would be lost if another vault were asked, and the page where it comes to its end.
    #[must_use]
    pub fn busy(&self) -> Option<(Busy, Route)> {
        let is_open = self.page.create.as_ref().and_then(CreateForm::resolution).is_some()
            || self.page.troubles().iter().any(|(.., outcome)| outcome.kind == OutcomeKind::Unknown);
        let unknown = |(page, run): (Route, Option<&Rc<Run>>)| {
            run.is_some_and(|run| run.bulk.how_many_again(Again::Unknown) > 0).then_some(page)
        };
        if let Some((page, _)) = self.going() {
            Some((Busy::Run, page))
        } else if matches!(self.leak.search, Search::Scanning { .. }) {
            Some((Busy::Scan, Route::Leak))
        } else if self.page.is_changing() {
            Some((Busy::Call, Route::ApiSecrets))
        } else if let Some(page) = self.runs().into_iter().find_map(unknown) {
            Some((Busy::Unknown, page))
        } else {
            is_open.then_some((Busy::Unknown, Route::ApiSecrets))
        }
    }

    fn runs(&self) -> [(Route, Option<&Rc<Run>>); 2] {
        [(Route::Bulk, self.bulk.run.as_ref()), (Route::Leak, self.leak.bulk.run.as_ref())]
    }

    /// The run that sends calls.
    fn going(&self) -> Option<(Route, &Rc<Run>)> {
        self.runs().into_iter().find_map(|(page, run)| Some((page, run.filter(|run| run.is_going())?)))
    }

    fn update_page(
        &mut self,
        action: impl Into<api_secrets::Action>,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        let action = action.into();
        let is_list = matches!(
            action,
            api_secrets::Action::List(
                ListAction::Listed(..) | ListAction::Inventoried(..) | ListAction::Unchanged(..)
            )
        );
        let changed = effects
            .of_part(Effect::ApiSecrets, |effects| self.page.update(&self.sign_in.session, action, effects));
        if is_list {
            let offer = Offer { page: &self.page, is_signed_in: self.sign_in.session.key().is_some() };
            self.palette.listed(&offer);
        }
        changed
    }

    fn update_bulk(&mut self, action: bulk::Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let is_confirmed = matches!(action, bulk::Action::Confirmed(..));
        let is_undo = matches!(action, bulk::Action::UndoAsked);
        effects.of_part(Effect::Bulk, |effects| self.bulk.update(action, effects))?;
        if let Some(confirm) = self.bulk.confirm.as_mut().filter(|_| is_undo) {
            let exposed = self.page.count_exposed(confirm.plan.items());
            confirm.plan = confirm.plan.clone().exposing(exposed);
        }
        let observed = self.bulk.take_observed();
        self.observe(observed, effects);
        // A run that has begun is watched, wherever it was asked for.
        if is_confirmed && self.bulk.is_going() {
            effects.push(Effect::Open(Route::Bulk));
        }
        Some(Changed)
    }

    fn update_leak(&mut self, action: leak::Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        effects.of_part(Effect::Leak, |effects| self.leak.update(action, effects))?;
        let marked = self.leak.take_marked();
        if !marked.is_empty() {
            let (session, is_seen) = (&self.sign_in.session, self.shown == Some(Route::ApiSecrets));
            effects
                .of_part(Effect::ApiSecrets, |effects| self.page.marked(session, marked, is_seen, effects));
        }
        let observed = self.leak.take_observed();
        self.observe(observed, effects);
        Some(Changed)
    }

    /// The list shows what calls of other pages proved.
    fn observe(&mut self, observed: Vec<api_secrets::ObservedState>, effects: &mut Effects<Effect>) {
        if !observed.is_empty() {
            self.update_page(ListAction::ObservedState(observed), effects);
        }
    }

    fn step_sign_in(&mut self, action: sign_in::Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        effects.of_part(Effect::SignIn, |effects| self.sign_in.update(action, effects))
    }

    fn update_sign_in(&mut self, action: sign_in::Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            sign_in::Action::Answered(_, Ok(())) => {
                let (before, was_again) = (self.sign_in.session.clone(), self.sign_in.is_above);
                self.step_sign_in(action, effects)?;
                self.signed_in(&before, was_again, effects);
                self.tell_access(effects);
                self.update_leak(leak::Action::SignedIn, effects);
            }
            sign_in::Action::SignOutAsked => {
                self.step_sign_in(action, effects)?;
                self.page.empty();
                self.palette.forget();
                self.tell_access(effects);
                self.update_bulk(bulk::Action::SignedOut, effects);
                self.update_leak(leak::Action::SignedOut, effects);
                effects.push(Effect::SignIn(sign_in::Effect::Focus(SignInField::ClientId)));
            }
            sign_in::Action::Expired => {
                self.step_sign_in(action, effects)?;
                self.tell_access(effects);
                self.update_bulk(bulk::Action::SessionExpired, effects);
                self.update_leak(leak::Action::SessionExpired, effects);
            }
            sign_in::Action::AboveClosed => {
                self.step_sign_in(action, effects)?;
                self.focus_if_lost(effects);
            }
            sign_in::Action::Edited(..)
            | sign_in::Action::Asked
            | sign_in::Action::Answered(_, Err(_))
            | sign_in::Action::AgainAsked => return self.step_sign_in(action, effects),
            sign_in::Action::AboveAsked => {
                let changed = self.step_sign_in(action, effects);
                effects.push(Effect::SignIn(sign_in::Effect::Focus(SignInField::ClientId)));
                return changed;
            }
        }
        Some(Changed)
    }

    fn signed_in(&mut self, before: &Session, was_again: bool, effects: &mut Effects<Effect>) {
        if let (Some(before), Some(key)) = (before.key(), self.sign_in.session.key())
            && before != key
        {
            self.page.hand_over(before, key);
            self.palette.forget();
            self.update_bulk(bulk::Action::SignedOut, effects);
            self.update_leak(leak::Action::SignedOut, effects);
        }
        let tenant = self.sign_in.session.tenant().map(Into::into);
        if self.tenant.replace(tenant.clone()).is_some_and(|before| before != tenant) {
            self.update_leak(leak::Action::TenantChanged, effects);
        }
        let is_form_ready = self.page.create.as_mut().is_some_and(CreateForm::signed_in);
        if self.page.list.data.is_none() || self.page.list.error.is_some() {
            let session = &self.sign_in.session;
            effects.of_part(Effect::ApiSecrets, |effects| self.page.load(session, effects));
        }
        if is_form_ready {
            effects.push(Effect::ApiSecrets(Focus::Store.into()));
        } else if was_again {
            self.focus_if_lost(effects);
        } else {
            effects.push(Effect::ApiSecrets(Focus::HeadingIfLost.into()));
        }
    }

    fn focus_if_lost(&self, effects: &mut Effects<Effect>) {
        effects.of_part(Effect::ApiSecrets, |effects| {
            self.page.focus_if_lost(effects);
            Some(Changed)
        });
    }

    /// Runs belong to a server and an access key.
    fn tell_access(&mut self, effects: &mut Effects<Effect>) {
        let client_id = self.sign_in.caller().map(Into::into);
        let tenant = self.sign_in.session.tenant().map(Into::into);
        let access = Access { server: self.server.clone(), client_id, tenant };
        self.update_bulk(bulk::Action::AccessChanged(access.clone()), effects);
        self.update_leak(leak::Action::Bulk(bulk::Action::AccessChanged(access)), effects);
    }

    fn update_kept(&mut self, action: kept_runs::Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let read = if let kept_runs::Action::Read(run) = &action { run.clone() } else { None };
        effects.of_part(Effect::Kept, |effects| self.kept.update(action, effects))?;
        let Some(run) = read else { return Some(Changed) };
        let page = if run.plan.scope() == Scope::Leaked {
            self.update_leak(leak::Action::Resumed(run.clone()), effects);
            Route::Leak
        } else {
            self.update_bulk(bulk::Action::Resumed(run.clone()), effects);
            Route::Bulk
        };
        // Not where another run goes on, which stays.
        if self.runs().into_iter().any(|(_, shown)| shown.is_some_and(|shown| shown.id == run.id)) {
            effects.push(Effect::Open(page));
        }
        Some(Changed)
    }

    fn update_palette(&mut self, action: palette::Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let command = match &action {
            palette::Action::Chosen(command) => Some(command),
            palette::Action::Entered => self.palette.commands.get(self.palette.choice),
            palette::Action::Asked(_)
            | palette::Action::Closed
            | palette::Action::Typed(..)
            | palette::Action::Moved(_) => None,
        };
        let command = command.cloned();
        let offer = Offer { page: &self.page, is_signed_in: self.sign_in.session.key().is_some() };
        self.palette.update(action, &offer)?;
        let Some(command) = command else { return Some(Changed) };
        // The list tells what became of it; a session is told of on every page.
        let page = match command {
            Command::Page(page) => Some(page),
            Command::SignIn | Command::SignOut => None,
            Command::Details(_)
            | Command::Switch(..)
            | Command::Edit(_)
            | Command::New
            | Command::Refresh => Some(Route::ApiSecrets),
        };
        if let Some(page) = page.filter(|page| self.shown != Some(*page)) {
            effects.push(Effect::Open(page));
        }
        match command {
            Command::Page(_) => None,
            Command::Details(Named { identifier, name }) => {
                self.update_page(DetailsAction::DetailsOpened(identifier, name.to_string()), effects)
            }
            Command::Switch(Named { identifier, .. }, state) => {
                self.update_page(SwitchAction::SwitchAsked(identifier, state), effects)
            }
            Command::Edit(Named { identifier, name }) => {
                self.update_page(FormAction::EditOpened(identifier, name.to_string()), effects)
            }
            Command::New => self.update_page(FormAction::CreateOpened, effects),
            Command::Refresh => self.update_page(ListAction::RefreshAsked, effects),
            // These pages have the form on them.
            Command::SignIn if matches!(self.shown, Some(Route::ApiSecrets | Route::Bulk | Route::Leak)) => {
                effects.push(Effect::SignIn(sign_in::Effect::Focus(SignInField::ClientId)));
                None
            }
            Command::SignIn => self.update_sign_in(sign_in::Action::AboveAsked, effects),
            Command::SignOut => self.update_sign_in(sign_in::Action::SignOutAsked, effects),
        };
        Some(Changed)
    }

    /// Asks whether everything that is selected shall be switched.
    fn ask_for_run(&mut self, state: State, effects: &mut Effects<Effect>) -> Option<Changed> {
        let Targets { switchable, view_only } = self.page.view.targets();
        if switchable.is_empty() {
            return None;
        }
        // One at a time; who wants another one sees why there is none.
        if self.bulk.is_going() {
            effects.push(Effect::Open(Route::Bulk));
            return Some(Changed);
        }
        let scope = match self.page.view.selected() {
            Selected { all_matches: true, hidden: 0, .. } => Scope::Matches,
            Selected { page: true, hidden: 0, .. } => Scope::Page,
            Selected { .. } => Scope::Selected,
        };
        let left_out = LeftOut { view_only: view_only.into(), ..LeftOut::default() };
        let (exposed, already) =
            (self.page.count_exposed(&switchable), self.page.count_known(&switchable, state));
        let plan =
            Plan::new(state, scope, switchable).leaving_out(left_out).exposing(exposed).already(already);
        self.update_bulk(bulk::Action::Asked(plan), effects)
    }

    fn show(&mut self, page: Route, query: String, effects: &mut Effects<Effect>) -> Option<Changed> {
        let before = self.shown.replace(page);
        let is_new = before != Some(page);
        // The form was wanted above the page before.
        if is_new && self.sign_in.session.key().is_none() {
            self.sign_in.is_above = false;
        }
        if is_new {
            // What is kept may have changed by now: another tab was closed.
            self.update_kept(kept_runs::Action::Changed, effects);
        }
        let (was_shown, is_shown) = (before == Some(Route::ApiSecrets), page == Route::ApiSecrets);
        let list = match (is_shown, query.is_empty()) {
            (false, _) => was_shown.then_some(ListAction::Left),
            // A link that asks for nothing shall not undo what was asked for before.
            (true, true) if !was_shown => Some(ListAction::Returned),
            (true, _) => Some(ListAction::Addressed(query)),
        };
        let changed = list.and_then(|action| self.update_page(action, effects));
        if is_new { Some(Changed) } else { changed }
    }

    fn remedy(
        &mut self,
        remedy: RemedyAction,
        identifier: Option<Identifier>,
        effects: &mut Effects<Effect>,
    ) -> Option<Changed> {
        match (remedy, identifier) {
            (RemedyAction::RefreshList, _) => self.update_page(ListAction::RefreshAsked, effects),
            (RemedyAction::SignIn, _) => self.update_sign_in(sign_in::Action::AgainAsked, effects),
            (RemedyAction::Activate, Some(identifier)) => {
                self.update_page(SwitchAction::ActivateAsked(identifier), effects)
            }
            (RemedyAction::TryAgain | RemedyAction::Resolve, Some(identifier)) => {
                self.update_page(SwitchAction::AgainAsked(identifier), effects)
            }
            (RemedyAction::TryAgain | RemedyAction::Resolve, None) => {
                if self.sign_in.session.key().is_some() && !self.sign_in.is_above {
                    return self.update_page(ListAction::RefreshAsked, effects);
                }
                self.update_sign_in(sign_in::Action::Asked, effects)
            }
            (RemedyAction::Activate, None)
            | (
                RemedyAction::EditSecret
                | RemedyAction::EditPresentSecret
                | RemedyAction::EditApiKey
                | RemedyAction::RegenerateInstead,
                _,
            ) => None,
        }
    }
}

impl Model for VaultModel {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        let changed = match action {
            Action::SignIn(action) => self.update_sign_in(action, effects),
            Action::ApiSecrets(action) => self.update_page(action, effects),
            Action::Bulk(action) => self.update_bulk(action, effects),
            Action::Leak(action) => self.update_leak(action, effects),
            Action::Kept(action) => self.update_kept(action, effects),
            Action::Palette(action) => self.update_palette(action, effects),
            Action::Shown(page, query) => self.show(page, query, effects),
            Action::SwitchSelectedAsked(state) => self.ask_for_run(state, effects),
            Action::RemedyChosen(remedy, identifier) => self.remedy(remedy, identifier, effects),
        };
        self.unseen = match self.going() {
            Some((page, _)) => Some(page),
            None => self.unseen.filter(|page| Some(*page) != self.shown),
        };
        changed
    }
}
