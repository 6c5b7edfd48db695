//! The second look at the best candidates: which forms of which terms they hold, as phrases or near each other.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score};

use super::super::columns::Columns;
use super::wanted::{FORM_MAX_WORDS, Form, PARTS, Wanted};
use super::{
    K1, KIN, NEAR, NEIGHBOURS, OTHER_FORM, PART, PHRASE, SLOP, Statistics, TITLE_WORDS, WEIGHTS,
    length_share,
};
use crate::index::words::{BODY_FROM, HEADINGS_FROM};

/// A passage that was found, looked at closely.
pub(super) struct Candidate {
    pub(super) address: DocAddress,
    pub(super) score: Score,
    /// What each term gives to the score.
    pub(super) of_terms: Vec<Score>,
    /// The terms that it holds.
    pub(super) matched: Vec<usize>,
}

/// How one word stands in one part of one candidate.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// Its positions, as a range of [`Seen::positions`].
    first: usize,
    end: usize,
}

impl Cell {
    fn count(self) -> u32 {
        u32::try_from(self.end - self.first).unwrap_or(u32::MAX)
    }
}

/// All words in all parts of all candidates of one segment.
struct Seen {
    /// By candidate, then word, then part.
    cells: Vec<Cell>,
    positions: Vec<u32>,
    words: usize,
}

impl Seen {
    fn cell(&self, candidate: usize, word: usize, part: usize) -> Cell {
        let at = (candidate * self.words + word) * PARTS + part;
        self.cells.get(at).copied().unwrap_or_default()
    }

    /// Keeps where a word stands in a candidate, part by part. `positions` are in order.
    fn take(&mut self, candidate: usize, word: usize, positions: &[u32]) {
        let start = self.positions.len();
        self.positions.extend_from_slice(positions);
        let until = |from: u32| start + positions.partition_point(|position| *position < from);
        let (headings, body) = (until(HEADINGS_FROM), until(BODY_FROM));
        let ends = [headings, body, self.positions.len()];
        let at = (candidate * self.words + word) * PARTS;
        let mut first = start;
        for (cell, end) in self.cells.iter_mut().skip(at).zip(ends) {
            *cell = Cell { first, end };
            first = end;
        }
    }

    fn positions(&self, cell: Cell) -> &[u32] {
        self.positions.get(cell.first..cell.end).unwrap_or_default()
    }
}

/// The candidates at `found`, in that order, with their scores.
pub(super) fn rescore(
    wanted: &Wanted,
    statistics: &Statistics<'_>,
    columns: &Columns,
    mut found: Vec<DocAddress>,
) -> tantivy::Result<Vec<Candidate>> {
    found.sort_unstable();
    let mut candidates = Vec::with_capacity(found.len());
    for part in found.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let Some(first) = part.first() else { continue };
        let docs: Vec<DocId> = part.iter().map(|address| address.doc_id).collect();
        let look = Look {
            wanted,
            seen: read(wanted, statistics, first.segment_ord, &docs)?,
            lengths: lengths(statistics, columns, first.segment_ord, &docs)?,
        };
        for (at, address) in part.iter().enumerate() {
            candidates.push(look.at(at, *address));
        }
    }
    Ok(candidates)
}

/// How often and where each word stands in `docs`, which are in order.
fn read(
    wanted: &Wanted,
    statistics: &Statistics<'_>,
    segment: u32,
    docs: &[DocId],
) -> tantivy::Result<Seen> {
    let words = wanted.words.len();
    let mut seen = Seen {
        cells: vec![Cell::default(); docs.len() * words * PARTS],
        positions: Vec::new(),
        words,
    };
    let part = segment as usize;
    let Some(inverted) = statistics.parts.get(part) else {
        return Ok(seen);
    };
    let mut room = Vec::new();
    for (word_at, word) in wanted.words.iter().enumerate() {
        let Some(Some(info)) = word.infos.get(part) else {
            continue;
        };
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = inverted.read_postings_from_terminfo(info, option)?;
        for (at, doc) in docs.iter().enumerate() {
            if postings.doc() < *doc {
                postings.seek(*doc);
            }
            if postings.doc() == *doc {
                postings.positions(&mut room);
                seen.take(at, word_at, &room);
            }
        }
    }
    Ok(seen)
}

/// For each of `docs` and each part, the share of BM25 that its length decides.
///
/// A title has a length of its own: a short one says more with each word. Headings are judged with their passage.
#[expect(
    clippy::cast_precision_loss,
    reason = "a passage has far fewer than 2^24 words"
)]
fn lengths(
    statistics: &Statistics<'_>,
    columns: &Columns,
    segment: u32,
    docs: &[DocId],
) -> tantivy::Result<Vec<[Score; PARTS]>> {
    let reader = statistics.searcher.segment_reader(segment);
    let norms = reader.get_fieldnorms_reader(statistics.words)?;
    let average = statistics.average_length();
    let columns = columns.of(segment);
    let docs = docs.iter();
    Ok(docs
        .map(|doc| {
            let title = columns.and_then(|columns| columns.title_words.first(*doc));
            let title = title.unwrap_or_default() as Score;
            let of_all = length_share(norms.fieldnorm(*doc) as Score / average);
            [length_share(title / TITLE_WORDS), of_all, of_all]
        })
        .collect())
}

struct Look<'a> {
    wanted: &'a Wanted,
    seen: Seen,
    lengths: Vec<[Score; PARTS]>,
}

impl Look<'_> {
    fn at(&self, candidate: usize, address: DocAddress) -> Candidate {
        let one = One {
            look: self,
            candidate,
            words: self.words(candidate),
        };
        let mut of_terms = Vec::with_capacity(self.wanted.terms.len());
        let mut matched = Vec::new();
        for (number, term) in self.wanted.terms.iter().enumerate() {
            let mut best: Score = 0.0;
            let mut holds = false;
            for (at, form) in term.forms.iter().enumerate() {
                let (score, whole) = one.form(form);
                let counts = if at == 0 { 1.0 } else { OTHER_FORM };
                best = best.max(score * counts);
                holds |= whole;
            }
            of_terms.push(best * term.weight);
            if holds {
                matched.push(number);
            }
        }
        Candidate {
            address,
            score: of_terms.iter().sum::<Score>() + one.neighbours(),
            of_terms,
            matched,
        }
    }

    /// What each word gives, in all parts, with a part of what its kin give.
    fn words(&self, candidate: usize) -> Vec<Score> {
        let words = self.wanted.words.iter().enumerate();
        let own: Vec<Score> = words
            .map(|(word, _)| {
                (0..PARTS)
                    .map(|part| self.word(candidate, word, part))
                    .sum()
            })
            .collect();
        let words = self.wanted.words.iter().zip(&own);
        words
            .map(|(word, score)| {
                let kin = word.kin.iter().filter_map(|at| own.get(*at));
                score + KIN * kin.sum::<Score>()
            })
            .collect()
    }

    fn word(&self, candidate: usize, word: usize, part: usize) -> Score {
        let count = self.seen.cell(candidate, word, part).count();
        if count == 0 {
            return 0.0;
        }
        self.rarity(word) * self.often(candidate, part, count)
    }

    fn rarity(&self, word: usize) -> Score {
        let word = self.wanted.words.get(word);
        word.and_then(|word| word.rarity).unwrap_or_default()
    }

    /// What it counts that something stands `count` times in a part.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a passage has far fewer than 2^24 words"
    )]
    fn often(&self, candidate: usize, part: usize, count: u32) -> Score {
        let length = self.lengths.get(candidate).and_then(|all| all.get(part));
        let length = length.copied().unwrap_or(K1);
        let count = count as Score;
        let weight = WEIGHTS.get(part).copied().unwrap_or(1.0);
        weight * (K1 + 1.0) * count / (count + length)
    }
}

/// One candidate.
struct One<'a> {
    look: &'a Look<'a>,
    candidate: usize,
    words: Vec<Score>,
}

impl One<'_> {
    /// What `form` gives, and whether it stands there, as a phrase or with its words near each other.
    fn form(&self, form: &Form) -> (Score, bool) {
        let alone = |word: &usize| self.words.get(*word).copied().unwrap_or_default();
        if let [(_, word)] = form.as_slice() {
            let held = (0..PARTS).any(|part| self.cell(*word, part).count() > 0);
            return (alone(word), held);
        }
        let parts: Score = form.iter().map(|(_, word)| alone(word)).sum();
        let mut score = PART * parts;
        let mut whole = false;
        for part in 0..PARTS {
            let (phrases, near) = self.together(form, part);
            if near == 0 {
                continue;
            }
            whole = true;
            score += NEAR * self.group(form, part, near);
            if phrases > 0 {
                score += PHRASE * self.group(form, part, phrases);
            }
        }
        (score, whole)
    }

    /// What it gives that neighbouring terms stand near each other.
    fn neighbours(&self) -> Score {
        let mut score = 0.0;
        let counting = self.look.wanted.terms.iter();
        let counting = counting.filter(|term| term.weight > 0.0 && !term.forms.is_empty());
        let mut before: Option<(&Form, Score)> = None;
        for term in counting {
            let Some(form) = term.forms.first() else {
                continue;
            };
            if let Some((left, weight)) = before
                && left.len() + form.len() <= FORM_MAX_WORDS
            {
                let weight = NEIGHBOURS * weight.min(term.weight);
                let pair = joined(left, form);
                for part in 0..PARTS {
                    let (_, near) = self.together(&pair, part);
                    if near > 0 {
                        score += weight * self.group(&pair, part, near);
                    }
                }
            }
            before = Some((form, term.weight));
        }
        score
    }

    fn group(&self, form: &Form, part: usize, count: u32) -> Score {
        let rarity: Score = form.iter().map(|(_, word)| self.look.rarity(*word)).sum();
        rarity * self.look.often(self.candidate, part, count)
    }

    fn cell(&self, word: usize, part: usize) -> Cell {
        self.look.seen.cell(self.candidate, word, part)
    }

    /// How often the words of `form` stand in a part as a phrase, and how often near each other in any order.
    fn together(&self, form: &Form, part: usize) -> (u32, u32) {
        let missing = |(_, word): &(usize, usize)| self.cell(*word, part).count() == 0;
        let Some((first, rest)) = form.split_first() else {
            return (0, 0);
        };
        if form.iter().any(missing) {
            return (0, 0);
        }
        let places = |word: usize| self.look.seen.positions(self.cell(word, part));
        let reach = form.last().map_or(0, |(offset, _)| *offset) + SLOP;
        let reach = u32::try_from(reach).unwrap_or(u32::MAX);
        let (mut phrases, mut near) = (0, 0);
        for start in places(first.1) {
            let follows = |(offset, word): &(usize, usize)| {
                let offset = u32::try_from(offset - first.0).unwrap_or(u32::MAX);
                places(*word)
                    .binary_search(&start.saturating_add(offset))
                    .is_ok()
            };
            let is_near = |(_, word): &(usize, usize)| {
                let mut places = places(*word).iter();
                places.any(|place| place.abs_diff(*start) <= reach)
            };
            if rest.iter().all(follows) {
                phrases += 1;
                near += 1;
            } else if rest.iter().all(is_near) {
                near += 1;
            }
        }
        (phrases, near)
    }
}

fn joined(first: &Form, second: &Form) -> Form {
    let after = first.last().map_or(0, |(offset, _)| offset + 1);
    let second = second.iter().map(|(offset, word)| (offset + after, *word));
    first.iter().copied().chain(second).collect()
}
