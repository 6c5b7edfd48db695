//! What members see: commands, names while they type, buttons, menus, pages.

use serde_json::json;

use super::Running;
use crate::fake::Outcome;
use crate::fake::message::{button, buttons, menu, text_of};
use crate::fake::payload::{autocomplete, choose, press, slash};
use crate::project::holds;

/// Fails unless the answer came in time, for the asker alone, and holds `wanted`.
#[track_caller]
fn check(outcome: &Outcome, wanted: &[&str]) {
    assert!(outcome.latency_ms < 3_000, "{} ms", outcome.latency_ms);
    assert!(outcome.is_ephemeral(), "{}", outcome.callback);
    holds(&text_of(&outcome.message), wanted);
}

#[test]
fn answers_all_six_commands_in_time_and_in_private() {
    let bot = Running::start();
    let role = ("role", "backend developer");
    let salary = bot.slash("salary", &[role, ("location", "India"), ("level", "entry")]);
    check(
        &salary,
        &[
            "### Pay: backend developer, entry, India",
            "-# fact",
            "**Level: entry**",
            "**₹4–8 LPA** · entry, 0–2 years · India\n-# range · 2025",
            "[omnifys.com](https://omnifys.com/mastering-backend-development)",
        ],
    );
    check(
        &bot.slash("role", &[role]),
        &["### The role: backend developer", "**Skills**"],
    );
    check(
        &bot.slash("roadmap", &[role]),
        &[
            "### Roadmap: backend developer",
            "Beginner",
            "1. Learn one language",
        ],
    );
    let question = (
        "question",
        "is remote work possible for backend developers?",
    );
    check(&bot.slash("ask", &[question]), &["emote"]);
    check(
        &bot.slash("sources", &[]),
        &["### 5 documents", "ScholarHat"],
    );
    check(
        &bot.slash("about", &[]),
        &["### careerbot", "36 figures of pay", "/salary"],
    );
}

#[test]
fn answers_in_direct_messages_and_says_what_is_not_there() {
    let bot = Running::start();
    let options = [
        ("role", json!("astronaut")),
        ("location", json!("Wonderland")),
    ];
    let nothing = bot.ask(slash("salary", &options).in_dm());
    check(
        &nothing,
        &[
            "There is nothing about astronaut or Wonderland in these documents.",
            "not in these documents",
        ],
    );
}

#[test]
fn shows_an_answer_to_everyone_only_when_asked_to() {
    let bot = Running::start();
    let with = |private: bool| {
        let options = [
            ("role", json!("backend developer")),
            ("private", json!(private)),
        ];
        bot.ask(slash("salary", &options))
    };
    assert!(with(true).is_ephemeral());
    let public = with(false);
    assert!(!public.is_ephemeral());
    // Whoever turns a page of it gets that page alone; the message stays as it is.
    let turned = bot.ask(press(&button(&public.message, "Next"), &public.message).by(77));
    assert!(turned.is_ephemeral());
    assert_eq!(turned.callback["type"], 4);
    holds(&text_of(&turned.message), &["page 2 of"]);
}

#[test]
fn offers_names_while_they_are_typed() {
    let bot = Running::start();
    let offered = |command: &str, option: &str, typed: &str| -> Vec<String> {
        let outcome = bot.ask(autocomplete(command, &[(option, json!(typed))], option));
        let names = outcome.choices().into_iter().map(|(name, _)| name);
        names.collect()
    };
    assert_eq!(offered("salary", "role", "")[0], "backend developer");
    assert_eq!(offered("salary", "role", "dev ops"), ["DevOps engineer"]);
    assert_eq!(
        offered("roadmap", "role", "back end dev")[0],
        "backend developer"
    );
    assert_eq!(offered("salary", "location", "")[0], "India");
    assert_eq!(
        offered("salary", "location", "emir"),
        ["United Arab Emirates"]
    );
    assert_eq!(offered("salary", "location", "usa"), ["United States"]);
    assert_eq!(offered("salary", "level", "").len(), 9);
    assert_eq!(offered("salary", "level", "fresher"), ["entry"]);
    assert_eq!(offered("salary", "level", "Level 4"), ["L4"]);
    assert_eq!(offered("sources", "document", "").len(), 5);
    assert_eq!(
        offered("sources", "document", "demand"),
        ["The growing demand for backend developers"]
    );
    assert!(offered("salary", "role", "zzzz qqqq").is_empty());
    assert!(offered("ask", "question", "wha").is_empty());
    assert!(offered("fly", "role", "").is_empty());
}

#[test]
fn takes_back_every_name_it_offers() {
    let bot = Running::start();
    for (command, option) in [
        ("salary", "role"),
        ("salary", "location"),
        ("salary", "level"),
        ("sources", "document"),
    ] {
        let outcome = bot.ask(autocomplete(command, &[(option, json!(""))], option));
        for (name, value) in outcome.choices() {
            let mut options = vec![(option, value)];
            if command == "salary" && option != "role" {
                options.push(("role", json!("backend developer")));
            }
            let answer = bot.ask(slash(command, &options));
            let text = text_of(&answer.message);
            assert!(!text.contains("There is no"), "{name}: {text}");
        }
    }
}

#[test]
fn shows_the_words_behind_a_figure() {
    let bot = Running::start();
    let options = [("role", "backend developer"), ("location", "UK")];
    let salary = bot.slash("salary", &options);
    let behind = bot.ask(press(
        &button(&salary.message, "Why this number?"),
        &salary.message,
    ));
    assert_eq!(
        behind.callback["type"], 4,
        "a new message; the figures stay"
    );
    check(
        &behind,
        &[
            "### Where \\#1 was read",
            "> Location: United Kingdom",
            "£35,000 – £50,000",
            "Under: ",
            "Document: Mastering Backend Development",
            "dated 2025",
            "[omnifys.com](https://omnifys.com/mastering-backend-development)",
        ],
    );
}

#[test]
fn shows_the_words_behind_a_statement() {
    let bot = Running::start();
    let role = bot.slash("role", &[("role", "backend developer")]);
    let menu = menu(&role.message, "1");
    let (label, value) = menu.options.first().expect("an option");
    assert!(label.starts_with("1  "), "{label}");
    let behind = bot.ask(choose(&menu.custom_id, &[value], &role.message));
    check(&behind, &["### Where \\#1 was read", "Document: "]);
}

#[test]
fn turns_pages_in_place_and_back() {
    let bot = Running::start();
    let first = bot.slash("salary", &[("role", "backend developer")]);
    holds(&text_of(&first.message), &["page 1 of"]);
    let mut page = first.message.clone();
    let mut seen = vec![text_of(&page)];
    while let Some((_, next)) = buttons(&page)
        .into_iter()
        .find(|(label, _)| label == "Next")
    {
        let turned = bot.ask(press(&next, &page));
        assert_eq!(turned.callback["type"], 7, "in place");
        if text_of(&turned.message) == text_of(&page) {
            break;
        }
        page = turned.message;
        seen.push(text_of(&page));
        assert!(seen.len() < 20, "pages without end");
        if text_of(&page).contains(&format!("page {0} of {0}", seen.len())) {
            break;
        }
    }
    assert!(seen.len() > 1);
    let back = bot.ask(press(&button(&page, "Previous"), &page));
    assert_eq!(text_of(&back.message), seen[seen.len() - 2]);
}

#[test]
fn buttons_go_on_working_after_a_restart() {
    let before = Running::start();
    let salary = before.slash("salary", &[("role", "backend developer")]);
    let role = before.slash("role", &[("role", "backend developer")]);
    let skills = before.slash(
        "ask",
        &[("question", "what skils does a bakend developer need?")],
    );
    drop(before);
    let after = Running::start();
    let pressed = |label: &str, message: &serde_json::Value| {
        after.ask(press(&button(message, label), message))
    };
    check(
        &pressed("Why this number?", &salary.message),
        &["### Where \\#1 was read"],
    );
    holds(
        &text_of(&pressed("Next", &salary.message).message),
        &["page 2 of"],
    );
    holds(
        &text_of(&pressed("Next", &role.message).message),
        &["page 2 of"],
    );
    let menu = menu(&skills.message, "1");
    let (_, value) = menu.options.last().expect("an option");
    check(
        &after.ask(choose(&menu.custom_id, &[value], &skills.message)),
        &["### Where \\#"],
    );
}
