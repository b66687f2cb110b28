//! Lines of CSV (RFC 4180) for spreadsheets. By hand: a line is a join of cells, and each has to be looked at anyhow.

/// What a file begins with: spreadsheets take it for UTF-8 then, and for the local encoding otherwise.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A line with its end.
pub(crate) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula: names are somebody else's. Blanks in front and the full-width forms of
/// the signs keep none of them from it.
fn cell(value: &str) -> String {
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_formula = value.starts_with(['\t', '\r', '\n']) || value.trim_start().starts_with(signs);
    let value = value.replace('"', "\"\"");
    if is_formula {
        format!("\"'{value}\"")
    } else if value.contains(['"', ',', ';', '\r', '\n']) {
        format!("\"{value}\"")
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, line};

    #[test]
    fn no_cell_is_a_formula() {
        for (value, written) in [
            ("plain", "plain"),
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@x", "\"'@x\""),
            ("\t=1", "\"'\t=1\""),
            (" =1+1", "\"' =1+1\""),
            ("＝1+1", "\"'＝1+1\""),
            ("\"=1", "\"\"\"=1\""),
            ("a\r=1", "\"a\r=1\""),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("0043", "0043"),
            ("日本", "日本"),
        ] {
            assert_eq!(cell(value), written, "{value}");
        }
        assert_eq!(line(["a", "b;c"]), "a,\"b;c\"\r\n");
    }
}
