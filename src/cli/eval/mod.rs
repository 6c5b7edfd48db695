//! `careerbot eval`: how well labelled questions are answered from the documents.
//!
//! Each question is asked as `careerbot ask --batch` asks it, and what comes back is held against its labels; what a
//! line does not label is not scored.
//!
//! | figure | what it says |
//! |---|---|
//! | intent | the share of questions whose intent is read as labelled |
//! | slots | of the roles, places, levels and years that questions name, those read as labelled (`same.rs` says when two are the same); *spurious*: of those that questions do not name, the ones read all the same |
//! | nDCG, MRR, recall | how well the ten passages shown hold the labelled evidence (`measure.rs` has the formulas) |
//! | abstention | the share of questions that are answered if and only if they have an answer |
//!
//! A passage holds evidence when it is of the same document and has its words, markup, white space and case aside.
//! Evidence of one document that one passage can hold ([`units`]) is gained once, with the grade of the passage that
//! shows it first, and takes one place of the best order. The reciprocal rank is that of the first passage with evidence
//! that *answers*: grade 2 or more, or any where a file knows no grade above 1. Recall is taken over each piece of
//! evidence: of those that answer, or of all where none does; and of all.
//!
//! A question whose labels name documents without evidence is put to `careerbot search`, and its ten best documents are
//! scored by their ids in the same way.
//!
//! A label may name a document by its path or by its file's name, and a piece of evidence that is not found in its
//! document as it stands is a unit of its own.
//!
//! The prints are for people and, with `--json`, for programs; `--min` makes the exit code tell whether a figure held.

mod labels;
mod measure;
mod report;
mod same;
mod score;
mod units;

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::ask::open_batch;
use super::{Session, Usage, complain, counted, json, open, search};
use crate::command;
use crate::domain::{Answer, DocumentId};
use crate::engine::Engine;
use crate::fault::guarded;
use crate::vocabulary::Vocabulary;
use labels::{Question, Relevant};
use measure::DEPTH;
use report::{Figure, figures};
use score::{Got, Judged, Tally};
use units::{Documents, Unit};

/// The lowest grade of what answers, where a file grades what is near lower.
const ANSWERS: u32 = 2;

/// Score a file of labelled questions over the documents
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  careerbot eval questions.jsonl --errors 10\n  \
    careerbot eval questions.jsonl --json --min ndcg=0.7 --min intent=0.9"
)]
pub(super) struct Eval {
    /// Lines of `{"text","intent","slots","relevant","answerable"}`, `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print one object for other programs
    #[arg(long)]
    json: bool,
    /// List this many questions that went wrong, the worst first
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// End with 1 when this figure is lower; may be given again
    #[arg(long, value_name = "NAME=VALUE", value_parser = minimum)]
    min: Vec<Minimum>,
}

/// A figure and the least it must be.
#[derive(Clone, Debug, PartialEq)]
struct Minimum {
    name: &'static str,
    least: f64,
}

fn minimum(text: &str) -> Result<Minimum, String> {
    let (name, least) = text
        .split_once('=')
        .ok_or("write NAME=VALUE, as in ndcg=0.7")?;
    let all = figures(&Tally::default());
    let Some(figure) = all.iter().find(|figure| figure.name == name) else {
        let names: Vec<&str> = all.iter().map(|figure| figure.name).collect();
        return Err(format!("no figure `{name}`; use {}", names.join(", ")));
    };
    match least.parse() {
        Ok(least) if (0.0..=1.0).contains(&least) => Ok(Minimum {
            name: figure.name,
            least,
        }),
        _ => Err(format!("`{least}` is no number from 0 to 1")),
    }
}

pub(super) fn run(session: &Session, arguments: &Eval) -> Result<ExitCode> {
    let questions = labels::read(&mut *open_batch(&arguments.file)?, &arguments.file)?;
    let (engine, _documents) = open::engine(session)?;
    let ids: Vec<DocumentId> = engine
        .index()
        .documents()?
        .into_iter()
        .map(|r| r.id)
        .collect();
    let documents = Documents::find(&questions, &ids, &arguments.file)?;
    warn_of_missing(&documents);
    let units = units::units(&questions, &documents, &session.corpus)?;
    let (tally, judged) = score(&engine, &questions, &documents, &units)?;
    report::print(
        &tally,
        &worst(&questions, &judged, arguments.errors),
        arguments.json,
    )?;
    held(&arguments.min, &figures(&tally))
}

/// Says which documents are labelled and not there: nothing of them can be found.
fn warn_of_missing(documents: &Documents) {
    let missing: Vec<&str> = documents.missing().collect();
    if let Some(first) = missing.first() {
        complain(&format!(
            "warning: {} of the labels not in the corpus, such as `{first}`; what they hold counts as not found",
            counted(missing.len(), "document")
        ));
    }
}

/// Asks every question.
fn score(
    engine: &Engine,
    questions: &[Question],
    documents: &Documents,
    units: &HashMap<usize, Vec<Unit>>,
) -> Result<(Tally, Vec<Judged>)> {
    let best = questions.iter().map(Question::best_grade).max();
    let answers_from = ANSWERS.min(best.unwrap_or(0).max(1));
    let vocabulary = Vocabulary::builtin();
    let mut tally = Tally::default();
    let mut all = Vec::with_capacity(questions.len());
    for question in questions {
        let mut judged = Judged::default();
        tally.questions += 1;
        if question.is_to_be_answered() {
            let answer = answer(engine, &question.text)?;
            let got = Got {
                answer: answer.as_ref(),
            };
            tally.understanding(question, &got, vocabulary, &mut judged);
            if let Some(units) = units.get(&question.line) {
                let shown = answer.iter().flat_map(|answer| &answer.passages);
                let shown: Vec<(&DocumentId, &str)> = shown
                    .take(json::PASSAGES_MAX)
                    .map(|hit| (&hit.passage.doc, hit.passage.text.as_str()))
                    .collect();
                tally.passages(units, &shown, answers_from, &mut judged);
            }
        }
        if let Relevant::Documents(relevant) = &question.relevant {
            let ranked = search::documents(engine, &question.text, DEPTH)?;
            let ranked: Vec<DocumentId> = ranked.into_iter().map(|found| found.doc).collect();
            let known = |name: &str| {
                let id = documents.get(name).cloned();
                id.unwrap_or_else(|| DocumentId(name.to_owned()))
            };
            let relevant: Vec<(DocumentId, u32)> = relevant
                .iter()
                .map(|(name, grade)| (known(name), *grade))
                .collect();
            tally.documents(&relevant, &ranked, answers_from, &mut judged);
        }
        all.push(judged);
    }
    Ok((tally, all))
}

/// The answer to a question; none where it is refused unread.
fn answer(engine: &Engine, text: &str) -> Result<Option<Answer>> {
    match command::parse_line(text) {
        Ok(request) => Ok(Some(guarded(|| engine.answer(&request))?)),
        Err(_refused) => Ok(None),
    }
}

/// Up to `limit` questions with something wrong, those that were ranked worst first.
fn worst<'a>(
    questions: &'a [Question],
    judged: &'a [Judged],
    limit: usize,
) -> Vec<(&'a Question, &'a Judged)> {
    let mut wrong: Vec<(&Question, &Judged)> = questions
        .iter()
        .zip(judged)
        .filter(|(_, judged)| !judged.wrong.is_empty() || judged.ndcg.is_some_and(|v| v < 1.0))
        .collect();
    let value = |judged: &Judged| judged.ndcg.unwrap_or(1.0);
    wrong.sort_by(|(_, a), (_, b)| value(a).total_cmp(&value(b)));
    wrong.truncate(limit);
    wrong
}

/// Whether every figure is as large as it must be.
///
/// # Errors
/// When nothing in the file is labelled for a figure that has a minimum.
fn held(minimums: &[Minimum], figures: &[Figure]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for Minimum { name, least } in minimums {
        let value = figures.iter().find(|figure| figure.name == *name);
        let Some(value) = value.and_then(|figure| figure.value) else {
            return Err(Usage(format!(
                "nothing in the file is labelled for `{name}`; leave its minimum out or label it"
            ))
            .into());
        };
        if value < *least {
            complain(&format!("{name} is {value:.4}, less than {least}"));
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(&'static str, f64), &str>) {
        let expected = expected
            .map(|(name, least)| Minimum { name, least })
            .map_err(str::to_owned);
        assert_eq!(minimum(text), expected, "reading {text:?}");
    }

    #[test]
    fn reads_minimums() {
        check("ndcg=0.7", Ok(("ndcg", 0.7)));
        check("abstention=1", Ok(("abstention", 1.0)));
        check("ndcg", Err("write NAME=VALUE, as in ndcg=0.7"));
        check("ndcg=70", Err("`70` is no number from 0 to 1"));
        check("ndcg=NaN", Err("`NaN` is no number from 0 to 1"));
        check(
            "pay=0.7",
            Err(
                "no figure `pay`; use intent, slots, role, location, level, years, ndcg, mrr, recall, recall_all, \
                 abstention",
            ),
        );
    }

    #[test]
    fn lists_the_worst_first() {
        let mut lines: &[u8] =
            b"{\"text\":\"a\",\"intent\":\"ask\"}\n{\"text\":\"b\",\"intent\":\"ask\"}\n\
            {\"text\":\"c\",\"intent\":\"ask\"}\n{\"text\":\"d\",\"intent\":\"ask\"}\n";
        let questions = labels::read(&mut lines, std::path::Path::new("-")).expect("questions");
        let judged = |wrong: &[&str], ndcg| Judged {
            wrong: wrong.iter().map(|text| (*text).to_owned()).collect(),
            ndcg,
        };
        let all = [
            judged(&["intent"], None),
            judged(&[], Some(1.0)),
            judged(&[], Some(0.5)),
            judged(&["role"], Some(0.2)),
        ];
        let names = |limit| -> Vec<&str> {
            let worst = worst(&questions, &all, limit);
            worst.iter().map(|(question, _)| &*question.text).collect()
        };
        assert_eq!(names(9), ["d", "c", "a"]);
        assert_eq!(names(1), ["d"]);
    }
}
