//! A document in, facts and doubts out.
//!
//! Nothing here opens a file, searches, or knows who asks. The way of a figure of pay: `money` recognises what looks
//! like money and says how much it is; `names` finds roles, places, levels, rungs and years, and `measures` what kind of
//! figure it is and by what time it is paid; `judge` decides what is pay; `context` knows what stands above a block,
//! `record` what the lines before it tell of one job;
//! `prose` and `table` attach one to the other; `assembly` puts the figure together; `pay` does it for a document. `role`
//! and `roadmap` read sections by their headings. `passage` cuts the whole into citable pieces; `reason` keeps why, where
//! that is asked for.
//! Start reading with [`extract`].

mod above;
mod assembly;
mod attach;
mod context;
mod glossary;
mod grade;
mod jobs;
mod judge;
mod meant;
mod measures;
mod money;
mod months;
mod names;
mod outlook;
mod passage;
mod pay;
mod place_lists;
mod prose;
mod provenance;
mod reason;
mod record;
mod roadmap;
mod role;
mod sentence;
mod subject;
mod table;
mod telling;
mod titles;
mod unknown;
mod years;

use crate::domain::{Document, Fact, Passage, Scan, SourceKind, Spanned};
use crate::vocabulary::Vocabulary;

use context::Context;
use reason::Reasoned;

pub use money::{Amount, Bound, CurrencyMark, ParseMoneyError, parse_money, scan_amounts};
pub use reason::{Reason, Rule, Slot};
pub use years::{Setting, scan_years};

/// Raised whenever the same document would give other facts or passages: another version, another index.
pub const VERSION: u32 = 7;

/// Everything taken out of one document.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Citable pieces, in reading order; a passage's ordinal is its position here.
    pub passages: Vec<Passage>,
    /// Structured statements, in reading order; their evidence names a passage.
    pub facts: Vec<Fact>,
    /// Why each figure of pay says what it says, a list for each of `facts`; empty unless [`extract_explained`] read it.
    pub reasons: Vec<Vec<Reason>>,
    /// What looked like a fact and was left out, with the reason; spans point into the document's text.
    pub doubts: Vec<Spanned<String>>,
}

/// Reads `document` for passages, facts and doubts.
pub fn extract(document: &Document, vocabulary: &Vocabulary) -> Extraction {
    read(document, vocabulary, false)
}

/// As [`extract`], and says for each figure of pay which rule and which words decided each of its slots.
pub fn extract_explained(document: &Document, vocabulary: &Vocabulary) -> Extraction {
    read(document, vocabulary, true)
}

fn read(document: &Document, vocabulary: &Vocabulary, explains: bool) -> Extraction {
    let passages = passage::passages(document);
    let mut pay = Scan::default();
    let mut found: Vec<Reasoned<Fact>> = Vec::new();
    if document.source.kind == Some(SourceKind::Glossary) {
        found.extend(
            glossary::scan_terms(document)
                .into_iter()
                .map(Reasoned::plainly),
        );
    } else {
        let mut context = Context::of(document, vocabulary).explaining(explains);
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
        found.append(&mut pay.found);
        found.extend(
            statements
                .end(vocabulary)
                .into_iter()
                .map(Reasoned::plainly),
        );
        found.extend(stages.end().into_iter().map(Reasoned::plainly));
    }
    let shelf = passage::Shelf::new(&passages);
    for Reasoned { value: fact, .. } in &mut found {
        fact.evidence.passage = shelf.holding(fact.evidence.span);
    }
    found.sort_by_key(|fact| (fact.value.evidence.span.start, fact.value.kind()));
    let mut facts = Vec::with_capacity(found.len());
    let mut reasons = Vec::new();
    for fact in found {
        facts.push(fact.value);
        if explains {
            reasons.push(fact.reasons);
        }
    }
    let mut doubts = pay.doubts;
    doubts.sort_by_key(|doubt| doubt.span.start);
    Extraction {
        passages,
        facts,
        reasons,
        doubts,
    }
}
