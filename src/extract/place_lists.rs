//! Lists and tables that go from place to place, and the money they are in.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{BlockKind, Document, Row};
use crate::vocabulary::{Term, Vocabulary};

use super::assembly::is_peso;
use super::money::is_dollar;
use super::passage::row_line;

/// How many entries of a list or table tell what sort it is.
const TELLING_ENTRIES_MIN: usize = 2;

/// Lists and tables that go from place to place, by the headings they stand under.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceLists {
    /// Those whose items begin with a place each.
    pub(super) of_places: FxHashSet<Arc<[String]>>,
    /// Those that give a bare `$` for countries whose own money is no dollar: there it is the same dollar everywhere.
    pub(super) in_us_dollars: FxHashSet<Arc<[String]>>,
}

impl PlaceLists {
    /// Those of `document`.
    pub(super) fn of(document: &Document, vocabulary: &Vocabulary) -> PlaceLists {
        let mut lists = PlaceLists::default();
        let mut counts: FxHashMap<Arc<[String]>, (usize, usize)> = FxHashMap::default();
        for block in &document.blocks {
            let mut count =
                |entry: &str| {
                    let entry = start_of(entry, ENTRY_MAX_BYTES);
                    if !entry.contains('$') {
                        return;
                    }
                    let place = vocabulary.mentions(entry).into_iter().find_map(|mention| {
                        match mention.term {
                            Term::Place { id, .. } => Some((id, mention.span.start)),
                            _ => None,
                        }
                    });
                    let Some((id, at)) = place else { return };
                    let currency = vocabulary.place(&id).and_then(|place| place.currency);
                    let is_foreign = currency.is_some_and(|own| !is_dollar(own) && !is_peso(own));
                    let (places, foreign) = counts.entry(Arc::clone(&block.headings)).or_default();
                    *places += usize::from(at == 0);
                    *foreign += usize::from(is_foreign);
                };
            match &block.kind {
                BlockKind::Item { text, .. } => count(text.plain()),
                BlockKind::Table(table) => {
                    let rows = table.rows.iter().take(ROWS_MAX);
                    let has_sign =
                        |row: &&Row| row.cells.iter().any(|cell| cell.plain().contains('$'));
                    for row in rows.filter(has_sign) {
                        count(&row_line(row.cells.get(..CELLS_MAX).unwrap_or(&row.cells)));
                    }
                }
                _ => {}
            }
        }
        for (path, (places, foreign)) in counts {
            if places >= TELLING_ENTRIES_MIN {
                lists.of_places.insert(Arc::clone(&path));
            }
            if foreign >= TELLING_ENTRIES_MIN {
                lists.in_us_dollars.insert(path);
            }
        }
        lists
    }
}

/// How much of an entry, how many rows of a table and how many cells of a row tell what sort of list it is.
const ENTRY_MAX_BYTES: usize = 200;
const ROWS_MAX: usize = 30;
const CELLS_MAX: usize = 6;

/// The first bytes of a text, up to a character's end.
fn start_of(text: &str, bytes: usize) -> &str {
    let end = bytes.min(text.len());
    let end = (0..=end)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text.get(..end).unwrap_or_default()
}
