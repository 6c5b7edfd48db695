//! What a role is, needs and leads to, and questions about one side of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::domain::{
    Answer, Aspect, Block, DocumentId, Fact, FactKind, Key, Message, RoleFact, RoleId,
};
use crate::index::{FactFilter, IndexError};
use crate::present::aspect_key;
use crate::vocabulary::{fold, words};

use super::Engine;
use super::answers::Draft;
use super::passages::{Floor, answer_passages, passages_or};
use super::recall::{self, Kind, Parts, WordKey};
use super::standin;
use super::understand::Meaning;

/// How many statements on one side of a role are shown among all sides: what it is takes few, what it asks for many.
fn shown_in_overview(aspect: Aspect) -> usize {
    match aspect {
        Aspect::Definition | Aspect::Remote | Aspect::Comparison => 4,
        Aspect::Title | Aspect::Tip | Aspect::Caution | Aspect::Employer => 6,
        Aspect::Skill => 18,
        _ => 12,
    }
}

/// How many statements on one side of a role are shown when that side was asked for.
const STATEMENTS_IN_DETAIL: usize = 40;

/// In how many documents statements are looked for when no role is named.
const DOCUMENTS_MAX: usize = 5;

/// The answer to "what is this role": all sides, or those that were asked for.
pub(super) fn answer(
    engine: &Engine,
    mut draft: Draft<'_>,
    role: Option<&RoleId>,
    unknown: Option<&str>,
    meaning: &Meaning,
) -> Result<Answer, IndexError> {
    draft.name_slots(
        role,
        unknown,
        &meaning.places,
        meaning.unknown_place.as_deref(),
    );
    let Some(role) = role else {
        let Some(unknown) = unknown else {
            return answer_aspects(engine, draft, None, meaning);
        };
        draft.suggestions = engine.suggest_roles(FactKind::Role, Some(unknown));
        let headline = Message::new(Key::NoRole).with("role", unknown);
        return passages_or(engine, draft, meaning, Floor::Half, headline);
    };
    // "From backend to engineering manager": the role that documents tell of is told, the other one is looked for in it.
    let told = meaning
        .roles
        .iter()
        .find(|other| engine.tells_of(FactKind::Role, other));
    let role = told
        .filter(|_| !engine.tells_of(FactKind::Role, role))
        .unwrap_or(role);
    let (facts, shown) = facts_of(engine, &mut draft, role, &meaning.aspects)?;
    if facts.is_empty() {
        let name = engine.role_name(role);
        let headline = Message::new(Key::NoRole).with("role", name.as_str());
        draft.suggestions = engine.suggest_roles(FactKind::Role, Some(&name));
        return passages_or(engine, draft, meaning, Floor::Half, headline);
    }
    let asked: Vec<Aspect> = meaning
        .aspects
        .iter()
        .copied()
        .filter(|aspect| facts.iter().any(|fact| aspect_of(fact) == Some(*aspect)))
        .collect();
    let mut parts = Parts {
        roles: vec![role.clone()],
        aspects: asked,
        ..Parts::new(Kind::Role)
    };
    if parts.aspects.is_empty() {
        for aspect in Aspect::ALL {
            let most = shown_in_overview(aspect);
            push_aspect(&mut draft, &facts, aspect, most, &HashSet::new());
            push_of_nearest(engine, &mut draft, &shown, aspect, most)?;
        }
    } else {
        let words = telling_words(engine, meaning, Some(role));
        for aspect in &parts.aspects {
            push_aspect(&mut draft, &facts, *aspect, STATEMENTS_IN_DETAIL, &words);
            push_of_nearest(engine, &mut draft, &shown, *aspect, STATEMENTS_IN_DETAIL)?;
        }
        parts.telling = held(&words, || words_of_all(&facts));
    }
    draft.parts = Some(parts);
    draft.facts(
        Message::new(Key::RoleHeadline).with("role", engine.role_name(&shown)),
        meaning,
    )
}

/// The answer to a question on one side of a role, or on none: statements where there are some, passages else.
pub(super) fn answer_aspects(
    engine: &Engine,
    mut draft: Draft<'_>,
    role: Option<&RoleId>,
    meaning: &Meaning,
) -> Result<Answer, IndexError> {
    let named = meaning.recalled.as_ref().map_or_else(
        || recall::keys(&meaning.named),
        |parts| parts.named.iter().copied().collect(),
    );
    let mut documents = Vec::new();
    let facts = match role {
        // A skill that is named may stand on any side.
        Some(role) if !named.is_empty() => facts_of(engine, &mut draft, role, &[])?.0,
        Some(role) => facts_of(engine, &mut draft, role, &meaning.aspects)?.0,
        // What is told of other roles is told of none that nobody knows.
        None if meaning.unknown_role.is_some() => Vec::new(),
        // Without a role only what is named can be told: a course by its name, not "the skills".
        None if meaning.aspects.is_empty() && named.is_empty() => Vec::new(),
        None => {
            documents = fitting_documents(&draft, meaning)?;
            statements_of(engine, &documents)?
        }
    };
    let telling = telling_words(engine, meaning, role);
    for aspect in &meaning.aspects {
        let of_aspect: Vec<Fact> = facts
            .iter()
            .filter(|fact| aspect_of(fact) == Some(*aspect))
            .cloned()
            .collect();
        // A definition without a role is that of the very thing: "the offside rule" is no rule of a business.
        let is_of_all = *aspect == Aspect::Definition && role.is_none();
        let least = if is_of_all { telling.len().max(1) } else { 1 };
        let named = of_aspect
            .iter()
            .any(|fact| shared_words(fact, &telling) >= least);
        // What is counted or priced is told only of the very thing that was named.
        let is_of_a_thing = matches!(
            aspect,
            Aspect::JobCount | Aspect::Course | Aspect::RelatedRole
        );
        let fits_role = role.is_some() && (telling.is_empty() || !is_of_a_thing);
        if named || fits_role {
            push_aspect(
                &mut draft,
                &of_aspect,
                *aspect,
                STATEMENTS_IN_DETAIL,
                &telling,
            );
        }
        if let Some(role) = role.filter(|_| fits_role) {
            push_of_nearest(engine, &mut draft, role, *aspect, STATEMENTS_IN_DETAIL)?;
        }
    }
    if draft.blocks.is_empty() {
        push_named_skills(&mut draft, &facts, &named);
    }
    draft.parts = Some(Parts {
        roles: role.into_iter().cloned().collect(),
        aspects: meaning.aspects.clone(),
        telling: held(&telling, || words_of_all(&facts)),
        named: held(&named, || words_of_names(&facts)),
        documents,
        ..Parts::new(Kind::Aspects)
    });
    let told = draft
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Statements { .. }));
    let headline =
        role.map(|role| Message::new(Key::RoleHeadline).with("role", engine.role_name(role)));
    if told {
        let headline = headline.unwrap_or_else(|| Key::FiguresAll.into());
        return draft.facts(headline, meaning);
    }
    answer_passages(engine, draft, meaning)
}

/// "Why is PHP popular": what the documents say of the very skill that is named, beyond its name.
fn push_named_skills(draft: &mut Draft<'_>, facts: &[Fact], named: &HashSet<WordKey>) {
    let tells = |fact: &&Fact| {
        let Some(told) = fact.role_fact().filter(|told| told.aspect == Aspect::Skill) else {
            return false;
        };
        let name = told.name.as_deref().unwrap_or_default();
        let name_folded = fold(name);
        let words = words(&name_folded);
        let is_named = !words.is_empty()
            && words
                .iter()
                .all(|word| named.contains(&WordKey::of(&word.lower)));
        is_named && told.text.starts_with(name) && told.text.len() > name.len()
    };
    let facts: Vec<Fact> = facts.iter().filter(tells).cloned().collect();
    push_aspect(
        draft,
        &facts,
        Aspect::Skill,
        STATEMENTS_IN_DETAIL,
        &HashSet::new(),
    );
}

/// The documents whose passages fit the question best.
fn fitting_documents(draft: &Draft<'_>, meaning: &Meaning) -> Result<Vec<DocumentId>, IndexError> {
    if let Some(parts) = &meaning.recalled {
        return Ok(parts.documents.clone());
    }
    let mut docs: Vec<DocumentId> = Vec::new();
    let (query, _) = draft.engine.query(meaning);
    for found in draft.ranked(&query)?.iter() {
        let doc = draft.engine.index.document_of(found)?;
        if !docs.contains(&doc) {
            docs.push(doc);
        }
        if docs.len() == DOCUMENTS_MAX {
            break;
        }
    }
    Ok(docs)
}

/// The statements of `docs`, whatever role they are about.
fn statements_of(engine: &Engine, docs: &[DocumentId]) -> Result<Vec<Fact>, IndexError> {
    let mut facts = Vec::new();
    for doc in docs {
        facts.extend(engine.index.facts(&FactFilter {
            kind: Some(FactKind::Role),
            doc: Some(doc.clone()),
            ..FactFilter::default()
        })?);
    }
    Ok(facts)
}

/// The statements about `role`, or about the wider role; where there are very many, those of the sides that are asked
/// for.
fn facts_of(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
    asked: &[Aspect],
) -> Result<(Vec<Fact>, RoleId), IndexError> {
    let facts = engine.statements(role, asked)?;
    if !facts.is_empty() {
        return Ok((facts, role.clone()));
    }
    // Only the wider role or a kind of it is the same work; a neighbour is another job.
    let broader = engine
        .vocabulary
        .role(role)
        .and_then(|role| role.broader.clone());
    if let Some(other) = broader {
        let facts = engine.statements(&other, asked)?;
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

fn aspect_of(fact: &Fact) -> Option<Aspect> {
    fact.role_fact().map(|fact| fact.aspect)
}

/// Words that name a side of a role: they single nothing out.
const NAMES_A_SIDE: &[&str] = &[
    "skill",
    "skills",
    "soft",
    "technical",
    "responsibilities",
    "responsibility",
    "duties",
    "tasks",
    "job",
    "jobs",
    "role",
    "roles",
    "related",
    "similar",
    "company",
    "companies",
    "employer",
    "employers",
    "hiring",
    "hire",
    "hires",
    "recruiters",
    "top",
    "degree",
    "degrees",
    "education",
    "course",
    "courses",
    "fee",
    "fees",
    "cost",
    "costs",
    "growth",
    "outlook",
    "demand",
    "drives",
    "future",
    "scope",
    "openings",
    "vacancies",
    "remote",
    "remotely",
    "difference",
    "compare",
    "compared",
    "tips",
    "tip",
    "advice",
    "online",
    "career",
    "titles",
    "percent",
    "become",
    "qualification",
    "qualifications",
    "know",
];

/// The words of a question that single out statements: what is left beside names and the words that name a side.
fn telling_words(engine: &Engine, meaning: &Meaning, role: Option<&RoleId>) -> HashSet<WordKey> {
    if let Some(parts) = &meaning.recalled {
        return parts.telling.iter().copied().collect();
    }
    let other_roles = meaning
        .roles
        .iter()
        .filter(|other| Some(*other) != role)
        .map(|other| engine.role_name(other))
        .flat_map(|name| {
            let folded = fold(&name);
            let words = words(&folded);
            let singulars = words.iter().map(|word| singular(&word.lower));
            singulars.collect::<Vec<_>>()
        })
        .filter(|word| !matches!(word.as_str(), "developer" | "engineer"));
    let names_place = |word: &str| engine.vocabulary.parse_place(word).is_some();
    meaning
        .content
        .iter()
        .filter(|word| !NAMES_A_SIDE.contains(&word.as_str()) && !names_place(word))
        .map(|word| singular(word))
        .chain(other_roles)
        .map(|word| WordKey::of(&word))
        .collect()
}

/// Words compare without dots and plural: `M.Tech` and `mtech`, `databases` and `database`.
fn singular(word: &str) -> String {
    let plain = word.replace('.', "");
    match plain.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => plain,
    }
}

/// Those of `words` that some fact holds: the others tell nothing apart. Where all go, one that nothing holds stays, since
/// a question with such words is not one without.
fn held(
    words: &HashSet<WordKey>,
    standing: impl FnOnce() -> HashSet<WordKey>,
) -> BTreeSet<WordKey> {
    if words.is_empty() {
        return BTreeSet::new();
    }
    let mut held: BTreeSet<WordKey> = words.intersection(&standing()).copied().collect();
    if held.is_empty() {
        held.insert(WordKey::of("\n"));
    }
    held
}

fn words_of_all(facts: &[Fact]) -> HashSet<WordKey> {
    let told = facts
        .iter()
        .filter_map(|fact| Some((fact, fact.role_fact()?)));
    told.flat_map(|(fact, told)| words_of(fact, told)).collect()
}

/// The words of what the statements are named for.
fn words_of_names(facts: &[Fact]) -> HashSet<WordKey> {
    let names = facts
        .iter()
        .filter_map(|fact| fact.role_fact()?.name.as_deref());
    names
        .flat_map(|name| {
            let folded = fold(name);
            let words = words(&folded);
            let keys = words.iter().map(|word| WordKey::of(&word.lower));
            keys.collect::<Vec<_>>()
        })
        .collect()
}

/// The words by which a statement is singled out.
fn words_of(fact: &Fact, told: &RoleFact) -> HashSet<WordKey> {
    let headings = fact.evidence.headings.join(" ");
    words(&fold(&format!(
        "{headings} {} {}",
        told.category.as_deref().unwrap_or_default(),
        told.text
    )))
    .into_iter()
    .map(|word| WordKey::of(&singular(&word.lower)))
    .collect()
}

fn shared_words(fact: &Fact, telling: &HashSet<WordKey>) -> usize {
    if telling.is_empty() {
        return 0;
    }
    let Some(told) = fact.role_fact() else {
        return 0;
    };
    let text = words_of(fact, told);
    telling.iter().filter(|word| text.contains(*word)).count()
}

/// Demand is counted by occupation: where a role has none of its own, that of the nearest ones, under a title that says
/// so.
fn push_of_nearest(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
    aspect: Aspect,
    most: usize,
) -> Result<(), IndexError> {
    if aspect != Aspect::Outlook {
        return Ok(());
    }
    let nearest = standin::statements_of(engine, role)?;
    let before = draft.blocks.len();
    push_aspect(draft, &nearest, aspect, most, &HashSet::new());
    if let Some(Block::Statements { title, .. }) = draft.blocks.get_mut(before) {
        *title = Key::OutlookOfNearest.into();
    }
    Ok(())
}

/// One side of a role: each thing once, those that the question names first, and how many more there are.
fn push_aspect(
    draft: &mut Draft<'_>,
    facts: &[Fact],
    aspect: Aspect,
    most: usize,
    telling: &HashSet<WordKey>,
) {
    let of_aspect = facts.iter().filter(|fact| aspect_of(fact) == Some(aspect));
    let mut facts: Vec<(usize, &Fact)> = of_aspect
        .map(|fact| (shared_words(fact, telling), fact))
        .collect();
    if facts.iter().any(|(shared, _)| *shared > 0) {
        facts.retain(|(shared, _)| *shared > 0);
        facts.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    }
    let mut seen_places = HashSet::new();
    let mut seen_things = HashSet::new();
    let distinct: Vec<Fact> = facts
        .into_iter()
        .map(|(_, fact)| fact)
        .filter(|fact| {
            fact.role_fact().is_some_and(|told| {
                seen_places.insert((&fact.doc, fact.evidence.span))
                    && seen_things.insert(thing(told))
            })
        })
        .cloned()
        .collect();
    if distinct.is_empty() {
        return;
    }
    let left_out = distinct.len().saturating_sub(most);
    let statements = draft.number(some_of_each(distinct, most));
    draft.blocks.push(Block::Statements {
        title: aspect_key(aspect).into(),
        statements,
        left_out,
    });
}

/// At most `most` of the statements, in their order, with every document and every group in it heard: each gives one in
/// turn until the room is taken, so that a long list does not hide the others.
fn some_of_each(facts: Vec<Fact>, most: usize) -> Vec<Fact> {
    if facts.len() <= most {
        return facts;
    }
    let mut of_group: HashMap<(DocumentId, Option<String>), usize> = HashMap::new();
    let mut of_document: HashMap<DocumentId, usize> = HashMap::new();
    let mut turns: Vec<(usize, usize, usize)> = Vec::new();
    for (at, fact) in facts.iter().enumerate() {
        let category = fact.role_fact().and_then(|told| told.category.clone());
        let in_group = of_group.entry((fact.doc.clone(), category)).or_default();
        let in_document = of_document.entry(fact.doc.clone()).or_default();
        turns.push((*in_group, *in_document, at));
        *in_group += 1;
        *in_document += 1;
    }
    turns.sort_unstable();
    let kept: HashSet<usize> = turns.into_iter().take(most).map(|(_, _, at)| at).collect();
    let all = facts.into_iter().enumerate();
    all.filter(|(at, _)| kept.contains(at))
        .map(|(_, fact)| fact)
        .collect()
}

/// What makes two statements the same to a reader: the same words.
fn thing(told: &RoleFact) -> String {
    fold(told.text.trim_end_matches('.'))
}

/// Statements about how one gets into `role`, for the answer to "how do I become one".
pub(super) fn education(
    engine: &Engine,
    draft: &mut Draft<'_>,
    role: &RoleId,
) -> Result<(), IndexError> {
    let facts = engine.statements(role, &[Aspect::Education])?;
    push_aspect(
        draft,
        &facts,
        Aspect::Education,
        shown_in_overview(Aspect::Education),
        &HashSet::new(),
    );
    Ok(())
}
