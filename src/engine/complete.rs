//! What is offered while a name is typed: from memory, the best covered first.

use std::collections::BTreeMap;

use crate::command::Takes;
use crate::domain::{FactKind, Level, PlaceId, RoleId};
use crate::index::Named;
use crate::vocabulary::{Vocabulary, closest, fold, parse_grade};

use super::sources::name_of;
use super::{Covered, Engine};

/// How many names are offered for one that is nearly typed.
const NEAR_MAX: usize = 5;

/// How much of what is typed is looked at; no name is longer.
const TYPED_MAX_CHARS: usize = 100;

/// In how many names at most a near one is looked for: that takes far longer than looking for a part.
const NEAR_TABLE_MAX: usize = 5_000;

/// A name that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown.
    pub shown: String,
    /// What is taken when it is chosen.
    pub value: String,
}

/// The names that are offered, each table with the best covered first.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    roles: Vec<Name>,
    places: Vec<Name>,
    documents: Vec<Name>,
}

/// A name, and what is looked for in it.
#[derive(Clone, Debug)]
struct Name {
    shown: String,
    /// Taken in its place: a path is exact where titles may be the same.
    value: String,
    /// Its spellings, folded.
    spellings: Vec<String>,
}

impl Tables {
    pub(super) fn new(covered: &[Covered], documents: &[Named], vocabulary: &Vocabulary) -> Tables {
        let mut roles: BTreeMap<&str, (u32, &Covered)> = BTreeMap::new();
        let mut places: BTreeMap<&str, u32> = BTreeMap::new();
        for part in covered {
            roles.entry(&part.role).or_insert((0, part)).0 += part.facts;
            if let (FactKind::Pay, Some(place)) = (part.kind, &part.place) {
                *places.entry(&place.0).or_default() += part.facts;
            }
        }
        let roles = roles.into_values().map(|(facts, part)| {
            let id = RoleId(part.role.clone());
            let forms = vocabulary.role_forms(&id);
            (facts, Name::new(&part.role_name, forms))
        });
        let places = places.into_iter().filter_map(|(id, facts)| {
            let id = PlaceId(id.to_owned());
            let place = vocabulary.place(&id)?;
            Some((facts, Name::new(&place.name, vocabulary.place_forms(&id))))
        });
        let documents = documents.iter().map(|named| {
            let mut name = Name::new(&name_of(named), std::slice::from_ref(&named.id.0));
            name.value.clone_from(&named.id.0);
            (named.facts, name)
        });
        Tables {
            roles: most(roles),
            places: most(places),
            documents: most(documents),
        }
    }
}

impl Name {
    fn new(shown: &str, others: &[String]) -> Name {
        let mut spellings: Vec<String> = vec![fold(shown)];
        spellings.extend(others.iter().map(|other| fold(other)));
        spellings.dedup();
        Name {
            shown: shown.to_owned(),
            value: shown.to_owned(),
            spellings,
        }
    }

    /// How well it fits: 0 begins so, 1 has a word that does, 2 holds it; none when it does not.
    fn fit(&self, typed: &str) -> Option<u8> {
        let fits = self.spellings.iter().filter_map(|spelling| {
            let at = spelling.find(typed)?;
            let begins_word = spelling
                .get(..at)
                .is_some_and(|before| before.ends_with(|c: char| !c.is_alphanumeric()));
            Some(match at {
                0 => 0,
                _ if begins_word => 1,
                _ => 2,
            })
        });
        fits.min()
    }
}

fn most(counted: impl Iterator<Item = (u32, Name)>) -> Vec<Name> {
    let mut names: Vec<(u32, Name)> = counted.collect();
    names.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.shown.cmp(&b.1.shown)));
    names.into_iter().map(|(_, name)| name).collect()
}

impl Engine {
    /// What may be meant by `typed`, which may be empty: at most `limit` names, best first. Nothing is read from disk.
    pub fn complete(&self, takes: Takes, typed: &str, limit: usize) -> Vec<Choice> {
        let typed: String = typed.trim().chars().take(TYPED_MAX_CHARS).collect();
        let typed = fold(&typed);
        let levels: Vec<Name>;
        let table = match takes {
            Takes::Role => &self.tables.roles,
            Takes::Place => &self.tables.places,
            Takes::Document => &self.tables.documents,
            Takes::Level => {
                levels = self.levels(&typed);
                &levels
            }
            Takes::Words | Takes::YesOrNo => return Vec::new(),
        };
        let mut fitting: Vec<(u8, &Name)> = table
            .iter()
            .filter_map(|name| Some((name.fit(&typed)?, name)))
            .collect();
        // Stable: within one fit the best covered stay first.
        fitting.sort_by_key(|(fit, _)| *fit);
        if fitting.is_empty() && table.len() <= NEAR_TABLE_MAX {
            let near = closest(
                &typed,
                table.iter().map(|name| name.shown.as_str()),
                NEAR_MAX,
            );
            let near = near.into_iter().filter_map(|shown| {
                let name = table.iter().find(|name| name.shown == shown)?;
                Some((0, name))
            });
            fitting.extend(near);
        }
        fitting
            .into_iter()
            .take(limit)
            .map(|(_, name)| Choice {
                shown: name.shown.clone(),
                value: name.value.clone(),
            })
            .collect()
    }

    /// Every level; one that is typed in another word ("fresher") also fits, and so does a rung ("tier 1").
    fn levels(&self, typed: &str) -> Vec<Name> {
        let meant = self.vocabulary.parse_level(typed);
        let name = |level: &Level| {
            let other = (meant == Some(*level)).then(|| typed.to_owned());
            Name::new(level.name(), other.as_slice())
        };
        let grade = parse_grade(typed).filter(|_| meant.is_none());
        let grade = grade.map(|grade| Name::new(&grade.to_string(), &[typed.to_owned()]));
        Level::ALL.iter().map(name).chain(grade).collect()
    }
}
