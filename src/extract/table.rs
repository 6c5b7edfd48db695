//! Tables: columns recognised by what their headers and cells say, in any order.
//!
//! Columns that are known: role, place, level, years, low end, high end, pay (with a level, years, place, role,
//! statistic or percentile of its own), currency, period, statistic, as of, source, population, fee. A column without
//! a telling header is judged by its cells.

use rust_decimal::Decimal;

use crate::domain::{Currency, Span};
use crate::domain::{
    Document, DocumentBlock, Evidence, Fact, FactBody, Fee, Level, Money, Period, PlaceRef,
    RoleRef, Row, Scan, Spanned, Statistic, StatisticKind, Table, Text, Years,
};
use crate::vocabulary::words;

use super::context::Context;
use super::money::{Amount, CurrencyMark, scan_amounts};
use super::names::{
    Names, is_pay_word, scan_as_of, scan_attribution, scan_names, scan_sample_size,
};
use super::passage::row_line;
use super::pay::{Assembly, Verdict, quote, scan_period};
use super::years::{Setting, scan_years};

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    Role,
    Place,
    Level,
    Years,
    Low,
    High,
    Pay,
    Currency,
    Period,
    Statistic,
    AsOf,
    Source,
    Population,
    Fee,
    /// A label or anything else; its words may still name a role, place, level or years.
    Label,
}

/// A column with everything its header says.
struct Head {
    column: Column,
    text: String,
    names: Names,
    currency: Option<CurrencyMark>,
    indian: bool,
    period: Option<Period>,
}

/// Whether a table is a list of prices rather than of pay: some column is a fee and none is pay.
pub(super) fn is_fee_table(table: &Table, context: &Context<'_>) -> bool {
    let heads = heads(table, context);
    heads.iter().any(|head| head.column == Column::Fee)
        && !heads
            .iter()
            .any(|head| matches!(head.column, Column::Pay | Column::Low | Column::High))
}

/// The fee in each row of a fee table, by row; rows without one give nothing.
pub(super) fn fees(table: &Table, context: &Context<'_>) -> Vec<Option<Fee>> {
    let heads = heads(table, context);
    table
        .rows
        .iter()
        .map(|row| {
            let (at, cell) = row.cells.iter().enumerate().find(|(at, _)| {
                heads
                    .get(*at)
                    .is_some_and(|head| head.column == Column::Fee)
            })?;
            let head = heads.get(at)?;
            let amounts = amounts_in_cell(cell.plain(), head, None);
            let amount = amounts.first()?;
            let currency = match amount.currency.or(head.currency)? {
                CurrencyMark::Known(currency) => currency,
                CurrencyMark::Dollar => context.dollar().unwrap_or(Currency::USD),
            };
            let low = Money::from_units(amount.low, currency).ok()?;
            let high = Money::from_units(amount.high.unwrap_or(amount.low), currency).ok()?;
            Some(Fee { low, high })
        })
        .collect()
}

/// Every figure of pay in a table.
pub(super) fn scan_pay_table(
    document: &Document,
    block: &DocumentBlock,
    table: &Table,
    context: &Context<'_>,
) -> Scan<Fact> {
    let heads = heads(table, context);
    let mut scan = Scan::default();
    let any_pay = heads
        .iter()
        .any(|head| matches!(head.column, Column::Pay | Column::Low | Column::High));
    if !any_pay {
        doubt_fees(table, &heads, &mut scan);
        return scan;
    }
    let mut carried = Carried::default();
    for row in &table.rows {
        let about = row_names(row, &heads, context, &mut carried);
        for (amount, head, cell) in figures(row, &heads, &about, &mut scan) {
            let text = row_text(&heads, row);
            match row_fact(&amount, head, cell, &about, context) {
                Ok(pay) => scan.found.push(Fact {
                    doc: document.id.clone(),
                    evidence: Evidence {
                        headings: block.headings.to_vec(),
                        span: row.span,
                        text,
                        passage: 0,
                    },
                    body: FactBody::Pay(pay),
                }),
                Err(doubt) => scan.doubts.push(Spanned::new(doubt, cell.span())),
            }
        }
    }
    scan
}

/// The row as a reader needs it: cells under long tables mean nothing without their headers.
pub(super) fn row_text_of(table: &Table, row: &Row, context: &Context<'_>) -> String {
    row_text(&heads(table, context), row)
}

fn row_text(heads: &[Head], row: &Row) -> String {
    let cells: Vec<String> = row
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_blank())
        .map(|(at, cell)| {
            let head = heads.get(at).map_or("", |head| head.text.trim());
            if head.is_empty() {
                cell.plain().trim().to_owned()
            } else {
                format!("{head}: {}", cell.plain().trim())
            }
        })
        .collect();
    if cells.is_empty() {
        row_line(&row.cells)
    } else {
        cells.join(" | ")
    }
}

fn doubt_fees(table: &Table, heads: &[Head], scan: &mut Scan<Fact>) {
    for row in &table.rows {
        for cell in row
            .cells
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                heads
                    .get(*at)
                    .is_some_and(|head| head.column == Column::Fee)
            })
            .map(|(_, cell)| cell)
        {
            if scan_amounts(cell.plain()).iter().any(|amount| !amount.bare) {
                scan.doubts.push(Spanned::new(
                    format!("`{}` is a fee, not pay", cell.plain().trim()),
                    cell.span(),
                ));
            }
        }
    }
}

/// What a row is about.
#[derive(Clone, Debug, Default)]
struct About {
    role: Option<RoleRef>,
    place: Option<PlaceRef>,
    level: Option<Level>,
    years: Option<Years>,
    statistic: Option<Statistic>,
    currency: Option<CurrencyMark>,
    period: Option<Period>,
    as_of: Option<String>,
    attributed_to: Option<String>,
    population: Option<String>,
    sample_size: Option<u32>,
}

/// Role and place of the row above, for rows that leave the cell blank because it spans several.
#[derive(Default)]
struct Carried {
    role: Option<RoleRef>,
    place: Option<PlaceRef>,
}

fn row_names(row: &Row, heads: &[Head], context: &Context<'_>, carried: &mut Carried) -> About {
    let mut about = About::default();
    for (cell, head) in row.cells.iter().zip(heads) {
        let text = cell.plain().trim();
        if text.is_empty() {
            match head.column {
                Column::Role => about.role = carried.role.clone(),
                Column::Place => about.place = carried.place.clone(),
                _ => {}
            }
            continue;
        }
        let names = scan_names(text, context.vocabulary, Setting::Label);
        match head.column {
            Column::Role => about.role = Some(role_of_cell(text, &names)),
            Column::Place => about.place = Some(place_of_cell(text, &names)),
            Column::Statistic => about.statistic = statistic_of_cell(text, &names),
            Column::Currency => about.currency = currency_of(text),
            Column::Period => about.period = period_of_cell(text),
            Column::AsOf => {
                about.as_of = Some(text.to_owned()).filter(|text| text != "-" && text != "–")
            }
            Column::Source => {
                about.attributed_to =
                    Some(scan_attribution(text).unwrap_or_else(|| text.to_owned()))
            }
            Column::Population => about.population = Some(text.to_owned()),
            Column::Level | Column::Years
                if !names.levels.is_empty() || !names.years.is_empty() => {}
            Column::Level | Column::Years
                if !text.eq_ignore_ascii_case("all") && scan_bare_years(text).is_none() =>
            {
                about.population = Some(text.to_owned())
            }
            Column::Low | Column::High | Column::Pay | Column::Fee => continue,
            _ => {}
        }
        about.sample_size = about.sample_size.or_else(|| scan_sample_size(text));
        about.level = about
            .level
            .or_else(|| names.levels.first().map(|level| level.value));
        about.years = about
            .years
            .or_else(|| names.years.first().map(|years| years.value));
        if head.column == Column::Years {
            about.years = about.years.or_else(|| scan_bare_years(text));
        }
        if head.column == Column::Label {
            about.role = about
                .role
                .or_else(|| names.roles.first().map(|role| role.value.clone()));
            about.place = about
                .place
                .or_else(|| names.places.first().map(|place| place.value.clone()));
            about.statistic = about.statistic.or_else(|| {
                names
                    .statistics
                    .first()
                    .map(|statistic| statistic.value.clone())
            });
            about.period = about.period.or_else(|| scan_period(text));
        }
    }
    carried.role = about.role.clone().or(carried.role.take());
    carried.place = about.place.clone().or(carried.place.take());
    about
}

/// `0-2` or `5+` in a column of years.
fn scan_bare_years(text: &str) -> Option<Years> {
    scan_years(&format!("{text} years"), Setting::Label)
        .first()
        .map(|years| years.value)
}

/// A cell of roles names one role, known or not; codes in brackets belong to no name.
fn role_of_cell(text: &str, names: &Names) -> RoleRef {
    let known = names.roles.first().filter(|role| {
        // A known role inside a longer, other title ("data engineer evangelist") is not that role.
        let rest: usize = words(text)
            .iter()
            .filter(|word| {
                !role.span.contains(word.span)
                    && !names
                        .levels
                        .iter()
                        .any(|level| level.span.contains(word.span))
                    && !in_brackets(text, word.span)
            })
            .count();
        rest <= 1
    });
    match known {
        Some(role) => role.value.clone(),
        None => RoleRef {
            id: None,
            written: without_brackets(text),
        },
    }
}

fn in_brackets(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    before
        .rfind('(')
        .is_some_and(|open| before.rfind(')').is_none_or(|close| close < open))
}

fn without_brackets(text: &str) -> String {
    let cut = text
        .find('(')
        .map_or(text, |at| text.get(..at).unwrap_or(text));
    let cut = cut.trim();
    if cut.is_empty() {
        text.trim().to_owned()
    } else {
        cut.to_owned()
    }
}

/// A cell of places names one place, known or not, as written.
fn place_of_cell(text: &str, names: &Names) -> PlaceRef {
    PlaceRef {
        id: names
            .places
            .first()
            .and_then(|place| place.value.id.clone()),
        written: text.to_owned(),
    }
}

fn statistic_of_cell(text: &str, names: &Names) -> Option<Statistic> {
    let kind = names
        .statistics
        .first()
        .map(|statistic| statistic.value.kind)
        .or_else(|| {
            words(text)
                .iter()
                .any(|word| word.lower == "range")
                .then_some(StatisticKind::Range)
        });
    kind.map(|kind| Statistic {
        kind,
        wording: text.to_owned(),
    })
}

fn currency_of(text: &str) -> Option<CurrencyMark> {
    scan_amounts(&format!("{text} 1000"))
        .first()
        .and_then(|amount| amount.currency)
}

fn period_of_cell(text: &str) -> Option<Period> {
    scan_period(text).or_else(|| scan_period(&format!("per {text}")))
}

fn row_fact(
    amount: &Amount,
    head: &Head,
    cell: &Text,
    about: &About,
    context: &Context<'_>,
) -> Result<crate::domain::PayFact, String> {
    let cell_text = cell.plain();
    let cell_names = scan_names(cell_text, context.vocabulary, Setting::Label);
    let first = |names: &Names| {
        (
            names.roles.first().map(|r| r.value.clone()),
            names.places.first().map(|p| p.value.clone()),
        )
    };
    let (head_role, head_place) = first(&head.names);
    let (cell_role, cell_place) = first(&cell_names);
    let statistic = cell_names
        .statistics
        .first()
        .or(head.names.statistics.first())
        .map(|statistic| statistic.value.clone())
        .or_else(|| about.statistic.clone());
    let text_of_basis = format!("{cell_text} {}", head.text);
    Assembly {
        amount,
        quoted: quote(cell_text, amount.span),
        role: cell_role
            .or_else(|| about.role.clone())
            .or(head_role)
            .or_else(|| context.role()),
        place: cell_place
            .or_else(|| about.place.clone())
            .or(head_place)
            .or_else(|| context.place()),
        level: cell_names
            .levels
            .first()
            .or(head.names.levels.first())
            .map(|level| level.value)
            .or(about.level)
            .or_else(|| context.level()),
        years: cell_names
            .years
            .first()
            .or(head.names.years.first())
            .map(|years| years.value)
            .or(about.years)
            .or_else(|| context.years()),
        statistic,
        period: amount
            .period
            .or(about.period)
            .or(head.period)
            .or_else(|| context.period()),
        currency: about.currency.or(head.currency),
        basis_text: &text_of_basis,
        attributed_to: about
            .attributed_to
            .clone()
            .or_else(|| context.attribution()),
        as_of: about
            .as_of
            .clone()
            .or_else(|| scan_as_of(&head.text))
            .or_else(|| context.as_of()),
        sample_size: about.sample_size,
        population: about.population.clone(),
        heading_statistic: context.statistic(),
        country_currency: context.dollar(),
    }
    .fact(context.vocabulary)
}

/// The amounts of a row: one for a low and a high cell together, one for each amount in a cell of pay.
fn figures<'a>(
    row: &'a Row,
    heads: &'a [Head],
    about: &About,
    scan: &mut Scan<Fact>,
) -> Vec<(Amount, &'a Head, &'a Text)> {
    let mut found = Vec::new();
    let in_column = |column: &Column| {
        row.cells
            .iter()
            .zip(heads)
            .find(|(_, head)| head.column == *column)
    };
    let read = |pair: Option<(&'a Text, &'a Head)>| {
        pair.and_then(|(cell, head)| {
            amounts_in_cell(cell.plain(), head, about.currency)
                .into_iter()
                .next()
                .map(|amount| (amount, head, cell))
        })
    };
    let low = read(in_column(&Column::Low));
    let high = read(in_column(&Column::High));
    match (low, high) {
        (Some((mut low, head, cell)), Some((high, high_head, _))) => {
            low.high = (high.low != low.low || high.bound.is_some()).then_some(high.low);
            low.bound = high.bound.or(low.bound);
            low.currency = low
                .currency
                .or(head.currency)
                .or(high.currency)
                .or(high_head.currency);
            low.period = low.period.or(high.period);
            low.indian |= high.indian;
            found.push((low, head, cell));
        }
        (Some(mut one), None) => {
            one.0.bound = one.0.bound.or(Some(super::money::Bound::AtLeast));
            found.push(one);
        }
        (None, Some(mut one)) => {
            one.0.bound = one.0.bound.or(Some(super::money::Bound::UpTo));
            found.push(one);
        }
        (None, None) => {}
    }
    for (cell, head) in row
        .cells
        .iter()
        .zip(heads)
        .filter(|(_, head)| head.column == Column::Pay)
    {
        let amounts = amounts_in_cell(cell.plain(), head, about.currency);
        if amounts.is_empty() && cell.plain().chars().any(|c| c.is_ascii_digit()) {
            scan.doubts.push(Spanned::new(
                format!(
                    "`{}` in a column of pay is no amount that is read",
                    cell.plain().trim()
                ),
                cell.span(),
            ));
        }
        found.extend(amounts.into_iter().map(|amount| (amount, head, cell)));
    }
    found
}

/// The amounts in a cell. The header may say the currency and the scale for bare numbers: "Salary (₹ LPA)", "in lakhs", "USD".
fn amounts_in_cell(text: &str, head: &Head, currency: Option<CurrencyMark>) -> Vec<Amount> {
    let header_scales = head.indian;
    scan_amounts(text)
        .into_iter()
        .filter(|amount| {
            let known = amount.currency.is_some() || amount.lpa || amount.indian;
            let by_header = currency.is_some() || head.currency.is_some() || header_scales;
            let is_money_column = matches!(
                head.column,
                Column::Low | Column::High | Column::Pay | Column::Fee
            );
            known
                || (is_money_column && by_header && !is_years_text(text, amount))
                || (is_money_column && amount.scaled && !is_years_text(text, amount))
        })
        .map(|mut amount| {
            if header_scales && !amount.indian && amount.low < Decimal::from(1_000) {
                amount.low *= Decimal::from(100_000);
                amount.high = amount.high.map(|high| high * Decimal::from(100_000));
                amount.indian = true;
            }
            amount.currency = amount.currency.or(currency).or(head.currency);
            amount
        })
        .collect()
}

fn is_years_text(text: &str, amount: &Amount) -> bool {
    let behind = text
        .get(amount.span.end..)
        .unwrap_or_default()
        .trim_start()
        .to_lowercase();
    behind.starts_with("year") || behind.starts_with("yr") || behind.starts_with('%')
}

fn heads(table: &Table, context: &Context<'_>) -> Vec<Head> {
    let width = table
        .rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(table.header.len());
    (0..width)
        .map(|at| {
            let text = table
                .header
                .get(at)
                .map_or("", |cell| cell.plain())
                .trim()
                .to_owned();
            let cells: Vec<&str> = table
                .rows
                .iter()
                .filter_map(|row| row.cells.get(at))
                .map(|cell| cell.plain().trim())
                .filter(|cell| !cell.is_empty())
                .collect();
            let names = scan_names(&text, context.vocabulary, Setting::Label);
            let column = classify(&text, &names, &cells, context);
            let lower = text.to_lowercase();
            let indian = ["lpa", "lakh", "lac", "lacs", "lakhs"]
                .iter()
                .any(|scale| words(&lower).iter().any(|word| word.lower == *scale));
            let currency = currency_of(&text).or_else(|| header_currency(&text));
            Head {
                column,
                period: scan_period(&text),
                currency: currency.or(indian.then_some(CurrencyMark::Known(Currency::INR))),
                indian,
                text,
                names,
            }
        })
        .collect()
}

fn header_currency(text: &str) -> Option<CurrencyMark> {
    words(text)
        .iter()
        .find_map(|word| currency_of(&word.written))
        .or_else(|| {
            text.chars()
                .filter(|c| !c.is_alphanumeric())
                .find_map(|c| currency_of(&c.to_string()))
        })
}

fn classify(header: &str, names: &Names, cells: &[&str], context: &Context<'_>) -> Column {
    let words = words(header);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let amounts = cells
        .iter()
        .filter(|cell| {
            scan_amounts(cell).iter().any(|amount| {
                !amount.bare
                    && (amount.currency.is_some() || amount.lpa || amount.indian || amount.scaled)
            })
        })
        .count();
    let mostly_money = amounts * 2 >= cells.len().max(1);
    let numbers = cells
        .iter()
        .filter(|cell| {
            scan_amounts(cell)
                .iter()
                .any(|amount| !amount.scaled || amount.currency.is_some() || amount.scaled)
        })
        .count()
        * 2
        >= cells.len().max(1);
    if has(&[
        "fee", "fees", "cost", "costs", "price", "prices", "tuition", "bonus", "bonuses", "stock",
        "equity", "rent", "expenses",
    ]) && !has(&["salary", "pay", "compensation"])
    {
        return Column::Fee;
    }
    if has(&[
        "growth",
        "openings",
        "jobs",
        "vacancies",
        "change",
        "count",
        "users",
        "demand",
        "increase",
        "hike",
        "percent",
        "percentage",
        "employment",
    ]) && !mostly_money
    {
        return Column::Label;
    }
    let speaks_of_pay = words.iter().any(|word| is_pay_word(&word.lower));
    if has(&["low", "min", "minimum", "from", "lowest", "lower"])
        && numbers
        && !has(&["year", "years"])
    {
        return Column::Low;
    }
    if has(&["high", "max", "maximum", "highest", "upper"]) && numbers && !has(&["year", "years"]) {
        return Column::High;
    }
    if speaks_of_pay && numbers {
        return Column::Pay;
    }
    if has(&["currency"]) {
        return Column::Currency;
    }
    if has(&["period", "frequency"]) {
        return Column::Period;
    }
    if has(&["statistic", "measure", "metric"]) {
        return Column::Statistic;
    }
    if has(&["source", "survey", "sources"]) {
        return Column::Source;
    }
    if words.len() <= 3
        && (header.eq_ignore_ascii_case("as of") || has(&["date", "updated", "asof"]))
    {
        return Column::AsOf;
    }
    // A level, years, place, role or statistic over amounts is a column of pay of its own: "Entry level (0–2 years)".
    let above_is_pay = context.verdict() == Verdict::Pay;
    let telling = !names.levels.is_empty()
        || !names.years.is_empty()
        || !names.places.is_empty()
        || !names.statistics.is_empty()
        || !names.roles.is_empty();
    if mostly_money && telling {
        return Column::Pay;
    }
    if has(&[
        "location", "country", "city", "state", "region", "place", "where", "province", "metro",
    ]) && !speaks_of_pay
    {
        return Column::Place;
    }
    if has(&[
        "role",
        "title",
        "position",
        "job",
        "occupation",
        "career",
        "designation",
        "profile",
        "roles",
        "profession",
    ]) && !has(&["level", "stage", "experience", "source"])
    {
        return Column::Role;
    }
    if has(&["experience", "years", "yrs", "exp"]) && !mostly_money {
        return Column::Years;
    }
    if has(&["level", "seniority", "stage", "grade", "band"]) && !mostly_money {
        return Column::Level;
    }
    if has(&["population", "employees", "respondents", "group"]) && !mostly_money {
        return Column::Population;
    }
    if mostly_money
        && (above_is_pay
            || cells
                .iter()
                .any(|cell| scan_amounts(cell).iter().any(|amount| amount.lpa)))
    {
        return Column::Pay;
    }
    Column::Label
}
