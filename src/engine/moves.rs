//! From one role to another: what the documents tell of the step between two roles that a question names.

use crate::domain::{Answer, Aspect, Block, Fact, FactKind, Intent, Key, Message, RoleId};
use crate::index::IndexError;
use crate::vocabulary::{fold, words};

use super::Engine;
use super::answers::Draft;
use super::understand::Meaning;

/// Words that ask for a way from one role to another.
const MOVING: [&str; 12] = [
    "move",
    "moving",
    "switch",
    "switching",
    "transition",
    "shift",
    "change",
    "go",
    "jump",
    "become",
    "get",
    "from",
];

/// The step between the two roles of a question that asks for one; nothing where it does not, or where no document tells
/// of it.
pub(super) fn answer(engine: &Engine, meaning: &Meaning) -> Result<Option<Answer>, IndexError> {
    let asks = words(&fold(&meaning.text))
        .iter()
        .any(|word| MOVING.contains(&word.lower.as_str()));
    let is_of_pay = meaning.intent == Some(Intent::Salary);
    let roles = roles_in_order(engine, meaning);
    let [from, to] = roles.as_slice() else {
        return Ok(None);
    };
    if !asks || is_of_pay {
        return Ok(None);
    }
    let mut told = steps(engine, from, to)?;
    told.extend(steps(engine, to, from)?);
    if told.is_empty() {
        return Ok(None);
    }
    // "Can they become" asks whether; "how do I go from this to that" asks for the way.
    let intent = if meaning.is_yes_or_no {
        Intent::Ask
    } else if meaning.intent == Some(Intent::Roadmap) {
        Intent::Roadmap
    } else {
        Intent::Role
    };
    let mut draft = Draft::new(engine, intent);
    let subject = if meaning.is_yes_or_no { from } else { to };
    draft.name_slots(Some(subject), None, &[], None);
    for (typed, meant) in &meaning.corrections {
        draft.read_as(typed, meant);
    }
    let statements = draft.number(told);
    draft.blocks.push(Block::Statements {
        title: Key::AspectRelatedRole.into(),
        statements,
        left_out: 0,
    });
    if engine.tells_of(FactKind::Stage, to) {
        let line = format!("/roadmap role:{}", engine.role_name(to));
        draft
            .suggestions
            .push(Message::new(Key::TryAsking).with("example", line));
    }
    let headline = Message::new(Key::MoveHeadline)
        .with("first", engine.role_name(from))
        .with("second", engine.role_name(to));
    draft.facts(headline, meaning).map(Some)
}

/// The roles of the question in the order in which it names them.
fn roles_in_order(engine: &Engine, meaning: &Meaning) -> Vec<RoleId> {
    let mut found: Vec<RoleId> = Vec::new();
    for mention in engine.vocabulary.mentions(&meaning.text) {
        if let crate::vocabulary::Term::Role { id, .. } = mention.term
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    found
}

/// What the documents about `from` tell of `to` as a related role.
fn steps(engine: &Engine, from: &RoleId, to: &RoleId) -> Result<Vec<Fact>, IndexError> {
    let facts = engine.facts(FactKind::Role, from)?.into_iter();
    let names_it = |fact: &Fact| {
        let told = fact.role_fact();
        let told = told.filter(|told| told.aspect == Aspect::RelatedRole);
        let name = told.and_then(|told| told.name.as_deref());
        name.and_then(|name| engine.vocabulary.parse_role(name))
            .as_ref()
            == Some(to)
    };
    Ok(facts.filter(names_it).collect())
}
