//! Commands: kept per place, and given back the way Discord gives them back.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::call::Scope;
use super::door::Reply;
use super::state::{Shared, State};

/// Every command there is, by where it is registered.
#[derive(Default)]
pub(super) struct Registry {
    by_scope: HashMap<Scope, Vec<Value>>,
}

impl Registry {
    pub(super) fn of(&self, scope: &Scope) -> &[Value] {
        self.by_scope.get(scope).map_or(&[], Vec::as_slice)
    }

    /// The id of a command, wherever it is registered.
    pub(super) fn id_of(&self, name: &Value) -> Option<&Value> {
        let mut all = self.by_scope.values().flatten();
        let found = all.find(|command| command["name"] == *name);
        found.map(|command| &command["id"])
    }
}

/// Lists the commands of a place.
pub(super) fn read(shared: &Shared, state: &State, scope: &Scope, localised: bool) -> Reply {
    if let Some(refused) = refuse(shared, scope) {
        return refused;
    }
    let mut commands = state.registry.of(scope).to_vec();
    if !localised {
        commands.iter_mut().for_each(drop_localisations);
    }
    Reply::json(200, Value::Array(commands))
}

/// Overwrites the commands of a place.
pub(super) fn write(
    shared: &Shared,
    state: &mut State,
    scope: &Scope,
    body: Option<&Value>,
) -> Reply {
    if let Some(refused) = refuse(shared, scope) {
        return refused;
    }
    let Some(sent) = body.and_then(Value::as_array) else {
        return Reply::invalid(&["commands are a list".to_owned()]);
    };
    let before = state.registry.of(scope).to_vec();
    let mut commands = Vec::new();
    for command in sent {
        let command = complete(scope, command);
        let old = before.iter().find(|old| is_same(old, &command));
        commands.push(identify(state, command, old));
    }
    let kept = state.registry.by_scope.entry(scope.clone()).or_default();
    kept.clone_from(&commands);
    Reply::json(200, Value::Array(commands))
}

fn refuse(shared: &Shared, scope: &Scope) -> Option<Reply> {
    if scope.application != shared.application() {
        return Some(Reply::error(404, 10_002, "Unknown Application"));
    }
    let is_ours = |guild: &String| {
        shared
            .settings
            .guilds
            .iter()
            .any(|id| id.to_string() == *guild)
    };
    match &scope.guild {
        Some(guild) if !is_ours(guild) => Some(Reply::error(403, 50_001, "Missing Access")),
        _ => None,
    }
}

/// A name may stand once for each type.
fn is_same(one: &Value, other: &Value) -> bool {
    one["name"] == other["name"] && one["type"] == other["type"]
}

/// A command with everything Discord adds to it, except what tells it from others.
///
/// # Source
/// Discord, "Application Command Structure":
/// <https://discord.com/developers/docs/interactions/application-commands#application-command-object>.
fn complete(scope: &Scope, sent: &Value) -> Value {
    let mut command = json!({
        "application_id": scope.application,
        "type": 1,
        "name_localizations": null,
        "description": "",
        "description_localizations": null,
        "default_member_permissions": null,
        "nsfw": false,
        "contexts": null,
        "integration_types": [0],
    });
    match &scope.guild {
        Some(guild) => command["guild_id"] = json!(guild),
        None => command["dm_permission"] = json!(true),
    }
    for (name, value) in sent.as_object().into_iter().flatten() {
        let is_told = name == "options" || command.get(name).is_some() || name == "name";
        if is_told && !value.is_null() {
            command[name] = value.clone();
        }
    }
    as_text(&mut command["default_member_permissions"]);
    let options = command["options"].take();
    match options.as_array() {
        Some(options) if !options.is_empty() => {
            command["options"] = options.iter().map(complete_option).collect();
        }
        _ => {
            command
                .as_object_mut()
                .expect("a command is an object")
                .remove("options");
        }
    }
    command
}

fn complete_option(sent: &Value) -> Value {
    let mut option = json!({"name_localizations": null, "description_localizations": null});
    for (name, value) in sent.as_object().into_iter().flatten() {
        // What is false by default is left out.
        let is_default = value.is_null()
            || (matches!(name.as_str(), "required" | "autocomplete") && *value == json!(false));
        if !is_default {
            option[name] = value.clone();
        }
    }
    if let Some(inner) = sent["options"].as_array() {
        option["options"] = inner.iter().map(complete_option).collect();
    }
    option
}

/// Permissions are taken as numbers and given as text.
fn as_text(permissions: &mut Value) {
    if let Some(number) = permissions.as_u64() {
        *permissions = json!(number.to_string());
    }
}

/// Its id, which stays when the command was there before, and its version, which stays when nothing changed.
fn identify(state: &mut State, mut command: Value, old: Option<&Value>) -> Value {
    let fresh = json!(state.snowflake());
    let id = old.map_or(fresh.clone(), |old| old["id"].clone());
    command["id"] = id;
    command["version"] = old.map_or(Value::Null, |old| old["version"].clone());
    if old != Some(&command) {
        command["version"] = fresh;
    }
    command
}

/// Without `with_localizations` Discord leaves them out.
fn drop_localisations(command: &mut Value) {
    let Some(object) = command.as_object_mut() else {
        return;
    };
    object.retain(|name, _| !name.ends_with("_localizations"));
    let inner = object.get_mut("options").and_then(Value::as_array_mut);
    inner.into_iter().flatten().for_each(drop_localisations);
}
