//! Dealing the parts of an answer out to pages, each within every limit.

use super::super::escape::{escape, escape_line_within, escape_within};
use super::super::limits::{
    COMPONENTS_MAX, MENU_OPTIONS_MAX, MESSAGE_TEXT_MAX_UNITS, TEXT_MAX_UNITS, units,
};
use super::items::{Item, Kind, Why, source_line};
use crate::domain::{Answer, DocumentId, Key, Message};
use crate::present::{Catalogue, label_key};

/// The longest headline, notes and suggestions; with [`super::items::ITEM_MAX_UNITS`] and the line of one source they
/// stay below the limit of a message.
const HEADLINE_MAX_UNITS: usize = 250;
const NOTES_MAX_UNITS: usize = 600;

/// Notes that quote the asker. When the answer is given again they are not there, and the pages must be the same, so
/// their room is kept either way.
const QUOTING_NOTES_MAX_UNITS: usize = 300;
const SUGGESTIONS_MAX_UNITS: usize = 600;

/// Room for the line that says which page it is, or what is left out.
const PAGE_LINE_UNITS: usize = 160;

/// Container, head, line under it, line above the sources, sources, suggestions, row and menu, row and two buttons.
const FRAME_COMPONENTS: usize = 11;

/// A row with a button: section, text, button.
const FIGURE_COMPONENTS: usize = 3;

/// One page.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    /// What it shows, in order.
    pub(super) parts: Vec<Part<'a>>,
    /// The options of its menu.
    pub(super) menu: Vec<&'a Why>,
    /// The documents that it names.
    documents: Vec<&'a DocumentId>,
    /// All text, the list of documents too.
    text_units: usize,
    /// The list of documents, which is one text display.
    source_units: usize,
    components: usize,
}

/// A component of a page.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// Lines of text.
    Text(String),
    /// A row with a button.
    Figure(&'a str, &'a Why),
}

/// All pages, and what stands on each of them.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    pub(super) all: Vec<Page<'a>>,
    /// Headline and label.
    pub(super) head: String,
    /// What was relaxed or corrected; may be empty.
    pub(super) notes: String,
    /// What to ask next; may be empty.
    pub(super) suggestions: String,
    documents: Vec<&'a DocumentId>,
}

/// Deals `items` out. There is one page at least.
pub(super) fn deal<'a>(
    items: &'a [Item<'a>],
    answer: &'a Answer,
    catalogue: &Catalogue,
) -> Pages<'a> {
    let mut dealt = Pages {
        all: Vec::new(),
        head: head(answer, catalogue),
        notes: notes(answer, catalogue),
        suggestions: lines(answer.suggestions.iter(), SUGGESTIONS_MAX_UNITS, catalogue),
        documents: answer.documents(),
    };
    let lasting = answer.notes.iter().filter(|note| !quotes_the_asker(note));
    let lasting = lines(lasting, NOTES_MAX_UNITS, catalogue);
    let frame = [&dealt.head, &lasting, &dealt.suggestions];
    let frame_units = PAGE_LINE_UNITS
        + QUOTING_NOTES_MAX_UNITS
        + frame.map(|text| units(text) + 1).iter().sum::<usize>();
    let empty = || Page {
        text_units: frame_units,
        components: FRAME_COMPONENTS,
        ..Page::default()
    };
    let cost_of =
        |doc: &DocumentId| units(&source_line(answer, &dealt.documents, doc, catalogue)) + 1;
    let mut page = empty();
    let mut title: Option<&Item<'_>> = None;
    for (at, item) in items.iter().enumerate() {
        // A title never ends a page: it goes with what follows it.
        let with_next = (item.kind == Kind::Title)
            .then(|| items.get(at + 1))
            .flatten()
            .filter(|next| next.kind != Kind::Title);
        let together: Vec<&Item<'_>> = std::iter::once(item).chain(with_next).collect();
        if !page.parts.is_empty() && !page.holds(&together, &cost_of) {
            dealt.all.push(std::mem::replace(&mut page, empty()));
            if let Some(title) = title.filter(|_| item.kind != Kind::Title) {
                page.push_continued(title, &escape(&catalogue.word(Key::Continued)), &cost_of);
            }
        }
        if item.kind == Kind::Title {
            title = Some(item);
        }
        page.push(item, &cost_of);
    }
    dealt.all.push(page);
    dealt
}

impl<'a> Page<'a> {
    /// True when `items` fit on it as well.
    fn holds(&self, items: &[&Item<'a>], cost_of: &dyn Fn(&DocumentId) -> usize) -> bool {
        let mut new_documents: Vec<&DocumentId> = Vec::new();
        for doc in items.iter().flat_map(|item| &item.documents) {
            if !self.documents.contains(doc) && !new_documents.contains(doc) {
                new_documents.push(doc);
            }
        }
        let sources: usize = new_documents.into_iter().map(cost_of).sum();
        let text: usize = items.iter().map(|item| units(&item.text) + 1).sum();
        let components: usize = items.iter().map(|item| components_of(item)).sum();
        let options = items.iter().filter(|item| is_in_menu(item)).count();
        self.text_units + text + sources <= MESSAGE_TEXT_MAX_UNITS
            && self.source_units + sources <= TEXT_MAX_UNITS
            && self.components + components <= COMPONENTS_MAX
            && self.menu.len() + options <= MENU_OPTIONS_MAX
    }

    fn push(&mut self, item: &'a Item<'a>, cost_of: &dyn Fn(&DocumentId) -> usize) {
        if is_in_menu(item) {
            self.menu.extend(&item.why);
        }
        self.count(item, cost_of);
        match (item.kind, &item.why) {
            (Kind::Figure, Some(why)) => {
                self.components += FIGURE_COMPONENTS;
                self.text_units += units(&item.text) + 1;
                self.parts.push(Part::Figure(&item.text, why));
            }
            _ => self.push_text(&item.text),
        }
    }

    /// The title of what goes on from the page before.
    fn push_continued(
        &mut self,
        title: &'a Item<'a>,
        again: &str,
        cost_of: &dyn Fn(&DocumentId) -> usize,
    ) {
        self.count(title, cost_of);
        self.push_text(&format!("{} {again}", title.text));
    }

    fn count(&mut self, item: &'a Item<'a>, cost_of: &dyn Fn(&DocumentId) -> usize) {
        for doc in &item.documents {
            if !self.documents.contains(doc) {
                self.documents.push(doc);
                self.text_units += cost_of(doc);
                self.source_units += cost_of(doc);
            }
        }
    }

    fn push_text(&mut self, text: &str) {
        self.text_units += units(text) + 1;
        match self.parts.last_mut() {
            Some(Part::Text(lines)) if units(lines) + 1 + units(text) <= TEXT_MAX_UNITS => {
                lines.push('\n');
                *lines += text;
            }
            _ => {
                self.components += 1;
                self.parts.push(Part::Text(text.to_owned()));
            }
        }
    }

    /// The list of its documents, in markup; empty where it names none.
    pub(super) fn sources(
        &self,
        pages: &Pages<'_>,
        answer: &Answer,
        catalogue: &Catalogue,
    ) -> String {
        let named = pages
            .documents
            .iter()
            .filter(|doc| self.documents.contains(doc));
        let lines: Vec<String> = named
            .map(|doc| source_line(answer, &pages.documents, doc, catalogue))
            .collect();
        lines.join("\n")
    }
}

/// How many components an item may add: text may join the text before it, but need not.
fn components_of(item: &Item<'_>) -> usize {
    match item.kind {
        Kind::Figure => FIGURE_COMPONENTS,
        Kind::Title | Kind::Line => 1,
    }
}

fn is_in_menu(item: &Item<'_>) -> bool {
    item.kind != Kind::Figure && item.why.is_some()
}

fn head(answer: &Answer, catalogue: &Catalogue) -> String {
    let headline = escape_line_within(&catalogue.text(&answer.headline), HEADLINE_MAX_UNITS);
    let mut head = format!("### {headline}");
    if let Some(label) = answer.label_to_show() {
        let label = escape_line_within(&catalogue.word(label_key(label)), 100);
        head = format!("{head}\n-# {label}");
    }
    head
}

fn quotes_the_asker(note: &Message) -> bool {
    matches!(note.key, Key::ReadAs | Key::NoStage)
}

/// What was corrected, then what was relaxed; may be empty.
fn notes(answer: &Answer, catalogue: &Catalogue) -> String {
    let (quoting, lasting): (Vec<&Message>, Vec<&Message>) =
        answer.notes.iter().partition(|note| quotes_the_asker(note));
    let quoting = lines(quoting.into_iter(), QUOTING_NOTES_MAX_UNITS, catalogue);
    let lasting = lines(lasting.into_iter(), NOTES_MAX_UNITS, catalogue);
    let both = [quoting, lasting]
        .into_iter()
        .filter(|text| !text.is_empty());
    both.collect::<Vec<_>>().join("\n")
}

fn lines<'a>(
    messages: impl Iterator<Item = &'a Message>,
    max_units: usize,
    catalogue: &Catalogue,
) -> String {
    let lines: Vec<String> = messages.map(|message| catalogue.text(message)).collect();
    escape_within(&lines.join("\n"), max_units)
}
