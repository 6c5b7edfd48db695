//! Cleaning what was typed: chat markup goes, slips of the finger are mended.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::lists::{AROUND, FEES, FIGURE, PAY, ROADMAP, ROLE, SHORT_FORMS, STOP};
use crate::domain::Span;
use crate::vocabulary::{Term, TitleNoun, Vocabulary, distance_allowed, fold, words};

/// The shortest word that may be two words written as one.
const JOINED_MIN_CHARS: usize = 7;

/// The words that may have been meant where nobody knows the one that was typed.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Speller {
    /// How often each stands in names.
    counts: FxHashMap<SmolStr, usize>,
    /// By first character: the word and its length in characters.
    by_first: FxHashMap<char, Vec<(SmolStr, usize)>>,
}

impl Speller {
    /// The words of the names in `vocabulary`, those of job titles and those that questions are made of.
    pub(in crate::engine) fn new(vocabulary: &Vocabulary) -> Speller {
        let own = [&STOP, &PAY, &ROADMAP, &ROLE, &FEES, &FIGURE, &AROUND];
        let own = own.into_iter().flat_map(super::lists::WordList::iter);
        let titles = vocabulary.titles().nouns();
        let mut counts: FxHashMap<SmolStr, usize> = FxHashMap::default();
        let all = vocabulary.name_words().chain(own).chain(titles);
        for name in all.filter(|name| name.chars().all(char::is_alphabetic)) {
            *counts.entry(SmolStr::new(name)).or_default() += 1;
        }
        let mut by_first: FxHashMap<char, Vec<(SmolStr, usize)>> = FxHashMap::default();
        for name in counts.keys() {
            let length = name.chars().count();
            if let Some(first) = name.chars().next().filter(|_| length > 3) {
                by_first
                    .entry(first)
                    .or_default()
                    .push((name.clone(), length));
            }
        }
        Speller { counts, by_first }
    }

    fn knows(&self, word: &str) -> bool {
        let singular = word.strip_suffix('s').unwrap_or(word);
        self.counts.contains_key(word) || self.counts.contains_key(singular)
    }

    /// The words nearest to `typed`: one, or several that are equally near.
    fn near(&self, typed: &str) -> Vec<&SmolStr> {
        let length = typed.chars().count();
        let allowed = distance_allowed(length);
        let Some(first) = typed.chars().next().filter(|_| allowed > 0) else {
            return Vec::new();
        };
        let mut near: Vec<(usize, Reverse<usize>, &SmolStr)> = self
            .by_first
            .get(&first)
            .into_iter()
            .flatten()
            .filter(|(_, other)| other.abs_diff(length) <= allowed)
            .map(|(name, _)| {
                let often = self.counts.get(name).copied().unwrap_or_default();
                (strsim::osa_distance(typed, name), Reverse(often), name)
            })
            .filter(|(distance, _, _)| *distance <= allowed)
            .collect();
        near.sort_unstable();
        let best = near.first().copied();
        let as_near = |(distance, Reverse(often), name): &(usize, Reverse<usize>, &SmolStr)| {
            best.is_some_and(|(least, Reverse(most), first)| {
                // One that is the plural of another, or far seldomer in names, is no other reading.
                let is_plural = first.strip_suffix('s') == Some(name.as_str())
                    || name.strip_suffix('s') == Some(first.as_str());
                *name == first || (*distance == least && most < 3 * often && !is_plural)
            })
        };
        near.iter()
            .filter(|found| as_near(found))
            .map(|(_, _, name)| *name)
            .collect()
    }
}

/// Titles in letters that people write together with the number of a rung: "sde2".
const NUMBERED: [&str; 4] = ["sde", "swe", "sdet", "mts"];

/// "SDE2" as "SDE 2": a title and the number of a rung.
pub(super) fn with_numbers_apart(text: &str) -> String {
    let mut apart = String::with_capacity(text.len() + 1);
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            apart.push(' ');
        }
        let letters = word.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        let number = word.get(letters.len()..).unwrap_or_default();
        let is_title = NUMBERED.contains(&letters.to_ascii_lowercase().as_str());
        apart.push_str(letters);
        if is_title && number.starts_with(|c: char| c.is_ascii_digit()) {
            apart.push(' ');
        }
        apart.push_str(number);
    }
    apart
}

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

/// Mends words that nobody knows: short forms are written out, two words written as one are parted, and what is one slip
/// away from exactly one word that carries meaning is read as that one.
pub(super) fn mend(
    text: &str,
    vocabulary: &Vocabulary,
    speller: &Speller,
    is_known: &dyn Fn(&str) -> bool,
) -> (String, Vec<(String, String)>) {
    let found: Vec<(Span, String)> = words(text)
        .into_iter()
        .filter_map(|word| {
            meant(&word.lower, vocabulary, speller, is_known).map(|name| (word.span, name))
        })
        .collect();
    if found.is_empty() {
        return (text.to_owned(), Vec::new());
    }
    // A mended word must mean something where it stands: "drives" is no truck driver.
    let (all, spans) = replaced(text, &found);
    let mentions = vocabulary.mentions(&all);
    let is_work = words(&all).iter().any(|word| {
        [&PAY, &ROADMAP, &ROLE]
            .iter()
            .any(|list| list.contains(&word.lower))
    });
    let tells = |typed: &str, name: &str| {
        // "Porter" may be a title that nobody knows: only what is far longer than its one slip is read as another.
        let is_agent = typed.ends_with("er") || typed.ends_with("or");
        let is_title = vocabulary.titles().noun(name) == Some(TitleNoun::Alone)
            && strsim::osa_distance(typed, name) == 1
            && (!is_agent || typed.len() >= 8);
        [&PAY, &ROADMAP, &ROLE, &FEES, &FIGURE]
            .iter()
            .any(|list| list.contains(name))
            || (is_title && is_work)
            || name.contains(' ')
            || SHORT_FORMS.iter().any(|(_, long)| *long == name)
    };
    let telling: Vec<(Span, String)> = found
        .into_iter()
        .zip(spans)
        .filter(|((at, name), span)| {
            tells(&fold(at.of(text).unwrap_or_default()), name)
                || mentions.iter().any(|mention| mention.span.overlaps(*span))
        })
        .map(|(found, _)| found)
        .collect();
    let corrections = telling
        .iter()
        .map(|(span, name)| (span.of(text).unwrap_or_default().to_owned(), name.clone()))
        .collect();
    (replaced(text, &telling).0, corrections)
}

/// `text` with each span replaced by its word, and where the words stand then.
fn replaced(text: &str, with: &[(Span, String)]) -> (String, Vec<Span>) {
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

/// What was meant by `typed`; none where it stands for itself or nobody can tell.
fn meant(
    typed: &str,
    vocabulary: &Vocabulary,
    speller: &Speller,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<String> {
    if let Some((_, long)) = SHORT_FORMS.iter().find(|(short, _)| *short == typed) {
        return Some((*long).to_owned());
    }
    let is_word = typed.chars().all(char::is_alphabetic);
    if typed.len() <= 4 || !is_word || speller.knows(typed) || is_known(typed) {
        return None;
    }
    if let Some(parted) = parted(typed, vocabulary, speller) {
        return Some(parted);
    }
    let near = speller.near(typed);
    let first = near.first()?;
    // Several words are equally near: which one was typed does not matter where all name the same.
    let named = |word: &SmolStr| {
        vocabulary
            .mentions(word)
            .into_iter()
            .map(|mention| mention.term)
            .next()
    };
    let role = |word: &SmolStr| match named(word) {
        Some(Term::Role { id, .. }) => Some(id),
        _ => None,
    };
    let is_same = near.len() == 1
        || (role(first).is_some() && near.iter().all(|word| role(word) == role(first)));
    is_same.then(|| first.to_string())
}

/// "backenddeveloper", "salaryindia": two words written as one, where both together or each of them is a name.
fn parted(typed: &str, vocabulary: &Vocabulary, speller: &Speller) -> Option<String> {
    if typed.chars().count() < JOINED_MIN_CHARS {
        return None;
    }
    let is_name = |word: &str| {
        let mentions = vocabulary.mentions(word);
        let is_whole = |mention: &crate::vocabulary::Mention| {
            let is_skill = matches!(mention.term, Term::Skill(_));
            !is_skill && mention.span == Span::new(0, word.len())
        };
        mentions.iter().any(is_whole)
    };
    let tells =
        |word: &str| [&PAY, &ROADMAP].iter().any(|list| list.contains(word)) || is_name(word);
    typed.char_indices().skip(2).find_map(|(at, _)| {
        let (first, second) = (typed.get(..at)?, typed.get(at..)?);
        if second.chars().count() < 3 || !speller.knows(first) || !speller.knows(second) {
            return None;
        }
        let both = format!("{first} {second}");
        let is_title =
            vocabulary.titles().is_modifier(first) && vocabulary.titles().noun(second).is_some();
        (is_name(&both) || is_title || (tells(first) && tells(second))).then_some(both)
    })
}
