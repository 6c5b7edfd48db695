//! `/role`: what a role is, needs and leads to.

use super::{Arguments, Command, CommandOption, PRIVATE, Takes, UsageError};
use crate::domain::{Key, Request};

pub(super) const COMMAND: Command = Command {
    name: "role",
    summary: Key::CommandRole,
    options: &[
        CommandOption {
            name: "role",
            summary: Key::OptionRole,
            required: true,
            takes: Takes::Role,
        },
        PRIVATE,
    ],
    examples: &["/role role:backend developer"],
    parse,
};

fn parse(arguments: &Arguments<'_>) -> Result<Request, UsageError> {
    Ok(Request::Role {
        role: arguments.required("role")?.to_owned(),
    })
}
