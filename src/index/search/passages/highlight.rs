//! Which words of a passage are why it was found.

use smol_str::SmolStr;

use super::super::super::words::{Cutter, Word};
use super::SLOP;
use super::wanted::{Form, Wanted, root};
use crate::domain::Span;

/// Where `text` holds what was wanted: a name of several words as one where it stands so, its words one by one where
/// they stand near each other, and those that are there where the name is not.
pub(super) fn matches(wanted: &Wanted, text: &str, cutter: &mut Cutter) -> Vec<Span> {
    let mut words = cutter.words(text);
    words.retain(|word| wanted.holds(&word.text));
    let mut spans = Vec::new();
    for term in &wanted.terms {
        let mut here = Vec::new();
        for form in &term.forms {
            here.extend(phrases(wanted, &words, form));
        }
        if here.is_empty() {
            for form in &term.forms {
                here.extend(near(wanted, &words, form));
            }
        }
        if let Some(own) = term.forms.first()
            && here.is_empty()
        {
            let held = |word: &&Word| own.iter().any(|(_, at)| says(wanted, *at, &word.text));
            here.extend(words.iter().filter(held).map(|word| word.span));
        }
        spans.extend(here);
    }
    merged(spans, text)
}

/// True when `word` is the very word wanted at `at`.
fn is_word(wanted: &Wanted, at: usize, word: &Word) -> bool {
    let own = wanted.words.get(at);
    own.is_some_and(|own| own.text == word.text)
}

/// True when `text` is the word wanted at `at`, or one of the same family.
fn says(wanted: &Wanted, at: usize, text: &SmolStr) -> bool {
    let word = wanted.words.get(at);
    word.is_some_and(|word| root(&word.text) == root(text))
}

/// Where the words of `form` follow each other, each such place as one.
fn phrases(wanted: &Wanted, words: &[Word], form: &Form) -> Vec<Span> {
    let Some((first, rest)) = form.split_first() else {
        return Vec::new();
    };
    let mut spans = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !is_word(wanted, first.1, word) {
            continue;
        }
        let mut whole = Some(word.span);
        for (offset, wanted_at) in rest {
            let mut behind = words.iter().skip(at);
            let place = word.position + (offset - first.0);
            let found =
                behind.find(|word| word.position == place && is_word(wanted, *wanted_at, word));
            whole = whole.zip(found).map(|(whole, word)| whole.cover(word.span));
        }
        spans.extend(whole);
    }
    spans
}

/// The words that say `form`: all of its words, in any order, no farther apart than [`SLOP`] allows.
fn near(wanted: &Wanted, words: &[Word], form: &Form) -> Vec<Span> {
    let reach = form.last().map_or(0, |(offset, _)| *offset) + SLOP;
    let mut spans = Vec::new();
    for (at, first) in words.iter().enumerate() {
        let mut missing: Vec<usize> = form.iter().map(|(_, word)| *word).collect();
        let window = words.iter().skip(at);
        let window = window.take_while(|word| word.position - first.position <= reach);
        let mut seen = Vec::new();
        for word in window {
            let before = missing.len();
            missing.retain(|at| !is_word(wanted, *at, word));
            if missing.len() < before {
                seen.push(word.span);
            } else if seen.is_empty() {
                break;
            }
            if missing.is_empty() {
                spans.append(&mut seen);
                break;
            }
        }
    }
    spans
}

/// `spans` in order, those joined that overlap or have only a space or joining sign between them.
fn merged(mut spans: Vec<Span>, text: &str) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last)
                if last.end >= span.start || joins(Span::new(last.end, span.start), text) =>
            {
                *last = last.cover(span);
            }
            _ => merged.push(span),
        }
    }
    merged
}

fn joins(gap: Span, text: &str) -> bool {
    gap.len() <= 3
        && gap.of(text).is_some_and(|between| {
            between
                .chars()
                .all(|char| matches!(char, ' ' | '-' | '/' | '.' | '‑'))
        })
}
