//! Interactions as Discord sends them.
//!
//! # Source
//! Discord, "Interaction Object": <https://discord.com/developers/docs/interactions/receiving-and-responding>. The fields
//! it does not list (`guild`, `entitlement_sku_ids`, parts of `channel`) are sent all the same.

use serde_json::{Value, json};

pub(crate) const GUILD: u64 = 1_100_000_000_000_000_002;
pub(crate) const CHANNEL: u64 = 1_100_000_000_000_000_003;
pub(crate) const DM_CHANNEL: u64 = 1_100_000_000_000_000_004;
pub(crate) const USER: u64 = 1_100_000_000_000_000_005;
const COMMAND: u64 = 1_100_000_000_000_000_006;

/// What a member who may do everything ordinary may do.
const PERMISSIONS: &str = "2251799813685247";

/// An interaction to be sent; [`super::FakeDiscord::send`] adds its id, its token and the application.
#[derive(Clone, Debug)]
pub(crate) struct Payload(pub(crate) Value);

/// A slash command with its options; `settings set` is the subcommand `set` of `settings`.
pub(crate) fn slash(name: &str, options: &[(&str, Value)]) -> Payload {
    let options = options.iter().map(|(name, value)| option(name, value));
    command(2, name, options.collect())
}

/// What is sent while someone types into the option `focused`.
pub(crate) fn autocomplete(name: &str, options: &[(&str, Value)], focused: &str) -> Payload {
    let one = |(name, value): &(&str, Value)| {
        let mut option = option(name, value);
        if *name == focused {
            option["focused"] = json!(true);
        }
        option
    };
    command(4, name, options.iter().map(one).collect())
}

/// A press on the button `custom_id` of `message`.
pub(crate) fn press(custom_id: &str, message: &Value) -> Payload {
    component(
        &json!({"custom_id": custom_id, "component_type": 2, "id": 2}),
        message,
    )
}

/// A choice of `values` in the menu `custom_id` of `message`.
pub(crate) fn choose(custom_id: &str, values: &[&str], message: &Value) -> Payload {
    let data = json!({"custom_id": custom_id, "component_type": 3, "id": 2, "values": values});
    component(&data, message)
}

impl Payload {
    /// The same in a direct conversation with the bot: a user instead of a member, and no guild.
    pub(crate) fn in_dm(mut self) -> Payload {
        let payload = self.0.as_object_mut().expect("a payload is an object");
        let member = payload.remove("member").unwrap_or_default();
        for name in ["guild", "guild_id", "guild_locale"] {
            payload.remove(name);
        }
        payload.insert("user".to_owned(), member["user"].clone());
        self.0["channel_id"] = json!(DM_CHANNEL.to_string());
        self.0["channel"] = json!({
            "id": DM_CHANNEL.to_string(), "type": 1, "flags": 0, "last_message_id": null,
            "recipient_flags": 0, "recipients": [self.0["user"].clone()],
        });
        self.0["context"] = json!(1);
        self.0["authorizing_integration_owners"] = json!({"0": "0"});
        self
    }

    /// The same by another user.
    pub(crate) fn by(mut self, id: u64) -> Payload {
        if self.0["user"].is_null() {
            self.0["member"]["user"]["id"] = json!(id.to_string());
        } else {
            self.0["user"]["id"] = json!(id.to_string());
        }
        self
    }

    /// The same by someone who set Discord to another language.
    pub(crate) fn locale(mut self, locale: &str) -> Payload {
        self.0["locale"] = json!(locale);
        self
    }

    /// The same with one field set, by its JSON pointer; for payloads that Discord sends rarely or never.
    #[track_caller]
    pub(crate) fn with(mut self, pointer: &str, value: Value) -> Payload {
        let (parent, name) = pointer.rsplit_once('/').expect("a JSON pointer");
        let parent = self.0.pointer_mut(parent).expect("a field to set it in");
        parent[name] = value;
        self
    }

    /// The same without one top-level field.
    pub(crate) fn without(mut self, name: &str) -> Payload {
        self.0
            .as_object_mut()
            .expect("a payload is an object")
            .remove(name);
        self
    }
}

fn option(name: &str, value: &Value) -> Value {
    let kind = match value {
        Value::Bool(_) => 5,
        Value::Number(number) if number.is_f64() => 10,
        Value::Number(_) => 4,
        _ => 3,
    };
    json!({"name": name, "type": kind, "value": value})
}

fn command(kind: u64, name: &str, options: Vec<Value>) -> Payload {
    let mut words = name.split(' ');
    let root = words.next().unwrap_or_default();
    let subcommands: Vec<&str> = words.collect();
    let mut options = options;
    for (depth, name) in subcommands.iter().enumerate().rev() {
        // The innermost is a subcommand; what holds one is a group.
        let kind = if depth + 1 == subcommands.len() { 1 } else { 2 };
        options = vec![json!({"name": name, "type": kind, "options": options})];
    }
    let mut data = json!({"id": COMMAND.to_string(), "name": root, "type": 1});
    if !options.is_empty() {
        data["options"] = json!(options);
    }
    interaction(kind, &data)
}

fn component(data: &Value, message: &Value) -> Payload {
    interaction(3, data).with("/message", message.clone())
}

/// In a guild; [`Payload::in_dm`] moves it.
fn interaction(kind: u64, data: &Value) -> Payload {
    Payload(json!({
        "version": 1,
        "type": kind,
        "data": data,
        "guild_id": GUILD.to_string(),
        "guild": {"id": GUILD.to_string(), "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "channel_id": CHANNEL.to_string(),
        "channel": channel(),
        "member": member(),
        "locale": "en-US",
        "context": 0,
        "app_permissions": "562949953601536",
        "attachment_size_limit": 10_485_760,
        "authorizing_integration_owners": {"0": GUILD.to_string()},
        "entitlements": [],
        "entitlement_sku_ids": [],
    }))
}

fn channel() -> Value {
    json!({
        "id": CHANNEL.to_string(), "guild_id": GUILD.to_string(), "type": 0, "name": "careers", "topic": null,
        "position": 0, "permissions": PERMISSIONS, "parent_id": null, "nsfw": false, "flags": 0,
        "rate_limit_per_user": 0, "last_message_id": null, "theme_color": null,
        "icon_emoji": {"id": null, "name": "👋"},
    })
}

fn member() -> Value {
    json!({
        "user": user(USER, "asker"),
        "roles": [], "nick": null, "avatar": null, "banner": null, "flags": 0, "pending": false,
        "permissions": PERMISSIONS, "joined_at": "2024-05-06T07:08:09.101000+00:00", "premium_since": null,
        "communication_disabled_until": null, "unusual_dm_activity_until": null, "deaf": false, "mute": false,
    })
}

fn user(id: u64, name: &str) -> Value {
    json!({
        "id": id.to_string(), "username": name, "global_name": name, "discriminator": "0", "avatar": null,
        "avatar_decoration_data": null, "clan": null, "collectibles": null, "display_name_styles": null,
        "primary_guild": null, "public_flags": 0,
    })
}

/// The bot's own user, whose id is its application's.
pub(super) fn bot(application: &str) -> Value {
    let mut user = user(0, "careerbot");
    user["id"] = json!(application);
    user["bot"] = json!(true);
    user["global_name"] = Value::Null;
    user["discriminator"] = json!("0001");
    user
}
