//! The components of one message.

use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{
    ActionRow, Button, ButtonStyle, Container, Section, SelectMenu, SelectMenuOption,
    SelectMenuType, Separator, SeparatorSpacingSize, TextDisplay,
};

use super::super::custom_id::{self, MENU, Press};
use super::super::escape::{escape, escape_line_within, escape_within, label, masked_link};
use super::super::limits::BUTTON_LABEL_MAX_UNITS;
use super::items::Item;
use super::pages::{Page, Pages, Part};
use crate::domain::{Answer, Key, Label, Message};
use crate::present::{Behind, Catalogue};

/// Beside an answer of facts, of passages, of nothing.
const FACT_COLOUR: u32 = 0x2e_8b_57;
const PASSAGE_COLOUR: u32 = 0x41_69_e1;
const NOTHING_COLOUR: u32 = 0x80_80_80;

/// The most of a sentence or row that is quoted.
const QUOTE_MAX_UNITS: usize = 1_500;

/// The longest line below it.
const LINE_MAX_UNITS: usize = 400;

/// The page `wanted` of an answer.
pub(super) fn page(
    items: &[Item<'_>],
    pages: &Pages<'_>,
    wanted: usize,
    answer: &Answer,
    catalogue: &Catalogue,
) -> Vec<Component> {
    let last = pages.all.len() - 1;
    let can_turn = answer.recall.is_some();
    let at = if can_turn { wanted.min(last) } else { 0 };
    let Some(page) = pages.all.get(at) else {
        return Vec::new();
    };
    let mut shown = vec![text(head(pages, at, can_turn, catalogue))];
    if !page.parts.is_empty() {
        shown.push(line());
    }
    shown.extend(page.parts.iter().map(|part| match part {
        Part::Text(lines) => text(lines.clone()),
        Part::Figure(row, why) => section(row, &why.id, catalogue),
    }));
    let sources = page.sources(pages, answer, catalogue);
    if !sources.is_empty() {
        shown.extend([line(), text(sources)]);
    }
    if at == last && !pages.suggestions.is_empty() {
        shown.push(text(pages.suggestions.clone()));
    }
    if !can_turn && last > 0 {
        shown.push(text(left_out(items, page, catalogue)));
    }
    let mut message = vec![container(answer.label, shown)];
    message.extend(menu(page, catalogue));
    if let Some(recall) = answer.recall.as_ref().filter(|_| last > 0) {
        let turn = |key: Key, to: Option<usize>| {
            // A button that cannot be pressed still needs an id of its own.
            let page = u16::try_from(to.unwrap_or(usize::MAX)).unwrap_or(u16::MAX);
            let id = custom_id::write(&Press::Page {
                recall: recall.clone(),
                page,
            });
            button(&catalogue.word(key), id, to.is_none())
        };
        let next = (at < last).then_some(at + 1);
        message.push(row(vec![
            turn(Key::PagePrevious, at.checked_sub(1)),
            turn(Key::PageNext, next),
        ]));
    }
    message
}

fn head(pages: &Pages<'_>, at: usize, can_turn: bool, catalogue: &Catalogue) -> String {
    let mut head = pages.head.clone();
    if can_turn && pages.all.len() > 1 {
        let which = Message::new(Key::PageOf)
            .with("page", at + 1)
            .with("pages", pages.all.len());
        let which = escape_line_within(&catalogue.text(&which), 60);
        // The line of the label goes on; a headline alone gets one.
        head += if head.contains('\n') { " · " } else { "\n-# " };
        head += &which;
    }
    if !pages.notes.is_empty() {
        head.push('\n');
        head += &pages.notes;
    }
    head
}

/// What stands on pages that cannot be turned to.
fn left_out(items: &[Item<'_>], page: &Page<'_>, catalogue: &Catalogue) -> String {
    let shown: usize = page
        .parts
        .iter()
        .map(|part| match part {
            Part::Figure(..) => 1,
            Part::Text(lines) => items
                .iter()
                .filter(|item| lines.contains(item.text.as_str()))
                .count(),
        })
        .sum();
    let more =
        Message::new(Key::PagesLeftOut).with("count", items.len().saturating_sub(shown).max(1));
    format!("-# {}", escape_line_within(&catalogue.text(&more), 140))
}

/// The words behind a number.
pub(super) fn why(behind: &Behind, number: u16, catalogue: &Catalogue) -> Vec<Component> {
    let title = Message::new(Key::WhyTitle).with("number", u64::from(number));
    let quote = escape_within(&behind.words, QUOTE_MAX_UNITS).replace('\n', "\n> ");
    let below: Vec<String> = behind
        .lines
        .iter()
        .map(|line| escape_line_within(line, LINE_MAX_UNITS))
        .collect();
    let link = behind.link.as_deref();
    let credit = behind.credit.as_deref();
    let credit = credit.map(|credit| escape_line_within(credit, LINE_MAX_UNITS));
    let address = link.and_then(|url| masked_link(url, LINE_MAX_UNITS));
    let mut shown = vec![
        text(format!("### {}", escape(&catalogue.text(&title)))),
        text(format!("> {quote}")),
        text(below.join("\n")),
    ];
    let whose: Vec<String> = address.into_iter().chain(credit).collect();
    if !whose.is_empty() {
        shown.push(text(whose.join("\n")));
    }
    vec![container(Label::Fact, shown)]
}

/// A few words of the program's own.
pub(super) fn notice(words: &str) -> Vec<Component> {
    let shown = vec![text(escape_within(words, QUOTE_MAX_UNITS))];
    vec![container(Label::None, shown)]
}

fn container(label: Label, components: Vec<Component>) -> Component {
    let colour = match label {
        Label::Fact => FACT_COLOUR,
        Label::Passage => PASSAGE_COLOUR,
        Label::None => NOTHING_COLOUR,
    };
    Component::Container(Container {
        accent_color: Some(Some(colour)),
        components,
        id: None,
        spoiler: None,
    })
}

fn text(content: String) -> Component {
    Component::TextDisplay(TextDisplay { content, id: None })
}

fn line() -> Component {
    Component::Separator(Separator {
        divider: Some(true),
        id: None,
        spacing: Some(SeparatorSpacingSize::Small),
    })
}

fn section(row: &str, id: &str, catalogue: &Catalogue) -> Component {
    Component::Section(Section {
        accessory: Box::new(button(
            &catalogue.word(Key::WhyButton),
            id.to_owned(),
            false,
        )),
        components: vec![text(row.to_owned())],
        id: None,
    })
}

fn button(words: &str, custom_id: String, disabled: bool) -> Component {
    Component::Button(Button {
        custom_id: Some(custom_id),
        disabled,
        emoji: None,
        id: None,
        label: Some(label(words, BUTTON_LABEL_MAX_UNITS)),
        sku_id: None,
        style: ButtonStyle::Secondary,
        url: None,
    })
}

fn row(components: Vec<Component>) -> Component {
    Component::ActionRow(ActionRow {
        components,
        id: None,
    })
}

/// The menu of what has no button of its own; none where there is nothing to choose.
fn menu(page: &Page<'_>, catalogue: &Catalogue) -> Option<Component> {
    if page.menu.is_empty() {
        return None;
    }
    let options = page.menu.iter().map(|why| SelectMenuOption {
        default: false,
        description: None,
        emoji: None,
        label: why.label.clone(),
        value: why.id.clone(),
    });
    let menu = Component::SelectMenu(SelectMenu {
        channel_types: None,
        custom_id: MENU.to_owned(),
        default_values: None,
        disabled: false,
        id: None,
        kind: SelectMenuType::Text,
        max_values: None,
        min_values: None,
        options: Some(options.collect()),
        placeholder: Some(label(&catalogue.word(Key::WhyMenu), 100)),
        required: None,
    });
    Some(row(vec![menu]))
}
