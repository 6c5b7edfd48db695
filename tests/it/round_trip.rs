//! Whatever comes in: printed money reads back as the same money, and no text makes a reader panic.

use careerbot::domain::{Currency, Money, PayRange, Period};
use careerbot::extract::{Bound, CurrencyMark, parse_money, scan_amounts};
use careerbot::present::{Catalogue, amount};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::mutants::{self, ENDINGS};

fn currencies() -> impl Strategy<Value = Currency> {
    let codes = vec![
        "INR", "USD", "GBP", "EUR", "AED", "CAD", "JPY", "KWD", "SGD",
    ];
    proptest::sample::select(codes)
        .prop_map(|code| Currency::from_code(code).expect("an ISO 4217 code"))
}

fn money(minor: i64, currency: Currency) -> Money {
    Money::from_units(Decimal::new(minor, currency.exponent()), currency).expect("a small amount")
}

fn printed(range: PayRange, period: Option<Period>) -> String {
    Catalogue::english().argument(&amount(range, period))
}

proptest! {
    #[test]
    fn a_printed_amount_parses_back(minor in 100_000_i64..1_000_000_000_000, currency in currencies()) {
        let money = money(minor, currency);
        let text = printed(PayRange::exactly(money), None);
        let alone = text.split(" (").next().unwrap_or_default();
        let read = parse_money(alone).map(|read| read.value);
        prop_assert_eq!(read, Ok(money), "printed as {:?}", text);
    }

    #[test]
    fn a_printed_range_scans_back(low in 1_000_i64..100_000_000, more in 1_i64..100_000_000, open: bool, currency in currencies()) {
        // Whole units, as pay is printed; a range whose ends differ.
        let scale = 10_i64.pow(currency.exponent());
        let (low, high) = (money(low * scale, currency), money((low + more) * scale, currency));
        let range = PayRange::between(low, high).expect("the smaller stands first");
        let text = printed(if open { range.opened() } else { range }, Some(Period::Year));
        let read = scan_amounts(&text);
        prop_assert_eq!(read.len(), 1, "printed as {:?}", text);
        let read = &read[0];
        prop_assert_eq!(read.low, low.units(), "printed as {:?}", text);
        prop_assert_eq!(read.high, Some(high.units()), "printed as {:?}", text);
        prop_assert_eq!(read.period, Some(Period::Year), "printed as {:?}", text);
        let mark = match read.currency {
            Some(CurrencyMark::Known(currency)) => Some(currency),
            Some(CurrencyMark::Dollar) => Some(Currency::USD),
            None => None,
        };
        prop_assert_eq!(mark, Some(currency), "printed as {:?}", text);
        prop_assert_eq!(read.bound.is_some(), open, "printed as {:?}", text);
    }

    #[test]
    fn a_printed_open_end_scans_back(
        units in 1_000_i64..100_000_000,
        up: bool,
        period in proptest::sample::select(vec![
            Period::Year, Period::Month, Period::Week, Period::Day, Period::Hour,
        ]),
        currency in currencies(),
    ) {
        let money = money(units * 10_i64.pow(currency.exponent()), currency);
        let (range, bound) = if up {
            (PayRange::at_least(money), Bound::AtLeast)
        } else {
            (PayRange::up_to(money), Bound::UpTo)
        };
        let text = printed(range, Some(period));
        let read = scan_amounts(&text);
        prop_assert_eq!(read.len(), 1, "printed as {:?}", text);
        let said = (read[0].low, read[0].high, read[0].bound, read[0].period);
        prop_assert_eq!(said, (money.units(), None, Some(bound), Some(period)), "printed as {:?}", text);
    }

    #[test]
    fn any_text_is_scanned_without_a_panic(text in "\\PC{0,200}") {
        for amount in scan_amounts(&text) {
            prop_assert!(amount.span.of(&text).is_some(), "{:?} in {:?}", amount.span, text);
        }
    }

    #[test]
    fn any_question_is_parsed_without_a_panic(text in "(/[a-z]{0,8} )?\\PC{0,120}") {
        let _ = careerbot::command::parse_line(&text);
    }
}

/// Pieces of real pages, to be thrown together.
const PIECES: [&str; 44] = [
    "# ",
    "## ",
    "- ",
    "1. ",
    "| ",
    " |",
    "|---|---|",
    "\n",
    "\n\n",
    "  ",
    "+",
    "–",
    "-",
    "(",
    ")",
    ":",
    ",",
    ". ",
    "₹4 LPA",
    "₹4–8 LPA",
    "$87-100k",
    "$70,000",
    "€45.000",
    "AED 240,000+ / yr",
    "INR 6,00,000 to INR 10,00,000",
    "over ",
    "up to ",
    "a month",
    "per hour",
    "0–2 years",
    "5+ years",
    "Months 4–6",
    "6 weeks",
    "India",
    "UAE / Middle East",
    "backend developer",
    "Glassblowers earn ",
    "senior ",
    "Salary",
    "Fee",
    "Roadmap",
    "Stage 2",
    "Skills",
    "Python, SQL",
];

proptest! {
    #[test]
    fn any_page_is_read_truly(
        picks in proptest::collection::vec(0..PIECES.len(), 0..60),
        ending in proptest::sample::select(ENDINGS.to_vec()),
    ) {
        mutants::check(picks.iter().map(|at| PIECES[*at]).collect(), ending);
    }
}
