//! The best facts of many, found by numbers alone: only those that are shown are read.

use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::super::schema::{level_number, years_behind};
use super::super::{BestFacts, Preference};
use super::Index;
use crate::domain::Fact;

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
        levels: preference
            .levels
            .iter()
            .map(|level| level_number(Some(*level)))
            .collect(),
        months: preference.experience_months,
        whole_first: preference.whole_first,
        most: preference.most,
    };
    let found = searcher.search(query, &wanted)?;
    let mut addresses = found.best;
    // One after another, as they stand on disk.
    addresses.sort_unstable_by_key(|(_, address)| *address);
    let mut facts: Vec<(u64, Fact)> = Vec::with_capacity(addresses.len());
    for ((_, trust), address) in addresses {
        facts.push((trust, index.parse(&searcher.doc(address)?)?));
    }
    // Stable: facts of one row keep the order in which they were read.
    facts.sort_by(|(a_trust, a), (b_trust, b)| {
        let place = |fact: &Fact| fact.evidence.span.start;
        let by_document = a_trust.cmp(b_trust).then_with(|| a.doc.cmp(&b.doc));
        by_document.then(place(a).cmp(&place(b)))
    });
    Ok(BestFacts {
        left_out: found.all - facts.len(),
        facts: facts.into_iter().map(|(_, fact)| fact).collect(),
    })
}

struct Wanted {
    /// As [`level_number`] has them.
    levels: Vec<u64>,
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
    trust: Column<u64>,
    level: Column<u64>,
    years: Column<u64>,
    /// Only where whole countries come first.
    part: Option<Column<u64>>,
    levels: Vec<u64>,
    months: Option<u16>,
    most: usize,
    /// The worst on top.
    best: BinaryHeap<(Rank, DocId)>,
    all: usize,
}

impl Collector for Wanted {
    type Fruit = Found;
    type Child = PartOfIndex;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<PartOfIndex> {
        let numbers = reader.fast_fields();
        Ok(PartOfIndex {
            segment,
            trust: numbers.u64("trust")?,
            level: numbers.u64("level")?,
            years: numbers.u64("years")?,
            part: if self.whole_first {
                Some(numbers.u64("part")?)
            } else {
                None
            },
            levels: self.levels.clone(),
            months: self.months,
            most: self.most,
            best: BinaryHeap::new(),
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
        let level = if self.levels.is_empty() {
            0
        } else {
            let level = self.level.first(doc).unwrap_or(0);
            let fits = self.levels.iter().position(|wanted| *wanted == level);
            fits.unwrap_or(self.levels.len() + usize::from(level != 0))
        };
        let years = self.months.map_or(0, |months| {
            let years = years_behind(self.years.first(doc).unwrap_or(u64::MAX));
            years.map_or(1, |years| if years.cover(months) { 0 } else { 2 })
        });
        let part = self.part.as_ref();
        let part = part.map_or(0, |part| usize::from(part.first(doc) == Some(1)));
        // There are no more levels than a few.
        let fit = u8::try_from((level * 3 + years) * 2 + part).unwrap_or(u8::MAX);
        (fit, self.trust.first(doc).unwrap_or(u64::MAX))
    }
}

impl SegmentCollector for PartOfIndex {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.all += 1;
        let found = (self.rank(doc), doc);
        if self.best.len() < self.most {
            self.best.push(found);
        } else if let Some(mut worst) = self.best.peek_mut()
            && found < *worst
        {
            *worst = found;
        }
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
