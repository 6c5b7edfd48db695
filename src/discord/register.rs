//! Telling Discord the commands: the table as JSON, what would change, and the call that changes it.
//!
//! Commands are registered by a person with `careerbot register`, not by the bot as it starts: it starts often, and each
//! change is seen by everyone. Start with [`commands`] and [`changes`], which are pure; then [`registered`] and
//! [`overwrite`].

use std::collections::BTreeSet;
use std::fmt;
use std::time::Instant;

use serde_json::{Map, Value, json};
use thiserror::Error;
use twilight_model::application::command::{
    Command, CommandOption, CommandOptionType, CommandType,
};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::id::Id;
use twilight_model::oauth::ApplicationIntegrationType;

use super::rest::{Method, Repeat, Rest, RestError};
use crate::command::{self, COMMANDS, Takes};
use crate::config::Snowflake;
use crate::domain::QUESTION_MAX_CHARS;
use crate::present::{Catalogue, clean, cut};

/// The longest description of a command or an option, in characters.
///
/// # Source
/// Discord, "Application commands", "Application command structure" and "… option structure".
/// <https://docs.discord.com/developers/interactions/application-commands>
const DESCRIPTION_MAX_CHARS: usize = 100;

/// The longest name of a role, place, document or stage that can be typed, in characters.
///
/// # Source
/// The same page, "Application command option choice structure": the longest value that can be offered.
const NAME_MAX_CHARS: u16 = 100;

/// The type of a slash command, which Discord means where it says none.
const CHAT_INPUT: u64 = 1;

/// What of a command is compared. Whatever else Discord sends, it filled in by itself.
const COMMAND_FIELDS: [&str; 7] = [
    "description",
    "name_localizations",
    "description_localizations",
    "default_member_permissions",
    "nsfw",
    "integration_types",
    "contexts",
];

/// What of an option is compared.
const OPTION_FIELDS: [&str; 13] = [
    "type",
    "description",
    "name_localizations",
    "description_localizations",
    "required",
    "autocomplete",
    "choices",
    "options",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
];

/// Where commands are to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Wherever the application is installed.
    Everywhere,
    /// In one server, to try them out.
    Guild(Snowflake),
}

/// What registration does to one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As people know it, as in `/salary`.
    pub name: String,
    /// What happens to it.
    pub kind: ChangeKind,
}

/// What happens to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Discord does not know it yet.
    New,
    /// Discord knows it otherwise; the parts that differ.
    Changed(Vec<String>),
    /// Discord knows it, and the table does not.
    Removed,
    /// It stays as it is.
    Same,
}

/// Why commands cannot be registered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RegisterError {
    /// The token is wrong.
    #[error(
        "Discord does not accept DISCORD_TOKEN; it was mistyped or reset: \
         reset it on the Bot page of https://discord.com/developers/applications and set the new one"
    )]
    TokenRefused,
    /// The application is wrong.
    #[error(
        "Discord knows no application {0} that DISCORD_TOKEN belongs to; set DISCORD_APPLICATION_ID to the id on the \
         General Information page of https://discord.com/developers/applications, and DISCORD_TOKEN to the token of the \
         same application"
    )]
    ApplicationUnknown(Snowflake),
    /// The server is wrong.
    #[error(
        "the bot is not in server {0}, or there is no such server; add it with the first link of `careerbot invite`, \
         then register again"
    )]
    NotInGuild(Snowflake),
    /// Something else than commands.
    #[error(
        "Discord gave something else than a list of commands; check DISCORD_API_BASE and proxies on the way"
    )]
    NoList,
    /// Any other way a call fails.
    #[error(transparent)]
    Rest(#[from] RestError),
}

/// Discord's codes for what a person can mend.
///
/// # Source
/// Discord, "Opcodes and status codes", "JSON error codes".
/// <https://docs.discord.com/developers/topics/opcodes-and-status-codes#json>
mod codes {
    pub(super) const UNKNOWN_APPLICATION: u64 = 10_002;
    pub(super) const UNKNOWN_GUILD: u64 = 10_004;
    pub(super) const NOT_AUTHORISED_ON_APPLICATION: u64 = 20_012;
    pub(super) const MISSING_ACCESS: u64 = 50_001;
}

/// The command table as Discord takes it, in words of `catalogue`.
///
/// In one server, commands say nothing of contexts and installations: those are for commands that are seen everywhere.
///
/// # Source
/// Discord, "Application commands", "Application command structure".
/// <https://docs.discord.com/developers/interactions/application-commands#application-command-object>
pub fn commands(catalogue: &Catalogue, scope: Scope) -> Vec<Command> {
    COMMANDS
        .iter()
        .map(|command| described(command, catalogue, scope))
        .collect()
}

/// `commands` as the body of the call.
///
/// # Panics
/// Never: a command is plain data.
pub fn body(commands: &[Command]) -> Vec<Value> {
    let plain = |command| {
        let mut value = serde_json::to_value(command).expect("a command is plain data");
        if let Some(fields) = value.as_object_mut() {
            // Discord counts versions by itself; the type cannot do without one.
            fields.remove("version");
        }
        value
    };
    commands.iter().map(plain).collect()
}

fn described(command: &command::Command, catalogue: &Catalogue, scope: Scope) -> Command {
    let is_everywhere = scope == Scope::Everywhere;
    #[expect(deprecated, reason = "the type has the field; contexts say the same")]
    Command {
        application_id: None,
        contexts: is_everywhere.then(|| {
            vec![
                InteractionContextType::Guild,
                InteractionContextType::BotDm,
                InteractionContextType::PrivateChannel,
            ]
        }),
        default_member_permissions: None,
        description: cut(&catalogue.word(command.summary), DESCRIPTION_MAX_CHARS),
        description_localizations: None,
        dm_permission: None,
        guild_id: None,
        id: None,
        integration_types: is_everywhere.then(|| {
            vec![
                ApplicationIntegrationType::GuildInstall,
                ApplicationIntegrationType::UserInstall,
            ]
        }),
        kind: CommandType::ChatInput,
        name: command.name.to_owned(),
        name_localizations: None,
        nsfw: Some(false),
        options: (0..)
            .zip(command.options)
            .map(|(place, option)| described_option(place, option, catalogue))
            .collect(),
        version: Id::new(1),
    }
}

/// The option at `place`, from 0.
fn described_option(
    place: usize,
    option: &command::CommandOption,
    catalogue: &Catalogue,
) -> CommandOption {
    let max_length = match option.takes {
        Takes::YesOrNo => None,
        // Words that come first are the question itself, as on a typed line.
        Takes::Words if place == 0 => u16::try_from(QUESTION_MAX_CHARS).ok(),
        Takes::Words | Takes::Role | Takes::Place | Takes::Level | Takes::Document => {
            Some(NAME_MAX_CHARS)
        }
    };
    CommandOption {
        autocomplete: option.takes.is_offered().then_some(true),
        channel_types: None,
        choices: None,
        description: cut(&catalogue.word(option.summary), DESCRIPTION_MAX_CHARS),
        description_localizations: None,
        file_types: None,
        kind: match option.takes {
            Takes::YesOrNo => CommandOptionType::Boolean,
            _ => CommandOptionType::String,
        },
        max_length,
        max_value: None,
        min_length: None,
        min_value: None,
        name: option.name.to_owned(),
        name_localizations: None,
        options: None,
        required: Some(option.required),
    }
}

/// What registering `wanted` does to what is `registered`: first the wanted ones in their order, then what goes.
pub fn changes(wanted: &[Value], registered: &[Value], scope: Scope) -> Vec<Change> {
    let is_same = |a: &Value, b: &Value| identity(a) == identity(b);
    let mut changes = Vec::new();
    for command in wanted {
        let before = registered.iter().find(|other| is_same(other, command));
        let parts = before.map(|before| difference(before, command, scope));
        changes.push(Change {
            name: shown(command),
            kind: match parts {
                None => ChangeKind::New,
                Some(parts) if parts.is_empty() => ChangeKind::Same,
                Some(parts) => ChangeKind::Changed(parts),
            },
        });
    }
    for command in registered {
        if !wanted.iter().any(|other| is_same(other, command)) {
            changes.push(Change {
                name: shown(command),
                kind: ChangeKind::Removed,
            });
        }
    }
    changes
}

/// By which Discord tells commands apart.
fn identity(command: &Value) -> (&str, u64) {
    let kind = command.get("type").and_then(Value::as_u64);
    (name(command), kind.unwrap_or(CHAT_INPUT))
}

fn name(value: &Value) -> &str {
    let name = value.get("name").and_then(Value::as_str);
    name.unwrap_or_default()
}

fn shown(command: &Value) -> String {
    match identity(command) {
        (name, CHAT_INPUT) => clean(&format!("/{name}")),
        (name, _) => clean(&format!("{name} (menu)")),
    }
}

/// The parts of a command that differ.
fn difference(before: &Value, after: &Value, scope: Scope) -> Vec<String> {
    let is_for_all_only = |field: &str| matches!(field, "integration_types" | "contexts");
    let mut parts = Vec::new();
    for field in COMMAND_FIELDS {
        if scope != Scope::Everywhere && is_for_all_only(field) {
            continue;
        }
        if plain(before.get(field)) != plain(after.get(field)) {
            parts.push(field.replace('_', " "));
        }
    }
    parts.extend(option_difference(options(before), options(after)));
    parts
}

/// The options that differ; their order alone only where nothing else does.
fn option_difference(before: &[Value], after: &[Value]) -> Vec<String> {
    let find = |among: &'_ [Value], option: &Value| {
        let is_it = |other: &&Value| name(other) == name(option);
        among.iter().find(is_it).map(plain_option)
    };
    let mut parts = Vec::new();
    for option in after {
        match find(before, option) {
            None => parts.push(format!("new option {}", clean(name(option)))),
            Some(other) if other != plain_option(option) => {
                parts.push(format!("option {}", clean(name(option))));
            }
            Some(_) => {}
        }
    }
    for option in before {
        if find(after, option).is_none() {
            parts.push(format!("no option {}", clean(name(option))));
        }
    }
    if parts.is_empty() && !before.iter().map(name).eq(after.iter().map(name)) {
        parts.push("order of options".to_owned());
    }
    parts
}

fn options(command: &Value) -> &[Value] {
    let options = command.get("options").and_then(Value::as_array);
    options.map_or(&[], Vec::as_slice)
}

/// A value as it is compared: what Discord takes for the same as nothing is nothing, and lists that are sets are sorted.
fn plain(value: Option<&Value>) -> Option<Value> {
    match value? {
        Value::Null | Value::Bool(false) => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Object(fields) if fields.is_empty() => None,
        Value::Array(items) if items.iter().all(Value::is_number) => {
            let numbers: BTreeSet<Option<u64>> = items.iter().map(Value::as_u64).collect();
            Some(json!(numbers))
        }
        other => Some(other.clone()),
    }
}

fn plain_option(option: &Value) -> Map<String, Value> {
    let mut fields = Map::new();
    for field in OPTION_FIELDS {
        if let Some(value) = plain(option.get(field)) {
            fields.insert(field.to_owned(), value);
        }
    }
    fields
}

impl Change {
    /// True when something happens to the command.
    pub fn is_change(&self) -> bool {
        self.kind != ChangeKind::Same
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.kind {
            ChangeKind::New => write!(f, "+ {name} new"),
            ChangeKind::Changed(parts) => write!(f, "~ {name} changed: {}", parts.join(", ")),
            ChangeKind::Removed => write!(f, "- {name} removed"),
            ChangeKind::Same => write!(f, "= {name}"),
        }
    }
}

/// The commands that Discord knows.
///
/// # Errors
/// [`RegisterError`] when Discord refuses or cannot be asked.
pub async fn registered(
    rest: &Rest,
    application: Snowflake,
    scope: Scope,
    deadline: Instant,
) -> Result<Vec<Value>, RegisterError> {
    // Without this, localised words are left out of the answer.
    let path = path(application, scope) + "?with_localizations=true";
    let reply = rest
        .send(Method::GET, &path, None::<&()>, Repeat::Freely, deadline)
        .await
        .map_err(|error| explained(error, application, scope))?;
    match reply.body {
        Value::Array(commands) => Ok(commands),
        _ => Err(RegisterError::NoList),
    }
}

/// Makes `commands` all that Discord knows.
///
/// # Errors
/// [`RegisterError`] when Discord refuses or cannot be asked.
pub async fn overwrite(
    rest: &Rest,
    application: Snowflake,
    scope: Scope,
    commands: &[Value],
    deadline: Instant,
) -> Result<(), RegisterError> {
    rest.send(
        Method::PUT,
        &path(application, scope),
        Some(commands),
        Repeat::Freely,
        deadline,
    )
    .await
    .map_err(|error| explained(error, application, scope))?;
    Ok(())
}

fn path(application: Snowflake, scope: Scope) -> String {
    match scope {
        Scope::Everywhere => format!("/applications/{application}/commands"),
        Scope::Guild(guild) => format!("/applications/{application}/guilds/{guild}/commands"),
    }
}

/// A refusal in terms of what was set.
fn explained(error: RestError, application: Snowflake, scope: Scope) -> RegisterError {
    match (error.status(), error.code(), scope) {
        (Some(401), ..) => RegisterError::TokenRefused,
        (_, Some(codes::UNKNOWN_APPLICATION | codes::NOT_AUTHORISED_ON_APPLICATION), _) => {
            RegisterError::ApplicationUnknown(application)
        }
        (_, Some(codes::MISSING_ACCESS | codes::UNKNOWN_GUILD), Scope::Guild(guild)) => {
            RegisterError::NotInGuild(guild)
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::discord::scripted::{Scripted, Step};

    /// How many commands there may be, and how many options each.
    ///
    /// # Source
    /// Discord, "Application commands", "Registering a command" and "Application command structure".
    const COMMANDS_MAX: usize = 100;
    const OPTIONS_MAX: usize = 25;

    fn id(text: &str) -> Snowflake {
        text.parse().expect("an id")
    }

    fn guild() -> Scope {
        Scope::Guild(id("42"))
    }

    fn wanted(scope: Scope) -> Vec<Value> {
        body(&commands(&Catalogue::english(), scope))
    }

    #[test]
    fn keeps_to_discords_limits_in_every_wording() {
        for catalogue in [Catalogue::english(), Catalogue::pseudo()] {
            for scope in [Scope::Everywhere, guild()] {
                let commands = commands(&catalogue, scope);
                assert!(commands.len() <= COMMANDS_MAX);
                for command in &commands {
                    let name = &command.name;
                    twilight_validate::command::command(command)
                        .unwrap_or_else(|error| panic!("{name}: {error}"));
                    assert!(command.options.len() <= OPTIONS_MAX, "{name}");
                    assert!(
                        command
                            .options
                            .is_sorted_by_key(|option| option.required != Some(true)),
                        "{name}"
                    );
                }
            }
        }
    }

    #[test]
    fn writes_the_table_as_discord_takes_it() {
        let all = wanted(Scope::Everywhere);
        assert_eq!(all.len(), COMMANDS.len());
        assert_eq!(
            all[0],
            json!({
                "type": 1,
                "name": "salary",
                "description": "What a role pays, each figure with its source",
                "default_member_permissions": null,
                "nsfw": false,
                "contexts": [0, 1, 2],
                "integration_types": [0, 1],
                "options": [
                    {"type": 3, "name": "role", "description": "The role, as in: data engineer",
                     "required": true, "autocomplete": true, "max_length": 100},
                    {"type": 3, "name": "location", "description": "A country or city",
                     "required": false, "autocomplete": true, "max_length": 100},
                    {"type": 3, "name": "level",
                     "description": "entry, junior, mid, senior, staff, lead, principal, director or executive",
                     "required": false, "autocomplete": true, "max_length": 100},
                    {"type": 5, "name": "private",
                     "description": "Show the answer to you alone (yes, unless you say no)",
                     "required": false},
                ],
            })
        );
        let find = |name: &str| all.iter().find(|command| command["name"] == name);
        let question = &find("ask").expect("/ask")["options"][0];
        assert_eq!(question["max_length"], QUESTION_MAX_CHARS);
        assert_eq!(question["autocomplete"], Value::Null);
        let stage = &find("roadmap").expect("/roadmap")["options"][1];
        assert_eq!(stage["max_length"], NAME_MAX_CHARS);
        assert_eq!(stage["autocomplete"], Value::Null);
    }

    #[test]
    fn says_nothing_of_contexts_in_one_server() {
        for command in wanted(guild()) {
            assert_eq!(command.get("contexts"), None);
            assert_eq!(command.get("integration_types"), None);
        }
    }

    fn lines(wanted: &[Value], registered: &[Value], scope: Scope) -> Vec<String> {
        let changes = changes(wanted, registered, scope);
        changes.iter().map(ToString::to_string).collect()
    }

    /// `commands` as Discord gives them back.
    fn given_back(mut commands: Vec<Value>) -> Vec<Value> {
        for command in &mut commands {
            let fields = command.as_object_mut().expect("a command");
            fields.remove("nsfw");
            fields.extend([
                ("id".to_owned(), json!("1")),
                ("version".to_owned(), json!("2")),
                ("application_id".to_owned(), json!("3")),
                ("dm_permission".to_owned(), json!(true)),
                ("name_localizations".to_owned(), Value::Null),
                ("description_localizations".to_owned(), json!({})),
                ("something_new".to_owned(), json!(7)),
                ("contexts".to_owned(), json!([2, 0, 1])),
            ]);
            if fields["options"] == json!([]) {
                fields.remove("options");
            }
            let options = fields.get_mut("options").and_then(Value::as_array_mut);
            for option in options.into_iter().flatten() {
                let option = option.as_object_mut().expect("an option");
                if option["required"] == false {
                    option.remove("required");
                }
                option.insert("description_localizations".to_owned(), Value::Null);
                option.insert("something_new".to_owned(), json!([]));
            }
        }
        commands
    }

    #[test]
    fn ignores_what_discord_fills_in() {
        for scope in [Scope::Everywhere, guild()] {
            let wanted = wanted(scope);
            let mut registered = given_back(wanted.clone());
            registered.reverse();
            let changes = changes(&wanted, &registered, scope);
            assert!(!changes.iter().any(Change::is_change), "{changes:?}");
            assert_eq!(changes.len(), wanted.len());
        }
    }

    #[test]
    fn says_what_differs_a_line_each() {
        let wanted = wanted(Scope::Everywhere);
        let mut registered = given_back(wanted.clone());
        registered[0]["description"] = json!("Pay");
        registered[0]["options"][0]["autocomplete"] = json!(false);
        registered[0]["options"][1]["name"] = json!("pla\u{1b}[2Jce");
        registered[1]["contexts"] = json!([0]);
        registered[1]["default_member_permissions"] = json!("32");
        registered[2]["options"]
            .as_array_mut()
            .expect("options")
            .swap(1, 2);
        registered.remove(3);
        registered.push(json!({"name": "old", "description": "Old"}));
        registered.push(json!({"name": "role", "type": 3}));
        assert_eq!(
            lines(&wanted, &registered, Scope::Everywhere),
            [
                "~ /salary changed: description, option role, new option location, no option place",
                "~ /role changed: default member permissions, contexts",
                "~ /roadmap changed: order of options",
                "+ /ask new",
                "= /sources",
                "= /about",
                "- /old removed",
                "- role (menu) removed",
            ]
        );
        assert_eq!(lines(&wanted, &[], Scope::Everywhere)[0], "+ /salary new");
        assert_eq!(lines(&[], &[json!({}), json!(7)], guild()).len(), 2);
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    #[tokio::test]
    async fn fetches_and_overwrites() {
        let wanted = wanted(guild());
        let known = Value::Array(given_back(wanted.clone()));
        let server = Scripted::start([
            Step::say(200, &known),
            Step::say(200, &known),
            Step::say(200, "[]"),
            Step::say(200, "{}"),
        ])
        .await;
        let rest = Rest::new(Some(&server.base), None).expect("a client");
        let read = registered(&rest, id("7"), guild(), soon())
            .await
            .expect("commands");
        assert_eq!(Value::Array(read), known);
        overwrite(&rest, id("7"), guild(), &wanted, soon())
            .await
            .expect("done");
        let everywhere = registered(&rest, id("7"), Scope::Everywhere, soon()).await;
        assert_eq!(everywhere, Ok(vec![]));
        let heard = server.heard();
        let asked =
            "GET /api/v10/applications/7/guilds/42/commands?with_localizations=true HTTP/1.1\r\n";
        assert!(heard[0].starts_with(asked), "{}", heard[0]);
        let put = "PUT /api/v10/applications/7/guilds/42/commands HTTP/1.1\r\n";
        assert!(heard[1].starts_with(put), "{}", heard[1]);
        let (_, sent) = heard[1].split_once("\r\n\r\n").expect("a body");
        assert_eq!(
            serde_json::from_str::<Vec<Value>>(sent).expect("commands"),
            wanted
        );
        let asked = "GET /api/v10/applications/7/commands?with_localizations=true HTTP/1.1\r\n";
        assert!(heard[2].starts_with(asked), "{}", heard[2]);
        let garbled = registered(&rest, id("7"), Scope::Everywhere, soon()).await;
        let garbled = garbled.expect_err("no list");
        assert_eq!(garbled, RegisterError::NoList);
    }

    async fn refused(status: u16, code: u64, scope: Scope) -> String {
        let words = json!({"code": code, "message": "No"});
        let server = Scripted::start([Step::say(status, &words), Step::say(status, &words)]).await;
        let rest = Rest::new(Some(&server.base), None).expect("a client");
        let read = registered(&rest, id("7"), scope, soon()).await;
        let wrote = overwrite(&rest, id("7"), scope, &[], soon()).await;
        let read = read.expect_err("a refusal");
        assert_eq!(Err(&read), wrote.as_ref());
        read.to_string()
    }

    #[tokio::test]
    async fn says_how_to_mend_a_refusal() {
        let text = refused(401, 0, guild()).await;
        assert!(
            text.contains("reset it on the Bot page of https://discord.com/developers"),
            "{text}"
        );
        for (status, code) in [(404, 10_002), (403, 20_012)] {
            let text = refused(status, code, Scope::Everywhere).await;
            assert!(
                text.starts_with(
                    "Discord knows no application 7 that DISCORD_TOKEN belongs to; set "
                ),
                "{text}"
            );
        }
        for (status, code) in [(403, 50_001), (404, 10_004)] {
            let text = refused(status, code, guild()).await;
            assert_eq!(
                text,
                "the bot is not in server 42, or there is no such server; \
                 add it with the first link of `careerbot invite`, then register again"
            );
        }
        let text = refused(403, 50_001, Scope::Everywhere).await;
        assert_eq!(
            text,
            "Discord refuses it with status 403, code 50001: No; the bot has no access there"
        );
    }
}
