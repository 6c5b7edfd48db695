//! Putting a figure of pay together from what was read for it, and refusing what cannot be one.

use crate::domain::{
    Basis, Currency, Grade, Level, Money, PayFact, PayRange, Period, PlaceRef, RoleRef, Span,
    Statistic, StatisticKind, Years,
};
use crate::vocabulary::Vocabulary;

use super::money::{Amount, Bound, CurrencyMark, is_dollar};
use super::reason::{Reasoned, Reasons, Rule, Slot, Told};

/// What a figure was read from, before it becomes a fact.
pub(super) struct Assembly<'a> {
    pub(super) amount: &'a Amount,
    /// The words of the amount, and whether they stand in a text or a cell.
    pub(super) quoted: Told<'a, ()>,
    pub(super) role: Option<Told<'a, RoleRef>>,
    pub(super) place: Option<Told<'a, PlaceRef>>,
    pub(super) level: Option<Told<'a, Level>>,
    pub(super) grade: Option<Told<'a, Grade>>,
    pub(super) years: Option<Told<'a, Years>>,
    pub(super) statistic: Option<Told<'a, Statistic>>,
    /// How the source calls a figure whose kind its shape tells.
    pub(super) wording: Option<String>,
    pub(super) period: Option<Told<'a, Period>>,
    /// Of the amount itself, or else from a column or header.
    pub(super) currency: Option<Told<'a, CurrencyMark>>,
    pub(super) basis: Option<Told<'a, Basis>>,
    pub(super) attributed_to: Option<Told<'a, String>>,
    pub(super) as_of: Option<Told<'a, String>>,
    pub(super) sample_size: Option<Told<'a, u32>>,
    pub(super) population: Option<Told<'a, String>>,
    /// What a heading says of all figures under it; a range is told by its two ends instead.
    pub(super) heading_statistic: Option<Told<'a, Statistic>>,
    /// Tells what a bare `$` means where the place says nothing: that takes a look at all of the document.
    pub(super) country_currency: Option<&'a dyn Fn() -> Option<Told<'a, Currency>>>,
    /// Tells the country whose own currency it is, where no place is stated and the document names that country.
    pub(super) own_country: Option<&'a dyn Fn(Currency) -> Option<Told<'a, PlaceRef>>>,
    /// What a bare `$` means where the text spells it out, whatever the place.
    pub(super) stated_dollar: Option<Told<'a, Currency>>,
}

impl<'a> Assembly<'a> {
    /// The fact with what `reasons` keeps of it, or why there is none.
    pub(super) fn fact(
        self,
        vocabulary: &Vocabulary,
        mut reasons: Reasons<'_>,
    ) -> Result<Reasoned<PayFact>, String> {
        let quoted = self.quoted.words;
        let currency = self.currency(vocabulary)?;
        let range = self.range(currency.value)?;
        let period = self.period.as_ref().map(|told| told.value);
        if let Some(doubt) = implausible(range, period) {
            return Err(format!("`{quoted}` {doubt}"));
        }
        reasons.take(Slot::Amount, Some(self.quoted));
        reasons.take(Slot::Currency, Some(currency));
        let is_range = range.low().is_some() && range.high().is_some() && range.single().is_none();
        let own = |kind: StatisticKind, wording: &str, rule: Rule| {
            let wording = wording.to_owned();
            Some(Told::new(Statistic { kind, wording }, rule, quoted))
        };
        let statistic = match (self.statistic, self.amount.bound, is_range) {
            (Some(statistic), _, _) => Some(statistic),
            (None, Some(Bound::Starting), false) => own(StatisticKind::Starting, "", Rule::Figure),
            (None, Some(Bound::UpTo), false) => own(StatisticKind::Maximum, "", Rule::Figure),
            (None, _, true) => {
                let wording = self.wording.as_deref().unwrap_or_default();
                own(StatisticKind::Range, wording, Rule::TwoEnds)
            }
            (None, Some(Bound::AtLeast), false) => None,
            (None, None, false) => self.heading_statistic,
        };
        let own_country = || self.own_country.and_then(|ask| ask(range.currency()));
        let value = PayFact {
            role: reasons.take(Slot::Role, self.role),
            place: reasons.take(Slot::Place, self.place.or_else(own_country)),
            level: reasons.take(Slot::Level, self.level),
            grade: reasons.take(Slot::Grade, self.grade),
            years: reasons.take(Slot::Years, self.years),
            range,
            period: reasons.take(Slot::Period, self.period),
            statistic: reasons.take(Slot::Statistic, statistic),
            basis: reasons.take(Slot::Basis, self.basis),
            population: reasons.take(Slot::Population, self.population),
            sample_size: reasons.take(Slot::SampleSize, self.sample_size),
            as_of: reasons.take(Slot::AsOf, self.as_of),
            attributed_to: reasons.take(Slot::AttributedTo, self.attributed_to),
        };
        let reasons = reasons.into_list();
        Ok(Reasoned { value, reasons })
    }

    fn currency(&self, vocabulary: &Vocabulary) -> Result<Told<'a, Currency>, String> {
        let quoted = self.quoted.words;
        let place_currency = self
            .place
            .as_ref()
            .and_then(|place| place.value.id.as_ref())
            .and_then(|id| vocabulary.place(id))
            .and_then(|place| place.currency);
        let place = self.place.as_ref().map_or("", |place| place.words);
        let dollar = || match place_currency {
            _ if self.stated_dollar.is_some() => Ok(self.stated_dollar),
            Some(currency) if is_dollar(currency) => {
                Ok(Some(Told::new(currency, Rule::PlaceDollar, place)))
            }
            // Pesos are written with a `$` too: nothing says which of the two is meant.
            Some(currency) if is_peso(currency) => Err(currency),
            Some(_) => Ok(None),
            None => Ok(self.country_currency.and_then(|ask| ask())),
        };
        // Rupees and pounds of several countries share a name.
        let shared = |currency: Currency| place_currency.filter(|own| shares_name(currency, *own));
        let marked = self.currency.map(|mark| (mark.value, mark));
        match marked {
            Some((CurrencyMark::Known(currency), mark)) if is_letter(quoted) => {
                let of_place = place_currency.filter(|own| shares_name(currency, *own));
                if let Some(own) = of_place {
                    return Ok(Told::new(own, Rule::PlaceCurrency, place));
                }
                let names_country = place_currency.is_none()
                    && self.own_country.is_some_and(|ask| ask(currency).is_some());
                if names_country {
                    Ok(Told::new(currency, mark.rule, mark.words))
                } else {
                    Err(format!(
                        "`{quoted}` may be no money; write the code of the currency"
                    ))
                }
            }
            Some((CurrencyMark::Known(currency), mark)) if self.amount.indian => {
                Ok(Told::new(currency, mark.rule, mark.words))
            }
            Some((CurrencyMark::Known(currency), mark)) => Ok(match shared(currency) {
                Some(own) if own != currency => Told::new(own, Rule::PlaceCurrency, place),
                _ => Told::new(currency, mark.rule, mark.words),
            }),
            Some((CurrencyMark::Dollar, mark)) => {
                let told = dollar().map_err(|peso| {
                    format!("`{quoted}` may be US dollars or {peso}; write the code")
                })?;
                Ok(told.unwrap_or(Told::new(Currency::USD, Rule::BareDollar, mark.words)))
            }
            None if self.amount.indian => Ok(Told::new(Currency::INR, Rule::IndianScale, quoted)),
            None => Err(format!("`{quoted}` has no currency")),
        }
    }

    fn range(&self, currency: Currency) -> Result<PayRange, String> {
        let quoted = self.quoted.words;
        let money = |units| {
            Money::from_units(units, currency).map_err(|error| format!("`{quoted}`: {error}"))
        };
        let low = money(self.amount.low)?;
        Ok(match (self.amount.high, self.amount.bound) {
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
        })
    }
}

/// True for the currencies that are written with a bare `$` and are no dollars.
pub(super) fn is_peso(currency: Currency) -> bool {
    matches!(currency.code(), "MXN" | "ARS" | "CLP" | "COP")
}

/// `N150,000`, `P23,000`: a letter that stands for money in some countries and for anything in others.
fn is_letter(quoted: &str) -> bool {
    let number = quoted.strip_prefix(['N', 'P']);
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// True where `own` is called what `read` is called: "Rs" in Pakistan are Pakistani rupees, `¥` in China are yuan.
fn shares_name(read: Currency, own: Currency) -> bool {
    let names: [&[&str]; 6] = [
        &["PHP", "BWP", "MOP"],
        &["NGN"],
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
pub(super) fn quote(plain: &str, span: Span) -> &str {
    span.of(plain).unwrap_or_default().trim()
}
