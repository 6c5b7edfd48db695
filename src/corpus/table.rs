//! What is told of tables by their shape alone.

/// The header, if the first row is one, and the other rows: several cells, none of which is a figure.
pub(super) fn headed(mut rows: Vec<Vec<String>>) -> (Vec<String>, Vec<Vec<String>>) {
    let is_header = rows.len() > 1 && rows.first().is_some_and(|first| may_head(first));
    let header = if is_header {
        rows.remove(0)
    } else {
        Vec::new()
    };
    (header, rows)
}

/// True for a row that could be a header.
pub(super) fn may_head(row: &[String]) -> bool {
    let filled = row.iter().map(|cell| cell.trim());
    let filled = filled.filter(|cell| !cell.is_empty());
    filled.clone().count() > 1 && !filled.clone().any(is_figure)
}

/// How many letters may stand in front of the digits of a figure, as in `CHF 80,000`.
const CODE_MAX_LETTERS: usize = 3;

/// `45,000`, `€45k`, `CHF 80'000 a year`, `0–2`; but neither a year (`2025`, `Pay 2025`) nor an ordinal (`10th …`), for
/// these stand in headers.
pub(super) fn is_figure(cell: &str) -> bool {
    let Some(first) = cell.find(|c: char| c.is_ascii_digit()) else {
        return false;
    };
    let (before, from) = cell.split_at_checked(first).unwrap_or((cell, ""));
    if before.chars().filter(|c| c.is_alphabetic()).count() > CODE_MAX_LETTERS {
        return false;
    }
    let digits = from.bytes().take_while(u8::is_ascii_digit).count();
    let rest = from.get(digits..).unwrap_or_default();
    let is_year =
        digits == 4 && rest.trim().is_empty() && (from.starts_with("19") || from.starts_with("20"));
    let is_ordinal = ["st", "nd", "rd", "th"]
        .iter()
        .any(|ending| rest.starts_with(ending));
    !is_year && !is_ordinal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_figures_from_words_of_headers() {
        for figure in ["45,000", "€45k", "CHF 80'000 a year", "0–2", "7", "2 years"] {
            assert!(is_figure(figure), "{figure}");
        }
        for words in ["Pay", "2025", "10th", "Entry (0–2 years)", "Pay 2025", ""] {
            assert!(!is_figure(words), "{words}");
        }
    }
}
