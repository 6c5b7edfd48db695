//! What an entry is called, for an order that does not depend on where the index keeps it.

use std::cmp::Ordering;
use std::sync::Arc;

use tantivy::DocAddress;

use super::{Index, corrupt, passage};

/// Document ids and ordinals of passages by address.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a>(&'a Index);

/// A passage, the number of its document in its part of the index, and its ordinal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    address: DocAddress,
    pub(super) doc: u64,
    pub(super) ordinal: u64,
}

impl Keys<'_> {
    pub(super) fn new(index: &Index) -> Keys<'_> {
        Keys(index)
    }

    pub(super) fn key(self, address: DocAddress) -> tantivy::Result<Key> {
        let missing = || corrupt("an entry without a document id");
        let columns = self.0.columns.of(address.segment_ord).ok_or_else(missing)?;
        let docs = columns.docs.ords();
        Ok(Key {
            address,
            doc: docs.first(address.doc_id).ok_or_else(missing)?,
            ordinal: columns.ordinal.first(address.doc_id).unwrap_or_default(),
        })
    }

    /// The id of the document. It is read with the passage: the engine goes over thousands of ids to tell one by its number.
    pub(super) fn document(self, key: Key) -> tantivy::Result<Arc<str>> {
        let columns = &self.0.columns;
        if let Some(id) = columns.known_id(key.address, key.doc) {
            return Ok(id);
        }
        let passage = self.0.contents(key.address, passage)?;
        Ok(columns.learn(key.address, key.doc, &passage.doc))
    }

    /// By ordinal, then by document id, which takes long to look up. In one part of the index the numbers of documents
    /// stand in the order of their ids.
    pub(super) fn compare(self, a: Key, b: Key) -> Ordering {
        a.ordinal.cmp(&b.ordinal).then_with(|| {
            if a.address.segment_ord == b.address.segment_ord {
                return a.doc.cmp(&b.doc);
            }
            // What cannot be read is an error as soon as it is to be shown.
            let id = |key| self.document(key).unwrap_or_else(|_unread| Arc::from(""));
            id(a).cmp(&id(b))
        })
    }
}
