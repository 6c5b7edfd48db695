//! Many interactions: none unanswered, and memory that does not grow with them.

use std::collections::VecDeque;
use std::fs;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{ANSWER_PATIENCE, Running};
use crate::fake::payload::{Payload, autocomplete, press, slash};
use crate::fake::{Recording, Settings, Ticket};

/// How many are on their way at a time.
const AT_A_TIME: usize = 8;

/// Interactions of every sort, one after the other.
fn payload(at: usize, message: &serde_json::Value) -> Payload {
    let role = [
        "backend developer",
        "data engineer",
        "DevOps engineer",
        "astronaut",
    ][at % 4];
    match at % 8 {
        0 => slash(
            "salary",
            &[("role", json!(role)), ("location", json!("India"))],
        ),
        1 => slash("role", &[("role", json!(role))]),
        2 => slash("roadmap", &[("role", json!(role))]),
        3 => {
            let question = format!("what does a {role} earn with {} years?", at % 20);
            slash("ask", &[("question", json!(question))])
        }
        4 => autocomplete("salary", &[("role", json!("dev"))], "role"),
        5 => press("1wAAAAAAAAAAAAAAAAAAAAAAAA", message),
        6 => slash("sources", &[]),
        _ => slash("about", &[]),
    }
}

/// Anonymous memory of a process, in KiB; none where the system does not tell.
fn memory_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

struct Measured {
    latencies_ms: Vec<u64>,
    memory_kib: Vec<u64>,
    took: Duration,
}

fn run(count: usize) -> Measured {
    let bot = Running::with(
        Settings {
            recording: Recording::Counters,
            ..Settings::default()
        },
        &[("RUST_LOG", "warn")],
    );
    let message = bot
        .slash("salary", &[("role", "backend developer")])
        .message;
    let started = Instant::now();
    let mut on_their_way: VecDeque<Ticket> = VecDeque::new();
    let mut memory = Vec::new();
    let mut answer = |ticket: Ticket| {
        let answer = bot.fake.answer(&ticket, ANSWER_PATIENCE);
        answer.unwrap_or_else(|why| panic!("unanswered: {why}\n{}", bot.log()));
    };
    for at in 0..count {
        on_their_way.push_back(bot.fake.send(payload(at, &message)));
        if on_their_way.len() >= AT_A_TIME
            && let Some(ticket) = on_their_way.pop_front()
        {
            answer(ticket);
        }
        if at % (count / 10) == count / 10 - 1 {
            memory.extend(memory_kib(bot.process_id()));
        }
    }
    on_their_way.into_iter().for_each(&mut answer);
    let counters = bot.fake.counters();
    assert_eq!(counters.sent, count + 1);
    let mut latencies_ms = counters.latencies_ms;
    assert_eq!(latencies_ms.len(), count + 1, "each one answered once");
    latencies_ms.sort_unstable();
    Measured {
        latencies_ms,
        memory_kib: memory,
        took: started.elapsed(),
    }
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the figures are what this is run for, and a check that is left out is said"
)]
fn check(count: usize) {
    let measured = run(count);
    let at = |share: usize| measured.latencies_ms[(measured.latencies_ms.len() - 1) * share / 1000];
    println!(
        "{count} interactions in {:.1?}: p50 {} ms, p99 {} ms, p99.9 {} ms, most {} ms; memory (KiB) after each tenth: {:?}",
        measured.took,
        at(500),
        at(990),
        at(999),
        at(1000),
        measured.memory_kib
    );
    assert!(at(1000) < 3_000, "{} ms", at(1000));
    match measured.memory_kib.as_slice() {
        [first, .., last] => {
            // Allocators keep some of what they once had; what grows with each interaction would double.
            assert!(
                *last < first + first / 2,
                "memory grew from {first} to {last} KiB"
            );
        }
        _ => eprintln!("SKIPPED: memory is not told here; only answers and latencies were checked"),
    }
}

#[test]
fn answers_a_thousand_interactions() {
    check(1_000);
}

#[test]
#[ignore = "takes minutes in a debug build; run with `cargo test --release -- --ignored ten_thousand --nocapture`"]
fn answers_ten_thousand_interactions() {
    check(10_000);
}
