//! Whether an amount is pay: by the words beside it, or else by what stands above.

use crate::domain::Span;
use crate::vocabulary::words;

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

/// Judges an amount by the nearest word that speaks of pay or of other money; without one in the sentence, by what
/// stands above it.
pub(super) fn judge(text: &str, sentence: Span, amount: &Amount, above: Verdict) -> Verdict {
    if amount.lpa && !speaks_of_fees(text, sentence) {
        return Verdict::Pay;
    }
    if counts_things(text, sentence, amount) {
        return Verdict::Other;
    }
    let mut nearest: Option<(usize, Verdict)> = None;
    for word in words(sentence.of(text).unwrap_or_default()) {
        let span = Span::new(
            sentence.start + word.span.start,
            sentence.start + word.span.end,
        );
        let verdict = match word.lower.as_str() {
            lower if is_pay_word(lower) => Verdict::Pay,
            lower if is_other_money_word(lower) => Verdict::Other,
            _ => continue,
        };
        // What follows an amount names it less often than what comes before: "$90,000 plus bonus".
        let behind = span.start >= amount.span.end;
        let distance = amount.span.distance(span) * if behind { 2 } else { 1 };
        if nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, verdict));
        }
    }
    // "By $5,000", "$20,000 more than", "$5,000 a year less": a difference.
    let before = text
        .get(sentence.start..amount.span.start)
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    let rest = text
        .get(amount.span.end..sentence.end)
        .unwrap_or_default()
        .trim_start()
        .to_lowercase();
    let is_step =
        before.ends_with(" by") || before.ends_with(" additional") || before.ends_with(" another");
    let is_more = ["more ", "less ", "higher", "lower", "extra"]
        .iter()
        .any(|words| rest.starts_with(words));
    if is_step || is_more {
        return Verdict::Other;
    }
    // A number without a currency is money only where its own sentence says so.
    let above = if amount.currency.is_some() {
        above
    } else {
        Verdict::Other
    };
    nearest.map_or(above, |(_, verdict)| verdict)
}

/// "1.15 lakh active listings", "20,000 jobs": what follows a number without a currency is what it counts.
fn counts_things(text: &str, sentence: Span, amount: &Amount) -> bool {
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
    let rest = text.get(amount.span.end..sentence.end).unwrap_or_default();
    amount.currency.is_none()
        && words(rest)
            .iter()
            .take(5)
            .any(|word| COUNTED.contains(&word.lower.as_str()))
}

fn speaks_of_fees(text: &str, sentence: Span) -> bool {
    words(sentence.of(text).unwrap_or_default())
        .iter()
        .any(|word| matches!(word.lower.as_str(), "fee" | "fees" | "tuition"))
}
