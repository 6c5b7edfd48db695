//! Whose figures stand for a role: its own, those of its kinds, those of the occupation that is this very role, and those
//! of the nearest occupations and survey groups, each under its own name and never mixed with the role's own.

use crate::domain::{Fact, FactKind, RoleId};
use crate::index::IndexError;
use crate::vocabulary::{Occupation, fold};

use super::Engine;

/// Every figure that stands for one role.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    /// Those that documents give under the role's own name, those to trust most first.
    pub(super) own: Vec<Fact>,
    /// Those of groups, each group apart.
    pub(super) others: Vec<OfGroup>,
}

/// The figures of one group.
#[derive(Clone, Debug)]
pub(super) struct OfGroup {
    pub(super) whose: Whose,
    pub(super) facts: Vec<Fact>,
}

/// The group that figures are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// An occupation with a code; `is_it` where it is the role itself and not only the nearest one, `is_official` where
    /// all its figures are official statistics.
    Occupation {
        name: String,
        id: String,
        is_it: bool,
        is_official: bool,
    },
    /// A kind of the role, under its own name.
    Kind { role: String },
    /// A group that has only a name.
    Group { name: String },
    /// Another role, as one survey asks for it.
    Survey { survey: String, role: String },
}

/// The figures that stand for `role`.
pub(super) fn figures_of(engine: &Engine, role: &RoleId) -> Result<Figures, IndexError> {
    let mut figures = Figures::default();
    let (own, official): (Vec<Fact>, Vec<Fact>) = engine
        .facts(FactKind::Pay, role)?
        .into_iter()
        .partition(|fact| occupation_of(fact).is_none());
    figures.own = engine.most_trusted_first(own);
    for kind in engine.vocabulary.narrower(role) {
        let facts = engine.facts(FactKind::Pay, &kind.id)?.into_iter();
        let facts = facts.filter(|fact| occupation_of(fact).is_none());
        let whose = Whose::Kind {
            role: kind.name.clone(),
        };
        figures.push(whose, engine.most_trusted_first(facts.collect()));
    }
    for group in engine.vocabulary.occupations_of(role) {
        let is_it = group.role.as_ref() == Some(role);
        let facts = if is_it {
            official.clone()
        } else {
            engine.facts(FactKind::Pay, &key_of(group))?
        };
        let facts = facts
            .into_iter()
            .filter(|fact| occupation_of(fact) == Some(&group.id.0))
            // A group without a code is known by its name alone: only its own survey means that group.
            .filter(|fact| group.code.is_some() || is_by(engine, fact, &group.classification));
        let facts = engine.most_trusted_first(facts.collect());
        let is_official = facts.iter().all(|fact| engine.is_official(&fact.doc));
        figures.push(whose(group, is_it, is_official), facts);
    }
    for group in engine.vocabulary.survey_groups_of(role) {
        let facts = engine.facts(FactKind::Pay, &group.role)?;
        let is_at_level = |fact: &Fact| {
            let level = fact.pay().and_then(|pay| pay.level);
            group.level.is_none() || group.level == level
        };
        let facts = facts
            .into_iter()
            .filter(|fact| is_by(engine, fact, &group.survey) && is_at_level(fact));
        let whose = Whose::Survey {
            survey: group.survey.clone(),
            role: engine.role_name(&group.role),
        };
        figures.push(whose, facts.collect());
    }
    Ok(figures)
}

/// The occupations whose statements stand for `role` besides its own: facts of this kind, occupation by occupation.
pub(super) fn statements_of(engine: &Engine, role: &RoleId) -> Result<Vec<Fact>, IndexError> {
    let mut found = Vec::new();
    for group in engine.vocabulary.occupations_of(role) {
        if group.role.as_ref() == Some(role) {
            continue;
        }
        let facts = engine.facts(FactKind::Role, &key_of(group))?;
        found.extend(
            facts
                .into_iter()
                .filter(|fact| occupation_of(fact) == Some(&group.id.0)),
        );
    }
    Ok(found)
}

impl Figures {
    fn push(&mut self, whose: Whose, facts: Vec<Fact>) {
        if !facts.is_empty() {
            self.others.push(OfGroup { whose, facts });
        }
    }
}

/// Under which key the index holds the facts of an occupation: as [`crate::domain::RoleRef::key`] has it.
pub(super) fn key_of(group: &Occupation) -> RoleId {
    let unnamed = || RoleId(format!("~{}", group.id.0.to_lowercase()));
    group.role.clone().unwrap_or_else(unnamed)
}

fn whose(group: &Occupation, is_it: bool, is_official: bool) -> Whose {
    match group.code {
        Some(_) => Whose::Occupation {
            name: group.name.clone(),
            id: group.id.0.clone(),
            is_it,
            is_official,
        },
        None => Whose::Group {
            name: group.name.clone(),
        },
    }
}

fn occupation_of(fact: &Fact) -> Option<&String> {
    fact.role()?.occupation.as_ref().map(|id| &id.0)
}

/// Whether `survey` says so: the document attributes the figure to it, or is published by it and attributes it to nobody.
fn is_by(engine: &Engine, fact: &Fact, survey: &str) -> bool {
    let source = engine.documents.get(&fact.doc).map(|held| &held.source);
    let named = fact.pay().and_then(|pay| pay.attributed_to.as_deref());
    let publisher = source.and_then(|source| source.publisher.as_deref());
    named
        .or(publisher)
        .is_some_and(|name| fold(name) == fold(survey))
}
