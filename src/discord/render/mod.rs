//! Answers as messages: pure, from an answer to Discord's components, held to Discord's limits.
//!
//! An answer becomes a list of `items`: titles, rows, lines. `pages` deals them out so that each page keeps every
//! limit, and `build` makes the components of one page. Everything that a document or an asker wrote is escaped.
//! Start with [`answer`].

mod build;
mod items;
mod pages;
#[cfg(test)]
mod tests;

use twilight_model::channel::message::Component;

use super::custom_id::{self, Press};
use crate::domain::{Answer, Fact, FactKey, Message};
use crate::engine::Cited;
use crate::present::{Behind, Catalogue};

/// How a fact is named in a button.
pub(crate) type KeyOf<'a> = &'a dyn Fn(&Fact) -> FactKey;

/// One page of `answer`, from 0; the last one where there are fewer.
pub(crate) fn answer(
    answer: &Answer,
    page: usize,
    catalogue: &Catalogue,
    key_of: KeyOf<'_>,
) -> Vec<Component> {
    let items = items::of(answer, catalogue, key_of);
    let pages = pages::deal(&items, answer, catalogue);
    build::page(&items, &pages, page, answer, catalogue)
}

/// The words behind the fact that has `number` in its answer.
pub(crate) fn why(cited: &Cited, number: u16, catalogue: &Catalogue) -> Vec<Component> {
    let behind = Behind::new(&cited.fact, Some(&cited.source), catalogue);
    build::why(&behind, number, catalogue)
}

/// One message in words.
pub(crate) fn notice(message: &Message, catalogue: &Catalogue) -> Vec<Component> {
    build::notice(&catalogue.text(message))
}

/// What the button or option for a fact carries.
fn why_id(key: FactKey, number: usize) -> String {
    let number = u16::try_from(number).unwrap_or(u16::MAX);
    custom_id::write(&Press::Why { key, number })
}
