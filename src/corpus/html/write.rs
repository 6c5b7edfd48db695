//! The content of a page to blocks, as `markdown.rs` makes them of the same article.
//!
//! - a line that is bold and nothing else is a heading, one level below the last real one; so is the line that is
//!   clicked on to unfold what follows;
//! - an item holds its own words; what follows a list, a table or code inside it is a paragraph;
//! - a term and its definition are one item, `term: definition`.

use super::elements::{WORDS, heading_level, is_block};
use super::keep::{Content, is_switch};
use super::table;
use super::tree::Tree;
use crate::corpus::draft::Draft;
use crate::corpus::load::DOCUMENT_MAX_BYTES;
use crate::corpus::outline::reads_as_heading;

/// Lists deeper than this are read as if they were not.
const LISTS_MAX: usize = 200;

/// Fewer letters right after a number belong to it: `95k`, `1st`.
const UNIT_MIN_LETTERS: usize = 3;

/// True where what ends with `before` and what stands right after it are shown apart, for `TilerRiga`, `Tiler£9` and
/// `£9per hour` are no words.
fn are_two_words(before: char, next: &str) -> bool {
    let is_letter = |c: &char| c.is_alphabetic();
    let after = next.chars().next().unwrap_or(' ');
    let ends_word = before.is_lowercase() || before.is_ascii_digit() || before == ')';
    let begins_word = after.is_uppercase() || matches!(after, '$' | '£' | '€' | '₹' | '¥');
    let letters = next.chars().take_while(is_letter).count();
    let begins_unit = letters >= UNIT_MIN_LETTERS || next.starts_with("a ");
    (ends_word && begins_word) || (before.is_ascii_digit() && begins_unit)
}

/// Writes the blocks of a page.
pub(super) struct Writer<'a> {
    pub(super) tree: &'a Tree,
    content: &'a Content,
    pub(super) draft: Draft,
    line: Line,
    bold: Bold,
    /// The number of the next item of each open list.
    lists: Vec<Option<u64>>,
    items: Vec<Item>,
    quotes: usize,
    /// How many elements are open whose words go on one line: headings and cells.
    one_line: usize,
    /// The level of the last real heading.
    level: u8,
    /// How many bytes may still be written.
    room: usize,
    /// How many more cells spans may repeat, and bytes in them.
    pub(super) repeats: table::Repeats,
    /// The line of the page where the room ended.
    pub(super) left_out: Option<usize>,
}

/// Words that are not yet a block.
#[derive(Default)]
struct Line {
    words: String,
    /// What comes before the next words.
    gap: Option<&'static str>,
    /// A cell of a layout ended where the last words end, and none began since: `Tiler` and `£9` are then two words.
    seam: bool,
    /// Where in the page the words begin.
    number: Option<usize>,
}

/// What is bold in a line.
#[derive(Clone, Copy, Default)]
struct Bold {
    depth: usize,
    runs: usize,
    words_outside: bool,
}

/// An open item of a list.
struct Item {
    ordinal: Option<u64>,
    /// True when its own words were written; what follows is a paragraph.
    spent: bool,
}

/// Words on one line, and whether all of them are bold.
pub(super) struct Inline {
    pub(super) words: String,
    pub(super) is_bold: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(tree: &'a Tree, content: &'a Content) -> Writer<'a> {
        Writer {
            tree,
            content,
            draft: Draft::default(),
            line: Line::default(),
            bold: Bold::default(),
            lists: Vec::new(),
            items: Vec::new(),
            quotes: 0,
            one_line: 0,
            level: 0,
            room: usize::try_from(DOCUMENT_MAX_BYTES).unwrap_or(usize::MAX),
            repeats: table::Repeats::default(),
            left_out: None,
        }
    }

    /// Writes all of the content.
    pub(super) fn write(&mut self) {
        if let Some(heading) = self.content.heading {
            self.heading(heading, 1);
        }
        self.children(self.content.root);
        self.settle();
    }

    /// True for what is no content.
    pub(super) fn leaves_out(&self, at: usize) -> bool {
        self.content.leaves_out(at)
    }

    pub(super) fn children(&mut self, at: usize) {
        for child in self.tree.children(at) {
            self.node(child);
        }
    }

    /// What follows a table inside an item is a paragraph.
    pub(super) fn end_of_table(&mut self) {
        if let Some(item) = self.items.last_mut() {
            item.spent = true;
        }
    }

    /// Writes an element or words.
    pub(super) fn node(&mut self, at: usize) {
        if self.content.leaves_out(at) || self.left_out.is_some() {
            return;
        }
        let tree = self.tree;
        let name = tree.name(at);
        match name {
            WORDS => self.words(at),
            "br" if self.one_line > 0 => self.gap(" "),
            "br" => self.gap("\n"),
            "b" | "strong" => self.bold(at),
            "sup" | "sub" => self.raised(at),
            "a" | "span" => {
                self.children(at);
                self.line.seam = true;
            }
            _ if !is_block(name) && name != "button" => self.children(at),
            _ if self.one_line > 0 => self.flattened(at, name),
            "table" => table::write(self, at),
            "pre" => self.code(at),
            "ul" | "ol" | "menu" | "dir" => self.list(at),
            "li" => self.item(at),
            "dl" => self.definitions(at),
            "blockquote" => {
                self.settle();
                self.quotes += 1;
                self.children(at);
                self.settle();
                self.quotes -= 1;
            }
            "summary" => self.unfolding(at),
            "button" if is_switch(tree, at) => self.unfolding(at),
            "hr" => self.settle(),
            _ => {
                if let Some(level) = heading_level(name) {
                    self.heading(at, level);
                } else if table::is_made_of_blocks(self, at) {
                    table::write(self, at);
                } else {
                    self.block(at);
                }
            }
        }
    }

    /// A block without a meaning of its own.
    fn block(&mut self, at: usize) {
        self.part();
        self.children(at);
        self.part();
    }

    /// A block where only one line fits.
    fn flattened(&mut self, at: usize, name: &str) {
        let is_next_item = name == "li" && self.line.words.ends_with(char::is_alphanumeric);
        self.gap(if is_next_item { ", " } else { " " });
        self.children(at);
        self.gap(" ");
    }

    /// Parts blocks; inside an item they are lines.
    fn part(&mut self) {
        if self.items.last().is_some_and(|item| !item.spent) {
            self.gap("\n");
        } else {
            self.settle();
        }
    }

    fn bold(&mut self, at: usize) {
        if self.bold.depth == 0 {
            self.bold.runs += 1;
        }
        self.bold.depth += 1;
        self.children(at);
        // A block inside it began a new line, which knows nothing of this one.
        self.bold.depth = self.bold.depth.saturating_sub(1);
    }

    /// Raised or lowered words: the end of `1st` belongs to it, the mark of a footnote does not.
    fn raised(&mut self, at: usize) {
        let words = self.tree.plain(at);
        let is_ending = matches!(words.as_str(), "st" | "nd" | "rd" | "th");
        let is_note = self
            .tree
            .inside(at)
            .any(|inner| self.tree.name(inner) == "a")
            || matches!(words.chars().next(), Some('[' | '*' | '†' | '‡'));
        if is_note {
            return;
        }
        if is_ending {
            self.children(at);
        } else {
            self.gap(" ");
            self.children(at);
            self.gap(" ");
        }
    }

    fn words(&mut self, at: usize) {
        let words = self.tree.words(at);
        let is_space = |c: char| c.is_ascii_whitespace();
        let inner = words.trim_matches(is_space);
        if words.starts_with(is_space) {
            self.gap(" ");
        }
        if inner.is_empty() {
            return;
        }
        if self.bold.depth == 0 && inner != ":" {
            self.bold.words_outside = true;
        }
        if self.line.number.is_none() {
            let before = words.split(|c| !is_space(c)).next().unwrap_or_default();
            let lines_before = before.bytes().filter(|byte| *byte == b'\n').count();
            self.line.number = Some(self.tree.line(at) + lines_before);
        }
        self.settle_gap(inner);
        for (place, word) in inner.split_ascii_whitespace().enumerate() {
            if place > 0 {
                self.line.words.push(' ');
            }
            self.line.words += word;
        }
        if words.ends_with(is_space) {
            self.gap(" ");
        }
    }

    /// Adds a break between words, where words stand on both sides of it.
    fn gap(&mut self, mark: &'static str) {
        let is_stronger = matches!((self.line.gap, mark), (None, _) | (_, "\n" | ", "));
        if !self.line.words.is_empty() && is_stronger {
            self.line.gap = Some(mark);
        }
    }

    fn settle_gap(&mut self, next: &str) {
        let line = &mut self.line;
        if let Some(gap) = line.gap.take() {
            line.words += gap;
        } else if line.seam
            && let Some(before) = line.words.chars().next_back()
            && are_two_words(before, next)
        {
            line.words.push(' ');
        }
        line.seam = false;
    }

    /// Takes the words so far; nothing where there are none, or no room.
    fn take(&mut self) -> Option<(String, Bold)> {
        let line = std::mem::take(&mut self.line);
        let depth = self.bold.depth;
        let bold = std::mem::take(&mut self.bold);
        self.bold.depth = depth;
        self.bold.runs = usize::from(depth > 0);
        if line.words.is_empty() {
            return None;
        }
        if let Some(number) = line.number {
            self.draft.line(number);
        }
        self.fits(line.words.len(), line.number)
            .then_some((line.words, bold))
    }

    /// True where so many more bytes may be written; otherwise nothing more is.
    pub(super) fn fits(&mut self, bytes: usize, line: Option<usize>) -> bool {
        if let Some(room) = self.room.checked_sub(bytes) {
            self.room = room;
        } else {
            self.left_out = Some(line.unwrap_or(1));
        }
        self.left_out.is_none()
    }

    /// Writes the words so far as a block.
    pub(super) fn settle(&mut self) {
        let Some((words, bold)) = self.take() else {
            return;
        };
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        match self.items.last_mut() {
            Some(item) if !item.spent => {
                item.spent = true;
                self.draft.item(depth, item.ordinal, &words);
            }
            None if self.quotes == 0
                && bold.runs == 1
                && !bold.words_outside
                && reads_as_heading(&words) =>
            {
                self.draft.heading(self.level_below(), &words);
            }
            _ => self.draft.paragraph(&words),
        }
    }

    fn level_below(&self) -> u8 {
        (self.level + 1).clamp(2, 6)
    }

    /// The words inside an element, as one line.
    pub(super) fn inline(&mut self, at: usize) -> Inline {
        let outer_line = std::mem::take(&mut self.line);
        let outer_bold = std::mem::take(&mut self.bold);
        self.one_line += 1;
        self.children(at);
        self.one_line -= 1;
        let line = std::mem::replace(&mut self.line, outer_line);
        let bold = std::mem::replace(&mut self.bold, outer_bold);
        Inline {
            words: line.words,
            is_bold: bold.runs > 0 && !bold.words_outside,
        }
    }

    fn heading(&mut self, at: usize, level: u8) {
        self.settle();
        let words = self.inline(at).words;
        if !words.is_empty() && self.fits(words.len(), Some(self.tree.line(at))) {
            self.level = level;
            self.draft.line(self.tree.line(at));
            self.draft.heading(level, &words);
        }
    }

    /// What is clicked on to unfold what follows.
    fn unfolding(&mut self, at: usize) {
        self.settle();
        let words = self.inline(at).words;
        if words.is_empty() || !self.fits(words.len(), Some(self.tree.line(at))) {
            return;
        }
        self.draft.line(self.tree.line(at));
        if reads_as_heading(&words) && self.items.is_empty() {
            self.draft.heading(self.level_below(), &words);
        } else {
            self.draft.paragraph(&words);
        }
    }

    fn code(&mut self, at: usize) {
        self.settle();
        let mut code = String::new();
        for inner in self.tree.inside(at) {
            match self.tree.name(inner) {
                WORDS => code += self.tree.words(inner),
                "br" => code.push('\n'),
                _ => {}
            }
        }
        if self.fits(code.len(), Some(self.tree.line(at))) {
            self.draft.line(self.tree.line(at));
            self.draft.code(&code);
        }
        if let Some(item) = self.items.last_mut() {
            item.spent |= !code.trim().is_empty();
        }
    }

    fn list(&mut self, at: usize) {
        if self.lists.len() >= LISTS_MAX {
            self.block(at);
            return;
        }
        self.settle();
        let first = self.number(at, "start").unwrap_or(1);
        self.lists
            .push((self.tree.name(at) == "ol").then_some(first));
        self.children(at);
        self.settle();
        self.lists.pop();
    }

    fn number(&self, at: usize, attribute: &str) -> Option<u64> {
        self.tree.attribute(at, attribute)?.trim().parse().ok()
    }

    fn item(&mut self, at: usize) {
        self.settle();
        let said = self.number(at, "value");
        let ordinal = self.lists.last_mut().and_then(|next| {
            let ordinal = said.or(*next).filter(|_| next.is_some());
            *next = ordinal.map(|number| number.saturating_add(1));
            ordinal
        });
        self.items.push(Item {
            ordinal,
            spent: false,
        });
        self.children(at);
        self.settle();
        self.items.pop();
    }

    fn definitions(&mut self, at: usize) {
        if self.lists.len() >= LISTS_MAX {
            self.block(at);
            return;
        }
        self.settle();
        self.lists.push(None);
        let outside = self.items.len();
        self.terms(at, outside);
        self.end_term(outside);
        self.settle();
        self.lists.pop();
    }

    /// The terms and definitions inside an element, which may be a group of them.
    fn terms(&mut self, at: usize, outside: usize) {
        for child in self.tree.children(at) {
            if self.content.leaves_out(child) {
                continue;
            }
            match self.tree.name(child) {
                "dt" => {
                    self.end_term(outside);
                    self.begin_term();
                    self.children(child);
                }
                "dd" => {
                    if self.items.len() == outside {
                        self.begin_term();
                    }
                    let follows = self.line.words.chars().next_back();
                    if follows.is_some_and(|last| !matches!(last, ':' | '?' | '.')) {
                        self.line.words.push(':');
                    }
                    self.line.gap = None;
                    self.gap(" ");
                    self.children(child);
                }
                "div" => self.terms(child, outside),
                _ => self.node(child),
            }
        }
    }

    fn begin_term(&mut self) {
        self.settle();
        self.items.push(Item {
            ordinal: None,
            spent: false,
        });
    }

    fn end_term(&mut self, outside: usize) {
        self.settle();
        self.items.truncate(outside);
    }
}
