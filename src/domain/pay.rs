//! Pay: how much, how often, what kind of figure.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Currency, Grade, Level, Money, PlaceRef, RoleRef, Years};

/// How often pay is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
}

impl Period {
    /// The lower-case English word, as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Period::Year => "year",
            Period::Month => "month",
            Period::Week => "week",
            Period::Day => "day",
            Period::Hour => "hour",
        }
    }
}

/// One figure: an amount, a range, or a range open at one end. `low <= high` always holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayRange {
    low: Option<i64>,
    high: Option<i64>,
    open_ended: bool,
    currency: Currency,
}

impl PayRange {
    /// From `low` to `high`, both included; the same amount twice is a single figure.
    ///
    /// # Errors
    /// [`PayRangeError`] when the two differ in currency or stand the wrong way round.
    pub fn between(low: Money, high: Money) -> Result<PayRange, PayRangeError> {
        if low.currency() != high.currency() {
            return Err(PayRangeError::MixedCurrency { low, high });
        }
        if low.minor() > high.minor() {
            return Err(PayRangeError::Reversed { low, high });
        }
        Ok(PayRange {
            low: Some(low.minor()),
            high: Some(high.minor()),
            open_ended: false,
            currency: low.currency(),
        })
    }

    /// A single figure.
    pub fn exactly(amount: Money) -> PayRange {
        PayRange {
            low: Some(amount.minor()),
            high: Some(amount.minor()),
            open_ended: false,
            currency: amount.currency(),
        }
    }

    /// "Over", "at least", "X+": nothing is said of the top.
    pub fn at_least(low: Money) -> PayRange {
        PayRange {
            high: None,
            open_ended: true,
            ..PayRange::exactly(low)
        }
    }

    /// "Up to": nothing is said of the bottom.
    pub fn up_to(high: Money) -> PayRange {
        PayRange {
            low: None,
            ..PayRange::exactly(high)
        }
    }

    /// The same range with a top that may be passed, as `130,000 – 180,000+`; a single figure becomes [`at_least`](Self::at_least).
    #[must_use]
    pub fn opened(self) -> PayRange {
        let high = if self.low == self.high {
            None
        } else {
            self.high
        };
        PayRange {
            high,
            open_ended: true,
            ..self
        }
    }

    /// The bottom, where one is stated.
    pub fn low(self) -> Option<Money> {
        self.low.map(|minor| self.money(minor))
    }

    /// The top, where one is stated.
    pub fn high(self) -> Option<Money> {
        self.high.map(|minor| self.money(minor))
    }

    /// True when pay may pass the highest amount named.
    pub fn open_ended(self) -> bool {
        self.open_ended
    }

    /// The currency of both ends.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The single amount, where the figure is one.
    pub fn single(self) -> Option<Money> {
        (self.low == self.high && !self.open_ended)
            .then(|| self.low())
            .flatten()
    }

    fn money(self, minor: i64) -> Money {
        Money::of_minor(minor, self.currency)
    }
}

/// Why two amounts make no [`PayRange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PayRangeError {
    /// The ends are in different currencies.
    #[error("a range from {} to {} mixes currencies; write both ends in one", low.currency(), high.currency())]
    MixedCurrency {
        /// First amount.
        low: Money,
        /// Second amount.
        high: Money,
    },
    /// The first amount is the larger.
    #[error("a range from {} down to {} stands the wrong way round; write the smaller first", low.units(), high.units())]
    Reversed {
        /// First amount.
        low: Money,
        /// Second amount.
        high: Money,
    },
}

/// What kind of figure a source gives, and in which words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistic {
    /// The kind.
    pub kind: StatisticKind,
    /// The words it was read from, as written.
    pub wording: String,
}

/// The kinds of figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatisticKind {
    /// Two ends of a band.
    Range,
    /// An average or mean.
    Average,
    /// The median.
    Median,
    /// The least.
    Minimum,
    /// The most.
    Maximum,
    /// What people start on.
    Starting,
    /// Two percentiles, as 25 and 75.
    Percentiles(u8, u8),
}

impl StatisticKind {
    /// The lower-case English word, as programs read it; a percentile pair is a range there.
    pub fn name(self) -> &'static str {
        match self {
            StatisticKind::Range | StatisticKind::Percentiles(..) => "range",
            StatisticKind::Average => "average",
            StatisticKind::Median => "median",
            StatisticKind::Minimum => "minimum",
            StatisticKind::Maximum => "maximum",
            StatisticKind::Starting => "starting",
        }
    }

    /// The two percentiles, where the figure is such a pair.
    pub fn percentiles(self) -> Option<(u8, u8)> {
        match self {
            StatisticKind::Percentiles(low, high) => Some((low, high)),
            _ => None,
        }
    }
}

/// What the pay counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Fixed salary without bonus and stock.
    Base,
    /// Everything: base, bonus, stock and the rest.
    Total,
}

impl Basis {
    /// The lower-case English word, as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Base => "base",
            Basis::Total => "total",
        }
    }
}

/// One figure that one document gives. What the document does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayFact {
    /// Whose pay.
    pub role: Option<RoleRef>,
    /// Where.
    pub place: Option<PlaceRef>,
    /// At which level: from a word, never guessed from years.
    pub level: Option<Level>,
    /// On which rung of a ladder, as the document numbers it; a rung says nothing of the level.
    pub grade: Option<Grade>,
    /// With how many years of experience.
    pub years: Option<Years>,
    /// How much.
    pub range: PayRange,
    /// How often.
    pub period: Option<Period>,
    /// What kind of figure.
    pub statistic: Option<Statistic>,
    /// What it counts.
    pub basis: Option<Basis>,
    /// Of whom, as written ("all", "full-time employees").
    pub population: Option<String>,
    /// How many answers the figure rests on.
    pub sample_size: Option<u32>,
    /// The time it speaks of, as written.
    pub as_of: Option<String>,
    /// The survey or site the document names for it.
    pub attributed_to: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(units: i64) -> Money {
        Money::from_units(units.into(), Currency::USD).expect("money")
    }

    #[test]
    fn keeps_the_ends_in_order() {
        let gbp = Money::from_units(5.into(), Currency::GBP).expect("money");
        assert_eq!(
            PayRange::between(usd(9), usd(3))
                .expect_err("reversed")
                .to_string(),
            "a range from 9 down to 3 stands the wrong way round; write the smaller first"
        );
        assert_eq!(
            PayRange::between(usd(1), gbp)
                .expect_err("mixed")
                .to_string(),
            "a range from USD to GBP mixes currencies; write both ends in one"
        );
    }

    #[test]
    fn opens_at_either_end() {
        let over = PayRange::at_least(usd(165_000));
        assert_eq!(
            (over.low(), over.high(), over.open_ended()),
            (Some(usd(165_000)), None, true)
        );
        let up_to = PayRange::up_to(usd(20));
        assert_eq!(
            (up_to.low(), up_to.high(), up_to.open_ended()),
            (None, Some(usd(20)), false)
        );
        let plus = PayRange::between(usd(1), usd(2)).expect("a range").opened();
        assert_eq!(
            (plus.low(), plus.high(), plus.open_ended()),
            (Some(usd(1)), Some(usd(2)), true)
        );
        assert_eq!(
            PayRange::exactly(usd(7)).opened(),
            PayRange::at_least(usd(7))
        );
        assert_eq!(PayRange::exactly(usd(7)).single(), Some(usd(7)));
        assert_eq!(over.single(), None);
    }
}
