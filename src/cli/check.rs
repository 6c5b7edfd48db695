//! `careerbot check`: what was read, found and doubted, a file and line each, and what it covers.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::coverage::{Coverage, today};
use super::json::{self, CheckedLine, NotedLine};
use super::open::is_error;
use super::{Session, counted, out};
use crate::corpus::{Format, Problem, Severity, UTF_8};
use crate::domain::{DocumentId, FactKind};
use crate::intake::{self, ReadDocument};
use crate::present::{clean, cut};

/// The longest piece of a document that is shown with a doubt, in characters.
const EVIDENCE_MAX_CHARS: usize = 400;

/// Show what was read, found and doubted, a file and line each; ends with 1 when a document cannot be read
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  careerbot check\n  careerbot check --corpus articles\n  careerbot check --json > check.jsonl"
)]
pub(super) struct Check {
    /// Print one object a line for other programs
    #[arg(long)]
    json: bool,
}

/// What all documents add up to.
#[derive(Default)]
struct Sum {
    documents: usize,
    facts: usize,
    doubts: usize,
    problems: usize,
    unreadable: bool,
}

pub(super) fn run(session: &Session, arguments: &Check) -> Result<ExitCode> {
    let mut out = out();
    let mut sum = Sum::default();
    let mut coverage = Coverage::default();
    let mut printed: io::Result<()> = Ok(());
    let problems = intake::read(&session.corpus, &mut |read| {
        coverage.add(&read);
        sum.documents += 1;
        sum.facts += read.extraction.facts.len();
        sum.doubts += read.extraction.doubts.len();
        sum.problems += read.warnings.len();
        sum.unreadable |= read.warnings.iter().any(is_error);
        if printed.is_ok() {
            printed = if arguments.json {
                print_objects(&objects(&read))
            } else {
                let mut lines = report(&read).into_iter();
                lines.try_for_each(|line| writeln!(out, "{line}"))
            };
        }
    })?;
    printed?;
    sum.unreadable |= problems.iter().any(is_error);
    let code = if sum.unreadable {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    };
    if arguments.json {
        let lines: Vec<String> = problems.iter().map(|found| noted(found).line()).collect();
        print_objects(&lines)?;
        return Ok(code);
    }
    for problem in &problems {
        writeln!(out, "{}", clean(&problem.to_string()))?;
    }
    sum.problems += problems.len();
    let covered = coverage.lines(today(), session.page().width);
    if !covered.is_empty() {
        writeln!(out, "\n{covered}")?;
    }
    writeln!(
        out,
        "{}, {}, {}, {}",
        counted(sum.documents, "document"),
        counted(sum.facts, "fact"),
        counted(sum.doubts, "doubt"),
        counted(sum.problems, "problem")
    )?;
    Ok(code)
}

/// Objects are for programs: nothing in them is a style that would have to be removed.
fn print_objects(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// How many of the facts of one document are of which kind.
struct Counts(BTreeMap<FactKind, usize>);

impl Counts {
    fn of(read: &ReadDocument) -> Counts {
        let mut kinds = BTreeMap::new();
        for fact in &read.extraction.facts {
            *kinds.entry(fact.kind()).or_default() += 1;
        }
        Counts(kinds)
    }

    fn get(&self, kind: FactKind) -> usize {
        self.0.get(&kind).copied().unwrap_or(0)
    }
}

/// Something that was seen in a document and not taken, or that its owner should mend.
struct Noted<'a> {
    doc: &'a DocumentId,
    line: Option<usize>,
    kind: &'static str,
    text: &'a str,
    /// The words that were doubted, as the document has them.
    evidence: Option<String>,
}

impl Noted<'_> {
    fn line(&self) -> String {
        json::line(&NotedLine {
            doc: self.doc,
            line: self.line,
            kind: self.kind,
            text: self.text,
            evidence: self.evidence.as_deref(),
        })
    }

    /// As people read it.
    fn words(&self) -> String {
        let doubt = if self.kind == DOUBT { "doubt: " } else { "" };
        let place = self.line.map_or(String::new(), |line| format!(":{line}"));
        clean(&format!("{}{place}: {doubt}{}", self.doc, self.text))
    }
}

const DOUBT: &str = "doubt";

fn noted(problem: &Problem) -> Noted<'_> {
    Noted {
        doc: &problem.doc,
        line: problem.line,
        kind: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        text: &problem.text,
        evidence: None,
    }
}

/// Doubts and problems of one document, in the order of their lines.
fn all_noted(read: &ReadDocument) -> Vec<Noted<'_>> {
    let document = &read.document;
    let lines = document.line_index();
    let doubts = read.extraction.doubts.iter().map(|doubt| Noted {
        doc: &document.id,
        line: lines.at(doubt.span.start),
        kind: DOUBT,
        text: &doubt.value,
        evidence: doubt
            .span
            .of(&document.text)
            .map(|words| cut(words.trim(), EVIDENCE_MAX_CHARS)),
    });
    let mut found: Vec<Noted<'_>> = doubts.collect();
    found.extend(read.warnings.iter().map(noted));
    found.sort_by_key(|noted| noted.line.unwrap_or(0));
    found
}

/// The objects about one document: itself, then doubts and problems.
fn objects(read: &ReadDocument) -> Vec<String> {
    let counts = Counts::of(read);
    let id = &read.document.id;
    let document = json::line(&CheckedLine {
        doc: id,
        format: read.format.name(),
        encoding: read.encoding,
        blocks: read.document.blocks.len(),
        passages: read.extraction.passages.len(),
        pay: counts.get(FactKind::Pay),
        role: counts.get(FactKind::Role),
        roadmap: counts.get(FactKind::Stage),
    });
    let noted = all_noted(read).into_iter().map(|noted| noted.line());
    [document].into_iter().chain(noted).collect()
}

/// The lines about one document: a summary, then doubts and problems.
fn report(read: &ReadDocument) -> Vec<String> {
    let counts = Counts::of(read);
    let extraction = &read.extraction;
    let summary = clean(&format!(
        "{}: {}, {}; facts: {} pay, {} role, {} roadmap; {}{}",
        read.document.id,
        counted(read.document.blocks.len(), "block"),
        counted(extraction.passages.len(), "passage"),
        counts.get(FactKind::Pay),
        counts.get(FactKind::Role),
        counts.get(FactKind::Stage),
        counted(extraction.doubts.len(), "doubt"),
        manner(read)
    ));
    let noted = all_noted(read).into_iter().map(|noted| noted.words());
    [summary].into_iter().chain(noted).collect()
}

/// How the file was read, where that is not plain to see: `; html, windows-1252`.
fn manner(read: &ReadDocument) -> String {
    let plain = matches!(read.format, Format::Markdown | Format::Text);
    match (plain, read.encoding) {
        (true, UTF_8) => String::new(),
        (false, UTF_8) => format!("; {}", read.format),
        (_, encoding) => format!("; {}, {encoding}", read.format),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Document, Lines, Source, Span, Spanned};
    use crate::extract::Extraction;

    /// A document with two doubts, a problem between them and one of the whole.
    fn doubted() -> ReadDocument {
        let id = DocumentId("a.MD".to_owned());
        ReadDocument {
            document: Document {
                id: id.clone(),
                source: Source::default(),
                text: "one\ntwo\nthree".to_owned(),
                lines: Lines::Same,
                blocks: Vec::new(),
            },
            format: Format::Markdown,
            encoding: UTF_8,
            file: None,
            fingerprint: String::new(),
            extraction: Extraction {
                doubts: vec![
                    Spanned::new("no currency\u{1b}[2J".to_owned(), Span::new(9, 11)),
                    Spanned::new("no role".to_owned(), Span::new(4, 8)),
                ],
                ..Extraction::default()
            },
            warnings: vec![
                Problem::error(&id, "torn").at(2),
                Problem::warning(&id, "empty"),
            ],
        }
    }

    #[test]
    fn reports_doubts_with_their_lines() {
        assert_eq!(
            report(&doubted()),
            [
                "a.MD: 0 blocks, 0 passages; facts: 0 pay, 0 role, 0 roadmap; 2 doubts",
                "a.MD: empty",
                "a.MD:2: doubt: no role",
                "a.MD:2: torn",
                "a.MD:3: doubt: no currency",
            ]
        );
    }

    #[test]
    fn prints_a_document_and_its_doubts_as_agreed() {
        assert_eq!(
            objects(&doubted()),
            [
                r#"{"doc":"a.MD","format":"markdown","encoding":"UTF-8","blocks":0,"passages":0,"pay":0,"role":0,"roadmap":0}"#,
                r#"{"doc":"a.MD","line":null,"kind":"warning","text":"empty","evidence":null}"#,
                r#"{"doc":"a.MD","line":2,"kind":"doubt","text":"no role","evidence":"two"}"#,
                r#"{"doc":"a.MD","line":2,"kind":"error","text":"torn","evidence":null}"#,
                r#"{"doc":"a.MD","line":3,"kind":"doubt","text":"no currency\u001b[2J","evidence":"hr"}"#,
            ]
        );
    }

    #[test]
    fn says_how_a_file_was_read() {
        let manner = |format, encoding| {
            manner(&ReadDocument {
                file: None,
                format,
                encoding,
                document: Document {
                    id: DocumentId("a".to_owned()),
                    source: Source::default(),
                    text: String::new(),
                    lines: Lines::Same,
                    blocks: Vec::new(),
                },
                fingerprint: String::new(),
                extraction: Extraction::default(),
                warnings: Vec::new(),
            })
        };
        assert_eq!(manner(Format::Markdown, UTF_8), "");
        assert_eq!(manner(Format::Text, "UTF-16LE"), "; text, UTF-16LE");
        assert_eq!(manner(Format::Html, UTF_8), "; html");
        assert_eq!(manner(Format::Html, "windows-1252"), "; html, windows-1252");
    }
}
