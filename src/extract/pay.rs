//! Figures of pay: recognised amounts, judged to be pay, with role, place, level and the rest attached.
//!
//! The way of a figure: [`super::money`] recognises and interprets it; [`super::judge`] decides whether it is pay;
//! [`super::prose`] and [`super::table`] give it the nearest name of each sort, from its clause or cell, its sentence
//! or row, the sentence before, the label or introduction above, the headings from the innermost out, and the title,
//! in that order; [`super::assembly`] puts it together.

use std::collections::HashSet;

use crate::domain::{BlockKind, Document, Fact, RoleRef, Scan};
use crate::vocabulary::Vocabulary;

use super::context::Context;
use super::{prose, table};

/// Every figure of pay in `document`, and what looked like one and was left out.
pub(super) fn scan_pay(document: &Document, vocabulary: &Vocabulary) -> Scan<Fact> {
    let mut scan = Scan::default();
    let mut context = Context::of(document, vocabulary);
    for block in &document.blocks {
        context.enter(block);
        match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Code(_) => {}
            BlockKind::Paragraph(text) | BlockKind::Item { text, .. } => {
                scan.extend(prose::scan_text(document, block, text, &context));
            }
            BlockKind::Table(rows) => {
                scan.extend(table::scan_pay_table(document, block, rows, &context));
            }
        }
        context.leave(block);
    }
    scan.found = without_repeats(scan.found);
    scan
}

/// One document saying the same figure of the same role, place and level twice says it once.
fn without_repeats(facts: Vec<Fact>) -> Vec<Fact> {
    let mut seen = HashSet::new();
    facts
        .into_iter()
        .filter(|fact| {
            fact.pay().is_none_or(|pay| {
                let role = pay.role.as_ref().map(RoleRef::key);
                let place = pay.place.as_ref().map(|place| {
                    (
                        place.id.clone(),
                        place.id.is_none().then(|| place.written.clone()),
                    )
                });
                let range = (pay.range.low(), pay.range.high(), pay.range.open_ended());
                let years = pay.years.map(|years| (years.min_months, years.max_months));
                seen.insert((role, place, pay.level, years, range, pay.period))
            })
        })
        .collect()
}
