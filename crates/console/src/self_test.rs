//! The *Self-test* page: what is looked for, what was found, and a report that can be passed on.
//!
//! It looks for the secrets that the page knows at this moment. Looking is done elsewhere; no secret
//! comes here.

use crate::{Changed, Effects, Model, Ticket, Timestamp};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// `localStorage`.
    LocalStorage,
    /// `sessionStorage`.
    SessionStorage,
    /// `IndexedDB`.
    Databases,
    /// The cache of service workers, and whether there is a worker at all.
    Caches,
    /// Cookies that a page can read.
    Cookies,
    /// The address, the one before it, and the title.
    Address,
    /// The state of the present step of the history, and the window's name.
    History,
    /// Texts and attributes of the document.
    Document,
    /// Fields that hold what was typed.
    Fields,
    /// Addresses of the calls that the browser remembers.
    Calls,
    Evaluation,
    /// A script in the page that nobody allowed.
    InlineScript,
    /// A style in the page that nobody allowed.
    InlineStyle,
    /// A call to a server that nobody named.
    ForeignCall,
    /// Calls to others than the page's own servers.
    ThirdParties,
    /// A page of others around this one.
    Framed,
}

impl Check {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 16] = [
        Self::LocalStorage,
        Self::SessionStorage,
        Self::Databases,
        Self::Caches,
        Self::Cookies,
        Self::Address,
        Self::History,
        Self::Document,
        Self::Fields,
        Self::Calls,
        Self::Evaluation,
        Self::InlineScript,
        Self::InlineStyle,
        Self::ForeignCall,
        Self::ThirdParties,
        Self::Framed,
    ];

    /// Whether it looks for secrets; the others look at what the page may do.
    #[must_use]
    pub const fn is_search(self) -> bool {
        (self as u8) <= (Self::Calls as u8)
    }

    /// Its name in a report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LocalStorage => "local_storage",
            Self::SessionStorage => "session_storage",
            Self::Databases => "databases",
            Self::Caches => "caches",
            Self::Cookies => "cookies",
            Self::Address => "address",
            Self::History => "history",
            Self::Document => "document",
            Self::Fields => "fields",
            Self::Calls => "calls",
            Self::Evaluation => "evaluation",
            Self::InlineScript => "inline_script",
            Self::InlineStyle => "inline_style",
            Self::ForeignCall => "foreign_call",
            Self::ThirdParties => "third_parties",
            Self::Framed => "framed",
        }
    }
}

/// Why something could not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The browser does not offer it here: most often because the page came over plain http.
    NotOffered,
    Refused,
    /// There is more than the so many things that the browser remembers.
    Forgotten(usize),
    /// Something is there that the page did not make. It was not read.
    NotRead,
}

/// What a check found. Numbers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing that should not be there; so many things were looked at.
    Clean(usize),
    /// Where it has to be, and only there: in so many fields that are being typed into, or in so many
    /// addresses of calls whose contract wants it there.
    Expected(usize),
    /// It is there, so many times; or what must not work, works.
    Found(usize),
    NotChecked(Obstacle),
}

impl Finding {
    /// Whether all is well; `None` when nobody knows.
    #[must_use]
    pub const fn passed(self) -> Option<bool> {
        match self {
            Self::Clean(_) | Self::Expected(_) => Some(true),
            Self::Found(_) => Some(false),
            Self::NotChecked(_) => None,
        }
    }

    const fn word(self) -> &'static str {
        match self.passed() {
            Some(true) => "passed",
            Some(false) => "FAILED",
            None => "not checked",
        }
    }
}

/// All that one run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub at: Timestamp,
    /// How many secrets were looked for.
    pub secrets: usize,
    /// How many were not: texts so short that they stand everywhere.
    pub too_short: usize,
    pub findings: Vec<(Check, Finding)>,
    /// The policy in force, as the browser reported it; none when it reported no breach.
    pub policy: Option<String>,
    pub origins: Vec<String>,
}

impl Report {
    /// How many checks passed, failed, and could not be made.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        [Some(true), Some(false), None]
            .map(|wanted| self.findings.iter().filter(|(_, finding)| finding.passed() == wanted).count())
    }

    /// What a check found.
    #[must_use]
    pub fn finding(&self, check: Check) -> Option<Finding> {
        self.findings.iter().find(|(known, _)| *known == check).map(|(_, finding)| *finding)
    }

    /// As text to pass on, in English, whatever the page's language: those who read it compare it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let [passed, failed, unknown] = self.counts();
        let mut text = format!(
            "Latchboard self-test, {}\nsecrets looked for: {}; too short to look for: {}\n\
             passed: {passed}; failed: {failed}; not checked: {unknown}\n\n",
            self.at.iso(),
            self.secrets,
            self.too_short
        );
        for (check, finding) in &self.findings {
            let detail = match finding {
                Finding::Clean(count) => format!("looked at {count}"),
                Finding::Expected(count) => format!("{count} where it has to be"),
                Finding::Found(count) => format!("found {count}"),
                Finding::NotChecked(Obstacle::NotOffered) => "not offered by the browser here".to_owned(),
                Finding::NotChecked(Obstacle::Refused) => "refused by the browser".to_owned(),
                Finding::NotChecked(Obstacle::Forgotten(count)) => {
                    format!("the browser remembers {count} only; nothing wrong there")
                }
                Finding::NotChecked(Obstacle::NotRead) => "something is there, and was not read".to_owned(),
            };
            text.push_str(&format!("{}: {} ({detail})\n", check.as_str(), finding.word()));
        }
        text.push_str(&format!(
            "\npolicy: {}\norigins asked: {}\n",
            self.policy.as_deref().unwrap_or("none was reported"),
            self.origins.join(" ")
        ));
        text
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelfTestPage {
    running: Option<Ticket>,
    ticket: Ticket,
    /// What the last run found.
    pub report: Option<Report>,
    /// What became of the attempt to copy it.
    pub copied: Option<bool>,
}

#[derive(Clone, Debug)]
pub enum Action {
    RunAsked,
    /// All was looked at.
    Ran(Ticket, Box<Report>),
    /// The report shall be saved.
    SaveAsked,
    /// The report shall be copied.
    CopyAsked,
    /// The browser copied it, or did not.
    Copied(bool),
}

/// What the page wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Run(Ticket),
    Save(String),
    /// Put the report on the clipboard.
    Copy(String),
}

impl SelfTestPage {
    /// Whether a run is under way.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.running.is_some()
    }
}

impl Model for SelfTestPage {
    type Action = Action;
    type Effect = Effect;

    fn update(&mut self, action: Action, effects: &mut Effects<Effect>) -> Option<Changed> {
        match action {
            Action::RunAsked if self.is_running() => return None,
            Action::RunAsked => {
                self.ticket = self.ticket.next();
                (self.running, self.copied) = (Some(self.ticket), None);
                effects.push(Effect::Run(self.ticket));
            }
            Action::Ran(ticket, _) if self.running != Some(ticket) => return None,
            Action::Ran(_, report) => (self.running, self.report) = (None, Some(*report)),
            Action::SaveAsked => effects.push(Effect::Save(self.report.as_ref()?.to_text())),
            Action::CopyAsked => {
                effects.push(Effect::Copy(self.report.as_ref()?.to_text()));
                self.copied = None;
            }
            Action::Copied(copied) => self.copied = Some(copied),
        }
        Some(Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Check, Effect, Finding, Obstacle, Report, SelfTestPage};
    use crate::{Model, Ticket, Timestamp};

    fn report() -> Report {
        let others = [
            (Check::Document, Finding::Found(1)),
            (Check::Caches, Finding::NotChecked(Obstacle::NotOffered)),
            (Check::Fields, Finding::Expected(2)),
        ];
        let finding = |check| {
            let other = others.iter().find(|(others, _)| *others == check);
            other.map_or(Finding::Clean(3), |(_, finding)| *finding)
        };
        Report {
            at: Timestamp(0),
            secrets: 2,
            too_short: 1,
            findings: Check::ALL.map(|check| (check, finding(check))).to_vec(),
            policy: None,
            origins: vec!["https://page.example".into()],
        }
    }

    #[test]
    fn one_run_is_under_way_at_a_time_and_the_last_report_stays_meanwhile() {
        let (page, effects) = SelfTestPage::default().after(Action::RunAsked).unwrap();
        let ticket = Ticket::default().next();
        assert_eq!(effects, [Effect::Run(ticket)]);
        assert!(page.after(Action::RunAsked).is_none());
        let (page, _) = page.after(Action::Ran(ticket, Box::new(report()))).unwrap();
        assert!(!page.is_running());
        let (again, _) = page.after(Action::RunAsked).unwrap();
        assert_eq!(again.report, Some(report()));
        assert!(again.after(Action::Ran(ticket, Box::new(report()))).is_none(), "an old answer");
    }

    #[test]
    fn what_nobody_knows_is_no_success() {
        assert_eq!(report().counts(), [14, 1, 1]);
        assert_eq!(Finding::NotChecked(Obstacle::Refused).passed(), None);
        let text = report().to_text();
        assert!(text.contains("passed: 14; failed: 1; not checked: 1\n"), "{text}");
        assert!(text.contains("\ndocument: FAILED (found 1)\n"), "{text}");
        assert!(text.contains("\ncaches: not checked (not offered by the browser here)\n"), "{text}");
        assert_eq!(text.lines().filter(|line| line.contains(" (")).count(), Check::ALL.len());
    }

    #[test]
    fn only_a_report_can_be_copied() {
        assert!(SelfTestPage::default().after(Action::CopyAsked).is_none());
        assert!(SelfTestPage::default().after(Action::SaveAsked).is_none());
        let page = SelfTestPage { report: Some(report()), ..SelfTestPage::default() };
        let (page, effects) = page.after(Action::CopyAsked).unwrap();
        assert_eq!(effects, [Effect::Copy(report().to_text())]);
        assert_eq!(page.after(Action::Copied(true)).unwrap().0.copied, Some(true));
    }

    #[test]
    fn the_searches_come_first() {
        let searches = Check::ALL.iter().take_while(|check| check.is_search()).count();
        assert_eq!(searches, Check::ALL.iter().filter(|check| check.is_search()).count());
        assert_eq!(searches, 10);
    }
}
