//! When two names mean the same, and when a passage holds the evidence.
//!
//! The vocabulary tells what a name means that is written short, joined or apart (`RN`, `frontend dev`, `NYC`). Names of
//! several other words are compared by their words: questions are read with the same vocabulary, so what it took for the
//! same wrongly would never be seen.

use std::fmt;

use html5gum::{Token, Tokenizer};
use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization as _;

use crate::domain::{Grade, Level};
use crate::vocabulary::{Vocabulary, Word, fold, parse_grade, singular, words};

/// The share of words, of those that both names have together, from which on they mean the same role: three of five.
const SHARED_MIN: (usize, usize) = (3, 5);

/// Words of a role's name that tell nothing.
const EMPTY_WORDS: [&str; 8] = ["of", "the", "and", "in", "a", "an", "entry", "level"];

/// Work from anywhere. It is kept with the figures of the whole world, but whoever asks for it does not ask for those.
const NOT_A_PLACE: &str = "remote";

/// True when both name one role: one has the words of the other (`nurse`, `registered nurse`), the two share most of
/// their words, or one is the other written short.
pub(super) fn role(label: &str, found: &str, vocabulary: &Vocabulary) -> bool {
    let known = vocabulary.parse_role(label);
    if known.is_some() && known == vocabulary.parse_role(found) && is_written_short(label, found) {
        return true;
    }
    let (a, b) = (role_words(label), role_words(found));
    if a.is_empty() || b.is_empty() {
        return a.is_empty() && b.is_empty();
    }
    let shared = a.iter().filter(|word| b.contains(word)).count();
    let most = 2 * shared * SHARED_MIN.1 >= SHARED_MIN.0 * (a.len() + b.len());
    shared == a.len() || shared == b.len() || most
}

/// True when one of the names is one word, or the two begin alike for at least half of the shorter, spaces aside.
fn is_written_short(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    if a.len() == 1 || b.len() == 1 {
        return true;
    }
    let joined = |name: Vec<Word>| {
        name.iter()
            .map(|word| word.lower.as_str())
            .collect::<String>()
    };
    let (a, b) = (joined(a), joined(b));
    let alike = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    2 * alike >= a.chars().count().min(b.chars().count())
}

/// The words of a role's name, each once, without what stands in brackets.
fn role_words(name: &str) -> Vec<SmolStr> {
    let mut bare = String::new();
    let mut depth = 0_usize;
    for char in name.chars() {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(char),
            _ => {}
        }
    }
    let all = words(&bare).into_iter().map(|word| singular(&word.lower));
    let mut kept: Vec<SmolStr> = all
        .filter(|word| !EMPTY_WORDS.contains(&word.as_str()))
        .collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// True when both name one place: one holds the other (`Pune`, `Pune, India`), or is the other written short.
pub(super) fn place(label: &str, found: &str, vocabulary: &Vocabulary) -> bool {
    let known = vocabulary.parse_place(label);
    let is_place = |name: &str| fold(name.trim()) != NOT_A_PLACE;
    if known.is_some()
        && known == vocabulary.parse_place(found)
        && is_place(label) == is_place(found)
        && is_written_short(label, found)
    {
        return true;
    }
    let split = |name: &str| -> Vec<SmolStr> {
        let all = words(name).into_iter().map(|word| word.lower.to_smol());
        all.filter(|word| word != "the").collect()
    };
    let (a, b) = (split(label), split(found));
    let holds = |long: &[SmolStr], short: &[SmolStr]| {
        !short.is_empty() && long.windows(short.len()).any(|part| part == short)
    };
    a == b || holds(&a, &b) || holds(&b, &a)
}

/// A level or a rung, as a question is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Level(Level),
    Grade(Grade),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Level(level) => f.write_str(level.name()),
            Step::Grade(grade) => grade.fmt(f),
        }
    }
}

/// True when both name one level or one rung.
pub(super) fn step(label: &str, found: Step, vocabulary: &Vocabulary) -> bool {
    match found {
        Step::Level(found) => level(label, found, vocabulary),
        Step::Grade(found) => parse_grade(label) == Some(found),
    }
}

/// True when both name one level, or two that sources do not tell apart.
fn level(label: &str, found: Level, vocabulary: &Vocabulary) -> bool {
    const NEAR: [&[Level]; 3] = [
        &[Level::Entry, Level::Junior],
        &[Level::Staff, Level::Principal, Level::Lead],
        &[Level::Director, Level::Executive],
    ];
    let Some(label) = vocabulary.parse_level(label) else {
        return fold(label.trim()) == found.name();
    };
    let near = NEAR.iter().find(|group| group.contains(&label));
    label == found || near.is_some_and(|group| group.contains(&found))
}

/// True when both are as many years, to the hundredth that programs are told.
pub(super) fn years(label: f64, found_months: u16) -> bool {
    (label - f64::from(found_months) / 12.0).abs() < 0.005
}

/// `text` as evidence is compared: without markup, signs of tables and lists, white space and case, so that a passage
/// holds what its document wrote in another dress.
pub(super) fn flat(text: &str) -> String {
    let text: String = unescaped(text).nfkc().collect();
    let text = without_targets(&without_tags(&text));
    text.chars()
        .filter(|char| !char.is_whitespace() && !is_markup(*char) && !is_unseen(*char))
        .flat_map(char::to_lowercase)
        .collect()
}

/// `text` with `&amp;` and its like as the characters they stand for.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let no_tags = text.replace('<', "&lt;");
    let mut plain = String::with_capacity(text.len());
    for token in Tokenizer::new(&no_tags) {
        let Ok(token) = token;
        if let Token::String(words) = token {
            plain.push_str(&String::from_utf8_lossy(&words));
        }
    }
    plain
}

/// `text` with a blank for whatever stands between `<` and `>`.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        match after.split_once('>') {
            Some((inside, behind)) if !inside.is_empty() => {
                kept.push(' ');
                rest = behind;
            }
            _ => {
                kept.push('<');
                rest = after;
            }
        }
    }
    kept + rest
}

/// `text` without where links lead to: `[pay](https://…)` keeps `[pay`, whose bracket is markup.
fn without_targets(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        kept.push_str(before);
        if let Some((_, behind)) = after.split_once(')') {
            rest = behind;
        } else {
            kept.push('(');
            rest = after;
        }
    }
    kept + rest
}

fn is_markup(char: char) -> bool {
    matches!(
        char,
        '*' | '_' | '`' | '#' | '|' | '>' | '[' | ']' | '\\' | '•' | '●' | '▪'
    )
}

/// Characters of no width.
fn is_unseen(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(same: fn(&str, &str, &Vocabulary) -> bool, a: &str, b: &str, expected: bool) {
        let vocabulary = Vocabulary::builtin();
        assert_eq!(same(a, b, vocabulary), expected, "{a:?} and {b:?}");
        assert_eq!(same(b, a, vocabulary), expected, "{b:?} and {a:?}");
    }

    #[test]
    fn knows_one_role_by_several_names() {
        for (a, b, expected) in [
            ("back-end developer", "backend developer", true),
            ("RN", "registered nurse", true),
            ("nurses", "registered nurse", true),
            ("glass cutter", "Glass Cutters (senior)", true),
            ("senior data engineer", "data engineer", true),
            ("entry level welder", "welder", true),
            ("front-end dev", "frontend developer", true),
            // One role to the vocabulary, but not written alike.
            ("infosec analyst", "security analyst", false),
            ("data engineer", "data analyst", false),
            ("glazier", "welder", false),
            ("glazier", "", false),
        ] {
            check(role, a, b, expected);
        }
    }

    #[test]
    fn knows_one_place_by_several_names() {
        for (a, b, expected) in [
            ("Bengaluru", "Bangalore", true),
            ("UK", "United Kingdom", true),
            ("the Outer Skerries", "Outer Skerries", true),
            ("Pune", "Pune, India", true),
            ("India", "Indiana", false),
            ("global", "worldwide", true),
            ("remote", "worldwide", false),
            ("remote", "Remote", true),
            ("India", "Canada", false),
            ("India", "", false),
        ] {
            check(place, a, b, expected);
        }
    }

    #[test]
    fn knows_levels_and_years() {
        let vocabulary = Vocabulary::builtin();
        assert!(level("fresher", Level::Entry, vocabulary));
        assert!(level("junior", Level::Entry, vocabulary));
        assert!(level("lead", Level::Staff, vocabulary));
        assert!(!level("senior", Level::Mid, vocabulary));
        assert!(!level("grandmaster", Level::Senior, vocabulary));
        let tier = Grade::new(crate::domain::Scheme::Tier, 2).map(Step::Grade);
        let tier = tier.expect("a rung");
        assert!(step("Tier 2", tier, vocabulary) && !step("senior", tier, vocabulary));
        assert!(!step("L2", tier, vocabulary));
        assert!(years(2.0, 24) && years(1.5, 18) && years(0.33, 4));
        assert!(!years(2.0, 25) && !years(0.0, 1));
    }

    #[track_caller]
    fn flattens(text: &str, expected: &str) {
        assert_eq!(flat(text), expected, "flattening {text:?}");
    }

    #[test]
    fn compares_words_in_any_dress() {
        flattens("| **Pune** | ₹4–8 LPA |", "pune₹4–8lpa");
        flattens("A&nbsp;B &amp; C &#8377;5", "ab&c₹5");
        flattens("a<br>b <b>c</b> 3 < 4", "abc3<4");
        flattens("see [the pay](https://x.example/a_b) now", "seethepaynow");
        flattens("x](y", "x(y");
        flattens("½\u{200b} £９", "1⁄2£9");
        flattens("&lt;b&gt;", "");
    }
}
