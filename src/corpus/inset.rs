//! Tables of HTML that stand in Markdown, as their tags come by.

use super::outline::Outline;
use super::pieces::Pieces;
use super::table::may_head;
use super::tags::{Tag, is_within_words};
use crate::domain::{BlockKind, Row, Span, Table, Text};

/// How many columns a table has at most; cells beyond are left out.
const COLUMNS_MAX: usize = 200;

/// How many rows one cell may reach over.
const ROWS_MAX: usize = 1_000;

/// How many cells spans may add to a table, and how many bytes of words they may repeat.
const ADDED_MAX_CELLS: usize = 100_000;
const ADDED_MAX_BYTES: usize = 1 << 20;

/// A table whose end has not come by yet.
#[derive(Default)]
pub(super) struct Inset {
    rows: Vec<Row>,
    /// Whether the first row has cells of headers alone.
    is_headed: bool,
    /// The row that is being read.
    row: Option<OpenRow>,
    /// The cell that is being read: how many columns and rows it reaches over.
    cell: Option<(usize, usize)>,
    /// By column, over how many further rows a cell above reaches, and its words.
    hanging: Vec<(usize, String)>,
    /// How many cells and bytes spans have added.
    added: (usize, usize),
}

struct OpenRow {
    start: usize,
    cells: Vec<Text>,
    is_head: bool,
}

impl Inset {
    /// Takes a tag inside the table, and the words before it; true where it ends the table.
    pub(super) fn take(&mut self, tag: &Tag<'_>, pieces: &mut Pieces) -> bool {
        match tag.name {
            "tr" => {
                self.end_row(tag.source.start, pieces);
                self.row = Some(OpenRow {
                    start: tag.source.start,
                    cells: Vec::new(),
                    is_head: true,
                });
            }
            "td" | "th" => {
                self.end_cell(pieces);
                // Words between cells are in none.
                pieces.take();
                if let Some(row) = &mut self.row {
                    row.is_head &= tag.name == "th";
                }
                self.cell = Some((
                    number(tag, "colspan").min(COLUMNS_MAX),
                    number(tag, "rowspan").min(ROWS_MAX),
                ));
            }
            "/td" | "/th" => self.end_cell(pieces),
            "/tr" | "/table" => self.end_row(tag.source.end, pieces),
            name if is_within_words(name) => {}
            // A cell stays on one line.
            _ => pieces.gap(" ", tag.source),
        }
        tag.name == "/table"
    }

    fn end_cell(&mut self, pieces: &mut Pieces) {
        let Some((columns, rows)) = self.cell.take() else {
            return;
        };
        let text = pieces.take();
        self.hang();
        let Some(row) = &mut self.row else { return };
        for column in 0..columns {
            let at = row.cells.len();
            self.added.0 += usize::from(column > 0);
            if at >= COLUMNS_MAX || self.added.0 > ADDED_MAX_CELLS {
                break;
            }
            if self.hanging.len() <= at {
                self.hanging.resize(at + 1, (0, String::new()));
            }
            // What reaches over columns stands in the first, what reaches over rows in each.
            let own = if column == 0 {
                text.clone()
            } else {
                Text::default()
            };
            if let Some(hanging) = self.hanging.get_mut(at).filter(|_| rows > 1) {
                *hanging = (rows - 1, own.plain().to_owned());
            }
            row.cells.push(own);
        }
    }

    /// Puts cells of rows above where the next cell of this row would stand.
    fn hang(&mut self) {
        let Some(row) = &mut self.row else { return };
        while let Some((rows, words)) = self.hanging.get_mut(row.cells.len())
            && *rows > 0
        {
            *rows -= 1;
            self.added.0 += 1;
            self.added.1 += words.len();
            if self.added.0 > ADDED_MAX_CELLS || self.added.1 > ADDED_MAX_BYTES {
                self.hanging.clear();
                return;
            }
            // They stand in another row; in this one its tag stands for them.
            let mut again = Pieces::default();
            again.push(words, Span::new(row.start, row.start + "tr".len()));
            row.cells.push(again.take());
        }
    }

    fn end_row(&mut self, end: usize, pieces: &mut Pieces) {
        self.end_cell(pieces);
        pieces.take();
        self.hang();
        let Some(row) = self.row.take() else { return };
        if row.cells.iter().all(Text::is_blank) {
            return;
        }
        self.is_headed |= self.rows.is_empty() && row.is_head;
        let cells = row.cells;
        // Where its own end is missing, it ends with its words.
        let ends = cells.iter().map(|cell| cell.span().end);
        let span = Span::new(row.start, ends.fold(end.max(row.start), usize::max));
        self.rows.push(Row { span, cells });
    }

    /// Adds the table to `outline`, or its words where its rows only lay out a page.
    pub(super) fn close(mut self, pieces: &mut Pieces, outline: &mut Outline) {
        self.end_row(0, pieces);
        let width = self.rows.iter().map(|row| row.cells.len()).max();
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else {
            return;
        };
        if self.rows.len() < 2 || width < Some(2) {
            for text in self.rows.into_iter().flat_map(|row| row.cells) {
                let span = text.span();
                outline.paragraph(text, span);
            }
            return;
        }
        let span = first.span.cover(last.span);
        let words: Vec<String> = first
            .cells
            .iter()
            .map(|cell| cell.plain().to_owned())
            .collect();
        let header = if self.is_headed || may_head(&words) {
            self.rows.remove(0).cells
        } else {
            Vec::new()
        };
        let rows = self.rows;
        outline.add(BlockKind::Table(Table { header, rows }), span);
    }
}

/// The number that an attribute of `tag` has: `colspan="2"`; otherwise 1.
fn number(tag: &Tag<'_>, attribute: &str) -> usize {
    let behind = tag
        .attributes
        .split_once(attribute)
        .map(|(_, behind)| behind);
    let value = behind.and_then(|behind| behind.trim_start().strip_prefix('='));
    let digits = value.map(|value| value.trim_start().trim_start_matches(['"', '\'']));
    let digits = digits.and_then(|digits| digits.split(|c: char| !c.is_ascii_digit()).next());
    let number = digits.and_then(|digits| digits.parse().ok());
    number.unwrap_or(1).max(1)
}
