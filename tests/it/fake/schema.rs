//! Bodies held against Discord's own description of its HTTP API, where a copy of it lies beside the project.
//!
//! # Source
//! `specs/openapi.json` of <https://github.com/discord/discord-api-spec>: `OpenAPI` 3.1, whose schemas are JSON Schema 2020-12.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::OnceLock;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

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

fn load() -> Option<HashMap<&'static str, Validator>> {
    let path = std::env::var_os(VARIABLE).map_or_else(
        || root().join("../shared/discord/openapi.json"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(&path) else {
        let path = path.display();
        // Not by a macro, whose words are kept back while the tests pass.
        let said = format!(
            "left out: bodies are not held against Discord's API description, for {path} cannot be read\n"
        );
        let _ = std::io::stderr().write_all(said.as_bytes());
        return None;
    };
    let description: Value = serde_json::from_str(&text).expect("the description is JSON");
    Some(build(description))
}

fn build(mut description: Value) -> HashMap<&'static str, Validator> {
    let mut components = description["components"].take();
    let types = types(&components["schemas"]);
    each_object(&mut components, &mut |fields| {
        loosen(fields);
        sharpen(fields, &types);
    });
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

/// Does something with every object of a schema, the inner ones first.
fn each_object(schema: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match schema {
        Value::Object(fields) => {
            for field in fields.values_mut() {
                each_object(field, change);
            }
            change(fields);
        }
        Value::Array(items) => {
            for item in items {
                each_object(item, change);
            }
        }
        _ => {}
    }
}

/// Integers may be written as strings of digits, which the description does not say.
fn loosen(fields: &mut Map<String, Value>) {
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
}

/// The number that stands as `type` in each schema that fixes it, by the address of the schema.
fn types(schemas: &Value) -> HashMap<String, Value> {
    let mut found = HashMap::new();
    for (name, schema) in schemas.as_object().into_iter().flatten() {
        if let Some([only]) = schema["properties"]["type"]["enum"]
            .as_array()
            .map(Vec::as_slice)
        {
            found.insert(format!("#/components/schemas/{name}"), only.clone());
        }
    }
    found
}

/// Says the same as a "one of these" whose members differ in their `type`, or of which one is null, with conditions: then
/// a complaint names the field that is wrong, and not only the whole that fits none.
fn sharpen(fields: &mut Map<String, Value>, types: &HashMap<String, Value>) {
    let Some(members) = fields.get("oneOf").and_then(Value::as_array) else {
        return;
    };
    let is_null = |member: &Value| *member == json!({"type": "null"});
    if let [nothing, other] = members.as_slice()
        && is_null(nothing)
    {
        let sharp = json!({"if": nothing, "else": other});
        replace_one_of(fields, sharp);
        return;
    }
    let type_of = |member: &Value| types.get(member["$ref"].as_str()?);
    let Some(numbers) = members.iter().map(type_of).collect::<Option<Vec<_>>>() else {
        return;
    };
    let when = |(number, member): (&&Value, &Value)| json!({"if": {"properties": {"type": {"const": number}}}, "then": member});
    let conditions: Vec<Value> = numbers.iter().zip(members).map(when).collect();
    let sharp = json!({
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": numbers}},
        "allOf": conditions,
    });
    replace_one_of(fields, sharp);
}

fn replace_one_of(fields: &mut Map<String, Value>, sharp: Value) {
    fields.remove("oneOf");
    let all = fields.entry("allOf").or_insert_with(|| json!([]));
    all.as_array_mut().expect("`allOf` is a list").push(sharp);
}
