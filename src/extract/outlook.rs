//! Demand in numbers: people at work, projected change, openings a year.
//!
//! Read from a statement or a row told with its headers:
//!
//! | form | example |
//! |---|---|
//! | change with its years | `+16% 2024–34`, `Growth 2024–34: -6%`, `17.5 percent from 2023 to 2033` |
//! | openings a year | `about 129,200 openings a year`, `Openings a year: 129,200` |
//! | people at work | `1,693,800 jobs in 2024`, `Jobs 2024: 1,693,800`, `185,300 employed (2024 …)` |

use rust_decimal::Decimal;
use smol_str::format_smolstr;

use crate::domain::Outlook;
use crate::vocabulary::{Letters, Word, words};

/// More than any occupation grows, in tenths of a percent.
const CHANGE_MAX: i32 = 10_000;

/// The longest number that is put together from its groups, in bytes.
const NUMBER_MAX_BYTES: usize = 16;

/// How far a number may stand from the word that says what it counts, in words.
const REACH: usize = 4;

/// The numbers in `text`; `None` where it holds none that says what it counts.
pub(super) fn scan_outlook(text: &str) -> Option<Outlook> {
    let words = joined(text, words(text));
    let mut outlook = Outlook::default();
    let change = words
        .iter()
        .find_map(|word| Some((word.span, change_of(text, word)?)));
    let pairs =
        (0..words.len()).filter_map(|at| Some((words.get(at)?.span, years_at(text, &words, at)?)));
    // Of several spans of years that of the change stands nearest to it.
    let pair = pairs
        .min_by_key(|(span, _)| change.map_or(0, |(change, _)| change.distance(*span)))
        .map(|(_, years)| years);
    for (at, word) in words.iter().enumerate() {
        match word.lower.as_str() {
            "openings" => {
                outlook.openings_a_year = outlook
                    .openings_a_year
                    .or_else(|| count_before(&words, at).or_else(|| count_behind(&words, at)));
            }
            "jobs" | "employed" | "employment" => {
                let behind = words.get(at + 1..).unwrap_or_default();
                let year = behind.iter().take(3).find_map(year_of);
                // `Jobs 2024: 1,693,800` is a header over its cell, `1,693,800 jobs in 2024` a sentence.
                let is_header = words.get(at + 1).is_some_and(|next| {
                    let gap = text.get(word.span.end..next.span.start);
                    year_of(next).is_some() && gap == Some(" ")
                });
                let count = if is_header {
                    count_behind(&words, at)
                } else {
                    count_before(&words, at)
                };
                // A projection ("Jobs 2034") is no count of people.
                let is_counted = year.is_some() && year != pair.map(|(_, to)| to);
                if is_counted && outlook.employed.is_none() && count.is_some() {
                    outlook.employed = count;
                    outlook.employed_year = year;
                }
            }
            _ => {}
        }
    }
    if let (Some((_, change)), Some((from, to))) = (change, pair) {
        outlook.growth_permille = Some(change);
        outlook.from_year = Some(from);
        outlook.to_year = Some(to);
    }
    (outlook != Outlook::default()).then_some(outlook)
}

/// The same words with `1,693,800` as one.
fn joined<'t>(text: &str, words: Vec<Word<'t>>) -> Vec<Word<'t>> {
    let mut found: Vec<Word> = Vec::new();
    let is_number = |word: &Word| word.lower.chars().all(|c| c.is_ascii_digit());
    for word in words {
        if let Some(last) = found.last_mut()
            && is_number(&word)
            && word.lower.len() == 3
            && last.lower.len() <= NUMBER_MAX_BYTES
            && last.lower.starts_with(|c: char| c.is_ascii_digit())
            && text.get(last.span.end..word.span.start) == Some(",")
        {
            last.span = last.span.cover(word.span);
            last.lower = Letters::Own(format_smolstr!("{},{}", last.lower, word.lower));
            continue;
        }
        found.push(word);
    }
    found
}

/// `+16%`, `-6 %`, `17.5 percent`, in tenths of a percent.
fn change_of(text: &str, word: &Word) -> Option<i32> {
    let behind = text.get(word.span.end..)?.trim_start();
    if !behind.starts_with('%') && !behind.starts_with("percent") {
        return None;
    }
    let number: Decimal = word.lower.parse().ok()?;
    let permille = number.checked_mul(Decimal::TEN)?.round();
    let permille = i32::try_from(permille)
        .ok()
        .filter(|permille| *permille <= CHANGE_MAX)?;
    let before = text.get(..word.span.start)?;
    let falls = before.ends_with(['-', '−', '–'])
        && !before
            .trim_end_matches(['-', '−', '–'])
            .ends_with(|c: char| c.is_ascii_digit());
    Some(if falls { -permille } else { permille })
}

/// `2024–34`, `2023 to 2033`, `May 2024 to May 2029` at the word `at`.
fn years_at(text: &str, words: &[Word], at: usize) -> Option<(u16, u16)> {
    let first = words.get(at)?;
    let from = year_of(first)?;
    let mut next = words.get(at + 1..)?.iter().take(3);
    let last = next.find(|word| word.lower.starts_with(|c: char| c.is_ascii_digit()))?;
    let gap = text.get(first.span.end..last.span.start)?;
    let joins = gap.chars().any(|c| "-–—".contains(c)) || gap.contains(" to ");
    let to = year_of(last).or_else(|| {
        let short: u16 = last.lower.parse().ok().filter(|_| last.lower.len() == 2)?;
        Some(from - from % 100 + short)
    })?;
    (joins && from < to && to - from <= 30).then_some((from, to))
}

fn year_of(word: &Word) -> Option<u16> {
    let year: u16 = word.lower.parse().ok()?;
    (word.lower.len() == 4 && (1990..=2060).contains(&year)).then_some(year)
}

fn count_before(words: &[Word], at: usize) -> Option<u32> {
    let before = words.get(at.saturating_sub(REACH)..at)?;
    before.iter().rev().find_map(count_of)
}

fn count_behind(words: &[Word], at: usize) -> Option<u32> {
    let behind = words.get(at + 1..)?;
    behind.iter().take(REACH).find_map(count_of)
}

/// A whole number that is no year: `1,693,800`.
fn count_of(word: &Word) -> Option<u32> {
    let plain = word.lower.replace(',', "");
    let count: u32 = plain.parse().ok().filter(|count| *count >= 100)?;
    (year_of(word).is_none() || word.lower.contains(',')).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Growth, its years, openings, employed, in the year; `-` for what is not there.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = scan_outlook(text).map(|outlook| {
            let show = |number: Option<i64>| number.map_or("-".to_owned(), |n| n.to_string());
            [
                outlook.growth_permille.map(i64::from),
                outlook.from_year.map(i64::from),
                outlook.to_year.map(i64::from),
                outlook.openings_a_year.map(i64::from),
                outlook.employed.map(i64::from),
                outlook.employed_year.map(i64::from),
            ]
            .map(show)
            .join(" ")
        });
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "in {text:?}");
    }

    #[test]
    fn reads_rows() {
        check(
            "Occupation: Software developers (US SOC 15-1252) | Jobs 2024: 1,693,800 | Jobs 2034 (projected): 1,961,400 | \
             Growth 2024–34: +16% | Openings a year: 129,200 (with QA) | Typical entry education: bachelor's degree",
            "160 2024 2034 129200 1693800 2024",
        );
        check(
            "Occupation: Computer programmers | Jobs 2024: 121,200 | Growth 2024–34: -6% | Openings a year: 5,500",
            "-60 2024 2034 5500 121200 2024",
        );
    }

    #[test]
    fn reads_sentences() {
        check(
            "Software developers: +10% 2025–35, 1,905,400 jobs in 2025, about 106,100 openings a year",
            "100 2025 2035 106100 1905400 2025",
        );
        check(
            "185,300 employed (2024 annual average); 14.8% growth projected May 2024 to May 2029",
            "148 2024 2029 - 185300 2024",
        );
        check("Jobs fall by −3% from 2024 to 2034.", "-30 2024 2034 - - -");
    }

    #[test]
    fn leaves_other_numbers_alone() {
        check("Demand is strong in 2024.", "none");
        check("30% of them work in computer systems design.", "none");
        check("23% growth by 2031", "none");
        check("79228162514264337593543950335% from 2024 to 2034", "none");
    }
}
