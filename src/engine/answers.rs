//! Building an answer: slots, notes, numbered facts, sources, and the honest "not in these documents".

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::domain::{
    Answer, Block, DocumentId, Fact, FactKind, Figure, Hit, Intent, Key, Label, Message, PlaceId,
    RoleId, Understood,
};
use crate::index::{IndexError, PassageQuery, RankedPassage};

use super::Engine;
use super::recall::{self, Parts};
use super::understand::Meaning;

/// How many passages an answer brings along.
pub(super) const PASSAGES_MAX: usize = 10;

/// How many passages are ranked, to find those of facts among them, and to take some of each document.
const RANKED_MAX: usize = 30;

/// What it counts that a passage holds all of the facts that are told, measured by the best fitting passage.
const SHARE_OF_FACTS: f32 = 0.5;

/// What it counts that a passage holds the fact that is told first.
const TOLD_EARLY: f32 = 0.3;

/// A passage that facts were read from.
struct Held<'a> {
    doc: &'a DocumentId,
    ordinal: u32,
    facts: u16,
}

/// How many names a suggestion lists.
const NAMES_MAX: usize = 12;

/// An answer that is being put together.
pub(super) struct Draft<'e> {
    pub(super) engine: &'e Engine,
    pub(super) understood: Understood,
    pub(super) notes: Vec<Message>,
    pub(super) blocks: Vec<Block>,
    pub(super) suggestions: Vec<Message>,
    /// What decides the blocks, where that takes no words of the asker's.
    pub(super) parts: Option<Parts>,
    numbered: usize,
    /// The last query, and the passages that fit it.
    last_ranked: RefCell<Option<(PassageQuery, Rc<Vec<RankedPassage>>)>>,
}

impl<'e> Draft<'e> {
    pub(super) fn new(engine: &'e Engine, intent: Intent) -> Draft<'e> {
        Draft {
            engine,
            understood: Understood::new(intent),
            notes: Vec::new(),
            blocks: Vec::new(),
            suggestions: Vec::new(),
            parts: None,
            numbered: 0,
            last_ranked: RefCell::default(),
        }
    }

    /// A draft with the same slots and notes, to try another answer with.
    pub(super) fn branch(&self) -> Draft<'e> {
        Draft {
            engine: self.engine,
            understood: self.understood.clone(),
            notes: self.notes.clone(),
            blocks: Vec::new(),
            suggestions: Vec::new(),
            parts: None,
            numbered: 0,
            last_ranked: self.last_ranked.clone(),
        }
    }

    /// Says that what was typed is read as something else.
    pub(super) fn read_as(&mut self, typed: &str, meant: &str) {
        if !typed.trim().eq_ignore_ascii_case(meant) {
            self.notes.push(
                Message::new(Key::ReadAs)
                    .with("typed", typed.trim())
                    .with("meant", meant),
            );
        }
    }

    /// Fills the slots with names; several places are a comparison and name none.
    pub(super) fn name_slots(
        &mut self,
        role: Option<&RoleId>,
        unknown_role: Option<&str>,
        places: &[PlaceId],
        unknown_place: Option<&str>,
    ) {
        self.understood.role = role
            .map(|id| self.engine.role_name(id))
            .or_else(|| unknown_role.map(str::to_owned));
        self.understood.location = match places {
            [one] => Some(self.engine.place_name(one)),
            [] => unknown_place.map(str::to_owned),
            _ => None,
        };
    }

    /// Gives each fact the next number.
    pub(super) fn number(&mut self, facts: impl IntoIterator<Item = Fact>) -> Vec<Figure> {
        facts
            .into_iter()
            .map(|fact| {
                self.numbered += 1;
                Figure {
                    number: self.numbered,
                    fact,
                }
            })
            .collect()
    }

    /// The answer of facts, with the passages they were read from and the best others.
    pub(super) fn facts(self, headline: Message, meaning: &Meaning) -> Result<Answer, IndexError> {
        let passages = self.passages_of_facts(meaning)?;
        Ok(self.finish(Label::Fact, headline, passages))
    }

    /// The passages of the facts, and for a question in words the best others.
    ///
    /// Figures of pay have an order of their own, by how far their sources are trusted, which their passages keep,
    /// above all others. Statements are read from all over a document: there a passage counts by how well it fits the
    /// question, by how many of the facts it holds, and by how early they are told.
    fn passages_of_facts(&self, meaning: &Meaning) -> Result<Vec<Hit>, IndexError> {
        let mut held = self.held();
        let most = held.iter().map(|held| held.facts).max().unwrap_or(1);
        let is_salary = self.understood.intent == Intent::Salary;
        if is_salary {
            held.truncate(PASSAGES_MAX);
        }
        let mut ranked = Rc::<Vec<RankedPassage>>::default();
        if !meaning.is_command && meaning.recalled.is_none() {
            // Those of the figures come first, however well others fit; their scores then only keep their order.
            if !(is_salary && held.len() == PASSAGES_MAX) {
                ranked = self.ranked(&self.engine.query(meaning).0)?;
            }
        }
        let best = ranked.first().map_or(1.0, |found| found.score);
        let mut scored: Vec<(f32, Result<RankedPassage, Held<'_>>)> = Vec::new();
        let mut places = 0..;
        for held in held {
            let place = places.next().unwrap_or(u16::MAX);
            let found = self.among(&ranked, &held)?;
            let score = if is_salary {
                // No passage fits twice as well as the best.
                best * 2.0 - f32::from(place) / 1_000.0
            } else {
                let share = f32::from(held.facts) / f32::from(most);
                found.map_or(0.0, |found| found.score)
                    + best * (SHARE_OF_FACTS * share + TOLD_EARLY / (1.0 + f32::from(place)))
            };
            scored.push((score, found.cloned().ok_or(held)));
        }
        for found in ranked.iter() {
            let is_known = scored.iter().any(|(_, known)| {
                known.as_ref().is_ok_and(|known| {
                    known.ordinal == found.ordinal && known.shares_document(found)
                })
            });
            if !is_known {
                scored.push((found.score, Ok(found.clone())));
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.truncate(PASSAGES_MAX);
        self.read(scored)
    }

    /// The passage that facts were read from, where it is among those that were ranked.
    fn among<'r>(
        &self,
        ranked: &'r [RankedPassage],
        held: &Held<'_>,
    ) -> Result<Option<&'r RankedPassage>, IndexError> {
        // The number is told at once, and few are alike.
        for found in ranked.iter().filter(|found| found.ordinal == held.ordinal) {
            if self.engine.index.is_of(found, held.doc)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The passages that were chosen, ranked or held by facts, each with its score, in the same order.
    fn read(
        &self,
        chosen: Vec<(f32, Result<RankedPassage, Held<'_>>)>,
    ) -> Result<Vec<Hit>, IndexError> {
        let index = &self.engine.index;
        let (mut ranked, mut places, mut hits) = (Vec::new(), Vec::new(), Vec::new());
        for (place, (score, found)) in chosen.into_iter().enumerate() {
            match found {
                Ok(mut found) => {
                    found.score = score;
                    ranked.push(found);
                    places.push(place);
                }
                Err(of_facts) => {
                    if let Some(passage) = index.passage(of_facts.doc, of_facts.ordinal)? {
                        let matches = Vec::new();
                        let hit = Hit {
                            passage,
                            score,
                            matches,
                        };
                        hits.push((place, hit));
                    }
                }
            }
        }
        hits.extend(places.into_iter().zip(index.read(&ranked)?));
        hits.sort_by_key(|(place, _)| *place);
        Ok(hits.into_iter().map(|(_, hit)| hit).collect())
    }

    /// The passages that fit `query` best, best first, none of them read. Asked for again, they are not ranked again.
    pub(super) fn ranked(
        &self,
        query: &PassageQuery,
    ) -> Result<Rc<Vec<RankedPassage>>, IndexError> {
        if let Some((of, found)) = &*self.last_ranked.borrow()
            && of == query
        {
            return Ok(Rc::clone(found));
        }
        let found = Rc::new(self.engine.index.rank(query, RANKED_MAX)?);
        *self.last_ranked.borrow_mut() = Some((query.clone(), Rc::clone(&found)));
        Ok(found)
    }

    /// The passages that the facts were read from, in the order in which they are told.
    fn held(&self) -> Vec<Held<'_>> {
        let mut held: Vec<Held<'_>> = Vec::new();
        for fact in self.blocks.iter().flat_map(Block::facts) {
            let ordinal = fact.evidence.passage;
            let known = |held: &&mut Held<'_>| *held.doc == fact.doc && held.ordinal == ordinal;
            if let Some(held) = held.iter_mut().find(known) {
                held.facts = held.facts.saturating_add(1);
            } else {
                held.push(Held {
                    doc: &fact.doc,
                    ordinal,
                    facts: 1,
                });
            }
        }
        held
    }

    /// The answer of passages that `query` found; so many of them are shown to read.
    pub(super) fn passages(
        mut self,
        query: &PassageQuery,
        passages: Vec<Hit>,
        shown: usize,
    ) -> Answer {
        let mut read: Vec<Hit> = passages.iter().take(shown).cloned().collect();
        self.engine.index.mark(query, &mut read);
        let documents: BTreeSet<&DocumentId> = read.iter().map(|hit| &hit.passage.doc).collect();
        let headline = Message::new(Key::PassagesHeadline).with("documents", documents.len());
        self.blocks.push(Block::Passages(read));
        self.finish(Label::Passage, headline, passages)
    }

    /// The honest answer that it is not there.
    pub(super) fn nothing(self, headline: Message) -> Answer {
        self.finish(Label::None, headline, Vec::new())
    }

    /// The answer to nothing that can be told.
    pub(super) fn nothing_asked(mut self) -> Answer {
        let example = crate::command::COMMANDS
            .first()
            .and_then(|command| command.examples.first())
            .copied()
            .unwrap_or_default();
        self.suggestions
            .push(Message::new(Key::TryAsking).with("example", example));
        self.nothing(Key::NothingAsked.into())
    }

    /// The answer about documents or about the program itself, which needs no passages.
    pub(super) fn told(self, headline: Message) -> Answer {
        self.finish(Label::Fact, headline, Vec::new())
    }

    fn finish(self, label: Label, headline: Message, passages: Vec<Hit>) -> Answer {
        let engine = self.engine;
        let recall = self
            .parts
            .as_ref()
            .filter(|_| label == Label::Fact)
            .and_then(|parts| recall::write(parts, engine.revision));
        let named = self.blocks.iter().flat_map(|block| {
            let facts = block.facts().map(|fact| &fact.doc);
            let read: &[Hit] = if let Block::Passages(hits) = block {
                hits
            } else {
                &[]
            };
            facts
                .chain(read.iter().map(|hit| &hit.passage.doc))
                .collect::<Vec<_>>()
        });
        let sources: BTreeMap<_, _> = named
            .filter_map(|doc| Some((doc.clone(), self.engine.held(doc)?.source.clone())))
            .collect();
        Answer {
            understood: self.understood,
            label,
            headline,
            notes: self.notes,
            blocks: self.blocks,
            passages,
            sources,
            suggestions: self.suggestions,
            recall,
        }
    }
}

/// The roles that documents tell something of this kind about, best covered first.
pub(super) fn covered_roles(engine: &Engine, kind: FactKind) -> Vec<String> {
    most(
        engine
            .covered
            .iter()
            .filter(|part| part.kind == kind)
            .map(|part| (part.role_name.as_str(), part.facts)),
    )
}

/// The places with figures, for one role or for all, best covered first.
pub(super) fn covered_places(engine: &Engine, role: Option<&RoleId>) -> Vec<String> {
    let stands = role.map(|role| engine.standing_for(role));
    let parts = engine
        .covered
        .iter()
        .filter(|part| part.kind == FactKind::Pay)
        .filter(|part| stands.as_ref().is_none_or(|stands| stands(part)));
    let mut totals: FxHashMap<&PlaceId, u32> = FxHashMap::default();
    for part in parts {
        if let Some(place) = &part.place {
            *totals.entry(place).or_default() += part.facts;
        }
    }
    let totals = totals.into_iter();
    let named: Vec<(String, u32)> = totals
        .map(|(place, facts)| (engine.place_name(place), facts))
        .collect();
    most(named.iter().map(|(name, facts)| (name.as_str(), *facts)))
}

/// The names with the most facts, which may be counted in parts.
fn most<'n>(counted: impl Iterator<Item = (&'n str, u32)>) -> Vec<String> {
    let mut totals: FxHashMap<&str, u32> = FxHashMap::default();
    for (name, facts) in counted {
        *totals.entry(name).or_default() += facts;
    }
    let mut names: Vec<(&str, u32)> = totals.into_iter().collect();
    names.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let names = names.into_iter().take(NAMES_MAX);
    names.map(|(name, _)| name.to_owned()).collect()
}
