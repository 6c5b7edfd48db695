//! What an entry is called, for an order that does not depend on where the index keeps it.

use std::cmp::Ordering;
use std::sync::Arc;

use tantivy::DocAddress;

use super::columns::Columns;
use super::corrupt;

/// Document ids and ordinals by address, without reading what is stored.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a>(&'a Columns);

/// An entry's document, by its number in its part of the index, and its ordinal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    segment: usize,
    pub(super) doc: u64,
    pub(super) ordinal: u64,
}

impl Keys<'_> {
    pub(super) fn new(columns: &Columns) -> Keys<'_> {
        Keys(columns)
    }

    pub(super) fn key(self, address: DocAddress) -> tantivy::Result<Key> {
        let missing = || corrupt("an entry without a document id");
        let segment = usize::try_from(address.segment_ord).ok();
        let segment = segment.ok_or_else(missing)?;
        let columns = self.0.of(segment).ok_or_else(missing)?;
        let docs = columns.docs.ords();
        Ok(Key {
            segment,
            doc: docs.first(address.doc_id).ok_or_else(missing)?,
            ordinal: columns.ordinal.first(address.doc_id).unwrap_or_default(),
        })
    }

    /// The id of the document.
    pub(super) fn document(self, key: Key) -> tantivy::Result<Arc<str>> {
        self.0.document(key.segment, key.doc)
    }

    /// By document id, then by ordinal. In one part of the index the numbers of documents stand in the order of their
    /// ids.
    pub(super) fn compare(self, a: Key, b: Key) -> Ordering {
        let by_document = if a.segment == b.segment {
            a.doc.cmp(&b.doc)
        } else {
            // What cannot be read is an error as soon as it is to be shown.
            let id = |key| self.document(key).unwrap_or_else(|_unread| Arc::from(""));
            id(a).cmp(&id(b))
        };
        by_document.then(a.ordinal.cmp(&b.ordinal))
    }
}
