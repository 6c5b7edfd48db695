//! The terminal: reads arguments and lines, asks the engine, prints text or one object a line.
//!
//! Nothing here decides an answer. Answers go to standard output, everything else to standard error. The program ends
//! with 0 when it answered (also "not in these documents"), 1 on a fault, 2 on a usage error; a reader that closes the
//! pipe ends it quietly. Start with [`main`]; [`render`] and [`json`] are pure.

mod ask;
mod bot;
mod check;
mod console;
mod coverage;
mod eval;
mod facts;
mod index;
mod invite;
pub mod json;
mod lines;
mod open;
mod register;
pub mod render;
mod search;

use std::io::{self, Write};
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use thiserror::Error;

use crate::config::{self, Config};
use crate::corpus;
use crate::fault;
use crate::present::{Catalogue, clean, clean_lines};
use crate::telemetry;

/// Ended because of what the asker typed.
const USAGE: u8 = 2;

/// Ended because something is broken.
const FAULT: u8 = 1;

/// How wide lines are where there is no terminal to ask, in columns.
const WIDTH_DEFAULT: usize = 80;

/// The widest lines that still read well, in columns.
const WIDTH_MAX: usize = 140;

/// Answers career questions from documents, each figure with its source.
///
/// Without a command it is the Discord bot where `DISCORD_TOKEN` is set, and the console otherwise.
#[derive(Debug, Parser)]
#[command(name = "careerbot", version, about)]
struct Arguments {
    #[arg(long, global = true, value_name = "DIR")]
    #[arg(help = "Folder of documents [env: CAREERBOT_CORPUS] [default: corpus]")]
    corpus: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR")]
    #[arg(help = "Folder of the search index, a cache [env: CAREERBOT_INDEX] [default: index]")]
    index: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read slash commands and questions line by line
    #[command(
        after_help = "Examples:\n  careerbot console\n  echo '/salary role:data engineer' | careerbot console"
    )]
    Console,
    Ask(ask::Ask),
    Facts(facts::Facts),
    Search(search::Search),
    Index(index::BuildIndex),
    Check(check::Check),
    Eval(eval::Eval),
    Register(register::Register),
    /// Print the links by which people add the bot to a server or to their account
    #[command(
        after_help = "Examples:\n  careerbot invite\n  DISCORD_APPLICATION_ID=1187654321098765432 careerbot invite"
    )]
    Invite,
    /// Read a PDF from standard input; what this program starts for each, with bounds
    #[command(name = corpus::READ_PDF, hide = true)]
    ReadPdf,
}

/// What the asker can mend; shown as it is.
#[derive(Debug, Error)]
#[error("{0}")]
struct Usage(String);

/// What every subcommand is given.
struct Session {
    corpus: PathBuf,
    index: PathBuf,
    catalogue: Catalogue,
    config: Config,
}

/// Runs the program with the arguments and environment of the process.
pub fn main() -> ExitCode {
    let command = Arguments::command().after_help(config::help());
    let arguments = command
        .try_get_matches()
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is no fault of either.
            let _closed = if error.use_stderr() {
                write!(io::stderr(), "{}", refusal(&error))
            } else {
                error.print()
            };
            return u8::try_from(error.exit_code()).map_or(ExitCode::from(USAGE), ExitCode::from);
        }
    };
    if let Some(Command::ReadPdf) = arguments.command {
        return read_pdf();
    }
    if let Ok(program) = std::env::current_exe() {
        corpus::read_pdfs_with(program);
    }
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(error) => {
            complain(&one_line(&error.into()));
            return ExitCode::from(USAGE);
        }
    };
    if !config.colours {
        anstream::ColorChoice::Never.write_global();
    }
    let is_service = arguments.command.is_none() && config.discord_token.is_some();
    telemetry::start(
        &config,
        if is_service {
            telemetry::SERVICE_FILTER
        } else {
            telemetry::TERMINAL_FILTER
        },
    );
    fault::log_panics();
    match panic::catch_unwind(|| run(arguments, config)) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            complain(&one_line(&error));
            let usage = error.downcast_ref::<Usage>().is_some();
            ExitCode::from(if usage { USAGE } else { FAULT })
        }
        Err(_panic) => {
            complain(
                "it broke inside, which is a fault in careerbot; the log names the place: report that",
            );
            ExitCode::from(FAULT)
        }
    }
}

/// What runs in the child that reads a PDF: no settings, no logs, nothing to say but the answer.
fn read_pdf() -> ExitCode {
    match corpus::read_pdf(io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_told_by_the_code) => ExitCode::from(FAULT),
    }
}

fn run(arguments: Arguments, config: Config) -> Result<ExitCode> {
    let session = Session {
        corpus: arguments.corpus.unwrap_or_else(|| config.corpus.clone()),
        index: arguments.index.unwrap_or_else(|| config.index.clone()),
        catalogue: Catalogue::english(),
        config,
    };
    match arguments.command {
        None => match &session.config.discord_token {
            Some(token) => bot::run(&session, token),
            None => console::run(&session, console::Opening::NoToken),
        },
        Some(Command::Console) => console::run(&session, console::Opening::Asked),
        Some(Command::Ask(ask)) => ask::run(&session, &ask),
        Some(Command::Facts(facts)) => facts::run(&session, &facts),
        Some(Command::Search(search)) => search::run(&session, &search),
        Some(Command::Index(index)) => index::run(&session, &index),
        Some(Command::Check(check)) => check::run(&session, &check),
        Some(Command::Eval(eval)) => eval::run(&session, &eval),
        Some(Command::Register(register)) => register::run(&session, &register),
        Some(Command::Invite) => invite::run(&session),
        Some(Command::ReadPdf) => Ok(read_pdf()),
    }
}

impl Session {
    /// How answers are laid out on standard output. Styles are always asked for: [`out`] removes what the reader on
    /// the other side cannot show.
    fn page(&self) -> render::Page<'_> {
        let columns = console_width().unwrap_or(WIDTH_DEFAULT);
        render::Page {
            catalogue: &self.catalogue,
            width: columns.min(WIDTH_MAX),
            styled: true,
        }
    }
}

fn console_width() -> Option<usize> {
    let (_rows, columns) = ::console::Term::stdout().size_checked()?;
    Some(usize::from(columns))
}

/// Standard output for people: styles are removed where it is no terminal or colours are switched off.
fn out() -> impl Write {
    anstream::stdout()
}

/// A count and what is counted, as in `1 document` or `2 documents`.
fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// Why arguments were refused. The words quote them, and must not steer the terminal on their behalf; the styles go with
/// whatever else was escaped.
fn refusal(error: &clap::Error) -> String {
    clean_lines(&error.render().ansi().to_string())
}

/// Says one line on standard error.
fn complain(text: &str) {
    // With standard error closed there is nowhere left to say anything.
    let _closed = writeln!(io::stderr(), "careerbot: {}", clean(text));
}

/// An error and what caused it, on one line.
fn one_line(error: &anyhow::Error) -> String {
    let mut said = Vec::<String>::new();
    for cause in error.chain() {
        let text = cause.to_string();
        // Some errors already end with the words of their cause.
        if !said.last().is_some_and(|before| before.ends_with(&text)) {
            said.push(text);
        }
    }
    clean(&said.join(": "))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn holds_a_sound_set_of_arguments() {
        Arguments::command().debug_assert();
    }

    #[track_caller]
    fn check(line: &str, reads: bool) {
        let words = line.split(' ');
        assert_eq!(
            Arguments::try_parse_from(words).is_ok(),
            reads,
            "reading {line:?}"
        );
    }

    #[test]
    fn reads_the_lines_of_the_contract() {
        check("careerbot", true);
        check("careerbot --corpus a --index b", true);
        check("careerbot console --corpus a", true);
        check("careerbot ask what does it pay", true);
        check("careerbot ask q --json", true);
        check("careerbot ask q --why 2", true);
        check("careerbot ask --batch -", true);
        check("careerbot facts --kind roadmap --json", true);
        check("careerbot search q --top 3 --json", true);
        check("careerbot search --batch f", true);
        check("careerbot index --rebuild --index b", true);
        check("careerbot check", true);
        check("careerbot check --json", true);
        check("careerbot eval f --json --errors 3", true);
        check("careerbot eval - --min ndcg=0.7 --min intent=1", true);
        check("careerbot register --guild 1 --dry-run", true);
        check("careerbot invite", true);
    }

    #[test]
    fn refuses_what_means_nothing() {
        check("careerbot ask", false);
        check("careerbot ask q --batch f", false);
        check("careerbot ask q --json --why 1", false);
        check("careerbot facts --kind pay", false);
        check("careerbot search", false);
        check("careerbot search q --top 0", false);
        check("careerbot register now", false);
        check("careerbot eval", false);
        check("careerbot eval f --min ndcg", false);
        check("careerbot eval f --min pay=0.5", false);
        check("careerbot eval f --min mrr=1.1", false);
        check("careerbot invite me", false);
        check("careerbot fly", false);
    }

    #[test]
    fn cleans_what_it_quotes_of_arguments() {
        let words = ["careerbot", "fly\u{1b}[2J\u{9b}31m\u{202e}\u{7} me"];
        let error = Arguments::try_parse_from(words).expect_err("a refusal");
        assert_eq!(error.exit_code(), i32::from(USAGE));
        assert_eq!(
            refusal(&error),
            "error: unrecognized subcommand 'fly me'\n\n\
             Usage: careerbot [OPTIONS] [COMMAND]\n\n\
             For more information, try '--help'.\n"
        );
    }

    #[test]
    fn tells_an_error_and_its_causes_once() {
        let inner: Result<()> = Err(io::Error::other("disk gone\u{1b}[2J").into());
        let error = inner
            .context("the index cannot be read")
            .expect_err("an error");
        assert_eq!(one_line(&error), "the index cannot be read: disk gone");
        assert!(!is_closed_pipe(&error));
        let closed = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_closed_pipe(&closed.context("printing")));
    }
}
