//! Interactions as requests: from serenity's types to ours, without deciding anything.
//!
//! What does not fit the command table (an old registration, a client of somebody's own) becomes a message that says
//! so, never an error that ends in silence.

use serenity::model::application::{
    CommandData, CommandDataOption, CommandDataOptionValue, ComponentInteraction,
    ComponentInteractionDataKind, Interaction,
};
use serenity::model::channel::MessageFlags;

use super::custom_id::{self, MENU, Press};
use crate::command::{self, COMMANDS, Command, CommandOption, PRIVATE, Takes, UsageError};
use crate::domain::{Argument, FactKey, Key, Message, Request};

/// What an interaction wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Received {
    /// An answer.
    Ask {
        /// What to answer.
        request: Request,
        /// Which page of it, from 0.
        page: usize,
        /// Where it is shown.
        place: Place,
    },
    /// The words behind a number.
    Why {
        /// The fact.
        key: FactKey,
        /// Its number.
        number: u16,
    },
    /// Names for what is being typed.
    Complete {
        /// Names of what.
        takes: Takes,
        /// So far.
        typed: String,
    },
    /// Nothing that can be answered; the message says why, and how to mend it.
    Refuse(Message),
    /// A sign of life.
    Ping,
}

/// Where an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a new message, for the asker alone.
    Private,
    /// In a new message, for everyone in the channel.
    Public,
    /// In place of the message whose button was pressed, which the asker alone sees.
    Update,
}

/// What `interaction` wants.
pub(super) fn received(interaction: &Interaction) -> Received {
    match interaction {
        Interaction::Command(command) => asked(&command.data).unwrap_or_else(refuse),
        Interaction::Autocomplete(command) => typed(&command.data),
        Interaction::Component(press) => pressed(press),
        Interaction::Ping(_) => Received::Ping,
        _ => Received::Refuse(Key::InteractionUnread.into()),
    }
}

/// What an interaction is called in logs: the command's name or the sort of press, never what was typed.
pub(super) fn name(interaction: &Interaction) -> &'static str {
    match interaction {
        Interaction::Command(asked) | Interaction::Autocomplete(asked) => {
            command::find(&asked.data.name).map_or("unknown command", |command| command.name)
        }
        Interaction::Component(_) => "press",
        Interaction::Ping(_) => "ping",
        _ => "other",
    }
}

fn refuse(error: UsageError) -> Received {
    Received::Refuse(error.0)
}

fn asked(data: &CommandData) -> Result<Received, UsageError> {
    let command = command::find(&data.name).ok_or_else(|| gone(&data.name))?;
    let mut values: Vec<(&'static CommandOption, String)> = Vec::new();
    for given in &data.options {
        let option = find_option(command, &given.name)?;
        values.push((option, value(command, option, given)?));
    }
    let private = values
        .iter()
        .find(|(option, _)| option.name == PRIVATE.name)
        .map(|(option, value)| command::parse_yes_or_no(option.name, value))
        .transpose()?;
    let values = values.iter().map(|(option, value)| (*option, value.as_str()));
    Ok(Received::Ask {
        request: command::parse(command, values.collect())?,
        page: 0,
        place: if private == Some(false) {
            Place::Public
        } else {
            Place::Private
        },
    })
}

fn find_option(
    command: &'static Command,
    name: &str,
) -> Result<&'static CommandOption, UsageError> {
    let option = command.options.iter().find(|option| option.name == name);
    option.ok_or_else(|| {
        UsageError(
            Message::new(Key::OptionGone)
                .with("option", name)
                .with("command", format!("/{}", command.name)),
        )
    })
}

/// What was typed for `option`, as a terminal would have it.
fn value(
    command: &Command,
    option: &CommandOption,
    given: &CommandDataOption,
) -> Result<String, UsageError> {
    match (&given.value, option.takes) {
        (CommandDataOptionValue::String(text), _) => Ok(text.clone()),
        (CommandDataOptionValue::Boolean(yes), Takes::YesOrNo) => {
            Ok(if *yes { "yes" } else { "no" }.to_owned())
        }
        _ => Err(UsageError(
            Message::new(Key::OptionMistyped)
                .with("option", option.name)
                .with("command", format!("/{}", command.name)),
        )),
    }
}

fn gone(name: &str) -> UsageError {
    let commands = COMMANDS.iter().map(|command| format!("/{}", command.name));
    let commands: Vec<Argument> = commands.map(Argument::from).collect();
    UsageError(
        Message::new(Key::CommandGone)
            .with("command", format!("/{name}"))
            .with("commands", commands),
    )
}

/// What is being typed; an option that nobody knows takes words, for which nothing is offered.
fn typed(data: &CommandData) -> Received {
    let focused = data.options.iter().find_map(|given| match &given.value {
        CommandDataOptionValue::Autocomplete { value, .. } => Some((given.name.as_str(), value)),
        _ => None,
    });
    let known = focused.and_then(|(name, typed)| {
        let option = find_option(command::find(&data.name)?, name).ok()?;
        Some((option.takes, typed.clone()))
    });
    let (takes, typed) = known.unwrap_or((Takes::Words, String::new()));
    Received::Complete { takes, typed }
}

fn pressed(press: &ComponentInteraction) -> Received {
    let chosen = match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values }
            if press.data.custom_id == MENU =>
        {
            values.first().map(String::as_str)
        }
        ComponentInteractionDataKind::Button => Some(press.data.custom_id.as_str()),
        _ => None,
    };
    match chosen.and_then(custom_id::read) {
        Some(Press::Why { key, number }) => Received::Why { key, number },
        Some(Press::Page { recall, page }) => Received::Ask {
            request: Request::Again(recall),
            page: page.into(),
            place: if is_private(press) {
                Place::Update
            } else {
                // Whoever turns a page of a public message does so for themselves.
                Place::Private
            },
        },
        None => Received::Refuse(Key::PressUnknown.into()),
    }
}

fn is_private(press: &ComponentInteraction) -> bool {
    let flags = press.message.flags.unwrap_or_default();
    flags.contains(MessageFlags::EPHEMERAL)
}
