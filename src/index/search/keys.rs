//! What an entry is called, for an order that does not depend on where the index keeps it.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, Searcher};

use super::corrupt;

/// Document ids and ordinals by address, without reading what is stored.
pub(super) struct Keys(Vec<(StrColumn, Column<u64>)>);

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

    pub(super) fn key(&self, address: DocAddress) -> tantivy::Result<(String, u64)> {
        let missing = || corrupt("an entry without a document id");
        let segment = usize::try_from(address.segment_ord).ok();
        let columns = segment.and_then(|segment| self.0.get(segment));
        let (docs, ordinals) = columns.ok_or_else(missing)?;
        let mut doc = String::new();
        let ord = docs.ords().first(address.doc_id).ok_or_else(missing)?;
        docs.ord_to_str(ord, &mut doc)?;
        Ok((doc, ordinals.first(address.doc_id).unwrap_or_default()))
    }
}
