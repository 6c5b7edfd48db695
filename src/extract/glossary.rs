//! Terms that a glossary defines: items of the form `Term: what it means`.

use std::sync::Arc;

use super::passage::lists_sources;
use crate::domain::{Aspect, BlockKind, Document, Evidence, Fact, FactBody, RoleFact};

/// The longest term, in characters; what stands before the colon of a longer item is a sentence.
const TERM_MAX_CHARS: usize = 60;

/// Every term that `document` defines.
pub(super) fn scan_terms(document: &Document) -> Vec<Fact> {
    let terms = document.blocks.iter().filter_map(|block| {
        if block
            .headings
            .last()
            .is_some_and(|heading| lists_sources(heading))
        {
            return None;
        }
        let BlockKind::Item { text, .. } = &block.kind else {
            return None;
        };
        let plain = text.plain().trim();
        let (term, meaning) = plain.split_once(": ")?;
        let term = term.trim();
        if term.is_empty() || term.chars().count() > TERM_MAX_CHARS || meaning.trim().is_empty() {
            return None;
        }
        Some(Fact {
            doc: document.id.clone(),
            evidence: Evidence {
                headings: Arc::clone(&block.headings),
                span: block.span,
                text: plain.to_owned(),
                passage: 0,
            },
            body: FactBody::Role(RoleFact {
                role: None,
                aspect: Aspect::Definition,
                category: None,
                name: Some(term.to_owned()),
                text: plain.to_owned(),
                fee: None,
                outlook: None,
            }),
        })
    });
    terms.collect()
}
