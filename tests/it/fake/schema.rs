//! Bodies held against Discord's own description of its HTTP API, where a copy of it lies beside the project.
//!
//! # Source
//! `specs/openapi.json` of <https://github.com/discord/discord-api-spec>: OpenAPI 3.1, whose schemas are JSON Schema 2020-12.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use super::call::Call;
use crate::project::root;

/// Names another place for the description.
const VARIABLE: &str = "DISCORD_OPENAPI";

/// Complaints about one body; the first few tell what is wrong.
const TOLD_MAX: usize = 5;
const TOLD_MAX_CHARS: usize = 300;

/// The schema of each body this bot sends. A callback is looked up by its type, where the description says "one of these":
/// so a complaint names the field, not the whole body.
const SCHEMAS: [(&str, &str); 7] = [
    ("answer", "CreateMessageInteractionCallbackRequest"),
    ("update", "UpdateMessageInteractionCallbackRequest"),
    ("choices", "ApplicationCommandAutocompleteCallbackRequest"),
    ("modal", "ModalInteractionCallbackRequest"),
    ("edit", "IncomingWebhookUpdateRequestPartial"),
    ("follow-up", "IncomingWebhookRequestPartial"),
    ("command", "ApplicationCommandUpdateRequest"),
];

/// Every complaint about the body of a call; none where there is no description.
pub(super) fn violations(call: &Call, body: &Value) -> Vec<String> {
    let Some(validators) = validators() else {
        return Vec::new();
    };
    if let Call::WriteCommands(_) = call {
        let commands = body.as_array().into_iter().flatten();
        return commands
            .flat_map(|command| complaints(&validators["command"], command))
            .collect();
    }
    let name = match (call, body["type"].as_u64()) {
        (Call::Callback { .. }, Some(4 | 5)) => "answer",
        (Call::Callback { .. }, Some(6 | 7)) => "update",
        (Call::Callback { .. }, Some(8)) => "choices",
        (Call::Callback { .. }, Some(9)) => "modal",
        (Call::EditOriginal(_), _) => "edit",
        (Call::FollowUp(_), _) => "follow-up",
        _ => return Vec::new(),
    };
    complaints(&validators[name], body)
}

/// Whether there is a description to hold bodies against.
pub(super) fn is_here() -> bool {
    validators().is_some()
}

fn complaints(validator: &Validator, body: &Value) -> Vec<String> {
    if validator.is_valid(body) {
        return Vec::new();
    }
    let told = validator.iter_errors(body).take(TOLD_MAX).map(|error| {
        let text = format!("at {:?}: {error}", error.instance_path().as_str());
        text.chars().take(TOLD_MAX_CHARS).collect()
    });
    told.collect()
}

fn validators() -> Option<&'static HashMap<&'static str, Validator>> {
    static VALIDATORS: OnceLock<Option<HashMap<&str, Validator>>> = OnceLock::new();
    VALIDATORS.get_or_init(load).as_ref()
}

#[expect(
    clippy::print_stderr,
    reason = "a check that is left out says so aloud"
)]
fn load() -> Option<HashMap<&'static str, Validator>> {
    let path = std::env::var_os(VARIABLE).map_or_else(
        || root().join("../shared/discord/openapi.json"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(&path) else {
        let path = path.display();
        eprintln!(
            "left out: bodies are not held against Discord's API description, for {path} cannot be read"
        );
        return None;
    };
    let description: Value = serde_json::from_str(&text).expect("the description is JSON");
    Some(build(description))
}

fn build(mut description: Value) -> HashMap<&'static str, Validator> {
    let mut components = description["components"].take();
    loosen(&mut components);
    let build_one = |(name, schema): &(&'static str, &str)| {
        let root =
            json!({"$ref": format!("#/components/schemas/{schema}"), "components": components});
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .build(&root);
        (*name, validator.expect("the description is a schema"))
    };
    SCHEMAS.iter().map(build_one).collect()
}

/// Integers may be written as strings of digits, which the description does not say.
fn loosen(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let takes_integer = match fields.get("type") {
                Some(Value::String(kind)) => kind == "integer",
                Some(Value::Array(kinds)) => {
                    kinds.contains(&json!("integer")) && !kinds.contains(&json!("string"))
                }
                _ => false,
            };
            // A closed set stays as it is: nobody writes a type as text.
            if takes_integer && !fields.contains_key("enum") && !fields.contains_key("oneOf") {
                let null = fields["type"].is_array().then_some("null");
                let kinds: Vec<&str> = ["integer", "string"].into_iter().chain(null).collect();
                fields.insert("type".to_owned(), json!(kinds));
                fields.insert("pattern".to_owned(), json!("^-?[0-9]+$"));
            }
            fields.values_mut().for_each(loosen);
        }
        Value::Array(items) => items.iter_mut().for_each(loosen),
        _ => {}
    }
}
