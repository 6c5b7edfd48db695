//! What a document says of a role besides pay: skills, duties, roles near it, schooling, demand.
//!
//! Three things say what a statement is about, the nearest first: the label before it ("Skills: A, B"), the lead-in of
//! its list ("Typical duties include:"), the innermost heading that announces a side of a role. Running text is also read
//! by the words in it ("proficiency in", "responsible for", "roles such as"). `aspect` knows headings, lead-ins and
//! labels; `phrase` makes names of items; `title` knows titles of jobs; `cue` reads running text; `scribe` writes the
//! facts of one block. Start reading with [`Reading`].

mod asked;
mod aspect;
mod cue;
mod phrase;
mod related;
mod row;
mod scribe;
mod sentence;
mod title;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::domain::{Aspect, BlockKind, Document, DocumentBlock, Fact, RoleRef};
use crate::vocabulary::Vocabulary;

use super::above::Above;
use super::context::Context;
use super::sentence::sentences;
use super::table;
use aspect::{aspect_of_lead, holds_titles_only, teaches};

pub(super) use aspect::{announced_by, aspect_of};
use scribe::{Scribe, Sink};

/// With fewer named skills than this in a document, those are taken that it names where it tells of the work and the way
/// to it.
const SKILLS_ENOUGH: usize = 4;

/// The headings under which a list or table stands.
fn listed(document: &Document) -> FxHashSet<&[String]> {
    document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Item { .. } | BlockKind::Table(_)))
        .map(|block| &block.headings[..])
        .collect()
}

fn first_heading(document: &Document) -> Option<&String> {
    document
        .blocks
        .iter()
        .find(|block| matches!(block.kind, BlockKind::Heading { .. }))
        .and_then(|block| block.headings.last())
}

/// The part of a document that one heading or one lead-in opens.
#[derive(Clone, Debug, PartialEq)]
struct Section {
    aspect: Aspect,
    /// The heading below the one that says what the section holds.
    category: Option<String>,
    /// True where only titles are read: much else may stand under "Career path".
    titles_only: bool,
    /// True where the title says so: it speaks of more than lists.
    is_title: bool,
}

/// What the list that is being read was announced as.
struct Lead {
    /// The items it speaks for lie at this depth or deeper.
    depth: u8,
    aspect: Option<Aspect>,
}

/// What the headings above a block say, the same for all blocks under them.
struct HeadedBy<'a> {
    path: &'a Arc<[String]>,
    section: Option<Section>,
    /// The role that the innermost heading with a title names.
    titled: Option<RoleRef>,
    has_list: bool,
    is_plain: bool,
    teaches: bool,
}

/// A document on its way through what it says of roles.
pub(super) struct Reading<'a> {
    document: &'a Document,
    listed: FxHashSet<&'a [String]>,
    first_heading: Option<&'a String>,
    /// Whether the title asks how one becomes something; none before it is asked.
    title_teaches: OnceCell<bool>,
    leads: Vec<Lead>,
    /// What the headings above the last block say.
    headed_by: Option<HeadedBy<'a>>,
    /// The roles that headings tell of by turns.
    headed: Vec<related::Headed<'a>>,
    sink: Sink,
    /// How many blocks were read.
    read: usize,
}

impl<'a> Reading<'a> {
    /// The reading of `document` before its first block.
    pub(super) fn of(document: &'a Document) -> Reading<'a> {
        Reading {
            document,
            listed: listed(document),
            first_heading: first_heading(document),
            title_teaches: OnceCell::new(),
            leads: Vec::new(),
            headed_by: None,
            headed: Vec::new(),
            sink: Sink::for_blocks(document.blocks.len()),
            read: 0,
        }
    }

    /// Reads `block`, which `context` has entered.
    pub(super) fn block(&mut self, block: &'a DocumentBlock, context: &Context<'_>) {
        self.statements(block, context);
        self.read += 1;
        self.lead(block);
        related::note_heading(block, context, &mut self.headed);
    }

    /// Every statement about a role in the document.
    pub(super) fn end(self, vocabulary: &Vocabulary) -> Vec<Fact> {
        let few = self.named_skills() < SKILLS_ENOUGH;
        let mut sink = self.sink;
        sink.found
            .extend(related::compared(self.document, &self.headed));
        sink.found.append(&mut sink.cued);
        if few {
            let passing = sink.named_in_passing(self.document, vocabulary);
            take_new(passing, &mut sink.found);
        }
        sink.found
    }

    fn statements(&mut self, block: &'a DocumentBlock, context: &Context<'_>) {
        if let BlockKind::Table(rows) = &block.kind
            && table::is_fee_table(rows, context)
        {
            self.sink
                .found
                .extend(row::courses(self.document, block, rows, context));
            return;
        }
        let same = |above: &HeadedBy<'_>| Arc::ptr_eq(above.path, &block.headings);
        let known = self.headed_by.take().filter(same);
        let above = known.unwrap_or_else(|| self.headed_by(block, context));
        let section = self.section(block, &above);
        let titled = match block.kind {
            // Of a heading the role of its section, not the one that it may name.
            BlockKind::Heading { .. } => titled(context, block.headings.len().saturating_sub(1)),
            _ => above.titled.as_ref(),
        };
        let scribe = Scribe {
            document: self.document,
            block,
            number: self.read,
            section: section.as_deref(),
            role: role_or(titled, context),
            vocabulary: context.vocabulary,
            has_list: above.has_list,
            is_plain: above.is_plain,
            teaches: above.teaches,
        };
        match &block.kind {
            BlockKind::Code(_) => {}
            BlockKind::Heading { text, .. } => {
                scribe.heading(text, context, &mut self.sink.found);
            }
            BlockKind::Paragraph(text) => scribe.paragraph(text, &mut self.sink),
            BlockKind::Item { text, .. } => scribe.item(text, &mut self.sink),
            BlockKind::Table(rows) => scribe.rows(rows, &mut self.sink.found),
        }
        self.headed_by = Some(above);
    }

    /// What the headings above `block` say, which `context` has entered.
    fn headed_by(&self, block: &'a DocumentBlock, context: &Context<'_>) -> HeadedBy<'a> {
        HeadedBy {
            path: &block.headings,
            section: section_of(context, self.first_heading, block),
            titled: titled(context, block.headings.len()).cloned(),
            has_list: self.listed.contains(&block.headings[..]),
            is_plain: !context.headings().any(|above| above.speaks().pay),
            teaches: self.teaches(context),
        }
    }

    /// The side of a role that `block` tells of: as its list was announced, or as its headings say.
    fn section<'h>(
        &self,
        block: &DocumentBlock,
        above: &'h HeadedBy<'_>,
    ) -> Option<Cow<'h, Section>> {
        let headed = above.section.as_ref().map(Cow::Borrowed);
        let BlockKind::Item { depth, .. } = &block.kind else {
            return headed;
        };
        let lead = self
            .leads
            .iter()
            .rev()
            .filter(|lead| lead.depth <= *depth)
            .find_map(|lead| lead.aspect);
        match (lead, headed) {
            (Some(aspect), Some(headed)) if headed.aspect == aspect => Some(headed),
            (Some(aspect), _) => Some(Cow::Owned(Section {
                aspect,
                category: None,
                titles_only: aspect == Aspect::RelatedRole,
                is_title: false,
            })),
            (None, headed) => headed,
        }
    }

    /// Remembers `block` where it announces a list.
    fn lead(&mut self, block: &DocumentBlock) {
        match &block.kind {
            BlockKind::Paragraph(text) => {
                let plain = text.plain().trim_end();
                let last = || sentences(plain).pop().and_then(|span| span.of(plain));
                let announces = plain.ends_with(':');
                let lead = announces.then(last).flatten().and_then(aspect_of_lead);
                self.leads.clear();
                self.leads.push(Lead {
                    depth: 0,
                    aspect: lead,
                });
            }
            BlockKind::Item { depth, text, .. } => {
                self.leads.retain(|lead| lead.depth <= *depth);
                if text.plain().trim_end().ends_with(':') {
                    self.leads.push(Lead {
                        depth: depth.saturating_add(1),
                        aspect: aspect_of_lead(text.plain()),
                    });
                }
            }
            BlockKind::Heading { .. } => self.leads.clear(),
            BlockKind::Table(_) | BlockKind::Code(_) => {}
        }
    }

    /// True where skills that are named are to be learnt: on the way to a role.
    fn teaches(&self, context: &Context<'_>) -> bool {
        let title = context.title().or(self.first_heading.map(String::as_str));
        let inner = context
            .headings()
            .rev()
            .find(|above| Some(above.text) != title && above.aspect().is_some());
        if let Some(above) = inner {
            return above.teaches();
        }
        let titled = || title.is_some_and(teaches);
        *self.title_teaches.get_or_init(titled) || context.headings().any(Above::teaches)
    }

    /// How many skills the document lists.
    fn named_skills(&self) -> usize {
        names_of_skills(&self.sink.found).len()
    }
}

fn names_of_skills(facts: &[Fact]) -> FxHashSet<String> {
    let names = facts.iter().filter_map(|fact| {
        let told = fact.role_fact()?;
        let is_skill = matches!(told.aspect, Aspect::Skill | Aspect::SoftSkill);
        is_skill.then(|| told.name.as_ref().map(|name| name.to_lowercase()))?
    });
    names.collect()
}

/// Adds those of `passing` whose skill is not told yet.
fn take_new(passing: Vec<Fact>, found: &mut Vec<Fact>) {
    let mut seen = names_of_skills(found);
    for fact in passing {
        let name = fact.role_fact().and_then(|told| told.name.as_ref());
        if name.is_some_and(|name| seen.insert(name.to_lowercase())) {
            found.push(fact);
        }
    }
}

fn section_of(
    context: &Context<'_>,
    first_heading: Option<&String>,
    block: &DocumentBlock,
) -> Option<Section> {
    let title = context.title();
    let first = first_heading.map(String::as_str);
    let is_title = |at: usize, text: &str| {
        at == 0 && (Some(text) == title || Some(text) == first) && block.headings.len() > 1
    };
    let (at, announced, aspect) = context
        .headings()
        .enumerate()
        .rev()
        .filter(|(at, above)| !is_title(*at, above.text))
        .find_map(|(at, above)| above.aspect().map(|aspect| (at, above, aspect)))?;
    // The innermost heading names the group when an outer one has already said what the section holds.
    let is_group = |at: usize| {
        let outer = context.headings().enumerate().take(at);
        outer
            .filter(|(at, above)| !is_title(*at, above.text))
            .any(|(_, above)| above.aspect() == Some(aspect))
    };
    let category = block
        .headings
        .last()
        .filter(|_| at + 1 < block.headings.len() || is_group(at))
        .cloned();
    let titles_only = aspect == Aspect::RelatedRole && holds_titles_only(announced.text);
    Some(Section {
        aspect,
        category,
        titles_only,
        is_title: Some(announced.text) == title,
    })
}

/// Whoever a statement under the first `depth` headings speaks of.
fn role_of<'c>(context: &'c Context<'_>, depth: usize) -> Option<&'c RoleRef> {
    role_or(titled(context, depth), context)
}

/// As [`role_of`], where it is known whom the headings name.
fn role_or<'c>(titled: Option<&'c RoleRef>, context: &'c Context<'_>) -> Option<&'c RoleRef> {
    titled
        .or_else(|| context.subject())
        .or_else(|| context.role_told())
}

/// The role that the innermost of the first `depth` headings names that names a job by its title. Without one the document's
/// subject is meant. The name of a field ("Frontend awareness") tells of
/// another role only where the document has no subject, and "Working with engineers" tells of whoever works with them.
fn titled<'c>(context: &'c Context<'_>, depth: usize) -> Option<&'c RoleRef> {
    let mut outer = context.headings().take(depth).rev();
    let roles = &outer.find(|above| above.names_title())?.names().roles;
    let first = &roles.first()?.value;
    let is_one = roles.iter().all(|other| other.value.id == first.id);
    is_one.then_some(first)
}
