//! What opens a stage: a heading, a line or an item that numbers it, dates it, or gives its duration.
//!
//! | written | read |
//! | --- | --- |
//! | `Phase 2 — Core tools (6 weeks)` | `Core tools`, 1.38 months |
//! | `✅ Stage III: On the water` | `On the water` |
//! | `Months 4–6: Night shifts`, `Week 3: Knots` | the name behind the time |
//! | `Year 2: First boat` | `First boat`, 12 to 24 months |
//! | `0–2 years: Deckhand`, `Deckhand (0–2 years)` | a rung of a ladder |
//! | `A small boat – build it in 3 months` | `A small boat`, 3 months |
//! | `12-month plan`, `Roadmap (1 year)` | nothing: the whole |

use crate::domain::Span;
use crate::vocabulary::{Word, words};

use super::super::context::says_roadmap;
use super::super::months::{Duration, may_name_unit, scan_months_in};

/// How a text relates to a roadmap, from what stands above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A heading above, or the title, announces a roadmap.
    Roadmap,
    /// The title tells how to become something.
    HowTo,
    /// Neither.
    Elsewhere,
}

/// The name and the duration of a stage.
pub(super) type Opening = (String, Duration);

/// How a text begins that numbers or dates a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    /// "Stage 2", "Phase II", "Step three", "Final phase".
    Numbered,
    /// "Months 4–6", "Week 3", "Year 1".
    Dated,
    /// "3.", "3)".
    Plain,
}

/// How many words a heading with a duration in brackets may have where nothing announces a roadmap.
const LONE_MAX_WORDS: usize = 8;

/// How many words the name of a stage may have that stands in a line.
const LINE_NAME_MAX_WORDS: usize = 10;

/// The stage that a heading opens, if it opens one.
pub(super) fn stage_of(heading: &str, place: Place) -> Option<Opening> {
    let heading = without_signs(heading);
    if heading.ends_with('?') {
        return None;
    }
    if !may_open(heading) {
        return None;
    }
    let words = words(heading);
    let marker = marker(&words);
    let durations = scan_months_in(heading, &words);
    if marker.is_none() && durations.is_empty() {
        return None;
    }
    let duration = durations.first().map(|duration| duration.span);
    let announced = place == Place::Roadmap;
    if is_whole(heading, &words) && !matches!(marker, Some(Marker::Numbered | Marker::Dated)) {
        return None;
    }
    let in_brackets = duration.is_some_and(|span| is_bracketed(heading, span));
    let is_stage = match marker {
        Some(Marker::Numbered) => place != Place::Elsewhere || duration.is_some(),
        Some(Marker::Dated) => place != Place::Elsewhere,
        Some(Marker::Plain) => announced && words.len() > 1,
        None => false,
    } || (in_brackets && (announced || words.len() <= LONE_MAX_WORDS))
        || (announced && duration.is_some())
        || (place == Place::HowTo && duration.is_some_and(|span| stands_apart(heading, span)));
    if !is_stage {
        return None;
    }
    let name = name_of(heading, duration);
    let value = durations
        .first()
        .map_or((None, None), |duration| duration.value);
    (!name.is_empty()).then_some((name, value))
}

/// False for a heading that neither names a time nor begins as markers do; most are told so by their bytes.
fn may_open(heading: &str) -> bool {
    if !heading.is_ascii() || may_name_unit(heading) {
        return true;
    }
    let mut words = heading.split(|c: char| !c.is_ascii_alphanumeric());
    let first = words.find(|word| !word.is_empty()).unwrap_or_default();
    let is_one_of = |list: &[&str]| list.iter().any(|word| first.eq_ignore_ascii_case(word));
    first.starts_with(|c: char| c.is_ascii_digit()) || is_one_of(&STAGES) || is_one_of(&ORDINALS)
}

/// Words for a part of a way.
const STAGES: [&str; 10] = [
    "stage",
    "phase",
    "step",
    "level",
    "part",
    "module",
    "milestone",
    "stages",
    "phases",
    "steps",
];

/// Words that stand in place of its number.
const ORDINALS: [&str; 8] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "final", "last",
];

/// The stage that a line or an item opens by its label: "Phase 1 (0–3 months): Basics". The rest is what else the line
/// says.
pub(super) fn stage_of_line(line: &str) -> Option<(Opening, String)> {
    let line = without_signs(line);
    let (label, rest) = split_label(line)?;
    let label_words = words(label);
    let marker = marker(&label_words).filter(|marker| *marker != Marker::Plain);
    let duration = scan_months_in(label, &label_words).into_iter().next();
    let is_rung = duration.as_ref().is_some_and(|duration| {
        let is_all = words(&without(label, duration.span)).is_empty();
        is_all || is_bracketed(label, duration.span)
    });
    if marker.is_none() && !is_rung {
        return None;
    }
    let value = duration
        .as_ref()
        .map_or((None, None), |duration| duration.value);
    let own = name_of(label, duration.map(|duration| duration.span));
    let is_named = words(&own)
        .iter()
        .any(|word| word.lower.chars().any(char::is_alphabetic))
        && !is_only_marker(&own);
    if is_named {
        return Some(((own, value), rest.to_owned()));
    }
    let first = rest
        .split(". ")
        .next()
        .unwrap_or(rest)
        .trim_end_matches('.');
    let first = first
        .split(['—', '–', ';', '('])
        .next()
        .unwrap_or(first)
        .trim();
    let is_name = (1..=LINE_NAME_MAX_WORDS).contains(&words(first).len());
    if !is_name {
        return None;
    }
    let more = if first.len() < rest.trim_end_matches('.').len() {
        rest.to_owned()
    } else {
        String::new()
    };
    Some(((first.to_owned(), value), more))
}

/// The words before a colon or a dash, where those follow a time or a number, and the words behind it.
fn split_label(line: &str) -> Option<(&str, &str)> {
    let colon = line.find(": ").map(|at| (at, 2));
    let dash = || {
        [" – ", " — ", " - "]
            .iter()
            .filter_map(|mark| line.find(mark).map(|at| (at, mark.len())))
            .min()
    };
    let (at, length) = colon.or_else(dash)?;
    let label = line.get(..at)?.trim();
    let rest = line.get(at + length..)?.trim();
    (!label.is_empty() && !rest.is_empty()).then_some((label, rest))
}

/// A heading of the whole: "12-month plan", "Roadmap (1 year)", "How long it takes".
fn is_whole(heading: &str, words: &[Word]) -> bool {
    let lower = heading.to_lowercase();
    let is_plan = words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "plan"
                | "guide"
                | "timeline"
                | "schedule"
                | "curriculum"
                | "syllabus"
                | "overview"
                | "roadmap"
        )
    });
    is_plan
        || lower.starts_with("how long")
        || (says_roadmap(heading) && !lower.contains("progression"))
}

fn marker(words: &[Word]) -> Option<Marker> {
    let first = words.first()?;
    let second = words.get(1);
    let is_stage_word = |word: &str| STAGES.contains(&word);
    if is_stage_word(&first.lower) {
        return second
            .filter(|word| is_number(word))
            .map(|_| Marker::Numbered);
    }
    if is_time_word(&first.lower) {
        let dated = second
            .filter(|word| word.lower.starts_with(|c: char| c.is_ascii_digit()) || is_number(word));
        return dated.map(|_| Marker::Dated);
    }
    let is_ordinal = ORDINALS.contains(&first.lower.as_str());
    if is_ordinal && second.is_some_and(|word| is_stage_word(&word.lower)) {
        return Some(Marker::Numbered);
    }
    first.lower.parse::<u16>().is_ok().then_some(Marker::Plain)
}

fn is_time_word(word: &str) -> bool {
    matches!(
        word,
        "month" | "months" | "week" | "weeks" | "year" | "years"
    )
}

/// A number in digits, Roman capitals or words.
fn is_number(word: &Word) -> bool {
    word.lower.parse::<u16>().is_ok()
        || matches!(
            word.written.as_str(),
            "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX" | "X"
        )
        || matches!(
            word.lower.as_str(),
            "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
        )
}

/// Without pictures and bullets before the words.
fn without_signs(text: &str) -> &str {
    text.trim()
        .trim_start_matches(|c: char| {
            !c.is_alphanumeric() && !matches!(c, '(' | '"' | '“' | '.' | '[')
        })
        .trim()
}

fn is_bracketed(text: &str, span: Span) -> bool {
    text.get(..span.start)
        .is_some_and(|before| before.contains('('))
}

/// "A small boat – build it in 3 months": the time stands behind a mark, in a few words of its own.
fn stands_apart(heading: &str, span: Span) -> bool {
    mark_before(heading, span).is_some() || is_bracketed(heading, span)
}

/// Where the name ends before a remark that holds the duration.
fn mark_before(heading: &str, span: Span) -> Option<usize> {
    let before = heading.get(..span.start)?;
    let at = [" – ", " — ", " - ", ": ", " | "]
        .iter()
        .filter_map(|mark| before.rfind(mark))
        .max()?;
    let between = words(before.get(at..)?).len();
    let behind = words(heading.get(span.end..)?).len();
    (at > 0 && between <= 5 && behind <= 2).then_some(at)
}

/// `text` without the words of `span`, and without the brackets around them.
fn without(text: &str, span: Span) -> String {
    let open = text.get(..span.start).and_then(|before| before.rfind('('));
    let close = text
        .get(span.end..)
        .and_then(|behind| behind.find(')'))
        .map(|at| span.end + at + 1);
    let (start, end) = match (open, close) {
        (Some(open), Some(close)) => (open, close),
        _ => (span.start, span.end),
    };
    format!(
        "{} {}",
        text.get(..start).unwrap_or_default().trim_end(),
        text.get(end..).unwrap_or_default().trim_start()
    )
}

/// The heading without its number and duration.
fn name_of(heading: &str, duration: Option<Span>) -> String {
    let text = match duration {
        Some(span) if is_bracketed(heading, span) => without(heading, span),
        Some(span) => match mark_before(heading, span) {
            Some(at) if !is_only_marker(heading.get(..at).unwrap_or_default()) => {
                heading.get(..at).unwrap_or_default().to_owned()
            }
            _ if is_at_an_edge(heading, span) => without(heading, span),
            // "Earn a 2-year diploma": the time is part of the name.
            _ => heading.to_owned(),
        },
        None => heading.to_owned(),
    };
    let name = without_marker(&trim(&text));
    let name = name.trim_end_matches('(').trim();
    let last = words(name).last().map(|word| word.span);
    let dangles = duration.is_some()
        && last.is_some_and(|span| {
            matches!(
                span.of(name).unwrap_or_default(),
                "in" | "for" | "within" | "over" | "about" | "takes"
            )
        });
    let end = last
        .filter(|_| dangles)
        .map_or(name.len(), |span| span.start);
    trim(name.get(..end).unwrap_or(name))
}

fn is_at_an_edge(text: &str, span: Span) -> bool {
    let has_word =
        |part: Option<&str>| part.is_some_and(|part| part.chars().any(char::is_alphanumeric));
    !has_word(text.get(..span.start)) || !has_word(text.get(span.end..))
}

fn trim(text: &str) -> String {
    let is_edge = |c: char| c.is_whitespace() || ":-–—.|,".contains(c);
    let text = text.trim_start_matches(|c| is_edge(c) || c == ')');
    // A bracket that was opened inside the name stays.
    let is_behind = |c: char| is_edge(c) || (c == ')' && !text.contains('('));
    text.trim_end_matches(is_behind).to_owned()
}

/// True for a text that is a marker and nothing else: "Phase 2".
fn is_only_marker(text: &str) -> bool {
    let words = words(text);
    words.len() <= 2
        && marker(&words).is_some_and(|marker| marker != Marker::Plain || words.len() == 1)
}

/// The text behind its marker; the marker itself where nothing stands behind it.
fn without_marker(text: &str) -> String {
    let found = words(text);
    let last = match marker(&found) {
        Some(Marker::Plain) => found.first(),
        Some(Marker::Numbered | Marker::Dated) => found.get(1),
        None => None,
    };
    let rest = last
        .and_then(|word| text.get(word.span.end..))
        .map(trim)
        .filter(|rest| !rest.is_empty());
    rest.unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Months;

    fn told((name, (min, max)): &Opening) -> String {
        let number = |months: Option<Months>| {
            months.map_or("?".to_owned(), |months| {
                format!("{}.{:02}", months.0 / 100, months.0 % 100)
            })
        };
        format!("{name} {}..{}", number(*min), number(*max))
    }

    #[track_caller]
    fn check(heading: &str, place: Place, expected: &str) {
        let found = stage_of(heading, place).map_or("nothing".to_owned(), |stage| told(&stage));
        assert_eq!(found, expected, "stage in {heading:?}");
    }

    #[test]
    fn reads_stages_from_headings() {
        for (heading, expected) in [
            ("Stage 1: Beginner (0–6 months)", "Beginner 0.00..6.00"),
            ("Advanced (18+ months)", "Advanced 18.00..?"),
            (
                "Step 1: Programming fundamentals (Months 1–3)",
                "Programming fundamentals 1.00..3.00",
            ),
            (
                "Step 2: Database fundamentals (Month 4)",
                "Database fundamentals 4.00..4.00",
            ),
            ("Phase 2 — Core tools (6 weeks)", "Core tools 1.38..1.38"),
            ("Lead role (5–8 years)", "Lead role 60.00..96.00"),
            ("Step 6: Portfolio (Months 11–12+)", "Portfolio 11.00..?"),
            ("3) Basics (SQL) (2–3 weeks)", "Basics (SQL) 0.46..0.69"),
            ("Phase 3: Projects", "Projects ?..?"),
            ("1. Learn the basics", "Learn the basics ?..?"),
            (
                "✅ Phase II: On the water (3–6 mo)",
                "On the water 3.00..6.00",
            ),
            ("Final phase: Own boat (30+ months)", "Own boat 30.00..?"),
            ("Months 4–6: Night shifts", "Night shifts 4.00..6.00"),
            ("Year 2: First boat", "First boat 12.00..24.00"),
            ("0–2 years: Deckhand", "Deckhand 0.00..24.00"),
            (
                "Step 4: Earn a 2-year diploma",
                "Earn a 2-year diploma 24.00..24.00",
            ),
            (
                "Step 2: Learn to sail in 3 months",
                "Learn to sail 3.00..3.00",
            ),
        ] {
            check(heading, Place::Roadmap, expected);
        }
        check(
            "Beginner (0–6 months)",
            Place::Elsewhere,
            "Beginner 0.00..6.00",
        );
    }

    #[test]
    fn reads_the_steps_of_a_how_to() {
        check("Step 2: Find a yard", Place::HowTo, "Find a yard ?..?");
        check(
            "A small boat – build it in 2–3 months",
            Place::HowTo,
            "A small boat 2.00..3.00",
        );
        check("2. Find a yard", Place::HowTo, "nothing");
        check("Sailing in 3 months of rain", Place::HowTo, "nothing");
    }

    #[test]
    fn leaves_other_headings_alone() {
        check("Phase 3: Projects", Place::Elsewhere, "nothing");
        check(
            "What to expect in the first 3 months of a new job as an engineer",
            Place::Elsewhere,
            "nothing",
        );
        check("Soft skills", Place::Roadmap, "nothing");
        check(
            "What changed in the last 5 years",
            Place::Elsewhere,
            "nothing",
        );
        check("Your 6-month plan", Place::Roadmap, "nothing");
        check("Career roadmap (12–18 months)", Place::Roadmap, "nothing");
        check("Can you learn it in 6 months?", Place::Roadmap, "nothing");
    }

    #[track_caller]
    fn check_line(line: &str, expected: &str) {
        let found = stage_of_line(line).map_or("nothing".to_owned(), |(stage, more)| {
            format!("{} [{more}]", told(&stage))
        });
        assert_eq!(found, expected, "stage in {line:?}");
    }

    #[test]
    fn reads_stages_from_lines() {
        check_line(
            "Phase 1 (0–3 mo): Knots and ropes",
            "Knots and ropes 0.00..3.00 []",
        );
        check_line(
            "Phase 1 – Harbour (0–3 months): learn knots, learn ropes",
            "Harbour 0.00..3.00 [learn knots, learn ropes]",
        );
        check_line("Months 1-2: Learn to row", "Learn to row 1.00..2.00 []");
        check_line("Week 3 – Tides", "Tides 0.69..0.69 []");
        check_line("0–2 years: Deckhand", "Deckhand 0.00..24.00 []");
        check_line(
            "Deckhand (0–2 years): scrubs the deck",
            "Deckhand 0.00..24.00 [scrubs the deck]",
        );
        check_line("Duration: 6 weeks", "nothing");
        check_line("Phase one is hard", "nothing");
        check_line("Learn to row in 2 weeks: it is easy", "nothing");
    }
}
