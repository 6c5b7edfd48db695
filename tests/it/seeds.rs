//! What the project's own documents say and is easily dropped: a test each.

use std::collections::BTreeSet;

use careerbot::domain::{Aspect, Fact, Intent, Label, Months, Stage};

use crate::project::{
    DEMAND, INDIA, INSIGHTS, SCHOLARHAT, SKILLS, ask, facts, figure, figures, holds, names_on,
    read, said_on, salary, shown, text,
};

/// Every course of the table, with its level and fee in rupees, and the fee as it is shown.
const COURSES: [(&str, &str, i64, i64, &str); 12] = [
    (
        "Online BCA in Computer Science & IT",
        "UG",
        135_000,
        135_000,
        "₹1,35,000",
    ),
    (
        "B.Tech in Computer Science Engineering",
        "UG",
        600_000,
        1_000_000,
        "₹6,00,000–10,00,000",
    ),
    (
        "Bachelor of Science (Web Designing)",
        "UG",
        1_000_000,
        1_000_000,
        "₹10,00,000",
    ),
    (
        "Online BCA in Full Stack Development",
        "UG",
        100_000,
        100_000,
        "₹1,00,000",
    ),
    (
        "Online B.Sc in Computer Science",
        "UG",
        250_000,
        250_000,
        "₹2,50,000",
    ),
    (
        "Online B.Sc in Information Technology",
        "UG",
        250_000,
        250_000,
        "₹2,50,000",
    ),
    (
        "Online MCA in Full Stack Development",
        "PG",
        250_000,
        250_000,
        "₹2,50,000",
    ),
    (
        "Online MCA in Software Engineering",
        "PG",
        250_000,
        250_000,
        "₹2,50,000",
    ),
    (
        "M.Tech in Computer Science Engineering",
        "PG",
        600_000,
        600_000,
        "₹6,00,000",
    ),
    (
        "Online MCA in Computer Science & IT",
        "PG",
        150_000,
        150_000,
        "₹1,50,000",
    ),
    (
        "Online M.Sc in Computer Science",
        "PG",
        200_000,
        200_000,
        "₹2,00,000",
    ),
    (
        "Online PG Diploma in Application Development",
        "PG diploma",
        35_000,
        35_000,
        "₹35,000",
    ),
];

fn stages() -> Vec<&'static Stage> {
    facts().filter_map(Fact::stage).collect()
}

#[test]
fn reads_every_document_without_a_problem() {
    let ids: Vec<&str> = read().iter().map(|read| &*read.document.id.0).collect();
    assert_eq!(ids, [INSIGHTS, SKILLS, DEMAND, INDIA, SCHOLARHAT]);
    for document in read() {
        assert_eq!(document.warnings, []);
        let source = &document.document.source;
        assert!(source.title.is_some() && source.url.is_some(), "{source:?}");
    }
}

#[test]
fn every_fact_points_at_the_words_it_was_read_from() {
    for fact in facts() {
        let cut = fact.evidence.span.of(text(&fact.doc.0));
        let cut = cut.unwrap_or_else(|| panic!("the span lies outside the file: {fact:?}"));
        assert!(!cut.trim().is_empty(), "{fact:?}");
        let document = read().iter().find(|read| read.document.id == fact.doc);
        let passages = &document.expect("its document").extraction.passages;
        let passage = &passages[fact.evidence.passage as usize];
        assert!(
            passage.span.overlaps(fact.evidence.span),
            "{passage:?} does not hold {fact:?}"
        );
    }
}

#[test]
fn keeps_the_twelve_course_fees_exactly() {
    let courses = said_on(INDIA, Aspect::Course);
    for (name, level, low, high, _) in COURSES {
        let found = courses
            .iter()
            .find(|said| said.name.as_deref() == Some(name));
        let course = found.unwrap_or_else(|| panic!("no course {name:?} in {courses:?}"));
        let fee = course.fee.unwrap_or_else(|| panic!("{name} has no fee"));
        assert_eq!(fee.low.currency().code(), "INR", "{name}");
        assert_eq!(
            (fee.low.units(), fee.high.units()),
            (low.into(), high.into()),
            "{name}"
        );
        let category = course.category.as_deref().unwrap_or_default();
        assert!(
            category == level || course.text.contains(level),
            "{name} is not told as {level}: {course:?}"
        );
    }
    assert_eq!(courses.iter().filter(|said| said.fee.is_some()).count(), 12);
}

#[test]
fn shows_the_twelve_course_fees_as_fees() {
    let answer = ask("what do the courses for a backend developer cost, which fees");
    assert_eq!(answer.label, Label::Fact);
    assert_eq!(figures(&answer), []);
    let shown = shown(&answer);
    for (name, level, _, _, fee) in COURSES {
        holds(&shown, &[&format!("{name} ({level}), fee {fee}")]);
    }
    holds(&shown, &["College Vidya, dated July 2025"]);
}

#[test]
fn never_takes_a_fee_for_pay() {
    let taken: Vec<String> = facts()
        .filter(|fact| fact.doc.0 == INDIA)
        .filter(|fact| {
            let words = fact.evidence.span.of(text(INDIA)).unwrap_or_default();
            COURSES.iter().any(|(name, ..)| words.contains(name))
        })
        .filter_map(Fact::pay)
        .map(figure)
        .collect();
    assert!(taken.is_empty(), "fees read as pay: {taken:?}");
    // No pay of that document has an amount of the fee table, but ₹10 LPA, which both tables hold.
    let fees: BTreeSet<i64> = COURSES
        .iter()
        .flat_map(|course| [course.2, course.3])
        .collect();
    for fact in facts().filter(|fact| fact.doc.0 == INDIA) {
        let Some(pay) = fact.pay() else { continue };
        let Some(one) = pay.range.single() else {
            continue;
        };
        let is_fee = fees.iter().any(|fee| one.units() == (*fee).into());
        assert!(
            !is_fee || fact.evidence.text.contains("LPA"),
            "a fee stands among the pay: {fact:?}"
        );
    }
}

#[test]
fn never_answers_pay_with_fees() {
    for line in [
        "/salary backend developer",
        "/salary role:backend developer location:India",
        "/salary role:full-stack developer location:India",
        "what does a backend developer earn in India",
        "backend developer pay",
    ] {
        let answer = ask(line);
        assert_eq!(answer.understood.intent, Intent::Salary, "{line}");
        let shown = shown(&answer);
        for (name, _, _, _, fee) in COURSES {
            assert!(!shown.contains(fee), "{line}: {fee} in {shown}");
            assert!(!shown.contains(name), "{line}: {name} in {shown}");
        }
    }
}

#[test]
fn names_every_employer() {
    assert_eq!(
        names_on(INDIA, Aspect::Employer),
        [
            "Google",
            "Amazon",
            "Adobe",
            "Microsoft",
            "IBM",
            "Infosys",
            "Flipkart",
            "TCS",
            "CRED",
            "Razorpay"
        ]
    );
    assert_eq!(
        names_on(SCHOLARHAT, Aspect::Employer),
        ["Google", "Amazon", "Microsoft", "Facebook"]
    );
    let answer = ask("which companies hire backend developers");
    let shown = shown(&answer);
    for employer in names_on(INDIA, Aspect::Employer)
        .iter()
        .chain(&["Facebook"])
    {
        holds(&shown, &[employer]);
    }
}

#[test]
fn tells_the_way_through_school_and_degree() {
    let answer = ask("how to become a backend developer in india what degree");
    assert_eq!(answer.label, Label::Fact);
    assert_eq!(answer.understood.role.as_deref(), Some("backend developer"));
    assert_eq!(answer.understood.location.as_deref(), Some("India"));
    holds(
        &shown(&answer),
        &[
            "higher secondary school (HSC) in the science stream or with mathematics as a subject",
            "BCA, B.Tech, B.E. or B.Sc",
            "Learn programming, data structures and algorithms, frameworks and database management alongside",
            "Start work straight after graduation, or take postgraduate study and upskilling first",
            "College Vidya",
        ],
    );
    // The steps come in the order in which they are taken.
    let steps: Vec<&str> = said_on(INDIA, Aspect::Education)
        .iter()
        .map(|said| said.text.split(' ').next().unwrap_or_default())
        .take(4)
        .collect();
    assert_eq!(steps, ["Finish", "Take", "Learn", "Start"]);
}

#[test]
fn tells_job_counts_which_are_no_pay() {
    let counts = said_on(SCHOLARHAT, Aspect::JobCount);
    let text: Vec<&str> = counts.iter().map(|said| &*said.text).collect();
    for (site, count) in [
        ("Indeed", "more than 20,000"),
        ("LinkedIn", "more than 18,000"),
        ("Naukri", "1.15 lakh"),
    ] {
        assert!(
            text.iter()
                .any(|text| text.contains(site) && text.contains(count)),
            "no {count} at {site} in {text:?}"
        );
    }
    for fact in facts().filter(|fact| fact.pay().is_some()) {
        for site in ["Indeed", "LinkedIn", "Naukri"] {
            assert!(
                !fact.evidence.text.contains(site),
                "a count as pay: {fact:?}"
            );
        }
    }
    let answer = ask("how many job openings are there for backend developers");
    holds(
        &shown(&answer),
        &["20,000", "18,000", "1.15 lakh", "ScholarHat"],
    );
    assert_eq!(figures(&answer), []);
}

#[test]
fn quotes_the_growth_of_23_percent_with_its_document() {
    let outlook = said_on(SKILLS, Aspect::Outlook);
    let quoted = outlook
        .iter()
        .find(|said| said.text.contains("23% job growth by 2031"));
    holds(
        &quoted.expect("the growth").text,
        &["quotes the US Bureau of Labor Statistics (BLS)"],
    );
    let answer = ask("what is the job growth for backend developers");
    holds(
        &shown(&answer),
        &[
            "(BLS) as projecting 23% job growth by 2031",
            "Master Backend Development: Skills",
        ],
    );
    let docs: Vec<&str> = answer.sources.keys().map(|doc| &*doc.0).collect();
    assert!(docs.contains(&SKILLS), "{docs:?}");
}

#[test]
fn keeps_what_parts_frontend_from_backend() {
    assert_eq!(
        names_on(DEMAND, Aspect::Comparison),
        ["Frontend", "Backend"]
    );
    let told = said_on(SCHOLARHAT, Aspect::Comparison);
    assert!(
        told.iter().any(|said| said
            .text
            .contains("Frontend developers work on the view layer")),
        "{told:?}"
    );
    holds(
        &shown(&ask("/role backend developer")),
        &[
            "what users see and touch",
            "logic and data, running on servers",
            "the view layer",
        ],
    );
}

#[test]
fn answers_what_parts_frontend_from_backend() {
    for question in [
        "frontend vs backend",
        "what is the difference between frontend and backend development",
    ] {
        let answer = ask(question);
        let shown = shown(&answer);
        assert_ne!(answer.label, Label::None, "{question}");
        holds(
            &shown,
            &[
                "what users see and touch",
                "logic and data, running on servers",
            ],
        );
    }
}

#[test]
fn sets_frontend_pay_beside_backend_pay() {
    let answer = ask("frontend vs backend developer salary in the US");
    let shown = shown(&answer);
    holds(&shown, &["$87,000 a year", "$76,000 a year", "Payscale"]);
    let of = |role: &str, wanted: &str| {
        let answer = salary(role, Some("United States"), None);
        let told = figures(&answer);
        assert!(
            told.contains(&(wanted.to_owned(), SCHOLARHAT)),
            "{role}: {told:?}"
        );
    };
    of("backend developer", "USD 87000 a year");
    of("frontend developer", "USD 76000 a year");
}

#[test]
fn keeps_each_related_role_with_its_own_pay() {
    for (role, units) in [
        ("Full-stack developer", 750_000),
        ("Backend architect", 2_000_000),
        ("DevOps engineer", 780_000),
        ("Mobile application developer", 570_000),
        ("Cloud engineer", 900_000),
        ("Database administrator", 765_000),
        ("API developer", 900_000),
        ("Data engineer", 990_000),
        ("Technical lead", 1_650_000),
    ] {
        let answer = salary(role, Some("India"), None);
        assert_eq!(
            figures(&answer),
            [(format!("INR {units} a year"), INDIA)],
            "{role}"
        );
        let told: Vec<&str> = facts()
            .filter(|fact| fact.pay().is_some() && fact.doc.0 == INDIA)
            .filter_map(Fact::role)
            .map(|role| &*role.written)
            .filter(|written| *written == role)
            .collect();
        assert_eq!(told, [role]);
    }
    let listed = names_on(INDIA, Aspect::RelatedRole);
    assert!(listed.contains(&"Technical lead"), "{listed:?}");
}

#[test]
fn names_the_moves_to_other_roles() {
    let moves = names_on(DEMAND, Aspect::RelatedRole);
    for role in [
        "Technical lead",
        "Engineering manager",
        "Cloud architect",
        "Data engineer",
        "DevOps engineer",
        "Site reliability engineer",
    ] {
        assert!(moves.contains(&role), "{role} is not in {moves:?}");
    }
    let answer = ask("which roles can a backend developer move to");
    holds(
        &shown(&answer),
        &[
            "Engineering manager",
            "Cloud architect",
            "Site reliability engineer",
        ],
    );
}

#[test]
fn tells_remote_work_from_three_documents() {
    let answer = ask("can backend developers work remotely");
    let docs: Vec<&str> = answer.sources.keys().map(|doc| &*doc.0).collect();
    assert_eq!(docs, [INSIGHTS, SKILLS, DEMAND]);
    holds(
        &shown(&answer),
        &[
            "fully remote or hybrid",
            "Remote work is named as one reason",
            "remote culture is strong",
        ],
    );
}

#[test]
fn gives_the_four_tips() {
    assert_eq!(
        names_on(INSIGHTS, Aspect::Tip),
        [
            "Build real projects",
            "Contribute to open source",
            "Keep up to date",
            "Show a strong portfolio"
        ]
    );
    let answer = ask("tips for backend developers");
    holds(&shown(&answer), &names_on(INSIGHTS, Aspect::Tip));
}

#[test]
fn gives_the_tips_however_they_are_asked_for() {
    for question in [
        "tips for becoming a better backend developer",
        "advice for backend developers",
        "any advice on how to get better as a backend developer?",
    ] {
        let told = shown(&ask(question));
        assert!(told.contains("Build real projects"), "{question}: {told}");
    }
}

#[test]
fn keeps_soft_skills_apart_from_technical_ones() {
    assert_eq!(
        names_on(INDIA, Aspect::SoftSkill),
        [
            "Analytical aptitude",
            "Time management",
            "Collaboration",
            "Attention to detail",
            "Security awareness",
            "Problem solving",
            "Communication"
        ]
    );
    assert_eq!(
        names_on(DEMAND, Aspect::SoftSkill),
        [
            "Problem solving",
            "Attention to detail",
            "Critical thinking",
            "Clean code",
            "Communication"
        ]
    );
    let technical = names_on(INDIA, Aspect::Skill);
    for skill in [
        "Programming",
        "Database management",
        "API development and integration",
        "Debugging and testing",
        "Performance optimisation",
    ] {
        assert!(
            technical.contains(&skill),
            "{skill} is not in {technical:?}"
        );
    }
    for skill in names_on(INDIA, Aspect::SoftSkill) {
        assert!(
            !technical.contains(&skill),
            "{skill} stands among {technical:?}"
        );
    }
    let answer = ask("soft skills of a backend developer");
    let told = shown(&answer);
    holds(&told, &names_on(INDIA, Aspect::SoftSkill));
    holds(&told, &names_on(DEMAND, Aspect::SoftSkill));
}

#[test]
fn keeps_technical_skills_by_their_kind() {
    let listed = |doc: &str, category: &str| -> Vec<&str> {
        let skills = said_on(doc, Aspect::Skill).into_iter();
        let of_kind = skills.filter(|said| {
            said.category
                .as_deref()
                .is_some_and(|it| it.eq_ignore_ascii_case(category))
        });
        of_kind.filter_map(|said| said.name.as_deref()).collect()
    };
    assert_eq!(
        listed(INSIGHTS, "Languages"),
        ["Python", "JavaScript", "Java", "Ruby", "PHP"]
    );
    assert_eq!(
        listed(INSIGHTS, "Databases"),
        ["MySQL", "PostgreSQL", "MongoDB", "Redis"]
    );
    assert_eq!(
        listed(INSIGHTS, "Cloud platforms"),
        ["AWS", "Azure", "Google Cloud"]
    );
    assert_eq!(
        listed(DEMAND, "SQL databases"),
        ["PostgreSQL", "MySQL", "SQLite"]
    );
    assert_eq!(
        listed(DEMAND, "NoSQL databases"),
        ["MongoDB", "Cassandra", "Redis"]
    );
    assert_eq!(
        listed(SCHOLARHAT, "Languages and platforms"),
        ["PHP", "Python", "Java", ".NET", "Ruby"]
    );
    assert_eq!(
        listed(SKILLS, "Languages"),
        ["JavaScript", "Python", "Java"]
    );
    assert_eq!(
        listed(SKILLS, "Foundations"),
        ["Data structures and algorithms (DSA)"]
    );
}

#[test]
fn keeps_the_roadmap_in_three_stages() {
    let told: Vec<_> = stages()
        .into_iter()
        .map(|stage| {
            let steps = stage.steps.iter().map(|step| &*step.text).collect();
            (
                stage.ordinal,
                &*stage.name,
                stage.months_min,
                stage.months_max,
                steps,
            )
        })
        .collect();
    let months = |months| Some(Months::whole(months));
    assert_eq!(
        told,
        [
            (
                1,
                "Beginner",
                months(0),
                months(6),
                vec![
                    "Learn one language, Python or JavaScript first",
                    "Build CRUD apps such as a to-do list or a blog",
                    "Learn basic Git and GitHub",
                ]
            ),
            (
                2,
                "Intermediate",
                months(6),
                months(18),
                vec![
                    "Pick up a framework such as Django or Node.js",
                    "Do projects meant for real use and grasp REST APIs",
                    "Begin with a cloud platform such as AWS or Firebase",
                ]
            ),
            (
                3,
                "Advanced",
                months(18),
                None,
                vec![
                    "Tune applications for performance and scale",
                    "Learn CI/CD, Docker and Kubernetes",
                    "Study system design and microservices",
                ]
            ),
        ]
    );
    for step in stages().iter().flat_map(|stage| &stage.steps) {
        let words = step.span.of(text(INSIGHTS)).unwrap_or_default();
        assert_eq!(words.trim().trim_start_matches("- "), step.text);
    }
}

#[test]
fn shows_one_stage_or_all_of_them() {
    holds(
        &shown(&ask("/roadmap backend developer")),
        &[
            "1. Beginner (months: 0–6)",
            "2. Intermediate (months: 6–18)",
            "3. Advanced (months: 18+)",
        ],
    );
    for line in [
        "/roadmap role:backend developer stage:2",
        "/roadmap role:backend developer stage:intermediate",
        "/roadmap role:backend developer stage:Stage 2",
    ] {
        let shown = shown(&ask(line));
        holds(
            &shown,
            &["2. Intermediate (months: 6–18)", "grasp REST APIs"],
        );
        for other in ["Beginner", "Advanced", "Git and GitHub", "Kubernetes"] {
            assert!(!shown.contains(other), "{line}: {other} in {shown}");
        }
    }
}

#[test]
fn says_which_stages_there_are() {
    for stage in ["9", "wizard"] {
        let answer = ask(&format!("/roadmap role:backend developer stage:{stage}"));
        holds(
            &shown(&answer),
            &[&format!(
                "There is no stage {stage} in this roadmap. Its stages: 1 Beginner, 2 Intermediate, 3 Advanced."
            )],
        );
    }
}

#[test]
fn a_long_list_in_one_document_does_not_hide_the_others() {
    let answer = ask("skills for backend developer");
    let docs: std::collections::BTreeSet<&str> =
        answer.sources.keys().map(|doc| doc.0.as_str()).collect();
    assert_eq!(docs.len(), 5, "every document is heard: {docs:?}");
}
