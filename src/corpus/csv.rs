//! Rows of cells, parted by commas, semicolons, tabs or bars, to one table.
//!
//! | what stands in the file | what it becomes |
//! |---|---|
//! | `Pay of glaziers;;;` above the table: one cell is filled | a heading, further such lines paragraphs |
//! | `Role;Pay` above rows with figures, itself without any | the header |
//! | `Source: a survey;;` below the table: one cell with several words | a paragraph |
//! | `sep=;` on the first line | nothing; it says what parts the cells |
//!
//! A header is told by its shape: none of its cells is a figure, and below some of them stand figures. Rows and columns
//! without words are dropped.

use csv::{ByteRecord, ReaderBuilder};

use super::draft::Draft;
use super::problem::Problem;
use super::table::is_figure;
use crate::domain::DocumentId;

/// How many rows of a table are kept below its header.
const ROWS_MAX: usize = super::DOCUMENT_MAX_BLOCKS;

/// How many columns of a table are kept; the rest of a wider row is left out.
const COLUMNS_MAX: usize = 256;

/// How many cells of a table are kept, so that a file of nothing but commas does not fill memory.
const CELLS_MAX: usize = 1_000_000;

/// A cell longer than this, in bytes, is one whose closing quote is missing.
const CELL_MAX_BYTES: usize = 32 * 1024;

/// What may part cells. Of two that fit alike the earlier is taken: commas stand in figures and sentences too.
const MARKS: [u8; 4] = [b'\t', b';', b'|', b','];

/// How much of a file tells what parts its cells.
const SAMPLE_MAX_BYTES: usize = 64 * 1024;

/// How many rows below the first tell whether that is a header.
const SAMPLE_MAX_ROWS: usize = 200;

/// A row of cells and its line.
struct Row {
    line: usize,
    cells: Vec<String>,
}

impl Row {
    fn filled(&self) -> impl Iterator<Item = &str> {
        let cells = self.cells.iter().map(|cell| cell.trim());
        cells.filter(|cell| !cell.is_empty())
    }

    /// The words of a row that has one filled cell.
    fn only(&self) -> Option<&str> {
        let mut filled = self.filled();
        filled.next().filter(|_| filled.next().is_none())
    }
}

/// Reads the rows of `text`.
pub(super) fn read(id: &DocumentId, text: &str) -> (Draft, Vec<Problem>) {
    let (rest, named) = without_hint(text);
    let mark = named.unwrap_or_else(|| mark(rest));
    let mut problems = Vec::new();
    let rows = match rows(id, text, rest, mark, true, &mut problems) {
        Ok(rows) => rows,
        Err(Unclosed { line }) => {
            problems.clear();
            let words = "a cell begins with a quote that is not closed; quotes are read as they stand; close it";
            problems.push(Problem::warning(id, words).at(line));
            rows(id, text, rest, mark, false, &mut problems).unwrap_or_default()
        }
    };
    (draft(rows), problems)
}

/// A quote that is never closed.
struct Unclosed {
    line: usize,
}

/// The text below a first line such as `sep=;`, and what that says.
fn without_hint(text: &str) -> (&str, Option<u8>) {
    let said = text.strip_prefix("sep=");
    match said.and_then(|said| said.split_once('\n')) {
        Some((first, below)) => match *first.trim_end_matches('\r').as_bytes() {
            [mark] => (below, Some(mark)),
            _ => (text, None),
        },
        None => (text, None),
    }
}

/// What parts the cells: what gives most rows the same number of columns, more than one.
fn mark(text: &str) -> u8 {
    let end = (0..=SAMPLE_MAX_BYTES.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let sample = text.get(..end.unwrap_or(0)).unwrap_or(text);
    // The last row of a sample may be cut.
    let whole = match sample.rsplit_once('\n') {
        Some((whole, _)) if sample.len() < text.len() => whole,
        _ => sample,
    };
    let mut best = (b',', (0, 0));
    for mark in MARKS {
        let fit = fit(whole, mark);
        if fit > best.1 {
            best = (mark, fit);
        }
    }
    best.0
}

/// How many rows share the commonest number of columns above one, and that number.
fn fit(sample: &str, mark: u8) -> (usize, usize) {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    let mut reader = reader(sample, mark, true);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        *counts.entry(record.len()).or_default() += 1;
    }
    let several = counts.into_iter().filter(|(columns, _)| *columns > 1);
    several
        .map(|(columns, rows)| (rows, columns))
        .max()
        .unwrap_or_default()
}

fn reader(text: &str, mark: u8, quoted: bool) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .quoting(quoted)
        .from_reader(text.as_bytes())
}

/// The rows with words in them, up to the bounds, without columns that are empty everywhere.
///
/// `rest` is the end of `text` that is read.
fn rows(
    id: &DocumentId,
    text: &str,
    rest: &str,
    mark: u8,
    quoted: bool,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Row>, Unclosed> {
    let mut reader = reader(rest, mark, quoted);
    let skipped = text.len() - rest.len();
    let mut record = ByteRecord::new();
    let mut lines = LineCount::default();
    let mut rows = Vec::new();
    let mut cells = 0;
    let mut is_wide = false;
    // Text in memory cannot fail to be read, and rows of any length are taken.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let line = lines.at(text, start.saturating_add(skipped));
        if quoted && record.iter().any(|cell| cell.len() > CELL_MAX_BYTES) {
            return Err(Unclosed { line });
        }
        if record.iter().all(<[u8]>::is_empty) {
            continue;
        }
        if rows.len() > ROWS_MAX || cells >= CELLS_MAX {
            let words = format!(
                "has more than {} rows; this one and those after it are left out; split it",
                rows.len().min(ROWS_MAX)
            );
            problems.push(Problem::warning(id, words).at(line));
            break;
        }
        if record.len() > COLUMNS_MAX && !is_wide {
            is_wide = true;
            let words = format!(
                "has more than {COLUMNS_MAX} columns; those to the right are left out; split it"
            );
            problems.push(Problem::warning(id, words).at(line));
        }
        let row = Row {
            line,
            cells: row_cells(&record),
        };
        cells += row.cells.len();
        if row.filled().next().is_some() {
            rows.push(row);
        }
    }
    drop_empty_columns(&mut rows);
    Ok(rows)
}

/// The cells up to the last filled one.
fn row_cells(record: &ByteRecord) -> Vec<String> {
    let kept = record.iter().take(COLUMNS_MAX);
    let mut cells: Vec<String> = kept
        .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
        .collect();
    let filled = cells.iter().rposition(|cell| !cell.is_empty());
    cells.truncate(filled.map_or(0, |last| last + 1));
    cells
}

/// Lines of a text, counted on from the place asked for last.
#[derive(Default)]
struct LineCount {
    at: usize,
    before: usize,
}

impl LineCount {
    /// The line, from 1, of the first byte from `start` on that does not end a line.
    fn at(&mut self, text: &str, start: usize) -> usize {
        let bytes = text.as_bytes();
        let blank = bytes.get(start..).unwrap_or_default().iter();
        let blank = blank.take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let start = (start + blank.count()).max(self.at);
        let passed = text.get(self.at..start).unwrap_or_default();
        self.before += passed.matches('\n').count();
        self.at = start;
        self.before + 1
    }
}

fn drop_empty_columns(rows: &mut [Row]) {
    let mut is_filled = [false; COLUMNS_MAX];
    for row in &*rows {
        for (seen, cell) in is_filled.iter_mut().zip(&row.cells) {
            *seen |= !cell.is_empty();
        }
    }
    for row in rows {
        let mut filled = is_filled.iter();
        row.cells
            .retain(|_| filled.next().copied().unwrap_or(false));
    }
}

/// Title and notes above, the table, notes below.
fn draft(mut rows: Vec<Row>) -> Draft {
    let mut draft = Draft::default();
    let is_table = rows.iter().any(|row| row.only().is_none());
    let first = if is_table {
        let filled = rows.iter().position(|row| row.only().is_none());
        filled.unwrap_or(0)
    } else {
        0
    };
    let mut table = rows.split_off(first);
    for (at, row) in rows.iter().enumerate() {
        draft.line(row.line);
        let words = row.only().unwrap_or_default();
        if at == 0 {
            draft.heading(1, words);
        } else {
            draft.paragraph(words);
        }
    }
    let mut notes = Vec::new();
    while is_table && table.last().is_some_and(is_note) {
        notes.extend(table.pop());
    }
    let header = header(&mut table);
    if let Some(row) = header.as_ref().or(table.first()) {
        draft.line(row.line);
    }
    let header = header.map(|row| row.cells).unwrap_or_default();
    let rows = table.into_iter().map(|row| (Some(row.line), row.cells));
    draft.table_of_lines(&header, rows);
    for note in notes.into_iter().rev() {
        draft.line(note.line);
        draft.paragraph(note.only().unwrap_or_default());
    }
    draft
}

/// Several words in one cell: a remark about the table rather than a row of it.
fn is_note(row: &Row) -> bool {
    row.only()
        .is_some_and(|words| words.split_whitespace().count() > 2)
}

/// Takes the header away from the rows, where their first is one.
fn header(rows: &mut Vec<Row>) -> Option<Row> {
    let (first, below) = rows.split_first()?;
    let has_figures = first.filled().any(is_figure);
    let below = below.iter().take(SAMPLE_MAX_ROWS);
    let mut figures = vec![(0_usize, 0_usize); first.cells.len()];
    for row in below {
        for ((figures, filled), cell) in figures.iter_mut().zip(&row.cells) {
            *filled += usize::from(!cell.is_empty());
            *figures += usize::from(is_figure(cell));
        }
    }
    let is_over_figures = figures
        .iter()
        .any(|(figures, filled)| *figures > 0 && figures * 2 >= *filled);
    (!has_figures && is_over_figures).then(|| rows.remove(0))
}

#[cfg(test)]
mod tests {
    use super::super::outline::show::{check_sound, describe};
    use super::super::{Loaded, Parsed};
    use super::*;

    fn parse(text: &str) -> Parsed {
        let id = DocumentId("a.csv".to_owned());
        let loaded = Loaded::from_bytes(id, text.as_bytes().to_vec());
        loaded.parse().expect("rows can be read")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let parsed = parse(text);
        check_sound(&parsed.document);
        let problems = parsed.problems.iter().map(ToString::to_string);
        let found: Vec<String> = std::iter::once(describe(&parsed.document))
            .chain(problems)
            .collect();
        assert_eq!(found.join("\n"), expected, "reading {text:?}");
    }

    #[test]
    fn reads_a_header_and_rows() {
        check(
            "Role,Place,Pay\nGlazier,Oslo,\"NOK 520,000\"\nTiler,Bergen,\"NOK 490,000\"\n",
            "T Role;Place;Pay / Glazier;Oslo;NOK 520,000 / Tiler;Bergen;NOK 490,000",
        );
    }

    #[test]
    fn tells_what_parts_the_cells() {
        check(
            "Role;Pay\nTiler;45,000\nGlazier;52,500\n",
            "T Role;Pay / Tiler;45,000 / Glazier;52,500",
        );
        check("Role\tPay\nTiler\t45,000\n", "T Role;Pay / Tiler;45,000");
        check("Role|Pay\nTiler|45;000\n", "T Role;Pay / Tiler;45;000");
        check("sep=;\nRole;Pay\nTiler;45\n", "T Role;Pay / Tiler;45");
        check(
            "Role,Note\nTiler,\"a;b\nc;d\"\nGlazier,9\n",
            "T Role;Note / Tiler;a;b c;d / Glazier;9",
        );
    }

    #[test]
    fn tells_a_header_from_a_row() {
        check(
            "Tiler,45000\nGlazier,52500\n",
            "T  / Tiler;45000 / Glazier;52500",
        );
        check(
            "Tiler,grout\nGlazier,glass\n",
            "T  / Tiler;grout / Glazier;glass",
        );
        check(
            "Role,2024,2025\nTiler,€45k,€46k\n",
            "T Role;2024;2025 / Tiler;€45k;€46k",
        );
        check(
            "Role,10th percentile\nTiler,€45k\n",
            "T Role;10th percentile / Tiler;€45k",
        );
    }

    #[test]
    fn keeps_titles_above_and_notes_below() {
        check(
            "Pay of tilers 2025;;\nGross, a year;;\n;;\nRole;Pay;\nTiler;45,000;\n;;\nSource: a survey of tilers;;\n",
            "H1 Pay of tilers 2025 | P Gross, a year | T Role;Pay / Tiler;45,000 | P Source: a survey of tilers",
        );
    }

    #[test]
    fn drops_empty_rows_and_columns() {
        check(
            "Role,,Pay,\n,,,\nTiler,,€45k,\n,,€46k\n",
            "T Role;Pay / Tiler;€45k / ;€46k",
        );
        check("", "\na.csv: has no text; write some or remove it");
        check(",,,\n,\n", "\na.csv: has no text; write some or remove it");
    }

    #[test]
    fn reads_one_column() {
        check("Skills\ngrout\ntile\n", "T  / Skills / grout / tile");
    }

    #[test]
    fn knows_the_lines_of_rows() {
        let document =
            parse("sep=,\r\n\r\nRole,Pay\r\n\r\nTiler,\"€45k\r\n\"\r\nGlazier,€52k\r\n").document;
        let line = |word| document.line(document.text.find(word).expect("a word"));
        assert_eq!(
            ["Role", "Tiler", "Glazier"].map(line),
            [Some(3), Some(5), Some(7)]
        );
    }

    #[test]
    fn mends_a_quote_that_is_not_closed() {
        let rows = "Tiler,45000\n".repeat(4_000);
        let parsed = parse(&format!("Role,Pay\nGlazier,\"52000\n{rows}"));
        assert_eq!(
            parsed.problems[0].to_string(),
            "a.csv:2: a cell begins with a quote that is not closed; quotes are read as they stand; close it"
        );
        assert!(
            describe(&parsed.document).starts_with("T Role;Pay / Glazier;\"52000 / Tiler;45000 / ")
        );
    }

    #[test]
    fn bounds_rows_columns_and_cells() {
        let parsed = parse(&"a,1\n".repeat(ROWS_MAX + 5));
        assert_eq!(
            parsed.problems[0].to_string(),
            "a.csv:100002: has more than 100000 rows; this one and those after it are left out; split it"
        );
        let parsed = parse(&format!("{}x\n", "1,".repeat(COLUMNS_MAX)));
        assert_eq!(
            parsed.problems[0].to_string(),
            "a.csv:1: has more than 256 columns; those to the right are left out; split it"
        );
        let wide = format!("{}1\n", ",".repeat(COLUMNS_MAX - 1));
        let parsed = parse(&wide.repeat(CELLS_MAX / COLUMNS_MAX + 10));
        assert_eq!(parsed.problems.len(), 1);
    }

    #[test]
    fn bears_any_change() {
        let good = "sep=;\nRole;Pay\n\"Tiler; master\";€45k\n;\nSource: a survey\n";
        for at in 0..good.len() {
            for byte in [b'"', b';', b'\n', b',', b'\t', 0xC3] {
                let mut bytes = good.as_bytes().to_vec();
                bytes[at] = byte;
                let loaded = Loaded::from_bytes(DocumentId("a.csv".to_owned()), bytes);
                if let Ok(parsed) = loaded.parse() {
                    check_sound(&parsed.document);
                }
            }
        }
    }
}
