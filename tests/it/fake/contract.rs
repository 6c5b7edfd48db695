//! What every body must keep to: Discord's limits, and the habits this bot promised.
//!
//! # Source
//! Discord, "Component Reference": <https://discord.com/developers/docs/components/reference>, and "Application Command
//! Object": <https://discord.com/developers/docs/interactions/application-commands>.

use std::collections::HashSet;

use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_model::channel::message::Component;
use twilight_validate::{command, component};

use super::call::Call;
use super::message::{self, TEXT_DISPLAY, V2};
use super::schema;

const COMPONENTS_MAX: usize = 40;
/// Discord counts as JavaScript does: UTF-16 code units.
const TEXT_MAX_UNITS: usize = 4_000;
const CUSTOM_ID_MAX_CHARS: usize = 100;
const CHOICES_MAX: usize = 25;
const CHOICE_MAX_CHARS: usize = 100;
const COMMANDS_MAX: usize = 100;

/// The types that may stand at the top of a message, and those that only a V2 message may have.
const TOP: [u64; 7] = [1, 9, 10, 12, 13, 14, 17];
const ONLY_V2: std::ops::RangeInclusive<u64> = 9..=17;

/// What is wrong with one body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    /// Discord would refuse it.
    pub(super) refused: Vec<String>,
    /// Discord would take it, and the bot promised not to send it.
    pub(super) unkept: Vec<String>,
}

impl Findings {
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        self.refused.iter().chain(&self.unkept)
    }

    fn refuse(&mut self, why: impl Into<String>) {
        self.refused.push(why.into());
    }

    fn refuse_unless(&mut self, kept: bool, why: impl FnOnce() -> String) {
        if !kept {
            self.refused.push(why());
        }
    }
}

/// Checks the body of one call.
pub(super) fn check(call: &Call, body: &Value) -> Findings {
    let mut findings = Findings::default();
    match call {
        Call::Callback { .. } => check_callback(body, &mut findings),
        Call::EditOriginal(_) | Call::FollowUp(_) => check_message(body, &mut findings),
        Call::WriteCommands(_) => check_commands(body, &mut findings),
        _ => {}
    }
    findings.refused.extend(schema::violations(call, body));
    findings
}

fn check_callback(body: &Value, findings: &mut Findings) {
    let data = &body["data"];
    match body["type"].as_u64() {
        Some(4 | 7) => check_message(data, findings),
        Some(5) => {
            let others = data["flags"].as_u64().unwrap_or_default() & !(message::EPHEMERAL | V2);
            findings.refuse_unless(others == 0, || {
                format!("a deferral with the flags {others:#x}")
            });
        }
        Some(6) => {}
        Some(8) => check_choices(data, findings),
        Some(9) => check_custom_ids(data, findings),
        kind => findings.refuse(format!("no callback is of type {kind:?}")),
    }
}

fn check_message(data: &Value, findings: &mut Findings) {
    if !data.is_object() {
        return findings.refuse("a message without data");
    }
    check_mentions(&data["allowed_mentions"], findings);
    check_layout(data, findings);
    for (index, part) in list(&data["components"]).enumerate() {
        check_component(index, part, findings);
    }
    check_totals(data, findings);
    check_custom_ids(data, findings);
}

/// No answer pings anyone: it quotes documents and people.
fn check_mentions(mentions: &Value, findings: &mut Findings) {
    let parses_nothing = mentions["parse"] == json!([]);
    let names = |field: &str| list(&mentions[field]).next().is_some();
    if !parses_nothing || names("users") || names("roles") {
        let told = format!("allowed_mentions is {mentions}, not an empty `parse`");
        findings.unkept.push(told);
    }
}

fn check_layout(data: &Value, findings: &mut Findings) {
    let is_v2 = data["flags"].as_u64().unwrap_or_default() & V2 != 0;
    if !is_v2 {
        findings.unkept.push("the V2 flag is not set".to_owned());
        let is_new = |part: &&Value| {
            part["type"]
                .as_u64()
                .is_some_and(|it| ONLY_V2.contains(&it))
        };
        let new = message::parts(data).into_iter().find(is_new);
        findings.refuse_unless(new.is_none(), || {
            "components of V2 without its flag".to_owned()
        });
    }
    for old in ["content", "embeds", "poll"] {
        let stands =
            !matches!(&data[old], Value::Null) && data[old] != json!("") && data[old] != json!([]);
        findings.refuse_unless(!(is_v2 && stands), || {
            format!("`{old}` stands in a V2 message")
        });
    }
    let is_empty = list(&data["components"]).next().is_none();
    findings.refuse_unless(!is_empty, || "a message without components".to_owned());
}

fn check_component(index: usize, part: &Value, findings: &mut Findings) {
    let kind = part["type"].as_u64().unwrap_or_default();
    if !TOP.contains(&kind) {
        findings.refuse(format!(
            "component {index}: type {kind} cannot stand at the top"
        ));
    }
    match serde_json::from_value::<Component>(part.clone()) {
        Ok(Component::Unknown(kind)) => {
            findings.refuse(format!("component {index}: type {kind} is not known"));
        }
        Ok(read) => {
            if let Err(error) = component::component_v2(&read) {
                findings.refuse(format!("component {index}: {error}"));
            }
        }
        Err(error) => findings.refuse(format!("component {index}: {error}")),
    }
}

fn check_totals(data: &Value, findings: &mut Findings) {
    let parts = message::parts(data);
    let count = parts.len();
    findings.refuse_unless(count <= COMPONENTS_MAX, || {
        format!("{count} components, of at most {COMPONENTS_MAX}")
    });
    let texts = parts
        .iter()
        .filter(|part| part["type"] == json!(TEXT_DISPLAY));
    let units = texts.map(|part| {
        let content = part["content"].as_str().unwrap_or_default();
        content.encode_utf16().count()
    });
    let units: usize = units.sum();
    findings.refuse_unless(units <= TEXT_MAX_UNITS, || {
        format!("{units} units of text, of at most {TEXT_MAX_UNITS}")
    });
}

fn check_custom_ids(data: &Value, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for part in message::parts(data) {
        let mut values = HashSet::new();
        for value in list(&part["options"]).map(|option| option["value"].to_string()) {
            findings.refuse_unless(values.insert(value.clone()), || {
                format!("the option {value} stands twice in one menu")
            });
        }
        let Some(id) = part["custom_id"].as_str() else {
            continue;
        };
        let length = id.chars().count();
        findings.refuse_unless((1..=CUSTOM_ID_MAX_CHARS).contains(&length), || {
            format!("the custom_id {id:?} has {length} characters, of 1 to {CUSTOM_ID_MAX_CHARS}")
        });
        findings.refuse_unless(seen.insert(id), || {
            format!("the custom_id {id:?} stands twice in one message")
        });
    }
}

fn check_choices(data: &Value, findings: &mut Findings) {
    findings.refuse_unless(data["choices"].is_array(), || {
        "suggestions without a list".to_owned()
    });
    let count = list(&data["choices"]).count();
    findings.refuse_unless(count <= CHOICES_MAX, || {
        format!("{count} suggestions, of at most {CHOICES_MAX}")
    });
    let fits = |text: &str| (1..=CHOICE_MAX_CHARS).contains(&text.encode_utf16().count());
    for choice in list(&data["choices"]) {
        let name = choice["name"].as_str().unwrap_or_default();
        let is_fit = match &choice["value"] {
            Value::String(value) => fits(value),
            value => value.is_number(),
        };
        findings.refuse_unless(fits(name) && is_fit, || {
            let limit = CHOICE_MAX_CHARS;
            format!("the suggestion {choice} has a name or a value outside 1 to {limit} characters")
        });
    }
}

fn check_commands(body: &Value, findings: &mut Findings) {
    let Some(commands) = body.as_array() else {
        return findings.refuse("commands are a list");
    };
    let count = commands.len();
    findings.refuse_unless(count <= COMMANDS_MAX, || {
        format!("{count} commands, of at most {COMMANDS_MAX}")
    });
    let mut names = HashSet::new();
    for sent in commands {
        let name = &sent["name"];
        let kind = sent["type"].as_u64().unwrap_or(1);
        findings.refuse_unless(names.insert((name.to_string(), kind)), || {
            format!("the command {name} stands twice")
        });
        if let Err(error) = check_command(sent) {
            findings.refuse(format!("the command {name}: {error}"));
        }
    }
}

fn check_command(sent: &Value) -> Result<(), String> {
    let mut whole = sent.clone();
    // What Discord adds, so that the type of a whole command can read it.
    for (field, value) in [
        ("version", json!("1")),
        ("type", json!(1)),
        ("description", json!("")),
    ] {
        if whole[field].is_null() {
            whole[field] = value;
        }
    }
    let read: Command = serde_json::from_value(whole).map_err(|error| error.to_string())?;
    command::command(&read).map_err(|error| error.to_string())?;
    command::options(&read.options).map_err(|error| error.to_string())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
