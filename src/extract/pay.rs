//! Figures of pay: recognised amounts, judged to be pay, with role, place, level and the rest attached.
//!
//! The way of a figure: [`super::money`] recognises and interprets it; [`super::judge`] decides whether it is pay;
//! [`super::prose`] and [`super::table`] give it the nearest name of each sort, from its clause or cell, its sentence
//! or row, the sentence before, the label or introduction above, the headings from the innermost out, and the title,
//! in that order; [`super::assembly`] puts it together.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::{
    BlockKind, Document, DocumentBlock, Fact, FactBody, PayFact, RoleRef, Scan, Source,
};
use crate::vocabulary::{fold, words};

use super::context::Context;
use super::{prose, table};

/// A document on its way through its figures of pay.
pub(super) struct Reading<'a> {
    document: &'a Document,
    scan: Scan<Fact>,
}

impl<'a> Reading<'a> {
    /// The reading of `document` before its first block.
    pub(super) fn of(document: &'a Document) -> Reading<'a> {
        let scan = Scan::default();
        Reading { document, scan }
    }

    /// Reads `block`, which `context` has entered.
    pub(super) fn block(&mut self, block: &DocumentBlock, context: &Context<'_>) {
        match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Code(_) => {}
            BlockKind::Paragraph(text) | BlockKind::Item { text, .. } => {
                self.scan
                    .extend(prose::scan_text(self.document, block, text, context));
            }
            BlockKind::Table(rows) => {
                self.scan
                    .extend(table::scan_pay_table(self.document, block, rows, context));
            }
        }
    }

    /// Every figure of pay in the document, and what looked like one and was left out.
    pub(super) fn end(self) -> Scan<Fact> {
        let (mut scan, source) = (self.scan, &self.document.source);
        scan.found = without_repeats(scan.found);
        if source.as_of.is_none() {
            return scan;
        }
        for fact in &mut scan.found {
            if let FactBody::Pay(pay) = &mut fact.body
                && pay.as_of.is_none()
                && !has_year(&fact.evidence.text)
                && is_own(pay, source)
            {
                pay.as_of.clone_from(&source.as_of);
            }
        }
        scan
    }
}

/// Whether the document itself says so: the time it speaks of is that of its own figures, not of those of others.
fn is_own(pay: &PayFact, source: &Source) -> bool {
    let Some(named) = pay.attributed_to.as_deref().map(fold) else {
        return true;
    };
    let publisher = source.publisher.as_deref().map(fold);
    publisher.is_some_and(|publisher| publisher.contains(&named) || named.contains(&publisher))
}

/// True for words with a year in them, whatever it is the year of.
fn has_year(text: &str) -> bool {
    words(text).iter().any(|word| {
        let year = word.lower.parse::<u16>();
        word.lower.len() == 4 && year.is_ok_and(|year| (1990..=2060).contains(&year))
    })
}

/// One document saying the same figure of the same role, place and level twice says it once; what says most is kept.
fn without_repeats(facts: Vec<Fact>) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::new();
    let mut seen: HashMap<_, usize> = HashMap::new();
    for fact in facts {
        let Some(pay) = fact.pay() else { continue };
        let role = pay.role.as_ref().map(RoleRef::key);
        let place = pay.place.as_ref().map(|place| {
            let unknown = place.id.is_none().then(|| place.written.clone());
            (place.id.clone(), unknown)
        });
        let range = (pay.range.low(), pay.range.high(), pay.range.open_ended());
        let years = pay.years.map(|years| (years.min_months, years.max_months));
        match seen.entry((role, place, pay.level, years, range, pay.period)) {
            Entry::Vacant(entry) => {
                entry.insert(kept.len());
                kept.push(fact);
            }
            Entry::Occupied(entry) => {
                if let Some(other) = kept.get_mut(*entry.get())
                    && told(pay) > other.pay().map_or(0, told)
                {
                    *other = fact;
                }
            }
        }
    }
    kept
}

/// How much a figure tells besides its amount.
fn told(pay: &PayFact) -> usize {
    [
        pay.statistic.is_some(),
        pay.basis.is_some(),
        pay.as_of.is_some(),
        pay.attributed_to.is_some(),
        pay.sample_size.is_some(),
    ]
    .iter()
    .filter(|told| **told)
    .count()
}
