//! A sentence of running text, and which words it has that open a list of skills, of duties or of titles.
//!
//! A hundred such phrases are looked for at once: most sentences hold none of them and are done with.

use std::cell::OnceCell;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::vocabulary::{Word, words};

use super::cue::{DUTIES, LISTING, is_schooling_in};
use super::phrase::holds_folded;
use super::title::CUES;

/// All phrases, in lower case: those before skills, then those before duties, then those before titles.
static PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let phrases = LISTING.iter().chain(&DUTIES).chain(&CUES);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(phrases)
        .expect("a hundred short phrases fit; a test holds that")
});

/// A sentence; what it says is read when it is first asked for.
pub(super) struct Sentence<'t> {
    /// As it is written.
    pub(super) text: &'t str,
    lower: OnceCell<String>,
    words: OnceCell<Vec<Word<'t>>>,
    opens: OnceCell<Opens>,
    denied: OnceCell<bool>,
    schooling: OnceCell<bool>,
}

/// Which lists the words of a sentence open.
#[derive(Clone, Copy, Default)]
struct Opens {
    skills: bool,
    duties: bool,
    titles: bool,
}

impl Opens {
    fn of(text: &str) -> Opens {
        let mut opens = Opens::default();
        for phrase in PHRASES.find_overlapping_iter(text) {
            let at = phrase.pattern().as_usize();
            if at < LISTING.len() {
                opens.skills = true;
            } else if at < LISTING.len() + DUTIES.len() {
                opens.duties = true;
            } else {
                opens.titles = true;
            }
        }
        opens
    }
}

impl<'t> Sentence<'t> {
    /// The sentence `text`.
    pub(super) fn of(text: &'t str) -> Sentence<'t> {
        Sentence {
            text,
            lower: OnceCell::new(),
            words: OnceCell::new(),
            opens: OnceCell::new(),
            denied: OnceCell::new(),
            schooling: OnceCell::new(),
        }
    }

    /// In lower case.
    pub(super) fn lower(&self) -> &str {
        self.lower.get_or_init(|| self.text.to_lowercase())
    }

    /// Its words.
    pub(super) fn words(&self) -> &[Word<'t>] {
        self.words.get_or_init(|| words(self.text))
    }

    fn opens(&self) -> Opens {
        *self.opens.get_or_init(|| Opens::of(self.text))
    }

    /// Whether it has words after which skills are listed.
    pub(super) fn lists_skills(&self) -> bool {
        self.opens().skills
    }

    /// Whether it has words that tell what somebody does.
    pub(super) fn names_duty(&self) -> bool {
        self.opens().duties
    }

    /// Whether it has words before titles.
    pub(super) fn lists_titles(&self) -> bool {
        self.opens().titles
    }

    /// True where it denies or asks what it names.
    pub(super) fn is_denied(&self) -> bool {
        *self.denied.get_or_init(|| {
            let is_asked = || self.text.trim_end().ends_with('?');
            // "Don't", "isn’t" before another word.
            let has_not = || {
                (self.text.contains('\'') && holds_folded(self.text, "n't "))
                    || (!self.text.is_ascii() && holds_folded(self.text, "n’t "))
            };
            is_asked() || has_not() || denies(self.words())
        })
    }

    /// True where it has words of schooling.
    pub(super) fn is_schooling(&self) -> bool {
        *self
            .schooling
            .get_or_init(|| is_schooling_in(self.text, self.words()))
    }
}

fn denies(words: &[Word]) -> bool {
    words.iter().any(|word| {
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
        let found = (
            found.lists_skills(),
            found.names_duty(),
            found.lists_titles(),
        );
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
