//! Cutting a document into citable pieces.

use std::fmt::Write as _;

use crate::domain::{BlockKind, Document, DocumentBlock, Passage, Span, Table, Text};

/// How long a passage grows before the next one is begun, in bytes of its text. About ten lines on a phone:
/// short enough to read, long enough to hold a thought.
const PASSAGE_TARGET_BYTES: usize = 700;

/// The passages of `document`: neighbouring blocks under the same headings, tables row by row under their header.
///
/// A list of sources answers nothing and is no passage.
pub(super) fn passages(document: &Document) -> Vec<Passage> {
    let mut cutter = Cutter {
        document,
        found: Vec::new(),
        open: None,
    };
    for block in &document.blocks {
        if block
            .headings
            .last()
            .is_some_and(|heading| lists_sources(heading))
        {
            cutter.close();
            continue;
        }
        match &block.kind {
            BlockKind::Heading { .. } => cutter.close(),
            BlockKind::Paragraph(text) | BlockKind::Code(text) => {
                cutter.add(block, block.span, text.plain(), "");
            }
            BlockKind::Item {
                depth,
                ordinal,
                text,
            } => {
                let indent = "  ".repeat(usize::from(*depth));
                let mark = ordinal.map_or_else(|| "•".to_owned(), |number| format!("{number}."));
                cutter.add(
                    block,
                    block.span,
                    &format!("{indent}{mark} {}", text.plain()),
                    "",
                );
            }
            BlockKind::Table(table) => cutter.add_table(block, table),
        }
    }
    cutter.close();
    if cutter.found.is_empty() {
        // A document of headings alone can still be cited.
        for block in &document.blocks {
            if let BlockKind::Heading { text, .. } = &block.kind {
                cutter.add(block, block.span, text.plain(), "");
            }
        }
        cutter.close();
    }
    cutter.found
}

/// A heading over nothing but a list of sources.
pub(super) fn lists_sources(heading: &str) -> bool {
    matches!(
        heading.trim().to_lowercase().as_str(),
        "sources" | "references" | "bibliography" | "works cited"
    )
}

struct Cutter<'a> {
    document: &'a Document,
    found: Vec<Passage>,
    open: Option<Passage>,
}

impl Cutter<'_> {
    /// Appends one line; a passage begun here starts with `header`.
    fn add(&mut self, block: &DocumentBlock, span: Span, line: &str, header: &str) {
        if line.trim().is_empty() {
            return;
        }
        let full = self
            .open
            .as_ref()
            .is_some_and(|open| open.text.len() + line.len() > PASSAGE_TARGET_BYTES);
        let elsewhere = self
            .open
            .as_ref()
            .is_some_and(|open| open.headings.as_slice() != &*block.headings);
        if full || elsewhere {
            self.close();
        }
        let open = self.open.get_or_insert_with(|| Passage {
            doc: self.document.id.clone(),
            ordinal: u32::try_from(self.found.len()).unwrap_or(u32::MAX),
            headings: block.headings.to_vec(),
            span,
            text: header.to_owned(),
        });
        if !open.text.is_empty() {
            open.text.push('\n');
        }
        open.text.push_str(line.trim_end());
        open.span = open.span.cover(span);
    }

    fn add_table(&mut self, block: &DocumentBlock, table: &Table) {
        let header = row_line(&table.header);
        let mut needs_header = !header.is_empty();
        for row in &table.rows {
            let line = row_line(&row.cells);
            let begins = self
                .open
                .as_ref()
                .is_none_or(|open| open.text.len() + line.len() > PASSAGE_TARGET_BYTES);
            if needs_header && !begins {
                self.add(block, row.span, &header, "");
            }
            self.add(block, row.span, &line, &header);
            needs_header = false;
        }
    }

    fn close(&mut self) {
        self.found.extend(self.open.take());
    }
}

/// The cells of a row on one line, parted by bars.
pub(super) fn row_line(cells: &[Text]) -> String {
    let mut line = String::new();
    for (at, cell) in cells.iter().enumerate() {
        let separator = if at == 0 { "" } else { " | " };
        let _ = write!(line, "{separator}{}", cell.plain().trim());
    }
    line.trim().to_owned()
}

/// The passage that holds `span`; or the first that shares a part of it, as for a stage whose heading stands before
/// its steps; or the last that begins before it.
///
/// Passages stand in the order of the text and do not overlap, so few of them are looked at.
pub(super) fn holding(passages: &[Passage], span: Span) -> u32 {
    let before = passages.partition_point(|passage| passage.span.end < span.start);
    let near = passages.get(before..).unwrap_or_default().iter();
    let near = near.take_while(|passage| passage.span.start <= span.end);
    let inside = near.clone().find(|passage| passage.span.contains(span));
    let shares = || near.clone().find(|passage| passage.span.overlaps(span));
    let above = || {
        let begun = passages.partition_point(|passage| passage.span.start <= span.start);
        passages.get(begun.checked_sub(1)?)
    };
    inside
        .or_else(shares)
        .or_else(above)
        .or(passages.first())
        .map_or(0, |passage| passage.ordinal)
}
