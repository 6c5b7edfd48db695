//! A document whose text is written while its file is read, because the file is nothing a reader could be shown.
//!
//! Such are HTML, DOCX, PDF and CSV. What is added is written down as plain text, and the blocks point into that.

use super::outline::Outline;
use super::pieces::Pieces;
use crate::domain::{BlockKind, Lines, Row, Source, Span, Table, Text};

/// Between the cells of a row.
const CELL_MARK: &str = " | ";

/// A document in the making.
#[derive(Default)]
pub(super) struct Draft {
    /// What is known of its origin.
    pub(super) source: Source,
    text: String,
    marks: Vec<(usize, usize)>,
    outline: Outline,
}

impl Draft {
    /// What is added next stands on this line of the file, from 1.
    pub(super) fn line(&mut self, line: usize) {
        if self.marks.last().is_none_or(|(_, last)| *last != line) {
            self.marks.push((self.text.len(), line));
        }
    }

    /// Adds a heading of level 1 to 6.
    pub(super) fn heading(&mut self, level: u8, words: &str) {
        let text = self.write(words);
        let span = self.end_block(&text);
        self.outline.heading(level.clamp(1, 6), text, span);
    }

    /// Adds running text; `\n` in it ends a line.
    pub(super) fn paragraph(&mut self, words: &str) {
        let text = self.write(words);
        let span = self.end_block(&text);
        self.outline.paragraph(text, span);
    }

    /// Adds an entry of a list: `depth` is 0 in the outermost, `ordinal` its number in a numbered one.
    pub(super) fn item(&mut self, depth: u8, ordinal: Option<u64>, words: &str) {
        let start = self.text.len();
        self.text += &ordinal.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
        let text = self.write(words);
        if text.is_blank() {
            self.text.truncate(start);
            return;
        }
        let span = Span::new(start, self.end_block(&text).end);
        let kind = BlockKind::Item {
            depth,
            ordinal,
            text,
        };
        self.outline.add(kind, span);
    }

    /// Adds a table; its header may be empty, and rows may be shorter or longer than it.
    pub(super) fn table(&mut self, header: &[String], rows: impl Iterator<Item = Vec<String>>) {
        self.table_of_lines(header, rows.map(|cells| (None, cells)));
    }

    /// Adds a table, each row with the line of the file that it stands on, where that is known.
    pub(super) fn table_of_lines(
        &mut self,
        header: &[String],
        rows: impl Iterator<Item = (Option<usize>, Vec<String>)>,
    ) {
        let start = self.text.len();
        let mut table = Table {
            header: self.row(header).map(|row| row.cells).unwrap_or_default(),
            rows: Vec::new(),
        };
        table.rows.extend(rows.filter_map(|(line, cells)| {
            if let Some(line) = line {
                self.line(line);
            }
            self.row(&cells)
        }));
        let end = self.text.trim_end().len().max(start);
        self.text.push('\n');
        if !table.header.is_empty() || !table.rows.is_empty() {
            self.outline
                .add(BlockKind::Table(table), Span::new(start, end));
        }
    }

    /// Adds preformatted text.
    pub(super) fn code(&mut self, words: &str) {
        let text = self.write(words);
        let span = self.end_block(&text);
        if !text.is_blank() {
            self.outline.add(BlockKind::Code(text), span);
        }
    }

    /// Writes a row on a line of its own; nothing for one without words.
    fn row(&mut self, cells: &[String]) -> Option<Row> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let start = self.text.len();
        let mut texts = Vec::with_capacity(cells.len());
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text += CELL_MARK;
            }
            texts.push(self.write(&cell.replace(['\n', '\r'], " ")));
        }
        let end = self.text.trim_end().len().max(start);
        self.text.push('\n');
        Some(Row {
            span: Span::new(start, end),
            cells: texts,
        })
    }

    /// Writes words at the end of the text, fit to be shown and without whitespace around them.
    fn write(&mut self, words: &str) -> Text {
        let mut clean = Pieces::default();
        clean.push(words.trim(), Span::new(0, words.len()));
        let clean = clean.take();
        let start = self.text.len();
        self.text += clean.plain();
        Text::verbatim(clean.plain(), start)
    }

    /// Ends a block with a blank line; where it stands.
    fn end_block(&mut self, text: &Text) -> Span {
        if !text.is_blank() {
            self.text += "\n\n";
        }
        text.span()
    }

    /// The text, what is known of its lines, its origin, and the blocks so far.
    pub(super) fn finish(self) -> (String, Lines, Source, Outline) {
        (
            self.text,
            Lines::Marked(self.marks),
            self.source,
            self.outline,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::show::{check_sound, describe};
    use super::*;
    use crate::domain::{Document, DocumentId};

    fn document(draft: Draft) -> Document {
        let (text, lines, source, outline) = draft.finish();
        Document {
            id: DocumentId("a".to_owned()),
            source,
            text,
            lines,
            blocks: outline.finish().0,
        }
    }

    #[test]
    fn writes_what_it_is_given_and_points_into_it() {
        let row = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<_>>()
        };
        let mut draft = Draft::default();
        draft.line(3);
        draft.heading(1, " Pay\u{1b} of glaziers ");
        draft.line(8);
        draft.paragraph("One.\nTwo.");
        draft.paragraph("  ");
        draft.item(0, Some(2), "cut glass");
        draft.item(1, None, "");
        draft.table(
            &row(&["Town", "Pay"]),
            [row(&["Riga", "€9"]), row(&["", " "]), row(&["Oslo", ""])].into_iter(),
        );
        draft.code("x = 1");
        let document = document(draft);
        assert_eq!(
            describe(&document),
            "H1 Pay of glaziers | P One.⏎Two. | I0#2 cut glass | T Town;Pay / Riga;€9 / Oslo; | C x = 1"
        );
        assert_eq!(
            document.text,
            "Pay of glaziers\n\nOne.\nTwo.\n\n2. cut glass\n\nTown | Pay\nRiga | €9\nOslo | \n\nx = 1\n\n"
        );
        assert_eq!(document.line(1), Some(3));
        assert_eq!(document.line(40), Some(8));
        check_sound(&document);
    }
}
