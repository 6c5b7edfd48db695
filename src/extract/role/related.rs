//! Roles near a role: ways on from it, kinds of it, and what it is compared with.
//!
//! | written | read |
//! | --- | --- |
//! | an item `Lift mechanic` under `Career path` | a related role |
//! | a column `Job title` under `Career path` | each title |
//! | `Deckhand → Mate → Captain` | each title but the role itself |
//! | `Bakers compared with pastry chefs` as a heading | the other role |
//! | a document that tells what bakers do, and what pastry chefs do | each of the other |

use std::sync::Arc;

use crate::domain::{
    Aspect, BlockKind, Document, DocumentBlock, Evidence, Fact, FactBody, RoleFact, RoleRef, Span,
    Table,
};
use crate::vocabulary::words;

use super::super::above::Above;
use super::super::context::Context;
use super::super::names::scan_names;
use super::super::table::row_text_of;
use super::super::years::{Setting, scan_years};
use super::aspect::aspect_of;
use super::phrase::labelled;
use super::scribe::{Scribe, Told};
use super::sentence::Sentence;
use super::title::{Title, known_titles, title, titles, titles_in_prose};

/// How many roles a document may tell of for each to be compared with the others; more is a list of jobs.
const COMPARED_MAX: usize = 3;

/// Among how many facts a title is looked for before it is told again.
const KNOWN_MAX: usize = 1_000;

fn push(scribe: &Scribe<'_>, title: Title, evidence: &str, span: Span, found: &mut Vec<Fact>) {
    let is_other = scribe.role.is_some_and(|role| title.differs_from(role));
    if is_other {
        push_as_written(scribe, title, evidence, span, found);
    }
}

/// As [`push`] where each title is told apart from the others, as in a chain: another name of the same job is another rung.
fn push_as_written(
    scribe: &Scribe<'_>,
    title: Title,
    evidence: &str,
    span: Span,
    found: &mut Vec<Fact>,
) {
    let Some(role) = scribe.role.filter(|role| title.is_written_otherwise(role)) else {
        return;
    };
    let nearest = found.iter().rev().take(KNOWN_MAX);
    let known = nearest.filter_map(Fact::role_fact).any(|told| {
        told.aspect == Aspect::RelatedRole
            && told
                .role
                .as_ref()
                .is_some_and(|other| other.key() == role.key())
            && told
                .name
                .as_ref()
                .is_some_and(|name| name.eq_ignore_ascii_case(&title.written))
    });
    if !known {
        found.push(scribe.fact(Told {
            aspect: Aspect::RelatedRole,
            category: None,
            name: Some(title.written),
            text: evidence,
            evidence,
            span,
        }));
    }
}

/// The titles of a list or chain; true where it names one at all.
pub(super) fn from_list(
    scribe: &Scribe<'_>,
    list: &str,
    evidence: &str,
    span: Span,
    found: &mut Vec<Fact>,
) -> bool {
    let titles = titles(list, scribe.vocabulary);
    let any = !titles.is_empty();
    for title in titles {
        push_as_written(scribe, title, evidence, span, found);
    }
    any
}

/// True for words that an arrow parts.
fn has_arrow(text: &str) -> bool {
    !text.is_ascii() && text.contains(['→', '⇒', '➔', '➜'])
}

/// An item where only titles are read: a title of its own, or a chain of them.
pub(super) fn from_item(scribe: &Scribe<'_>, item: &str, span: Span, found: &mut Vec<Fact>) {
    let chained = has_arrow(item) || item.contains(" -> ");
    if chained {
        from_list(scribe, item, item, span, found);
        return;
    }
    if scribe.section.is_none() {
        return;
    }
    let name = labelled(item).map_or(item, |(label, _)| label);
    if let Some(title) = title(name, scribe.vocabulary) {
        push(scribe, title, item, span, found);
    }
}

/// A sentence: titles behind words such as "advance to"; known titles where ways on are told.
pub(super) fn from_sentence(
    scribe: &Scribe<'_>,
    told: &Sentence<'_>,
    span: Span,
    found: &mut Vec<Fact>,
) {
    if !scribe.is_plain {
        return;
    }
    let sentence = told.text;
    let tells_ways = scribe
        .section
        .is_some_and(|section| section.aspect == Aspect::RelatedRole);
    let is_chain = has_arrow(sentence);
    let may_tell = tells_ways || is_chain || told.lists_titles();
    if !may_tell || told.is_denied() {
        return;
    }
    for title in titles_in_prose(told, scribe.vocabulary) {
        push(scribe, title, sentence, span, found);
    }
    if tells_ways {
        for title in known_titles(sentence, scribe.vocabulary) {
            push(scribe, title, sentence, span, found);
        }
    }
    if is_chain {
        from_list(scribe, sentence, sentence, span, found);
    }
}

/// A heading, with the side of a role that it announces: one that names a title where titles are read, a rung of a ladder ("Senior mason (5–8 years)"), or roles that are
/// compared.
pub(super) fn from_heading(
    scribe: &Scribe<'_>,
    heading: &str,
    aspect: Option<Aspect>,
    found: &mut Vec<Fact>,
) {
    let span = scribe.block.span;
    if aspect == Some(Aspect::Comparison) {
        let told = scan_names(heading, scribe.vocabulary, Setting::Label).roles;
        let names_own = told
            .iter()
            .any(|role| scribe.role.is_some_and(|own| own.key() == role.value.key()));
        if names_own && told.len() <= COMPARED_MAX {
            for title in known_titles(heading, scribe.vocabulary) {
                push(scribe, title, heading, span, found);
            }
        }
        return;
    }
    let is_announced = scribe.section.is_some_and(|section| {
        section.aspect == Aspect::RelatedRole && section.category.as_deref() == Some(heading)
    });
    let years = scan_years(heading, Setting::Label);
    let rung = years
        .first()
        .and_then(|years| heading.get(..years.span.start))
        .map(|name| name.trim_end_matches([' ', '(', ':', '-', '–', '—', '|']));
    let name = rung
        .filter(|name| !name.is_empty())
        .or(is_announced.then_some(heading));
    if let Some(title) = name.and_then(|name| title(name, scribe.vocabulary)) {
        push(scribe, title, heading, span, found);
    }
}

/// Columns of titles: any that says so in a table where ways on are told, "Job titles" anywhere but beside pay alone.
pub(super) fn from_table(scribe: &Scribe<'_>, table: &Table, found: &mut Vec<Fact>) {
    let tells_ways = scribe
        .section
        .is_some_and(|section| matches!(section.aspect, Aspect::RelatedRole | Aspect::Title));
    let is_plain_list = scribe.section.is_some_and(|section| !section.titles_only) && tells_ways;
    // Rows under "Related roles" are statements of their own.
    if is_plain_list {
        return;
    }
    let column = table.header.iter().position(|head| {
        let words = words(head.plain());
        words.iter().any(|word| {
            let lower = word.lower.as_str();
            lower == "titles"
                || (tells_ways
                    && matches!(
                        lower,
                        "position"
                            | "positions"
                            | "role"
                            | "roles"
                            | "title"
                            | "job"
                            | "jobs"
                            | "career"
                            | "occupation"
                            | "designation"
                            | "next"
                    ))
        })
    });
    let Some(column) = column else {
        return;
    };
    for row in &table.rows {
        let Some(cell) = row.cells.get(column) else {
            continue;
        };
        let evidence = row_text_of(table, row);
        from_list(scribe, cell.plain(), &evidence, row.span, found);
    }
}

/// A role that a heading tells of, with the heading, its path and its place.
pub(super) type Headed<'a> = (RoleRef, String, &'a Arc<[String]>, Span);

/// Notes the one role that `block`, a heading that `context` has entered, tells of.
pub(super) fn note_heading<'a>(
    block: &'a DocumentBlock,
    context: &Context<'_>,
    told: &mut Vec<Headed<'a>>,
) {
    let BlockKind::Heading { text, .. } = &block.kind else {
        return;
    };
    let plain = text.plain();
    // A long heading is cut in the path.
    let own = context.headings().next_back();
    let own = own.filter(|above| above.text == plain);
    let aspect = own.map_or_else(|| aspect_of(plain), Above::aspect);
    let tells = matches!(aspect, Some(Aspect::Definition | Aspect::Responsibility));
    if !tells || told.len() > COMPARED_MAX {
        return;
    }
    let scanned;
    let roles = if let Some(own) = own {
        &own.names().roles
    } else {
        scanned = scan_names(plain, context.vocabulary, Setting::Label).roles;
        &scanned
    };
    let [role] = roles.as_slice() else {
        return;
    };
    let known = told
        .iter()
        .any(|(other, ..)| other.key() == role.value.key());
    if !known {
        let heading = plain.to_owned();
        told.push((role.value.clone(), heading, &block.headings, block.span));
    }
}

/// A document that tells of two or three roles by turns, under headings of their own, compares them: each is near the
/// others.
pub(super) fn compared(document: &Document, told: &[Headed<'_>]) -> Vec<Fact> {
    if !(2..=COMPARED_MAX).contains(&told.len()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (role, ..) in told {
        for (other, heading, headings, span) in told {
            if other.key() == role.key() {
                continue;
            }
            found.push(Fact {
                doc: document.id.clone(),
                evidence: Evidence {
                    headings: Arc::clone(headings),
                    span: *span,
                    text: heading.clone(),
                    passage: 0,
                },
                body: FactBody::Role(RoleFact {
                    role: Some(role.clone()),
                    aspect: Aspect::RelatedRole,
                    category: None,
                    name: Some(other.written.clone()),
                    text: other.written.clone(),
                    fee: None,
                    outlook: None,
                }),
            });
        }
    }
    found
}
