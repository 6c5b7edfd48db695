//! The second look at the best candidates: which forms of which terms they hold, as phrases or near each other.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, Term};

use super::searched;
use super::wanted::{FIELDS, FORM_MAX_WORDS, Form, Wanted};
use super::{B, K1, KIN, NEAR, NEIGHBOURS, OTHER_FORM, PART, PHRASE, SLOP, Statistics};
use crate::index::schema::Fields;

/// A passage that was found, looked at closely.
pub(super) struct Candidate {
    pub(super) address: DocAddress,
    pub(super) score: Score,
    /// What each term gives to the score.
    pub(super) of_terms: Vec<Score>,
    /// The terms that it holds.
    pub(super) matched: Vec<usize>,
}

/// How one word stands in one field of one candidate.
#[derive(Clone, Copy, Default)]
struct Cell {
    count: u32,
    /// Its positions, as a range of [`Seen::positions`].
    first: usize,
    end: usize,
}

/// All words in all fields of all candidates of one segment.
struct Seen {
    /// By candidate, then word, then field.
    cells: Vec<Cell>,
    positions: Vec<u32>,
    words: usize,
}

impl Seen {
    fn cell(&self, candidate: usize, word: usize, field: usize) -> Cell {
        let at = (candidate * self.words + word) * FIELDS + field;
        self.cells.get(at).copied().unwrap_or_default()
    }

    fn positions(&self, cell: Cell) -> &[u32] {
        self.positions.get(cell.first..cell.end).unwrap_or_default()
    }
}

/// The candidates at `found`, in that order, with their scores.
pub(super) fn rescore(
    wanted: &Wanted,
    searcher: &Searcher,
    fields: Fields,
    statistics: &Statistics<'_>,
    mut found: Vec<DocAddress>,
) -> tantivy::Result<Vec<Candidate>> {
    found.sort_unstable();
    let mut candidates = Vec::with_capacity(found.len());
    for part in found.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let Some(first) = part.first() else { continue };
        let docs: Vec<DocId> = part.iter().map(|address| address.doc_id).collect();
        let look = Look {
            wanted,
            seen: read(wanted, searcher, fields, first.segment_ord, &docs)?,
            lengths: lengths(searcher, fields, statistics, first.segment_ord, &docs)?,
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
    searcher: &Searcher,
    fields: Fields,
    segment: u32,
    docs: &[DocId],
) -> tantivy::Result<Seen> {
    let words = wanted.words.len();
    let mut seen = Seen {
        cells: vec![Cell::default(); docs.len() * words * FIELDS],
        positions: Vec::new(),
        words,
    };
    let reader = searcher.segment_reader(segment);
    let mut room = Vec::new();
    for (field_at, (field, _)) in searched(fields).into_iter().enumerate() {
        let inverted = reader.inverted_index(field)?;
        for (word_at, word) in wanted.words.iter().enumerate() {
            if word.rarity.get(field_at).is_none_or(Option::is_none) {
                continue;
            }
            let term = Term::from_field_text(field, &word.text);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = inverted.read_postings(&term, option)? else {
                continue;
            };
            for (at, doc) in docs.iter().enumerate() {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                if postings.doc() != *doc {
                    continue;
                }
                postings.positions(&mut room);
                let first = seen.positions.len();
                seen.positions.extend_from_slice(&room);
                let place = (at * words + word_at) * FIELDS + field_at;
                if let Some(cell) = seen.cells.get_mut(place) {
                    *cell = Cell {
                        count: postings.term_freq(),
                        first,
                        end: seen.positions.len(),
                    };
                }
            }
        }
    }
    Ok(seen)
}

/// For each of `docs` and each field, the share of BM25 that its length decides.
fn lengths(
    searcher: &Searcher,
    fields: Fields,
    statistics: &Statistics<'_>,
    segment: u32,
    docs: &[DocId],
) -> tantivy::Result<Vec<[Score; FIELDS]>> {
    let reader = searcher.segment_reader(segment);
    let mut lengths = vec![[0.0; FIELDS]; docs.len()];
    for (at, (field, _)) in searched(fields).into_iter().enumerate() {
        let norms = reader.get_fieldnorms_reader(field)?;
        let average = statistics.average_length(field)?;
        for (length, doc) in lengths.iter_mut().zip(docs) {
            if let Some(length) = length.get_mut(at) {
                *length = length_share(&norms, *doc, average);
            }
        }
    }
    Ok(lengths)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a passage has far fewer than 2^24 words"
)]
fn length_share(norms: &FieldNormReader, doc: DocId, average: Score) -> Score {
    K1 * (1.0 - B + B * norms.fieldnorm(doc) as Score / average)
}

struct Look<'a> {
    wanted: &'a Wanted,
    seen: Seen,
    lengths: Vec<[Score; FIELDS]>,
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

    /// What each word gives, in all fields, with a part of what its kin give.
    fn words(&self, candidate: usize) -> Vec<Score> {
        let words = self.wanted.words.iter().enumerate();
        let own: Vec<Score> = words
            .map(|(word, _)| {
                (0..FIELDS)
                    .map(|field| self.word(candidate, word, field))
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

    fn word(&self, candidate: usize, word: usize, field: usize) -> Score {
        let count = self.seen.cell(candidate, word, field).count;
        if count == 0 {
            return 0.0;
        }
        self.rarity(word, field) * self.often(candidate, field, count)
    }

    fn rarity(&self, word: usize, field: usize) -> Score {
        let word = self.wanted.words.get(word);
        let rarity = word.and_then(|word| word.rarity.get(field).copied().flatten());
        rarity.unwrap_or_default()
    }

    /// What it counts that something stands `count` times in a field, with the weight of the field.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a passage has far fewer than 2^24 words"
    )]
    fn often(&self, candidate: usize, field: usize, count: u32) -> Score {
        let length = self.lengths.get(candidate).and_then(|all| all.get(field));
        let count = count as Score;
        let boost = super::BOOSTS.get(field).copied().unwrap_or_default();
        boost * (K1 + 1.0) * count / (count + length.copied().unwrap_or(K1))
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
            let held = (0..FIELDS).any(|field| self.cell(*word, field).count > 0);
            return (alone(word), held);
        }
        let parts: Score = form.iter().map(|(_, word)| alone(word)).sum();
        let mut score = PART * parts;
        let mut whole = false;
        for field in 0..FIELDS {
            let (phrases, near) = self.together(form, field);
            if near == 0 {
                continue;
            }
            whole = true;
            score += NEAR * self.group(form, field, near);
            if phrases > 0 {
                score += PHRASE * self.group(form, field, phrases);
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
                for field in 0..FIELDS {
                    let (_, near) = self.together(&pair, field);
                    if near > 0 {
                        score += weight * self.group(&pair, field, near);
                    }
                }
            }
            before = Some((form, term.weight));
        }
        score
    }

    fn group(&self, form: &Form, field: usize, count: u32) -> Score {
        let rarity: Score = form
            .iter()
            .map(|(_, word)| self.look.rarity(*word, field))
            .sum();
        rarity * self.look.often(self.candidate, field, count)
    }

    fn cell(&self, word: usize, field: usize) -> Cell {
        self.look.seen.cell(self.candidate, word, field)
    }

    /// How often the words of `form` stand in a field as a phrase, and how often near each other in any order.
    fn together(&self, form: &Form, field: usize) -> (u32, u32) {
        let missing = |(_, word): &(usize, usize)| self.cell(*word, field).count == 0;
        let Some((first, rest)) = form.split_first() else {
            return (0, 0);
        };
        if form.iter().any(missing) {
            return (0, 0);
        }
        let places = |word: usize| self.look.seen.positions(self.cell(word, field));
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
