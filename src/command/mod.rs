//! The table of commands, and how a typed line becomes a request.
//!
//! The table is the only list of commands there is: help, console, README and registration read it. Nothing here
//! knows an answer, a document or a door. Start with [`COMMANDS`], then [`parse_line`] (one typed line) and [`parse`]
//! (options that a door has taken apart already).

mod about;
mod ask;
mod line;
mod roadmap;
mod role;
mod salary;
mod sources;

use crate::domain::{Key, Message, Request};

pub use line::{Arguments, parse, parse_line, parse_yes_or_no};

/// One command.
#[derive(Debug)]
pub struct Command {
    /// What is typed after the slash.
    pub name: &'static str,
    /// What it does.
    pub summary: Key,
    /// Its options, required ones first. Words before any option belong to the first.
    pub options: &'static [CommandOption],
    /// Lines that work.
    pub examples: &'static [&'static str],
    /// Turns the typed options into a request.
    pub parse: fn(&Arguments<'_>) -> Result<Request, UsageError>,
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
    /// What it takes.
    pub takes: Takes,
}

/// What an option takes, which decides how a door offers and checks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A role; covered ones are offered.
    Role,
    /// A place; those with figures are offered.
    Place,
    /// A level; all are offered.
    Level,
    /// A document; all are offered.
    Document,
    /// Words of one's own.
    Words,
    /// Yes or no.
    YesOrNo,
}

impl Takes {
    /// True where there is something to offer while it is typed.
    pub fn is_offered(self) -> bool {
        !matches!(self, Takes::Words | Takes::YesOrNo)
    }
}

/// Whether an answer is shown to the asker alone, as every answer is by default. A terminal is private anyway: there it
/// changes nothing.
pub const PRIVATE: CommandOption = CommandOption {
    name: "private",
    summary: Key::OptionPrivate,
    required: false,
    takes: Takes::YesOrNo,
};

/// Every command, in the order of the help.
pub static COMMANDS: &[Command] = &[
    salary::COMMAND,
    role::COMMAND,
    roadmap::COMMAND,
    ask::COMMAND,
    sources::COMMAND,
    about::COMMAND,
];

/// What the asker typed that cannot be read, with the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError(pub Message);

/// The command called `name`.
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest name in the table, in characters; doors have limits of their own, checked there.
    const NAME_MAX_CHARS: usize = 32;

    #[test]
    fn names_are_short_and_every_example_parses() {
        let mut names = std::collections::HashSet::new();
        for command in COMMANDS {
            assert!(names.insert(command.name), "{} stands twice", command.name);
            assert!(
                !command.examples.is_empty(),
                "{} has no example",
                command.name
            );
            assert!(
                command.options.is_sorted_by_key(|option| !option.required),
                "{} has an optional option before a required one",
                command.name
            );
            for name in command
                .options
                .iter()
                .map(|option| option.name)
                .chain([command.name])
            {
                assert!(
                    !name.is_empty()
                        && name.len() <= NAME_MAX_CHARS
                        && name.chars().all(|c| c.is_ascii_lowercase()),
                    "name {name:?}"
                );
            }
            for example in command.examples {
                assert!(example.starts_with('/'), "{example}");
                parse_line(example).unwrap_or_else(|error| panic!("{example}: {error:?}"));
            }
        }
    }
}
