//! Tables of a page: which of them are tables, what heads them, and cells that span others.

use super::elements::heading_level;
use super::keep::has_amount;
use super::tree::Tree;
use super::write::Writer;

/// How many columns a table has at most; cells beyond are left out.
const COLUMNS_MAX: usize = 200;

/// A cell with more words than this is part of a layout, unless the table has a header.
const CELL_MAX_WORDS: usize = 150;

/// A cell with blocks in it and more words than this is part of a layout, unless the table has a header.
const BLOCKS_MAX_WORDS: usize = 30;

/// How many rows a header has at most.
const HEADER_MAX_ROWS: usize = 4;

/// What spans may still repeat in one page.
pub(super) struct Repeats {
    cells: usize,
    bytes: usize,
}

impl Default for Repeats {
    fn default() -> Repeats {
        Repeats {
            cells: 100_000,
            bytes: 1024 * 1024,
        }
    }
}

impl Repeats {
    /// `words` once more, or nothing once too much was repeated.
    fn of(&mut self, words: &str) -> String {
        let Some(bytes) = self.bytes.checked_sub(words.len()) else {
            return String::new();
        };
        self.bytes = bytes;
        words.to_owned()
    }

    /// True where one more cell may be repeated.
    fn one_more(&mut self) -> bool {
        let left = self.cells.checked_sub(1);
        self.cells = left.unwrap_or_default();
        left.is_some()
    }
}

/// A row as it stands in the page.
struct Row {
    cells: Vec<usize>,
    /// The part of the table that it stands in, which spans do not leave.
    section: usize,
    in_head: bool,
}

/// A row with every cell in its column.
struct Placed {
    cells: Vec<String>,
    line: Option<usize>,
    is_head: bool,
    /// One cell reaches over all columns.
    is_wide: bool,
}

/// True for other elements than `table` that make one: by their roles, or blocks with classes such as `row`.
pub(super) fn is_made_of_blocks(writer: &Writer<'_>, at: usize) -> bool {
    let tree = writer.tree;
    if matches!(tree.attribute(at, "role"), Some("table" | "grid")) {
        return true;
    }
    if tree.name(at) != "div" || !has_part(tree, at, &["table"]) {
        return false;
    }
    let rows = block_rows(writer, at);
    let width = rows.first().map_or(0, |row| row.cells.len());
    rows.len() >= 2 && width >= 2 && rows.iter().all(|row| row.cells.len() == width)
}

/// True for an element one of whose classes has one of these words in it.
fn has_part(tree: &Tree, at: usize, words: &[&str]) -> bool {
    let class = tree.attribute(at, "class").unwrap_or_default();
    let lower = class.to_lowercase();
    lower.split([' ', '-', '_']).any(|part| {
        words.iter().any(|word| {
            part == *word
                || part.strip_prefix("divtable") == Some(word)
                || part.strip_prefix("div") == Some(word)
        })
    })
}

/// The rows of a table made of blocks; none where anything in it is no row.
fn block_rows(writer: &Writer<'_>, at: usize) -> Vec<Row> {
    let tree = writer.tree;
    let elements = |at: usize| -> Vec<usize> {
        let inside = tree.children(at).filter(|child| !writer.leaves_out(*child));
        inside.filter(|child| tree.name(*child) == "div").collect()
    };
    let mut rows = elements(at);
    if let [only] = rows.as_slice() {
        rows = elements(*only);
    }
    if !rows.iter().all(|row| has_part(tree, *row, &["row", "tr"])) {
        return Vec::new();
    }
    let row = |at: usize| Row {
        cells: elements(at),
        section: at,
        in_head: has_part(tree, at, &["header", "heading", "head"]),
    };
    rows.into_iter().map(row).collect()
}

/// Writes a table, or what a layout made of one holds.
pub(super) fn write(writer: &mut Writer<'_>, at: usize) {
    writer.settle();
    let tree = writer.tree;
    let rows = match tree.name(at) {
        "div" if tree.attribute(at, "role").is_none() => block_rows(writer, at),
        _ => {
            let mut rows = Vec::new();
            loose(writer, at, &mut rows);
            rows
        }
    };
    writer.settle();
    if is_layout(writer, at, &rows) {
        for cell in rows.iter().flat_map(|row| &row.cells) {
            writer.children(*cell);
            writer.settle();
        }
        return;
    }
    let placed = place(writer, &rows);
    write_rows(writer, placed);
}

/// Collects the rows below `at`, and writes what stands between them: captions and stray words.
fn loose(writer: &mut Writer<'_>, at: usize, rows: &mut Vec<Row>) {
    let tree = writer.tree;
    for child in tree.children(at) {
        if writer.leaves_out(child) {
            continue;
        }
        let role = tree.attribute(child, "role");
        match tree.name(child) {
            "tr" => rows.push(row(writer, child, at)),
            _ if role == Some("row") => rows.push(row(writer, child, at)),
            "thead" | "tbody" | "tfoot" | "form" => loose(writer, child, rows),
            _ if role == Some("rowgroup") => loose(writer, child, rows),
            "colgroup" | "col" => {}
            "caption" => {
                writer.settle();
                writer.children(child);
                writer.settle();
            }
            _ => writer.node(child),
        }
    }
}

fn row(writer: &Writer<'_>, at: usize, section: usize) -> Row {
    let tree = writer.tree;
    let is_cell = |at: &usize| {
        let role = tree.attribute(*at, "role").unwrap_or_default();
        !writer.leaves_out(*at)
            && (matches!(tree.name(*at), "td" | "th")
                || matches!(role, "cell" | "gridcell" | "columnheader" | "rowheader"))
    };
    Row {
        cells: tree.children(at).filter(is_cell).collect(),
        section,
        in_head: tree.name(section) == "thead",
    }
}

/// True for a table that only places things on the page.
fn is_layout(writer: &Writer<'_>, at: usize, rows: &[Row]) -> bool {
    let tree = writer.tree;
    if matches!(tree.attribute(at, "role"), Some("presentation" | "none")) {
        return true;
    }
    if rows.iter().all(|row| row.cells.len() <= 1) {
        return true;
    }
    let mut cells = rows.iter().flat_map(|row| &row.cells).copied();
    let has_header =
        rows.iter().any(|row| row.in_head) || cells.clone().any(|at| is_head(tree, at));
    cells.any(|cell| {
        let mut inside = tree.inside(cell).filter(|inner| !writer.leaves_out(*inner));
        if inside.clone().any(|inner| tree.name(inner) == "table") {
            return true;
        }
        if has_header {
            return false;
        }
        let words = tree.inside(cell).map(|inner| tree.words(inner));
        let words: usize = words.map(|words| words.split_whitespace().count()).sum();
        let has_blocks = inside.any(|inner| {
            let name = tree.name(inner);
            heading_level(name).is_some() || matches!(name, "ul" | "ol" | "p" | "blockquote")
        });
        words > CELL_MAX_WORDS || (has_blocks && words > BLOCKS_MAX_WORDS)
    })
}

fn is_head(tree: &Tree, at: usize) -> bool {
    tree.name(at) == "th" || tree.attribute(at, "role") == Some("columnheader")
}

/// A cell that reaches into the rows below.
struct Reaching {
    words: String,
    rows: usize,
    column: usize,
}

/// Reads the cells and repeats each in all columns and rows that it spans.
fn place(writer: &mut Writer<'_>, rows: &[Row]) -> Vec<Placed> {
    let mut placed = Vec::with_capacity(rows.len());
    let mut reaching: Vec<Reaching> = Vec::new();
    let mut section = None;
    for row in rows {
        let is_new = section.replace(row.section) != Some(row.section);
        if is_new || writer.repeats.cells == 0 {
            reaching.clear();
        }
        placed.push(place_row(writer, row, &mut reaching));
    }
    let width = placed.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for row in &mut placed {
        row.is_wide &= row.cells.len() >= width && width > 1;
        if row.is_wide {
            row.cells.truncate(1);
        }
    }
    placed
}

fn place_row(writer: &mut Writer<'_>, row: &Row, reaching: &mut Vec<Reaching>) -> Placed {
    let tree = writer.tree;
    let mut cells: Vec<String> = Vec::new();
    let mut below = Vec::new();
    let mut all_heads = true;
    let mut from_above = std::mem::take(reaching).into_iter().peekable();
    for cell in &row.cells {
        fill(writer, &mut cells, &mut from_above, &mut below);
        if cells.len() >= COLUMNS_MAX {
            break;
        }
        let inline = writer.inline(*cell);
        let has_words = !inline.words.is_empty();
        all_heads &= !has_words || inline.is_bold || is_head(tree, *cell);
        let columns = span(tree, *cell, "colspan");
        let down = span(tree, *cell, "rowspan");
        for at in 0..columns.min(COLUMNS_MAX - cells.len()) {
            if at > 0 && !writer.repeats.one_more() {
                break;
            }
            let words = if at == 0 {
                inline.words.clone()
            } else {
                writer.repeats.of(&inline.words)
            };
            if down > 1 {
                below.push(Reaching {
                    words: writer.repeats.of(&inline.words),
                    rows: down - 1,
                    column: cells.len(),
                });
            }
            cells.push(words);
        }
    }
    fill(writer, &mut cells, &mut from_above, &mut below);
    for left in from_above {
        keep_reaching(left, &mut below);
    }
    below.sort_by_key(|cell| cell.column);
    *reaching = below;
    let is_wide = row.cells.len() == 1;
    let has_words = cells.iter().any(|cell| !cell.is_empty());
    Placed {
        is_head: has_words && (row.in_head || all_heads),
        is_wide,
        line: row.cells.first().map(|cell| tree.line(*cell)),
        cells,
    }
}

/// Adds the cells from above that stand next.
fn fill(
    writer: &mut Writer<'_>,
    cells: &mut Vec<String>,
    from_above: &mut std::iter::Peekable<std::vec::IntoIter<Reaching>>,
    below: &mut Vec<Reaching>,
) {
    while let Some(next) = from_above.next_if(|next| next.column <= cells.len()) {
        if next.column == cells.len() && cells.len() < COLUMNS_MAX && writer.repeats.one_more() {
            cells.push(writer.repeats.of(&next.words));
        }
        keep_reaching(next, below);
    }
}

fn keep_reaching(cell: Reaching, below: &mut Vec<Reaching>) {
    if cell.rows > 1 {
        below.push(Reaching {
            rows: cell.rows - 1,
            ..cell
        });
    }
}

/// How many columns or rows a cell spans; the most are those of the HTML Standard.
fn span(tree: &Tree, at: usize, attribute: &str) -> usize {
    let most = if attribute == "colspan" { 1000 } else { 65_534 };
    let said = tree.attribute(at, attribute).unwrap_or_default();
    said.trim()
        .parse::<usize>()
        .map_or(1, |span| span.clamp(1, most))
}

/// Writes placed rows under their header.
fn write_rows(writer: &mut Writer<'_>, mut rows: Vec<Placed>) {
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    // A head over the whole width names the table.
    while rows.first().is_some_and(|row| row.is_head && row.is_wide) {
        let title = rows.remove(0);
        let words = title.cells.concat();
        if writer.fits(words.len(), title.line) {
            mark(writer, title.line);
            writer.draft.paragraph(&words);
        }
    }
    let heads = header_rows(&rows);
    let body = rows.split_off(heads);
    let bytes = |rows: &[Placed]| -> usize {
        let cells = rows.iter().flat_map(|row| &row.cells);
        cells.map(|cell| cell.len() + 3).sum()
    };
    let line = rows.first().or(body.first()).and_then(|row| row.line);
    if !writer.fits(bytes(&rows) + bytes(&body), line) {
        return;
    }
    mark(writer, line);
    let header = merged(rows);
    let rows = body.into_iter().map(|row| row.cells);
    writer.draft.table(&header, rows);
    writer.end_of_table();
}

fn mark(writer: &mut Writer<'_>, line: Option<usize>) {
    if let Some(line) = line {
        writer.draft.line(line);
    }
}

/// How many of the first rows are the header.
fn header_rows(rows: &[Placed]) -> usize {
    let marked = rows
        .iter()
        .take_while(|row| row.is_head && !row.is_wide)
        .count();
    if marked == rows.len() {
        return usize::from(marked > 1);
    }
    if marked > 0 {
        return marked.min(HEADER_MAX_ROWS);
    }
    let Some((first, rest)) = rows.split_first() else {
        return 0;
    };
    let names_columns = first.cells.len() > 1
        && !first.is_wide
        && first
            .cells
            .iter()
            .enumerate()
            .all(|(at, cell)| (at == 0 || !cell.is_empty()) && !is_data(cell));
    let has_data = rest
        .iter()
        .flat_map(|row| &row.cells)
        .any(|cell| is_data(cell));
    let is_header = names_columns && !rest.is_empty() && (has_data || first.cells.len() > 2);
    usize::from(is_header)
}

/// True for an amount, and for what is digits more than letters.
fn is_data(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    has_amount(cell) || (digits > 0 && digits >= letters)
}

/// The rows of a header as one: in each column what they say, once.
fn merged(rows: Vec<Placed>) -> Vec<String> {
    let mut header: Vec<String> = Vec::new();
    for row in rows {
        for (column, words) in row.cells.into_iter().enumerate() {
            match header.get_mut(column) {
                None => header.push(words),
                Some(above) if words.is_empty() || *above == words => {}
                Some(above) if above.is_empty() => *above = words,
                Some(above) => {
                    above.push(' ');
                    *above += &words;
                }
            }
        }
    }
    header
}
