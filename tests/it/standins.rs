//! Whose figures may stand for a role, over small corpora made for it.

use careerbot::domain::{Answer, Label};

use crate::project::{Asked, figures, shown};

/// The answer to `line` over documents of these names and bodies.
#[track_caller]
fn ask(documents: &[(&str, &str)], line: &str) -> Answer {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, body) in documents {
        std::fs::write(folder.path().join(name), body).expect("a document");
    }
    let request = careerbot::command::parse_line(line).expect("a line that reads");
    let answer = Asked::over(folder.path()).engine.answer(&request);
    answer.expect("an index that reads")
}

#[track_caller]
fn check(documents: &[(&str, &str)], line: &str, expected: &[&str], words: &[&str]) {
    let answer = ask(documents, line);
    let found: Vec<String> = figures(&answer).into_iter().map(|(told, _)| told).collect();
    assert_eq!(found, expected, "{line}: {}", shown(&answer));
    let text = shown(&answer);
    for words in words {
        assert!(text.contains(words), "{line}: no {words:?} in {text}");
    }
}

const OFFICIAL: &str = "+++\npublisher = \"Office\"\nkind = \"official\"\n+++\n# Wages in the United States\n\n\
    | Occupation | Median pay a year |\n|---|---|\n| Software developers (US SOC 15-1252) | $120,000 |\n";

const PORTAL: &str = "+++\npublisher = \"Some Portal\"\nkind = \"portal\"\n+++\n# Wages in the United States\n\n\
    | Occupation | Pay a year |\n|---|---|\n| Software developers (US SOC 15-1252) | $390,000 |\n";

#[test]
fn only_official_statistics_are_called_official() {
    let documents = [("office.md", OFFICIAL)];
    let line = "/salary role:software engineer location:US";
    let title = "Official figures for Software developers (US SOC 15-1252)";
    check(&documents, line, &["USD 120000 a year"], &[title]);
    let line = "/salary role:devops engineer location:US";
    let nearest = "Nearest occupation: official figures for Software developers";
    let note = "No figure names DevOps engineer itself in United States";
    check(&documents, line, &["USD 120000 a year"], &[nearest, note]);
    let documents = [("portal.md", PORTAL)];
    let line = "/salary role:software engineer location:US";
    let answer = ask(&documents, line);
    assert!(
        !shown(&answer).contains("fficial figures"),
        "{}",
        shown(&answer)
    );
}

#[test]
fn a_group_without_a_code_belongs_to_its_own_survey() {
    let body = "# Pay in India\n\n| Role | Pay |\n|---|---|\n| Tech roles | ₹50 LPA |\n";
    let answer = ask(
        &[("a.md", body)],
        "/salary role:software engineer location:India",
    );
    assert_eq!(answer.label, Label::None, "{}", shown(&answer));
}

#[test]
fn a_survey_is_known_by_its_very_name() {
    let body = "+++\npublisher = \"Overstock Overflowing Stack Overflow fans\"\n+++\n# Pay\n\n\
        DevOps engineers in Germany earn €50,000 a year.\n";
    let answer = ask(&[("a.md", body)], "/salary role:SRE location:Germany");
    assert_eq!(answer.label, Label::None, "{}", shown(&answer));
    let body = "+++\npublisher = \"Stack Overflow\"\n+++\n# Pay\n\n\
        DevOps engineers in Germany earn €50,000 a year.\n";
    let title = "Nearest group in Stack Overflow: DevOps engineer";
    check(
        &[("a.md", body)],
        "/salary role:SRE location:Germany",
        &["EUR 50000 a year"],
        &[title],
    );
}

#[test]
fn what_stands_in_for_a_state_does_not_hide_the_country() {
    let own = "# Pay\n\nDevOps engineers in the United States earn $90,000 a year.\n";
    let state = "+++\npublisher = \"Office\"\nkind = \"official\"\n+++\n# Wages in Texas\n\n\
        | Occupation | Median pay a year |\n|---|---|\n| Software developers (US SOC 15-1252) | $120,000 |\n";
    check(
        &[("own.md", own), ("state.md", state)],
        "/salary role:devops engineer location:Austin",
        &["USD 90000 a year", "USD 120000 a year"],
        &["No figure for Austin; shown: United States."],
    );
}

#[test]
fn a_neighbours_figures_are_offered_and_not_shown() {
    let body = "# Pay\n\nSoftware engineers in Japan earn ¥6,000,000 a year.\n";
    let answer = ask(&[("a.md", body)], "/salary role:QA engineer location:Japan");
    assert_eq!(answer.label, Label::None);
    assert!(figures(&answer).is_empty());
    let text = shown(&answer);
    assert!(
        text.contains("Near it, with figures in Japan: software engineer."),
        "{text}"
    );
}

#[test]
fn the_whole_world_is_a_place_of_its_own_where_a_role_has_figures_for_it() {
    let body = "# Pay\n\n| Role | Location | Median pay a year |\n|---|---|---|\n\
        | Data engineer | Worldwide (all respondents) | $81,000 |\n| Technical lead | India | ₹20 LPA |\n";
    let documents = [("a.md", body)];
    let line = "/salary role:data engineer location:worldwide";
    check(
        &documents,
        line,
        &["USD 81000 a year"],
        &["Pay: data engineer, worldwide"],
    );
    let line = "/salary role:technical lead location:worldwide";
    check(
        &documents,
        line,
        &["INR 2000000 a year"],
        &["No figure for worldwide"],
    );
}
