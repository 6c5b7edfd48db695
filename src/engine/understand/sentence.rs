//! One question, cut into words, with the names in it.

use std::ops::Range;

use super::lists::WordList;
use crate::domain::Span;
use crate::vocabulary::{GradeMention, Mention, Term, Vocabulary, Word};

/// A question and what stands in it.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) words: Vec<Word<'a>>,
    pub(super) mentions: Vec<Mention>,
    /// The rungs it writes, of whatever they are.
    pub(super) grades: Vec<GradeMention>,
    pub(super) vocabulary: &'a Vocabulary,
}

impl Sentence<'_> {
    /// The word `at` in lower case; empty outside the question.
    pub(super) fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    /// The word `back` words before `at`; empty where there is none.
    pub(super) fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.lower(at))
    }

    /// What stands between the word `at` and the next.
    pub(super) fn gap(&self, at: usize) -> &str {
        let end = self.words.get(at).map(|word| word.span.end);
        let start = self.words.get(at + 1).map(|word| word.span.start);
        let (Some(end), Some(start)) = (end, start) else {
            return "";
        };
        self.text.get(end..start).unwrap_or_default()
    }

    /// True where one of its words is in `list`.
    pub(super) fn has(&self, list: &WordList) -> bool {
        self.words.iter().any(|word| list.contains(&word.lower))
    }

    /// True where one of its words is one of `list`.
    pub(super) fn has_any(&self, list: &[&str]) -> bool {
        self.words
            .iter()
            .any(|word| list.contains(&word.lower.as_str()))
    }

    /// True where one of `second` follows `first`.
    pub(super) fn has_pair(&self, first: &str, second: &[&str]) -> bool {
        (0..self.words.len())
            .any(|at| self.lower(at) == first && second.contains(&self.lower(at + 1)))
    }

    /// Which words `span` covers.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let is_inside = |word: &Word| word.span.overlaps(span);
        let start = self.words.iter().position(is_inside).unwrap_or(0);
        let length = self
            .words
            .iter()
            .skip(start)
            .take_while(|word| is_inside(word));
        start..start + length.count()
    }

    /// The span of these words.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let first = self.words.get(range.start).map(|word| word.span);
        let last = range.end.checked_sub(1).and_then(|at| self.words.get(at));
        match (first, last) {
            (Some(first), Some(last)) => first.cover(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// True where a skill or tool is named there.
    pub(super) fn is_skill(&self, span: Span) -> bool {
        self.mentions
            .iter()
            .any(|mention| matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(span))
    }

    /// True where what begins with the word `at` is left out: "not in", "outside the", "other than".
    pub(super) fn is_left_out(&self, at: usize) -> bool {
        const BETWEEN: [&str; 13] = [
            "the", "of", "in", "from", "a", "an", "at", "for", "any", "being", "as", "to", "be",
        ];
        let mut at = at;
        for _ in 0..4 {
            let before = self.before(at, 1);
            at = at.saturating_sub(1);
            let second = self.before(at, 1);
            match before {
                "not" | "except" | "excluding" | "outside" | "besides" | "apart" | "aside"
                | "instead" | "non" | "isn't" | "don't" | "dont" => return true,
                "than" => return matches!(second, "other" | "rather"),
                "but" => {
                    return matches!(
                        second,
                        "anywhere" | "everywhere" | "anything" | "everything" | "any" | "all"
                    );
                }
                other if BETWEEN.contains(&other) => {}
                _ => return false,
            }
        }
        false
    }
}
