//! What looks like money in a text, and how much it is.
//!
//! Recognised, each with an example:
//!
//! | form | example |
//! |---|---|
//! | sign or code before or behind | `$70,000`, `AED 240,000`, `Rs. 6 lakh`, `52.000 €` |
//! | western, Indian, spaced and dotted grouping | `70,000`, `4,61,028`, `45 000 €`, `€45.000` |
//! | scales | `87k`, `6 lakh`, `1.2 crore`, `4.58 LPA`, `1.1 million` |
//! | ranges, either end short | `$87-100k`, `₹4–8 LPA`, `INR 6,00,000 to INR 10,00,000`, `€38-44,000`, `between $5 and $9` |
//! | open ends | `180,000+`, `over $165,000`, `up to ₹20 LPA`, `£40,000 or more` |
//! | starting points | `starts at ₹3.7 LPA`, `starting from $20 an hour` |
//! | periods | `per annum`, `a year`, `/yr`, `monthly`, `per hour`, `p.m.` |
//!
//! Left alone: percentages, ordinals, numbers glued to words (`S3`), years, counts.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::domain::{Currency, Money, MoneyError, Period, Span, Spanned};

/// What stands for a currency in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrencyMark {
    /// A sign, code or word that means one currency.
    Known(Currency),
    /// A bare `$`, which several countries use.
    Dollar,
}

/// Which side of an amount is open, or what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// "Over", "at least", "X+".
    AtLeast,
    /// "Up to".
    UpTo,
    /// "Starts at".
    Starting,
}

/// An amount or a range as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// All of it: from the currency sign or bound word to the period.
    pub span: Span,
    /// The only or lower number, scaled (`₹4 LPA` is 400,000).
    pub low: Decimal,
    /// The upper number, where two are given.
    pub high: Option<Decimal>,
    /// The currency, where one is marked.
    pub currency: Option<CurrencyMark>,
    /// What is said of its ends.
    pub bound: Option<Bound>,
    /// How often, where the amount itself says.
    pub period: Option<Period>,
    /// True where the amount is written the Indian way: lakh, crore, LPA.
    pub indian: bool,
    /// True where the number alone could be anything: no currency, no scale, no grouping, no period.
    pub bare: bool,
    /// True where a word or grouping says that this is a large number (`20K`, `1.15 lakh`, `70,000`).
    pub scaled: bool,
    /// True where the two ends stand the wrong way round; they are kept as written.
    pub reversed: bool,
    /// True for `LPA`, which can only be pay.
    pub lpa: bool,
}

/// Why a text is not one amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ParseMoneyError {
    /// There is no number.
    #[error("no amount in `{text}`; write it as in `₹6 LPA` or `$85,000`")]
    NoAmount {
        /// What was typed.
        text: String,
    },
    /// There is a number without a currency.
    #[error("no currency in `{text}`; write it first, as in `£85,000`")]
    NoCurrency {
        /// What was typed.
        text: String,
    },
    /// There is more than one amount.
    #[error("more than one amount in `{text}`; write one, as in `£85,000`")]
    Several {
        /// What was typed.
        text: String,
    },
    /// There are words that belong to no amount.
    #[error("`{rest}` in `{text}` belongs to no amount; write the amount alone, as in `£85,000`")]
    Unread {
        /// What was typed.
        text: String,
        /// The part that was not understood.
        rest: String,
    },
    /// The number is no amount of that currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Reads what a person typed as one amount; a bare `$` is the US dollar.
///
/// # Errors
/// [`ParseMoneyError`] when it is anything else than one amount with its currency.
///
/// ```
/// use careerbot::extract::parse_money;
/// assert_eq!(parse_money("₹6 LPA").unwrap().value.units().to_string(), "600000");
/// assert_eq!(parse_money("85,000").unwrap_err().to_string(), "no currency in `85,000`; write it first, as in `£85,000`");
/// ```
pub fn parse_money(text: &str) -> Result<Spanned<Money>, ParseMoneyError> {
    let owned = || text.trim().to_owned();
    let amounts = scan_amounts(text);
    let amount = match amounts.as_slice() {
        [] => return Err(ParseMoneyError::NoAmount { text: owned() }),
        [one] if one.high.is_none() && one.bound.is_none() => one,
        _ => return Err(ParseMoneyError::Several { text: owned() }),
    };
    let before = text.get(..amount.span.start).unwrap_or_default().trim();
    let behind = text.get(amount.span.end..).unwrap_or_default().trim();
    if let Some(rest) = [before, behind].into_iter().find(|rest| !rest.is_empty()) {
        return Err(ParseMoneyError::Unread {
            text: owned(),
            rest: rest.to_owned(),
        });
    }
    let currency = match amount.currency {
        Some(CurrencyMark::Known(currency)) => currency,
        Some(CurrencyMark::Dollar) => Currency::USD,
        None if amount.indian => Currency::INR,
        None => return Err(ParseMoneyError::NoCurrency { text: owned() }),
    };
    Ok(Spanned::new(
        Money::from_units(amount.low, currency)?,
        amount.span,
    ))
}

/// Every amount in `text`, in reading order. Nothing is judged: a fee, a price and a headcount with a sign are amounts too.
pub fn scan_amounts(text: &str) -> Vec<Amount> {
    let tokens = lex(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match (Reader {
            tokens: &tokens,
            at,
        })
        .amount()
        {
            Some((amount, next)) => {
                at = next.max(at + 1);
                found.push(amount);
            }
            None => at += 1,
        }
    }
    found
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Number {
        value: Decimal,
        grouped: bool,
        dotted: bool,
    },
    Currency(CurrencyMark),
    Word(String),
    Dash,
    Plus,
    Slash,
    Percent,
    Other,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    span: Span,
    /// True when no space parts it from the token before.
    glued: bool,
    /// The sign, for [`Kind::Other`].
    text: String,
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
        _ => None,
    }
}

fn currency_sign(sign: char) -> Option<CurrencyMark> {
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

fn lex(text: &str) -> Vec<Token> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let byte = |i: usize| chars.get(i).map_or(text.len(), |&(b, _)| b);
    let mut tokens: Vec<Token> = Vec::new();
    let mut glued = false;
    let mut i = 0;
    while let Some(c) = at(i) {
        let start = i;
        if c.is_whitespace() {
            glued = false;
            i += 1;
            continue;
        }
        let kind = if c.is_ascii_digit() {
            let (end, kind) = lex_number(&chars, i);
            i = end;
            kind
        } else if c.is_alphabetic() {
            while at(i).is_some_and(char::is_alphabetic) {
                i += 1;
            }
            // `p.a.`, `p.m.`, `p.h.`: single letters with dots between are one word.
            if i == start + 1 {
                while at(i) == Some('.')
                    && at(i + 1).is_some_and(char::is_alphabetic)
                    && !at(i + 2).is_some_and(char::is_alphabetic)
                {
                    i += 2;
                }
            }
            let word = text.get(byte(start)..byte(i)).unwrap_or_default();
            if at(i) == Some('$') && dollar_prefix(word).is_some() {
                i += 1;
                let code = dollar_prefix(word).unwrap_or("USD");
                Currency::from_code(code).map_or(Kind::Other, |known| {
                    Kind::Currency(CurrencyMark::Known(known))
                })
            } else if let Some(mark) = currency_word(word) {
                if at(i) == Some('.') && word.len() <= 3 && word.starts_with(['R', 'r', 'D']) {
                    i += 1;
                }
                Kind::Currency(mark)
            } else {
                Kind::Word(word.replace('.', "").to_lowercase())
            }
        } else {
            i += 1;
            match c {
                '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '~' => Kind::Dash,
                '+' => Kind::Plus,
                '/' => Kind::Slash,
                '%' => Kind::Percent,
                _ => currency_sign(c).map_or(Kind::Other, Kind::Currency),
            }
        };
        let span = Span::new(byte(start), byte(i));
        let text = if kind == Kind::Other {
            span.of(text).unwrap_or_default().to_owned()
        } else {
            String::new()
        };
        tokens.push(Token {
            kind,
            span,
            glued,
            text,
        });
        glued = true;
    }
    tokens
}

/// A number from `start` on, with its thousands marks; returns where it ends.
fn lex_number(chars: &[(usize, char)], start: usize) -> (usize, Kind) {
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let digits_from = |mut i: usize| {
        let first = i;
        while at(i).is_some_and(|c| c.is_ascii_digit()) {
            i += 1;
        }
        i - first
    };
    let mut end = start + digits_from(start);
    let mut digits: String = (start..end).filter_map(at).collect();
    let mut grouped = false;
    let mut dotted = false;
    let lead = end - start;
    // Comma groups of two or three digits, the last of three: `70,000`, `4,61,028`.
    let comma_groups = |mut i: usize| {
        let mut groups = Vec::new();
        while at(i) == Some(',') {
            let length = digits_from(i + 1);
            if !(2..=3).contains(&length) {
                break;
            }
            groups.push((i + 1, length));
            i += 1 + length;
            if length == 3 && at(i) == Some(',') && !(2..=3).contains(&digits_from(i + 1)) {
                break;
            }
        }
        groups
    };
    let groups = comma_groups(end);
    let all_but_last_fit = groups.len() <= 1
        || groups
            .iter()
            .rev()
            .skip(1)
            .all(|&(_, length)| length == groups.first().map_or(3, |g| g.1));
    if lead <= 3 && groups.last().is_some_and(|&(_, length)| length == 3) && all_but_last_fit {
        for &(from, length) in &groups {
            digits.extend((from..from + length).filter_map(at));
            end = from + length;
        }
        grouped = true;
    } else if lead <= 3 {
        // Space groups of three: `45 000`; an ordinary space only where a second digit group of exactly three follows.
        let mut i = end;
        while matches!(
            at(i),
            Some(' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
        ) && digits_from(i + 1) == 3
        {
            digits.extend((i + 1..i + 4).filter_map(at));
            i += 4;
            grouped = true;
        }
        end = i;
        // Dot groups of three (`45.000`) are told from decimals by the currency, later.
        if !grouped && at(end) == Some('.') && digits_from(end + 1) == 3 {
            let mut i = end;
            let mut rest = String::new();
            while at(i) == Some('.') && digits_from(i + 1) == 3 {
                rest.extend((i + 1..i + 4).filter_map(at));
                i += 4;
            }
            if let Ok(value) = format!("{digits}{rest}").parse::<Decimal>() {
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
        digits.extend((end + 1..=end + length).filter_map(at));
        end += 1 + length;
    } else if !grouped
        && at(end) == Some(',')
        && (1..=2).contains(&digits_from(end + 1))
        && !at(end + 1 + digits_from(end + 1)).is_some_and(|c| c == ',')
    {
        // `6,5 LPA` is rare, `1,2` in a list is not: a decimal comma is not read.
        dotted = false;
    }
    let kind = digits
        .parse::<Decimal>()
        .map_or(Kind::Other, |value| Kind::Number {
            value,
            grouped,
            dotted,
        });
    (end, kind)
}

/// One end of an amount.
#[derive(Clone, Debug)]
struct End {
    value: Decimal,
    grouped: bool,
    dotted: bool,
    scale: Option<Scale>,
    currency: Option<CurrencyMark>,
    plus: bool,
    span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    factor: u32,
    indian: bool,
    lpa: bool,
}

fn scale_word(word: &str) -> Option<Scale> {
    let plain = |factor| {
        Some(Scale {
            factor,
            indian: false,
            lpa: false,
        })
    };
    let indian = |factor, lpa| {
        Some(Scale {
            factor,
            indian: true,
            lpa,
        })
    };
    match word {
        "k" | "thousand" => plain(1_000),
        "m" | "mn" | "mil" | "million" | "millions" => plain(1_000_000),
        "bn" | "billion" | "billions" => plain(1_000_000_000),
        "l" | "lakh" | "lakhs" | "lac" | "lacs" | "lack" | "lacks" => indian(100_000, false),
        "lpa" | "lakhspa" | "lakhpa" => indian(100_000, true),
        "cr" | "crore" | "crores" => indian(10_000_000, false),
        "cpa" => indian(10_000_000, true),
        _ => None,
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<&Kind> {
        self.tokens.get(at).map(|token| &token.kind)
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// An amount that starts at this very token; and the token behind it.
    fn amount(&self) -> Option<(Amount, usize)> {
        let (low, mut at) = self.end(self.at)?;
        let mut high: Option<End> = None;
        let joined_by_and = self.at >= 1 && self.has_between();
        if let Some(next) = self.joint(at, joined_by_and) {
            if let Some((end, behind)) = self.end(next) {
                high = Some(end);
                at = behind;
            }
        }
        let (period, behind) = self
            .period(at)
            .map_or((None, at), |(period, behind)| (Some(period), behind));
        at = behind;
        self.assemble(low, high, period, at)
    }

    fn assemble(
        &self,
        low: End,
        mut high: Option<End>,
        period: Option<Period>,
        mut at: usize,
    ) -> Option<(Amount, usize)> {
        // Two currencies are two amounts: `$1,200 - ₹1,00,000`.
        if let (Some(a), Some(b)) = (low.currency, high.as_ref().and_then(|end| end.currency)) {
            if a != b && b != CurrencyMark::Dollar && a != CurrencyMark::Dollar {
                return None;
            }
        }
        let mut plus = low.plus;
        let currency = match (low.currency, high.as_ref().and_then(|end| end.currency)) {
            (Some(CurrencyMark::Dollar), Some(other)) => Some(other),
            (Some(mark), _) => Some(mark),
            (None, other) => other,
        };
        let euro_like = matches!(currency, Some(CurrencyMark::Known(c)) if ["EUR", "CHF", "DKK", "SEK", "NOK", "BRL", "IDR", "PLN", "TRY", "COP", "CLP", "ARS", "VND"].contains(&c.code()));
        let mut scale = low.scale;
        let first = undot(&low, euro_like);
        let mut low_value = first;
        let mut high_value = None;
        if let Some(end) = &mut high {
            plus = end.plus;
            let second = undot(end, euro_like);
            let factor = end.scale.map_or(1, |s| s.factor);
            if low.scale.is_none() {
                if end.scale.is_some() && first < Decimal::from(1_000) && first <= second {
                    // `$87-100k`, `₹4–8 LPA`: the scale is said once.
                    scale = end.scale;
                } else if end.scale.is_none()
                    && first < Decimal::from(1_000)
                    && !low.grouped
                    && second >= Decimal::from(1_000)
                {
                    // `€38-44,000`: the thousands are said once.
                    let thousands = first.checked_mul(Decimal::from(1_000))?;
                    if thousands <= second && second <= thousands.checked_mul(Decimal::from(20))? {
                        low_value = thousands;
                    }
                }
            }
            let factor =
                if end.scale.is_none() && low.scale.is_some() && second < Decimal::from(1_000) {
                    low.scale.map_or(1, |s| s.factor)
                } else {
                    factor
                };
            high_value = Some(second.checked_mul(Decimal::from(factor))?);
        }
        if let Some(scale) = scale {
            low_value = low_value.checked_mul(Decimal::from(scale.factor))?;
        }
        let any_scale = scale.or(high.as_ref().and_then(|end| end.scale));
        let indian = any_scale.is_some_and(|s| s.indian);
        let lpa = any_scale.is_some_and(|s| s.lpa);
        let start_token = self.at;
        let (mut bound, mut first_token) = self.bound_before(start_token);
        if plus {
            bound = Some(Bound::AtLeast);
        } else if let Some(behind) = self.bound_behind(at) {
            bound = Some(Bound::AtLeast);
            at = behind;
        }
        // A `from` before a range opens the range, it does not start a career.
        if high_value.is_some()
            && bound == Some(Bound::Starting)
            && !self.says_start(first_token, start_token)
        {
            bound = None;
            first_token = start_token;
        }
        let period = period.or_else(|| lpa.then_some(Period::Year));
        // The period may also stand behind the plus: `AED 240,000 – 400,000+ / yr`.
        let (period, at) = match period {
            Some(period) => (Some(period), at),
            None => self
                .period(at)
                .map_or((None, at), |(period, behind)| (Some(period), behind)),
        };
        let grouped = low.grouped || high.as_ref().is_some_and(|end| end.grouped);
        let first_span = self.tokens.get(first_token)?.span;
        let last_span = self.tokens.get(at.saturating_sub(1))?.span;
        let reversed = high_value.is_some_and(|high| high < low_value);
        let amount = Amount {
            span: first_span.cover(last_span).cover(low.span),
            low: low_value.normalize(),
            high: high_value.map(|value| value.normalize()),
            currency,
            bound,
            period,
            indian,
            bare: currency.is_none() && any_scale.is_none() && !grouped && period.is_none(),
            scaled: any_scale.is_some() || grouped,
            reversed,
            lpa,
        };
        Some((amount, at))
    }

    /// One number with its currency, scale and plus.
    fn end(&self, mut at: usize) -> Option<(End, usize)> {
        let mut currency = None;
        let start = self.tokens.get(at)?.span;
        if let Some(Kind::Currency(mark)) = self.kind(at) {
            currency = Some(*mark);
            at += 1;
            // `USD $120,000`, `Rs. ₹500`.
            if let Some(Kind::Currency(second)) = self.kind(at) {
                if *mark == CurrencyMark::Dollar
                    || *second == CurrencyMark::Dollar
                    || second == mark
                {
                    currency = Some(if *mark == CurrencyMark::Dollar {
                        *second
                    } else {
                        *mark
                    });
                    at += 1;
                }
            }
        }
        let Some(&Kind::Number {
            value,
            grouped,
            dotted,
        }) = self.kind(at)
        else {
            return None;
        };
        // `S3`, `ES6`, `B2B`: a number glued to letters before it is a name.
        if currency.is_none()
            && self.glued(at)
            && matches!(self.kind(at.wrapping_sub(1)), Some(Kind::Word(_)))
        {
            return None;
        }
        let mut last = self.tokens.get(at)?.span;
        at += 1;
        if self.kind(at) == Some(&Kind::Percent) || matches!(self.word(at), Some("percent" | "pc"))
        {
            return None;
        }
        if let (Some("per"), Some("cent")) = (self.word(at), self.word(at + 1)) {
            return None;
        }
        let mut plus = false;
        if self.kind(at) == Some(&Kind::Plus) && scale_behind_plus(self, at) {
            plus = true;
            at += 1;
        }
        let mut scale = None;
        if let Some(word) = self.word(at) {
            let attached = self.glued(at);
            scale = scale_word(word)
                .filter(|_| attached || !matches!(word, "m" | "l" | "k") || currency.is_some());
            if scale.is_some() {
                last = self.tokens.get(at)?.span;
                at += 1;
                // `6 L PA`, `6 lakhs per annum` are read by the period; `6 L.P.A.` is one word already.
            } else if attached && currency.is_none() {
                // `20th`, `3x`, `5GB`: no amount.
                return None;
            }
        }
        if currency.is_none() {
            if let Some(Kind::Currency(mark)) = self.kind(at) {
                // `52.000 €`, `20 euros`; but `20 $30` is two things.
                let belongs =
                    !matches!(self.kind(at + 1), Some(Kind::Number { .. })) || self.glued(at);
                if belongs {
                    currency = Some(*mark);
                    last = self.tokens.get(at)?.span;
                    at += 1;
                }
            }
        }
        if !plus && self.kind(at) == Some(&Kind::Plus) {
            plus = true;
            last = self.tokens.get(at)?.span;
            at += 1;
            // `₹15 LPA+` and `$180k+`; a scale may also follow, as in `30+ LPA`.
            if scale.is_none() {
                if let Some(found) = self.word(at).and_then(scale_word) {
                    scale = Some(found);
                    last = self.tokens.get(at)?.span;
                    at += 1;
                }
            }
        }
        Some((
            End {
                value,
                grouped,
                dotted,
                scale,
                currency,
                plus,
                span: start.cover(last),
            },
            at,
        ))
    }

    /// The dash or word that joins the two ends of a range; where the second end starts.
    fn joint(&self, at: usize, between: bool) -> Option<usize> {
        let at = self.behind_brackets(at).unwrap_or(at);
        match self.kind(at)? {
            Kind::Dash => Some(at + 1),
            Kind::Word(word) if word == "to" || word == "till" || (word == "and" && between) => {
                Some(at + 1)
            }
            // `6,00,000/- to`: the Indian price mark.
            Kind::Slash
                if self.kind(at + 1) == Some(&Kind::Dash) && self.word(at + 2) == Some("to") =>
            {
                Some(at + 3)
            }
            // `$70,000/yr to $90,000/yr`.
            _ => {
                let (_, behind) = self.period(at)?;
                match self.kind(behind)? {
                    Kind::Dash => Some(behind + 1),
                    Kind::Word(word) if word == "to" || (word == "and" && between) => {
                        Some(behind + 1)
                    }
                    _ => None,
                }
            }
        }
    }

    /// `28,300 ZAR (lowest) to 90,000 ZAR`: one or two words in brackets do not part the ends of a range.
    fn behind_brackets(&self, at: usize) -> Option<usize> {
        let sign = |at: usize, text: &str| {
            self.kind(at) == Some(&Kind::Other)
                && self.tokens.get(at).is_some_and(|token| token.text == text)
        };
        let words = (1..=2)
            .take_while(|ahead| self.word(at + ahead).is_some())
            .count();
        (sign(at, "(") && words > 0 && sign(at + words + 1, ")")).then_some(at + words + 2)
    }

    fn has_between(&self) -> bool {
        (1..=3)
            .any(|back| self.at.checked_sub(back).and_then(|at| self.word(at)) == Some("between"))
    }

    /// "Over", "up to", "starting at" before the amount; and the first token of it.
    fn bound_before(&self, at: usize) -> (Option<Bound>, usize) {
        let word = |back: usize| {
            at.checked_sub(back)
                .and_then(|i| self.word(i))
                .unwrap_or_default()
        };
        let (one, two, three) = (word(1), word(2), word(3));
        // "About", "roughly" and articles may stand between.
        if matches!(
            one,
            "about"
                | "around"
                | "approximately"
                | "approx"
                | "roughly"
                | "nearly"
                | "almost"
                | "a"
                | "an"
                | "the"
        ) && at > 0
        {
            let inner = Reader {
                tokens: self.tokens,
                at: self.at,
            };
            let (bound, first) = if at >= 2 {
                inner.bound_before(at - 1)
            } else {
                (None, at)
            };
            return if bound.is_some() {
                (bound, first)
            } else {
                (None, at)
            };
        }
        let found = match (three, two, one) {
            (_, _, "over" | "above" | "exceeding" | "exceed" | "exceeds" | "beyond") => {
                Some((Bound::AtLeast, 1))
            }
            (_, "more" | "greater" | "higher", "than")
            | (_, "at", "least")
            | (_, "north" | "upwards" | "upward", "of") => Some((Bound::AtLeast, 2)),
            (_, _, "upto" | "under" | "below") => Some((Bound::UpTo, 1)),
            (_, "up", "to") | (_, "less" | "lower", "than") => Some((Bound::UpTo, 2)),
            ("as", "much" | "high", "as")
            | ("no" | "not", "more", "than")
            | ("maximum", _, "of") => Some((Bound::UpTo, 3)),
            (
                _,
                "starting" | "starts" | "start" | "begins" | "begin" | "beginning" | "started",
                "at" | "from" | "around",
            ) => Some((Bound::Starting, 2)),
            (_, _, "from") => Some((Bound::Starting, 1)),
            _ => None,
        };
        match found {
            Some((bound, back)) => (Some(bound), at - back),
            None => (None, at),
        }
    }

    fn says_start(&self, first: usize, at: usize) -> bool {
        (first..at).any(|i| {
            self.word(i)
                .is_some_and(|word| word.starts_with("start") || word.starts_with("beg"))
        })
    }

    /// "Or more", "and above" behind the amount; the token behind that.
    fn bound_behind(&self, at: usize) -> Option<usize> {
        match (self.word(at), self.word(at + 1)) {
            (
                Some("or" | "and"),
                Some("more" | "above" | "up" | "upwards" | "beyond" | "higher" | "over"),
            ) => Some(at + 2),
            (Some("plus" | "upwards" | "onwards"), _) => Some(at + 1),
            _ => None,
        }
    }

    /// "Per year", "/hr", "a month", "annually"; the token behind it.
    fn period(&self, at: usize) -> Option<(Period, usize)> {
        if let Some(word) = self.word(at) {
            let single = match word {
                "annually" | "yearly" | "pa" | "annum" => Some(Period::Year),
                "monthly" | "pm" => Some(Period::Month),
                "weekly" | "pw" => Some(Period::Week),
                "daily" => Some(Period::Day),
                "hourly" | "ph" => Some(Period::Hour),
                _ => None,
            };
            if let Some(period) = single {
                return Some((period, at + 1));
            }
        }
        let joined = match self.kind(at)? {
            Kind::Slash => true,
            Kind::Word(word) => matches!(word.as_str(), "per" | "a" | "an" | "each" | "every"),
            _ => false,
        };
        if !joined {
            return None;
        }
        let unit = match self.word(at + 1)? {
            "year" | "yr" | "yrs" | "annum" | "y" | "years" | "anum" => Period::Year,
            "month" | "mo" | "mth" | "months" => Period::Month,
            "week" | "wk" => Period::Week,
            "day" => Period::Day,
            "hour" | "hr" | "h" | "hrs" => Period::Hour,
            _ => return None,
        };
        Some((unit, at + 2))
    }
}

/// `30+ LPA`, `180+k`: the plus belongs to the number when a scale follows.
fn scale_behind_plus(reader: &Reader<'_>, at: usize) -> bool {
    reader.word(at + 1).and_then(scale_word).is_some()
}

/// The number with its dots read as thousands marks or as a decimal point, as the currency has it.
fn undot(end: &End, thousands: bool) -> Decimal {
    if end.dotted && !thousands {
        let mut value = end.value;
        // `45.000` was kept as 45000; with a point for decimals it is 45.
        let _ = value.set_scale(3);
        value.normalize()
    } else {
        end.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(text: &str) -> String {
        let parts: Vec<String> = scan_amounts(text)
            .into_iter()
            .filter(|amount| !amount.bare)
            .map(|amount| {
                let currency = match amount.currency {
                    Some(CurrencyMark::Known(currency)) => currency.code().to_owned(),
                    Some(CurrencyMark::Dollar) => "$".to_owned(),
                    None => "?".to_owned(),
                };
                let high = amount
                    .high
                    .map(|high| format!("..{high}"))
                    .unwrap_or_default();
                let bound = match amount.bound {
                    Some(Bound::AtLeast) => "+",
                    Some(Bound::UpTo) => " at most",
                    Some(Bound::Starting) => " starting",
                    None => "",
                };
                let period = amount
                    .period
                    .map(|period| format!(" a {}", period.name()))
                    .unwrap_or_default();
                format!("{currency} {}{high}{bound}{period}", amount.low)
            })
            .collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join("; ")
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(describe(text), expected, "amounts in {text:?}");
    }

    #[test]
    fn reads_indian_notation() {
        check("₹4 LPA – ₹8 LPA", "INR 400000..800000 a year");
        check("₹4–8 LPA", "INR 400000..800000 a year");
        check("₹15 LPA – ₹30 LPA+", "INR 1500000..3000000+ a year");
        check("INR 6,00,000 to INR 10,00,000", "INR 600000..1000000");
        check("INR 4,61,028 per annum", "INR 461028 a year");
        check("Rs. 6 lakh", "INR 600000");
        check("Rs 1.2 crore a year", "INR 12000000 a year");
        check("4.58 LPA", "? 458000 a year");
        check("3 to 5 lakhs per annum", "? 300000..500000 a year");
        check("₹ 25,000 p.m.", "INR 25000 a month");
        check("upto INR 20 LPA", "INR 2000000 at most a year");
        check("30+ LPA", "? 3000000+ a year");
        check("6 - 8.5 L per annum", "nothing");
        check("₹6L - ₹8.5L", "INR 600000..850000");
        check("₹35000/month", "INR 35000 a month");
    }

    #[test]
    fn reads_western_notation() {
        check("$87-100k", "$ 87000..100000");
        check("$70,000 – $100,000", "$ 70000..100000");
        check("$130,000 – $180,000+", "$ 130000..180000+");
        check("AED 240,000 – 400,000+ / yr", "AED 240000..400000+ a year");
        check("AED 100,000 – 160,000/yr", "AED 100000..160000 a year");
        check("€38-44,000", "EUR 38000..44000");
        check("€45.000", "EUR 45000");
        check("52.000 € per year", "EUR 52000 a year");
        check("45 000 €", "EUR 45000");
        check("£35k to £50k", "GBP 35000..50000");
        check(
            "between $70,000 and $90,000 a year",
            "$ 70000..90000 a year",
        );
        check("US$120,000", "USD 120000");
        check("C$31.47 an hour", "CAD 31.47 a hour");
        check("CAD 31.47 per hour", "CAD 31.47 a hour");
        check("$1.2 million", "$ 1200000");
        check("$45/hour to $60/hour", "$ 45..60 a hour");
        check("USD $120,000", "USD 120000");
        check("90,000 dollars", "$ 90000");
    }

    #[test]
    fn reads_open_ends_and_starting_points() {
        check("over $165,000 annually", "$ 165000+ a year");
        check("well over $150,000", "$ 150000+");
        check("more than £40,000", "GBP 40000+");
        check("£40,000 or more", "GBP 40000+");
        check("up to $90k", "$ 90000 at most");
        check("as high as $200,000", "$ 200000 at most");
        check("start at ₹3.7 LPA", "INR 370000 starting a year");
        check("starting from $20 an hour", "$ 20 starting a hour");
        check("from $70,000 to $90,000", "$ 70000..90000");
    }

    #[test]
    fn leaves_other_numbers_alone() {
        check("23% job growth by 2031", "nothing");
        check("a team of 45 people", "nothing");
        check("AWS S3 and ES6 in 2024", "nothing");
        check("the 20th of May", "nothing");
        check("0-2 years", "nothing");
        check("in 2024-25", "nothing");
        check("5 per cent", "nothing");
    }

    #[test]
    fn keeps_amounts_of_two_currencies_apart() {
        check("$1,200 (₹1,00,000)", "$ 1200; INR 100000");
    }

    #[test]
    fn parses_one_amount_strictly() {
        let text = |typed: &str| {
            parse_money(typed)
                .map(|money| format!("{} {}", money.value.currency(), money.value.units()))
                .unwrap_or_else(|error| error.to_string())
        };
        assert_eq!(text("₹6 LPA"), "INR 600000");
        assert_eq!(text(" 6 lpa"), "INR 600000");
        assert_eq!(text("$85k"), "USD 85000");
        assert_eq!(
            text("85,000"),
            "no currency in `85,000`; write it first, as in `£85,000`"
        );
        assert_eq!(
            text("lots"),
            "no amount in `lots`; write it as in `₹6 LPA` or `$85,000`"
        );
        assert_eq!(
            text("$5 or $6"),
            "more than one amount in `$5 or $6`; write one, as in `£85,000`"
        );
        assert_eq!(
            text("$5 I hope"),
            "`I hope` in `$5 I hope` belongs to no amount; write the amount alone, as in `£85,000`"
        );
        assert_eq!(
            text("$1.005"),
            "`1.005` has more decimal places than USD does; round it as the source does"
        );
    }

    #[test]
    fn never_panics_and_keeps_spans_on_characters() {
        for text in [
            "",
            "₹",
            "$$$",
            "1,,,2",
            "₹9,99,99,99,99,99,99,99,999 crore",
            "–",
            "1–",
            "₹1-₹",
            "between and",
            "99999999999999999999999999999999",
            "$1.",
            "٣٤ LPA",
        ] {
            for amount in scan_amounts(text) {
                assert!(amount.span.of(text).is_some());
            }
        }
    }
}
