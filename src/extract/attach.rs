//! Which of the names of a sentence belong to which of its figures.

use crate::domain::{Grade, Level, RoleRef, Span, Spanned};
use crate::vocabulary::{Word, singular, words};

use super::grade::{are_joined, of_role};
use super::money::Amount;
use super::names::{Names, is_generic_title};
use super::reason::{Rule, Told};
use super::telling::is_pay_word;

/// How far before its figure a word for its kind may stand, in bytes.
const MEASURE_MAX_BYTES: usize = 30;

/// The longest label between a name and its figure, in bytes.
const LABEL_MAX_BYTES: usize = 40;

/// How far a name may stand from the figure it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Anywhere in the sentence.
    Sentence,
    /// In the same clause, or in clauses before it up to the previous figure.
    Before,
}

/// Where a figure stands among the other figures and names of its sentence.
pub(super) struct Attach<'a> {
    pub(super) amount: Span,
    pub(super) all: &'a [&'a Amount],
    pub(super) at: usize,
    pub(super) sentence: Span,
    pub(super) clauses: &'a [Span],
    pub(super) text: &'a str,
}

impl Attach<'_> {
    pub(super) fn own_clause(&self) -> Option<Span> {
        self.clauses
            .iter()
            .copied()
            .find(|clause| clause.start <= self.amount.start && self.amount.start < clause.end)
    }

    fn clause_of(&self, span: Span) -> Option<usize> {
        self.clauses
            .iter()
            .position(|clause| clause.start <= span.start && span.start < clause.end)
    }

    /// "The median for mechanics is $45,790, while that for engineers is $87,160": a title that says little, where the clause
    /// of this figure says it of that one; `role`, of another clause, is another job.
    pub(super) fn generic_of_own_clause(
        &self,
        role: &Spanned<RoleRef>,
        roles: &[Spanned<RoleRef>],
        clause_words: &[Word],
    ) -> Option<Told<'_, RoleRef>> {
        let clause = self.own_clause()?;
        if self.clause_of(role.span) == self.clause_of(self.amount) {
            return None;
        }
        let last = words(&role.value.written).pop()?;
        let lower = |at: Option<usize>| {
            let word = at.and_then(|at| clause_words.get(at));
            word.map_or("", |word| word.lower.as_str())
        };
        clause_words.iter().enumerate().find_map(|(at, word)| {
            let (start, end) = (word.span.start, word.span.end);
            let span = Span::new(clause.start + start, clause.start + end);
            let is_paid = matches!(lower(at.checked_sub(1)), "for" | "of")
                || matches!(
                    lower(Some(at + 1)),
                    "earn"
                        | "earns"
                        | "make"
                        | "makes"
                        | "get"
                        | "gets"
                        | "average"
                        | "receive"
                        | "receives"
                );
            let is_other = is_generic_title(&word.lower)
                && singular(&word.lower) != singular(&last.lower)
                && !roles.iter().any(|role| role.span.overlaps(span));
            let role = RoleRef {
                written: word.written.to_string(),
                ..RoleRef::default()
            };
            (is_paid && is_other).then(|| self.told(&Spanned::new(role, span)))
        })
    }

    /// What stands in brackets right behind an amount, which is said of that amount alone: "$60,000 (Toronto)".
    pub(super) fn bracket_behind(&self, amount: Span) -> Option<Span> {
        let behind = self.text.get(amount.end..self.sentence.end)?;
        let inside = behind.trim_start().strip_prefix('(')?;
        let start = self.sentence.end - inside.len();
        let length = inside.find(')')?;
        Some(Span::new(start, start + length))
    }

    /// Whether a name stands in the brackets of another amount than this one.
    fn is_in_brackets_of_another(&self, name: Span) -> bool {
        let mut others = self
            .all
            .iter()
            .map(|amount| amount.span)
            .filter(|other| *other != self.amount);
        others.any(|other| {
            self.bracket_behind(other)
                .is_some_and(|bracket| bracket.contains(name))
        })
    }

    /// Whether a name stands in the label of all amounts: "Loom fixer (3–5 years): $60,000 (Toronto), $70,000 (Peru)".
    fn is_in_label_of_all(&self, name: Span) -> bool {
        let Some(first) = self.all.first() else {
            return false;
        };
        let label = self
            .text
            .get(self.sentence.start..first.span.start)
            .unwrap_or_default();
        let is_label = label.trim_end().ends_with(':') && name.end <= first.span.start;
        // Words between two amounts may say another level or time of the second.
        is_label
            && self.all.windows(2).all(|two| {
                let [one, two] = two else { return false };
                let behind = self
                    .bracket_behind(one.span)
                    .map_or(one.span.end, |bracket| bracket.end + 1);
                let gap = self.text.get(behind..two.span.start);
                gap.is_some_and(|gap| matches!(gap.trim(), "," | "/" | ";" | "and" | ", and"))
            })
    }

    /// True where a name follows a figure so closely that it can only be that one's: "$60,000 in Toronto".
    fn is_bound(&self, amount: Span, name: Span) -> bool {
        let gap = self.text.get(amount.end..name.start).unwrap_or_default();
        matches!(
            gap.trim(),
            "in" | "for" | "at" | "with" | "in the" | "for a" | "for the"
        )
    }

    /// "Farriers and saddlers earn $40,000": of several that are paid alike, the first is named.
    pub(super) fn first_of_list<'n>(
        &self,
        roles: &'n [Spanned<RoleRef>],
        role: &'n Spanned<RoleRef>,
    ) -> &'n Spanned<RoleRef> {
        if self.all.len() > 1 {
            return role;
        }
        let Some(mut at) = roles.iter().position(|other| other.value == role.value) else {
            return role;
        };
        while let Some(before) = at.checked_sub(1) {
            let gap = roles
                .get(before)
                .zip(roles.get(at))
                .and_then(|(one, two)| self.text.get(one.span.end..two.span.start));
            if !gap.is_some_and(|gap| {
                matches!(gap.trim(), "and" | "or" | "&" | "," | ", and" | ", or")
            }) {
                break;
            }
            at = before;
        }
        roles.get(at).unwrap_or(role)
    }

    /// True where only a dash, a colon or a bar stands between a name and the figure behind it: "Chief baker – $40,000", or
    /// that behind a few words that end in one for pay: "Senior pilot salary: $90,000".
    fn labels(&self, name: Span, amount: Span) -> bool {
        const MARKS: [&str; 9] = ["–", "—", "-", ":", "|", "=", "→", "->", "=>"];
        let Some(gap) = self.text.get(name.end..amount.start).map(str::trim) else {
            return false;
        };
        if gap.len() > LABEL_MAX_BYTES {
            return false;
        }
        let mark = MARKS.iter().find(|mark| gap.ends_with(**mark));
        mark.and_then(|mark| gap.strip_suffix(mark))
            .is_some_and(|label| {
                let label = label.trim();
                label.is_empty()
                    || (!label.contains(|c: char| !c.is_alphabetic() && c != ' ')
                        && words(label)
                            .last()
                            .is_some_and(|last| is_pay_word(&last.lower)))
            })
    }

    /// "With an average base salary of $50,000": the kind of figure stands right before it.
    fn measures(&self, name: Span, amount: Span) -> bool {
        let gap = self.text.get(name.end..amount.start).unwrap_or_default();
        gap.len() <= MEASURE_MAX_BYTES
            && !gap.contains([',', '.', ';'])
            && gap.trim_end().ends_with(" of")
    }

    /// "A earns $1, B $2", "$1 for A and $2 for B", "A, B and C earn $1, $2 and $3".
    fn are_in_step(&self, names: &[Span]) -> bool {
        if self.all.len() < 2 || names.len() != self.all.len() {
            return false;
        }
        let amounts: Vec<Span> = self.all.iter().map(|amount| amount.span).collect();
        let gap = |a: Span, b: Span| self.text.get(a.end..b.start).unwrap_or_default().trim();
        let is_list = |spans: &[Span]| {
            spans.windows(2).all(|two| {
                let [a, b] = two else { return false };
                let gap = gap(*a, *b).trim_end_matches("respectively").trim();
                matches!(gap, "," | "and" | ", and" | "&" | "/" | "or")
            })
        };
        let pairs = || names.iter().zip(&amounts);
        let all_before = pairs().all(|(name, amount)| name.end <= amount.start);
        let all_behind = pairs().all(|(name, amount)| amount.end <= name.start);
        let in_turn = |firsts: &[Span], seconds: &[Span]| {
            firsts
                .iter()
                .skip(1)
                .zip(seconds)
                .all(|(next, second)| second.end <= next.start)
        };
        if all_before && in_turn(names, &amounts) {
            // "$60,000 in Toronto and $70,000": a name bound to the figure before it is not the next one's.
            let mut between = amounts.iter().zip(names.iter().skip(1));
            return between.all(|(amount, name)| !self.is_bound(*amount, *name));
        }
        (all_behind && in_turn(&amounts, names)) || (is_list(names) && is_list(&amounts))
    }

    /// The rungs that may be those of a figure for `role`; of several named in one breath each needs a figure of its own.
    pub(super) fn own_grades(&self, names: &Names, role: Option<&RoleRef>) -> Vec<Spanned<Grade>> {
        let spans: Vec<Span> = names.grades.iter().map(|grade| grade.span).collect();
        if are_joined(self.text, &names.grades) && !self.are_in_step(&spans) {
            return Vec::new();
        }
        of_role(&names.grades, &names.roles, role)
    }

    /// As [`Attach::nearest`], with how it is attached.
    pub(super) fn nearest_told<T: Clone>(
        &self,
        names: &[Spanned<T>],
        reach: Reach,
    ) -> Option<Told<'_, T>> {
        self.nearest(names, reach).map(|name| self.told(name))
    }

    /// A name of this sentence, with how it is attached to the figure.
    pub(super) fn told<T: Clone>(&self, name: &Spanned<T>) -> Told<'_, T> {
        let rule = if self.labels(name.span, self.amount) {
            Rule::Label
        } else if self.clause_of(name.span) == self.clause_of(self.amount) {
            Rule::Clause
        } else {
            Rule::Sentence
        };
        Told::found(name, rule, self.text)
    }

    /// The name that belongs to this figure.
    pub(super) fn nearest<'n, T>(
        &self,
        names: &'n [Spanned<T>],
        reach: Reach,
    ) -> Option<&'n Spanned<T>> {
        let outside: Vec<&'n Spanned<T>> = names
            .iter()
            .filter(|name| {
                !name.span.overlaps(self.amount) && !self.is_in_brackets_of_another(name.span)
            })
            .collect();
        let before = self.at.checked_sub(1).and_then(|at| self.all.get(at));
        // "$60,000 in Toronto and $70,000": the place is that of the figure before.
        let is_of_previous = |span: Span| {
            before.is_some_and(|amount| {
                let is_label = self.labels(span, amount.span);
                is_label || (span.end <= self.amount.start && self.is_bound(amount.span, span))
            })
        };
        // As many names as figures, in step: the first belongs to the first, the second to the second.
        let spans: Vec<Span> = outside.iter().map(|name| name.span).collect();
        if self.are_in_step(&spans) {
            return outside.get(self.at).copied();
        }
        // "Chief baker – $40,000": what a dash or colon joins to a figure is said of that one.
        let label = outside
            .iter()
            .rev()
            .find(|name| self.labels(name.span, self.amount));
        if let Some(name) = label {
            return Some(name);
        }
        let own = self.clause_of(self.amount);
        // A name behind this figure and nearer to the next one belongs to that.
        let next = self.all.get(self.at + 1).map(|amount| amount.span);
        let is_of_next = |span: Span| {
            next.is_some_and(|next| {
                let is_nearer = span.distance(next) < span.distance(self.amount);
                let in_its_clause = self.clause_of(span) == self.clause_of(next);
                let shares_clause = in_its_clause && self.clause_of(span) != own;
                let is_label = self.labels(span, next) || self.measures(span, next);
                span.start >= self.amount.end && (is_nearer || shares_clause || is_label)
            })
        };
        let in_clause = outside
            .iter()
            .filter(|name| self.clause_of(name.span) == own)
            .filter(|name| !is_of_next(name.span) && !is_of_previous(name.span))
            .min_by_key(|name| (name.span.distance(self.amount), name.span.start));
        if let Some(name) = in_clause {
            return Some(name);
        }
        let floor = if reach == Reach::Before {
            self.at
                .checked_sub(1)
                .and_then(|before| self.all.get(before))
                .map_or(self.sentence.start, |amount| amount.span.end)
        } else {
            self.sentence.start
        };
        let before = outside
            .iter()
            .rev()
            .filter(|name| !is_of_previous(name.span))
            .find(|name| {
                let is_near = name.span.start >= floor || self.is_in_label_of_all(name.span);
                name.span.end <= self.amount.start && is_near
            });
        let behind = || {
            outside
                .iter()
                .find(|name| name.span.start >= self.amount.end && !is_of_next(name.span))
        };
        match reach {
            Reach::Sentence => before.or_else(behind),
            Reach::Before => before,
        }
        .copied()
    }
}

/// The levels that may be those of a figure for `role`: one that stands before another title is that one's.
pub(super) fn levels_of(names: &Names, role: Option<&RoleRef>) -> Vec<Spanned<Level>> {
    let is_of_other = |level: &Spanned<Level>| {
        names.roles.iter().any(|other| {
            let is_before =
                level.span.end <= other.span.start && other.span.start - level.span.end <= 1;
            is_before && Some(&other.value) != role
        })
    };
    names
        .levels
        .iter()
        .filter(|level| !is_of_other(level))
        .cloned()
        .collect()
}
