//! Years of experience in a text.
//!
//! Recognised: `0-2 years`, `0–2 yrs`, `5+ years`, `over 10 years`, `up to 3 years`, `1 to 3 years`, `3 years`,
//! `less than a year`. A single or open number counts only beside "experience" or where the caller says that years
//! are what is spoken of (a cell, a header, a label): "over the next 5 years" is no experience.

use crate::domain::{Span, Spanned, Years};
use crate::vocabulary::{Letters, Word, words};

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
    // Every unit begins with `ye`, `yr` or `yo`.
    let begins = |pair: &[u8]| {
        pair.first().is_some_and(|byte| matches!(byte, b'y' | b'Y'))
            && pair
                .get(1)
                .is_some_and(|byte| matches!(byte.to_ascii_lowercase(), b'e' | b'r' | b'o'))
    };
    if text.is_ascii() && !text.as_bytes().windows(2).any(begins) {
        return Vec::new();
    }
    scan_years_in(text, &words(text), setting)
}

/// As [`scan_years`], over the words of `text`.
pub(super) fn scan_years_in(text: &str, words: &[Word], setting: Setting) -> Vec<Spanned<Years>> {
    if words.iter().any(|word| glued(word).is_some()) {
        return scan_parted_years(text, &parted(words), setting);
    }
    scan_parted_years(text, words, setting)
}

/// `14yrs`: how long the number is that a unit is glued to.
fn glued(word: &Word) -> Option<usize> {
    let lower = word.lower.as_str();
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let is_glued = (1..=2).contains(&digits)
        && word.span.len() == lower.len()
        && lower.get(digits..).is_some_and(is_unit);
    is_glued.then_some(digits)
}

/// `words` with numbers and the units that are glued to them apart.
fn parted<'t>(words: &[Word<'t>]) -> Vec<Word<'t>> {
    let part = |word: &Word, from: usize, to: usize| {
        let letters =
            |letters: &str| Letters::Own(letters.get(from..to).unwrap_or_default().into());
        Word {
            lower: letters(&word.lower),
            written: letters(&word.written),
            span: Span::new(word.span.start + from, word.span.start + to),
        }
    };
    let parts = words.iter().flat_map(|word| match glued(word) {
        Some(digits) => vec![part(word, 0, digits), part(word, digits, word.span.len())],
        None => vec![word.clone()],
    });
    parts.collect()
}

fn scan_parted_years(text: &str, words: &[Word], setting: Setting) -> Vec<Spanned<Years>> {
    if !words.iter().any(|word| is_unit(&word.lower)) {
        return Vec::new();
    }
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
        let Some(read) = numbers_before(text, words, at) else {
            continue;
        };
        let fixed_range =
            read.value.min_months.is_some() && read.value.max_months.is_some() && !read.single;
        let about_experience = experienced || setting == Setting::Label || fixed_range;
        let in_parentheses = text
            .get(..read.span.start)
            .is_some_and(|before| before.trim_end().ends_with('('));
        if (about_experience || in_parentheses) && !is_calendar(words, at) {
            let span = read.span.cover(word.span);
            // `0 yrs – 2 yrs` was first read as no years alone.
            if found.last().is_some_and(|last| span.contains(last.span)) {
                found.pop();
            }
            found.push(Spanned::new(read.value, span));
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
    // Most words are told by their first letter.
    word.as_bytes().first() == Some(&b'y')
        && matches!(word, "years" | "year" | "yrs" | "yr" | "yoe")
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
    let before = Before { text, words, unit };
    if let Some(read) = before.in_words() {
        return Some(read);
    }
    let last = before.back(1)?;
    let last_months = months(&last.lower)?;
    let gap = before.gap(last, words.get(unit)?);
    // `50,000+ / yr` is money by the year.
    let in_amount = text
        .get(..last.span.start)
        .is_some_and(|before| before.ends_with([',', '.', '$', '₹', '£', '€']));
    if gap.contains('/') || in_amount {
        return None;
    }
    let plus = gap.starts_with('+') || opens_behind(words, unit);
    before
        .range(last_months, plus)
        .or_else(|| before.single(last_months, plus))
}

/// The words that end before a unit.
struct Before<'a> {
    text: &'a str,
    words: &'a [Word<'a>],
    unit: usize,
}

impl<'a> Before<'a> {
    fn back(&self, n: usize) -> Option<&'a Word<'a>> {
        self.unit.checked_sub(n).and_then(|at| self.words.get(at))
    }

    fn says(&self, n: usize, any: &[&str]) -> bool {
        self.back(n)
            .is_some_and(|word| any.contains(&word.lower.as_str()))
    }

    fn gap(&self, a: &Word, b: &Word) -> &'a str {
        let gap = self.text.get(a.span.end..b.span.start);
        gap.unwrap_or_default().trim()
    }

    /// "Less than a year", "20 or more years".
    fn in_words(&self) -> Option<Read> {
        let last = self.back(1)?;
        if last.lower == "a" && (self.says(3, &["less"]) || self.says(2, &["under"])) {
            return Some(Read {
                value: Years::whole(None, Some(1)),
                span: last.span,
                single: false,
            });
        }
        if last.lower == "more" && self.says(2, &["or", "and"]) {
            let number = self.back(3)?;
            return Some(Read {
                value: Years {
                    min_months: Some(months(&number.lower)?),
                    max_months: None,
                },
                span: number.span.cover(last.span),
                single: true,
            });
        }
        None
    }

    /// `0-2 years`, `1 to 3 years`, `between 1 and 3 years`, `0 yrs - 2 yrs`.
    fn range(&self, high: u16, plus: bool) -> Option<Read> {
        let last = self.back(1)?;
        let joint = self.back(2)?;
        let by_word = joint.lower == "to" || (joint.lower == "and" && self.says(4, &["between"]));
        let by_unit = is_unit(&joint.lower) && is_dash(self.gap(joint, last));
        let first = if is_dash(self.gap(joint, last)) && !by_unit {
            joint
        } else if by_word || by_unit {
            self.back(3)?
        } else {
            return None;
        };
        // `2024-25 years` is no range.
        let low = months(&first.lower).filter(|low| *low <= high)?;
        Some(Read {
            value: Years {
                min_months: Some(low),
                max_months: (!plus).then_some(high),
            },
            span: first.span.cover(last.span),
            single: false,
        })
    }

    /// `5+ years`, `over 10 years`, `up to 3 years`, `3 years`.
    fn single(&self, number: u16, plus: bool) -> Option<Read> {
        let than = self.says(2, &["than"]);
        let open = plus
            || self.says(2, &["over", "above"])
            || (than && self.says(3, &["more"]))
            || (self.says(2, &["least"]) && self.says(3, &["at"]));
        let capped = self.says(2, &["upto", "under"])
            || (self.says(2, &["to"]) && self.says(3, &["up"]))
            || (than && self.says(3, &["less"]));
        let value = Years {
            min_months: (open || !capped).then_some(number),
            max_months: (!open).then_some(number),
        };
        let span = self.back(1)?.span;
        Some(Read {
            value,
            span,
            single: true,
        })
    }
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
        check("Years: 10-14yrs", "10..14");
        check("five years of experience", "5..5");
        check("one year of experience", "1..1");
        check("0 yrs - 2 yrs of experience", "0..2");
        check("more than 3 years of experience", "3..?");
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
