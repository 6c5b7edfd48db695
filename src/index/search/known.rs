//! Where the documents stand that were met lately: to look one up takes far longer than to go over its entries.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentOrdinal};

use crate::domain::DocumentId;

/// How many documents are remembered before all are forgotten, which bounds the memory.
const KNOWN_MAX: usize = 20_000;

/// One entry of a document. All of them follow each other, first its record, but for very few documents that two parts of
/// the index held between them when they were written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) segment: SegmentOrdinal,
    /// The number of the document in its segment.
    pub(super) number: u64,
    pub(super) entry: DocId,
}

/// Ids of documents by segment and number, and back.
#[derive(Default)]
pub(super) struct Known {
    ids: FxHashMap<(SegmentOrdinal, u64), Arc<str>>,
    places: FxHashMap<Arc<str>, Place>,
}

impl Known {
    pub(super) fn id(&self, numbered: (SegmentOrdinal, u64)) -> Option<Arc<str>> {
        self.ids.get(&numbered).cloned()
    }

    pub(super) fn place(&self, id: &DocumentId) -> Option<Place> {
        self.places.get(id.0.as_str()).copied()
    }

    /// Remembers `id` under the number that it has in a segment, with one of its entries there.
    pub(super) fn add(
        &mut self,
        numbered: (SegmentOrdinal, u64),
        entry: DocId,
        id: &str,
    ) -> Arc<str> {
        if let Some(id) = self.ids.get(&numbered) {
            return Arc::clone(id);
        }
        if self.ids.len() >= KNOWN_MAX {
            self.ids.clear();
            self.places.clear();
        }
        let id: Arc<str> = Arc::from(id);
        let (segment, number) = numbered;
        let place = Place {
            segment,
            number,
            entry,
        };
        self.ids.insert(numbered, Arc::clone(&id));
        self.places.insert(Arc::clone(&id), place);
        id
    }
}
