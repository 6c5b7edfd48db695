//! Rungs of ladders: asked in plain words and by command, shown first, and given again.

use careerbot::domain::{Answer, Request};

use crate::project::{Asked, shown};

const TIERS: &str = "# Security operations\n\n## Pay of SOC analysts in the United States\n\n\
    | Tier | Common title | Average salary |\n|---|---|---|\n\
    | Tier 1 | SOC analyst | $61,000 |\n| Tier 2 | SOC analyst | $83,000 |\n\n\
    SOC analysts in the United States earn $74,000 a year on average.\n";

const BANDS: &str =
    "# Midwife pay in the UK\n\n## Band 6\n\n- £39,000 a year\n\n## Band 7\n\n- £48,000 a year\n";

const TITLES: &str = "# Pay in mills in the United States\n\n| Title | Pay grade | Annual salary |\n|---|---|---|\n\
    | Loom Fixer I | 4 | $38,000 |\n| Loom Fixer II | 5 | $44,000 |\n";

fn over(body: &str) -> (Asked, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.md"), body).expect("a document");
    (Asked::over(folder.path()), folder)
}

#[track_caller]
fn answer(asked: &Asked, line: &str) -> Answer {
    let request = careerbot::command::parse_line(line).expect("a line that reads");
    asked.engine.answer(&request).expect("an index that reads")
}

/// Checks that `words` stand in the answer to `line` over one document, one behind the other.
#[track_caller]
fn check(body: &str, line: &str, words: &[&str]) {
    let (asked, _folder) = over(body);
    let text = shown(&answer(&asked, line));
    let mut rest = text.as_str();
    for words in words {
        let Some((_, behind)) = rest.split_once(words) else {
            panic!("{line}: no {words:?} where it should stand in {text}");
        };
        rest = behind;
    }
}

#[test]
fn the_rung_that_was_asked_stands_first() {
    let tier_2 = [
        "Pay: security analyst, tier 2",
        "At tier 2",
        "$83,000",
        "At tier 1",
        "$61,000",
        "Tier, grade or band not stated",
        "$74,000",
    ];
    check(TIERS, "tier 2 soc analyst how much", &tier_2);
    check(TIERS, "what do tier two soc analysts earn", &tier_2);
    check(TIERS, "/salary role:soc analyst level:tier 2", &tier_2);
    check(TIERS, "/salary role:tier 2 soc analyst", &tier_2);
    let band_7 = [
        "midwife, band 7",
        "At band 7",
        "£48,000",
        "At band 6",
        "£39,000",
    ];
    check(BANDS, "band 7 midwife", &band_7);
    check(
        BANDS,
        "midwife pay at band 7 uk",
        &["At band 7", "£48,000", "At band 6"],
    );
}

#[test]
fn a_number_in_a_title_is_a_rung_beside_another() {
    let second = ["At rung II", "$44,000", "At grade 4", "$38,000"];
    check(TITLES, "loom fixer ii pay", &second);
    check(TITLES, "loom fixer 2 salary", &second);
    check(
        TITLES,
        "grade 4 loom fixer salary",
        &["At grade 4", "$38,000", "At grade 5"],
    );
}

#[test]
fn a_level_and_a_rung_may_both_be_asked() {
    let body = "# Pay\n\nA junior tier 1 welder in Italy earns €24,000 a year. A tier 1 welder in Italy earns €27,000 a year. \
        Junior welders in Italy earn €23,000 a year.\n";
    let (asked, _folder) = over(body);
    let text = shown(&answer(&asked, "junior tier 1 welder salary italy"));
    assert!(
        text.contains("Pay: welder, junior, tier 1, Italy"),
        "{text}"
    );
    assert!(!text.contains("No figure"), "{text}");
    let text = shown(&answer(&asked, "senior tier 1 welder salary italy"));
    assert!(text.contains("No figure for level senior"), "{text}");
    assert!(!text.contains("No figure at"), "{text}");
}

#[test]
fn says_that_no_figure_is_of_the_rung() {
    let others = [
        "No figure at tier 3; others are shown.",
        "At tier 1",
        "At tier 2",
    ];
    check(TIERS, "tier 3 soc analyst salary", &others);
    let unstated = "No figure at L5; those shown state no tier, grade or band.";
    let body = "# Pay\n\nBakers in Italy earn €24,000 a year.\n";
    check(body, "l5 baker salary", &[unstated, "€24,000"]);
    check(
        body,
        "/salary role:baker location:Italy level:L5",
        &[unstated, "€24,000"],
    );
}

#[test]
fn tiers_of_cities_and_diplomas_are_no_rungs() {
    let (asked, _folder) = over(TIERS);
    for line in [
        "soc analyst salary in tier 1 cities",
        "soc analyst salary from tier 2 colleges",
        "soc analyst salary with a level 3 diploma",
        "soc analyst 3 years salary",
    ] {
        assert_eq!(answer(&asked, line).understood.grade, None, "{line}");
    }
}

#[test]
fn gives_the_same_answer_again() {
    let (asked, _folder) = over(TIERS);
    for line in [
        "tier 2 soc analyst pay us",
        "/salary role:soc analyst level:tier 7",
    ] {
        let first = answer(&asked, line);
        let recall = first.recall.clone().expect("facts were found");
        let again = asked
            .engine
            .answer(&Request::Again(recall))
            .expect("an answer");
        assert_eq!(again.understood.grade, first.understood.grade, "{line}");
        assert_eq!(shown(&again), shown(&first), "{line}");
    }
}

#[test]
fn every_cut_of_a_recall_is_refused() {
    let (asked, _folder) = over(TIERS);
    let whole = answer(&asked, "tier 2 soc analyst pay")
        .recall
        .expect("facts");
    for length in 0..whole.0.len() {
        let cut = careerbot::domain::Recall(whole.0.get(..length).expect("a part").to_vec());
        let again = asked
            .engine
            .answer(&Request::Again(cut))
            .expect("an answer");
        assert!(again.blocks.is_empty(), "cut to {length}");
    }
}
