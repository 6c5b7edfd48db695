//! Every check of the contract fails on a body made for it, and only then.

use serde_json::{Value, json};

use super::reply;
use crate::fake::call::{Call, Hook, Scope};
use crate::fake::contract::{Findings, check};
use crate::fake::schema;

fn callback() -> Call {
    let (id, token) = ("1".to_owned(), "t".to_owned());
    Call::Callback { id, token }
}

fn hook() -> Hook {
    let (application, token) = ("1".to_owned(), "t".to_owned());
    Hook { application, token }
}

fn commands() -> Call {
    let (application, guild) = ("1".to_owned(), None);
    Call::WriteCommands(Scope { application, guild })
}

/// A message changed in one place, as the body of a callback.
fn changed(pointer: &str, value: Value) -> Value {
    let mut data = reply("hello");
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let parent = data.pointer_mut(parent).expect("a field");
    match name.parse::<usize>() {
        Ok(index) => parent[index] = value,
        Err(_) => parent[name] = value,
    }
    json!({"type": 4, "data": data})
}

/// Fails unless a body is found wanting in these words.
#[track_caller]
fn wanting(call: &Call, body: &Value, words: &str) {
    let findings = check(call, body);
    let told: Vec<&String> = findings.all().collect();
    assert!(
        told.iter().any(|it| it.contains(words)),
        "{words:?} is not in {told:#?}"
    );
}

#[track_caller]
fn message_wanting(pointer: &str, value: Value, words: &str) {
    wanting(&callback(), &changed(pointer, value), words);
}

#[test]
fn a_good_body_is_found_good() {
    let message = reply("hello");
    let whole = json!({"type": 4, "data": message});
    let choices = json!({"type": 8, "data": {"choices": [{"name": "a", "value": "b"}, {"name": "c", "value": "d"}]}});
    let option = json!({"type": 3, "name": "role", "description": "Which", "required": true, "autocomplete": true});
    let command = json!([{"name": "pay", "description": "Pay", "options": [option],
        "contexts": [0, 1], "integration_types": [0], "default_member_permissions": "8"}]);
    for (call, body) in [
        (callback(), whole),
        (callback(), json!({"type": 5, "data": {"flags": 64}})),
        (callback(), json!({"type": 6})),
        (callback(), choices),
        (Call::EditOriginal(hook()), message.clone()),
        (Call::FollowUp(hook()), message),
        (commands(), command),
        (Call::Gateway, json!({"anything": 1})),
    ] {
        assert_eq!(check(&call, &body), Findings::default(), "{body}");
    }
}

#[test]
fn refuses_a_callback_of_no_type() {
    wanting(
        &callback(),
        &json!({"type": 3}),
        "no callback is of type Some(3)",
    );
    wanting(&callback(), &json!({"type": 4}), "a message without data");
    wanting(
        &callback(),
        &json!({"type": 5, "data": {"flags": 4}}),
        "a deferral with the flags 0x4",
    );
}

#[test]
fn refuses_mentions_the_old_layout_and_nothing() {
    message_wanting("/allowed_mentions", Value::Null, "allowed_mentions is null");
    message_wanting(
        "/allowed_mentions/parse",
        json!(["users"]),
        "not an empty `parse`",
    );
    message_wanting(
        "/allowed_mentions/users",
        json!(["1"]),
        "not an empty `parse`",
    );
    message_wanting("/flags", json!(0), "the V2 flag is not set");
    message_wanting("/flags", json!(64), "components of V2 without its flag");
    message_wanting(
        "/content",
        json!("text"),
        "`content` stands in a V2 message",
    );
    message_wanting(
        "/embeds",
        json!([{"title": "t"}]),
        "`embeds` stands in a V2 message",
    );
    message_wanting("/components", json!([]), "a message without components");
}

#[test]
fn refuses_components_that_are_none() {
    let button = json!({"type": 2, "style": 2, "label": "b", "custom_id": "b"});
    message_wanting("/components/0", button, "type 2 cannot stand at the top");
    message_wanting(
        "/components/0",
        json!({"type": 99}),
        "component 0: type 99 is not known",
    );
    message_wanting(
        "/components/0",
        json!({"type": 10}),
        "component 0: missing field",
    );
    let label = json!("x".repeat(81));
    message_wanting("/components/0/components/1/accessory/label", label, "label");
    let options: Vec<Value> = (0..26)
        .map(|n| json!({"label": "l", "value": n.to_string()}))
        .collect();
    message_wanting(
        "/components/0/components/2/components/0/options",
        json!(options),
        "options",
    );
    message_wanting(
        "/components/0/components/1/components",
        json!([]),
        "component 0: ",
    );
}

#[test]
fn refuses_too_much_of_anything() {
    let text = json!({"type": 10, "content": "t"});
    message_wanting(
        "/components",
        json!(vec![text; 41]),
        "41 components, of at most 40",
    );
    // Each is short enough; together they are not. A smiley counts twice.
    let text = json!({"type": 10, "content": "😀".repeat(1_001)});
    message_wanting(
        "/components",
        json!([text, text]),
        "4004 units of text, of at most 4000",
    );
}

#[test]
fn refuses_custom_ids_long_empty_or_doubled() {
    let at = "/components/0/components/1/accessory/custom_id";
    message_wanting(
        at,
        json!("x".repeat(101)),
        "has 101 characters, of 1 to 100",
    );
    message_wanting(at, json!(""), "has 0 characters");
    message_wanting(
        at,
        json!("v1:level"),
        "\"v1:level\" stands twice in one message",
    );
    let value = "/components/0/components/2/components/0/options/1/value";
    message_wanting(
        value,
        json!("junior"),
        "the option \"junior\" stands twice in one menu",
    );
    let modal = json!({"type": 9, "data": {"custom_id": "m", "title": "t", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "", "label": "l", "style": 1}]}]}});
    wanting(&callback(), &modal, "has 0 characters");
}

#[test]
fn refuses_suggestions_long_empty_or_many() {
    let suggest = |choices: Value| json!({"type": 8, "data": {"choices": choices}});
    let one = json!({"name": "n", "value": "v"});
    wanting(
        &callback(),
        &suggest(json!(vec![one; 26])),
        "26 suggestions, of at most 25",
    );
    for (name, value) in [
        ("", json!("v")),
        ("n", json!("")),
        ("n", json!("v".repeat(101))),
        ("n", json!(true)),
    ] {
        let body = suggest(json!([{"name": name, "value": value}]));
        wanting(&callback(), &body, "outside 1 to 100 characters");
    }
    wanting(
        &callback(),
        &json!({"type": 8, "data": {}}),
        "suggestions without a list",
    );
}

#[test]
fn refuses_commands_that_break_a_rule() {
    let name = |name: &str| json!([{"name": name, "description": "d"}]);
    wanting(&commands(), &name("Pay"), "the command \"Pay\": ");
    wanting(
        &commands(),
        &json!([{"name": "pay", "description": ""}]),
        "description",
    );
    wanting(
        &commands(),
        &json!([name("a")[0], name("a")[0]]),
        "the command \"a\" stands twice",
    );
    wanting(&commands(), &json!({}), "commands are a list");
    let many: Vec<Value> = (0..101)
        .map(|n| name(&format!("c{n}"))[0].clone())
        .collect();
    wanting(&commands(), &json!(many), "101 commands, of at most 100");
    let option = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
    let options = json!([option("a", false), option("b", true)]);
    let late = json!([{"name": "pay", "description": "d", "options": options}]);
    wanting(&commands(), &late, "required");
    let doubled = json!([option("a", true), option("a", true)]);
    let doubled = json!([{"name": "pay", "description": "d", "options": doubled}]);
    wanting(&commands(), &doubled, "same name");
}

#[test]
fn holds_bodies_against_the_description_where_there_is_one() {
    if !schema::is_here() {
        return; // said aloud where it is looked for
    }
    // None of these is found by the checks of our own.
    let at = |pointer: &str, value: Value, place: &str| message_wanting(pointer, value, place);
    at(
        "/components/0/accent_color",
        json!(16_777_216),
        "at \"/data/components/0/accent_color\"",
    );
    at("/tts", json!("yes"), "at \"/data/tts\"");
    let edit = Call::EditOriginal(hook());
    let attached = |size| {
        let mut message = reply("hello");
        message["attachments"] = json!(vec![json!({"id": "0"}); size]);
        message
    };
    wanting(&edit, &attached(11), "at \"/attachments\"");
    wanting(
        &Call::FollowUp(hook()),
        &attached(11),
        "at \"/attachments\"",
    );
    let update = json!({"type": 7, "data": attached(11)});
    wanting(&callback(), &update, "at \"/data/attachments\"");
    let command = json!([{"name": "pay", "description": "d", "contexts": []}]);
    wanting(&commands(), &command, "at \"/contexts\"");
    let modal =
        json!({"type": 9, "data": {"custom_id": "m", "title": "t".repeat(46), "components": []}});
    wanting(&callback(), &modal, "at \"/data");
    let choice = json!({"type": 8, "data": {"choices": [{"name": "n", "value": "v", "name_localizations": 1}]}});
    wanting(&callback(), &choice, "at \"/data\"");
}
