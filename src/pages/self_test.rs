//! *Self-test*: what the page holds and may do, looked at in the page itself.

use latchboard_console::self_test::{Action, Check, Finding, Obstacle, Report, SelfTestPage};
use latchboard_texts::Text;
use latchboard_texts::{self_test as texts, shell};
use yew::prelude::*;

use crate::i18n::Here;
use crate::ui::{Button, ButtonKind, Symbol, clock, icon, page_head};

pub fn self_test(model: &SelfTestPage, dispatch: &Callback<Action>) -> Html {
    let run = match (&model.report, model.is_running()) {
        (_, true) => texts::RUNNING,
        (None, false) => texts::RUN,
        (Some(_), false) => texts::RUN_AGAIN,
    };
    html! {
        <div class="page">
            { page_head(shell::SELF_TEST.here(), texts::LEAD.here()) }
            <p class="note">{ texts::HOW.here() }</p>
            <div class="form__actions">
                <Button kind={ButtonKind::Primary} busy={model.is_running()} onclick={dispatch.reform(|()| Action::RunAsked)}>
                    { run.here() }
                </Button>
            </div>
            <div class="result" role="status">
                if let Some(report) = &model.report { { summary(report) } }
            </div>
            if let Some(report) = &model.report { { told(report, model.copied, dispatch) } }
            <p class="note">{ texts::BEYOND.here() }</p>
        </div>
    }
}

fn summary(report: &Report) -> Html {
    let [passed, failed, unknown] = report.counts();
    let (tone, symbol) = match (failed, unknown) {
        (0, 0) => ("outcome outcome--done", Symbol::Check),
        (0, _) => ("outcome outcome--unknown", Symbol::Question),
        _ => ("outcome outcome--refused", Symbol::Cross),
    };
    let title = texts::Summary { passed, failed, unknown }.here();
    html! {
        <section class={tone} data-failed={failed.to_string()}>
            <span class="outcome__mark">{ icon(symbol) }</span>
            <div class="outcome__body">
                <h2 class="outcome__title">{ title }</h2>
                <p>
                    { texts::LookedFor { count: report.secrets }.here() }{ " " }
                    <time class="outcome__time">{ clock(report.at) }</time>
                </p>
                if report.secrets == 0 { <p>{ texts::NONE_KNOWN.here() }</p> }
                if report.too_short > 0 { <p>{ texts::TooShort { count: report.too_short }.here() }</p> }
            </div>
        </section>
    }
}

fn told(report: &Report, copied: Option<bool>, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
            <div class="table-frame">
                <table class="table" aria-label={texts::CHECKS.here()}>
                    <thead>
                        <tr>
                            <th scope="col">{ texts::CHECK.here() }</th>
                            <th scope="col">{ texts::RESULT.here() }</th>
                            <th scope="col">{ texts::DETAIL.here() }</th>
                        </tr>
                    </thead>
                    <tbody>{ for report.findings.iter().map(|(check, finding)| row(*check, *finding)) }</tbody>
                </table>
            </div>
            <section class="card form">
                <h2 class="card__title">{ texts::POLICY.here() }</h2>
                if let Some(policy) = &report.policy {
                    <p class="field__hint">{ texts::POLICY_SEEN.here() }</p>
                    <pre class="command" tabindex="0"><code>{ policy.replace("; ", ";\n") }</code></pre>
                } else {
                    <p>{ texts::NO_POLICY.here() }</p>
                }
                <h2 class="card__title">{ texts::ORIGINS.here() }</h2>
                <p>{ for report.origins.iter().map(|origin| html! { <><code>{ origin }</code>{ " " }</> }) }</p>
            </section>
            <div class="form__actions">
                <Button icon={Symbol::Copy} onclick={dispatch.reform(|()| Action::CopyAsked)}>{ texts::COPY_REPORT.here() }</Button>
                <Button onclick={dispatch.reform(|()| Action::SaveAsked)}>{ texts::SAVE_REPORT.here() }</Button>
            </div>
            <p role="status">
                { match copied {
                    Some(true) => texts::REPORT_COPIED.here(),
                    Some(false) => texts::REPORT_NOT_COPIED.here(),
                    None => "",
                } }
            </p>
        </>
    }
}

fn row(check: Check, finding: Finding) -> Html {
    let (class, word) = match finding.passed() {
        Some(true) => ("state state--active", texts::PASSED),
        Some(false) => ("state state--down", texts::FAILED),
        None => ("state state--unknown", texts::NOT_CHECKED),
    };
    let detail = match finding {
        Finding::Clean(count) if check.is_search() => texts::CleanSearch { count }.here(),
        Finding::Clean(_) => texts::CLEAN.here().to_owned(),
        Finding::Expected(count) => texts::Expected { count }.here(),
        Finding::Found(count) if check.is_search() => texts::Found { count }.here(),
        Finding::Found(_) => texts::WORKED.here().to_owned(),
        Finding::NotChecked(Obstacle::NotOffered) => texts::NOT_OFFERED.here().to_owned(),
        Finding::NotChecked(Obstacle::Refused) => texts::BROWSER_REFUSED.here().to_owned(),
        Finding::NotChecked(Obstacle::Forgotten(count)) => texts::Forgotten { count }.here(),
        Finding::NotChecked(Obstacle::NotRead) => texts::NOT_READ.here().to_owned(),
    };
    html! {
        <tr data-check={check.as_str()} data-passed={finding.passed().map(|passed| passed.to_string())}>
            <th scope="row" class="table__name">{ name(check).here() }</th>
            <td><span class={class}>{ word.here() }</span></td>
            <td>{ detail }</td>
        </tr>
    }
}

const fn name(check: Check) -> Text {
    match check {
        Check::LocalStorage => texts::LOCAL_STORAGE,
        Check::SessionStorage => texts::SESSION_STORAGE,
        Check::Databases => texts::DATABASES,
        Check::Caches => texts::CACHES,
        Check::Cookies => texts::COOKIES,
        Check::Address => texts::ADDRESS,
        Check::History => texts::HISTORY,
        Check::Document => texts::DOCUMENT,
        Check::Fields => texts::FIELDS,
        Check::Calls => texts::CALLS,
        Check::Evaluation => texts::EVALUATION,
        Check::InlineScript => texts::INLINE_SCRIPT,
        Check::InlineStyle => texts::INLINE_STYLE,
        Check::ForeignCall => texts::FOREIGN_CALL,
        Check::ThirdParties => texts::THIRD_PARTIES,
        Check::Framed => texts::FRAMED,
    }
}
