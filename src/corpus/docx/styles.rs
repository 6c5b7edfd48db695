//! What the styles and lists of a document mean.

use std::collections::BTreeMap;

use super::xml::{Part, Step};

/// How many styles are followed from one to the one it is based on.
const BASES_MAX: usize = 32;

/// The levels of a list.
const LEVELS: usize = 9;

/// The level from which on an outline level means running text.
const OUTLINE_TEXT: u8 = 9;

/// What a style says, or the style it is based on.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    bold: Option<bool>,
    hidden: Option<bool>,
    list: Option<String>,
    list_level: Option<usize>,
}

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// The title of the document.
    Title,
    /// A heading of this level, from 1.
    Heading(u8),
    /// A line of a table of contents.
    Contents,
    /// Preformatted text.
    Code,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

impl Styles {
    /// Reads `styles.xml`; from where it is damaged on, styles are unknown.
    pub(super) fn read(xml: &str) -> Styles {
        let mut styles = BTreeMap::new();
        let mut part = Part::new(xml);
        let mut open: Option<(String, Style)> = None;
        while let Ok(Some(step)) = part.next() {
            match step {
                Step::Open(element) if element.is("style") => {
                    let id = element.value("styleId").unwrap_or_default();
                    open = Some((id, Style::default()));
                }
                Step::Open(element) => {
                    let Some((_, style)) = &mut open else {
                        continue;
                    };
                    match element.name() {
                        "name" => {
                            let name = element.value("val").unwrap_or_default();
                            style.name = name.to_lowercase();
                        }
                        "basedOn" => style.based_on = element.value("val"),
                        "outlineLvl" => style.outline = element.number(),
                        "b" => style.bold = Some(element.is_on()),
                        "vanish" | "strike" | "dstrike" => {
                            style.hidden = Some(style.hidden == Some(true) || element.is_on());
                        }
                        "numId" => style.list = element.value("val"),
                        "ilvl" => style.list_level = element.number(),
                        _ => {}
                    }
                }
                Step::Close(name) if name == "style" => {
                    if let Some((id, style)) = open.take() {
                        styles.insert(id, style);
                    }
                }
                _ => {}
            }
        }
        Styles(styles)
    }

    /// The style and those it is based on, nearest first.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Style> {
        let first = self.0.get(id);
        let next = |style: &&'a Style| self.0.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(BASES_MAX)
    }

    /// What a paragraph in the style `id` is. Without a description of the style its id is taken for its name.
    pub(super) fn rank(&self, id: &str) -> Option<Rank> {
        if !self.0.contains_key(id) {
            return rank_by_name(&id.to_lowercase());
        }
        self.chain(id)
            .find_map(|style| rank_by_name(&style.name).or(style.outline.and_then(rank_by_outline)))
    }

    pub(super) fn is_bold(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.bold).unwrap_or(false)
    }

    pub(super) fn is_hidden(&self, id: &str) -> bool {
        let mut said = self.chain(id);
        said.find_map(|style| style.hidden).unwrap_or(false)
    }

    /// The list that paragraphs in the style `id` belong to, and their level in it.
    pub(super) fn list(&self, id: &str) -> Option<(String, usize)> {
        let list = self.chain(id).find_map(|style| style.list.clone())?;
        let level = self.chain(id).find_map(|style| style.list_level);
        Some((list, level.unwrap_or(0)))
    }
}

/// An outline level as a rank: running text is none.
pub(super) fn rank_by_outline(level: u8) -> Option<Rank> {
    (level < OUTLINE_TEXT).then(|| Rank::Heading(level + 1))
}

/// Word keeps the English names of its own styles whatever its language: `heading 2`, `Title`, `toc 1`.
fn rank_by_name(name: &str) -> Option<Rank> {
    let name: String = name.chars().filter(|c| *c != ' ' && *c != '-').collect();
    match name.as_str() {
        "title" => return Some(Rank::Title),
        "htmlpreformatted" | "plaincode" | "sourcecode" | "code" => return Some(Rank::Code),
        _ => {}
    }
    if let Some(level) = name.strip_prefix("heading") {
        return level
            .parse()
            .ok()
            .and_then(|level: u8| rank_by_outline(level.checked_sub(1)?));
    }
    let is_contents = name.strip_prefix("toc").is_some_and(|rest| {
        rest == "heading" || (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    is_contents.then_some(Rank::Contents)
}

/// One level of a list.
#[derive(Clone, Copy, Debug)]
struct Level {
    is_numbered: bool,
    start: u64,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            is_numbered: false,
            start: 1,
        }
    }
}

type Levels = [Level; LEVELS];

/// The lists of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Numbering(BTreeMap<String, Levels>);

impl Numbering {
    /// Reads `numbering.xml`; from where it is damaged on, lists are bulleted.
    pub(super) fn read(xml: &str) -> Numbering {
        let mut patterns = BTreeMap::<String, Levels>::new();
        let mut lists = BTreeMap::<String, Levels>::new();
        let mut part = Part::new(xml);
        let mut pattern: Option<String> = None;
        let mut list: Option<String> = None;
        let mut at = 0;
        while let Ok(Some(step)) = part.next() {
            let element = match step {
                Step::Open(element) => element,
                Step::Close(name) => {
                    match name.as_str() {
                        "abstractNum" => pattern = None,
                        "num" => list = None,
                        _ => {}
                    }
                    continue;
                }
                Step::Words(_) => continue,
            };
            let levels = match (&pattern, &list) {
                (Some(id), _) => patterns.get_mut(id),
                (None, Some(id)) => lists.get_mut(id),
                (None, None) => None,
            };
            let level = levels.and_then(|levels| levels.get_mut(at));
            match element.name() {
                "abstractNum" => {
                    let id = element.value("abstractNumId").unwrap_or_default();
                    patterns.insert(id.clone(), Levels::default());
                    pattern = Some(id);
                }
                "num" => {
                    let id = element.value("numId").unwrap_or_default();
                    lists.insert(id.clone(), Levels::default());
                    list = Some(id);
                }
                "abstractNumId" => {
                    let known = element.value("val").and_then(|id| patterns.get(&id));
                    if let (Some(id), Some(known)) = (&list, known) {
                        lists.insert(id.clone(), *known);
                    }
                }
                "lvl" | "lvlOverride" => {
                    let said = element.value("ilvl").and_then(|level| level.parse().ok());
                    at = said.unwrap_or(0);
                }
                "numFmt" => {
                    let format = element.value("val").unwrap_or_default();
                    if let Some(level) = level {
                        level.is_numbered = format != "bullet" && format != "none";
                    }
                }
                "start" | "startOverride" => {
                    if let (Some(level), Some(start)) = (level, element.number()) {
                        level.start = start;
                    }
                }
                _ => {}
            }
        }
        Numbering(lists)
    }
}

/// The numbers of lists as far as they are counted.
#[derive(Debug, Default)]
pub(super) struct Counters(BTreeMap<String, [Option<u64>; LEVELS]>);

impl Counters {
    /// The number of the next entry of `list` on `level`; nothing for a bullet.
    pub(super) fn next(&mut self, numbering: &Numbering, list: &str, level: usize) -> Option<u64> {
        let levels = numbering.0.get(list)?;
        let kind = levels.get(level)?;
        let counts = self.0.entry(list.to_owned()).or_default();
        let count = counts.get_mut(level)?;
        let number = count.map_or(kind.start, |last| last.saturating_add(1));
        *count = Some(number);
        for deeper in counts.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        kind.is_numbered.then_some(number)
    }
}
