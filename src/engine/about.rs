//! What this program is, and what it knows.

use crate::command::COMMANDS;
use crate::domain::{Answer, Block, FactKind, Intent, Key, Message};

use super::answers::{Draft, covered_places, covered_roles};
use super::recall::{Kind, Parts};
use super::{Engine, sources};

pub(super) fn answer(engine: &Engine) -> Answer {
    let mut draft = Draft::new(engine, Intent::Ask);
    draft.parts = Some(Parts::new(Kind::About));
    let mut lines = vec![Message::new(Key::AboutWhat), inventory(engine)];
    let roles = covered_roles(engine, FactKind::Pay);
    if !roles.is_empty() {
        lines.push(Message::new(Key::AboutRoles).with("roles", roles));
    }
    let places = covered_places(engine, None);
    if !places.is_empty() {
        lines.push(Message::new(Key::AboutPlaces).with("places", places));
    }
    lines.extend([Key::AboutNever.into(), Key::AboutPrivacy.into()]);
    draft.blocks.push(Block::Lines(lines));
    let commands = COMMANDS.iter().map(|command| {
        Message::new(Key::AboutCommand)
            .with("command", format!("/{}", command.name))
            .with("summary", command.summary)
    });
    draft.blocks.push(Block::Lines(commands.collect()));
    draft.blocks.extend(sources::credits(engine));
    draft.told(Message::new(Key::AboutHeadline).with("version", env!("CARGO_PKG_VERSION")))
}

fn inventory(engine: &Engine) -> Message {
    let all = &engine.summary;
    Message::new(Key::AboutInventory)
        .with("documents", engine.documents())
        .with("figures", all.figures)
        .with(
            "statements",
            all.facts.saturating_sub(all.figures + all.stages),
        )
        .with("stages", all.stages)
}
