//! How to get into a role: the stages that documents lay out.

use std::collections::BTreeMap;

use crate::domain::{
    Answer, Argument, Aspect, Block, DocumentId, Fact, FactKind, Intent, Key, Message, Months,
    RoleId, Stage,
};
use crate::index::IndexError;
use crate::vocabulary::fold;

use super::Engine;
use super::answers::Draft;
use super::passages::{Floor, passages_or};
use super::recall::{Kind, Parts, WordKey};
use super::role;
use super::understand::Meaning;

/// The answer to "how do I get there": every document's stages, or the one that was asked for.
pub(super) fn answer(
    engine: &Engine,
    mut draft: Draft<'_>,
    role: Option<&RoleId>,
    unknown: Option<&str>,
    stage: Option<&str>,
    meaning: &Meaning,
) -> Result<Answer, IndexError> {
    draft.name_slots(
        role,
        unknown,
        &meaning.places,
        meaning.unknown_place.as_deref(),
    );
    let Some(role) = role else {
        draft.suggestions = engine.suggest_roles(FactKind::Stage, unknown);
        let headline = unknown.map_or_else(
            || Key::WhichRole.into(),
            |name| Message::new(Key::NoRoadmap).with("role", name),
        );
        return passages_or(engine, draft, meaning, Floor::Half, headline);
    };
    let (facts, shown) = facts_of(engine, &mut draft, role)?;
    let is_question =
        stage.is_none() && draft.understood.intent == Intent::Roadmap && !meaning.text.is_empty();
    let wants_schooling = meaning.recalled.as_ref().map_or(
        is_question && meaning.aspects.contains(&Aspect::Education),
        |parts| parts.schooling,
    );
    if wants_schooling {
        role::education(engine, &mut draft, &shown)?;
    }
    let wanted = stage.map_or_else(|| hinted(&facts, meaning), |typed| chosen(&facts, typed));
    if let (Some(typed), true, false) = (stage, wanted.is_empty(), facts.is_empty()) {
        let mut names: Vec<String> = Vec::new();
        for stage in facts.iter().filter_map(Fact::stage) {
            let name = format!("{} {}", stage.ordinal, stage.name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let names: Vec<Argument> = names.into_iter().map(Argument::from).collect();
        draft.notes.push(
            Message::new(Key::NoStage)
                .with("stage", typed)
                .with("stages", names),
        );
    }
    draft.parts = Some(Parts {
        roles: vec![role.clone()],
        stages: wanted.iter().map(key).collect(),
        schooling: wants_schooling,
        ..Parts::new(Kind::Roadmap)
    });
    let kept: Vec<Fact> = if wanted.is_empty() { facts } else { wanted };
    let mut by_document: BTreeMap<DocumentId, Vec<Fact>> = BTreeMap::new();
    for fact in kept {
        by_document.entry(fact.doc.clone()).or_default().push(fact);
    }
    for (_, stages) in by_document {
        let stages = draft.number(stages);
        draft.blocks.push(Block::Stages { stages });
    }
    if draft.blocks.is_empty() {
        let name = engine.role_name(role);
        draft.suggestions = engine.suggest_roles(FactKind::Stage, Some(&name));
        let headline = Message::new(Key::NoRoadmap).with("role", name);
        if !is_question {
            return Ok(draft.nothing(headline));
        }
        // No stages were read; a document may still say how to get there.
        return passages_or(engine, draft, meaning, Floor::Named, headline);
    }
    draft.facts(
        Message::new(Key::RoadmapHeadline).with("role", engine.role_name(&shown)),
        meaning,
    )
}

/// The stages for `role`, or for the wider role it is a kind of.
fn facts_of(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
) -> Result<(Vec<Fact>, RoleId), IndexError> {
    let facts = engine.facts(FactKind::Stage, role)?;
    if !facts.is_empty() {
        return Ok((facts, role.clone()));
    }
    if let Some(other) = engine
        .vocabulary
        .role(role)
        .and_then(|role| role.broader.clone())
    {
        let facts = engine.facts(FactKind::Stage, &other)?;
        if !facts.is_empty() {
            draft.notes.push(
                Message::new(Key::RelaxedRole)
                    .with("asked", engine.role_name(role))
                    .with("shown", engine.role_name(&other)),
            );
            return Ok((facts, other));
        }
    }
    Ok((Vec::new(), role.clone()))
}

/// Which stage of which document.
fn key(fact: &Fact) -> WordKey {
    let stage = fact.stage();
    let ordinal = stage.map_or(0, |stage| stage.ordinal);
    let name = stage.map_or("", |stage| stage.name.as_str());
    WordKey::of(&format!("{}\n{ordinal}\n{name}", fact.doc))
}

/// The stages that `typed` names, by number or by name.
fn chosen(facts: &[Fact], typed: &str) -> Vec<Fact> {
    let typed = fold(typed.trim());
    let number: Option<u16> = typed.trim_start_matches("stage").trim().parse().ok();
    let fits = |stage: &Stage| {
        number == Some(stage.ordinal)
            || (number.is_none() && !typed.is_empty() && fold(&stage.name).contains(&typed))
    };
    facts
        .iter()
        .filter(|fact| fact.stage().is_some_and(fits))
        .cloned()
        .collect()
}

/// The stages that a question in plain words points to: by name ("advanced"), or by the month one has reached.
fn hinted(facts: &[Fact], meaning: &Meaning) -> Vec<Fact> {
    if let Some(parts) = &meaning.recalled {
        let shown = facts
            .iter()
            .filter(|fact| parts.stages.contains(&key(fact)));
        return shown.cloned().collect();
    }
    let text = fold(&meaning.text);
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let by_name = |stage: &Stage| {
        fold(&stage.name).split_whitespace().count() == 1
            && words.contains(&fold(&stage.name).as_str())
    };
    let named: Vec<Fact> = facts
        .iter()
        .filter(|fact| fact.stage().is_some_and(by_name))
        .cloned()
        .collect();
    if !named.is_empty() {
        return named;
    }
    let Some(month) = month_in(&words) else {
        return Vec::new();
    };
    let holds = |stage: &Stage| {
        stage.months_min.is_some_and(|min| min <= month)
            && stage.months_max.is_none_or(|max| month < max)
            && (stage.months_min.is_some() || stage.months_max.is_some())
    };
    facts
        .iter()
        .filter(|fact| fact.stage().is_some_and(holds))
        .cloned()
        .collect()
}

/// "After 6 months", "18 months+".
fn month_in(words: &[&str]) -> Option<Months> {
    words.windows(2).find_map(|pair| {
        let [number, unit] = pair else { return None };
        matches!(*unit, "month" | "months")
            .then(|| number.parse().ok().filter(|n| *n <= 240).map(Months::whole))
            .flatten()
    })
}
