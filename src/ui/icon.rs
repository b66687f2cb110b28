//! The few icons, drawn inline so that no request and no font is needed. All are decoration:
//! text beside them says the same.

use yew::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// The product's mark: a latch.
    Latch,
    Key,
    /// A list of secrets.
    Vault,
    Check,
    Cross,
    Warning,
    Question,
    Dash,
    Eye,
    EyeOff,
    Copy,
    Refresh,
    Plus,
    Pencil,
    /// What else there is.
    More,
    /// Leads to somewhere else.
    Arrow,
    /// All at a glance.
    Overview,
    Clock,
    /// A way to a server.
    Plug,
    /// Something that was looked into.
    Shield,
    Person,
    Globe,
    Contrast,
}

impl Symbol {
    /// The strokes on a grid of 24 by 24.
    const fn path(self) -> &'static str {
        match self {
            Self::Latch => "M5 12h9m-4-6h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8M14 9.5v5M5 9v6",
            Self::Key => "M14 10a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM13 13l7 7m-3-3 2-2m-5-1 2-2",
            Self::Vault => "M4 6h16M4 12h16M4 18h10M19 16v4m-2-2h4",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Cross => "m7 7 10 10M17 7 7 17",
            Self::Warning => "M12 4 3 19.5h18L12 4Zm0 6v4.5m0 2.5v.01",
            Self::Question => "M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 1.9v.3m0 3v.01",
            Self::Dash => "M6 12h12",
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm12 0a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z"
            }
            Self::EyeOff => {
                "M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6.5 7.5A17 17 0 0 0 2.5 12s3.5 6.5 9.5 6.5a9 9 0 0 0 4-.9"
            }
            Self::Copy => "M9 9h10v10H9V9Zm-4 6V5h10",
            Self::Refresh => "M19 12a7 7 0 1 1-2-4.9M19 4v4h-4",
            Self::Plus => "M12 5v14M5 12h14",
            Self::More => "M6 12h.01M12 12h.01M18 12h.01",
            Self::Arrow => "M5 12h14m-5-5 5 5-5 5",
            Self::Pencil => {
                "m5 19 1-4L16.5 4.5a1.8 1.8 0 0 1 2.5 0l.5.5a1.8 1.8 0 0 1 0 2.5L9 18l-4 1Zm10-13 3 3"
            }
            Self::Overview => "M4 4h7v7H4V4Zm9 0h7v4h-7V4Zm0 7h7v9h-7v-9Zm-9 3h7v6H4v-6Z",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.5V12l3 2",
            Self::Plug => "M9 3v5m6-5v5M6 8h12v3a6 6 0 0 1-12 0V8Zm6 9v4",
            Self::Person => "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM5 20c.6-3.5 3.4-5.5 7-5.5s6.4 2 7 5.5",
            Self::Globe => {
                "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Zm0 0c-5 5-5 12 0 17m0-17c5 5 5 12 0 17M4 9.5h16M4 14.5h16"
            }
            Self::Contrast => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Zm0 0v17m3-15.5v14m3-12v10",
            Self::Shield => "M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6l-7-3Zm-3 9 2 2 4-4",
        }
    }
}

/// An icon in the colour and size of the text around it.
pub fn icon(symbol: Symbol) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
            <path d={symbol.path()} />
        </svg>
    }
}
