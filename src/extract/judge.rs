//! Whether an amount is pay: by the words beside it, or else by what stands above.

use crate::domain::Span;
use crate::vocabulary::{Word, words};

use super::money::{Amount, Bound};
use super::telling::{is_other_money_word, telling_at};

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
    /// Whether it names somebody who works.
    names_a_role: bool,
}

impl<'a> Bench<'a> {
    /// The bench for `sentence`, a part of `text`, whose words these are; `names_a_role` where it names somebody who works.
    pub(super) fn of(
        text: &'a str,
        sentence: Span,
        words: &[Word],
        names_a_role: bool,
    ) -> Bench<'a> {
        let telling = words.iter().enumerate().filter_map(|(at, word)| {
            let verdict = telling_at(words, at)?;
            let start = sentence.start + word.span.start;
            Some((Span::new(start, sentence.start + word.span.end), verdict))
        });
        let is_fee = |word: &str| matches!(word, "fee" | "fees" | "tuition");
        Bench {
            text,
            sentence,
            telling: telling.collect(),
            speaks_of_fees: words.iter().any(|word| is_fee(&word.lower)),
            names_a_role,
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
            || is_by_the_piece(&before, &behind)
            || self.is_told_as_difference(amount)
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
        nearest.map_or_else(
            || {
                if has_currency && self.is_paid_to(amount, &before) {
                    Verdict::Pay
                } else {
                    above
                }
            },
            |(_, verdict)| *verdict,
        )
    }

    /// "Bosun: $60,000 a year", "drivers average $40,000", "officers start at $48,000": no word for pay, but somebody who
    /// works, and either a time that money is paid by or a verb for getting it.
    fn is_paid_to(&self, amount: &Amount, before: &[Word]) -> bool {
        let mut last = before.iter().rev().map(|word| word.lower.as_str());
        let is_got = last.by_ref().take(3).any(|word| GETS.contains(&word));
        self.names_a_role
            && (amount.period.is_some() || is_got || amount.bound == Some(Bound::Starting))
    }

    /// "The difference between … is from $35K to $46K".
    fn is_told_as_difference(&self, amount: &Amount) -> bool {
        let sentence = self.sentence.of(self.text).unwrap_or_default();
        let before = sentence.get(..amount.span.start.saturating_sub(self.sentence.start));
        before.is_some_and(|before| {
            let lower = before.to_lowercase();
            DIFFERENCES.iter().any(|words| lower.contains(words))
        })
    }

    /// True where "income" is the only word for pay.
    pub(super) fn speaks_of_income_alone(&self) -> bool {
        let pay = self
            .telling
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Pay);
        let words: Vec<&str> = pay
            .map(|(span, _)| span.of(self.text).unwrap_or_default())
            .collect();
        !words.is_empty()
            && words
                .iter()
                .all(|word| word.to_lowercase().starts_with("income"))
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
    let is_change = before.last().is_some_and(|word| word.lower == "from")
        && before
            .iter()
            .rev()
            .skip(1)
            .take(5)
            .any(|verb| CHANGES.iter().any(|stem| verb.lower.starts_with(stem)));
    let is_more = behind.first().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "more"
                | "less"
                | "higher"
                | "lower"
                | "extra"
                | "below"
                | "above"
                | "under"
                | "short"
                | "jump"
                | "raise"
                | "increase"
                | "boost"
                | "bump"
                | "hike"
                | "difference"
                | "gap"
                | "premium"
                | "spread"
        )
    });
    is_step || is_more || is_change
}

/// "$600 per article", "project-based: $1,500": paid by the piece, which is no rate of pay here.
fn is_by_the_piece(before: &[Word], behind: &[Word]) -> bool {
    let next = |at: usize| behind.get(at).map_or("", |word| word.lower.as_str());
    let last = |back: usize| {
        let at = before.len().checked_sub(back);
        at.and_then(|at| before.get(at))
            .map_or("", |word| word.lower.as_str())
    };
    let is_per = matches!(next(0), "per" | "a" | "an" | "each") && PIECES.contains(&next(1));
    let was_per = matches!((last(2), last(1)), ("per", piece) if PIECES.contains(&piece));
    is_per || was_per || (last(2), last(1)) == ("project", "based")
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

/// How verbs before "from" begin that speak of a change.
const CHANGES: [&str; 16] = [
    "went", "going", "gone", "grew", "grow", "rose", "rise", "rising", "increas", "fell", "fall",
    "drop", "jump", "climb", "declin", "rais",
];

/// Words before an amount that make it the distance between two others.
const DIFFERENCES: [&str; 5] = [
    "difference between",
    "differences between",
    "gap between",
    "difference in",
    "gap in",
];

/// Verbs for being paid that other money has too.
const GETS: [&str; 22] = [
    "start",
    "starts",
    "started",
    "receive",
    "receives",
    "received",
    "get",
    "gets",
    "average",
    "averages",
    "averaging",
    "command",
    "commands",
    "take",
    "takes",
    "bring",
    "brings",
    "pull",
    "pulls",
    "home",
    "expect",
    "reach",
];

/// What is paid for by the piece.
const PIECES: [&str; 20] = [
    "project", "projects", "article", "articles", "word", "words", "post", "posts", "session",
    "sessions", "shoot", "song", "mile", "class", "student", "unit", "video", "event", "wedding",
    "patient",
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
