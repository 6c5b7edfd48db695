//! Roadmaps: stages with their durations, goals and steps, from headings with lists under them and from tables.

use crate::domain::{
    BlockKind, Document, DocumentBlock, Evidence, Fact, FactBody, RoleRef, Span, Stage, Step,
    Table, Text,
};
use crate::vocabulary::words;

use super::context::{Context, says_roadmap, title_of};
use super::months::{Duration, scan_months};
use super::sentence::sentences;
use super::table::row_text_of;

/// Every stage of every roadmap in `document`; `context` is that of its first block.
pub(super) fn scan_stages(document: &Document, mut context: Context<'_>) -> Vec<Fact> {
    let mut reading = Reading {
        document,
        title: title_of(document).unwrap_or_default(),
        found: Vec::new(),
        open: None,
        parent: None,
        ordinal: 0,
    };
    for block in &document.blocks {
        context.enter(block);
        match &block.kind {
            BlockKind::Heading { text, .. } => reading.heading(block, text, &context),
            BlockKind::Item { depth, text, .. } => reading.item(block, *depth, text, &context),
            BlockKind::Paragraph(text) => {
                if let Some(stage) = &mut reading.open {
                    stage.read(block, text, false);
                }
            }
            BlockKind::Table(table) if reading.open.is_none() => {
                let stages = table_stages(document, block, table, &context);
                reading.found.extend(stages);
            }
            BlockKind::Table(_) | BlockKind::Code(_) => {}
        }
        context.leave(block);
    }
    reading.close();
    reading.found
}

/// A document on its way through [`scan_stages`].
struct Reading<'a> {
    document: &'a Document,
    title: &'a str,
    found: Vec<Fact>,
    /// The stage that is being read.
    open: Option<Open>,
    /// The heading that the open roadmap stands under.
    parent: Option<String>,
    ordinal: u16,
}

impl Reading<'_> {
    fn heading(&mut self, block: &DocumentBlock, text: &Text, context: &Context<'_>) {
        let above = block.headings.iter().rev().skip(1);
        let under_roadmap = says_roadmap(self.title)
            || above.clone().any(|heading| {
                says_roadmap(heading) || (heading != self.title && leads_in(heading))
            });
        let lies_inside = |open: &Open| block.headings.len() > open.depth;
        if self.open.as_ref().is_some_and(lies_inside) {
            // A heading inside a stage belongs to it, unless nothing was read for that stage yet: then it was the
            // heading of the whole roadmap ("12-month guide").
            let is_container = self
                .open
                .as_ref()
                .is_some_and(|open| open.stage.steps.is_empty());
            if !is_container || stage_of(text.plain(), true).is_none() {
                return;
            }
            self.open = None;
        }
        match stage_of(text.plain(), under_roadmap) {
            Some(stage) => {
                let parent = block.headings.iter().rev().nth(1).cloned();
                self.begin(block, text, stage, parent.unwrap_or_default(), context);
            }
            None => self.close(),
        }
    }

    fn item(&mut self, block: &DocumentBlock, depth: u8, text: &Text, context: &Context<'_>) {
        let may_begin = depth == 0
            && self.open.as_ref().is_none_or(|open| open.in_list)
            && block.headings.iter().any(|heading| says_roadmap(heading));
        if let Some(stage) = may_begin.then(|| stage_of_item(text.plain())).flatten() {
            let parent = block.headings.last().cloned().unwrap_or_default();
            self.begin(block, text, stage, parent, context);
            if let Some(open) = &mut self.open {
                open.in_list = true;
            }
        } else if let Some(open) = &mut self.open {
            open.read(block, text, true);
        }
    }

    fn begin(
        &mut self,
        block: &DocumentBlock,
        text: &Text,
        (name, duration): (String, Duration),
        parent: String,
        context: &Context<'_>,
    ) {
        self.close();
        let goes_on = self.parent.as_ref() == Some(&parent);
        self.ordinal = if goes_on {
            self.ordinal.saturating_add(1)
        } else {
            1
        };
        self.parent = Some(parent);
        let role = context.role_of_roadmap(text.plain());
        self.open = Some(Open::new(
            self.document,
            block,
            text,
            name,
            duration,
            self.ordinal,
            role,
        ));
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        if open.stage.steps.is_empty() && !open.in_list {
            open.stage.steps = open.fallback;
        }
        // A heading with neither steps nor a duration is no stage.
        let says_something = !open.stage.steps.is_empty()
            || !open.stage.checkpoints.is_empty()
            || open.stage.months_min.is_some()
            || open.stage.months_max.is_some();
        if says_something {
            self.found.push(Fact {
                doc: open.doc,
                evidence: open.evidence,
                body: FactBody::Stage(open.stage),
            });
        }
    }
}

/// A heading that announces the way into a role; in a title it may announce anything.
fn leads_in(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    [
        "how to become",
        "step by step",
        "step-by-step",
        "getting started",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

/// An item of a roadmap that is a stage of its own: "Core tools (2–3 weeks)".
fn stage_of_item(item: &str) -> Option<(String, Duration)> {
    let duration = scan_months(item).into_iter().next()?;
    let open = item.get(..duration.span.start)?.rfind('(')?;
    let is_last = item
        .get(duration.span.end..)?
        .trim_end()
        .trim_end_matches('.')
        .ends_with(')');
    (open > 0 && is_last).then(|| (name_of(item, false, Some(duration.span)), duration.value))
}

/// A stage that is being read.
struct Open {
    depth: usize,
    stage: Stage,
    fallback: Vec<Step>,
    evidence: Evidence,
    doc: crate::domain::DocumentId,
    /// True for a stage that is an item of a list, not a heading.
    in_list: bool,
}

impl Open {
    fn new(
        document: &Document,
        block: &DocumentBlock,
        heading: &Text,
        name: String,
        duration: Duration,
        ordinal: u16,
        role: Option<RoleRef>,
    ) -> Open {
        Open {
            depth: block.headings.len(),
            stage: Stage {
                role,
                ordinal,
                name,
                months_min: duration.0,
                months_max: duration.1,
                duration: None,
                goals: Vec::new(),
                checkpoints: Vec::new(),
                steps: Vec::new(),
            },
            fallback: Vec::new(),
            in_list: false,
            evidence: Evidence {
                headings: block.headings.to_vec(),
                span: block.span,
                text: heading.plain().to_owned(),
                passage: 0,
            },
            doc: document.id.clone(),
        }
    }

    fn read(&mut self, block: &DocumentBlock, text: &Text, is_item: bool) {
        let plain = text.plain().trim();
        let (label, rest) = plain
            .split_once(':')
            .map_or(("", plain), |(label, rest)| (label.trim(), rest.trim()));
        let label = label.to_lowercase();
        self.evidence.span = self.evidence.span.cover(block.span);
        if matches!(
            label.as_str(),
            "duration" | "time" | "timeline" | "rough duration" | "timeframe"
        ) {
            let duration = scan_months(rest).into_iter().next();
            if let Some(duration) = duration.filter(|found| !is_of_a_whole(rest, found.span)) {
                (self.stage.months_min, self.stage.months_max) = duration.value;
            }
            self.stage.duration = Some(rest.to_owned());
        } else if matches!(
            label.as_str(),
            "goal" | "goals" | "outcome" | "aim" | "milestone" | "objective"
        ) {
            self.stage.goals.push(rest.to_owned());
        } else if matches!(
            label.as_str(),
            "checkpoint" | "checkpoints" | "checkpoint / project" | "checkpoints / projects"
        ) && !rest.is_empty()
        {
            self.stage.checkpoints.push(rest.to_owned());
        } else if is_item {
            // A label above nested steps ("Steps:") is no step.
            if !plain.ends_with(':') {
                self.stage.steps.push(Step {
                    text: plain.to_owned(),
                    span: block.span,
                });
            }
        } else {
            for sentence in sentences(text.plain()) {
                if let Some(words) = sentence
                    .of(text.plain())
                    .filter(|words| !words.ends_with(':'))
                {
                    self.fallback.push(Step {
                        text: words.to_owned(),
                        span: text.source_span(sentence),
                    });
                }
            }
        }
    }
}

/// "Modules 1–2 of the 9 weeks", "within the 2 years", "the first part of 4 months": the whole course, not this stage.
/// "In 6 weeks" and "within 3 months" are the stage's own.
fn is_of_a_whole(text: &str, duration: Span) -> bool {
    let before = words(text.get(..duration.start).unwrap_or_default());
    let lower = |back: usize| {
        let at = before.len().checked_sub(back);
        let word = at.and_then(|at| before.get(at));
        word.map_or("", |word| word.lower.as_str())
    };
    let is_definite = lower(1) == "the";
    let preposition = if is_definite { lower(2) } else { lower(1) };
    preposition == "of" || (is_definite && matches!(preposition, "in" | "within"))
}

/// The name and duration of a stage, if a heading opens one: it has months or weeks in it, or it is numbered
/// ("Stage 2: …", "Step 3 — …", "Phase 1") under a roadmap.
fn stage_of(heading: &str, under_roadmap: bool) -> Option<(String, Duration)> {
    let durations = scan_months(heading);
    let words = words(heading);
    let first = words.first()?;
    let numbered = matches!(
        first.lower.as_str(),
        "stage" | "phase" | "step" | "level" | "part" | "module" | "milestone"
    ) && words
        .get(1)
        .is_some_and(|word| word.lower.parse::<u16>().is_ok());
    let months_label = matches!(first.lower.as_str(), "month" | "months" | "week" | "weeks")
        && words
            .get(1)
            .is_some_and(|word| word.lower.starts_with(|c: char| c.is_ascii_digit()));
    let plain_number = under_roadmap && first.lower.parse::<u16>().is_ok();
    let in_brackets = durations.first().is_some_and(|duration| {
        heading
            .get(..duration.span.start)
            .is_some_and(|before| before.contains('('))
    });
    let is_stage = (numbered && (under_roadmap || !durations.is_empty()))
        || (in_brackets && (under_roadmap || words.len() <= 8))
        || (under_roadmap && !durations.is_empty())
        || (months_label && under_roadmap)
        || (plain_number && words.len() > 1);
    if !is_stage {
        return None;
    }
    let name = name_of(
        heading,
        numbered,
        durations.first().map(|duration| duration.span),
    );
    if name.is_empty() {
        return None;
    }
    Some((
        name,
        durations
            .first()
            .map_or((None, None), |duration| duration.value),
    ))
}

/// The heading without its number and duration.
fn name_of(heading: &str, numbered: bool, duration: Option<Span>) -> String {
    let mut text = heading.to_owned();
    if let Some(span) = duration {
        let open = heading
            .get(..span.start)
            .and_then(|before| before.rfind('('));
        let close = heading
            .get(span.end..)
            .and_then(|behind| behind.find(')'))
            .map(|at| span.end + at + 1);
        let (start, end) = match (open, close) {
            (Some(open), Some(close)) => (open, close),
            _ => (span.start, span.end),
        };
        text = format!(
            "{} {}",
            heading.get(..start).unwrap_or_default().trim_end(),
            heading.get(end..).unwrap_or_default().trim_start()
        );
    }
    let is_edge = |c: char| c.is_whitespace() || ":-–—.".contains(c);
    let trim = |text: &str| {
        let text = text.trim_start_matches(|c| is_edge(c) || c == ')');
        // A bracket that was opened inside the name stays.
        let is_behind = |c: char| is_edge(c) || (c == ')' && !text.contains('('));
        text.trim_end_matches(is_behind).to_owned()
    };
    let mut name = trim(&text);
    if numbered || name.starts_with(|c: char| c.is_ascii_digit()) {
        let without = name
            .trim_start_matches(char::is_alphabetic)
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit());
        let without = trim(without);
        if !without.is_empty() {
            name = without;
        }
    }
    name.trim_end_matches('(').trim().to_owned()
}

/// A table whose rows are stages: one column names the stage or phase, another has durations or steps.
#[expect(
    clippy::too_many_lines,
    reason = "one decision list, read from top to bottom"
)]
fn table_stages(
    document: &Document,
    block: &DocumentBlock,
    table: &Table,
    context: &Context<'_>,
) -> Vec<Fact> {
    let head = |list: &[&str]| {
        table.header.iter().position(|cell| {
            words(cell.plain())
                .iter()
                .any(|word| list.contains(&word.lower.as_str()))
        })
    };
    let Some(name_at) = head(&["stage", "phase", "step", "milestone"]) else {
        return Vec::new();
    };
    let duration_at = head(&[
        "duration",
        "time",
        "timeline",
        "months",
        "weeks",
        "when",
        "timeframe",
    ]);
    let steps_at = head(&[
        "steps",
        "topics",
        "learn",
        "tasks",
        "skills",
        "focus",
        "what",
        "activities",
        "content",
    ]);
    if duration_at.is_none() && steps_at.is_none() {
        return Vec::new();
    }
    let cell = |row: &crate::domain::Row, at: Option<usize>| {
        at.and_then(|at| row.cells.get(at))
            .map(|cell| cell.plain().trim().to_owned())
            .unwrap_or_default()
    };
    table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !cell(row, Some(name_at)).is_empty())
        .map(|(at, row)| {
            let unit = duration_at
                .and_then(|at| table.header.get(at))
                .map(|cell| cell.plain().to_lowercase())
                .unwrap_or_default();
            let written = cell(row, duration_at);
            let durations = scan_months(&written);
            let duration = durations
                .first()
                .map(|duration| duration.value)
                .or_else(|| {
                    let with_unit = if unit.contains("week") {
                        format!("{written} weeks")
                    } else if unit.contains("month") {
                        format!("{written} months")
                    } else {
                        return None;
                    };
                    scan_months(&with_unit)
                        .first()
                        .map(|duration| duration.value)
                });
            let (months_min, months_max) = duration.unwrap_or((None, None));
            let steps = cell(row, steps_at)
                .split([';', '\n', ','])
                .map(str::trim)
                .filter(|step| !step.is_empty())
                .map(|step| Step {
                    text: step.to_owned(),
                    span: row.span,
                })
                .collect();
            let name = cell(row, Some(name_at));
            let words = words(&name);
            let numbered = words
                .first()
                .is_some_and(|word| matches!(word.lower.as_str(), "stage" | "phase" | "step"))
                && words.len() > 2;
            let stage = Stage {
                role: context.role(),
                ordinal: u16::try_from(at + 1).unwrap_or(u16::MAX),
                name: name_of(&name, numbered, None),
                months_min,
                months_max,
                duration: None,
                goals: Vec::new(),
                checkpoints: Vec::new(),
                steps,
            };
            Fact {
                doc: document.id.clone(),
                evidence: Evidence {
                    headings: block.headings.to_vec(),
                    span: row.span,
                    text: row_text_of(table, row),
                    passage: 0,
                },
                body: FactBody::Stage(stage),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Months;

    #[track_caller]
    fn check(heading: &str, under_roadmap: bool, expected: &str) {
        let number = |months: Option<Months>| {
            months.map_or("?".to_owned(), |months| {
                format!("{}.{:02}", months.0 / 100, months.0 % 100)
            })
        };
        let found = stage_of(heading, under_roadmap)
            .map_or("nothing".to_owned(), |(name, (min, max))| {
                format!("{name} {}..{}", number(min), number(max))
            });
        assert_eq!(found, expected, "stage in {heading:?}");
    }

    #[test]
    fn reads_stages_from_headings() {
        check(
            "Stage 1: Beginner (0–6 months)",
            true,
            "Beginner 0.00..6.00",
        );
        check("Advanced (18+ months)", true, "Advanced 18.00..?");
        check("Beginner (0–6 months)", false, "Beginner 0.00..6.00");
        check(
            "Step 1: Programming fundamentals (Months 1–3)",
            true,
            "Programming fundamentals 1.00..3.00",
        );
        check(
            "Step 2: Database fundamentals (Month 4)",
            true,
            "Database fundamentals 4.00..4.00",
        );
        check(
            "Phase 2 — Core tools (6 weeks)",
            true,
            "Core tools 1.38..1.38",
        );
        check("Lead role (5–8 years)", true, "Lead role 60.00..96.00");
        check(
            "Step 6: Portfolio (Months 11–12+)",
            true,
            "Portfolio 11.00..?",
        );
        check(
            "3) Basics (SQL) (2–3 weeks)",
            true,
            "Basics (SQL) 0.46..0.69",
        );
        check("Phase 3: Projects", true, "Projects ?..?");
        check("1. Learn the basics", true, "Learn the basics ?..?");
    }

    #[test]
    fn leaves_other_headings_alone() {
        check("Phase 3: Projects", false, "nothing");
        check(
            "What to expect in the first 3 months of a new job as an engineer",
            false,
            "nothing",
        );
        check("Soft skills", true, "nothing");
        check("What changed in the last 5 years", false, "nothing");
    }
}
