//! The best passages of a union of words, by BM25.
//!
//! Of each word it is known how much it gives at most. As soon as enough passages are found, one that holds nothing but
//! the words that give least cannot come among the best: those words are only looked up, in passages that hold others.
//! The others are gone through, some thousand entries at a time.
//!
//! The engine has a union of its own, which passes over blocks of entries by the best score that was written down for
//! each. That is a score against the average length of a part of the index, whose entries are for the most part records
//! and facts without any words; against the average passage another entry of the block may be the best one.
//!
//! # Source
//! Turtle and Flood, "Query evaluation: strategies and optimizations", 1995, there called max-score.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::{iter, mem};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, TERMINATED};

use super::wanted::WantedWord;
use super::{K1, Statistics, length_share};

/// How many entries are gone through at a time; as many scores stay near to the processor.
const STRETCH: DocId = 4_096;
const ENTRIES: usize = STRETCH as usize;

/// How many bits tell together which entries have a score.
const BITS: DocId = u64::BITS;
const GROUPS: usize = (STRETCH / BITS) as usize;

/// A list that is no longer than this is gone through where it could be looked up: that takes less.
const SHORT_MAX: u32 = 6_000;

/// What a word gives at most is taken for this much more: sums in another order differ in their last digits.
const ROUNDING: Score = 1.000_01;

/// A word with what it counts.
pub(super) struct Weighed<'w> {
    pub(super) word: &'w WantedWord,
    /// What it gives at most: how much it counts, its rarity among it.
    pub(super) most: Score,
}

/// A passage with its score; of equal ones in one part of the index the earlier is the better.
pub(super) struct Ranked {
    pub(super) score: Score,
    pub(super) address: DocAddress,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> Ordering {
        let by_score = self.score.total_cmp(&other.score);
        by_score.then_with(|| other.address.cmp(&self.address))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Ranked) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

/// The `count` passages that fit `words` best, in no order; none that does not score above `from`.
pub(super) fn best_of(
    words: &[Weighed<'_>],
    statistics: &Statistics<'_>,
    count: usize,
    from: Score,
) -> tantivy::Result<Vec<Ranked>> {
    let mut best = Best::new(count, from);
    let scale = Scale::new(statistics);
    let mut stretch = Stretch::new();
    let mut parts: Vec<_> = (0..)
        .zip(statistics.searcher.segment_readers())
        .zip(&statistics.parts)
        .collect();
    // What a part of the index has sets the bar for the next, so that fewer entries are looked at than if each part gave
    // its own best.
    parts.sort_by_key(|((_, reader), _)| Reverse(reader.max_doc()));
    for ((segment, reader), part) in parts {
        let norms = reader.get_fieldnorms_reader(statistics.words)?;
        let mut lists = Vec::with_capacity(words.len());
        for weighed in words {
            if let Some(Some(info)) = weighed.word.infos.get(segment as usize) {
                let postings =
                    part.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                lists.push(List::new(postings, weighed.most));
            }
        }
        // Those that give most come first, in every part the same way.
        lists.sort_by(|a, b| b.most.total_cmp(&a.most));
        let mut part = Part {
            segment,
            lists,
            lengths: Lengths {
                norms,
                scale: &scale,
            },
        };
        while part.next(&mut stretch, &mut best, &|entry| {
            reader
                .alive_bitset()
                .is_none_or(|alive| alive.is_alive(entry))
        }) {}
    }
    Ok(best.found.into_iter().map(|Reverse(one)| one).collect())
}

/// The best so far, the worst of them on top.
struct Best {
    found: BinaryHeap<Reverse<Ranked>>,
    count: usize,
    /// What a passage has to score more than to be among them.
    bar: Score,
}

impl Best {
    fn new(count: usize, from: Score) -> Best {
        Best {
            found: BinaryHeap::with_capacity(count + 1),
            count,
            bar: from,
        }
    }

    fn add(&mut self, one: Ranked) {
        if self.found.len() == self.count {
            self.found.pop();
        }
        self.found.push(Reverse(one));
        if let Some(Reverse(worst)) = self.found.peek()
            && self.found.len() == self.count
        {
            self.bar = worst.score;
        }
    }
}

/// The share of BM25 that each length decides, by the number that the index has for it.
struct Scale([Score; 256]);

impl Scale {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a passage has far fewer than 2^24 words"
    )]
    fn new(statistics: &Statistics<'_>) -> Scale {
        let average = statistics.average_length();
        let mut shares = [K1; 256];
        for (number, share) in (0..=u8::MAX).zip(&mut shares) {
            *share = length_share(FieldNormReader::id_to_fieldnorm(number) as Score / average);
        }
        Scale(shares)
    }
}

/// The lengths of the entries of one part of the index.
struct Lengths<'a> {
    norms: FieldNormReader,
    scale: &'a Scale,
}

impl Lengths<'_> {
    /// What it counts, of at most 1, that an entry holds a word `count` times.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a passage has far fewer than 2^24 words"
    )]
    fn often(&self, entry: DocId, count: u32) -> Score {
        let Scale(shares) = self.scale;
        let share = shares[usize::from(self.norms.fieldnorm_id(entry))];
        let count = count as Score;
        count / (count + share)
    }
}

/// The entries that hold one word.
struct List {
    postings: BlockSegmentPostings,
    /// The place in the block that is at hand.
    at: usize,
    /// The entry there; [`TERMINATED`] behind the last one.
    entry: DocId,
    most: Score,
}

impl List {
    fn new(postings: BlockSegmentPostings, most: Score) -> List {
        let mut list = List {
            postings,
            at: 0,
            entry: TERMINATED,
            most,
        };
        list.stand_at(0);
        list
    }

    /// What its word gives to the entry at which it stands.
    fn score(&self, lengths: &Lengths<'_>) -> Score {
        self.most * lengths.often(self.entry, self.postings.freq(self.at))
    }

    /// Goes to `entry`, or to the next one that it has behind it.
    fn seek(&mut self, entry: DocId) {
        if self.entry < entry {
            self.at = self.postings.seek(entry);
            // Behind the last one stand such as no part of an index has.
            self.entry = self.postings.doc(self.at);
        }
    }

    /// Adds to `stretch` what its word gives to the entries before `end`, and goes behind them.
    fn go_through(&mut self, end: DocId, lengths: &Lengths<'_>, stretch: &mut Stretch) {
        while self.entry < end {
            let entries = self.postings.docs().get(self.at..).unwrap_or_default();
            let counts = self.postings.freqs().get(self.at..).unwrap_or_default();
            let are_all = entries.last().is_some_and(|last| *last < end);
            let inside = if are_all {
                entries.len()
            } else {
                entries.partition_point(|entry| *entry < end)
            };
            // The first is inside; of damaged entries, which are in no order, that is not seen.
            let inside = inside.max(1);
            for (entry, count) in entries.iter().zip(counts).take(inside) {
                stretch.add(*entry, self.most * lengths.often(*entry, *count));
            }
            self.stand_at(self.at + inside);
        }
    }

    /// Stands at a place of the block, or at the beginning of the next block.
    fn stand_at(&mut self, at: usize) {
        self.at = at;
        if at >= self.postings.block_len() && at > 0 {
            self.postings.advance();
            self.at = 0;
        }
        let entry = self.postings.docs().get(self.at).copied();
        self.entry = entry.unwrap_or(TERMINATED);
    }
}

/// One part of the index.
struct Part<'a> {
    segment: SegmentOrdinal,
    /// Those that give most first.
    lists: Vec<List>,
    lengths: Lengths<'a>,
}

impl Part<'_> {
    /// Looks at the next entries that may be among the best; false where there are none.
    fn next(
        &mut self,
        stretch: &mut Stretch,
        best: &mut Best,
        is_alive: &dyn Fn(DocId) -> bool,
    ) -> bool {
        // What the lists from here on give at most all together.
        let mut rest = 0.0;
        let mut needed = self.lists.len();
        for list in self.lists.iter().rev() {
            if rest + list.most * ROUNDING > best.bar {
                break;
            }
            rest += list.most * ROUNDING;
            needed -= 1;
        }
        let entries = self.lists.iter().take(needed).map(|list| list.entry);
        let Some(first) = entries.min().filter(|first| *first != TERMINATED) else {
            return false;
        };
        let is_short = |list: &&List| list.postings.doc_freq() <= SHORT_MAX;
        let behind = self.lists.iter().skip(needed);
        let short = behind.take_while(is_short).count();
        let (through, looked_up) = self.lists.split_at_mut(needed + short);
        let rest: Score = looked_up.iter().map(|list| list.most * ROUNDING).sum();
        let start = first - first % STRETCH;
        let end = start.saturating_add(STRETCH);
        for list in through {
            list.seek(start);
            list.go_through(end, &self.lengths, stretch);
        }
        stretch.take(&mut |at, mut score| {
            let mut could = score + rest;
            if could <= best.bar {
                return;
            }
            let entry = start + at;
            for list in looked_up.iter_mut() {
                list.seek(entry);
                could -= list.most * ROUNDING;
                if list.entry == entry {
                    let gives = list.score(&self.lengths);
                    score += gives;
                    could += gives;
                }
                if could <= best.bar {
                    return;
                }
            }
            if score > best.bar && is_alive(entry) {
                let address = DocAddress::new(self.segment, entry);
                best.add(Ranked { score, address });
            }
        });
        true
    }
}

/// Scores of some entries that follow each other.
struct Stretch {
    scores: Box<[Score; ENTRIES]>,
    /// A bit for each entry that has a score.
    scored: [u64; GROUPS],
    /// A bit for each group of entries of which one has a score.
    groups: u64,
}

impl Stretch {
    fn new() -> Stretch {
        Stretch {
            scores: Box::new([0.0; ENTRIES]),
            scored: [0; GROUPS],
            groups: 0,
        }
    }

    fn add(&mut self, entry: DocId, score: Score) {
        let place = entry % STRETCH;
        let group = place / BITS;
        self.scores[place as usize] += score;
        self.scored[group as usize] |= 1 << (place % BITS);
        self.groups |= 1 << group;
    }

    /// Takes all scores out, in order, each with its place.
    fn take(&mut self, visit: &mut dyn FnMut(DocId, Score)) {
        for group in ones(mem::take(&mut self.groups)) {
            let scored = mem::take(&mut self.scored[group as usize % GROUPS]);
            for bit in ones(scored) {
                let place = group * BITS + bit;
                let score = mem::take(&mut self.scores[place as usize % ENTRIES]);
                visit(place, score);
            }
        }
    }
}

/// The places of the bits of `bits` that are set, from the lowest.
fn ones(mut bits: u64) -> impl Iterator<Item = u32> {
    iter::from_fn(move || {
        let place = bits.trailing_zeros();
        (bits != 0).then(|| {
            bits &= bits - 1;
            place
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::DocSet;
    use tantivy::postings::Postings;

    use super::super::wanted::Wanted;
    use super::*;
    use crate::index::Index;
    use crate::index::sample::{entry, query};

    /// Words, the more usual first: half of all passages hold the first, a quarter the second and so on.
    const WORDS: [&str; 12] = [
        "alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel", "ivy", "juniper",
        "katsura", "larch",
    ];

    /// More than one stretch of passages of all lengths.
    fn index() -> Index {
        let mut state = 11_u64;
        let mut roll = |sides: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % sides
        };
        let entries = (0..3_000).map(|number| {
            let texts: Vec<String> = (0..3)
                .map(|_| {
                    let mut text = String::new();
                    for (at, word) in WORDS.iter().enumerate() {
                        if roll(2 << at) == 0 {
                            let times = usize::try_from(1 + roll(4) * roll(2)).unwrap_or(1);
                            text += &[word, " "].concat().repeat(times);
                        }
                    }
                    text + &"filler ".repeat(usize::try_from(roll(40)).unwrap_or_default())
                })
                .collect();
            let texts: Vec<(&str, &str)> = texts.iter().map(|text| ("", text.as_str())).collect();
            entry(&format!("{number:05}.md"), "", &texts, Vec::new())
        });
        Index::in_memory(entries).expect("an index")
    }

    /// The scores of all passages, gone through one by one, the best first.
    fn all(words: &[Weighed<'_>], statistics: &Statistics<'_>) -> Vec<Ranked> {
        let scale = Scale::new(statistics);
        let mut scores = std::collections::BTreeMap::<DocAddress, Score>::new();
        for (segment, part) in (0..).zip(&statistics.parts) {
            let reader = statistics.searcher.segment_reader(segment);
            let norms = reader
                .get_fieldnorms_reader(statistics.words)
                .expect("lengths");
            let lengths = Lengths {
                norms,
                scale: &scale,
            };
            for weighed in words {
                let term = tantivy::Term::from_field_text(statistics.words, &weighed.word.text);
                let found = part.read_postings(&term, IndexRecordOption::WithFreqs);
                let Some(mut postings) = found.expect("a list") else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    let gives = weighed.most * lengths.often(postings.doc(), postings.term_freq());
                    *scores
                        .entry(DocAddress::new(segment, postings.doc()))
                        .or_default() += gives;
                    postings.advance();
                }
            }
        }
        let ranked = scores
            .into_iter()
            .map(|(address, score)| Ranked { score, address });
        let mut ranked: Vec<Ranked> = ranked.collect();
        ranked.sort_by(|a, b| b.cmp(a));
        ranked
    }

    #[test]
    fn the_best_are_those_that_going_through_all_finds() {
        let index = index();
        let searcher = index.searcher();
        let statistics = Statistics::new(&index, &searcher).expect("statistics");
        assert!(statistics.passages > 2 * u64::from(STRETCH));
        let terms: Vec<&[&str]> = WORDS.chunks(1).collect();
        let mut wanted = index
            .cutters
            .lend(|cutter| Wanted::new(&query(&terms), cutter));
        wanted.look_up(&statistics).expect("an index that is read");
        let chosen = prop::collection::vec((0..WORDS.len(), 0.1_f32..9.0), 1..8);
        let from = prop_oneof![Just(Score::MIN), 0.0_f32..30.0];
        proptest!(|(chosen in chosen, count in 1_usize..120, from in from)| {
            let weighed: Vec<Weighed<'_>> = chosen
                .iter()
                .filter_map(|(at, most)| Some(Weighed { word: wanted.words.get(*at)?, most: *most }))
                .collect();
            let mut found = best_of(&weighed, &statistics, count, from).expect("a search");
            found.sort_by(|a, b| b.cmp(a));
            let mut expected = all(&weighed, &statistics);
            expected.retain(|one| one.score > from);
            expected.truncate(count);
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                // Sums in another order: equals may change places.
                prop_assert!((found.score - expected.score).abs() < 0.001);
            }
        });
    }

    #[test]
    fn bits_come_in_order() {
        assert_eq!(ones(0).collect::<Vec<_>>(), Vec::<u32>::new());
        assert_eq!(
            ones(1 << 63 | 0b1010_0001).collect::<Vec<_>>(),
            [0, 5, 7, 63]
        );
    }
}
