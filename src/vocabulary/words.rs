//! Splitting text into words in the way the vocabulary compares them.

use std::fmt;
use std::ops::Deref;

use smol_str::{SmolStr, StrExt as _};

use crate::domain::{Eight, Span};

/// The letters of a word: most stand in the text just so, and are not copied.
#[derive(Clone, Debug)]
pub enum Letters<'t> {
    /// A part of the text.
    Borrowed(&'t str),
    /// Changed from what the text has, or of no text.
    Own(SmolStr),
}

impl Letters<'_> {
    /// The letters.
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Letters::Borrowed(text) => text,
            Letters::Own(text) => text,
        }
    }

    /// `word`, which is ASCII, in lower case.
    pub fn lower_ascii(word: &str) -> Letters<'_> {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Letters::Own(lower_ascii(word))
        } else {
            Letters::Borrowed(word)
        }
    }

    /// The letters for themselves, without the text.
    pub fn to_smol(&self) -> SmolStr {
        match self {
            Letters::Borrowed(text) => SmolStr::new(text),
            Letters::Own(text) => text.clone(),
        }
    }
}

impl Deref for Letters<'_> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Letters<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Letters<'_> {}

impl PartialEq<str> for Letters<'_> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Letters<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<Letters<'_>> for SmolStr {
    fn eq(&self, other: &Letters<'_>) -> bool {
        self.as_str() == other.as_str()
    }
}

impl fmt::Display for Letters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// In lower case, without accents' combining marks, possessive `'s` and the dots of abbreviations.
    pub lower: Letters<'t>,
    /// As written, without possessive `'s` and the dots of abbreviations.
    pub written: Letters<'t>,
    /// Where it stands in the text.
    pub span: Span,
}

/// The words of `text`, in order.
///
/// Letters and digits make words; so do `+`, `#`, `.` and `'` inside or at the end of one where they belong to it
/// (`c++`, `c#`, `node.js`, `.net`, `U.S.`). Hyphens, slashes and everything else part words: `back-end` is two.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::with_capacity(text.len() / WORD_BYTES + 1);
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        if plain(*byte) == PLAIN_GAP {
            at += 1;
        } else if let Some((end, is_lower)) = end_of_plain_word(bytes, at) {
            let word = text.get(at..end).unwrap_or_default();
            found.push(Word {
                lower: if is_lower {
                    Letters::Borrowed(word)
                } else {
                    Letters::Own(lower_ascii(word))
                },
                written: Letters::Borrowed(word),
                span: Span::new(at, end),
            });
            // A blank behind it is passed at once.
            at = end + usize::from(bytes.get(end) == Some(&b' '));
        } else {
            let (end, word) = next_word(text, at);
            found.extend(word);
            at = end;
        }
    }
    found
}

/// What stands at `at`, which is no plain word: where it ends, and the word where it is one.
fn next_word(text: &str, at: usize) -> (usize, Option<Word<'_>>) {
    let Some(first) = char_at(text, at) else {
        return (text.len(), None);
    };
    let behind = at + first.len_utf8();
    if !(is_word_char(first) || is_leading_dot(text, first, at, behind)) {
        return (behind, None);
    }
    let mut end = end_of_word(text, first, behind);
    let raw = text.get(at..end).unwrap_or_default();
    let is_abbreviation = is_abbreviation(raw);
    if is_abbreviation && char_at(text, end) == Some('.') {
        end += 1;
    }
    let written = strip(raw, is_abbreviation);
    let lower = fold_word(&written);
    let word = (!lower.is_empty()).then_some(Word {
        lower,
        written,
        span: Span::new(at, end),
    });
    (end, word)
}

/// About how many bytes a word takes with the blank behind it.
const WORD_BYTES: usize = 5;

/// The character at byte `at` of `text`; none at its end or inside a character. ASCII is told without decoding.
pub fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// What a byte is to a plain word: a letter or digit, or a capital, which is both; a gap, which no word can begin with or
/// hold; or nothing that is told at once.
const PLAIN: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        // A constant is made before any iterator can run; bytes below 128 fit.
        #[expect(clippy::cast_possible_truncation, reason = "below 128")]
        let letter = byte as u8;
        if letter.is_ascii_uppercase() {
            table[byte] = PLAIN_LETTER | PLAIN_CAPITAL;
        } else if letter.is_ascii_alphanumeric() {
            table[byte] = PLAIN_LETTER;
        } else if !matches!(letter, b'.' | b'\'' | b'+' | b'#') {
            table[byte] = PLAIN_GAP;
        }
        byte += 1;
    }
    table
};
const PLAIN_LETTER: u8 = 1;
const PLAIN_CAPITAL: u8 = 2;
const PLAIN_GAP: u8 = 4;

fn plain(byte: u8) -> u8 {
    PLAIN.get(usize::from(byte)).copied().unwrap_or(0)
}

/// Where a word of ASCII letters and digits ends that begins at `start`, where nothing behind them may belong to it or
/// change it, and whether it has no capitals; most words are such.
fn end_of_plain_word(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let rest = bytes.get(start..)?;
    let (length, is_lower) = plain_letters(rest);
    let goes_on = match rest.get(length) {
        None | Some(b' ') => false,
        Some(b'.' | b'\'') => {
            let next = rest.get(length + 1);
            next.is_some_and(|next| !next.is_ascii() || next.is_ascii_alphanumeric())
        }
        // `–`, `“` and their like, all but `’`, in the first 64 places of what `is_mark` tells.
        Some(0xE2) => {
            !matches!(rest.get(length + 1..length + 3), Some([0x80, third]) if *third != 0x99)
        }
        Some(mark) => plain(*mark) != PLAIN_GAP,
    };
    (length > 0 && !goes_on).then_some((start + length, is_lower))
}

/// How many ASCII letters and digits `bytes` begins with, and whether no capital is among them.
fn plain_letters(bytes: &[u8]) -> (usize, bool) {
    let mut length = 0;
    let mut is_lower = true;
    if let Some(part) = bytes.first_chunk::<8>() {
        let part = Eight::new(*part);
        let capitals = part.within(b'A', b'Z');
        let small = part.within(b'a', b'z').or(part.within(b'0', b'9'));
        length = capitals.or(small).others().before_first();
        is_lower = !capitals.among(length).any();
        if length < 8 {
            return (length, is_lower);
        }
    }
    let mut seen = 0;
    for byte in bytes.get(length..).unwrap_or_default() {
        let plain = plain(*byte);
        if plain & PLAIN_LETTER == 0 {
            break;
        }
        seen |= plain;
        length += 1;
    }
    (length, is_lower && seen & PLAIN_CAPITAL == 0)
}

/// True for the dot of `.net`, at byte `at`: letters follow it, and no word stands before it.
fn is_leading_dot(text: &str, first: char, at: usize, behind: usize) -> bool {
    let before = || text.get(..at).and_then(|text| text.chars().next_back());
    first == '.'
        && char_at(text, behind).is_some_and(char::is_alphabetic)
        && before().is_none_or(|c| c.is_whitespace() || "(,/\"'`*_".contains(c))
}

/// Where the word that `first` opens ends, given the byte behind `first`.
fn end_of_word(text: &str, first: char, behind: usize) -> usize {
    let (mut at, mut last) = (behind, first);
    while let Some(c) = char_at(text, at) {
        let next = at + c.len_utf8();
        let inside = is_word_char(c)
            || match c {
                '.' | '\'' | '’' => {
                    last.is_alphanumeric() && char_at(text, next).is_some_and(char::is_alphanumeric)
                }
                // A `+` behind digits is an open range, one behind letters belongs to the word: `5+` never gets here.
                '+' | '#' => last.is_alphabetic() || last == '+',
                _ => false,
            };
        if !inside {
            break;
        }
        (at, last) = (next, c);
    }
    at
}

/// Single letters with dots between: `U.S`, without the last dot.
fn is_abbreviation(raw: &str) -> bool {
    if let [first, second, ..] = raw.as_bytes()
        && first.is_ascii()
        && *second != b'.'
    {
        return false;
    }
    raw.len() >= 3
        && raw.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

/// Lower case, with combining marks removed: `München` compares as `munchen`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    folded(text).collect()
}

/// Whether `name` is what [`fold`] makes of `text`; told by the first letters where it is not.
pub(super) fn is_folded(name: &str, text: &str) -> bool {
    folded(text).eq(name.chars())
}

/// As [`fold`], for one word.
fn fold_word<'t>(word: &Letters<'t>) -> Letters<'t> {
    // An apostrophe stands for itself.
    if word.chars().any(|c| !c.is_ascii() && c != '’') {
        return Letters::Own(folded(word).collect());
    }
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Letters::Own(lower_ascii(word))
    } else {
        word.clone()
    }
}

/// An ASCII word in lower case; a word of usual length is made in place.
pub fn lower_ascii(word: &str) -> SmolStr {
    word.to_ascii_lowercase_smolstr()
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
}

fn is_word_char(c: char) -> bool {
    !is_mark(c) && c.is_alphanumeric()
}

/// True for dashes, quotation marks, bullets and signs of currencies, which are told at once: articles are full of them,
/// and to ask whether they are letters takes long.
///
/// # Source
/// The Unicode Standard: the blocks General Punctuation and Currency Symbols hold no letters and no digits.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}')
}

fn strip(raw: &str, is_abbreviation: bool) -> Letters<'_> {
    let raw = raw
        .strip_suffix("'s")
        .or_else(|| raw.strip_suffix("’s"))
        .unwrap_or(raw);
    if is_abbreviation {
        Letters::Own(raw.replace_smolstr(".", ""))
    } else {
        Letters::Borrowed(raw)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words = words(text);
        let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
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

    proptest! {
        #[test]
        fn plain_words_are_as_all_others(pieces in prop::collection::vec(piece(), 0..12)) {
            let text = pieces.concat();
            let mut expected = Vec::new();
            let mut at = 0;
            while at < text.len() {
                let (end, word) = next_word(&text, at);
                expected.extend(word);
                at = end;
            }
            prop_assert_eq!(words(&text), expected, "{:?}", text);
        }
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "a",
            "B",
            "Z",
            "z",
            "0",
            "9",
            "data",
            "Glass",
            "conductor",
            "QA",
            "tramconductor",
            " ",
            " ",
            "  ",
            "\n",
            ".",
            "'",
            "’",
            "'s",
            "+",
            "#",
            "-",
            "/",
            "(",
            "@",
            "[",
            "`",
            "{",
            "é",
            "É",
            "ſ",
            "\u{301}",
            "–",
            "₹",
            "\u{a0}",
            "net",
        ])
    }
}
