//! Laying out text: aligned tables, wrapped lines.

use comfy_table::{
    ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width, presets,
};

use crate::present::clean;

/// Between two columns of a table, in columns of the terminal.
const COLUMN_GAP: u16 = 2;

/// Around words that match, until styles are put in. Cleaning removes both from any text.
pub(super) const MATCH_START: char = '\u{fdd0}';
pub(super) const MATCH_END: char = '\u{fdd1}';

/// Rows under heads, aligned; columns share the width. Cells are cleaned.
pub(in crate::cli) fn table(heads: &[String], rows: &[Vec<String>], width: usize) -> String {
    const RULED: TableStyle =
        presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(heads.iter().map(|head| clean(head)));
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell)));
    }
    let last = heads.len().saturating_sub(1);
    let widths = column_widths(heads, rows, width);
    for ((place, column), content) in table.column_iter_mut().enumerate().zip(widths) {
        // The table itself puts one space between columns.
        let gap = if place == last { 0 } else { COLUMN_GAP - 1 };
        column.set_padding((0, gap));
        let whole = u16::try_from(content)
            .unwrap_or(u16::MAX)
            .saturating_add(gap);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(whole)));
    }
    let mut text = String::new();
    for line in table.lines() {
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Widths that fill `width` at most: every column first gets its longest word, so that none is broken (and numbers last
/// where there is no room for all), then the column
/// that is most cramped gets one more until all fit.
fn column_widths(heads: &[String], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let measure = |place: usize, measure: &dyn Fn(&str) -> usize| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        let all = heads.get(place).into_iter().chain(cells);
        all.map(|cell| measure(cell)).max().unwrap_or(0).max(1)
    };
    let columns = 0..heads.len();
    let wanted: Vec<usize> = columns
        .clone()
        .map(|place| measure(place, &::console::measure_text_width))
        .collect();
    let word = |cell: &str| {
        let words = cell.split_whitespace().map(::console::measure_text_width);
        words.max().unwrap_or(0)
    };
    // Heads stay on one line.
    let head = |place: usize| {
        let head = heads.get(place).map(String::as_str).unwrap_or_default();
        ::console::measure_text_width(head)
    };
    let mut widths: Vec<usize> = columns
        .map(|place| measure(place, &word).max(head(place)))
        .collect();
    let gaps = usize::from(COLUMN_GAP) * heads.len().saturating_sub(1);
    let room = width.saturating_sub(gaps).max(heads.len());
    // A number on two lines is another number: such words are broken last.
    let number = |cell: &str| {
        let words = cell.split_whitespace();
        let numbers = words.filter(|word| word.contains(|c: char| c.is_ascii_digit()));
        numbers
            .map(::console::measure_text_width)
            .max()
            .unwrap_or(0)
    };
    let numbers: Vec<usize> = (0..heads.len())
        .map(|place| measure(place, &number))
        .collect();
    while widths.iter().sum::<usize>() > room {
        // Only here words are broken: the longest ones.
        let breakable = widths.iter_mut().zip(&numbers);
        let widest = breakable
            .filter(|(width, number)| **width > **number)
            .map(|(width, _)| width)
            .max();
        if let Some(widest) = widest {
            *widest -= 1;
        } else if let Some(widest) = widths.iter_mut().max() {
            *widest -= 1;
        } else {
            break;
        }
    }
    while widths.iter().sum::<usize>() < room {
        let cramped = widths
            .iter_mut()
            .zip(&wanted)
            .filter(|(width, wanted)| **width < **wanted)
            .max_by_key(|(width, wanted)| *wanted * 1_000 / **width);
        let Some((width, _)) = cramped else {
            break;
        };
        *width += 1;
    }
    widths
}

/// `text` in lines of at most `width` columns, the first behind `first`, the others behind `rest`. Line breaks are
/// kept, runs of spaces are not.
pub(super) fn wrap(text: &str, first: &str, rest: &str, width: usize) -> String {
    let columns = |text: &str| {
        let marks = text.matches([MATCH_START, MATCH_END]).count();
        ::console::measure_text_width(text).saturating_sub(marks)
    };
    let mut wrapped = String::new();
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
        let indent = if wrapped.is_empty() { first } else { rest };
        let mut line = indent.to_owned();
        let mut used = columns(indent);
        let mut words_in_line = 0;
        for word in paragraph.split_whitespace() {
            let wanted = columns(word) + usize::from(words_in_line > 0);
            if words_in_line > 0 && used + wanted > width {
                wrapped += line.trim_end();
                wrapped.push('\n');
                rest.clone_into(&mut line);
                used = columns(rest);
                words_in_line = 0;
            }
            if words_in_line > 0 {
                line.push(' ');
                used += 1;
            }
            line += word;
            used += columns(word);
            words_in_line += 1;
        }
        wrapped += line.trim_end();
        wrapped.push('\n');
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_words_before_numbers() {
        let heads = ["Pay", "Role", "Source"].map(str::to_owned);
        let row = ["£20,000–70,000 a year", "applications", "organisations"].map(str::to_owned);
        let text = table(&heads, &[row.to_vec()], 32);
        assert!(text.contains("£20,000–70,000"), "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 32),
            "{text}"
        );
        let text = table(&heads, &[row.to_vec()], 12);
        assert!(text.lines().count() > 2, "{text}");
    }
}
