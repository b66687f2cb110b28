//! *Activity*'s lower half: verifying the server's audit log, from the server itself, a file, or a pasted text.

use latchboard_console::activity::check::Action;
use latchboard_console::activity::server_log::{Access, ServerLog};
use latchboard_console::activity::{Check, CheckState, Checked, Origin};
use latchboard_console::audit_check::{NotKept, Whole};
use latchboard_contract::error::Code;
use latchboard_texts::Text;
use latchboard_texts::activity as texts;
use yew::prelude::*;

use crate::i18n::{Here, language};
use crate::ui::{Button, ButtonKind, Field, Symbol, icon, ids, problem_panel};

/// What can be verified, what it is held to, and what it was found to be.
pub(super) fn verifier(check: &Check, log: &ServerLog, dispatch: &Callback<Action>) -> Html {
    let server_is_open = log.access == Access::Open;
    let busy = matches!(check.state, CheckState::Going { .. });
    let verify = |origin, kind, text: Text| {
        html! { <Button {kind} {busy} onclick={dispatch.reform(move |()| Action::VerifyAsked(origin))}>{ text.here() }</Button> }
    };
    let server = |save| Origin::Server { save };
    let onchange = dispatch.reform(|_: Event| Action::VerifyAsked(Origin::File));
    html! {
        <section class="card form" aria-labelledby="verify">
            <h2 class="card__title" id="verify">{ texts::VERIFY.here() }</h2>
            <p class="field__hint">{ texts::VERIFY_WHY.here() }</p>
            if server_is_open {
                <div class="form__actions">
                    { verify(server(false), ButtonKind::Primary, texts::VERIFY_SERVER) }
                    { verify(server(true), ButtonKind::Secondary, texts::VERIFY_SAVE) }
                </div>
            } else {
                <p class="note">{ texts::VERIFY_CLOSED.here() }</p>
            }
            <div class="field">
                <label class="field__label" for={ids::AUDIT_FILE}>{ texts::VERIFY_FILE.here() }</label>
                <input id={ids::AUDIT_FILE} class="input" type="file" accept=".jsonl,.ndjson,.json,.txt" {onchange} aria-describedby="audit-file-hint" />
                <p class="field__hint" id="audit-file-hint">{ texts::VERIFY_FILE_HINT.here() }</p>
            </div>
            <div class="form__actions">{ verify(Origin::File, ButtonKind::Secondary, texts::VERIFY_FILE_AGAIN) }</div>
            <details class="note note--open">
                <summary>{ texts::VERIFY_PASTED.here() }</summary>
                <div class="form">
                    <textarea id={ids::AUDIT_TEXT} class="input input--code" rows="4" autocomplete="off" spellcheck="false"
                        aria-label={texts::VERIFY_PASTED.here()} />
                    <div class="form__actions">{ verify(Origin::Pasted, ButtonKind::Secondary, texts::VERIFY_PASTED_DO) }</div>
                </div>
            </details>
            { held_to(check, dispatch, busy) }
            { progress(check, log, dispatch) }
            <div class="result" role="status">
                if let CheckState::Over(origin, checked) = &check.state { { result(*origin, checked, dispatch) } }
            </div>
        </section>
    }
}

/// What somebody kept elsewhere.
fn held_to(check: &Check, dispatch: &Callback<Action>, readonly: bool) -> Html {
    let (key_fault, checkpoint_fault) = match &check.fault {
        None => (None, None),
        Some(NotKept::Key) => (Some(AttrValue::from(texts::HOLD_KEY_FAULT.here())), None),
        Some(NotKept::Checkpoint(finding)) => {
            let why = [texts::HOLD_CHECKPOINT_FAULT.here(), finding.fault.text().here()].join(" ");
            (None, Some(AttrValue::from(why)))
        }
    };
    let onchange = dispatch.reform(|_: Event| Action::CheckpointChosen);
    html! {
        <details class="note note--open">
            <summary>{ texts::HOLD.here() }</summary>
            <div class="form">
                <p class="field__hint">{ texts::HOLD_WHY.here() }</p>
                <Field id={ids::AUDIT_KEY} label={texts::HOLD_KEY.here()} hint={texts::HOLD_KEY_HINT.here()} fault={key_fault} {readonly}
                    value={check.key.clone()} oninput={dispatch.reform(Action::KeyTyped)} />
                <Field id={ids::AUDIT_CHECKPOINT} label={texts::HOLD_CHECKPOINT.here()} hint={texts::HOLD_CHECKPOINT_HINT.here()}
                    fault={checkpoint_fault} {readonly} multiline=true
                    value={check.checkpoint.clone()} oninput={dispatch.reform(Action::CheckpointTyped)} />
                <div class="field">
                    <label class="field__label" for={ids::AUDIT_CHECKPOINT_FILE}>{ texts::HOLD_CHECKPOINT_FILE.here() }</label>
                    <input id={ids::AUDIT_CHECKPOINT_FILE} class="input" type="file" {onchange} />
                </div>
            </div>
        </details>
    }
}

fn progress(check: &Check, log: &ServerLog, dispatch: &Callback<Action>) -> Html {
    let CheckState::Going { entries, origin, .. } = check.state else { return Html::default() };
    let text = texts::Verifying { entries: entries as usize }.here();
    // How long a file or a text is, nobody knows before its end.
    let all = Some(log.newest()).filter(|all| *all >= entries && matches!(origin, Origin::Server { .. }));
    let value = all.map(|_| entries.to_string());
    html! {
        <div class="form" aria-busy="true">
            <p>{ text.clone() }</p>
            <progress class="run__bar" max={all.map(|all| all.max(1).to_string())} {value} aria-label={text} />
            <div class="form__actions">
                <Button onclick={dispatch.reform(|()| Action::VerifyStopAsked)}>{ texts::VERIFY_STOP.here() }</Button>
            </div>
        </div>
    }
}

fn result(origin: Origin, checked: &Checked, dispatch: &Callback<Action>) -> Html {
    match checked {
        Checked::Whole(found) => whole(found, dispatch),
        Checked::Wrong(finding) => html! {
            <section class="outcome outcome--refused">
                <span class="outcome__mark">{ icon(Symbol::Cross) }</span>
                <div class="outcome__body">
                    <h3 class="outcome__title">{ texts::NOT_WHOLE.here() }</h3>
                    <p>{ finding.in_(language()) }</p>
                </div>
            </section>
        },
        Checked::Unread => html! { <p class="state state--unknown">{ texts::VERIFY_UNREAD.here() }</p> },
        Checked::Stopped(entries) => {
            html! { <p class="note">{ texts::VerifyStopped { entry: *entries as usize }.here() }</p> }
        }
        Checked::Failed(problem, entries) => html! {
            <>
                { problem_panel(texts::VERIFY_FAILED.here(), problem, &dispatch.reform(move |_| Action::VerifyAsked(origin))) }
                if *entries > 0 && matches!(problem.code, Code::ConnectionFailed | Code::TimedOut) {
                    <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::BrokeOff { entry: *entries as usize }.here() }</p></div>
                }
            </>
        },
    }
}

fn whole(found: &Whole, dispatch: &Callback<Action>) -> Html {
    let report = &found.report;
    let key = report.key.map(|key| key.to_string()).unwrap_or_default();
    let about_key = if found.by_given_key { texts::WHOLE_GIVEN_KEY } else { texts::WHOLE_KEY };
    html! {
        <section class="outcome outcome--done">
            <span class="outcome__mark">{ icon(Symbol::Check) }</span>
            <div class="outcome__body">
                <h3 class="outcome__title">{ texts::WHOLE.here() }</h3>
                <p>{ texts::WholeWhy { entries: report.entries as usize, signed: report.signed_up_to as usize }.here() }</p>
                if report.pruned > 0 { <p>{ texts::Pruned { entry: report.pruned as usize }.here() }</p> }
                if let Some(entry) = found.goes_on_from { <p>{ texts::GoesOn { entry: entry as usize }.here() }</p> }
                if !report.open.is_empty() {
                    <p>{ texts::OpenAttempts { attempts: report.open.len() }.here() }</p>
                }
                <p>{ about_key.here() }</p>
                <pre class="command" tabindex="0"><code>{ key }</code></pre>
                <p class="field__hint">{ texts::KEEP_WHY.here() }</p>
                <div class="outcome__actions">
                    <Button onclick={dispatch.reform(|()| Action::CheckpointSaveAsked)}>{ texts::KEEP_CHECKPOINT.here() }</Button>
                </div>
            </div>
        </section>
    }
}
