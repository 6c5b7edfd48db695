//! What stands around the figures: the headline, notes, cautions, and how many are shown.

use super::finding::Found;
use super::grouping::Group;
use super::{Asked, FIGURES_MAX};
use crate::domain::{
    Argument, Aspect, Block, Fact, FactKind, Key, Message, OccupationId, PlaceId, RoleId,
};
use crate::engine::Engine;
use crate::engine::answers::Draft;
use crate::engine::understand::WORLD;
use crate::index::{FactFilter, IndexError, Preference};
use crate::present::level_key;
use crate::vocabulary::Term;

/// Names what is shown; what was asked and is not shown stands in the notes.
pub(super) fn headline(engine: &Engine, asked: &Asked, found: &[Found]) -> Message {
    let roles = distinct(found.iter().map(|found| engine.role_name(&found.role)));
    let places = shown_places(engine, found);
    let level = asked
        .level
        .filter(|_| found.iter().any(|found| found.at_level))
        .map(|level| Argument::from(level_key(level)));
    let grade = asked
        .grade
        .filter(|_| found.iter().any(|found| found.at_grade))
        .map(|grade| Argument::from(grade.to_string()));
    let level: Vec<Argument> = level.into_iter().chain(grade).collect();
    let level = (!level.is_empty()).then_some(Argument::List(level));
    let message = match (level, places.is_empty()) {
        (None, true) => Message::new(Key::SalaryOfRole),
        (Some(level), true) => Message::new(Key::SalaryOfRoleAt).with("level", level),
        (None, false) => Message::new(Key::SalaryOfRoleIn).with("place", places),
        (Some(level), false) => Message::new(Key::SalaryOfRoleAtIn)
            .with("level", level)
            .with("place", places),
    };
    message.with("role", roles)
}

fn shown_places(engine: &Engine, found: &[Found]) -> Vec<String> {
    let places = found.iter().filter_map(|found| found.place.as_ref());
    distinct(places.map(|place| engine.place_name(place)))
}

pub(in crate::engine) fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// A region has no figures of its own: which of its countries have some is said.
pub(super) fn say_countries_of_regions(
    engine: &Engine,
    draft: &mut Draft<'_>,
    asked: &Asked,
    found: &[Found],
) {
    let is_region = |id: &PlaceId| {
        let place = engine.vocabulary.place(id);
        let is_shown = found.iter().any(|found| found.place.as_ref() == Some(id));
        place.is_some_and(|place| !place.countries.is_empty()) && !is_shown
    };
    let regions = asked
        .places
        .iter()
        .filter(|id| is_region(id) && id.0 != WORLD);
    let world = asked
        .places
        .iter()
        .filter(|id| id.0 == WORLD && asked.places.len() == 1 && is_region(id));
    for region in regions.chain(world) {
        draft.notes.push(
            Message::new(Key::RelaxedPlace)
                .with("asked", engine.place_name(region))
                .with("shown", shown_places(engine, found)),
        );
    }
}

/// How many cautions stand below figures.
const CAUTIONS_MAX: usize = 3;

/// How many cautions about one role are looked at.
const CAUTIONS_READ_MAX: usize = 50;

/// What the documents say must be minded when reading these figures: the cautions about the role that speak of a place or
/// an occupation that is shown.
pub(super) fn push_cautions(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
    asked: &Asked,
) -> Result<(), IndexError> {
    let shown: Vec<&Fact> = draft.blocks.iter().flat_map(Block::facts).collect();
    let countries: Vec<PlaceId> = asked.places.iter().map(PlaceId::country).collect();
    let occupations: Vec<OccupationId> = shown
        .iter()
        .filter_map(|fact| fact.role()?.occupation.clone())
        .collect();
    let speaks_of_it = |fact: &Fact| {
        let Some(told) = fact
            .role_fact()
            .filter(|told| told.aspect == Aspect::Caution)
        else {
            return false;
        };
        let mentions = engine.vocabulary.mentions(&told.text);
        let of_place = mentions.iter().any(|mention| match &mention.term {
            Term::Place { id, .. } => countries.contains(&id.country()),
            _ => false,
        });
        let named = engine.vocabulary.occupations_in(&told.text);
        of_place
            || named
                .iter()
                .any(|group| occupations.contains(&group.value.id))
    };
    let about_role = FactFilter {
        kind: Some(FactKind::Role),
        roles: vec![role.0.clone()],
        aspect: Some(Aspect::Caution),
        ..FactFilter::default()
    };
    let cautions: Vec<Fact> = engine
        .index
        .best_facts(&about_role, &Preference::most_trusted(CAUTIONS_READ_MAX))?
        .facts
        .into_iter()
        .filter(speaks_of_it)
        .collect();
    if !cautions.is_empty() {
        let left_out = cautions.len().saturating_sub(CAUTIONS_MAX);
        let statements = draft.number(cautions.into_iter().take(CAUTIONS_MAX));
        draft.blocks.push(Block::Statements {
            title: Key::AspectCaution.into(),
            statements,
            left_out,
        });
    }
    Ok(())
}

/// Shows `groups`, of which `left_out` figures were not read.
pub(super) fn push_groups(
    draft: &mut Draft<'_>,
    groups: impl IntoIterator<Item = Group>,
    left_out: usize,
) {
    let groups: Vec<Group> = groups.into_iter().collect();
    let read: usize = groups.iter().map(|group| group.facts.len()).sum();
    let total = read + left_out;
    let mut shown = 0;
    for group in groups {
        let room = FIGURES_MAX - shown;
        let facts: Vec<Fact> = group.facts.into_iter().take(room).collect();
        shown += facts.len();
        if !facts.is_empty() {
            let figures = draft.number(facts);
            draft.blocks.push(Block::Figures {
                title: group.title,
                figures,
            });
        }
    }
    if total > shown {
        let note = Message::new(Key::FiguresLeftOut);
        draft.notes.push(note.with("count", total - shown));
    }
    draft.notes.dedup();
}
