//! The tokens of a text, cut only as far as they are asked for.
//!
//! Most of what is written says nothing of any amount. An amount has a number in it, so that text is cut from some words
//! before each number on, and behind it as far as the amount goes.

use super::glance::digit_from;
use super::known::known;
use super::lex::{Token, currency_of_word, cut, is_currency_letter};
use super::read::is_filler;
use crate::domain::Span;
use crate::vocabulary::char_at;

/// So many words are cut before a number and its currency: `not more than USD $5`. Those that may stand in any number
/// between are not counted.
const WORDS_BEFORE: usize = 3;

/// For how many tokens there is room from the start: most texts with a number are a figure or a sentence around one.
const TOKENS_USUAL: usize = 24;

/// Text that is cut into tokens by and by.
pub(super) struct Tokens<'t> {
    text: &'t str,
    /// Where the next token is sought.
    at: usize,
    /// True when no blank stands before `at`.
    glued: bool,
    /// What was cut since the last gap.
    cut: Vec<Token>,
    /// The first of `cut` that may open an amount and is not yet passed, or one before it.
    next: usize,
    /// Up to where all is cut: where the last number stands that was looked for.
    number: Option<usize>,
}

impl<'t> Tokens<'t> {
    /// The tokens around the numbers of `text`.
    pub(super) fn near_numbers(text: &'t str) -> Tokens<'t> {
        Tokens {
            text,
            at: 0,
            glued: false,
            cut: Vec::new(),
            next: 0,
            number: None,
        }
    }

    /// All tokens of `text`.
    #[cfg(test)]
    pub(super) fn all(text: &'t str) -> Tokens<'t> {
        Tokens {
            number: Some(text.len()),
            ..Tokens::near_numbers(text)
        }
    }

    /// The token at `at`, counted from the last gap; none behind the end of the text.
    pub(super) fn get(&mut self, at: usize) -> Option<&Token> {
        while self.cut.len() <= at {
            self.cut_one()?;
        }
        self.cut.get(at)
    }

    /// The next token that may open an amount.
    pub(super) fn next_opening(&mut self) -> Option<usize> {
        loop {
            let left = self.cut.get(self.next..).unwrap_or_default();
            if let Some(ahead) = left.iter().position(Token::may_open_amount) {
                self.next += ahead;
                return Some(self.next);
            }
            self.next = self.cut.len();
            if self.number.is_none_or(|number| number < self.at) {
                self.seek_number()?;
            }
            self.cut_one()?;
        }
    }

    /// Goes on with the token at `next`.
    pub(super) fn pass(&mut self, next: usize) {
        self.next = next;
    }

    /// Goes to where the words begin that matter to the next number; none behind the last.
    fn seek_number(&mut self) -> Option<()> {
        let number = digit_from(self.text.as_bytes(), self.at)?;
        self.number = Some(number);
        let start = before_number(self.text, self.at, number);
        if start > self.at {
            self.cut.clear();
            self.next = 0;
            self.at = start;
            self.glued = false;
        }
        Some(())
    }

    fn cut_one(&mut self) -> Option<()> {
        let mut first = char_at(self.text, self.at)?;
        while first.is_whitespace() {
            self.at += first.len_utf8();
            self.glued = false;
            first = char_at(self.text, self.at)?;
        }
        let (end, kind) = cut(self.text, self.at, first);
        if self.cut.is_empty() {
            self.cut.reserve(TOKENS_USUAL);
        }
        self.cut.push(Token {
            kind,
            span: Span::new(self.at, end),
            glued: self.glued,
        });
        self.at = end;
        self.glued = true;
        Some(())
    }
}

/// Where to begin cutting `text` for the number at `number`: [`WORDS_BEFORE`] words before it, but not before `from`, from
/// where on no other number stands.
fn before_number(text: &str, from: usize, number: usize) -> usize {
    let bytes = text.as_bytes();
    let mut start = number;
    let mut words = 0;
    loop {
        let rest = bytes.get(from..start).unwrap_or_default();
        let Some(blank) = rest.iter().rposition(|byte| is_blank(*byte)) else {
            return from;
        };
        let behind = from + blank + 1;
        let word = text.get(behind..start).unwrap_or_default();
        words += usize::from(counts(word));
        if words == WORDS_BEFORE {
            return behind;
        }
        start = behind - 1;
    }
}

/// Blanks that part words wherever they stand; there are more, beyond ASCII.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether `word`, which stands between blanks, is surely more than a currency or a word that may stand in any number.
fn counts(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !is_currency_letter(word)
        && currency_of_word(word).is_none()
        && !is_filler(known(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{amounts_of, scan_amounts};
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let start = text.find(|c: char| c.is_ascii_digit());
        let start = before_number(text, 0, start.unwrap_or_default());
        assert_eq!(text.get(start..), Some(expected), "cut of {text:?}");
    }

    #[test]
    fn begins_some_words_before_a_number() {
        check("$5", "$5");
        check("b c d e f g $5", "e f g $5");
        check("b c d e f g  about the $5", "e f g  about the $5");
        check("b c d e f g – USD R 5", "e f g – USD R 5");
        check("x b c d, e-f g 5", "b c d, e-f g 5");
    }

    proptest! {
        #[test]
        fn reads_as_if_all_were_cut(pieces in prop::collection::vec(piece(), 0..40)) {
            let text = pieces.concat();
            prop_assert_eq!(scan_amounts(&text), amounts_of(Tokens::all(&text)), "{:?}", text);
        }
    }

    /// Numbers, signs, and words that an amount may ask for, mostly with a blank behind them.
    fn piece() -> impl Strategy<Value = String> {
        let blank =
            prop::sample::select(vec![" ", " ", " ", " ", " ", "", "", "\n", "\u{a0}", "  "]);
        let number = prop::sample::select(vec![
            "5", "12", "2024", "45 000", "70,000", "1,00,000", "45.000", "7.5", "72, 000", "000",
        ]);
        let sign = prop::sample::select(vec![
            "$", "₹", "€", "±", "+", "-", "–", "/", "%", ",", ".", "(", ")", "'", "US$", "C$",
        ]);
        let word = prop::sample::select(vec![
            "Rs",
            "Rs.",
            "USD",
            "INR",
            "dollars",
            "R",
            "N",
            "RM",
            "S",
            "k",
            "K",
            "LPA",
            "lakh",
            "L.P.A.",
            "million",
            "m",
            "per",
            "a",
            "an",
            "the",
            "about",
            "nearly",
            "About",
            "year",
            "month",
            "p.a.",
            "annum",
            "hr",
            "annually",
            "cent",
            "or",
            "and",
            "more",
            "above",
            "plus",
            "up",
            "to",
            "upto",
            "no",
            "not",
            "less",
            "than",
            "as",
            "much",
            "high",
            "at",
            "least",
            "most",
            "between",
            "from",
            "starting",
            "starters",
            "begun",
            "starts",
            "salary",
            "maximum",
            "rising",
            "of",
            "top",
            "upwards",
            "x",
            "é",
            "über",
            "tram",
            "conductor",
            "glass",
        ]);
        let piece = prop_oneof![
            2 => number.prop_map(str::to_owned),
            1 => sign.prop_map(str::to_owned),
            6 => word.prop_map(str::to_owned),
        ];
        (piece, blank).prop_map(|(piece, blank)| piece + blank)
    }
}
