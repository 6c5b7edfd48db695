//! What goes back: bodies of callbacks and edits, as Discord's API takes them.

use serde::Serialize;
use twilight_model::application::command::{CommandOptionChoice, CommandOptionChoiceValue};
use twilight_model::channel::message::{AllowedMentions, Component, MessageFlags};
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};

use super::escape::label;
use super::limits::{CHOICE_MAX_UNITS, CHOICES_MAX};
use super::receive::Place;
use crate::engine::Choice;

/// A message's content. Nobody is ever notified by it.
fn data(components: Vec<Component>, flags: MessageFlags) -> InteractionResponseData {
    InteractionResponseData {
        allowed_mentions: Some(AllowedMentions::default()),
        components: Some(components),
        flags: Some(flags | MessageFlags::IS_COMPONENTS_V2),
        ..InteractionResponseData::default()
    }
}

/// An answer shown at `place`.
pub(super) fn message(components: Vec<Component>, place: Place) -> InteractionResponse {
    let (kind, flags) = match place {
        Place::Private => (
            InteractionResponseType::ChannelMessageWithSource,
            MessageFlags::EPHEMERAL,
        ),
        Place::Public => (
            InteractionResponseType::ChannelMessageWithSource,
            MessageFlags::empty(),
        ),
        Place::Update => (InteractionResponseType::UpdateMessage, MessageFlags::empty()),
    };
    InteractionResponse {
        kind,
        data: Some(data(components, flags)),
    }
}

/// "Wait": the answer follows by [`edit`].
pub(super) fn deferral(place: Place) -> InteractionResponse {
    let new = |flags| InteractionResponse {
        kind: InteractionResponseType::DeferredChannelMessageWithSource,
        data: Some(InteractionResponseData {
            flags: Some(flags),
            ..InteractionResponseData::default()
        }),
    };
    match place {
        Place::Private => new(MessageFlags::EPHEMERAL),
        Place::Public => new(MessageFlags::empty()),
        Place::Update => InteractionResponse {
            kind: InteractionResponseType::DeferredUpdateMessage,
            data: None,
        },
    }
}

/// The answer to what was deferred. Who sees it was settled by the deferral.
pub(super) fn edit(components: Vec<Component>) -> InteractionResponseData {
    data(components, MessageFlags::empty())
}

/// A further message, for the asker alone.
pub(super) fn follow_up(components: Vec<Component>) -> InteractionResponseData {
    data(components, MessageFlags::EPHEMERAL)
}

/// Names for what is being typed.
pub(super) fn choices(offered: Vec<Choice>) -> InteractionResponse {
    let choices = offered.into_iter().filter_map(|choice| {
        let name = label(&choice.shown, CHOICE_MAX_UNITS);
        // A value that was cut would be taken for another name.
        let value = if label(&choice.value, CHOICE_MAX_UNITS) == choice.value {
            choice.value
        } else {
            name.clone()
        };
        let fits = !name.is_empty() && !value.is_empty();
        fits.then_some(CommandOptionChoice {
            name,
            name_localizations: None,
            value: CommandOptionChoiceValue::String(value),
        })
    });
    InteractionResponse {
        kind: InteractionResponseType::ApplicationCommandAutocompleteResult,
        data: Some(InteractionResponseData {
            choices: Some(choices.take(CHOICES_MAX).collect()),
            ..InteractionResponseData::default()
        }),
    }
}

/// The answer to a sign of life.
pub(super) fn pong() -> InteractionResponse {
    InteractionResponse {
        kind: InteractionResponseType::Pong,
        data: None,
    }
}

/// `body` as it is sent.
///
/// # Panics
/// Never: twilight's types have string keys and whole numbers.
pub(super) fn json(body: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(body).expect("messages are made of strings and whole numbers")
}
