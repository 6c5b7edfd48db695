//! The numbers and ids that are kept beside the entries, to be read without reading an entry.

use tantivy::Searcher;
use tantivy::columnar::{Column, StrColumn};

use super::corrupt;

/// Those of every part of an index: opening them for each search takes longer than many a search.
pub(super) struct Columns(Vec<OfSegment>);

/// Those of one part.
#[derive(Clone)]
pub(super) struct OfSegment {
    /// The ids of documents.
    pub(super) docs: StrColumn,
    /// The number of a passage or fact in its document.
    pub(super) ordinal: Column<u64>,
    /// How many words the title above a passage has.
    pub(super) title_words: Column<u64>,
    /// [`super::super::schema::trust`].
    pub(super) trust: Column<u64>,
    /// [`super::super::schema::level_number`].
    pub(super) level: Column<u64>,
    /// What [`super::super::schema::years_behind`] reads.
    pub(super) years: Column<u64>,
    /// 1 for a place that is a part of a country, else 0.
    pub(super) part: Column<u64>,
}

impl Columns {
    pub(super) fn open(searcher: &Searcher) -> tantivy::Result<Columns> {
        let segments = searcher.segment_readers().iter().map(|segment| {
            let columns = segment.fast_fields();
            let docs = columns.str("doc")?;
            Ok(OfSegment {
                docs: docs.ok_or_else(|| corrupt("a part without document ids"))?,
                ordinal: columns.u64("ordinal")?,
                title_words: columns.u64("title_words")?,
                trust: columns.u64("trust")?,
                level: columns.u64("level")?,
                years: columns.u64("years")?,
                part: columns.u64("part")?,
            })
        });
        Ok(Columns(segments.collect::<tantivy::Result<_>>()?))
    }

    /// Those of the part with this number.
    pub(super) fn of(&self, segment: usize) -> Option<&OfSegment> {
        self.0.get(segment)
    }
}
