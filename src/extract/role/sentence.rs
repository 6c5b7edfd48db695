//! A sentence of running text, and which words it has that open a list of skills, of duties or of titles.
//!
//! A hundred such phrases are looked for at once: most sentences hold none of them and are done with.

use std::cell::OnceCell;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::vocabulary::words;

use super::cue::{DUTIES, LISTING};
use super::title::CUES;

/// All phrases, in lower case: those before skills, then those before duties, then those before titles.
static PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let phrases = LISTING.iter().chain(&DUTIES).chain(&CUES);
    AhoCorasick::new(phrases).expect("a hundred short phrases fit; a test holds that")
});

/// A sentence; what it says is read when it is first asked for.
pub(super) struct Sentence<'t> {
    /// As it is written.
    pub(super) text: &'t str,
    /// In lower case.
    pub(super) lower: String,
    /// Whether it has words after which skills are listed.
    pub(super) lists_skills: bool,
    /// Whether it has words that tell what somebody does.
    pub(super) names_duty: bool,
    /// Whether it has words before titles.
    pub(super) lists_titles: bool,
    denied: OnceCell<bool>,
}

impl<'t> Sentence<'t> {
    /// The sentence `text`.
    pub(super) fn of(text: &'t str) -> Sentence<'t> {
        let lower = text.to_lowercase();
        let (mut lists_skills, mut names_duty, mut lists_titles) = (false, false, false);
        for phrase in PHRASES.find_overlapping_iter(&lower) {
            let at = phrase.pattern().as_usize();
            if at < LISTING.len() {
                lists_skills = true;
            } else if at < LISTING.len() + DUTIES.len() {
                names_duty = true;
            } else {
                lists_titles = true;
            }
        }
        Sentence {
            text,
            lower,
            lists_skills,
            names_duty,
            lists_titles,
            denied: OnceCell::new(),
        }
    }

    /// True where it denies or asks what it names.
    pub(super) fn is_denied(&self) -> bool {
        *self.denied.get_or_init(|| is_denied(self.text))
    }
}

/// True where a sentence denies or asks what it names.
pub(super) fn is_denied(sentence: &str) -> bool {
    let lower = sentence.to_lowercase().replace('’', "'");
    lower.trim_end().ends_with('?')
        || lower.contains("n't ")
        || words(&lower).iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "not" | "without" | "never" | "unlike" | "instead" | "cannot" | "no"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: (bool, bool, bool)) {
        let found = Sentence::of(text);
        let found = (found.lists_skills, found.names_duty, found.lists_titles);
        assert_eq!(found, expected, "phrases in {text:?}");
    }

    #[test]
    fn finds_every_phrase_in_one_pass() {
        check("It takes Skills such as rigging.", (true, false, false));
        check("Divers are responsible for the dock.", (false, true, false));
        check("Mates become captains.", (false, false, true));
        check(
            "They are tasked with knowledge of tides in roles as mates.",
            (true, true, true),
        );
        check("The sea is calm.", (false, false, false));
    }
}
