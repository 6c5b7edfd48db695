//! Tables: columns recognised by what their headers and cells say, in any order.
//!
//! Columns that are known: role, place, level, years, low end, high end, pay (with a level, years, place, role,
//! statistic or percentile of its own), currency, period, statistic, as of, source, population, sample size, fee. A
//! column without a telling header is judged by its cells.

mod column;

use crate::domain::{Currency, Span};
use crate::domain::{
    Document, DocumentBlock, Evidence, Fact, FactBody, Fee, Level, Money, Period, PlaceRef,
    RoleRef, Row, Scan, Spanned, Statistic, StatisticKind, Table, Text, Years,
};
use crate::vocabulary::words;

use crate::extract::assembly::{Assembly, quote};
use crate::extract::context::Context;
use crate::extract::money::{Amount, CurrencyMark};
use crate::extract::names::{Names, scan_basis, scan_names, scan_period};
use crate::extract::passage::row_line;
use crate::extract::provenance::{scan_as_of, scan_attribution, scan_sample_size};
use crate::extract::telling::{says_other_money, says_pay};
use crate::extract::years::{Setting, scan_years};

use column::{
    Column, Head, amounts_in_cell, currency_of, heads, may_be_fee, percentile_alone, short,
};

/// Whether a table is a list of prices rather than of pay: some column is a fee and none is pay.
pub(in crate::extract) fn is_fee_table(table: &Table, context: &Context<'_>) -> bool {
    if !table.header.iter().any(|head| may_be_fee(head.plain())) {
        return false;
    }
    let heads = heads(table, context);
    heads.iter().any(|head| head.column == Column::Fee)
        && !heads
            .iter()
            .any(|head| matches!(head.column, Column::Pay | Column::Low | Column::High))
}

/// The fee in each row of a fee table, by row; rows without one give nothing.
pub(in crate::extract) fn fees(table: &Table, context: &Context<'_>) -> Vec<Option<Fee>> {
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
pub(in crate::extract) fn scan_pay_table(
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
    let heads = if any_pay {
        heads
    } else if let Some(heads) = as_values(heads) {
        heads
    } else {
        return scan;
    };
    let mut carried = Carried::default();
    for row in &table.rows {
        if is_other_money_row(row, &heads) || (!any_pay && !is_pay_row(row)) {
            continue;
        }
        let about = row_names(row, &heads, context, &mut carried);
        for (amount, head, cell) in figures(row, &heads, &about, &mut scan) {
            let text = row_text(table, row, Some(cell));
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

/// A table of two columns without a column of pay may be one of names and values: the second holds pay in the rows whose
/// first says so.
fn as_values(mut heads: Vec<Head>) -> Option<Vec<Head>> {
    let [label, value] = heads.as_mut_slice() else {
        return None;
    };
    if value.column == Column::Fee || label.column == Column::Fee {
        return None;
    }
    label.column = Column::Label;
    value.column = Column::Pay;
    Some(heads)
}

/// "Developer salary (3–5 years)": the first cell of a row says that the second is pay.
fn is_pay_row(row: &Row) -> bool {
    row.cells.first().is_some_and(|cell| {
        let words = words(short(cell.plain()));
        says_pay(&words) && !says_other_money(&words)
    })
}

/// The row as a reader needs it: cells under long tables mean nothing without their headers.
pub(in crate::extract) fn row_text_of(table: &Table, row: &Row) -> String {
    row_text(table, row, None)
}

/// How many cells of a row are quoted; of a wider one, its first cells and the one that is meant.
const QUOTED_MAX: usize = 12;

fn row_text(table: &Table, row: &Row, meant: Option<&Text>) -> String {
    let is_narrow = row.cells.len() <= QUOTED_MAX;
    let is_meant = |cell: &Text| meant.is_some_and(|meant| std::ptr::eq(meant, cell));
    let cells: Vec<String> = row
        .cells
        .iter()
        .enumerate()
        .filter(|(at, cell)| !cell.is_blank() && (is_narrow || *at < 2 || is_meant(cell)))
        .take(QUOTED_MAX)
        .map(|(at, cell)| {
            let head = table
                .header
                .get(at)
                .map_or("", |head| short(head.plain().trim()));
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

/// "Average student debt", "Rent": a row whose label names other money and no pay. So does a whole table of expenses.
fn is_other_money_row(row: &Row, heads: &[Head]) -> bool {
    let labels = row
        .cells
        .iter()
        .zip(heads)
        .filter(|(_, head)| matches!(head.column, Column::Label | Column::Statistic));
    labels
        .take(LABELS_MAX)
        .enumerate()
        .any(|(at, (cell, head))| {
            // The header of the first label says what the rows are; those of others ("Commission %") speak for themselves.
            let (head_pay, head_other) = if at == 0 { head.speaks } else { (false, false) };
            let cell = words(short(cell.plain()));
            let is_step = cell.iter().any(|word| {
                matches!(
                    word.lower.as_str(),
                    "gap" | "difference" | "spread" | "increase" | "growth" | "hike"
                )
            });
            let other = is_step || head_other || says_other_money(&cell);
            other && (is_step || !(head_pay || says_pay(&cell)))
        })
}

/// How many labels of a row are looked at.
const LABELS_MAX: usize = 4;

/// What a row is about.
#[derive(Clone, Debug, Default)]
struct About {
    role: Option<RoleRef>,
    place: Option<PlaceRef>,
    level: Option<Level>,
    years: Option<Years>,
    statistic: Option<Statistic>,
    /// What a column of statistics says, also where that names no kind that is known.
    wording: Option<String>,
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
        let text = short(cell.plain().trim());
        if text.is_empty() {
            match head.column {
                Column::Role => about.role.clone_from(&carried.role),
                Column::Place => about.place.clone_from(&carried.place),
                _ => {}
            }
            continue;
        }
        // Cells of figures are read with the figures in them.
        if matches!(
            head.column,
            Column::Low | Column::High | Column::Pay | Column::Fee
        ) {
            continue;
        }
        let names = scan_names(text, context.vocabulary, Setting::Label);
        match head.column {
            // A count is nobody, and "Senior" alone is a level.
            Column::Role if !text.contains(char::is_alphabetic) => continue,
            Column::Role if is_level_alone(text, &names) => {}
            Column::Role => about.role = Some(role_of_cell(text, &names)),
            Column::Place => about.place = Some(place_of_cell(text, &names)),
            Column::Statistic => {
                about.statistic = statistic_of_cell(text, &names);
                about.wording = Some(text.to_owned());
            }
            Column::Currency => about.currency = currency_of(text),
            Column::Period => about.period = period_of_cell(text),
            Column::AsOf => {
                about.as_of = Some(text.to_owned()).filter(|text| text != "-" && text != "–");
            }
            Column::Source => {
                about.as_of = about.as_of.or_else(|| scan_as_of(text));
                about.attributed_to =
                    Some(scan_attribution(text).unwrap_or_else(|| text.to_owned()));
            }
            Column::Population => about.population = Some(text.to_owned()),
            Column::SampleSize => {
                about.sample_size = text.replace(',', "").parse().ok();
                continue;
            }
            Column::Level | Column::Years
                if !names.levels.is_empty() || !names.years.is_empty() => {}
            Column::Level | Column::Years
                if !text.eq_ignore_ascii_case("all") && scan_bare_years(text).is_none() =>
            {
                about.population = Some(text.to_owned());
            }
            _ => {}
        }
        about.sample_size = about.sample_size.or_else(|| scan_sample_size(text));
        if head.column == Column::Population {
            // "Data engineer, banking": a column of groups may name the role and the place too.
            let whole = names.roles.iter().any(|role| role.span.len() == text.len());
            if whole {
                about.population = None;
            }
            about.role = about
                .role
                .or_else(|| names.roles.first().map(|role| role.value.clone()));
            about.place = about
                .place
                .or_else(|| names.places.first().map(|place| place.value.clone()));
            about.level = about
                .level
                .or_else(|| names.levels.first().map(|level| level.value));
            continue;
        }
        about.level = about
            .level
            .or_else(|| names.levels.first().map(|level| level.value));
        about.years = about
            .years
            .or_else(|| names.years.first().map(|years| years.value));
        if head.column == Column::Years {
            about.years = about.years.or_else(|| scan_bare_years(text));
        }
        // "Junior electrician" under "Level" names the role too.
        if matches!(head.column, Column::Label | Column::Level) {
            about.role = about
                .role
                .or_else(|| names.roles.first().map(|role| role.value.clone()));
        }
        if head.column == Column::Label {
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

/// "Mid-level", "Senior": words for a level and nothing else.
fn is_level_alone(text: &str, names: &Names) -> bool {
    names.roles.is_empty()
        && !names.levels.is_empty()
        && words(text).iter().all(|word| {
            matches!(word.lower.as_str(), "level" | "career" | "and" | "or")
                || names
                    .levels
                    .iter()
                    .any(|level| level.span.contains(word.span))
        })
}

/// `0-2` or `5+` in a column of years.
fn scan_bare_years(text: &str) -> Option<Years> {
    scan_years(&format!("{text} years"), Setting::Label)
        .first()
        .map(|years| years.value)
}

/// A cell of roles names one role, known or not; codes in brackets belong to no name.
fn role_of_cell(text: &str, names: &Names) -> RoleRef {
    let mut occupations = names
        .roles
        .iter()
        .filter(|role| role.value.occupation.is_some());
    if let Some(group) = occupations.next() {
        return group.value.clone();
    }
    // "SOC analyst, incident responder": the first of several stands for the row.
    let parts = || text.split([',', ';']);
    let is_first_whole = names.roles.first().is_some_and(|role| {
        let first = parts().next().unwrap_or_default();
        role.span.end >= first.trim_end().len() && role.span.end <= first.len()
    });
    let is_list = parts().count() > 1
        && is_first_whole
        && !text.contains(" and ")
        && !text.ends_with("together");
    if let (Some(first), true) = (names.roles.first(), is_list) {
        return first.value.clone();
    }
    let known = names.roles.first().filter(|role| {
        // A known role inside a longer, other title ("data engineer evangelist") is not that role.
        // "ML engineer with LLM skills" says which ML engineers.
        let rest: usize = words(text)
            .iter()
            .take_while(|word| word.lower != "with" || word.span.start < role.span.end)
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
        Some(role) => RoleRef {
            written: as_written(text, role),
            ..role.value.clone()
        },
        None => RoleRef {
            written: without_brackets(text),
            ..RoleRef::default()
        },
    }
}

/// The title of a cell with what sets it apart from the role alone: "ML engineer with LLM skills", "Software developer
/// (director of development)", and the name of a field as the cell has it.
fn as_written(text: &str, role: &Spanned<RoleRef>) -> String {
    let behind = text.get(role.span.end..).unwrap_or_default().trim_start();
    let is_told_apart = behind.starts_with("with ")
        || behind.strip_prefix('(').is_some_and(|inside| {
            inside.split_whitespace().count() > 2 && !inside.contains(|c: char| c.is_ascii_digit())
        });
    let is_field = !text.contains(role.value.written.as_str());
    if is_told_apart {
        text.get(role.span.start..)
            .unwrap_or(text)
            .trim()
            .to_owned()
    } else if is_field {
        without_brackets(text)
    } else {
        role.value.written.clone()
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
    let is_range = |word: &str| matches!(word, "range" | "ranges" | "band" | "bands");
    let kind = names
        .statistics
        .first()
        .map(|statistic| statistic.value.kind)
        .or_else(|| percentile_alone(text).map(|statistic| statistic.value.kind))
        .or_else(|| {
            words(text)
                .iter()
                .any(|word| is_range(&word.lower))
                .then_some(StatisticKind::Range)
        });
    kind.map(|kind| Statistic {
        kind,
        wording: text.to_owned(),
    })
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
    let cell_text = short(cell.plain());
    let cell_names = scan_names(cell_text, context.vocabulary, Setting::Label);
    let first = |names: &Names| {
        (
            names.roles.first().map(|r| r.value.clone()),
            names.places.first().map(|p| p.value.clone()),
        )
    };
    let (head_role, head_place) = first(&head.names);
    let (cell_role, cell_place) = first(&cell_names);
    let of_head = head.names.statistics.first().map(|statistic| Statistic {
        // "Median gross wage", "Average CTC": the header says more than the kind.
        wording: head.text.clone(),
        ..statistic.value.clone()
    });
    let statistic = cell_names
        .statistics
        .first()
        .map(|statistic| statistic.value.clone())
        .or(of_head)
        .or_else(|| about.statistic.clone());
    // "Average salary range" over `€50k–60k`: the two ends are no average.
    let says_range = head.says_range;
    let statistic = match statistic {
        Some(found)
            if says_range && amount.high.is_some() && found.kind == StatisticKind::Average =>
        {
            Some(Statistic {
                kind: StatisticKind::Range,
                wording: head.text.clone(),
            })
        }
        other => other,
    };
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
        wording: about.wording.clone(),
        period: amount
            .period
            .or(about.period)
            .or(head.period)
            .or_else(|| context.period(amount.currency)),
        currency: about.currency.or(head.currency),
        basis: scan_basis(&words(&text_of_basis)),
        attributed_to: about
            .attributed_to
            .clone()
            .or_else(|| context.attribution()),
        as_of: about
            .as_of
            .clone()
            .or_else(|| head.as_of.clone())
            .or_else(|| context.as_of()),
        sample_size: about.sample_size,
        population: about
            .population
            .clone()
            .or_else(|| head.population.clone())
            .or_else(|| context.population()),
        heading_statistic: context.statistic(),
        country_currency: context.dollar(),
        stated_dollar: head.dollars.or_else(|| context.stated_dollar()),
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
            one.0.bound = one.0.bound.or(Some(crate::extract::money::Bound::AtLeast));
            found.push(one);
        }
        (None, Some(mut one)) => {
            one.0.bound = one.0.bound.or(Some(crate::extract::money::Bound::UpTo));
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
    // `AED 160,000/yr` beside `AED 240,000+`: cells of one row and currency are paid alike.
    let stated: Vec<(Option<CurrencyMark>, Period)> = found
        .iter()
        .filter_map(|(amount, _, _)| Some((amount.currency, amount.period?)))
        .collect();
    for (amount, head, _) in &mut found {
        let mut alike = stated
            .iter()
            .filter(|(currency, _)| *currency == amount.currency);
        let first = alike.next().map(|(_, period)| *period);
        if head.period.is_none() && alike.all(|(_, period)| Some(*period) == first) {
            amount.period = amount.period.or(first);
        }
    }
    found
}
