//! Dates as sources write them.

use std::cmp::Ordering;

/// A year, with its month where that is stated: as much of a written date as figures are told apart by. Later is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WrittenDate {
    /// The year.
    pub year: u16,
    /// 1 to 12; none where only the year is stated.
    pub month: Option<u8>,
}

/// The months; three letters of one and more name it.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month, from 1, that `word` names in lower case, whole or by three letters and more.
pub fn month_of(word: &str) -> Option<u8> {
    let names_it = |month: &&str| word.len() >= 3 && month.starts_with(word);
    let place = MONTHS.iter().position(names_it)?;
    u8::try_from(place + 1).ok()
}

impl Ord for WrittenDate {
    fn cmp(&self, other: &WrittenDate) -> Ordering {
        let order = self.months().cmp(&other.months());
        order.then_with(|| self.month.cmp(&other.month))
    }
}

impl PartialOrd for WrittenDate {
    fn partial_cmp(&self, other: &WrittenDate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl WrittenDate {
    /// The last year in `text`, with the month that stands right before it: `May 2024`, `26 July 2025`, `2023-2024`,
    /// `2025-11`.
    pub fn read(text: &str) -> Option<WrittenDate> {
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let year_of = |word: &str| {
            let year: u16 = word.parse().ok()?;
            (word.len() == 4 && (1990..=2100).contains(&year)).then_some(year)
        };
        let (at, year) = words
            .iter()
            .enumerate()
            .filter_map(|(at, word)| Some((at, year_of(word)?)))
            .next_back()?;
        let named = |word: &&str| month_of(&word.to_lowercase());
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let numbered = || {
            let next = words.get(at + 1).filter(|word| word.len() == 2)?;
            next.parse().ok().filter(|month| (1..=12).contains(month))
        };
        Some(WrittenDate {
            year,
            month: before.and_then(named).or_else(numbered),
        })
    }

    /// Months since the year 0; a year without a month counts as its last one, so that it never looks older than it is.
    pub fn months(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month.unwrap_or(12)) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u16, Option<u8>)>) {
        let found = WrittenDate::read(text).map(|date| (date.year, date.month));
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn reads_dates_as_they_are_written() {
        check("May 2024", Some((2024, Some(5))));
        check("26 July 2025", Some((2025, Some(7))));
        check("2025", Some((2025, None)));
        check("2023-2024", Some((2024, None)));
        check("2025-11-19", Some((2025, Some(11))));
        check("May 2023 (published Feb 2025)", Some((2025, Some(2))));
        check("January–December 2025", Some((2025, Some(12))));
        check("Marketing 2024", Some((2024, None)));
        check("undated", None);
        check("12345", None);
    }

    #[test]
    fn a_year_alone_is_as_late_as_its_last_month() {
        let read = |text| WrittenDate::read(text);
        assert!(read("2024") > read("January 2024") && read("2025") > read("2024"));
    }

    #[test]
    fn counts_months() {
        let months = |text| WrittenDate::read(text).map(WrittenDate::months);
        assert!(months("2024") > months("May 2024"));
        assert_eq!(months("Jan 2025"), months("2024").map(|month| month + 1));
    }
}
