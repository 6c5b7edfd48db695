//! Rows of tables as statements, and tables of fees as courses.

use std::sync::Arc;

use crate::domain::{
    Aspect, Document, DocumentBlock, Evidence, Fact, FactBody, RoleFact, Row, Table,
};
use crate::vocabulary::words;

use super::super::context::Context;
use super::super::table;
use super::super::telling::says_pay;
use super::role_of;

/// A row as a statement: "Full-stack developer: Average pay (per annum) ₹7.5 LPA". Headers stand only beside figures of
/// pay, which mean nothing without them.
pub(super) fn told_by_row(
    table: &Table,
    row: &Row,
    name_at: Option<usize>,
    with_heads: bool,
) -> Option<String> {
    let name_at = name_at?;
    let name = row.cells.get(name_at)?.plain().trim();
    let rest: Vec<String> = row
        .cells
        .iter()
        .enumerate()
        .filter(|(at, cell)| *at != name_at && !cell.is_blank())
        .map(|(at, cell)| {
            let head = table.header.get(at).map_or("", |head| head.plain().trim());
            let is_pay = says_pay(&words(head));
            let cell = cell.plain().trim();
            if with_heads && !head.is_empty() {
                format!("{head}: {cell}")
            } else if is_pay {
                format!("{head} {cell}")
            } else {
                cell.to_owned()
            }
        })
        .collect();
    let is_short = row.cells.len() <= CELLS_MAX;
    let joint = if with_heads { "; " } else { ", " };
    (is_short && !rest.is_empty()).then(|| format!("{name}: {}", rest.join(joint)))
}

/// How many cells a row may have to be told as a sentence.
const CELLS_MAX: usize = 6;

/// The rows of a table of fees: courses.
pub(super) fn courses(
    document: &Document,
    block: &DocumentBlock,
    rows: &Table,
    context: &Context<'_>,
) -> Vec<Fact> {
    let role = role_of(context, block.headings.len());
    rows.rows
        .iter()
        .zip(table::fees(rows, context))
        .filter_map(|(row, fee)| {
            let name = row
                .cells
                .first()
                .map(|cell| cell.plain().trim().to_owned())
                .filter(|name| !name.is_empty())?;
            let category = (row.cells.len() > 2)
                .then(|| row.cells.get(1).map(|cell| cell.plain().trim().to_owned()))
                .flatten();
            let text = table::row_text_of(rows, row);
            Some(Fact {
                doc: document.id.clone(),
                evidence: Evidence {
                    headings: Arc::clone(&block.headings),
                    span: row.span,
                    text: text.clone(),
                    passage: 0,
                },
                body: FactBody::Role(RoleFact {
                    role: role.cloned(),
                    aspect: Aspect::Course,
                    category,
                    name: Some(name),
                    text,
                    fee,
                    outlook: None,
                }),
            })
        })
        .collect()
}
