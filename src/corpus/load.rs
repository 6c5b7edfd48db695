//! A file's bytes, their fingerprint, and the document they hold.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::decode::{Decoded, decode};
use super::draft::Draft;
use super::folder::FileEntry;
use super::format::{Format, NOT_READ};
use super::front;
use super::jsonl::{JsonLines, Record};
use super::outline::Outline;
use super::problem::Problem;
use super::{csv, docx, html, markdown, pdf, text};
use crate::domain::{Document, DocumentId, Lines, Source};

/// The size up to which a document is read; an article has some ten thousand bytes.
pub const DOCUMENT_MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The name of the encoding that needs no mention.
pub const UTF_8: &str = "UTF-8";

/// Hexadecimal digits of SHA-256 that tell one version of a document from another.
const FINGERPRINT_DIGITS: usize = 32;

/// A document's bytes, read but not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Its name in the corpus.
    pub id: DocumentId,
    /// The file that holds it among other documents; `None` where the file is the document.
    pub file: Option<DocumentId>,
    /// The start of the SHA-256 of its bytes, in hexadecimal; it changes when they do.
    pub fingerprint: String,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// The bytes of a file of its own.
    Bytes(Vec<u8>),
    /// A line of a file.
    Record(Box<Record>),
}

/// The documents of a listed file, one after another: one, but for a file of JSON lines.
///
/// What cannot be read is a [`Problem`] of severity error; a file larger than [`Format::max_bytes`] is one, and so is a
/// line larger than [`DOCUMENT_MAX_BYTES`].
pub fn load(entry: &FileEntry) -> Documents {
    if Format::of(&entry.id.0) != Some(Format::JsonLines) {
        return Documents(Holds::One(Some(load_whole(entry))));
    }
    let id = &entry.id;
    let opened = match std::fs::symlink_metadata(&entry.path) {
        Ok(metadata) if metadata.is_file() => JsonLines::open(id, &entry.path),
        Ok(_) => return Documents(Holds::Nothing(Some(no_file(id)))),
        Err(cause) => Err(cause),
    };
    Documents(match opened {
        Ok(lines) => Holds::Many(lines),
        Err(cause) => Holds::Nothing(Some(unreadable(id, &cause))),
    })
}

/// The documents of one file; see [`load`].
#[derive(Debug)]
pub struct Documents(Holds);

#[derive(Debug)]
enum Holds {
    One(Option<Result<Loaded, Problem>>),
    Many(JsonLines),
    /// Many, of which none could be read.
    Nothing(Option<Problem>),
}

impl Documents {
    /// False where the reading of a file of many documents ended early: what it held before may still be in it.
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Holds::One(_) => true,
            Holds::Many(lines) => lines.is_whole(),
            Holds::Nothing(_) => false,
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Loaded, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Holds::One(document) => document.take(),
            Holds::Nothing(problem) => problem.take().map(Err),
            Holds::Many(lines) => {
                let line = lines.next()?;
                Some(line.map(|line| Loaded {
                    id: line.id,
                    file: Some(lines.file().clone()),
                    fingerprint: fingerprint(&line.bytes),
                    content: Content::Record(Box::new(line.record)),
                }))
            }
        }
    }
}

/// Reads the bytes of a file that is one document.
fn load_whole(entry: &FileEntry) -> Result<Loaded, Problem> {
    let id = &entry.id;
    let limit = Format::of(&id.0).map_or(DOCUMENT_MAX_BYTES, Format::max_bytes);
    match read_bounded(&entry.path, limit) {
        Ok(Some(Bounded::Whole(bytes))) => Ok(Loaded::from_bytes(id.clone(), bytes)),
        Ok(Some(Bounded::TooLarge(size))) => Err(too_large(id, size, limit)),
        Ok(None) => Err(no_file(id)),
        Err(cause) => Err(unreadable(id, &cause)),
    }
}

fn no_file(id: &DocumentId) -> Problem {
    Problem::error(id, "is no regular file any more; put the file itself back")
}

fn unreadable(id: &DocumentId, cause: &io::Error) -> Problem {
    Problem::error(id, format!("cannot be read: {cause}; allow reading it"))
}

enum Bounded {
    Whole(Vec<u8>),
    /// The size as far as it is known.
    TooLarge(u64),
}

/// The bytes of a regular file; nothing where it is none, so that a pipe or a link put in its place is never opened.
fn read_bounded(path: &Path, limit: u64) -> io::Result<Option<Bounded>> {
    let metadata = std::fs::symlink_metadata(path)?;
    if !metadata.is_file() {
        return Ok(None);
    }
    if metadata.len() > limit {
        return Ok(Some(Bounded::TooLarge(metadata.len())));
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    let mut reader = File::open(path)?.take(limit + 1);
    let size = reader.read_to_end(&mut bytes)? as u64;
    Ok(Some(if size > limit {
        Bounded::TooLarge(size)
    } else {
        Bounded::Whole(bytes)
    }))
}

fn too_large(id: &DocumentId, size: u64, limit: u64) -> Problem {
    let limit = limit / (1024 * 1024);
    let text = format!("is {size} bytes; documents up to {limit} MiB are read; split it");
    Problem::error(id, text)
}

impl Loaded {
    /// Bytes that came by another way than a corpus folder.
    pub fn from_bytes(id: DocumentId, bytes: Vec<u8>) -> Loaded {
        let fingerprint = fingerprint(&bytes);
        Loaded {
            id,
            file: None,
            fingerprint,
            content: Content::Bytes(bytes),
        }
    }

    /// The line of its file that a document stands on which shares that with others.
    pub fn line(&self) -> Option<usize> {
        match &self.content {
            Content::Bytes(_) => None,
            Content::Record(record) => Some(record.line),
        }
    }

    /// The document these bytes hold, and what in it could not be understood.
    ///
    /// A problem in [`Parsed::problems`], even one of severity error, leaves the rest of the document readable.
    ///
    /// # Errors
    /// A [`Problem`] of severity error when the bytes are too many, no text, or of a format that is not read.
    pub fn parse(self) -> Result<Parsed, Problem> {
        let Loaded { id, content, .. } = self;
        let (format, read) = match content {
            Content::Bytes(bytes) => read_bytes(&id, bytes)?,
            Content::Record(record) => (Format::JsonLines, read_record(&id, *record)),
        };
        let Read {
            text,
            lines,
            source,
            encoding,
            outline,
            mut problems,
        } = read;
        let source = Source {
            title: source.title.or_else(|| outline.title()),
            ..source
        };
        let (blocks, left_out) = outline.finish();
        let document = Document {
            id,
            source,
            text,
            lines,
            blocks,
        };
        if let Some(at) = left_out {
            problems.push(Problem {
                line: document.line(at),
                ..too_many_blocks(&document.id)
            });
        }
        if document.blocks.is_empty() {
            let text = "has no text; write some or remove it";
            problems.push(Problem::warning(&document.id, text));
        }
        Ok(Parsed {
            document,
            format,
            encoding,
            problems,
        })
    }
}

/// A document as it was read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The document.
    pub document: Document,
    /// What it was read as.
    pub format: Format,
    /// The name of its encoding; [`UTF_8`] for one that is no text.
    pub encoding: &'static str,
    /// What in it could not be understood.
    pub problems: Vec<Problem>,
}

/// What a reader makes of a file's bytes.
struct Read {
    text: String,
    lines: Lines,
    source: Source,
    encoding: &'static str,
    outline: Outline,
    problems: Vec<Problem>,
}

impl From<Draft> for Read {
    fn from(draft: Draft) -> Read {
        let (text, lines, source, outline) = draft.finish();
        Read {
            text,
            lines,
            source,
            encoding: UTF_8,
            outline,
            problems: Vec::new(),
        }
    }
}

impl From<html::Page> for Read {
    fn from(page: html::Page) -> Read {
        Read {
            encoding: page.encoding,
            problems: page.problems,
            ..Read::from(page.draft)
        }
    }
}

/// Reads a file that is one document, by the ending of its name.
fn read_bytes(id: &DocumentId, bytes: Vec<u8>) -> Result<(Format, Read), Problem> {
    let format = Format::of(&id.0).ok_or_else(|| Problem::error(id, NOT_READ))?;
    let size = bytes.len() as u64;
    if size > format.max_bytes() {
        return Err(too_large(id, size, format.max_bytes()));
    }
    let read = match format {
        Format::Markdown => as_text(id, bytes, markdown::read)?,
        Format::Text => as_text(id, bytes, text::read)?,
        Format::Html => html::read(id, bytes)?.into(),
        Format::Csv => as_rows(id, bytes)?,
        Format::Docx => drafted(docx::read(id, &bytes)?),
        Format::Pdf => drafted(pdf::read(id, bytes)?),
        Format::JsonLines => {
            return Err(Problem::error(
                id,
                "holds many documents, not one; put it into a corpus folder",
            ));
        }
    };
    Ok((format, read))
}

/// Reads a line of JSON: its text as Markdown. A heading of the text is its title before the field `title` is.
fn read_record(id: &DocumentId, record: Record) -> Read {
    let line = record.line;
    let mut read = of_text(id, record.text, markdown::read);
    let told = read.source;
    read.source = Source {
        title: told
            .title
            .or_else(|| read.outline.title())
            .or(record.source.title),
        url: told.url.or(record.source.url),
        published: told.published.or(record.source.published),
        ..told
    };
    read.lines = Lines::Marked(vec![(0, line)]);
    for problem in &mut read.problems {
        problem.line = Some(line);
    }
    read
}

/// Reads the blocks of a text from a byte on.
type BodyReader = fn(&str, usize, &mut Outline);

/// Reads a file that is text as it stands, front matter and all.
fn as_text(id: &DocumentId, bytes: Vec<u8>, read_body: BodyReader) -> Result<Read, Problem> {
    let Decoded {
        text,
        encoding,
        mut problems,
    } = decode(id, bytes)?;
    let read = of_text(id, text, read_body);
    problems.extend(read.problems);
    Ok(Read {
        encoding,
        problems,
        ..read
    })
}

/// Reads a text, front matter and all.
fn of_text(id: &DocumentId, text: String, read_body: BodyReader) -> Read {
    let front = front::read(id, &text);
    let mut outline = Outline::default();
    read_body(&text, front.body, &mut outline);
    Read {
        text,
        lines: Lines::Same,
        source: front.source,
        encoding: UTF_8,
        outline,
        problems: front.problems,
    }
}

/// Reads a file of rows.
fn as_rows(id: &DocumentId, bytes: Vec<u8>) -> Result<Read, Problem> {
    let Decoded {
        text,
        encoding,
        mut problems,
    } = decode(id, bytes)?;
    let read = drafted(csv::read(id, &text));
    problems.extend(read.problems);
    Ok(Read {
        encoding,
        problems,
        ..read
    })
}

/// A document that was written while its file was read, and what was found on the way.
fn drafted((draft, problems): (Draft, Vec<Problem>)) -> Read {
    Read {
        problems,
        ..Read::from(draft)
    }
}

fn too_many_blocks(id: &DocumentId) -> Problem {
    let limit = super::DOCUMENT_MAX_BLOCKS;
    let text = format!("has more than {limit} paragraphs, items and tables; split it");
    Problem::error(id, text)
}

fn fingerprint(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(FINGERPRINT_DIGITS);
    for byte in Sha256::digest(bytes).iter().take(FINGERPRINT_DIGITS / 2) {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
    }
    hex
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::super::Severity;
    use super::super::outline::show::{check_sound, describe};
    use super::*;

    fn loaded(id: &str, bytes: &[u8]) -> Loaded {
        Loaded::from_bytes(DocumentId(id.to_owned()), bytes.to_vec())
    }

    /// The blocks and problems, or the one problem.
    #[track_caller]
    fn check(id: &str, bytes: &[u8], expected: &str) {
        let found = match loaded(id, bytes).parse() {
            Ok(parsed) => {
                let mut found = vec![describe(&parsed.document)];
                found.extend(
                    parsed
                        .problems
                        .iter()
                        .map(|problem| format!("{:?} {problem}", problem.severity)),
                );
                found.join("\n")
            }
            Err(problem) => format!("{:?} {problem}", problem.severity),
        };
        assert_eq!(
            found,
            expected,
            "reading {:?}",
            String::from_utf8_lossy(bytes)
        );
    }

    #[test]
    fn reads_a_format_by_its_ending() {
        check("a.md", b"# Pay", "H1 Pay");
        check("a.MARKDOWN", b"# Pay", "H1 Pay");
        check("a.txt", b"# Pay", "P # Pay");
        check(
            "a.odt",
            b"# Pay",
            "Error a.odt: not a format that is read; save it as Markdown, text, HTML, PDF, DOCX or CSV",
        );
    }

    #[test]
    fn skips_a_byte_order_mark() {
        check(
            "a.md",
            "\u{FEFF}+++\ntitle = \"T\"\n+++\n# Pay".as_bytes(),
            "H1 Pay",
        );
    }

    #[test]
    fn refuses_what_is_no_text() {
        check(
            "a.md",
            b"one\n\xFE\xFF",
            "Error a.md:2: not UTF-8 at byte 4 (line 2); save it as UTF-8",
        );
        check(
            "a.txt",
            b"PK\n\0",
            "Error a.txt:2: looks like a binary file (NUL at byte 3); save it as UTF-8 text",
        );
    }

    #[test]
    fn tells_the_encoding() {
        let parsed = loaded("a.md", b"# Pay\n\nTilers earn \xA39 an hour.").parse();
        let parsed = parsed.expect("the text can be read");
        assert_eq!(parsed.encoding, "windows-1252");
        assert_eq!(
            describe(&parsed.document),
            "H1 Pay | P Tilers earn £9 an hour."
        );
    }

    #[test]
    fn warns_of_a_document_without_text() {
        check(
            "a.md",
            b" \n",
            "\nWarning a.md: has no text; write some or remove it",
        );
    }

    #[test]
    fn keeps_the_body_when_the_front_matter_is_broken() {
        check(
            "a.md",
            b"+++\ntitle\n+++\n# Pay\n",
            "H1 Pay\nError a.md:2: front matter is not TOML: key with no value, expected `=`; \
             write it as in `title = \"Pay of welders\"`",
        );
    }

    #[test]
    fn bounds_the_number_of_blocks() {
        let text = "- a\n".repeat(super::super::DOCUMENT_MAX_BLOCKS + 1);
        let Parsed {
            document, problems, ..
        } = loaded("a.md", text.as_bytes())
            .parse()
            .expect("the text can be read");
        assert_eq!(document.blocks.len(), super::super::DOCUMENT_MAX_BLOCKS);
        assert_eq!(
            problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["a.md:100001: has more than 100000 paragraphs, items and tables; split it"]
        );
    }

    #[test]
    fn tells_versions_apart() {
        // The start of SHA-256 of nothing, from FIPS 180-4 test vectors.
        assert_eq!(
            loaded("a.md", b"").fingerprint,
            "e3b0c44298fc1c149afbf4c8996fb924"
        );
        assert_ne!(
            loaded("a.md", b"x").fingerprint,
            loaded("a.md", b"y").fingerprint
        );
    }

    fn entry(path: &Path) -> FileEntry {
        FileEntry {
            id: DocumentId("a.md".to_owned()),
            path: path.to_path_buf(),
            bytes: 0,
            changed: None,
        }
    }

    #[test]
    fn refuses_files_that_are_too_large_or_gone() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("a.md");
        let problem = load_whole(&entry(&path)).expect_err("there is no file");
        assert!(problem.text.starts_with("cannot be read: "), "{problem}");
        let limit = usize::try_from(DOCUMENT_MAX_BYTES).expect("the limit fits memory");
        fs::write(&path, vec![b'x'; limit]).expect("a file can be written");
        assert!(load_whole(&entry(&path)).is_ok());
        fs::write(&path, vec![b'x'; limit + 1]).expect("a file can be written");
        let problem = load_whole(&entry(&path)).expect_err("the file is too large");
        assert_eq!(
            problem.to_string(),
            "a.md: is 4194305 bytes; documents up to 4 MiB are read; split it"
        );
        let problem = loaded("a.md", &vec![b'x'; limit + 1])
            .parse()
            .expect_err("the bytes are too many");
        assert_eq!(problem.severity, Severity::Error);
        let problem = load_whole(&entry(folder.path())).expect_err("a folder is no file");
        assert_eq!(
            problem.to_string(),
            "a.md: is no regular file any more; put the file itself back"
        );
    }

    /// Texts made of what means something to a reader, so that few cases meet many shapes.
    fn marked_text() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            " ",
            "  ",
            "\t",
            "# ",
            "## ",
            "- ",
            "1. ",
            "1) ",
            "• ",
            "> ",
            "|",
            " |\n",
            "|-|-|\n",
            "**",
            "*",
            "`",
            "```\n",
            "~~",
            "~",
            "[",
            "](x)",
            "![",
            "<b>",
            "<br>",
            "<!--",
            "-->",
            "<div>\n",
            "</div>",
            "<script>",
            "&amp;",
            "&#27;",
            "&#xd;",
            "\\",
            "+++\n",
            "---\n",
            "title = \"x\"\n",
            "title: x\n",
            "https://x.example\n",
            "[^1]",
            "[^1]: ",
            "word",
            "Pay",
            "é",
            "₹",
            "\u{1b}",
            "\u{85}",
            "\u{a0}",
            "\u{2028}",
            "?",
            ".",
            ":",
            "12",
            "{#a}",
            "[x] ",
            "[!NOTE]\n",
        ]);
        prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn reads_any_text(text in prop_oneof![any::<String>(), marked_text()], markdown in any::<bool>()) {
            let id = if markdown { "a.md" } else { "a.txt" };
            if let Ok(parsed) = loaded(id, text.as_bytes()).parse() {
                check_sound(&parsed.document);
            }
        }

        #[test]
        fn bears_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = loaded("a.txt", &bytes).parse();
        }
    }
}
