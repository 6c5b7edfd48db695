//! The first look: which passages are looked at closely.

use tantivy::{DocAddress, Score};

use super::union::{Weighed, best_of};
use super::wanted::{Wanted, WantedWord};
use super::{B, K1, KIN, OTHER_FORM, PHRASE, Statistics};

/// A word that is not the asker's own and stands in more passages than this does not choose which are looked at: going
/// through all that hold it takes most of the time. The second look counts it like any other.
const COMMON_MIN: u64 = 10_000;

/// The inverse document frequency below which a word tells no passages apart: 99 of 100 hold it.
const RARITY_MIN: Score = 0.01;

/// How many of the words that choose are looked at to guess how well the best passages fit.
const GUESSED_FROM_MAX: usize = 8;

/// How many times as many passages as are wanted have to be expected to hold some words together before it is guessed
/// that enough hold them.
const EXPECTED_MIN: f64 = 3.0;

/// How much longer than others the passages are taken to be of which that is guessed.
const LENGTH_GUESSED: Score = 1.5;

/// A word that chooses passages.
struct Choosing<'w> {
    word: &'w WantedWord,
    boost: Score,
}

impl Choosing<'_> {
    fn rarity(&self) -> Score {
        self.word.rarity.unwrap_or_default()
    }

    /// How well a passage fits that holds it once, but for its length.
    fn fits(&self) -> Score {
        self.boost * self.rarity()
    }
}

/// The `count` passages that fit `wanted` best by its words alone, in no order.
pub(super) fn best(
    wanted: &Wanted,
    statistics: &Statistics<'_>,
    count: usize,
) -> tantivy::Result<Vec<DocAddress>> {
    let words = choosing(wanted, COMMON_MIN);
    if words.is_empty() || count == 0 {
        return Ok(Vec::new());
    }
    let weighed: Vec<Weighed<'_>> = words
        .iter()
        .map(|choosing| Weighed {
            word: choosing.word,
            most: choosing.fits() * (K1 + 1.0),
        })
        .collect();
    // Until as many are found as are wanted, every passage that holds a word is scored; of a common word those are many.
    let guessed = guess(&words, statistics.passages, count);
    let mut found = best_of(&weighed, statistics, count, guessed)?;
    if found.len() < count && guessed > Score::MIN {
        found = best_of(&weighed, statistics, count, Score::MIN)?;
    }
    Ok(found.into_iter().map(|one| one.address).collect())
}

/// A score that as many passages as are wanted seem to pass, `passages` being all there are: those that hold some of the
/// words together, if each stood where it stands by chance. Words of one question stand together more often than that.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of passages are far below 2^52"
)]
fn guess(words: &[Choosing<'_>], passages: u64, count: usize) -> Score {
    let mut telling: Vec<&Choosing<'_>> = words.iter().collect();
    telling.sort_by(|a, b| b.fits().total_cmp(&a.fits()));
    telling.truncate(GUESSED_FROM_MAX);
    let enough = EXPECTED_MIN * count as f64;
    // What each choice of words is expected to be held by, and how well that fits; the empty choice is all passages.
    let mut choices = vec![(passages as f64, 0.0)];
    let mut best: Score = 0.0;
    for word in telling {
        let share = word.word.holding as f64 / passages.max(1) as f64;
        for at in 0..choices.len() {
            let Some((holding, fit)) = choices.get(at).copied() else {
                break;
            };
            let (holding, fit) = (holding * share, fit + word.fits());
            if holding >= enough {
                best = best.max(fit);
                choices.push((holding, fit));
            }
        }
    }
    // Each word once, in passages somewhat longer than others.
    let once = (K1 + 1.0) / (1.0 + K1 * (1.0 - B + B * LENGTH_GUESSED));
    if best > 0.0 { best * once } else { Score::MIN }
}

/// The words that choose, of those that some passage holds, wherever it stands: only the second look tells parts apart.
/// Other ways to say a term decide nothing here where very many passages hold them and some hold the asker's own word.
///
/// A word in more passages than `common` is such.
fn choosing(wanted: &Wanted, common: u64) -> Vec<Choosing<'_>> {
    let mut boosts = vec![0.0; wanted.words.len()];
    // Without these a term would not be looked for at all.
    let mut needed = vec![false; wanted.words.len()];
    for term in &wanted.terms {
        let stands = |at: &usize| wanted.words.get(*at).is_some_and(|word| word.holding > 0);
        let own = term.forms.first().into_iter().flatten();
        let is_held = own.map(|(_, word)| word).any(stands);
        for (number, form) in term.forms.iter().enumerate() {
            let counts = if number == 0 { 1.0 } else { OTHER_FORM };
            let part = if form.len() > 1 { PHRASE } else { 1.0 };
            for (_, word) in form {
                if let Some(needed) = needed.get_mut(*word) {
                    *needed |= number == 0 || !is_held;
                }
                let kin = wanted.words.get(*word).map(|word| word.kin.iter());
                let kin = kin.into_iter().flatten().map(|at| (*at, KIN));
                for (at, share) in [(*word, 1.0)].into_iter().chain(kin) {
                    if let Some(boost) = boosts.get_mut(at) {
                        *boost += term.weight * counts * part * share;
                    }
                }
            }
        }
    }
    let words = wanted.words.iter().zip(boosts).zip(needed);
    let words: Vec<_> = words
        .filter(|((word, boost), needed)| {
            *boost > 0.0 && word.holding > 0 && (*needed || word.holding <= common)
        })
        .map(|(word, _)| word)
        .collect();
    // What nearly every passage holds tells them apart only where nothing else does.
    let tells = |word: &WantedWord| word.rarity.unwrap_or_default() > RARITY_MIN;
    let some_tell = words.iter().any(|(word, _)| tells(word));
    let words = words
        .into_iter()
        .filter(|(word, _)| tells(word) || !some_tell);
    words
        .map(|(word, boost)| Choosing { word, boost })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Index;
    use crate::index::sample::{corpus, entry, query};

    fn index() -> Index {
        Index::in_memory(corpus()).expect("an index")
    }

    #[test]
    fn common_words_choose_only_where_nothing_else_does() {
        let index = index();
        let searcher = index.searcher();
        let statistics = Statistics::new(&index, &searcher).expect("statistics");
        let count = |terms: &[&[&str]], common| {
            let mut wanted = index
                .cutters
                .lend(|cutter| Wanted::new(&query(terms), cutter));
            wanted.look_up(&statistics).expect("an index that is read");
            choosing(&wanted, common).len()
        };
        // "Engineer" stands in passages, "zebra" in none.
        assert_eq!(count(&[&["nurse", "engineer"]], 100), 2);
        assert_eq!(count(&[&["nurse", "engineer"]], 0), 1);
        assert_eq!(count(&[&["zebra", "engineer"]], 0), 1);
    }

    #[test]
    fn fewer_candidates_are_the_best_of_more() {
        let index = index();
        let searcher = index.searcher();
        let statistics = Statistics::new(&index, &searcher).expect("statistics");
        let terms = query(&[
            &["data"],
            &["engineer"],
            &["nurse"],
            &["shifts"],
            &["career"],
        ]);
        let mut wanted = index.cutters.lend(|cutter| Wanted::new(&terms, cutter));
        wanted.look_up(&statistics).expect("an index that is read");
        let all = best(&wanted, &statistics, 1_000).expect("a search").len();
        assert!(all > 3, "{all}");
        for count in 0..=all {
            let fewer = best(&wanted, &statistics, count).expect("a search");
            assert_eq!(fewer.len(), count);
        }
    }

    #[track_caller]
    fn check_guess(holding: &[u64], passages: u64, expected: Option<&[usize]>) {
        let rarity = |holding: u64| {
            let share = f64::from(u32::try_from(holding).expect("few")) / 1_000_000.0;
            #[expect(clippy::cast_possible_truncation, reason = "seven digits do")]
            let rarity = -share.ln() as Score;
            rarity
        };
        let words: Vec<WantedWord> = holding
            .iter()
            .map(|holding| WantedWord {
                text: String::new(),
                kin: Vec::new(),
                rarity: Some(rarity(*holding)),
                holding: *holding,
                infos: Vec::new(),
            })
            .collect();
        let words: Vec<Choosing<'_>> = words
            .iter()
            .map(|word| Choosing { word, boost: 1.0 })
            .collect();
        let guessed = guess(&words, passages, 40);
        let Some(expected) = expected else {
            assert!(guessed <= Score::MIN, "{holding:?}: {guessed}");
            return;
        };
        let fits = expected.iter().map(|at| words[*at].rarity());
        let fits: Score = fits.sum();
        let once = 2.2 / (1.0 + 1.2 * (0.25 + 0.75 * 1.5));
        assert!(
            (guessed - fits * once).abs() < 0.001,
            "{holding:?}: {guessed}, not {}",
            fits * once
        );
    }

    #[test]
    fn guesses_by_words_that_enough_passages_hold_together() {
        let all = 1_000_000;
        check_guess(&[200, 600, 300_000], all, Some(&[1, 2]));
        check_guess(&[200_000, 300_000, 400_000], all, Some(&[0, 1, 2]));
        check_guess(&[50, 60], all, None);
        check_guess(&[50, 130], all, Some(&[1]));
        check_guess(&[], all, None);
        check_guess(&[3], 0, None);
    }

    #[test]
    fn a_guess_that_is_too_high_loses_nothing() {
        // Each word is common, and by chance would stand beside the other often: here it never does.
        let entries = (0..400).map(|number| {
            let word = if number % 2 == 0 { "zebra" } else { "okapi" };
            let text = format!("{word} {word} number{number}");
            entry(&format!("{number:03}.md"), "", &[("", &text)], Vec::new())
        });
        let index = Index::in_memory(entries).expect("an index");
        let found = index.passages(&query(&[&["zebra"], &["okapi"]]), 30);
        assert_eq!(found.expect("a search").len(), 30);
        let searcher = index.searcher();
        let statistics = Statistics::new(&index, &searcher).expect("statistics");
        let wanted = query(&[&["zebra"], &["okapi"]]);
        let mut wanted = index.cutters.lend(|cutter| Wanted::new(&wanted, cutter));
        wanted.look_up(&statistics).expect("an index that is read");
        let guessed = guess(&choosing(&wanted, COMMON_MIN), 400, 30);
        let best = index.passages(&query(&[&["zebra"]]), 1).expect("a search");
        let best = best.first().expect("a passage").hit.score;
        assert!(
            guessed > best,
            "{guessed} is no bar that {best} cannot pass"
        );
    }
}
