//! The numbers and ids that are kept beside the entries, to be read without reading an entry.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::columnar::{BytesColumn, Column};
use tantivy::{DocAddress, DocId, Searcher, SegmentOrdinal};

use super::corrupt;
use super::known::{Known, Place};
use crate::domain::DocumentId;

/// How many entries of a document are gone over to find one; of a longer document it is looked up.
const GONE_OVER_MAX: u32 = 200;

/// Those of every segment of an index: opening them for each search takes longer than many a search.
pub(super) struct Columns {
    segments: Vec<Arc<OfSegment>>,
    known: Mutex<Known>,
}

/// Those of one segment.
pub(super) struct OfSegment {
    /// How many entries there are: a column must not be asked for others.
    entries: DocId,
    /// The ids of documents.
    pub(super) docs: BytesColumn,
    /// The number of a passage in its document, of a fact among those of its passage.
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

impl OfSegment {
    fn passage_ordinal(&self, entry: DocId) -> Option<u64> {
        self.title_words.first(entry)?;
        self.ordinal.first(entry)
    }
}

/// The entries of a document around one that was met.
struct Around<'a> {
    place: Place,
    columns: &'a OfSegment,
}

impl Around<'_> {
    /// Those before it, the nearest first.
    fn before(&self) -> impl Iterator<Item = DocId> {
        let first = self.place.entry.saturating_sub(GONE_OVER_MAX);
        let before = (first..self.place.entry).rev();
        before.take_while(|entry| self.is_of_it(*entry))
    }

    /// It, and those behind it.
    fn onwards(&self) -> impl Iterator<Item = DocId> {
        let end = self.place.entry.saturating_add(GONE_OVER_MAX);
        let behind = self.place.entry..end.min(self.columns.entries);
        behind.take_while(|entry| self.is_of_it(*entry))
    }

    fn is_of_it(&self, entry: DocId) -> bool {
        self.columns.docs.ords().first(entry) == Some(self.place.number)
    }
}

impl Columns {
    pub(super) fn open(searcher: &Searcher) -> tantivy::Result<Columns> {
        let segments = searcher.segment_readers().iter().map(|segment| {
            let columns = segment.fast_fields();
            let docs = columns.bytes("doc")?;
            Ok(Arc::new(OfSegment {
                entries: segment.max_doc(),
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

    /// The id of the document that the entry at `address` is of, which has this number in its segment, if it was met.
    pub(super) fn known_id(&self, address: DocAddress, number: u64) -> Option<Arc<str>> {
        self.known().id((address.segment_ord, number))
    }

    /// Remembers that the entry at `address` is of the document `id`, which has this number in its segment.
    pub(super) fn learn(&self, address: DocAddress, number: u64, id: &DocumentId) -> Arc<str> {
        let numbered = (address.segment_ord, number);
        self.known().add(numbered, address.doc_id, &id.0)
    }

    /// The number that the document of the entry at `address` has in its segment.
    pub(super) fn number_of(&self, address: DocAddress) -> Option<u64> {
        let columns = self.of(address.segment_ord)?;
        columns.docs.ords().first(address.doc_id)
    }

    /// Whether the entries with this number in this segment are of the document `id`; none where that is not known without
    /// looking up.
    pub(super) fn is_known_as(
        &self,
        id: &DocumentId,
        (segment, number): (u32, u64),
    ) -> Option<bool> {
        let place = self.known().place(id)?;
        (place.segment == segment).then_some(place.number == number)
    }

    /// Where the record of the document `id` stands, as far as that is known without looking up.
    pub(super) fn known_record(&self, id: &DocumentId) -> Option<DocAddress> {
        let around = self.around(id)?;
        let first = around.before().last().unwrap_or(around.place.entry);
        let is_passage = around.columns.title_words.first(first).is_some();
        let is_record = !is_passage && around.columns.trust.first(first).is_none();
        is_record.then(|| DocAddress::new(around.place.segment, first))
    }

    /// Where a passage of the document `id` stands, as far as that is known without looking up.
    pub(super) fn known_passage(&self, id: &DocumentId, ordinal: u32) -> Option<DocAddress> {
        let around = self.around(id)?;
        let is_it =
            |entry: &DocId| around.columns.passage_ordinal(*entry) == Some(u64::from(ordinal));
        let found = around.onwards().chain(around.before()).find(is_it)?;
        Some(DocAddress::new(around.place.segment, found))
    }

    fn around(&self, id: &DocumentId) -> Option<Around<'_>> {
        let place = self.known().place(id)?;
        let columns = self.of(place.segment)?;
        Some(Around { place, columns })
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number in its document of the passage at `address`; none for an entry that is no passage.
    pub(super) fn passage_ordinal(&self, address: DocAddress) -> Option<u64> {
        self.of(address.segment_ord)?
            .passage_ordinal(address.doc_id)
    }

    /// The passage that the fact at `address` was read from, and which of its facts it is; none for a fact without one.
    pub(super) fn passage_of(&self, address: DocAddress) -> Option<(DocAddress, usize)> {
        let columns = self.of(address.segment_ord)?;
        let number = u32::try_from(columns.ordinal.first(address.doc_id)?).ok()?;
        let before = address.doc_id.checked_sub(number)?.checked_sub(1)?;
        columns.title_words.first(before)?;
        let passage = DocAddress::new(address.segment_ord, before);
        Some((passage, usize::try_from(number).ok()?))
    }

    /// Whether the fact at `address` is counted on from the one before it, if it is not the first of its passage.
    pub(super) fn is_counted_on(&self, address: DocAddress) -> bool {
        let Some(columns) = self.of(address.segment_ord) else {
            return false;
        };
        let number = |entry: DocId| columns.ordinal.first(entry);
        match (number(address.doc_id), address.doc_id.checked_sub(1)) {
            (Some(0), _) => true,
            (Some(own), Some(before)) => number(before) == Some(own - 1),
            _ => false,
        }
    }

    /// Those of the segment with this number.
    pub(super) fn of(&self, segment: SegmentOrdinal) -> Option<&Arc<OfSegment>> {
        self.segments.get(usize::try_from(segment).ok()?)
    }
}
