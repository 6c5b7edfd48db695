//! PDF: characters with places on pages, of which lines, tables, lists and headings are made.
//!
//! The library that takes characters out of a file panics on damaged ones, and fills memory or runs for ever on those
//! made for it. So it runs in a child: this program started once more as `careerbot read-pdf`, without its settings,
//! with bounds on time and memory. `child.rs` is what runs there, `lines.rs` puts characters on lines, `blocks.rs` puts
//! lines together. What comes back is [`Content`] as JSON.

mod blocks;
mod child;
mod lines;

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::load::DOCUMENT_MAX_BYTES;
use super::problem::Problem;
use crate::domain::DocumentId;

pub use child::read_pdf;

/// The argument that makes this program the child.
pub const READ_PDF: &str = "read-pdf";

/// How long the child may take.
const TIME_MAX: Duration = Duration::from_secs(20);

/// How much memory the child may take, in bytes.
const MEMORY_MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// How much the allocator takes at a time. By default it takes as much at once as the child may have in all, and the
/// first thread or file beside it would find nothing left.
///
/// # Source
/// mimalloc, `options.c`: `arena_reserve`.
const RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "64MiB");

/// How much the child may say: its text, each character of which JSON may write as six.
const ANSWER_MAX_BYTES: u64 = 6 * DOCUMENT_MAX_BYTES;

/// How often it is looked whether the child has ended.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// The program that is started as the child. It is the same for every document, so it is set once and not handed down
/// through all that reads a corpus.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which program reads PDF when it is started as `PROGRAM read-pdf`: this one, wherever it lies. Until that is
/// said a PDF is a problem. The first word counts.
pub fn read_pdfs_with(program: PathBuf) {
    let _set_before = PROGRAM.set(program);
}

/// What the child makes of a file.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Content {
    title: Option<String>,
    blocks: Vec<Block>,
    /// Pages that could not be read.
    unread: Vec<u32>,
    /// True when there was more text than a document may have.
    is_cut: bool,
    /// True when a password is needed.
    is_locked: bool,
}

/// A block of text.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Block {
    Heading(u8, String),
    Paragraph(String),
    Item(u8, Option<u64>, String),
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Reads the document in `bytes`.
///
/// # Errors
/// A problem of severity error when it cannot be read.
pub(super) fn read(id: &DocumentId, bytes: Vec<u8>) -> Result<(Draft, Vec<Problem>), Problem> {
    let refused = |why: &str| Problem::error(id, format!("cannot be read as PDF: {why}"));
    if !bytes.starts_with(b"%PDF-") && !has_late_mark(&bytes) {
        return Err(refused(
            "it does not begin with `%PDF-`; save it as PDF again",
        ));
    }
    let Some(program) = PROGRAM.get() else {
        return Err(refused(
            "no program is set that does it; save it as .docx or .md",
        ));
    };
    let started = Command::new(program)
        .arg(READ_PDF)
        // The child has no business with tokens and settings.
        .env_clear()
        .env(RESERVE.0, RESERVE.1)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let child = started.map_err(|cause| {
        let program = program.display();
        refused(&format!(
            "`{program}` cannot be started ({cause}); start careerbot again"
        ))
    })?;
    match ask(child, bytes) {
        Said::Content(content) => draft(id, *content),
        Said::Late => {
            let seconds = TIME_MAX.as_secs();
            Err(refused(&format!(
                "it takes more than {seconds} seconds; save it as PDF again, or split it"
            )))
        }
        Said::Broken => Err(refused(
            "it is damaged or needs too much memory; save it as PDF again, or as .docx",
        )),
    }
}

/// Some programs write something in front of the mark; readers look for it in the first kilobyte.
fn has_late_mark(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024).unwrap_or(bytes);
    start.windows(5).any(|five| five == b"%PDF-")
}

enum Said {
    Content(Box<Content>),
    Late,
    Broken,
}

/// Hands `bytes` to the child and waits for what it makes of them, but not for ever.
fn ask(mut child: Child, bytes: Vec<u8>) -> Said {
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        end(&mut child);
        return Said::Broken;
    };
    // A child that dies stops reading; that shows in how it ends.
    let giver = thread::spawn(move || drop(to.write_all(&bytes)));
    let taker = thread::spawn(move || {
        let mut answer = Vec::new();
        let whole = from.take(ANSWER_MAX_BYTES).read_to_end(&mut answer);
        whole.ok().map(|_| answer)
    });
    let ended = wait(&mut child);
    let _gave = giver.join();
    let answer = taker.join().ok().flatten();
    match ended {
        None => Said::Late,
        Some(status) if !status.success() => Said::Broken,
        Some(_) => answer
            .and_then(|answer| serde_json::from_slice(&answer).ok())
            .map_or(Said::Broken, |content| Said::Content(Box::new(content))),
    }
}

/// How the child ended; nothing when it was ended because it took too long.
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let started = Instant::now();
    while started.elapsed() < TIME_MAX {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(LOOK_EVERY);
    }
    end(child);
    None
}

fn end(child: &mut Child) {
    // It may have ended by itself just now.
    let _ended = child.kill();
    let _gone = child.wait();
}

fn draft(id: &DocumentId, content: Content) -> Result<(Draft, Vec<Problem>), Problem> {
    if content.is_locked {
        let text = "cannot be read as PDF: it has a password; save it without one";
        return Err(Problem::error(id, text));
    }
    let mut problems = Vec::new();
    if !content.unread.is_empty() {
        let pages: Vec<String> = content.unread.iter().take(10).map(u32::to_string).collect();
        let pages = pages.join(", ");
        let more = if content.unread.len() > 10 {
            " and others"
        } else {
            ""
        };
        let text = format!("page {pages}{more} cannot be read; save it as PDF again, or as .docx");
        problems.push(Problem::error(id, text));
    }
    if content.is_cut {
        let limit = DOCUMENT_MAX_BYTES / (1024 * 1024);
        let text = format!("has more than {limit} MiB of text; the rest is left out; split it");
        problems.push(Problem::warning(id, text));
    }
    if content.blocks.is_empty() && content.unread.is_empty() {
        let text = "holds no text (a scan?); have its text recognised and save it again";
        problems.push(Problem::warning(id, text));
    }
    let mut draft = Draft::default();
    let has_title = |block: &Block| matches!(block, Block::Heading(1, _));
    if !content.blocks.iter().any(has_title) {
        draft.source.title = content.title;
    }
    for block in content.blocks {
        match block {
            Block::Heading(level, words) => draft.heading(level, &words),
            Block::Paragraph(words) => draft.paragraph(&words),
            Block::Item(depth, number, words) => draft.item(depth, number, &words),
            Block::Table(header, rows) => draft.table(&header, rows.into_iter()),
        }
    }
    Ok((draft, problems))
}

#[cfg(test)]
mod tests {
    use super::super::Loaded;

    use super::*;

    #[test]
    fn refuses_what_is_no_pdf() {
        let loaded = Loaded::from_bytes(DocumentId("a.pdf".to_owned()), b"words".to_vec());
        let problem = loaded.parse().expect_err("a problem");
        assert_eq!(
            problem.to_string(),
            "a.pdf: cannot be read as PDF: it does not begin with `%PDF-`; save it as PDF again"
        );
    }

    #[test]
    fn says_what_was_not_read() {
        let id = DocumentId("a.pdf".to_owned());
        let said = |content| {
            let problems = match draft(&id, content) {
                Ok((_, problems)) => problems,
                Err(problem) => vec![problem],
            };
            problems.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            said(Content::default()),
            ["a.pdf: holds no text (a scan?); have its text recognised and save it again"]
        );
        assert_eq!(
            said(Content {
                is_locked: true,
                ..Content::default()
            }),
            ["a.pdf: cannot be read as PDF: it has a password; save it without one"]
        );
        assert_eq!(
            said(Content {
                unread: vec![2, 5],
                ..Content::default()
            }),
            ["a.pdf: page 2, 5 cannot be read; save it as PDF again, or as .docx"]
        );
    }
}
