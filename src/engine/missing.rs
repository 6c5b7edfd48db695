//! The answers where there is no figure: what is not there is said, what is near is offered.

use crate::domain::{Answer, FactKind, Key, Message, PlaceId, RoleId};

use super::Engine;
use super::answers::{Draft, covered_places};
use super::pay::{Asked, distinct};

pub(super) fn which_role(engine: &Engine, mut draft: Draft<'_>) -> Answer {
    draft
        .suggestions
        .extend(engine.suggest_roles(FactKind::Pay, None));
    suggest_places(engine, &mut draft, None);
    draft.nothing(Key::WhichRole.into())
}

/// That there is no figure for `role` in the places asked.
pub(super) fn none_of(engine: &Engine, role: &RoleId, asked: &Asked) -> Message {
    let name = engine.role_name(role);
    let places: Vec<String> = asked
        .places
        .iter()
        .map(|place| engine.place_name(place))
        .collect();
    if places.is_empty() {
        Message::new(Key::NoFigure).with("role", name)
    } else {
        Message::new(Key::NoFigureIn)
            .with("role", name)
            .with("place", places)
    }
}

pub(super) fn no_figure(
    engine: &Engine,
    mut draft: Draft<'_>,
    role: &RoleId,
    asked: &Asked,
) -> Answer {
    let name = engine.role_name(role);
    let headline = none_of(engine, role, asked);
    let near = near_with_figures(engine, role, &asked.places);
    if !near.is_empty() {
        let places: Vec<String> = asked
            .places
            .iter()
            .map(|place| engine.place_name(place))
            .collect();
        draft.suggestions.push(
            Message::new(Key::CoveredNear)
                .with("place", places)
                .with("roles", near),
        );
    }
    let covered = covered_places(engine, Some(role));
    if covered.is_empty() {
        draft
            .suggestions
            .extend(engine.suggest_roles(FactKind::Pay, Some(&name)));
    } else {
        draft.suggestions.push(
            Message::new(Key::CoveredPlacesFor)
                .with("role", name)
                .with("places", covered),
        );
    }
    draft.nothing(headline)
}

/// The neighbours of `role` and then its family, as far as they have figures in the places asked.
fn near_with_figures(engine: &Engine, role: &RoleId, places: &[PlaceId]) -> Vec<String> {
    let Some(known) = engine.vocabulary.role(role) else {
        return Vec::new();
    };
    let family = engine.vocabulary.roles().iter().filter(|other| {
        let is_family = other.family.is_some() && other.family == known.family;
        is_family && other.id != *role
    });
    let near = known.near.iter().chain(family.map(|other| &other.id));
    let countries: Vec<PlaceId> = places.iter().map(PlaceId::country).collect();
    let in_place = |place: &PlaceId| countries.iter().any(|country| place.is_in(country));
    let there: Vec<_> = engine
        .covered
        .iter()
        .filter(|part| part.kind == FactKind::Pay && part.place.as_ref().is_some_and(in_place))
        .collect();
    let has_figures = |other: &&RoleId| {
        let stands = engine.standing_for(other);
        there.iter().any(|part| stands(part))
    };
    distinct(
        near.filter(has_figures)
            .map(|other| engine.role_name(other)),
    )
}

pub(super) fn unknown(engine: &Engine, mut draft: Draft<'_>, asked: &Asked) -> Answer {
    let role = asked
        .unknown_role
        .clone()
        .or_else(|| asked.role.as_ref().map(|id| engine.role_name(id)));
    let place = asked
        .unknown_place
        .clone()
        .or_else(|| asked.places.first().map(|id| engine.place_name(id)));
    let headline = match (&asked.unknown_role, &asked.unknown_place, role, place) {
        (Some(_), Some(_), Some(role), Some(place)) => Message::new(Key::NoRolePlace)
            .with("role", role)
            .with("place", place),
        (None, Some(_), Some(role), Some(place)) => Message::new(Key::NoFigureIn)
            .with("role", role)
            .with("place", place),
        (None, Some(_), None, Some(place)) => Message::new(Key::PlaceUnknown).with("place", place),
        (_, _, role, _) => Message::new(Key::NoRole).with("role", role.unwrap_or_default()),
    };
    if let (Some(role), None) = (&asked.role, &asked.unknown_role) {
        let places = covered_places(engine, Some(role));
        if !places.is_empty() {
            draft.suggestions.push(
                Message::new(Key::CoveredPlacesFor)
                    .with("role", engine.role_name(role))
                    .with("places", places),
            );
            return draft.nothing(headline);
        }
    }
    draft
        .suggestions
        .extend(engine.suggest_roles(FactKind::Pay, asked.unknown_role.as_deref()));
    suggest_places(engine, &mut draft, None);
    draft.nothing(headline)
}

fn suggest_places(engine: &Engine, draft: &mut Draft<'_>, role: Option<&RoleId>) {
    let places = covered_places(engine, role);
    if !places.is_empty() {
        draft
            .suggestions
            .push(Message::new(Key::CoveredPlaces).with("places", places));
    }
}
