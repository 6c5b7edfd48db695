//! What a document says of a role besides pay: read from the sections whose headings say what they hold.

use std::collections::HashSet;

use crate::domain::{
    Aspect, BlockKind, Document, DocumentBlock, Evidence, Fact, FactBody, Fee, RoleFact, RoleRef,
    Row, Span, Table, Text,
};
use crate::vocabulary::{Mention, Term, Vocabulary, words};

use super::context::Context;
use super::names::scan_names;
use super::outlook::scan_outlook;
use super::sentence::sentences;
use super::table;
use super::telling::says_pay;
use super::unknown::scan_unknown_role;
use super::years::Setting;

/// The longest name of a thing, in characters; more is a sentence.
const NAME_MAX_CHARS: usize = 70;

/// The longest cell that names what a row is about, in characters: titles of occupations run long.
const ROW_NAME_MAX_CHARS: usize = 120;

/// Every statement about a role in `document`; `context` is that of its first block.
pub(super) fn scan_role(
    document: &Document,
    vocabulary: &Vocabulary,
    mut context: Context<'_>,
) -> Vec<Fact> {
    let mut found = Vec::new();
    let listed: HashSet<&[String]> = document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Item { .. } | BlockKind::Table(_)))
        .map(|block| &block.headings[..])
        .collect();
    let first_heading = document
        .blocks
        .iter()
        .find(|block| matches!(block.kind, BlockKind::Heading { .. }))
        .and_then(|block| block.headings.last());
    let mut above: Option<Heard<'_>> = None;
    for block in &document.blocks {
        context.enter(block);
        if let BlockKind::Table(rows) = &block.kind
            && table::is_fee_table(rows, &context)
        {
            found.extend(courses(document, block, rows, &context));
            context.leave(block);
            continue;
        }
        if above
            .as_ref()
            .is_none_or(|heard| heard.path != &*block.headings)
        {
            above = Some(Heard {
                path: &block.headings,
                section: section_of(&context, first_heading, block),
                role: titled_role(block, &context),
            });
        }
        if let Some(heard) = &above
            && let Some(section) = &heard.section
        {
            let scribe = Scribe {
                document,
                block,
                section,
                role: heard.role.clone().or_else(|| context.role()),
                vocabulary,
                has_list: listed.contains(&block.headings[..]),
            };
            match &block.kind {
                BlockKind::Heading { .. } | BlockKind::Code(_) => {}
                BlockKind::Paragraph(text) => scribe.sentences(text, &mut found),
                BlockKind::Item { text, .. } => scribe.item(text, &mut found),
                BlockKind::Table(rows) => scribe.rows(rows, &mut found),
            }
        }
        context.leave(block);
    }
    found
}

/// What the headings above a block say; blocks under the same ones hear the same.
struct Heard<'a> {
    path: &'a [String],
    section: Option<Section>,
    role: Option<RoleRef>,
}

/// The part of a document that one heading opens.
struct Section {
    aspect: Aspect,
    /// The heading below the one that says what the section holds.
    category: Option<String>,
}

fn section_of(
    context: &Context<'_>,
    first_heading: Option<&String>,
    block: &DocumentBlock,
) -> Option<Section> {
    let title = context.title();
    let is_title = |at: usize, text: &String| {
        at == 0
            && (Some(text.as_str()) == title || Some(text) == first_heading)
            && block.headings.len() > 1
    };
    let (at, aspect) = block
        .headings
        .iter()
        .enumerate()
        .rev()
        .filter(|(at, text)| !is_title(*at, text))
        .find_map(|(at, text)| aspect_of(text).map(|aspect| (at, aspect)))?;
    // The innermost heading names the group when an outer one has already said what the section holds.
    let is_group = |at: usize| {
        let outer = block.headings.iter().enumerate().take(at);
        outer
            .filter(|(at, text)| !is_title(*at, text))
            .any(|(_, text)| aspect_of(text) == Some(aspect))
    };
    let category = block
        .headings
        .last()
        .filter(|_| at + 1 < block.headings.len() || is_group(at))
        .cloned();
    Some(Section { aspect, category })
}

/// Which side of a role a heading announces.
#[expect(
    clippy::too_many_lines,
    reason = "one decision list, read from top to bottom"
)]
pub(super) fn aspect_of(heading: &str) -> Option<Aspect> {
    let lower = heading.to_lowercase();
    let words: Vec<_> = words(heading).into_iter().map(|word| word.lower).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let says = |phrase: &str| lower.contains(phrase);
    if says("roadmap") || has(&["stage", "phase", "step"]) {
        return None;
    }
    if has(&["skill", "skills", "competencies", "competence"]) {
        let soft = has(&[
            "soft",
            "interpersonal",
            "people",
            "personal",
            "workplace",
            "behavioural",
            "behavioral",
        ]) && !has(&["technical", "hard"]);
        return Some(if soft {
            Aspect::SoftSkill
        } else {
            Aspect::Skill
        });
    }
    if has(&[
        "compared",
        "versus",
        "vs",
        "difference",
        "differences",
        "comparison",
    ]) {
        return Some(Aspect::Comparison);
    }
    if has(&["fee", "fees"]) || (has(&["courses", "course"]) && !has(&["related"])) {
        return Some(Aspect::Course);
    }
    if has(&["responsibilities", "responsibility", "duties", "tasks"])
        || says("day to day")
        || says("day-to-day")
        || (has(&["do", "does"]) && says("what"))
    {
        return Some(Aspect::Responsibility);
    }
    if says("job title")
        || says("job roles")
        || says("also called")
        || says("job profiles")
        || (has(&["titles"]) && !has(&["pay", "salary"]))
    {
        return Some(Aspect::Title);
    }
    if (has(&["related", "similar", "alternative", "next"])
        && has(&[
            "role",
            "roles",
            "career",
            "careers",
            "jobs",
            "titles",
            "occupations",
        ]))
        || has(&["moves", "transitions"])
        || says("career options")
        || says("career opportunities")
        || says("other roles")
        || says("career progression")
    {
        return Some(Aspect::RelatedRole);
    }
    if has(&["employers", "employer", "recruiters", "companies"])
        || says("who hires")
        || says("hiring")
    {
        return Some(Aspect::Employer);
    }
    if has(&["openings", "vacancies", "listings"]) || says("job count") || says("jobs listed") {
        return Some(Aspect::JobCount);
    }
    if has(&["remote"]) || says("work from home") {
        return Some(Aspect::Remote);
    }
    if has(&[
        "education",
        "educational",
        "degree",
        "degrees",
        "qualification",
        "qualifications",
        "eligibility",
        "training",
    ]) || says("how to become")
        || (has(&["become"]) && has(&["how"]))
        || says("getting in")
        || says("undergraduate")
    {
        return Some(Aspect::Education);
    }
    if has(&[
        "outlook",
        "demand",
        "growth",
        "prospects",
        "future",
        "scope",
    ]) && !has(&["salary", "pay"])
    {
        return Some(Aspect::Outlook);
    }
    if says("official occupation") || says("occupation code") {
        return Some(Aspect::Occupation);
    }
    if has(&["cautions", "caution", "caveats", "caveat", "limitations"]) && words.len() <= 3 {
        return Some(Aspect::Caution);
    }
    if has(&["tips", "tip", "advice"]) {
        return Some(Aspect::Tip);
    }
    if has(&["tools", "technologies", "frameworks", "languages"]) {
        return Some(Aspect::Skill);
    }
    if has(&["definition", "overview"])
        || ((says("what is")
            || says("who is")
            || lower.starts_with("what a")
            || (lower.starts_with("what ") && lower.ends_with(" is")))
            && words.len() <= 9)
    {
        return Some(Aspect::Definition);
    }
    None
}

/// The innermost heading that names one job by its title speaks of it; otherwise the document's subject is meant. The
/// name of a field ("Frontend awareness") tells of another role only where the document has no subject.
fn titled_role(block: &DocumentBlock, context: &Context<'_>) -> Option<RoleRef> {
    let titled = block.headings.iter().rev().find_map(|heading| {
        let mentions = context.vocabulary.mentions(heading);
        let is_title = |mention: &Mention| matches!(mention.term, Term::Role { field: false, .. });
        mentions
            .iter()
            .any(is_title)
            .then(|| scan_names(heading, context.vocabulary, Setting::Label).roles)
    });
    let one = titled.and_then(|roles| {
        let first = roles.first()?.value.clone();
        roles
            .iter()
            .all(|other| other.value.id == first.id)
            .then_some(first)
    });
    one.or_else(|| context.subject().cloned())
}

struct Scribe<'a> {
    document: &'a Document,
    block: &'a DocumentBlock,
    section: &'a Section,
    role: Option<RoleRef>,
    vocabulary: &'a Vocabulary,
    /// True where a list or table stands under the same headings.
    has_list: bool,
}

impl Scribe<'_> {
    fn sentences(&self, text: &Text, found: &mut Vec<Fact>) {
        let plain = text.plain();
        for sentence in sentences(plain) {
            let Some(words) = sentence.of(plain) else {
                continue;
            };
            // "The details are given below:" announces, it tells nothing.
            if words.ends_with(':') || (self.has_list && announces(words)) {
                continue;
            }
            let span = text.source_span(sentence);
            found.push(self.fact(
                None,
                self.section.category.clone(),
                words,
                words,
                span,
                None,
            ));
            // Beside a list of skills a sentence remarks on them, it names no others.
            if !self.has_list {
                self.named_skills(words, self.section.category.as_deref(), span, found);
            }
        }
    }

    fn item(&self, text: &Text, found: &mut Vec<Fact>) {
        let plain = text.plain().trim();
        if plain.is_empty() {
            return;
        }
        let span = self.block.span;
        let name = name_of(plain);
        found.push(self.fact(
            name.clone(),
            self.section.category.clone(),
            plain,
            plain,
            span,
            None,
        ));
        // "Relational: MySQL, PostgreSQL" names skills under a label of its own.
        let label_is_skill = name
            .as_deref()
            .is_some_and(|name| self.skills_in(name).next().is_some());
        if !label_is_skill {
            self.named_skills(
                plain,
                name.as_deref().or(self.section.category.as_deref()),
                span,
                found,
            );
        }
    }

    fn rows(&self, table: &Table, found: &mut Vec<Fact>) {
        for row in &table.rows {
            let evidence = table::row_text_of(table, row);
            if evidence.is_empty() {
                continue;
            }
            let name_at = row.cells.iter().position(|cell| {
                let cell = cell.plain().trim();
                !cell.is_empty() && cell.chars().count() <= ROW_NAME_MAX_CHARS
            });
            let name = name_at
                .and_then(|at| row.cells.get(at))
                .map(|cell| cell.plain().trim().to_owned());
            let with_heads = self.section.aspect == Aspect::Outlook;
            let text =
                told_by_row(table, row, name_at, with_heads).unwrap_or_else(|| evidence.clone());
            let category = self.section.category.clone();
            found.push(self.fact(name.clone(), category, &text, &evidence, row.span, None));
            self.named_skills(
                &evidence,
                name.as_deref().or(self.section.category.as_deref()),
                row.span,
                found,
            );
        }
    }

    fn skills_in<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = &'t crate::vocabulary::Skill> {
        self.vocabulary
            .mentions(text)
            .into_iter()
            .filter_map(|mention| match mention.term {
                Term::Skill(at) => self.vocabulary.skills().get(at),
                _ => None,
            })
    }

    /// The known skills in a statement of the skills section, each under its own name.
    fn named_skills(&self, text: &str, category: Option<&str>, span: Span, found: &mut Vec<Fact>) {
        if !matches!(self.section.aspect, Aspect::Skill | Aspect::SoftSkill) {
            return;
        }
        let mut seen: Vec<&str> = Vec::new();
        for skill in self.skills_in(text) {
            if !seen.contains(&skill.name.as_str()) {
                seen.push(&skill.name);
                found.push(self.fact(
                    Some(skill.name.clone()),
                    category.map(str::to_owned),
                    text,
                    text,
                    span,
                    None,
                ));
            }
        }
    }

    fn fact(
        &self,
        name: Option<String>,
        category: Option<String>,
        text: &str,
        evidence: &str,
        span: Span,
        fee: Option<Fee>,
    ) -> Fact {
        Fact {
            doc: self.document.id.clone(),
            evidence: Evidence {
                headings: self.block.headings.to_vec(),
                span,
                text: evidence.to_owned(),
                passage: 0,
            },
            body: FactBody::Role(RoleFact {
                role: self.role_told(evidence),
                aspect: self.section.aspect,
                category,
                name,
                text: text.to_owned(),
                fee,
                outlook: (self.section.aspect == Aspect::Outlook)
                    .then(|| scan_outlook(evidence))
                    .flatten(),
            }),
        }
    }

    /// Demand is told of the occupation or role that a statement names first; everything else of the section's role.
    fn role_told(&self, evidence: &str) -> Option<RoleRef> {
        if self.section.aspect != Aspect::Outlook {
            return self.role.clone();
        }
        let roles = scan_names(evidence, self.vocabulary, Setting::Label).roles;
        let coded = roles.iter().find(|role| role.value.occupation.is_some());
        let told = coded.map(|role| role.value.clone());
        told.or_else(|| {
            scan_unknown_role(evidence, self.vocabulary.titles())
                .filter(|_| roles.is_empty())
                .map(|role| role.value)
        })
        .or_else(|| self.role.clone())
    }
}

/// "The table shows …": it speaks of what stands below.
fn announces(sentence: &str) -> bool {
    let words = words(sentence);
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    matches!(lower(0), "the" | "this") && matches!(lower(1), "table" | "list" | "following")
}

/// A row as a statement: "Full-stack developer: Average pay (per annum) ₹7.5 LPA". Headers stand only beside figures of
/// pay, which mean nothing without them.
fn told_by_row(
    table: &Table,
    row: &Row,
    name_at: Option<usize>,
    with_heads: bool,
) -> Option<String> {
    let name_at = name_at?;
    let name = row.cells.get(name_at)?.plain().trim();
    let rest: Vec<String> = row
        .cells
        .iter()
        .enumerate()
        .filter(|(at, cell)| *at != name_at && !cell.is_blank())
        .map(|(at, cell)| {
            let head = table.header.get(at).map_or("", |head| head.plain().trim());
            let is_pay = says_pay(&words(head));
            let cell = cell.plain().trim();
            if with_heads && !head.is_empty() {
                format!("{head}: {cell}")
            } else if is_pay {
                format!("{head} {cell}")
            } else {
                cell.to_owned()
            }
        })
        .collect();
    let is_short = row.cells.len() <= CELLS_MAX;
    let joint = if with_heads { "; " } else { ", " };
    (is_short && !rest.is_empty()).then(|| format!("{name}: {}", rest.join(joint)))
}

/// How many cells a row may have to be told as a sentence.
const CELLS_MAX: usize = 6;

/// The name before a colon or dash; a short item is its own name.
fn name_of(item: &str) -> Option<String> {
    let cut = [": ", " – ", " — ", " - "]
        .iter()
        .filter_map(|mark| item.find(mark))
        .min();
    let name = cut
        .map_or(item, |at| item.get(..at).unwrap_or(item))
        .trim()
        .trim_end_matches('.');
    let is_name = !name.is_empty() && name.chars().count() <= NAME_MAX_CHARS;
    is_name.then(|| name.to_owned())
}

/// The rows of a table of fees: courses.
fn courses(
    document: &Document,
    block: &DocumentBlock,
    rows: &Table,
    context: &Context<'_>,
) -> Vec<Fact> {
    let role = titled_role(block, context).or_else(|| context.role());
    rows.rows
        .iter()
        .zip(table::fees(rows, context))
        .filter_map(|(row, fee)| {
            let name = row
                .cells
                .first()
                .map(|cell| cell.plain().trim().to_owned())
                .filter(|name| !name.is_empty())?;
            let category = (row.cells.len() > 2)
                .then(|| row.cells.get(1).map(|cell| cell.plain().trim().to_owned()))
                .flatten();
            let text = table::row_text_of(rows, row);
            Some(Fact {
                doc: document.id.clone(),
                evidence: Evidence {
                    headings: block.headings.to_vec(),
                    span: row.span,
                    text: text.clone(),
                    passage: 0,
                },
                body: FactBody::Role(RoleFact {
                    role: role.clone(),
                    aspect: Aspect::Course,
                    category,
                    name: Some(name),
                    text,
                    fee,
                    outlook: None,
                }),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &str, expected: Option<Aspect>) {
        assert_eq!(aspect_of(heading), expected, "section {heading:?}");
    }

    #[test]
    fn knows_sections_by_their_headings() {
        check("Key Skills for Success", Some(Aspect::Skill));
        check("Soft skills", Some(Aspect::SoftSkill));
        check("Roles and Responsibilities", Some(Aspect::Responsibility));
        check(
            "What does a data engineer do?",
            Some(Aspect::Responsibility),
        );
        check("What is data engineering?", Some(Aspect::Definition));
        check("What a backend developer is", Some(Aspect::Definition));
        check("Job titles", Some(Aspect::Title));
        check("Related roles and their pay", Some(Aspect::RelatedRole));
        check("Moves to other roles", Some(Aspect::RelatedRole));
        check("Employers", Some(Aspect::Employer));
        check("Education path in India", Some(Aspect::Education));
        check("Courses and fees", Some(Aspect::Course));
        check("Job openings", Some(Aspect::JobCount));
        check("Why demand grows", Some(Aspect::Outlook));
        check("Remote work", Some(Aspect::Remote));
        check("Frontend and backend compared", Some(Aspect::Comparison));
        check("Tips", Some(Aspect::Tip));
        check("Cautions", Some(Aspect::Caution));
        check("Official occupations", Some(Aspect::Occupation));
    }

    #[test]
    fn leaves_other_sections_alone() {
        check("Pay in India", None);
        check("Stage 1: Beginner (0–6 months)", None);
        check("Roadmap", None);
        check("About the source", None);
    }
}
