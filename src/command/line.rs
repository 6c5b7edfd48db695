//! Reading one typed line.

use crate::domain::{Argument, Key, Message, QUESTION_MAX_CHARS, Request};
use crate::vocabulary::closest;

use super::{COMMANDS, Command, CommandOption, Takes, UsageError, find};

/// The values typed for the options of one command.
#[derive(Debug)]
pub struct Arguments<'a> {
    command: &'static Command,
    values: Vec<(&'static CommandOption, &'a str)>,
}

impl<'a> Arguments<'a> {
    /// The value of the option `name`, if one was typed.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.values
            .iter()
            .find(|(option, _)| option.name == name)
            .map(|(_, value)| *value)
    }

    /// The value of the option `name`.
    ///
    /// # Errors
    /// [`UsageError`] with an example when none was typed.
    pub fn required(&self, name: &'static str) -> Result<&'a str, UsageError> {
        self.get(name).ok_or_else(|| {
            UsageError(
                Message::new(Key::OptionMissing)
                    .with("option", name)
                    .with("command", format!("/{}", self.command.name))
                    .with("example", example(self.command)),
            )
        })
    }
}

/// Reads one typed line: a slash command with options (`/salary role:nurse location:UK`), or a question in plain words.
///
/// Words before the first option belong to the command's first option: `/role backend developer` works.
///
/// # Errors
/// [`UsageError`] with a message that says what is wrong and how to mend it.
pub fn parse_line(line: &str) -> Result<Request, UsageError> {
    let line = line.trim();
    if is_blank(line) {
        return Err(UsageError(Message::new(Key::QuestionEmpty)));
    }
    check_length(line.chars().count())?;
    let Some(typed) = line.strip_prefix('/') else {
        return Ok(Request::Ask {
            question: line.to_owned(),
        });
    };
    let (name, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let Some(command) = find(&name.to_lowercase()) else {
        return Err(unknown_command(name));
    };
    parse(command, arguments(command, rest.trim())?)
}

/// Reads the options of `command`, each with the value that was typed for it.
///
/// # Errors
/// [`UsageError`] with a message that says what is wrong and how to mend it.
pub fn parse(
    command: &'static Command,
    values: Vec<(&'static CommandOption, &str)>,
) -> Result<Request, UsageError> {
    check_length(values.iter().map(|(_, value)| value.chars().count()).sum())?;
    for (option, value) in &values {
        if is_blank(value) {
            return Err(UsageError(
                Message::new(Key::OptionEmpty)
                    .with("option", option.name)
                    .with("example", example(command)),
            ));
        }
        if option.takes == Takes::YesOrNo {
            parse_yes_or_no(option.name, value)?;
        }
    }
    (command.parse)(&Arguments { command, values })
}

/// Reads a yes or a no.
///
/// # Errors
/// [`UsageError`] when it is neither.
pub fn parse_yes_or_no(option: &'static str, value: &str) -> Result<bool, UsageError> {
    match value.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "on" | "1" => Ok(true),
        "no" | "n" | "false" | "off" | "0" => Ok(false),
        _ => Err(UsageError(
            Message::new(Key::NeitherYesNorNo)
                .with("option", option)
                .with("value", value),
        )),
    }
}

fn is_blank(text: &str) -> bool {
    !text.chars().any(|c| !c.is_whitespace() && !c.is_control())
}

fn check_length(chars: usize) -> Result<(), UsageError> {
    if chars <= QUESTION_MAX_CHARS {
        return Ok(());
    }
    Err(UsageError(
        Message::new(Key::QuestionTooLong)
            .with("length", chars)
            .with("limit", QUESTION_MAX_CHARS),
    ))
}

fn unknown_command(name: &str) -> UsageError {
    let near = closest(name, COMMANDS.iter().map(|command| command.name), 1);
    let offered = if near.is_empty() {
        COMMANDS.iter().map(|command| command.name).collect()
    } else {
        near
    };
    let commands: Vec<Argument> = offered
        .into_iter()
        .map(|name| format!("/{name}").into())
        .collect();
    UsageError(
        Message::new(Key::CommandUnknown)
            .with("command", format!("/{name}"))
            .with("commands", commands),
    )
}

/// Cuts `rest` at every `option:`. A question may hold colons, so there only its own option cuts.
fn arguments<'a>(
    command: &'static Command,
    rest: &'a str,
) -> Result<Vec<(&'static CommandOption, &'a str)>, UsageError> {
    let first = command.options.first();
    let takes_colons = first.is_some_and(|option| option.takes == Takes::Words);
    let mut values: Vec<(&'static CommandOption, &'a str)> = Vec::new();
    let marks = marks(rest);
    let mut cuts: Vec<(&'static CommandOption, usize, usize)> = Vec::new();
    for (name, start, end) in marks {
        match command
            .options
            .iter()
            .find(|option| option.name.eq_ignore_ascii_case(name))
        {
            Some(option) => cuts.push((option, start, end)),
            None if takes_colons => {}
            None => return Err(unknown_option(command, name)),
        }
    }
    let lead = rest
        .get(..cuts.first().map_or(rest.len(), |cut| cut.1))
        .unwrap_or_default()
        .trim();
    if !lead.is_empty() {
        let Some(first) = first else {
            return Err(UsageError(
                Message::new(Key::OptionsNone)
                    .with("text", lead)
                    .with("command", format!("/{}", command.name)),
            ));
        };
        if cuts.iter().any(|cut| cut.0.name == first.name) {
            return Err(UsageError(
                Message::new(Key::TextBeforeOptions)
                    .with("text", lead)
                    .with("command", format!("/{}", command.name))
                    .with("example", example(command)),
            ));
        }
        values.push((first, lead));
    }
    for (at, &(option, _, end)) in cuts.iter().enumerate() {
        let until = cuts.get(at + 1).map_or(rest.len(), |next| next.1);
        let value = rest.get(end..until).unwrap_or_default().trim();
        if values.iter().any(|(other, _)| other.name == option.name) {
            return Err(UsageError(
                Message::new(Key::OptionTwice).with("option", option.name),
            ));
        }
        values.push((option, value));
    }
    Ok(values)
}

/// Every `word:` in `text`: the word, where it starts, where its value starts. `https://` is none.
fn marks(text: &str) -> Vec<(&str, usize, usize)> {
    text.match_indices(':')
        .filter_map(|(colon, _)| {
            let before = text.get(..colon)?;
            let start = before
                .rfind(|c: char| !c.is_ascii_alphabetic())
                .map_or(0, |at| {
                    at + before
                        .get(at..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(1, char::len_utf8)
                });
            let name = text.get(start..colon)?;
            let begins_word = start == 0 || text.get(..start)?.ends_with(char::is_whitespace);
            let is_address = text.get(colon + 1..)?.starts_with("//");
            (begins_word && !name.is_empty() && !is_address).then_some((name, start, colon + 1))
        })
        .collect()
}

fn unknown_option(command: &Command, name: &str) -> UsageError {
    let options: Vec<Argument> = command
        .options
        .iter()
        .map(|option| format!("{}:", option.name).into())
        .collect();
    UsageError(
        Message::new(Key::OptionUnknown)
            .with("option", format!("{name}:"))
            .with("command", format!("/{}", command.name))
            .with("options", options),
    )
}

fn example(command: &Command) -> &'static str {
    command.examples.first().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Grade, Level, Scheme};

    fn salary(role: &str, location: Option<&str>, level: Option<Level>) -> Request {
        Request::Salary {
            role: role.to_owned(),
            location: location.map(str::to_owned),
            level,
            grade: None,
        }
    }

    #[test]
    fn reads_commands_with_options_in_any_order() {
        assert_eq!(
            parse_line("/salary role:backend developer location:India level:entry"),
            Ok(salary(
                "backend developer",
                Some("India"),
                Some(Level::Entry)
            ))
        );
        assert_eq!(
            parse_line("  /salary level:Fresher role: data engineer "),
            Ok(salary("data engineer", None, Some(Level::Entry)))
        );
        let on_rung = Request::Salary {
            role: "nurse".to_owned(),
            location: None,
            level: None,
            grade: Grade::new(Scheme::Band, 6),
        };
        assert_eq!(parse_line("/salary nurse level:Band 6"), Ok(on_rung));
        assert_eq!(
            parse_line("/SALARY nurse location:UK"),
            Ok(salary("nurse", Some("UK"), None))
        );
        assert_eq!(
            parse_line("/role backend developer"),
            Ok(Request::Role {
                role: "backend developer".into()
            })
        );
        assert_eq!(
            parse_line("/roadmap role:sre stage:2"),
            Ok(Request::Roadmap {
                role: "sre".into(),
                stage: Some("2".into())
            })
        );
    }

    #[test]
    fn leaves_colons_in_questions_alone() {
        assert_eq!(
            parse_line("/ask ratio: what is 3:1?"),
            Ok(Request::Ask {
                question: "ratio: what is 3:1?".into()
            })
        );
        assert_eq!(
            parse_line("is role: a word?"),
            Ok(Request::Ask {
                question: "is role: a word?".into()
            })
        );
        assert_eq!(
            parse_line("/ask question: why?"),
            Ok(Request::Ask {
                question: "why?".into()
            })
        );
    }

    #[track_caller]
    fn refuses(line: &str, key: Key) {
        assert_eq!(
            parse_line(line).expect_err("a usage error").0.key,
            key,
            "for {line:?}"
        );
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        refuses("", Key::QuestionEmpty);
        refuses(" \u{1b}\u{7} ", Key::QuestionEmpty);
        refuses(&"a".repeat(10_000), Key::QuestionTooLong);
        refuses("/salry role:nurse", Key::CommandUnknown);
        refuses("/", Key::CommandUnknown);
        refuses("/salary location:India", Key::OptionMissing);
        refuses("/salary role:", Key::OptionEmpty);
        refuses("/salary role:nurse place:India", Key::OptionUnknown);
        refuses("/salary role:nurse role:pilot", Key::OptionTwice);
        refuses("/salary nurse role:pilot", Key::TextBeforeOptions);
        refuses("/salary role:nurse level:wizard", Key::LevelUnknown);
    }

    #[test]
    fn names_commands_as_they_are_typed() {
        for line in [
            "/salary location:India",
            "/salary nurse role:pilot",
            "/salary role:nurse place:India",
        ] {
            let said = parse_line(line).expect_err("a usage error").0;
            let command = ("command", Argument::from("/salary"));
            assert!(said.arguments.contains(&command), "{line}: {said:?}");
        }
    }

    #[test]
    fn never_panics() {
        for line in [
            "/é:",
            "/salary é:x",
            "/salary role:é:",
            "/ask ::::",
            "/salary ₹:₹ role:₹",
            "/\u{0}",
        ] {
            let _ = parse_line(line);
        }
    }
}
