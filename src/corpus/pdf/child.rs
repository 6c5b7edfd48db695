//! What runs in the child: the file from standard input, its blocks to standard output.

use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document, Error, MediaBox, OutputDev, OutputError, Transform, output_doc_page};

use super::blocks::blocks;
use super::lines::{Glyph, Line, lines};
use super::{Content, MEMORY_MAX_BYTES, TIME_MAX};
use crate::corpus::Format;
use crate::corpus::load::DOCUMENT_MAX_BYTES;

/// How many pages are read.
const PAGES_MAX: usize = 10_000;

/// Reads a PDF and writes the content that is read of it as JSON; run in a process of its own, whose memory and
/// time it bounds first.
///
/// # Errors
/// What the system says when the file cannot be read or the answer not be written, and that it is no PDF.
pub fn read_pdf(mut from: impl Read, to: &mut dyn Write) -> io::Result<()> {
    bound();
    // Panics are told by what is missing; where they happened helps nobody here.
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    from.by_ref()
        .take(Format::Pdf.max_bytes() + 1)
        .read_to_end(&mut bytes)?;
    let content = catch_unwind(|| content(&bytes))
        .map_err(|_panic| io::Error::other("the reader failed on it"))?
        .map_err(io::Error::other)?;
    serde_json::to_writer(&mut *to, &content)?;
    to.flush()
}

/// Bounds memory and time of this process, where the system can.
#[cfg(unix)]
fn bound() {
    let seconds = TIME_MAX.as_secs() + 1;
    // Without these bounds the parent still ends a child that takes too long.
    let _memory = rlimit::Resource::AS.set(MEMORY_MAX_BYTES, MEMORY_MAX_BYTES);
    let _time = rlimit::Resource::CPU.set(seconds, seconds);
    let _no_core_file = rlimit::Resource::CORE.set(0, 0);
}

#[cfg(not(unix))]
fn bound() {
    let _no_bounds = (MEMORY_MAX_BYTES, TIME_MAX);
}

fn content(bytes: &[u8]) -> Result<Content, Error> {
    let mut document = Document::load_mem(bytes)?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Ok(Content {
            is_locked: true,
            ..Content::default()
        });
    }
    let mut content = Content {
        title: title(&document),
        ..Content::default()
    };
    let mut pages = Vec::new();
    let mut left = usize::try_from(DOCUMENT_MAX_BYTES).unwrap_or(usize::MAX);
    for number in document.get_pages().into_keys().take(PAGES_MAX) {
        let mut page = Page {
            glyphs: Vec::new(),
            left,
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            output_doc_page(&document, &mut page, number)
        }));
        content.is_cut |= page.left == 0;
        // Half a page may be half a table: rather none of it.
        if !matches!(read, Ok(Ok(()))) && !content.is_cut {
            content.unread.push(number);
            continue;
        }
        left = page.left;
        pages.push(page.lines());
        if content.is_cut {
            break;
        }
    }
    content.blocks = blocks(pages);
    Ok(content)
}

/// The title among the properties.
fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let (_, info) = document.dereference(info).ok()?;
    let title = info.as_dict().ok()?.get(b"Title").ok()?;
    let (_, title) = document.dereference(title).ok()?;
    let title = pdf_extract::decode_text_string(title).ok()?;
    let title = title.replace(char::is_control, " ");
    let title = title.trim();
    // What word processors put there by themselves is the name of a file.
    let is_file = title.starts_with("Microsoft ")
        || title.rsplit('.').next().is_some_and(|end| {
            ["doc", "docx", "odt", "pdf", "tex", "dvi", "indd"]
                .contains(&end.to_lowercase().as_str())
        });
    (!title.is_empty() && !is_file).then(|| title.to_owned())
}

/// The characters of a page.
struct Page {
    glyphs: Vec<Glyph>,
    /// How many bytes of text may still come.
    left: usize,
}

impl Page {
    fn lines(self) -> Vec<Line> {
        lines(self.glyphs)
    }
}

impl OutputDev for Page {
    fn begin_page(
        &mut self,
        _number: u32,
        _media: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        if self.left == 0 {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        self.left = self.left.saturating_sub(text.len().max(1));
        self.glyphs.extend(Glyph::new(
            [
                place.m11, place.m12, place.m21, place.m22, place.m31, place.m32,
            ],
            width,
            font_size,
            text,
        ));
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
