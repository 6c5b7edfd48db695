//! `/roadmap`: how to get into a role.

use super::{Arguments, Command, CommandOption, PRIVATE, Takes, UsageError};
use crate::domain::{Key, Request};

pub(super) const COMMAND: Command = Command {
    name: "roadmap",
    summary: Key::CommandRoadmap,
    options: &[
        CommandOption {
            name: "role",
            summary: Key::OptionRole,
            required: true,
            takes: Takes::Role,
        },
        CommandOption {
            name: "stage",
            summary: Key::OptionStage,
            required: false,
            takes: Takes::Words,
        },
        PRIVATE,
    ],
    examples: &[
        "/roadmap role:backend developer",
        "/roadmap role:backend developer stage:2",
    ],
    parse,
};

fn parse(arguments: &Arguments<'_>) -> Result<Request, UsageError> {
    Ok(Request::Roadmap {
        role: arguments.required("role")?.to_owned(),
        stage: arguments.get("stage").map(str::to_owned),
    })
}
