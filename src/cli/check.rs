//! `careerbot check`: what was read, found and doubted, a file and line each, and what it covers.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::coverage::{Coverage, today};
use super::open::is_error;
use super::{Session, counted, out};
use crate::domain::FactKind;
use crate::intake::{self, ReadDocument};
use crate::present::clean;

/// What all documents add up to.
#[derive(Default)]
struct Sum {
    documents: usize,
    facts: usize,
    doubts: usize,
    problems: usize,
    unreadable: bool,
}

pub(super) fn run(session: &Session) -> Result<ExitCode> {
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
            printed = report(&read)
                .iter()
                .try_for_each(|line| writeln!(out, "{line}"));
        }
    })?;
    printed?;
    for problem in &problems {
        writeln!(out, "{}", clean(&problem.to_string()))?;
    }
    sum.problems += problems.len();
    sum.unreadable |= problems.iter().any(is_error);
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
    Ok(if sum.unreadable {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The lines about one document: a summary, then doubts and problems in the order of their lines.
fn report(read: &ReadDocument) -> Vec<String> {
    let document = &read.document;
    let extraction = &read.extraction;
    let mut kinds = BTreeMap::<FactKind, usize>::new();
    for fact in &extraction.facts {
        *kinds.entry(fact.kind()).or_default() += 1;
    }
    let count = |kind| kinds.get(&kind).copied().unwrap_or(0);
    let mut lines = vec![clean(&format!(
        "{}: {}, {}; facts: {} pay, {} role, {} roadmap; {}",
        document.id,
        counted(document.blocks.len(), "block"),
        counted(extraction.passages.len(), "passage"),
        count(FactKind::Pay),
        count(FactKind::Role),
        count(FactKind::Stage),
        counted(extraction.doubts.len(), "doubt")
    ))];
    let mut found: Vec<(usize, String)> = extraction
        .doubts
        .iter()
        .map(|doubt| {
            let line = document.line(doubt.span.start);
            let place = line.map_or_else(String::new, |line| format!(":{line}"));
            let text = format!("{}{place}: doubt: {}", document.id, doubt.value);
            (line.unwrap_or(0), clean(&text))
        })
        .collect();
    found.extend(
        read.warnings
            .iter()
            .map(|problem| (problem.line.unwrap_or(0), clean(&problem.to_string()))),
    );
    found.sort_by_key(|(line, _)| *line);
    lines.extend(found.into_iter().map(|(_, text)| text));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Document, DocumentId, Lines, Source, Span, Spanned};
    use crate::extract::Extraction;

    #[test]
    fn reports_doubts_with_their_lines() {
        let read = ReadDocument {
            document: Document {
                id: DocumentId("a.md".to_owned()),
                source: Source::default(),
                text: "one\ntwo\nthree".to_owned(),
                lines: Lines::Same,
                blocks: Vec::new(),
            },
            file: None,
            fingerprint: String::new(),
            extraction: Extraction {
                doubts: vec![
                    Spanned::new("no currency\u{1b}[2J".to_owned(), Span::new(9, 10)),
                    Spanned::new("no role".to_owned(), Span::new(4, 5)),
                ],
                ..Extraction::default()
            },
            warnings: Vec::new(),
        };
        assert_eq!(
            report(&read),
            [
                "a.md: 0 blocks, 0 passages; facts: 0 pay, 0 role, 0 roadmap; 2 doubts",
                "a.md:2: doubt: no role",
                "a.md:3: doubt: no currency",
            ]
        );
    }
}
