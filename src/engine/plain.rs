//! Questions in plain words: what was understood of them is part of their answer.

use crate::domain::{Answer, Intent, Key, Label, Message, PlaceId};

use super::Engine;
use super::understand::Meaning;

/// How many places stand for "everywhere but there".
const PLACES_MAX: usize = 12;

/// The places to look at: those that the question names, or all that have figures but for those it leaves out.
pub(super) fn places(engine: &Engine, meaning: &Meaning) -> Vec<PlaceId> {
    if meaning.left_out.is_empty() || !meaning.places.is_empty() {
        return meaning.places.clone();
    }
    let Some(role) = meaning.roles.first() else {
        return Vec::new();
    };
    let left_out: Vec<PlaceId> = meaning.left_out.iter().map(PlaceId::country).collect();
    engine
        .places_with_pay(role)
        .into_iter()
        .filter(|place| place.is_country() && !left_out.contains(place))
        .take(PLACES_MAX)
        .collect()
}

/// Puts what was understood of a question into its answer: the title as asked, period and offer, what is compared, what is
/// not known of it, and names that could mean something else.
pub(super) fn say_what_was_understood(engine: &Engine, answer: &mut Answer, meaning: &Meaning) {
    let understood = &mut answer.understood;
    if understood.intent == Intent::None {
        return;
    }
    understood.title.clone_from(&meaning.title);
    understood.period = meaning.period;
    understood.offer = meaning.offer;
    understood.compare.clone_from(&meaning.compare);
    if !meaning.left_out.is_empty() && meaning.places.is_empty() {
        understood.location = None;
    }
    if let Some(name) = &meaning.place_name {
        understood.location = Some(name.clone());
    }
    let is_told = answer.label == Label::Fact;
    if let (Some(title), Some(role), true) = (&meaning.narrower, meaning.roles.first(), is_told) {
        let note = Message::new(Key::RelaxedRole)
            .with("asked", title.as_str())
            .with("shown", engine.role_name(role));
        answer.notes.insert(0, note);
    }
    for title in &meaning.unknown_beside {
        let note = Message::new(Key::NoRole).with("role", title.as_str());
        answer.notes.push(note);
    }
    for reading in meaning
        .readings
        .iter()
        .filter(|reading| reading.names.len() > 1)
    {
        let choice = Message::new(Key::MayMean)
            .with("typed", reading.typed.as_str())
            .with("names", reading.names.clone());
        answer.suggestions.insert(0, choice);
    }
}
