//! Cutting text into numbers, currencies, words and signs.

use rust_decimal::Decimal;
use smol_str::{SmolStr, SmolStrBuilder, StrExt as _};

use super::CurrencyMark;
use crate::domain::{Currency, Span};
use crate::vocabulary::{Letters, char_at, is_mark, lower_ascii};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'t> {
    Number {
        value: Decimal,
        grouped: bool,
        dotted: bool,
    },
    Currency(CurrencyMark),
    /// In lower case.
    Word(Letters<'t>),
    Dash,
    Plus,
    Slash,
    Percent,
    /// Any other sign; none where something else could not be read.
    Other(Option<char>),
}

#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) span: Span,
    /// True when no space parts it from the token before.
    pub(super) glued: bool,
}

impl Token<'_> {
    /// Whether an amount may begin here.
    pub(super) fn may_open_amount(&self) -> bool {
        matches!(self.kind, Kind::Number { .. } | Kind::Currency(_))
    }

    /// Whether this is the sign `text`.
    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Other(Some(sign))
    }
}

/// The longest word that stands for a currency, in bytes.
const CURRENCY_MAX_BYTES: usize = 8;

/// How words for currencies begin that are not written in capitals, in lower case.
const CURRENCY_INITIALS: [[u8; 2]; 15] = [
    *b"rs", *b"ru", *b"in", *b"us", *b"do", *b"gb", *b"po", *b"st", *b"eu", *b"ae", *b"dh", *b"di",
    *b"na", *b"ri", *b"ye",
];

/// Whether one of [`CURRENCY_INITIALS`] begins with `first`, in small letters or as a capital.
fn may_begin_currency(first: u8) -> bool {
    matches!(
        first.to_ascii_lowercase(),
        b'r' | b'i' | b'u' | b'd' | b'g' | b'p' | b's' | b'e' | b'a' | b'n' | b'y'
    )
}

/// The currency that a word of letters stands for.
pub(in crate::extract) fn currency_of_word(word: &str) -> Option<CurrencyMark> {
    let first = word.bytes().next()?;
    let second = *word.as_bytes().get(1)?;
    let may_be = word.len() <= CURRENCY_MAX_BYTES
        && (second.is_ascii_uppercase()
            || may_begin_currency(first)
                && CURRENCY_INITIALS.contains(&[first.to_ascii_lowercase(), second]));
    may_be.then(|| currency_word(word)).flatten()
}

/// The words and signs of ISO 4217 currencies as articles write them.
fn currency_word(word: &str) -> Option<CurrencyMark> {
    let known = |code| Currency::from_code(code).map(CurrencyMark::Known);
    match word {
        "Rs" | "rs" | "RS" | "rupee" | "rupees" | "Rupees" | "Rupee" | "INR" | "inr" | "Inr" => {
            known("INR")
        }
        "USD" | "usd" => known("USD"),
        "dollar" | "dollars" | "Dollars" => Some(CurrencyMark::Dollar),
        "GBP" | "gbp" | "pounds" | "Pounds" | "sterling" => known("GBP"),
        "EUR" | "eur" | "euro" | "euros" | "Euro" | "Euros" => known("EUR"),
        "AED" | "aed" | "Dh" | "Dhs" | "dirham" | "dirhams" | "Dirhams" => known("AED"),
        "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK"
        | "RON" | "HUF" | "UAH" | "ILS" | "SAR" | "QAR" | "KWD" | "BHD" | "OMR" | "EGP" | "PKR"
        | "BDT" | "LKR" | "NPR" | "CNY" | "TWD" | "JPY" | "KRW" | "MYR" | "IDR" | "PHP" | "VND"
        | "THB" | "ZAR" | "NGN" | "KES" | "BRL" | "MXN" | "ARS" | "CLP" | "COP" | "RUB" => {
            known(word)
        }
        "naira" => known("NGN"),
        "riyal" | "riyals" => known("SAR"),
        "yen" => known("JPY"),
        // Any other code of ISO 4217 in capitals, but for those that are words too.
        _ => {
            let is_code = word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase());
            let is_word = [
                "ALL", "AMD", "TOP", "CUP", "TRY", "MOP", "GEL", "SOS", "XXX",
            ]
            .contains(&word);
            if is_code && !is_word {
                known(word)
            } else {
                None
            }
        }
    }
}

pub(super) fn currency_sign(sign: char) -> Option<CurrencyMark> {
    let code = match sign {
        '$' => return Some(CurrencyMark::Dollar),
        '₹' | '₨' => "INR",
        '£' => "GBP",
        '€' => "EUR",
        '¥' => "JPY",
        '₦' => "NGN",
        '₩' => "KRW",
        '₱' => "PHP",
        '₫' => "VND",
        '฿' => "THB",
        '₺' => "TRY",
        '₴' => "UAH",
        '₽' => "RUB",
        '₪' => "ILS",
        _ => return None,
    };
    Currency::from_code(code).map(CurrencyMark::Known)
}

/// The country letters that stand before a `$`: `US$`, `A$`, `CA$`.
fn dollar_prefix(word: &str) -> Option<&'static str> {
    Some(match word {
        "US" | "U" => "USD",
        "C" | "CA" | "CAN" => "CAD",
        "A" | "AU" | "AUS" => "AUD",
        "S" | "SG" => "SGD",
        "NZ" => "NZD",
        "HK" => "HKD",
        "NT" => "TWD",
        "R" => "BRL",
        _ => return None,
    })
}

pub(super) fn lex(text: &str) -> Vec<Token<'_>> {
    let at = |i: usize| char_at(text, i);
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / TOKEN_BYTES + TOKENS_MORE);
    let mut glued = false;
    let mut i = 0;
    while let Some(c) = at(i) {
        if let Some(end) = end_of_lower_word(text, i) {
            let word = text.get(i..end).unwrap_or_default();
            let kind =
                currency_of_word(word).map_or(Kind::Word(Letters::Borrowed(word)), Kind::Currency);
            let span = Span::new(i, end);
            tokens.push(Token { kind, span, glued });
            glued = true;
            i = end;
            continue;
        }
        let start = i;
        if c.is_whitespace() {
            glued = false;
            i += c.len_utf8();
            continue;
        }
        let kind = if c.is_ascii_digit() {
            let (end, kind) = lex_number(text, i);
            i = end;
            kind
        } else if !is_mark(c) && c.is_alphabetic() {
            let (end, kind) = lex_word(text, i, c);
            i = end;
            kind
        } else {
            i += c.len_utf8();
            match c {
                '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '~' | '～' | '〜' => {
                    Kind::Dash
                }
                '+' => Kind::Plus,
                '/' => Kind::Slash,
                '%' => Kind::Percent,
                _ => currency_sign(c).map_or(Kind::Other(Some(c)), Kind::Currency),
            }
        };
        let span = Span::new(start, i);
        tokens.push(Token { kind, span, glued });
        glued = true;
    }
    tokens
}

/// About how many bytes a token takes with the blank behind it.
const TOKEN_BYTES: usize = 5;

/// How many tokens more a short text has, which is mostly figures and signs.
const TOKENS_MORE: usize = 4;

/// Where a word ends that begins at `start` and is of small ASCII letters alone, with a blank or a comma or the end of the
/// text behind it: nothing there can change what it stands for. Most words are such.
fn end_of_lower_word(text: &str, start: usize) -> Option<usize> {
    let rest = text.as_bytes().get(start..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase());
    let length = length.count();
    let is_apart = matches!(rest.get(length), None | Some(b' ' | b','));
    (length > 0 && is_apart).then_some(start + length)
}

/// A word from `start` on, whose first character is `first`; returns where it ends.
fn lex_word(text: &str, start: usize, first: char) -> (usize, Kind<'_>) {
    let at = |i: usize| char_at(text, i);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let mut i = start
        + rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
    while let Some(c) = at(i).filter(|c| c.is_alphabetic()) {
        i += c.len_utf8();
    }
    let letters_end = i;
    // `p.a.`, `p.m.`, `p.h.`: single letters with dots between are one word.
    if i == start + first.len_utf8() {
        while at(i) == Some('.')
            && let Some(letter) = at(i + 1).filter(|c| c.is_alphabetic())
            && !at(i + 1 + letter.len_utf8()).is_some_and(char::is_alphabetic)
        {
            i += 1 + letter.len_utf8();
        }
    }
    let word = text.get(start..i).unwrap_or_default();
    if at(i) == Some('$')
        && let Some(code) = dollar_prefix(word)
    {
        let known = Currency::from_code(code);
        let kind = known.map_or(Kind::Other(None), |known| {
            Kind::Currency(CurrencyMark::Known(known))
        });
        return (i + 1, kind);
    }
    if word == "R" && is_rand(text, i) {
        let rand = Currency::from_code("ZAR").map(CurrencyMark::Known);
        return (i, rand.map_or(Kind::Other(None), Kind::Currency));
    }
    if let Some(mark) = currency_of_word(word) {
        if at(i) == Some('.') && word.len() <= 3 && word.starts_with(['R', 'r', 'D']) {
            i += 1;
        }
        return (i, Kind::Currency(mark));
    }
    let lower = if !word.is_ascii() {
        Letters::Own(SmolStr::new(word.replace('.', "").to_lowercase()))
    } else if i > letters_end {
        Letters::Own(lower_ascii(&word.replace_smolstr(".", "")))
    } else {
        Letters::lower_ascii(word)
    };
    (i, Kind::Word(lower))
}

/// `R 10 941`, `R334,148`, `R25k`, `R95.50`: an `R` before thousands stands for rand; before a small number it is a name.
fn is_rand(text: &str, behind: usize) -> bool {
    let first = behind + usize::from(char_at(text, behind) == Some(' '));
    if !char_at(text, first).is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let (end, kind) = lex_number(text, first);
    let scaled = matches!(char_at(text, end), Some('k' | 'K' | 'm' | 'M'));
    let Kind::Number { value, grouped, .. } = kind else {
        return false;
    };
    // `R95.50` is money to the cent; `R 4.20` is a version.
    let to_the_cent = first == behind && value.scale() == 2;
    grouped || scaled || to_the_cent || value >= Decimal::from(1_000)
}

/// How many digits stand from the byte `from` on.
fn digits_at(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Groups of digits behind commas.
struct Groups {
    count: usize,
    /// How long the first is.
    first: usize,
    /// How long the last is.
    last: usize,
    /// Whether all but the last are as long as the first.
    alike: bool,
    end: usize,
}

/// The comma groups behind the byte `at`: two or three digits each, the last of three, as in `70,000` and `4,61,028`.
fn comma_groups(text: &str, mut at: usize) -> Groups {
    let mut groups = Groups {
        count: 0,
        first: 0,
        last: 0,
        alike: true,
        end: at,
    };
    while char_at(text, at) == Some(',') {
        let length = digits_at(text, at + 1);
        if !(2..=3).contains(&length) {
            break;
        }
        if groups.count == 0 {
            groups.first = length;
        } else {
            groups.alike &= groups.last == groups.first;
        }
        groups.count += 1;
        groups.last = length;
        at += 1 + length;
        groups.end = at;
        let goes_on = char_at(text, at) == Some(',');
        if length == 3 && goes_on && !(2..=3).contains(&digits_at(text, at + 1)) {
            break;
        }
    }
    groups
}

/// `$72, 000`: whether a blank slipped in behind the comma at `comma` of a number that begins at `start` behind a currency.
fn slipped_group(text: &str, start: usize, comma: usize) -> bool {
    let at = |i: usize| char_at(text, i);
    let before = text.get(..start).unwrap_or_default();
    let before = before.strip_suffix(' ').unwrap_or(before);
    let sign = before.chars().next_back();
    at(comma) == Some(',')
        && at(comma + 1) == Some(' ')
        && digits_at(text, comma + 2) == 3
        && !(matches!(at(comma + 5), Some(',' | '.')) && digits_at(text, comma + 6) > 0)
        && sign.is_some_and(|sign| sign == 'R' || currency_sign(sign).is_some())
}

/// A number from `start` on, with its thousands marks; returns where it ends.
fn lex_number(text: &str, start: usize) -> (usize, Kind<'_>) {
    let at = |i: usize| char_at(text, i);
    let digits_from = |from: usize| digits_at(text, from);
    let mut end = start + digits_from(start);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let mut digits = SmolStrBuilder::new();
    digits.push_str(part(start, end));
    let mut grouped = false;
    let dotted = false;
    let lead = end - start;
    let groups = comma_groups(text, end);
    let slipped = groups.count == 0 && lead <= 3 && slipped_group(text, start, end);
    if lead <= 3 && groups.last == 3 && groups.alike {
        for group in part(end, groups.end).split(',') {
            digits.push_str(group);
        }
        end = groups.end;
        grouped = true;
    } else if slipped {
        digits.push_str(part(end + 2, end + 5));
        end += 5;
        grouped = true;
    } else if lead <= 3 {
        // Space groups of three: `45 000`; an ordinary space only where a second digit group of exactly three follows.
        let mut i = end;
        while let Some(blank) = at(i)
            && matches!(blank, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
            && digits_from(i + blank.len_utf8()) == 3
        {
            let from = i + blank.len_utf8();
            digits.push_str(part(from, from + 3));
            i = from + 3;
            grouped = true;
        }
        end = i;
        // Dot groups of three (`45.000`) are told from decimals by the currency, later.
        if !grouped && at(end) == Some('.') && digits_from(end + 1) == 3 {
            let mut i = end;
            let mut rest = String::new();
            while at(i) == Some('.') && digits_from(i + 1) == 3 {
                rest += part(i + 1, i + 4);
                i += 4;
            }
            let mut number = format!("{}{rest}", digits.as_str());
            // `3.200,50 €`.
            if let Some(behind) = decimal_comma(text, i) {
                number.push('.');
                number += part(i + 1, behind);
                i = behind;
            }
            if let Ok(value) = number.parse::<Decimal>() {
                return (
                    i,
                    Kind::Number {
                        value,
                        grouped: true,
                        dotted: true,
                    },
                );
            }
        }
    }
    if at(end) == Some('.') && digits_from(end + 1) > 0 {
        let length = digits_from(end + 1);
        digits.push('.');
        digits.push_str(part(end + 1, end + 1 + length));
        end += 1 + length;
    } else if let Some(behind) = decimal_comma(text, end) {
        // `12,82 €`, `6,5 LPA`: whether that is a decimal or two numbers, the digits behind are no amount of their own.
        digits.push('.');
        digits.push_str(part(end + 1, behind));
        end = behind;
    }
    let kind = digits
        .finish()
        .parse::<Decimal>()
        .map_or(Kind::Other(None), |value| Kind::Number {
            value,
            grouped,
            dotted,
        });
    (end, kind)
}

/// Where the fraction behind a comma at `comma` ends: one or two digits, with no further digit or group behind them.
fn decimal_comma(text: &str, comma: usize) -> Option<usize> {
    let at = |i: usize| char_at(text, i);
    if at(comma) != Some(',') {
        return None;
    }
    let digits = (comma + 1..text.len())
        .take_while(|i| at(*i).is_some_and(|c| c.is_ascii_digit()))
        .count();
    let behind = comma + 1 + digits;
    ((1..=2).contains(&digits) && at(behind) != Some(',')).then_some(behind)
}
