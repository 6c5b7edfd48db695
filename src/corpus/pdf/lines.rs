//! Characters with places to lines of words, in the order in which they are read.
//!
//! Characters on one base line make a line; where the gap is about as wide as letters are high, a new piece of it begins: a
//! cell, perhaps. Where a page is set in two columns, the left one is read first. Raised small digits are marks of notes
//! and are left out, or they would be read as the last digit of a figure.

use std::cmp::Ordering;

/// The gap between letters that parts words, in heights of letters.
const WORD_GAP: f64 = 0.15;

/// The gap that parts pieces of a line, in heights of letters; words of justified text keep closer.
const PIECE_GAP: f64 = 0.9;

/// How far base lines of one line may lie apart, in heights of letters.
const BASE_SHARE: f64 = 0.4;

/// A character beside a letter this much larger, in its height, that does not stand on its base line is raised.
const RAISED_SIZE: f64 = 0.8;

/// How many lines both columns of a page must have.
const COLUMN_LINES_MIN: usize = 8;

/// How many characters the pieces of a column have on average: fewer are cells of a table.
const COLUMN_CHARS_MIN: usize = 24;

/// How much of a column a line of running text fills, and which share of its lines do; cells of a table are ragged.
const FILLED_SHARE: f64 = 0.8;
const FILLED_LINES_PERCENT: usize = 60;

/// A gap that no justified text has, in heights of letters.
const WIDE_GAP: f64 = 2.0;

/// One character, or a few that are drawn as one.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Quarter turns that it is drawn with.
    turns: u8,
    x: f64,
    y: f64,
    width: f64,
    size: f64,
    text: String,
}

impl Glyph {
    /// A character drawn with the transformation `place`, in the order in which a file writes its six numbers; nothing
    /// for one that has no place.
    pub(super) fn new(place: [f64; 6], width: f64, font_size: f64, text: &str) -> Option<Glyph> {
        let [right, rise, lean, up, x, y] = place;
        let across = right.hypot(rise);
        let size = lean.hypot(up) * font_size.abs();
        let is_sound = [across, size, x, y, width]
            .iter()
            .all(|value| value.is_finite());
        if !is_sound || size <= 0.0 || across <= 0.0 || size > 2_000.0 {
            return None;
        }
        let turns = if right.abs() >= rise.abs() {
            if right >= 0.0 { 0 } else { 2 }
        } else if rise > 0.0 {
            1
        } else {
            3
        };
        let (x, y) = match turns {
            0 => (x, y),
            1 => (y, -x),
            2 => (-x, -y),
            _ => (-y, x),
        };
        // Fonts without widths: half a letter's height is near enough.
        let width = if width > 0.0 { width } else { 0.5 };
        Some(Glyph {
            turns,
            x,
            y,
            width: width * across * font_size.abs(),
            size,
            text: text.to_owned(),
        })
    }
}

/// A piece of a line without wide gaps.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) text: String,
}

/// A line of a page or of a column of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its base line; larger is higher on the page.
    pub(super) y: f64,
    /// The height of its letters.
    pub(super) size: f64,
    pub(super) pieces: Vec<Piece>,
}

impl Line {
    /// Its words.
    pub(super) fn text(&self) -> String {
        let pieces: Vec<&str> = self.pieces.iter().map(|piece| &*piece.text).collect();
        pieces.join(" ")
    }

    /// True where pieces stand so far apart that they are no words of one sentence.
    pub(super) fn has_wide_gap(&self) -> bool {
        let mut pairs = self.pieces.windows(2);
        pairs.any(
            |pair| matches!(pair, [one, other] if other.left - one.right > WIDE_GAP * self.size),
        )
    }

    pub(super) fn left(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.left)
    }

    pub(super) fn right(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.right)
    }
}

/// The lines of a page.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut turns = [0_usize; 4];
    for glyph in &glyphs {
        if let Some(count) = turns.get_mut(usize::from(glyph.turns)) {
            *count += 1;
        }
    }
    // A landscape page is turned as a whole; what else is turned stands in a margin.
    let main = (0..4_u8).max_by_key(|at| (turns.get(usize::from(*at)), std::cmp::Reverse(*at)));
    glyphs.retain(|glyph| Some(glyph.turns) == main);
    glyphs.sort_by(|one, other| down(one.y, other.y));
    let mut found = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        let fits = row.first().is_none_or(|first| {
            let size = row
                .iter()
                .map(|glyph| glyph.size)
                .fold(glyph.size, f64::max);
            (first.y - glyph.y).abs() <= BASE_SHARE * size
        });
        if !fits {
            found.extend(line(std::mem::take(&mut row)));
        }
        row.push(glyph);
    }
    found.extend(line(row));
    in_columns(found)
}

/// Higher first.
fn down(one: f64, other: f64) -> Ordering {
    other.total_cmp(&one)
}

/// The line that characters on one base line make; nothing without words.
fn line(mut row: Vec<Glyph>) -> Option<Line> {
    let mut sizes: Vec<f64> = row
        .iter()
        .filter(|glyph| !is_blank(glyph))
        .map(|glyph| glyph.size)
        .collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let mut bases: Vec<f64> = row
        .iter()
        .filter(|glyph| glyph.size >= size * RAISED_SIZE)
        .map(|glyph| glyph.y)
        .collect();
    bases.sort_by(f64::total_cmp);
    let y = *bases.get(bases.len() / 2)?;
    row.retain(|glyph| !is_raised(glyph, size, y));
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut is_space = false;
    for glyph in row {
        if is_blank(&glyph) {
            is_space = true;
            continue;
        }
        let right = glyph.x + glyph.width;
        match pieces.last_mut() {
            Some(piece) if glyph.x - piece.right < PIECE_GAP * size => {
                // Bold is sometimes drawn as the same letter twice.
                let is_twice = piece.text.ends_with(&glyph.text)
                    && glyph.x < piece.right - 0.7 * glyph.width
                    && right <= piece.right + 0.2 * glyph.width;
                if is_twice {
                    continue;
                }
                if is_space || glyph.x - piece.right > WORD_GAP * size {
                    piece.text.push(' ');
                }
                piece.text += &glyph.text;
                piece.right = piece.right.max(right);
            }
            _ => pieces.push(Piece {
                left: glyph.x,
                right,
                text: glyph.text,
            }),
        }
        is_space = false;
    }
    pieces.retain(|piece| !piece.text.trim().is_empty());
    (!pieces.is_empty()).then_some(Line { y, size, pieces })
}

fn is_blank(glyph: &Glyph) -> bool {
    glyph
        .text
        .chars()
        .all(|c| c.is_whitespace() || c.is_control())
}

fn is_raised(glyph: &Glyph, size: f64, y: f64) -> bool {
    let is_mark = glyph
        .text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | ','));
    is_mark && glyph.size < size * RAISED_SIZE && glyph.y - y > 0.1 * size
}

/// Lines that run over two columns, cut apart: the left column first, then the right one.
fn in_columns(lines: Vec<Line>) -> Vec<Line> {
    let Some(gutter) = gutter(&lines) else {
        return lines;
    };
    let mut ordered = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in lines {
        let crosses = line
            .pieces
            .iter()
            .any(|piece| piece.left < gutter && piece.right > gutter);
        if crosses {
            ordered.append(&mut left);
            ordered.append(&mut right);
            ordered.push(line);
            continue;
        }
        let (of_left, of_right): (Vec<Piece>, Vec<Piece>) = line
            .pieces
            .iter()
            .cloned()
            .partition(|piece| piece.left < gutter);
        for (column, pieces) in [(&mut left, of_left), (&mut right, of_right)] {
            if !pieces.is_empty() {
                column.push(Line { pieces, ..line });
            }
        }
    }
    ordered.append(&mut left);
    ordered.append(&mut right);
    ordered
}

/// The middle of the gap between two columns of running text, where there is one.
fn gutter(lines: &[Line]) -> Option<f64> {
    let left = lines.iter().map(Line::left).fold(f64::INFINITY, f64::min);
    let right = lines
        .iter()
        .map(Line::right)
        .fold(f64::NEG_INFINITY, f64::max);
    let width = right - left;
    // Tried at every fiftieth of the width around the middle; few places, so few looks at each line.
    let places = (17..=33).map(|part| left + width * f64::from(part) / 50.0);
    let fits = |place: f64| {
        let (mut on_left, mut on_right, mut crossing) = (Vec::new(), Vec::new(), 0);
        for piece in lines.iter().flat_map(|line| &line.pieces) {
            if piece.right <= place {
                on_left.push(piece);
            } else if piece.left >= place {
                on_right.push(piece);
            } else {
                crossing += 1;
            }
        }
        let few = on_left.len().min(on_right.len());
        (is_column(&on_left) && is_column(&on_right) && crossing * 2 <= few).then_some(crossing)
    };
    places
        .filter_map(|place| Some((fits(place)?, place)))
        .min_by(|one, other| one.0.cmp(&other.0))
        .map(|(_, place)| place)
}

/// Where the leftmost of some pieces begins and the rightmost ends.
pub(super) fn extent(pieces: &[&Piece]) -> (f64, f64) {
    let lefts = pieces.iter().map(|piece| piece.left);
    let rights = pieces.iter().map(|piece| piece.right);
    (
        lefts.fold(f64::INFINITY, f64::min),
        rights.fold(f64::NEG_INFINITY, f64::max),
    )
}

/// True for pieces that are lines of running text: many, long, and most of them as wide as the column.
fn is_column(pieces: &[&Piece]) -> bool {
    let chars: usize = pieces.iter().map(|piece| piece.text.chars().count()).sum();
    let (left, right) = extent(pieces);
    let end = left + (right - left) * FILLED_SHARE;
    let filled = pieces.iter().filter(|piece| piece.right >= end).count();
    pieces.len() >= COLUMN_LINES_MIN
        && chars >= pieces.len() * COLUMN_CHARS_MIN
        && filled * 100 >= pieces.len() * FILLED_LINES_PERCENT
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words at a place in letters of one height, each half as wide.
    pub(in super::super) fn words(x: f64, y: f64, size: f64, text: &str) -> Vec<Glyph> {
        let place =
            |at: usize| x + size * 0.5 * f64::from(u32::try_from(at).expect("a few letters"));
        let glyph = |(at, c): (usize, char)| {
            Glyph::new(
                [1.0, 0.0, 0.0, 1.0, place(at), y],
                0.5,
                size,
                &c.to_string(),
            )
        };
        text.chars().enumerate().filter_map(glyph).collect()
    }

    #[track_caller]
    fn check(glyphs: &[Vec<Glyph>], expected: &[&str]) {
        let found: Vec<String> = lines(glyphs.concat())
            .iter()
            .map(|line| {
                let pieces: Vec<&str> = line.pieces.iter().map(|piece| &*piece.text).collect();
                pieces.join("|")
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn puts_characters_on_lines() {
        check(
            &[
                words(200.0, 700.0, 10.0, "€45k"),
                words(50.0, 688.0, 10.0, "Riga"),
                words(50.0, 700.3, 10.0, "In Oslo"),
            ],
            &["In Oslo|€45k", "Riga"],
        );
    }

    #[test]
    fn leaves_out_marks_of_notes() {
        check(
            &[
                words(50.0, 700.0, 10.0, "€45,000"),
                words(85.0, 704.0, 6.0, "1"),
                words(92.0, 700.0, 10.0, "a year"),
            ],
            &["€45,000 a year"],
        );
    }

    #[test]
    fn reads_a_turned_page_and_nothing_else_that_is_turned() {
        let turned =
            |c: char, y: f64| Glyph::new([0.0, 1.0, -1.0, 0.0, 30.0, y], 0.5, 10.0, &c.to_string());
        let side: Vec<Glyph> = ['a', 'b']
            .into_iter()
            .zip([10.0, 15.0])
            .filter_map(|(c, y)| turned(c, y))
            .collect();
        check(std::slice::from_ref(&side), &["ab"]);
        check(&[side, words(50.0, 700.0, 10.0, "In Oslo")], &["In Oslo"]);
    }

    #[test]
    fn reads_columns_one_after_the_other() {
        let mut glyphs = vec![words(
            50.0,
            740.0,
            10.0,
            &"A heading over both of the columns here".repeat(2),
        )];
        let mut expected = vec!["A heading over both of the columns here".repeat(2)];
        for side in [50.0, 300.0] {
            for row in 0..9_u8 {
                let text = format!("some words of the {side} {row} col");
                glyphs.push(words(side, 720.0 - 12.0 * f64::from(row), 8.0, &text));
                expected.push(text);
            }
        }
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(&glyphs, &expected);
    }

    #[test]
    fn bears_places_that_are_none() {
        assert!(Glyph::new([f64::NAN; 6], 1.0, 1.0, "a").is_none());
        assert!(Glyph::new([0.0; 6], 1.0, 1.0, "a").is_none());
        check(&[words(0.0, 0.0, 10.0, "  ")], &[]);
        check(&[], &[]);
    }
}
