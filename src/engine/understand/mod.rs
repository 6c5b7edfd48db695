//! What a question in plain words wants to know: its intent, and the role, place, level and years it names.
//!
//! Names come from the vocabulary, typos are mended by bounded edit distance and said, and what is not known keeps
//! the words it was asked in.

mod lists;
mod mend;
mod resolve;

use std::collections::HashSet;

use smol_str::SmolStr;

use crate::domain::{Aspect, Intent, Level, PlaceId, RoleId, Span};
use crate::extract::{Setting, scan_years};
use crate::vocabulary::{Mention, Term, Vocabulary, Word, fold, words};

use super::recall::Parts;
use lists::{CURRENCIES, FEES, PAY, PAY_SITES, ROADMAP, ROLE, STOP};
use mend::{mend, without_markup};

pub(in crate::engine) use lists::WORLD;
pub(in crate::engine) use resolve::{Resolved, nearest_roles, resolve_place, resolve_role};

/// What a question was read as.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Meaning {
    pub(in crate::engine) intent: Option<Intent>,
    /// The known roles it names, in order, the one it is about first.
    pub(in crate::engine) roles: Vec<RoleId>,
    /// The known places it names, in order.
    pub(in crate::engine) places: Vec<PlaceId>,
    pub(in crate::engine) level: Option<Level>,
    /// Years of experience, in months.
    pub(in crate::engine) experience_months: Option<u16>,
    /// Sides of a role it asks for.
    pub(in crate::engine) aspects: Vec<Aspect>,
    /// A role that it names and nobody knows.
    pub(in crate::engine) unknown_role: Option<String>,
    /// A place that it names and nobody knows.
    pub(in crate::engine) unknown_place: Option<String>,
    /// Words that were mended: as typed, as read.
    pub(in crate::engine) corrections: Vec<(String, String)>,
    /// The question after cleaning and mending.
    pub(in crate::engine) text: String,
    /// The words that carry its content.
    pub(in crate::engine) content: Vec<String>,
    /// Those of them that name a skill or tool: a passage without them is hardly about it.
    pub(in crate::engine) named: HashSet<String>,
    /// For an answer that is given again: what decided it the first time. Then there are no words to go by.
    pub(in crate::engine) recalled: Option<Parts>,
}

/// Reads `question`; `is_known` says whether a word stands in the documents, so that it is no typo.
pub(in crate::engine) fn understand(
    question: &str,
    vocabulary: &Vocabulary,
    is_known: &dyn Fn(&str) -> bool,
) -> Meaning {
    let cleaned = without_markup(question);
    let (text, corrections) = mend(&cleaned, vocabulary, is_known);
    let words = words(&text);
    let mentions = mentions_in_question(&text, &words, vocabulary);
    let mut meaning = Meaning {
        corrections,
        ..Meaning::default()
    };
    for mention in &mentions {
        match &mention.term {
            Term::Role { id, .. } if !meaning.roles.contains(id) => meaning.roles.push(id.clone()),
            Term::Place { id, .. } if !meaning.places.contains(id) => {
                meaning.places.push(id.clone());
            }
            Term::Level { level, .. } if meaning.level.is_none() => meaning.level = Some(*level),
            _ => {}
        }
    }
    meaning.experience_months = experience(&text, &words);
    let beside_titles = without_titles(&words, &mentions);
    meaning.aspects = aspects(&beside_titles);
    let free: Vec<&Word> = words
        .iter()
        .filter(|word| {
            !mentions.iter().any(|mention| {
                !matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(word.span)
            })
        })
        .collect();
    meaning.content = content(&free, &words, &mentions, &text);
    meaning.named = words
        .iter()
        .filter(|word| is_skill(&mentions, word.span))
        .map(|word| word.lower.to_string())
        .collect();
    meaning.intent = Some(intent(&beside_titles, &free, &meaning));
    if meaning.intent != Some(Intent::Salary) {
        // "Remote" and "worldwide" are places of pay only.
        meaning.places.retain(|place| place.0 != WORLD);
    }
    if meaning.intent == Some(Intent::Salary) && meaning.places.is_empty() {
        let by_currency = words
            .iter()
            .find_map(|word| CURRENCIES.iter().find(|(name, _)| *name == word.lower))
            .map(|(_, code)| PlaceId((*code).to_owned()));
        meaning.places.extend(by_currency);
    }
    if meaning.roles.len() > 1 {
        prefer_longer_titles(&mut meaning, &mentions);
        prefer_the_goal(&mut meaning, &words, &mentions);
    }
    unknown_names(&mut meaning, &words, &free);
    meaning.text = text;
    meaning
}

/// The words of a question, those of job titles as words that say nothing: a "database administrator" asks for no
/// databases, a "machine learning engineer" for no way to learn.
fn without_titles(words: &[Word], mentions: &[Mention]) -> Vec<Word> {
    let titles = mentions
        .iter()
        .filter(|mention| matches!(mention.term, Term::Role { field: false, .. }));
    let titles: Vec<Span> = titles.map(|mention| mention.span).collect();
    let silent = |word: &Word| Word {
        lower: SmolStr::new_static("…"),
        ..word.clone()
    };
    words
        .iter()
        .map(|word| {
            if titles.iter().any(|title| title.overlaps(word.span)) {
                silent(word)
            } else {
                word.clone()
            }
        })
        .collect()
}

fn is_skill(mentions: &[Mention], span: Span) -> bool {
    mentions
        .iter()
        .any(|mention| matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(span))
}

/// The names in a question. Short country codes count in lower case only where they can be no pronoun or preposition.
fn mentions_in_question(text: &str, words: &[Word], vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut mentions = vocabulary.mentions_in(words);
    for (at, word) in words.iter().enumerate() {
        let taken = mentions.iter().any(|mention| {
            matches!(mention.term, Term::Place { .. }) && mention.span.overlaps(word.span)
        });
        if taken || word.lower.len() > 3 {
            continue;
        }
        let before = at
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .map_or("", |word| word.lower.as_str());
        let is_last = at + 1 == words.len();
        let next_is_pay = words
            .get(at + 1)
            .is_some_and(|word| PAY.contains(&word.lower.as_str()));
        let reads_as_place = match word.lower.as_str() {
            "us" => {
                matches!(before, "in" | "the" | "from" | "across")
                    || next_is_pay
                    || (is_last
                        && at > 0
                        && !matches!(
                            before,
                            "tell" | "give" | "show" | "help" | "of" | "for" | "to" | "with"
                        ))
            }
            "uk" | "usa" | "uae" | "ksa" => true,
            _ => false,
        };
        if reads_as_place && let Some(id) = vocabulary.parse_place(&word.lower) {
            mentions.push(Mention {
                span: word.span,
                term: Term::Place {
                    id,
                    adjective: false,
                },
            });
        }
    }
    // Weak level words ("beginner", "advanced") speak of a level in a question wherever they stand beside a name or intent.
    let about_pay_or_way = words
        .iter()
        .any(|word| PAY.contains(&word.lower.as_str()) || ROADMAP.contains(&word.lower.as_str()));
    let has_role = mentions
        .iter()
        .any(|mention| matches!(mention.term, Term::Role { .. }));
    mentions.retain(|mention| match &mention.term {
        Term::Level { weak: true, .. } => {
            about_pay_or_way || has_role && !is_verb_like(mention.span.of(text).unwrap_or_default())
        }
        _ => true,
    });
    mentions.sort_by_key(|mention| mention.span.start);
    mentions
}

/// "Lead to", "manager" and the like are no levels in a question about a role.
fn is_verb_like(word: &str) -> bool {
    matches!(
        fold(word).as_str(),
        "lead"
            | "manager"
            | "managerial"
            | "staff"
            | "chief"
            | "director"
            | "principal"
            | "executive"
    )
}

fn experience(text: &str, words: &[Word]) -> Option<u16> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    // "In the next 5 years" asks for something else; scan_years in the label setting leaves those alone too.
    let found = scan_years(text, Setting::Label);
    let first = found
        .first()
        .filter(|_| !has(&["growth", "ago", "degree"]))?;
    let (min, max) = (first.value.min_months, first.value.max_months);
    min.or(max)
}

#[expect(
    clippy::too_many_lines,
    reason = "one decision list, read from top to bottom"
)]
fn aspects(words: &[Word]) -> Vec<Aspect> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let next = |first: &str, second: &[&str]| {
        words
            .windows(2)
            .any(|pair| pair[0].lower == first && second.contains(&pair[1].lower.as_str()))
    };
    let mut found = Vec::new();
    let mut add = |condition: bool, aspect: Aspect| {
        if condition {
            found.push(aspect);
        }
    };
    let soft = next("soft", &["skill", "skills"]) || has(&["softskills", "softskill"]);
    let asks_pay = has(PAY);
    let of_tools = has(&[
        "tools",
        "stack",
        "technologies",
        "languages",
        "frameworks",
        "databases",
        "database",
        "framework",
    ]);
    add(soft, Aspect::SoftSkill);
    add(
        !soft && (has(&["skill", "skills"]) || of_tools) && !asks_pay,
        Aspect::Skill,
    );
    // "What skills do I need" asks for both sorts.
    let of_one_sort = of_tools || has(&["technical", "tech", "hard", "programming", "coding"]);
    add(
        !soft && has(&["skill", "skills"]) && !of_one_sort && !asks_pay,
        Aspect::SoftSkill,
    );
    add(
        has(&["responsibilities", "responsibility", "duties", "tasks"])
            || (has(&["do", "does"])
                && has(&["what"])
                && !has(&["earn", "make", "learn", "pay"])
                && !has(&["skills", "need"])),
        Aspect::Responsibility,
    );
    add(
        next("what", &["is"]) || next("who", &["is"]) || has(&["define", "definition", "meaning"]),
        Aspect::Definition,
    );
    add(
        has(&[
            "related",
            "similar",
            "alternative",
            "titles",
            "transition",
            "switch",
        ]) || next("move", &["to", "into"])
            || (has(&["become"]) && has(&["can"])),
        Aspect::RelatedRole,
    );
    add(
        has(&["titles", "related"]) && has(&["job", "jobs", "titles", "roles"]),
        Aspect::Title,
    );
    add(
        has(&[
            "companies",
            "company",
            "employers",
            "employer",
            "recruiters",
            "hires",
            "hiring",
            "hire",
        ]),
        Aspect::Employer,
    );
    add(
        has(&[
            "degree",
            "degrees",
            "education",
            "qualification",
            "qualifications",
            "eligibility",
            "college",
            "school",
        ]) || (has(&["how"]) && has(&["become"])),
        Aspect::Education,
    );
    add(
        has(FEES)
            || has(&[
                "course", "courses", "bca", "mca", "btech", "mtech", "diploma",
            ]),
        Aspect::Course,
    );
    add(
        has(&[
            "growth",
            "outlook",
            "demand",
            "future",
            "scope",
            "bls",
            "prospects",
        ]),
        Aspect::Outlook,
    );
    add(
        has(&["openings", "vacancies", "listings", "listed"])
            || (has(&["many"]) && has(&["jobs", "job"])),
        Aspect::JobCount,
    );
    add(
        has(&["remote", "remotely", "wfh", "hybrid"]) || next("from", &["home"]),
        Aspect::Remote,
    );
    add(
        has(&[
            "difference",
            "differences",
            "vs",
            "versus",
            "compare",
            "compared",
        ]) && !asks_pay,
        Aspect::Comparison,
    );
    add(has(&["tips", "tip", "advice", "succeed"]), Aspect::Tip);
    add(
        has(&["soc", "noc", "anzsco"])
            || (has(&["code", "codes"]) && has(&["occupation", "official", "occupational"])),
        Aspect::Occupation,
    );
    found
}

fn intent(words: &[Word], free: &[&Word], meaning: &Meaning) -> Intent {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let next = |first: &str, second: &[&str]| {
        words
            .windows(2)
            .any(|pair| pair[0].lower == first && second.contains(&pair[1].lower.as_str()))
    };
    let of = |aspect: Aspect| meaning.aspects.contains(&aspect);
    if words.is_empty() {
        return Intent::None;
    }
    if has(FEES) || of(Aspect::Course) && !has(PAY) {
        return Intent::Ask;
    }
    let how_much = next("how", &["much"]) && !of(Aspect::JobCount);
    // "What skills raise pay" asks for skills; a figure belongs to a role or a place.
    let of_nobody = meaning.roles.is_empty() && meaning.places.is_empty();
    if of_nobody && has(PAY) && (of(Aspect::Tip) || has(&["skill", "skills"])) {
        return Intent::Ask;
    }
    let earns_more = has(&["earns", "pays", "paying"]) || next("who", &["earns"]);
    if has(PAY) || has(PAY_SITES) || how_much || earns_more {
        return Intent::Salary;
    }
    let how_to_become = (has(&["how"]) && has(&["become", "start", "begin"]))
        || next("get", &["into"])
        || next("getting", &["into"]);
    // "Should I learn Docker" is about a thing, not about the way into a role.
    let about_a_skill =
        meaning.roles.is_empty() && !meaning.named.is_empty() && !has(&["roadmap", "roadmaps"]);
    if (has(ROADMAP) || how_to_become) && !about_a_skill {
        return Intent::Roadmap;
    }
    let role_side = of(Aspect::Skill)
        || of(Aspect::SoftSkill)
        || of(Aspect::Responsibility)
        || of(Aspect::Comparison)
        || of(Aspect::Title);
    let related = of(Aspect::RelatedRole) && !has(&["become"]);
    let has_role = !meaning.roles.is_empty();
    let defines = of(Aspect::Definition)
        && has_role
        && free.iter().all(|word| {
            STOP.contains(&word.lower.as_str())
                || matches!(word.lower.as_str(), "define" | "definition" | "meaning")
        });
    if about_a_skill {
        return Intent::Ask;
    }
    if (has_role || free.iter().any(|word| !STOP.contains(&word.lower.as_str())))
        && (role_side || related)
        || defines
    {
        return Intent::Role;
    }
    let nothing_else = free.iter().all(|word| {
        let lower = word.lower.as_str();
        STOP.contains(&lower) || lower.chars().all(|c| c.is_ascii_digit())
    });
    if has_role && nothing_else && meaning.aspects.is_empty() {
        let narrowed = !meaning.places.is_empty()
            || meaning.level.is_some()
            || meaning.experience_months.is_some();
        return if narrowed {
            Intent::Salary
        } else {
            Intent::Role
        };
    }
    let names_something = has_role || !meaning.aspects.is_empty() || !meaning.content.is_empty();
    if names_something {
        Intent::Ask
    } else {
        Intent::None
    }
}

/// The words a passage should hold: what is no stop word, with names as they were typed.
fn content(free: &[&Word], words: &[Word], mentions: &[Mention], text: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = free
        .iter()
        .filter(|word| {
            !STOP.contains(&word.lower.as_str()) && word.lower.chars().any(char::is_alphanumeric)
        })
        .map(|word| (word.span.start, word.lower.to_string()))
        .collect();
    // Skills inside names are content of their own; levels are not.
    for mention in mentions {
        if let Term::Place { .. } = mention.term {
            found.push((
                mention.span.start,
                fold(mention.span.of(text).unwrap_or_default()),
            ));
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    let _ = words;
    found.into_iter().map(|(_, word)| word).take(40).collect()
}

/// "Full stack vs backend": every role counts; "java backend developer" is one.
fn prefer_longer_titles(meaning: &mut Meaning, mentions: &[Mention]) {
    let title = mentions.iter().find_map(|mention| match &mention.term {
        Term::Role { id, field: false } => Some(id.clone()),
        _ => None,
    });
    let compared = meaning.aspects.contains(&Aspect::Comparison) || meaning.text.contains(" or ");
    if let (Some(title), false) = (title, compared) {
        meaning.roles.retain(|id| *id != title);
        meaning.roles.insert(0, title);
    }
}

/// "I am a nurse, how do I become a backend developer": the way leads to what stands behind "become".
fn prefer_the_goal(meaning: &mut Meaning, words: &[Word], mentions: &[Mention]) {
    let Some(become_at) = words
        .iter()
        .find(|word| matches!(word.lower.as_str(), "become" | "becoming"))
    else {
        return;
    };
    let goal = mentions.iter().find_map(|mention| match &mention.term {
        Term::Role { id, .. } if mention.span.start > become_at.span.end => Some(id.clone()),
        _ => None,
    });
    if let (Some(goal), Some(Intent::Roadmap)) = (goal, meaning.intent) {
        meaning.roles.retain(|id| *id != goal);
        meaning.roles.insert(0, goal);
    }
}

/// True where the words left over can be a role: "astronaut salary", "what does an astronaut do", "astronaut roadmap". In
/// "which language should I learn" they are something else.
fn names_a_role(meaning: &Meaning, words: &[Word]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let of = |aspect: Aspect| meaning.aspects.contains(&aspect);
    match meaning.intent {
        Some(Intent::Salary) => true,
        Some(Intent::Roadmap) => has(&["roadmap", "roadmaps", "become", "becoming", "into"]),
        Some(Intent::Role) => {
            let asks_of_it = of(Aspect::Definition) || of(Aspect::Responsibility);
            let for_it = has(&["for", "of", "to"]);
            (asks_of_it && has(&["a", "an"])) || (for_it && !of(Aspect::Comparison))
        }
        _ => false,
    }
}

/// Names a role or place that nobody knows by the words left over.
fn unknown_names(meaning: &mut Meaning, words: &[Word], free: &[&Word]) {
    let is_left = |word: &Word| {
        let lower = word.lower.as_str();
        !STOP.contains(&lower)
            && !PAY.contains(&lower)
            && !ROADMAP.contains(&lower)
            && !ROLE.contains(&lower)
            && !CURRENCIES.iter().any(|(name, _)| *name == lower)
            && !matches!(
                lower,
                "job"
                    | "jobs"
                    | "role"
                    | "roles"
                    | "career"
                    | "raise"
                    | "euros"
                    | "euro"
                    | "dollars"
                    | "stage"
                    | "list"
                    | "knowledge"
                    | "highest"
                    | "lowest"
                    | "paying"
                    | "top"
                    | "best"
                    | "raises"
                    | "name"
                    | "average"
                    | "avg"
                    | "median"
                    | "usd"
                    | "eur"
                    | "level"
                    | "month"
                    | "months"
                    | "monthly"
                    | "annual"
                    | "hourly"
                    | "yearly"
                    | "base"
                    | "total"
                    | "beginner"
                    | "start"
                    | "become"
                    | "full"
                    | "developer"
                    | "engineer"
            )
            && lower.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let is_free = |word: &Word| free.iter().any(|other| other.span == word.span);
    if meaning.places.is_empty() && matches!(meaning.intent, Some(Intent::Salary)) {
        meaning.unknown_place = words.windows(2).find_map(|pair| {
            let joins = matches!(pair[0].lower.as_str(), "in" | "at" | "from" | "near");
            (joins && is_free(&pair[1]) && is_left(&pair[1])).then(|| pair[1].written.to_string())
        });
    }
    if meaning.roles.is_empty() && names_a_role(meaning, words) {
        let left: Vec<&str> = words
            .iter()
            .filter(|word| {
                !meaning.named.contains(word.lower.as_str())
                    && is_free(word)
                    && is_left(word)
                    && meaning.unknown_place.as_deref() != Some(word.written.as_str())
            })
            .map(|word| word.written.as_str())
            .collect();
        if (1..=3).contains(&left.len()) {
            meaning.unknown_role = Some(left.join(" "));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(question: &str) -> String {
        let vocabulary = Vocabulary::builtin();
        let known =
            |word: &str| ["remote", "growth", "popular", "listed", "portfolio"].contains(&word);
        let meaning = understand(question, vocabulary, &known);
        let mut parts = vec![meaning.intent.map_or("?", Intent::name).to_owned()];
        parts.extend(meaning.roles.iter().map(|role| role.0.clone()));
        parts.extend(meaning.unknown_role.iter().map(|role| format!("?{role}")));
        parts.extend(meaning.places.iter().map(|place| place.0.clone()));
        parts.extend(
            meaning
                .unknown_place
                .iter()
                .map(|place| format!("in ?{place}")),
        );
        parts.extend(meaning.level.iter().map(|level| level.name().to_owned()));
        parts.extend(
            meaning
                .experience_months
                .iter()
                .map(|months| format!("{}y", months / 12)),
        );
        parts.join(" ")
    }

    #[track_caller]
    fn check(question: &str, expected: &str) {
        assert_eq!(describe(question), expected, "reading {question:?}");
    }

    #[test]
    fn reads_questions_about_pay() {
        check(
            "how much does a data engineer earn in Canada?",
            "salary data-engineer CA",
        );
        check(
            "senior devops pay in the uk",
            "salary devops-engineer GB senior",
        );
        check(
            "sde salary bangalore 3 yrs exp",
            "salary software-engineer IN/bengaluru 3y",
        );
        check(
            "what do frontend devs make in us",
            "salary frontend-developer US",
        );
        check("tech lead package lpa", "salary technical-lead IN");
        check(
            "product manager UAE fresher",
            "salary product-manager AE entry",
        );
        check(
            "astronaut salary in ruritania",
            "salary ?astronaut in ?ruritania",
        );
    }

    #[test]
    fn reads_questions_about_roles_and_roadmaps() {
        check("what does a QA engineer do", "role qa-engineer");
        check("skills for data scientist", "role data-scientist");
        check("devops roadmap", "roadmap devops-engineer");
        check("how do i become a data analyst", "roadmap data-analyst");
        check("backend developer", "role backend-developer");
    }

    #[test]
    fn reads_other_questions() {
        check(
            "is remote work common for backend devs",
            "ask backend-developer",
        );
        check("online mca fees", "ask");
        check("what is the weather", "ask");
        check("🔥🔥", "none");
        check("", "none");
        check("tell us", "none");
    }

    #[test]
    fn mends_typos_and_says_so() {
        check(
            "bakend devloper sallary indai",
            "salary backend-developer IN",
        );
        let meaning = understand("salry of a nurse", Vocabulary::builtin(), &|_| false);
        assert_eq!(
            meaning.corrections,
            [("salry".to_owned(), "salary".to_owned())]
        );
    }

    #[test]
    fn drops_chat_markup() {
        check(
            "**@here** `nurse` salary india??? <@&1234>",
            "salary registered-nurse IN",
        );
    }
}
