//! `/salary`: what a role pays.

use super::{Arguments, Command, CommandOption, PRIVATE, Takes, UsageError};
use crate::domain::{Argument, Grade, Key, Level, Message, Request};
use crate::vocabulary::{Vocabulary, parse_grade};

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
    let (level, grade) = match arguments.get("level") {
        Some(value) => parse_step(value)?,
        None => (None, None),
    };
    Ok(Request::Salary {
        role: arguments.required("role")?.to_owned(),
        location: arguments.get("location").map(str::to_owned),
        level,
        grade,
    })
}

/// A level by a word ("senior") or a rung as its ladder numbers it ("tier 1", "L5").
fn parse_step(value: &str) -> Result<(Option<Level>, Option<Grade>), UsageError> {
    let level = Vocabulary::builtin().parse_level(value);
    let grade = if level.is_none() {
        parse_grade(value)
    } else {
        None
    };
    if level.is_none() && grade.is_none() {
        let levels: Vec<Argument> = Level::ALL.iter().map(|level| level.name().into()).collect();
        return Err(UsageError(
            Message::new(Key::LevelUnknown)
                .with("value", value)
                .with("levels", levels),
        ));
    }
    Ok((level, grade))
}
