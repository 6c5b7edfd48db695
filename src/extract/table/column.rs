//! What the columns of a table hold.

use rust_decimal::Decimal;

use crate::domain::{Currency, Period, Scheme, Span, Spanned, Statistic, StatisticKind, Table};
use crate::extract::context::Context;
use crate::extract::grade::{grade_of_cell, scheme_of_header};
use crate::extract::judge::Verdict;
use crate::extract::measures::{says_basis, scan_dollars_in, scan_period_in, scan_period_of};
use crate::extract::money::{Amount, CurrencyMark, currency_of_word, scan_amounts};
use crate::extract::names::{Names, scan_names, scan_names_in};
use crate::extract::provenance::{scan_population_in, scan_times_in};
use crate::extract::telling::{is_other_money_word, is_pay_word, says_money};
use crate::extract::years::Setting;
use crate::vocabulary::{Word, words};

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
    SampleSize,
    /// What a course costs.
    Fee,
    /// Money for something else: a bonus, a tax, a difference.
    OtherMoney,
    /// A label or anything else; its words may still name a role, place, level or years.
    Label,
}

/// A column with everything its header says.
pub(super) struct Head {
    pub(super) column: Column,
    pub(super) text: String,
    pub(super) names: Names,
    pub(super) currency: Option<CurrencyMark>,
    pub(super) indian: bool,
    /// By how much a bare number under it is to be taken: "in thousands", "'000,000".
    pub(super) scale: Option<Decimal>,
    /// What rungs are counted in under it, where it is over rungs.
    pub(super) scheme: Option<Scheme>,
    pub(super) period: Option<Period>,
    /// What a bare `$` means under it, where it spells that out.
    pub(super) dollars: Option<Currency>,
    pub(super) population: Option<String>,
    pub(super) as_of: Option<String>,
    /// Whether it speaks of pay, and whether of other money.
    pub(super) speaks: (bool, bool),
    /// Whether it has a word for base or total pay.
    pub(super) says_basis: bool,
    /// Whether it says that its figures are ranges.
    pub(super) says_range: bool,
}

pub(super) fn currency_of(text: &str) -> Option<CurrencyMark> {
    // A word needs no number behind it to be told; but for an `R`, which stands for money before some numbers only.
    if text != "R" && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return currency_of_word(text);
    }
    scan_amounts(&format!("{text} 1000"))
        .first()
        .and_then(|amount| amount.currency)
}

/// False only for a text without a word or sign for a currency.
fn may_name_currency(text: &str) -> bool {
    // Dots may part the letters of a code.
    let has_sign = !text.is_ascii() || text.contains(['$', '.']);
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    has_sign || words.any(|word| word == "R" || currency_of_word(word).is_some())
}

/// The start of a cell, as far as it is read: a longer one is no cell of figures.
pub(super) fn short(cell: &str) -> &str {
    const CELL_MAX_BYTES: usize = 400;
    let end = CELL_MAX_BYTES.min(cell.len());
    let end = (0..=end)
        .rev()
        .find(|at| cell.is_char_boundary(*at))
        .unwrap_or(0);
    cell.get(..end).unwrap_or_default()
}

/// The amounts in a cell. The header may say the currency and the scale for bare numbers: "Salary (₹ LPA)", "in lakhs", "USD".
pub(super) fn amounts_in_cell(
    text: &str,
    head: &Head,
    currency: Option<CurrencyMark>,
) -> Vec<Amount> {
    let header_scales = head.indian;
    scan_amounts(text)
        .into_iter()
        .filter(|amount| {
            let known = amount.currency.is_some() || amount.lpa || amount.indian;
            let by_header = currency.is_some() || head.currency.is_some() || header_scales;
            let is_money_column = matches!(
                head.column,
                Column::Low | Column::High | Column::Pay | Column::Fee | Column::OtherMoney
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
            let is_short =
                |period| matches!(period, Some(Period::Hour | Period::Day | Period::Week));
            let is_scaled = !amount.scaled
                && amount.low < Decimal::from(SCALED_MAX)
                && !is_short(amount.period)
                && !is_short(head.period);
            if let Some(scale) = head.scale.filter(|_| is_scaled) {
                amount.low *= scale;
                amount.high = amount.high.map(|high| high * scale);
                amount.scaled = true;
            }
            amount.currency = amount.currency.or(currency).or(head.currency);
            amount
        })
        .collect()
}

/// A number from here on is written in full, whatever its header says.
const SCALED_MAX: u32 = 1_000;

/// What the numbers under `header` are counted in, where it says so: "IDR '000,000", "£000s", "in thousands".
fn scale_of(header: &str, words: &[Word]) -> Option<Decimal> {
    let char_before = |at: usize| {
        header
            .get(..at)
            .and_then(|before| before.chars().next_back())
    };
    let has_zeros = header.bytes().any(|byte| byte == b'0');
    let zeros = |zeros: &str| {
        has_zeros
            && header.match_indices(zeros).any(|(at, _)| {
                let behind = header
                    .get(at + zeros.len()..)
                    .and_then(|behind| behind.chars().next());
                let is_part = |c: Option<char>| {
                    c.is_some_and(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
                };
                !is_part(char_before(at)) && !is_part(behind)
            })
    };
    // "Per thousand words" and "firms worth a million" count something else.
    let says = |names: &[&str]| {
        words.iter().enumerate().any(|(at, word)| {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let is_told = before.is_some_and(|before| before.lower == "in")
                || char_before(word.span.start) == Some('(');
            let ends = header
                .get(word.span.end..)
                .is_some_and(|behind| !behind.trim_start().starts_with(char::is_alphanumeric));
            names.contains(&word.lower.as_str()) && is_told && ends
        })
    };
    if zeros("000,000") || says(&["millions", "million", "mn"]) {
        Some(Decimal::from(1_000_000))
    } else if zeros("000") || says(&["thousands", "thousand"]) {
        Some(Decimal::from(1_000))
    } else {
        None
    }
}

fn is_years_text(text: &str, amount: &Amount) -> bool {
    let behind = text
        .get(amount.span.end..)
        .unwrap_or_default()
        .trim_start()
        .to_lowercase();
    behind.starts_with("year") || behind.starts_with("yr") || behind.starts_with('%')
}

pub(super) fn heads(table: &Table, context: &Context<'_>) -> Vec<Head> {
    let width = table
        .rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(table.header.len());
    let mut heads: Vec<Head> = (0..width).map(|at| head(table, at, context)).collect();
    let has = |column: Column| heads.iter().any(|head| head.column == column);
    let is_range = has(Column::Low) && has(Column::High);
    for head in &mut heads {
        if matches!(head.column, Column::Low | Column::High) {
            // "Min" and "Max" side by side are the two ends of a range; one alone is a figure of its own.
            if is_range {
                head.names.statistics.clear();
            } else {
                head.column = Column::Pay;
            }
        }
    }
    // Beside a column that says pay by itself, money of which nothing is said is something else: "Quota".
    let says_so = heads
        .iter()
        .any(|head| head.column == Column::Pay && head.speaks.0);
    for head in heads.iter_mut().filter(|_| says_so) {
        let words = words(&head.text);
        let is_telling = words.is_empty()
            || head.period.is_some()
            || head.currency.is_some()
            || head.names.is_telling()
            || head.speaks.0
            || is_low_to_high(&words)
            || words
                .iter()
                .any(|word| TOTALS.contains(&word.lower.as_str()));
        if head.column == Column::Pay && !is_telling {
            head.column = Column::Label;
        }
    }
    heads
}

/// The column `at` of `table`.
fn head(table: &Table, at: usize, context: &Context<'_>) -> Head {
    let text = table
        .header
        .get(at)
        .map_or("", |cell| short(cell.plain().trim()))
        .to_owned();
    let cells: Vec<&str> = table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(at))
        .map(|cell| short(cell.plain().trim()))
        .filter(|cell| !cell.is_empty())
        .collect();
    let words = words(&text);
    let mut names = scan_names_in(&text, &words, context.vocabulary, Setting::Label);
    names.statistics.extend(percentile_alone(&text));
    let scheme = scheme_of_header(&words);
    let column = if is_of_grades(scheme, &cells) {
        Column::Level
    } else {
        classify(&text, &words, &names, &cells, context)
    };
    if column == Column::Pay && names.statistics.is_empty() && is_low_to_high(&words) {
        let kind = StatisticKind::Range;
        let wording = text.clone();
        let span = Span::new(0, text.len());
        names
            .statistics
            .push(Spanned::new(Statistic { kind, wording }, span));
    }

    let indian = words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "lpa" | "lakh" | "lac" | "lacs" | "lakhs"
        )
    });
    let read = || currency_of(&text).or_else(|| header_currency(&text, &words));
    let currency = may_name_currency(&text).then(read).flatten();
    Head {
        scheme: scheme.filter(|_| column == Column::Level),
        scale: scale_of(&text, &words),
        column,
        period: scan_period_of(&text, &words),
        dollars: scan_dollars_in(&text, &words),
        population: scan_population_in(&text, &words),
        as_of: scan_times_in(&text, &words)
            .into_iter()
            .next()
            .map(|time| time.value),
        speaks: says_money(&words),
        says_basis: says_basis(&words),
        says_range: words
            .iter()
            .any(|word| matches!(word.lower.as_str(), "range" | "ranges" | "band")),
        currency: currency.or(indian.then_some(CurrencyMark::Known(Currency::INR))),
        indian,
        text,
        names,
    }
}

/// A column whose every cell is a rung, whatever else its header says: "Pay grade".
fn is_of_grades(scheme: Option<Scheme>, cells: &[&str]) -> bool {
    let is_grade = |cell: &&str| scheme.is_some_and(|it| grade_of_cell(cell, it).is_some());
    !cells.is_empty() && cells.iter().all(is_grade)
}

/// "Low to high wage": both ends stand in one cell.
fn is_low_to_high(words: &[Word]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    has(&LOW) && has(&HIGH)
}

/// Words for the lower end of a range.
const LOW: [&str; 6] = ["low", "min", "minimum", "from", "lowest", "lower"];

/// Words for the upper end of a range.
const HIGH: [&str; 5] = ["high", "max", "maximum", "highest", "upper"];

/// `10th` as the whole of a header or cell: a percentile.
pub(super) fn percentile_alone(text: &str) -> Option<Spanned<Statistic>> {
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))?;
    let percentile: u8 = number.parse().ok().filter(|n| (1..=99).contains(n))?;
    let kind = StatisticKind::Percentiles(percentile, percentile);
    let wording = text.to_owned();
    Some(Spanned::new(
        Statistic { kind, wording },
        Span::new(0, text.len()),
    ))
}

fn header_currency(text: &str, words: &[Word]) -> Option<CurrencyMark> {
    words
        .iter()
        .find_map(|word| currency_of(&word.written))
        .or_else(|| {
            text.chars()
                .filter(|c| !c.is_alphanumeric() && (*c == '$' || !c.is_ascii()))
                .find_map(|c| currency_of(&c.to_string()))
        })
}

/// `1,204` and nothing else: a number of people.
pub(super) fn is_count(cell: &str) -> bool {
    let digits = cell.trim().replace(',', "");
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}

/// Headers of prices and of pay besides the salary.
const FEES: [&str; 17] = [
    "fee", "fees", "cost", "costs", "price", "prices", "tuition", "bonus", "bonuses", "stock",
    "equity", "rent", "expenses", "options", "esop", "esops", "rsus",
];

/// Headers of what a course costs.
const COURSE_FEES: [&str; 7] = ["fee", "fees", "cost", "costs", "price", "prices", "tuition"];

/// Words of headers over pay that do not say so.
const TOTALS: [&str; 8] = [
    "base", "basic", "total", "ctc", "gross", "net", "range", "ote",
];

/// Headers of money that is no pay where the cells are money.
const OTHER: [&str; 19] = [
    "increase",
    "change",
    "raise",
    "raises",
    "hike",
    "difference",
    "gap",
    "savings",
    "tax",
    "debt",
    "signon",
    "stipend",
    "quota",
    "diem",
    "pension",
    "project",
    "additional",
    "adjusted",
    "allowance",
];

/// What a job has, and is not: "Job description".
const OF_A_JOB: [&str; 14] = [
    "description",
    "descriptions",
    "duties",
    "responsibilities",
    "responsibility",
    "tasks",
    "requirements",
    "summary",
    "outlook",
    "satisfaction",
    "security",
    "type",
    "benefits",
    "details",
];

/// False for a header that can be over no column of fees, whatever its cells are.
pub(super) fn may_be_fee(header: &str) -> bool {
    words(short(header.trim())).iter().any(|word| {
        let lower = word.lower.as_str();
        FEES.contains(&lower) || OTHER.contains(&lower) || is_other_money_word(lower)
    })
}

#[expect(
    clippy::too_many_lines,
    reason = "one decision list, read from top to bottom"
)]
fn classify(
    header: &str,
    words: &[Word],
    names: &Names,
    cells: &[&str],
    context: &Context<'_>,
) -> Column {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let (mut money, mut marked, mut numbered, mut lpa) = (0, 0, 0, 0);
    for cell in cells {
        let amounts = scan_amounts(cell);
        let any = |test: fn(&Amount) -> bool| usize::from(amounts.iter().any(test));
        money += any(|amount| {
            !amount.bare
                && (amount.currency.is_some() || amount.lpa || amount.indian || amount.scaled)
        });
        marked += any(|amount| amount.currency.is_some() || amount.lpa);
        numbered += any(|_| true);
        lpa += any(|amount| amount.lpa);
    }
    let (speaks_of_pay, speaks_of_other) = says_money(words);
    // Under "Salary", cells as "Not specified" and "Competitive" say nothing.
    let is_of_figures = |cell: &&&str| cell.bytes().any(|byte| byte.is_ascii_digit());
    let of_figures = if speaks_of_pay && marked > 0 {
        cells.iter().filter(is_of_figures).count()
    } else {
        cells.len()
    };
    let is_most = |count: usize| count * 2 >= of_figures.max(1);
    let (mostly_money, in_currency, numbers) = (is_most(money), is_most(marked), is_most(numbered));
    if has(&FEES) && !has(&["salary", "pay", "compensation"]) {
        return if has(&COURSE_FEES) {
            Column::Fee
        } else {
            Column::OtherMoney
        };
    }
    // Money for something else, whatever else the header says: "Salary increase".
    let is_other = has(&OTHER);
    // "Hourly rate" in a guide to what plumbers cost.
    let mut of_pay = words.iter().filter(|word| is_pay_word(&word.lower));
    let is_price = speaks_of_pay
        && of_pay.all(|word| word.lower.starts_with("rate"))
        && context.speaks_of_other_money();
    if mostly_money && (is_other || is_price || (speaks_of_other && !speaks_of_pay)) {
        return Column::OtherMoney;
    }
    if (has(&[
        "growth",
        "openings",
        "postings",
        "listings",
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
        "employed",
    ]) || (has(&["jobs"]) && numbers))
        && (!mostly_money || (!in_currency && !speaks_of_pay))
    {
        return Column::Label;
    }
    let is_counted = has(&["respondents", "responses", "answers", "sample", "n"]);
    if is_counted && !cells.is_empty() && cells.iter().all(|cell| is_count(cell)) {
        return Column::SampleSize;
    }
    let is_to = words.len() == 1 && has(&["to", "upto"]);
    let is_of_years = has(&["year", "years"]);
    if numbers && !is_of_years && is_low_to_high(words) {
        return Column::Pay;
    }
    if has(&LOW) && numbers && !is_of_years {
        return Column::Low;
    }
    if (is_to || has(&HIGH)) && numbers && !is_of_years {
        return Column::High;
    }
    if speaks_of_pay && numbers {
        return Column::Pay;
    }
    // "Hourly", "Annual": what is paid by the hour or the year is pay.
    if mostly_money && words.len() <= 3 && scan_period_in(words).is_some() && !speaks_of_other {
        return Column::Pay;
    }
    if has(&["currency"]) {
        return Column::Currency;
    }
    if has(&["period", "frequency"]) {
        return Column::Period;
    }
    let is_kind = has(&["statistic", "measure", "metric", "percentile"])
        || (has(&["kind", "type"]) && has(&["figure", "figures", "pay"]));
    if is_kind && !mostly_money {
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
    let telling = !names.levels.is_empty()
        || !names.years.is_empty()
        || !names.places.is_empty()
        || !names.statistics.is_empty()
        || !names.grades.is_empty()
        || !names.roles.is_empty();
    if mostly_money && telling && (speaks_of_pay || !context.speaks_of_others()) {
        return Column::Pay;
    }
    if has(&["country", "city", "state", "province", "metro"]) && !speaks_of_pay {
        return Column::Place;
    }
    if has(&["location", "region", "place"]) && !speaks_of_pay {
        // Where some rows are people ("Entry-level", "Union members"), only what is known for a place is one.
        let is_place = |cell: &str| context.vocabulary.parse_place(cell).is_some();
        let is_of_people = cells.iter().filter(|cell| !is_place(cell)).any(|cell| {
            let names = scan_names(cell, context.vocabulary, Setting::Label);
            names.places.is_empty() && !(names.levels.is_empty() && names.roles.is_empty())
        });
        return if is_of_people {
            Column::Label
        } else {
            Column::Place
        };
    }
    // "Area" is a place over places, and else what somebody knows.
    let is_placed = |cell: &&&str| {
        !scan_names(cell, context.vocabulary, Setting::Label)
            .places
            .is_empty()
    };
    if has(&["area", "areas"]) && is_most(cells.iter().filter(is_placed).count()) {
        return Column::Place;
    }
    // "Where" stands over employers too, some of which have a place in their name.
    let is_place = |cell: &&str| context.vocabulary.parse_place(cell).is_some();
    if has(&["where"]) && cells.iter().any(is_place) {
        return Column::Place;
    }
    if has(&[
        "role",
        "title",
        "position",
        "job",
        "jobs",
        "positions",
        "titles",
        "occupations",
        "occupation",
        "career",
        "designation",
        "cadre",
        "profile",
        "roles",
        "profession",
    ]) && !has(&["level", "stage", "experience", "source"])
        && !has(&OF_A_JOB)
    {
        return Column::Role;
    }
    if has(&["experience", "years", "yrs", "exp"]) && !mostly_money {
        return Column::Years;
    }
    if has(&["level", "seniority", "stage", "grade", "band"]) && !mostly_money {
        return Column::Level;
    }
    if has(&[
        "population",
        "employees",
        "respondents",
        "group",
        "industry",
        "sector",
        "employer",
        "employers",
        "whose",
    ]) && !mostly_money
    {
        return Column::Population;
    }
    if mostly_money && (lpa > 0 || context.verdict() == Verdict::Pay) {
        return Column::Pay;
    }
    Column::Label
}
