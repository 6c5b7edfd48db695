//! Whose figures stand for a role: its own, those of its kinds, those of the occupation that is this very role, and those
//! of the nearest occupations and survey groups, each under its own name and never mixed with the role's own.

use std::collections::{BTreeSet, HashMap};

use crate::domain::{Fact, FactKind, PlaceId, RoleId, RoleRef};
use crate::index::{FactFilter, IndexError, Preference};
use crate::vocabulary::{Occupation, Role, SurveyGroup, fold};

use super::Engine;
use super::pay::FIGURES_MAX;

/// Every figure that stands for one role.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    /// Those that documents give under the role's own name, those to trust most first.
    pub(super) own: Vec<Fact>,
    /// Those of groups, each group apart, those to trust most first.
    pub(super) others: Vec<OfGroup>,
    /// How many were not read.
    pub(super) left_out: usize,
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

/// How many figures are read of each sort of others: more than one answer shows, as some are of another survey, level or
/// occupation than stands for the role.
const OTHERS_MAX: usize = 80;

/// A figure that was read.
struct Read {
    fact: Fact,
    /// Whether it is of official statistics.
    is_official: bool,
}

/// The figures that stand for `role`; of very many those that fit `asked` best and are to be trusted most. With a
/// `place`, those for it or a part of it, and those that name none but are in its own currency.
pub(super) fn figures_of(
    engine: &Engine,
    role: &RoleId,
    place: Option<&PlaceId>,
    asked: &Preference,
) -> Result<Figures, IndexError> {
    let vocabulary = &engine.vocabulary;
    let kinds: Vec<&Role> = vocabulary.narrower(role).collect();
    let groups: Vec<&Occupation> = vocabulary.occupations_of(role).collect();
    let surveys: Vec<&SurveyGroup> = vocabulary.survey_groups_of(role).collect();
    // Many groups share a role: all of one sort are read at once. The role itself may also be counted as an occupation.
    let keys = |keys: &mut dyn Iterator<Item = RoleId>| -> BTreeSet<String> {
        keys.map(|key| key.0).filter(|key| *key != role.0).collect()
    };
    let others = Others {
        kinds: keys(&mut kinds.iter().map(|kind| kind.id.clone())),
        counted: keys(&mut groups.iter().map(|group| key_of(group))),
        of_surveys: keys(&mut surveys.iter().map(|group| group.role.clone())),
    };
    let named = FactFilter {
        kind: Some(FactKind::Pay),
        or_unplaced_in: place.and_then(|place| engine.currency_of(place)),
        place: place.cloned(),
        ..FactFilter::default()
    };
    let (mut held, left_out) = read(engine, role, others, &named, asked)?;
    // A figure stands once, for the first that it is of.
    let mut take = |key: &RoleId, fits: &dyn Fn(&Fact) -> bool| -> Vec<Read> {
        let Some(of_key) = held.get_mut(&key.0) else {
            return Vec::new();
        };
        of_key.extract_if(.., |read| fits(&read.fact)).collect()
    };
    let own = take(role, &|fact| occupation_of(fact).is_none());
    let mut figures = Figures {
        own: facts_of(own),
        others: Vec::new(),
        left_out,
    };
    for kind in kinds {
        let whose = Whose::Kind {
            role: kind.name.clone(),
        };
        let of_kind = take(&kind.id, &|fact| occupation_of(fact).is_none());
        figures.push(whose, of_kind);
    }
    for group in groups {
        let of_group = take(&key_of(group), &|fact| {
            let is_of_group = occupation_of(fact) == Some(&group.id.0);
            // A group without a code is known by its name alone: only its own survey means that group.
            is_of_group && (group.code.is_some() || is_by(engine, fact, &group.classification))
        });
        let is_it = group.role.as_ref() == Some(role);
        let is_official = of_group.iter().all(|read| read.is_official);
        figures.push(whose(group, is_it, is_official), of_group);
    }
    for group in surveys {
        let of_survey = take(&group.role, &|fact| {
            let level = fact.pay().and_then(|pay| pay.level);
            let is_at_level = group.level.is_none() || group.level == level;
            is_at_level && occupation_of(fact).is_none() && is_by(engine, fact, &group.survey)
        });
        let whose = Whose::Survey {
            survey: group.survey.clone(),
            role: engine.role_name(&group.role),
        };
        figures.push(whose, of_survey);
    }
    Ok(figures)
}

/// Under which keys the figures of others stand.
struct Others {
    /// Kinds of the role.
    kinds: BTreeSet<String>,
    /// Occupations.
    counted: BTreeSet<String>,
    /// Roles that surveys ask for in its place.
    of_surveys: BTreeSet<String>,
}

/// By key, the best figures that `filter` lets through of `role` and of `others`, and how many of these were not read.
fn read(
    engine: &Engine,
    role: &RoleId,
    others: Others,
    filter: &FactFilter,
    asked: &Preference,
) -> Result<(HashMap<String, Vec<Read>>, usize), IndexError> {
    let mut held: HashMap<String, Vec<Read>> = HashMap::new();
    let mut best = |roles: Vec<String>, of_occupation: bool, most: usize| {
        if roles.is_empty() {
            return Ok(0);
        }
        let filter = FactFilter {
            roles,
            of_occupation: Some(of_occupation),
            ..filter.clone()
        };
        let preference = Preference {
            most,
            ..asked.clone()
        };
        let best = engine.index.best_facts(&filter, &preference)?;
        for (number, fact) in best.facts.into_iter().enumerate() {
            if let Some(key) = fact.role().map(RoleRef::key) {
                let is_official = number < best.official;
                held.entry(key)
                    .or_default()
                    .push(Read { fact, is_official });
            }
        }
        Ok::<usize, IndexError>(best.left_out)
    };
    let itself = || vec![role.0.clone()];
    let mut left_out = best(itself(), false, FIGURES_MAX)? + best(itself(), true, FIGURES_MAX)?;
    // A role that surveys ask for may be a kind of this one too: its figures are read once.
    let of_surveys = others.of_surveys.difference(&others.kinds).cloned();
    let of_surveys = of_surveys.collect();
    left_out += best(others.kinds.into_iter().collect(), false, OTHERS_MAX)?;
    left_out += best(others.counted.into_iter().collect(), true, OTHERS_MAX)?;
    // Nearly all of these are that role's own, and none of those was left out here.
    best(of_surveys, false, OTHERS_MAX)?;
    Ok((held, left_out))
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
    fn push(&mut self, whose: Whose, read: Vec<Read>) {
        if !read.is_empty() {
            let facts = facts_of(read);
            self.others.push(OfGroup { whose, facts });
        }
    }
}

fn facts_of(read: Vec<Read>) -> Vec<Fact> {
    read.into_iter().map(|read| read.fact).collect()
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
    let is_it = |name: &str| fold(name) == fold(survey);
    let named = fact.pay().and_then(|pay| pay.attributed_to.as_deref());
    named.map_or_else(
        || {
            let held = engine.held(&fact.doc);
            held.is_some_and(|held| held.source.publisher.as_deref().is_some_and(is_it))
        },
        is_it,
    )
}
