//! Amounts of money as people write them, exactly: no rounding, no conversion, no floating point.
//!
//! | shown | when |
//! |---|---|
//! | `₹3.7 LPA`, `₹4–8 LPA`, `₹15–30+ LPA` | rupees a year, every end a lakh or more and whole to a hundredth of one |
//! | `₹3.7 lakh (period not stated)` | the same without a period: "per annum" would be made up |
//! | `₹35,229 a month` | other rupees, grouped the Indian way |
//! | `$70,000–100,000 a year`, `£`, `€` | currencies with a sign of their own |
//! | `AED 240,000–400,000+`, `CAD 31.47 an hour` | every other; a bare `$` is always the US dollar |

use rust_decimal::Decimal;

use crate::domain::{Argument, Currency, Fee, Key, Message, Money, PayRange, Period};

/// `range` paid every `period`, ready to stand in a message or to be worded by the catalogue.
pub fn amount(range: PayRange, period: Option<Period>) -> Argument {
    let ends: Vec<Money> = [range.low(), range.high()].into_iter().flatten().collect();
    let lakhs =
        matches!(period, None | Some(Period::Year)) && ends.iter().all(|end| in_lakhs(*end));
    let (unit, says_year) = match (lakhs, period) {
        (false, _) => (Unit::Plain, false),
        (true, None) => (Unit::Lakh, false),
        (true, Some(_)) => (Unit::Lpa, true),
    };
    let bounded = match (range.low(), range.high()) {
        (Some(low), Some(high)) => Argument::Text(between(low, high, range.open_ended(), unit)),
        (Some(low), None) => Message::new(Key::AmountOver)
            .with("amount", single(low, unit))
            .into(),
        (None, Some(high)) => Message::new(Key::AmountUpTo)
            .with("amount", single(high, unit))
            .into(),
        (None, None) => Message::new(Key::NotStated).into(),
    };
    if says_year {
        return bounded;
    }
    let key = match period {
        Some(Period::Year) => Key::PerYear,
        Some(Period::Month) => Key::PerMonth,
        Some(Period::Week) => Key::PerWeek,
        Some(Period::Day) => Key::PerDay,
        Some(Period::Hour) => Key::PerHour,
        None => Key::PeriodNotStated,
    };
    Message::new(key).with("amount", bounded).into()
}

/// What a course costs, as in `₹6,00,000–10,00,000`.
pub fn fee(fee: &Fee) -> String {
    if fee.low.currency() == fee.high.currency() {
        between(fee.low, fee.high, false, Unit::Plain)
    } else {
        // Nothing joins two currencies in one range; both are shown in full.
        format!(
            "{} – {}",
            single(fee.low, Unit::Plain),
            single(fee.high, Unit::Plain)
        )
    }
}

/// What the digits count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Units of the currency.
    Plain,
    /// 100,000 rupees.
    Lakh,
    /// 100,000 rupees a year.
    Lpa,
}

impl Unit {
    fn suffix(self) -> &'static str {
        match self {
            Unit::Plain => "",
            Unit::Lakh => " lakh",
            Unit::Lpa => " LPA",
        }
    }
}

/// How digits stand together.
#[derive(Clone, Copy)]
pub(super) enum Grouping {
    /// `1,234,567`
    Thousands,
    /// `12,34,567`
    Indian,
}

/// True when the amount reads well in lakhs: one or more, and exact with two decimal places.
fn in_lakhs(money: Money) -> bool {
    let lakh = Decimal::from(100_000);
    money.currency() == Currency::INR
        && money.units() >= lakh
        && (money.units() % Decimal::from(1_000)).is_zero()
}

fn single(money: Money, unit: Unit) -> String {
    let number = number(money, unit, has_fraction(money));
    format!("{}{number}{}", sign(money.currency()), unit.suffix())
}

fn between(low: Money, high: Money, open: bool, unit: Unit) -> String {
    if low == high && !open {
        return single(low, unit);
    }
    let fraction = has_fraction(low) || has_fraction(high);
    format!(
        "{}{}–{}{}{}",
        sign(low.currency()),
        number(low, unit, fraction),
        number(high, unit, fraction),
        if open { "+" } else { "" },
        unit.suffix()
    )
}

fn sign(currency: Currency) -> String {
    match currency {
        Currency::INR => "₹".to_owned(),
        Currency::USD => "$".to_owned(),
        Currency::GBP => "£".to_owned(),
        Currency::EUR => "€".to_owned(),
        other => format!("{} ", other.code()),
    }
}

fn has_fraction(money: Money) -> bool {
    money.units().scale() > 0
}

/// The digits of `money`; with `fraction`, as many decimal places as the currency has.
fn number(money: Money, unit: Unit, fraction: bool) -> String {
    if unit != Unit::Plain {
        return (money.units() / Decimal::from(100_000))
            .normalize()
            .to_string();
    }
    let mut units = money.units();
    if fraction {
        units.rescale(money.currency().exponent());
    }
    let written = units.to_string();
    let (whole, decimals) = match written.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (written.as_str(), None),
    };
    let grouping = if money.currency() == Currency::INR {
        Grouping::Indian
    } else {
        Grouping::Thousands
    };
    let whole = group(whole, grouping);
    match decimals {
        Some(decimals) => format!("{whole}.{decimals}"),
        None => whole,
    }
}

/// `digits` with commas between the groups.
pub(super) fn group(digits: &str, grouping: Grouping) -> String {
    let last = digits.len().saturating_sub(1);
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        grouped.push(digit);
        let behind = last - place;
        let comma = match grouping {
            Grouping::Thousands => behind > 0 && behind.is_multiple_of(3),
            Grouping::Indian => behind >= 3 && !behind.is_multiple_of(2),
        };
        if comma {
            grouped.push(',');
        }
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::Catalogue;

    fn money(units: &str, code: &str) -> Money {
        let currency = Currency::from_code(code).expect("a code in a test");
        let units: Decimal = units.parse().expect("a number in a test");
        Money::from_units(units, currency).expect("an amount in a test")
    }

    /// `pay` is written as `INR 400000..800000`, `..=9` for up to, `9..` for over, `+` at the end for open.
    fn range(pay: &str) -> PayRange {
        let (code, ends) = pay.split_once(' ').expect("a code and ends");
        let (ends, open) = match ends.strip_suffix('+') {
            Some(ends) => (ends, true),
            None => (ends, false),
        };
        let range = match ends.split_once("..") {
            None => PayRange::exactly(money(ends, code)),
            Some(("", high)) => PayRange::up_to(money(high, code)),
            Some((low, "")) => PayRange::at_least(money(low, code)),
            Some((low, high)) => {
                PayRange::between(money(low, code), money(high, code)).expect("a range")
            }
        };
        if open { range.opened() } else { range }
    }

    #[track_caller]
    fn check(pay: &str, period: Option<Period>, expected: &str) {
        let words = Catalogue::english().argument(&amount(range(pay), period));
        assert_eq!(words, expected, "showing {pay} {period:?}");
    }

    #[test]
    fn shows_yearly_rupees_in_lakhs() {
        let year = Some(Period::Year);
        check("INR 370000", year, "₹3.7 LPA");
        check("INR 400000..800000", year, "₹4–8 LPA");
        check("INR 400000..875000", year, "₹4–8.75 LPA");
        check("INR 1500000..3000000+", year, "₹15–30+ LPA");
        check("INR 12000000", year, "₹120 LPA");
        check("INR 3000000..", year, "over ₹30 LPA");
        check("INR 100000+", year, "over ₹1 LPA");
        check("INR ..600000", year, "up to ₹6 LPA");
        check("INR 400000..800000", None, "₹4–8 lakh (period not stated)");
        check("INR 3000000..", None, "over ₹30 lakh (period not stated)");
    }

    #[test]
    fn shows_other_rupees_with_indian_groups() {
        check("INR 461028", Some(Period::Year), "₹4,61,028 a year");
        check("INR 99000", Some(Period::Year), "₹99,000 a year");
        check("INR 0..300000", Some(Period::Year), "₹0–3,00,000 a year");
        check(
            "INR 400000..461028",
            Some(Period::Year),
            "₹4,00,000–4,61,028 a year",
        );
        check("INR 35229", Some(Period::Month), "₹35,229 a month");
        check("INR 200000", Some(Period::Month), "₹2,00,000 a month");
        check(
            "INR 12345678.5",
            Some(Period::Year),
            "₹1,23,45,678.50 a year",
        );
        check("INR 500", Some(Period::Day), "₹500 a day");
    }

    #[test]
    fn shows_signs_only_where_they_mean_one_currency() {
        let year = Some(Period::Year);
        check("USD 70000..100000", year, "$70,000–100,000 a year");
        check("USD 130000..180000+", year, "$130,000–180,000+ a year");
        check("USD 165000..", year, "over $165,000 a year");
        check("USD ..20", Some(Period::Hour), "up to $20 an hour");
        check("GBP 45000..60000", year, "£45,000–60,000 a year");
        check(
            "EUR 38000..44000",
            None,
            "€38,000–44,000 (period not stated)",
        );
        check("AED 240000..400000+", year, "AED 240,000–400,000+ a year");
        check("CAD 31.47", Some(Period::Hour), "CAD 31.47 an hour");
        check("AUD 1500", Some(Period::Week), "AUD 1,500 a week");
        check("SGD 5000", Some(Period::Month), "SGD 5,000 a month");
    }

    #[test]
    fn shows_as_many_decimals_as_the_currency_has() {
        check("JPY 5000000", Some(Period::Year), "JPY 5,000,000 a year");
        check("KWD 1234.5", Some(Period::Month), "KWD 1,234.500 a month");
        check("USD 31.5", Some(Period::Hour), "$31.50 an hour");
        check("USD 31.5..40", Some(Period::Hour), "$31.50–40.00 an hour");
        check("USD 999", Some(Period::Week), "$999 a week");
        check("USD 1000", Some(Period::Day), "$1,000 a day");
    }

    #[test]
    fn shows_fees_as_plain_amounts() {
        let words = |low: &str, high: &str| {
            fee(&Fee {
                low: money(low, "INR"),
                high: money(high, "INR"),
            })
        };
        assert_eq!(words("135000", "135000"), "₹1,35,000");
        assert_eq!(words("600000", "1000000"), "₹6,00,000–10,00,000");
    }
}
