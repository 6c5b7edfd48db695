//! `careerbot facts`: everything that was read out of the documents.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use super::json::{self, ExplainedSalary, RoleLine, Salary, StageLine};
use super::render::table;
use super::{Session, complain, out};
use crate::domain::{Fact, Key, Source};
use crate::extract::{Extraction, Reason};
use crate::intake;
use crate::present::{
    Catalogue, Figured, aspect_key, clean, cut, document_name, months, statement,
};

/// The longest statement in the listing, in characters.
const STATEMENT_MAX_CHARS: usize = 160;

/// List every fact that was read out of the documents
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  careerbot facts --kind salary\n  careerbot facts --kind role --json > roles.jsonl\n  careerbot facts --kind salary --explain"
)]
pub(super) struct Facts {
    /// Only facts of this kind; all without it
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// Print one object a line for other programs
    #[arg(long)]
    json: bool,
    /// Add to each figure of pay the rule and the words that decided each part of it
    #[arg(long)]
    explain: bool,
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
    let read = if arguments.explain {
        intake::read_explained
    } else {
        intake::read
    };
    let problems = read(&session.corpus, &mut |read| {
        // After a broken pipe the rest is read for nothing; there is no way to stop it from here.
        if printed.is_err() {
            return;
        }
        printed = if arguments.json {
            objects(&read.extraction, &wanted)
                .iter()
                .try_for_each(|line| writeln!(io::stdout(), "{line}"))
        } else {
            let source = &read.document.source;
            let text = listing(
                &read.extraction,
                source,
                &wanted,
                page.catalogue,
                page.width,
            );
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
fn objects(extraction: &Extraction, wanted: &dyn Fn(Kind) -> bool) -> Vec<String> {
    let facts = &extraction.facts;
    let mut lines = Vec::new();
    if wanted(Kind::Salary) && !extraction.reasons.is_empty() {
        let salaries = explained(extraction).filter_map(|(fact, why)| {
            let salary = Salary::of(fact)?;
            Some(json::line(&ExplainedSalary::new(salary, why)))
        });
        lines.extend(salaries);
    } else if wanted(Kind::Salary) {
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

/// The facts with what decided them, where that was asked for.
fn explained(extraction: &Extraction) -> impl Iterator<Item = (&Fact, &[Reason])> {
    let reasons = extraction.reasons.iter().map(Vec::as_slice);
    extraction.facts.iter().zip(reasons)
}

/// A line for each part of each figure; the figure itself stands in the first of its lines.
fn reasons(extraction: &Extraction, source: &Source, catalogue: &Catalogue) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (fact, why) in explained(extraction) {
        let Some(pay) = fact.pay() else { continue };
        let mut figure = Figured::new(pay, &fact.doc, Some(source), catalogue).pay;
        for reason in why {
            rows.push(vec![
                std::mem::take(&mut figure),
                reason.slot.name().replace('_', " "),
                reason.rule.name().to_owned(),
                cut(&clean(&reason.words), STATEMENT_MAX_CHARS),
            ]);
        }
    }
    rows
}

/// The facts of one document as aligned text; nothing for a document without.
fn listing(
    extraction: &Extraction,
    source: &Source,
    wanted: &dyn Fn(Kind) -> bool,
    catalogue: &Catalogue,
    width: usize,
) -> String {
    let facts = &extraction.facts;
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
        let heads = [
            Key::ColumnPay,
            Key::ColumnSlot,
            Key::ColumnRule,
            Key::ColumnWords,
        ];
        add(&heads.map(word), reasons(extraction, source, catalogue));
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
    use crate::extract::{Rule, Slot};

    fn facts() -> Extraction {
        let mut facts = samples::role_facts();
        facts.push(samples::pay_fact());
        facts.push(samples::stage_fact());
        Extraction {
            facts,
            ..Extraction::default()
        }
    }

    /// The same, with what decided the role of the figure.
    fn explained_facts() -> Extraction {
        let facts = facts();
        let why = |fact: &Fact| {
            let reason = fact.pay().map(|_| Reason {
                slot: Slot::AsOf,
                rule: Rule::Heading,
                words: "Salaries of glaziers\u{1b}[2J, 2024".to_owned(),
            });
            reason.into_iter().collect()
        };
        Extraction {
            reasons: facts.facts.iter().map(why).collect(),
            ..facts
        }
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
        let nothing = Extraction::default();
        assert_eq!(listing(&nothing, &source, &|_| true, &catalogue, 80), "");
    }

    #[test]
    fn says_why_under_the_figures() {
        let catalogue = Catalogue::english();
        let wanted = |kind| kind == Kind::Salary;
        let explained = explained_facts();
        let text = listing(&explained, &Source::default(), &wanted, &catalogue, 100);
        let rows: Vec<Vec<&str>> = (text.lines().map(|line| line.split("  ")))
            .map(|cells| {
                cells
                    .map(str::trim)
                    .filter(|cell| !cell.is_empty())
                    .collect()
            })
            .collect();
        let holds = |row: &[&str]| rows.iter().any(|other| other == row);
        assert!(holds(&["Pay", "Part", "Rule", "Words"]), "{text}");
        let why = "as of";
        let row = rows.iter().find(|row| row.contains(&why));
        let row = row.unwrap_or_else(|| panic!("no reason in {text}"));
        assert_eq!(row.get(1..3), Some(&["as of", "heading"][..]), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        let plain = listing(&facts(), &Source::default(), &wanted, &catalogue, 100);
        assert!(
            text.len() > plain.len() && !plain.contains("Part"),
            "{plain}"
        );
    }

    #[test]
    fn adds_the_reasons_as_the_last_field() {
        let salary = |extraction: &Extraction| {
            let lines = objects(extraction, &|kind| kind == Kind::Salary);
            lines.first().cloned().expect("a figure")
        };
        let plain = salary(&facts());
        let whole = plain.strip_suffix('}').expect("an object");
        let why =
            r#"[{"slot":"as_of","rule":"heading","words":"Salaries of glaziers\u001b[2J, 2024"}]"#;
        assert_eq!(
            salary(&explained_facts()),
            format!(r#"{whole},"explain":{why}}}"#)
        );
    }
}
