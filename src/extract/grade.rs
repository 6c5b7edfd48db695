//! Whether a rung that stands in a text is that of a figure or of somebody's work.
//!
//! | read | why | not read |
//! |---|---|---|
//! | `Tier 1 SOC analyst`, `nurse at band 6`, `baker (L4)` | beside who works there | `Tier 1 support costs $20 an hour` |
//! | `Band 6: £37,000`, `L5 (senior)`, `Tier 2 pay` | a label, of nothing else | `Tier 1: Delhi and Mumbai`, `Level 1: Foundations` |
//! | `Band 6 salaries start at`, `At L5, pay is` | said of pay | `Level 4 needs a badge` |
//! | `7` under `Grade`, `M2` under `Level` | a column of rungs | `7` under `City tier` |
//! | `Engineer II`, `SDE 2`, `Clerk III` | a number behind a title | `an engineer I know`, `2 engineers`, `Engineer 2 years in` |
//!
//! A false rung is worse than a missed one: what is in doubt is none.

use crate::domain::{Grade, RoleRef, Scheme, Span, Spanned};
use crate::vocabulary::{
    Capitals, GradeMention, TitleWords, Word, grades_in, parse_grade, ranks_others, scheme_of,
    singular,
};

use super::telling::is_pay_word;
use super::years::Setting;

/// How many words may stand between a rung and the title behind it: "Tier 1 IT support analyst".
const BETWEEN_MAX: usize = 2;

/// The rungs that `text` writes, of whatever they are.
pub(super) fn written(text: &str, words: &[Word]) -> Vec<GradeMention> {
    grades_in(text, words, Capitals::Needed)
}

/// A text, and who is named in it.
pub(super) struct Beside<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word<'a>],
    pub(super) setting: Setting,
    pub(super) roles: &'a [Spanned<RoleRef>],
    pub(super) titles: &'a TitleWords,
    /// Whether a level or years are named in it too, as in "L5 (senior)".
    pub(super) names_step: bool,
}

impl Beside<'_> {
    /// Those of the rungs `written` in the text that are of work or pay, and the numbers behind titles.
    pub(super) fn grades(&self, written: Vec<GradeMention>) -> Vec<Spanned<Grade>> {
        let mut found: Vec<Spanned<Grade>> = Vec::new();
        for mention in written.into_iter().rev() {
            let grade = Spanned::new(mention.grade, mention.span);
            // "L4 and L5 bakers": what is said of the second is said of both.
            let joins =
                |next: &Spanned<Grade>| are_joined(self.text, &[grade.clone(), next.clone()]);
            if self.is_of_work(&mention) || found.last().is_some_and(joins) {
                found.push(grade);
            }
        }
        found.reverse();
        if found.is_empty() {
            found.extend(self.behind_titles());
        }
        found
    }

    fn is_of_work(&self, mention: &GradeMention) -> bool {
        // "M2" and "P3" mean so much that only a column of rungs tells.
        let by_column = matches!(mention.grade.scheme(), Scheme::M | Scheme::P | Scheme::G);
        !by_column
            && (self.is_beside_people(mention.span)
                || (self.setting == Setting::Label && self.is_label(mention))
                || self.is_of_pay(mention))
    }

    fn gap(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The first word behind `span`, with what parts it from that.
    fn next(&self, span: Span) -> Option<(usize, &str)> {
        let at = self
            .words
            .iter()
            .position(|word| word.span.start >= span.end)?;
        let word = self.words.get(at)?;
        Some((at, self.gap(span.end, word.span.start)))
    }

    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    /// "Tier 1 SOC analyst", "Nurse (band 6)", "baker at L4".
    fn is_beside_people(&self, rung: Span) -> bool {
        let nouns = self.words.iter().filter(|word| {
            self.titles.noun(&word.lower).is_some() || self.titles.is_letters(&word.written)
        });
        let people = self.roles.iter().map(|role| role.span);
        let mut people = people.chain(nouns.map(|word| word.span));
        people.any(|person| {
            if person.overlaps(rung) {
                return false;
            }
            if rung.end <= person.start {
                let between = self.gap(rung.end, person.start);
                let count = between.split_whitespace().count();
                let is_plain = between
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/'));
                let is_joined = !between.split_whitespace().any(|word| {
                    matches!(
                        word,
                        "and" | "or" | "for" | "at" | "to" | "the" | "a" | "in" | "as"
                    )
                });
                return count <= BETWEEN_MAX && is_plain && is_joined;
            }
            let between = self.gap(person.end, rung.start).trim().to_lowercase();
            let between = between.trim_end_matches(" a").trim_end_matches(" an");
            matches!(
                between,
                "" | "(" | "," | "-" | "–" | "—" | "at" | "on" | ":" | ", at" | "|"
            )
        })
    }

    /// "Band 6: £37,000", "L5 (senior)", "Tier 2 pay", "Pay at L4": the whole label, or of nothing else.
    fn is_label(&self, mention: &GradeMention) -> bool {
        let before = self.gap(0, mention.span.start);
        let opens = !before.contains(char::is_alphanumeric);
        let behind = self.next(mention.span);
        let Some((at, gap)) = behind else {
            let last = before.trim_end().rsplit(char::is_whitespace).next();
            let last = last.unwrap_or_default().to_lowercase();
            let is_parted = last.ends_with([':', '(', '–', '—', '-', '|', ',']);
            return opens
                || is_parted
                || matches!(last.as_str(), "at" | "for" | "on")
                || is_pay_word(&last);
        };
        if !opens {
            return false;
        }
        let is_parted = gap.contains([':', '(', '–', '—', '-', '|', ',', '/', '$', '£', '€', '₹']);
        let is_amount = self.lower(at).starts_with(|c: char| c.is_ascii_digit())
            || gap.contains(['$', '£', '€', '₹']);
        let is_told = is_pay_word(self.lower(at)) || self.names_step || !self.roles.is_empty();
        // Tiers and levels are of so much else that what stands behind has to tell.
        let is_plain = !matches!(mention.grade.scheme(), Scheme::Tier | Scheme::Level);
        let is_apart = mention.is_letters || (is_plain && gap.contains('('));
        is_amount || (is_parted && (is_told || is_apart)) || is_pay_word(self.lower(at))
    }

    /// "Band 6 salaries start at", "At L5, pay is", "tier 2 earns".
    fn is_of_pay(&self, mention: &GradeMention) -> bool {
        let at = self
            .words
            .partition_point(|word| word.span.end <= mention.span.start);
        let before = at.checked_sub(1).map_or("", |before| self.lower(before));
        // "In tier 1" may be a place.
        let is_tier = mention.grade.scheme() == Scheme::Tier;
        let is_placed = matches!(before, "at" | "on") || (before == "in" && !is_tier);
        let Some((next, gap)) = self.next(mention.span) else {
            return is_placed;
        };
        let is_joined = gap.trim().is_empty();
        let next = self.lower(next);
        let earns = matches!(
            next,
            "earn" | "earns" | "make" | "makes" | "pays" | "paid" | "receives" | "receive"
        );
        let ends = gap.trim_start().starts_with([',', '.', ';', ')', ':']);
        let says = matches!(
            next,
            "is" | "are" | "was" | "pay" | "you" | "starts" | "ranges" | "averages"
        );
        (is_joined && (earns || is_pay_word(next))) || (is_placed && (ends || (is_joined && says)))
    }

    /// "Engineer II", "SDE 2": a number right behind a title.
    fn behind_titles(&self) -> Vec<Spanned<Grade>> {
        let mut found = Vec::new();
        for (at, word) in self.words.iter().enumerate().skip(1) {
            // Nearly every word is another one.
            let first = word.lower.bytes().next();
            if word.lower.len() > 3 || !matches!(first, Some(b'1'..=b'6' | b'i' | b'v')) {
                continue;
            }
            let is_roman = matches!(
                word.written.as_str(),
                "I" | "II" | "III" | "IV" | "V" | "VI"
            );
            let is_digit = matches!(word.lower.as_str(), "1" | "2" | "3" | "4" | "5" | "6");
            if !is_roman && !is_digit {
                continue;
            }
            let Some(before) = self.words.get(at - 1) else {
                continue;
            };
            let gap = self.gap(before.span.end, word.span.start);
            let is_letters = matches!(
                before.lower.as_str(),
                "sde" | "swe" | "sdet" | "mts" | "sre"
            );
            let is_noun = self.titles.noun(&before.lower).is_some()
                && singular(&before.lower) == before.lower.as_str();
            let is_title =
                is_letters || (is_noun && before.written.starts_with(char::is_uppercase));
            if !matches!(gap, " " | "-") || !is_title || !self.ends_title(at, is_roman, is_letters)
            {
                continue;
            }
            let number = Grade::numbered(Scheme::Title, &word.written);
            found.extend(number.map(|grade| Spanned::new(grade, word.span)));
        }
        found
    }

    /// False for "Engineer 2 years in", "an Engineer I know", "Engineer I/II", "Developer 2.0".
    fn ends_title(&self, at: usize, is_roman: bool, is_letters: bool) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        let behind = self.gap(word.span.end, self.text.len());
        let next = self.lower(at + 1);
        let is_rung = |word: &str| {
            parse_grade(word).is_some() || word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let goes_on = behind
            .trim_start()
            .starts_with(['/', '-', '–', '&', '+', '～', '~', '%'])
            && (next.is_empty() || is_rung(next))
            || behind.starts_with(['.', ','])
                && behind.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
            || matches!(next, "to" | "or" | "through" | "and") && is_rung(self.lower(at + 2));
        if goes_on {
            return false;
        }
        let is_apart = behind.is_empty()
            || behind.trim_start().starts_with([
                ':', ';', ',', '(', ')', '|', '–', '—', '-', '.', '/', '$', '£', '€', '₹', '?', ']',
            ]);
        let is_said = is_pay_word(next)
            || matches!(
                next,
                "earns"
                    | "makes"
                    | "role"
                    | "roles"
                    | "position"
                    | "positions"
                    | "level"
                    | "is"
                    | "at"
                    | "in"
                    | "with"
                    | "can"
                    | "average"
                    | "median"
                    | "base"
                    | "total"
            );
        let is_single = matches!(word.written.as_str(), "I" | "V");
        match (is_roman, self.setting) {
            // "I" is a person more often than a number.
            (true, Setting::Prose) if is_single => false,
            (true, _) if is_single => is_apart || is_pay_word(next),
            (true, _) => true,
            (false, Setting::Label) => is_apart || is_said,
            (false, Setting::Prose) => is_letters && (is_apart || is_said),
        }
    }
}

/// The scheme that a column counts in, by the words of its header: "Pay grade", "NHS band", "Level".
pub(super) fn scheme_of_header(words: &[Word]) -> Option<Scheme> {
    let mut schemes = words.iter().filter_map(|word| scheme_of(&word.lower));
    let first = schemes.next()?;
    let is_other = words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "education"
                | "skill"
                | "skills"
                | "qualification"
                | "degree"
                | "stress"
                | "risk"
                | "priority"
                | "difficulty"
                | "lpa"
                | "lakh"
                | "lakhs"
                | "rqf"
                | "nvq"
                | "age"
        )
    });
    let is_one = schemes.next().is_none() && !is_other && !ranks_others(words);
    is_one.then_some(first)
}

/// The rung that a cell of a column of rungs is as a whole: `7`, `8a`, `III`, `M2`, `Tier 1`.
pub(super) fn grade_of_cell(cell: &str, scheme: Scheme) -> Option<Grade> {
    let cell = cell.trim();
    let upper = cell.to_uppercase();
    Grade::numbered(scheme, &upper).or_else(|| {
        let is_capital = !cell.starts_with(char::is_lowercase) || cell.contains(' ');
        parse_grade(cell).filter(|_| is_capital)
    })
}

/// The rung that belongs to a figure for `role`: one that stands at another title is that one's; two that are joined
/// ("L4 and L5 engineers") are told of no single figure.
pub(super) fn of_role(
    grades: &[Spanned<Grade>],
    roles: &[Spanned<RoleRef>],
    role: Option<&RoleRef>,
) -> Vec<Spanned<Grade>> {
    let of_other = |grade: &Spanned<Grade>| {
        let mut beside = roles
            .iter()
            .filter(|other| other.span.distance(grade.span) <= 2);
        let own = beside.clone().any(|other| Some(&other.value) == role);
        !own && beside.any(|other| Some(&other.value) != role)
    };
    grades
        .iter()
        .filter(|grade| !of_other(grade))
        .cloned()
        .collect()
}

/// True where two rungs are named in one breath: "L4 and L5 engineers".
pub(super) fn are_joined(text: &str, grades: &[Spanned<Grade>]) -> bool {
    grades.windows(2).any(|two| {
        let [one, next] = two else { return false };
        let gap = text.get(one.span.end..next.span.start).unwrap_or_default();
        one.value != next.value && matches!(gap.trim(), "and" | "or" | "&" | "," | "/" | ", and")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::names::scan_names;
    use crate::vocabulary::{Vocabulary, words};

    #[track_caller]
    fn check(text: &str, setting: Setting, expected: &[&str]) {
        let names = scan_names(text, Vocabulary::builtin(), setting);
        let shown: Vec<String> = names
            .grades
            .iter()
            .map(|grade| grade.value.to_string())
            .collect();
        assert_eq!(shown, expected, "{setting:?} {text:?}");
    }

    #[track_caller]
    fn prose(text: &str, expected: &[&str]) {
        check(text, Setting::Prose, expected);
    }

    #[track_caller]
    fn label(text: &str, expected: &[&str]) {
        check(text, Setting::Label, expected);
    }

    #[test]
    fn reads_a_rung_beside_who_works_there() {
        prose("A Tier 1 SOC analyst earns $61,000.", &["tier 1"]);
        prose("SOC analysts (Tier 2) earn $82,000.", &["tier 2"]);
        prose("Band 6 nurses get £38,000.", &["band 6"]);
        prose("A midwife at band 7 earns £47,000.", &["band 7"]);
        prose("An L5 software engineer makes $310,000.", &["L5"]);
        prose("An L2 support engineer makes $50,000.", &["L2"]);
        prose("Tier 1 IT support analysts make $45,000.", &["tier 1"]);
        prose("L4 and L5 bakers make $90,000.", &["L4", "L5"]);
        prose("A GS-9 economist starts at $61,000.", &["GS-9"]);
    }

    #[test]
    fn reads_a_rung_of_pay() {
        prose("Band 6 salaries start at £37,000.", &["band 6"]);
        prose("At L5, pay is $300,000.", &["L5"]);
        prose("Nurses in Band 5 are paid £29,000.", &["band 5"]);
        prose("Chefs in tier 1 are paid £29,000.", &[]);
        prose("Level 4 pays $120,000.", &["L4"]);
        prose("Level 4 needs a badge and $20.", &[]);
        prose("Tier 1 support costs $20 an hour.", &[]);
        prose("The job is at tier 1 companies for $90,000.", &[]);
        prose("Developers in tier 1 cities earn $90,000.", &[]);
        prose("On an E3 visa you are paid $90,000.", &[]);
        prose("Nurses with a Level 3 diploma earn £24,000.", &[]);
    }

    #[test]
    fn reads_labels() {
        label("L4", &["L4"]);
        label("Band 6: £37,000", &["band 6"]);
        label("Band 5 (newly qualified): £28,000", &["band 5"]);
        label("Tier 2 (senior)", &["tier 2"]);
        label("Tier 2: SOC analyst", &["tier 2"]);
        label("Tier 1 salary", &["tier 1"]);
        label("Average salary at L6", &["L6"]);
        label("Tier 1: Delhi and Mumbai", &[]);
        label("Level 1: Foundations", &[]);
        label("Phase 2: Databases", &[]);
        label("Stage 1", &[]);
        label("M2", &[]);
    }

    #[test]
    fn reads_numbers_behind_titles() {
        label("Software Engineer II", &["II"]);
        label("Data Analyst III – pay", &["III"]);
        label("Clerk I", &["I"]);
        label("SDE 2", &["II"]);
        label("SDE-3: ₹40 LPA", &["III"]);
        label("Software Engineer 2", &["II"]);
        prose("A Software Engineer II earns $120,000.", &["II"]);
        prose("An SDE 2 earns ₹30 lakh.", &["II"]);
        prose("As a Software Engineer I earn $100,000.", &[]);
        prose("As an engineer I earn $100,000.", &[]);
        prose("A Developer 2 years in earns $90,000.", &[]);
        label("Engineer I/II", &[]);
        label("How I Became an Engineer I Admire", &[]);
        label("Developer 2.0", &[]);
        prose("We paid 2 engineers $90,000.", &[]);
    }

    #[test]
    fn reads_columns_of_rungs() {
        #[track_caller]
        fn column(header: &str, cell: &str, expected: &str) {
            let scheme = scheme_of_header(&words(header));
            let grade = scheme.and_then(|scheme| grade_of_cell(cell, scheme));
            let shown = grade.map_or_else(|| "none".to_owned(), |grade| grade.to_string());
            assert_eq!(shown, expected, "{cell:?} under {header:?}");
        }
        column("Grade", "7", "grade 7");
        column("NHS band", "8a", "band 8a");
        column("Level", "III", "L3");
        column("Level", "M2", "M2");
        column("Tier", "Tier 1", "tier 1");
        column("Level", "senior", "none");
        column("Level", "3 years", "none");
        column("City tier", "1", "none");
        column("Education level", "3", "none");
        column("Band (LPA)", "12", "none");
    }
}
