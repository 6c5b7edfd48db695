//! What the shipped documents answer and what they do not: `scope.txt`.

use careerbot::domain::Label;

use crate::whole::ask;

/// Out of how many unanswerable questions one may be answered: a tenth.
const WRONGLY_ANSWERED_ONE_IN: usize = 10;

/// Out of how many answerable questions one may be refused: a twentieth.
const REFUSED_ONE_IN: usize = 20;

#[test]
fn answers_what_is_there_and_refuses_what_is_not() {
    let lines = include_str!("scope.txt").lines();
    let (mut answerable, mut unanswerable) = (0, 0);
    let (mut refused, mut wrongly) = (Vec::new(), Vec::new());
    for line in lines {
        let (question, is_there) = match line.split_once(' ') {
            Some(("+", question)) => (question, true),
            Some(("-", question)) => (question, false),
            _ => continue,
        };
        let is_answered = ask(question).label != Label::None;
        if is_there {
            answerable += 1;
            refused.extend((!is_answered).then_some(question));
        } else {
            unanswerable += 1;
            wrongly.extend(is_answered.then_some(question));
        }
    }
    assert!(answerable >= 60, "only {answerable} answerable questions");
    assert!(unanswerable >= 60, "only {unanswerable} unanswerable ones");
    assert!(
        refused.len() * REFUSED_ONE_IN <= answerable,
        "{} of {answerable} refused: {refused:#?}",
        refused.len()
    );
    assert!(
        wrongly.len() * WRONGLY_ANSWERED_ONE_IN <= unanswerable,
        "{} of {unanswerable} wrongly answered: {wrongly:#?}",
        wrongly.len()
    );
}
