//! Pages of the web, saved: their content to blocks, without menus, notices and lists of other pages.
//!
//! Read `tree.rs` with `elements.rs` (tags to a tree), then `keep.rs` with `names.rs` (what is content), then `write.rs` with `table.rs`
//! (content to blocks); `source.rs` reads what a page says of its origin. No script is run and nothing is fetched.
//! What a style sheet hides or shows is not known: only styles that stand at an element are looked at.

mod elements;
mod keep;
mod names;
mod source;
mod table;
mod tree;
mod write;

use encoding_rs::Encoding;

use super::decode::{Decoded, decode_said};
use super::draft::Draft;
use super::front;
use super::problem::Problem;
use crate::domain::{DocumentId, Source};

/// How far into a file it may name its encoding, by the HTML Standard.
const ENCODING_WITHIN_BYTES: usize = 1024;

/// A page as it was read.
pub(super) struct Page {
    pub(super) draft: Draft,
    pub(super) encoding: &'static str,
    pub(super) problems: Vec<Problem>,
}

/// Reads a page. It may open with its address and with front matter, which count for more than what the page says.
///
/// # Errors
/// A [`Problem`] of severity error when the bytes are no text.
pub(super) fn read(id: &DocumentId, bytes: Vec<u8>) -> Result<Page, Problem> {
    let said = said_encoding(&bytes);
    let Decoded {
        text,
        encoding,
        mut problems,
    } = decode_said(id, bytes, said)?;
    let front = front::read(id, &text);
    let tree = tree::read(&text, front.body);
    let content = keep::content(&tree);
    let own = source::source(&tree, &content);
    let mut writer = write::Writer::new(&tree, &content);
    writer.write();
    problems.extend(front.problems);
    if let Some(line) = tree.left_out {
        let text = "has too many elements, and is not read from here on; split it";
        problems.push(Problem::error(id, text).at(line));
    }
    if let Some(line) = writer.left_out {
        let text = "has too much text, and is not read from here on; split it";
        problems.push(Problem::error(id, text).at(line));
    }
    let mut draft = writer.draft;
    let said = front.source;
    draft.source = Source {
        title: said.title.or(own.title),
        publisher: said.publisher.or(own.publisher),
        url: said.url.or(own.url),
        published: said.published.or(own.published),
        ..said
    };
    Ok(Page {
        draft,
        encoding,
        problems,
    })
}

/// The encoding that a page says it is in: `<meta charset="…">`, or in an XML declaration `encoding="…"`.
fn said_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..ENCODING_WITHIN_BYTES).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset", "encoding"].iter().find_map(|key| {
        let (_, after) = head.split_once(key)?;
        let value = after.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let end = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        Encoding::for_label(value.split(end).next()?.as_bytes())
    })
}

#[cfg(test)]
mod tests;
