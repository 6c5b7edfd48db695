//! Tables whose cells ran together when a page was saved as text: `Canada$88,000 – $97,000$101,000 – $117,000`.

use super::pieces;
use crate::domain::{Row, Span, Text};

/// The signs that open an amount of money.
const CURRENCY_SIGNS: [char; 9] = ['$', '£', '€', '₹', '¥', '₦', '₩', '₽', '₪'];

/// How many lines one such table may have; nobody saves a longer one, and each start is looked at anew.
pub(super) const ROWS_MAX: usize = 200;

/// The rows of the table that begins with the first of `lines`, its header; nothing when they make none.
///
/// A cell ends where a small letter, digit, `)` or `+` touches a capital, and where anything touches a currency sign.
/// Names such as "DevOps" have such seams too, so a table is only what has the same number of cells in its header and
/// in at least two rows, with amounts that touch in at least two of those.
pub(super) fn rows<'a>(lines: impl Iterator<Item = (&'a str, Span)>) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    let mut columns = 0;
    let mut with_amounts = 0;
    for (words, span) in lines {
        let seams = seams(words);
        if rows.is_empty() {
            columns = seams.len() + 1;
        }
        if columns < 3 || seams.len() + 1 != columns {
            break;
        }
        let is_amount = |at: &usize| {
            let next = words.get(*at..).and_then(|rest| rest.chars().next());
            next.is_some_and(|sign| CURRENCY_SIGNS.contains(&sign))
        };
        with_amounts += usize::from(!rows.is_empty() && seams.iter().any(is_amount));
        rows.push(Row {
            span,
            cells: cells(words, span.start, &seams),
        });
    }
    (rows.len() >= 3 && with_amounts >= 2).then_some(rows)
}

/// Where one cell ends and the next begins.
fn seams(words: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut before = ' ';
    for (at, c) in words.char_indices() {
        let after_cell =
            before.is_lowercase() || before.is_ascii_digit() || matches!(before, ')' | '+');
        let touches_sign = CURRENCY_SIGNS.contains(&c) && (before.is_alphanumeric() || after_cell);
        if (c.is_uppercase() && after_cell) || touches_sign {
            found.push(at);
        }
        before = c;
    }
    found
}

fn cells(words: &str, start: usize, seams: &[usize]) -> Vec<Text> {
    let ends = seams.iter().copied().chain([words.len()]);
    let mut from = 0;
    ends.map(|to| {
        let cell = words.get(from..to).unwrap_or_default();
        let text = pieces::copied(cell, start + from);
        from = to;
        text
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: &[&str]) {
        let found = rows(lines.iter().map(|line| (*line, Span::new(0, line.len()))));
        let found: Vec<String> = found
            .unwrap_or_default()
            .iter()
            .map(|row| {
                row.cells
                    .iter()
                    .map(Text::plain)
                    .collect::<Vec<_>>()
                    .join("|")
            })
            .collect();
        assert_eq!(found, expected, "rows of {lines:?}");
    }

    #[test]
    fn parts_cells_that_touch() {
        check(
            &[
                "PlaceEntry (0-2 yrs)Senior (5+ yrs)",
                "Canada$88,000 – $97,000$121,000 – $139,000+",
                "Peru₹4 LPA – ₹8 LPA₹15 LPA+",
                "Gulf StatesAED 100,000/yrAED 240,000+",
            ],
            &[
                "Place|Entry (0-2 yrs)|Senior (5+ yrs)",
                "Canada|$88,000 – $97,000|$121,000 – $139,000+",
                "Peru|₹4 LPA – ₹8 LPA|₹15 LPA+",
                "Gulf States|AED 100,000/yr|AED 240,000+",
            ],
        );
    }

    #[test]
    fn leaves_other_lines_alone() {
        check(
            &[
                "DevOps and GitHub pay well",
                "JavaScript and TypeScript too",
                "MongoDB and MySQL as well",
            ],
            &[],
        );
        check(&["PlaceEntrySenior", "Canada$88,000$97,000"], &[]);
        check(
            &["Pay is $88,000.", "Pay is $97,000.", "Pay is $99,000."],
            &[],
        );
        check(&[], &[]);
    }
}
