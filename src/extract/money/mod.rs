//! What looks like money in a text, and how much it is.
//!
//! Recognised, each with an example:
//!
//! | form | example |
//! |---|---|
//! | sign or code before or behind | `$70,000`, `AED 240,000`, `Rs. 6 lakh`, `52.000 €` |
//! | as it is written at home | `RM 2,238`, `Rp 15.000.000`, `Kshs 80k`, `R334,148`, `N150,000`, `P23,000` |
//! | western, Indian, spaced and dotted grouping | `70,000`, `4,61,028`, `45 000 €`, `€45.000` |
//! | scales | `87k`, `6 lakh`, `1.2 crore`, `4.58 LPA`, `1.1 million` |
//! | ranges, either end short | `$87-100k`, `₹4–8 LPA`, `INR 6,00,000 to INR 10,00,000`, `€38-44,000`, `between $5 and $9` |
//! | open ends | `180,000+`, `over $165,000`, `up to ₹20 LPA`, `£40,000 or more` |
//! | starting points | `starts at ₹3.7 LPA`, `starting from $20 an hour` |
//! | periods | `per annum`, `a year`, `/yr`, `monthly`, `per hour`, `p.m.` |
//!
//! Left alone: percentages, ordinals, numbers glued to words (`S3`), years, counts.

mod glance;
mod known;
mod lex;
mod read;
mod tokens;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::domain::{Currency, Money, MoneyError, Period, Span, Spanned};

pub(in crate::extract) use glance::may_tell as may_tell_amount;
pub(in crate::extract) use lex::currency_of_word;
use read::Reader;
use tokens::Tokens;

/// What stands for a currency in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of how the amount is written, and they combine freely"
)]
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

/// True for the currencies that are written with a bare `$` at home.
pub(in crate::extract) fn is_dollar(currency: Currency) -> bool {
    matches!(
        currency.code(),
        "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "TWD"
    )
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
/// let read = parse_money("₹6 LPA").map(|money| money.value.units().to_string());
/// assert_eq!(read, Ok("600000".to_owned()));
/// let refused = parse_money("85,000").map_err(|error| error.to_string());
/// assert_eq!(refused, Err("no currency in `85,000`; write it first, as in `£85,000`".to_owned()));
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

/// As [`scan_amounts`], without those that are [`Amount::bare`].
pub(in crate::extract) fn scan_telling_amounts(text: &str) -> Vec<Amount> {
    if !glance::may_tell(text) {
        return Vec::new();
    }
    let mut amounts = scan_amounts(text);
    amounts.retain(|amount| !amount.bare);
    amounts
}

/// Every amount in `text`, in reading order. Nothing is judged: a fee, a price and a headcount with a sign are amounts too.
pub fn scan_amounts(text: &str) -> Vec<Amount> {
    amounts_of(Tokens::near_numbers(text))
}

fn amounts_of(mut tokens: Tokens<'_>) -> Vec<Amount> {
    let mut found = Vec::new();
    while let Some(at) = tokens.next_opening() {
        let mut reader = Reader {
            tokens: &mut tokens,
            at,
        };
        let mut behind = at + 1;
        if let Some((amount, next)) = reader.amount() {
            behind = behind.max(next);
            found.push(amount);
        }
        tokens.pass(behind);
    }
    found
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
        check("Rm2,238 to RM2,500", "MYR 2238..2500");
        check("Rp 15.000.000", "IDR 15000000");
        check("N150,000 a month", "NGN 150000 a month");
        check("P23,000 to P30,000 a month", "PHP 23000..30000 a month");
        check("Kshs 80k–120k", "KES 80000..120000");
        check("20 000 rubles", "RUB 20000");
        check("vitamin P12, form N400", "nothing");
    }

    #[test]
    fn reads_open_ends_and_starting_points() {
        check("over $165,000 annually", "$ 165000+ a year");
        check("well over $150,000", "$ 150000+");
        check("more than £40,000", "GBP 40000+");
        check("£40,000 or more", "GBP 40000+");
        check("up to $90k", "$ 90000 at most");
        check("up to ~$90k", "$ 90000 at most");
        check("no more than $90k", "$ 90000 at most");
        check("no less than $90k", "$ 90000+");
        check("a maximum of $90k", "$ 90000 at most");
        check("a minimum of $90k", "$ 90000+");
        check("as high as $200,000", "$ 200000 at most");
        check("start at ₹3.7 LPA", "INR 370000 starting a year");
        check("starting from $20 an hour", "$ 20 starting a hour");
        check("dropped to $50,000 from $60,000", "$ 50000; $ 60000");
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
        check("Band 5 – £28,407", "GBP 28407");
        check("in 2019 to $71,000 in 2020", "$ 71000");
        check("12,82 € per hour", "EUR 12.82 a hour");
        check("6,5 LPA", "? 650000 a year");
        check("3.200,50 € per month", "EUR 3200.5 a month");
        check("$68,000 (±$5,000)", "$ 68000");
        check(
            "$112,000 a year plus $12,000 in bonus",
            "$ 112000 a year; $ 12000",
        );
        check("5 per cent", "nothing");
    }

    #[test]
    fn keeps_amounts_of_two_currencies_apart() {
        check("$1,200 (₹1,00,000)", "$ 1200; INR 100000");
        check("$1,200 – ₹1,00,000", "$ 1200; INR 100000");
        check("£40,000 to €50,000", "GBP 40000; EUR 50000");
    }

    #[test]
    fn parses_one_amount_strictly() {
        let text = |typed: &str| {
            parse_money(typed).map_or_else(
                |error| error.to_string(),
                |money| format!("{} {}", money.value.currency(), money.value.units()),
            )
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
