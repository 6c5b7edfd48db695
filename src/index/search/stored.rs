//! The contents of entries as the search engine keeps them.

use tantivy::directory::OwnedBytes;
use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::corrupt;

/// How many blocks of entries each part of the index keeps at hand, of some four thousand bytes each.
const BLOCKS_KEPT: usize = 100;

/// The number of fields, one, the field, and the mark of a value that is bytes come before its length.
const HEAD_BYTES: usize = 1 + 4 + 1;

/// One, as the engine writes a number of variable length: the high bit marks its last byte.
const ONE: u8 = 0x81;

/// The mark of a value that is bytes.
///
/// # Source
/// tantivy, `schema/document/mod.rs`, `BYTES_CODE`.
const BYTES: u8 = 4;

/// What is stored of every entry: one value, in one field.
pub(super) struct Contents {
    parts: Vec<StoreReader>,
    field: Field,
}

impl Contents {
    pub(super) fn open(searcher: &Searcher, field: Field) -> tantivy::Result<Contents> {
        let parts = searcher.segment_readers().iter();
        let parts = parts.map(|part| Ok(part.get_store_reader(BLOCKS_KEPT)?));
        Ok(Contents {
            parts: parts.collect::<tantivy::Result<_>>()?,
            field,
        })
    }

    /// What is stored of the entry at `address`.
    pub(super) fn of(&self, address: DocAddress) -> tantivy::Result<OwnedBytes> {
        let part = usize::try_from(address.segment_ord).ok();
        let part = part.and_then(|part| self.parts.get(part));
        let part = part.ok_or_else(|| corrupt("a segment that came later"))?;
        // The engine itself reads bytes one by one, each by several calls, which takes longer than all else about it.
        let entry = part.get_document_bytes(address.doc_id)?;
        if let Some(length) = only_value(&entry, self.field) {
            return Ok(entry.slice(entry.len() - length..entry.len()));
        }
        let entry: TantivyDocument = part.get(address.doc_id)?;
        let value = entry.get_first(self.field);
        let value = value.as_ref().and_then(Value::as_bytes);
        let value = value.ok_or_else(|| corrupt("an entry without contents"))?;
        Ok(OwnedBytes::new(value.to_vec()))
    }
}

/// How long the value of an entry is that has nothing but bytes in this field; none for any other entry.
fn only_value(entry: &[u8], field: Field) -> Option<usize> {
    let (head, value) = entry.split_at_checked(HEAD_BYTES)?;
    let [number, id @ .., mark] = head else {
        return None;
    };
    if (*number, *mark) != (ONE, BYTES) || *id != field.field_id().to_le_bytes() {
        return None;
    }
    let mut length = 0_usize;
    let mut places = 0..;
    for (at, byte) in value.iter().enumerate() {
        let bits = usize::from(byte & 0x7f);
        length |= bits.checked_shl(places.next()? * 7)?;
        if byte & 0x80 != 0 {
            return (value.len() - at - 1 == length).then_some(length);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tantivy::DocAddress;

    use super::*;
    use crate::index::Index;
    use crate::index::sample::{corpus, entry};

    #[test]
    fn contents_are_what_the_engine_reads() {
        let mut entries = corpus();
        for (name, length) in [("short", 100), ("long", 3_000), ("very long", 300_000)] {
            let text = "word ".repeat(length / 5);
            entries.push(entry(name, "", &[("", text.as_str())], Vec::new()));
        }
        let index = Index::in_memory(entries).expect("an index");
        let searcher = index.searcher();
        let field = index.fields.stored;
        let contents = Contents::open(&searcher, field).expect("contents");
        let (mut quickly, mut without) = (0, 0);
        for (segment, part) in (0..).zip(searcher.segment_readers()) {
            for doc in 0..part.max_doc() {
                let address = DocAddress::new(segment, doc);
                let whole: TantivyDocument = searcher.doc(address).expect("an entry");
                let expected = whole.get_first(field);
                let expected = expected.as_ref().and_then(Value::as_bytes);
                let found = contents.of(address);
                // A fact stands in its passage.
                let Some(expected) = expected else {
                    assert!(found.is_err(), "{found:?}");
                    without += 1;
                    continue;
                };
                assert_eq!(found.expect("contents").as_slice(), expected);
                let reader = part.get_store_reader(1).expect("a reader");
                let bytes = reader.get_document_bytes(doc).expect("an entry");
                quickly += u32::from(only_value(&bytes, field) == Some(expected.len()));
            }
        }
        assert_eq!(without, 3, "facts");
        assert_eq!(quickly, 3 + 6 + 3 + 3 + 2, "records, passages and sums");
    }

    #[test]
    fn what_is_laid_out_otherwise_is_left_to_the_engine() {
        let field = Field::from_field_id(3);
        let entry = [ONE, 3, 0, 0, 0, BYTES, 0x82, 7, 8];
        assert_eq!(only_value(&entry, field), Some(2));
        assert_eq!(only_value(&entry, Field::from_field_id(4)), None);
        for end in 0..entry.len() {
            assert_eq!(only_value(&entry[..end], field), None, "cut at {end}");
        }
        let long = [[ONE, 3, 0, 0, 0, BYTES, 0x02, 0x81].as_slice(), &[0; 130]].concat();
        assert_eq!(only_value(&long, field), Some(130));
        let (two, text) = (0x82, 0);
        assert_eq!(only_value(&[two, 3, 0, 0, 0, BYTES, 0x80], field), None);
        assert_eq!(only_value(&[ONE, 3, 0, 0, 0, text, 0x80], field), None);
        let endless = [[ONE, 3, 0, 0, 0, BYTES].as_slice(), &[0; 40]].concat();
        assert_eq!(only_value(&endless, field), None);
    }
}
