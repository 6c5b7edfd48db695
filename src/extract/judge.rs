//! Whether an amount is pay: by the words beside it, or else by what stands above.

use crate::domain::Span;
use crate::vocabulary::{Word, words};

use super::money::Amount;
use super::names::{is_other_money_word, is_pay_word};

/// Whether an amount is pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is pay.
    Pay,
    /// It is money for something else, or nothing says what it is.
    Other,
}

/// A sentence, with the words in it that say what its amounts are.
pub(super) struct Bench<'a> {
    text: &'a str,
    sentence: Span,
    telling: Vec<(Span, Verdict)>,
    speaks_of_fees: bool,
}

impl<'a> Bench<'a> {
    /// The bench for `sentence`, a part of `text`.
    pub(super) fn of(text: &'a str, sentence: Span) -> Bench<'a> {
        let words = words(sentence.of(text).unwrap_or_default());
        let telling = words.iter().filter_map(|word| {
            let verdict = match word.lower.as_str() {
                lower if is_pay_word(lower) => Verdict::Pay,
                lower if is_other_money_word(lower) => Verdict::Other,
                _ => return None,
            };
            let start = sentence.start + word.span.start;
            Some((Span::new(start, sentence.start + word.span.end), verdict))
        });
        let is_fee = |word: &str| matches!(word, "fee" | "fees" | "tuition");
        Bench {
            text,
            sentence,
            telling: telling.collect(),
            speaks_of_fees: words.iter().any(|word| is_fee(&word.lower)),
        }
    }

    /// Judges an amount by the nearest word that speaks of pay or of other money; without one in the sentence, by
    /// what stands above it.
    pub(super) fn judge(&self, amount: &Amount, above: Verdict) -> Verdict {
        if amount.lpa && !self.speaks_of_fees {
            return Verdict::Pay;
        }
        let before = words(&self.before(amount));
        let behind = words(&self.behind(amount));
        if counts_things(amount, &behind)
            || is_difference(&before, &behind)
            || is_spent(&before, &behind)
        {
            return Verdict::Other;
        }
        let nearest = self.telling.iter().min_by_key(|(span, _)| {
            // What follows an amount names it less often than what comes before: "$90,000 plus bonus".
            let behind = span.start >= amount.span.end;
            amount.span.distance(*span) * if behind { 2 } else { 1 }
        });
        // A number without a currency is money only where its own sentence says so.
        let has_currency = amount.currency.is_some();
        let above = if has_currency { above } else { Verdict::Other };
        nearest.map_or(above, |(_, verdict)| *verdict)
    }

    /// The last words before an amount, in lower case.
    fn before(&self, amount: &Amount) -> String {
        let before = self
            .text
            .get(self.sentence.start..amount.span.start)
            .unwrap_or_default()
            .trim_end();
        let from = before.len().saturating_sub(NEAR_BYTES);
        let from = (from..=before.len())
            .find(|at| before.is_char_boundary(*at))
            .unwrap_or(0);
        before.get(from..).unwrap_or_default().to_lowercase()
    }

    /// The first words behind an amount, in lower case.
    fn behind(&self, amount: &Amount) -> String {
        let rest = self
            .text
            .get(amount.span.end..self.sentence.end)
            .unwrap_or_default()
            .trim_start();
        let to = NEAR_BYTES.min(rest.len());
        let to = (0..=to)
            .rev()
            .find(|at| rest.is_char_boundary(*at))
            .unwrap_or(0);
        rest.get(..to).unwrap_or_default().to_lowercase()
    }
}

/// "They pay $30,000 a year for insurance": who pays is not paid.
fn is_spent(before: &[Word], behind: &[Word]) -> bool {
    let pays = before.last().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "pay" | "pays" | "paying" | "paid" | "spend"
        )
    });
    pays && behind
        .iter()
        .take(6)
        .any(|word| is_other_money_word(&word.lower))
}

/// "By $5,000", "$20,000 more than", "$5,000 a year less".
fn is_difference(before: &[Word], behind: &[Word]) -> bool {
    let is_telling = |word: &&Word| !FILLERS.contains(&word.lower.as_str());
    let last = before.iter().rev().find(is_telling);
    let is_step = last.is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "by" | "up" | "additional" | "another" | "extra" | "not" | "cut" | "down"
        )
    });
    // "Grew from $60,000 to $71,000": two times, not two ends.
    let is_change = matches!(before, [.., verb, from]
        if from.lower == "from" && CHANGES.contains(&verb.lower.as_str()));
    let is_more = behind.first().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "more" | "less" | "higher" | "lower" | "extra" | "below" | "above" | "under" | "short"
        )
    });
    is_step || is_more || is_change
}

/// "1.15 lakh active listings", "20,000 jobs": what follows a number without a currency is what it counts.
fn counts_things(amount: &Amount, behind: &[Word]) -> bool {
    amount.currency.is_none()
        && behind
            .iter()
            .take(5)
            .any(|word| COUNTED.contains(&word.lower.as_str()))
}

/// Words between "by" and an amount that change nothing.
const FILLERS: [&str; 11] = [
    "about",
    "around",
    "roughly",
    "nearly",
    "almost",
    "approximately",
    "some",
    "an",
    "a",
    "of",
    "the",
];

/// Verbs before "from" that speak of a change.
const CHANGES: [&str; 11] = [
    "went",
    "grew",
    "rose",
    "increased",
    "fell",
    "dropped",
    "jumped",
    "climbed",
    "moved",
    "declined",
    "raised",
];

/// How much of the text beside an amount is looked at, in bytes.
const NEAR_BYTES: usize = 80;

/// What numbers without a currency count.
const COUNTED: [&str; 22] = [
    "job",
    "jobs",
    "listing",
    "listings",
    "opening",
    "openings",
    "vacancies",
    "people",
    "users",
    "students",
    "employees",
    "professionals",
    "developers",
    "engineers",
    "companies",
    "positions",
    "posts",
    "roles",
    "candidates",
    "applicants",
    "graduates",
    "learners",
];
