//! Timelines in running text: `Spend the first two months on knots. Use the next three months to learn a trade …`.
//!
//! A sentence tells a stage where a duration stands behind "first", "next", "last" or "another", and what it is for behind
//! the duration. One such sentence is a remark; two or more in a paragraph are a roadmap.

use crate::domain::{Span, Text};
use crate::vocabulary::words;

use super::super::months::{Duration, scan_months};
use super::super::sentence::sentences;

/// How many words the name of a stage may have.
const NAME_MAX_WORDS: usize = 12;

/// Words that say what is done with a thing to be learnt, and articles.
const LEARNING: [&str; 16] = [
    "on",
    "to",
    "for",
    "learning",
    "learn",
    "mastering",
    "master",
    "studying",
    "study",
    "practising",
    "practicing",
    "building",
    "a",
    "an",
    "the",
    "your",
];

/// A stage that a sentence tells.
pub(super) struct ToldStage {
    pub(super) name: String,
    pub(super) duration: Duration,
    pub(super) sentence: String,
    pub(super) span: Span,
}

/// The stages of a timeline that a paragraph tells; none where it tells of one only.
pub(super) fn timeline(text: &Text) -> Vec<ToldStage> {
    let plain = text.plain();
    let told: Vec<ToldStage> = sentences(plain)
        .into_iter()
        .filter_map(|span| {
            let sentence = span.of(plain)?;
            let (name, duration) = stage(sentence)?;
            Some(ToldStage {
                name,
                duration,
                sentence: sentence.to_owned(),
                span: text.source_span(span),
            })
        })
        .collect();
    if told.len() < 2 { Vec::new() } else { told }
}

fn stage(sentence: &str) -> Option<(String, Duration)> {
    let duration = scan_months(sentence).into_iter().next()?;
    let before = words(sentence.get(..duration.span.start)?);
    let last: Vec<&str> = before
        .iter()
        .rev()
        .take(3)
        .map(|word| word.lower.as_str())
        .collect();
    let is_in_turn = last.first().is_some_and(|word| {
        matches!(
            *word,
            "first" | "next" | "last" | "following" | "final" | "another" | "remaining"
        )
    });
    if !is_in_turn {
        return None;
    }
    let (low, high) = duration.value;
    // "Up to another six months" says only the most.
    let is_most = last.get(1) == Some(&"to") && last.get(2) == Some(&"up");
    let value = if is_most { (None, high) } else { (low, high) };
    let name = name(sentence.get(duration.span.end..)?)?;
    Some((name, value))
}

/// What the time is for: behind "on" all of it, behind a verb the first thing.
fn name(behind: &str) -> Option<String> {
    let is_verb = behind.trim_start().starts_with("to ");
    let mut rest = behind.trim();
    while let Some(next) = LEARNING
        .iter()
        .find_map(|word| rest.strip_prefix(word).filter(|rest| rest.starts_with(' ')))
    {
        rest = next.trim_start();
    }
    let ends: &[&str] = if is_verb {
        &[" and ", ", ", ". ", "; ", " – ", " — "]
    } else {
        &[
            ". ",
            "; ",
            " – ",
            " — ",
            ", then ",
            ", before ",
            " before ",
            " while ",
            " until ",
        ]
    };
    let end = ends.iter().filter_map(|end| rest.find(end)).min();
    let name = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
    let name = name.trim().trim_end_matches(['.', '!', ',']);
    let begins = name.starts_with(char::is_alphanumeric);
    (begins && (1..=NAME_MAX_WORDS).contains(&words(name).len())).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Months;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = timeline(&Text::verbatim(text, 0))
            .into_iter()
            .map(|stage| {
                let number = |months: Option<Months>| {
                    months.map_or("?".to_owned(), |m| (m.0 / 100).to_string())
                };
                format!(
                    "{} {}..{}",
                    stage.name,
                    number(stage.duration.0),
                    number(stage.duration.1)
                )
            })
            .collect();
        assert_eq!(found, expected, "timeline in {text:?}");
    }

    #[test]
    fn reads_timelines() {
        check(
            "Spend the first one or two months on knots, ropes and sails. Use the next four months to learn a chart and sail by it. Expect up to another nine months crewing on larger boats.",
            &[
                "knots, ropes and sails 1..2",
                "chart 4..4",
                "crewing on larger boats ?..9",
            ],
        );
    }

    #[test]
    fn leaves_remarks_alone() {
        check("Spend the first two months on knots. Then sail.", &[]);
        check("It takes six months. Some need twelve months.", &[]);
    }
}
