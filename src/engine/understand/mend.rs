//! Cleaning what was typed: chat markup goes, slips of the finger are mended.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::lists::{FEES, PAY, ROADMAP, ROLE, STOP};
use crate::domain::Span;
use crate::vocabulary::{Vocabulary, distance_allowed, words};

/// Mentions, markup and control characters of the chat are no part of a question.
pub(super) fn without_markup(question: &str) -> String {
    let mut text = String::with_capacity(question.len());
    let mut rest = question;
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or_default();
        // `<@123>`, `<@&123>`, `<#123>`, `<:name:123>`, `<t:123>`.
        if c == '<'
            && tail.starts_with(['@', '#', ':', 't', 'a', '/'])
            && let Some(end) = tail.find('>').filter(|end| *end <= 60)
        {
            text.push(' ');
            rest = tail.get(end + 1..).unwrap_or_default();
            continue;
        }
        if let Some(after) = ["@everyone", "@here"]
            .iter()
            .find_map(|mention| rest.strip_prefix(mention))
        {
            text.push(' ');
            rest = after;
            continue;
        }
        text.push(if c.is_control() || "*_`~|>\u{200b}\u{200d}".contains(c) {
            ' '
        } else {
            c
        });
        rest = tail;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Mends words that nobody knows and that are one slip away from exactly one word that carries meaning.
pub(super) fn mend(
    text: &str,
    vocabulary: &Vocabulary,
    is_known: &dyn Fn(&str) -> bool,
) -> (String, Vec<(String, String)>) {
    let own = STOP
        .iter()
        .chain(PAY)
        .chain(ROADMAP)
        .chain(ROLE)
        .chain(FEES)
        .copied();
    let mut names: HashMap<&str, usize> = HashMap::new();
    let all = vocabulary.name_words().chain(own);
    for name in all.filter(|name| name.chars().all(char::is_alphabetic)) {
        *names.entry(name).or_default() += 1;
    }
    let found: Vec<(Span, &str)> = words(text)
        .into_iter()
        .filter_map(|word| near_name(&word.lower, &names, is_known).map(|name| (word.span, name)))
        .collect();
    // A mended word must mean something where it stands: "drives" is no truck driver.
    let own: HashSet<&str> = [PAY, ROADMAP, ROLE, FEES].concat().into_iter().collect();
    let (all, spans) = replaced(text, &found);
    let mentions = vocabulary.mentions(&all);
    let telling: Vec<(Span, &str)> = found
        .iter()
        .zip(spans)
        .filter(|((_, name), span)| {
            own.contains(name) || mentions.iter().any(|mention| mention.span.overlaps(*span))
        })
        .map(|(found, _)| *found)
        .collect();
    let corrections = telling
        .iter()
        .map(|(span, name)| {
            (
                span.of(text).unwrap_or_default().to_owned(),
                (*name).to_owned(),
            )
        })
        .collect();
    (replaced(text, &telling).0, corrections)
}

/// `text` with each span replaced by its word, and where the words stand then.
fn replaced(text: &str, with: &[(Span, &str)]) -> (String, Vec<Span>) {
    let mut mended = String::with_capacity(text.len());
    let mut spans = Vec::new();
    let mut at = 0;
    for (span, name) in with {
        mended.push_str(text.get(at..span.start).unwrap_or_default());
        spans.push(Span::new(mended.len(), mended.len() + name.len()));
        mended.push_str(name);
        at = span.end;
    }
    mended.push_str(text.get(at..).unwrap_or_default());
    (mended, spans)
}

fn near_name<'a>(
    typed: &str,
    names: &HashMap<&'a str, usize>,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<&'a str> {
    let length = typed.chars().count();
    let allowed = distance_allowed(length);
    let singular = typed.strip_suffix('s').unwrap_or(typed);
    if allowed == 0
        || !typed.chars().all(char::is_alphabetic)
        || names.contains_key(typed)
        || names.contains_key(singular)
        || is_known(typed)
    {
        return None;
    }
    let first = typed.chars().next();
    let mut near: Vec<(usize, Reverse<usize>, &str)> = names
        .iter()
        .filter(|(name, _)| {
            name.chars().next() == first
                && name.chars().count().abs_diff(length) <= allowed
                && name.chars().count() > 3
        })
        .map(|(name, count)| (strsim::osa_distance(typed, name), Reverse(*count), *name))
        .filter(|(distance, _, _)| *distance <= allowed)
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [(_, _, only)] => Some(only),
        // Two equally near words: neither is sure, unless one is the other's plural or far commoner in names.
        [(a, Reverse(often), first), (b, Reverse(seldom), second), ..]
            if a < b
                || *often >= 3 * *seldom
                || first.strip_suffix('s') == Some(second)
                || second.strip_suffix('s') == Some(first) =>
        {
            Some(first)
        }
        _ => None,
    }
}
