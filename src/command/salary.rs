//! `/salary`: what a role pays.

use super::{Arguments, Command, CommandOption, PRIVATE, Takes, UsageError};
use crate::domain::{Argument, Key, Level, Message, Request};
use crate::vocabulary::Vocabulary;

pub(super) const COMMAND: Command = Command {
    name: "salary",
    summary: Key::CommandSalary,
    options: &[
        CommandOption {
            name: "role",
            summary: Key::OptionRole,
            required: true,
            takes: Takes::Role,
        },
        CommandOption {
            name: "location",
            summary: Key::OptionLocation,
            required: false,
            takes: Takes::Place,
        },
        CommandOption {
            name: "level",
            summary: Key::OptionLevel,
            required: false,
            takes: Takes::Level,
        },
        PRIVATE,
    ],
    examples: &[
        "/salary role:backend developer location:India level:entry",
        "/salary role:data engineer",
    ],
    parse,
};

fn parse(arguments: &Arguments<'_>) -> Result<Request, UsageError> {
    let level = arguments.get("level").map(parse_level).transpose()?;
    Ok(Request::Salary {
        role: arguments.required("role")?.to_owned(),
        location: arguments.get("location").map(str::to_owned),
        level,
    })
}

fn parse_level(value: &str) -> Result<Level, UsageError> {
    Vocabulary::builtin().parse_level(value).ok_or_else(|| {
        let levels: Vec<Argument> = Level::ALL.iter().map(|level| level.name().into()).collect();
        UsageError(
            Message::new(Key::LevelUnknown)
                .with("value", value)
                .with("levels", levels),
        )
    })
}
