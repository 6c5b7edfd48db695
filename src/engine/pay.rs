//! What a role pays: figures of all sources side by side, with what was relaxed said.

use std::collections::BTreeSet;

use crate::domain::{
    Answer, Aspect, Block, Fact, FactKind, Key, Level, Message, OccupationId, PayFact, PlaceId,
    RoleId,
};
use crate::index::{FactFilter, IndexError, Preference};
use crate::present::level_key;

use super::Engine;
use super::answers::Draft;
use super::missing::{no_figure, none_of, unknown, which_role};
use super::passages::{Floor, passages_or};
use super::recall::{Kind, Parts, WordKey};
use super::standin::{self, Figures, Whose};
use super::understand::{Meaning, WORLD};
use crate::vocabulary::{Term, fold};

/// How many figures one answer shows.
const FIGURES_MAX: usize = 60;

/// What was asked about pay, names resolved.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) role: Option<RoleId>,
    /// Further roles to stand beside it.
    pub(super) other_roles: Vec<RoleId>,
    pub(super) unknown_role: Option<String>,
    pub(super) places: Vec<PlaceId>,
    pub(super) unknown_place: Option<String>,
    pub(super) level: Option<Level>,
    pub(super) experience_months: Option<u16>,
}

impl Asked {
    fn parts(&self) -> Parts {
        Parts {
            roles: self.role.iter().chain(&self.other_roles).cloned().collect(),
            places: self.places.clone(),
            level: self.level,
            experience_months: self.experience_months,
            ..Parts::new(Kind::Salary)
        }
    }

    /// Which figures come first where there are very many.
    fn preference(&self) -> Preference {
        let near = |level: Level| {
            let all = Level::ALL.into_iter();
            all.filter(move |other| are_neighbours(level, *other))
        };
        let levels = self.level.into_iter();
        Preference {
            levels: levels
                .flat_map(|level| std::iter::once(level).chain(near(level)))
                .collect(),
            experience_months: self.experience_months,
            whole_first: self.places.iter().any(PlaceId::is_country),
            most: FIGURES_MAX * 2,
        }
    }

    /// What was asked when `parts` was the answer.
    pub(super) fn recalled(parts: &Parts) -> Asked {
        Asked {
            role: parts.roles.first().cloned(),
            other_roles: parts.roles.iter().skip(1).cloned().collect(),
            places: parts.places.clone(),
            level: parts.level,
            experience_months: parts.experience_months,
            ..Asked::default()
        }
    }
}

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

/// How many cautions stand below figures.
const CAUTIONS_MAX: usize = 3;

/// How many cautions about one role are looked at.
const CAUTIONS_READ_MAX: usize = 50;

/// What the documents say must be minded when reading these figures: the cautions about the role that speak of a place or
/// an occupation that is shown.
fn push_cautions(
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

/// "US backend Glassdoor": the figures of each survey or site that the question names stand first.
fn named_sources_first(found: &mut Found, meaning: &Meaning) -> BTreeSet<WordKey> {
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

/// A region has no figures of its own: which of its countries have some is said.
fn say_countries_of_regions(
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

/// The places to look at: each one named, the countries of a region, or anywhere.
fn places(engine: &Engine, asked: &Asked) -> Vec<Option<PlaceId>> {
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

/// Figures that belong together.
struct Group {
    title: Message,
    facts: Vec<Fact>,
    /// True for figures of somebody else that stand for the role.
    stands_in: bool,
}

impl Group {
    /// Figures of the role itself.
    fn own(title: impl Into<Message>, facts: Vec<Fact>) -> Group {
        Group {
            title: title.into(),
            facts,
            stands_in: false,
        }
    }
}

/// The figures that were found for one role and place, and whose they are after relaxing.
struct Found {
    role: RoleId,
    /// True where some figure is of the very level that was asked for.
    at_level: bool,
    place: Option<PlaceId>,
    groups: Vec<Group>,
    /// How many more there are, which were not read.
    left_out: usize,
}

/// The figures of `role` in `place`, relaxed step by step until something is found. The role it is a kind of is the same
/// work; a neighbour is another job, whose figures are offered, never shown instead.
fn find(
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
            groups = by_level(draft, figures.own, asked, engine, None);
        }
        let others = figures.others.into_iter().map(titled);
        return Ok(found(None, official_first(groups, others, asked), left_out));
    };
    let mut notes = Draft::new(engine, draft.understood.intent);
    let here = all_at(engine, &mut notes, &figures, place, asked);
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
    let here = all_at(engine, draft, &figures, &country, asked);
    if !here.is_empty() {
        draft.notes.push(
            Message::new(Key::RelaxedPlace)
                .with("asked", engine.place_name(place))
                .with("shown", engine.place_name(&country)),
        );
        say_what_stands_in(engine, draft, role, &country, asked, &here);
    }
    Ok(found(Some(&country), here, figures.left_out))
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
}

/// All figures in `place`: the role's own, then those of the groups that are it or stand for it.
fn all_at(
    engine: &Engine,
    draft: &mut Draft<'_>,
    figures: &Figures,
    place: &PlaceId,
    asked: &Asked,
) -> Vec<Group> {
    let (here, unplaced) = at(engine, &figures.own, place);
    let is_own = !here.is_empty() || !unplaced.is_empty();
    let groups = if is_own {
        grouped(draft, here, unplaced, asked, engine, place)
    } else {
        Vec::new()
    };
    let others = figures.others.iter().filter_map(|group| {
        let (facts, _) = at(engine, &group.facts, place);
        let whose = group.whose.clone();
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
    // Official figures of the very role are those to trust most; they state no level and no years.
    if asked.level.is_none() && asked.experience_months.is_none() {
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
fn at(engine: &Engine, facts: &[Fact], place: &PlaceId) -> (Vec<Fact>, Vec<Fact>) {
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
    let mut here: Vec<Fact> = facts.iter().filter(|fact| names(fact)).cloned().collect();
    // Whole countries before their parts; documents stay in order.
    here.sort_by_key(|fact| fact.place().and_then(|named| named.id.as_ref()) != Some(place));
    let unplaced = facts
        .iter()
        .filter(|fact| {
            fact.place().is_none()
                && fact
                    .pay()
                    .is_some_and(|pay| Some(pay.range.currency()) == own)
        })
        .cloned()
        .collect();
    (here, unplaced)
}

fn grouped(
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
        by_level(draft, here, asked, engine, Some(place))
    };
    let fits = |pay: &PayFact| {
        asked
            .level
            .is_none_or(|level| pay.level.is_none_or(|other| other == level))
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
fn no_figure_at<'f>(level: Level, mut shown: impl Iterator<Item = &'f Fact>) -> Message {
    let key = if shown.any(|fact| level_of(fact).is_some()) {
        Key::RelaxedLevel
    } else {
        Key::RelaxedLevelNotStated
    };
    Message::new(key).with("level", level_key(level))
}

/// Entry and junior are told apart by some sources and not by others; so are the levels above senior.
fn are_neighbours(a: Level, b: Level) -> bool {
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

/// Shows `groups`, of which `left_out` figures were not read.
fn push_groups(draft: &mut Draft<'_>, groups: impl IntoIterator<Item = Group>, left_out: usize) {
    let groups: Vec<Group> = groups.into_iter().collect();
    let read: usize = groups.iter().map(|group| group.facts.len()).sum();
    let total = read + left_out;
    let mut room = FIGURES_MAX;
    for group in groups {
        let facts: Vec<Fact> = group.facts.into_iter().take(room).collect();
        room -= facts.len();
        if !facts.is_empty() {
            let figures = draft.number(facts);
            draft.blocks.push(Block::Figures {
                title: group.title,
                figures,
            });
        }
    }
    if total > FIGURES_MAX {
        draft
            .notes
            .push(Message::new(Key::FiguresLeftOut).with("count", total - FIGURES_MAX));
    }
    draft.notes.dedup();
}

/// Names what is shown; what was asked and is not shown stands in the notes.
fn headline(engine: &Engine, asked: &Asked, found: &[Found]) -> Message {
    let roles = distinct(found.iter().map(|found| engine.role_name(&found.role)));
    let places = shown_places(engine, found);
    let level = asked
        .level
        .filter(|_| found.iter().any(|found| found.at_level));
    let message = match (level, places.is_empty()) {
        (None, true) => Message::new(Key::SalaryOfRole),
        (Some(level), true) => Message::new(Key::SalaryOfRoleAt).with("level", level_key(level)),
        (None, false) => Message::new(Key::SalaryOfRoleIn).with("place", places),
        (Some(level), false) => Message::new(Key::SalaryOfRoleAtIn)
            .with("level", level_key(level))
            .with("place", places),
    };
    message.with("role", roles)
}

fn has_level(groups: &[Group], level: Option<Level>) -> bool {
    let mut facts = groups.iter().flat_map(|group| &group.facts);
    facts.any(|fact| level.is_some() && level_of(fact) == level)
}

fn shown_places(engine: &Engine, found: &[Found]) -> Vec<String> {
    let places = found.iter().filter_map(|found| found.place.as_ref());
    distinct(places.map(|place| engine.place_name(place)))
}

pub(super) fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
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
    let groups = by_level(&mut draft, best.facts, asked, engine, Some(&shown));
    push_groups(&mut draft, groups, best.left_out);
    draft.facts(
        Message::new(Key::SalaryIn).with("place", engine.place_name(&shown)),
        meaning,
    )
}
