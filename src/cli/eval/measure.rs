//! How good a ranking and a set of answers are, in numbers from 0 to 1. Pure: grades in, figures out.
//!
//! # Source
//! - Discounted cumulated gain: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM
//!   Transactions on Information Systems 20 (4), 2002, 422–446. The gain is the grade itself. The discount of rank `r` is
//!   `log2(r + 1)`, the form in use since Burges et al., "Learning to rank using gradient descent", ICML 2005: unlike the
//!   first one it also tells the first rank from the second.
//! - Reciprocal rank: Voorhees, "The TREC-8 question answering track report", 1999.

/// How deep a ranking is looked at.
pub(super) const DEPTH: usize = 10;

/// The discounted cumulated gain of `grades`, best rank first, down to [`DEPTH`].
fn dcg(grades: impl IntoIterator<Item = u32>) -> f64 {
    let ranks = (2_u32..).map(|rank| f64::from(rank).log2());
    let gains = grades.into_iter().take(DEPTH).map(f64::from);
    let discounted = gains.zip(ranks).map(|(gain, discount)| gain / discount);
    // An empty sum of floats is -0.
    discounted.fold(0.0, |sum, gain| sum + gain)
}

/// The gain of `ranked` as a part of the best that `all` the grades allow; 1 at most, and 0 where nothing is to be gained.
///
/// One rank may show several things at once and so gain more than the best order of single things: such a ranking counts
/// as a perfect one.
pub(super) fn ndcg(ranked: &[u32], all: &[u32]) -> f64 {
    let mut best = all.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = dcg(best);
    if ideal > 0.0 {
        (dcg(ranked.iter().copied()) / ideal).min(1.0)
    } else {
        0.0
    }
}

/// One through the first rank that answers, down to [`DEPTH`]; 0 when none does.
pub(super) fn reciprocal_rank(answers: impl IntoIterator<Item = bool>) -> f64 {
    let mut ranks = (1_u32..).zip(answers).take(DEPTH);
    let first = ranks.find_map(|(rank, answers)| answers.then_some(rank));
    first.map_or(0.0, |rank| 1.0 / f64::from(rank))
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) hits: u32,
    pub(super) of: u32,
}

impl Share {
    pub(super) fn add(&mut self, hit: bool) {
        self.hits += u32::from(hit);
        self.of += 1;
    }

    /// All of both.
    pub(super) fn and(self, other: Share) -> Share {
        Share {
            hits: self.hits + other.hits,
            of: self.of + other.of,
        }
    }

    /// None of nothing.
    pub(super) fn value(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.hits) / f64::from(self.of))
    }
}

/// The share of `hits` that are true.
impl FromIterator<bool> for Share {
    fn from_iter<I: IntoIterator<Item = bool>>(hits: I) -> Share {
        let mut share = Share::default();
        hits.into_iter().for_each(|hit| share.add(hit));
        share
    }
}

/// A mean that grows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Mean {
    sum: f64,
    count: u32,
}

impl Mean {
    pub(super) fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    pub(super) fn count(self) -> u32 {
        self.count
    }

    /// None of nothing.
    pub(super) fn value(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / f64::from(self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-5, "{found}, not {expected}");
    }

    #[test]
    fn discounts_gains_by_rank() {
        check(dcg([]), 0.0);
        check(dcg([3]), 3.0);
        // 3 + 2/log2(3) + 3/log2(4) + 0 + 1/log2(6) + 2/log2(7)
        check(dcg([3, 2, 3, 0, 1, 2]), 6.8611);
        check(dcg([0; 10].into_iter().chain([9])), 0.0);
    }

    #[test]
    fn compares_a_ranking_with_the_best_one() {
        for (ranked, all, expected) in [
            (&[2][..], &[2][..], 1.0),
            (&[0, 2], &[2], 0.6309),
            (&[1, 2], &[2, 1], 0.8597),
            (&[2], &[2, 2, 1], 0.5317),
            // Two things in one place gain as much as the best order, and no more.
            (&[4], &[2, 2], 1.0),
            (&[], &[1], 0.0),
            (&[0], &[], 0.0),
            (&[1], &[0], 0.0),
        ] {
            check(ndcg(ranked, all), expected);
        }
        // What does not fit into the depth is asked of nobody.
        check(ndcg(&[1; DEPTH], &[1; DEPTH + 5]), 1.0);
    }

    #[test]
    fn takes_the_first_rank_that_answers() {
        check(reciprocal_rank([true, true]), 1.0);
        check(reciprocal_rank([false, false, true]), 0.3333);
        check(reciprocal_rank([]), 0.0);
        check(
            reciprocal_rank([false; DEPTH].into_iter().chain([true])),
            0.0,
        );
    }

    #[test]
    fn has_no_share_and_no_mean_of_nothing() {
        assert_eq!(Share::default().value(), None);
        assert_eq!(Mean::default().value(), None);
        let share: Share = [true, false, false, true].into_iter().collect();
        check(share.value().expect("a share"), 0.5);
        check(
            share.and(Share { hits: 2, of: 2 }).value().expect("one"),
            0.6667,
        );
        let mut mean = Mean::default();
        for value in [1.0, 0.5, 0.0] {
            mean.add(value);
        }
        check(mean.value().expect("a mean"), 0.5);
        assert_eq!(mean.count(), 3);
    }
}
