//! Durations of stages: months, weeks and years, in digits or in words up to twelve.

use crate::domain::{Months, Span, Spanned};
use crate::vocabulary::{Word, words};

/// A duration: from and to; without a "to" it is open.
pub(super) type Duration = (Option<Months>, Option<Months>);

/// Durations in months, weeks or years: `0–6 months`, `18+ months`, `Months 4-6`, `Month 4`, `Weeks 1–4`, `6 weeks`, `3 months`,
/// `two or three months`.
///
/// One year of several by its number (`Year 2`) lasts from its beginning to its end: 12 to 24 months. Everything else is
/// as it is written.
///
/// Weeks are turned into months of 365.25 / 12 / 7 weeks, so that 6 weeks are 1.38 months.
pub(super) fn scan_months(text: &str) -> Vec<Spanned<Duration>> {
    if may_name_unit(text) {
        scan_months_in(text, &words(text))
    } else {
        Vec::new()
    }
}

/// False for a text that names no unit of time: none of its words begins as one does.
pub(super) fn may_name_unit(text: &str) -> bool {
    let mut before = b' ';
    let begins = |pair: &[u8]| {
        let is_first = !std::mem::replace(&mut before, pair.first().copied().unwrap_or(b' '))
            .is_ascii_alphabetic();
        let pair = [0, 1].map(|at| pair.get(at).map_or(0, u8::to_ascii_lowercase));
        is_first && matches!(&pair, b"mo" | b"we" | b"wk" | b"ye" | b"yr")
    };
    !text.is_ascii() || text.as_bytes().windows(2).any(begins)
}

/// As [`scan_months`], over the words of `text`.
pub(super) fn scan_months_in(text: &str, words: &[Word]) -> Vec<Spanned<Duration>> {
    let mut found: Vec<Spanned<Duration>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(unit) = Unit::of(&word.lower) else {
            continue;
        };
        if let Some(read) =
            numbers_behind(text, words, at, unit).or_else(|| numbers_before(text, words, at, unit))
            && found
                .last()
                .is_none_or(|last| !last.span.overlaps(read.span))
        {
            found.push(read);
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Month,
    Week,
    Year,
}

impl Unit {
    fn of(word: &str) -> Option<Unit> {
        match word {
            "month" | "months" | "mo" | "mos" => Some(Unit::Month),
            "week" | "weeks" | "wk" | "wks" => Some(Unit::Week),
            "year" | "years" | "yr" | "yrs" => Some(Unit::Year),
            _ => None,
        }
    }

    /// A number of these units, in hundredths of a month.
    fn months(self, number: u32) -> Months {
        match self {
            Unit::Month => Months::whole(number),
            Unit::Year => Months::whole(number.saturating_mul(12)),
            // 365.25 / 12 / 7 = 4.348125 weeks a month, rounded to the hundredth.
            Unit::Week => {
                let hundredths = (u64::from(number) * 100 * 1_000_000 + 4_348_125 / 2) / 4_348_125;
                Months(u32::try_from(hundredths).unwrap_or(u32::MAX))
            }
        }
    }
}

/// `Months 4–6`, `Week 3`.
fn numbers_behind(text: &str, words: &[Word], at: usize, unit: Unit) -> Option<Spanned<Duration>> {
    let first = words.get(at + 1)?;
    let adjacent = text
        .get(words.get(at)?.span.end..first.span.start)?
        .trim()
        .is_empty();
    let low = number(&first.lower).filter(|_| adjacent)?;
    // "3 months 2 weeks" is no list of months.
    if at > 0
        && words
            .get(at - 1)
            .is_some_and(|word| number(&word.lower).is_some())
    {
        return None;
    }
    let span = words.get(at)?.span.cover(first.span);
    if plus_follows(text, first.span) {
        return Some(Spanned::new((Some(unit.months(low)), None), span));
    }
    if let Some(second) = words.get(at + 2) {
        let joint = text.get(first.span.end..second.span.start)?.trim();
        if is_joint(joint)
            && let Some(high) = number(&second.lower).filter(|&high| high >= low)
        {
            // `Months 11–12+` ends open.
            let max = (!plus_follows(text, second.span)).then(|| unit.months(high));
            let span = span.cover(second.span);
            return Some(Spanned::new((Some(unit.months(low)), max), span));
        }
    }
    let is_one_year = words.get(at).is_some_and(|word| word.lower == "year");
    let from = if is_one_year {
        low.saturating_sub(1)
    } else {
        low
    };
    Some(Spanned::new(
        (Some(unit.months(from)), Some(unit.months(low))),
        span,
    ))
}

/// `0–6 months`, `18+ months`, `6 weeks`, `3 to 6 months`.
fn numbers_before(text: &str, words: &[Word], at: usize, unit: Unit) -> Option<Spanned<Duration>> {
    let last = words.get(at.checked_sub(1)?)?;
    let high = number(&last.lower)?;
    let end = words.get(at)?.span;
    let gap = text.get(last.span.end..end.start)?.trim();
    if gap.starts_with('+') {
        return Some(Spanned::new(
            (Some(unit.months(high)), None),
            last.span.cover(end),
        ));
    }
    let earlier = |back: usize| at.checked_sub(back).and_then(|i| words.get(i));
    if let Some(first) = earlier(2) {
        let joint = text.get(first.span.end..last.span.start)?.trim();
        if is_joint(joint)
            && let Some(low) = number(&first.lower).filter(|&low| low <= high)
        {
            return Some(Spanned::new(
                (Some(unit.months(low)), Some(unit.months(high))),
                first.span.cover(end),
            ));
        }
        if matches!(first.lower.as_str(), "to" | "or")
            && let Some(start) = earlier(3)
            && let Some(low) = number(&start.lower).filter(|&low| low <= high)
        {
            return Some(Spanned::new(
                (Some(unit.months(low)), Some(unit.months(high))),
                start.span.cover(end),
            ));
        }
        if first.lower == "over" || first.lower == "after" {
            return Some(Spanned::new(
                (Some(unit.months(high)), None),
                first.span.cover(end),
            ));
        }
    }
    Some(Spanned::new(
        (Some(unit.months(high)), Some(unit.months(high))),
        last.span.cover(end),
    ))
}

fn is_joint(joint: &str) -> bool {
    matches!(joint, "-" | "–" | "—" | "‑" | "−" | "to")
}

fn plus_follows(text: &str, span: Span) -> bool {
    text.get(span.end..)
        .is_some_and(|rest| rest.starts_with('+'))
}

/// The numbers in words, from one.
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

fn number(word: &str) -> Option<u32> {
    let spelled = || {
        let at = NUMBERS.iter().position(|number| *number == word)?;
        u32::try_from(at + 1).ok()
    };
    word.parse().ok().filter(|n| *n <= 240).or_else(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let number = |months: Option<Months>| months.map_or("?".to_owned(), |m| m.0.to_string());
        let found: Vec<String> = scan_months(text)
            .into_iter()
            .map(|found| format!("{}..{}", number(found.value.0), number(found.value.1)))
            .collect();
        assert_eq!(found.join(" "), expected, "durations in {text:?}");
    }

    #[test]
    fn reads_durations() {
        check("0–6 months", "0..600");
        check("18+ months", "1800..?");
        check("Months 4–6", "400..600");
        check("Weeks 1-4", "23..92");
        check("6 weeks", "138..138");
        check("the first two or three months", "200..300");
        check("Six to nine months", "600..900");
        check("Year 2", "1200..2400");
        check("0-1 year", "0..1200");
        check("Years 2–5", "2400..6000");
    }

    #[test]
    fn leaves_other_numbers_alone() {
        check("in the year 2031", "");
        check("Month by month", "");
        check("5 apples a week", "");
    }
}
