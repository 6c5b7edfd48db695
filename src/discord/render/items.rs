//! An answer as a list of small parts, each of which fits any page.

use std::fmt::Write as _;

use super::super::escape::{escape, escape_line_within, escape_within, label, masked_link};
use super::super::limits::{MENU_LABEL_MAX_UNITS, units};
use super::{KeyOf, why_id};
use crate::domain::{Answer, Block, DocumentCard, DocumentId, Figure, Hit, Key, Message};
use crate::present::{
    BRIEF_FROM, Catalogue, Described, Figured, clean, document_name, heading_path, listed_line,
    snippet, stage_checkpoint, stage_goal, stage_time, statement, with_role,
};

/// The longest text of one item: with the longest head, sources and suggestions it still leaves a page below its limit.
pub(super) const ITEM_MAX_UNITS: usize = 1_100;

/// The most of one passage that is shown, in characters; escaping may add to it.
const PASSAGE_MAX_CHARS: usize = 600;

/// The longest link beside a document.
const LINK_MAX_UNITS: usize = 400;

/// A part of a message.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) kind: Kind,
    /// Markup, at most [`ITEM_MAX_UNITS`].
    pub(super) text: String,
    /// The documents that it names by number.
    pub(super) documents: Vec<&'a DocumentId>,
    /// By what its evidence is asked for.
    pub(super) why: Option<Why>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands above what follows, and again at the top of the next page.
    Title,
    /// A row with a button of its own.
    Figure,
    /// A line of text.
    Line,
}

/// A way to the words behind a number.
#[derive(Debug)]
pub(super) struct Why {
    /// What a button or option carries.
    pub(super) id: String,
    /// What an option of a menu says.
    pub(super) label: String,
}

/// Every part of `answer`, in reading order.
pub(super) fn of<'a>(
    answer: &'a Answer,
    catalogue: &Catalogue,
    key_of: KeyOf<'_>,
) -> Vec<Item<'a>> {
    let maker = Maker {
        answer,
        documents: answer.documents(),
        catalogue,
        key_of,
    };
    let mut items = Vec::new();
    for block in &answer.blocks {
        match block {
            Block::Figures { title, figures } => {
                items.push(maker.title(title));
                let asked = answer.understood.role.as_deref();
                let with_role = with_role(figures, asked);
                let worded = figures.iter();
                items.extend(worded.filter_map(|figure| maker.figure(figure, with_role)));
            }
            Block::Statements {
                title,
                statements,
                left_out,
            } => {
                items.push(maker.title(title));
                items.extend(statements.iter().filter_map(|it| maker.statement(it)));
                if *left_out > 0 {
                    let more = Message::new(Key::StatementsLeftOut).with("count", *left_out);
                    items.push(maker.small_line(&more));
                }
            }
            Block::Stages { stages } => {
                for stage in stages {
                    maker.stage(stage, &mut items);
                }
            }
            Block::Passages(hits) => items.extend(hits.iter().map(|hit| maker.passage(hit))),
            Block::Documents {
                documents,
                left_out,
            } => {
                let is_brief = documents.len() >= BRIEF_FROM;
                items.extend(documents.iter().map(|card| {
                    if is_brief {
                        maker.listed(card)
                    } else {
                        maker.document(card)
                    }
                }));
                if *left_out > 0 {
                    let more = Message::new(Key::SourcesLeftOut).with("count", *left_out);
                    items.push(maker.small_line(&more));
                }
            }
            Block::Lines(lines) => {
                items.extend(
                    lines.iter().map(|line| {
                        line_item(escape_within(&catalogue.text(line), ITEM_MAX_UNITS))
                    }),
                );
            }
        }
    }
    items
}

struct Maker<'a, 'b> {
    answer: &'a Answer,
    documents: Vec<&'a DocumentId>,
    catalogue: &'b Catalogue,
    key_of: KeyOf<'b>,
}

impl<'a> Maker<'a, '_> {
    fn title(&self, title: &Message) -> Item<'a> {
        let words = escape_line_within(&self.catalogue.text(title), ITEM_MAX_UNITS / 2);
        Item {
            kind: Kind::Title,
            ..line_item(format!("**{words}**"))
        }
    }

    fn small_line(&self, message: &Message) -> Item<'a> {
        let words = escape_line_within(&self.catalogue.text(message), ITEM_MAX_UNITS / 2);
        line_item(format!("-# {words}"))
    }

    fn figure(&self, figure: &'a Figure, with_role: bool) -> Option<Item<'a>> {
        let fact = &figure.fact;
        let source = self.answer.sources.get(&fact.doc);
        let words = Figured::new(fact.pay()?, &fact.doc, source, self.catalogue);
        let part = |text: &str| escape_line_within(text, 120);
        let mut text = format!("**{}**", part(&words.pay));
        let mut beside = Vec::new();
        if with_role {
            beside.push(self.labelled(Key::ColumnRole, &words.role));
        }
        beside.push(self.labelled(Key::ColumnLevel, &words.level));
        beside.push(self.labelled(Key::ColumnPlace, &words.place));
        let mut below = vec![
            self.labelled(Key::ColumnKind, &words.kind),
            self.labelled(Key::ColumnAsOf, &words.as_of),
        ];
        let mark = self.mark(&fact.doc);
        below.push(match &words.said_by {
            Some(named) => format!("{} {mark}", part(named)),
            None => mark,
        });
        let _infallible = write!(text, " · {}\n-# {}", beside.join(" · "), below.join(" · "));
        Some(Item {
            kind: Kind::Figure,
            documents: vec![&fact.doc],
            why: Some(self.why(figure, &words.pay)),
            ..line_item(text)
        })
    }

    /// A value by itself where it speaks for itself, with its name where it is not stated.
    fn labelled(&self, column: Key, value: &str) -> String {
        let value_shown = escape_line_within(value, 160);
        if value == self.catalogue.word(Key::NotStated) {
            let column = self.catalogue.word(column).to_lowercase();
            return format!("{column} {value_shown}");
        }
        value_shown
    }

    fn statement(&self, figure: &'a Figure) -> Option<Item<'a>> {
        let fact = &figure.fact;
        let words = statement(fact.role_fact()?, self.catalogue);
        let shown = escape_line_within(&words, ITEM_MAX_UNITS - 100);
        let text = format!("`{:>2}` {shown} {}", figure.number, self.mark(&fact.doc));
        Some(Item {
            documents: vec![&fact.doc],
            why: Some(self.why(figure, &words)),
            ..line_item(text)
        })
    }

    /// A stage is a title with its steps below, so that a long one may run over pages.
    fn stage(&self, figure: &'a Figure, items: &mut Vec<Item<'a>>) {
        let fact = &figure.fact;
        let Some(stage) = fact.stage() else { return };
        let name = format!("{}. {}", stage.ordinal, clean(&stage.name));
        let time = stage_time(stage, self.catalogue).map(|time| format!(" ({time})"));
        let head = format!("{name}{}", time.unwrap_or_default());
        let shown = escape_line_within(&head, ITEM_MAX_UNITS / 2);
        items.push(Item {
            kind: Kind::Title,
            documents: vec![&fact.doc],
            why: Some(self.why(figure, &head)),
            ..line_item(format!(
                "`{:>2}` **{shown}** {}",
                figure.number,
                self.mark(&fact.doc)
            ))
        });
        if let Some(goal) = stage_goal(stage, self.catalogue) {
            items.push(line_item(escape_within(&goal, ITEM_MAX_UNITS)));
        }
        for (place, step) in stage.steps.iter().enumerate() {
            let step = escape_line_within(&step.text, ITEM_MAX_UNITS - 20);
            items.push(line_item(format!("{}. {step}", place + 1)));
        }
        if let Some(checkpoint) = stage_checkpoint(stage, self.catalogue) {
            items.push(line_item(escape_within(&checkpoint, ITEM_MAX_UNITS)));
        }
    }

    fn passage(&self, hit: &'a Hit) -> Item<'a> {
        let passage = &hit.passage;
        let source = self.answer.sources.get(&passage.doc);
        let name = document_name(&passage.doc, source);
        let path = match heading_path(&passage.headings) {
            path if path.is_empty() => name,
            // The title often stands again as the first heading.
            path if path.starts_with(&name) => path,
            path => format!("{name} › {path}"),
        };
        let head = escape_line_within(&path, ITEM_MAX_UNITS / 4);
        let mut text = format!("**{head}** {}\n", self.mark(&passage.doc));
        let room = ITEM_MAX_UNITS - units(&text);
        text += &quoted_passage(hit, room);
        Item {
            documents: vec![&passage.doc],
            ..line_item(text)
        }
    }

    /// One document of a long list.
    fn listed(&self, card: &DocumentCard) -> Item<'a> {
        let line = listed_line(card, self.catalogue);
        let mut text = escape_line_within(&line, SOURCE_MAX_UNITS);
        let url = crate::present::link(&card.source);
        if let Some(masked) = url.and_then(|url| masked_link(&url, LINK_MAX_UNITS)) {
            let _infallible = write!(text, " {masked}");
        }
        line_item(text)
    }

    fn document(&self, card: &'a DocumentCard) -> Item<'a> {
        let words = Described::new(card, self.catalogue);
        let mut text = format!(
            "**{}**",
            escape_line_within(&words.head, ITEM_MAX_UNITS / 4)
        );
        let path = clean(&card.id.0);
        let known = words.head.starts_with(&path);
        for line in (!known).then_some(&path).into_iter().chain(&words.lines) {
            let _infallible = write!(text, "\n-# {}", escape_line_within(line, 110));
        }
        if let Some(link) = words.link.and_then(|url| masked_link(&url, LINK_MAX_UNITS)) {
            let _infallible = write!(text, "\n-# {link}");
        }
        line_item(text)
    }

    /// The short name of `doc` beside a statement, as in `[S2]`.
    fn mark(&self, doc: &DocumentId) -> String {
        mark(&self.documents, doc)
    }

    fn why(&self, figure: &Figure, words: &str) -> Why {
        Why {
            id: why_id((self.key_of)(&figure.fact), figure.number),
            label: label(&format!("{}  {words}", figure.number), MENU_LABEL_MAX_UNITS),
        }
    }
}

/// `[S2]`, escaped.
pub(super) fn mark(documents: &[&DocumentId], doc: &DocumentId) -> String {
    let place = documents.iter().position(|known| *known == doc);
    escape(&place.map_or_else(|| clean(&doc.0), |place| format!("[S{}]", place + 1)))
}

/// The longest line about one source: title, publisher, date, and what a reader must know.
const SOURCE_MAX_UNITS: usize = 320;

/// One document of the list of sources.
pub(super) fn source_line(
    answer: &Answer,
    documents: &[&DocumentId],
    doc: &DocumentId,
    catalogue: &Catalogue,
) -> String {
    let source = answer.sources.get(doc);
    let words = crate::present::source_line(doc, source, catalogue);
    let mut text = format!(
        "-# {} {}",
        mark(documents, doc),
        escape_line_within(&words, SOURCE_MAX_UNITS)
    );
    let link = source
        .and_then(crate::present::link)
        .and_then(|url| masked_link(&url, LINK_MAX_UNITS / 2));
    if let Some(link) = link {
        text.push(' ');
        text += &link;
    }
    text
}

/// The part of a passage to show, with what matches in bold; shorter where escaping takes the room.
fn quoted_passage(hit: &Hit, room: usize) -> String {
    let mut chars = PASSAGE_MAX_CHARS;
    loop {
        let mut text = String::new();
        for piece in snippet(&hit.passage.text, &hit.matches, chars) {
            let words = escape(&piece.text);
            let bare = words.trim();
            // Emphasis around spaces is no emphasis.
            if piece.matched && !bare.is_empty() && !words.contains('\n') {
                let end = words.get(words.trim_end().len()..).unwrap_or_default();
                let _infallible = write!(text, "**{bare}**{end}");
            } else {
                text += &words;
            }
        }
        let text = text.replace('\n', "\n> ");
        let quoted = format!("> {text}");
        if units(&quoted) <= room || chars < 50 {
            return quoted;
        }
        chars = chars * 3 / 4;
    }
}

fn line_item<'a>(text: String) -> Item<'a> {
    Item {
        kind: Kind::Line,
        text,
        documents: Vec::new(),
        why: None,
    }
}
