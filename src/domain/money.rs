//! Exact amounts of money.

use std::fmt;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

/// All currencies: the words of a text are looked up here.
static BY_CODE: LazyLock<FxHashMap<&str, iso_currency::Currency>> = LazyLock::new(|| {
    // Numbers of ISO 4217 have three digits.
    let all = (0..1_000).filter_map(iso_currency::Currency::from_numeric);
    all.map(|currency| (currency.code(), currency)).collect()
});

impl Currency {
    /// Indian rupee.
    pub const INR: Currency = Currency(iso_currency::Currency::INR);
    /// US dollar.
    pub const USD: Currency = Currency(iso_currency::Currency::USD);
    /// Pound sterling.
    pub const GBP: Currency = Currency(iso_currency::Currency::GBP);
    /// Euro.
    pub const EUR: Currency = Currency(iso_currency::Currency::EUR);
    /// Japanese yen.
    pub const JPY: Currency = Currency(iso_currency::Currency::JPY);

    /// The currency with this three-letter code, in capitals.
    pub fn from_code(code: &str) -> Option<Currency> {
        BY_CODE.get(code).copied().map(Currency)
    }

    /// The three-letter code, as in `INR`.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimal places the minor unit stands for: 2 for cents, 0 where there is none.
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(code: String) -> Result<Currency, String> {
        Currency::from_code(&code).ok_or_else(|| format!("`{code}` is no ISO 4217 code"))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An exact amount: a whole number of minor units of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// The largest amount that is read, in minor units: far above any pay, far below overflow.
    pub const MAX_MINOR: i64 = 100_000_000_000_000_000;

    /// `units` of `currency`, exactly.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] below zero, [`MoneyError::TooLarge`] past [`Money::MAX_MINOR`],
    /// [`MoneyError::TooFine`] when the amount has more decimal places than the currency.
    pub fn from_units(units: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        if units.is_sign_negative() && !units.is_zero() {
            return Err(MoneyError::Negative { units });
        }
        let parts = 10_i64.pow(currency.exponent());
        // Nearly every amount is of whole units.
        if units.scale() == 0
            && let Some(minor) = units.mantissa().checked_mul(parts.into())
            && let Ok(minor) = i64::try_from(minor)
            && minor <= Money::MAX_MINOR
        {
            return Ok(Money { minor, currency });
        }
        let scale = Decimal::from(parts);
        let minor = units
            .checked_mul(scale)
            .ok_or(MoneyError::TooLarge { units })?
            .normalize();
        if minor.scale() > 0 {
            return Err(MoneyError::TooFine { units, currency });
        }
        let minor =
            i64::try_from(minor.mantissa()).map_err(|_overflow| MoneyError::TooLarge { units })?;
        if minor > Money::MAX_MINOR {
            return Err(MoneyError::TooLarge { units });
        }
        Ok(Money { minor, currency })
    }

    /// The minor units of another amount in `currency`.
    pub(super) fn of_minor(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// The amount in minor units (cents, paise).
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The amount in plain units, with no trailing zeros after the point.
    pub fn units(self) -> Decimal {
        let exponent = self.currency.exponent();
        let parts = 10_i64.pow(exponent);
        if self.minor % parts == 0 {
            Decimal::from(self.minor / parts)
        } else {
            Decimal::new(self.minor, exponent).normalize()
        }
    }
}

/// Why an amount is not [`Money`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Below zero.
    #[error("`{units}` is below zero; pay is written without a minus sign")]
    Negative {
        /// The amount in plain units.
        units: Decimal,
    },
    /// Past [`Money::MAX_MINOR`].
    #[error("`{units}` is too large for an amount of money; check the number")]
    TooLarge {
        /// The amount in plain units.
        units: Decimal,
    },
    /// More decimal places than the currency has.
    #[error("`{units}` has more decimal places than {currency} does; round it as the source does")]
    TooFine {
        /// The amount in plain units.
        units: Decimal,
        /// The currency it was to be.
        currency: Currency,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_code() {
        let letters = || b'A'..=b'Z';
        let pairs = letters().flat_map(|one| letters().map(move |two| (one, two)));
        let codes = pairs.flat_map(|(one, two)| letters().map(move |three| [one, two, three]));
        for code in codes {
            let code = std::str::from_utf8(&code).expect("capitals are UTF-8");
            let known = iso_currency::Currency::from_code(code).map(Currency);
            assert_eq!(Currency::from_code(code), known, "{code}");
        }
    }

    #[track_caller]
    fn check(units: &str, code: &str, minor: i64) {
        let units: Decimal = units.parse().expect("a number in a test");
        let currency = Currency::from_code(code).expect("a code in a test");
        let money = Money::from_units(units, currency).expect("money");
        assert_eq!(money.minor(), minor);
        assert_eq!(money.units(), units.normalize());
    }

    #[test]
    fn keeps_minor_units_exact() {
        check("31.47", "CAD", 3147);
        check("458000", "INR", 45_800_000);
        check("1.234", "KWD", 1234);
        check("5000000", "JPY", 5_000_000);
        check("100000.000", "USD", 10_000_000);
    }

    #[test]
    fn refuses_what_is_no_amount() {
        let text = |units: &str| {
            Money::from_units(units.parse().expect("a number"), Currency::USD)
                .expect_err("an error")
                .to_string()
        };
        assert_eq!(
            text("-5"),
            "`-5` is below zero; pay is written without a minus sign"
        );
        assert_eq!(
            text("1.005"),
            "`1.005` has more decimal places than USD does; round it as the source does"
        );
        assert_eq!(
            text("99999999999999999999"),
            "`99999999999999999999` is too large for an amount of money; check the number"
        );
    }
}
