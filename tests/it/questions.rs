//! Questions over the shipped corpus, with the figures that its sources give for them: `questions.txt`.

use careerbot::domain::{Label, PlaceId};
use careerbot::vocabulary::Vocabulary;

use crate::project::{figures, shown};
use crate::whole::ask;

/// One question, with what its answer must hold.
struct Question {
    text: String,
    figures: Vec<String>,
    words: Vec<String>,
    is_none: bool,
}

fn questions() -> Vec<Question> {
    let mut found: Vec<Question> = Vec::new();
    for line in include_str!("questions.txt").lines() {
        let Some(inside) = line.strip_prefix("  ") else {
            if !line.is_empty() && !line.starts_with('#') {
                found.push(Question {
                    text: line.to_owned(),
                    figures: Vec::new(),
                    words: Vec::new(),
                    is_none: false,
                });
            }
            continue;
        };
        let question = found.last_mut().expect("a question stands first");
        if let Some(figure) = inside.strip_prefix("| ") {
            question.figures.push(figure.to_owned());
        } else if let Some(words) = inside.strip_prefix("> ") {
            question.words.push(words.to_owned());
        } else {
            assert_eq!(inside, "none", "{}", question.text);
            question.is_none = true;
        }
    }
    found
}

#[test]
fn answers_every_question_with_the_figures_of_its_sources() {
    let questions = questions();
    assert!(questions.len() >= 150, "only {} questions", questions.len());
    let (mut expected, mut wrong) = (0, Vec::new());
    for question in &questions {
        let answer = ask(&question.text);
        let found = figures(&answer);
        for figure in &question.figures {
            expected += 1;
            if !found.iter().any(|(told, _)| told == figure) {
                wrong.push(format!("{}: no {figure}", question.text));
            }
        }
        // Nothing of another country stands among them.
        if let Some((_, place)) = question.text.split_once(" location:") {
            let place = place.split(" level:").next().unwrap_or(place);
            let asked = Vocabulary::builtin()
                .parse_place(place)
                .map(|id| id.country());
            for figure in answer.figures() {
                let place = figure.fact.place().and_then(|place| place.id.as_ref());
                if place.map(PlaceId::country) != asked {
                    wrong.push(format!("{}: {}", question.text, figure.fact.evidence.text));
                }
            }
        }
        if question.is_none && (answer.label != Label::None || !found.is_empty()) {
            wrong.push(format!("{}: {:?}", question.text, answer.label));
        }
        let text = shown(&answer);
        for words in &question.words {
            if !text.contains(words) {
                wrong.push(format!("{}: {words:?} is not in {text}", question.text));
            }
        }
    }
    assert!(expected > 840, "only {expected} figures were looked for");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
