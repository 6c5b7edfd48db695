//! Tables of names and values: a thing in each row, without a column of pay.
//!
//! | written | read |
//! | --- | --- |
//! | `Position` `Plumber` over `Salary` `AUD 80,000` | a record of one job: every row tells a thing of it |
//! | `Detail` `Data` `Source` over `Average salary` `£45,000` `…` | the rows whose first cell says pay |

use crate::domain::{Row, Table, Text};
use crate::extract::context::Context;
use crate::extract::record::{Record, is_key};
use crate::extract::telling::{says_other_money, says_pay};
use crate::vocabulary::words;

use super::column::{Column, Head, short};

/// A table without a column of pay may be one of names and values: the second column holds pay in the rows whose first
/// says so. Where there are others, as for remarks, the header says which holds the values.
pub(super) fn as_values(mut heads: Vec<Head>) -> Option<Vec<Head>> {
    let (label, value) = match heads.as_mut_slice() {
        [label, value] => (label, value),
        [label, value, ..] if says_values(&value.text) => (label, value),
        _ => return None,
    };
    let is_other = |head: &Head| matches!(head.column, Column::Fee | Column::OtherMoney);
    if is_other(label) || is_other(value) {
        return None;
    }
    label.column = Column::Label;
    value.column = Column::Pay;
    for remarks in heads.iter_mut().skip(2) {
        // What is remarked on a value says nothing of whose it is.
        remarks.column = Column::OtherMoney;
    }
    Some(heads)
}

/// Whether the first row of a table is no header, but tells a thing of one job as the others do: "Position | Plumber".
pub(super) fn is_record(table: &Table) -> bool {
    let [name, value] = table.header.as_slice() else {
        return false;
    };
    let is_of_figures = |row: &Row| {
        let value = row.cells.get(1);
        value.is_some_and(|cell| cell.plain().bytes().any(|byte| byte.is_ascii_digit()))
    };
    is_key(name.plain())
        && !says_pay(&words(short(value.plain())))
        && table.rows.iter().any(is_pay_row)
        && (table.rows.len() == 1 || !table.rows.iter().all(is_of_figures))
}

/// Takes what a row of a name and a value tells of the job that others are about: "Position | Plumber".
pub(super) fn tell<'t>(cells: &'t [Text], record: &mut Record<'t>, context: &Context<'_>) {
    if let [label, value, ..] = cells {
        let (label, value) = (short(label.plain().trim()), short(value.plain().trim()));
        record.take(label.trim_end_matches(':'), value, context.vocabulary);
    }
}

/// What the rows before tell of the job that `row` is about.
pub(super) fn lent_to<'r, 't>(row: &Row, record: &'r Record<'t>) -> Option<&'r Record<'t>> {
    match row.cells.as_slice() {
        [label, value, ..] => record.lent_to(label.plain(), value.plain()),
        _ => None,
    }
}

/// Whether a header says that values stand under it, whatever they are of: "Data".
fn says_values(header: &str) -> bool {
    const VALUES: [&str; 12] = [
        "data",
        "value",
        "values",
        "detail",
        "details",
        "figure",
        "figures",
        "amount",
        "number",
        "statistic",
        "information",
        "answer",
    ];
    let header = words(header);
    header.len() <= 2
        && header
            .iter()
            .any(|word| VALUES.contains(&word.lower.as_str()))
}

/// "Developer salary (3–5 years)": the first cell of a row says that the second is pay.
pub(super) fn is_pay_row(row: &Row) -> bool {
    row.cells.first().is_some_and(|cell| {
        let words = words(short(cell.plain()));
        says_pay(&words) && !says_other_money(&words)
    })
}
