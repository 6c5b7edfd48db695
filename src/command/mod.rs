//! The table of commands, and how a typed line becomes a request.
//!
//! The table is the only list of commands there is: help, console, README and registration read it. Nothing here
//! knows an answer, a document or a door. Start with [`COMMANDS`], then [`parse_line`].

mod ask;
mod line;
mod roadmap;
mod role;
mod salary;

use crate::domain::{Key, Message, Request};

pub use line::{Arguments, parse_line};

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
}

/// Every command, in the order of the help.
pub static COMMANDS: &[Command] = &[
    salary::COMMAND,
    role::COMMAND,
    roadmap::COMMAND,
    ask::COMMAND,
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

    /// Discord's limits on commands: a name of 1 to 32 characters, lower case.
    /// <https://discord.com/developers/docs/interactions/application-commands>
    const NAME_MAX_CHARS: usize = 32;

    #[test]
    fn every_command_fits_discord_and_every_example_parses() {
        let mut names = std::collections::HashSet::new();
        for command in COMMANDS {
            assert!(names.insert(command.name), "{} stands twice", command.name);
            assert!(
                !command.examples.is_empty(),
                "{} has no example",
                command.name
            );
            assert!(
                command
                    .options
                    .first()
                    .is_some_and(|option| option.required),
                "{} needs a required option first",
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
