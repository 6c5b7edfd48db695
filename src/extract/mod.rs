//! A document in, facts and doubts out.

use crate::domain::{Document, Fact, Passage, Span, Spanned};
use crate::vocabulary::Vocabulary;

/// Raised whenever the same document would give other facts or passages: another version, another index.
pub const VERSION: u32 = 1;

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
    let _ = (document, vocabulary, Span::default());
    Extraction::default()
}
