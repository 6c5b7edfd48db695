//! What stands behind a figure: who says so, when, of whom, from how many answers.
//!
//! | what | accepted |
//! |---|---|
//! | who | a known survey or site; what follows "according to", to the end of its sentence |
//! | when | a year, with its month; `2023–2024` as one time; not a year that lies ahead ("by 2031") |
//! | of whom | `all employees`, `regular employees`, `full-time` with or without its noun |
//! | from how many | `(n=648)` |

use crate::domain::{Eight, Span, Spanned, find_byte, month_of};
use crate::vocabulary::{Word, words};

use super::sentence::sentences;
use super::telling::is_pay_word;

/// How far before "of full-time employees" pay is spoken of, in words: titles of occupations may stand between.
const PAY_WORD_REACH: usize = 14;

/// Of whom a figure speaks: `pay of full-time employees`, `wages for all employees`; a text that is nothing but that.
/// "Compared with all workers" and "a full-time bootcamp" say nothing of it.
pub(super) fn scan_population_in(text: &str, words: &[Word]) -> Option<String> {
    let is_staff = |word: &Word| {
        matches!(
            word.lower.as_str(),
            "employees" | "workers" | "staff" | "jobs"
        )
    };
    let adjacent = |first: &Word, second: &Word| {
        let gap = text.get(first.span.end..second.span.start);
        gap.is_some_and(|gap| matches!(gap, " " | "-"))
    };
    words.iter().enumerate().find_map(|(at, word)| {
        let (last, behind) = match word.lower.as_str() {
            "full" | "part" => {
                words.get(at + 1).filter(|next| next.lower == "time")?;
                (at + 1, words.get(at + 2))
            }
            "all" | "regular" | "permanent" | "casual" => {
                let next = words.get(at + 1).filter(|next| is_staff(next))?;
                (at, Some(next))
            }
            _ => return None,
        };
        words.get(at + 1).filter(|next| adjacent(word, next))?;
        let noun = behind.filter(|behind| is_staff(behind));
        let end = noun.map_or(words.get(last)?.span, |noun| noun.span);
        let span = word.span.cover(end);
        let is_whole = at == 0 && words.last().is_some_and(|last| last.span.end == span.end);
        let is_joined = at.checked_sub(1).and_then(|before| words.get(before));
        let is_joined =
            is_joined.is_some_and(|word| matches!(word.lower.as_str(), "of" | "for" | "among"));
        let before = words
            .get(at.saturating_sub(PAY_WORD_REACH)..at)
            .unwrap_or_default();
        let of_pay = before.iter().any(|word| is_pay_word(&word.lower));
        let compares = before
            .iter()
            .any(|word| matches!(word.lower.as_str(), "than" | "above" | "below" | "compared"));
        // `pay of full-time programmers` names the job behind it.
        let names_somebody = noun.is_some() || behind.is_some();
        let says_whose = is_joined && of_pay && !compares && names_somebody;
        (is_whole && noun.is_some() || says_whose)
            .then(|| span.of(text).map(str::to_owned))
            .flatten()
    })
}

/// Surveys, statistics offices and sites that articles name for their figures.
const PUBLISHERS: [&str; 27] = [
    "Glassdoor",
    "Payscale",
    "PayScale",
    "Indeed",
    "LinkedIn",
    "AmbitionBox",
    "Naukri",
    "ZipRecruiter",
    "Levels.fyi",
    "Salary.com",
    "Talent.com",
    "Stack Overflow",
    "Robert Half",
    "Hays",
    "Built In",
    "Dice",
    "Hired",
    "Reed",
    "Adzuna",
    "Totaljobs",
    "Jobted",
    "SalaryExpert",
    "Bayt",
    "GulfTalent",
    "Bureau of Labor Statistics",
    "BLS",
    "Instahyre",
];

/// The capitals that [`PUBLISHERS`] begin with, a bit for each.
const PUBLISHER_INITIALS: u32 = {
    let mut initials = 0;
    let mut at = 0;
    // A constant is made before any iterator can run.
    while at < PUBLISHERS.len() {
        initials |= initial(PUBLISHERS[at].as_bytes()[0]);
        at += 1;
    }
    initials
};

/// The bit of a capital.
const fn initial(capital: u8) -> u32 {
    1 << (capital & 31)
}

/// Every known survey or site in `text`, in reading order.
pub(super) fn scan_publishers(text: &str) -> Vec<Spanned<String>> {
    let mut found: Vec<Spanned<String>> = Vec::new();
    let bytes = text.as_bytes();
    let mut from = 0;
    // Every one of them begins with a capital.
    while let Some(at) = find_byte(bytes, from, |bytes| bytes.within(b'A', b'Z')) {
        from = at + 1;
        let first = bytes.get(at).copied().unwrap_or_default();
        if PUBLISHER_INITIALS & initial(first) == 0 {
            continue;
        }
        let likely = PUBLISHERS.iter().copied();
        for name in likely.filter(|name| name.as_bytes().first() == Some(&first)) {
            let is_known = || found.iter().any(|other| other.value == name);
            if is_word_at(text, at, name) && !is_known() {
                let span = Span::new(at, at + name.len());
                found.push(Spanned::new(name.to_owned(), span));
            }
        }
    }
    found.sort_by_key(|name| (name.span.start, std::cmp::Reverse(name.span.end)));
    found
}

/// The survey or site that `text` names for its figures: a known one, or what follows "according to".
pub(super) fn scan_attribution(text: &str) -> Option<String> {
    let known = scan_publishers(text).into_iter().next();
    known
        .map(|known| known.value)
        .or_else(|| scan_unlisted_attribution(text))
}

/// What follows "according to" in `text`.
pub(super) fn scan_unlisted_attribution(text: &str) -> Option<String> {
    const OPENING: &[u8] = b"according to ";
    let second_c = |bytes: Eight| {
        let c = bytes.equal(b'c').or(bytes.equal(b'C'));
        c.and(c.behind(true))
    };
    let bytes = text.as_bytes();
    let mut from = 2;
    let at = loop {
        let found = find_byte(bytes, from, second_c)?;
        from = found + 1;
        let at = found - 2;
        let part = bytes.get(at..at + OPENING.len());
        if part.is_some_and(|part| part.eq_ignore_ascii_case(OPENING)) {
            break at;
        }
    };
    let rest = text.get(at + OPENING.len()..)?;
    // The name ends with its sentence.
    let rest = sentences(rest).first().and_then(|first| first.of(rest))?;
    let name: Vec<&str> = rest
        .split_whitespace()
        .skip_while(|word| {
            matches!(
                word.to_ascii_lowercase().as_str(),
                "the"
                    | "a"
                    | "data"
                    | "from"
                    | "of"
                    | "report"
                    | "figures"
                    | "by"
                    | "latest"
                    | "recent"
                    | "survey"
            )
        })
        .collect();
    let is_named = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let capitals: Vec<&str> = name
        .iter()
        .copied()
        .take_while(|word| is_named(word) || matches!(*word, "of" | "for" | "and" | "für"))
        .take(6)
        .collect();
    // Some names begin small and go on in capitals: "according to upGrad".
    let small = name
        .first()
        .filter(|word| word.chars().any(char::is_uppercase));
    let name = match small {
        Some(word) if capitals.is_empty() => (*word).to_owned(),
        _ => capitals.join(" "),
    };
    let name = name
        .split([',', ';', '('])
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', ':', '’', '\''])
        .trim();
    let name = name
        .strip_suffix("'s")
        .or_else(|| name.strip_suffix("’s"))
        .unwrap_or(name);
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether `name` stands at byte `at` of `text` with no letter or digit beside it.
fn is_word_at(text: &str, at: usize, name: &str) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let Some(behind) = rest.strip_prefix(name) else {
        return false;
    };
    let before = text.get(..at).unwrap_or_default();
    !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric)
}

/// The time that figures in `text` speak of: a year, with the month before it where there is one. A year behind "by" lies ahead.
pub(super) fn scan_as_of(text: &str) -> Option<String> {
    scan_times(text).into_iter().next().map(|time| time.value)
}

/// Every time that `text` speaks of, as [`scan_as_of`] reads them.
pub(super) fn scan_times(text: &str) -> Vec<Spanned<String>> {
    scan_times_in(text, &words(text))
}

/// As [`scan_times`], over the words of `text`.
pub(super) fn scan_times_in(text: &str, words: &[Word]) -> Vec<Spanned<String>> {
    let times = words.iter().enumerate().filter_map(|(at, word)| {
        let is_year = word.lower.len() == 4
            && word
                .lower
                .parse::<u16>()
                .is_ok_and(|year| (2005..=2035).contains(&year));
        let before = at.checked_sub(1).and_then(|i| words.get(i));
        if !is_year
            || before.is_some_and(|word| {
                matches!(
                    word.lower.as_str(),
                    "by" | "until" | "since" | "soc" | "through"
                )
            })
        {
            return None;
        }
        // An amount such as `$2024` is no year.
        let sign = text
            .get(..word.span.start)
            .and_then(|t| t.chars().next_back());
        if sign.is_some_and(|c| "$₹£€,.".contains(c))
            || text.get(word.span.end..).is_some_and(|t| {
                t.starts_with(',')
                    && t.get(1..2)
                        .is_some_and(|d| d.starts_with(|c: char| c.is_ascii_digit()))
            })
        {
            return None;
        }
        // `2023–2024` is one time.
        let joined = |first: &Word, second: &Word| {
            let gap = text.get(first.span.end..second.span.start);
            let year = |word: &Word| {
                let year = word.lower.parse::<u16>().ok()?;
                (word.lower.len() == 4 && (2005..=2035).contains(&year)).then_some(year)
            };
            // `2023-24` ends in the next year.
            let ends_short = |from: u16| *second.lower == *format!("{:02}", (from + 1) % 100);
            let are_years =
                year(first).is_some_and(|from| year(second).is_some() || ends_short(from));
            are_years && gap.is_some_and(|gap| matches!(gap, "-" | "–" | "—"))
        };
        if before.is_some_and(|before| joined(before, word)) {
            return None;
        }
        let next = words.get(at + 1).filter(|next| joined(word, next));
        if let Some(next) = next {
            let span = word.span.cover(next.span);
            return Some(Spanned::new(span.of(text)?.to_owned(), span));
        }
        let month = before.filter(|word| month_of(&word.lower).is_some());
        Some(match month {
            None => Spanned::new(word.written.to_string(), word.span),
            Some(month) => {
                let written = format!("{} {}", month.written, word.written);
                Spanned::new(written, month.span.cover(word.span))
            }
        })
    });
    times.collect()
}

/// How many answers a figure rests on: `(n=648)`, `648 responses`.
pub(super) fn scan_sample_size(text: &str) -> Option<u32> {
    if !text.contains('=') {
        return None;
    }
    let at = text.find("n=").or_else(|| text.find("n ="))?;
    let rest = text
        .get(at..)?
        .trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn attribution(text: &str, expected: Option<&str>) {
        assert_eq!(scan_attribution(text).as_deref(), expected, "in {text:?}");
    }

    #[test]
    fn reads_who_says_so() {
        attribution(
            "The average is $90,000, according to Glassdoor.",
            Some("Glassdoor"),
        );
        attribution(
            "Hourly wages, according to Job Bank. The reference period is 2023–2024.",
            Some("Job Bank"),
        );
        attribution(
            "Pay, according to the Ministry of Manpower.",
            Some("Ministry of Manpower"),
        );
        attribution("Pay, according to recruiters.", None);
        attribution("Paid according to experience, developers earn more.", None);
        attribution("Pay, according to upGrad, in 2021.", Some("upGrad"));
        attribution(
            "Pay in Germany, according to the Bundesagentur für Arbeit.",
            Some("Bundesagentur für Arbeit"),
        );
        attribution("Pay differs according to experience and place.", None);
        attribution("Pay differs according to the size of the company.", None);
    }

    #[track_caller]
    fn times(text: &str, expected: &[&str]) {
        let found: Vec<String> = scan_times(text).into_iter().map(|it| it.value).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn reads_when() {
        times("Pay in May 2024", &["May 2024"]);
        times("The reference period is 2023–2024.", &["2023–2024"]);
        times("From 2023 to 2024", &["2023", "2024"]);
        times("In 2023-24 they earned more", &["2023-24"]);
        times("Growth by 2031, $2024 a month", &[]);
    }

    #[track_caller]
    fn population(text: &str, expected: Option<&str>) {
        assert_eq!(
            scan_population_in(text, &words(text)).as_deref(),
            expected,
            "in {text:?}"
        );
    }

    #[test]
    fn reads_of_whom() {
        population(
            "annual gross pay of full-time employees in 2024",
            Some("full-time employees"),
        );
        population("gross pay of all employees", Some("all employees"));
        population(
            "mean monthly pay of regular employees",
            Some("regular employees"),
        );
        population("median pay of full-time programmers", Some("full-time"));
        population("Full-time employees", Some("Full-time employees"));
        population("Full-time MBA and QA engineers", None);
        population("From part-time to full-time", None);
        population("all developers earn well", None);
        population("a stack is full; time flies", None);
        population(
            "After a full-time bootcamp, an engineer earns $80,000",
            None,
        );
        population("Compared with all workers, engineers earn $130,000", None);
        population("more than the pay of all workers", None);
        population("Of all jobs in tech, QA engineers earn $90,000", None);
        population(
            "they earn $120,000, and part-time contractors are not counted",
            None,
        );
    }
}
