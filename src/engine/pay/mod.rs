//! What a role pays: figures of all sources side by side, with what was relaxed said.
//!
//! `asked` is what was asked; `finding` looks it up, relaxed step by step; `grouping` puts side by side what belongs
//! together; `saying` words the rest. Start with [`answer`].

mod asked;
mod finding;
mod grouping;
mod saying;

use crate::domain::{Answer, FactKind, Key, Message, PlaceId};
use crate::index::{FactFilter, IndexError};

use super::Engine;
use super::answers::Draft;
use super::missing::{no_figure, none_of, unknown, which_role};
use super::passages::{Floor, passages_or};
use super::understand::Meaning;
use asked::places;
use finding::{Found, find};
use grouping::{Group, by_step, named_sources_first};
use saying::{headline, push_cautions, push_groups, say_countries_of_regions};

pub(super) use asked::Asked;
pub(super) use saying::distinct;

/// How many figures one answer shows.
pub(super) const FIGURES_MAX: usize = 60;

/// The answer to a question about pay.
pub(super) fn answer(
    engine: &Engine,
    mut draft: Draft<'_>,
    asked: &Asked,
    meaning: &Meaning,
) -> Result<Answer, IndexError> {
    draft.name_slots(
        asked.role.as_ref(),
        asked.unknown_role.as_deref(),
        &asked.places,
        asked.unknown_place.as_deref(),
    );
    if asked.unknown_role.is_some() || asked.unknown_place.is_some() {
        let is_somewhere = asked.unknown_place.is_some() || !asked.places.is_empty();
        let unknown = unknown(engine, draft.branch(), asked);
        // Figures of somebody nobody knows may still stand in a passage; one for another place would mislead.
        if is_somewhere {
            return Ok(unknown);
        }
        draft.suggestions.clone_from(&unknown.suggestions);
        return passages_or(engine, draft, meaning, Floor::Whole, unknown.headline);
    }
    let mut parts = asked.parts();
    let Some(role) = &asked.role else {
        draft.parts = Some(parts);
        return match asked.places.first() {
            Some(place) => of_place(engine, draft, place, asked, meaning),
            None => Ok(which_role(engine, draft)),
        };
    };
    let mut found: Vec<Found> = Vec::new();
    let mut without: Vec<Message> = Vec::new();
    for role in std::iter::once(role).chain(&asked.other_roles) {
        let before = found.len();
        for place in places(engine, asked) {
            found.extend(find(engine, &mut draft, role, place.as_ref(), asked)?);
        }
        if found.len() == before {
            without.push(none_of(engine, role, asked));
        }
    }
    if found.is_empty() {
        draft.notes.extend(without.into_iter().skip(1));
        return Ok(no_figure(engine, draft, role, asked));
    }
    // Of several roles those without figures are named too.
    draft.notes.extend(without);
    for found in &mut found {
        parts.sources.extend(named_sources_first(found, meaning));
    }
    draft.parts = Some(parts);
    say_countries_of_regions(engine, &mut draft, asked, &found);
    let headline = headline(engine, asked, &found);
    let several = distinct(found.iter().map(|found| engine.role_name(&found.role))).len() > 1;
    let left_out: usize = found.iter().map(|found| found.left_out).sum();
    let groups = found.into_iter().flat_map(|found| {
        let role = engine.role_name(&found.role);
        found.groups.into_iter().map(move |group| {
            if !several {
                return group;
            }
            let title = Message::new(Key::FiguresOfRole).with("role", role.as_str());
            Group::own(title.with("group", group.title), group.facts)
        })
    });
    push_groups(&mut draft, groups, left_out);
    push_cautions(engine, &mut draft, role, asked)?;
    draft.facts(headline, meaning)
}

/// Pay in a place, whatever the role.
fn of_place(
    engine: &Engine,
    mut draft: Draft<'_>,
    place: &PlaceId,
    asked: &Asked,
    meaning: &Meaning,
) -> Result<Answer, IndexError> {
    let of = |place: &PlaceId| {
        let filter = FactFilter {
            kind: Some(FactKind::Pay),
            place: Some(place.clone()),
            ..FactFilter::default()
        };
        engine.index.best_facts(&filter, &asked.preference())
    };
    let mut best = of(place)?;
    let mut shown = place.clone();
    if best.facts.is_empty() && !place.is_country() {
        shown = place.country();
        best = of(&shown)?;
        if !best.facts.is_empty() {
            draft.notes.push(
                Message::new(Key::RelaxedPlace)
                    .with("asked", engine.place_name(place))
                    .with("shown", engine.place_name(&shown)),
            );
        }
    }
    if best.facts.is_empty() {
        return Ok(which_role(engine, draft));
    }
    let groups = by_step(&mut draft, best.facts, asked, engine, Some(&shown));
    push_groups(&mut draft, groups, best.left_out);
    draft.facts(
        Message::new(Key::SalaryIn).with("place", engine.place_name(&shown)),
        meaning,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Argument, Block, Request};
    use crate::index::Index;
    use crate::index::sample::{entry, pay};
    use crate::vocabulary::Vocabulary;

    /// How many figures are shown of a role with so many of its own and so many of a kind of it, and how many are said to
    /// be left out.
    fn shown(own: usize, of_kind: usize) -> (usize, u64) {
        let roles = Vocabulary::builtin().roles().iter();
        let mut kinds = roles.filter_map(|role| Some((role.broader.clone()?, role.id.clone())));
        let (role, kind) = kinds.next().expect("a role that is a kind of another");
        let facts = |role: &str, count: usize| {
            let entries = (0..count).map(|number| {
                let doc = format!("{role}-{number}.md");
                let fact = pay(&doc, role, "IN", 0);
                entry(&doc, "Pay", &[("", "It pays.")], vec![fact])
            });
            entries.collect::<Vec<_>>()
        };
        let entries = [facts(&role.0, own), facts(&kind.0, of_kind)].concat();
        let index = Index::in_memory(entries).expect("an index");
        let engine = Engine::new(index).expect("an engine");
        let request = Request::Salary {
            role: engine.role_name(&role),
            location: None,
            level: None,
            grade: None,
        };
        let answer = engine.answer(&request).expect("an answer");
        let figures = answer.blocks.iter().flat_map(Block::facts).count();
        let notes = answer.notes.iter();
        let left_out = notes.filter(|note| note.key == Key::FiguresLeftOut);
        let arguments = left_out.flat_map(|note| &note.arguments);
        let counts = arguments.map(|(_, argument)| match argument {
            Argument::Count(count) => *count,
            other => panic!("{other:?} is no count"),
        });
        (figures, counts.sum())
    }

    #[test]
    fn every_figure_is_shown_or_counted() {
        for (own, of_kind, expected) in [
            (1, 0, (1, 0)),
            (0, 55, (55, 0)),
            (0, 100, (60, 40)),
            (10, 100, (60, 50)),
            (60, 0, (60, 0)),
            (70, 0, (60, 10)),
            (70, 30, (60, 40)),
            (55, 30, (60, 25)),
        ] {
            assert_eq!(
                shown(own, of_kind),
                expected,
                "{own} own, {of_kind} of a kind"
            );
        }
    }
}
