//! Tables: columns recognised by what their headers and cells say, in any order.
//!
//! Columns that are known: role, place, level or rung, years, low end, high end, pay (with a level, years, place, role,
//! statistic or percentile of its own), currency, period, statistic, as of, source, population, sample size, fee. A
//! column without a telling header is judged by its cells.

mod cell;
mod column;
mod values;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::domain::{
    Currency, Document, DocumentBlock, Evidence, Fact, FactBody, Fee, Grade, Level, Money, Period,
    PlaceRef, RoleRef, Row, Scan, Spanned, Statistic, StatisticKind, Table, Text, Years,
};
use crate::vocabulary::{TitleWords, Word, words};

use crate::extract::assembly::{Assembly, quote};
use crate::extract::context::Context;
use crate::extract::grade::grade_of_cell;
use crate::extract::measures::{is_of_beginners, says_basis, scan_basis, scan_period};
use crate::extract::money::{Amount, CurrencyMark, scan_amounts};
use crate::extract::names::{Names, scan_names, scan_names_in};
use crate::extract::passage::row_line;
use crate::extract::provenance::{scan_as_of, scan_attribution, scan_sample_size};
use crate::extract::reason::{Reason, Reasoned, Rule, Slot, Told};
use crate::extract::record::Record;
use crate::extract::telling::{is_other_money_word, says_other_money, says_pay};
use crate::extract::years::Setting;

pub(super) use cell::role_of_cell;
use cell::{is_level_alone, period_of_cell, place_of_cell, scan_bare_years, statistic_of_cell};
use column::{Column, Head, amounts_in_cell, currency_of, heads, may_be_fee, short};
use values::{as_values, is_pay_row, is_record, lent_to, tell};

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
) -> Scan<Reasoned<Fact>> {
    let heads = heads(table, context);
    let mut scan = Scan::default();
    let is_record = is_record(table);
    let any_pay = !is_record
        && heads
            .iter()
            .any(|head| matches!(head.column, Column::Pay | Column::Low | Column::High));
    let heads = if any_pay {
        heads
    } else if let Some(heads) = as_values(heads) {
        heads
    } else {
        return scan;
    };
    let ending = std::path::Path::new(&document.id.0).extension();
    let is_export = ending.is_some_and(|ending| {
        ending.eq_ignore_ascii_case("csv") || ending.eq_ignore_ascii_case("tsv")
    });
    let mut carried = Carried {
        spans_rows: !is_export,
        ..Carried::default()
    };
    // Where nothing says that the rows are of pay, what they call other money is that, whoever it is for.
    let is_of_pay = heads
        .iter()
        .any(|head| head.column == Column::Pay && head.speaks.0)
        && !context.speaks_of_others();
    let titles = is_of_pay.then(|| context.vocabulary.titles());
    let mut record = Record::default();
    if !any_pay {
        tell(&table.header, &mut record, context);
    }
    for row in &table.rows {
        if !any_pay {
            tell(&row.cells, &mut record, context);
        }
        if is_other_money_row(row, &heads, titles) || (!any_pay && !is_pay_row(row)) {
            continue;
        }
        let about = row_names(row, &heads, context, &mut carried);
        let lent = lent_to(row, &record);
        let about = match lent {
            Some(record) => about.or(record),
            None => about,
        };
        let mut at = 0;
        for (amount, head, cell) in figures(row, &heads, &about, &mut scan) {
            at = column_of(cell, row, at);
            let text = if is_record {
                row_line(&row.cells)
            } else {
                row_text(table, row, Some(at))
            };
            let text = match lent {
                Some(record) => record.quoted_before(&text),
                None => text,
            };
            match row_fact(&amount, head, cell, &about, context) {
                Ok(mut pay) => {
                    explain_row(row, &heads, head, &mut pay.reasons);
                    scan.found.push(pay.map(|pay| Fact {
                        doc: document.id.clone(),
                        evidence: Evidence {
                            headings: Arc::clone(&block.headings),
                            span: row.span,
                            text,
                            passage: 0,
                        },
                        body: FactBody::Pay(pay),
                    }));
                }
                Err(doubt) => scan.doubts.push(Spanned::new(doubt, cell.span())),
            }
        }
    }
    scan
}

/// The row as a reader needs it: cells under long tables mean nothing without their headers.
pub(in crate::extract) fn row_text_of(table: &Table, row: &Row) -> String {
    row_text(table, row, None)
}

/// Which cell of `row` one is, told soonest where it stands behind the one `before`.
fn column_of(cell: &Text, row: &Row, before: usize) -> usize {
    let is_it = |other: &Text| std::ptr::eq(other, cell);
    let behind = row.cells.iter().skip(before).position(is_it);
    let behind = behind.map(|at| before + at);
    behind
        .or_else(|| row.cells.iter().position(is_it))
        .unwrap_or(before)
}

/// How many cells of a row are quoted; of a wider one, its first cells and the one that is meant.
const QUOTED_MAX: usize = 12;

fn row_text(table: &Table, row: &Row, meant: Option<usize>) -> String {
    let is_narrow = row.cells.len() <= QUOTED_MAX;
    // A row of thousands of cells must not be gone through for each of them.
    let first = if is_narrow { row.cells.len() } else { 2 };
    let quoted = (0..first).chain(meant.filter(|at| *at >= first));
    let cells = quoted.filter_map(|at| Some((at, row.cells.get(at)?)));
    let cells = cells.filter(|(_, cell)| !cell.is_blank());
    let room = row.cells.iter().chain(&table.header).take(2 * QUOTED_MAX);
    let mut line = String::with_capacity(room.map(|cell| short(cell.plain()).len() + 3).sum());
    for (at, cell) in cells {
        if !line.is_empty() {
            line += " | ";
        }
        let head = table.header.get(at);
        let head = head.map_or("", |head| short(head.plain().trim()));
        if !head.is_empty() {
            line += head;
            line += ": ";
        }
        line += cell.plain().trim();
    }
    if line.is_empty() {
        line = row_line(&row.cells);
    }
    line
}

/// "Average student debt", "Rent": a row whose label names other money and no pay. So does a whole table of expenses.
fn is_other_money_row(row: &Row, heads: &[Head], titles: Option<&TitleWords>) -> bool {
    let labels = row.cells.iter().zip(heads).enumerate();
    let labels = labels.filter(|(at, (_, head))| {
        matches!(head.column, Column::Label | Column::Statistic)
            && (*at == 0 || !is_of_employers(head))
    });
    labels.take(LABELS_MAX).any(|(at, (cell, head))| {
        // The header of the first column says what the rows are; those of others ("Commission %") speak for themselves.
        let (head_pay, head_other) = if at == 0 { head.speaks } else { (false, false) };
        let cell = words(short(cell.plain()));
        let is_step = cell.iter().any(|word| STEPS.contains(&word.lower.as_str()));
        let is_worker = || titles.is_some_and(|titles| names_worker(&cell, titles));
        let other = is_step || (says_other_money(&cell) && !is_worker()) || head_other;
        other && (is_step || !(says_pay(&cell) || head_pay))
    })
}

/// Whether the cells of a column say nothing of whose pay it is: cells of figures are read with the figures in them.
fn is_passed_over(head: &Head) -> bool {
    match head.column {
        Column::Low | Column::High | Column::Pay | Column::Fee | Column::OtherMoney => true,
        Column::Label => is_of_employers(head),
        _ => false,
    }
}

/// Whether a column holds those who pay: "Insurance Corporation" under "Company" is no insurance.
fn is_of_employers(head: &Head) -> bool {
    let header = words(&head.text);
    !header.is_empty()
        && header.iter().all(|word| {
            matches!(
                word.lower.as_str(),
                "company"
                    | "companies"
                    | "employer"
                    | "employers"
                    | "organisation"
                    | "organization"
                    | "name"
            )
        })
}

/// "Commissioner of Income Tax", "Tax Inspector": whose work it is, and not what is paid for.
fn names_worker(words: &[Word], titles: &TitleWords) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let beside = |at: Option<usize>| at.and_then(|at| words.get(at));
        let is_head = beside(Some(at + 1)).is_some_and(|next| next.lower == "of");
        let is_of_field =
            beside(at.checked_sub(1)).is_some_and(|field| is_other_money_word(&field.lower));
        let is_paid_for = words
            .get(at + 1..)
            .is_some_and(|behind| !is_head && says_other_money(behind));
        (is_head || is_of_field) && !is_paid_for && titles.noun(&word.lower).is_some()
    })
}

/// Labels of rows that tell how far two figures lie apart.
const STEPS: [&str; 6] = ["gap", "difference", "spread", "increase", "growth", "hike"];

/// How many labels of a row are looked at.
const LABELS_MAX: usize = 4;

/// What a row is about.
#[derive(Clone, Debug, Default)]
struct About<'t> {
    role: Option<Told<'t, RoleRef>>,
    place: Option<Told<'t, PlaceRef>>,
    level: Option<Told<'t, Level>>,
    grade: Option<Told<'t, Grade>>,
    years: Option<Told<'t, Years>>,
    statistic: Option<Told<'t, Statistic>>,
    /// What a column of statistics says, also where that names no kind that is known.
    wording: Option<String>,
    currency: Option<Told<'t, CurrencyMark>>,
    period: Option<Told<'t, Period>>,
    as_of: Option<Told<'t, String>>,
    attributed_to: Option<Told<'t, String>>,
    population: Option<Told<'t, String>>,
    sample_size: Option<Told<'t, u32>>,
}

impl<'t> About<'t> {
    /// What `record` tells, where the row itself does not.
    fn or(mut self, record: &Record<'t>) -> About<'t> {
        self.role = self.role.or_else(|| record.role.clone());
        self.place = self.place.or_else(|| record.place.clone());
        self.level = self.level.or(record.level);
        self.years = self.years.or(record.years);
        self
    }

    /// The level and the rung of a cell, which as a whole may be the rung `counted`.
    fn take_step(&mut self, names: &Names, counted: Option<Grade>, text: &'t str) {
        let taken = self.level.take();
        self.level = taken.or_else(|| first_in_row(&names.levels, text));
        let counted = || counted.map(|grade| in_row(grade, text));
        let written = || only_in_row(&names.grades, text);
        self.grade = self.grade.or_else(counted).or_else(written);
    }
}

/// Role and place of the row above, for rows that leave the cell blank because it spans several.
#[derive(Default)]
struct Carried<'t> {
    /// Whether a blank cell may belong to the one above: rows of an exported table are each their own.
    spans_rows: bool,
    role: Option<Told<'t, RoleRef>>,
    place: Option<Told<'t, PlaceRef>>,
}

/// What a cell of the row says; the whole of it is quoted.
fn in_row<T>(value: T, cell: &str) -> Told<'_, T> {
    Told::new(value, Rule::Row, cell)
}

/// The first of what a cell of the row names.
fn first_in_row<'t, T: Clone>(found: &[Spanned<T>], cell: &'t str) -> Option<Told<'t, T>> {
    found.first().map(|first| in_row(first.value.clone(), cell))
}

/// What a cell of the row names, where that is one thing and not several.
fn only_in_row<'t, T: Copy + PartialEq>(
    found: &[Spanned<T>],
    cell: &'t str,
) -> Option<Told<'t, T>> {
    let first = found.first()?;
    let is_only = found.iter().all(|other| other.value == first.value);
    is_only.then(|| in_row(first.value, cell))
}

fn row_names<'t>(
    row: &'t Row,
    heads: &[Head],
    context: &Context<'_>,
    carried: &mut Carried<'t>,
) -> About<'t> {
    let mut about = About::default();
    for (cell, head) in row.cells.iter().zip(heads) {
        let text = short(cell.plain().trim());
        if text.is_empty() {
            match head.column {
                Column::Role if carried.spans_rows => {
                    about.role = carried.role.clone().map(|it| it.by(Rule::RowAbove));
                }
                Column::Place if carried.spans_rows => {
                    about.place = carried.place.clone().map(|it| it.by(Rule::RowAbove));
                }
                _ => {}
            }
            continue;
        }
        if is_passed_over(head) {
            continue;
        }
        let names = scan_names(text, context.vocabulary, Setting::Label);
        let counted = head.scheme.and_then(|scheme| grade_of_cell(text, scheme));
        match head.column {
            // A count is nobody, and "Senior" alone is a level.
            Column::Role if !text.contains(char::is_alphabetic) => continue,
            Column::Role if is_level_alone(text, &names) => {}
            Column::Role => about.role = Some(in_row(role_of_cell(text, &names), text)),
            Column::Place => about.place = Some(in_row(place_of_cell(text, &names), text)),
            Column::Statistic => {
                about.statistic = statistic_of_cell(text, &names).map(|it| in_row(it, text));
                about.wording = Some(text.to_owned());
            }
            Column::Currency => about.currency = currency_of(text).map(|it| in_row(it, text)),
            Column::Period => about.period = period_of_cell(text).map(|it| in_row(it, text)),
            Column::AsOf => {
                about.as_of = Some(text)
                    .filter(|text| !matches!(*text, "-" | "–"))
                    .map(|text| in_row(text.to_owned(), text));
            }
            Column::Source => {
                about.as_of = about
                    .as_of
                    .or_else(|| scan_as_of(text).map(|it| in_row(it, text)));
                let source = scan_attribution(text).unwrap_or_else(|| text.to_owned());
                about.attributed_to = Some(in_row(source, text));
            }
            Column::Population => about.population = Some(in_row(text.to_owned(), text)),
            Column::SampleSize => {
                let size = text.replace(',', "").parse().ok();
                about.sample_size = size.map(|size| in_row(size, text));
                continue;
            }
            Column::Level if counted.is_some() || !names.grades.is_empty() => {}
            Column::Level | Column::Years
                if !names.levels.is_empty() || !names.years.is_empty() => {}
            Column::Level | Column::Years
                if !text.eq_ignore_ascii_case("all") && scan_bare_years(text).is_none() =>
            {
                about.population = Some(in_row(text.to_owned(), text));
            }
            _ => {}
        }
        about.sample_size = about
            .sample_size
            .or_else(|| scan_sample_size(text).map(|it| in_row(it, text)));
        if head.column == Column::Population {
            // "Data engineer, banking": a column of groups may name the role and the place too.
            let whole = names.roles.iter().any(|role| role.span.len() == text.len());
            if whole {
                about.population = None;
            }
            about.role = about.role.or_else(|| first_in_row(&names.roles, text));
            about.place = about.place.or_else(|| first_in_row(&names.places, text));
            about.take_step(&names, counted, text);
            continue;
        }
        about.take_step(&names, counted, text);
        about.years = about.years.or_else(|| first_in_row(&names.years, text));
        if head.column == Column::Years {
            about.years = about
                .years
                .or_else(|| scan_bare_years(text).map(|it| in_row(it, text)));
        }
        // "Junior electrician" under "Level" names the role too.
        if matches!(head.column, Column::Label | Column::Level) {
            about.role = about.role.or_else(|| first_in_row(&names.roles, text));
        }
        if head.column == Column::Label {
            about.place = about.place.or_else(|| first_in_row(&names.places, text));
            about.statistic = about
                .statistic
                .or_else(|| first_in_row(&names.statistics, text));
            about.period = about
                .period
                .or_else(|| scan_period(text).map(|it| in_row(it, text)));
        }
    }
    carried.role = about.role.clone().or(carried.role.take());
    carried.place = about.place.clone().or(carried.place.take());
    about
}

/// What the figures of a column are in: a currency that its header spells out comes before that of the row.
fn column_currency<'t>(head: &'t Head, about: &About<'t>) -> Option<Told<'t, CurrencyMark>> {
    let of_head = in_header(head.currency, head);
    match head.currency {
        Some(CurrencyMark::Known(_)) => of_head,
        _ => about.currency.or(of_head),
    }
}

fn row_fact(
    amount: &Amount,
    head: &Head,
    cell: &Text,
    about: &About<'_>,
    context: &Context<'_>,
) -> Result<Reasoned<crate::domain::PayFact>, String> {
    let cell_text = short(cell.plain());
    let cell_words = words(cell_text);
    let cell_names = scan_names_in(cell_text, &cell_words, context.vocabulary, Setting::Label);
    let quoted = quote(cell_text, amount.span);
    let (currency, period) = marks(amount, cell_text, head, about, context);
    let in_dollars = currency
        .as_ref()
        .is_some_and(|mark| mark.value == CurrencyMark::Dollar);
    let basis = if says_basis(&cell_words) || head.says_basis {
        scan_basis(&words(&format!("{cell_text} {}", head.text)))
    } else {
        None
    };
    let country = || context.told_dollar();
    let own_country = |currency| context.own_country(currency);
    let role = first_in_cell(&cell_names.roles, cell_text)
        .or_else(|| about.role.clone())
        .or_else(|| first_in_header(&head.names.roles, head))
        .or_else(|| context.told_role());
    let grade = first_in_cell(&cell_names.grades, cell_text)
        .or_else(|| first_in_header(&head.names.grades, head))
        .or(about.grade)
        .or_else(|| in_title(about.role.as_ref()))
        .or_else(|| context.grade(role.as_ref().map(|role| &role.value)))
        .filter(|grade| context.counts(grade.value));
    let years = first_in_cell(&cell_names.years, cell_text)
        .or_else(|| first_in_header(&head.names.years, head))
        .or(about.years)
        .or_else(|| context.years());
    let of_beginners = || {
        let starting = head.names.statistics.first()?;
        let behind = head.text.get(starting.span.end..)?;
        let role = role.as_ref().map(|role| &role.value);
        let is_told = grade.is_none()
            && years.is_none()
            && is_of_beginners((&starting.value, behind), role, &cell_words);
        is_told.then(|| Told::new(Level::Entry, Rule::Header, &head.text))
    };
    Assembly {
        amount,
        quoted: Told::new((), Rule::Cell, quoted),
        role: role.clone(),
        place: first_in_cell(&cell_names.places, cell_text)
            .or_else(|| about.place.clone())
            .or_else(|| first_in_header(&head.names.places, head))
            .or_else(|| context.place()),
        level: first_in_cell(&cell_names.levels, cell_text)
            .or_else(|| first_in_header(&head.names.levels, head))
            .or(about.level)
            .or_else(|| context.level())
            .or_else(of_beginners),
        grade,
        years,
        statistic: row_statistic(amount, (cell_text, &cell_names), head, about),
        wording: about.wording.clone(),
        period: period
            .or(about.period)
            .or_else(|| in_header(head.period, head))
            .or_else(|| context.period(amount.currency)),
        currency,
        basis: basis.map(|basis| {
            let is_own = context.explains() && scan_basis(&words(cell_text)).is_some();
            if is_own || head.text.is_empty() {
                Told::new(basis, Rule::Cell, cell_text)
            } else {
                Told::new(basis, Rule::Header, &head.text)
            }
        }),
        attributed_to: about
            .attributed_to
            .clone()
            .or_else(|| context.attribution()),
        as_of: about
            .as_of
            .clone()
            .or_else(|| in_header(head.as_of.clone(), head))
            .or_else(|| context.as_of()),
        sample_size: about.sample_size,
        population: about
            .population
            .clone()
            .or_else(|| in_header(head.population.clone(), head))
            .or_else(|| context.population()),
        heading_statistic: context.statistic(),
        country_currency: in_dollars.then_some(&country),
        own_country: Some(&own_country),
        stated_dollar: in_header(head.dollars, head)
            .map(|told| told.by(Rule::StatedDollar))
            .or_else(|| context.stated_dollar()),
    }
    .fact(context.vocabulary, context.reasons())
}

/// The number behind the title of a row: "Loom Fixer III".
fn in_title<'t>(role: Option<&Told<'t, RoleRef>>) -> Option<Told<'t, Grade>> {
    role.and_then(|role| Some(role.with(role.value.grade()?)))
}

fn first_in_cell<'t, T: Clone>(found: &[Spanned<T>], cell: &'t str) -> Option<Told<'t, T>> {
    let first = found.first()?;
    Some(Told::found(first, Rule::Cell, cell))
}

fn in_header<T>(value: Option<T>, head: &Head) -> Option<Told<'_, T>> {
    value.map(|value| Told::new(value, Rule::Header, &head.text))
}

fn first_in_header<'t, T: Clone>(found: &[Spanned<T>], head: &'t Head) -> Option<Told<'t, T>> {
    in_header(found.first().map(|first| first.value.clone()), head)
}

/// What kind of figure the cell, its header or its row says that this is.
fn row_statistic<'t>(
    amount: &Amount,
    (cell_text, cell_names): (&'t str, &Names),
    head: &'t Head,
    about: &About<'t>,
) -> Option<Told<'t, Statistic>> {
    // "Median gross wage", "Average CTC": the header says more than the kind.
    let as_header = |kind: StatisticKind| {
        let wording = head.text.clone();
        Told::new(
            Statistic { kind, wording },
            Rule::Header,
            head.text.as_str(),
        )
    };
    let of_head = || {
        let first = head.names.statistics.first();
        first.map(|statistic| as_header(statistic.value.kind))
    };
    let found = first_in_cell(&cell_names.statistics, cell_text)
        .or_else(of_head)
        .or_else(|| about.statistic.clone())?;
    // "Average salary range" over `€50k–60k`: the two ends are no average.
    let is_average = amount.high.is_some() && found.value.kind == StatisticKind::Average;
    if is_average && head.says_range {
        Some(as_header(StatisticKind::Range))
    } else {
        Some(found)
    }
}

/// The currency and the period that an amount of a cell has, with what gave them: its own words, the row or the header.
fn marks<'t>(
    amount: &Amount,
    cell: &'t str,
    head: &'t Head,
    about: &About<'t>,
    context: &Context<'_>,
) -> (Option<Told<'t, CurrencyMark>>, Option<Told<'t, Period>>) {
    let quoted = quote(cell, amount.span);
    let other = || column_currency(head, about);
    let mut currency = (amount.currency)
        .map(|mark| Told::new(mark, Rule::Mark, quoted))
        .or_else(other);
    let mut period = (amount.period).map(|period| Told::new(period, Rule::Figure, quoted));
    if context.explains() {
        // The amount was given what its row and header say: only the cell itself tells what is its own.
        let amounts = scan_amounts(cell);
        let written = amounts.iter().find(|other| other.span == amount.span);
        if written.is_some_and(|written| written.currency.is_none()) {
            let of_other = other().filter(|told| Some(told.value) == amount.currency);
            currency = of_other.or(currency);
        }
        if written.is_some_and(|written| written.period.is_none()) {
            period = period.map(|told| Told::new(told.value, Rule::Row, ""));
        }
    }
    (currency, period)
}

/// Puts in what only the whole row tells: both ends of a figure in two cells, the cell that says how often it is paid.
fn explain_row(row: &Row, heads: &[Head], head: &Head, reasons: &mut [Reason]) {
    let columns = || row.cells.iter().zip(heads);
    for reason in reasons {
        match (reason.slot, &head.column) {
            (Slot::Amount | Slot::Statistic, Column::Low)
                if matches!(reason.rule, Rule::Cell | Rule::TwoEnds) =>
            {
                let high = columns().find(|(_, head)| head.column == Column::High);
                if let Some((cell, _)) = high {
                    reason.words = format!("{} – {}", reason.words, short(cell.plain().trim()));
                }
            }
            (Slot::Period, _) if reason.rule == Rule::Row && reason.words.is_empty() => {
                let said = columns().find(|(cell, head)| {
                    let is_pay = matches!(head.column, Column::Low | Column::High | Column::Pay);
                    is_pay && scan_period(short(cell.plain())).is_some()
                });
                if let Some((cell, _)) = said {
                    short(cell.plain().trim()).clone_into(&mut reason.words);
                }
            }
            _ => {}
        }
    }
}

/// The amounts of a cell but for those that are paid on top: "Rs. 9,300–34,800 + grade pay of Rs. 4,200".
fn without_extras(text: &str, amounts: Vec<Amount>) -> Vec<Amount> {
    let mut end = 0;
    let mut is_extra = false;
    let mut kept = amounts;
    kept.retain(|amount| {
        let gap = words(text.get(end..amount.span.start).unwrap_or_default());
        // "Grade pay of Rs. 4,800/Rs. 5,400": without a word between them both are the same.
        is_extra = end > 0
            && (says_other_money(&gap) && !says_pay(&gap)
                || is_extra && gap.is_empty() && amount.high.is_none());
        end = amount.span.end;
        !is_extra
    });
    kept
}

/// The amounts of a row: one for a low and a high cell together, one for each amount in a cell of pay.
fn figures<'a>(
    row: &'a Row,
    heads: &'a [Head],
    about: &About<'_>,
    scan: &mut Scan<Reasoned<Fact>>,
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
            amounts_in_cell(
                cell.plain(),
                head,
                column_currency(head, about).map(Told::into_value),
            )
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
        let amounts = amounts_in_cell(
            cell.plain(),
            head,
            column_currency(head, about).map(Told::into_value),
        );
        if amounts.is_empty() && cell.plain().chars().any(|c| c.is_ascii_digit()) {
            scan.doubts.push(Spanned::new(
                format!(
                    "`{}` in a column of pay is no amount that is read",
                    cell.plain().trim()
                ),
                cell.span(),
            ));
        }
        let amounts = without_extras(cell.plain(), amounts);
        found.extend(amounts.into_iter().map(|amount| (amount, head, cell)));
    }
    // `AED 160,000/yr` beside `AED 240,000+`: cells of one row and currency are paid alike.
    let mut stated: FxHashMap<Option<CurrencyMark>, Option<Period>> = FxHashMap::default();
    for (amount, _, _) in &found {
        if let Some(period) = amount.period {
            let alike = stated.entry(amount.currency).or_insert(Some(period));
            *alike = alike.filter(|other| *other == period);
        }
    }
    for (amount, head, _) in &mut found {
        if head.period.is_none() {
            let alike = stated.get(&amount.currency).copied().flatten();
            amount.period = amount.period.or(alike);
        }
    }
    found
}
