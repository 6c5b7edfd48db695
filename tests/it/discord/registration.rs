//! The commands as Discord gets to know them.

use careerbot::command::{COMMANDS, Takes};
use serde_json::Value;

use crate::bot::{Bot, Said};
use crate::fake::payload::GUILD;
use crate::fake::{FakeDiscord, Kind, Settings};

fn register(fake: &FakeDiscord, arguments: &[&str]) -> Said {
    let bot = Bot::alone();
    let mut command = bot.process(&[&["register"], arguments].concat());
    command.envs(fake.environment());
    crate::bot::said(&mut assert_cmd::Command::from_std(command))
}

fn names(commands: &[Value]) -> Vec<&str> {
    let names = commands
        .iter()
        .filter_map(|command| command["name"].as_str());
    names.collect()
}

#[test]
fn discord_knows_every_command_and_option_of_the_table() {
    let fake = FakeDiscord::start();
    register(&fake, &[]).check(0);
    let known = fake.commands(None);
    let table: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(names(&known), table);
    for (command, known) in COMMANDS.iter().zip(&known) {
        let options = known["options"].as_array().cloned().unwrap_or_default();
        assert_eq!(options.len(), command.options.len(), "{known}");
        for (option, known) in command.options.iter().zip(&options) {
            assert_eq!(known["name"], option.name);
            let is_offered = known["autocomplete"].as_bool().unwrap_or_default();
            assert_eq!(is_offered, option.takes.is_offered(), "{known}");
            let kind = if option.takes == Takes::YesOrNo { 5 } else { 3 };
            assert_eq!(known["type"], kind, "{known}");
            assert_eq!(
                known["required"].as_bool().unwrap_or_default(),
                option.required
            );
        }
    }
}

#[test]
fn writes_only_what_changed() {
    let fake = FakeDiscord::start();
    let first = register(&fake, &[]);
    first.check(0);
    assert!(first.out.contains("+ /salary"), "{}", first.out);
    let calls = fake.counters().requests(Kind::Commands);
    assert_eq!(calls, 2, "one to look, one to write");
    let again = register(&fake, &[]);
    again.check(0);
    assert!(again.out.contains("= /salary"), "{}", again.out);
    assert!(again.out.contains("Nothing to change"), "{}", again.out);
    assert_eq!(
        fake.counters().requests(Kind::Commands),
        calls + 1,
        "one to look"
    );
}

#[test]
fn registers_in_one_server_and_says_when_the_bot_is_not_there() {
    let fake = FakeDiscord::with(Settings {
        guilds: vec![GUILD],
        ..Settings::default()
    });
    let guild = GUILD.to_string();
    let said = register(&fake, &["--guild", &guild]);
    said.check(0);
    assert!(said.out.contains("seen there at once"), "{}", said.out);
    assert_eq!(fake.commands(Some(GUILD)).len(), COMMANDS.len());
    assert!(fake.commands(None).is_empty());
    let elsewhere = register(&fake, &["--guild", "1234567890123456789"]);
    elsewhere.check(2);
    assert!(
        elsewhere.err.contains("careerbot invite"),
        "{}",
        elsewhere.err
    );
}
