//! The numbers of a question: years of experience, how often pay is meant, and an offer to be judged.

use rust_decimal::Decimal;

use super::lists::STOP;
use super::sentence::Sentence;
use crate::domain::{Currency, Money, Offer, Period, PlaceId};
use crate::extract::{Amount, CurrencyMark, Setting, scan_amounts, scan_years};

/// Years of experience, in months.
pub(super) fn experience(sentence: &Sentence<'_>) -> Option<u16> {
    if sentence.has_any(&[
        "growth",
        "ago",
        "degree",
        "next",
        "past",
        "last",
        "old",
        "forecast",
        "projected",
    ]) {
        return None;
    }
    let found = scan_years(sentence.text, Setting::Label);
    let of_lesser = |months: u16| months > 0;
    let read = found.first().map(|first| first.value);
    read.and_then(|years| years.min_months.or(years.max_months))
        .or_else(|| in_words(sentence))
        .filter(|months| of_lesser(*months) || found.len() == 1)
}

/// "Two years of experience".
fn in_words(sentence: &Sentence<'_>) -> Option<u16> {
    const NUMBERS: [&str; 16] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "thirteen", "fourteen", "fifteen", "twenty",
    ];
    let unit = sentence
        .words
        .iter()
        .position(|word| matches!(word.lower.as_str(), "year" | "years" | "yrs" | "yr" | "yoe"))?;
    let word = sentence.before(unit, 1);
    let number = NUMBERS.iter().position(|number| *number == word)?;
    let years = if word == "twenty" { 20 } else { number + 1 };
    u16::try_from(years * 12).ok()
}

/// How often the pay that is asked for is paid.
pub(super) fn period(sentence: &Sentence<'_>) -> Option<Period> {
    (0..sentence.words.len()).find_map(|at| {
        let per = |back: usize| {
            matches!(
                sentence.before(at, back),
                "per" | "a" | "an" | "each" | "every" | "the" | "by"
            ) || sentence.gap(at.wrapping_sub(back)).contains('/')
        };
        Some(match sentence.lower(at) {
            "monthly" => Period::Month,
            "hourly" => Period::Hour,
            "weekly" => Period::Week,
            "yearly" | "annual" | "annually" | "annum" => Period::Year,
            "month" | "mo" | "mnth" if per(1) => Period::Month,
            "hour" | "hr" if per(1) => Period::Hour,
            "week" | "wk" if per(1) => Period::Week,
            "day" if matches!(sentence.before(at, 1), "per" | "a") => Period::Day,
            "year" | "yr" if matches!(sentence.before(at, 1), "per" | "a" | "each") => Period::Year,
            _ => return None,
        })
    })
}

/// Words that ask whether an amount is right.
const JUDGES: [&str; 20] = [
    "good",
    "ok",
    "okay",
    "fair",
    "decent",
    "enough",
    "low",
    "bad",
    "reasonable",
    "average",
    "normal",
    "competitive",
    "underpaid",
    "offer",
    "offered",
    "offering",
    "great",
    "high",
    "acceptable",
    "accept",
];

/// The offer that a question wants judged: "is 6 lpa ok for a fresher".
pub(super) fn offer(
    sentence: &Sentence<'_>,
    places: &[PlaceId],
    period: Option<Period>,
) -> Option<Offer> {
    let judges =
        sentence.has_any(&JUDGES) || sentence.has_pair("my", &["salary", "ctc", "package", "pay"]);
    if !judges {
        return None;
    }
    let amounts = scan_amounts(sentence.text);
    let amount = amounts.iter().find(|amount| is_pay(amount))?;
    let here = places
        .first()
        .and_then(|place| sentence.vocabulary.place(&place.country()));
    let here = here.and_then(|place| place.currency);
    let currency = match amount.currency {
        Some(CurrencyMark::Known(currency)) => Some(currency),
        Some(CurrencyMark::Dollar) => here
            .filter(|here| here.code().ends_with('D'))
            .or(Some(Currency::USD)),
        None if amount.indian => Some(Currency::INR),
        None => here,
    }?;
    let money = |units: Decimal| Money::from_units(units, currency).ok();
    let low = money(amount.low)?;
    let yearly = amount.lpa.then_some(Period::Year);
    Some(Offer {
        low,
        high: amount.high.and_then(money).unwrap_or(low),
        period: amount.period.or(yearly).or(period),
    })
}

/// A number that can be pay: it has a currency, a scale or four digits.
fn is_pay(amount: &Amount) -> bool {
    !amount.bare || (amount.low >= Decimal::from(3_000) && amount.low.scale() == 0)
}

/// True where the question states an amount of pay, in words too: "1 crore", "six figures".
pub(super) fn states_pay(sentence: &Sentence<'_>) -> bool {
    scan_amounts(sentence.text).iter().any(|amount| {
        amount.lpa
            || amount.currency.is_some()
            || amount.scaled
            || amount.indian
            || (amount.period.is_some() && is_pay(amount))
    }) || sentence.has_pair("six", &["figures", "figure"])
        || sentence.has_pair("6", &["figures", "figure"])
        || (sentence.text.contains(['£', '€', '₹', '$']) && !sentence.has(&STOP))
}
