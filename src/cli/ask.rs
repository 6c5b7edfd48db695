//! `careerbot ask`: one question, or a file of them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::Value;

use super::lines::{LINE_MAX_BYTES, Line, next_line};
use super::{Session, Usage, complain, json, open, out, render};
use crate::command;
use crate::fault::guarded;

/// Answer a question in plain words, or a slash command
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  careerbot ask what does a data engineer earn in India\n  \
    careerbot ask '/salary role:data engineer location:India' --why 2\n  \
    careerbot ask --batch questions.jsonl"
)]
pub(super) struct Ask {
    /// The question, quoted or not
    #[arg(
        value_name = "TEXT",
        required_unless_present = "batch",
        conflicts_with = "batch"
    )]
    text: Vec<String>,
    /// Print one object for other programs
    #[arg(long)]
    json: bool,
    /// Print the words behind this number of the answer
    #[arg(long, value_name = "N", conflicts_with_all = ["json", "batch"])]
    why: Option<usize>,
    /// Answer every line of a file of `{"id","text"}`, `-` for standard input; prints objects
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
}

pub(super) fn run(session: &Session, arguments: &Ask) -> Result<ExitCode> {
    match &arguments.batch {
        Some(file) => batch(session, file),
        None => one(session, arguments),
    }
}

fn one(session: &Session, arguments: &Ask) -> Result<ExitCode> {
    let request = command::parse_line(&arguments.text.join(" "))
        .map_err(|error| Usage(session.catalogue.text(&error.0)))?;
    let (engine, _documents) = open::engine(session)?;
    let answer = guarded(|| engine.answer(&request))?;
    if arguments.json {
        let reply = json::Reply::new(Value::Null, &answer, &session.catalogue);
        writeln!(io::stdout(), "{}", json::line(&reply))?;
        return Ok(ExitCode::SUCCESS);
    }
    let page = session.page();
    let text = match arguments.why {
        None => render::answer(&answer, &page),
        Some(number) => render::why(&answer, number, &page)
            .map_err(|says| Usage(session.catalogue.text(&says)))?,
    };
    out().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn batch(session: &Session, file: &Path) -> Result<ExitCode> {
    let mut input = open_batch(file)?;
    let (engine, _documents) = open::engine(session)?;
    each_query(&mut *input, file, &mut |id, text| {
        let reply = match command::parse_line(text) {
            Err(error) => json::line(&json::Reply::refused(id, session.catalogue.text(&error.0))),
            Ok(request) => {
                let answer = guarded(|| engine.answer(&request))?;
                json::line(&json::Reply::new(id, &answer, &session.catalogue))
            }
        };
        Ok(writeln!(io::stdout(), "{reply}")?)
    })
}

/// The lines of `file`; of standard input for `-`.
pub(super) fn open_batch(file: &Path) -> Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).map_err(|error| {
        Usage(format!(
            "`{}` cannot be opened: {error}; name a file of lines like {{\"id\":1,\"text\":\"…\"}}",
            file.display()
        ))
    })?;
    Ok(Box::new(BufReader::new(opened)))
}

/// Gives each line of `input` to `answer`. A line that cannot be read or answered is reported and the next one taken;
/// the code at the end says whether there was one.
///
/// # Errors
/// When `input` breaks, or printing does.
pub(super) fn each_query(
    input: &mut dyn BufRead,
    file: &Path,
    answer: &mut dyn FnMut(Value, &str) -> Result<()>,
) -> Result<ExitCode> {
    let mut input = input;
    let mut code = ExitCode::SUCCESS;
    let mut number = 0;
    while let Some(line) =
        next_line(&mut input).with_context(|| format!("`{}` cannot be read", file.display()))?
    {
        number += 1;
        let query = match line {
            Line::Whole(text) if text.trim().is_empty() => continue,
            Line::Whole(text) => parse_query(&text),
            Line::TooLong { .. } => Err(format!(
                "the line is longer than {LINE_MAX_BYTES} bytes; shorten it"
            )),
        };
        let trouble = match query {
            Ok((id, text)) => match answer(id, &text) {
                Ok(()) => continue,
                // A reader who has gone is not there for the next line either.
                Err(error) if error.is::<io::Error>() => return Err(error),
                Err(error) => error.to_string(),
            },
            Err(trouble) => trouble,
        };
        complain(&format!("{}:{number}: {trouble}", file.display()));
        code = ExitCode::FAILURE;
    }
    Ok(code)
}

/// The id and text of one line of a batch; an id that is missing is null.
fn parse_query(line: &str) -> Result<(Value, String), String> {
    const MEND: &str = "write it as {\"id\":1,\"text\":\"…\"}";
    let value: Value =
        serde_json::from_str(line).map_err(|error| format!("not JSON ({error}); {MEND}"))?;
    let Value::Object(mut fields) = value else {
        return Err(format!("not an object; {MEND}"));
    };
    let Some(Value::String(text)) = fields.remove("text") else {
        return Err(format!("no `text` that is a string; {MEND}"));
    };
    let id = fields.remove("id").unwrap_or(Value::Null);
    if id.is_object() || id.is_array() {
        return Err(format!("`id` is neither a string nor a number; {MEND}"));
    }
    Ok((id, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let shown = match parse_query(line) {
            Ok((id, text)) => format!("{id} {text}"),
            Err(trouble) => trouble,
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn reads_lines_of_a_batch() {
        check(r#"{"id":"q1","text":"pay?","more":1}"#, "\"q1\" pay?");
        check(r#"{"id":7,"text":""}"#, "7 ");
        check(r#"{"text":"pay?"}"#, "null pay?");
    }

    #[test]
    fn refuses_lines_that_ask_nothing() {
        const MEND: &str = "write it as {\"id\":1,\"text\":\"…\"}";
        check("[1]", &format!("not an object; {MEND}"));
        check(
            r#"{"id":1}"#,
            &format!("no `text` that is a string; {MEND}"),
        );
        check(
            r#"{"id":[],"text":"a"}"#,
            &format!("`id` is neither a string nor a number; {MEND}"),
        );
        check(
            "{",
            &format!("not JSON (EOF while parsing an object at line 1 column 1); {MEND}"),
        );
    }

    #[test]
    fn goes_on_after_a_bad_line() {
        let mut input: &[u8] = b"{\"id\":1,\"text\":\"a\"}\n\nbad\n{\"id\":2,\"text\":\"b\"}\n{\"id\":3,\"text\":\"c\"}";
        let mut seen = Vec::new();
        let code = each_query(&mut input, Path::new("-"), &mut |id, text| {
            seen.push(format!("{id}{text}"));
            anyhow::ensure!(text != "b", "broken");
            Ok(())
        });
        assert_eq!(seen, ["1a", "2b", "3c"]);
        assert_eq!(code.expect("a code"), ExitCode::FAILURE);
    }
}
