//! The console: slash commands and questions line by line, on a terminal or from a pipe.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Editor, Helper};

use super::lines::{LINE_MAX_BYTES, Line, next_line};
use super::render::{self, Page};
use super::{Session, complain, open, out};
use crate::command::{self, COMMANDS, Command, CommandOption, Takes};
use crate::domain::{Answer, Argument, Key, Message, QUESTION_MAX_CHARS, Request};
use crate::fault::{Failed, guarded};
use crate::present::Catalogue;

const PROMPT: &str = "> ";

/// Why the console opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// It was asked for.
    Asked,
    /// There is no token for anything else.
    NoToken,
}

pub(super) fn run(session: &Session, opening: Opening) -> Result<ExitCode> {
    if opening == Opening::NoToken {
        complain(&session.catalogue.word(Key::ConsoleNoToken));
    }
    let opened = open::live(session)?;
    let mut console = Console {
        answer: &|request| guarded(|| opened.live.now().answer(request)),
        last: None,
    };
    // Greetings are for people; whoever reads the output through a pipe gets answers only.
    let watched = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !watched {
        return from_pipe(session, &mut console);
    }
    let welcome = Message::new(Key::ConsoleWelcome).with("documents", opened.documents);
    say(&render::message(&welcome, &session.page()))?;
    from_terminal(session, &mut console)?;
    let goodbye = Message::new(Key::ConsoleGoodbye);
    say(&render::message(&goodbye, &session.page()))?;
    Ok(ExitCode::SUCCESS)
}

fn from_terminal(session: &Session, console: &mut Console<'_>) -> Result<()> {
    let mut editor: Editor<Words, DefaultHistory> =
        Editor::new().context("the terminal cannot be read")?;
    editor.set_helper(Some(Words));
    loop {
        let line = match editor.readline(PROMPT) {
            Ok(line) => line,
            // A line that is given up, as in a shell.
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(error).context("the terminal cannot be read"),
        };
        if !line.trim().is_empty() {
            editor
                .add_history_entry(line.as_str())
                .context("the line cannot be remembered")?;
        }
        let line = if line.len() > LINE_MAX_BYTES {
            Line::TooLong {
                chars: line.chars().count() as u64,
            }
        } else {
            Line::Whole(line)
        };
        // The window may have changed since the last answer.
        match console.reply(&line, &session.page()) {
            Reply::Say(text) => say(&text)?,
            Reply::Nothing => {}
            Reply::Leave => return Ok(()),
        }
    }
}

fn from_pipe(session: &Session, console: &mut Console<'_>) -> Result<ExitCode> {
    let mut input = io::stdin().lock();
    let mut first = true;
    while let Some(line) = next_line(&mut input).context("standard input cannot be read")? {
        match console.reply(&line, &session.page()) {
            Reply::Say(text) if first => say(&text)?,
            Reply::Say(text) => say(&format!("\n{text}"))?,
            Reply::Nothing => continue,
            Reply::Leave => break,
        }
        first = false;
    }
    Ok(ExitCode::SUCCESS)
}

fn say(text: &str) -> io::Result<()> {
    let mut out = out();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// What the console knows between lines.
struct Console<'a> {
    answer: &'a dyn Fn(&Request) -> Result<Answer, Failed>,
    last: Option<Answer>,
}

/// What a line leads to.
#[derive(Debug, PartialEq, Eq)]
enum Reply {
    Say(String),
    Nothing,
    Leave,
}

impl Console<'_> {
    fn reply(&mut self, line: &Line, page: &Page<'_>) -> Reply {
        let line = match line {
            Line::Whole(line) => line.trim(),
            Line::TooLong { chars } => {
                let too_long = Message::new(Key::QuestionTooLong)
                    .with("length", *chars)
                    .with("limit", QUESTION_MAX_CHARS);
                return Reply::Say(render::message(&too_long, page));
            }
        };
        match line.to_lowercase().as_str() {
            "" => return Reply::Nothing,
            "quit" | "exit" | "/quit" | "/exit" => return Reply::Leave,
            "help" | "/help" | "?" => return Reply::Say(help(page.catalogue)),
            _ => {}
        }
        if let Some(why) = read_why(line) {
            return Reply::Say(self.why(&why, page));
        }
        let request = match command::parse_line(line) {
            Ok(request) => request,
            Err(error) => return Reply::Say(render::message(&error.0, page)),
        };
        match (self.answer)(&request) {
            Ok(answer) => {
                let text = render::answer(&answer, page);
                self.last = Some(answer);
                Reply::Say(text)
            }
            Err(failed) => Reply::Say(format!("{failed}\n")),
        }
    }

    /// The words behind a number; without one, how to ask for them.
    fn why(&self, why: &Why, page: &Page<'_>) -> String {
        let shown = match (&self.last, why) {
            (None, _) => Err(Message::new(Key::WhyNoAnswer)),
            (Some(_), Why::Alone) => Err(Message::new(Key::WhyHint)),
            (Some(answer), Why::Number(number)) => render::why(answer, *number, page),
        };
        shown.unwrap_or_else(|says| render::message(&says, page))
    }
}

/// A line that asks for the words behind a number.
#[derive(Debug, PartialEq, Eq)]
enum Why {
    /// `why 2`
    Number(usize),
    /// `why`
    Alone,
}

/// Reads `why 2`, also as `why #2`; none for a question that only begins with the word.
fn read_why(line: &str) -> Option<Why> {
    let mut words = line.split_whitespace();
    let why = words.next()?.trim_start_matches('/');
    if !why.eq_ignore_ascii_case("why") {
        return None;
    }
    match (words.next(), words.next()) {
        (None, _) => Some(Why::Alone),
        (Some(number), None) => {
            let digits = number.trim_start_matches('#').trim_end_matches(['?', '.']);
            digits.parse().ok().map(Why::Number)
        }
        _ => None,
    }
}

/// Every command with its options, a summary and an example.
fn help(catalogue: &Catalogue) -> String {
    let mut lines = Vec::new();
    for command in COMMANDS {
        lines.push(format!(
            "{}   {}",
            usage(command),
            catalogue.word(command.summary)
        ));
        lines.extend(
            command
                .examples
                .first()
                .map(|example| format!("    {example}")),
        );
    }
    let commands = Argument::Text(lines.join("\n"));
    catalogue.text(&Message::new(Key::ConsoleHelp).with("commands", commands)) + "\n"
}

/// A command with its options, those it can do without in brackets.
fn usage(command: &Command) -> String {
    let mut usage = format!("/{}", command.name);
    for option in shown_options(command) {
        let (open, close) = if option.required {
            ("", "")
        } else {
            ("[", "]")
        };
        for part in [" ", open, option.name, ":…", close] {
            usage += part;
        }
    }
    usage
}

/// The options that mean something in a terminal, where every answer is private.
fn shown_options(command: &Command) -> impl Iterator<Item = &CommandOption> {
    let options = command.options.iter();
    options.filter(|option| option.takes != Takes::YesOrNo)
}

/// Completes commands and their options at the prompt.
struct Words;

impl Helper for Words {}
impl Highlighter for Words {}
impl Validator for Words {}

impl Hinter for Words {
    type Hint = String;
}

impl Completer for Words {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(complete(line.get(..position).unwrap_or(line), COMMANDS))
    }
}

/// Where the last word of `typed` starts, and what it may become.
fn complete(typed: &str, commands: &[Command]) -> (usize, Vec<String>) {
    let Some(after) = typed.strip_prefix('/') else {
        return (typed.len(), Vec::new());
    };
    let Some((name, options)) = after.split_once(' ') else {
        let names = commands.iter().map(|command| command.name);
        let fitting = names.filter(|name| name.starts_with(after));
        return (0, fitting.map(|name| format!("/{name} ")).collect());
    };
    let Some(command) = commands.iter().find(|command| command.name == name) else {
        return (typed.len(), Vec::new());
    };
    let word = options.rsplit(' ').next().unwrap_or_default();
    let fitting = shown_options(command).filter(|option| {
        let given = options.contains(&format!("{}:", option.name));
        option.name.starts_with(word) && !given
    });
    let start = typed.len() - word.len();
    (
        start,
        fitting.map(|option| format!("{}:", option.name)).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::render::samples;

    fn page(catalogue: &Catalogue) -> Page<'_> {
        Page {
            catalogue,
            width: 80,
            styled: false,
        }
    }

    fn whole(text: &str) -> Line {
        Line::Whole(text.to_owned())
    }

    #[test]
    fn reads_the_number_behind_why() {
        assert_eq!(read_why("why 2"), Some(Why::Number(2)));
        assert_eq!(read_why("/why #12"), Some(Why::Number(12)));
        assert_eq!(read_why("Why"), Some(Why::Alone));
        assert_eq!(read_why("why is SQL needed"), None);
        assert_eq!(read_why("why not"), None);
        assert_eq!(read_why("salary 2"), None);
    }

    #[test]
    fn shows_the_words_behind_the_last_answer() {
        let catalogue = Catalogue::english();
        let page = page(&catalogue);
        let mut console = Console {
            answer: &|_| Ok(samples::salary()),
            last: None,
        };
        let Reply::Say(text) = console.reply(&whole("why 1"), &page) else {
            panic!("a line to say")
        };
        assert_eq!(
            text,
            "There is no answer to look behind yet. Ask something first, then type: why 1\n"
        );
        console.last = Some(samples::salary());
        let Reply::Say(text) = console.reply(&whole(" why 1 "), &page) else {
            panic!("a line to say")
        };
        assert!(text.contains("“Entry: ₹4–8 LPA”"), "{text}");
    }

    #[test]
    fn ends_only_when_asked() {
        let catalogue = Catalogue::english();
        let page = page(&catalogue);
        let mut console = Console {
            answer: &|_| {
                Err(Failed {
                    reference: "7-1".to_owned(),
                })
            },
            last: None,
        };
        assert_eq!(console.reply(&whole("  "), &page), Reply::Nothing);
        assert_eq!(console.reply(&whole("QUIT"), &page), Reply::Leave);
        assert_eq!(
            console.reply(&Line::TooLong { chars: 70_000 }, &page),
            Reply::Say("The question has 70,000 characters; shorten it to 1,000.\n".to_owned())
        );
        let Reply::Say(text) = console.reply(&whole("what does a welder earn"), &page) else {
            panic!("a line to say")
        };
        assert_eq!(text.lines().count(), 1, "{text}");
    }

    #[test]
    fn completes_commands_and_options() {
        let check = |typed: &str, start: usize, words: &[&str]| {
            let expected: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(
                complete(typed, COMMANDS),
                (start, expected),
                "completing {typed:?}"
            );
        };
        let all = [
            "/salary ",
            "/role ",
            "/roadmap ",
            "/ask ",
            "/sources ",
            "/about ",
        ];
        check("/", 0, &all);
        check("/s", 0, &["/salary ", "/sources "]);
        check("/salary ", 8, &["role:", "location:", "level:"]);
        check("/salary role:data engineer l", 27, &["location:", "level:"]);
        check("/salary role:x ro", 15, &[]);
        check("what", 4, &[]);
        check("/fly r", 6, &[]);
        assert_eq!(usage(&COMMANDS[0]), "/salary role:… [location:…] [level:…]");
    }
}
