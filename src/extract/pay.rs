//! Figures of pay: recognised amounts, judged to be pay, with role, place, level and the rest attached.
//!
//! The way of a figure: [`super::money`] recognises and interprets it; [`judge`] decides whether it is pay;
//! `attach` gives it the nearest name of each sort, from its clause, its sentence, the sentence before, the label or
//! introduction above, the headings from the innermost out, and the title, in that order.

use std::collections::HashSet;

use crate::domain::{
    BlockKind, Currency, Document, DocumentBlock, Evidence, Fact, FactBody, Level, Money, PayFact,
    PayRange, Period, PlaceRef, RoleRef, Scan, Span, Spanned, Statistic, StatisticKind, Text,
    Years,
};
use crate::vocabulary::{Vocabulary, words};

use super::context::Context;
use super::money::{Amount, Bound, CurrencyMark, is_dollar, scan_amounts};
use super::names::{
    Names, is_other_money_word, is_pay_word, scan_as_of, scan_attribution, scan_basis, scan_names,
    scan_sample_size,
};
use super::sentence::{clauses, sentences};
use super::table;
use super::years::Setting;

/// Every figure of pay in `document`, and what looked like one and was left out.
pub(super) fn scan_pay(document: &Document, vocabulary: &Vocabulary) -> Scan<Fact> {
    let mut scan = Scan::default();
    let mut context = Context::of(document, vocabulary);
    for block in &document.blocks {
        context.enter(block);
        match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Code(_) => {}
            BlockKind::Paragraph(text) | BlockKind::Item { text, .. } => {
                scan.extend(scan_text(document, block, text, &context));
            }
            BlockKind::Table(rows) => {
                scan.extend(table::scan_pay_table(document, block, rows, &context));
            }
        }
        context.leave(block);
    }
    scan.found = without_repeats(scan.found);
    scan
}

/// Whether an amount is pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is pay.
    Pay,
    /// It is money for something else, or nothing says what it is.
    Other,
}

/// Judges an amount by the nearest word that speaks of pay or of other money; without one in the sentence, by what
/// stands above it.
pub(super) fn judge(text: &str, sentence: Span, amount: &Amount, above: Verdict) -> Verdict {
    if amount.lpa && !speaks_of_fees(text, sentence) {
        return Verdict::Pay;
    }
    if counts_things(text, sentence, amount) {
        return Verdict::Other;
    }
    let mut nearest: Option<(usize, Verdict)> = None;
    for word in words(sentence.of(text).unwrap_or_default()) {
        let span = Span::new(
            sentence.start + word.span.start,
            sentence.start + word.span.end,
        );
        let verdict = match word.lower.as_str() {
            lower if is_pay_word(lower) => Verdict::Pay,
            lower if is_other_money_word(lower) => Verdict::Other,
            _ => continue,
        };
        // What follows an amount names it less often than what comes before: "$90,000 plus bonus".
        let behind = span.start >= amount.span.end;
        let distance = amount.span.distance(span) * if behind { 2 } else { 1 };
        if nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, verdict));
        }
    }
    // "By $5,000", "$20,000 more than", "$5,000 a year less": a difference.
    let before = text
        .get(sentence.start..amount.span.start)
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    let rest = text
        .get(amount.span.end..sentence.end)
        .unwrap_or_default()
        .trim_start()
        .to_lowercase();
    let is_step =
        before.ends_with(" by") || before.ends_with(" additional") || before.ends_with(" another");
    let is_more = ["more ", "less ", "higher", "lower", "extra"]
        .iter()
        .any(|words| rest.starts_with(words));
    if is_step || is_more {
        return Verdict::Other;
    }
    // A number without a currency is money only where its own sentence says so.
    let above = if amount.currency.is_some() {
        above
    } else {
        Verdict::Other
    };
    nearest.map_or(above, |(_, verdict)| verdict)
}

/// "1.15 lakh active listings", "20,000 jobs": what follows a number without a currency is what it counts.
fn counts_things(text: &str, sentence: Span, amount: &Amount) -> bool {
    const COUNTED: [&str; 22] = [
        "job",
        "jobs",
        "listing",
        "listings",
        "opening",
        "openings",
        "vacancies",
        "people",
        "users",
        "students",
        "employees",
        "professionals",
        "developers",
        "engineers",
        "companies",
        "positions",
        "posts",
        "roles",
        "candidates",
        "applicants",
        "graduates",
        "learners",
    ];
    let rest = text.get(amount.span.end..sentence.end).unwrap_or_default();
    amount.currency.is_none()
        && words(rest)
            .iter()
            .take(5)
            .any(|word| COUNTED.contains(&word.lower.as_str()))
}

fn speaks_of_fees(text: &str, sentence: Span) -> bool {
    words(sentence.of(text).unwrap_or_default())
        .iter()
        .any(|word| matches!(word.lower.as_str(), "fee" | "fees" | "tuition"))
}

fn scan_text(
    document: &Document,
    block: &DocumentBlock,
    text: &Text,
    context: &Context<'_>,
) -> Scan<Fact> {
    let plain = text.plain();
    let mut scan = Scan::default();
    let amounts = scan_amounts(plain);
    if amounts.iter().all(|amount| amount.bare) {
        return scan;
    }
    let is_item = matches!(block.kind, BlockKind::Item { .. });
    let setting = if is_item {
        Setting::Label
    } else {
        Setting::Prose
    };
    let mut before: Option<Before> = None;
    for sentence in sentences(plain) {
        let first = amounts.partition_point(|amount| amount.span.start < sentence.start);
        let in_sentence: Vec<&Amount> = amounts
            .iter()
            .skip(first)
            .take_while(|amount| amount.span.start < sentence.end)
            .collect();
        let names = shifted(
            scan_names(
                sentence.of(plain).unwrap_or_default(),
                context.vocabulary,
                sentence_setting(setting, plain, sentence),
            ),
            sentence.start,
        );
        let mut candidates = Vec::new();
        for amount in &in_sentence {
            if amount.bare || (amount.currency.is_none() && !amount.lpa && !amount.indian) {
                continue;
            }
            let verdict = judge(plain, sentence, amount, context.verdict());
            if verdict == Verdict::Pay {
                candidates.push(*amount);
            } else if amount.currency.is_some() {
                scan.doubts.push(Spanned::new(
                    format!("`{}` is not taken for pay", quote(plain, amount.span)),
                    text.source_span(amount.span),
                ));
            }
        }
        let parts = clauses(plain, sentence);
        for (at, amount) in candidates.iter().enumerate() {
            let place = Attach {
                amount: amount.span,
                all: &candidates,
                at,
                sentence,
                clauses: &parts,
            };
            let fact = prose_fact(plain, amount, &place, &names, before.as_ref(), context);
            match fact {
                Ok(pay) => scan.found.push(Fact {
                    doc: document.id.clone(),
                    evidence: Evidence {
                        headings: block.headings.to_vec(),
                        span: text.source_span(sentence),
                        text: sentence.of(plain).unwrap_or_default().to_owned(),
                        passage: 0,
                    },
                    body: FactBody::Pay(pay),
                }),
                Err(doubt) => scan
                    .doubts
                    .push(Spanned::new(doubt, text.source_span(amount.span))),
            }
        }
        let period = (!candidates.is_empty())
            .then(|| candidates.iter().find_map(|amount| amount.period))
            .flatten()
            .or_else(|| scan_period(sentence.of(plain).unwrap_or_default()));
        let is_unknown_label = is_unknown_label(sentence.of(plain).unwrap_or_default(), &names);
        before = Some(Before {
            names,
            period,
            is_unknown_label,
        });
    }
    scan
}

/// What the sentence before says, for a sentence that leaves it out.
struct Before {
    names: Names,
    period: Option<Period>,
    /// True where it only names something that nobody knows ("Luxembourg."): what follows is about that, and what
    /// stands further above is not.
    is_unknown_label: bool,
}

/// A "sentence" of one to three words without a known name, as a label in front of a figure.
fn is_unknown_label(sentence: &str, names: &Names) -> bool {
    let known = !names.places.is_empty() || !names.roles.is_empty() || !names.levels.is_empty();
    let words = words(sentence);
    let all_capital = words
        .iter()
        .all(|word| word.written.starts_with(char::is_uppercase) && !is_pay_word(&word.lower));
    !known && all_capital && (1..=3).contains(&words.len())
}

/// An item that is one short label with a figure is read as a label; a sentence inside an item is prose.
fn sentence_setting(setting: Setting, plain: &str, sentence: Span) -> Setting {
    if setting == Setting::Label && plain.len() <= 120 && sentence.start == 0 {
        Setting::Label
    } else {
        Setting::Prose
    }
}

fn prose_fact(
    plain: &str,
    amount: &Amount,
    place: &Attach<'_>,
    names: &Names,
    before: Option<&Before>,
    context: &Context<'_>,
) -> Result<PayFact, String> {
    let sentence = place.sentence.of(plain).unwrap_or_default();
    let clause = place
        .own_clause()
        .and_then(|clause| clause.of(plain))
        .unwrap_or(sentence);
    let is_elsewhere =
        names.places.is_empty() && before.is_some_and(|before| before.is_unknown_label);
    let role = place
        .nearest(&names.roles, Reach::Sentence)
        .or_else(|| before.and_then(|before| last(&before.names.roles)))
        .or_else(|| context.role());
    let location = place
        .nearest(&names.places, Reach::Sentence)
        .or_else(|| before.and_then(|before| last(&before.names.places)))
        .or_else(|| context.place().filter(|_| !is_elsewhere));
    let level = place
        .nearest(&names.levels, Reach::Before)
        .or_else(|| context.level());
    let years = place
        .nearest(&names.years, Reach::Before)
        .or_else(|| context.years());
    let statistic = place.nearest(&names.statistics, Reach::Sentence);
    Assembly {
        amount,
        quoted: quote(plain, amount.span),
        role,
        place: location,
        level,
        years,
        statistic,
        period: amount
            .period
            .or_else(|| scan_period(clause))
            .or_else(|| scan_period(sentence))
            .or_else(|| before.and_then(|before| before.period))
            .or_else(|| context.period()),
        currency: None,
        basis_text: clause,
        attributed_to: scan_attribution(sentence).or_else(|| context.attribution()),
        as_of: scan_as_of(sentence).or_else(|| context.as_of()),
        sample_size: scan_sample_size(sentence),
        population: None,
        heading_statistic: context.statistic(),
        country_currency: context.dollar().filter(|_| !is_elsewhere),
    }
    .fact(context.vocabulary)
}

/// What a figure was read from, before it becomes a fact.
pub(super) struct Assembly<'a> {
    pub(super) amount: &'a Amount,
    pub(super) quoted: String,
    pub(super) role: Option<RoleRef>,
    pub(super) place: Option<PlaceRef>,
    pub(super) level: Option<Level>,
    pub(super) years: Option<Years>,
    pub(super) statistic: Option<Statistic>,
    pub(super) period: Option<Period>,
    /// From a column or header, for amounts that carry none.
    pub(super) currency: Option<CurrencyMark>,
    pub(super) basis_text: &'a str,
    pub(super) attributed_to: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) sample_size: Option<u32>,
    pub(super) population: Option<String>,
    /// What a heading says of all figures under it; a range is told by its two ends instead.
    pub(super) heading_statistic: Option<Statistic>,
    /// What a bare `$` means where the place says nothing.
    pub(super) country_currency: Option<Currency>,
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
        let dollar = || {
            place_currency
                .filter(|c| is_dollar(*c))
                .or(self.country_currency)
                .unwrap_or(Currency::USD)
        };
        let currency = match self.amount.currency.or(self.currency) {
            Some(CurrencyMark::Known(currency)) => currency,
            Some(CurrencyMark::Dollar) => dollar(),
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
            (None, _, true) => own(StatisticKind::Range, ""),
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
            basis: scan_basis(self.basis_text),
            population: self.population,
            sample_size: self.sample_size,
            as_of: self.as_of,
            attributed_to: self.attributed_to,
        })
    }
}

/// Amounts that nobody is paid: a slip in reading, a fee or a headcount with a sign.
fn implausible(range: PayRange, period: Option<Period>) -> Option<String> {
    let top = range.high().or(range.low())?.units();
    let bottom = range.low().or(range.high())?.units();
    let at_least = |units: i64| bottom >= units.into();
    let at_most = |units: i64| top <= units.into();
    let fine = match period {
        // Without a period only a yearly amount explains itself.
        Some(Period::Year) | None => at_least(1_000) && at_most(20_000_000_000),
        Some(Period::Month) => at_least(100) && at_most(2_000_000_000),
        Some(Period::Week) => at_least(20) && at_most(500_000_000),
        Some(Period::Day) => at_least(5) && at_most(100_000_000),
        Some(Period::Hour) => at_least(1) && at_most(10_000_000),
    };
    (!fine).then(|| match period {
        Some(period) => format!("is not plausible as pay per {}", period.name()),
        None => "is not plausible as pay, and no period is stated".to_owned(),
    })
}

/// The period that words beside an amount state: "annual salary", "hourly wage".
pub(super) fn scan_period(text: &str) -> Option<Period> {
    let words = words(text);
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    (0..words.len()).find_map(|at| {
        let joined = at > 0 && matches!(lower(at - 1), "per" | "a" | "an" | "each" | "every");
        Some(match (lower(at), joined) {
            ("annual" | "annually" | "yearly" | "annum" | "pa" | "lpa" | "lakhspa", _)
            | ("year" | "yr", true) => Period::Year,
            ("monthly", _) | ("month", true) => Period::Month,
            ("weekly", _) | ("week", true) => Period::Week,
            ("daily", _) | ("day", true) => Period::Day,
            ("hourly", _) | ("hour" | "hr", true) => Period::Hour,
            _ => return None,
        })
    })
}

/// How far a name may stand from the figure it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Anywhere in the sentence.
    Sentence,
    /// In the same clause, or in clauses before it up to the previous figure.
    Before,
}

/// Where a figure stands among the other figures and names of its sentence.
struct Attach<'a> {
    amount: Span,
    all: &'a [&'a Amount],
    at: usize,
    sentence: Span,
    clauses: &'a [Span],
}

impl Attach<'_> {
    fn own_clause(&self) -> Option<Span> {
        self.clauses
            .iter()
            .copied()
            .find(|clause| clause.start <= self.amount.start && self.amount.start < clause.end)
    }

    fn clause_of(&self, span: Span) -> Option<usize> {
        self.clauses
            .iter()
            .position(|clause| clause.start <= span.start && span.start < clause.end)
    }

    /// The name that belongs to this figure.
    fn nearest<T: Clone + PartialEq>(&self, names: &[Spanned<T>], reach: Reach) -> Option<T> {
        let outside: Vec<&Spanned<T>> = names
            .iter()
            .filter(|name| !name.span.overlaps(self.amount))
            .collect();
        // As many names as figures: the first belongs to the first, the second to the second.
        if self.all.len() > 1 && outside.len() == self.all.len() {
            return outside.get(self.at).map(|name| name.value.clone());
        }
        let own = self.clause_of(self.amount);
        // A name behind this figure and nearer to the next one belongs to that.
        let next = self.all.get(self.at + 1).map(|amount| amount.span);
        let is_of_next = |span: Span| {
            next.is_some_and(|next| {
                span.start >= self.amount.end && span.distance(next) < span.distance(self.amount)
            })
        };
        let in_clause = outside
            .iter()
            .filter(|name| self.clause_of(name.span) == own && !is_of_next(name.span))
            .min_by_key(|name| (name.span.distance(self.amount), name.span.start));
        if let Some(name) = in_clause {
            return Some(name.value.clone());
        }
        let floor = if reach == Reach::Before {
            self.at
                .checked_sub(1)
                .and_then(|before| self.all.get(before))
                .map_or(self.sentence.start, |amount| amount.span.end)
        } else {
            self.sentence.start
        };
        let before = outside
            .iter()
            .rev()
            .find(|name| name.span.end <= self.amount.start && name.span.start >= floor);
        let behind = || {
            outside
                .iter()
                .find(|name| name.span.start >= self.amount.end && !is_of_next(name.span))
        };
        match reach {
            Reach::Sentence => before.or_else(behind),
            Reach::Before => before,
        }
        .map(|name| name.value.clone())
    }
}

fn last<T: Clone>(names: &[Spanned<T>]) -> Option<T> {
    names.last().map(|name| name.value.clone())
}

fn shifted(mut names: Names, by: usize) -> Names {
    fn shift<T>(list: &mut [Spanned<T>], by: usize) {
        for item in list {
            item.span = Span::new(item.span.start + by, item.span.end + by);
        }
    }
    shift(&mut names.roles, by);
    shift(&mut names.places, by);
    shift(&mut names.levels, by);
    shift(&mut names.years, by);
    shift(&mut names.statistics, by);
    names
}

pub(super) fn quote(plain: &str, span: Span) -> String {
    span.of(plain).unwrap_or_default().trim().to_owned()
}

/// One document saying the same figure of the same role, place and level twice says it once.
fn without_repeats(facts: Vec<Fact>) -> Vec<Fact> {
    let mut seen = HashSet::new();
    facts
        .into_iter()
        .filter(|fact| {
            fact.pay().is_none_or(|pay| {
                let role = pay.role.as_ref().map(RoleRef::key);
                let place = pay.place.as_ref().map(|place| {
                    (
                        place.id.clone(),
                        place.id.is_none().then(|| place.written.clone()),
                    )
                });
                let range = (pay.range.low(), pay.range.high(), pay.range.open_ended());
                let years = pay.years.map(|years| (years.min_months, years.max_months));
                seen.insert((role, place, pay.level, years, range, pay.period))
            })
        })
        .collect()
}
