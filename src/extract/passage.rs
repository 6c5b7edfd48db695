//! Cutting a document into citable pieces.
//!
//! A passage holds 40 to 120 words under one path of headings: short enough to read, long enough to hold a thought. A
//! section with fewer words is a passage of its own; one with more is cut into parts of about equal length, between
//! paragraphs, entries of lists and rows of tables, each part of a table under its header. Only a paragraph that is
//! longer than a passage is cut itself, between sentences.

use std::borrow::Cow;
use std::sync::Arc;

use super::sentence::sentences;
use crate::domain::{
    BlockKind, Document, DocumentBlock, Eight, Passage, Span, Table, Text, find_byte,
};

/// The most words of a passage that is made of several lines.
const WORDS_MAX: usize = 120;

/// The fewest words of a passage where its section has more.
const WORDS_MIN: usize = 40;

/// The most words of a header that each part of its table repeats; a longer one would leave no room for rows.
const HEADER_WORDS_MAX: usize = WORDS_MAX / 2;

/// An entry of a list of more words is cut between sentences as a paragraph is.
const ITEM_WORDS_MAX: usize = 2 * WORDS_MAX;

/// So many bytes count as a word at least: not all scripts part their words.
const WORD_BYTES: usize = 16;

/// The passages of `document`: neighbouring blocks under the same headings, tables row by row under their header.
///
/// A list of sources answers nothing and is no passage.
pub(super) fn passages(document: &Document) -> Vec<Passage> {
    let mut cutter = Cutter {
        document,
        found: Vec::new(),
        section: Section::default(),
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
                cutter.enter(block);
                cutter.section.add_text(block, text, "".into(), WORDS_MAX);
            }
            BlockKind::Item {
                depth,
                ordinal,
                text,
            } => {
                cutter.enter(block);
                let mark = item_mark(*depth, *ordinal);
                cutter.section.add_text(block, text, mark, ITEM_WORDS_MAX);
            }
            BlockKind::Table(table) => {
                cutter.enter(block);
                cutter.section.add_table(block, table);
            }
        }
    }
    cutter.close();
    if cutter.found.is_empty() {
        // A document of headings alone can still be cited.
        for block in &document.blocks {
            if let BlockKind::Heading { text, .. } = &block.kind {
                cutter.enter(block);
                cutter.section.add_text(block, text, "".into(), WORDS_MAX);
            }
        }
        cutter.close();
    }
    cutter.found
}

/// A heading over nothing but a list of sources.
pub(super) fn lists_sources(heading: &str) -> bool {
    const NAMES: [&str; 4] = ["sources", "references", "bibliography", "works cited"];
    let heading = heading.trim();
    NAMES.iter().any(|name| heading.eq_ignore_ascii_case(name))
}

fn item_mark(depth: u8, ordinal: Option<u64>) -> Cow<'static, str> {
    match (depth, ordinal) {
        (0, None) => "• ".into(),
        (_, None) => format!("{}• ", "  ".repeat(depth.into())).into(),
        (_, Some(number)) => format!("{}{number}. ", "  ".repeat(depth.into())).into(),
    }
}

struct Cutter<'a> {
    document: &'a Document,
    found: Vec<Passage>,
    section: Section<'a>,
}

/// Blocks that follow each other under the same headings.
#[derive(Default)]
struct Section<'a> {
    headings: Option<&'a Arc<[String]>>,
    lines: Vec<Line<'a>>,
    /// The headers of its tables.
    headers: Vec<Header>,
}

/// What stays together.
struct Line<'a> {
    /// What stands before an entry of a list.
    mark: Cow<'static, str>,
    text: Cow<'a, str>,
    span: Span,
    words: usize,
    /// The header of a row, by its place in [`Section::headers`].
    header: Option<usize>,
}

struct Header {
    text: String,
    words: usize,
}

impl<'a> Section<'a> {
    /// Adds a block of running text, in parts where it has more than `words_max` words.
    fn add_text(
        &mut self,
        block: &DocumentBlock,
        text: &'a Text,
        mark: Cow<'static, str>,
        words_max: usize,
    ) {
        let plain = text.plain().trim_end();
        let words = count(plain);
        if words > words_max {
            self.add_parts(text, mark, words);
        } else if !plain.trim_start().is_empty() {
            self.lines.push(Line {
                mark,
                text: plain.into(),
                span: block.span,
                words,
                header: None,
            });
        }
    }

    /// Adds `text` in parts of about equal length, cut between sentences.
    fn add_parts(&mut self, text: &'a Text, mut mark: Cow<'static, str>, words: usize) {
        let plain = text.plain();
        let sentences = sentences(plain).into_iter();
        let sentences = sentences.map(|span| (span, count(span.of(plain).unwrap_or_default())));
        let mut share = Share::of(words);
        let mut part: Option<Span> = None;
        let mut add = |part: Span, words| {
            self.lines.push(Line {
                mark: std::mem::take(&mut mark),
                text: part.of(plain).unwrap_or_default().into(),
                span: text.source_span(part),
                words,
                header: None,
            });
        };
        for (sentence, words) in sentences {
            if let Some(whole) = part
                && share.is_full(words)
            {
                add(whole, share.next());
                part = None;
            }
            share.taken += words;
            part = Some(part.map_or(sentence, |part| part.cover(sentence)));
        }
        if let Some(last) = part {
            add(last, share.taken);
        }
    }

    fn add_table(&mut self, block: &DocumentBlock, table: &Table) {
        let text = row_line(&table.header);
        let words = count(&text);
        let mut header = None;
        if words > HEADER_WORDS_MAX {
            let span = table.header.iter().map(Text::span).reduce(Span::cover);
            self.lines.push(Line {
                mark: "".into(),
                text: text.into(),
                span: span.unwrap_or(block.span),
                words,
                header: None,
            });
        } else if !text.is_empty() {
            header = Some(self.headers.len());
            self.headers.push(Header { text, words });
        }
        for row in &table.rows {
            let text = row_line(&row.cells);
            if !text.is_empty() {
                self.lines.push(Line {
                    mark: "".into(),
                    words: count(&text),
                    text: text.into(),
                    span: row.span,
                    header,
                });
            }
        }
    }

    /// The header that `line` needs before it behind `previous`.
    fn header_between(&self, previous: Option<&Line<'_>>, line: &Line<'_>) -> Option<&Header> {
        let header = line.header?;
        let goes_on = previous.is_some_and(|previous| previous.header == Some(header));
        self.headers.get(header).filter(|_| !goes_on)
    }
}

/// How what is too long for a passage is shared out: as much to each part as to the others.
struct Share {
    /// The words of the part that is being filled.
    taken: usize,
    /// The words of it and of all that come behind it.
    left: usize,
}

impl Share {
    fn of(words: usize) -> Share {
        Share {
            taken: 0,
            left: words,
        }
    }

    /// True when the part is nearer to its share without `words` more, or has no room for them.
    fn is_full(&self, words: usize) -> bool {
        let parts = self.left.div_ceil(WORDS_MAX).max(1);
        let share = self.left.div_ceil(parts);
        let with = self.taken + words;
        let too_many = with > WORDS_MAX;
        // What is too short for a passage goes with its neighbour, which then has some words too many.
        let behind = self.left.saturating_sub(self.taken);
        let too_few = (self.taken < WORDS_MIN && with <= WORDS_MAX + WORDS_MIN)
            || (behind < WORDS_MIN / 2 && self.left <= WORDS_MAX + WORDS_MIN / 2);
        !too_few && (too_many || with.abs_diff(share) > self.taken.abs_diff(share))
    }

    /// Begins the next part and gives the words of this one.
    fn next(&mut self) -> usize {
        self.left = self.left.saturating_sub(self.taken);
        std::mem::take(&mut self.taken)
    }
}

impl<'a> Cutter<'a> {
    /// Ends the section that `block` does not belong to.
    fn enter(&mut self, block: &'a DocumentBlock) {
        let same = self.section.headings.is_some_and(|headings| {
            Arc::ptr_eq(headings, &block.headings) || *headings == block.headings
        });
        if !same {
            self.close();
            self.section.headings = Some(&block.headings);
        }
    }

    /// Cuts the section into passages.
    fn close(&mut self) {
        let section = std::mem::take(&mut self.section);
        let mut share = Share::of(section.lines.iter().map(|line| line.words).sum());
        let mut first = 0;
        for (at, line) in section.lines.iter().enumerate() {
            let previous = at.checked_sub(1).filter(|at| *at >= first);
            let previous = previous.and_then(|at| section.lines.get(at));
            let header = section.header_between(previous, line);
            let words = line.words + header.map_or(0, |header| header.words);
            // What ends in a colon opens what follows.
            let opens = previous.is_some_and(|previous| previous.text.ends_with(':'));
            if previous.is_some() && share.is_full(words) && !(opens && share.taken < WORDS_MIN) {
                self.found.extend(self.passage(&section, first, at));
                share.next();
                first = at;
            }
            share.taken += line.words;
        }
        let last = self.passage(&section, first, section.lines.len());
        self.found.extend(last);
    }

    /// The passage of the lines `first..end`; `None` where there is none.
    fn passage(&self, section: &Section<'_>, first: usize, end: usize) -> Option<Passage> {
        let lines = section.lines.get(first..end)?;
        let span = lines.iter().map(|line| line.span).reduce(Span::cover)?;
        let room = lines
            .iter()
            .map(|line| line.mark.len() + line.text.len() + 1);
        let mut text = String::with_capacity(room.sum());
        let mut previous = None;
        for line in lines {
            let header = section.header_between(previous, line);
            if let Some(header) = header {
                begin_line(&mut text);
                text.push_str(&header.text);
            }
            begin_line(&mut text);
            text.push_str(&line.mark);
            text.push_str(&line.text);
            previous = Some(line);
        }
        Some(Passage {
            doc: self.document.id.clone(),
            ordinal: u32::try_from(self.found.len()).unwrap_or(u32::MAX),
            headings: section.headings.map(Arc::clone)?,
            span,
            text,
        })
    }
}

fn begin_line(text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
}

/// About how many words `text` has.
fn count(text: &str) -> usize {
    let blanks = if text.is_ascii() || !has_wide_blank(text) {
        words_between_blanks(text.as_bytes())
    } else {
        text.split_whitespace().count()
    };
    blanks.max(text.len() / WORD_BYTES)
}

/// Whether white space beyond ASCII stands in `text`.
fn has_wide_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = find_byte(bytes, from, Eight::beyond_ascii) {
        let c = text.get(at..).and_then(|rest| rest.chars().next());
        if c.is_none_or(char::is_whitespace) {
            return true;
        }
        from = at + c.map_or(1, char::len_utf8);
    }
    false
}

/// How many words parted by white space of ASCII stand in `bytes`.
fn words_between_blanks(bytes: &[u8]) -> usize {
    /// So many are counted in a byte, which lets the processor count many at once.
    const AT_ONCE: usize = 128;
    let is_blank = |byte: u8| (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
    let Some((first, rest)) = bytes.split_first() else {
        return 0;
    };
    let mut count = usize::from(!is_blank(*first));
    for (before, here) in bytes.chunks(AT_ONCE).zip(rest.chunks(AT_ONCE)) {
        let begun = before.iter().zip(here);
        let begun = begun.fold(0_u8, |begun, (before, byte)| {
            begun.wrapping_add(u8::from(is_blank(*before) & !is_blank(*byte)))
        });
        count += usize::from(begun);
    }
    count
}

/// The cells of a row on one line, parted by bars.
pub(super) fn row_line(cells: &[Text]) -> String {
    let room = cells.iter().map(|cell| cell.plain().len() + 3).sum();
    let mut line = String::with_capacity(room);
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            line.push_str(" | ");
        }
        line.push_str(cell.plain().trim());
    }
    // A bar of an empty cell may stand at an end.
    match line.trim() {
        trimmed if trimmed.len() < line.len() => trimmed.to_owned(),
        _ => line,
    }
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

    fn block(headings: &[&str], span: Span, kind: BlockKind) -> DocumentBlock {
        let headings: Vec<String> = headings.iter().map(|name| (*name).to_owned()).collect();
        DocumentBlock {
            headings: headings.into(),
            span,
            kind,
        }
    }

    type Part = (&'static [&'static str], fn(Text) -> BlockKind, String);

    /// Blocks one after another, each from its headings, its sort and its words.
    fn cut_up(parts: &[Part]) -> Vec<Passage> {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for (headings, kind, words) in parts {
            let start = text.len();
            text.push_str(words);
            text.push('\n');
            let span = Span::new(start, start + words.len());
            blocks.push(block(headings, span, kind(Text::verbatim(words, start))));
        }
        let passages = passages(&Document {
            id: DocumentId("a".to_owned()),
            source: crate::domain::Source::default(),
            text,
            lines: crate::domain::Lines::Same,
            blocks,
        });
        for (at, passage) in passages.iter().enumerate() {
            assert_eq!(usize::try_from(passage.ordinal), Ok(at));
        }
        passages
    }

    fn item(text: Text) -> BlockKind {
        BlockKind::Item {
            depth: 0,
            ordinal: None,
            text,
        }
    }

    /// A sentence of so many words.
    fn sentence(words: usize) -> String {
        format!("{}end.", "Word ".repeat(words - 1))
    }

    /// Checks how many words each passage has.
    #[track_caller]
    fn check(parts: &[Part], expected: &[usize]) {
        let passages = cut_up(parts);
        let words = passages.iter().map(|passage| count(&passage.text));
        assert_eq!(words.collect::<Vec<usize>>(), expected, "{passages:#?}");
    }

    #[test]
    fn joins_what_is_short_under_one_heading_only() {
        let line = |words| {
            (
                &["A"][..],
                BlockKind::Paragraph as fn(Text) -> BlockKind,
                sentence(words),
            )
        };
        check(&[line(10), line(30), line(50)], &[90]);
        check(&[line(60), line(50), line(50), line(60)], &[110, 110]);
        check(&[line(115), line(10)], &[125]);
        check(&[line(100), line(45)], &[100, 45]);
        let other = (
            &["B"][..],
            BlockKind::Paragraph as fn(Text) -> BlockKind,
            sentence(5),
        );
        check(&[line(10), other, line(20)], &[10, 5, 20]);
    }

    #[test]
    fn cuts_a_long_paragraph_between_sentences_into_even_parts() {
        let long = |sentences: usize, words| vec![sentence(words); sentences].join(" ");
        let paragraph = |text| {
            [(
                &["A"][..],
                BlockKind::Paragraph as fn(Text) -> BlockKind,
                text,
            )]
        };
        check(&paragraph(long(13, 10)), &[70, 60]);
        check(&paragraph(long(30, 20)), &[120; 5]);
        check(&paragraph(long(1, 300)), &[300]);
        let passages = cut_up(&paragraph(long(13, 10)));
        assert!(
            passages
                .iter()
                .all(|passage| passage.text.ends_with("end."))
        );
        let spans: Vec<Span> = passages.iter().map(|passage| passage.span).collect();
        assert!(spans.is_sorted() && spans.windows(2).all(|pair| !pair[0].overlaps(pair[1])));
    }

    #[test]
    fn keeps_entries_of_lists_whole_and_with_what_opens_them() {
        let entry = |words| (&["A"][..], item as fn(Text) -> BlockKind, sentence(words));
        // The sign before each entry counts as a word of its text.
        check(&[entry(150)], &[151]);
        check(&[entry(50), entry(50), entry(50), entry(50)], &[102, 102]);
        let opens = "Word ".repeat(18) + "follow these:";
        let opens = (
            &["A"][..],
            BlockKind::Paragraph as fn(Text) -> BlockKind,
            opens,
        );
        check(&[opens, entry(118)], &[139]);
    }

    #[test]
    fn repeats_the_header_in_each_part_of_a_table() {
        let cells = |text: &str| vec![Text::verbatim(text, 0), Text::verbatim("b", 0)];
        let row = |text: &str| crate::domain::Row {
            span: Span::new(0, 9),
            cells: cells(text),
        };
        let table = Table {
            header: cells("Role"),
            rows: vec![row(&sentence(55)); 4],
        };
        let document = Document {
            id: DocumentId("a".to_owned()),
            source: crate::domain::Source::default(),
            text: "x".repeat(20),
            lines: crate::domain::Lines::Same,
            blocks: vec![block(&["A"], Span::new(0, 9), BlockKind::Table(table))],
        };
        let passages = passages(&document);
        assert_eq!(passages.len(), 2);
        for passage in passages {
            assert!(passage.text.starts_with("Role | b\nWord "), "{passage:?}");
            assert_eq!(passage.text.lines().count(), 3, "{passage:?}");
        }
    }

    fn passage(ordinal: u32, span: Span) -> Passage {
        Passage {
            doc: DocumentId(String::new()),
            ordinal,
            headings: [].into(),
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
