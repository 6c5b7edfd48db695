//! What is answered, free of any door.

use std::collections::BTreeMap;

use super::{
    DocumentId, Fact, FactKind, Grade, Key, Level, Message, Money, Passage, Period, PlaceRef,
    Recall, RoleRef, Source, Span,
};

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Structured facts.
    Fact,
    /// Passages that speak of what was asked.
    Passage,
    /// Nothing: it is not in these documents.
    None,
}

impl Label {
    /// The lower-case English word, as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Label::Fact => "fact",
            Label::Passage => "passage",
            Label::None => "none",
        }
    }
}

/// What a question wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Pay.
    Salary,
    /// What a role is, needs and leads to.
    Role,
    /// How to get into a role.
    Roadmap,
    /// Something else that documents may tell.
    Ask,
    /// Nothing that can be told.
    None,
}

impl Intent {
    /// The lower-case English word, as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Intent::Salary => "salary",
            Intent::Role => "role",
            Intent::Roadmap => "roadmap",
            Intent::Ask => "ask",
            Intent::None => "none",
        }
    }
}

/// How a request was read: names, never ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// What it wants to know.
    pub intent: Intent,
    /// The role's name.
    pub role: Option<String>,
    /// The place's name.
    pub location: Option<String>,
    /// The level.
    pub level: Option<Level>,
    /// The rung of a ladder.
    pub grade: Option<Grade>,
    /// Years of experience, in months.
    pub experience_months: Option<u16>,
    /// The role in the asker's words, where they say more than its name does: "chief radiologist".
    pub title: Option<String>,
    /// How often the pay is paid that was asked for.
    pub period: Option<Period>,
    /// An amount that was asked about: "is 6 LPA fair".
    pub offer: Option<Offer>,
    /// What is compared, in the order in which it was named; empty for a question that compares nothing.
    pub compare: Vec<Side>,
}

impl Understood {
    /// A request with this intent, of which nothing else is understood yet.
    pub fn new(intent: Intent) -> Understood {
        Understood {
            intent,
            role: None,
            location: None,
            level: None,
            grade: None,
            experience_months: None,
            title: None,
            period: None,
            offer: None,
            compare: Vec::new(),
        }
    }
}

/// Pay that somebody was offered or has; both ends are in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The only or lower amount.
    pub low: Money,
    /// The upper amount; the same for a single one.
    pub high: Money,
    /// How often it is paid, where that was said.
    pub period: Option<Period>,
}

/// One of the things that a question compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// What it is.
    pub kind: SideKind,
    /// Its name.
    pub name: String,
}

/// What a question compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideKind {
    /// Roles.
    Role,
    /// Places.
    Place,
    /// Levels.
    Level,
}

impl SideKind {
    /// The lower-case English word, as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            SideKind::Role => "role",
            SideKind::Place => "place",
            SideKind::Level => "level",
        }
    }
}

/// An answer. Doors turn it into what they show; they add nothing to it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How the request was read.
    pub understood: Understood,
    /// What the answer rests on.
    pub label: Label,
    /// The answer in one line.
    pub headline: Message,
    /// What was relaxed or corrected on the way.
    pub notes: Vec<Message>,
    /// Its parts, in reading order.
    pub blocks: Vec<Block>,
    /// Passages, best first; for an answer of facts, those the facts were read from come first. Which words matched is
    /// told in the blocks alone.
    pub passages: Vec<Hit>,
    /// Where it comes from: every document that the blocks name.
    pub sources: BTreeMap<DocumentId, Source>,
    /// What to ask instead or next.
    pub suggestions: Vec<Message>,
    /// By what the same answer is given again; none where it takes the asker's words.
    pub recall: Option<Recall>,
}

impl Answer {
    /// Every figure of pay, in the order of their numbers.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Figures { figures, .. } => figures.as_slice(),
            _ => &[],
        })
    }

    /// What it rests on, where that has to be said: a list of documents, or what the program says of itself, is neither
    /// a fact from a document nor missing from one.
    pub fn label_to_show(&self) -> Option<Label> {
        let of_itself = |block: &Block| matches!(block, Block::Documents { .. } | Block::Lines(_));
        let is_of_itself = !self.blocks.is_empty() && self.blocks.iter().all(of_itself);
        // The headline of a plain "no" is the label already.
        let says_it = self.headline.key == Key::NotInDocuments;
        (!is_of_itself && !says_it).then_some(self.label)
    }

    /// The documents it uses, in the order in which it uses them: by this order doors number them.
    pub fn documents(&self) -> Vec<&DocumentId> {
        let mut used: Vec<&DocumentId> = Vec::new();
        let mut add = |doc| {
            if !used.contains(&doc) {
                used.push(doc);
            }
        };
        for block in &self.blocks {
            for fact in block.facts() {
                add(&fact.doc);
            }
            if let Block::Passages(hits) = block {
                for hit in hits {
                    add(&hit.passage.doc);
                }
            }
        }
        for doc in self.sources.keys() {
            add(doc);
        }
        used
    }

    /// The fact behind the number `number`, as shown beside a figure, statement or stage.
    pub fn numbered(&self, number: usize) -> Option<&Fact> {
        let mut figures = self.blocks.iter().flat_map(Block::numbered);
        let figure = figures.find(|figure| figure.number == number)?;
        Some(&figure.fact)
    }
}

impl Block {
    /// The facts it shows, each with its number; lists of documents and lines say themselves where they come from.
    pub fn numbered(&self) -> &[Figure] {
        match self {
            Block::Figures { figures, .. }
            | Block::Statements {
                statements: figures,
                ..
            }
            | Block::Stages { stages: figures } => figures,
            Block::Passages(_) | Block::Documents { .. } | Block::Lines(_) => &[],
        }
    }

    /// The facts it shows.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.numbered().iter().map(|figure| &figure.fact)
    }
}

/// A part of an [`Answer`].
#[derive(Clone, Debug)]
pub enum Block {
    /// Figures of pay that belong together, side by side.
    Figures {
        /// What they have in common.
        title: Message,
        /// The figures; every fact is [`super::FactBody::Pay`].
        figures: Vec<Figure>,
    },
    /// Statements about a role.
    Statements {
        /// What they have in common.
        title: Message,
        /// The statements; every fact is [`super::FactBody::Role`].
        statements: Vec<Figure>,
        /// How many more there are than shown.
        left_out: usize,
    },
    /// The stages of one document's roadmap, in order.
    Stages {
        /// The stages; every fact is [`super::FactBody::Stage`].
        stages: Vec<Figure>,
    },
    /// Passages to read.
    Passages(Vec<Hit>),
    /// Documents that answers come from.
    Documents {
        /// The documents.
        documents: Vec<DocumentCard>,
        /// How many more there are than shown.
        left_out: usize,
    },
    /// Lines of the program's own words.
    Lines(Vec<Message>),
}

/// A document and what was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCard {
    /// Which one.
    pub id: DocumentId,
    /// Where it comes from.
    pub source: Source,
    /// How many figures of pay it states.
    pub figures: u32,
    /// How many other facts were read from it.
    pub statements: u32,
    /// The roles it tells of, those it tells most of first.
    pub roles: Vec<String>,
}

/// A fact in an answer, with the number by which its evidence is asked for.
#[derive(Clone, Debug)]
pub struct Figure {
    /// From 1, counted through the whole answer.
    pub number: usize,
    /// The fact.
    pub fact: Fact,
}

/// A passage with its score.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The passage.
    pub passage: Passage,
    /// How well it fits: larger is better, comparable within one answer only.
    pub score: f32,
    /// The words that matched, as byte spans in the passage's text; none where nobody asked for them.
    pub matches: Vec<Span>,
}

/// What one document tells, for "these are covered" and autocomplete.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Coverage {
    /// Which kind of fact.
    pub kind: FactKind,
    /// About which role.
    pub role: RoleRef,
    /// For which place.
    pub place: Option<PlaceRef>,
    /// How many facts of that kind, role and place.
    pub facts: u32,
}
