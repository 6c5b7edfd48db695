//! Whatever an answer holds, its messages keep Discord's limits and say nothing that acts.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use twilight_model::channel::message::Component;
use twilight_validate::component::component_v2;

use super::super::custom_id::{self, Press};
use super::super::limits::{
    COMPONENTS_MAX, CUSTOM_ID_MAX_CHARS, MENU_LABEL_MAX_UNITS, MENU_OPTIONS_MAX,
    MESSAGE_TEXT_MAX_UNITS, TEXT_MAX_UNITS, units,
};
use super::*;
use crate::cli::render::samples;
use crate::domain::{
    Aspect, Block, DocumentCard, DocumentId, Evidence, FactBody, Figure, Hit, Key, Message, Months,
    Passage, Recall, RoleFact, Source, Span, Stage, Step,
};

/// Text displays, custom ids and counts of one message.
#[derive(Debug, Default)]
struct Seen {
    texts: Vec<String>,
    ids: Vec<String>,
    enabled: Vec<String>,
    options: Vec<(String, String)>,
    components: usize,
}

fn look(components: &[Component], seen: &mut Seen) {
    for component in components {
        seen.components += 1;
        match component {
            Component::ActionRow(row) => look(&row.components, seen),
            Component::Container(container) => look(&container.components, seen),
            Component::Section(section) => {
                look(&section.components, seen);
                look(std::slice::from_ref(&*section.accessory), seen);
            }
            Component::TextDisplay(text) => seen.texts.push(text.content.clone()),
            Component::Button(button) => {
                let id = button.custom_id.clone().expect("every button has an id");
                if !button.disabled {
                    seen.enabled.push(id.clone());
                }
                seen.ids.push(id);
            }
            Component::SelectMenu(menu) => {
                seen.ids.push(menu.custom_id.clone());
                let options = menu.options.iter().flatten();
                seen.options
                    .extend(options.map(|option| (option.label.clone(), option.value.clone())));
            }
            Component::Separator(_) => {}
            other => panic!("an unexpected component: {other:?}"),
        }
    }
}

/// Fails unless `components` keep every limit.
fn check(components: &[Component]) -> Seen {
    for component in components {
        component_v2(component).unwrap_or_else(|error| panic!("{error}: {component:#?}"));
    }
    let mut seen = Seen::default();
    look(components, &mut seen);
    assert!(
        seen.components <= COMPONENTS_MAX,
        "{} components",
        seen.components
    );
    let total: usize = seen.texts.iter().map(|text| units(text)).sum();
    assert!(total <= MESSAGE_TEXT_MAX_UNITS, "{total} units of text");
    for text in &seen.texts {
        assert!(!text.trim().is_empty(), "an empty text");
        assert!(
            units(text) <= TEXT_MAX_UNITS,
            "one text of {} units",
            units(text)
        );
    }
    let distinct: HashSet<&String> = seen.ids.iter().collect();
    assert_eq!(distinct.len(), seen.ids.len(), "an id stands twice");
    let ids = seen
        .ids
        .iter()
        .chain(seen.options.iter().map(|(_, value)| value));
    for id in ids {
        assert!(
            (1..=CUSTOM_ID_MAX_CHARS).contains(&id.chars().count()),
            "{id}"
        );
    }
    assert!(seen.options.len() <= MENU_OPTIONS_MAX);
    for (label, _) in &seen.options {
        assert!(
            (1..=MENU_LABEL_MAX_UNITS).contains(&units(label)),
            "{label:?}"
        );
    }
    seen
}

fn key_of(fact: &Fact) -> FactKey {
    FactKey {
        doc: fact.doc.0.len() as u64,
        fact: fact.evidence.span.start as u64,
    }
}

/// Every page of `whole`, by its own buttons.
fn pages(whole: &Answer) -> Vec<Seen> {
    let catalogue = Catalogue::english();
    let mut shown = Vec::new();
    let mut next = Some(0);
    while let Some(at) = next {
        let seen = check(&answer(whole, at, &catalogue, &key_of));
        next = seen
            .enabled
            .iter()
            .find_map(|id| match custom_id::read(id) {
                Some(Press::Page { page, .. }) if usize::from(page) > at => Some(page.into()),
                _ => None,
            });
        assert!(shown.len() < 200, "pages without end");
        shown.push(seen);
    }
    shown
}

/// Words as nobody wishes for them.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{1,40}",
        "\\PC{1,60}",
        "[*_~`|<>@#\\[\\]\\\\]{1,300}",
        "(word ){1,120}",
        "x{1,1300}",
        "(@everyone |<@123> |https://evil\\.example |\\[a\\]\\(https://b\\.example\\) ){1,20}",
        "[😀-😎]{1,200}",
        "(- a\n|# b\n|> c\n){1,30}",
    ]
}

fn evidence(at: usize, text: String) -> Evidence {
    Evidence {
        headings: [text.clone()].into(),
        span: Span::new(at, at + 1),
        text,
        passage: 0,
    }
}

fn doc(at: usize) -> DocumentId {
    DocumentId(format!("{}.md", at % 40))
}

fn block() -> impl Strategy<Value = Block> {
    let some = || prop::collection::vec(words(), 1..30);
    prop_oneof![
        (words(), some(), 0..9_usize).prop_map(|(title, texts, left_out)| Block::Statements {
            title: Message::new(Key::FiguresFrom).with("source", title),
            statements: texts.into_iter().enumerate().map(statement).collect(),
            left_out,
        }),
        (words(), some()).prop_map(|(title, texts)| Block::Figures {
            title: Message::new(Key::FiguresFrom).with("source", title),
            figures: texts.into_iter().enumerate().map(figure).collect(),
        }),
        some().prop_map(|texts| Block::Stages {
            stages: texts.into_iter().enumerate().map(stage).collect(),
        }),
        prop::collection::vec(words(), 1..4)
            .prop_map(|texts| Block::Passages(texts.into_iter().enumerate().map(hit).collect())),
        some().prop_map(|texts| Block::Documents {
            documents: texts.into_iter().enumerate().map(card).collect(),
            left_out: 3,
        }),
        some().prop_map(|texts| Block::Lines(
            texts
                .into_iter()
                .map(|text| Message::new(Key::NoRole).with("role", text))
                .collect()
        )),
    ]
}

fn statement((at, text): (usize, String)) -> Figure {
    Figure {
        number: at + 1,
        fact: Fact {
            doc: doc(at),
            evidence: evidence(at, text.clone()),
            body: FactBody::Role(RoleFact {
                role: None,
                aspect: Aspect::Skill,
                category: Some(text.clone()),
                name: None,
                text,
                fee: None,
                outlook: None,
            }),
        },
    }
}

fn figure((at, text): (usize, String)) -> Figure {
    let Some(Block::Figures { figures, .. }) = samples::salary().blocks.into_iter().next() else {
        panic!("the sample has figures")
    };
    let mut figure = figures.into_iter().next().expect("a figure");
    figure.number = at + 1;
    figure.fact.doc = doc(at);
    figure.fact.evidence = evidence(at, text.clone());
    if let FactBody::Pay(pay) = &mut figure.fact.body {
        pay.population = Some(text.clone());
        pay.attributed_to = Some(text.clone());
        pay.as_of = Some(text.clone());
        if let Some(role) = &mut pay.role {
            role.written = text;
        }
    }
    figure
}

fn stage((at, text): (usize, String)) -> Figure {
    Figure {
        number: at + 1,
        fact: Fact {
            doc: doc(at),
            evidence: evidence(at, text.clone()),
            body: FactBody::Stage(Stage {
                role: None,
                ordinal: 1,
                name: text.clone(),
                months_min: None,
                months_max: Some(Months::whole(6)),
                duration: None,
                goals: vec![text.clone(); at % 3],
                checkpoints: vec![text.clone(); at % 2],
                steps: vec![
                    Step {
                        text,
                        span: Span::default()
                    };
                    at % 12
                ],
            }),
        },
    }
}

fn hit((at, text): (usize, String)) -> Hit {
    let middle = text.char_indices().nth(3).map_or(0, |(at, _)| at);
    Hit {
        matches: vec![Span::new(0, middle)],
        passage: Passage {
            doc: doc(at),
            ordinal: 0,
            headings: [text.clone()].into(),
            span: Span::default(),
            text,
        },
        score: 1.0,
    }
}

fn source(text: &str) -> Source {
    Source {
        title: Some(text.to_owned()),
        publisher: Some(text.to_owned()),
        url: Some(format!("https://example.org/{}", text.len())),
        published: Some(text.to_owned()),
        licence: Some(text.to_owned()),
        attribution: Some(text.to_owned()),
        as_of: None,
        kind: None,
        caution: Some(text.to_owned()),
    }
}

fn card((at, text): (usize, String)) -> DocumentCard {
    DocumentCard {
        id: doc(at),
        source: source(&text),
        figures: 3,
        statements: 4,
        roles: vec![text; 3],
    }
}

prop_compose! {
    fn any_answer()(blocks in prop::collection::vec(block(), 0..5),
                    names in prop::collection::vec(words(), 5),
                    documents in 0..50_usize,
                    can_turn: bool) -> Answer {
        let message = |at: usize| Message::new(Key::NoRole).with("role", names[at].clone());
        Answer {
            headline: message(0),
            notes: vec![message(1); 3],
            suggestions: vec![message(2); 2],
            blocks: renumbered(blocks),
            sources: (0..documents).map(|at| (doc(at), source(&names[3]))).collect::<BTreeMap<_, _>>(),
            recall: can_turn.then(|| Recall(vec![7; Recall::MAX_BYTES])),
            ..samples::nothing()
        }
    }
}

/// Numbers count through the whole answer, as the engine gives them.
fn renumbered(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut number = 0;
    for block in &mut blocks {
        if let Block::Figures { figures, .. }
        | Block::Statements {
            statements: figures,
            ..
        }
        | Block::Stages { stages: figures } = block
        {
            for figure in figures {
                number += 1;
                figure.number = number;
            }
        }
    }
    blocks
}

/// True where `text` holds `mark` without a backslash before it.
fn bare(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let slashes = before.chars().rev().take_while(|c| *c == '\\').count();
        slashes % 2 == 0
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/proptest-regressions/messages.txt",
        ))),
        ..ProptestConfig::with_cases(96)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn keeps_every_limit_on_every_page(whole in any_answer()) {
        let shown = pages(&whole);
        let ids = shown.iter().flat_map(|seen| {
            seen.ids.iter().chain(seen.options.iter().map(|(_, value)| value))
        });
        let mut way_to: Vec<usize> = ids
            .filter_map(|id| match custom_id::read(id) {
                Some(Press::Why { number, .. }) => Some(number.into()),
                _ => None,
            })
            .collect();
        way_to.sort_unstable();
        let facts = (1..).take_while(|number| whole.numbered(*number).is_some());
        if whole.recall.is_some() {
            let facts: Vec<usize> = facts.collect();
            prop_assert_eq!(way_to, facts, "each fact once, each with a way to its words");
        }
        for text in shown.iter().flat_map(|seen| &seen.texts) {
            for mark in ["@", "||", "~~", "<"] {
                prop_assert!(!bare(text, mark), "{} acts in {}", mark, text);
            }
            prop_assert!(!bare(text, "](https://evil") && !bare(text, "](https://b."));
        }
    }

    #[test]
    fn keeps_every_limit_behind_a_number(text in words(), number: u16) {
        let cited = Cited { fact: figure((3, text.clone())).fact, source: source(&text) };
        check(&why(&cited, number, &Catalogue::english()));
        check(&notice(&Message::new(Key::NoRole).with("role", text), &Catalogue::english()));
    }
}

#[test]
fn keeps_every_limit_where_a_language_takes_more_room() {
    let catalogue = Catalogue::pseudo();
    for whole in [
        samples::salary(),
        samples::role_and_stage(),
        samples::passages(),
        samples::nothing(),
    ] {
        check(&answer(&whole, 0, &catalogue, &key_of));
    }
}

/// Everything that is read of one page.
fn read(whole: &Answer, page: usize) -> String {
    let seen = check(&answer(whole, page, &Catalogue::english(), &key_of));
    let options = seen.options.iter().map(|(label, _)| format!("({label})"));
    seen.texts
        .into_iter()
        .chain(options)
        .collect::<Vec<_>>()
        .join("\n---\n")
}

#[test]
fn shows_figures_in_rows() {
    assert_eq!(
        read(&samples::salary(), 0),
        "\
### Pay: data engineer, India
-# fact
No figure for Pune; shown: India.
---
**What the documents say**
---
**₹4–8 LPA** · Data Engineer · entry, 0–2 years · India
-# average, base pay, full-time, sample of 1,204 · 2024 · Glassdoor \\[S1\\]
---
**over CAD 31.47 (period not stated)** · role not stated · 1.5+ years · place not stated
-# percentiles 25–75 · published 2024-05-01 · Example Press \\[S2\\]
---
-# \\[S1\\] About pay/india.md, Example Press, published 2024-05-01 [example.org](https://example.org/pay/india.md)
-# \\[S2\\] About pay/canada.md, Example Press, published 2024-05-01 [example.org](https://example.org/pay/canada.md)
---
Try: /role role:data engineer"
    );
}

#[test]
fn shows_statements_and_stages_with_a_menu() {
    assert_eq!(
        read(&samples::role_and_stage(), 0),
        "\
### The role: data engineer
-# fact
---
**Skills**
` 1` PostgreSQL (databases) \\[S1\\]
` 2` Builds pipelines. \\[S1\\]
-# 2 more are not shown.
` 3` **1\\. Foundations (months: 0–1.38)** \\[S2\\]
Goal: read and write queries
1. Learn SQL
2. Learn Python
---
-# \\[S1\\] About roles/de.md, Example Press, published 2024-05-01 [example.org](https://example.org/roles/de.md)
-# \\[S2\\] About roads/de.md, Example Press, published 2024-05-01 [example.org](https://example.org/roads/de.md)
---
(1  PostgreSQL (databases))
---
(2  Builds pipelines.)
---
(3  1. Foundations (months: 0–1.38))"
    );
}

#[test]
fn shows_passages_as_quotes() {
    assert_eq!(
        read(&samples::passages(), 0),
        "\
### No exact fact, but one document speaks of it.
-# passage
---
**About roles/de.md › Data Engineer › Skills** \\[S1\\]
> Most **data engineers** use **PostgreSQL** and SQL every day.
---
-# \\[S1\\] About roles/de.md, Example Press, published 2024-05-01 [example.org](https://example.org/roles/de.md)"
    );
}

#[test]
fn says_that_nothing_was_found() {
    assert_eq!(
        read(&samples::nothing(), 0),
        "### That is not in these documents."
    );
}
