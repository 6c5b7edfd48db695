//! The documents that answers come from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    Answer, Block, DocumentCard, DocumentId, Intent, Key, Message, RoleId, RoleRef, Source,
};
use crate::index::{FactFilter, IndexError, Named};
use crate::present::document_name;
use crate::vocabulary::{closest, fold};

use super::answers::Draft;
use super::recall::{Kind, Parts};
use super::{Engine, Held};

/// How many documents one answer lists.
const DOCUMENTS_MAX: usize = 200;

/// How many documents are listed that fit a name.
const MATCHING_MAX: usize = 6;

/// How many roles of one document are named.
const ROLES_MAX: usize = 12;

/// How many names are offered for one that nothing has.
const OFFERED_MAX: usize = 3;

/// All documents, or those that `typed` names.
pub(super) fn answer(engine: &Engine, typed: Option<&str>) -> Result<Answer, IndexError> {
    let draft = Draft::new(engine, Intent::Ask);
    let Some(typed) = typed else {
        return Ok(all(engine, draft));
    };
    let found = matching(engine, typed);
    match found.as_slice() {
        [] => Ok(none(engine, draft, typed)),
        [only] => one(engine, draft, only),
        several => {
            let shown = several.iter().take(MATCHING_MAX);
            let headline = Message::new(Key::SourcesMatching)
                .with("documents", several.len())
                .with("document", typed);
            Ok(listed(engine, draft, shown, several.len(), headline))
        }
    }
}

fn all(engine: &Engine, mut draft: Draft<'_>) -> Answer {
    let total = engine.documents();
    let headline = Message::new(Key::SourcesHeadline).with("documents", total);
    draft.parts = Some(Parts::new(Kind::Sources));
    let documents = engine.summary.named.iter().map(|named| &named.id);
    let documents = documents.take(DOCUMENTS_MAX);
    list(engine, &mut draft, documents, total);
    draft.blocks.extend(credits(engine));
    draft.told(headline)
}

/// The credits that licences ask for, each once; no block where none does.
pub(super) fn credits(engine: &Engine) -> Option<Block> {
    let mut credits: BTreeSet<String> = BTreeSet::new();
    for credit in &engine.summary.credits {
        let licence = credit.licence.as_deref().unwrap_or_default();
        let attribution = credit.attribution.as_str();
        let asks = |text: &str| ASKING_LICENCES.iter().any(|name| text.contains(name));
        if asks(attribution) {
            credits.insert(attribution.to_owned());
        } else if asks(licence) {
            credits.insert(format!("{attribution} ({licence})"));
        }
    }
    let left_out = credits.len().saturating_sub(CREDITS_MAX);
    let shown = credits.into_iter().take(CREDITS_MAX);
    let mut lines: Vec<Message> = vec![Key::CreditsTitle.into()];
    lines.extend(shown.map(|credit| Message::new(Key::Credit).with("credit", credit)));
    if left_out > 0 {
        lines.push(Message::new(Key::CreditsLeftOut).with("count", left_out));
    }
    (lines.len() > 1).then_some(Block::Lines(lines))
}

/// Licences that ask for credit wherever their contents are shown.
const ASKING_LICENCES: [&str; 4] = [
    "CC BY",
    "Open Government Licence",
    "ODbL",
    "Open Data Commons",
];

/// How many credits are listed.
const CREDITS_MAX: usize = 40;

fn listed<'a>(
    engine: &Engine,
    mut draft: Draft<'_>,
    documents: impl Iterator<Item = &'a DocumentId>,
    total: usize,
    headline: Message,
) -> Answer {
    list(engine, &mut draft, documents, total);
    draft.told(headline)
}

fn list<'a>(
    engine: &Engine,
    draft: &mut Draft<'_>,
    documents: impl Iterator<Item = &'a DocumentId>,
    total: usize,
) {
    let documents: Vec<DocumentCard> = documents
        .filter_map(|doc| Some(card(doc, &*engine.held(doc)?)))
        .collect();
    let left_out = total.saturating_sub(documents.len());
    draft.blocks.push(Block::Documents {
        documents,
        left_out,
    });
}

fn one(engine: &Engine, mut draft: Draft<'_>, doc: &DocumentId) -> Result<Answer, IndexError> {
    let Some(held) = engine.held(doc) else {
        return Ok(none(engine, draft, &doc.0));
    };
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for fact in engine.index.facts(&FactFilter {
        doc: Some(doc.clone()),
        ..FactFilter::default()
    })? {
        if let Some(role) = fact.role() {
            *told.entry(name(engine, role)).or_default() += 1;
        }
    }
    let mut roles: Vec<(String, usize)> = told.into_iter().collect();
    roles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let roles = roles.into_iter().take(ROLES_MAX).map(|(name, _)| name);
    let mut card = card(doc, &held);
    card.roles = roles.collect();
    let title = document_name(doc, Some(&held.source));
    draft.blocks.push(Block::Documents {
        documents: vec![card],
        left_out: 0,
    });
    Ok(draft.told(Message::new(Key::SourceHeadline).with("document", title)))
}

fn none(engine: &Engine, mut draft: Draft<'_>, typed: &str) -> Answer {
    let names: Vec<String> = engine.summary.named.iter().map(name_of).collect();
    let near = closest(typed, names.iter().map(String::as_str), OFFERED_MAX);
    let near: Vec<String> = near.into_iter().map(str::to_owned).collect();
    let offered = if near.is_empty() {
        names.iter().take(OFFERED_MAX).cloned().collect()
    } else {
        near
    };
    draft
        .suggestions
        .push(Message::new(Key::CoveredDocuments).with("titles", offered));
    draft.nothing(Message::new(Key::NoDocument).with("document", typed))
}

/// The documents whose path, title or publisher is `typed`; where there is none, those that have it in one of these.
/// Of very many documents only those with the most facts are known by their titles; each is known by its path.
fn matching(engine: &Engine, typed: &str) -> Vec<DocumentId> {
    let path = DocumentId(typed.trim().to_owned());
    if engine.held(&path).is_some() {
        return vec![path];
    }
    // What was offered may be cut, which `…` says.
    let is_cut = typed.trim().ends_with('…');
    let typed = fold(typed.trim().trim_end_matches('…').trim());
    if typed.is_empty() {
        return Vec::new();
    }
    let select = |fits: &dyn Fn(&str) -> bool| -> Vec<DocumentId> {
        let named = engine.summary.named.iter();
        named
            .filter(|named| {
                let (name, publisher) = (name_of(named), named.publisher.as_deref());
                let all = [named.id.0.as_str(), name.as_str()].into_iter();
                all.chain(publisher).any(|name| fits(&fold(name)))
            })
            .map(|named| named.id.clone())
            .collect()
    };
    let exact = select(&|name| name == typed);
    if !is_cut && !exact.is_empty() {
        return exact;
    }
    select(&|name| name.contains(&typed))
}

/// What a document is called in lists.
pub(super) fn name_of(named: &Named) -> String {
    let source = Source {
        title: named.title.clone(),
        ..Source::default()
    };
    document_name(&named.id, Some(&source))
}

fn card(doc: &DocumentId, held: &Held) -> DocumentCard {
    DocumentCard {
        id: doc.clone(),
        source: held.source.clone(),
        figures: held.figures,
        statements: held.facts.saturating_sub(held.figures),
        roles: Vec::new(),
    }
}

fn name(engine: &Engine, role: &RoleRef) -> String {
    engine.role_name(&RoleId(role.key()))
}
