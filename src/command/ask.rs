//! `/ask`: a question in plain words.

use super::{Arguments, Command, CommandOption, PRIVATE, Takes, UsageError};
use crate::domain::{Key, Request};

pub(super) const COMMAND: Command = Command {
    name: "ask",
    summary: Key::CommandAsk,
    options: &[
        CommandOption {
            name: "question",
            summary: Key::OptionQuestion,
            required: true,
            takes: Takes::Words,
        },
        PRIVATE,
    ],
    examples: &["/ask question:is remote work possible for backend developers?"],
    parse,
};

fn parse(arguments: &Arguments<'_>) -> Result<Request, UsageError> {
    Ok(Request::Ask {
        question: arguments.required("question")?.to_owned(),
    })
}
