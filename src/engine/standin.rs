//! Whose figures stand for a role: its own, those of its kinds, those of the occupation that is this very role, and those
//! of the nearest occupations and survey groups, each under its own name and never mixed with the role's own.

use std::collections::{BTreeSet, HashMap};

use crate::domain::{Fact, FactKind, PlaceId, RoleId, RoleRef};
use crate::index::{FactFilter, IndexError, Preference};
use crate::vocabulary::{Occupation, Role, SurveyGroup, fold};

use super::Engine;

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

/// How many figures of a role's own name are read, the best of them: more than one answer shows.
const OWN_MAX: usize = 80;

/// How many figures of all groups together are read.
const OTHERS_MAX: usize = 80;

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
    let keys = kinds.iter().map(|kind| kind.id.clone());
    let keys = keys.chain(groups.iter().map(|group| key_of(group)));
    let keys = keys.chain(surveys.iter().map(|group| group.role.clone()));
    // Many groups share a role: all are read at once. The role itself may also be counted as an occupation.
    let keys: BTreeSet<String> = keys.map(|key| key.0).filter(|key| *key != role.0).collect();
    let named = FactFilter {
        kind: Some(FactKind::Pay),
        or_unplaced_in: place.and_then(|place| engine.currency_of(place)),
        place: place.cloned(),
        ..FactFilter::default()
    };
    let own = FactFilter {
        roles: vec![role.0.clone()],
        ..named.clone()
    };
    let filters = [
        (
            OWN_MAX,
            FactFilter {
                of_occupation: Some(false),
                ..own.clone()
            },
        ),
        (
            OTHERS_MAX,
            FactFilter {
                of_occupation: Some(true),
                ..own
            },
        ),
        (
            OTHERS_MAX,
            FactFilter {
                roles: keys.into_iter().collect(),
                ..named
            },
        ),
    ];
    let mut held: HashMap<String, Vec<Fact>> = HashMap::new();
    let mut left_out = 0;
    for (most, filter) in filters {
        if filter.roles.is_empty() {
            continue;
        }
        let best = engine.index.best_facts(
            &filter,
            &Preference {
                most,
                ..asked.clone()
            },
        )?;
        left_out += best.left_out;
        for fact in best.facts {
            if let Some(key) = fact.role().map(RoleRef::key) {
                held.entry(key).or_default().push(fact);
            }
        }
    }
    let of = |key: &RoleId, fits: &dyn Fn(&Fact) -> bool| -> Vec<Fact> {
        let facts = held.get(&key.0).into_iter().flatten();
        facts.filter(|fact| fits(fact)).cloned().collect()
    };
    let mut figures = Figures {
        own: of(role, &|fact| occupation_of(fact).is_none()),
        others: Vec::new(),
        left_out,
    };
    for kind in kinds {
        let whose = Whose::Kind {
            role: kind.name.clone(),
        };
        figures.push(whose, of(&kind.id, &|fact| occupation_of(fact).is_none()));
    }
    for group in groups {
        let facts = of(&key_of(group), &|fact| {
            let is_of_group = occupation_of(fact) == Some(&group.id.0);
            // A group without a code is known by its name alone: only its own survey means that group.
            is_of_group && (group.code.is_some() || is_by(engine, fact, &group.classification))
        });
        let is_it = group.role.as_ref() == Some(role);
        let is_official = facts.iter().all(|fact| engine.is_official(&fact.doc));
        figures.push(whose(group, is_it, is_official), facts);
    }
    for group in surveys {
        let facts = of(&group.role, &|fact| {
            let level = fact.pay().and_then(|pay| pay.level);
            let is_at_level = group.level.is_none() || group.level == level;
            is_at_level && occupation_of(fact).is_none() && is_by(engine, fact, &group.survey)
        });
        let whose = Whose::Survey {
            survey: group.survey.clone(),
            role: engine.role_name(&group.role),
        };
        figures.push(whose, facts);
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
