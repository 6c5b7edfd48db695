//! One answer, every door: the terminal and the gateway say the same to the same requests.

use std::fmt::Write;

use careerbot::command;
use serde_json::{Value, json};

use super::Running;
use crate::bot::{Bot, words};
use crate::fake::Settings;
use crate::fake::message::{buttons, menus, text_of};
use crate::fake::payload::{Payload, press, slash};
use crate::project::{self, requests};
use crate::whole;

/// A typed line as Discord would send it: options by their names, a bare question as `/ask`.
fn payload(line: &str) -> Payload {
    let Some(typed) = line.strip_prefix('/') else {
        return slash("ask", &[("question", json!(line))]);
    };
    let (name, rest) = typed.split_once(' ').unwrap_or((typed, ""));
    let Some(command) = command::find(name) else {
        return slash(name, &[]);
    };
    let marks: Vec<String> = command
        .options
        .iter()
        .map(|option| format!("{}:", option.name))
        .collect();
    let mut options: Vec<(&str, Value)> = Vec::new();
    let mut option = command.options.first().map_or("", |option| option.name);
    let mut value = String::new();
    for word in rest.split_whitespace() {
        let Some(mark) = marks.iter().find(|mark| word.starts_with(*mark)) else {
            value = format!("{value} {word}");
            continue;
        };
        if !value.is_empty() {
            options.push((option, json!(value.trim())));
        }
        let (name, begun) = word.split_at(mark.len());
        let name = name.trim_end_matches(':');
        let known = command.options.iter().find(|option| option.name == name);
        option = known.map_or(option, |option| option.name);
        begun.clone_into(&mut value);
    }
    if !value.is_empty() {
        options.push((option, json!(value.trim())));
    }
    slash(name, &options)
}

/// Markup taken away again: what a member reads.
fn plain(markup: &str) -> String {
    let mut text = String::new();
    let mut chars = markup.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' => text.extend(chars.next()),
            '*' | '`' => {}
            other => text.push(other),
        }
    }
    let lines = text.lines().map(|line| {
        let line = line.trim_start_matches("### ").trim_start_matches("-# ");
        line.trim_start_matches("> ")
    });
    words(&lines.collect::<Vec<_>>().join("\n"))
}

/// All pages of the answer to `line`.
fn on_discord(bot: &Running, line: &str) -> Vec<Value> {
    let mut pages = vec![bot.ask(payload(line)).message];
    loop {
        let page = &pages[pages.len() - 1];
        let next = buttons(page).into_iter().find(|(label, _)| label == "Next");
        let last = format!("page {0} of {0}", pages.len());
        let (Some((_, id)), false) = (next, text_of(page).contains(&last)) else {
            return pages;
        };
        let turned = bot.ask(press(&id, page)).message;
        pages.push(turned);
        assert!(pages.len() < 30, "{line}: pages without end");
    }
}

/// One line of the terminal, in the pieces in which Discord has it; none for the terminal's own furniture.
fn pieces(line: &str) -> Vec<String> {
    let trimmed = line.trim();
    let is_furniture = trimmed.is_empty()
        || trimmed == "Sources"
        || trimmed.starts_with("To see the words behind a number")
        || trimmed.starts_with('─')
        || words(trimmed).starts_with("# Pay Kind");
    if is_furniture {
        return Vec::new();
    }
    if let Some(label) = trimmed
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return vec![label.to_owned()];
    }
    // `https://…` stands behind the name of its host.
    if trimmed.starts_with("https://") {
        return vec![format!("({trimmed})")];
    }
    // `12  ₹4–8 LPA  range  entry, 0–2 years  India  2025  Glassdoor, in About [S1]`
    let cells: Vec<&str> = trimmed
        .split("  ")
        .filter(|cell| !cell.is_empty())
        .collect();
    if cells.len() > 4 && cells[0].parse::<usize>().is_ok() {
        let (last, rest) = cells[1..].split_last().expect("more than four");
        let mark = last.rsplit(' ').next().unwrap_or_default();
        let named = last.split_once(", in ").map(|(named, _)| named);
        return rest
            .iter()
            .copied()
            .chain(named)
            .chain([mark])
            .map(words)
            .collect();
    }
    // `#12   PostgreSQL (databases) [S1]`
    let unnumbered = trimmed
        .strip_prefix('#')
        .and_then(|rest| rest.split_once(' '))
        .filter(|(number, _)| number.parse::<usize>().is_ok());
    vec![words(unnumbered.map_or(trimmed, |(_, rest)| rest))]
}

/// How many ways to the words behind a number there are on all pages.
fn ways(messages: &[Value]) -> usize {
    let of_one = |message: &Value| {
        let shown = buttons(message);
        let beside = shown
            .iter()
            .filter(|(label, _)| label == "Why this number?");
        beside.count()
            + menus(message)
                .iter()
                .map(|menu| menu.options.len())
                .sum::<usize>()
    };
    messages.iter().map(of_one).sum()
}

#[test]
fn terminal_and_gateway_give_the_same_answers() {
    let corpus = project::corpus();
    let corpus = corpus.to_string_lossy();
    let lines = requests();
    let batch = lines.iter().enumerate();
    let batch: Vec<String> = batch
        .map(|(id, text)| json!({"id": id, "text": text}).to_string())
        .collect();
    let said = Bot::alone().feed(
        &["ask", "--batch", "-", "--corpus", &corpus],
        batch.join("\n"),
    );
    let objects: Vec<Value> = said
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    assert_eq!(objects.len(), lines.len(), "{}", said.err);
    let bot = Running::with(Settings::default(), &[("CAREERBOT_CORPUS", &corpus)]);
    let (mut compared, mut refused, mut wrong) = (0, 0, String::new());
    for (line, object) in lines.iter().zip(&objects) {
        let messages = on_discord(&bot, line);
        let pages: Vec<String> = messages.iter().map(|page| plain(&text_of(page))).collect();
        let discord = pages.join(" ");
        let headline = words(object["headline"].as_str().expect("a headline"));
        let Ok(request) = command::parse_line(line) else {
            // Both refuse, most in the same words.
            let same = discord.contains(&headline) || headline.starts_with("There is no command");
            assert!(same, "{line}: {headline} / {discord}");
            refused += 1;
            continue;
        };
        let answer = whole::answer(&request);
        let mut missing: Vec<String> = Vec::new();
        let mut look_for = |piece: String| {
            if !discord.contains(&piece) {
                missing.push(piece);
            }
        };
        look_for(headline);
        project::shown_wide(&answer)
            .lines()
            .flat_map(pieces)
            .for_each(&mut look_for);
        let mut facts = 0;
        while answer.numbered(facts + 1).is_some() {
            facts += 1;
        }
        let figures = object["figures"].as_array().map_or(0, Vec::len);
        let counts = (ways(&messages), answer.figures().count());
        if !missing.is_empty() || counts != (facts, figures) {
            let _infallible = write!(
                wrong,
                "{line}\n  counts: {counts:?} of {facts} and {figures}\n  missing: {missing:#?}\n  \
                 on Discord: {discord}\n"
            );
        }
        compared += 1;
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(compared >= 60, "only {compared} requests");
    assert!(refused >= 3, "only {refused} refusals");
}
