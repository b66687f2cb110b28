//! The names of the decodings.

latchboard_contract::names! {
    /// How a text was read in which a value was found.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Decoding {
        /// `\n`, `\"`, `\u00e9`, `\x41`, `\101`, `\195\169`, and lines that end with `\`: JSON and most languages, strings of shells;
        /// `M-CM-)` and `<C3><A9>` of `cat -v` and `less`.
        Escapes = "escapes",
        /// Each `\` taken out: words of shells, Markdown, properties files.
        Backslashes = "backslashes",
        /// `\` taken out before punctuation only: quoted strings of shells.
        EscapedPunctuation = "escaped-punctuation",
        /// A character that is written twice for once, such as `''`, `""`, `$$`, `%%`.
        Doubled = "doubled",
        /// `^` before a character, as in cmd.
        Carets = "carets",
        /// `` ` `` before a character, as in `PowerShell`.
        Backticks = "backticks",
        /// `|` before a character, as in messages to `TeamCity`.
        Pipes = "pipes",
        /// Quotes within a word of a shell.
        ShellQuotes = "shell-quotes",
        /// `%41`.
        Percent = "percent",
        /// `%41`, and `+` for a blank.
        Form = "form",
        /// `&amp;`, `&#65;`.
        Html = "html",
        /// `=41`, and lines that end with `=`.
        QuotedPrintable = "quoted-printable",
        /// `\41`, as in LDAP.
        HexEscapes = "hex-escapes",
        /// `\'e9`, `\u233?`, `\par`.
        Rtf = "rtf",
        /// `\_`, `\textbackslash{}`.
        Latex = "latex",
        /// `_x0041_`, as in Office's XML.
        Ooxml = "ooxml",
        /// Line breaks and the white space around them taken out.
        LineBreaks = "line-breaks",
        /// Line breaks taken for blanks.
        FoldedLines = "folded-lines",
        /// What stands at the beginning of each line taken out: quote marks, diff marks, times, indentation.
        LineMarks = "line-marks",
        /// One kind of line break taken for another.
        LineEnds = "line-ends",
        /// A line break behind a value.
        AddedLineBreak = "added-line-break",
        /// Cells of a table, line under line.
        Cells = "cells",
        /// Strings put together, as in `"a" + "b"`.
        Concatenation = "concatenation",
        /// Records put together, each of which holds a line: `"a", "b"`, or one on each line.
        Records = "records",
        /// Colours and other commands to a terminal taken out.
        TerminalCodes = "terminal-codes",
        /// Characters without width and control characters taken out.
        Invisible = "invisible",
        /// Typographic quotes, dashes and blanks taken for plain ones.
        Typography = "typography",
        /// Elements of HTML and links taken out.
        Tags = "tags",
        /// Bytes that are not UTF-8, read as Latin-1.
        Latin1 = "latin-1",
        /// UTF-8 that was read as Latin-1 and written again, and what consoles of Windows make of texts.
        Mojibake = "mojibake",
        /// Unicode's form NFC.
        Composed = "nfc",
        /// Unicode's form NFD.
        Decomposed = "nfd",
        /// Base64 of either alphabet.
        Base64 = "base64",
        /// Hexadecimal digits.
        Hex = "hex",
        /// The bytes of a dump: offsets, columns; octal and binary ones, too.
        HexDump = "hex-dump",
        /// Bytes as decimal numbers.
        DecimalBytes = "decimal-bytes",
        /// UTF-16, little-endian.
        Utf16Le = "utf-16le",
        /// UTF-16, big-endian.
        Utf16Be = "utf-16be",
    }
}
