//! Lines to headings, paragraphs, lists and tables.
//!
//! | what the lines show | what it becomes |
//! |---|---|
//! | letters higher than most | a heading; the highest are of level 1 |
//! | a bullet or a number in front | an entry of a list; further in is deeper |
//! | lines that follow each other, in pieces that stand below each other | a table |
//! | the same line at the same height on most pages, and the page's number | nothing |
//! | anything else | a paragraph, its lines joined, words parted at the end of a line put together |

use std::collections::{BTreeMap, BTreeSet};

use super::Block;
use super::lines::{Line, Piece, extent};
use crate::corpus::table::{headed, is_figure};

/// How much higher than most letters those of a heading are.
const HEADING_SHARE: f64 = 1.1;

/// The longest heading, in characters.
const HEADING_MAX_CHARS: usize = 200;

/// The distance of lines of one paragraph, in heights of letters.
const PITCH_MAX: f64 = 1.6;

/// How much wider than the line above it a gap has to be to end a paragraph.
const PITCH_SHARE: f64 = 1.25;

/// A line that is shorter than this share of its column was ended on purpose.
const SHORT_SHARE: f64 = 0.8;

/// How far pieces of a column of a table may be out of line, in heights of letters.
const ALIGNED: f64 = 0.6;

/// A line closer to the row above it than this share of the distance of rows is part of that row.
const CLOSER_SHARE: f64 = 0.85;

/// How many lines at the head and the foot of a page may be those of every page.
const EDGE_LINES: usize = 2;

/// The most columns of a table.
const COLUMNS_MAX: usize = 40;

/// The largest number of an entry of a list; larger ones are years and figures.
const ORDINAL_MAX: u64 = 199;

/// The blocks of pages, each a list of lines from top to bottom.
pub(super) fn blocks(mut pages: Vec<Vec<Line>>) -> Vec<Block> {
    drop_edges(&mut pages);
    let body = body_size(&pages);
    let levels = levels(&pages, body);
    let known = words(&pages);
    let mut maker = Maker {
        body,
        levels,
        known,
        blocks: Vec::new(),
        open: None,
        indents: Vec::new(),
        right: 0.0,
    };
    for page in pages {
        maker.page(&page);
    }
    maker.close();
    maker.blocks
}

/// The size of most letters.
fn body_size(pages: &[Vec<Line>]) -> f64 {
    let mut counts = BTreeMap::<i64, usize>::new();
    for line in pages.iter().flatten() {
        let chars: usize = line.pieces.iter().map(|piece| piece.text.len()).sum();
        *counts.entry(step(line.size)).or_default() += chars;
    }
    let most = counts.into_iter().max_by_key(|(_, chars)| *chars);
    most.map_or(0.0, |(step, _)| size(step))
}

/// A size in half points: sizes that look alike are alike.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a size is at most 2,000 points"
)]
fn step(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "a size is at most 2,000 points")]
fn size(step: i64) -> f64 {
    step as f64 / 2.0
}

/// The level of headings by their size: the largest is 1.
fn levels(pages: &[Vec<Line>], body: f64) -> BTreeMap<i64, u8> {
    let larger = pages.iter().flatten().filter(|line| is_larger(line, body));
    let steps: BTreeSet<i64> = larger.map(|line| step(line.size)).collect();
    steps
        .into_iter()
        .rev()
        .zip((1..=6).chain(std::iter::repeat(6)))
        .collect()
}

fn is_larger(line: &Line, body: f64) -> bool {
    line.size >= body * HEADING_SHARE
        && line.text().chars().count() <= HEADING_MAX_CHARS
        && line.text().contains(char::is_alphabetic)
}

/// Every word that stands on a line whole, to tell `full-time` from `full` parted at the end of a line.
fn words(pages: &[Vec<Line>]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for piece in pages.iter().flatten().flat_map(|line| &line.pieces) {
        for word in piece.text.split_whitespace() {
            if word.contains('-') {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                known.insert(word.to_lowercase());
            }
        }
    }
    known
}

/// Drops what stands at the head and the foot of most pages, and page numbers.
fn drop_edges(pages: &mut [Vec<Line>]) {
    let mut seen = BTreeMap::<(String, i64), usize>::new();
    for page in &*pages {
        let here: BTreeSet<_> = edges(page.len())
            .filter_map(|at| page.get(at))
            .map(edge_key)
            .collect();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let filled = pages.iter().filter(|page| !page.is_empty()).count();
    let is_repeated = |line: &Line| {
        let times = seen.get(&edge_key(line)).copied().unwrap_or(0);
        filled > 1 && times > 1 && times * 2 >= filled
    };
    for page in pages {
        let count = page.len();
        let dropped: BTreeSet<usize> = edges(count)
            .filter(|at| {
                page.get(*at).is_some_and(|line| {
                    let is_outermost = *at == 0 || at + 1 == count;
                    is_repeated(line) || (is_outermost && count > 1 && is_page_number(&line.text()))
                })
            })
            .collect();
        let mut at = 0;
        page.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
    }
}

fn edges(count: usize) -> impl Iterator<Item = usize> {
    (0..count).filter(move |at| *at < EDGE_LINES || at + EDGE_LINES >= count)
}

/// A line with its numbers left open, and about where it stands.
fn edge_key(line: &Line) -> (String, i64) {
    let text = line.text();
    let open = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '#' } else { c });
    let mut key: String = open.collect();
    while key.contains("##") {
        key = key.replace("##", "#");
    }
    (key, step(line.y / 4.0))
}

/// `7`, `- 7 -`, `Page 7 of 12`, `7/12`.
fn is_page_number(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut parts = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    let is_number = |part: &str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_punctuated = text.contains(['.', ',', '%', '$', '€', '£', '₹', '+']);
    let first = match parts.next() {
        Some("page") => parts.next(),
        first => first,
    };
    let rest: Vec<&str> = parts.collect();
    let is_whole = match *rest.as_slice() {
        [] => true,
        [of] | ["of", of] => is_number(of),
        _ => false,
    };
    first.is_some_and(is_number) && is_whole && !is_punctuated
}

/// A block that further lines may belong to.
struct Open {
    kind: Kind,
    text: String,
    last: Line,
    /// The distance of its last two lines.
    pitch: Option<f64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Heading(u8),
    Paragraph,
    /// Where its marker stands, and its number.
    Item(f64, Option<u64>),
}

struct Maker {
    body: f64,
    levels: BTreeMap<i64, u8>,
    known: BTreeSet<String>,
    blocks: Vec<Block>,
    open: Option<Open>,
    /// Where the markers of the list stand that is open, outermost first.
    indents: Vec<f64>,
    /// Where the lines of the page end at most.
    right: f64,
}

impl Maker {
    fn page(&mut self, lines: &[Line]) {
        self.right = lines.iter().map(Line::right).fold(0.0, f64::max);
        let lines: Vec<Line> = lines.iter().map(with_marker).collect();
        let mut rest = lines.as_slice();
        while let Some((first, below)) = rest.split_first() {
            if let Some((rows, used)) = table(rest, self.body) {
                self.close();
                self.indents.clear();
                let (header, rows) = headed(rows);
                self.blocks.push(Block::Table(header, rows));
                rest = rest.get(used..).unwrap_or_default();
            } else {
                self.line(first);
                rest = below;
            }
        }
    }

    fn line(&mut self, line: &Line) {
        let text = line.text();
        let kind = match (self.heading(line), marker(&text)) {
            (Some(level), _) => Kind::Heading(level),
            (None, Some((number, _))) => Kind::Item(line.left(), number),
            (None, None) => Kind::Paragraph,
        };
        let words = match kind {
            Kind::Item(..) => marker(&text).map_or(text.as_str(), |(_, rest)| rest),
            _ => &text,
        };
        if let Some(mut open) = self.open.take() {
            if goes_on(&open, line, kind) {
                self.join(&mut open, line, words);
                let pitch = open.last.y - line.y;
                open.pitch = (pitch > 0.0).then_some(pitch);
                open.last = line.clone();
                self.open = Some(open);
                return;
            }
            self.open = Some(open);
        }
        self.close();
        self.open = Some(Open {
            kind,
            text: words.to_owned(),
            last: line.clone(),
            pitch: None,
        });
    }

    fn heading(&self, line: &Line) -> Option<u8> {
        let level = self.levels.get(&step(line.size)).copied();
        level.filter(|_| is_larger(line, self.body))
    }

    /// Appends a line to a block.
    fn join(&self, open: &mut Open, line: &Line, words: &str) {
        let ends_word = open.text.ends_with(['-', '\u{AD}', '\u{2010}']);
        let before = open.text.chars().rev().nth(1);
        let is_parted = ends_word
            && before.is_some_and(char::is_alphabetic)
            && words.starts_with(|c: char| c.is_lowercase());
        let is_range = ends_word && before.is_some_and(|c| c.is_ascii_digit());
        if is_parted {
            let first = words.split_whitespace().next().unwrap_or_default();
            let last = open.text.split_whitespace().next_back().unwrap_or_default();
            let whole = format!("{last}{first}").to_lowercase();
            let whole = whole.trim_matches(|c: char| !c.is_alphanumeric());
            if !self.known.contains(whole) {
                open.text.pop();
            }
        } else if !is_range {
            // A line that ends early was ended on purpose; in a heading that says nothing.
            let width = self.right - open.last.left();
            let is_short = open.last.right() - open.last.left() < width * SHORT_SHARE;
            // Rows of what could not be told to be a table are no sentence together.
            let is_apart = is_short || open.last.has_wide_gap() || line.has_wide_gap();
            let is_list = is_apart && matches!(open.kind, Kind::Paragraph);
            open.text.push(if is_list { '\n' } else { ' ' });
        }
        open.text += words;
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        if !matches!(open.kind, Kind::Item(..)) {
            self.indents.clear();
        }
        let block = match open.kind {
            Kind::Heading(level) => Block::Heading(level, open.text),
            Kind::Paragraph => Block::Paragraph(open.text),
            Kind::Item(left, number) => Block::Item(self.depth(left), number, open.text),
        };
        self.blocks.push(block);
    }

    /// How deep an entry lies whose marker stands at `left`.
    fn depth(&mut self, left: f64) -> u8 {
        self.indents.retain(|outer| *outer < left + self.body * 0.5);
        if self
            .indents
            .last()
            .is_none_or(|outer| *outer < left - self.body * 0.5)
        {
            self.indents.push(left);
        }
        u8::try_from(self.indents.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }
}

/// Whether `line` belongs to what is open.
fn goes_on(open: &Open, line: &Line, kind: Kind) -> bool {
    let pitch = open.last.y - line.y;
    let is_next_page = pitch < 0.0;
    let size = open.last.size.max(line.size);
    let is_near = pitch <= PITCH_MAX * size
        && open
            .pitch
            .is_none_or(|before| pitch <= before * PITCH_SHARE);
    let is_same_size = step(open.last.size) == step(line.size);
    match (open.kind, kind) {
        (Kind::Heading(above), Kind::Heading(below)) => above == below && is_near && !is_next_page,
        (Kind::Paragraph, Kind::Paragraph) if is_next_page => {
            let begins = line.text().starts_with(|c: char| c.is_lowercase());
            begins && !open.text.ends_with(['.', '!', '?', ':']) && is_same_size
        }
        (Kind::Paragraph, Kind::Paragraph) => is_near && is_same_size,
        // Further lines of an entry stand below its words, not below its marker.
        (Kind::Item(left, _), Kind::Paragraph) => {
            is_near && is_same_size && !is_next_page && line.left() > left + 0.3 * size
        }
        _ => false,
    }
}

/// The line, with a marker of a list that stands apart joined to the words behind it.
fn with_marker(line: &Line) -> Line {
    let mut line = line.clone();
    let stands_apart = line.pieces.len() > 1
        && line.pieces.first().is_some_and(|first| {
            marker(&format!("{} x", first.text)).is_some_and(|(_, rest)| rest == "x")
        });
    if stands_apart {
        let first = line.pieces.remove(0);
        if let Some(second) = line.pieces.first_mut() {
            second.text = format!("{} {}", first.text, second.text);
            second.left = first.left;
        }
    }
    line
}

/// The number and the words of an entry: `• words`, `2. words`, `3) words`.
fn marker(text: &str) -> Option<(Option<u64>, &str)> {
    const BULLETS: [char; 16] = [
        '•', '▪', '◦', '‣', '●', '○', '■', '□', '–', '—', '-', '*', '·', '\u{F0B7}', '➢', '✓',
    ];
    if let Some(rest) = text.strip_prefix(BULLETS) {
        let words = rest.trim_start();
        return (rest.len() > words.len() && !words.is_empty()).then_some((None, words));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?.strip_prefix(['.', ')'])?;
    let words = rest.trim_start();
    let is_entry = rest.len() > words.len() && !words.is_empty() && number <= ORDINAL_MAX;
    is_entry.then_some((Some(number), words))
}

/// The table that `lines` begin with, and how many of them it takes.
fn table(lines: &[Line], body: f64) -> Option<(Vec<Vec<String>>, usize)> {
    let size = body.max(1.0);
    let first = lines.first().filter(|line| line.pieces.len() > 1)?;
    let mut taken = vec![first];
    for line in lines.iter().skip(1) {
        let above = taken.last()?;
        let pitch = above.y - line.y;
        // A wide gap ends a table, so does a line of its own that is no part of a cell.
        let is_near = pitch > 0.0 && pitch < 4.0 * size;
        let is_row = line.pieces.len() > 1 || is_in_cell(line, &taken, size);
        if !is_near || !is_row || line.size > above.size * HEADING_SHARE.max(1.2) {
            break;
        }
        taken.push(line);
    }
    while taken.last().is_some_and(|line| line.pieces.len() < 2) {
        let last = taken.last()?;
        // What follows the last whole row only belongs to it where it stands close to it.
        let above = taken.get(taken.len().checked_sub(2)?)?;
        if above.y - last.y < 1.3 * size && last.left() > first.left() + size {
            break;
        }
        taken.pop();
    }
    let columns = columns(&taken, size)?;
    let usual = usual_pitch(&taken, columns.len());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, line) in taken.iter().enumerate() {
        let cells = cells(line, &columns)?;
        let pitch = |one: Option<&&Line>, other: Option<&&Line>| Some(one?.y - other?.y);
        let above = at
            .checked_sub(1)
            .and_then(|at| pitch(taken.get(at), Some(line)));
        let below = pitch(Some(line), taken.get(at + 1));
        // Part of a row stands closer to it than the next row would.
        let next = usual.or(below).unwrap_or(0.0);
        let goes_on = line.pieces.len() < columns.len()
            && above.is_some_and(|above| above < next * CLOSER_SHARE);
        match rows.last_mut() {
            Some(row) if goes_on && !holds_figures_twice(row, &cells) => {
                for (cell, more) in row.iter_mut().zip(cells) {
                    if !cell.is_empty() && !more.is_empty() {
                        cell.push(' ');
                    }
                    *cell += &more;
                }
            }
            _ => rows.push(cells),
        }
    }
    (rows.len() > 1).then_some((rows, taken.len()))
}

/// The distance of rows that fill every column and follow each other.
fn usual_pitch(taken: &[&Line], columns: usize) -> Option<f64> {
    let pairs = taken.windows(2).filter_map(|pair| match pair {
        [above, below] if above.pieces.len() == columns && below.pieces.len() == columns => {
            Some(above.y - below.y)
        }
        _ => None,
    });
    pairs.min_by(f64::total_cmp)
}

/// Two figures never share a cell: where they would, the lines are rows of their own.
fn holds_figures_twice(row: &[String], more: &[String]) -> bool {
    let mut pairs = row.iter().zip(more);
    pairs.any(|(cell, more)| is_figure(cell) && is_figure(more))
}

/// Whether the one piece of `line` stands below one of the pieces of the row above, and right of the first.
fn is_in_cell(line: &Line, taken: &[&Line], size: f64) -> bool {
    let row = taken.iter().rev().find(|line| line.pieces.len() > 1);
    let (Some(row), [piece]) = (row, line.pieces.as_slice()) else {
        return false;
    };
    let is_below = |above: &Piece| (above.left - piece.left).abs() < ALIGNED * size;
    // Running text below a table begins where its first column does, and is wider than that.
    row.pieces.iter().enumerate().any(|(at, above)| {
        let room = row
            .pieces
            .get(at + 1)
            .map_or(f64::INFINITY, |next| next.left);
        is_below(above)
            && piece.right <= room
            && (at > 0 || piece.text.len() <= above.text.len() * 2)
    })
}

/// Where the columns of a table stand, if its rows have them: those of its widest rows.
fn columns(taken: &[&Line], size: f64) -> Option<Vec<(f64, f64)>> {
    let count = taken.iter().map(|line| line.pieces.len()).max()?;
    if count > COLUMNS_MAX {
        return None;
    }
    let widest: Vec<&&Line> = taken
        .iter()
        .filter(|line| line.pieces.len() == count)
        .collect();
    let several = taken.iter().filter(|line| line.pieces.len() > 1).count();
    if several < 2 || widest.len() * 2 < several {
        return None;
    }
    let mut columns = Vec::new();
    for at in 0..count {
        let pieces: Vec<&Piece> = widest
            .iter()
            .filter_map(|line| line.pieces.get(at))
            .collect();
        let places: [fn(&Piece) -> f64; 3] = [
            |piece| piece.left,
            |piece| piece.right,
            |piece| f64::midpoint(piece.left, piece.right),
        ];
        let is_aligned = places.iter().any(|place| {
            let mut found: Vec<f64> = pieces.iter().map(|piece| place(piece)).collect();
            found.sort_by(f64::total_cmp);
            let middle = found.get(found.len() / 2).copied().unwrap_or_default();
            let near = found
                .iter()
                .filter(|x| (**x - middle).abs() < ALIGNED * size)
                .count();
            near * 10 >= found.len() * 7
        });
        if !is_aligned {
            return None;
        }
        columns.push(extent(&pieces));
    }
    // Columns that reach into each other are none.
    let apart = columns
        .windows(2)
        .all(|pair| matches!(pair, [one, other] if one.1 <= other.0));
    apart.then_some(columns)
}

/// The pieces of a line in their columns; nothing where two fall into one that are no parts of a whole.
fn cells(line: &Line, columns: &[(f64, f64)]) -> Option<Vec<String>> {
    let mut cells = vec![String::new(); columns.len()];
    if line.pieces.len() == columns.len() {
        return Some(line.pieces.iter().map(|piece| piece.text.clone()).collect());
    }
    for piece in &line.pieces {
        let shared = |(left, right): &(f64, f64)| right.min(piece.right) - left.max(piece.left);
        let best = columns
            .iter()
            .enumerate()
            .max_by(|(_, one), (_, other)| shared(one).total_cmp(&shared(other)));
        let cell = best.and_then(|(at, _)| cells.get_mut(at))?;
        if !cell.is_empty() {
            return None;
        }
        cell.clone_from(&piece.text);
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of pieces, each with where it begins; letters are half as wide as high.
    fn line(y: f64, size: f64, pieces: &[(f64, &str)]) -> Line {
        let pieces = pieces.iter().map(|(left, text)| Piece {
            left: *left,
            right: left
                + size
                    * 0.5
                    * f64::from(u32::try_from(text.chars().count()).expect("a few letters")),
            text: (*text).to_owned(),
        });
        Line {
            y,
            size,
            pieces: pieces.collect(),
        }
    }

    fn describe(blocks: &[Block]) -> String {
        let shown = blocks.iter().map(|block| match block {
            Block::Heading(level, words) => format!("H{level} {words}"),
            Block::Paragraph(words) => format!("P {words}"),
            Block::Item(depth, number, words) => {
                let number = number.map_or_else(String::new, |number| format!("#{number}"));
                format!("I{depth}{number} {words}")
            }
            Block::Table(header, rows) => {
                let rows: Vec<String> = rows.iter().map(|row| row.join(";")).collect();
                format!("T {} / {}", header.join(";"), rows.join(" / "))
            }
        });
        shown.collect::<Vec<_>>().join(" | ").replace('\n', "⏎")
    }

    #[track_caller]
    fn check(pages: &[&[Line]], expected: &str) {
        let pages = pages.iter().map(|page| page.to_vec()).collect();
        assert_eq!(describe(&blocks(pages)), expected);
    }

    #[test]
    fn reads_headings_by_their_size() {
        check(
            &[&[
                line(700.0, 20.0, &[(50.0, "Pay of")]),
                line(676.0, 20.0, &[(50.0, "tilers")]),
                line(640.0, 14.0, &[(50.0, "In Oslo")]),
                line(
                    620.0,
                    10.0,
                    &[(50.0, "Tilers lay tiles, and they are paid well")],
                ),
                line(608.0, 10.0, &[(50.0, "for it.")]),
                line(580.0, 10.0, &[(50.0, "So it is.")]),
            ]],
            "H1 Pay of tilers | H2 In Oslo | P Tilers lay tiles, and they are paid well for it. | P So it is.",
        );
    }

    #[test]
    fn puts_parted_words_together() {
        check(
            &[&[
                line(700.0, 10.0, &[(50.0, "they are well-known and skil-")]),
                line(688.0, 10.0, &[(50.0, "led people, full and are well-")]),
                line(676.0, 10.0, &[(50.0, "known and earn 45,000-")]),
                line(664.0, 10.0, &[(50.0, "60,000 euros in a single year")]),
            ]],
            "P they are well-known and skilled people, full and are well-known and earn 45,000-60,000 euros in a single year",
        );
    }

    #[test]
    fn reads_lists() {
        check(
            &[&[
                line(
                    700.0,
                    10.0,
                    &[(50.0, "•"), (65.0, "grout that is mixed with")],
                ),
                line(688.0, 10.0, &[(65.0, "water")]),
                line(676.0, 10.0, &[(70.0, "- and sand")]),
                line(664.0, 10.0, &[(50.0, "• tiles")]),
                line(640.0, 10.0, &[(50.0, "1. First")]),
                line(628.0, 10.0, &[(50.0, "2024. was a year of many tiles")]),
            ]],
            "I0 grout that is mixed with water | I1 and sand | I0 tiles | I0#1 First | P 2024. was a year of many tiles",
        );
    }

    #[test]
    fn reads_tables() {
        check(
            &[&[
                line(720.0, 10.0, &[(50.0, "Pay by place and level:")]),
                line(
                    700.0,
                    10.0,
                    &[(50.0, "Place"), (150.0, "Level"), (250.0, "Pay")],
                ),
                line(
                    684.0,
                    10.0,
                    &[(50.0, "Oslo"), (150.0, "junior"), (250.0, "€45k")],
                ),
                line(668.0, 10.0, &[(150.0, "senior"), (250.0, "€60k")]),
                line(
                    652.0,
                    10.0,
                    &[(50.0, "Riga"), (150.0, "junior and"), (250.0, "€40k")],
                ),
                line(641.0, 10.0, &[(150.0, "trainee")]),
                line(610.0, 10.0, &[(50.0, "So it is.")]),
            ]],
            "P Pay by place and level: | T Place;Level;Pay / Oslo;junior;€45k / ;senior;€60k / Riga;junior and trainee;€40k | P So it is.",
        );
    }

    #[test]
    fn takes_no_gap_for_a_table() {
        check(
            &[&[
                line(700.0, 10.0, &[(50.0, "Words with a"), (140.0, "wide gap")]),
                line(
                    688.0,
                    10.0,
                    &[(50.0, "and words"), (100.0, "with another gap")],
                ),
            ]],
            "P Words with a wide gap⏎and words with another gap",
        );
    }

    #[test]
    fn drops_heads_feet_and_page_numbers() {
        let page = |number: &str, words: &str| {
            vec![
                line(780.0, 8.0, &[(50.0, "Journal of tiles"), (300.0, number)]),
                line(700.0, 10.0, &[(50.0, words)]),
                line(688.0, 10.0, &[(50.0, &format!("After {words}"))]),
                line(30.0, 8.0, &[(200.0, &format!("Page {number} of 3"))]),
            ]
        };
        check(
            &[&page("1", "One."), &page("2", "Two."), &page("3", "Three.")],
            "P One.⏎After One. | P Two.⏎After Two. | P Three.⏎After Three.",
        );
        for (text, expected) in [
            ("7", true),
            ("- 7 -", true),
            ("Page 7 of 12", true),
            ("7/12", true),
            ("€45", false),
            ("45,000", false),
            ("Year 7", false),
        ] {
            assert_eq!(is_page_number(text), expected, "{text}");
        }
    }

    #[test]
    fn joins_a_paragraph_over_pages() {
        check(
            &[
                &[line(100.0, 10.0, &[(50.0, "They lay tiles and cut")])],
                &[line(700.0, 10.0, &[(50.0, "stone all day")])],
            ],
            "P They lay tiles and cut stone all day",
        );
        check(&[], "");
    }
}
