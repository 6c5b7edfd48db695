//! The table of commands, and how a typed line becomes a request.

use crate::domain::{Key, Message, Request};

/// One command.
#[derive(Debug)]
pub struct Command {
    /// What is typed after the slash.
    pub name: &'static str,
    /// What it does.
    pub summary: Key,
    /// Its options, required ones first.
    pub options: &'static [CommandOption],
    /// Lines that work.
    pub examples: &'static [&'static str],
}

/// One option of a [`Command`].
#[derive(Debug)]
pub struct CommandOption {
    /// What is typed before the colon.
    pub name: &'static str,
    /// What it is.
    pub summary: Key,
    /// True when the command cannot do without.
    pub required: bool,
}

/// Every command, in the order of the help.
pub static COMMANDS: &[Command] = &[];

/// What the asker typed that cannot be read, with the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError(pub Message);

/// Reads one typed line: a slash command with options, or a question in plain words.
///
/// # Errors
/// [`UsageError`] with a message that says what is wrong and how to mend it.
pub fn parse_line(line: &str) -> Result<Request, UsageError> {
    let _ = line;
    Err(UsageError(Message::new(Key::QuestionEmpty)))
}
