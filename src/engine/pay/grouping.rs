//! Figures that belong together: by level, by years, by the survey that gives them.

use std::collections::{BTreeMap, BTreeSet};

use super::Asked;
use super::finding::Found;
use crate::domain::{Fact, Grade, Key, Level, Message, PayFact, PlaceId, RoleRef};
use crate::engine::Engine;
use crate::engine::answers::Draft;
use crate::engine::recall::WordKey;
use crate::engine::understand::Meaning;
use crate::present::{grade_argument, level_key};
use crate::vocabulary::fold;

/// Figures that belong together.
pub(super) struct Group {
    pub(super) title: Message,
    pub(super) facts: Vec<Fact>,
    /// True for figures of somebody else that stand for the role.
    pub(super) stands_in: bool,
}

impl Group {
    /// Figures of the role itself.
    pub(super) fn own(title: impl Into<Message>, facts: Vec<Fact>) -> Group {
        Group {
            title: title.into(),
            facts,
            stands_in: false,
        }
    }
}

pub(super) fn grouped(
    draft: &mut Draft<'_>,
    here: Vec<Fact>,
    unplaced: Vec<Fact>,
    asked: &Asked,
    engine: &Engine,
    place: &PlaceId,
) -> Vec<Group> {
    let mut groups = if here.is_empty() {
        Vec::new()
    } else {
        by_step(draft, here, asked, engine, Some(place))
    };
    let fits = |pay: &PayFact| {
        let at_level = asked
            .level
            .is_none_or(|level| pay.level.is_none_or(|other| other == level));
        let at_grade = asked
            .grade
            .is_none_or(|grade| pay.grade.is_none_or(|other| other == grade));
        at_level && at_grade
    };
    let unplaced: Vec<Fact> = unplaced
        .into_iter()
        .filter(|fact| fact.pay().is_some_and(fits))
        .collect();
    if !unplaced.is_empty() {
        groups.push(Group::own(Key::FiguresPlaceNotStated, unplaced));
    }
    groups
}

/// Figures of the asked rung first, then those of other rungs, each under its own, then those that state none. Without a
/// rung that was asked, by level.
pub(super) fn by_step(
    draft: &mut Draft<'_>,
    facts: Vec<Fact>,
    asked: &Asked,
    engine: &Engine,
    place: Option<&PlaceId>,
) -> Vec<Group> {
    let Some(grade) = asked.grade else {
        return by_level(draft, facts, asked, engine, place);
    };
    let mut on_rungs: BTreeMap<Grade, Vec<Fact>> = BTreeMap::new();
    let mut others: Vec<Fact> = Vec::new();
    for fact in facts {
        match Some(grade)
            .filter(|grade| is_on(&fact, *grade))
            .or(grade_of(&fact))
        {
            Some(own) => on_rungs.entry(own).or_default().push(fact),
            None => others.push(fact),
        }
    }
    let on_grade = |grade: Grade, facts: Vec<Fact>| {
        let title = Message::new(Key::FiguresAtGrade).with("grade", grade_argument(grade));
        Group::own(title, facts)
    };
    let asked_for = on_rungs.remove(&grade);
    if asked_for.is_none() {
        let shown = on_rungs.values().flatten().chain(&others);
        draft.notes.push(no_figure_on(grade, shown));
    }
    let mut groups: Vec<Group> = Vec::new();
    groups.extend(asked_for.map(|facts| on_grade(grade, facts)));
    groups.extend(
        on_rungs
            .into_iter()
            .map(|(grade, facts)| on_grade(grade, facts)),
    );
    if asked.level.is_none() && asked.experience_months.is_none() && !groups.is_empty() {
        if !others.is_empty() {
            groups.push(Group::own(Key::FiguresGradeNotStated, others));
        }
        return groups;
    }
    // What those others lack, figures of some rung may have.
    let mut notes = Draft::new(engine, draft.understood.intent);
    if !others.is_empty() {
        groups.extend(by_level(&mut notes, others, asked, engine, place));
    }
    if let Some(level) = asked.level.filter(|_| !has_level(&groups, asked.level)) {
        let shown = groups.iter().flat_map(|group| &group.facts);
        draft.notes.push(no_figure_at(level, shown));
    }
    groups
}

/// That no figure is of the rung that was asked, and whether the shown ones are of others.
pub(super) fn no_figure_on<'f>(grade: Grade, mut shown: impl Iterator<Item = &'f Fact>) -> Message {
    let key = if shown.any(|fact| grade_of(fact).is_some()) {
        Key::RelaxedGrade
    } else {
        Key::RelaxedGradeNotStated
    };
    Message::new(key).with("grade", grade_argument(grade))
}

/// Whether a figure is of this rung, which may also be the number in its title: "Loom Fixer III" in pay grade 7.
fn is_on(fact: &Fact, grade: Grade) -> bool {
    let in_title = || fact.role().and_then(RoleRef::grade) == Some(grade);
    grade_of(fact) == Some(grade) || in_title()
}

fn grade_of(fact: &Fact) -> Option<Grade> {
    fact.pay().and_then(|pay| pay.grade)
}

/// Figures at the asked level first, then those next to it, then those that state none. Years do not make a level.
fn by_level(
    draft: &mut Draft<'_>,
    facts: Vec<Fact>,
    asked: &Asked,
    engine: &Engine,
    place: Option<&PlaceId>,
) -> Vec<Group> {
    let all_title = |several: bool| match place {
        Some(place) if several => {
            Message::new(Key::FiguresWithin).with("place", engine.place_name(place))
        }
        _ => Key::FiguresAll.into(),
    };
    let several_places = asked.places.len() > 1 || !asked.other_roles.is_empty();
    let Some(level) = asked.level else {
        return by_experience(facts, asked, &all_title(several_places));
    };
    let (at, rest): (Vec<Fact>, Vec<Fact>) = facts
        .into_iter()
        .partition(|fact| level_of(fact) == Some(level));
    let (near, rest): (Vec<Fact>, Vec<Fact>) = rest
        .into_iter()
        .partition(|fact| level_of(fact).is_some_and(|other| are_neighbours(level, other)));
    let (not_stated, others): (Vec<Fact>, Vec<Fact>) =
        rest.into_iter().partition(|fact| level_of(fact).is_none());
    let mut groups = Vec::new();
    let at_level = |level: Level| Message::new(Key::FiguresAtLevel).with("level", level_key(level));
    if at.is_empty() {
        let shown = near.iter().chain(&not_stated).chain(&others);
        draft.notes.push(no_figure_at(level, shown));
    } else {
        groups.push(Group::own(at_level(level), at));
    }
    for neighbour in Level::ALL
        .into_iter()
        .filter(|other| are_neighbours(level, *other))
    {
        let facts: Vec<Fact> = near
            .iter()
            .filter(|fact| level_of(fact) == Some(neighbour))
            .cloned()
            .collect();
        if !facts.is_empty() {
            groups.push(Group::own(at_level(neighbour), facts));
        }
    }
    // Years that were asked set figures for other years apart; without them every figure of years may fit.
    let fits = |fact: &Fact| {
        let years = fact.pay().and_then(|pay| pay.years);
        let asked = asked.experience_months;
        years.is_none_or(|years| asked.is_none_or(|months| years.cover(months)))
    };
    let (fitting, other_years): (Vec<Fact>, Vec<Fact>) = not_stated.into_iter().partition(fits);
    let (of_years, of_none): (Vec<Fact>, Vec<Fact>) = fitting
        .into_iter()
        .partition(|fact| fact.pay().is_some_and(|pay| pay.years.is_some()));
    if !of_years.is_empty() {
        groups.push(Group::own(Key::FiguresYearsGiven, of_years));
    }
    if !of_none.is_empty() {
        groups.push(Group::own(Key::FiguresLevelNotStated, of_none));
    }
    if !other_years.is_empty() {
        groups.push(Group::own(Key::FiguresOtherYears, other_years));
    }
    if groups.is_empty() && !others.is_empty() {
        groups.push(Group::own(Key::FiguresOtherLevels, others));
    }
    groups
}

/// That no figure is of the level that was asked, and of which the shown ones are.
pub(super) fn no_figure_at<'f>(level: Level, mut shown: impl Iterator<Item = &'f Fact>) -> Message {
    let key = if shown.any(|fact| level_of(fact).is_some()) {
        Key::RelaxedLevel
    } else {
        Key::RelaxedLevelNotStated
    };
    Message::new(key).with("level", level_key(level))
}

/// Entry and junior are told apart by some sources and not by others; so are the levels above senior.
pub(super) fn are_neighbours(a: Level, b: Level) -> bool {
    const NEAR: [&[Level]; 3] = [
        &[Level::Entry, Level::Junior],
        &[Level::Staff, Level::Lead, Level::Principal],
        &[Level::Director, Level::Executive],
    ];
    a != b
        && NEAR
            .iter()
            .any(|group| group.contains(&a) && group.contains(&b))
}

fn level_of(fact: &Fact) -> Option<Level> {
    fact.pay().and_then(|pay| pay.level)
}

pub(super) fn has_level(groups: &[Group], level: Option<Level>) -> bool {
    let mut facts = groups.iter().flat_map(|group| &group.facts);
    facts.any(|fact| level.is_some() && level_of(fact) == level)
}

pub(super) fn has_grade(groups: &[Group], grade: Option<Grade>) -> bool {
    let mut facts = groups.iter().flat_map(|group| &group.facts);
    facts.any(|fact| grade.is_some_and(|grade| is_on(fact, grade)))
}

/// With years asked: the figures whose years hold them first, then those that state no years.
fn by_experience(facts: Vec<Fact>, asked: &Asked, all: &Message) -> Vec<Group> {
    let Some(months) = asked.experience_months else {
        return vec![Group::own(all.clone(), facts)];
    };
    let years = |fact: &Fact| fact.pay().and_then(|pay| pay.years);
    let (covering, rest): (Vec<Fact>, Vec<Fact>) = facts
        .into_iter()
        .partition(|fact| years(fact).is_some_and(|years| years.cover(months)));
    let (unstated, others): (Vec<Fact>, Vec<Fact>) =
        rest.into_iter().partition(|fact| years(fact).is_none());
    let mut groups = Vec::new();
    if covering.is_empty() && unstated.is_empty() {
        groups.push(Group::own(Key::FiguresOtherYears, others));
        return groups;
    }
    if !covering.is_empty() {
        groups.push(Group::own(
            Message::new(Key::FiguresForYears).with("years", u64::from(months / 12)),
            covering,
        ));
    }
    if !unstated.is_empty() {
        groups.push(Group::own(Key::FiguresYearsNotStated, unstated));
    }
    groups
}

/// "US backend Glassdoor": the figures of each survey or site that the question names stand first.
pub(super) fn named_sources_first(found: &mut Found, meaning: &Meaning) -> BTreeSet<WordKey> {
    let question = fold(&meaning.text);
    let named = |fact: &Fact| -> Option<(WordKey, String)> {
        let written = fact.pay()?.attributed_to.as_deref()?;
        let source = fold(written);
        let key = WordKey::of(&source);
        let is_named = match &meaning.recalled {
            Some(parts) => parts.sources.contains(&key),
            None => source.chars().count() > 2 && question.contains(&source),
        };
        is_named.then(|| (key, written.to_owned()))
    };
    let mut first: Vec<(WordKey, Group)> = Vec::new();
    for group in &mut found.groups {
        let facts = std::mem::take(&mut group.facts);
        for fact in facts {
            let Some((key, source)) = named(&fact) else {
                group.facts.push(fact);
                continue;
            };
            if let Some((_, of_source)) = first.iter_mut().find(|(other, _)| *other == key) {
                of_source.facts.push(fact);
            } else {
                let title = Message::new(Key::FiguresFrom).with("source", source);
                let facts = vec![fact];
                first.push((
                    key,
                    Group {
                        title,
                        facts,
                        stands_in: false,
                    },
                ));
            }
        }
    }
    found.groups.retain(|group| !group.facts.is_empty());
    let keys = first.iter().map(|(key, _)| *key).collect();
    let first = first.into_iter().map(|(_, group)| group);
    found.groups.splice(0..0, first);
    keys
}
