//! Figures of pay: recognised amounts, judged to be pay, with role, place, level and the rest attached.
//!
//! The way of a figure: [`super::money`] recognises and interprets it; [`super::judge`] decides whether it is pay;
//! [`super::prose`] and [`super::table`] give it the nearest name of each sort, from its clause or cell, its sentence
//! or row, the sentence before, the label or introduction above, the headings from the innermost out, and the title,
//! in that order; [`super::assembly`] puts it together.

use rustc_hash::FxHashMap;

use crate::domain::{
    BlockKind, Document, DocumentBlock, Fact, FactBody, PayFact, RoleRef, Scan, Source,
};
use crate::vocabulary::{fold, words};

use super::context::Context;
use super::reason::{Reason, Reasoned, Rule, Slot};
use super::{prose, table};

/// A document on its way through its figures of pay.
pub(super) struct Reading<'a> {
    document: &'a Document,
    scan: Scan<Reasoned<Fact>>,
    explains: bool,
}

impl<'a> Reading<'a> {
    /// The reading of `document` before its first block.
    pub(super) fn of(document: &'a Document) -> Reading<'a> {
        let scan = Scan::default();
        Reading {
            document,
            scan,
            explains: false,
        }
    }

    /// Reads `block`, which `context` has entered.
    pub(super) fn block(&mut self, block: &DocumentBlock, context: &Context<'_>) {
        self.explains = context.explains();
        match &block.kind {
            BlockKind::Heading { level, text }
                if *level > 1 && prose::is_label_of_figure(text.plain(), context) =>
            {
                self.scan
                    .extend(prose::scan_text(self.document, block, text, context));
            }
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
    pub(super) fn end(self) -> Scan<Reasoned<Fact>> {
        let (mut scan, source) = (self.scan, &self.document.source);
        scan.found = without_repeats(scan.found);
        let Some(as_of) = &source.as_of else {
            return scan;
        };
        for Reasoned {
            value: fact,
            reasons,
        } in &mut scan.found
        {
            if let FactBody::Pay(pay) = &mut fact.body
                && pay.as_of.is_none()
                && !has_year(&fact.evidence.text)
                && is_own(pay, source)
            {
                pay.as_of = Some(as_of.clone());
                if self.explains {
                    reasons.push(Reason {
                        slot: Slot::AsOf,
                        rule: Rule::Document,
                        words: as_of.clone(),
                    });
                }
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

/// One document saying the same figure of the same role, place, level and rung twice says it once; what says most is kept.
fn without_repeats(facts: Vec<Reasoned<Fact>>) -> Vec<Reasoned<Fact>> {
    let mut kept: Vec<Reasoned<Fact>> = Vec::new();
    let mut seen: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for fact in facts {
        let Some(pay) = fact.value.pay() else {
            continue;
        };
        let role = pay.role.as_ref().map(RoleRef::key);
        let place = pay.place.as_ref().map(|place| {
            let unknown = place.id.is_none().then(|| place.written.clone());
            (place.id.clone(), unknown)
        });
        let range = (pay.range.low(), pay.range.high(), pay.range.open_ended());
        let years = pay.years.map(|years| (years.min_months, years.max_months));
        let alike = seen
            .entry((
                role,
                place,
                (pay.level, pay.grade),
                years,
                range,
                pay.period,
            ))
            .or_default();
        let same = alike.iter().copied().find(|at| {
            let other = kept.get(*at).and_then(|other| other.value.pay());
            other.is_some_and(|other| may_be_one(pay, other))
        });
        match same.and_then(|at| kept.get_mut(at)) {
            None => {
                alike.push(kept.len());
                kept.push(fact);
            }
            Some(other) => {
                if told(pay) > other.value.pay().map_or(0, told) {
                    *other = fact;
                }
            }
        }
    }
    kept
}

/// Whether two figures of the same amount may be one: the median of another year, or of other people, is another figure.
fn may_be_one(one: &PayFact, other: &PayFact) -> bool {
    fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.zip(other).is_none_or(|(one, other)| one == other)
    }
    let kind = |pay: &PayFact| pay.statistic.as_ref().map(|statistic| statistic.kind);
    agree(one.as_of.as_ref(), other.as_of.as_ref())
        && agree(one.population.as_ref(), other.population.as_ref())
        && agree(kind(one).as_ref(), kind(other).as_ref())
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
