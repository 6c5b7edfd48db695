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

/// What opens and closes code that a server runs.
const CODE: [(&str, &str); 2] = [("<?", "?>"), ("<%", "%>")];

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
    let tree = tree::read(&without_code(text), front.body);
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

/// The page with spaces in place of what its server would have run: `<?php … ?>`, `<% … %>`.
///
/// A `>` in such code would end it for the tokenizer, and the rest of it be taken for words.
fn without_code(html: String) -> String {
    if !html.contains("<?") && !html.contains("<%") {
        return html;
    }
    let mut shown = String::with_capacity(html.len());
    let mut rest = html.as_str();
    let mut open_ended = [false; CODE.len()];
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        shown += before;
        let opened = CODE.iter().position(|(open, _)| tag.starts_with(open));
        let opened = opened.filter(|code| open_ended.get(*code) == Some(&false));
        let code = opened.and_then(|code| {
            let (_, close) = CODE.get(code)?;
            let end = tag.find(close).map(|end| end + close.len());
            if let (None, Some(ended)) = (end, open_ended.get_mut(code)) {
                *ended = true;
            }
            tag.get(..end?)
        });
        let passed = code.map_or(1, str::len);
        match code {
            Some(code) => {
                let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
                shown.extend(code.bytes().map(blank));
            }
            None => shown.push('<'),
        }
        rest = tag.get(passed..).unwrap_or_default();
    }
    shown + rest
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
