//! What a heading, a lead-in or a label says of the words under it or behind it.
//!
//! | written | as | read |
//! | --- | --- | --- |
//! | `Tools you need` | heading | skills |
//! | `What does a diver do?` | heading | responsibilities |
//! | `Types of divers`, `Career path` | heading | related roles, where titles stand under it |
//! | `Typical duties include:` | lead-in of a list | responsibilities |
//! | `Required skills: …` | label of a line or an item | skills |
//! | `Next step: …`, `Similar jobs: …` | label of a line or an item | related roles |

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::domain::Aspect;
use crate::vocabulary::{Word, words};

use super::super::context::holds;
use super::super::telling::is_pay_word;
use super::asked::{ANY_PHRASE, ANY_WORD, PHRASES};
use super::title::is_title_noun;

/// The words of a heading, for the questions that are asked of them.
struct Heading<'w> {
    text: &'w str,
    words: Cow<'w, [Word<'w>]>,
    /// Which marks its words have, a bit for each; see [`mark_of`].
    marks: u64,
    lower: OnceCell<String>,
    may_say: OnceCell<bool>,
}

/// A mark that a word shares with few others.
fn mark_of(word: &str) -> u64 {
    let first = word.bytes().next().unwrap_or_default();
    1 << ((usize::from(first) * 7 + word.len()) % 64)
}

impl<'w> Heading<'w> {
    fn of(text: &'w str) -> Heading<'w> {
        Heading::of_words(text, words(text))
    }

    /// As [`Heading::of`], with the words of `text`.
    fn of_words(text: &'w str, words: impl Into<Cow<'w, [Word<'w>]>>) -> Heading<'w> {
        let words = words.into();
        Heading {
            text,
            marks: words
                .iter()
                .fold(0, |marks, word| marks | mark_of(&word.lower)),
            words,
            lower: OnceCell::new(),
            may_say: OnceCell::new(),
        }
    }

    /// In lower case.
    fn lower(&self) -> &str {
        self.lower.get_or_init(|| {
            let lower = self.text.to_lowercase();
            if lower.contains('’') {
                lower.replace('’', "'")
            } else {
                lower
            }
        })
    }

    fn has(&self, list: &[&str]) -> bool {
        let mut marked = list.iter().filter(|word| mark_of(word) & self.marks != 0);
        marked.any(|one| self.words.iter().any(|word| word.lower == *one))
    }

    /// False where it has none of all the words that are ever asked for.
    fn may_have(&self) -> bool {
        self.words
            .iter()
            .any(|word| ANY_WORD.contains(word.lower.as_str()))
    }

    /// False where it holds none of all the phrases that are ever asked for.
    fn may_say(&self) -> bool {
        let may = || !self.text.is_ascii() || ANY_PHRASE.is_match(self.text);
        *self.may_say.get_or_init(may)
    }

    fn says(&self, phrase: &str) -> bool {
        debug_assert!(PHRASES.contains(&phrase), "{phrase} is told at once");
        // Headings are short: looking for the first letter is quicker than a searcher made for each phrase.
        self.may_say() && holds(self.lower(), phrase)
    }

    fn says_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.says(phrase))
    }

    /// "What does a diver do", "what divers do all day": `do` ends the question, or says when or where.
    fn asks_what_is_done(&self) -> bool {
        let is_last = |at: usize| at + 1 == self.words.len();
        let done = self
            .words
            .iter()
            .enumerate()
            .rev()
            .find(|(at, word)| word.lower == "do" || (word.lower == "does" && is_last(*at)));
        let Some((at, _)) = done else {
            return false;
        };
        let next = self
            .words
            .get(at + 1)
            .map_or("", |word| word.lower.as_str());
        let closes = matches!(
            next,
            "" | "in"
                | "at"
                | "on"
                | "all"
                | "every"
                | "each"
                | "daily"
                | "day"
                | "for"
                | "during"
                | "exactly"
        );
        let is_asked = self
            .words
            .iter()
            .take(at)
            .any(|word| word.lower == "what" || word.lower == "what's");
        is_asked && at > 1 && closes
    }

    /// Skills with people and with oneself.
    fn is_soft(&self) -> bool {
        self.has(&[
            "soft",
            "interpersonal",
            "people",
            "personal",
            "workplace",
            "behavioural",
            "behavioral",
            "qualities",
            "traits",
            "transferable",
        ]) && !self.has(&["technical", "hard"])
    }

    fn skills(&self) -> Option<Aspect> {
        let named = self.has(&[
            "skill",
            "skills",
            "skillset",
            "competencies",
            "competence",
            "competences",
            "abilities",
            "qualities",
            "traits",
        ]);
        let asked = self.says_any(&[
            "need to know",
            "needs to know",
            "need to learn",
            "needs to learn",
            "should know",
            "should learn",
            "must know",
            "must learn",
            "must own",
            "what to learn",
            "what you need to have",
            "must-have",
            "must have",
            "core knowledge",
            "required knowledge",
            "key knowledge",
            "areas of knowledge",
            "areas of expertise",
            "tech stack",
            "technology stack",
        ]) && !self.has(&["before", "about", "why"]);
        if !(named || asked) {
            return None;
        }
        Some(if self.is_soft() {
            Aspect::SoftSkill
        } else {
            Aspect::Skill
        })
    }

    fn responsibility(&self) -> bool {
        self.has(&[
            "responsibilities",
            "responsibility",
            "duties",
            "tasks",
            "workday",
        ]) || self.says_any(&[
            "day to day",
            "day-to-day",
            "day in the life",
            "typical day",
            "daily work",
            "nature of the work",
            "work activities",
            "key activities",
            "scope of work",
        ]) || self.asks_what_is_done()
    }

    fn title(&self) -> bool {
        self.says_any(&[
            "job title",
            "job roles",
            "also called",
            "also known as",
            "job profiles",
        ]) || (self.has(&["titles"]) && !self.has(&["pay", "salary"]))
    }

    fn related(&self) -> bool {
        let is_near = self.has(&["related", "similar", "alternative", "next", "adjacent"]);
        let is_work = self.has(&[
            "role",
            "roles",
            "career",
            "careers",
            "job",
            "jobs",
            "titles",
            "occupations",
            "professions",
            "positions",
        ]);
        (is_near && is_work)
            || self.has(&["moves", "transitions"])
            || self.says_any(&["career options", "career opportunities", "other roles"])
    }

    /// Headings under which titles may stand among much else: only titles are read there.
    fn leads_to_titles(&self) -> bool {
        let of_somebody = || {
            let at = self.words.iter().rposition(|word| word.lower == "of");
            at.is_some_and(|at| {
                let behind = self.words.get(at + 1..).unwrap_or_default();
                behind.last().is_some_and(|word| is_title_noun(&word.lower))
            })
        };
        self.says_any(&[
            "career path",
            "career progression",
            "career ladder",
            "career track",
            "career advancement",
            "career growth",
            "advancement opportunities",
            "job opportunities",
            "management track",
            "where can you work",
            "what can you become",
        ]) || self.has(&["specializations", "specialisations", "specialties"])
            || (self.has(&["types", "kinds"]) && of_somebody())
    }

    fn education(&self) -> bool {
        self.has(&[
            "education",
            "educational",
            "degree",
            "degrees",
            "qualification",
            "qualifications",
            "eligibility",
            "training",
        ]) || self.says("how to become")
            || (self.has(&["become"]) && self.has(&["how"]))
            || self.says("getting in")
            || self.says("undergraduate")
    }

    fn definition(&self) -> bool {
        self.has(&["definition", "overview"])
            || ((self.says_any(&["what is", "who is", "who are"])
                || self.lower().starts_with("what a")
                || (self.lower().starts_with("what ") && self.lower().ends_with(" is")))
                && self.words.len() <= 9)
    }
}

/// Which side of a role a heading announces.
pub(in crate::extract) fn aspect_of(heading: &str) -> Option<Aspect> {
    aspect_of_told(&Heading::of(heading))
}

/// As [`aspect_of`], and as [`teaches`], with the words of `heading`.
pub(in crate::extract) fn announced_by(heading: &str, words: &[Word]) -> (Option<Aspect>, bool) {
    let told = Heading::of_words(heading, words);
    (aspect_of_told(&told), is_teaching(&told))
}

fn aspect_of_told(told: &Heading<'_>) -> Option<Aspect> {
    // Most headings tell of no side of a role.
    if !told.may_have() && !told.may_say() {
        return None;
    }
    if told.says("roadmap") || told.has(&["stage", "phase", "step"]) {
        return None;
    }
    if let Some(aspect) = told.skills() {
        return Some(aspect);
    }
    let asked_to_decide = told.has(&[
        "compared",
        "versus",
        "vs",
        "difference",
        "differences",
        "comparison",
    ]);
    if asked_to_decide {
        return Some(Aspect::Comparison);
    }
    if told.has(&["fee", "fees"]) || (told.has(&["courses", "course"]) && !told.has(&["related"])) {
        return Some(Aspect::Course);
    }
    if told.responsibility() {
        return Some(Aspect::Responsibility);
    }
    if told.title() {
        return Some(Aspect::Title);
    }
    if told.related() || told.leads_to_titles() {
        return Some(Aspect::RelatedRole);
    }
    market_side_of(told).or_else(|| other_side_of(told))
}

/// Who hires, how many, and from where.
fn market_side_of(told: &Heading<'_>) -> Option<Aspect> {
    // "Pay by employer" heads figures, not employers.
    let is_of_figures = told.has(&["salary", "salaries", "pay", "wage", "wages"]);
    let is_of_employers = told.has(&["employers", "employer", "recruiters", "companies"]);
    if (is_of_employers && !is_of_figures) || told.says("who hires") || told.says("hiring") {
        return Some(Aspect::Employer);
    }
    if told.has(&["openings", "vacancies", "listings"])
        || told.says_any(&["job count", "jobs listed"])
    {
        return Some(Aspect::JobCount);
    }
    (told.has(&["remote"]) || told.says("work from home")).then_some(Aspect::Remote)
}

fn other_side_of(told: &Heading<'_>) -> Option<Aspect> {
    if told.education() {
        return Some(Aspect::Education);
    }
    if told.has(&[
        "outlook",
        "demand",
        "growth",
        "prospects",
        "future",
        "scope",
    ]) && !told.has(&["salary", "pay"])
    {
        return Some(Aspect::Outlook);
    }
    if told.says_any(&["official occupation", "occupation code"]) {
        return Some(Aspect::Occupation);
    }
    if told.has(&["cautions", "caution", "caveats", "caveat", "limitations"])
        && told.words.len() <= 3
    {
        return Some(Aspect::Caution);
    }
    if told.has(&["tips", "tip", "advice"]) {
        return Some(Aspect::Tip);
    }
    if told.has(&[
        "tools",
        "technologies",
        "frameworks",
        "languages",
        "requirements",
        "prerequisites",
    ]) && !told.has(&[
        "experience",
        "license",
        "licence",
        "licensing",
        "visa",
        "age",
        "physical",
    ]) && !is_about_pay(told)
    {
        return Some(Aspect::Skill);
    }
    told.definition().then_some(Aspect::Definition)
}

/// True for a heading under which only titles are read: "Career path", "Types of nurses".
pub(super) fn holds_titles_only(heading: &str) -> bool {
    let told = Heading::of(heading);
    told.leads_to_titles() && !told.related() && !told.title()
}

/// True for a heading that asks how one becomes something, or what one learns for it: skills named there are to be learnt.
pub(in crate::extract) fn teaches(heading: &str) -> bool {
    is_teaching(&Heading::of(heading))
}

fn is_teaching(told: &Heading<'_>) -> bool {
    (told.says_any(&[
        "become",
        "becoming",
        "getting started",
        "how to learn",
        "what to learn",
        "where to start",
    ]) || told.says_any(&["roadmap", "learning path", "study plan", "self-study"]))
        && !told.has(&["why", "long", "cost", "worth", "much", "can", "salary"])
}

fn is_about_pay(told: &Heading<'_>) -> bool {
    told.words.iter().any(|word| is_pay_word(&word.lower))
}

/// How many words a lead-in may have.
const LEAD_MAX_WORDS: usize = 32;

/// What a sentence that ends in a colon says of the list under it.
pub(super) fn aspect_of_lead(sentence: &str) -> Option<Aspect> {
    let sentence = sentence.trim();
    if !sentence.ends_with(':') {
        return None;
    }
    let told = Heading::of(sentence);
    let is_other = told.has(&[
        "factors",
        "certifications",
        "certificates",
        "companies",
        "courses",
        "steps",
        "benefits",
        "reasons",
    ]);
    if told.words.len() > LEAD_MAX_WORDS || is_about_pay(&told) || is_other {
        return None;
    }
    let titles = told.has(&[
        "roles",
        "careers",
        "positions",
        "titles",
        "occupations",
        "professions",
    ]);
    let ways_on = told.has(&[
        "related",
        "similar",
        "other",
        "include",
        "includes",
        "including",
        "become",
        "move",
        "advance",
        "progress",
        "these",
        "following",
    ]);
    if told.says_any(&["also called", "also known as"]) {
        return Some(Aspect::Title);
    }
    if told.has(&["responsibilities", "duties", "tasks"])
        || told.says_any(&["responsible for", "routines"])
    {
        return Some(Aspect::Responsibility);
    }
    if titles && ways_on {
        return Some(Aspect::RelatedRole);
    }
    told.skills().or_else(|| {
        let tools = told.has(&[
            "tools",
            "technologies",
            "frameworks",
            "languages",
            "software",
            "platforms",
            "competencies",
        ]);
        tools.then_some(Aspect::Skill)
    })
}

/// How many words the label of a line or an item may have.
const LABEL_MAX_WORDS: usize = 5;

/// What a label says of the words behind its colon: "Required skills", "Next step".
pub(super) fn aspect_of_label(label: &str) -> Option<Aspect> {
    // A sentence has a colon too, and more words than a label.
    let pairs = label.bytes().zip(label.bytes().skip(1));
    let begun = pairs.filter(|(before, byte)| *before == b' ' && byte.is_ascii_alphanumeric());
    if begun.count() > LABEL_MAX_WORDS {
        return None;
    }
    let told = Heading::of(label);
    let is_label = (1..=LABEL_MAX_WORDS).contains(&told.words.len()) && !is_about_pay(&told);
    if !is_label {
        return None;
    }
    let last = told.words.last().map_or("", |word| word.lower.as_str());
    let first = told.words.first().map_or("", |word| word.lower.as_str());
    let ends = |list: &[&str]| list.contains(&last) || list.contains(&first);
    if ends(&[
        "skills",
        "skill",
        "competencies",
        "tools",
        "technologies",
        "stack",
        "languages",
        "frameworks",
        "abilities",
    ]) || told.says_any(&[
        "skills required",
        "skills needed",
        "skills to",
        "tools used",
    ]) {
        return told
            .skills()
            .or(Some(Aspect::Skill))
            .filter(|_| !told.has(&["transfer"]));
    }
    if ends(&["responsibilities", "duties", "tasks"]) {
        return Some(Aspect::Responsibility);
    }
    let is_way = told.says_any(&[
        "next step",
        "next role",
        "career path",
        "career progression",
        "common path",
        "typical path",
        "progression",
        "promotion",
        "similar",
        "related",
        "target roles",
        "job titles",
        "roles",
        "job roles",
        "entry roles",
        "career options",
        "common titles",
    ]);
    let is_no_way = told.has(&[
        "skills",
        "courses",
        "fields",
        "degrees",
        "subjects",
        "certifications",
        "topics",
    ]);
    (is_way && !is_no_way).then_some(Aspect::RelatedRole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &str, expected: Option<Aspect>) {
        assert_eq!(aspect_of(heading), expected, "section {heading:?}");
    }

    #[test]
    fn knows_sections_by_their_headings() {
        check("Key Skills for Success", Some(Aspect::Skill));
        check("Soft skills", Some(Aspect::SoftSkill));
        check("Roles and Responsibilities", Some(Aspect::Responsibility));
        check(
            "What does a data engineer do?",
            Some(Aspect::Responsibility),
        );
        check("What is data engineering?", Some(Aspect::Definition));
        check("What a backend developer is", Some(Aspect::Definition));
        check("Job titles", Some(Aspect::Title));
        check("Related roles and their pay", Some(Aspect::RelatedRole));
        check("Moves to other roles", Some(Aspect::RelatedRole));
        check("Employers", Some(Aspect::Employer));
        check("Education path in India", Some(Aspect::Education));
        check("Courses and fees", Some(Aspect::Course));
        check("Job openings", Some(Aspect::JobCount));
        check("Why demand grows", Some(Aspect::Outlook));
        check("Remote work", Some(Aspect::Remote));
        check("Frontend and backend compared", Some(Aspect::Comparison));
        check("Tips", Some(Aspect::Tip));
        check("Cautions", Some(Aspect::Caution));
        check("Official occupations", Some(Aspect::Occupation));
    }

    #[test]
    fn knows_more_ways_to_head_a_section() {
        check("Tools you need", Some(Aspect::Skill));
        check("Requirements", Some(Aspect::Skill));
        check("What does a diver need to know?", Some(Aspect::Skill));
        check("Important qualities", Some(Aspect::SoftSkill));
        check("What Divers Do", Some(Aspect::Responsibility));
        check("What a diver does", Some(Aspect::Responsibility));
        check("What a software diver is", Some(Aspect::Definition));
        check(
            "What does a diver do all day?",
            Some(Aspect::Responsibility),
        );
        check("A typical day", Some(Aspect::Responsibility));
        check("Who are divers?", Some(Aspect::Definition));
        check("Career path for a diver", Some(Aspect::RelatedRole));
        check("Types of divers and pilots", Some(Aspect::RelatedRole));
        check("Types of fish", None);
        check("What do divers earn?", None);
        check("What languages do interpreters need?", Some(Aspect::Skill));
        check("Experience requirements", None);
    }

    #[track_caller]
    fn check_lead(sentence: &str, expected: Option<Aspect>) {
        assert_eq!(aspect_of_lead(sentence), expected, "lead-in {sentence:?}");
    }

    #[test]
    fn knows_lists_by_their_lead_ins() {
        check_lead(
            "Typical duties of the job include:",
            Some(Aspect::Responsibility),
        );
        check_lead("The skills you will need on board:", Some(Aspect::Skill));
        check_lead("Tools you will often see:", Some(Aspect::Skill));
        check_lead(
            "From here you can move into roles including:",
            Some(Aspect::RelatedRole),
        );
        check_lead("Both require:", None);
        check_lead("Factors that change what a skill pays:", None);
        check_lead("The skills matter.", None);
    }

    #[track_caller]
    fn check_label(label: &str, expected: Option<Aspect>) {
        assert_eq!(aspect_of_label(label), expected, "label {label:?}");
    }

    #[test]
    fn knows_lines_by_their_labels() {
        check_label("Required skills", Some(Aspect::Skill));
        check_label("Soft skills", Some(Aspect::SoftSkill));
        check_label("Skills to focus on", Some(Aspect::Skill));
        check_label("Key responsibilities", Some(Aspect::Responsibility));
        check_label("Next step", Some(Aspect::RelatedRole));
        check_label("Similar jobs", Some(Aspect::RelatedRole));
        check_label("Related courses", None);
        check_label("Salary", None);
        check_label("Duration", None);
    }

    #[test]
    fn leaves_other_sections_alone() {
        check("Pay in India", None);
        check("Stage 1: Beginner (0–6 months)", None);
        check("Roadmap", None);
        check("About the source", None);
    }
}
