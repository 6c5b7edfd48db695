//! The figures of a role in a place, relaxed step by step, and whose they are.

use super::Asked;
use super::grouping::{Group, by_step, grouped, has_grade, has_level, no_figure_at, no_figure_on};
use crate::domain::{Fact, Key, Message, PlaceId, RoleId};
use crate::engine::Engine;
use crate::engine::answers::Draft;
use crate::engine::standin::{self, Figures, Whose};
use crate::index::IndexError;

/// The figures that were found for one role and place, and whose they are after relaxing.
pub(super) struct Found {
    pub(super) role: RoleId,
    /// True where some figure is of the very level that was asked for.
    pub(super) at_level: bool,
    /// True where some figure is of the very rung that was asked for.
    pub(super) at_grade: bool,
    pub(super) place: Option<PlaceId>,
    pub(super) groups: Vec<Group>,
    /// How many more there are, which were not read.
    pub(super) left_out: usize,
}

/// The figures of `role` in `place`, relaxed step by step until something is found. The role it is a kind of is the same
/// work; a neighbour is another job, whose figures are offered, never shown instead.
pub(super) fn find(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
    place: Option<&PlaceId>,
    asked: &Asked,
) -> Result<Option<Found>, IndexError> {
    if let Some(found) = in_place(engine, draft, role, place, asked)? {
        return Ok(Some(found));
    }
    let broader = engine.vocabulary.role(role);
    let Some(broader) = broader.and_then(|role| role.broader.as_ref()) else {
        return Ok(None);
    };
    // Figures of another role are shown for the place that was asked, never for somewhere else.
    let mut notes = Draft::new(engine, draft.understood.intent);
    let found = in_place(engine, &mut notes, broader, place, asked)?;
    if found.is_some() {
        draft.notes.push(
            Message::new(Key::RelaxedRole)
                .with("asked", engine.role_name(role))
                .with("shown", engine.role_name(broader)),
        );
        draft.notes.extend(notes.notes);
    }
    Ok(found)
}

/// The figures of this very role in `place`, or in the country it lies in.
fn in_place(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
    place: Option<&PlaceId>,
    asked: &Asked,
) -> Result<Option<Found>, IndexError> {
    let figures = standin::figures_of(engine, role, place, &asked.preference())?;
    let found = |place: Option<&PlaceId>, groups: Vec<Group>, left_out: usize| {
        (!groups.is_empty()).then(|| Found {
            at_level: has_level(&groups, asked.level),
            at_grade: has_grade(&groups, asked.grade),
            role: role.clone(),
            place: place.cloned(),
            groups,
            left_out,
        })
    };
    let left_out = figures.left_out;
    let Some(place) = place else {
        let mut groups = Vec::new();
        if !figures.own.is_empty() {
            groups = by_step(draft, figures.own, asked, engine, None);
        }
        let others = figures.others.into_iter().map(titled);
        return Ok(found(None, official_first(groups, others, asked), left_out));
    };
    let mut notes = Draft::new(engine, draft.understood.intent);
    let here = all_at(engine, &mut notes, figures, place, asked);
    let country = place.country();
    let is_whole = *place == country;
    // Figures that only stand in for the role in a town do not hide its own for the country.
    if here.iter().any(|group| !group.stands_in) || (is_whole && !here.is_empty()) {
        draft.notes.extend(notes.notes);
        say_what_stands_in(engine, draft, role, place, asked, &here);
        return Ok(found(Some(place), here, left_out));
    }
    if is_whole {
        return Ok(None);
    }
    let figures = standin::figures_of(engine, role, Some(&country), &asked.preference())?;
    let left_out = figures.left_out;
    let here = all_at(engine, draft, figures, &country, asked);
    if !here.is_empty() {
        draft.notes.push(
            Message::new(Key::RelaxedPlace)
                .with("asked", engine.place_name(place))
                .with("shown", engine.place_name(&country)),
        );
        say_what_stands_in(engine, draft, role, &country, asked, &here);
    }
    Ok(found(Some(&country), here, left_out))
}

/// Where only other groups have figures, that none names the role itself, nor the level that was asked.
fn say_what_stands_in(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
    place: &PlaceId,
    asked: &Asked,
    shown: &[Group],
) {
    if !shown.iter().all(|group| group.stands_in) {
        return;
    }
    draft.notes.push(
        Message::new(Key::OnlyNearest)
            .with("role", engine.role_name(role))
            .with("place", engine.place_name(place)),
    );
    if let Some(level) = asked.level.filter(|_| !has_level(shown, asked.level)) {
        let facts = shown.iter().flat_map(|group| &group.facts);
        draft.notes.push(no_figure_at(level, facts));
    }
    if let Some(grade) = asked.grade.filter(|_| !has_grade(shown, asked.grade)) {
        let facts = shown.iter().flat_map(|group| &group.facts);
        draft.notes.push(no_figure_on(grade, facts));
    }
}

/// All figures in `place`: the role's own, then those of the groups that are it or stand for it.
fn all_at(
    engine: &Engine,
    draft: &mut Draft<'_>,
    figures: Figures,
    place: &PlaceId,
    asked: &Asked,
) -> Vec<Group> {
    let (here, unplaced) = at(engine, figures.own, place);
    let is_own = !here.is_empty() || !unplaced.is_empty();
    let groups = if is_own {
        grouped(draft, here, unplaced, asked, engine, place)
    } else {
        Vec::new()
    };
    let others = figures.others.into_iter().filter_map(|group| {
        let (facts, _) = at(engine, group.facts, place);
        let whose = group.whose;
        (!facts.is_empty()).then(|| titled(standin::OfGroup { whose, facts }))
    });
    official_first(groups, others, asked)
}

/// The role's own figures and those of groups in the order of trust.
fn official_first(
    mut groups: Vec<Group>,
    others: impl Iterator<Item = Group>,
    asked: &Asked,
) -> Vec<Group> {
    let (is_it, near): (Vec<Group>, Vec<Group>) =
        others.partition(|group| group.title.key == Key::FiguresOfficial);
    // Official figures of the very role are those to trust most; they state no level, no rung and no years.
    if asked.level.is_none() && asked.grade.is_none() && asked.experience_months.is_none() {
        groups.splice(0..0, is_it);
    } else {
        groups.extend(is_it);
    }
    groups.extend(near);
    groups
}

/// A group of figures under the name of the occupation or survey group whose they are.
fn titled(group: standin::OfGroup) -> Group {
    let stands_in = !matches!(group.whose, Whose::Occupation { is_it: true, .. });
    let title = match group.whose {
        Whose::Occupation {
            name,
            id,
            is_it,
            is_official,
        } => {
            let key = match (is_it, is_official) {
                (true, true) => Key::FiguresOfficial,
                (false, true) => Key::FiguresOfficialNearest,
                (true, false) => Key::FiguresOccupation,
                (false, false) => Key::FiguresOccupationNearest,
            };
            Message::new(key).with("occupation", name).with("code", id)
        }
        Whose::Kind { role } => Message::new(Key::FiguresOfKind).with("role", role),
        Whose::Group { name } => Message::new(Key::FiguresNearestGroup).with("group", name),
        Whose::Survey { survey, role } => Message::new(Key::FiguresSurveyNearest)
            .with("survey", survey)
            .with("role", role),
    };
    Group {
        title,
        facts: group.facts,
        stands_in,
    }
}

/// The facts that name `place` or a part of it, and those that name no place but are in its own currency.
fn at(engine: &Engine, facts: Vec<Fact>, place: &PlaceId) -> (Vec<Fact>, Vec<Fact>) {
    let own = engine.currency_of(place);
    let names = |fact: &Fact| {
        let Some(named) = fact.place() else {
            return false;
        };
        match &named.id {
            Some(id) => id == place || (place.is_country() && id.country() == *place),
            None => place.0 == format!("~{}", named.written.to_lowercase()),
        }
    };
    let (mut here, others): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(names);
    // Whole countries before their parts; documents stay in order.
    here.sort_by_key(|fact| fact.place().and_then(|named| named.id.as_ref()) != Some(place));
    let is_unplaced = |fact: &Fact| {
        let mut pay = fact.pay().into_iter();
        fact.place().is_none() && pay.any(|pay| Some(pay.range.currency()) == own)
    };
    (here, others.into_iter().filter(is_unplaced).collect())
}
