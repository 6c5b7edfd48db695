//! What an entry is called, for an order that does not depend on where the index keeps it.

use std::cmp::Ordering;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, Searcher};

use super::corrupt;

/// Document ids and ordinals by address, without reading what is stored.
pub(super) struct Keys(Vec<(StrColumn, Column<u64>)>);

/// An entry's document, by its number in its part of the index, and its ordinal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    segment: usize,
    doc: u64,
    pub(super) ordinal: u64,
}

impl Keys {
    pub(super) fn open(searcher: &Searcher) -> tantivy::Result<Keys> {
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            let docs = segment.fast_fields().str("doc")?;
            let docs = docs.ok_or_else(|| corrupt("a part without document ids"))?;
            columns.push((docs, segment.fast_fields().u64("ordinal")?));
        }
        Ok(Keys(columns))
    }

    pub(super) fn key(&self, address: DocAddress) -> tantivy::Result<Key> {
        let missing = || corrupt("an entry without a document id");
        let segment = usize::try_from(address.segment_ord).ok();
        let segment = segment.ok_or_else(missing)?;
        let (docs, ordinals) = self.0.get(segment).ok_or_else(missing)?;
        Ok(Key {
            segment,
            doc: docs.ords().first(address.doc_id).ok_or_else(missing)?,
            ordinal: ordinals.first(address.doc_id).unwrap_or_default(),
        })
    }

    /// The id of the document.
    pub(super) fn document(&self, key: Key) -> tantivy::Result<String> {
        let missing = || corrupt("an entry without a document id");
        let (docs, _) = self.0.get(key.segment).ok_or_else(missing)?;
        let mut doc = String::new();
        docs.ord_to_str(key.doc, &mut doc)?;
        Ok(doc)
    }

    /// By document id, then by ordinal. In one part of the index the numbers of documents stand in the order of their
    /// ids.
    pub(super) fn compare(&self, a: Key, b: Key) -> Ordering {
        let by_document = if a.segment == b.segment {
            a.doc.cmp(&b.doc)
        } else {
            let (a, b) = (self.document(a), self.document(b));
            a.unwrap_or_default().cmp(&b.unwrap_or_default())
        };
        by_document.then(a.ordinal.cmp(&b.ordinal))
    }
}
