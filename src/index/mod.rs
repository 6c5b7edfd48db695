//! Passages and facts on disk, and finding them again. The only folder that names the search engine.
//!
//! One schema holds three kinds of entry: *passages* (ranked by their words), *facts* (looked up by role, place and
//! kind), and *documents*, one [`DocumentRecord`] each; beside them one [`Summary`] of all, and the dictionary with which
//! all of them are made small, where there is enough text to learn one from. They stand in the same index,
//! not in a file beside it, so that fingerprints and contents are committed together: whatever a crash leaves, they agree.
//!
//! Nothing here knows where documents come from, what pay is, or how a question is understood. What people type goes
//! through `words.rs` and never through a query language.
//!
//! Start with [`Index`], which finds; then [`Folder`], which says where an index lies; then [`build`] and [`update`],
//! which write it under a [`WriteLock`].

mod folder;
mod pool;
mod schema;
mod search;
mod spelling;
mod squeeze;
mod summary;
mod watched;
mod words;
mod write;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tantivy::DocAddress;
use thiserror::Error;

use crate::domain::{
    Aspect, Coverage, Currency, DocumentId, Fact, FactKind, Grade, Hit, Level, Passage, PlaceId,
    Source,
};

pub use folder::{Folder, version};
pub use search::Index;
pub use summary::{Credit, Named, Summary, document_key, short_key};
pub use write::{Change, WriteLock, build, update};

/// The most passages that one search gives.
pub const PASSAGES_MAX: usize = 1_000;

/// The most terms of one [`PassageQuery`] that are looked for; later ones are left out.
pub const TERMS_MAX: usize = 64;

/// What the index keeps of one document besides its passages and facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Its name.
    pub id: DocumentId,
    /// The file that holds it among other documents; `None` where the file is the document.
    pub file: Option<DocumentId>,
    /// A hash of its bytes.
    pub fingerprint: String,
    /// Its origin.
    pub source: Source,
    /// What it tells of which roles and places. It stands apart from the rest, and is empty where nobody needs it.
    #[serde(skip)]
    pub coverage: Vec<Coverage>,
    /// How many passages it was cut into.
    pub passages: u32,
    /// How many facts were read from it.
    pub facts: u32,
    /// How many of them are figures of pay.
    pub figures: u32,
    /// How many of them are stages of roadmaps.
    pub stages: u32,
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
    /// Or, where a place is asked for: for no place at all, in this currency.
    pub or_unplaced_in: Option<Currency>,
    /// Of an occupation that an official classification names, or of none.
    pub of_occupation: Option<bool>,
    /// About this side of a role, whatever the kind says.
    pub aspect: Option<Aspect>,
    /// From this document.
    pub doc: Option<DocumentId>,
}

/// Which facts come first where there are more than are wanted. What this does not tell apart goes by trust: official
/// statistics before surveys and so on, of one sort the newest first.
#[derive(Clone, Debug)]
pub struct Preference {
    /// Of these levels, the first most; those that state none stand behind them, other levels last. Empty for any.
    pub levels: Vec<Level>,
    /// Of this rung, then those that state none, then other rungs.
    pub grade: Option<Grade>,
    /// For so many months of experience: those whose years hold them, then those that state none, then the others.
    pub experience_months: Option<u16>,
    /// Those for whole countries before those for parts of one.
    pub whole_first: bool,
    /// How many are wanted.
    pub most: usize,
}

impl Preference {
    /// The `most` facts to trust most.
    pub fn most_trusted(most: usize) -> Preference {
        Preference {
            levels: Vec::new(),
            grade: None,
            experience_months: None,
            whole_first: false,
            most,
        }
    }
}

/// Some facts of many.
#[derive(Clone, Debug, Default)]
pub struct BestFacts {
    /// The best, those to trust most first; of one document in reading order.
    pub facts: Vec<Fact>,
    /// How many of these are of official statistics; they stand first.
    pub official: usize,
    /// How many there are besides.
    pub left_out: usize,
}

/// What passages are looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PassageQuery {
    /// The words, with other ways to say them, in the order in which they were asked: neighbours that also stand near
    /// each other in a passage count more.
    pub terms: Vec<QueryTerm>,
}

/// One word or phrase of a [`PassageQuery`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryTerm {
    /// The ways to say it, each a word or a phrase, the asker's own first. Saying it two ways counts once.
    pub forms: Vec<String>,
    /// How much it counts; 1.0 is usual. A term of weight 0 finds and ranks nothing but is still reported as matched.
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

/// A passage that was found and not read; [`Index::document_of`] says where.
#[derive(Clone, Debug)]
pub struct RankedPassage {
    /// Its number in the document.
    pub ordinal: u32,
    /// How well it fits; only comparable within one search.
    pub score: f32,
    /// Which of [`PassageQuery::terms`] were found in its title, headings or text.
    pub matched: Vec<usize>,
    /// Where the index keeps it.
    address: DocAddress,
    /// The number of its document in that part of the index.
    doc: u64,
}

impl RankedPassage {
    /// Whether both are of one document, told without its name. Of the very few documents of which two parts of the index
    /// hold something, passages in different parts are not known to be.
    pub fn shares_document(&self, other: &RankedPassage) -> bool {
        self.address.segment_ord == other.address.segment_ord && self.doc == other.doc
    }
}

/// Why an index cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IndexError {
    /// There is none.
    #[error("no index at `{}`; build it with `careerbot index`", path.display())]
    Absent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is one, but it cannot be trusted.
    #[error("the index at `{}` is damaged ({cause}); build it anew with `careerbot index --rebuild`", path.display())]
    Damaged {
        /// Where it lies.
        path: PathBuf,
        /// What was seen.
        cause: String,
    },
    /// Another process is writing it.
    #[error(
        "the index folder `{}` is being written by another careerbot; wait until that one is done, \
         or give this one a folder of its own with `--index DIR`",
        path.display()
    )]
    Busy {
        /// The corpus' folder.
        path: PathBuf,
    },
    /// The disk does not take it.
    #[error(
        "cannot write the index at `{}` ({cause}); free space or allow writing there, \
         or name another folder with `--index DIR`",
        path.display()
    )]
    Unwritable {
        /// What was to be written.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },
}
