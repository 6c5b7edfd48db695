//! The figures as text and as an object.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::labels::Question;
use super::measure::Share;
use super::score::{Judged, SLOTS, Tally};
use crate::cli::{json, out};
use crate::present::{clean, cut};

/// How much of a question is shown beside what went wrong, in characters.
const QUESTION_SHOWN_CHARS: usize = 80;

/// A figure by the name that `--min` knows; none where nothing is labelled for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) value: Option<f64>,
}

/// Every figure that may have a minimum.
pub(super) fn figures(tally: &Tally) -> Vec<Figure> {
    let figure = |name, value| Figure { name, value };
    let mut all = vec![
        figure("intent", tally.intent.value()),
        figure("slots", tally.all_slots().value()),
    ];
    let slots = SLOTS.iter().zip(&tally.slots);
    all.extend(slots.map(|(name, slot)| figure(name, slot.right.value())));
    all.extend([
        figure("ndcg", tally.ndcg.value()),
        figure("mrr", tally.mrr.value()),
        figure("recall", tally.recall.value()),
        figure("recall_all", tally.recall_all.value()),
        figure("abstention", tally.abstention.value()),
    ]);
    all
}

/// Prints the figures, and the questions that went wrong.
pub(super) fn print(
    tally: &Tally,
    worst: &[(&Question, &Judged)],
    as_json: bool,
) -> io::Result<()> {
    if as_json {
        return writeln!(io::stdout(), "{}", json::line(&object(tally, worst)));
    }
    let mut out = out();
    for line in lines(tally) {
        writeln!(out, "{line}")?;
    }
    for (question, judged) in worst {
        let text = cut(&clean(&question.text), QUESTION_SHOWN_CHARS);
        writeln!(out, "\n{}: “{text}”", clean(&question.name))?;
        let ndcg = judged.ndcg.map(|value| format!("nDCG@10 {value:.4}"));
        for wrong in ndcg.iter().chain(&judged.wrong) {
            writeln!(out, "  {}", clean(wrong))?;
        }
    }
    Ok(())
}

fn lines(tally: &Tally) -> Vec<String> {
    let mut lines = vec![format!("{:<14}{}", "questions", tally.questions)];
    if tally.intent.of > 0 {
        lines.push(share("intent", tally.intent));
        let classes = tally.classes.iter();
        lines.extend(classes.map(|(name, of)| share(&format!("  {name}"), *of)));
        let confusions = tally.confusions.iter();
        lines.extend(
            confusions.map(|((right, got), times)| format!("  {right} taken for {got}: {times}")),
        );
    }
    let slots = || SLOTS.iter().zip(&tally.slots);
    if slots().any(|(_, slot)| slot.right.of + slot.spurious.of > 0) {
        lines.push(share("slots", tally.all_slots()));
        lines.extend(slots().map(|(name, slot)| {
            format!(
                "{}; spurious {}",
                share(&format!("  {name}"), slot.right),
                part(slot.spurious)
            )
        }));
    }
    if tally.ndcg.count() > 0 {
        lines.push(format!("{:<14}{} questions", "ranking", tally.ndcg.count()));
        for (name, mean, of) in [
            ("nDCG@10", tally.ndcg, ""),
            ("MRR@10", tally.mrr, ""),
            ("recall@10", tally.recall, " of what answers"),
            ("", tally.recall_all, " of all that is labelled"),
        ] {
            lines.push(format!("  {name:<12}{}{of}", figure(mean.value())));
        }
    }
    if tally.abstention.of > 0 {
        lines.push(format!(
            "{}; {} refused that have an answer, {} answered that have none",
            share("abstention", tally.abstention),
            tally.refused,
            tally.invented
        ));
    }
    lines
}

fn share(name: &str, share: Share) -> String {
    format!("{name:<14}{}", part(share))
}

fn part(share: Share) -> String {
    format!("{} ({} of {})", figure(share.value()), share.hits, share.of)
}

fn figure(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.4}"))
}

#[derive(Serialize)]
struct Confusion {
    intent: &'static str,
    taken_for: &'static str,
    times: u32,
}

fn object(tally: &Tally, worst: &[(&Question, &Judged)]) -> Value {
    let classes: Map<String, Value> = tally
        .classes
        .iter()
        .map(|(name, of)| ((*name).to_owned(), json!([of.hits, of.of])))
        .collect();
    let confusions = tally.confusions.iter();
    let confusions: Vec<Confusion> = confusions
        .map(|((intent, taken_for), times)| Confusion {
            intent,
            taken_for,
            times: *times,
        })
        .collect();
    let slots: Map<String, Value> = SLOTS
        .iter()
        .zip(&tally.slots)
        .map(|(name, slot)| {
            let value = json!({
                "accuracy": rounded(slot.right.value()),
                "labelled": slot.right.of,
                "spurious": rounded(slot.spurious.value()),
                "unlabelled": slot.spurious.of,
            });
            ((*name).to_owned(), value)
        })
        .collect();
    let errors: Vec<Value> = worst
        .iter()
        .map(|(question, judged)| {
            json!({
                "id": question.name,
                "text": question.text,
                "ndcg": rounded(judged.ndcg),
                "wrong": judged.wrong,
            })
        })
        .collect();
    json!({
        "questions": tally.questions,
        "intent": {
            "accuracy": rounded(tally.intent.value()),
            "labelled": tally.intent.of,
            "classes": classes,
            "confusions": confusions,
        },
        "slots": {"accuracy": rounded(tally.all_slots().value()), "of": slots},
        "ranking": {
            "questions": tally.ndcg.count(),
            "ndcg": rounded(tally.ndcg.value()),
            "mrr": rounded(tally.mrr.value()),
            "recall": rounded(tally.recall.value()),
            "recall_all": rounded(tally.recall_all.value()),
        },
        "abstention": {
            "accuracy": rounded(tally.abstention.value()),
            "labelled": tally.abstention.of,
            "refused": tally.refused,
            "invented": tally.invented,
        },
        "errors": errors,
    })
}

/// To four digits.
fn rounded(value: Option<f64>) -> Option<f64> {
    value.map(|value| (value * 10_000.0).round() / 10_000.0)
}
