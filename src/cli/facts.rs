//! `careerbot facts`: everything that was read out of the documents.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use super::json::{self, RoleLine, Salary, StageLine};
use super::render::table;
use super::{Session, complain, out};
use crate::domain::{Fact, Key, Source};
use crate::intake;
use crate::present::{
    Catalogue, Figured, aspect_key, clean, cut, document_name, months, statement,
};

/// The longest statement in the listing, in characters.
const STATEMENT_MAX_CHARS: usize = 160;

/// List every fact that was read out of the documents
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  careerbot facts --kind salary\n  careerbot facts --kind role --json > roles.jsonl"
)]
pub(super) struct Facts {
    /// Only facts of this kind; all without it
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// Print one object a line for other programs
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Salary,
    Role,
    Roadmap,
}

pub(super) fn run(session: &Session, arguments: &Facts) -> Result<ExitCode> {
    let wanted = |kind| arguments.kind.is_none_or(|only| only == kind);
    let page = session.page();
    let mut out = out();
    let mut printed: io::Result<()> = Ok(());
    let problems = intake::read(&session.corpus, &mut |read| {
        // After a broken pipe the rest is read for nothing; there is no way to stop it from here.
        if printed.is_err() {
            return;
        }
        let facts = &read.extraction.facts;
        printed = if arguments.json {
            objects(facts, &wanted)
                .iter()
                .try_for_each(|line| writeln!(io::stdout(), "{line}"))
        } else {
            let source = &read.document.source;
            let text = listing(facts, source, &wanted, page.catalogue, page.width);
            out.write_all(text.as_bytes())
        };
    })?;
    printed?;
    for problem in problems {
        complain(&problem.to_string());
    }
    Ok(ExitCode::SUCCESS)
}

/// The facts of one document, an object a line.
fn objects(facts: &[Fact], wanted: &dyn Fn(Kind) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    if wanted(Kind::Salary) {
        let salaries = facts.iter().filter_map(Salary::of);
        lines.extend(salaries.map(|salary| json::line(&salary)));
    }
    if wanted(Kind::Role) {
        lines.extend(RoleLine::all(facts).iter().map(json::line));
    }
    if wanted(Kind::Roadmap) {
        let stages = facts.iter().filter_map(StageLine::of);
        lines.extend(stages.map(|stage| json::line(&stage)));
    }
    lines
}

/// The facts of one document as aligned text; nothing for a document without.
fn listing(
    facts: &[Fact],
    source: &Source,
    wanted: &dyn Fn(Kind) -> bool,
    catalogue: &Catalogue,
    width: usize,
) -> String {
    let Some(first) = facts.first() else {
        return String::new();
    };
    let word = |key| catalogue.word(key);
    let mut text = String::new();
    let mut add = |heads: &[String], rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            text += &table(heads, &rows, width);
            text.push('\n');
        }
    };
    if wanted(Kind::Salary) {
        let heads = [
            Key::ColumnPay,
            Key::ColumnKind,
            Key::ColumnRole,
            Key::ColumnLevel,
            Key::ColumnPlace,
            Key::ColumnAsOf,
        ]
        .map(word);
        let rows = facts.iter().filter_map(|fact| {
            let words = Figured::new(fact.pay()?, &fact.doc, Some(source), catalogue);
            Some(vec![
                words.pay,
                words.kind,
                words.role,
                words.level,
                words.place,
                words.as_of,
            ])
        });
        add(&heads, rows.collect());
    }
    let role = |fact: &Fact| {
        let written = fact.role().map(|role| clean(&role.written));
        written.unwrap_or_else(|| word(Key::NotStated))
    };
    if wanted(Kind::Role) {
        let heads = [Key::ColumnRole, Key::ColumnKind, Key::ColumnStatement].map(word);
        let rows = facts.iter().filter_map(|fact| {
            let said = fact.role_fact()?;
            let words = cut(&statement(said, catalogue), STATEMENT_MAX_CHARS);
            Some(vec![role(fact), word(aspect_key(said.aspect)), words])
        });
        add(&heads, rows.collect());
    }
    if wanted(Kind::Roadmap) {
        let heads = [
            word(Key::ColumnRole),
            "#".to_owned(),
            word(Key::ColumnStage),
            word(Key::ColumnTime),
        ];
        let rows = facts.iter().filter_map(|fact| {
            let stage = fact.stage()?;
            let months = months(stage).map(|message| catalogue.text(&message));
            Some(vec![
                role(fact),
                stage.ordinal.to_string(),
                clean(&stage.name),
                months.unwrap_or_else(|| word(Key::NotStated)),
            ])
        });
        add(&heads, rows.collect());
    }
    if text.is_empty() {
        return text;
    }
    let name = document_name(&first.doc, Some(source));
    let path = clean(&first.doc.0);
    if name == path {
        format!("{path}\n{text}")
    } else {
        format!("{path}: {name}\n{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::render::samples;

    fn facts() -> Vec<Fact> {
        let mut facts = samples::role_facts();
        facts.push(samples::pay_fact());
        facts.push(samples::stage_fact());
        facts
    }

    #[test]
    fn lists_only_the_kind_that_is_wanted() {
        let count = |only: Option<Kind>| {
            objects(&facts(), &|kind| only.is_none_or(|only| only == kind)).len()
        };
        assert_eq!(count(None), 3);
        assert_eq!(count(Some(Kind::Salary)), 1);
        assert_eq!(count(Some(Kind::Role)), 1);
        assert_eq!(count(Some(Kind::Roadmap)), 1);
    }

    #[test]
    fn aligns_facts_under_the_name_of_their_document() {
        let catalogue = Catalogue::english();
        let source = Source::default();
        let text = listing(
            &facts(),
            &source,
            &|kind| kind == Kind::Roadmap,
            &catalogue,
            80,
        );
        assert_eq!(
            text,
            "roles/de.md\n\
             Role           #  Stage        Time\n\
             ─────────────────────────────────────────────\n\
             Data Engineer  1  Foundations  months: 0–1.38\n\n"
        );
        assert_eq!(listing(&[], &source, &|_| true, &catalogue, 80), "");
    }
}
