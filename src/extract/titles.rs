//! Job titles as they are written: `regional airline pilots`, `Physician Assistant`, `director of product`.
//!
//! A title is read around the noun it ends in, whether the vocabulary knows it or not. Accepted forms:
//!
//! | form | example |
//! |---|---|
//! | a noun for somebody who does something | `dentists` |
//! | such a noun with what sets it apart before it | `registered nurse`, `AI/ML engineer`, `Foreign Language Teacher` |
//! | such a noun behind a role that is known | `physician assistant`, `data engineering manager` |
//! | an office and its field | `vice president of data`, `Head of Marketing` |
//! | the letters of an office | `CEO`, `SVP` |
//!
//! What goes before a title without being part of it (articles, levels, places, `experienced`, `most`) ends it. Nouns that
//! say nothing of the work (`manager`, `specialist`) are titles only with something before them.

use crate::domain::{RoleRef, Span, Spanned};
use crate::vocabulary::{TitleNoun, TitleWords, Word, singular};

use super::meant::is_one_of_names;
use super::telling::is_pay_word;
use super::years::Setting;

/// How many words may stand before the noun of a title.
const MODIFIERS_MAX: usize = 4;

/// How many words the field of an office may have: "director of product marketing".
const FIELD_MAX: usize = 3;

/// A text, with what in it is no part of any title.
pub(super) struct Titles<'a> {
    text: &'a str,
    words: &'a [Word<'a>],
    setting: Setting,
    /// Levels and places.
    apart: &'a [Span],
    /// Skills, which set titles apart: "Perl programmer".
    skills: &'a [Span],
    known: &'a TitleWords,
}

impl<'a> Titles<'a> {
    /// The titles of `text`, whose words these are; `apart` holds the levels and places in it, `skills` the skills.
    pub(super) fn of(
        text: &'a str,
        words: &'a [Word<'a>],
        setting: Setting,
        (apart, skills): (&'a [Span], &'a [Span]),
        known: &'a TitleWords,
    ) -> Titles<'a> {
        Titles {
            text,
            words,
            setting,
            apart,
            skills,
            known,
        }
    }

    /// Every title of the text: those around `known` roles, which keep what is known of them, and others.
    pub(super) fn all(&self, known: Vec<Spanned<RoleRef>>) -> Vec<Spanned<RoleRef>> {
        let offices: Vec<Span> = if known.is_empty() {
            Vec::new()
        } else {
            let all = 0..self.words.len();
            all.filter_map(|at| self.office_at(at)).collect()
        };
        let mut found: Vec<Spanned<RoleRef>> = Vec::with_capacity(known.len());
        for role in known {
            // "Director of product marketing" is no marketer; a role that is spelled out stays.
            let is_field = !self.is_spelled_out(&role);
            let is_inside = is_field && offices.iter().any(|office| office.overlaps(role.span));
            let role = self.widened(role);
            if !is_inside
                && found
                    .last()
                    .is_none_or(|last| last.span.end <= role.span.start)
            {
                found.push(role);
            }
        }
        let mut others = Vec::new();
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            let is_covered = |span: Span| {
                found
                    .iter()
                    .chain(&others)
                    .any(|role: &Spanned<RoleRef>| role.span.overlaps(span))
            };
            let title = (!is_covered(word.span))
                .then(|| self.title_at(at))
                .flatten()
                .filter(|span| {
                    !is_covered(*span) && !is_one_of_names(self.text, *span, self.known)
                });
            if let Some(span) = title {
                others.push(self.unknown(span));
            }
            at += 1;
        }
        found.append(&mut others);
        found.sort_by_key(|role| role.span.start);
        found
    }

    fn unknown(&self, span: Span) -> Spanned<RoleRef> {
        let written = without_possessive(span.of(self.text).unwrap_or_default());
        Spanned::new(
            RoleRef {
                written,
                ..RoleRef::default()
            },
            span,
        )
    }

    /// A known role with the words of its title before and behind it; another noun behind it makes another job of it.
    fn widened(&self, role: Spanned<RoleRef>) -> Spanned<RoleRef> {
        let first = self
            .words
            .iter()
            .position(|word| word.span.start >= role.span.start);
        let last = self
            .words
            .iter()
            .rposition(|word| word.span.end <= role.span.end);
        let (Some(first), Some(last)) = (first, last) else {
            return role;
        };
        let end = self.end_from(last);
        let is_other = (last..end).any(|at| !self.gap(at).contains('/'));
        if role.value.occupation.is_some() || (!self.is_spelled_out(&role) && !is_other) {
            return role;
        }
        let start = self.start_before(first);
        let (Some(from), Some(to)) = (self.words.get(start), self.words.get(end)) else {
            return role;
        };
        let span = from.span.cover(to.span);
        let written = without_possessive(span.of(self.text).unwrap_or_default());
        // A cloud data engineer is a data engineer; what a "dental nurse" is, the word "nurse" alone does not say.
        let is_told_apart = start < first && first == last;
        let value = RoleRef {
            id: role.value.id.filter(|_| !is_other && !is_told_apart),
            occupation: None,
            written,
        };
        Spanned::new(value, span)
    }

    /// False where the text names the field of a role, and not the role.
    fn is_spelled_out(&self, role: &Spanned<RoleRef>) -> bool {
        let written = role.span.of(self.text).unwrap_or_default();
        written == role.value.written || written.strip_prefix("the ") == Some(&role.value.written)
    }

    /// An office at the word `at` that names its field.
    fn office_at(&self, at: usize) -> Option<Span> {
        let word = self.words.get(at)?;
        let span = self.with_field(at, word.span);
        (span != word.span).then_some(span)
    }

    /// The title that the word `at` ends, if any.
    fn title_at(&self, at: usize) -> Option<Span> {
        let word = self.words.get(at)?;
        if self.known.is_letters(&word.written) {
            return Some(self.with_field(at, word.span));
        }
        let noun = self.known.noun(&word.lower)?;
        let end = self.end_from(at);
        let last = self.words.get(end)?;
        let start = self.start_before(at);
        let first = self.words.get(start)?;
        let span = self.with_field(end, first.span.cover(last.span));
        let has_field = span.end > last.span.end;
        // "Lead/Manager" says nothing of the work, however many nouns there are.
        let nouns = start..=end;
        let is_named = nouns.clone().any(|i| {
            let word = self.words.get(i);
            word.is_some_and(|word| self.known.noun(&word.lower) != Some(TitleNoun::Needy))
        });
        let is_joined = (start..end).any(|i| self.gap(i).contains('/'));
        let stands_alone = is_named || has_field || (end > start && !is_joined);
        // "Developer Survey", "Nurse Association": what is called after those who do the work.
        let next = self.words.get(end + 1).filter(|_| self.gap(end) == " ");
        let is_thing = next.is_some_and(|next| self.known.is_thing(&next.lower));
        // "Acme Corp Developer": names alone make no trade of a noun that says nothing of the work.
        let is_trade = noun == TitleNoun::Alone
            || self.setting == Setting::Label
            || has_field
            || self.opens_at(start)
            || (start..end).any(|i| {
                let word = self.words.get(i);
                word.is_some_and(|word| self.known.is_modifier(&word.lower))
            });
        (stands_alone && !is_thing && is_trade).then_some(span)
    }

    /// Where the nouns end that follow the one at `at`: "nurse practitioner", "programmer/developer".
    fn end_from(&self, at: usize) -> usize {
        let mut end = at;
        while let (Some(word), Some(next)) = (self.words.get(end), self.words.get(end + 1)) {
            let gap = self.gap(end);
            let is_plural = singular(&word.lower) != word.lower;
            let joins = match gap {
                " " | "-" => {
                    let leads = matches!(next.lower.as_str(), "lead" | "leads");
                    !is_plural && (!leads || is_capital(next))
                }
                "/" | " / " => true,
                _ => false,
            };
            if !joins
                || self.known.noun(&next.lower).is_none()
                || self.is_apart(next.span) && gap != " "
            {
                break;
            }
            end += 1;
        }
        end
    }

    /// Where the title begins whose noun, or whose known role, begins with the word `at`.
    fn start_before(&self, at: usize) -> usize {
        let mut start = at;
        while at - start < MODIFIERS_MAX && start > 0 {
            if self.is_modifier(start - 1) {
                start -= 1;
            } else if self.joins_modifiers(start) {
                start -= 2;
            } else {
                break;
            }
        }
        let first_of = |belongs: &dyn Fn(&Word) -> bool| {
            let all_belong = |from: usize| {
                self.words
                    .get(from..at)
                    .is_some_and(|words| words.iter().all(belongs))
            };
            (start..at).find(|from| all_belong(*from)).unwrap_or(at)
        };
        // "TECH HUBS SOFTWARE ENGINEER": where all is in capitals they tell no name; few words are one title.
        if start < at && !self.text.contains(char::is_lowercase) {
            let of_trade = first_of(&|word| self.known.is_modifier(&word.lower));
            let is_short = self.words.len() <= MODIFIERS_MAX;
            return if of_trade == at && is_short {
                start
            } else {
                of_trade
            };
        }
        if self.setting == Setting::Label || self.opens_at(start) {
            return start;
        }
        // In running text any word may stand before a title: only those that belong to trades count.
        first_of(&|word| self.is_telling(word))
    }

    /// "Iron and steel workers": two words of trades before one noun.
    fn joins_modifiers(&self, start: usize) -> bool {
        let is_of_trade = |at: usize| {
            let word = self.words.get(at);
            word.is_some_and(|word| {
                self.known.is_modifier(&word.lower)
                    || self.skills.iter().any(|skill| skill.contains(word.span))
            })
        };
        start >= 2
            && self
                .words
                .get(start - 1)
                .is_some_and(|word| word.lower == "and")
            && self.gap(start - 1) == " "
            && self.gap(start - 2) == " "
            && is_of_trade(start)
            && is_of_trade(start - 2)
            && self
                .known
                .noun(self.words.get(start).map_or("", |word| &word.lower))
                .is_none()
    }

    /// Whether the word `at` may stand before a title, as part of it.
    fn is_modifier(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        let gap = self.gap(at);
        let is_joined = matches!(gap, " " | "-" | "/" | " & " | "\u{A0}");
        let lower = word.lower.as_str();
        let is_verbal = (lower.ends_with("ing") || lower.ends_with("ed") || lower.ends_with("ly"))
            && !self.known.is_modifier(lower);
        is_joined
            && !self.is_apart(word.span)
            && !self.known.is_stop(lower)
            && (!is_pay_word(lower) || self.is_income_tax(at))
            && !is_verbal
            && !lower.starts_with(|c: char| c.is_ascii_digit())
            && (self.known.noun(lower).is_none()
                || self.known.is_modifier(lower)
                || matches!(gap, "/" | "-")
                || (is_capital(word) && singular(lower) == lower))
            && !self.is_employer(at)
    }

    /// "Income tax officer".
    fn is_income_tax(&self, at: usize) -> bool {
        let is =
            |at: usize, lower: &str| self.words.get(at).is_some_and(|word| word.lower == lower);
        is(at, "income") && is(at + 1, "tax")
    }

    /// "Acme Radiologist": a name right before a noun that says what the work is, and no adjective, is an employer's.
    fn is_employer(&self, at: usize) -> bool {
        let (Some(word), Some(next)) = (self.words.get(at), self.words.get(at + 1)) else {
            return false;
        };
        let is_adjective = [
            "ic", "al", "ar", "ry", "ve", "ine", "ed", "ese", "ish", "ian", "tor",
        ]
        .iter()
        .any(|ending| word.lower.ends_with(ending));
        let is_letters = word.written.chars().all(|c| !c.is_lowercase());
        self.known.noun(&next.lower) == Some(TitleNoun::Alone)
            && is_capital(word)
            && !is_adjective
            && !is_letters
            && !self.known.is_modifier(&word.lower)
            && !self.skills.iter().any(|skill| skill.overlaps(word.span))
    }

    /// True for a word of a trade, or one that is written as names are.
    fn is_telling(&self, word: &Word) -> bool {
        self.known.is_modifier(&word.lower)
            || is_capital(word) && !self.opens_sentence(word.span.start)
    }

    /// True where a title that begins with the word `at` is opened by what stands before it.
    fn opens_at(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        if self.opens_sentence(word.span.start) {
            return true;
        }
        let before = at.checked_sub(1).and_then(|before| self.words.get(before));
        before.is_some_and(|before| {
            matches!(
                before.lower.as_str(),
                "a" | "an"
                    | "the"
                    | "for"
                    | "of"
                    | "as"
                    | "most"
                    | "many"
                    | "by"
                    | "each"
                    | "every"
            ) || self.is_apart(before.span)
                || self.known.is_stop(&before.lower)
        })
    }

    /// True at the start of the text and behind a mark that ends a sentence, a clause or a label.
    fn opens_sentence(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default().trim_end();
        before.is_empty()
            || before.ends_with([
                '.', ',', ':', ';', '!', '?', '(', '"', '“', '–', '—', '\n', '•', '-',
            ])
    }

    /// A title with its field, where it is an office: "director of product".
    fn with_field(&self, at: usize, span: Span) -> Span {
        let is_office = |at: usize| {
            let word = self.words.get(at);
            word.is_some_and(|word| self.known.is_office(&word.lower, &word.written))
        };
        let of = self.words.get(at + 1).filter(|word| word.lower == "of");
        if of.is_none() || !is_office(at) || self.gap(at) != " " {
            return span;
        }
        let mut end = at + 1;
        while end - at - 1 < FIELD_MAX && self.gap(end) == " " {
            let next = self.words.get(end + 1);
            let belongs = next.is_some_and(|word| {
                !self.known.is_stop(&word.lower)
                    && !is_pay_word(&word.lower)
                    && !self.is_apart(word.span)
                    && (self.setting == Setting::Label || self.is_telling(word))
            });
            if !belongs {
                break;
            }
            end += 1;
        }
        match self.words.get(end) {
            Some(last) if end > at + 1 => span.cover(last.span),
            _ => span,
        }
    }

    /// What stands between the word `at` and the next.
    fn gap(&self, at: usize) -> &'a str {
        let end = self.words.get(at).map(|word| word.span.end);
        let start = self.words.get(at + 1).map(|word| word.span.start);
        let (Some(end), Some(start)) = (end, start) else {
            return "";
        };
        self.text.get(end..start).unwrap_or_default()
    }

    fn is_apart(&self, span: Span) -> bool {
        self.apart.iter().any(|other| other.overlaps(span))
    }
}

/// True for a word written as names are.
fn is_capital(word: &Word) -> bool {
    word.written
        .starts_with(|c: char| c.is_uppercase() || c == '.')
}

/// "A staff nurse’s" is about a staff nurse.
fn without_possessive(written: &str) -> String {
    let bare = ["'s", "’s", "s'", "s’"].iter().find_map(|ending| {
        let bare = written.strip_suffix(ending)?;
        Some(if ending.starts_with('s') {
            format!("{bare}s")
        } else {
            bare.to_owned()
        })
    });
    bare.unwrap_or_else(|| written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::names::scan_names;
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(setting: Setting, text: &str, expected: &[&str]) {
        let names = scan_names(text, Vocabulary::builtin(), setting);
        let found: Vec<&str> = names
            .roles
            .iter()
            .map(|role| role.value.written.as_str())
            .collect();
        assert_eq!(found, expected, "titles of {text:?}");
    }

    #[test]
    fn reads_titles_with_what_sets_them_apart() {
        let prose = |text, expected: &[&str]| check(Setting::Prose, text, expected);
        prose(
            "A regional ferry captain in Oslo earns little.",
            &["regional ferry captain"],
        );
        prose(
            "The pay for veterinary nurse specialists is fine.",
            &["veterinary nurse specialists"],
        );
        prose(
            "Registered dietitians and licensed welders",
            &["Registered dietitians", "licensed welders"],
        );
        prose(
            "Companies hire dental hygienists early.",
            &["dental hygienists"],
        );
        prose(
            "Female plumbers, most plumbers and senior plumbers",
            &["plumbers", "plumbers", "plumbers"],
        );
        prose("Indian accountants", &["accountants"]);
        prose("AI/ML engineers lead teams.", &["AI/ML engineers"]);
        prose(
            "He was Director of Product Marketing there.",
            &["Director of Product Marketing"],
        );
    }

    #[test]
    fn reads_titles_in_labels() {
        let label = |text, expected: &[&str]| check(Setting::Label, text, expected);
        label("Foreign Language Teacher", &["Foreign Language Teacher"]);
        label("Physician Assistant", &["Physician Assistant"]);
        label("Chief data officer", &["Chief data officer"]);
        label("Vice president of data", &["Vice president of data"]);
        label(
            "computer programmer/developer",
            &["computer programmer/developer"],
        );
        label("Physician/doctor", &["Physician/doctor"]);
        label("Elevator mechanic salary", &["Elevator mechanic"]);
        label("CFO", &["CFO"]);
    }

    #[test]
    fn takes_nobody_for_a_title() {
        check(
            Setting::Prose,
            "Managers and specialists may earn more.",
            &[],
        );
        check(Setting::Label, "Specialists", &[]);
        check(Setting::Prose, "The main driver of pay is skill.", &[]);
    }
}
