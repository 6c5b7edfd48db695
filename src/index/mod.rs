//! Passages and facts on disk, and finding them again. The only folder that names the search engine.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::{Coverage, DocumentId, Fact, FactKind, Hit, Passage, PlaceId, Source};

/// What the index keeps of one document besides its passages and facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Its name.
    pub id: DocumentId,
    /// A hash of its bytes.
    pub fingerprint: String,
    /// Its origin.
    pub source: Source,
    /// What it tells of which roles and places.
    pub coverage: Vec<Coverage>,
    /// How many passages it was cut into.
    pub passages: u32,
    /// How many facts were read from it.
    pub facts: u32,
}

/// One document as it goes into the index.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is kept of the document itself.
    pub record: DocumentRecord,
    /// Its passages.
    pub passages: Vec<Passage>,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// Which facts are looked for; what is `None` does not narrow.
#[derive(Clone, Debug, Default)]
pub struct FactFilter {
    /// Of this kind.
    pub kind: Option<FactKind>,
    /// About one of these roles, by [`crate::domain::RoleRef::key`]; empty for any.
    pub roles: Vec<String>,
    /// For this place or any place inside it.
    pub place: Option<PlaceId>,
    /// From this document.
    pub doc: Option<DocumentId>,
}

/// What passages are looked for.
#[derive(Clone, Debug, Default)]
pub struct PassageQuery {
    /// The words, with other ways to say them.
    pub terms: Vec<QueryTerm>,
}

/// One word or phrase of a [`PassageQuery`].
#[derive(Clone, Debug, Default)]
pub struct QueryTerm {
    /// The ways to say it, each a word or a phrase, the asker's own first.
    pub forms: Vec<String>,
    /// How much it counts; 1.0 is usual.
    pub weight: f32,
}

/// A passage with the terms of the query that it holds.
#[derive(Clone, Debug)]
pub struct PassageHit {
    /// The passage, its score, and where the words matched.
    pub hit: Hit,
    /// Which of [`PassageQuery::terms`] were found in its title, headings or text.
    pub matched: Vec<usize>,
}

/// An index that can be searched.
#[derive(Debug)]
pub struct Index {}

/// Why an index cannot be used.
#[derive(Debug, Error)]
pub enum IndexError {
    /// To be written.
    #[error("the index is not written yet")]
    Unwritten,
}
