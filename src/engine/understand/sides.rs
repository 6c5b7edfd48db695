//! The sides of a role that a question asks for.

use super::lists::{FEES, PAY, WordList};
use crate::domain::Aspect;
use crate::vocabulary::Word;

/// What a question asks for, by its words; those of job titles have been taken out.
#[expect(
    clippy::too_many_lines,
    reason = "one decision list, read from top to bottom"
)]
pub(super) fn aspects(words: &[Word]) -> Vec<Aspect> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let next = |first: &str, second: &[&str]| {
        words
            .windows(2)
            .any(|pair| pair[0].lower == first && second.contains(&pair[1].lower.as_str()))
    };
    let has_of = |list: &WordList| words.iter().any(|word| list.contains(&word.lower));
    let mut found = Vec::new();
    let mut add = |condition: bool, aspect: Aspect| {
        if condition {
            found.push(aspect);
        }
    };
    let soft = next("soft", &["skill", "skills"]) || has(&["softskills", "softskill"]);
    let asks_pay = has_of(&PAY);
    let of_tools = has(&[
        "tools",
        "stack",
        "technologies",
        "languages",
        "frameworks",
        "databases",
        "database",
        "framework",
        "tool",
        "technology",
        "language",
        "software",
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
        has(&[
            "responsibilities",
            "responsibility",
            "duties",
            "duty",
            "tasks",
            "description",
            "jd",
        ]) || (has(&["day"]) && has(&["life"]))
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
            "requirement",
            "requirements",
            "eligibility",
            "college",
            "school",
        ]) || (has(&["how"]) && has(&["become"])),
        Aspect::Education,
    );
    add(
        has_of(&FEES)
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
            "diff",
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
