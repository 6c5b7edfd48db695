//! Years of experience in a text.
//!
//! Recognised: `0-2 years`, `0–2 yrs`, `5+ years`, `over 10 years`, `up to 3 years`, `1 to 3 years`, `3 years`,
//! `less than a year`. A single or open number counts only beside "experience" or where the caller says that years
//! are what is spoken of (a cell, a header, a label): "over the next 5 years" is no experience.

use crate::domain::{Span, Spanned, Years};
use crate::vocabulary::{Word, words};

/// Where the text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Running text: single numbers need "experience" nearby.
    Prose,
    /// A cell, header or label about years: every number of years counts.
    Label,
}

/// Every statement of years of experience in `text`, in reading order.
pub fn scan_years(text: &str, setting: Setting) -> Vec<Spanned<Years>> {
    let words = words(text);
    let experienced = words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "experience" | "experienced" | "exp" | "experiences"
        ) || word.lower.starts_with("yoe")
    });
    let mut found: Vec<Spanned<Years>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !is_unit(&word.lower) {
            continue;
        }
        let Some(read) = numbers_before(text, &words, at) else {
            continue;
        };
        let fixed_range =
            read.value.min_months.is_some() && read.value.max_months.is_some() && !read.single;
        let about_experience = experienced || setting == Setting::Label || fixed_range;
        let in_parentheses = text
            .get(..read.span.start)
            .is_some_and(|before| before.trim_end().ends_with('('));
        if (about_experience || in_parentheses) && !is_calendar(&words, at) {
            found.push(Spanned::new(read.value, read.span.cover(word.span)));
        }
    }
    found
}

/// "10 years and above", "10 years or more".
fn opens_behind(words: &[Word], unit: usize) -> bool {
    let word = |ahead: usize| {
        words
            .get(unit + ahead)
            .map_or("", |word| word.lower.as_str())
    };
    matches!(word(1), "plus" | "onwards")
        || (matches!(word(1), "and" | "or")
            && matches!(word(2), "above" | "more" | "over" | "up" | "beyond"))
}

struct Read {
    value: Years,
    span: Span,
    single: bool,
}

fn is_unit(word: &str) -> bool {
    matches!(word, "years" | "year" | "yrs" | "yr" | "yoe")
}

/// "5 years ago", "4-year degree", "18 years old", "the last 5 years": time, not experience.
fn is_calendar(words: &[Word], unit: usize) -> bool {
    let next = words.get(unit + 1).map_or("", |word| word.lower.as_str());
    if matches!(
        next,
        "ago"
            | "old"
            | "degree"
            | "program"
            | "programme"
            | "course"
            | "plan"
            | "period"
            | "later"
            | "from"
    ) {
        return true;
    }
    (1..=3).any(|back| {
        unit.checked_sub(back)
            .and_then(|at| words.get(at))
            .is_some_and(|word| {
                matches!(
                    word.lower.as_str(),
                    "last" | "past" | "next" | "coming" | "every" | "within" | "in"
                )
            })
    }) && !words
        .iter()
        .skip(unit + 1)
        .take(2)
        .any(|word| word.lower.starts_with("exp"))
}

/// The numbers that end just before the unit at `unit`.
fn numbers_before(text: &str, words: &[Word], unit: usize) -> Option<Read> {
    let upper_at = unit.checked_sub(1)?;
    let upper = words.get(upper_at)?;
    let between = |a: &Word, b: &Word| {
        text.get(a.span.end..b.span.start)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    if upper.lower == "a" || upper.lower == "one" {
        let less = upper_at
            .checked_sub(2)
            .and_then(|at| words.get(at))
            .is_some_and(|word| word.lower == "less" || word.lower == "under");
        return less.then(|| Read {
            value: Years::whole(None, Some(1)),
            span: upper.span,
            single: false,
        });
    }
    // `20 or more years`, `20 and more years`.
    if upper.lower == "more" && upper_at >= 2 {
        let joined = words
            .get(upper_at - 1)
            .is_some_and(|word| matches!(word.lower.as_str(), "or" | "and"));
        let number = words.get(upper_at - 2)?;
        let low = months(&number.lower).filter(|_| joined)?;
        return Some(Read {
            value: Years {
                min_months: Some(low),
                max_months: None,
            },
            span: number.span.cover(upper.span),
            single: true,
        });
    }
    let high = months(&upper.lower)?;
    let gap = between(upper, words.get(unit)?);
    // `50,000+ / yr` is money by the year.
    let in_amount = text
        .get(..upper.span.start)
        .is_some_and(|before| before.ends_with([',', '.', '$', '₹', '£', '€']));
    if gap.contains('/') || in_amount {
        return None;
    }
    let plus = gap.starts_with('+') || opens_behind(words, unit);
    let back = |n: usize| upper_at.checked_sub(n).and_then(|at| words.get(at));
    // `0-2 years`, `0–2`, `1 to 3 years`, `between 1 and 3 years`.
    if let Some(before) = back(1) {
        let joint = between(before, upper);
        if is_dash(&joint) {
            // `0 yrs - 2 yrs` has its own unit between; `2024-25 years` is none.
            if let Some(low) = months(&before.lower).filter(|&low| low <= high) {
                let max = (!plus).then_some(high);
                return Some(Read {
                    value: Years {
                        min_months: Some(low),
                        max_months: max,
                    },
                    span: before.span.cover(upper.span),
                    single: false,
                });
            }
        }
        let to = before.lower == "to"
            || (before.lower == "and" && back(3).is_some_and(|word| word.lower == "between"));
        if let Some(lower) = back(2).filter(|_| to)
            && let Some(low) = months(&lower.lower).filter(|&low| low <= high)
        {
            return Some(Read {
                value: Years {
                    min_months: Some(low),
                    max_months: Some(high),
                },
                span: lower.span.cover(upper.span),
                single: false,
            });
        }
        if let (true, Some(lower)) = (is_unit(&before.lower), back(2))
            && let Some(low) = months(&lower.lower).filter(|&low| low <= high && is_dash(&joint))
        {
            return Some(Read {
                value: Years {
                    min_months: Some(low),
                    max_months: Some(high),
                },
                span: lower.span.cover(upper.span),
                single: false,
            });
        }
    }
    let one = back(1).map_or("", |word| word.lower.as_str());
    let two = back(2).map_or("", |word| word.lower.as_str());
    let open = plus
        || matches!(one, "over" | "above")
        || (one == "than" && two == "more")
        || (one == "least" && two == "at");
    let capped = (one == "to" && two == "up")
        || one == "upto"
        || one == "under"
        || (one == "than" && two == "less");
    let value = match (open, capped) {
        (true, _) => Years {
            min_months: Some(high),
            max_months: None,
        },
        (_, true) => Years {
            min_months: None,
            max_months: Some(high),
        },
        _ => Years {
            min_months: Some(high),
            max_months: Some(high),
        },
    };
    Some(Read {
        value,
        span: upper.span,
        single: true,
    })
}

fn is_dash(joint: &str) -> bool {
    matches!(joint, "-" | "–" | "—" | "‑" | "−" | "~")
}

/// A number of years up to 60, in months; halves are read.
fn months(word: &str) -> Option<u16> {
    let spelled = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    if let Some(years) = spelled.iter().position(|name| *name == word) {
        return u16::try_from(years * 12).ok();
    }
    let (whole, half) = match word.split_once('.') {
        Some((whole, "5")) => (whole, 6),
        Some(_) => return None,
        None => (word, 0),
    };
    let years: u16 = whole.parse().ok().filter(|years| *years <= 60)?;
    Some(years * 12 + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(text: &str, setting: Setting) -> String {
        let number = |months: Option<u16>| {
            months.map_or("?".to_owned(), |m| {
                if m % 12 == 0 {
                    (m / 12).to_string()
                } else {
                    format!("{m}m")
                }
            })
        };
        let parts: Vec<String> = scan_years(text, setting)
            .iter()
            .map(|years| {
                format!(
                    "{}..{}",
                    number(years.value.min_months),
                    number(years.value.max_months)
                )
            })
            .collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join(" ")
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(
            describe(text, Setting::Prose),
            expected,
            "years in {text:?}"
        );
    }

    #[test]
    fn reads_ranges_and_open_ends() {
        check("Entry-Level (0-2 yrs)", "0..2");
        check("Senior (5+ years)", "5..?");
        check("having 2-6 years of experience", "2..6");
        check("1 to 3 years of experience", "1..3");
        check("over 10 years of experience", "10..?");
        check("up to 3 years of experience", "?..3");
        check("five years of experience", "5..5");
        check("less than a year of experience", "?..1");
        check("with 1.5 years of experience", "18m..18m");
        check("10–19 years", "10..19");
        check("10 years and above of experience", "10..?");
        check("20 or more years of experience", "20..?");
    }

    #[test]
    fn leaves_other_times_alone() {
        check("over the next 5 years", "nothing");
        check("a 4-year degree", "nothing");
        check("first released 30 years ago", "nothing");
        check("within 2 years", "nothing");
        check("CAD 50,000+ / yr with experience", "nothing");
        check("in 2024 this year", "nothing");
        check("a few years in the industry", "nothing");
    }

    #[test]
    fn reads_single_numbers_in_labels() {
        assert_eq!(describe("10+ years", Setting::Label), "10..?");
        assert_eq!(describe("3 years", Setting::Label), "3..3");
    }
}
