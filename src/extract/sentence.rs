//! Cutting running text into sentences, and sentences into clauses.

use crate::domain::Span;
use crate::vocabulary::char_at;

/// What runs on longer than this, in bytes, is cut at the next blank: nobody's sentence is that long, and the work on
/// one grows with the square of its length.
const SENTENCE_MAX_BYTES: usize = 2_000;

/// The sentences of `text`, as spans without surrounding blanks.
///
/// A full stop ends a sentence when a blank and a capital, digit, sign or quotation mark follow, and the word before
/// it is no abbreviation; line breaks always do.
pub(super) fn sentences(text: &str) -> Vec<Span> {
    let at = |i: usize| char_at(text, i);
    let mut found = Vec::new();
    let mut start = 0;
    let mut i = 0;
    loop {
        i = pass_over(text, start, i);
        let Some(c) = at(i) else { break };
        i += c.len_utf8();
        let ends = match c {
            '\n' => true,
            '.' | '!' | '?' | '…' => {
                let mut last = c;
                while let Some(c) = at(i)
                    .filter(|c| matches!(c, '.' | '!' | '?' | '"' | '”' | '’' | ')' | '\'' | ']'))
                {
                    i += c.len_utf8();
                    last = c;
                }
                at(i).is_none_or(char::is_whitespace)
                    && starts_sentence(text, i)
                    && !(c == '.'
                        && ends_with_abbreviation(
                            text.get(start..i - last.len_utf8()).unwrap_or_default(),
                        ))
            }
            _ => c.is_whitespace() && i - start > SENTENCE_MAX_BYTES,
        };
        if ends || i - start > 2 * SENTENCE_MAX_BYTES {
            push(&mut found, text, start, i);
            start = i;
        }
    }
    push(&mut found, text, start, text.len());
    found
}

/// Where the next character stands, from `from` on, that may end the sentence which begins at `start`.
fn pass_over(text: &str, start: usize, from: usize) -> usize {
    // The first byte of `…`.
    const ELLIPSIS: u8 = 0xE2;
    let may_end = |byte: &u8| matches!(*byte, b'\n' | b'.' | b'!' | b'?' | ELLIPSIS);
    // Farther from its start a blank may end it too.
    let to = text.len().min(start + SENTENCE_MAX_BYTES);
    let near = text.as_bytes().get(from..to).unwrap_or_default();
    match near.iter().position(may_end) {
        Some(length) => from + length,
        None if near.is_empty() => from,
        None => (from..=to)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(from),
    }
}

fn starts_sentence(text: &str, from: usize) -> bool {
    let next = text
        .get(from..)
        .and_then(|rest| rest.chars().find(|c| !c.is_whitespace()));
    next.is_none_or(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | ')' | '–' | '-'))
}

fn ends_with_abbreviation(text: &str) -> bool {
    let last = text
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let lower = last.to_lowercase();
    // A single letter, or letters parted by dots (`U.S`, `B.Tech` keeps going), is an initial.
    let initials =
        last.chars().count() == 1 && last.chars().all(char::is_alphabetic) && last != "I";
    initials
        || matches!(
            lower.as_str(),
            "e.g"
                | "i.e"
                | "eg"
                | "vs"
                | "approx"
                | "rs"
                | "inc"
                | "ltd"
                | "co"
                | "mr"
                | "ms"
                | "dr"
                | "no"
                | "st"
                | "fig"
                | "avg"
                | "p.a"
                | "dept"
                | "est"
        )
}

fn push(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let part = text.get(start..end).unwrap_or_default();
    let lead = part.len() - part.trim_start().len();
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        found.push(Span::new(start + lead, start + lead + trimmed.len()));
    }
}

/// The clauses of `sentence` (a part of `text`): cut at `,` `;` `:` before a blank, at dashes between blanks, and
/// before "whereas", "while" and "but".
pub(super) fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let part = sentence.of(text).unwrap_or_default();
    let mut cuts = Vec::new();
    let mut depth = 0_u32;
    let mut previous = ' ';
    let mut iter = part.char_indices().peekable();
    while let Some((at, c)) = iter.next() {
        let next_blank = iter.peek().is_none_or(|(_, c)| c.is_whitespace());
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | ':' if depth == 0 && next_blank => cuts.push(at + c.len_utf8()),
            '–' | '—' | '-' if depth == 0 && next_blank && previous.is_whitespace() => {
                // A dash between two amounts joins a range; it does not part clauses.
                let follows = part
                    .get(at + c.len_utf8()..)
                    .unwrap_or_default()
                    .trim_start();
                let joins = follows.starts_with(|c: char| c.is_ascii_digit() || "$₹£€".contains(c))
                    && part
                        .get(..at)
                        .unwrap_or_default()
                        .trim_end()
                        .ends_with(|c: char| c.is_alphanumeric() || c == '+');
                if !joins {
                    cuts.push(at + c.len_utf8());
                }
            }
            _ => {}
        }
        previous = c;
    }
    let lower = part.to_lowercase();
    if lower.len() == part.len() {
        for word in [" whereas ", " while ", " but "] {
            cuts.extend(lower.match_indices(word).map(|(at, _)| at));
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut found = Vec::new();
    let mut start = 0;
    for cut in cuts.into_iter().chain([part.len()]) {
        if part
            .get(start..cut)
            .is_some_and(|piece| !piece.trim().is_empty())
        {
            found.push(Span::new(sentence.start + start, sentence.start + cut));
            start = cut;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text)
            .into_iter()
            .filter_map(|span| span.of(text))
            .collect();
        assert_eq!(found, expected, "sentences of {text:?}");
    }

    #[test]
    fn ends_sentences_where_a_reader_would() {
        check(
            "Pay is high. Demand grows!",
            &["Pay is high.", "Demand grows!"],
        );
        check(
            "In the U.S. pay is $100,000. More follows.",
            &["In the U.S. pay is $100,000.", "More follows."],
        );
        check(
            "A B.Tech, e.g. from Pune, costs Rs. 6 lakh.",
            &["A B.Tech, e.g. from Pune, costs Rs. 6 lakh."],
        );
        check(
            "₹4.58 LPA is paid. 5 years later, more.",
            &["₹4.58 LPA is paid.", "5 years later, more."],
        );
        check("one\ntwo", &["one", "two"]);
        check("", &[]);
    }

    #[track_caller]
    fn check_clauses(text: &str, expected: &[&str]) {
        let found: Vec<&str> = clauses(text, Span::new(0, text.len()))
            .into_iter()
            .filter_map(|span| span.of(text))
            .map(str::trim)
            .collect();
        assert_eq!(found, expected, "clauses of {text:?}");
    }

    #[test]
    fn cuts_clauses_but_not_numbers() {
        check_clauses(
            "In India, pay is ₹1,00,000, rising later",
            &["In India,", "pay is ₹1,00,000,", "rising later"],
        );
        check_clauses(
            "backend pays $87K whereas frontend pays $76K",
            &["backend pays $87K", "whereas frontend pays $76K"],
        );
        check_clauses(
            "pay is $70,000 – $100,000 (0–2 years, entry)",
            &["pay is $70,000 – $100,000 (0–2 years, entry)"],
        );
        check_clauses(
            "Senior – $120,000 and more",
            &["Senior – $120,000 and more"],
        );
    }
}
