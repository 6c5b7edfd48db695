//! `/sources`: the documents that answers come from.

use super::{Arguments, Command, CommandOption, PRIVATE, Takes, UsageError};
use crate::domain::{Key, Request};

pub(super) const COMMAND: Command = Command {
    name: "sources",
    summary: Key::CommandSources,
    options: &[
        CommandOption {
            name: "document",
            summary: Key::OptionDocument,
            required: false,
            takes: Takes::Document,
        },
        PRIVATE,
    ],
    examples: &["/sources"],
    parse,
};

#[expect(
    clippy::unnecessary_wraps,
    reason = "the table wants one shape; this command has nothing to refuse"
)]
fn parse(arguments: &Arguments<'_>) -> Result<Request, UsageError> {
    Ok(Request::Sources {
        document: arguments.get("document").map(str::to_owned),
    })
}
