//! The body of a document: its steps to blocks.

use super::styles::{Counters, Numbering, Rank, Styles, rank_by_outline};
use super::xml::{Element, Part, Step};
use crate::corpus::DOCUMENT_MAX_BYTES;
use crate::corpus::draft::Draft;
use crate::corpus::outline::reads_as_heading;
use crate::corpus::table::may_head;

/// The longest cell that is told again where it spans rows or columns, in bytes.
const REPEATED_MAX_BYTES: usize = 400;

/// How many columns one cell may span.
const SPAN_MAX: usize = 64;

/// What a cell adds to the text besides its words, in bytes.
const CELL_BYTES: usize = 3;

/// Elements that are left out with all they hold: struck text, moved text, the older form of what is told twice, codes
/// of fields, and what formats were before a change.
const LEFT_OUT: [&str; 10] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "sectPr",
    "sdtPr",
];

/// A document's body that is being read.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
    counters: Counters,
    draft: Draft,
    /// Open paragraphs; one inside another stands in a text box of that.
    paragraphs: Vec<Paragraph>,
    /// Open tables; one inside another stands in a cell of that.
    tables: Vec<Table>,
    /// How many open elements belong to one that is left out.
    left_out: usize,
    /// The properties that are open, outermost first.
    formats: Vec<Format>,
    has_title: bool,
    has_first_heading: bool,
    /// The level of the last real heading.
    level: u8,
    bytes: usize,
    is_cut: bool,
}

/// Properties of a part of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Paragraph,
    Run,
    Row,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    list_level: Option<usize>,
    /// What its style says of its runs.
    of_style: Run,
    /// What holds of the open run.
    run: Option<Run>,
    in_words: bool,
    bold_words: bool,
    plain_words: bool,
}

#[derive(Clone, Copy, Default)]
struct Run {
    is_bold: bool,
    is_hidden: bool,
}

#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    row: Row,
    cell: Cell,
    /// False where the table says that its first row is one like the others.
    may_have_header: bool,
}

#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    is_header: bool,
    is_deleted: bool,
}

#[derive(Clone, Default)]
struct Cell {
    text: String,
    columns: usize,
    /// It goes on with the cell above it.
    goes_on: bool,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, numbering: &'a Numbering) -> Body<'a> {
        Body {
            styles,
            numbering,
            counters: Counters::default(),
            draft: Draft::default(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            left_out: 0,
            formats: Vec::new(),
            has_title: false,
            has_first_heading: false,
            level: 0,
            bytes: 0,
            is_cut: false,
        }
    }

    /// Reads the part that holds the text.
    ///
    /// # Errors
    /// The byte near which it is no XML.
    pub(super) fn read(&mut self, xml: &str) -> Result<(), u64> {
        let mut part = Part::new(xml);
        while let Some(step) = part.next()? {
            match step {
                Step::Open(_) if self.left_out > 0 => self.left_out += 1,
                Step::Close(_) if self.left_out > 0 => self.left_out -= 1,
                Step::Words(_) if self.left_out > 0 => {}
                Step::Open(element) => self.open(&element),
                Step::Close(name) => self.close(&name),
                Step::Words(words) => self.words(&words),
            }
            if self.bytes as u64 > DOCUMENT_MAX_BYTES {
                self.is_cut = true;
                break;
            }
        }
        if self.is_cut {
            self.end_all();
        }
        Ok(())
    }

    /// Ends what is open where the reading stopped.
    fn end_all(&mut self) {
        while let Some(paragraph) = self.paragraphs.pop() {
            self.end_paragraph(&paragraph);
        }
        while !self.tables.is_empty() {
            self.end_cell();
            self.end_row();
            self.end_table();
        }
    }

    /// The blocks, whether text was left out, and whether there is a heading of level 1.
    pub(super) fn finish(self) -> (Draft, bool, bool) {
        (self.draft, self.is_cut, self.has_first_heading)
    }

    fn open(&mut self, element: &Element<'_>) {
        let name = element.name();
        if name == "del"
            && self.formats.last() == Some(&Format::Row)
            && let Some(table) = self.tables.last_mut()
        {
            table.row.is_deleted = true;
        }
        if LEFT_OUT.contains(&name) {
            self.left_out = 1;
            return;
        }
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.formats.push(Format::Paragraph),
            "rPr" => self.formats.push(Format::Run),
            "trPr" => self.formats.push(Format::Row),
            "tbl" => self.tables.push(Table {
                may_have_header: true,
                ..Table::default()
            }),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Cell {
                        columns: 1,
                        ..Cell::default()
                    };
                }
            }
            "tblHeader" | "gridBefore" | "gridSpan" | "vMerge" | "tblLook" => {
                self.table_format(element);
            }
            _ => self.open_in_paragraph(element),
        }
    }

    fn open_in_paragraph(&mut self, element: &Element<'_>) {
        let in_run_format = self.formats.last() == Some(&Format::Run);
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match (element.name(), &mut paragraph.run) {
            ("r", _) => {
                paragraph.run = Some(paragraph.of_style);
            }
            ("t", Some(_)) => paragraph.in_words = true,
            ("tab", Some(_)) if self.formats.is_empty() => self.add("\t"),
            ("br" | "cr", Some(_)) => self.add("\n"),
            ("noBreakHyphen", Some(_)) => self.add("-"),
            ("b", Some(run)) if in_run_format => run.is_bold = element.is_on(),
            // Words that are struck out were taken back, as in HTML and Markdown.
            ("vanish" | "strike" | "dstrike", Some(run)) if in_run_format => {
                run.is_hidden |= element.is_on();
            }
            ("rStyle", Some(run)) => {
                let style = element.value("val").unwrap_or_default();
                run.is_bold |= self.styles.is_bold(&style);
                run.is_hidden |= self.styles.is_hidden(&style);
            }
            ("pStyle", None) => {
                let style = element.value("val").unwrap_or_default();
                paragraph.of_style = Run {
                    is_bold: self.styles.is_bold(&style),
                    is_hidden: self.styles.is_hidden(&style),
                };
                paragraph.style = Some(style);
            }
            ("outlineLvl", None) => paragraph.outline = element.number(),
            ("numId", None) => paragraph.list = element.value("val"),
            ("ilvl", None) => paragraph.list_level = element.number(),
            _ => {}
        }
    }

    fn table_format(&mut self, element: &Element<'_>) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        match element.name() {
            "tblHeader" => table.row.is_header |= element.is_on(),
            "gridBefore" => {
                let columns = element.number().unwrap_or(0).min(SPAN_MAX);
                let blank = std::iter::repeat_with(Cell::default).take(columns);
                table.row.cells.extend(blank);
                self.bytes += columns * CELL_BYTES;
            }
            "gridSpan" => table.cell.columns = element.number().unwrap_or(1).clamp(1, SPAN_MAX),
            "vMerge" => table.cell.goes_on = element.value("val").as_deref() != Some("restart"),
            _ => {
                if let Some(first) = element.value("firstRow") {
                    table.may_have_header = first != "0" && first != "false";
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "pPr" | "rPr" | "trPr" => drop(self.formats.pop()),
            "t" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.in_words = false;
                }
            }
            "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run = None;
                }
            }
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.end_paragraph(&paragraph);
                }
            }
            "tc" => self.end_cell(),
            "tr" => self.end_row(),
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        let in_words = self.paragraphs.last().is_some_and(|open| open.in_words);
        if in_words {
            self.add(words);
        }
    }

    fn add(&mut self, words: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let run = paragraph.run.unwrap_or_default();
        if run.is_hidden {
            return;
        }
        let limit = usize::try_from(DOCUMENT_MAX_BYTES).unwrap_or(usize::MAX);
        let left = limit.saturating_sub(self.bytes);
        self.bytes += words.len();
        let end = (0..=left.min(words.len()))
            .rev()
            .find(|at| words.is_char_boundary(*at));
        let words = words.get(..end.unwrap_or(0)).unwrap_or_default();
        let counts = !words.trim().is_empty() && words.trim() != ":";
        paragraph.bold_words |= counts && run.is_bold;
        paragraph.plain_words |= counts && !run.is_bold;
        paragraph.text += words;
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph) {
        let text = paragraph.text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(table) = self.tables.last_mut() {
            if !table.cell.text.is_empty() {
                table.cell.text.push(' ');
            }
            table.cell.text += text;
            return;
        }
        let rank = paragraph.outline.and_then(rank_by_outline);
        let style = paragraph.style.as_deref();
        let rank = rank.or_else(|| self.styles.rank(style?));
        match rank {
            Some(Rank::Contents) => {}
            Some(Rank::Code) => self.draft.code(text),
            Some(Rank::Title) => {
                self.has_title = true;
                self.heading(1, text);
            }
            Some(Rank::Heading(level)) => self.heading(level + u8::from(self.has_title), text),
            None => self.running(paragraph, text),
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.level = level.clamp(1, 6);
        self.has_first_heading |= self.level == 1;
        self.draft.heading(self.level, text);
    }

    /// A paragraph that is no heading by its style.
    fn running(&mut self, paragraph: &Paragraph, text: &str) {
        let of_style = paragraph
            .style
            .as_deref()
            .and_then(|style| self.styles.list(style));
        let (list, level) = match (&paragraph.list, of_style) {
            (Some(list), of_style) => (
                Some(list.clone()),
                paragraph.list_level.or(of_style.map(|(_, level)| level)),
            ),
            (None, Some((list, level))) => (Some(list), paragraph.list_level.or(Some(level))),
            (None, None) => (None, None),
        };
        // The list `0` takes a paragraph out of the list of its style.
        if let Some(list) = list.filter(|list| list != "0") {
            let level = level.unwrap_or(0);
            let number = self.counters.next(self.numbering, &list, level);
            let depth = u8::try_from(level).unwrap_or(u8::MAX);
            self.draft.item(depth, number, text);
        } else if paragraph.bold_words && !paragraph.plain_words && reads_as_heading(text) {
            let level = (self.level + 1).clamp(2, 6);
            self.draft.heading(level, text);
        } else {
            self.draft.paragraph(text);
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let mut cell = std::mem::take(&mut table.cell);
        let column: usize = table.row.cells.len();
        if cell.goes_on {
            let above = table.rows.last().and_then(|row| row.cells.get(column));
            if let Some(above) = above
                && cell.text.is_empty()
                && above.text.len() <= REPEATED_MAX_BYTES
            {
                cell.text.clone_from(&above.text);
                self.bytes += cell.text.len();
            }
        }
        let columns = cell.columns.max(1);
        self.bytes += columns * CELL_BYTES;
        table.row.cells.push(cell);
        let blank = std::iter::repeat_with(Cell::default).take(columns - 1);
        table.row.cells.extend(blank);
    }

    fn end_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            let row = std::mem::take(&mut table.row);
            if !row.is_deleted && !row.cells.is_empty() {
                table.rows.push(row);
            }
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        if let Some(around) = self.tables.last_mut() {
            // A table in a cell: its words are words of that cell.
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                if !cell.text.is_empty() {
                    around.cell.text.push(' ');
                    around.cell.text += &cell.text;
                }
            }
            return;
        }
        let is_box = table.rows.iter().all(|row| row.cells.len() == 1);
        if is_box && table.rows.len() <= 1 {
            for row in &table.rows {
                let words = row.cells.first().map_or("", |cell| &cell.text);
                self.draft.paragraph(words);
            }
            return;
        }
        let (header, rows) = header_and_rows(table);
        self.draft.table(&header, rows.into_iter());
    }
}

/// The header, if the first row is one, and the other rows.
fn header_and_rows(table: Table) -> (Vec<String>, Vec<Vec<String>>) {
    let is_header = table.rows.len() > 1
        && table.rows.first().is_some_and(|first| {
            let words: Vec<String> = first.cells.iter().map(|cell| cell.text.clone()).collect();
            first.is_header || (table.may_have_header && may_head(&words))
        });
    let mut rows = table.rows.into_iter();
    let header = if is_header { rows.next() } else { None };
    let header = header.map(spread).unwrap_or_default();
    let texts = |row: Row| row.cells.into_iter().map(|cell| cell.text).collect();
    (header, rows.map(texts).collect())
}

/// The cells of a header; what stands over several columns is said of each.
fn spread(row: Row) -> Vec<String> {
    let mut texts = Vec::new();
    let mut over = (String::new(), 0);
    for cell in row.cells {
        if cell.text.is_empty() && over.1 > 0 {
            over.1 -= 1;
            texts.push(over.0.clone());
            continue;
        }
        let is_short = cell.text.len() <= REPEATED_MAX_BYTES;
        over = match cell.columns.checked_sub(1) {
            Some(more) if is_short => (cell.text.clone(), more),
            _ => (String::new(), 0),
        };
        texts.push(cell.text);
    }
    texts
}
