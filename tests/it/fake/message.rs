//! Messages: as Discord stores what a bot sent, and read the way a person reads them.

use serde_json::{Value, json};
use twilight_model::util::Timestamp;

/// Only the asker sees it.
pub(crate) const EPHEMERAL: u64 = 1 << 6;

/// Discord still shows that an answer is on its way.
const LOADING: u64 = 1 << 7;

/// Laid out by components alone.
pub(crate) const V2: u64 = 1 << 15;

const BUTTON: u64 = 2;
const STRING_SELECT: u64 = 3;
pub(super) const TEXT_DISPLAY: u64 = 10;

/// What a message keeps of the interaction that it answers.
pub(super) fn place(payload: &Value) -> Value {
    let member = &payload["member"]["user"];
    let user = if member.is_null() {
        &payload["user"]
    } else {
        member
    };
    json!({
        "channel_id": payload["channel_id"],
        "application_id": payload["application_id"],
        "interaction_metadata": {
            "id": payload["id"],
            "type": payload["type"],
            "user": user,
            "name": payload["data"]["name"],
            "authorizing_integration_owners": payload["authorizing_integration_owners"],
        },
    })
}

/// The message that `data` becomes.
pub(super) fn fresh(id: &str, place: &Value, data: &Value) -> Value {
    let mut message = json!({
        "id": id,
        "type": 20,
        "channel_id": place["channel_id"],
        "application_id": place["application_id"],
        "webhook_id": place["application_id"],
        "interaction_metadata": place["interaction_metadata"],
        "author": super::payload::bot(place["application_id"].as_str().unwrap_or_default()),
        "content": "",
        "timestamp": now(),
        "edited_timestamp": null,
        "tts": false,
        "mention_everyone": false,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": false,
        "flags": if data["components"].is_null() { LOADING } else { 0 },
        "components": [],
    });
    put(&mut message, data);
    message
}

/// Changes what `data` names, and leaves the rest as it is.
pub(super) fn edit(message: &mut Value, data: &Value) {
    let was = message["flags"].as_u64().unwrap_or_default();
    put(message, data);
    // Whom a message is shown to cannot be changed any more.
    let set = data["flags"].as_u64().unwrap_or_default();
    message["flags"] = json!((was & !LOADING) | (set & V2));
    message["edited_timestamp"] = json!(now());
}

fn put(message: &mut Value, data: &Value) {
    for name in ["content", "embeds", "components", "attachments"] {
        if let Some(value) = data.get(name).filter(|value| !value.is_null()) {
            message[name] = value.clone();
        }
    }
    let flags = message["flags"].as_u64().unwrap_or_default();
    message["flags"] = json!(flags | data["flags"].as_u64().unwrap_or_default());
    let mut next = 1;
    number(&mut message["components"], &mut next);
}

/// Gives every component without an id its number in the message, as Discord does.
fn number(components: &mut Value, next: &mut u64) {
    for component in components.as_array_mut().into_iter().flatten() {
        number_one(component, next);
    }
}

fn number_one(component: &mut Value, next: &mut u64) {
    if !component.is_object() {
        return;
    }
    if component["id"].as_u64().unwrap_or_default() == 0 {
        component["id"] = json!(*next);
    }
    *next += 1;
    if component.get("components").is_some() {
        number(&mut component["components"], next);
    }
    if component.get("accessory").is_some() {
        number_one(&mut component["accessory"], next);
    }
}

fn now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.expect("a clock after 1970").as_secs();
    let seconds = i64::try_from(seconds).expect("a date that Discord knows");
    let stamp = Timestamp::from_secs(seconds).expect("a date that Discord knows");
    stamp.iso_8601().to_string()
}

/// Every component of a message, in reading order: the outer before what is in it, an accessory after its text.
pub(crate) fn parts(message: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    collect(&message["components"], &mut found);
    found
}

fn collect<'a>(components: &'a Value, found: &mut Vec<&'a Value>) {
    for component in components.as_array().into_iter().flatten() {
        found.push(component);
        collect(&component["components"], found);
        let accessory = &component["accessory"];
        if accessory.is_object() {
            found.push(accessory);
        }
    }
}

fn of_type(message: &Value, kind: u64) -> impl Iterator<Item = &Value> {
    let parts = parts(message).into_iter();
    parts.filter(move |part| part["type"] == json!(kind))
}

/// All text, one line break between two displays.
pub(crate) fn text_of(message: &Value) -> String {
    let texts = of_type(message, TEXT_DISPLAY).filter_map(|part| part["content"].as_str());
    texts.collect::<Vec<_>>().join("\n")
}

/// The `custom_id` of the first button with this label, or whose `custom_id` begins so.
#[track_caller]
pub(crate) fn button(message: &Value, label_or_prefix: &str) -> String {
    let wanted = |part: &&Value| {
        let id = part["custom_id"].as_str();
        part["label"].as_str() == Some(label_or_prefix)
            || id.is_some_and(|id| id.starts_with(label_or_prefix))
    };
    let found = of_type(message, BUTTON).find(wanted);
    let id = found.and_then(|part| part["custom_id"].as_str());
    let Some(id) = id else {
        panic!(
            "no button {label_or_prefix:?}; there are {:?}",
            buttons(message)
        );
    };
    id.to_owned()
}

/// The label and the `custom_id` or address of every button.
pub(crate) fn buttons(message: &Value) -> Vec<(String, String)> {
    let told = |part: &Value| {
        let target = part["custom_id"].as_str().or(part["url"].as_str());
        let label = part["label"].as_str().unwrap_or_default();
        (label.to_owned(), target.unwrap_or_default().to_owned())
    };
    of_type(message, BUTTON).map(told).collect()
}

/// A menu: its `custom_id`, and the label and value of every option.
#[derive(Debug)]
pub(crate) struct Menu {
    pub(crate) custom_id: String,
    pub(crate) options: Vec<(String, String)>,
}

/// The first menu whose `custom_id` begins so.
#[track_caller]
pub(crate) fn menu(message: &Value, prefix: &str) -> Menu {
    let id_of = |part: &Value| part["custom_id"].as_str().unwrap_or_default().to_owned();
    let found = of_type(message, STRING_SELECT).find(|part| id_of(part).starts_with(prefix));
    let Some(part) = found else {
        let ids: Vec<String> = of_type(message, STRING_SELECT).map(id_of).collect();
        panic!("no menu {prefix:?}; there are {ids:?}");
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let options = part["options"].as_array().into_iter().flatten();
    let options = options.map(|option| (text(&option["label"]), text(&option["value"])));
    Menu {
        custom_id: id_of(part),
        options: options.collect(),
    }
}
