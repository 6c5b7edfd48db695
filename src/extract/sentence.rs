//! Cutting running text into sentences, and sentences into clauses.

use crate::domain::{Eight, Marks, Span, find_byte};
use crate::vocabulary::{char_at, lower_ascii};

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
    let may_end = |bytes: Eight| {
        let marks = bytes
            .equal(b'.')
            .or(bytes.equal(b'!'))
            .or(bytes.equal(b'?'));
        marks.or(bytes.equal(b'\n')).or(bytes.beyond_ascii())
    };
    // Farther from its start a blank may end it too.
    let to = text.len().min(start + SENTENCE_MAX_BYTES);
    let near = text.as_bytes().get(..to).unwrap_or_default();
    match find_byte(near, from, may_end) {
        Some(at) => at,
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

/// The longest abbreviation that is known, in bytes.
const ABBREVIATION_MAX_BYTES: usize = 6;

fn ends_with_abbreviation(text: &str) -> bool {
    // Before most full stops stands a word that is longer than any that is shortened.
    let tail = text
        .as_bytes()
        .last_chunk::<{ ABBREVIATION_MAX_BYTES + 1 }>();
    if tail.is_some_and(|tail| tail.iter().all(u8::is_ascii_alphanumeric)) {
        return false;
    }
    let last = text
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    // A single letter, or letters parted by dots (`U.S`, `B.Tech` keeps going), is an initial.
    let mut chars = last.chars();
    let initial = chars.next().filter(|_| chars.next().is_none());
    if initial.is_some_and(|c| c.is_alphabetic() && c != 'I') {
        return true;
    }
    last.len() <= ABBREVIATION_MAX_BYTES
        && last.is_ascii()
        && matches!(
            lower_ascii(last).as_str(),
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
                | "sr"
                | "jr"
                | "snr"
                | "asst"
                | "mrs"
                | "prof"
                | "govt"
        )
}

fn push(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let part = text.get(start..end).unwrap_or_default();
    let from = part.trim_start();
    let lead = part.len() - from.len();
    let length = from.trim_end().len();
    if length > 0 {
        found.push(Span::new(start + lead, start + lead + length));
    }
}

/// The clauses of `sentence` (a part of `text`): cut at `,` `;` `:` before a blank, at dashes between blanks, and
/// before "whereas", "while" and "but".
pub(super) fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let part = sentence.of(text).unwrap_or_default();
    let mut cuts = Vec::new();
    cut_at_marks(part, &mut cuts);
    cut_before_words(part, &mut cuts);
    if cuts.is_empty() {
        let is_blank = part.trim_start().is_empty();
        let whole = Span::new(sentence.start, sentence.start + part.len());
        return if is_blank { Vec::new() } else { vec![whole] };
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

/// Adds where `part` is cut behind commas, semicolons, colons and dashes.
fn cut_at_marks(part: &str, cuts: &mut Vec<usize>) {
    let may_cut = |bytes: Eight| {
        // Brackets, commas and hyphens stand near each other, with `*` and `+`.
        let marks = bytes.within(b'(', b'-').or(bytes.within(b':', b';'));
        marks.or(bytes.within(b'[', b']')).or(bytes.beyond_ascii())
    };
    let mut depth = 0_u32;
    let mut from = 0;
    while let Some(at) = find_byte(part.as_bytes(), from, may_cut)
        && let Some(c) = char_at(part, at)
    {
        from = at + c.len_utf8();
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | ':' if depth == 0 && is_blank_at(part, from) => cuts.push(from),
            '–' | '—' | '-'
                if depth == 0 && is_blank_at(part, from) && !joins_range(part, at, from) =>
            {
                let before = part.get(..at).and_then(|before| before.chars().next_back());
                if before.is_none_or(char::is_whitespace) {
                    cuts.push(from);
                }
            }
            _ => {}
        }
    }
}

/// Whether a blank or nothing stands at byte `at`.
fn is_blank_at(text: &str, at: usize) -> bool {
    char_at(text, at).is_none_or(char::is_whitespace)
}

/// Whether a dash from `at` to `behind` stands between two amounts: it joins a range then, and does not part clauses.
fn joins_range(part: &str, at: usize, behind: usize) -> bool {
    let follows = part.get(behind..).unwrap_or_default().trim_start();
    let before = part.get(..at).unwrap_or_default().trim_end();
    follows.starts_with(|c: char| c.is_ascii_digit() || "$₹£€".contains(c))
        && before.ends_with(|c: char| c.is_alphanumeric() || c == '+')
}

/// Adds where `part` is cut before a word that opens a clause.
fn cut_before_words(part: &str, cuts: &mut Vec<usize>) {
    const WORDS: [&str; 3] = [" whereas ", " while ", " but "];
    let keeps_length =
        |c: char| c.to_lowercase().map(char::len_utf8).sum::<usize>() == c.len_utf8();
    if !part.is_ascii() && !part.chars().all(keeps_length) {
        let lower = part.to_lowercase();
        if lower.len() == part.len() {
            for word in WORDS {
                cuts.extend(lower.match_indices(word).map(|(at, _)| at));
            }
        }
        return;
    }
    let bytes = part.as_bytes();
    let first = |bytes: Eight| -> Marks {
        let small = bytes.equal(b'w').or(bytes.equal(b'b'));
        let capital = bytes.equal(b'W').or(bytes.equal(b'B'));
        bytes.equal(b' ').behind(true).and(small.or(capital))
    };
    // Behind a word its blank is used up for the same word.
    let mut free = [0; WORDS.len()];
    let mut from = 1;
    while let Some(letter) = find_byte(bytes, from, first) {
        from = letter + 1;
        let at = letter - 1;
        for (word, free) in WORDS.iter().zip(&mut free) {
            let end = at + word.len();
            let here = bytes.get(at..end);
            if at >= *free && here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes())) {
                cuts.push(at);
                *free = end;
            }
        }
    }
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
        check(
            "Sr. Welder, Jr. Nurse. They earn well.",
            &["Sr. Welder, Jr. Nurse.", "They earn well."],
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
