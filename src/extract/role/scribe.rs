//! The facts of one block: a paragraph, an item, the rows of a table, a heading.

use std::sync::Arc;

use crate::domain::{
    Aspect, Document, DocumentBlock, Evidence, Fact, FactBody, RoleFact, RoleRef, Span, Table, Text,
};
use crate::vocabulary::{Skill, Term, Vocabulary};

use super::super::context::Context;
use super::super::names::scan_names;
use super::super::outlook::scan_outlook;
use super::super::sentence::sentences;
use super::super::subject::text_of;
use super::super::table::row_text_of;
use super::super::unknown::scan_unknown_role;
use super::super::years::{Setting, scan_years};
use super::Section;
use super::aspect::{aspect_of, aspect_of_label};
use super::cue::{is_schooling, known_skills, listed_skills, tells_duty};
use super::phrase::{
    enumerated, is_kind, is_numbered, labelled, name_of, short_parts, skill_name, unbracketed,
    unnumbered, unqualified, without_purpose,
};
use super::related;
use super::row::told_by_row;
use super::sentence::Sentence;
use super::title::title;

/// The longest cell that names what a row is about, in characters: titles of occupations run long.
const ROW_NAME_MAX_CHARS: usize = 120;

/// An item longer than this, in characters, is told sentence by sentence.
const ITEM_MAX_CHARS: usize = 240;

/// A sentence shorter than this, in characters, opens the one behind it: "Sorting. The first round …".
const OPENING_MAX_CHARS: usize = 40;

/// For how many facts there is room from the start.
const ROOM_MAX: usize = 64;

/// How many skills named in passing are kept.
const PASSING_MAX: usize = 500;

/// A text longer than this, in bytes, names nothing in passing.
const PASSING_MAX_BYTES: usize = 2_000;

/// How many words a line of a list without bullets may have.
const LINE_MAX_WORDS: usize = 5;

/// How many words a sentence must have to tell something: "This is huge." does not.
const SENTENCE_MIN_WORDS: usize = 4;

/// Writes the facts of one block.
#[derive(Clone)]
pub(super) struct Scribe<'a> {
    pub(super) document: &'a Document,
    pub(super) block: &'a DocumentBlock,
    /// Its number in the document.
    pub(super) number: usize,
    pub(super) section: Option<&'a Section>,
    pub(super) role: Option<&'a RoleRef>,
    pub(super) vocabulary: &'a Vocabulary,
    /// True where a list or table stands under the same headings.
    pub(super) has_list: bool,
    /// True where no heading speaks of pay.
    pub(super) is_plain: bool,
    /// True where the way to a role is told.
    pub(super) teaches: bool,
}

/// One statement.
pub(super) struct Told<'t> {
    pub(super) aspect: Aspect,
    pub(super) category: Option<String>,
    pub(super) name: Option<String>,
    pub(super) text: &'t str,
    pub(super) evidence: &'t str,
    pub(super) span: Span,
}

/// Where facts go.
#[derive(Default)]
pub(super) struct Sink {
    /// What a heading, a lead-in or a label announces, and what else is certain.
    pub(super) found: Vec<Fact>,
    /// Skills that a sentence lists.
    pub(super) cued: Vec<Fact>,
    /// Where skills may be named in passing, which count only where a document has next to no lists of them.
    passing: Vec<Passing>,
    /// Whom those are told of, each as often as it changes.
    roles: Vec<Option<RoleRef>>,
}

/// A sentence that tells of the work or the way to it, and may name skills. Most documents list them, and it is not read.
struct Passing {
    /// The number of its block in the document.
    block: usize,
    /// Where it stands in the text of the block.
    within: Span,
    /// Where it stands in the document.
    span: Span,
    /// Which of [`Sink::roles`].
    role: usize,
}

impl Sink {
    /// With room for what so many blocks usually tell, so that facts need not be moved about.
    pub(super) fn for_blocks(blocks: usize) -> Sink {
        Sink {
            found: Vec::with_capacity(blocks.min(ROOM_MAX)),
            ..Sink::default()
        }
    }

    /// Remembers what stands `within` the text of the block at hand, at `span` of the document.
    fn note_passing(&mut self, within: Span, span: Span, scribe: &Scribe<'_>) {
        if self.roles.last().map(Option::as_ref) != Some(scribe.role) {
            self.roles.push(scribe.role.cloned());
        }
        self.passing.push(Passing {
            block: scribe.number,
            within,
            span,
            role: self.roles.len() - 1,
        });
    }

    /// The skills that were named in passing, of `document`.
    pub(super) fn named_in_passing(
        &self,
        document: &Document,
        vocabulary: &Vocabulary,
    ) -> Vec<Fact> {
        let mut found = Vec::new();
        for passing in &self.passing {
            if found.len() >= PASSING_MAX {
                break;
            }
            let block = document.blocks.get(passing.block);
            let text = block.and_then(text_of);
            let text = text.and_then(|text| passing.within.of(text));
            let Some((block, text)) = block.zip(text) else {
                continue;
            };
            let told = Sentence::of(text);
            if told.is_denied() || told.is_schooling() {
                continue;
            }
            let role = self.roles.get(passing.role).cloned().flatten();
            found.extend(
                known_skills(&told, vocabulary)
                    .into_iter()
                    .map(|skill| Fact {
                        doc: document.id.clone(),
                        evidence: Evidence {
                            headings: Arc::clone(&block.headings),
                            span: passing.span,
                            text: text.to_owned(),
                            passage: 0,
                        },
                        body: FactBody::Role(RoleFact {
                            role: role.clone(),
                            aspect: Aspect::Skill,
                            category: None,
                            name: Some(skill.name.clone()),
                            text: skill.name.clone(),
                            fee: None,
                            outlook: None,
                        }),
                    }),
            );
        }
        found
    }
}

impl<'a> Scribe<'a> {
    fn aspect(&self) -> Option<Aspect> {
        self.section.map(|section| section.aspect)
    }

    fn category(&self) -> Option<String> {
        self.section.and_then(|section| section.category.clone())
    }

    /// A heading below the one that announces duties, skills or roles is a duty, skill or role itself.
    pub(super) fn heading(&self, text: &Text, context: &Context<'_>, found: &mut Vec<Fact>) {
        let plain = text.plain().trim();
        // A long heading is cut in the path.
        let own = context.headings().next_back();
        let aspect = match own.filter(|above| above.text == plain) {
            Some(own) => own.aspect(),
            None => aspect_of(plain),
        };
        related::from_heading(self, plain, aspect, found);
        let Some(section) = self.section else {
            return;
        };
        let is_inner = section.category.as_deref() == Some(plain) && aspect.is_none();
        if !is_inner || plain.ends_with('?') {
            return;
        }
        let bare = unnumbered(plain);
        let name = match section.aspect {
            Aspect::Responsibility if is_numbered(plain) => name_of(bare),
            Aspect::Skill | Aspect::SoftSkill if !self.has_list && is_numbered(plain) => {
                skill_name(bare)
            }
            _ => None,
        };
        if let Some(name) = name {
            found.push(self.fact(Told {
                aspect: section.aspect,
                category: None,
                name: Some(name),
                text: bare,
                evidence: plain,
                span: self.block.span,
            }));
        }
    }

    /// The sentences of a paragraph.
    pub(super) fn paragraph(&self, text: &Text, sink: &mut Sink) {
        let plain = text.plain();
        for sentence in sentences(plain) {
            let Some(words) = sentence.of(plain) else {
                continue;
            };
            let span = text.source_span(sentence);
            if self.labelled(words, span, &mut sink.found) {
                continue;
            }
            let told = Sentence::of(words);
            // "The details are given below:" announces, it tells nothing.
            if words.ends_with(':') || (self.has_list && announces(&told)) {
                continue;
            }
            if self.is_line_of_list(&told) {
                self.statement(&told, span, &mut sink.found);
                continue;
            }
            self.sentence(&told, span, &mut sink.found);
            self.cues(&told, sentence, span, sink);
        }
    }

    /// A sentence under a heading that says what it is about.
    fn sentence(&self, told: &Sentence<'_>, span: Span, found: &mut Vec<Fact>) {
        let Some(section) = self.section else {
            return;
        };
        let sentence = told.text;
        let is_short =
            section.aspect == Aspect::Responsibility && told.words().len() < SENTENCE_MIN_WORDS;
        if section.titles_only || is_short {
            return;
        }
        found.push(self.fact(Told {
            aspect: section.aspect,
            category: section.category.clone(),
            name: None,
            text: sentence,
            evidence: sentence,
            span,
        }));
        // Beside a list of skills a sentence remarks on them, it names no others.
        if !self.has_list && self.is_of_skills() && !told.is_denied() {
            self.named_skills(sentence, section.category.as_deref(), span, found);
        }
    }

    /// What the words of a sentence tell, whatever its heading.
    fn cues(&self, told: &Sentence<'_>, within: Span, span: Span, sink: &mut Sink) {
        related::from_sentence(self, told, span, &mut sink.found);
        let sentence = told.text;
        let is_elsewhere = matches!(
            self.aspect(),
            Some(
                Aspect::Course
                    | Aspect::Employer
                    | Aspect::JobCount
                    | Aspect::Comparison
                    | Aspect::Caution
                    | Aspect::Occupation
                    | Aspect::Outlook
            )
        );
        if !self.is_plain || is_elsewhere || self.role.is_none() {
            return;
        }
        let is_duty = matches!(self.aspect(), None | Some(Aspect::Definition));
        if is_duty && tells_duty(told, self.vocabulary) {
            sink.found.push(self.fact(Told {
                aspect: Aspect::Responsibility,
                category: None,
                name: None,
                text: sentence,
                evidence: sentence,
                span,
            }));
        }
        let beside_list = self.has_list && self.is_of_skills();
        if !beside_list {
            for skill in listed_skills(told) {
                self.skill(skill, None, sentence, span, &mut sink.cued);
            }
        }
        self.may_name_skills(within, span, sink);
    }

    /// Remembers a sentence where the work is told or the way to it: it may name skills in passing.
    fn may_name_skills(&self, within: Span, span: Span, sink: &mut Sink) {
        let tells =
            self.is_plain && (self.teaches || self.aspect() == Some(Aspect::Responsibility));
        if tells && within.len() <= PASSING_MAX_BYTES {
            sink.note_passing(within, span, self);
        }
    }

    /// An item of a list.
    pub(super) fn item(&self, text: &Text, sink: &mut Sink) {
        let plain = text.plain().trim();
        if plain.is_empty() {
            return;
        }
        let span = self.block.span;
        let told = Sentence::of(plain);
        let before = text.plain().len() - text.plain().trim_start().len();
        self.may_name_skills(Span::new(before, before + plain.len()), span, sink);
        let found = &mut sink.found;
        if self.labelled(plain, span, found) {
            return;
        }
        let is_label = plain.ends_with(':') && super::aspect_of_lead(plain).is_some();
        let is_long =
            plain.chars().count() > ITEM_MAX_CHARS && self.aspect() == Some(Aspect::Responsibility);
        if is_label {
            // "Tools you will see:" announces the items inside it.
        } else if is_long {
            self.sentences_of_item(text, found);
        } else if self.section.is_some() {
            self.statement(&told, span, found);
        }
        if self.section.is_none_or(|section| section.titles_only) {
            related::from_item(self, plain, span, found);
        }
    }

    /// A long item, cut into its sentences; its name stands with the first.
    fn sentences_of_item(&self, text: &Text, found: &mut Vec<Fact>) {
        let plain = text.plain();
        let mut opening: Option<Span> = None;
        let mut name = name_of(plain.split(". ").next().unwrap_or(plain));
        for sentence in sentences(plain) {
            if opening.is_none() && sentence.len() < OPENING_MAX_CHARS {
                opening = Some(sentence);
                continue;
            }
            let whole = opening
                .take()
                .map_or(sentence, |opening| opening.cover(sentence));
            let Some(words) = whole.of(plain) else {
                continue;
            };
            // Line breaks of the page may be left over as backslashes.
            let words = words.trim_start_matches(['\\', ' ']);
            found.push(self.fact(Told {
                aspect: Aspect::Responsibility,
                category: self.category(),
                name: name.take(),
                text: words,
                evidence: words,
                span: text.source_span(whole),
            }));
        }
    }

    /// An item, or a line that stands for one, in a section that says what it lists.
    fn statement(&self, told: &Sentence<'_>, span: Span, found: &mut Vec<Fact>) {
        let Some(section) = self.section else {
            return;
        };
        if section.titles_only {
            return;
        }
        let plain = told.text.trim_end_matches(',');
        let is_skill = matches!(section.aspect, Aspect::Skill | Aspect::SoftSkill);
        let is_schooling = || {
            if plain.len() == told.text.len() {
                told.is_schooling()
            } else {
                is_schooling(plain)
            }
        };
        if is_skill && is_schooling() {
            let of_schooling = Section {
                aspect: Aspect::Education,
                ..section.clone()
            };
            let scribe = Scribe {
                section: Some(&of_schooling),
                ..self.clone()
            };
            scribe.plain_statement(plain, name_of(plain), span, found);
        } else if is_skill {
            self.skills_of(plain, span, found);
        } else {
            let name = name_of(plain);
            let name =
                name.filter(|name| section.aspect != Aspect::RelatedRole || self.may_be_role(name));
            self.plain_statement(plain, name, span, found);
        }
    }

    /// A name among related roles: a title, or the name of a field.
    fn may_be_role(&self, name: &str) -> bool {
        title(name, self.vocabulary).is_some()
            || self
                .vocabulary
                .mentions(name)
                .iter()
                .any(|mention| matches!(mention.term, Term::Role { .. }))
    }

    fn plain_statement(
        &self,
        plain: &str,
        name: Option<String>,
        span: Span,
        found: &mut Vec<Fact>,
    ) {
        let Some(section) = self.section else {
            return;
        };
        found.push(self.fact(Told {
            aspect: section.aspect,
            category: section.category.clone(),
            name,
            text: plain,
            evidence: plain,
            span,
        }));
    }

    /// The skills of an item: its own name, or the parts that it enumerates.
    fn skills_of(&self, plain: &str, span: Span, found: &mut Vec<Fact>) {
        let bare = unnumbered(plain);
        let label = labelled(bare).filter(|(label, _)| self.skills_in(label).next().is_none());
        let listed = label.and_then(|(label, rest)| Some((label, short_parts(rest, true)?)));
        if let Some((label, parts)) = listed {
            // "Joinery: dovetails, mortises" names skills under a skill of its own; "Tools: a plane, a saw" under none.
            let name = (!is_kind(label)).then(|| unbracketed(label).to_owned());
            self.plain_statement(plain, name, span, found);
            for part in parts {
                self.skill(part, Some(label), plain, span, found);
            }
            return;
        }
        if let Some(parts) = enumerated(bare).filter(|_| labelled(bare).is_none()) {
            for part in parts {
                self.skill(part, self.category().as_deref(), plain, span, found);
            }
            return;
        }
        let name = skill_name(plain);
        let names_skill = name
            .as_deref()
            .is_some_and(|name| self.skills_in(name).next().is_some());
        let category = name.clone().or_else(|| self.category());
        self.plain_statement(plain, name, span, found);
        if !names_skill {
            self.named_skills(plain, category.as_deref(), span, found);
        }
    }

    /// One skill by its name, told by `evidence`.
    fn skill(
        &self,
        part: &str,
        category: Option<&str>,
        evidence: &str,
        span: Span,
        found: &mut Vec<Fact>,
    ) {
        let (part, _) = unqualified(part);
        let bare = without_purpose(unbracketed(part));
        if bare.is_empty() || is_schooling(bare) || bare.contains(['$', '₹', '£', '€']) {
            return;
        }
        let known: Vec<&Skill> = self.skills_in(bare).collect();
        let name = match known.as_slice() {
            [one] if one.name.eq_ignore_ascii_case(bare) => one.name.clone(),
            _ => bare.to_owned(),
        };
        let soft = known.iter().any(|skill| skill.kind == "soft");
        let aspect = match self.aspect() {
            Some(aspect @ (Aspect::Skill | Aspect::SoftSkill)) => aspect,
            _ if soft => Aspect::SoftSkill,
            _ => Aspect::Skill,
        };
        found.push(self.fact(Told {
            aspect,
            category: category.map(str::to_owned),
            name: Some(name),
            text: evidence,
            evidence,
            span,
        }));
    }

    /// A line or an item whose label says what stands behind it: "Skills: A, B". True where one was read.
    fn labelled(&self, plain: &str, span: Span, found: &mut Vec<Fact>) -> bool {
        let Some((label, rest)) = plain.split_once(':') else {
            return false;
        };
        let rest = rest.trim();
        if rest.starts_with("http://") || rest.starts_with("https://") {
            return false;
        }
        let is_of_a_rung = || {
            let heading = self.block.headings.last();
            is_focus(label) && heading.is_some_and(|text| is_rung(text))
        };
        let aspect =
            aspect_of_label(label).or_else(|| is_of_a_rung().then_some(Aspect::Responsibility));
        let Some(aspect) = aspect.filter(|_| !rest.is_empty()) else {
            return false;
        };
        let told = Section {
            aspect,
            category: None,
            titles_only: false,
            is_title: false,
        };
        let scribe = Scribe {
            section: Some(&told),
            ..self.clone()
        };
        match aspect {
            // "People skills: asked for everywhere" is one skill with a remark; in a list of skills it is its own name.
            Aspect::Skill | Aspect::SoftSkill
                if self.is_of_skills()
                    && short_parts(rest, true).is_none_or(|parts| parts.len() < 2) =>
            {
                return false;
            }
            Aspect::Skill | Aspect::SoftSkill => match short_parts(rest, true) {
                Some(parts) => {
                    for part in parts {
                        scribe.skill(part, None, plain, span, found);
                    }
                }
                None => scribe.skills_of(rest, span, found),
            },
            Aspect::RelatedRole => return related::from_list(&scribe, rest, plain, span, found),
            _ => scribe.plain_statement(rest, None, span, found),
        }
        true
    }

    fn is_of_skills(&self) -> bool {
        matches!(self.aspect(), Some(Aspect::Skill | Aspect::SoftSkill))
    }

    /// A list that lost its bullets: one short line each.
    fn is_line_of_list(&self, line: &Sentence<'_>) -> bool {
        let is_list = matches!(
            self.aspect(),
            Some(
                Aspect::Skill
                    | Aspect::SoftSkill
                    | Aspect::RelatedRole
                    | Aspect::Title
                    | Aspect::Responsibility
            )
        );
        let is_titled = self.section.is_some_and(|section| section.is_title);
        is_list
            && !is_titled
            && !line.text.ends_with(['.', '!', '?', ':'])
            && (1..=LINE_MAX_WORDS).contains(&line.words().len())
    }

    /// The rows of a table.
    pub(super) fn rows(&self, table: &Table, found: &mut Vec<Fact>) {
        related::from_table(self, table, found);
        let Some(section) = self.section.filter(|section| !section.titles_only) else {
            return;
        };
        for row in &table.rows {
            let evidence = row_text_of(table, row);
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
            let with_heads = section.aspect == Aspect::Outlook;
            let text =
                told_by_row(table, row, name_at, with_heads).unwrap_or_else(|| evidence.clone());
            let category = name.clone().or_else(|| self.category());
            found.push(self.fact(Told {
                aspect: section.aspect,
                category: self.category(),
                name,
                text: &text,
                evidence: &evidence,
                span: row.span,
            }));
            self.named_skills(&evidence, category.as_deref(), row.span, found);
        }
    }

    fn skills_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'a Skill> + 't {
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
        if !self.is_of_skills() {
            return;
        }
        let aspect = self.aspect().unwrap_or(Aspect::Skill);
        let mut seen: Vec<&str> = Vec::new();
        for skill in self.skills_in(text) {
            if !seen.contains(&skill.name.as_str()) {
                seen.push(&skill.name);
                found.push(self.fact(Told {
                    aspect,
                    category: category.map(str::to_owned),
                    name: Some(skill.name.clone()),
                    text,
                    evidence: text,
                    span,
                }));
            }
        }
    }

    pub(super) fn fact(&self, told: Told<'_>) -> Fact {
        let is_outlook = told.aspect == Aspect::Outlook;
        Fact {
            doc: self.document.id.clone(),
            evidence: Evidence {
                headings: Arc::clone(&self.block.headings),
                span: told.span,
                text: told.evidence.to_owned(),
                passage: 0,
            },
            body: FactBody::Role(RoleFact {
                role: if is_outlook {
                    self.role_in_demand(told.evidence)
                } else {
                    self.role.cloned()
                },
                aspect: told.aspect,
                category: told.category,
                name: told.name,
                text: told.text.to_owned(),
                fee: None,
                outlook: is_outlook.then(|| scan_outlook(told.evidence)).flatten(),
            }),
        }
    }

    /// Demand is told of the occupation or role that a statement names first; everything else of the section's role.
    fn role_in_demand(&self, evidence: &str) -> Option<RoleRef> {
        let roles = scan_names(evidence, self.vocabulary, Setting::Label).roles;
        let coded = roles.iter().find(|role| role.value.occupation.is_some());
        let told = coded.map(|role| role.value.clone());
        told.or_else(|| {
            scan_unknown_role(evidence, self.vocabulary.titles())
                .filter(|_| roles.is_empty())
                .map(|role| role.value)
        })
        .or_else(|| self.role.cloned())
    }
}

/// What somebody on a rung of a ladder does is told as its focus.
fn is_focus(label: &str) -> bool {
    matches!(
        label.trim().to_lowercase().as_str(),
        "focus" | "main focus" | "key focus" | "what you do" | "typical work" | "the work"
    )
}

/// "Senior mason (5–8 years)": a rung of a ladder.
fn is_rung(heading: &str) -> bool {
    !scan_years(heading, Setting::Label).is_empty()
}

/// "The table shows …": it speaks of what stands below.
fn announces(sentence: &Sentence<'_>) -> bool {
    let bare = sentence
        .text
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = bare.bytes().next();
    if !first.is_some_and(|first| matches!(first, b't' | b'T') || !first.is_ascii()) {
        return false;
    }
    let words = sentence.words();
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    matches!(lower(0), "the" | "this") && matches!(lower(1), "table" | "list" | "following")
}
