//! Blocks as they are found, each under the headings that stand above it.

use std::sync::Arc;

use crate::domain::{BlockKind, DocumentBlock as Block, Span, Text};

/// How many blocks of a document are kept; without a bound, a few bytes a heading would cost a heading path each.
pub const DOCUMENT_MAX_BLOCKS: usize = 100_000;

/// The part of a heading that is repeated in the paths below it.
const PATH_HEADING_MAX_CHARS: usize = 200;

/// How long a bold line may be to count as a heading.
const BOLD_HEADING_MAX_CHARS: usize = 80;

/// True for a line that, set in bold and standing alone, is a heading: a short one that does not end as a sentence does.
pub(super) fn reads_as_heading(words: &str) -> bool {
    words.chars().count() <= BOLD_HEADING_MAX_CHARS
        && words.contains(char::is_alphabetic)
        && !words.contains('\n')
        && !words.ends_with(['.', '!', ';', ',', '…'])
}

/// The blocks of one document so far, and the headings now open.
#[derive(Default)]
pub(super) struct Outline {
    blocks: Vec<Block>,
    open: Vec<(u8, String)>,
    path: Arc<[String]>,
    title: Option<String>,
    /// Where the first block stands that was not kept.
    left_out: Option<usize>,
}

impl Outline {
    /// Adds a heading: it closes those of its level and deeper, and opens itself.
    pub(super) fn heading(&mut self, level: u8, text: Text, span: Span) {
        if text.is_blank() {
            return;
        }
        let words = shorten(&text.plain().replace('\n', " "));
        if level == 1 && self.title.is_none() {
            self.title = Some(words.clone());
        }
        self.open.retain(|(above, _)| *above < level);
        self.open.push((level, words));
        self.path = self.open.iter().map(|(_, words)| words.clone()).collect();
        self.add(BlockKind::Heading { level, text }, span);
    }

    /// Adds running text, where there is any.
    pub(super) fn paragraph(&mut self, text: Text, span: Span) {
        if !text.is_blank() {
            self.add(BlockKind::Paragraph(text), span);
        }
    }

    /// Adds any other block.
    pub(super) fn add(&mut self, kind: BlockKind, span: Span) {
        if self.blocks.len() == DOCUMENT_MAX_BLOCKS {
            self.left_out.get_or_insert(span.start);
            return;
        }
        self.blocks.push(Block {
            headings: Arc::clone(&self.path),
            span,
            kind,
        });
    }

    /// The first heading of level 1.
    pub(super) fn title(&self) -> Option<String> {
        self.title.clone()
    }

    /// The blocks, and where the first stands that was left out.
    pub(super) fn finish(self) -> (Vec<Block>, Option<usize>) {
        (self.blocks, self.left_out)
    }
}

fn shorten(words: &str) -> String {
    match words.char_indices().nth(PATH_HEADING_MAX_CHARS) {
        Some((end, _)) => {
            let kept = words.get(..end).unwrap_or_default();
            let kept = kept.rsplit_once(' ').map_or(kept, |(before, _)| before);
            format!("{kept} …")
        }
        None => words.to_owned(),
    }
}

/// Blocks as one line of text, and what must hold of every one of them.
#[cfg(test)]
pub(super) mod show {
    use super::super::Loaded;
    use crate::domain::{BlockKind, Document, DocumentBlock as Block, DocumentId, Span, Text};

    /// The document that `text` is under the name `id`.
    #[track_caller]
    pub(in super::super) fn document(id: &str, text: &str) -> Document {
        let loaded = Loaded::from_bytes(DocumentId(id.to_owned()), text.as_bytes().to_vec());
        loaded.parse().expect("the text can be read").document
    }

    /// `H2 Skills | P words | I0 words | I1#3 words | T head;head / cell;cell | C code`.
    pub(in super::super) fn describe(document: &Document) -> String {
        let blocks: Vec<String> = document.blocks.iter().map(block).collect();
        blocks.join(" | ").replace('\n', "⏎")
    }

    fn block(block: &Block) -> String {
        match &block.kind {
            BlockKind::Heading { level, text } => format!("H{level} {}", text.plain()),
            BlockKind::Paragraph(text) => format!("P {}", text.plain()),
            BlockKind::Item {
                depth,
                ordinal,
                text,
            } => {
                let number = ordinal.map_or_else(String::new, |number| format!("#{number}"));
                format!("I{depth}{number} {}", text.plain())
            }
            BlockKind::Table(table) => {
                let rows = table.rows.iter().map(|row| cells(&row.cells));
                let lines: Vec<String> =
                    std::iter::once(cells(&table.header)).chain(rows).collect();
                format!("T {}", lines.join(" / "))
            }
            BlockKind::Code(text) => format!("C {}", text.plain()),
        }
    }

    fn cells(cells: &[Text]) -> String {
        cells.iter().map(Text::plain).collect::<Vec<_>>().join(";")
    }

    /// Every text of every block, with the span it must lie in.
    fn texts(document: &Document) -> Vec<(&Text, Span)> {
        let mut texts = Vec::new();
        for block in &document.blocks {
            match &block.kind {
                BlockKind::Heading { text, .. }
                | BlockKind::Paragraph(text)
                | BlockKind::Item { text, .. }
                | BlockKind::Code(text) => texts.push((text, block.span)),
                BlockKind::Table(table) => {
                    texts.extend(table.header.iter().map(|cell| (cell, block.span)));
                    for row in &table.rows {
                        assert!(
                            block.span.contains(row.span),
                            "a row lies outside its table"
                        );
                        texts.extend(row.cells.iter().map(|cell| (cell, row.span)));
                    }
                }
            }
        }
        texts
    }

    /// What holds of any document whatever: spans lie on characters, and nothing steers a terminal.
    #[track_caller]
    pub(in super::super) fn check_sound(document: &Document) {
        for block in &document.blocks {
            assert!(
                block.span.of(&document.text).is_some(),
                "{:?} cuts a character",
                block.span
            );
        }
        for (text, span) in texts(document) {
            let plain = text.plain();
            let unfit = |c: char| c.is_control() && c != '\n' && c != '\t';
            assert!(!plain.contains(unfit), "{plain:?} has control characters");
            for (start, c) in plain.char_indices() {
                let source = text.source_span(Span::new(start, start + c.len_utf8()));
                assert!(
                    source.of(&document.text).is_some(),
                    "{source:?} cuts a character"
                );
                assert!(
                    span.contains(source),
                    "{c:?} at {source:?} lies outside {span:?}"
                );
            }
        }
    }

    /// What holds of ordinary documents besides: every word stands where its span says.
    #[track_caller]
    pub(in super::super) fn check_words(document: &Document) {
        check_sound(document);
        for (text, _) in texts(document) {
            let plain = text.plain();
            for word in plain.split_whitespace() {
                let start = word.as_ptr() as usize - plain.as_ptr() as usize;
                let source = text.source_span(Span::new(start, start + word.len()));
                let found = source.of(&document.text).unwrap_or_default();
                assert!(
                    found.contains(word),
                    "{word:?} is not in {found:?} of {:?}",
                    document.text
                );
            }
        }
    }
}
