//! Tables whose rows are stages: one column names the stage or its time, another has durations or steps.
//!
//! | header | read |
//! | --- | --- |
//! | `Phase, Duration, Topics` | each row's phase, its months, its topics as steps |
//! | `Month, Focus` | each row's focus, in those months |
//! | `Stage, Weeks` | each row's stage; `1–4` is in weeks |

use std::sync::Arc;

use crate::domain::{
    Document, DocumentBlock, Evidence, Fact, FactBody, Row, Span, Stage, Step, Table,
};
use crate::vocabulary::{Word, words};

use super::super::context::Context;
use super::super::months::{Duration, scan_months};
use super::super::table::row_text_of;
use super::super::telling::is_pay_word;
use super::opening::Place;
use super::opening::stage_of;

/// Words of a header over the names of stages.
const NAMES: [&str; 4] = ["stage", "phase", "step", "milestone"];

/// Words of a header over times.
const TIMES: [&str; 12] = [
    "duration",
    "time",
    "timeline",
    "months",
    "month",
    "weeks",
    "week",
    "when",
    "timeframe",
    "period",
    "year",
    "years",
];

/// Words of a header over what is learnt or done.
const TOPICS: [&str; 16] = [
    "steps",
    "topics",
    "topic",
    "learn",
    "tasks",
    "skills",
    "focus",
    "what",
    "activities",
    "content",
    "goal",
    "goals",
    "milestones",
    "actions",
    "activity",
    "objective",
];

/// Where the parts of a stage stand in a row.
struct Columns {
    name: usize,
    duration: Option<usize>,
    steps: Option<usize>,
}

impl Columns {
    fn of(table: &Table, is_roadmap: bool) -> Option<Columns> {
        let header: Vec<Vec<Word>> = table
            .header
            .iter()
            .map(|cell| words(cell.plain()))
            .collect();
        let at = |list: &[&str]| {
            header
                .iter()
                .position(|cell| cell.iter().any(|word| list.contains(&word.lower.as_str())))
        };
        let is_of_pay = header.iter().flatten().any(|word| is_pay_word(&word.lower));
        if is_of_pay {
            return None;
        }
        let duration = at(&TIMES);
        let steps = at(&TOPICS);
        if let Some(name) = at(&NAMES) {
            let duration = duration.filter(|at| *at != name);
            let steps = steps.filter(|at| *at != name);
            return (duration.is_some() || steps.is_some()).then_some(Columns {
                name,
                duration,
                steps,
            });
        }
        // "Month | Focus": the focus names what the time is for.
        let dated = duration.filter(|at| is_roadmap && *at == 0)?;
        let name = steps.filter(|at| *at != dated)?;
        Some(Columns {
            name,
            duration: Some(dated),
            steps: None,
        })
    }
}

/// The stages of a table; none for a table of anything else.
pub(super) fn table_stages(
    document: &Document,
    block: &DocumentBlock,
    table: &Table,
    context: &Context<'_>,
    is_roadmap: bool,
) -> Vec<Fact> {
    let Some(columns) = Columns::of(table, is_roadmap) else {
        return Vec::new();
    };
    let rows = table
        .rows
        .iter()
        .filter(|row| !cell(row, Some(columns.name)).is_empty());
    rows.enumerate()
        .map(|(at, row)| {
            let (months_min, months_max) = duration_of(table, row, &columns);
            let written = cell(row, Some(columns.name));
            let name = stage_of(&written, Place::Roadmap).map_or(written, |(name, _)| name);
            let stage = Stage {
                role: context.role_told().cloned(),
                ordinal: u16::try_from(at + 1).unwrap_or(u16::MAX),
                name,
                months_min,
                months_max,
                duration: None,
                goals: Vec::new(),
                checkpoints: Vec::new(),
                steps: steps_of(&cell(row, columns.steps), row.span),
            };
            Fact {
                doc: document.id.clone(),
                evidence: Evidence {
                    headings: Arc::clone(&block.headings),
                    span: row.span,
                    text: row_text_of(table, row),
                    passage: 0,
                },
                body: FactBody::Stage(stage),
            }
        })
        .collect()
}

fn cell(row: &Row, at: Option<usize>) -> String {
    at.and_then(|at| row.cells.get(at))
        .map(|cell| cell.plain().trim().to_owned())
        .unwrap_or_default()
}

/// The duration of a row: as it is written, or in the unit of its header.
fn duration_of(table: &Table, row: &Row, columns: &Columns) -> Duration {
    let written = cell(row, columns.duration);
    let read = |text: &str| scan_months(text).first().map(|duration| duration.value);
    let head = columns.duration.and_then(|at| table.header.get(at));
    let unit = head
        .map(|cell| cell.plain().to_lowercase())
        .unwrap_or_default();
    let in_unit = || {
        let unit = ["week", "month"]
            .into_iter()
            .find(|word| unit.contains(word))?;
        read(&format!("{written} {unit}s"))
    };
    read(&written)
        .or_else(in_unit)
        .or_else(|| read(&cell(row, Some(columns.name))))
        .unwrap_or((None, None))
}

fn steps_of(written: &str, span: Span) -> Vec<Step> {
    written
        .split([';', '\n', ','])
        .map(str::trim)
        .filter(|step| !step.is_empty())
        .map(|step| Step {
            text: step.to_owned(),
            span,
        })
        .collect()
}
