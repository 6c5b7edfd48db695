//! A request in, an answer out.
//!
//! Nothing here knows a door, and nothing here reads a document: answers come from the index alone. The way of a
//! request: `understand` resolves its names (and, for plain words, its intent); `pay`, `role`, `roadmap` and
//! `passages` each look up one kind of answer; what finds nothing says so with what is covered. Start with
//! [`Engine::answer`].

mod about;
mod answers;
mod cite;
mod complete;
mod live;
mod missing;
mod moves;
mod passages;
mod pay;
mod plain;
mod recall;
mod roadmap;
mod role;
mod sources;
mod standin;
mod terms;
mod understand;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::domain::{
    Answer, Aspect, Currency, DocumentId, Fact, FactKind, Grade, Intent, Key, Level, Message,
    OccupationId, PlaceId, Recall, Request, RoleId, RoleRef, Source,
};
use crate::index::{DocumentRecord, FactFilter, Index, IndexError, Preference, Summary};
use crate::vocabulary::Vocabulary;

pub use cite::Cited;
pub use complete::Choice;
pub use live::Live;

use answers::{Draft, covered_roles};
use complete::Tables;
use recall::{Kind, WordKey};
use terms::Terms;
use understand::{Meaning, Resolved, Speller, resolve_place, resolve_role, understand};

/// Up to how many letters a name is an abbreviation that may mean another role too.
const AMBIGUOUS_MAX_CHARS: usize = 2;

/// Answers requests from one index.
#[derive(Debug)]
pub struct Engine {
    index: Index,
    vocabulary: Vocabulary,
    speller: Speller,
    /// What all documents together hold; what it covers is in `covered`.
    summary: Summary,
    covered: Vec<Covered>,
    tables: Tables,
    /// Documents that answers named lately.
    held: Mutex<HashMap<DocumentId, Arc<Held>>>,
    /// Read at the first question for a term.
    terms: OnceLock<Terms>,
    /// A hash of all documents and of what reads them: another one, other answers.
    revision: u32,
}

/// How many documents are held in memory.
const HELD_MAX: usize = 4_096;

/// How many statements about one role are looked at, and how many stages: those of the documents to trust most.
const STATEMENTS_MAX: usize = 400;

/// How many statements about one side of a role are looked at where there are more in all.
const OF_SIDE_MAX: usize = 80;

/// One document, as far as it is held in memory.
#[derive(Clone, Debug)]
struct Held {
    source: Source,
    figures: u32,
    /// All facts, those among them.
    facts: u32,
}

/// What all documents together tell of one role.
#[derive(Clone, Debug)]
struct Covered {
    kind: FactKind,
    /// As [`crate::domain::RoleRef::key`] has it.
    role: String,
    role_name: String,
    occupation: Option<OccupationId>,
    place: Option<PlaceId>,
    facts: u32,
}

impl Engine {
    /// An engine over `index`.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn new(index: Index) -> Result<Engine, IndexError> {
        let mut summary = index.summary()?;
        let coverage = std::mem::take(&mut summary.coverage);
        let coverage = || coverage.iter();
        let roles: Vec<RoleRef> = coverage()
            .filter(|part| part.role.id.is_none())
            .map(|part| part.role.clone())
            .collect();
        let places: Vec<String> = coverage()
            .filter_map(|part| part.place.as_ref())
            .filter(|place| place.id.is_none())
            .map(|place| place.written.clone())
            .collect();
        let vocabulary = Vocabulary::builtin().with_names(&roles, &places);
        let covered: Vec<Covered> = coverage()
            .map(|part| {
                let key = part.role.key();
                let name = vocabulary
                    .role(&RoleId(key.clone()))
                    .map_or_else(|| part.role.written.clone(), |role| role.name.clone());
                let place = part.place.as_ref().map(|place| {
                    let own_name = || PlaceId(format!("~{}", place.written.to_lowercase()));
                    place.id.clone().unwrap_or_else(own_name)
                });
                Covered {
                    kind: part.kind,
                    role: key,
                    role_name: name,
                    occupation: part.role.occupation.clone(),
                    place,
                    facts: part.facts,
                }
            })
            .collect();
        let tables = Tables::new(&covered, &summary.named, &vocabulary);
        let revision = revision(&summary);
        Ok(Engine {
            index,
            speller: Speller::new(&vocabulary),
            vocabulary,
            summary,
            covered,
            tables,
            held: Mutex::default(),
            terms: OnceLock::new(),
            revision,
        })
    }

    /// The index it answers from.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// How many documents it answers from.
    pub fn documents(&self) -> usize {
        usize::try_from(self.summary.documents).unwrap_or(usize::MAX)
    }

    /// What is known of the document `id`; none when the index has none of that name, or cannot be read, of which the
    /// search itself tells.
    fn held(&self, id: &DocumentId) -> Option<Arc<Held>> {
        let lock = || self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = lock().get(id) {
            return Some(Arc::clone(held));
        }
        let record = self.index.document(id).ok()??;
        let found = Arc::new(Held::from(record));
        let mut held = lock();
        if held.len() >= HELD_MAX {
            held.clear();
        }
        held.insert(id.clone(), Arc::clone(&found));
        Some(found)
    }

    /// The answer to `request`. Nothing found is an answer too.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn answer(&self, request: &Request) -> Result<Answer, IndexError> {
        if self.summary.documents == 0 && *request != Request::About {
            let intent = match request {
                Request::Salary { .. } => Intent::Salary,
                Request::Role { .. } => Intent::Role,
                Request::Roadmap { .. } => Intent::Roadmap,
                _ => Intent::Ask,
            };
            return Ok(Draft::new(self, intent).nothing(Key::CorpusEmpty.into()));
        }
        match request {
            Request::Salary {
                role,
                location,
                level,
                grade,
            } => self.salary(role, location.as_deref(), *level, *grade),
            Request::Role { role } => self.role(role),
            Request::Roadmap { role, stage } => self.roadmap(role, stage.as_deref()),
            Request::Ask { question } => self.ask(question),
            Request::Sources { document } => sources::answer(self, document.as_deref()),
            Request::About => Ok(about::answer(self)),
            Request::Again(recall) => self.again(recall),
        }
    }

    /// The answer that was given before, or that the documents changed since.
    fn again(&self, recall: &Recall) -> Result<Answer, IndexError> {
        let Some(parts) = recall::read(recall, self) else {
            return Ok(Draft::new(self, Intent::None).nothing(Key::DocumentsChanged.into()));
        };
        let intent = match parts.kind {
            Kind::Salary => Intent::Salary,
            Kind::Role => Intent::Role,
            Kind::Roadmap => Intent::Roadmap,
            Kind::Aspects | Kind::Sources | Kind::About => Intent::Ask,
        };
        let mut draft = Draft::new(self, intent);
        draft.understood.level = parts.level;
        draft.understood.grade = parts.grade;
        draft.understood.experience_months = parts.experience_months;
        let meaning = Meaning {
            roles: parts.roles.clone(),
            places: parts.places.clone(),
            aspects: parts.aspects.clone(),
            recalled: Some(parts.clone()),
            ..Meaning::default()
        };
        let role = parts.roles.first();
        match parts.kind {
            Kind::Salary => pay::answer(self, draft, &pay::Asked::recalled(&parts), &meaning),
            Kind::Role => role::answer(self, draft, role, None, &meaning),
            Kind::Roadmap => roadmap::answer(self, draft, role, None, None, &meaning),
            Kind::Aspects => {
                draft.name_slots(role, None, &parts.places, None);
                role::answer_aspects(self, draft, role, &meaning)
            }
            Kind::Sources => sources::answer(self, None),
            Kind::About => Ok(about::answer(self)),
        }
    }

    /// The documents that fit `query` best with their scores, whatever it asks; best first.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<(DocumentId, f32)>, IndexError> {
        let meaning = self.read(query);
        self.index
            .best_documents(&passages::plain_words(&meaning.text), limit)
    }

    fn salary(
        &self,
        role: &str,
        location: Option<&str>,
        level: Option<Level>,
        grade: Option<Grade>,
    ) -> Result<Answer, IndexError> {
        let mut draft = Draft::new(self, Intent::Salary);
        let mut asked = pay::Asked {
            level,
            grade,
            ..pay::Asked::default()
        };
        self.take_role(role, &mut draft, &mut asked.role, &mut asked.unknown_role);
        // "senior backend developer India" as a role states a level and a place too.
        if asked.role.is_some() {
            let named = self.read(role);
            asked.level = asked.level.or(named.level);
            asked.grade = asked.grade.or(named.grade);
            if location.is_none() {
                asked.places = named.places;
            }
        }
        if let Some(typed) = location {
            match resolve_place(typed, &self.vocabulary) {
                Resolved::Exactly(id) => asked.places.push(id),
                Resolved::ReadAs(id) => {
                    draft.read_as(typed, &self.place_name(&id));
                    asked.places.push(id);
                }
                Resolved::Unknown => asked.unknown_place = Some(typed.to_owned()),
            }
        }
        draft.understood.level = asked.level;
        draft.understood.grade = asked.grade;
        pay::answer(
            self,
            draft,
            &asked,
            &self.read_command(&format!("{role} {} salary", location.unwrap_or_default())),
        )
    }

    fn role(&self, role: &str) -> Result<Answer, IndexError> {
        let mut draft = Draft::new(self, Intent::Role);
        let (mut id, mut unknown) = (None, None);
        self.take_role(role, &mut draft, &mut id, &mut unknown);
        role::answer(
            self,
            draft,
            id.as_ref(),
            unknown.as_deref(),
            &self.read_command(role),
        )
    }

    fn roadmap(&self, role: &str, stage: Option<&str>) -> Result<Answer, IndexError> {
        let mut draft = Draft::new(self, Intent::Roadmap);
        let (mut id, mut unknown) = (None, None);
        self.take_role(role, &mut draft, &mut id, &mut unknown);
        roadmap::answer(
            self,
            draft,
            id.as_ref(),
            unknown.as_deref(),
            stage,
            &self.read_command(&format!("{role} roadmap")),
        )
    }

    fn take_role(
        &self,
        typed: &str,
        draft: &mut Draft<'_>,
        role: &mut Option<RoleId>,
        unknown: &mut Option<String>,
    ) {
        let is_known = |word: &str| self.stands_in_documents(word);
        match resolve_role(typed, &self.vocabulary, &self.speller, &is_known) {
            Resolved::Exactly(id) => {
                // "PM" and "SA" mean more than one thing: which one is meant is said.
                if typed.trim().chars().count() <= AMBIGUOUS_MAX_CHARS {
                    draft.read_as(typed, &self.role_name(&id));
                }
                *role = Some(id);
            }
            Resolved::ReadAs(id) => {
                draft.read_as(typed, &self.role_name(&id));
                *role = Some(id);
            }
            Resolved::Unknown => *unknown = Some(typed.trim().to_owned()),
        }
    }

    fn ask(&self, question: &str) -> Result<Answer, IndexError> {
        let meaning = self.read(question);
        let mut answer = self.answer_to(question, &meaning)?;
        plain::say_what_was_understood(self, &mut answer, &meaning);
        Ok(answer)
    }

    fn answer_to(&self, question: &str, meaning: &Meaning) -> Result<Answer, IndexError> {
        if let Some(answer) = terms::answer(self, question, meaning)? {
            return Ok(answer);
        }
        if let Some(answer) = moves::answer(self, meaning)? {
            return Ok(answer);
        }
        let intent = meaning.intent.unwrap_or(Intent::None);
        let mut draft = Draft::new(self, intent);
        draft.understood.level = meaning.level;
        draft.understood.grade = meaning.grade;
        draft.understood.experience_months = meaning.experience_months;
        for (typed, meant) in &meaning.corrections {
            draft.read_as(typed, meant);
        }
        let role = meaning.roles.first();
        let unknown = meaning.unknown_role.as_deref();
        match intent {
            Intent::None => Ok(draft.nothing_asked()),
            Intent::Salary => {
                let asked = pay::Asked {
                    role: role.cloned(),
                    other_roles: meaning.roles.iter().skip(1).cloned().collect(),
                    unknown_role: meaning.unknown_role.clone(),
                    places: plain::places(self, meaning),
                    unknown_place: meaning.unknown_place.clone(),
                    level: meaning.level,
                    grade: meaning.grade,
                    experience_months: meaning.experience_months,
                };
                pay::answer(self, draft, &asked, meaning)
            }
            Intent::Role => role::answer(self, draft, role, unknown, meaning),
            Intent::Roadmap => roadmap::answer(self, draft, role, unknown, None, meaning),
            Intent::Ask => {
                draft.name_slots(
                    role,
                    unknown,
                    meaning.places.as_slice(),
                    meaning.unknown_place.as_deref(),
                );
                role::answer_aspects(self, draft, role, meaning)
            }
        }
    }

    fn read(&self, text: &str) -> Meaning {
        let is_known = |word: &str| self.stands_in_documents(word);
        understand(text, &self.vocabulary, &self.speller, &is_known)
    }

    /// The words of a command, whose options say what they are.
    fn read_command(&self, words: &str) -> Meaning {
        Meaning {
            is_command: true,
            ..self.read(words)
        }
    }

    /// A word that some passage holds is no typo.
    fn stands_in_documents(&self, word: &str) -> bool {
        let unheard_of = self.index.rarity("qzxjvkwq");
        self.index.rarity(word) < unheard_of
    }

    fn terms(&self) -> Result<&Terms, IndexError> {
        if let Some(terms) = self.terms.get() {
            return Ok(terms);
        }
        let terms = terms::terms(self)?;
        Ok(self.terms.get_or_init(|| terms))
    }

    fn role_name(&self, id: &RoleId) -> String {
        self.vocabulary.role(id).map_or_else(
            || id.0.trim_start_matches('~').to_owned(),
            |role| role.name.clone(),
        )
    }

    fn place_name(&self, id: &PlaceId) -> String {
        self.vocabulary.place(id).map_or_else(
            || id.0.trim_start_matches('~').to_owned(),
            |place| place.name.clone(),
        )
    }

    /// The facts of this kind about `role`, in the order of their documents; of very many those to trust most.
    fn facts(&self, kind: FactKind, role: &RoleId) -> Result<Vec<Fact>, IndexError> {
        let filter = FactFilter {
            kind: Some(kind),
            roles: vec![role.0.clone()],
            ..FactFilter::default()
        };
        let most = Preference::most_trusted(STATEMENTS_MAX);
        let best = self.index.best_facts(&filter, &most)?;
        Ok(by_document(best.facts))
    }

    /// The statements about `role` on the sides that are `asked` for, in the order of their documents; where there are
    /// none of those, the ones on all sides. Of very many, some on each side, of the documents to trust most.
    fn statements(&self, role: &RoleId, asked: &[Aspect]) -> Result<Vec<Fact>, IndexError> {
        let filter = FactFilter {
            kind: Some(FactKind::Role),
            roles: vec![role.0.clone()],
            ..FactFilter::default()
        };
        let of_sides = |sides: &[Aspect], most: usize| -> Result<Vec<Fact>, IndexError> {
            let mut facts = Vec::new();
            for aspect in sides {
                let filter = FactFilter {
                    aspect: Some(*aspect),
                    ..filter.clone()
                };
                let most = Preference::most_trusted(most);
                facts.extend(self.index.best_facts(&filter, &most)?.facts);
            }
            Ok(by_document(facts))
        };
        let is_few = self.index.count(&filter)? <= STATEMENTS_MAX;
        let of_asked = if is_few { STATEMENTS_MAX } else { OF_SIDE_MAX };
        let facts = of_sides(asked, of_asked)?;
        if !facts.is_empty() {
            return Ok(facts);
        }
        if is_few {
            return self.index.facts(&filter);
        }
        of_sides(&Aspect::ALL, OF_SIDE_MAX / Aspect::ALL.len() + 4)
    }

    /// True when some document states a fact of this kind about `role`.
    fn tells_of(&self, kind: FactKind, role: &RoleId) -> bool {
        let mut parts = self.covered.iter();
        parts.any(|part| part.kind == kind && part.role == role.0)
    }

    /// The currency in which a country's figures are taken for its own where they name no place.
    fn currency_of(&self, place: &PlaceId) -> Option<Currency> {
        let country = self.vocabulary.place(place).filter(|_| place.is_country());
        country.and_then(|place| place.currency)
    }

    /// True when some figure that stands for `role` is of this very place.
    fn has_pay_in(&self, place: &PlaceId, role: &RoleId) -> bool {
        let stands = self.standing_for(role);
        let mut parts = self.covered.iter();
        parts.any(|part| {
            part.kind == FactKind::Pay && part.place.as_ref() == Some(place) && stands(part)
        })
    }

    /// The places with figures that stand for `role`, those with most figures first.
    fn places_with_pay(&self, role: &RoleId) -> Vec<PlaceId> {
        let stands = self.standing_for(role);
        let parts = self.covered.iter();
        let mut counts: BTreeMap<&PlaceId, u32> = BTreeMap::new();
        for part in parts.filter(|part| part.kind == FactKind::Pay && stands(part)) {
            if let Some(place) = &part.place {
                *counts.entry(place).or_default() += part.facts;
            }
        }
        let mut places: Vec<(&PlaceId, u32)> = counts.into_iter().collect();
        places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        places.into_iter().map(|(place, _)| place.clone()).collect()
    }

    /// Tells whether what is counted stands for `role`: its own facts, or those of the nearest groups.
    fn standing_for<'a>(&'a self, role: &'a RoleId) -> impl Fn(&Covered) -> bool + 'a {
        let groups = self.vocabulary.occupations_of(role);
        let groups: Vec<&OccupationId> = groups.map(|group| &group.id).collect();
        let surveys = self.vocabulary.survey_groups_of(role);
        let kinds = self.vocabulary.narrower(role).map(|kind| &kind.id);
        let surveys: Vec<&RoleId> = surveys.map(|group| &group.role).chain(kinds).collect();
        move |part| {
            let of_group = |id| groups.contains(&id);
            let of_survey = || surveys.iter().any(|role| role.0 == part.role);
            part.role == role.0 || part.occupation.as_ref().map_or_else(of_survey, of_group)
        }
    }

    /// "These roles are covered", nearest to what was typed first.
    fn suggest_roles(&self, kind: FactKind, typed: Option<&str>) -> Vec<Message> {
        let covered = covered_roles(self, kind);
        let mut found = Vec::new();
        if let Some(typed) = typed {
            let near = understand::nearest_roles(typed, &self.vocabulary, &covered);
            let near: Vec<String> = near
                .into_iter()
                .filter(|name| covered.contains(name))
                .collect();
            if !near.is_empty() {
                found.push(Message::new(Key::DidYouMean).with("names", near));
            }
        }
        if !covered.is_empty() {
            let key = if kind == FactKind::Stage {
                Key::CoveredRoadmaps
            } else {
                Key::CoveredRoles
            };
            found.push(Message::new(key).with("roles", covered));
        }
        found
    }
}

impl From<DocumentRecord> for Held {
    fn from(record: DocumentRecord) -> Held {
        Held {
            source: record.source,
            figures: record.figures,
            facts: record.facts,
        }
    }
}

/// `facts` by document, and by where they stand in it.
fn by_document(mut facts: Vec<Fact>) -> Vec<Fact> {
    // Stable: facts of one row keep the order in which they were read.
    facts.sort_by(|a, b| {
        let place = |fact: &Fact| fact.evidence.span.start;
        a.doc.cmp(&b.doc).then(place(a).cmp(&place(b)))
    });
    facts
}

/// A hash of what reads the documents and of what they hold.
fn revision(summary: &Summary) -> u32 {
    let version = crate::index::version(crate::extract::VERSION, Vocabulary::version());
    WordKey::of(&format!("{version} {:016x}", summary.contents)).0
}
