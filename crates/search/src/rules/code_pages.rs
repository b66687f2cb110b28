//! The bytes of characters on Windows. No small crate has the pages of its consoles, so their tables stand here.

/// Windows' 1252, which is what is meant by Latin-1: 0x80 to 0x9F.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The character that a byte is in Windows' 1252.
pub(super) fn windows_character(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The byte that a character is in Windows' 1252.
pub(super) fn windows_byte(character: char) -> Option<u8> {
    match u32::from(character) {
        value @ 0x80..=0xff => u8::try_from(value).ok(),
        _ => WINDOWS.iter().position(|other| *other == character).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

/// The console's 850, 0x80 to 0xFF: Western Europe and Latin America. Letters that 437 has stand in the same places.
const CONSOLE: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The console's 437, of the United States.
const CONSOLE_US: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The character that a byte is in 850.
pub(super) fn console_character(byte: u8) -> char {
    let high = byte.checked_sub(0x80).and_then(|at| CONSOLE.chars().nth(usize::from(at)));
    high.unwrap_or(char::from(byte))
}

/// The byte that a character is in 850.
pub(super) fn console_byte(character: char) -> Option<u8> {
    byte_in(CONSOLE, character)
}

/// The byte that a character is in 437.
pub(super) fn us_console_byte(character: char) -> Option<u8> {
    byte_in(CONSOLE_US, character)
}

fn byte_in(page: &str, character: char) -> Option<u8> {
    // Most characters of other scripts are none.
    if !matches!(character, '\u{a0}'..='\u{192}' | '\u{393}'..='\u{3c6}' | '\u{2017}'..='\u{25a0}') {
        return None;
    }
    let at = page.chars().position(|other| other == character)?;
    u8::try_from(0x80 + at).ok()
}
