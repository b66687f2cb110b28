//! The names of the decodings.

/// How a text was read in which a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decoding {
    /// `\n`, `\"`, `\u00e9`, `\x41`, `\101`, and lines that end with `\`: JSON and most languages, strings of shells.
    Escapes,
    /// Each `\` taken out: words of shells, Markdown, properties files.
    Backslashes,
    /// `\` taken out before punctuation only: quoted strings of shells.
    EscapedPunctuation,
    /// A character that is written twice for once, such as `''`, `""`, `$$`, `%%`.
    Doubled,
    /// `^` before a character, as in cmd.
    Carets,
    /// `` ` `` before a character, as in `PowerShell`.
    Backticks,
    /// `|` before a character, as in messages to `TeamCity`.
    Pipes,
    /// Quotes within a word of a shell.
    ShellQuotes,
    /// `%41`.
    Percent,
    /// `%41`, and `+` for a blank.
    Form,
    /// `&amp;`, `&#65;`.
    Html,
    /// `=41`, and lines that end with `=`.
    QuotedPrintable,
    /// `\41`, as in LDAP.
    HexEscapes,
    /// `\'e9`, `\u233?`.
    Rtf,
    /// `\_`, `\textbackslash{}`.
    Latex,
    /// `_x0041_`, as in Office's XML.
    Ooxml,
    /// Line breaks and the white space around them taken out.
    LineBreaks,
    /// Line breaks taken for blanks.
    FoldedLines,
    /// What stands at the beginning of each line taken out: quote marks, diff marks, times, indentation.
    LineMarks,
    /// One kind of line break taken for another.
    LineEnds,
    /// A line break behind a value.
    AddedLineBreak,
    /// Cells of a table, line under line.
    Cells,
    /// Strings put together, as in `"a" + "b"`.
    Concatenation,
    /// Colours and other commands to a terminal taken out.
    TerminalCodes,
    /// Characters without width and control characters taken out.
    Invisible,
    /// Typographic quotes, dashes and blanks taken for plain ones.
    Typography,
    /// Elements of HTML and links taken out.
    Tags,
    /// Bytes that are not UTF-8, read as Latin-1.
    Latin1,
    /// UTF-8 that was read as Latin-1 and written again.
    Mojibake,
    /// Unicode's form NFC.
    Composed,
    /// Unicode's form NFD.
    Decomposed,
    /// Base64 of either alphabet.
    Base64,
    /// Hexadecimal digits.
    Hex,
    /// The bytes of a dump: offsets, columns.
    HexDump,
    /// Bytes as decimal numbers.
    DecimalBytes,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
}

impl Decoding {
    /// A stable name: lower case, hyphens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Escapes => "escapes",
            Self::Backslashes => "backslashes",
            Self::EscapedPunctuation => "escaped-punctuation",
            Self::Doubled => "doubled",
            Self::Carets => "carets",
            Self::Backticks => "backticks",
            Self::Pipes => "pipes",
            Self::ShellQuotes => "shell-quotes",
            Self::Percent => "percent",
            Self::Form => "form",
            Self::Html => "html",
            Self::QuotedPrintable => "quoted-printable",
            Self::HexEscapes => "hex-escapes",
            Self::Rtf => "rtf",
            Self::Latex => "latex",
            Self::Ooxml => "ooxml",
            Self::LineBreaks => "line-breaks",
            Self::FoldedLines => "folded-lines",
            Self::LineMarks => "line-marks",
            Self::LineEnds => "line-ends",
            Self::AddedLineBreak => "added-line-break",
            Self::Cells => "cells",
            Self::Concatenation => "concatenation",
            Self::TerminalCodes => "terminal-codes",
            Self::Invisible => "invisible",
            Self::Typography => "typography",
            Self::Tags => "tags",
            Self::Latin1 => "latin-1",
            Self::Mojibake => "mojibake",
            Self::Composed => "nfc",
            Self::Decomposed => "nfd",
            Self::Base64 => "base64",
            Self::Hex => "hex",
            Self::HexDump => "hex-dump",
            Self::DecimalBytes => "decimal-bytes",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }
}
