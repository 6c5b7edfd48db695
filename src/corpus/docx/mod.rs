//! Word documents: an archive of XML, of which the text, its styles and its lists are read.
//!
//! | what stands in the document | what it becomes |
//! |---|---|
//! | a paragraph in a heading style, by its English name, its outline level or the style it is based on | a heading |
//! | a paragraph in the style `Title` | a heading of level 1; those below it go down by one |
//! | a short paragraph that is all bold | a heading, one level below the last real one |
//! | a numbered or bulleted paragraph | an entry of a list; numbers are counted as Word does |
//! | a table | a table; a cell that spans rows is told in each of them |
//! | a table of one cell | a paragraph |
//! | a paragraph in the style `HTML Preformatted` or `Code` | code |
//! | struck by revision, hidden, a field's code, a table of contents, notes, headers and footers | nothing |
//!
//! Text boxes are read once. Entities that a file declares itself are never expanded. `xml.rs` gives what stands in a
//! part, `styles.rs` what styles and lists mean, `body.rs` makes the blocks.

mod body;
mod styles;
mod xml;

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::draft::Draft;
use super::problem::Problem;
use crate::domain::DocumentId;
use body::Body;
use styles::{Numbering, Styles};
use xml::{Part, Step};

/// How large one part may be once it is unpacked, in bytes: eight hundred pages of text and markup have some 16 MiB.
/// A bound, not a ratio: rows of a long table pack a hundredfold in all honesty.
const PART_MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How many entries the archive may have; a document full of pictures has a thousand.
const ENTRIES_MAX: usize = 20_000;

/// How an archive that cannot be read is mended.
const SAVE_AGAIN: &str = "open it in a word processor and save it as .docx again";

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads the document in `bytes`.
///
/// # Errors
/// A problem of severity error when the archive or its text cannot be read.
pub(super) fn read(id: &DocumentId, bytes: &[u8]) -> Result<(Draft, Vec<Problem>), Problem> {
    let refused = |why: &str| Problem::error(id, format!("cannot be read as DOCX: {why}"));
    // What Word writes when a password is set, and what it wrote before 2007.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(refused(
            "it has a password or is of the old .doc format; save it as .docx without a password",
        ));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| refused(&format!("{}; {SAVE_AGAIN}", plain(&error))))?;
    if archive.len() > ENTRIES_MAX {
        let why = format!("it has more than {ENTRIES_MAX} parts; {SAVE_AGAIN}");
        return Err(refused(&why));
    }
    let mut part = |name: &str| part(&mut archive, name).map_err(|why| refused(&why));
    let main = match part("_rels/.rels")? {
        Some(relations) => main_part(&relations),
        None => None,
    };
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| {
        format!("{folder}/{name}")
            .trim_start_matches('/')
            .to_owned()
    };
    let styles =
        part(&beside("styles.xml"))?.map_or_else(Styles::default, |xml| Styles::read(&xml));
    let numbering = part(&beside("numbering.xml"))?
        .map_or_else(Numbering::default, |xml| Numbering::read(&xml));
    let title = part("docProps/core.xml")?.and_then(|xml| core_title(&xml));
    let text =
        part(&main)?.ok_or_else(|| refused(&format!("it holds no `{main}`; {SAVE_AGAIN}")))?;
    let mut body = Body::new(&styles, &numbering);
    let read = body.read(&text);
    let (mut draft, is_cut, has_title) = body.finish();
    if let Err(at) = read {
        return Err(refused(&format!(
            "`{main}` is no sound XML at byte {at}; {SAVE_AGAIN}"
        )));
    }
    if !has_title {
        draft.source.title = title;
    }
    let mut problems = Vec::new();
    if is_cut {
        let limit = super::DOCUMENT_MAX_BYTES / (1024 * 1024);
        let words = format!("has more than {limit} MiB of text; the rest is left out; split it");
        problems.push(Problem::warning(id, words));
    }
    Ok((draft, problems))
}

/// The text of a part; nothing when there is none.
fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, String> {
    let mut entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(format!("{}; {SAVE_AGAIN}", plain(&error))),
    };
    let mut bytes = Vec::new();
    // What the archive says of the size may be wrong.
    let read = entry
        .by_ref()
        .take(PART_MAX_BYTES + 1)
        .read_to_end(&mut bytes);
    if bytes.len() as u64 > PART_MAX_BYTES {
        let limit = PART_MAX_BYTES / (1024 * 1024);
        return Err(format!(
            "`{name}` unpacks to more than {limit} MiB; split the document"
        ));
    }
    read.map_err(|error| format!("`{name}` is damaged ({error}); {SAVE_AGAIN}"))?;
    let text = String::from_utf8(bytes)
        .map_err(|_not_utf8| format!("`{name}` is not UTF-8; {SAVE_AGAIN}"))?;
    Ok(Some(text))
}

/// What is wrong with an archive, in words of ours where these help.
fn plain(error: &ZipError) -> String {
    match error {
        ZipError::InvalidArchive(_) => "it is no sound ZIP archive".to_owned(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it is encrypted".to_owned(),
        other => other.to_string(),
    }
}

/// The part that holds the text, as the relations of the package say.
fn main_part(relations: &str) -> Option<String> {
    let mut part = Part::new(relations);
    while let Ok(Some(step)) = part.next() {
        let Step::Open(element) = step else { continue };
        let is_main = element.is("Relationship")
            && element
                .value("Type")
                .is_some_and(|kind| kind.ends_with("/officeDocument"));
        if is_main {
            let target = element.value("Target")?;
            return Some(target.trim_start_matches('/').to_owned());
        }
    }
    None
}

/// The title among the properties.
fn core_title(properties: &str) -> Option<String> {
    let mut part = Part::new(properties);
    let mut title = None;
    while let Ok(Some(step)) = part.next() {
        match step {
            Step::Open(element) if element.is("title") => title = Some(String::new()),
            Step::Words(words) => {
                if let Some(title) = &mut title {
                    *title += &words;
                }
            }
            Step::Close(name) if name == "title" => break,
            _ => {}
        }
    }
    let title = title?.replace(char::is_control, " ");
    let title = title.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

#[cfg(test)]
mod tests;
