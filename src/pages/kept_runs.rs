//! The runs that the browser keeps: what each came to, and the way back to it.

use latchboard_console::bulk::Scope;
use latchboard_console::kept_runs::{Action, Kept, KeptRuns, MOST_KEPT};
use latchboard_texts::{bulk as texts, common};
use yew::prelude::*;

use super::bulk::{headline, title};
use crate::i18n::Here;
use crate::ui::{Button, ButtonKind, Dialog, Open, Symbol, clock, icon, ids, link, short_date};
use latchboard_console::route::Route;

/// The list of those for which `takes` holds; nothing where there is none. `can_show`: nothing goes on that would
/// have to give way.
pub(super) fn kept_runs(
    model: &KeptRuns,
    dispatch: &Callback<Action>,
    can_show: bool,
    takes: impl Fn(&Kept) -> bool,
) -> Html {
    let kept: Vec<_> = model.runs.iter().filter(|kept| takes(kept)).collect();
    if kept.is_empty() && !model.is_gone {
        return Html::default();
    }
    html! {
        <section class="card form" aria-labelledby={ids::KEPT_RUNS}>
            <h2 class="card__title" id={ids::KEPT_RUNS} tabindex="-1">{ texts::KEPT.here() }</h2>
            <p class="note">{ texts::KeptHow { count: MOST_KEPT }.here() }</p>
            <div role="status">
                if model.is_gone { <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::KEPT_GONE.here() }</p></div> }
            </div>
            <ul class="kept">{ for kept.into_iter().map(|kept| entry(kept, dispatch, can_show)) }</ul>
            if model.dropping.is_some() { { drop_dialog(dispatch) } }
        </section>
    }
}

fn entry(kept: &Kept, dispatch: &Callback<Action>, can_show: bool) -> Html {
    let name = title(kept.state, kept.items);
    let name = match kept.scope {
        Scope::Leaked => texts::KeptLeak { run: &name }.here(),
        Scope::Selected | Scope::Page | Scope::Matches | Scope::OnAgain | Scope::Undo => name,
    };
    let came_to = match &kept.headline {
        Some(came_to) => headline(came_to, kept.state),
        None => texts::KEPT_INTERRUPTED.here().to_owned(),
    };
    let began = texts::KeptBegan { time: &[&*short_date(kept.began), &*clock(kept.began)].join(", ") }.here();
    let (show, dismiss) = (kept.id.clone(), kept.id.clone());
    html! {
        <li key={kept.id.as_str().to_owned()} class="kept__run">
            <div>
                <strong>{ name }</strong>
                <p>{ came_to }{ " · " }{ began }</p>
            </div>
            <div class="form__actions">
                if can_show {
                    <Button onclick={dispatch.reform(move |()| Action::ShowAsked(show.clone()))}>{ texts::KEPT_SHOW.here() }</Button>
                }
                <Button kind={ButtonKind::Quiet} onclick={dispatch.reform(move |()| Action::DropAsked(dismiss.clone()))}>{ common::DISMISS.here() }</Button>
            </div>
        </li>
    }
}

fn drop_dialog(dispatch: &Callback<Action>) -> Html {
    let no = dispatch.reform(|()| Action::DropDeclined);
    html! {
        <Dialog labelled_by="drop-title" onescape={no.clone()}>
            <h2 id="drop-title">{ texts::DISMISS_TITLE.here() }</h2>
            <p>{ texts::DISMISS_WHY.here() }</p>
            <div class="dialog__actions">
                <Button kind={ButtonKind::Danger} onclick={dispatch.reform(|()| Action::DropConfirmed)}>{ texts::DISMISS_RUN.here() }</Button>
                <Button onclick={no}>{ texts::CANCEL.here() }</Button>
            </div>
        </Dialog>
    }
}

/// One line for the list of API secrets, while something of a kept run is open.
pub(super) fn kept_note(model: &KeptRuns, open: &Open) -> Html {
    let count = model.open().count();
    if count == 0 {
        return Html::default();
    }
    html! {
        <p class="note">
            { texts::KeptOpen { count }.here() }{ " " }
            { link(Route::Bulk, false, "", open, texts::STRIP_SHOW.here().into()) }
        </p>
    }
}
