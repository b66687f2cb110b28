//! What a text is, by its first bytes; and UTF-16 read as what it is.

use crate::buffer::Buffer;

latchboard_contract::names! {
    /// What was given to be searched.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Kind {
        /// UTF-8, or bytes that are read as they come.
        Text = "text",
        /// A text in UTF-16 that says so; it is searched in UTF-8.
        Utf16 = "utf-16",
        /// Nothing at all, or a byte order mark.
        Empty = "empty",
        /// A picture: a screenshot has no text that could be searched.
        Image = "image",
        /// A sound or a film.
        Media = "media",
        /// Compressed files, documents of Office included: to be unpacked first.
        Archive = "archive",
        /// A PDF: its texts are compressed, so they have to be copied out of it.
        Pdf = "pdf",
        /// A document of the old Office.
        Document = "document",
        /// A program: texts in it are found where they stand as they are.
        Program = "program",
        /// A database file: texts in it are found where they stand as they are.
        Database = "database",
        /// Encrypted as a whole.
        Encrypted = "encrypted",
    }
}

impl Kind {
    /// By the first bytes, 16 or the whole.
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        if matches!(head, [] | [0xef, 0xbb, 0xbf] | [0xff, 0xfe] | [0xfe, 0xff]) {
            return Self::Empty;
        }
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Self::Utf16;
        }
        // The names of the formats of RIFF and of ISO's media files stand behind a length.
        let at = |at: usize, mark: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(mark));
        if at(0, b"RIFF") {
            return if at(8, b"WEBP") { Self::Image } else { Self::Media };
        }
        if at(4, b"ftyp") {
            let pictures: [&[u8]; 4] = [b"heic", b"heix", b"mif1", b"avif"];
            return if pictures.into_iter().any(|brand| at(8, brand)) { Self::Image } else { Self::Media };
        }
        MARKS.iter().find(|(mark, _)| head.starts_with(mark)).map_or(Self::Text, |(_, kind)| *kind)
    }
}

const MARKS: [(&[u8], Kind); 38] = [
    (b"\x89PNG\r\n", Kind::Image),
    (b"\xff\xd8\xff", Kind::Image),
    (b"GIF87a", Kind::Image),
    (b"GIF89a", Kind::Image),
    (b"BM\0", Kind::Image),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"\0\0\x01\0", Kind::Image),
    (b"8BPS", Kind::Image),
    (b"ID3", Kind::Media),
    (b"OggS", Kind::Media),
    (b"fLaC", Kind::Media),
    (b"\x1a\x45\xdf\xa3", Kind::Media),
    (b"PK\x03\x04", Kind::Archive),
    (b"PK\x05\x06", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
    (b"BZh", Kind::Archive),
    (b"\xfd7zXZ", Kind::Archive),
    (b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (b"\x28\xb5\x2f\xfd", Kind::Archive),
    (b"\x04\x22\x4d\x18", Kind::Archive),
    (b"Rar!\x1a", Kind::Archive),
    (b"MSCF", Kind::Archive),
    (b"xar!", Kind::Archive),
    (b"%PDF-", Kind::Pdf),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Document),
    (b"\x7fELF", Kind::Program),
    (b"MZ\x90\0", Kind::Program),
    (b"\xcf\xfa\xed\xfe", Kind::Program),
    (b"\xca\xfe\xba\xbe", Kind::Program),
    (b"\0asm", Kind::Program),
    (b"SQLite format 3\0", Kind::Database),
    (b"PAR1", Kind::Database),
    (b"Salted__", Kind::Encrypted),
    (b"age-encryption.o", Kind::Encrypted),
    (b"$ANSIBLE_VAULT;", Kind::Encrypted),
    (b"-----BEGIN PGP M", Kind::Encrypted),
    (b"-----BEGIN AGE E", Kind::Encrypted),
];

/// Enough to tell what it is.
const HEAD: usize = 16;

/// Takes the bytes of a text and gives them on, UTF-16 with a byte order mark as UTF-8.
#[derive(Default)]
pub(crate) struct Unicode {
    head: Buffer,
    form: Form,
    /// A byte, or a first half of a character, that waits for what belongs to it.
    odd: Option<u8>,
    high: Option<u16>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Unknown,
    Bytes,
    Little,
    Big,
}

impl Unicode {
    /// What the text is, as soon as it can be told.
    pub(crate) fn push(&mut self, bytes: &[u8], to: &mut Buffer) -> Option<Kind> {
        if self.form != Form::Unknown {
            self.give(bytes, to);
            return None;
        }
        self.head.extend(bytes);
        (self.head.len() >= HEAD).then(|| self.tell(to))
    }

    /// The text is over.
    pub(crate) fn end(&mut self, to: &mut Buffer) -> Option<Kind> {
        let kind = (self.form == Form::Unknown).then(|| self.tell(to));
        if self.odd.take().is_some() | self.high.take().is_some() {
            to.extend("\u{fffd}".as_bytes());
        }
        kind
    }

    fn tell(&mut self, to: &mut Buffer) -> Kind {
        let head = std::mem::take(&mut self.head);
        let kind = Kind::of(&head);
        let (form, mark) = match *head {
            [0xff, 0xfe, ..] => (Form::Little, 2),
            [0xfe, 0xff, ..] => (Form::Big, 2),
            [0xef, 0xbb, 0xbf, ..] => (Form::Bytes, 3),
            _ => (Form::Bytes, 0),
        };
        self.form = form;
        self.give(&head[mark..], to);
        kind
    }

    fn give(&mut self, bytes: &[u8], to: &mut Buffer) {
        let read = match self.form {
            Form::Unknown | Form::Bytes => return to.extend(bytes),
            Form::Little => u16::from_le_bytes,
            Form::Big => u16::from_be_bytes,
        };
        for byte in bytes {
            let Some(first) = self.odd.take() else {
                self.odd = Some(*byte);
                continue;
            };
            let unit = read([first, *byte]);
            let units = [self.high.take().unwrap_or(unit), unit];
            if self.high.is_none() && (0xd800..0xdc00).contains(&unit) && units[0] == unit {
                self.high = Some(unit);
                continue;
            }
            let from = usize::from(units[0] == unit);
            for character in char::decode_utf16(units[from..].iter().copied()) {
                to.extend(character.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Unicode};
    use crate::buffer::Buffer;

    #[test]
    fn utf_16_is_read_however_it_is_cut() {
        let text = "KEY=pässwörd-🔑-値\r\n";
        for big in [false, true] {
            let mut bytes = if big { vec![0xfe, 0xff] } else { vec![0xff, 0xfe] };
            bytes.extend(
                text.encode_utf16()
                    .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }),
            );
            for size in [1, 2, 3, 5, 64] {
                let (mut unicode, mut to) = (Unicode::default(), Buffer::new());
                let mut kinds: Vec<Kind> =
                    bytes.chunks(size).filter_map(|piece| unicode.push(piece, &mut to)).collect();
                kinds.extend(unicode.end(&mut to));
                assert_eq!((&*to, &*kinds), (text.as_bytes(), [Kind::Utf16].as_slice()), "{size}");
            }
        }
    }

    #[test]
    fn files_are_told_by_their_first_bytes() {
        for (head, kind) in [
            (b"KEY=value".as_slice(), Kind::Text),
            (b"", Kind::Empty),
            (b"\xef\xbb\xbfKEY", Kind::Text),
            (b"\x89PNG\r\n\x1a\n", Kind::Image),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Image),
            (b"\0\0\0\x1cftypheic", Kind::Image),
            (b"\0\0\0\x1cftypisom", Kind::Media),
            (b"PK\x03\x04\x14\0", Kind::Archive),
            (b"\x1f\x8b\x08", Kind::Archive),
            (b"%PDF-1.7", Kind::Pdf),
            (b"$ANSIBLE_VAULT;1.1;AES256", Kind::Encrypted),
        ] {
            assert_eq!(Kind::of(head), kind, "{head:?}");
        }
    }
}
