//! Cutting text into numbers, currencies, words and signs.

use rust_decimal::Decimal;

use super::CurrencyMark;
use super::known::known;
use crate::domain::{Currency, Span};
use crate::vocabulary::{char_at, is_mark};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Number {
        value: Decimal,
        grouped: bool,
        dotted: bool,
    },
    Currency(CurrencyMark),
    /// As [`known`] has it: in lower case where an amount asks for it.
    Word(&'static str),
    Dash,
    Plus,
    Slash,
    Percent,
    /// Any other sign; none where something else could not be read.
    Other(Option<char>),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// True when no space parts it from the token before.
    pub(super) glued: bool,
}

impl Token {
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
const CURRENCY_INITIALS: [[u8; 2]; 25] = [
    *b"rs", *b"ru", *b"in", *b"us", *b"do", *b"gb", *b"po", *b"st", *b"eu", *b"ae", *b"dh", *b"di",
    *b"na", *b"ri", *b"ye", *b"rm", *b"rp", *b"ra", *b"ks", *b"ba", *b"ce", *b"ta", *b"tk", *b"yu",
    *b"ph",
];

/// Whether one of [`CURRENCY_INITIALS`] begins with `first`, in small letters or as a capital.
fn may_begin_currency(first: u8) -> bool {
    matches!(
        first.to_ascii_lowercase(),
        b'r' | b'i'
            | b'u'
            | b'd'
            | b'g'
            | b'p'
            | b's'
            | b'e'
            | b'a'
            | b'n'
            | b'y'
            | b'k'
            | b'b'
            | b'c'
            | b't'
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
        "naira" | "Naira" => known("NGN"),
        "riyal" | "riyals" => known("SAR"),
        "yen" => known("JPY"),
        // As they are written at home, where hardly anyone writes the code.
        "RM" | "Rm" | "ringgit" | "Ringgit" => known("MYR"),
        "Php" | "php" => known("PHP"),
        "Rp" | "rupiah" | "Rupiah" => known("IDR"),
        "rand" => known("ZAR"),
        "KSh" | "Ksh" | "KSH" | "Kshs" => known("KES"),
        "baht" | "Baht" => known("THB"),
        "cedi" | "cedis" | "Cedis" => known("GHS"),
        "Tk" | "taka" | "Taka" => known("BDT"),
        "RMB" | "yuan" | "Yuan" => known("CNY"),
        "ruble" | "rubles" | "rouble" | "roubles" => known("RUB"),
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
        '₵' => "GHS",
        '৳' => "BDT",
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

/// The token that begins at byte `start` of `text` with `first`, which is no blank; and where it ends.
#[inline]
pub(super) fn cut(text: &str, start: usize, first: char) -> (usize, Kind) {
    if let Some(word) = lower_word(text, start, first) {
        let currency = currency_of_word(word).map(Kind::Currency);
        let kind = currency.unwrap_or_else(|| Kind::Word(known(word)));
        return (start + word.len(), kind);
    }
    if first.is_ascii_digit() {
        return lex_number(text, start);
    }
    if !is_mark(first) && first.is_alphabetic() {
        return lex_word(text, start, first);
    }
    let kind = match first {
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '~' | '～' | '〜' => Kind::Dash,
        '+' => Kind::Plus,
        '/' => Kind::Slash,
        '%' => Kind::Percent,
        _ => currency_sign(first).map_or(Kind::Other(Some(first)), Kind::Currency),
    };
    (start + first.len_utf8(), kind)
}

/// The word that `first` begins at `start`, where it is of small ASCII letters alone, with a blank or a comma or the end of
/// the text behind it: nothing there can change what it stands for. Most words are such.
#[inline]
fn lower_word(text: &str, start: usize, first: char) -> Option<&str> {
    if !first.is_ascii_lowercase() {
        return None;
    }
    let rest = text.as_bytes().get(start..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase());
    let length = length.count();
    let is_apart = matches!(rest.get(length), None | Some(b' ' | b','));
    is_apart.then(|| text.get(start..start + length)).flatten()
}

/// A word from `start` on, whose first character is `first`; returns where it ends.
fn lex_word(text: &str, start: usize, first: char) -> (usize, Kind) {
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
    let by_letter = match word {
        "R" if is_rand(text, i) => Currency::from_code("ZAR"),
        "N" if is_before_thousands(text, i) => Currency::from_code("NGN"),
        "P" if is_before_thousands(text, i) => Currency::from_code("PHP"),
        _ => None,
    };
    if let Some(currency) = by_letter {
        return (i, Kind::Currency(CurrencyMark::Known(currency)));
    }
    if let Some(mark) = currency_of_word(word) {
        if at(i) == Some('.') && word.len() <= 3 && word.starts_with(['R', 'r', 'D']) {
            i += 1;
        }
        return (i, Kind::Currency(mark));
    }
    let word = if !word.is_ascii() {
        known(&word.replace('.', "").to_lowercase())
    } else if i > letters_end {
        known(&word.replace('.', ""))
    } else {
        known(word)
    };
    (i, Kind::Word(word))
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

/// `N150,000`, `P23,000`: such a letter right before thousands with a mark between groups stands for naira, for pesos of
/// the Philippines.
fn is_before_thousands(text: &str, behind: usize) -> bool {
    char_at(text, behind).is_some_and(|c| c.is_ascii_digit())
        && matches!(lex_number(text, behind), (_, Kind::Number { grouped: true, value, .. }) if value >= Decimal::from(1_000))
}

/// Whether a word may stand for a currency before some numbers only, as an `R` does.
pub(super) fn is_currency_letter(word: &str) -> bool {
    matches!(word, "R" | "N" | "P")
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

/// The digits of a number, of which the last may stand behind a point.
#[derive(Clone, Copy, Default)]
struct Digits {
    /// As a whole number, right as long as there are at most [`Digits::COUNTED_MAX`].
    value: i64,
    count: usize,
    /// How many stand behind the point.
    behind_point: usize,
}

impl Digits {
    /// So many digits make a number that has room in 64 bits, whatever they are.
    const COUNTED_MAX: usize = 18;

    fn push(&mut self, digits: &str) {
        for digit in digits.bytes() {
            let digit = i64::from(digit.wrapping_sub(b'0'));
            self.value = self.value.wrapping_mul(10).wrapping_add(digit);
        }
        self.count += digits.len();
    }

    fn push_behind_point(&mut self, digits: &str) {
        self.push(digits);
        self.behind_point += digits.len();
    }

    /// The number, which was written as `text`; none where it is too long.
    fn number(self, text: &str) -> Option<Decimal> {
        if self.count <= Digits::COUNTED_MAX {
            let scale = u32::try_from(self.behind_point).ok()?;
            return Some(Decimal::new(self.value, scale));
        }
        let mut plain: String = text.chars().filter(char::is_ascii_digit).collect();
        if self.behind_point > 0 {
            plain.insert(self.count - self.behind_point, '.');
        }
        plain.parse().ok()
    }
}

/// As [`lex_number`], for digits that nothing behind them goes on with, and for `85,000`.
fn lex_plain_number(text: &str, start: usize) -> Option<(usize, Kind)> {
    let rest = text.as_bytes().get(start..)?;
    let (lead, first) = short_number(rest);
    let (length, value) = match rest.get(lead) {
        // Groups behind other signs take longer to tell, and digits beyond what is counted here.
        Some(b',') if lead <= 3 => {
            let (length, group) = short_number(rest.get(lead + 1..)?);
            if length != 3 {
                return None;
            }
            (lead + 4, first * 1_000 + group)
        }
        _ => (lead, first),
    };
    let next = |ahead: usize| rest.get(length + ahead);
    let goes_on = match next(0) {
        None => false,
        Some(b' ') => lead <= 3 && next(1).is_some_and(u8::is_ascii_digit),
        Some(b',' | b'.') => next(1).is_some_and(|byte| byte.is_ascii_digit() || *byte == b' '),
        // `–` and `—` end it.
        Some(0xE2) => !matches!((next(1), next(2)), (Some(0x80), Some(0x93 | 0x94))),
        Some(byte) => byte.is_ascii_digit() || *byte == b'\'' || !byte.is_ascii(),
    };
    let number = Kind::Number {
        value: Decimal::from(value),
        grouped: length > lead,
        dotted: false,
    };
    (!goes_on).then_some((start + length, number))
}

/// The digits that `bytes` begins with, at most as many as have room in 32 bits: how many there are, and the number.
fn short_number(bytes: &[u8]) -> (usize, u32) {
    let digits = bytes.iter().take(SHORT_DIGITS);
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold((0, 0), |(length, value), digit| {
        (length + 1, value * 10 + u32::from(digit - b'0'))
    })
}

/// So many digits have room in 32 bits, with three more behind the first three.
const SHORT_DIGITS: usize = 8;

/// A number from `start` on, with its thousands marks; returns where it ends.
fn lex_number(text: &str, start: usize) -> (usize, Kind) {
    if let Some(plain) = lex_plain_number(text, start) {
        return plain;
    }
    let at = |i: usize| char_at(text, i);
    let digits_from = |from: usize| digits_at(text, from);
    let mut end = start + digits_from(start);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let mut digits = Digits::default();
    digits.push(part(start, end));
    let mut grouped = false;
    let lead = end - start;
    let groups = comma_groups(text, end);
    let slipped = groups.count == 0 && lead <= 3 && slipped_group(text, start, end);
    if lead <= 3 && groups.last == 3 && groups.alike {
        for group in part(end, groups.end).split(',') {
            digits.push(group);
        }
        end = groups.end;
        grouped = true;
    } else if slipped {
        digits.push(part(end + 2, end + 5));
        end += 5;
        grouped = true;
    } else if lead <= 3 {
        // Space groups of three: `45 000`; an ordinary space only where a second digit group of exactly three follows.
        while let Some(blank) = at(end)
            && matches!(blank, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
            && digits_from(end + blank.len_utf8()) == 3
        {
            let from = end + blank.len_utf8();
            digits.push(part(from, from + 3));
            end = from + 3;
            grouped = true;
        }
        if !grouped && let Some(dotted) = lex_dotted(text, start, end, digits) {
            return dotted;
        }
    }
    let fraction = if at(end) == Some('.') {
        let length = digits_from(end + 1);
        (length > 0).then_some(end + 1 + length)
    } else {
        // `12,82 €`, `6,5 LPA`: whether that is a decimal or two numbers, the digits behind are no amount of their own.
        decimal_comma(text, end)
    };
    if let Some(behind) = fraction {
        digits.push_behind_point(part(end + 1, behind));
        end = behind;
    }
    let value = digits.number(part(start, end));
    let kind = value.map_or(Kind::Other(None), |value| Kind::Number {
        value,
        grouped,
        dotted: false,
    });
    (end, kind)
}

/// Groups of three behind dots (`45.000`) at `end`, after the first `digits`, which begin at `start`; they are told from
/// decimals by the currency, later.
fn lex_dotted(text: &str, start: usize, end: usize, mut digits: Digits) -> Option<(usize, Kind)> {
    let mut i = end;
    while char_at(text, i) == Some('.') && digits_at(text, i + 1) == 3 {
        digits.push(text.get(i + 1..i + 4)?);
        i += 4;
    }
    if i == end {
        return None;
    }
    // `3.200,50 €`.
    if let Some(behind) = decimal_comma(text, i) {
        digits.push_behind_point(text.get(i + 1..behind)?);
        i = behind;
    }
    let number = Kind::Number {
        value: digits.number(text.get(start..i)?)?,
        grouped: true,
        dotted: true,
    };
    Some((i, number))
}

/// Where the fraction behind a comma at `comma` ends: one or two digits, with no further digit or group behind them.
fn decimal_comma(text: &str, comma: usize) -> Option<usize> {
    let at = |i: usize| char_at(text, i);
    if at(comma) != Some(',') {
        return None;
    }
    let digits = digits_at(text, comma + 1);
    let behind = comma + 1 + digits;
    ((1..=2).contains(&digits) && at(behind) != Some(',')).then_some(behind)
}
