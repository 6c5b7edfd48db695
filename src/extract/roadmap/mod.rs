//! Roadmaps: stages with their durations, goals and steps.
//!
//! A stage is opened by a heading, by a line or an item with a label, by a row of a table, or told in running text. What
//! stands under it until the next one are its steps. `opening` knows what opens a stage; `rows` reads tables; `told`
//! reads running text. No stage comes from a page that is no roadmap: something must announce one, a heading, the title,
//! or the way the stages are numbered and dated. Start reading with [`Reading`].

mod opening;
mod rows;
mod told;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::domain::{
    Aspect, BlockKind, Document, DocumentBlock, Evidence, Fact, FactBody, RoleRef, Span, Stage,
    Step, Text,
};
use crate::vocabulary::words;

use super::above::Above;
use super::context::{Context, holds_any, says_roadmap};
use super::months::{Duration, scan_months};
use super::role::aspect_of;
use super::sentence::sentences;
use super::subject::title_of;
use super::telling::says_pay;
use opening::{Opening, Place, stage_of, stage_of_line};
use rows::table_stages;
use told::timeline;

/// How many numbered headings under a title that tells how to become something make its steps.
const STEPS_MIN: usize = 3;

/// How many headings with a duration in brackets make a ladder where nothing announces one.
const RUNGS_MIN: usize = 2;

/// How many words a label above nested steps has: "Steps:", "Skills to learn:".
const LABEL_MAX_WORDS: usize = 2;

/// What the headings under one heading have in common.
#[derive(Default)]
struct Siblings {
    /// How many have a duration in brackets.
    with_duration: usize,
    /// How many begin with a number.
    numbered: usize,
    /// True where they are counted from one.
    from_one: bool,
    /// True where one of the numbered ones is a section of an article, as "2. What it pays".
    has_sections: bool,
}

/// The headings of a document by the headings above them.
fn siblings(document: &Document) -> FxHashMap<&[String], Siblings> {
    let mut found: FxHashMap<&[String], Siblings> = FxHashMap::default();
    for block in &document.blocks {
        let BlockKind::Heading { text, .. } = &block.kind else {
            continue;
        };
        let plain = text.plain();
        let above = block
            .headings
            .split_last()
            .map_or(&[][..], |(_, above)| above);
        let entry = found.entry(above).or_default();
        let in_brackets = scan_months(plain)
            .first()
            .and_then(|duration| plain.get(..duration.span.start))
            .is_some_and(|before| before.contains('('));
        entry.with_duration += usize::from(in_brackets);
        if plain.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            entry.numbered += 1;
            let number = words(plain)
                .first()
                .and_then(|word| word.lower.parse::<u16>().ok());
            entry.from_one |= number == Some(1);
            entry.has_sections |= is_section(plain);
        }
    }
    found
}

/// A heading of an article's section, which its number does not make a step.
fn is_section(heading: &str) -> bool {
    let is_of_a_page = words(heading).iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "interview"
                | "questions"
                | "faq"
                | "faqs"
                | "checklist"
                | "resources"
                | "conclusion"
                | "benefits"
                | "reasons"
                | "why"
        )
    });
    is_of_a_page
        || heading.ends_with('?')
        || speaks_of_pay(heading)
        || matches!(
            aspect_of(heading),
            Some(
                Aspect::Definition
                    | Aspect::Responsibility
                    | Aspect::Title
                    | Aspect::RelatedRole
                    | Aspect::Employer
                    | Aspect::Outlook
                    | Aspect::Comparison
            )
        )
}

/// "Salary: ₹4-7 LPA": what a step pays, and no step.
fn is_labelled_pay(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(label, _)| speaks_of_pay(label))
}

fn speaks_of_pay(heading: &str) -> bool {
    says_pay(&words(heading))
}

/// A document on its way through its stages.
pub(super) struct Reading<'a> {
    document: &'a Document,
    title: &'a str,
    titled: Place,
    siblings: FxHashMap<&'a [String], Siblings>,
    found: Vec<Fact>,
    /// The stage that is being read.
    open: Option<Open>,
    /// The heading that the open roadmap stands under.
    parent: Option<String>,
    ordinal: u16,
}

impl<'a> Reading<'a> {
    /// The reading of `document` before its first block.
    pub(super) fn of(document: &'a Document) -> Reading<'a> {
        let title = title_of(document).unwrap_or_default();
        let titled = if says_roadmap(title) {
            Place::Roadmap
        } else if leads_in(title) || tells_becoming(title) {
            Place::HowTo
        } else {
            Place::Elsewhere
        };
        Reading {
            document,
            title,
            titled,
            siblings: siblings(document),
            found: Vec::new(),
            open: None,
            parent: None,
            ordinal: 0,
        }
    }

    /// Reads `block`, which `context` has entered.
    pub(super) fn block(&mut self, block: &DocumentBlock, context: &Context<'_>) {
        match &block.kind {
            BlockKind::Heading { text, .. } => self.heading(block, text, context),
            BlockKind::Item { depth, text, .. } => self.item(block, *depth, text, context),
            BlockKind::Paragraph(text) => self.paragraph(block, text, context),
            BlockKind::Table(table) if self.open.is_none() => {
                let is_roadmap = self.place(context.headings()) != Place::Elsewhere;
                let stages = table_stages(self.document, block, table, context, is_roadmap);
                self.found.extend(stages);
            }
            BlockKind::Table(_) | BlockKind::Code(_) => {}
        }
    }

    /// Every stage of every roadmap in the document.
    pub(super) fn end(mut self) -> Vec<Fact> {
        self.close();
        self.found
    }

    /// How what stands under the headings `above` relates to a roadmap. Under a heading that speaks of pay there is none.
    fn place<'c, 'v: 'c>(&self, above: impl Iterator<Item = &'c Above<'v>> + Clone) -> Place {
        let mut inner = above.filter(|heading| heading.text != self.title);
        if inner.clone().any(|heading| heading.speaks().pay) {
            return Place::Elsewhere;
        }
        match self.titled {
            Place::Roadmap => Place::Roadmap,
            _ if inner.any(Above::opens_roadmap) => Place::Roadmap,
            titled => titled,
        }
    }

    /// The stage that a heading opens where it stands.
    fn stage_of_heading(
        &self,
        block: &DocumentBlock,
        text: &Text,
        context: &Context<'_>,
    ) -> Option<Opening> {
        let plain = text.plain();
        let above = block
            .headings
            .split_last()
            .map_or(&[][..], |(_, above)| above);
        let outer = context.headings().take(above.len());
        let place = self.place(outer.clone());
        let own = self.siblings.get(above);
        let is_counted = plain.trim_start().starts_with(|c: char| c.is_ascii_digit());
        // "1. Finish school" straight under "How to become a diver", and all its neighbours are steps.
        let is_step = place == Place::HowTo
            && is_counted
            && above.iter().all(|heading| heading == self.title)
            && own
                .is_some_and(|own| own.from_one && own.numbered >= STEPS_MIN && !own.has_sections);
        let stage = stage_of(plain, if is_step { Place::Roadmap } else { place })?;
        let is_of_sections =
            is_counted && own.is_some_and(|own| own.has_sections) && stage.1 == (None, None);
        let is_rung = || own.is_some_and(|own| own.with_duration >= RUNGS_MIN);
        let is_pay = speaks_of_pay(plain)
            || outer
                .clone()
                .any(|heading| heading.speaks().pay && !heading.opens_roadmap());
        let is_announced = place != Place::Elsewhere || is_rung();
        (is_announced && !is_of_sections && !is_pay).then_some(stage)
    }

    fn heading(&mut self, block: &DocumentBlock, text: &Text, context: &Context<'_>) {
        let stage = self.stage_of_heading(block, text, context);
        let lies_inside = |open: &Open| block.headings.len() > open.depth;
        if self.open.as_ref().is_some_and(lies_inside) {
            // A heading inside a stage belongs to it, unless nothing was read for that stage yet: then it was the
            // heading of the whole roadmap.
            let is_container = self
                .open
                .as_ref()
                .is_some_and(|open| open.stage.steps.is_empty() && !open.opener.is_line());
            if !is_container || stage.is_none() {
                return;
            }
            self.open = None;
        }
        match stage {
            Some(stage) => {
                let parent = block.headings.iter().rev().nth(1).cloned();
                self.begin(block, text, stage, parent.unwrap_or_default(), context);
            }
            None => self.close(),
        }
    }

    /// A line or an item that opens a stage, where a roadmap may stand.
    fn stage_of_line(&self, context: &Context<'_>, line: &str) -> Option<(Opening, String)> {
        let may_begin = self.open.as_ref().is_none_or(|open| open.opener.is_line());
        let announced = may_begin && self.place(context.headings()) != Place::Elsewhere;
        let stage = announced.then(|| stage_of_line(line)).flatten();
        stage.filter(|_| !is_labelled_pay(line))
    }

    fn paragraph(&mut self, block: &DocumentBlock, text: &Text, context: &Context<'_>) {
        if let Some((stage, more)) = self.stage_of_line(context, text.plain()) {
            self.begin_line(block, text, stage, &more, None, context);
            return;
        }
        if let Some(open) = &mut self.open {
            open.read(block, text, false);
            return;
        }
        if self.place(context.headings()) != Place::Elsewhere {
            self.timeline(block, text, context);
        }
    }

    fn item(&mut self, block: &DocumentBlock, depth: u8, text: &Text, context: &Context<'_>) {
        let opener = self.open.as_ref().map(|open| open.opener);
        let is_inside = matches!(opener, Some(Opener::Item(outer)) if depth > outer);
        if !is_inside {
            if let Some((stage, more)) = self.stage_of_line(context, text.plain()) {
                self.begin_line(block, text, stage, &more, Some(depth), context);
                return;
            }
            let may_begin = depth == 0
                && self.open.as_ref().is_none_or(|open| open.opener.is_line())
                && self.place(context.headings()) == Place::Roadmap;
            let stage = may_begin.then(|| stage_of_item(text.plain())).flatten();
            if let Some(stage) = stage.filter(|_| !is_labelled_pay(text.plain())) {
                self.begin_line(block, text, stage, "", Some(depth), context);
                return;
            }
        }
        if let Some(open) = &mut self.open {
            open.read(block, text, true);
        }
    }

    /// Begins a stage that is a line or, at its `depth`, an item; `more` is what the line says besides its name.
    fn begin_line(
        &mut self,
        block: &DocumentBlock,
        text: &Text,
        stage: Opening,
        more: &str,
        depth: Option<u8>,
        context: &Context<'_>,
    ) {
        let parent = block.headings.last().cloned().unwrap_or_default();
        self.begin(block, text, stage, parent, context);
        if let Some(open) = &mut self.open {
            open.opener = depth.map_or(Opener::Line, Opener::Item);
            if !more.is_empty() {
                open.stage.steps.push(Step {
                    text: more.to_owned(),
                    span: block.span,
                });
            }
        }
    }

    fn begin(
        &mut self,
        block: &DocumentBlock,
        text: &Text,
        (name, duration): Opening,
        parent: String,
        context: &Context<'_>,
    ) {
        self.close();
        self.count(parent);
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

    /// Counts one more stage under `parent`.
    fn count(&mut self, parent: String) {
        let goes_on = self.parent.as_ref() == Some(&parent);
        self.ordinal = if goes_on {
            self.ordinal.saturating_add(1)
        } else {
            1
        };
        self.parent = Some(parent);
    }

    /// The stages that a paragraph tells.
    fn timeline(&mut self, block: &DocumentBlock, text: &Text, context: &Context<'_>) {
        for told in timeline(text) {
            self.count(block.headings.last().cloned().unwrap_or_default());
            self.found.push(Fact {
                doc: self.document.id.clone(),
                evidence: Evidence {
                    headings: Arc::clone(&block.headings),
                    span: told.span,
                    text: told.sentence,
                    passage: 0,
                },
                body: FactBody::Stage(Stage {
                    role: context.role_of_roadmap(""),
                    ordinal: self.ordinal,
                    name: told.name,
                    months_min: told.duration.0,
                    months_max: told.duration.1,
                    duration: None,
                    goals: Vec::new(),
                    checkpoints: Vec::new(),
                    steps: Vec::new(),
                }),
            });
        }
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        if open.stage.steps.is_empty() && !open.opener.is_line() {
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

/// Phrases of headings that announce the way into a role.
pub(super) const LEADING_IN: [&str; 6] = [
    "how to become",
    "step by step",
    "step-by-step",
    "getting started",
    "steps to become",
    "steps to becoming",
];

/// A heading that announces the way into a role; in a title it may announce anything.
pub(super) fn leads_in(heading: &str) -> bool {
    holds_any(heading, &LEADING_IN)
}

/// A title on becoming something: "Becoming a diver", "A guide to becoming a diver".
fn tells_becoming(title: &str) -> bool {
    let lower = title.to_lowercase();
    lower.starts_with("becoming ")
        || lower.contains("to becoming ")
        || lower.contains("how to get into")
}

/// An item of a roadmap that is a stage of its own: "Core tools (2–3 weeks)".
fn stage_of_item(item: &str) -> Option<Opening> {
    let duration = scan_months(item).into_iter().next()?;
    let open = item.get(..duration.span.start)?.rfind('(')?;
    let is_last = item
        .get(duration.span.end..)?
        .trim_end()
        .trim_end_matches('.')
        .ends_with(')');
    (open > 0 && is_last)
        .then(|| stage_of(item, Place::Roadmap))
        .flatten()
}

/// What opened a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opener {
    Heading,
    /// A paragraph of one line.
    Line,
    /// An item at this depth.
    Item(u8),
}

impl Opener {
    fn is_line(self) -> bool {
        self != Opener::Heading
    }
}

/// A stage that is being read.
struct Open {
    depth: usize,
    stage: Stage,
    fallback: Vec<Step>,
    evidence: Evidence,
    doc: crate::domain::DocumentId,
    opener: Opener,
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
            opener: Opener::Heading,
            evidence: Evidence {
                headings: Arc::clone(&block.headings),
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
        if is_duration_label(&label) {
            self.read_duration(rest);
        } else if matches!(
            label.as_str(),
            "goal" | "goals" | "outcome" | "aim" | "milestone" | "objective"
        ) && !rest.is_empty()
        {
            self.stage.goals.push(rest.to_owned());
        } else if matches!(
            label.as_str(),
            "checkpoint" | "checkpoints" | "checkpoint / project" | "checkpoints / projects"
        ) && !rest.is_empty()
        {
            self.stage.checkpoints.push(rest.to_owned());
        } else if is_item {
            if !is_label(plain) {
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

    /// A duration under the heading; the one in the heading is never overruled.
    fn read_duration(&mut self, written: &str) {
        let is_known = self.stage.months_min.is_some() || self.stage.months_max.is_some();
        let duration = scan_months(written).into_iter().next();
        let own = duration.filter(|found| !is_of_a_whole(written, found.span));
        if let Some(duration) = own.filter(|_| !is_known) {
            (self.stage.months_min, self.stage.months_max) = duration.value;
        }
        self.stage.duration = Some(written.to_owned());
    }
}

fn is_duration_label(label: &str) -> bool {
    matches!(
        label,
        "duration"
            | "time"
            | "timeline"
            | "rough duration"
            | "timeframe"
            | "estimated time"
            | "time needed"
            | "length"
    )
}

/// "Steps:", "Skills to focus on:": a label above nested steps is no step; "Two drawings showing:" is one.
fn is_label(item: &str) -> bool {
    let Some(label) = item.strip_suffix(':') else {
        return false;
    };
    let words = words(label);
    let is_of_many = words.first().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "skills" | "steps" | "topics" | "what" | "things" | "key"
        )
    });
    words.len() <= LABEL_MAX_WORDS || is_of_many
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DocumentId;
    use crate::vocabulary::Vocabulary;

    fn heading(level: u8, path: &[&str]) -> DocumentBlock {
        let text = path.last().copied().unwrap_or_default();
        block(
            path,
            BlockKind::Heading {
                level,
                text: Text::verbatim(text, 0),
            },
        )
    }

    fn block(path: &[&str], kind: BlockKind) -> DocumentBlock {
        DocumentBlock {
            headings: path.iter().map(|heading| (*heading).to_owned()).collect(),
            span: Span::new(0, 1),
            kind,
        }
    }

    fn item(path: &[&str], depth: u8, text: &str) -> DocumentBlock {
        block(
            path,
            BlockKind::Item {
                depth,
                ordinal: None,
                text: Text::verbatim(text, 0),
            },
        )
    }

    fn line(path: &[&str], text: &str) -> DocumentBlock {
        block(path, BlockKind::Paragraph(Text::verbatim(text, 0)))
    }

    #[track_caller]
    fn check(blocks: Vec<DocumentBlock>, expected: &[&str]) {
        let document = Document {
            id: DocumentId("a.md".to_owned()),
            source: crate::domain::Source::default(),
            text: String::from(" "),
            lines: crate::domain::Lines::Same,
            blocks,
        };
        let mut context = Context::of(&document, Vocabulary::builtin());
        let mut reading = Reading::of(&document);
        for block in &document.blocks {
            context.enter(block);
            reading.block(block, &context);
            context.leave(block);
        }
        let found: Vec<String> = reading
            .end()
            .iter()
            .filter_map(Fact::stage)
            .map(|stage| {
                let steps: Vec<&str> = stage.steps.iter().map(|step| step.text.as_str()).collect();
                let months = |months: Option<crate::domain::Months>| {
                    months.map_or("?".to_owned(), |m| (m.0 / 100).to_string())
                };
                let (min, max) = (months(stage.months_min), months(stage.months_max));
                format!(
                    "{} {} {min}..{max}: {}",
                    stage.ordinal,
                    stage.name,
                    steps.join("; ")
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn reads_lines_as_stages() {
        let title = "Diving roadmap";
        check(
            vec![
                heading(1, &[title]),
                line(&[title], "Phase 1 (0–3 months): Pool"),
                item(&[title], 0, "Learn to breathe"),
                line(&[title], "Phase 2 (3–9 months): Lake"),
                item(&[title], 0, "Dive with a guide"),
            ],
            &[
                "1 Pool 0..3: Learn to breathe",
                "2 Lake 3..9: Dive with a guide",
            ],
        );
        check(
            vec![
                heading(1, &[title]),
                item(&[title], 0, "Month 1: Pool"),
                item(&[title], 1, "Learn to breathe"),
                item(&[title], 0, "Month 2: Lake"),
            ],
            &["1 Pool 1..1: Learn to breathe", "2 Lake 2..2: "],
        );
    }

    #[test]
    fn reads_numbered_headings_of_a_how_to() {
        let title = "How to become a diver";
        let steps = ["1. Learn to swim", "2. Pass the test", "3. Buy the gear"];
        let mut blocks = vec![heading(1, &[title])];
        for step in steps {
            blocks.push(heading(2, &[title, step]));
            blocks.push(line(&[title, step], "It takes patience."));
        }
        check(
            blocks.clone(),
            &[
                "1 Learn to swim ?..?: It takes patience.",
                "2 Pass the test ?..?: It takes patience.",
                "3 Buy the gear ?..?: It takes patience.",
            ],
        );
        let pay = "4. What it pays";
        blocks.push(heading(2, &[title, pay]));
        blocks.push(line(&[title, pay], "It pays well."));
        check(blocks, &[]);
    }

    #[test]
    fn takes_no_stage_from_pay_or_from_one_remark() {
        let title = "Diver salary";
        check(
            vec![
                heading(1, &[title]),
                heading(2, &[title, "Beginner (0–2 years)"]),
                line(&[title, "Beginner (0–2 years)"], "They earn little."),
                heading(2, &[title, "Expert (5+ years)"]),
                line(&[title, "Expert (5+ years)"], "They earn more."),
            ],
            &[],
        );
        let title = "Diving for a living";
        check(
            vec![
                heading(1, &[title]),
                heading(2, &[title, "Probation (6 months)"]),
                line(&[title, "Probation (6 months)"], "Everybody has one."),
            ],
            &[],
        );
    }

    #[test]
    fn keeps_the_duration_of_the_heading() {
        let (title, rung) = ("Diver career path", "Junior diver (0–2 years)");
        check(
            vec![
                heading(1, &[title]),
                heading(2, &[title, rung]),
                item(&[title, rung], 0, "Two dives showing:"),
                item(&[title, rung], 0, "Steps:"),
                line(&[title, rung], "Timeline: 3–4 years to the next rung"),
            ],
            &["1 Junior diver 0..24: Two dives showing:"],
        );
    }
}
