//! Putting a figure of pay together from what was read for it, and refusing what cannot be one.

use crate::domain::{
    Basis, Currency, Level, Money, PayFact, PayRange, Period, PlaceRef, RoleRef, Span, Statistic,
    StatisticKind, Years,
};
use crate::vocabulary::Vocabulary;

use super::money::{Amount, Bound, CurrencyMark, is_dollar};

/// What a figure was read from, before it becomes a fact.
pub(super) struct Assembly<'a> {
    pub(super) amount: &'a Amount,
    pub(super) quoted: String,
    pub(super) role: Option<RoleRef>,
    pub(super) place: Option<PlaceRef>,
    pub(super) level: Option<Level>,
    pub(super) years: Option<Years>,
    pub(super) statistic: Option<Statistic>,
    /// How the source calls a figure whose kind its shape tells.
    pub(super) wording: Option<String>,
    pub(super) period: Option<Period>,
    /// From a column or header, for amounts that carry none.
    pub(super) currency: Option<CurrencyMark>,
    pub(super) basis: Option<Basis>,
    pub(super) attributed_to: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) sample_size: Option<u32>,
    pub(super) population: Option<String>,
    /// What a heading says of all figures under it; a range is told by its two ends instead.
    pub(super) heading_statistic: Option<Statistic>,
    /// What a bare `$` means where the place says nothing.
    pub(super) country_currency: Option<Currency>,
    /// What a bare `$` means where the text spells it out, whatever the place.
    pub(super) stated_dollar: Option<Currency>,
}

impl Assembly<'_> {
    /// The fact, or why there is none.
    pub(super) fn fact(self, vocabulary: &Vocabulary) -> Result<PayFact, String> {
        let quoted = &self.quoted;
        let place_currency = self
            .place
            .as_ref()
            .and_then(|place| place.id.as_ref())
            .and_then(|id| vocabulary.place(id))
            .and_then(|place| place.currency);
        let dollar = || match place_currency {
            _ if self.stated_dollar.is_some() => Ok(self.stated_dollar.unwrap_or(Currency::USD)),
            Some(currency) if is_dollar(currency) => Ok(currency),
            // Pesos are written with a `$` too: nothing says which of the two is meant.
            Some(currency) if is_peso(currency) => Err(currency),
            Some(_) => Ok(Currency::USD),
            None => Ok(self.country_currency.unwrap_or(Currency::USD)),
        };
        // Rupees and pounds of several countries share a name.
        let shared = |currency: Currency| {
            place_currency
                .filter(|own| shares_name(currency, *own))
                .unwrap_or(currency)
        };
        let currency = match self.amount.currency.or(self.currency) {
            Some(CurrencyMark::Known(currency)) if self.amount.indian => currency,
            Some(CurrencyMark::Known(currency)) => shared(currency),
            Some(CurrencyMark::Dollar) => dollar().map_err(|peso| {
                format!("`{quoted}` may be US dollars or {peso}; write the code")
            })?,
            None if self.amount.indian => Currency::INR,
            None => return Err(format!("`{quoted}` has no currency")),
        };
        let money = |units| {
            Money::from_units(units, currency).map_err(|error| format!("`{quoted}`: {error}"))
        };
        let low = money(self.amount.low)?;
        let range = match (self.amount.high, self.amount.bound) {
            (Some(high), bound) => {
                let range = PayRange::between(low, money(high)?)
                    .map_err(|error| format!("`{quoted}`: {error}"))?;
                if bound == Some(Bound::AtLeast) {
                    range.opened()
                } else {
                    range
                }
            }
            (None, Some(Bound::AtLeast)) => PayRange::at_least(low),
            (None, Some(Bound::UpTo)) => PayRange::up_to(low),
            (None, _) => PayRange::exactly(low),
        };
        if let Some(doubt) = implausible(range, self.period) {
            return Err(format!("`{quoted}` {doubt}"));
        }
        let is_range = range.low().is_some() && range.high().is_some() && range.single().is_none();
        let own = |kind: StatisticKind, wording: &str| {
            Some(Statistic {
                kind,
                wording: wording.to_owned(),
            })
        };
        let statistic = match (self.statistic, self.amount.bound, is_range) {
            (Some(statistic), _, _) => Some(statistic),
            (None, Some(Bound::Starting), false) => own(StatisticKind::Starting, ""),
            (None, Some(Bound::UpTo), false) => own(StatisticKind::Maximum, ""),
            (None, _, true) => own(
                StatisticKind::Range,
                self.wording.as_deref().unwrap_or_default(),
            ),
            (None, Some(Bound::AtLeast), false) => None,
            (None, None, false) => self.heading_statistic,
        };
        Ok(PayFact {
            role: self.role,
            place: self.place,
            level: self.level,
            years: self.years,
            range,
            period: self.period,
            statistic,
            basis: self.basis,
            population: self.population,
            sample_size: self.sample_size,
            as_of: self.as_of,
            attributed_to: self.attributed_to,
        })
    }
}

/// True for the currencies that are written with a bare `$` and are no dollars.
pub(super) fn is_peso(currency: Currency) -> bool {
    matches!(currency.code(), "MXN" | "ARS" | "CLP" | "COP")
}

/// True where `own` is called what `read` is called: "Rs" in Pakistan are Pakistani rupees, `¥` in China are yuan.
fn shares_name(read: Currency, own: Currency) -> bool {
    let names: [&[&str]; 4] = [
        &["INR", "PKR", "LKR", "NPR"],
        &["GBP", "EGP"],
        &["JPY", "CNY"],
        &["SAR", "QAR", "OMR"],
    ];
    names
        .iter()
        .any(|codes| codes.contains(&read.code()) && codes.contains(&own.code()))
}

/// More than anybody is paid in a year, in plain units: a bound on slips of reading, not a judgement of pay.
fn yearly_max(currency: Currency) -> i64 {
    match currency.code() {
        "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "NZD" | "SGD" | "KWD" | "BHD" | "OMR" => {
            20_000_000
        }
        "AED" | "SAR" | "QAR" | "ILS" | "PLN" | "HKD" | "MYR" | "BRL" | "DKK" | "NOK" | "SEK"
        | "CNY" => 100_000_000,
        "INR" => 250_000_000,
        // Currencies with small units, such as the yen and the rupiah.
        _ => 20_000_000_000,
    }
}

/// Amounts that nobody is paid: a slip in reading, a fee or a headcount with a sign.
fn implausible(range: PayRange, period: Option<Period>) -> Option<String> {
    let top = range.high().or(range.low())?.units();
    let bottom = range.low().or(range.high())?.units();
    let at_least = |units: i64| bottom >= units.into();
    let at_most = |units: i64| top <= units.into();
    let most = yearly_max(range.currency());
    let fine = match period {
        // Without a period only a yearly amount explains itself.
        Some(Period::Year) | None => at_least(1_000) && at_most(most),
        Some(Period::Month) => at_least(100) && at_most(most / 100),
        Some(Period::Week) => at_least(20) && at_most(most / 400),
        Some(Period::Day) => at_least(5) && at_most(most / 2_000),
        Some(Period::Hour) => at_least(1) && at_most(most / 10_000),
    };
    (!fine).then(|| match period {
        Some(period) => format!("is not plausible as pay per {}", period.name()),
        None => "is not plausible as pay, and no period is stated".to_owned(),
    })
}

/// The words of an amount, for a doubt.
pub(super) fn quote(plain: &str, span: Span) -> String {
    span.of(plain).unwrap_or_default().trim().to_owned()
}
