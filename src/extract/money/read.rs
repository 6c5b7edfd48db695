//! Putting numbers, currencies, scales, bounds and periods together to amounts.

use rust_decimal::Decimal;

use super::lex::Kind;
use super::tokens::Tokens;
use super::{Amount, Bound, CurrencyMark, is_dollar};
use crate::domain::{Period, Span};

/// One end of an amount.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of how the number is written"
)]
struct End {
    value: Decimal,
    grouped: bool,
    dotted: bool,
    scale: Option<Scale>,
    currency: Option<CurrencyMark>,
    plus: bool,
    /// True where the currency stands before the number.
    prefixed: bool,
    span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    factor: u32,
    indian: bool,
    lpa: bool,
}

pub(super) fn scale_word(word: &str) -> Option<Scale> {
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

/// Currencies of places that write a dot before thousands.
const DOTTED_THOUSANDS: [&str; 13] = [
    "EUR", "CHF", "DKK", "SEK", "NOK", "BRL", "IDR", "PLN", "TRY", "COP", "CLP", "ARS", "VND",
];

pub(super) struct Reader<'a, 't> {
    pub(super) tokens: &'a mut Tokens<'t>,
    pub(super) at: usize,
}

impl Reader<'_, '_> {
    fn kind(&mut self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn word(&mut self, at: usize) -> Option<&'static str> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn glued(&mut self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    fn is_sign(&mut self, at: usize, sign: char) -> bool {
        let token = self.tokens.get(at);
        token.is_some_and(|token| token.is_sign(sign))
    }

    /// An amount that starts at this very token; and the token behind it.
    pub(super) fn amount(&mut self) -> Option<(Amount, usize)> {
        let (low, mut at) = self.end(self.at)?;
        let mut high: Option<End> = None;
        let joined_by_and = self.at >= 1 && self.has_between();
        if let Some(joint) = self.joint(at, joined_by_and)
            && let (next, opens) = self.behind_bound(joint)
            && let Some((mut end, behind)) = self.end(next)
            && is_one_currency(low.currency, end.currency)
            && !is_label(&low, &end)
        {
            end.plus |= opens;
            high = Some(end);
            at = behind;
        }
        let (period, behind) = self
            .period(at)
            .map_or((None, at), |(period, behind)| (Some(period), behind));
        at = behind;
        self.assemble(&low, high.as_ref(), period, at)
    }

    fn assemble(
        &mut self,
        low: &End,
        high: Option<&End>,
        period: Option<Period>,
        mut at: usize,
    ) -> Option<(Amount, usize)> {
        let mut plus = low.plus;
        let currency = match (low.currency, high.and_then(|end| end.currency)) {
            (Some(CurrencyMark::Dollar), Some(other)) => Some(other),
            (Some(mark), _) => Some(mark),
            (None, other) => other,
        };
        // Only where a dot is in question it is asked who writes it before thousands.
        let is_dotted = low.dotted || high.is_some_and(|end| end.dotted);
        let euro_like = is_dotted
            && matches!(currency, Some(CurrencyMark::Known(c)) if DOTTED_THOUSANDS.contains(&c.code()));
        let mut scale = low.scale;
        let first = undot(low, euro_like);
        let mut low_value = first;
        let mut high_value = None;
        if let Some(end) = high {
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
                    if thousands <= second && second <= thousands.checked_mul(Decimal::from(3))? {
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
        let any_scale = scale.or(high.and_then(|end| end.scale));
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
        let grouped = low.grouped || high.is_some_and(|end| end.grouped);
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

    /// The currency before a number, and the token of the number itself.
    fn prefix(&mut self, at: usize) -> Option<(Option<CurrencyMark>, usize)> {
        // `±$5,000` is a margin.
        if at > 0 && self.is_sign(at - 1, '±') {
            return None;
        }
        let Some(Kind::Currency(first)) = self.kind(at) else {
            return Some((None, at));
        };
        // `USD $120,000`, `Rs. ₹500`.
        match self.kind(at + 1) {
            Some(Kind::Currency(second)) if is_one_currency(Some(first), Some(second)) => {
                let is_bare = first == CurrencyMark::Dollar;
                Some((Some(if is_bare { second } else { first }), at + 2))
            }
            _ => Some((Some(first), at + 1)),
        }
    }

    /// One number with its currency, scale and plus.
    fn end(&mut self, at: usize) -> Option<(End, usize)> {
        let start = self.tokens.get(at)?.span;
        let (mut currency, mut at) = self.prefix(at)?;
        let prefixed = currency.is_some();
        let Some(Kind::Number {
            value,
            grouped,
            dotted,
        }) = self.kind(at)
        else {
            return None;
        };
        // What a refused sign stands before is refused with it.
        if !prefixed
            && at > 0
            && self.glued(at)
            && matches!(self.kind(at - 1), Some(Kind::Currency(_)))
        {
            return None;
        }
        // `S3`, `ES6`, `B2B`: a number glued to letters before it is a name.
        if currency.is_none()
            && self.glued(at)
            && at
                .checked_sub(1)
                .is_some_and(|before| self.word(before).is_some())
        {
            return None;
        }
        let mut last = self.tokens.get(at)?.span;
        at += 1;
        match self.kind(at) {
            Some(Kind::Percent | Kind::Word("percent" | "pc")) => return None,
            Some(Kind::Word("per")) if self.word(at + 1) == Some("cent") => return None,
            _ => {}
        }
        let mut plus = false;
        if self.is_plus(at) && scale_behind_plus(self, at) {
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
        if currency.is_none()
            && let Some(Kind::Currency(mark)) = self.kind(at)
        {
            // `52.000 €`, `20 euros`; but `20 $30` is two things.
            let belongs = !matches!(self.kind(at + 1), Some(Kind::Number { .. })) || self.glued(at);
            // "2022 dollars" are those of a year.
            let is_year = mark == CurrencyMark::Dollar
                && !self.glued(at)
                && !grouped
                && value.is_integer()
                && (Decimal::from(1_900)..Decimal::from(2_100)).contains(&value);
            let belongs = belongs && !is_year;
            if belongs {
                currency = Some(mark);
                last = self.tokens.get(at)?.span;
                at += 1;
            }
        }
        if !plus && self.is_plus(at) && !self.adds(at) {
            plus = true;
            last = self.tokens.get(at)?.span;
            at += 1;
            // `₹15 LPA+` and `$180k+`; a scale may also follow, as in `30+ LPA`.
            if scale.is_none()
                && let Some(found) = self.word(at).and_then(scale_word)
            {
                scale = Some(found);
                last = self.tokens.get(at)?.span;
                at += 1;
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
                prefixed,
                span: start.cover(last),
            },
            at,
        ))
    }

    fn is_plus(&mut self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Plus))
    }

    /// `€31,109 - €47,931 + DOE`: whether the plus at `at` adds something.
    fn adds(&mut self, at: usize) -> bool {
        if self.glued(at) {
            return false;
        }
        match self.kind(at + 1) {
            Some(Kind::Word(word)) => scale_word(word).is_none(),
            Some(Kind::Currency(_) | Kind::Number { .. }) => true,
            _ => false,
        }
    }

    /// The dash or word that joins the two ends of a range; where the second end starts.
    fn joint(&mut self, at: usize, between: bool) -> Option<usize> {
        let at = self.behind_brackets(at).unwrap_or(at);
        match self.kind(at)? {
            Kind::Dash => Some(at + 1),
            Kind::Word(word) if word == "to" || word == "till" || (word == "and" && between) => {
                Some(at + 1)
            }
            // "Between $40,000, rising to a maximum of $52,000".
            Kind::Other(Some(',')) if between => {
                let is_rise = matches!(
                    self.word(at + 1),
                    Some("rising" | "increasing" | "progressing" | "going")
                );
                is_rise.then(|| self.behind_rise(at + 1)).flatten()
            }
            // `6,00,000/- to`: the Indian price mark.
            Kind::Slash
                if self.kind(at + 1) == Some(Kind::Dash) && self.word(at + 2) == Some("to") =>
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

    /// "$35,000 to over $100,000", "$10 to as much as $50": where the upper end itself starts, and whether it is open.
    fn behind_bound(&mut self, joint: usize) -> (usize, bool) {
        let words = [joint, joint + 1, joint + 2].map(|at| self.word(at).unwrap_or_default());
        match words {
            ["over" | "above", ..] => (joint + 1, true),
            ["more", "than", _] | ["upwards", "of", _] => (joint + 2, true),
            ["as", "much" | "high", "as"] => (joint + 3, false),
            ["about" | "around" | "nearly" | "almost" | "roughly", ..] => (joint + 1, false),
            _ => (joint, false),
        }
    }

    /// "Rising to", "rising to a maximum of": where the figure stands that the rise ends at.
    fn behind_rise(&mut self, at: usize) -> Option<usize> {
        let to = (1..=2)
            .map(|ahead| at + ahead)
            .find(|at| self.word(*at) == Some("to"))?;
        let fillers = (1..=4)
            .take_while(|ahead| {
                matches!(
                    self.word(to + ahead),
                    Some(
                        "a" | "the"
                            | "maximum"
                            | "max"
                            | "top"
                            | "of"
                            | "about"
                            | "around"
                            | "as"
                            | "much"
                            | "high"
                    )
                )
            })
            .count();
        Some(to + fillers + 1)
    }

    /// `28,300 ZAR (lowest) to 90,000 ZAR`, `5 LPA (INR) - 6 LPA (INR)`: one or two words or a currency in brackets do not
    /// part the ends of a range.
    fn behind_brackets(&mut self, at: usize) -> Option<usize> {
        if !self.is_sign(at, '(') {
            return None;
        }
        let words = (1..=2)
            .take_while(|ahead| {
                matches!(
                    self.kind(at + ahead),
                    Some(Kind::Word(_) | Kind::Currency(_))
                )
            })
            .count();
        (words > 0 && self.is_sign(at + words + 1, ')')).then_some(at + words + 2)
    }

    fn has_between(&mut self) -> bool {
        (1..=3)
            .any(|back| self.at.checked_sub(back).and_then(|at| self.word(at)) == Some("between"))
    }

    /// "Over", "up to", "starting at" before the amount; and the first token of it.
    fn bound_before(&mut self, at: usize) -> (Option<Bound>, usize) {
        // "About", "roughly" and articles may stand between, or "~": "up to ~$164,000".
        let mut near = at;
        while near > 0
            && (is_filler(self.word(near - 1).unwrap_or_default()) || self.is_about(near - 1))
        {
            near -= 1;
        }
        let mut word = |back: usize| {
            let before = near.checked_sub(back);
            before.and_then(|at| self.word(at)).unwrap_or_default()
        };
        let (one, two, three) = (word(1), word(2), word(3));
        let found = match (three, two, one) {
            ("no" | "not" | "never", "more" | "higher", "than") | ("as", "much" | "high", "as") => {
                Some((Bound::UpTo, 3))
            }
            ("no" | "not" | "never", "less" | "lower", "than") => Some((Bound::AtLeast, 3)),
            (_, _, "over" | "above" | "exceeding" | "exceed" | "exceeds" | "beyond") => {
                Some((Bound::AtLeast, 1))
            }
            (_, "more" | "greater" | "higher", "than")
            | (_, "at", "least")
            | (_, "north" | "upwards" | "upward" | "minimum", "of") => Some((Bound::AtLeast, 2)),
            (_, _, "upto" | "under" | "below") => Some((Bound::UpTo, 1)),
            (_, "up", "to")
            | (_, "at", "most")
            | (_, "less" | "lower", "than")
            | (_, "maximum", "of") => Some((Bound::UpTo, 2)),
            (
                _,
                "starting" | "starts" | "start" | "begins" | "begin" | "beginning" | "started",
                "at" | "from" | "around",
            ) => Some((Bound::Starting, 2)),
            (_, before, "from") if is_pay_start(before) => Some((Bound::Starting, 1)),
            _ => None,
        };
        match found {
            Some((bound, back)) => (Some(bound), near - back),
            None => (None, at),
        }
    }

    /// "Up to ~", "over ~": a dash behind such a word joins nothing.
    fn is_about(&mut self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.word(before));
        let opens =
            before.is_some_and(|word| matches!(word, "to" | "upto" | "over" | "at" | "than"));
        opens && self.kind(at) == Some(Kind::Dash)
    }

    fn says_start(&mut self, first: usize, at: usize) -> bool {
        (first..at).any(|i| {
            self.word(i)
                .is_some_and(|word| word.starts_with("start") || word.starts_with("beg"))
        })
    }

    /// "Or more", "and above" behind the amount; the token behind that.
    fn bound_behind(&mut self, at: usize) -> Option<usize> {
        match (self.word(at), self.word(at + 1)) {
            (
                Some("or" | "and"),
                Some("more" | "above" | "up" | "upwards" | "beyond" | "higher" | "over"),
            ) => Some(at + 2),
            (Some("upwards" | "onwards"), _) => Some(at + 1),
            // "$112,000 plus $12,000 in bonus" adds, it does not open.
            (Some("plus"), next) => {
                let adds = next.is_some()
                    || matches!(
                        self.kind(at + 1),
                        Some(Kind::Number { .. } | Kind::Currency(_))
                    );
                (!adds).then_some(at + 1)
            }
            _ => None,
        }
    }

    /// "Per year", "/hr", "a month", "annually"; the token behind it.
    fn period(&mut self, at: usize) -> Option<(Period, usize)> {
        if let Some(period) = self.word(at).and_then(period_of_word) {
            return Some((period, at + 1));
        }
        let joined = match self.kind(at)? {
            Kind::Slash => true,
            Kind::Word(word) => joins_period(word),
            _ => false,
        };
        if !joined {
            return None;
        }
        let unit = period_of_unit(self.word(at + 1)?)?;
        Some((unit, at + 2))
    }
}

/// What may stand between a word that opens an amount and the amount: "over about $5".
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
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
    )
}

/// "Annually", "p.m.": a period in one word.
pub(super) fn period_of_word(word: &str) -> Option<Period> {
    match word {
        "annually" | "yearly" | "pa" | "annum" => Some(Period::Year),
        "monthly" | "pm" => Some(Period::Month),
        "weekly" | "pw" => Some(Period::Week),
        "daily" => Some(Period::Day),
        "hourly" | "ph" => Some(Period::Hour),
        _ => None,
    }
}

/// Words between an amount and the unit of its period: "a month".
pub(super) fn joins_period(word: &str) -> bool {
    matches!(word, "per" | "a" | "an" | "each" | "every")
}

/// The unit of a period behind "per" or a slash.
pub(super) fn period_of_unit(word: &str) -> Option<Period> {
    match word {
        "year" | "yr" | "yrs" | "annum" | "y" | "years" | "anum" => Some(Period::Year),
        "month" | "mo" | "mth" | "months" => Some(Period::Month),
        "week" | "wk" => Some(Period::Week),
        "day" => Some(Period::Day),
        "hour" | "hr" | "h" | "hrs" => Some(Period::Hour),
        _ => None,
    }
}

/// `30+ LPA`, `180+k`: the plus belongs to the number when a scale follows.
fn scale_behind_plus(reader: &mut Reader<'_, '_>, at: usize) -> bool {
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

/// `Band 5 – £28,407`, `2019 to $71,000`: a bare number before an amount that opens with its currency is a label.
fn is_label(low: &End, high: &End) -> bool {
    low.currency.is_none() && low.scale.is_none() && high.prefixed
}

/// Two currencies are two amounts (`$1,200 – ₹1,00,000`); a bare dollar goes with any dollar.
fn is_one_currency(low: Option<CurrencyMark>, high: Option<CurrencyMark>) -> bool {
    match (low, high) {
        (Some(CurrencyMark::Known(a)), Some(CurrencyMark::Known(b))) => a == b,
        (Some(CurrencyMark::Known(known)), Some(CurrencyMark::Dollar))
        | (Some(CurrencyMark::Dollar), Some(CurrencyMark::Known(known))) => is_dollar(known),
        _ => true,
    }
}

/// Words before "from" that make it a start: "salaries from £30,000". In "fell from £60,000" it is none.
fn is_pay_start(word: &str) -> bool {
    matches!(
        word,
        "salary"
            | "salaries"
            | "pay"
            | "wages"
            | "wage"
            | "earnings"
            | "rates"
            | "starting"
            | "start"
            | "starts"
            | "ranging"
            | "ranges"
            | "range"
            | "earn"
            | "earns"
    )
}
