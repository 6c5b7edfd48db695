//! Plain text to blocks, told by the shape of its lines.
//!
//! | shape | read as |
//! |---|---|
//! | lines that each end with a bar, or each followed by a line that is only a bar | a table of two columns, a cell a line |
//! | lines with the same number of bars, or of tabs | a table, a row a line |
//! | `1. Tools` and the like, short, above bullets or running text | a heading of level 3 |
//! | `• words`, `- words`, `1. words`, `1) words` | items |
//! | a short line that ends as no sentence does, above something longer | a heading of level 2; the first line is the title |
//! | anything else | a paragraph a line, or up to a blank line where the page is wrapped |
//!
//! A further shape is a further [`LineReader`] in [`READERS`].

use super::glued;
use super::outline::Outline;
use super::pieces::{Pieces, copied};
use crate::domain::{BlockKind, Row, Span, Table, Text};

/// How long a heading may be, and the last cell of a table that lacks its bar.
const SHORT_MAX_CHARS: usize = 90;

/// This many short lines one after another are a list or page furniture, not headings.
const SHORT_RUN_MIN_LINES: usize = 4;

/// The width of the lines of a wrapped page.
const WRAPPED_CHARS: std::ops::RangeInclusive<usize> = 60..=100;

/// How many lines tell that a page is wrapped.
const WRAPPED_MIN_LINES: usize = 4;

/// How many cells on lines of their own make a table.
const CELLS_MIN: usize = 4;

/// How far a marker must stand to the right of another to be inside its item; less is a slip.
const INDENT_MIN_COLUMNS: usize = 2;

/// Digits of the number of an item; longer ones are years and figures.
const ORDINAL_MAX_DIGITS: usize = 3;

/// Signs that open a figure or markup, never a heading; `(`, `.` and quotes open some.
const NO_HEADING_SIGNS: [char; 20] = [
    '$', '£', '€', '¥', '₹', '%', '&', '+', ',', '/', ':', ';', '<', '=', '>', '@', '[', '\\', '{',
    '~',
];

/// Signs that open an item; those in the second list need a blank after them.
const BULLETS: [char; 12] = ['•', '▪', '●', '◦', '‣', '■', '○', '·', '➢', '➤', '✓', '✔'];
const DASHES: [char; 4] = ['-', '–', '—', '*'];

/// Reads the lines from one on, if they have its shape: adds their blocks and says how many lines they were, or 0.
type LineReader = fn(&Page<'_>, usize, &mut Outline) -> usize;

/// Every shape, the surest first.
const READERS: [LineReader; 8] = [
    cells_on_lines,
    rows_with_bars,
    rows_with_tabs,
    cells_that_touch,
    numbered_heading,
    items,
    heading,
    paragraph,
];

/// The blocks of `text` from byte `body` on.
pub(super) fn read(text: &str, body: usize, outline: &mut Outline) {
    let page = Page::new(text, body);
    let mut at = 0;
    while at < page.lines.len() {
        let taken = READERS
            .iter()
            .map(|reader| reader(&page, at, outline))
            .find(|taken| *taken > 0);
        at += taken.unwrap_or(1);
    }
}

/// The lines of a text that are not blank.
struct Page<'a> {
    text: &'a str,
    lines: Vec<Line>,
    /// True when its lines end for want of room, so that they must be joined.
    wrapped: bool,
}

#[derive(Clone, Copy)]
struct Line {
    /// Its words, without the blanks around them.
    span: Span,
    /// The columns before its first word.
    indent: usize,
    /// True when it is the first, or a blank line stands above it.
    apart: bool,
    shape: Shape,
    /// How many short lines stand together here, blank ones not counted.
    run: usize,
}

/// What a line is like by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// Short, and it ends as no sentence does.
    Short,
    Item(Marker),
    Other,
}

/// What opens an item.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Marker {
    ordinal: Option<u64>,
    /// Bytes before the words of the item.
    length: usize,
    /// True when the words are short and end as no sentence does.
    short: bool,
}

impl<'a> Page<'a> {
    fn new(text: &'a str, body: usize) -> Page<'a> {
        let mut lines = split_lines(text, body);
        count_runs(&mut lines);
        let mut page = Page {
            text,
            lines,
            wrapped: false,
        };
        page.wrapped = page.is_wrapped();
        page
    }

    fn words(&self, line: &Line) -> &'a str {
        line.span.of(self.text).unwrap_or_default()
    }

    /// The line after `at`.
    fn next(&self, at: usize) -> Option<&Line> {
        self.lines.get(at + 1)
    }

    /// The lines from `from` up to the next blank line.
    fn together(&self, from: usize) -> impl Iterator<Item = &Line> {
        let lines = self.lines.get(from..).unwrap_or_default();
        let more = lines.iter().skip(1).take_while(|line| !line.apart);
        lines.iter().take(1).chain(more)
    }

    fn is_wrapped(&self) -> bool {
        let full = self.lines.iter().filter(|line| {
            let words = self.words(line);
            WRAPPED_CHARS.contains(&words.chars().count())
                && !matches!(line.shape, Shape::Item(_))
                && !words.ends_with(['.', '!', '?', ':', ';', '|'])
        });
        self.lines.len() >= WRAPPED_MIN_LINES && full.count() * 2 > self.lines.len()
    }
}

fn split_lines(text: &str, body: usize) -> Vec<Line> {
    let rest = text.get(body..).unwrap_or_default();
    // Old Macintosh files end their lines with a carriage return alone.
    let end = if rest.contains('\n') { '\n' } else { '\r' };
    let mut lines = Vec::new();
    let mut apart = true;
    let mut at = body;
    for line in rest.split_inclusive(end) {
        let words = line.trim_start();
        let lead = line.get(..line.len() - words.len()).unwrap_or_default();
        let words = words.trim_end();
        if words.contains(|c: char| !c.is_control()) {
            let start = at + lead.len();
            lines.push(Line {
                span: Span::new(start, start + words.len()),
                indent: lead.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum(),
                apart,
                shape: shape(words),
                run: 0,
            });
            apart = false;
        } else {
            apart = true;
        }
        at += line.len();
    }
    lines
}

fn count_runs(lines: &mut [Line]) {
    for run in lines.chunk_by_mut(|a, b| a.shape == Shape::Short && b.shape == Shape::Short) {
        let length = run.len();
        for line in run {
            line.run = length;
        }
    }
}

fn shape(words: &str) -> Shape {
    match marker(words) {
        Some(marker) => Shape::Item(marker),
        None if is_short(words) => Shape::Short,
        None => Shape::Other,
    }
}

/// True for words that could be a heading: few, and they begin and end as no sentence in a text does.
///
/// A question may be one: pages of questions and answers set them so.
fn is_short(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let continues = first.starts_with(char::is_lowercase) && !first.contains(char::is_uppercase);
    words.chars().count() <= SHORT_MAX_CHARS
        && words.contains(char::is_alphabetic)
        && !continues
        && !words.starts_with(NO_HEADING_SIGNS)
        && !words.ends_with(['.', '!', ':', ';', ',', '…'])
        && !words.contains(['|', '\t'])
}

fn marker(words: &str) -> Option<Marker> {
    let (ordinal, rest) = match words.strip_prefix(BULLETS) {
        Some(rest) => (None, rest),
        None => match words.strip_prefix(DASHES) {
            Some(rest) => (None, blank_first(rest)?),
            None => number(words)?,
        },
    };
    let rest = rest.trim_start();
    rest.contains(char::is_alphanumeric).then(|| Marker {
        ordinal,
        length: words.len() - rest.len(),
        short: is_short(rest),
    })
}

/// The number of `1. words`, `1) words` or `1.) words`, and what follows it.
fn number(words: &str) -> Option<(Option<u64>, &str)> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words.get(digits..)?;
    let sign = rest
        .strip_prefix(".)")
        .or_else(|| rest.strip_prefix(['.', ')']))?;
    let ordinal = words.get(..digits)?.parse().ok()?;
    (digits <= ORDINAL_MAX_DIGITS).then_some((Some(ordinal), blank_first(sign)?))
}

fn blank_first(rest: &str) -> Option<&str> {
    rest.starts_with(char::is_whitespace).then_some(rest)
}

/// One cell a line, each but perhaps the last closed by a bar: a table of two columns.
fn cells_on_lines(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    let mut cells: Vec<(Span, Text)> = Vec::new();
    let mut taken = 0;
    let mut lines = page.together(at).peekable();
    while let Some(line) = lines.next() {
        let words = page.words(line);
        let closed = words.strip_suffix('|').map(str::trim_end);
        let below = lines.peek().is_some_and(|next| page.words(next) == "|");
        let (cell, length) = match closed {
            Some(cell) if !cell.is_empty() => (cell, 1),
            None if below => (words, 2),
            // The last cell of a table may lack its bar.
            None if cells.len() % 2 == 1 && words.chars().count() <= SHORT_MAX_CHARS => (words, 1),
            _ => break,
        };
        if cell.contains('|') {
            break;
        }
        cells.push((line.span, copied(cell, line.span.start)));
        taken += length;
        if length == 2 {
            lines.next();
        } else if closed.is_none() {
            break;
        }
    }
    if cells.len() < CELLS_MIN {
        return 0;
    }
    if cells.len() % 2 == 1 {
        // Not two columns; how many, nothing here tells.
        for (span, cell) in cells {
            outline.paragraph(cell, span);
        }
        return taken;
    }
    let mut pairs = Vec::new();
    let mut cells = cells.into_iter();
    while let (Some((first, left)), Some((second, right))) = (cells.next(), cells.next()) {
        pairs.push(Row {
            span: first.cover(second),
            cells: vec![left, right],
        });
    }
    add_table(pairs, outline);
    taken
}

/// Lines with the same number of bars: the rows of a table.
fn rows_with_bars(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    rows_parted_by('|', page, at, outline)
}

/// Lines with the same number of tabs, as copied from a table.
fn rows_with_tabs(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    rows_parted_by('\t', page, at, outline)
}

/// Whether two lines after one another may be rows of a table whose cells are parted by tabs.
pub(super) fn has_rows_with_tabs(text: &str) -> bool {
    let tabs = |line: &str| line.trim().bytes().filter(|byte| *byte == b'\t').count();
    text.contains('\t') && {
        let mut lines = text.lines().map(tabs);
        let mut last = 0;
        lines.any(|tabs| std::mem::replace(&mut last, tabs) == tabs && tabs > 0)
    }
}

fn rows_parted_by(mark: char, page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    let bars = |line: &Line| page.words(line).matches(mark).count();
    let Some(first) = page.lines.get(at).map(bars).filter(|count| *count > 0) else {
        return 0;
    };
    let alike = |line: &&Line| bars(line) == first && !matches!(line.shape, Shape::Item(_));
    let lines: Vec<&Line> = page.together(at).take_while(alike).collect();
    if lines.len() < 2 {
        return 0;
    }
    let worded = lines
        .iter()
        .filter(|line| page.words(line).contains(char::is_alphanumeric));
    let mut rows: Vec<Row> = worded
        .map(|line| Row {
            span: line.span,
            cells: cells(page.words(line), mark, line.span.start),
        })
        .collect();
    drop_blank_columns(&mut rows);
    let columns = rows.first().map_or(0, |row| row.cells.len());
    if rows.len() < 2 || columns < 2 {
        // Taken all at once: to look at the rest again from each line on would take forever on a long page.
        for line in &lines {
            outline.paragraph(copied(page.words(line), line.span.start), line.span);
        }
    } else {
        add_table(rows, outline);
    }
    lines.len()
}

/// Lines whose cells ran together, as `Canada$88,000 – $97,000$101,000 – $117,000`.
fn cells_that_touch(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    let lines = page.together(at).take(glued::ROWS_MAX);
    let Some(rows) = glued::rows(lines.map(|line| (page.words(line), line.span))) else {
        return 0;
    };
    let taken = rows.len();
    add_table(rows, outline);
    taken
}

fn cells(words: &str, mark: char, start: usize) -> Vec<Text> {
    let mut at = start;
    let mut cells = Vec::new();
    for cell in words.split(mark) {
        cells.push(copied(cell, at));
        at += cell.len() + 1;
    }
    cells
}

/// Drops what stands outside the outer bars, and the columns that doubled bars make.
fn drop_blank_columns(rows: &mut [Row]) {
    let columns = rows.first().map_or(0, |row| row.cells.len());
    let used: Vec<bool> = (0..columns)
        .map(|column| {
            rows.iter()
                .any(|row| row.cells.get(column).is_some_and(|cell| !cell.is_blank()))
        })
        .collect();
    for row in rows {
        let mut column = used.iter();
        row.cells.retain(|_| column.next().copied().unwrap_or(true));
    }
}

/// Adds a table whose first row is its header.
fn add_table(mut rows: Vec<Row>, outline: &mut Outline) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return;
    };
    let span = first.span.cover(last.span);
    let header = rows.remove(0).cells;
    outline.add(BlockKind::Table(Table { header, rows }), span);
}

fn numbered_heading(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    if !is_numbered_heading(page, at) {
        return 0;
    }
    let line = &page.lines[at];
    outline.heading(3, copied(page.words(line), line.span.start), line.span);
    1
}

/// True for a short numbered line above bullets, or alone above running text.
fn is_numbered_heading(page: &Page<'_>, at: usize) -> bool {
    let numbered =
        |line: &Line| matches!(line.shape, Shape::Item(marker) if marker.ordinal.is_some());
    let (Some(line), Some(next)) = (page.lines.get(at), page.next(at)) else {
        return false;
    };
    let Shape::Item(marker) = line.shape else {
        return false;
    };
    let above = at.checked_sub(1).and_then(|above| page.lines.get(above));
    let follows_number = above.is_some_and(numbered);
    marker.ordinal.is_some()
        && marker.short
        && match next.shape {
            Shape::Item(below) => below.ordinal.is_none(),
            Shape::Other => !follows_number && (next.apart || next.indent <= line.indent),
            Shape::Short => false,
        }
}

/// Items up to the next line that is none.
fn items(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    let mut indents: Vec<usize> = Vec::new();
    let mut taken = 0;
    while let Some(line) = page.lines.get(at + taken) {
        let Shape::Item(marker) = line.shape else {
            break;
        };
        if taken > 0 && is_numbered_heading(page, at + taken) {
            break;
        }
        let depth = depth(&mut indents, line.indent);
        let more = page
            .together(at + taken)
            .skip(1)
            .take_while(|next| is_continuation(next, line))
            .count();
        let (text, span) = joined(page, at + taken, 1 + more, marker.length);
        let kind = BlockKind::Item {
            depth,
            ordinal: marker.ordinal,
            text,
        };
        outline.add(kind, span);
        taken += 1 + more;
    }
    taken
}

/// How deep a marker at column `indent` lies; `indents` are the columns of the lists it may be in.
fn depth(indents: &mut Vec<usize>, indent: usize) -> u8 {
    while indents
        .last()
        .is_some_and(|last| *last >= indent + INDENT_MIN_COLUMNS)
    {
        indents.pop();
    }
    if indents
        .last()
        .is_none_or(|last| indent >= last + INDENT_MIN_COLUMNS)
    {
        indents.push(indent);
    }
    u8::try_from(indents.len() - 1).unwrap_or(u8::MAX)
}

/// True for a line that belongs to the item above it because it stands further right.
fn is_continuation(next: &Line, item: &Line) -> bool {
    !matches!(next.shape, Shape::Item(_)) && next.indent >= item.indent + INDENT_MIN_COLUMNS
}

fn heading(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    if !is_heading(page, at) {
        return 0;
    }
    let line = &page.lines[at];
    let level = if at == 0 { 1 } else { 2 };
    outline.heading(level, copied(page.words(line), line.span.start), line.span);
    1
}

/// True for a short line with something below it, where it is not one of many.
fn is_heading(page: &Page<'_>, at: usize) -> bool {
    let (Some(line), Some(next)) = (page.lines.get(at), page.next(at)) else {
        return false;
    };
    let alone = line.apart && next.apart;
    let last_of_run = next.shape != Shape::Short;
    let one_of_many = line.run >= SHORT_RUN_MIN_LINES;
    line.shape == Shape::Short
        && (!page.wrapped || alone)
        && (!one_of_many || (at == 0 && alone) || (last_of_run && line.apart))
}

fn paragraph(page: &Page<'_>, at: usize, outline: &mut Outline) -> usize {
    let more = if page.wrapped {
        page.together(at)
            .skip(1)
            .take_while(|line| {
                !matches!(line.shape, Shape::Item(_)) && !page.words(line).contains('|')
            })
            .count()
    } else {
        0
    };
    let (text, span) = joined(page, at, 1 + more, 0);
    outline.paragraph(text, span);
    1 + more
}

/// The words of `count` lines from `at` on, without the first `skip` bytes, and where the lines stand.
fn joined(page: &Page<'_>, at: usize, count: usize, skip: usize) -> (Text, Span) {
    let mut pieces = Pieces::default();
    let mut span: Option<Span> = None;
    for line in page.lines.iter().skip(at).take(count) {
        let (skip, span) = match &mut span {
            None => (skip, span.insert(line.span)),
            Some(span) => {
                pieces.gap(" ", Span::new(span.end, line.span.start));
                (0, span)
            }
        };
        *span = span.cover(line.span);
        let words = page.words(line).get(skip..).unwrap_or_default();
        pieces.copy(words, line.span.start + skip);
    }
    (pieces.take(), span.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::outline::show::{check_sound, check_words, describe, document};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let document = document("a.txt", text);
        assert_eq!(describe(&document), expected, "reading {text:?}");
        check_words(&document);
    }

    #[test]
    fn reads_a_title_headings_and_paragraphs() {
        check(
            "Life of a Baker\nBakers rise early.\nThey like it.\n\nTools\n\nAn oven is enough.",
            "H1 Life of a Baker | P Bakers rise early. | P They like it. | H2 Tools | P An oven is enough.",
        );
        check(
            "A baker kneads.\nTools\nAn oven.",
            "P A baker kneads. | H2 Tools | P An oven.",
        );
        check("One line only", "P One line only");
        check("Title\r\n\r\nSome words.\r\n", "H1 Title | P Some words.");
        check(
            "Title\rSome words.\rMore words.",
            "H1 Title | P Some words. | P More words.",
        );
    }

    #[test]
    fn takes_the_title_from_the_first_line() {
        let title = |text| document("a.txt", text).source.title;
        assert_eq!(
            title("Life of a Baker\nBakers rise early."),
            Some("Life of a Baker".to_owned())
        );
        assert_eq!(title("Bakers rise early.\nTools\nAn oven."), None);
    }

    #[test]
    fn reads_questions_as_headings() {
        check(
            "What does a baker earn?\nBakers earn little.\nIs it hard?\nIt is.",
            "H1 What does a baker earn? | P Bakers earn little. | H2 Is it hard? | P It is.",
        );
    }

    #[test]
    fn takes_no_sentence_for_a_heading() {
        check(
            "It has:\nbread and salt\nIt costs £2,\n12\nThe end.",
            "P It has: | P bread and salt | P It costs £2, | P 12 | P The end.",
        );
        let long = format!("A{}", " long".repeat(18));
        check(
            &format!("{long}\nThe end."),
            &format!("P {long} | P The end."),
        );
        check(
            "Pay\t£30,000\n£15 an hour\nThe end.",
            "P Pay\t£30,000 | P £15 an hour | P The end.",
        );
    }

    #[test]
    fn takes_many_short_lines_for_no_headings() {
        check(
            "Bakers rise.\nHome\nAbout\nShop\nCart\nBakers sleep.",
            "P Bakers rise. | P Home | P About | P Shop | P Cart | P Bakers sleep.",
        );
        check(
            "The Bakery\n\nHome\nAbout\nShop\n\nTools\n\nAn oven is enough.",
            "H1 The Bakery | P Home | P About | P Shop | H2 Tools | P An oven is enough.",
        );
        check(
            "Flour\nWater\nSalt\nYeast",
            "P Flour | P Water | P Salt | P Yeast",
        );
    }

    #[test]
    fn reads_items() {
        check(
            "Bakers need these:\n• flour\n•water\n- salt\n– yeast\n* an oven\n",
            "P Bakers need these: | I0 flour | I0 water | I0 salt | I0 yeast | I0 an oven",
        );
        check(
            "1. Mix it well.\n2) Bake it well.\n3.) Eat it.\n",
            "I0#1 Mix it well. | I0#2 Bake it well. | I0#3 Eat it.",
        );
        check(
            "Words.\n  • a\n    • b\n   • c\n  • d\n",
            "P Words. | I0 a | I1 b | I1 c | I0 d",
        );
        check(
            "- salt that\n  is dry\n- oil\n",
            "I0 salt that is dry | I0 oil",
        );
        check(
            "3.5 years pass.\n2024. A year.\n-5 is cold.\n- \n",
            "P 3.5 years pass. | P 2024. A year. | P -5 is cold. | P -",
        );
    }

    #[test]
    fn reads_numbered_headings() {
        check(
            "Bakers need skills.\n1. Hands\n\n• kneading\n\n2. Head\n• counting\n",
            "P Bakers need skills. | H3 1. Hands | I0 kneading | H3 2. Head | I0 counting",
        );
        check(
            "Words.\n1.) Rye\n\nRye is a dark grain.\n2.) Oats\n\nOats are pale.",
            "P Words. | H3 1.) Rye | P Rye is a dark grain. | H3 2.) Oats | P Oats are pale.",
        );
        check(
            "1. Mix\n2. Bake\n\nThe end is near.",
            "I0#1 Mix | I0#2 Bake | P The end is near.",
        );
    }

    #[test]
    fn reads_tables_of_a_cell_a_line() {
        check(
            "It varies.\nCity |\nPay |\nOslo |\n510,000 |\nIt ends.",
            "P It varies. | T City;Pay / Oslo;510,000 | P It ends.",
        );
        check(
            "City |\nPay |\nOslo |\n510,000",
            "T City;Pay / Oslo;510,000",
        );
        check(
            "City\n|\nPay\n|\nOslo\n|\n510,000\n|\nIt ends.",
            "T City;Pay / Oslo;510,000 | P It ends.",
        );
        check(
            "City |\nPay |\n\nIt ends.",
            "P City | | P Pay | | P It ends.",
        );
        check(
            "City |\nLow |\nHigh |\nOslo |\n1 |\n\nIt ends.",
            "P City | P Low | P High | P Oslo | P 1 | P It ends.",
        );
    }

    #[test]
    fn spans_of_rows_hold_both_lines() {
        let document = document("a.txt", "City |\nPay |\nOslo |\n510,000 |\n");
        let crate::domain::BlockKind::Table(table) = &document.blocks[0].kind else {
            panic!("the block is a table");
        };
        assert_eq!(
            table.rows[0].span.of(&document.text),
            Some("Oslo |\n510,000 |")
        );
    }

    #[test]
    fn reads_tables_of_a_row_a_line() {
        check(
            "It varies.\nCity | Low | High\nOslo | 1 | 2\nBergen | 3 |\n",
            "P It varies. | T City;Low;High / Oslo;1;2 / Bergen;3;",
        );
        check(
            "|City||Pay|\n|---||---|\n|Oslo||1|\n",
            "T City;Pay / Oslo;1",
        );
        check("- flour | 1\n- water | 2\n", "I0 flour | 1 | I0 water | 2");
        check("|Home|\n|About|\n", "P |Home| | P |About|");
        check("Home | About\n\nIt ends.", "P Home | About | P It ends.");
    }

    #[test]
    fn joins_the_lines_of_a_wrapped_page() {
        let line = "bakers all over the country rise long before the sun does and";
        check(
            &format!(
                "On Bakers\n\n{line}\n{line}\n{line}\nsleep.\n\n- flour\n\nTools\n\n{line}\n{line}\n{line}\nsleep."
            ),
            &format!(
                "H1 On Bakers | P {line} {line} {line} sleep. | I0 flour | H2 Tools | P {line} {line} {line} sleep."
            ),
        );
    }

    #[test]
    fn leaves_out_an_address_on_the_first_line() {
        let document = document(
            "a.txt",
            "https://bakers.example/life\nLife of a Baker\nBakers rise early.",
        );
        assert_eq!(
            describe(&document),
            "H1 Life of a Baker | P Bakers rise early."
        );
        assert_eq!(
            document.source.url.as_deref(),
            Some("https://bakers.example/life")
        );
    }

    #[test]
    fn bears_the_same_line_without_end() {
        let started = Instant::now();
        for line in [
            "|a|\n",
            "a |\n",
            "a\n|\n",
            "a | b\n",
            "|\n",
            "1. a\n",
            "1. a\n• b\n",
            "A\n",
            "A\n\n",
            "\n",
            "• a\n  b\n",
        ] {
            check_sound(&document("a.txt", &line.repeat(20_000)));
        }
        let spent = started.elapsed();
        assert!(spent < Duration::from_secs(20), "took {spent:?}");
    }

    #[test]
    fn keeps_terminal_escapes_out_of_the_words() {
        let document = document("a.txt", "Bread\u{1b}[2J is good.\n\u{7}\u{1b}\n");
        assert_eq!(describe(&document), "P Bread[2J is good.");
        check_sound(&document);
    }
}
