//! What was asked about pay, and where to look for it.

use super::FIGURES_MAX;
use super::grouping::are_neighbours;
use crate::domain::{Grade, Level, PlaceId, RoleId};
use crate::engine::Engine;
use crate::engine::recall::{Kind, Parts};
use crate::engine::understand::WORLD;
use crate::index::Preference;

/// What was asked about pay, names resolved.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Asked {
    pub(in crate::engine) role: Option<RoleId>,
    /// Further roles to stand beside it.
    pub(in crate::engine) other_roles: Vec<RoleId>,
    pub(in crate::engine) unknown_role: Option<String>,
    pub(in crate::engine) places: Vec<PlaceId>,
    pub(in crate::engine) unknown_place: Option<String>,
    pub(in crate::engine) level: Option<Level>,
    pub(in crate::engine) grade: Option<Grade>,
    pub(in crate::engine) experience_months: Option<u16>,
}

impl Asked {
    pub(super) fn parts(&self) -> Parts {
        Parts {
            roles: self.role.iter().chain(&self.other_roles).cloned().collect(),
            places: self.places.clone(),
            level: self.level,
            grade: self.grade,
            experience_months: self.experience_months,
            ..Parts::new(Kind::Salary)
        }
    }

    /// Which figures come first where there are very many.
    pub(super) fn preference(&self) -> Preference {
        let near = |level: Level| {
            let all = Level::ALL.into_iter();
            all.filter(move |other| are_neighbours(level, *other))
        };
        let levels = self.level.into_iter();
        Preference {
            levels: levels
                .flat_map(|level| std::iter::once(level).chain(near(level)))
                .collect(),
            grade: self.grade,
            experience_months: self.experience_months,
            whole_first: self.places.iter().any(PlaceId::is_country),
            most: FIGURES_MAX * 2,
        }
    }

    /// What was asked when `parts` was the answer.
    pub(in crate::engine) fn recalled(parts: &Parts) -> Asked {
        Asked {
            role: parts.roles.first().cloned(),
            other_roles: parts.roles.iter().skip(1).cloned().collect(),
            places: parts.places.clone(),
            level: parts.level,
            grade: parts.grade,
            experience_months: parts.experience_months,
            ..Asked::default()
        }
    }
}

/// The places to look at: each one named, the countries of a region, or anywhere.
pub(super) fn places(engine: &Engine, asked: &Asked) -> Vec<Option<PlaceId>> {
    let mut found: Vec<Option<PlaceId>> = Vec::new();
    for id in &asked.places {
        let region = engine
            .vocabulary
            .place(id)
            .map_or(&[][..], |place| &place.countries);
        let is_world = id.0 == WORLD;
        if is_world && asked.places.len() > 1 {
            continue;
        }
        // Some surveys have figures for the whole world.
        let has_own = || {
            let roles = asked.role.iter().chain(&asked.other_roles);
            roles.into_iter().any(|role| engine.has_pay_in(id, role))
        };
        if region.is_empty() || has_own() {
            found.push(Some(id.clone()));
        } else {
            found.extend(region.iter().cloned().map(Some));
        }
    }
    if found.is_empty() { vec![None] } else { found }
}
