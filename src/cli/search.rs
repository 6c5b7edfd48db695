//! `careerbot search`: documents for a query, best first.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::Value;

use super::ask::{each_query, open_batch};

use super::json::{self, Found, FoundDocument};
use super::{Session, Usage, open, out};
use crate::engine::Engine;
use crate::fault::{Failed, guarded};
use crate::present::clean;

/// Find documents, best first
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  careerbot search 'sql skills' --top 5\n  \
    careerbot search --batch queries.jsonl > hits.jsonl")]
pub(super) struct Search {
    /// What to look for, quoted or not
    #[arg(
        value_name = "QUERY",
        required_unless_present = "batch",
        conflicts_with = "batch"
    )]
    query: Vec<String>,
    /// How many documents
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = top)]
    top: usize,
    /// Print one object for other programs
    #[arg(long)]
    json: bool,
    /// Search for every line of a file of `{"id","text"}`, `-` for standard input; prints objects
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
}

/// The most documents that one search lists.
const TOP_MAX: usize = 1_000;

fn top(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(top) if (1..=TOP_MAX).contains(&top) => Ok(top),
        _ => Err(format!("use a number from 1 to {TOP_MAX}")),
    }
}

pub(super) fn run(session: &Session, arguments: &Search) -> Result<ExitCode> {
    if let Some(file) = &arguments.batch {
        let mut input = open_batch(file)?;
        let (engine, _documents) = open::engine(session)?;
        return each_query(&mut *input, file, &mut |id, query| {
            let hits = documents(&engine, query, arguments.top)?;
            Ok(writeln!(
                io::stdout(),
                "{}",
                json::line(&Found { id, hits })
            )?)
        });
    }
    let query = arguments.query.join(" ");
    if clean(&query).trim().is_empty() {
        return Err(Usage(
            "the query is empty; write what to look for, as in `careerbot search 'sql skills'`"
                .to_owned(),
        )
        .into());
    }
    let (engine, _documents) = open::engine(session)?;
    let hits = documents(&engine, &query, arguments.top)?;
    if arguments.json {
        let id = Value::Null;
        writeln!(io::stdout(), "{}", json::line(&Found { id, hits }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = out();
    if hits.is_empty() {
        let nothing = session.catalogue.word(crate::domain::Key::NotInDocuments);
        writeln!(out, "{nothing}")?;
    }
    for hit in hits {
        writeln!(out, "{:>9.3}  {}", hit.score, clean(&hit.doc.0))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The best `top` documents for `query`.
pub(super) fn documents(
    engine: &Engine,
    query: &str,
    top: usize,
) -> Result<Vec<FoundDocument>, Failed> {
    let found = guarded(|| engine.search(query, top))?.into_iter();
    Ok(found
        .map(|(doc, score)| FoundDocument { doc, score })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DocumentId;

    #[test]
    fn prints_documents_with_their_scores() {
        let hits = [("b", 3.5), ("a", 3.0)].map(|(doc, score)| FoundDocument {
            doc: DocumentId(doc.to_owned()),
            score,
        });
        let found = Found {
            id: Value::from("q1"),
            hits: hits.into(),
        };
        assert_eq!(
            json::line(&found),
            r#"{"id":"q1","hits":[{"doc":"b","score":3.5},{"doc":"a","score":3.0}]}"#
        );
    }

    #[test]
    fn bounds_how_many_are_listed() {
        assert_eq!(top("1000"), Ok(1_000));
        for bad in ["0", "1001", "-1", "many"] {
            assert_eq!(top(bad), Err("use a number from 1 to 1000".to_owned()));
        }
    }
}
