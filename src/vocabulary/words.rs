//! Splitting text into words in the way the vocabulary compares them.

use crate::domain::Span;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// In lower case, without accents' combining marks, possessive `'s` and the dots of abbreviations.
    pub lower: String,
    /// As written, without possessive `'s` and the dots of abbreviations.
    pub written: String,
    /// Where it stands in the text.
    pub span: Span,
}

/// The words of `text`, in order.
///
/// Letters and digits make words; so do `+`, `#`, `.` and `'` inside or at the end of one where they belong to it
/// (`c++`, `c#`, `node.js`, `.net`, `U.S.`). Hyphens, slashes and everything else part words: `back-end` is two.
pub fn words(text: &str) -> Vec<Word> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let byte = |i: usize| chars.get(i).map_or(text.len(), |&(b, _)| b);
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let starts_with_dot = at(i) == Some('.')
            && at(i + 1).is_some_and(char::is_alphabetic)
            && (i == 0 || at(i - 1).is_none_or(|c| c.is_whitespace() || "(,/\"'`*_".contains(c)));
        if !starts_with_dot && !at(i).is_some_and(is_word_char) {
            i += 1;
            continue;
        }
        let start = i;
        i += 1;
        while let Some(c) = at(i) {
            let inside = is_word_char(c)
                || (matches!(c, '.' | '\'' | '’')
                    && at(i + 1).is_some_and(char::is_alphanumeric)
                    && at(i - 1).is_some_and(char::is_alphanumeric))
                || (matches!(c, '+' | '#')
                    && at(i - 1).is_some_and(|p| p.is_alphabetic() || p == '+'));
            if !inside {
                break;
            }
            i += 1;
        }
        // A `+` behind digits is an open range, one behind letters belongs to the word; `5+` never gets here.
        let mut end = i;
        let raw = text.get(byte(start)..byte(end)).unwrap_or_default();
        let is_abbreviation = raw.len() >= 3
            && raw
                .split('.')
                .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        if is_abbreviation && at(end) == Some('.') {
            end += 1;
            i = end;
        }
        let span = Span::new(byte(start), byte(end));
        let written = strip(raw, is_abbreviation);
        let lower = fold(&written);
        if !lower.is_empty() {
            found.push(Word {
                lower,
                written,
                span,
            });
        }
    }
    found
}

/// Lower case, with combining marks removed: `München` compares as `munchen`.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

fn strip(raw: &str, is_abbreviation: bool) -> String {
    let raw = raw
        .strip_suffix("'s")
        .or_else(|| raw.strip_suffix("’s"))
        .unwrap_or(raw);
    if is_abbreviation {
        raw.replace('.', "")
    } else {
        raw.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let lower: Vec<String> = words(text).into_iter().map(|word| word.lower).collect();
        assert_eq!(lower.join("|"), expected, "words of {text:?}");
    }

    #[test]
    fn splits_hyphens_and_keeps_technical_names() {
        check("Back-end developer's pay", "back|end|developer|pay");
        check("C++, C#, .NET and Node.js", "c++|c#|.net|and|node.js");
        check("the U.S. and the U.K., too", "the|us|and|the|uk|too");
        check("UI/UX; 5+ years", "ui|ux|5|years");
        check("München. Next", "munchen|next");
    }

    #[test]
    fn spans_lie_on_characters() {
        for word in words("Größe ₹4 LPA – “München’s” U.S. .NET") {
            assert!(!word.span.is_empty());
        }
    }
}
