//! The best facts of many, found by numbers alone: only those that are shown are read.

use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Query;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::super::schema::{is_official, level_number, step_behind, years_behind};
use super::super::{BestFacts, Preference};
use super::columns::{Columns, OfSegment};
use super::facts::FactReader;
use super::{Index, corrupt};
use crate::domain::{Fact, Grade};

/// How well a fact fits what is preferred, then how far it is trusted: smaller is better.
type Rank = (u8, u64);

/// The facts of `query` that fit `preference` best.
pub(super) fn find(
    index: &Index,
    query: &dyn Query,
    preference: &Preference,
) -> tantivy::Result<BestFacts> {
    let searcher = index.searcher();
    let wanted = Wanted {
        columns: &index.columns,
        levels: preference
            .levels
            .iter()
            .map(|level| level_number(Some(*level)))
            .collect(),
        rung: preference.grade.map(Grade::code).map(u64::from),
        months: preference.experience_months,
        whole_first: preference.whole_first,
        most: preference.most,
    };
    let found = searcher.search(query, &wanted)?;
    let mut addresses = found.best;
    // One after another, as they stand on disk.
    addresses.sort_unstable_by_key(|(_, address)| *address);
    let mut reader = FactReader::new(index);
    let mut facts: Vec<(u64, Fact)> = Vec::with_capacity(addresses.len());
    for ((_, trust), address) in addresses {
        facts.push((trust, reader.read(address)?));
    }
    // Stable: facts of one row keep the order in which they were read.
    facts.sort_by(|(a_trust, a), (b_trust, b)| {
        let place = |fact: &Fact| (fact.evidence.span.start, fact.kind());
        let by_document = a_trust.cmp(b_trust).then_with(|| a.doc.cmp(&b.doc));
        by_document.then(place(a).cmp(&place(b)))
    });
    Ok(BestFacts {
        official: facts.partition_point(|(trust, _)| is_official(*trust)),
        left_out: found.all - facts.len(),
        facts: facts.into_iter().map(|(_, fact)| fact).collect(),
    })
}

struct Wanted<'a> {
    columns: &'a Columns,
    /// As [`level_number`] has them.
    levels: Vec<u64>,
    /// As [`Grade::code`] has it.
    rung: Option<u64>,
    months: Option<u16>,
    whole_first: bool,
    most: usize,
}

/// The best of a part of the index, or of all of it.
struct Found {
    best: Vec<(Rank, DocAddress)>,
    all: usize,
}

struct PartOfIndex {
    segment: SegmentOrdinal,
    columns: Arc<OfSegment>,
    levels: Vec<u64>,
    /// As [`Grade::code`] has it.
    rung: Option<u64>,
    months: Option<u16>,
    whole_first: bool,
    most: usize,
    /// The worst on top.
    best: BinaryHeap<(Rank, DocId)>,
    /// The best rank that there can be.
    top: Rank,
    /// No further one can be better than those that are kept.
    is_full_of_top: bool,
    all: usize,
}

impl Collector for Wanted<'_> {
    type Fruit = Found;
    type Child = PartOfIndex;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _reader: &SegmentReader,
    ) -> tantivy::Result<PartOfIndex> {
        let columns = self.columns.of(segment);
        let columns = columns.ok_or_else(|| corrupt("a segment that came later"))?;
        Ok(PartOfIndex {
            segment,
            top: (0, columns.trust.min_value()),
            columns: Arc::clone(columns),
            levels: self.levels.clone(),
            rung: self.rung,
            months: self.months,
            whole_first: self.whole_first,
            most: self.most,
            best: BinaryHeap::new(),
            is_full_of_top: self.most == 0,
            all: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Found>) -> tantivy::Result<Found> {
        let all = parts.iter().map(|part| part.all).sum();
        let mut best: Vec<_> = parts.into_iter().flat_map(|part| part.best).collect();
        best.sort_unstable();
        best.truncate(self.most);
        Ok(Found { best, all })
    }
}

impl PartOfIndex {
    fn rank(&self, doc: DocId) -> Rank {
        let step = if self.levels.is_empty() && self.rung.is_none() {
            0
        } else {
            let (level, rung) = step_behind(self.columns.level.first(doc).unwrap_or(0));
            let rung = match self.rung {
                Some(wanted) if wanted != rung => 1 + usize::from(rung != 0),
                _ => 0,
            };
            let levels = self.levels.len();
            let level = if levels == 0 {
                0
            } else {
                let fits = self.levels.iter().position(|wanted| *wanted == level);
                fits.unwrap_or(levels + usize::from(level != 0))
            };
            rung * (levels + 2) + level
        };
        let years = self.months.map_or(0, |months| {
            let years = years_behind(self.columns.years.first(doc).unwrap_or(u64::MAX));
            years.map_or(1, |years| if years.cover(months) { 0 } else { 2 })
        });
        let is_part = self.whole_first && self.columns.within_country.first(doc) == Some(1);
        let part = usize::from(is_part);
        // There are no more levels than a few.
        let fit = u8::try_from((step * 3 + years) * 2 + part).unwrap_or(u8::MAX);
        (fit, self.columns.trust.first(doc).unwrap_or(u64::MAX))
    }
}

impl SegmentCollector for PartOfIndex {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.all += 1;
        if self.is_full_of_top {
            return;
        }
        let found = (self.rank(doc), doc);
        if self.best.len() < self.most {
            self.best.push(found);
        } else if let Some(mut worst) = self.best.peek_mut()
            && found < *worst
        {
            *worst = found;
        }
        // Of one rank those are kept that stand first in the index; which that is, is the index's choice.
        let worst = self.best.peek().map(|(rank, _)| *rank);
        self.is_full_of_top = self.best.len() == self.most && worst == Some(self.top);
    }

    fn harvest(self) -> Found {
        let best = self.best.into_iter();
        Found {
            best: best
                .map(|(rank, doc)| (rank, DocAddress::new(self.segment, doc)))
                .collect(),
            all: self.all,
        }
    }
}
