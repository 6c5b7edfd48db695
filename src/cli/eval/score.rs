//! What one answer is worth, and what all of them add up to.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{Question, Slot};
use super::measure::{DEPTH, Mean, Share, ndcg, reciprocal_rank};
use super::same::{self, Step, flat};
use super::units::Unit;
use crate::domain::{Answer, DocumentId, Intent, Label, Understood};
use crate::vocabulary::Vocabulary;

/// What all questions add up to.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) questions: u32,
    pub(super) intent: Share,
    /// By what was right.
    pub(super) classes: BTreeMap<&'static str, Share>,
    /// What was right and what it was taken for.
    pub(super) confusions: BTreeMap<(&'static str, &'static str), u32>,
    pub(super) slots: [SlotTally; 4],
    pub(super) ndcg: Mean,
    pub(super) mrr: Mean,
    /// Of what answers.
    pub(super) recall: Mean,
    /// Of what answers or is near.
    pub(super) recall_all: Mean,
    pub(super) abstention: Share,
    /// Questions with an answer that got none.
    pub(super) refused: u32,
    /// Questions without an answer that got one.
    pub(super) invented: u32,
}

/// How often a slot was read right where it holds something, and filled where it holds nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SlotTally {
    pub(super) right: Share,
    pub(super) spurious: Share,
}

/// The names of the slots, in the order of [`Tally::slots`].
pub(super) const SLOTS: [&str; 4] = ["role", "location", "level", "years"];

/// What one question came to.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Judged {
    /// What is not as it is labelled.
    pub(super) wrong: Vec<String>,
    /// How well it was ranked; none where nothing is to be found.
    pub(super) ndcg: Option<f64>,
}

/// What a question got, as other programs read it too.
pub(super) struct Got<'a> {
    /// None for a question that is refused unread.
    pub(super) answer: Option<&'a Answer>,
}

impl Got<'_> {
    fn understood(&self) -> Option<&Understood> {
        self.answer.map(|answer| &answer.understood)
    }

    fn intent(&self) -> Intent {
        self.understood().map_or(Intent::None, |read| read.intent)
    }

    fn is_answered(&self) -> bool {
        self.answer
            .is_some_and(|answer| answer.label != Label::None)
    }
}

impl Tally {
    /// Adds how `question` was understood, and whether it was answered at all.
    pub(super) fn understanding(
        &mut self,
        question: &Question,
        got: &Got<'_>,
        vocabulary: &Vocabulary,
        judged: &mut Judged,
    ) {
        if let Some(right) = question.intent {
            self.add_intent(right.name(), got.intent().name(), judged);
        }
        self.add_slots(question, got, vocabulary, judged);
        if let Some(answerable) = question.answerable {
            let answered = got.is_answered();
            self.abstention.add(answered == answerable);
            if answerable && !answered {
                self.refused += 1;
                judged.wrong.push("refused, but has an answer".to_owned());
            } else if answered && !answerable {
                self.invented += 1;
                judged.wrong.push("answered, but has no answer".to_owned());
            }
        }
    }

    fn add_intent(&mut self, right: &'static str, got: &'static str, judged: &mut Judged) {
        self.intent.add(right == got);
        self.classes.entry(right).or_default().add(right == got);
        if right != got {
            *self.confusions.entry((right, got)).or_default() += 1;
            judged.wrong.push(format!("intent {got}, not {right}"));
        }
    }

    fn add_slots(
        &mut self,
        question: &Question,
        got: &Got<'_>,
        vocabulary: &Vocabulary,
        judged: &mut Judged,
    ) {
        let read = got.understood();
        let slots = &question.slots;
        let role = read.and_then(|read| read.role.as_deref());
        let location = read.and_then(|read| read.location.as_deref());
        let level = read.and_then(|read| {
            let level = read.level.map(Step::Level);
            level.or(read.grade.map(Step::Grade))
        });
        let months = read.and_then(|read| read.experience_months);
        let [of_role, of_location, of_level, of_years] = &mut self.slots;
        let outcomes = [
            of_role.add(&slots.role, role, |a, b| same::role(a, b, vocabulary)),
            of_location.add(&slots.location, location, |a, b| {
                same::place(a, b, vocabulary)
            }),
            of_level.add(&slots.level, level, |a, b| same::step(a, b, vocabulary)),
            of_years.add(&slots.years, months, |a, b| same::years(*a, b)),
        ];
        let shown = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
        let shown_got = [
            role.map(str::to_owned),
            location.map(str::to_owned),
            level.map(|level| level.to_string()),
            months.map(|months| format!("{:.2}", f64::from(months) / 12.0)),
        ];
        let shown_right = [
            slots.role.shown(),
            slots.location.shown(),
            slots.level.shown(),
            slots.years.shown(),
        ];
        for (((name, is_right), got), right) in
            SLOTS.iter().zip(outcomes).zip(shown_got).zip(shown_right)
        {
            if !is_right {
                judged
                    .wrong
                    .push(format!("{name} {}, not {}", shown(got), shown(right)));
            }
        }
    }

    /// Adds how well the passages of an answer show the evidence in `units`.
    pub(super) fn passages(
        &mut self,
        units: &[Unit],
        shown: &[(&DocumentId, &str)],
        answers_from: u32,
        judged: &mut Judged,
    ) {
        let shown: Vec<(&DocumentId, String)> = shown
            .iter()
            .take(DEPTH)
            .map(|(doc, text)| (*doc, flat(text)))
            .collect();
        let holds = |doc: &DocumentId, text: &str, unit: &Unit, piece: &str| {
            *doc == unit.doc && text.contains(piece)
        };
        let mut seen = BTreeSet::new();
        let mut gains = Vec::new();
        for (doc, text) in &shown {
            let mut gain = 0;
            for (number, unit) in units.iter().enumerate() {
                let pieces = unit.pieces.iter();
                let held = pieces.filter(|(piece, _)| holds(doc, text, unit, piece));
                let best = held.map(|(_, grade)| *grade).max();
                if let Some(best) = best
                    && seen.insert(number)
                {
                    gain += best;
                }
            }
            gains.push(gain);
        }
        let all: Vec<u32> = units.iter().filter_map(Unit::grade).collect();
        let pieces: Vec<(&Unit, &(String, u32))> = units
            .iter()
            .flat_map(|unit| unit.pieces.iter().map(move |piece| (unit, piece)))
            .collect();
        let answering = shown.iter().map(|(doc, text)| {
            pieces.iter().any(|(unit, (piece, grade))| {
                *grade >= answers_from && holds(doc, text, unit, piece)
            })
        });
        let rank = reciprocal_rank(answering);
        let found = pieces.iter().map(|(unit, (piece, grade))| {
            let is_found = shown
                .iter()
                .any(|(doc, text)| holds(doc, text, unit, piece));
            (*grade, is_found)
        });
        let found: Vec<(u32, bool)> = found.collect();
        self.ranking(ndcg(&gains, &all), rank, &found, answers_from, judged);
    }

    /// Adds how well a search ranks the documents in `relevant`.
    pub(super) fn documents(
        &mut self,
        relevant: &[(DocumentId, u32)],
        ranked: &[DocumentId],
        answers_from: u32,
        judged: &mut Judged,
    ) {
        let grade = |doc: &DocumentId| {
            let labelled = relevant.iter().find(|(id, _)| id == doc);
            labelled.map_or(0, |(_, grade)| *grade)
        };
        let gains: Vec<u32> = ranked.iter().take(DEPTH).map(grade).collect();
        let all: Vec<u32> = relevant.iter().map(|(_, grade)| *grade).collect();
        let rank = reciprocal_rank(gains.iter().map(|gain| *gain >= answers_from));
        let found: Vec<(u32, bool)> = relevant
            .iter()
            .map(|(doc, grade)| (*grade, ranked.iter().take(DEPTH).any(|id| id == doc)))
            .collect();
        self.ranking(ndcg(&gains, &all), rank, &found, answers_from, judged);
    }

    fn ranking(
        &mut self,
        ndcg: f64,
        reciprocal_rank: f64,
        found: &[(u32, bool)],
        answers_from: u32,
        judged: &mut Judged,
    ) {
        self.ndcg.add(ndcg);
        self.mrr.add(reciprocal_rank);
        let all: Share = found.iter().map(|(_, is_found)| *is_found).collect();
        let answering = found.iter().filter(|(grade, _)| *grade >= answers_from);
        let answering: Share = answering.map(|(_, is_found)| *is_found).collect();
        let all = all.value().unwrap_or(0.0);
        self.recall.add(answering.value().unwrap_or(all));
        self.recall_all.add(all);
        judged.ndcg = Some(ndcg);
    }

    /// Of all slots that hold something, those that were read right.
    pub(super) fn all_slots(&self) -> Share {
        let right = self.slots.iter().map(|slot| slot.right);
        right.fold(Share::default(), Share::and)
    }
}

impl Unit {
    fn grade(&self) -> Option<u32> {
        self.pieces.iter().map(|(_, grade)| *grade).max()
    }
}

impl SlotTally {
    /// Adds a slot that holds `got` and should hold `label`; false when that is wrong.
    fn add<T, G>(
        &mut self,
        label: &Slot<T>,
        got: Option<G>,
        same: impl FnOnce(&T, G) -> bool,
    ) -> bool {
        match label {
            Slot::Unlabelled => true,
            Slot::Empty => {
                let is_filled = got.is_some();
                self.spurious.add(is_filled);
                !is_filled
            }
            Slot::Value(label) => {
                let is_right = got.is_some_and(|got| same(label, got));
                self.right.add(is_right);
                is_right
            }
        }
    }
}

impl<T: ToString> Slot<T> {
    fn shown(&self) -> Option<String> {
        match self {
            Slot::Value(value) => Some(value.to_string()),
            Slot::Unlabelled | Slot::Empty => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> DocumentId {
        DocumentId(name.to_owned())
    }

    /// nDCG, reciprocal rank, recall of what answers, recall of all.
    #[track_caller]
    fn check(tally: &Tally, expected: [f64; 4]) {
        let means = [tally.ndcg, tally.mrr, tally.recall, tally.recall_all];
        for (mean, expected) in means.into_iter().zip(expected) {
            let value = mean.value().expect("a ranking");
            assert!((value - expected).abs() < 5e-5, "{means:?}, not {expected}");
        }
    }

    #[test]
    fn credits_each_unit_once() {
        let unit = |doc: &str, pieces: &[(&str, u32)]| Unit {
            doc: id(doc),
            pieces: pieces
                .iter()
                .map(|(piece, grade)| ((*piece).to_owned(), *grade))
                .collect(),
        };
        let units = [unit("a", &[("£9", 2), ("£8", 1)]), unit("b", &[("£7", 2)])];
        let (a, b) = (id("a"), id("b"));
        let shown = [
            (&b, "only £9 of another"),
            (&a, "near: £8"),
            (&a, "the answer: £9, not £8"),
        ];
        let mut tally = Tally::default();
        let mut judged = Judged::default();
        tally.passages(&units, &shown, 2, &mut judged);
        // The unit of `a` counts where it is first seen, with the grade it has there.
        let best = 2.0 + 2.0 / 3.0_f64.log2();
        check(
            &tally,
            [1.0 / 3.0_f64.log2() / best, 1.0 / 3.0, 0.5, 2.0 / 3.0],
        );
        assert_eq!(judged.ndcg, tally.ndcg.value());
    }

    #[test]
    fn ranks_documents_by_id() {
        let mut tally = Tally::default();
        let relevant = [(id("a"), 1), (id("c"), 1), (id("d"), 1)];
        let ranked = ["x", "a", "c"].map(id);
        tally.documents(&relevant, &ranked, 1, &mut Judged::default());
        let gained = 1.0 / 3.0_f64.log2() + 0.5;
        let best = 1.0 + gained;
        check(&tally, [gained / best, 0.5, 2.0 / 3.0, 2.0 / 3.0]);
    }

    #[test]
    fn finds_nothing_in_nothing() {
        let mut tally = Tally::default();
        tally.documents(&[(id("a"), 1)], &[], 2, &mut Judged::default());
        check(&tally, [0.0; 4]);
    }

    #[test]
    fn tells_wrong_slots_from_invented_ones() {
        let mut tally = SlotTally::default();
        let same = |label: &u8, got: u8| *label == got;
        assert!(tally.add(&Slot::Unlabelled, Some(1), same));
        assert!(tally.add(&Slot::Value(1), Some(1), same));
        assert!(!tally.add(&Slot::Value(1), Some(2), same));
        assert!(!tally.add(&Slot::Value(1), None, same));
        assert!(tally.add(&Slot::Empty, None, same));
        assert!(!tally.add(&Slot::Empty, Some(1), same));
        assert_eq!(tally.right, Share { hits: 1, of: 3 });
        assert_eq!(tally.spurious, Share { hits: 1, of: 2 });
    }
}
