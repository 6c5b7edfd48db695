//! The numbers and ids that are kept beside the entries, to be read without reading an entry.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::columnar::{BytesColumn, Column};
use tantivy::{DocAddress, Searcher};

use super::corrupt;

/// How many ids of documents are remembered before all are forgotten, which bounds the memory.
const KNOWN_MAX: usize = 20_000;

/// Those of every segment of an index: opening them for each search takes longer than many a search.
pub(super) struct Columns {
    segments: Vec<Arc<OfSegment>>,
    /// The ids that were looked up, by segment and number: finding one takes far longer than comparing it.
    known: Mutex<FxHashMap<(usize, u64), Arc<str>>>,
}

/// Those of one segment.
pub(super) struct OfSegment {
    /// The ids of documents.
    pub(super) docs: BytesColumn,
    /// The number of a passage or fact in its document.
    pub(super) ordinal: Column<u64>,
    /// How many words the title above a passage has, of passages alone.
    pub(super) title_words: Column<u64>,
    /// [`super::super::schema::trust`].
    pub(super) trust: Column<u64>,
    /// [`super::super::schema::step_behind`].
    pub(super) level: Column<u64>,
    /// What [`super::super::schema::years_behind`] reads.
    pub(super) years: Column<u64>,
    /// 1 for a place that is a part of a country, else 0.
    pub(super) within_country: Column<u64>,
}

impl Columns {
    pub(super) fn open(searcher: &Searcher) -> tantivy::Result<Columns> {
        let segments = searcher.segment_readers().iter().map(|segment| {
            let columns = segment.fast_fields();
            let docs = columns.bytes("doc")?;
            Ok(Arc::new(OfSegment {
                docs: docs.ok_or_else(|| corrupt("a segment without document ids"))?,
                ordinal: columns.u64("ordinal")?,
                title_words: columns.u64("title_words")?,
                trust: columns.u64("trust")?,
                level: columns.u64("level")?,
                years: columns.u64("years")?,
                within_country: columns.u64("part")?,
            }))
        });
        Ok(Columns {
            segments: segments.collect::<tantivy::Result<_>>()?,
            known: Mutex::default(),
        })
    }

    /// The id of the document with this number in its segment.
    pub(super) fn document(&self, segment: usize, number: u64) -> tantivy::Result<Arc<str>> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = known().get(&(segment, number)) {
            return Ok(Arc::clone(id));
        }
        let columns = self.of(segment);
        let columns = columns.ok_or_else(|| corrupt("an entry without a document id"))?;
        let mut id = Vec::new();
        if !columns.docs.ord_to_bytes(number, &mut id)? {
            return Err(corrupt("an entry without a document id"));
        }
        let id = String::from_utf8(id);
        let id: Arc<str> =
            Arc::from(id.map_err(|_not_utf8| corrupt("a document id that is no text"))?);
        let mut known = known();
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert((segment, number), Arc::clone(&id));
        Ok(id)
    }

    /// The number in its document of the passage at `address`; none for an entry that is no passage.
    pub(super) fn passage_ordinal(&self, address: DocAddress) -> Option<u64> {
        let columns = self.of(usize::try_from(address.segment_ord).ok()?)?;
        columns.title_words.first(address.doc_id)?;
        columns.ordinal.first(address.doc_id)
    }

    /// Those of the segment with this number.
    pub(super) fn of(&self, segment: usize) -> Option<&Arc<OfSegment>> {
        self.segments.get(segment)
    }
}
