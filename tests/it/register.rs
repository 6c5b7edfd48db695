//! `careerbot register` and `careerbot invite` as a person runs them, against a few lines that stand in for Discord.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value, json};

use crate::bot::{Bot, Said, said};
use crate::project::holds;

/// Names application 123; the last part must be shown nowhere.
const TOKEN: &str = "MTIz.planted.plantedsecret";

/// Answers calls in turn, each with a status and a body, and hands on what it heard.
fn discord(answers: Vec<(u16, Value)>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let (heard, calls) = channel();
    thread::spawn(move || {
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().expect("a call");
            heard.send(listen(&mut stream)).expect("a test");
            let body = body.to_string();
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} Said\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).expect("an answer");
        }
    });
    (base, calls)
}

/// One whole call: headers, an empty line, body.
fn listen(stream: &mut TcpStream) -> String {
    let mut call = String::new();
    let mut piece = [0; 4096];
    loop {
        let length = stream.read(&mut piece).expect("a call");
        call.push_str(std::str::from_utf8(&piece[..length]).expect("plain text"));
        let (head, body) = call.split_once("\r\n\r\n").unwrap_or((&call, ""));
        let wanted = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().expect("a length"));
        if length == 0 || (call.contains("\r\n\r\n") && body.len() >= wanted) {
            return call;
        }
    }
}

/// Runs it with variables; nothing it prints holds the token.
fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let bot = Bot::alone();
    let mut command = bot.command(arguments);
    command.envs(variables.iter().copied());
    let said = said(&mut command);
    for shown in [&said.out, &said.err] {
        assert!(!shown.contains("planted"), "{said:?}");
    }
    said
}

fn dry_run(arguments: &[&str]) -> Vec<Value> {
    let said = run(&[&["register", "--dry-run"], arguments].concat(), &[]);
    said.check(0);
    assert_eq!(said.err, "");
    serde_json::from_str(&said.out).expect("a list")
}

#[test]
fn a_dry_run_prints_what_would_be_sent() {
    let everywhere = dry_run(&[]);
    let names: Vec<&str> = everywhere
        .iter()
        .filter_map(|command| command["name"].as_str())
        .collect();
    assert_eq!(
        names,
        ["salary", "role", "roadmap", "ask", "sources", "about"]
    );
    assert_eq!(everywhere[0]["contexts"], json!([0, 1, 2]));
    let guild = dry_run(&["--guild", "42"]);
    assert_eq!(guild.len(), everywhere.len());
    assert_eq!(guild[0].get("contexts"), None);
}

#[test]
fn registers_what_changed_and_says_so() {
    let wanted = dry_run(&[]);
    let mut known = wanted.clone();
    known[0]["description"] = json!("Pay");
    known.remove(5);
    known.push(json!({"name": "old", "type": 1, "description": "Old"}));
    let (base, calls) = discord(vec![(200, json!(known)), (200, json!(wanted))]);
    let variables = [("DISCORD_TOKEN", TOKEN), ("DISCORD_API_BASE", &base)];
    let said = run(&["register"], &variables);
    said.check(0);
    assert_eq!(said.err, "");
    assert_eq!(
        said.out,
        "~ /salary changed: description\n= /role\n= /roadmap\n= /ask\n= /sources\n+ /about new\n- /old removed\n\
         Registered everywhere; usually seen within minutes, at the latest after about an hour. \
         Whoever still sees old ones reloads Discord (Ctrl+R).\n"
    );
    let get = calls.recv().expect("a first call");
    assert!(
        get.starts_with("GET /api/v10/applications/123/commands?"),
        "{get}"
    );
    assert!(
        get.contains(&format!("authorization: Bot {TOKEN}\r\n")),
        "{get}"
    );
    let put = calls.recv().expect("a second call");
    assert!(
        put.starts_with("PUT /api/v10/applications/123/commands "),
        "{put}"
    );
    let (_, sent) = put.split_once("\r\n\r\n").expect("a body");
    assert_eq!(
        serde_json::from_str::<Vec<Value>>(sent).expect("a list"),
        wanted
    );
    assert!(calls.recv().is_err());
}

#[test]
fn changes_nothing_that_is_as_it_should_be() {
    let known = dry_run(&["--guild", "42"]);
    let (base, calls) = discord(vec![(200, json!(known))]);
    let said = run(
        &["register", "--guild", "42"],
        &[
            ("DISCORD_TOKEN", TOKEN),
            ("DISCORD_APPLICATION_ID", "7"),
            ("DISCORD_API_BASE", &base),
        ],
    );
    said.complains(
        0,
        "note: DISCORD_APPLICATION_ID is 7, but DISCORD_TOKEN names 123; unless the bot is very old, one of \
         the two belongs to another application",
    );
    let (lines, last) = said
        .out
        .trim_end()
        .rsplit_once('\n')
        .expect("several lines");
    assert!(lines.lines().all(|line| line.starts_with("= /")), "{lines}");
    assert_eq!(
        last,
        "Nothing to change: Discord knows these commands already."
    );
    let get = calls.recv().expect("a call");
    assert!(
        get.starts_with("GET /api/v10/applications/7/guilds/42/commands?"),
        "{get}"
    );
    assert!(calls.recv().is_err());
}

#[test]
fn says_how_to_mend_what_discord_refuses() {
    let refusal = |status, code: u64| (status, json!({"code": code, "message": "No"}));
    let register = |answer, arguments: &[&str]| {
        let (base, _calls) = discord(vec![answer]);
        let arguments = [&["register"], arguments].concat();
        run(
            &arguments,
            &[("DISCORD_TOKEN", TOKEN), ("DISCORD_API_BASE", &base)],
        )
    };
    register(refusal(401, 0), &[]).complains(
        2,
        "Discord does not accept DISCORD_TOKEN; it was mistyped or reset: \
         reset it on the Bot page of https://discord.com/developers/applications and set the new one",
    );
    register(refusal(404, 10_002), &[]).complains(
        2,
        "Discord knows no application 123 that DISCORD_TOKEN belongs to; set DISCORD_APPLICATION_ID to the id on the \
         General Information page of https://discord.com/developers/applications, and DISCORD_TOKEN to the token of \
         the same application",
    );
    register(refusal(403, 50_001), &["--guild", "42"]).complains(
        2,
        "the bot is not in server 42, or there is no such server; add it with the first link of `careerbot invite`, \
         then register again",
    );
}

#[test]
fn says_what_cannot_be_reached_and_logs_no_secret() {
    // A port that was free a moment ago.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let said = run(
        &["register"],
        &[
            ("DISCORD_TOKEN", TOKEN),
            ("DISCORD_API_BASE", &format!("http://{address}")),
            ("RUST_LOG", "trace,hyper_util=trace,reqwest=trace"),
        ],
    );
    said.check(1);
    let complaint = said.complaints().join("\n");
    assert!(
        complaint.starts_with(&format!("cannot reach {address}: ")),
        "{complaint}"
    );
    holds(
        &said.err,
        &["check the network", "Discord did not take a call"],
    );
    for other in ["hyper", "reqwest::", "applications/123"] {
        assert!(!said.err.contains(other), "{}", said.err);
    }
}

#[test]
fn refuses_what_the_asker_can_mend() {
    run(&["register"], &[]).complains(
        2,
        "DISCORD_TOKEN is not set; copy the token from the Bot page of \
         https://discord.com/developers/applications, or see what would be sent with --dry-run",
    );
    let malformed = "DISCORD_TOKEN does not look like a bot token, which has three parts with dots between and nothing \
                     in front; copy it again from the Bot page of https://discord.com/developers/applications";
    let variables = [("DISCORD_TOKEN", "Bot planted")];
    run(&["register"], &variables).complains(2, malformed);
    run(&["invite"], &variables).complains(2, malformed);
    run(&["register"], &[("DISCORD_TOKEN", "a.b.planted")]).complains(
        2,
        "DISCORD_TOKEN names no application; set DISCORD_APPLICATION_ID to the id on the General Information \
         page of https://discord.com/developers/applications",
    );
    for id in ["0", "-1", "18446744073709551616", "our server", ""] {
        run(&["register", "--guild", id, "--dry-run"], &[]).complains(
            2,
            &format!(
                "--guild is `{id}`, which is no id of Discord's; an id is a number as in `1187654321098765432` \
                 (with Developer Mode on: right-click the server, Copy Server ID)"
            ),
        );
        if !id.is_empty() {
            run(&["invite"], &[("DISCORD_APPLICATION_ID", id)]).complains(
                2,
                &format!(
                    "DISCORD_APPLICATION_ID is `{id}`, which is no id of Discord's; \
                     an id is a number as in `1187654321098765432`"
                ),
            );
        }
    }
    run(&["invite"], &[]).complains(
        2,
        "no application id; set DISCORD_APPLICATION_ID to the one on the General Information page of \
         https://discord.com/developers/applications, or DISCORD_TOKEN to the bot's token",
    );
}

#[test]
fn invites_with_an_id_or_a_token() {
    let links = |id: &str| {
        format!(
            "Add to a server (takes Manage Server there):\n  https://discord.com/oauth2/authorize?client_id={id}\
             &scope=bot+applications.commands&permissions=0&integration_type=0\n\
             Add to an account (takes User Install, on the application's Installation page):\n  \
             https://discord.com/oauth2/authorize?client_id={id}&scope=applications.commands&integration_type=1\n"
        )
    };
    for (variables, id) in [
        (&[("DISCORD_TOKEN", TOKEN)][..], "123"),
        (&[("DISCORD_APPLICATION_ID", "7")], "7"),
        (
            &[
                ("DISCORD_APPLICATION_ID", "7"),
                ("DISCORD_TOKEN", "planted"),
            ],
            "7",
        ),
    ] {
        let said = run(&["invite"], variables);
        said.check(0);
        assert_eq!((said.out, said.err), (links(id), String::new()));
    }
}
