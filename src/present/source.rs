//! The words about where something comes from: behind a fact, and about a document.

use super::Catalogue;
use super::figure::{dated, document_name, link};
use super::plain::{clean, clean_lines, cut};
use crate::domain::{DocumentCard, DocumentId, Fact, Key, Message, Source};

/// From how many documents on a list tells of each in one line.
pub const BRIEF_FROM: usize = 12;

/// The longest heading that is shown, in characters.
const HEADING_MAX_CHARS: usize = 80;

/// Where a fact was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The sentence or row; line breaks are kept.
    pub words: String,
    /// Headings, document, who is named as the source, date: a line each.
    pub lines: Vec<String>,
    /// The document's address.
    pub link: Option<String>,
    /// How the source is credited.
    pub credit: Option<String>,
}

impl Behind {
    /// The words behind `fact`, whose document comes from `source`.
    pub fn new(fact: &Fact, source: Option<&Source>, catalogue: &Catalogue) -> Behind {
        let mut lines = Vec::new();
        if !fact.evidence.headings.is_empty() {
            let path = heading_path(&fact.evidence.headings);
            lines.push(catalogue.text(&Message::new(Key::WhyUnder).with("headings", path)));
        }
        let name = document_name(&fact.doc, source);
        let path = clean(&fact.doc.0);
        let document = if name == path {
            path
        } else {
            format!("{name} ({path})")
        };
        lines.push(catalogue.text(&Message::new(Key::WhyDocument).with("document", document)));
        if let Some(named) = fact.pay().and_then(|pay| pay.attributed_to.as_deref()) {
            let attributed = Message::new(Key::AttributedTo)
                .with("source", named)
                .with("document", name);
            lines.push(catalogue.text(&attributed));
        }
        let own = fact.pay().and_then(|pay| pay.as_of.as_deref());
        lines.push(catalogue.text(&dated(own, source)));
        lines.extend(
            source
                .and_then(|source| source.caution.as_deref())
                .map(clean),
        );
        Behind {
            words: clean_lines(&fact.evidence.text),
            lines,
            link: source.and_then(link),
            credit: source
                .and_then(|source| source.attribution.as_deref())
                .map(clean),
        }
    }
}

/// A document in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Title, publisher and date on one line.
    pub head: String,
    /// What was read from it, its licence, how it is credited: a line each.
    pub lines: Vec<String>,
    /// Its address.
    pub link: Option<String>,
}

impl Described {
    /// The words about `card`.
    pub fn new(card: &DocumentCard, catalogue: &Catalogue) -> Described {
        let source = &card.source;
        let facts = Message::new(Key::SourceFacts)
            .with("figures", u64::from(card.figures))
            .with("statements", u64::from(card.statements));
        let mut lines = vec![catalogue.text(&facts)];
        if !card.roles.is_empty() {
            let roles = Message::new(Key::SourceRoles).with("roles", card.roles.clone());
            lines.push(catalogue.text(&roles));
        }
        if let Some(licence) = source.licence.as_deref() {
            let licence = Message::new(Key::SourceLicence).with("licence", clean(licence));
            lines.push(catalogue.text(&licence));
        }
        if let Some(credit) = source.attribution.as_deref() {
            let credit = Message::new(Key::SourceAttribution).with("attribution", clean(credit));
            lines.push(catalogue.text(&credit));
        }
        Described {
            head: source_line(&card.id, Some(source), catalogue),
            lines,
            link: link(source),
        }
    }
}

/// A document in a long list: name, publisher, date and licence on one line.
pub fn listed_line(card: &DocumentCard, catalogue: &Catalogue) -> String {
    let named = named_line(&card.id, Some(&card.source), catalogue);
    match card.source.licence.as_deref() {
        Some(licence) => catalogue.text(
            &Message::new(Key::SourceListed)
                .with("source", named)
                .with("licence", clean(licence)),
        ),
        None => named,
    }
}

/// A document's name, publisher and date on one line.
fn named_line(doc: &DocumentId, source: Option<&Source>, catalogue: &Catalogue) -> String {
    let mut words = vec![document_name(doc, source)];
    let publisher = source.and_then(|source| source.publisher.as_deref());
    words.extend(publisher.map(clean));
    words.push(catalogue.text(&dated(None, source)));
    words.join(", ")
}

/// A document's name, publisher and date on one line, with what a reader of its figures must know.
pub fn source_line(doc: &DocumentId, source: Option<&Source>, catalogue: &Catalogue) -> String {
    let words = named_line(doc, source, catalogue);
    match source.and_then(|source| source.caution.as_deref()) {
        Some(caution) => {
            let caution = clean(caution);
            let caution = caution.trim_end_matches('.');
            catalogue.text(
                &Message::new(Key::SourceCaution)
                    .with("source", words)
                    .with("caution", caution),
            )
        }
        None => words,
    }
}

/// Headings from the outermost in, each cut where it is long.
pub fn heading_path(headings: &[String]) -> String {
    let cleaned: Vec<String> = headings
        .iter()
        .map(|heading| cut(&clean(heading), HEADING_MAX_CHARS))
        .collect();
    cleaned.join(" › ")
}
