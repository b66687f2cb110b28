//! The leaked texts while they wait for their search: in this page's memory, and nowhere else.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use latchboard_console::leak_text::Source;
use latchboard_contract::Secret;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList};
use zeroize::Zeroizing;

/// Bytes that are taken of a text at a time.
const PIECE: u64 = 256 * 1024;

/// A text, or where the browser has it.
pub enum Content {
    /// What was pasted; overwritten when it is dropped.
    Pasted(Secret),
    /// A file, which is read piece by piece.
    File(File),
}

impl Content {
    /// The bytes from there on, none at the end.
    ///
    /// # Errors
    /// The file cannot be read: it was changed or is gone.
    pub async fn piece(&self, from: u64) -> Result<Zeroizing<Vec<u8>>, Unread> {
        match self {
            Self::Pasted(text) => {
                let rest = usize::try_from(from).ok().and_then(|from| text.expose().as_bytes().get(from..));
                let rest = rest.unwrap_or_default();
                Ok(Zeroizing::new(rest[..rest.len().min(PIECE as usize)].to_vec()))
            }
            Self::File(file) => {
                let piece =
                    file.slice_with_f64_and_f64(from as f64, (from + PIECE) as f64).map_err(|_| Unread)?;
                let buffer = JsFuture::from(piece.array_buffer()).await.map_err(|_| Unread)?;
                let array = js_sys::Uint8Array::new(&buffer);
                let bytes = Zeroizing::new(array.to_vec());
                array.fill(0, 0, array.length());
                Ok(bytes)
            }
        }
    }
}

/// A file that cannot be read.
#[derive(Debug)]
pub struct Unread;

thread_local! {
    static HELD: RefCell<BTreeMap<u64, Rc<Content>>> = RefCell::default();
    static NUMBERS: Cell<u64> = Cell::default();
}

fn hold(content: Content, name: Rc<str>, bytes: u64) -> Source {
    let id = NUMBERS.get() + 1;
    NUMBERS.set(id);
    HELD.with_borrow_mut(|held| held.insert(id, Rc::new(content)));
    Source { id, name, bytes }
}

/// Keeps what was pasted or typed; white space counts as nothing.
#[must_use]
pub fn hold_text(text: String) -> Source {
    let bytes = if text.trim().is_empty() { 0 } else { text.len() as u64 };
    hold(Content::Pasted(Secret::new(text)), "".into(), bytes)
}

#[must_use]
pub fn hold_files(files: &FileList) -> Vec<Source> {
    let file = |file: File| {
        let (name, bytes) = (file.name().into(), file.size() as u64);
        hold(Content::File(file), name, bytes)
    };
    (0..files.length()).filter_map(|place| files.get(place)).map(file).collect()
}

/// Keeps what was pasted or dropped: files where there are some, else the text.
#[must_use]
pub fn hold_transfer(data: &DataTransfer) -> Vec<Source> {
    let text = data.get_data("text").unwrap_or_default();
    match data.files() {
        // A spreadsheet gives its cells as a picture, too.
        Some(files) if files.length() > 0 && text.is_empty() => hold_files(&files),
        Some(_) | None => vec![hold_text(text)],
    }
}

/// Drops these; a search that is under way keeps them to its end.
pub(super) fn wipe(sources: &[Source]) {
    HELD.with_borrow_mut(|held| {
        for source in sources {
            held.remove(&source.id);
        }
    });
}

pub(super) fn held(sources: &[Source]) -> Vec<(Source, Rc<Content>)> {
    HELD.with_borrow(|held| {
        let one = |source: &Source| Some((source.clone(), held.get(&source.id)?.clone()));
        sources.iter().filter_map(one).collect()
    })
}
