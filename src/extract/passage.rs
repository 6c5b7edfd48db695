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
        let mut header = row_line(&table.header);
        if header.len() > PASSAGE_TARGET_BYTES {
            // A header that fills a passage stands in one of its own; before each row it would leave room for nothing.
            let span = table.header.iter().map(Text::span).reduce(Span::cover);
            self.add(block, span.unwrap_or(block.span), &header, "");
            header.clear();
        }
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

/// Passages by where they stand, to be asked for the one that holds a span.
pub(super) struct Shelf<'a> {
    passages: &'a [Passage],
    /// The furthest end of each passage and all before it.
    ends: Vec<usize>,
    /// False where some passage begins before the one in front of it, as pieces of a torn table may: all are looked at
    /// then, of which a document of the greatest size has some thousands.
    in_order: bool,
}

impl<'a> Shelf<'a> {
    /// `passages` in reading order.
    pub(super) fn new(passages: &'a [Passage]) -> Shelf<'a> {
        let mut furthest = 0;
        let ends = passages.iter().map(|passage| {
            furthest = furthest.max(passage.span.end);
            furthest
        });
        Shelf {
            ends: ends.collect(),
            in_order: passages.is_sorted_by_key(|passage| passage.span.start),
            passages,
        }
    }

    /// The passage that holds `span`; or the first that shares a part of it, as for a stage whose heading stands before
    /// its steps; or the last that begins before it.
    pub(super) fn holding(&self, span: Span) -> u32 {
        let inside = self
            .reaching(span.end, span.start)
            .find(|passage| passage.span.contains(span));
        let shares = || {
            self.reaching(span.start, span.end)
                .find(|passage| passage.span.overlaps(span))
        };
        let near = || {
            let begun = if self.in_order {
                self.passages
                    .partition_point(|passage| passage.span.start <= span.start)
            } else {
                self.passages.len()
            };
            let mut begun = self.passages.iter().take(begun).rev();
            begun.find(|passage| passage.span.start <= span.start)
        };
        inside
            .or_else(shares)
            .or_else(near)
            .or(self.passages.first())
            .map_or(0, |passage| passage.ordinal)
    }

    /// The passages that may end at `end` or behind it and begin at `start` or before it; others may be among them.
    fn reaching(&self, end: usize, start: usize) -> impl Iterator<Item = &'a Passage> {
        let first = if self.in_order {
            self.ends.partition_point(|furthest| *furthest < end)
        } else {
            0
        };
        let in_order = self.in_order;
        self.passages
            .iter()
            .skip(first)
            .take_while(move |passage| !in_order || passage.span.start <= start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::DocumentId;

    fn passage(ordinal: u32, span: Span) -> Passage {
        Passage {
            doc: DocumentId(String::new()),
            ordinal,
            headings: Vec::new(),
            span,
            text: String::new(),
        }
    }

    /// As [`Shelf::holding`] says it, one passage after another.
    fn plainly(passages: &[Passage], span: Span) -> u32 {
        let inside = passages.iter().find(|passage| passage.span.contains(span));
        let shares = || passages.iter().find(|passage| passage.span.overlaps(span));
        let near = || {
            let mut behind = passages.iter().rev();
            behind.find(|passage| passage.span.start <= span.start)
        };
        let found = inside.or_else(shares).or_else(near).or(passages.first());
        found.map_or(0, |passage| passage.ordinal)
    }

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        let span =
            (0..60_usize, 0..9_usize).prop_map(|(start, length)| Span::new(start, start + length));
        proptest::collection::vec(span, 0..12)
    }

    proptest! {
        #[test]
        fn a_span_is_found_in_its_passage(mut stand in spans(), asked in spans(), in_order: bool) {
            if in_order {
                stand.sort_unstable();
            }
            let passages: Vec<Passage> = (0..).zip(stand).map(|(at, span)| passage(at, span)).collect();
            let shelf = Shelf::new(&passages);
            for span in asked {
                prop_assert_eq!(shelf.holding(span), plainly(&passages, span), "{:?} in {:?}", span, &passages);
            }
        }
    }
}
