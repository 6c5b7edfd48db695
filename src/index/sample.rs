//! Small documents and questions for tests.

use super::{DocumentRecord, Entry, PassageQuery, QueryTerm};
use crate::domain::{
    Currency, DocumentId, Evidence, Fact, FactBody, Money, Passage, PayFact, PayRange, Period,
    PlaceId, PlaceRef, RoleId, RoleRef, Source, Span,
};

/// A document with one passage for each of `texts`, under its heading.
pub(crate) fn entry(doc: &str, title: &str, texts: &[(&str, &str)], facts: Vec<Fact>) -> Entry {
    let passages: Vec<Passage> = (0..)
        .zip(texts)
        .map(|(ordinal, (heading, text))| Passage {
            doc: DocumentId(doc.to_owned()),
            ordinal,
            headings: [(*heading).to_owned()].into(),
            span: Span::new(0, text.len()),
            text: (*text).to_owned(),
        })
        .collect();
    Entry {
        record: DocumentRecord {
            file: None,
            id: DocumentId(doc.to_owned()),
            fingerprint: format!("hash of {doc}"),
            source: Source {
                title: Some(title.to_owned()),
                ..Source::default()
            },
            coverage: Vec::new(),
            passages: u32::try_from(passages.len()).expect("a few passages"),
            facts: u32::try_from(facts.len()).expect("a few facts"),
            figures: u32::try_from(facts.len()).expect("a few facts"),
            stages: 0,
        },
        passages,
        facts,
    }
}

/// A figure of pay for `role` in `place`, read at byte `start`.
pub(crate) fn pay(doc: &str, role: &str, place: &str, start: usize) -> Fact {
    let low = Money::from_units(100_000.into(), Currency::INR).expect("money");
    Fact {
        doc: DocumentId(doc.to_owned()),
        evidence: Evidence {
            headings: [].into(),
            span: Span::new(start, start + 8),
            text: format!("{role} in {place}: ₹100,000"),
            passage: 0,
        },
        body: FactBody::Pay(PayFact {
            role: Some(RoleRef {
                id: Some(RoleId(role.to_owned())),
                occupation: None,
                written: role.to_owned(),
            }),
            place: Some(PlaceRef {
                id: Some(PlaceId(place.to_owned())),
                written: place.to_owned(),
            }),
            level: None,
            grade: None,
            years: None,
            range: PayRange::at_least(low),
            period: Some(Period::Year),
            statistic: None,
            basis: None,
            population: None,
            sample_size: None,
            as_of: Some("2025".to_owned()),
            attributed_to: None,
        }),
    }
}

/// Three documents about work in India and Britain.
pub(crate) fn corpus() -> Vec<Entry> {
    vec![
        entry(
            "a.md",
            "Data work in India",
            &[
                (
                    "Skills",
                    "A data engineer knows SQL, C# and .NET. Net pay is another matter.",
                ),
                (
                    "Data engineer",
                    "Pipelines are built and looked after. The engineer on call answers.",
                ),
            ],
            vec![
                pay("a.md", "data-engineer", "IN/bengaluru", 40),
                pay("a.md", "data-engineer", "IN", 10),
            ],
        ),
        entry(
            "b.md",
            "Nursing",
            &[
                (
                    "Training",
                    "Nurses train for three years. Night shifts are paid better.",
                ),
                (
                    "Night shifts",
                    "Work at night is tiring, and data on it is thin.",
                ),
            ],
            vec![pay("b.md", "nurse", "GB", 5)],
        ),
        entry(
            "c.md",
            "Switching careers",
            &[
                (
                    "IT support",
                    "A career change into IT support takes months, not years.",
                ),
                ("Advice", "A change of scene helps a career; so do friends."),
            ],
            Vec::new(),
        ),
    ]
}

/// A question for these terms, each with its forms, all of one weight.
pub(crate) fn query(terms: &[&[&str]]) -> PassageQuery {
    let term = |forms: &&[&str]| QueryTerm {
        forms: forms.iter().map(|form| (*form).to_owned()).collect(),
        weight: 1.0,
    };
    PassageQuery {
        terms: terms.iter().map(term).collect(),
    }
}
