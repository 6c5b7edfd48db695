//! What a corpus covers: which roles have figures in which countries, from how many documents and how new, and which
//! documents have grown old.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::render::table;
use crate::domain::{DocumentId, Fact, PlaceId, RoleId, WrittenDate};
use crate::intake::ReadDocument;
use crate::present::{clean, cut};
use crate::vocabulary::Vocabulary;

/// From which age on figures are called old, in months.
const OLD_MONTHS: u32 = 24;

/// The longest title of a group that has no role, in characters.
const ROLE_MAX_CHARS: usize = 32;

/// The figures of all documents, counted as they are read.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// By role and country.
    cells: BTreeMap<(String, String), Cell>,
    /// The newest figure of each document that has some; none where no figure has a date.
    newest: BTreeMap<DocumentId, Option<WrittenDate>>,
}

#[derive(Debug, Default)]
struct Cell {
    documents: BTreeSet<DocumentId>,
    figures: usize,
    newest: Option<WrittenDate>,
}

impl Coverage {
    /// Counts the figures of one document.
    pub(super) fn add(&mut self, read: &ReadDocument) {
        for fact in &read.extraction.facts {
            let Some(pay) = fact.pay() else { continue };
            let date = pay.as_of.as_deref().and_then(WrittenDate::read);
            let newest = self.newest.entry(fact.doc.clone()).or_default();
            *newest = (*newest).max(date);
            let cell = self.cells.entry((role(fact), country(fact))).or_default();
            cell.documents.insert(fact.doc.clone());
            cell.figures += 1;
            cell.newest = cell.newest.max(date);
        }
    }

    /// The table, then what is old or undated; nothing for a corpus without figures.
    pub(super) fn lines(&self, now: WrittenDate, width: usize) -> String {
        if self.cells.is_empty() {
            return String::new();
        }
        let heads = ["Role", "Country", "Sources", "Figures", "Newest"].map(str::to_owned);
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut last = "";
        for ((role, country), cell) in &self.cells {
            let shown = if role == last { "" } else { role };
            last = role;
            rows.push(vec![
                shown.to_owned(),
                country.clone(),
                cell.documents.len().to_string(),
                cell.figures.to_string(),
                cell.newest.map_or("undated".to_owned(), written),
            ]);
        }
        let mut text = format!(
            "Figures by role and country\n{}",
            table(&heads, &rows, width)
        );
        let old = self.newest.iter().filter_map(|(doc, newest)| {
            let newest = (*newest)?;
            let age = now.months().saturating_sub(newest.months());
            (age > OLD_MONTHS).then(|| format!("{}: {}", clean(&doc.0), written(newest)))
        });
        let undated = self.newest.iter().filter(|(_, newest)| newest.is_none());
        let undated = undated.map(|(doc, _)| clean(&doc.0));
        push_list(&mut text, "Older than two years", old);
        push_list(&mut text, "Figures without a date", undated);
        text
    }
}

fn push_list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        let _infallible = write!(text, "\n{title}\n  {}\n", lines.join("\n  "));
    }
}

/// Today, as far as dates of figures are compared.
pub(super) fn today() -> WrittenDate {
    let now = time::OffsetDateTime::now_utc();
    WrittenDate {
        year: u16::try_from(now.year()).unwrap_or(u16::MAX),
        month: Some(u8::from(now.month())),
    }
}

fn role(fact: &Fact) -> String {
    let Some(role) = fact.role() else {
        return "not stated".to_owned();
    };
    let key = RoleId(role.key());
    let known = Vocabulary::builtin().role(&key);
    known.map_or_else(
        || cut(&clean(&role.written), ROLE_MAX_CHARS),
        |role| role.name.clone(),
    )
}

fn country(fact: &Fact) -> String {
    let Some(place) = fact.place() else {
        return "not stated".to_owned();
    };
    let country = place.id.as_ref().map(PlaceId::country);
    let known = country.and_then(|id| Vocabulary::builtin().place(&id).cloned());
    known.map_or_else(|| clean(&place.written), |place| place.name)
}

/// `2025-05`, or the year alone.
fn written(date: WrittenDate) -> String {
    match date.month {
        Some(month) => format!("{}-{month:02}", date.year),
        None => date.year.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::render::samples;
    use crate::corpus::{Format, UTF_8};
    use crate::domain::{Document, FactBody, Source};
    use crate::extract::Extraction;

    fn document(doc: &str, as_of: Option<&str>) -> ReadDocument {
        let mut fact = samples::pay_fact();
        fact.doc = DocumentId(doc.to_owned());
        if let FactBody::Pay(pay) = &mut fact.body {
            pay.as_of = as_of.map(str::to_owned);
        }
        ReadDocument {
            document: Document {
                id: fact.doc.clone(),
                source: Source::default(),
                text: String::new(),
                lines: crate::domain::Lines::Same,
                blocks: Vec::new(),
            },
            format: Format::Markdown,
            encoding: UTF_8,
            file: None,
            fingerprint: String::new(),
            extraction: Extraction {
                facts: vec![fact],
                ..Extraction::default()
            },
            warnings: Vec::new(),
        }
    }

    #[test]
    fn counts_documents_and_says_what_is_old() {
        let mut coverage = Coverage::default();
        let now = WrittenDate {
            year: 2026,
            month: Some(11),
        };
        assert_eq!(coverage.lines(now, 80), "");
        coverage.add(&document("new.md", Some("May 2025")));
        coverage.add(&document("edge.md", Some("November 2024")));
        coverage.add(&document("old.md", Some("October 2024")));
        coverage.add(&document("silent.md", None));
        let text = coverage.lines(now, 80);
        let row = text.lines().nth(3).expect("a row");
        let words: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(words, ["data", "engineer", "India", "4", "4", "2025-05"]);
        assert!(text.ends_with(
            "\nOlder than two years\n  old.md: 2024-10\n\nFigures without a date\n  silent.md\n"
        ));
    }
}
