//! Small answers, for tests here and in the doors' other parts.

use std::collections::BTreeMap;

use crate::domain::{
    Answer, Aspect, Basis, Block, Currency, DocumentId, Evidence, Fact, FactBody, Figure, Hit,
    Intent, Key, Label, Level, Message, Money, Months, Passage, PayFact, PayRange, Period, PlaceId,
    PlaceRef, RoleFact, RoleId, RoleRef, Source, Span, Stage, Statistic, StatisticKind, Step,
    Understood, Years,
};

fn doc(name: &str) -> DocumentId {
    DocumentId(name.to_owned())
}

fn fact(name: &str, headings: &[&str], text: &str, body: FactBody) -> Fact {
    Fact {
        doc: doc(name),
        evidence: Evidence {
            headings: headings
                .iter()
                .map(|heading| (*heading).to_owned())
                .collect(),
            span: Span::new(0, text.len()),
            text: text.to_owned(),
            passage: 0,
        },
        body,
    }
}

fn role() -> RoleRef {
    RoleRef {
        id: Some(RoleId("data-engineer".to_owned())),
        occupation: None,
        written: "Data Engineer".to_owned(),
    }
}

fn money(units: &str, currency: Currency) -> Money {
    Money::from_units(units.parse().expect("a number"), currency).expect("an amount")
}

/// A figure of which everything is stated.
pub(crate) fn pay_fact() -> Fact {
    let low = money("400000", Currency::INR);
    let high = money("800000", Currency::INR);
    let pay = PayFact {
        role: Some(role()),
        place: Some(PlaceRef {
            id: Some(PlaceId("IN".to_owned())),
            written: "India".to_owned(),
        }),
        level: Some(Level::Entry),
        grade: None,
        years: Some(Years::whole(Some(0), Some(2))),
        range: PayRange::between(low, high).expect("a range"),
        period: Some(Period::Year),
        statistic: Some(Statistic {
            kind: StatisticKind::Average,
            wording: "average".to_owned(),
        }),
        basis: Some(Basis::Base),
        population: Some("full-time".to_owned()),
        sample_size: Some(1_204),
        as_of: Some("2024".to_owned()),
        attributed_to: Some("Glassdoor".to_owned()),
    };
    let headings = ["Pay in India", "Data Engineer"];
    fact(
        "pay/india.md",
        &headings,
        "Entry: ₹4–8 LPA",
        FactBody::Pay(pay),
    )
}

/// A figure of which nothing is stated that can be left out.
pub(crate) fn bare_pay_fact() -> Fact {
    let cad = Currency::from_code("CAD").expect("a code");
    let pay = PayFact {
        role: None,
        place: None,
        level: None,
        grade: None,
        years: Some(Years {
            min_months: Some(18),
            max_months: None,
        }),
        range: PayRange::at_least(money("31.47", cad)),
        period: None,
        statistic: Some(Statistic {
            kind: StatisticKind::Percentiles(25, 75),
            wording: "–".to_owned(),
        }),
        basis: None,
        population: None,
        sample_size: None,
        as_of: None,
        attributed_to: None,
    };
    fact("pay/canada.md", &[], "CAD 31.47+", FactBody::Pay(pay))
}

/// Four statements about one role.
pub(crate) fn role_facts() -> Vec<Fact> {
    let say = |aspect, name: Option<&str>, category: Option<&str>, text: &str| {
        let said = RoleFact {
            role: Some(role()),
            aspect,
            category: category.map(str::to_owned),
            name: name.map(str::to_owned),
            text: text.to_owned(),
            fee: None,
            outlook: None,
        };
        fact(
            "roles/de.md",
            &["Data Engineer"],
            text,
            FactBody::Role(said),
        )
    };
    vec![
        say(
            Aspect::Skill,
            Some("PostgreSQL"),
            Some("databases"),
            "Databases: PostgreSQL",
        ),
        say(Aspect::Responsibility, None, None, "Builds pipelines."),
        say(
            Aspect::RelatedRole,
            Some("Analytics Engineer"),
            None,
            "See Analytics Engineer",
        ),
        say(Aspect::Tip, None, None, "Start with SQL."),
    ]
}

/// A stage of six weeks.
pub(crate) fn stage_fact() -> Fact {
    let step = |text: &str| Step {
        text: text.to_owned(),
        span: Span::default(),
    };
    let stage = Stage {
        role: Some(role()),
        ordinal: 1,
        name: "Foundations".to_owned(),
        months_min: Some(Months(0)),
        months_max: Some(Months(138)),
        duration: None,
        goals: vec!["read and write queries".to_owned()],
        checkpoints: Vec::new(),
        steps: vec![step("Learn SQL"), step("Learn Python")],
    };
    fact(
        "roads/de.md",
        &[],
        "Foundations (0–6 weeks)",
        FactBody::Stage(stage),
    )
}

fn sources(names: &[&str]) -> BTreeMap<DocumentId, Source> {
    let source = |name: &str| Source {
        title: Some(format!("About {name}")),
        publisher: Some("Example Press".to_owned()),
        url: Some(format!("https://example.org/{name}")),
        published: Some("2024-05-01".to_owned()),
        ..Source::default()
    };
    names.iter().map(|name| (doc(name), source(name))).collect()
}

fn numbered(facts: Vec<Fact>) -> Vec<Figure> {
    let number = |(place, fact)| Figure {
        number: place + 1,
        fact,
    };
    facts.into_iter().enumerate().map(number).collect()
}

fn answer(intent: Intent, label: Label, headline: Message, blocks: Vec<Block>) -> Answer {
    Answer {
        understood: Understood {
            intent,
            role: Some("data engineer".to_owned()),
            ..Understood::new(intent)
        },
        label,
        headline,
        notes: Vec::new(),
        blocks,
        passages: Vec::new(),
        sources: BTreeMap::new(),
        suggestions: Vec::new(),
        recall: None,
    }
}

/// Two figures in one table.
pub(crate) fn salary() -> Answer {
    let headline = Message::new(Key::SalaryOfRoleIn)
        .with("role", "data engineer")
        .with("place", "India");
    let figures = Block::Figures {
        title: Message::new(Key::FiguresAll),
        figures: numbered(vec![pay_fact(), bare_pay_fact()]),
    };
    Answer {
        notes: vec![
            Message::new(Key::RelaxedPlace)
                .with("asked", "Pune")
                .with("shown", "India"),
        ],
        sources: sources(&["pay/india.md", "pay/canada.md"]),
        suggestions: vec![Message::new(Key::TryAsking).with("example", "/role role:data engineer")],
        ..answer(Intent::Salary, Label::Fact, headline, vec![figures])
    }
}

/// Statements about a role and a stage of its roadmap.
pub(crate) fn role_and_stage() -> Answer {
    let headline = Message::new(Key::RoleHeadline).with("role", "data engineer");
    let mut figures = numbered(role_facts());
    figures.truncate(2);
    let statements = Block::Statements {
        title: Message::new(Key::AspectSkill),
        statements: figures,
        left_out: 2,
    };
    let stages = Block::Stages {
        stages: vec![Figure {
            number: 3,
            fact: stage_fact(),
        }],
    };
    Answer {
        sources: sources(&["roles/de.md", "roads/de.md"]),
        ..answer(
            Intent::Role,
            Label::Fact,
            headline,
            vec![statements, stages],
        )
    }
}

/// One passage.
pub(crate) fn passages() -> Answer {
    let hit = Hit {
        passage: Passage {
            doc: doc("roles/de.md"),
            ordinal: 3,
            headings: ["Data Engineer".to_owned(), "Skills".to_owned()].into(),
            span: Span::new(0, 54),
            text: "Most data engineers use PostgreSQL and SQL every day.".to_owned(),
        },
        score: 7.25,
        matches: vec![Span::new(5, 19), Span::new(24, 34)],
    };
    let headline = Message::new(Key::PassagesHeadline).with("documents", 1_usize);
    let blocks = vec![Block::Passages(vec![hit.clone()])];
    let mut answer = Answer {
        passages: vec![hit],
        sources: sources(&["roles/de.md"]),
        ..answer(Intent::Ask, Label::Passage, headline, blocks)
    };
    answer.understood.role = None;
    answer.understood.experience_months = Some(18);
    answer
}

/// Nothing found.
pub(crate) fn nothing() -> Answer {
    let headline = Message::new(Key::NotInDocuments);
    answer(Intent::None, Label::None, headline, Vec::new())
}
