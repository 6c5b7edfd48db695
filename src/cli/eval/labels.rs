//! A file of labelled questions, read line by line; every bad line is told before any question is asked.

use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::cli::complain;
use crate::cli::lines::{LINE_MAX_BYTES, Line, next_line};
use crate::domain::Intent;

/// How many questions a file may hold.
const QUESTIONS_MAX: usize = 100_000;

/// How many bad lines are told one by one.
const BAD_LINES_MAX: usize = 20;

/// The best grade that means something; a file that uses another scale is a mistake.
const GRADE_MAX: u8 = 9;

/// What a line looks like.
const MEND: &str = "write it as {\"id\":\"q1\",\"text\":\"…\",\"intent\":\"salary\",\"slots\":{\"role\":\"…\"},\
     \"relevant\":[{\"doc\":\"…\",\"evidence\":\"…\",\"grade\":2}],\"answerable\":true}; all but `text` may be left out";

/// A question and what is right for it. What is not labelled is not scored.
#[derive(Debug)]
pub(super) struct Question {
    /// The line it stands on, from 1.
    pub(super) line: usize,
    /// Its id; the line's number where it has none.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) intent: Option<Intent>,
    pub(super) slots: Slots,
    pub(super) answerable: Option<bool>,
    pub(super) relevant: Relevant,
}

/// What each slot should hold.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Slots {
    pub(super) role: Slot<String>,
    pub(super) location: Slot<String>,
    pub(super) level: Slot<String>,
    pub(super) years: Slot<f64>,
}

/// What one slot should hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Slot<T> {
    /// Nobody says.
    #[default]
    Unlabelled,
    /// Nothing: the question does not name it.
    Empty,
    Value(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Slot<T>, D::Error> {
        let value = Option::<T>::deserialize(deserializer)?;
        Ok(value.map_or(Slot::Empty, Slot::Value))
    }
}

/// What should be found.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Relevant {
    /// Nobody says.
    #[default]
    Unlabelled,
    /// Passages of an answer that hold this evidence.
    Passages(Vec<Evidence>),
    /// Documents that a search finds, each with its grade.
    Documents(Vec<(String, u32)>),
}

/// Words of a document that answer a question, or nearly do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Evidence {
    pub(super) doc: String,
    pub(super) text: String,
    pub(super) grade: u32,
}

/// A line as it is written.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    intent: Option<String>,
    #[serde(default)]
    slots: Option<Slots>,
    #[serde(default)]
    relevant: Option<Vec<WrittenRelevant>>,
    answerable: Option<bool>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `doc`")]
struct WrittenRelevant {
    doc: String,
    evidence: Option<String>,
    grade: Option<u8>,
}

/// Every question of `input`, which `file` names.
///
/// # Errors
/// When `input` breaks, or holds a bad line, no label, or too many questions; each bad line is told on standard error.
pub(super) fn read(input: &mut dyn BufRead, file: &Path) -> Result<Vec<Question>> {
    let mut input = input;
    let mut questions = Vec::new();
    let (mut number, mut bad) = (0, 0);
    while let Some(line) =
        next_line(&mut input).with_context(|| format!("`{}` cannot be read", file.display()))?
    {
        number += 1;
        let question = match line {
            Line::Whole(text) if text.trim().is_empty() => continue,
            Line::Whole(text) => parse(&text, number),
            Line::TooLong { .. } => Err(format!(
                "the line is longer than {LINE_MAX_BYTES} bytes; shorten it"
            )),
        };
        match question {
            Ok(question) => questions.push(question),
            Err(trouble) => {
                bad += 1;
                if bad <= BAD_LINES_MAX {
                    complain(&format!("{}:{number}: {trouble}", file.display()));
                }
            }
        }
        ensure!(
            questions.len() <= QUESTIONS_MAX,
            "`{}` holds more than {QUESTIONS_MAX} questions; split it",
            file.display()
        );
    }
    ensure!(
        bad == 0,
        "`{}` has {}; nothing was scored, mend the file first",
        file.display(),
        crate::cli::counted(bad, "bad line")
    );
    ensure!(
        questions.iter().any(Question::is_labelled),
        "`{}` labels nothing; {MEND}",
        file.display()
    );
    Ok(questions)
}

impl Question {
    /// True when there is something to score besides documents, which [`crate::engine::Engine::search`] finds.
    pub(super) fn is_to_be_answered(&self) -> bool {
        let slots = &self.slots;
        self.intent.is_some()
            || self.answerable.is_some()
            || slots.role != Slot::Unlabelled
            || slots.location != Slot::Unlabelled
            || slots.level != Slot::Unlabelled
            || slots.years != Slot::Unlabelled
            || matches!(self.relevant, Relevant::Passages(_))
    }

    fn is_labelled(&self) -> bool {
        self.is_to_be_answered() || self.relevant != Relevant::Unlabelled
    }

    /// The best grade that something relevant to it has.
    pub(super) fn best_grade(&self) -> u32 {
        let best = match &self.relevant {
            Relevant::Unlabelled => None,
            Relevant::Passages(all) => all.iter().map(|evidence| evidence.grade).max(),
            Relevant::Documents(all) => all.iter().map(|(_, grade)| *grade).max(),
        };
        best.unwrap_or(0)
    }
}

/// The question on a line, or what is wrong with it.
fn parse(text: &str, line: usize) -> Result<Question, String> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("not JSON ({error}); {MEND}"))?;
    // Else a list would be taken for the fields in their order.
    if !value.is_object() {
        return Err(format!("not an object; {MEND}"));
    }
    let written = Written::deserialize(value)
        .map_err(|error| format!("not a labelled question ({error}); {MEND}"))?;
    // An empty question is one too: it should be refused.
    let Some(text) = written.text else {
        return Err(format!("no `text`; {MEND}"));
    };
    let name = match written.id {
        Value::Null => format!("line {line}"),
        Value::String(id) => id,
        Value::Number(id) => id.to_string(),
        _ => return Err(format!("`id` is neither a string nor a number; {MEND}")),
    };
    Ok(Question {
        line,
        name,
        text,
        intent: written.intent.as_deref().map(intent).transpose()?,
        slots: written.slots.unwrap_or_default(),
        answerable: written.answerable,
        relevant: relevant(written.relevant.unwrap_or_default())?,
    })
}

fn intent(name: &str) -> Result<Intent, String> {
    const ALL: [Intent; 5] = [
        Intent::Salary,
        Intent::Role,
        Intent::Roadmap,
        Intent::Ask,
        Intent::None,
    ];
    let known = ALL.into_iter().find(|intent| intent.name() == name);
    known.ok_or_else(|| {
        format!(
            "unknown intent `{name}`; write salary, role, roadmap, ask or none, or leave it out"
        )
    })
}

fn relevant(written: Vec<WrittenRelevant>) -> Result<Relevant, String> {
    let mut passages = Vec::new();
    let mut documents = Vec::new();
    for WrittenRelevant {
        doc,
        evidence,
        grade,
    } in written
    {
        let grade = match grade.unwrap_or(1) {
            // Judged, and found to be of no use.
            0 => continue,
            grade if grade > GRADE_MAX => {
                return Err(format!(
                    "grade {grade} of `{doc}` is above {GRADE_MAX}; write 2 for what answers and 1 for what is near"
                ));
            }
            grade => u32::from(grade),
        };
        match evidence {
            Some(text) if text.trim().is_empty() => {
                return Err(format!(
                    "the evidence in `{doc}` is empty; write its words, or leave evidence out everywhere"
                ));
            }
            Some(text) => passages.push(Evidence { doc, text, grade }),
            None => documents.push((doc, grade)),
        }
    }
    match (passages.is_empty(), documents.is_empty()) {
        (true, true) => Ok(Relevant::Unlabelled),
        (false, true) => Ok(Relevant::Passages(passages)),
        (true, false) => Ok(Relevant::Documents(documents)),
        (false, false) => Err(
            "some of `relevant` have evidence and some have none; give it to all or to none"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let shown = match parse(line, 7) {
            Ok(question) => format!(
                "{} {:?} {:?} {:?} {:?}",
                question.name,
                question.intent,
                question.slots.role,
                question.answerable,
                question.relevant
            ),
            Err(trouble) => trouble,
        };
        assert_eq!(shown, expected, "reading {line}");
    }

    #[test]
    fn reads_what_is_labelled() {
        check(
            r#"{"text":"pay?"}"#,
            "line 7 None Unlabelled None Unlabelled",
        );
        check(
            r#"{"id":9,"text":"","answerable":false}"#,
            "9 None Unlabelled Some(false) Unlabelled",
        );
        check(
            r#"{"id":3,"text":"pay?","intent":"none","slots":{"role":null},"relevant":[],"answerable":false,"tags":[1]}"#,
            "3 Some(None) Empty Some(false) Unlabelled",
        );
        check(
            r#"{"id":"a","text":"pay?","slots":{"role":"glazier","years":2},"relevant":[{"doc":"d","evidence":"£9","grade":2}]}"#,
            "a None Value(\"glazier\") None Passages([Evidence { doc: \"d\", text: \"£9\", grade: 2 }])",
        );
        check(
            r#"{"id":"a","text":"q","relevant":[{"doc":"d","grade":0},{"doc":"e"},{"doc":"f","grade":3}]}"#,
            "a None Unlabelled None Documents([(\"e\", 1), (\"f\", 3)])",
        );
    }

    #[test]
    fn refuses_what_labels_nothing_that_is_known() {
        check(
            "{",
            &format!("not JSON (EOF while parsing an object at line 1 column 1); {MEND}"),
        );
        check("[1]", &format!("not an object; {MEND}"));
        check(
            r#"{"text":1}"#,
            &format!(
                "not a labelled question (invalid type: integer `1`, expected a string); {MEND}"
            ),
        );
        check(r#"{"id":1}"#, &format!("no `text`; {MEND}"));
        check(
            r#"{"text":"q","intent":"pay"}"#,
            "unknown intent `pay`; write salary, role, roadmap, ask or none, or leave it out",
        );
        check(
            r#"{"text":"q","relevant":[{"doc":"d","grade":10}]}"#,
            "grade 10 of `d` is above 9; write 2 for what answers and 1 for what is near",
        );
        check(
            r#"{"text":"q","relevant":[{"doc":"d","evidence":"a"},{"doc":"d"}]}"#,
            "some of `relevant` have evidence and some have none; give it to all or to none",
        );
        check(
            r#"{"text":"q","relevant":[{"doc":"d","evidence":""}]}"#,
            "the evidence in `d` is empty; write its words, or leave evidence out everywhere",
        );
        check(
            r#"{"text":"q","id":[]}"#,
            &format!("`id` is neither a string nor a number; {MEND}"),
        );
    }

    #[test]
    fn wants_a_label_somewhere() {
        let mut input: &[u8] = b"{\"text\":\"pay?\"}\n\n";
        let error = read(&mut input, Path::new("q.jsonl")).expect_err("nothing to score");
        assert_eq!(
            error.to_string(),
            format!("`q.jsonl` labels nothing; {MEND}")
        );
        let mut input: &[u8] = b"x\n{\"text\":\"pay?\",\"intent\":\"ask\"}\ny\n";
        let error = read(&mut input, Path::new("q.jsonl")).expect_err("bad lines");
        assert_eq!(
            error.to_string(),
            "`q.jsonl` has 2 bad lines; nothing was scored, mend the file first"
        );
    }
}
