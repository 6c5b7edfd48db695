//! A look at the numbers of a text, byte by byte: whether one of them may be more than a bare number.
//!
//! Most numbers of an article are years, codes and counts. They are told apart without cutting the text into tokens: an
//! amount has a currency or a period beside its digits, a scale behind them, or marks between groups of three.

use super::lex::{currency_of_word, currency_sign, is_currency_letter};
use super::read::{joins_period, period_of_unit, period_of_word, scale_word};
use crate::domain::find_byte;
use crate::vocabulary::lower_ascii;

/// False only for a text of which every amount is [`super::Amount::bare`].
pub(in crate::extract) fn may_tell(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = digit_from(bytes, at) {
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = start + length;
        if tells_before(text.get(..start)) || tells_behind(text.get(end..)) {
            return true;
        }
        at = end;
    }
    false
}

/// Where the first digit of ASCII stands from the byte `from` on.
pub(super) fn digit_from(bytes: &[u8], from: usize) -> Option<usize> {
    find_byte(bytes, from, |bytes| bytes.within(b'0', b'9'))
}

/// Whether a currency may stand at the end of what is before a number.
fn tells_before(before: Option<&str>) -> bool {
    let before = before.unwrap_or_default();
    let before = before.trim_end_matches(|c: char| c.is_ascii_whitespace());
    let Some(last) = before.bytes().next_back() else {
        return false;
    };
    if !last.is_ascii() {
        let sign = before.chars().next_back();
        return sign.is_none_or(|c| !is_mark_of_text(c));
    }
    let word = before.strip_suffix('.').unwrap_or(before);
    let letters = word.bytes().rev().take_while(u8::is_ascii_alphabetic);
    let from = word.len() - letters.count();
    let Some(word) = word.get(from..).filter(|word| !word.is_empty()) else {
        return last == b'$';
    };
    let is_cut = before.as_bytes().get(from.wrapping_sub(1));
    is_cut.is_some_and(|byte| !byte.is_ascii())
        || is_currency_letter(word)
        || currency_of_word(word).is_some()
}

/// Whether a group of three digits, a scale, a currency or a period may stand at the start of what is behind a number.
fn tells_behind(behind: Option<&str>) -> bool {
    let behind = behind.unwrap_or_default();
    if groups(behind) {
        return true;
    }
    let behind = skip_blanks(behind);
    let behind = behind.strip_prefix('+').map_or(behind, skip_blanks);
    match behind.as_bytes().first() {
        None => false,
        Some(b'/') => {
            let unit = first_word(skip_blanks(behind.get(1..).unwrap_or_default()));
            unit.is_none_or(|(unit, _)| period_of_unit(&lower_ascii(unit)).is_some())
        }
        Some(b'$') => true,
        Some(first) if first.is_ascii_alphabetic() => {
            first_word(behind).is_none_or(|(word, rest)| {
                let lower = lower_ascii(word);
                match lower.as_str() {
                    "or" | "and" => skip_blanks(rest).starts_with(|c: char| !c.is_ascii_digit()),
                    "upwards" | "onwards" | "plus" => true,
                    lower => {
                        // `p.a.` is one word.
                        let is_dotted = lower.len() == 1 && rest.starts_with('.');
                        is_dotted
                            || rest.starts_with('$')
                            || scale_word(lower).is_some()
                            || period_of_word(lower).is_some()
                            || joins_period(lower)
                            || currency_of_word(word).is_some()
                    }
                }
            })
        }
        Some(first) if first.is_ascii() => false,
        Some(_) => behind.starts_with(|c: char| !is_mark_of_text(c)),
    }
}

/// Whether three digits follow behind a mark, as in `70,000`, `45 000` and `45.000`.
fn groups(behind: &str) -> bool {
    let mut chars = behind.chars();
    let is_mark = chars
        .next()
        .is_some_and(|c| matches!(c, ',' | '.' | '\'' | ' ' | '’') || !c.is_ascii());
    is_mark && chars.take(3).filter(char::is_ascii_digit).count() == 3
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_whitespace())
}

/// The letters that `text` begins with, and what stands behind them; none where they may be more than ASCII.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(letters)?;
    rest.bytes()
        .next()
        .is_none_or(|byte| byte.is_ascii())
        .then_some((word, rest))
}

/// True for a sign beyond ASCII that is no currency, no letter and no blank: dashes and quotation marks.
fn is_mark_of_text(c: char) -> bool {
    matches!(
        c,
        '–' | '—' | '‑' | '−' | '“' | '”' | '‘' | '’' | '•' | '…' | '→'
    ) && currency_sign(c).is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::scan_amounts;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(may_tell(text), expected, "numbers of {text:?}");
    }

    #[test]
    fn tells_years_codes_and_counts_from_amounts() {
        check("In May 2024, and again in 2025.", false);
        check("Table 3.2 (code 12-3456, 4 levels) of 7 March 2023", false);
        check("17% more from 2023 to 2033, step 3 – 5", false);
        check("$5", true);
        check("Rs. 5 and more", true);
        check("5 C$", true);
        check("about 45 000", true);
        check("1,500 workers", true);
        check("6 L.P.A.", true);
        check("20 / hr", true);
        check("20 an hour", true);
        check("30+ lakh", true);
        check("5 or more a month", true);
        check("12,50 €", true);
        check("no number", false);
    }

    proptest! {
        #[test]
        fn never_misses_an_amount(pieces in prop::collection::vec(piece(), 0..12)) {
            let text = pieces.concat();
            if !may_tell(&text) {
                let amounts = scan_amounts(&text);
                prop_assert!(amounts.iter().all(|amount| amount.bare), "{text:?}: {amounts:?}");
            }
        }
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "5", "12", "345", "2024", "000", " ", " ", " ", ".", ",", "-", "–", "+", "/", "%", "'",
            "’", "(", ")", "\u{a0}", "$", "₹", "€", "R", "N", "C", "Rs", "USD", "INR", "inr", "US",
            "dollars", "a", "per", "an", "month", "hr", "p.a.", "annually", "monthly", "k", "K",
            "LPA", "lakh", "L", "P", "A", "crore", "million", "m", "or", "and", "more", "above",
            "upwards", "plus", "to", "between", "from", "up", "x", "é", "word", "\n", "~", "±",
            ":", "cent", "percent",
        ])
    }
}
