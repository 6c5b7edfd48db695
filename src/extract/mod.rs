//! A document in, facts and doubts out.
//!
//! Nothing here opens a file, searches, or knows who asks. The way of a figure of pay: `money` recognises what looks
//! like money and says how much it is; `names` finds roles, places, levels, years and statistics; `judge` decides what
//! is pay; `context` knows what stands above a block; `prose` and `table` attach one to the other; `assembly` puts the
//! figure together; `pay` does it for a document. `role` and `roadmap` read sections by their headings. `passage` cuts
//! the whole into citable pieces.
//! Start reading with [`extract`].

mod above;
mod assembly;
mod context;
mod glossary;
mod judge;
mod money;
mod months;
mod names;
mod outlook;
mod passage;
mod pay;
mod prose;
mod provenance;
mod roadmap;
mod role;
mod sentence;
mod table;
mod telling;
mod titles;
mod unknown;
mod years;

use crate::domain::{Document, Fact, Passage, Scan, SourceKind, Spanned};
use crate::vocabulary::Vocabulary;

use context::Context;

pub use money::{Amount, Bound, CurrencyMark, ParseMoneyError, parse_money, scan_amounts};
pub use years::{Setting, scan_years};

/// Raised whenever the same document would give other facts or passages: another version, another index.
pub const VERSION: u32 = 3;

/// Everything taken out of one document.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Citable pieces, in reading order; a passage's ordinal is its position here.
    pub passages: Vec<Passage>,
    /// Structured statements, in reading order; their evidence names a passage.
    pub facts: Vec<Fact>,
    /// What looked like a fact and was left out, with the reason; spans point into the document's text.
    pub doubts: Vec<Spanned<String>>,
}

/// Reads `document` for passages, facts and doubts.
pub fn extract(document: &Document, vocabulary: &Vocabulary) -> Extraction {
    let passages = passage::passages(document);
    let mut pay = Scan::default();
    let mut facts = Vec::new();
    if document.source.kind == Some(SourceKind::Glossary) {
        facts.extend(glossary::scan_terms(document));
    } else {
        let mut context = Context::of(document, vocabulary);
        let mut figures = pay::Reading::of(document);
        let mut statements = role::Reading::of(document);
        let mut stages = roadmap::Reading::of(document);
        for block in &document.blocks {
            context.enter(block);
            figures.block(block, &context);
            statements.block(block, &context);
            stages.block(block, &context);
            context.leave(block);
        }
        pay = figures.end();
        facts.append(&mut pay.found);
        facts.extend(statements.end());
        facts.extend(stages.end());
    }
    let shelf = passage::Shelf::new(&passages);
    for fact in &mut facts {
        fact.evidence.passage = shelf.holding(fact.evidence.span);
    }
    facts.sort_by_key(|fact| (fact.evidence.span.start, fact.kind()));
    let mut doubts = pay.doubts;
    doubts.sort_by_key(|doubt| doubt.span.start);
    Extraction {
        passages,
        facts,
        doubts,
    }
}
