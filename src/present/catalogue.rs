//! The catalogue of messages: keys and arguments in, words out.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::plain::clean_lines;
use crate::domain::{Argument, Aspect, Grade, Key, Label, Level, Message, Scheme};

/// A language and its wording. One more language is one more file and one more line here.
struct Locale {
    language: &'static str,
    wording: &'static str,
}

const LOCALES: &[Locale] = &[Locale {
    language: "en",
    wording: include_str!("locales/en.ftl"),
}];

/// The wording of every message in one language.
///
/// Arguments are cleaned with [`clean_lines`] on the way in, so what comes out is safe to print.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The wording in `language`, a code as in `en`; none when there is no such file.
    pub fn in_language(language: &str) -> Option<Catalogue> {
        LOCALES
            .iter()
            .find(|locale| locale.language == language)
            .map(|locale| Catalogue::load(locale, None))
    }

    /// The English wording.
    ///
    /// # Panics
    /// Never: it is compiled in.
    pub fn english() -> Catalogue {
        Catalogue::in_language("en").expect("the table of locales holds English")
    }

    /// English with every letter of the catalogue's own changed and vowels doubled, arguments left as they are: shows
    /// at a glance what is not in the catalogue, and what breaks when a language takes more room.
    pub fn pseudo() -> Catalogue {
        let [english, ..] = LOCALES else {
            unreachable!("the table of locales holds English")
        };
        Catalogue::load(
            english,
            Some(|text| fluent_pseudo::transform(text, false, true)),
        )
    }

    fn load(locale: &Locale, transform: Option<fn(&str) -> Cow<'_, str>>) -> Catalogue {
        let language: LanguageIdentifier = locale
            .language
            .parse()
            .expect("the table of locales holds language codes");
        let resource = FluentResource::try_new(locale.wording.to_owned())
            .expect("a test reads every file of wording");
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks are for mixed directions; terminals show them as boxes, and all wording runs left to right.
        bundle.set_use_isolating(false);
        bundle.set_transform(transform);
        bundle.set_formatter(Some(|value, _memoizer| match value {
            FluentValue::Number(number) => Some(grouped(&number.as_string())),
            _ => None,
        }));
        bundle
            .add_resource(resource)
            .expect("a test finds every id once");
        Catalogue { bundle }
    }

    /// `message` in words.
    pub fn text(&self, message: &Message) -> String {
        let mut arguments = FluentArgs::new();
        for (name, argument) in &message.arguments {
            let value = match argument {
                Argument::Count(count) => FluentValue::from(*count),
                other => FluentValue::from(self.argument(other)),
            };
            arguments.set(*name, value);
        }
        self.format(message.key, &arguments, &mut Vec::new())
    }

    /// The words of `key`, which takes no arguments.
    pub fn word(&self, key: Key) -> String {
        self.text(&Message::new(key))
    }

    /// `argument` in words.
    pub fn argument(&self, argument: &Argument) -> String {
        match argument {
            Argument::Text(text) => clean_lines(text),
            Argument::Count(count) => grouped(&count.to_string()),
            Argument::Message(message) => self.text(message),
            Argument::List(items) => {
                let words: Vec<String> = items.iter().map(|item| self.argument(item)).collect();
                words.join(", ")
            }
        }
    }

    fn format(
        &self,
        key: Key,
        arguments: &FluentArgs<'_>,
        errors: &mut Vec<fluent_bundle::FluentError>,
    ) -> String {
        let pattern = self
            .bundle
            .get_message(key.id())
            .and_then(|message| message.value());
        match pattern {
            Some(pattern) => self
                .bundle
                .format_pattern(pattern, Some(arguments), errors)
                .into_owned(),
            None => key.id().to_owned(),
        }
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue")
            .field("languages", &self.bundle.locales)
            .finish_non_exhaustive()
    }
}

/// A whole number with commas between the thousands.
fn grouped(digits: &str) -> String {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    super::money::group(digits, super::money::Grouping::Thousands)
}

/// The word for `level`.
pub fn level_key(level: Level) -> Key {
    match level {
        Level::Entry => Key::LevelEntry,
        Level::Junior => Key::LevelJunior,
        Level::Mid => Key::LevelMid,
        Level::Senior => Key::LevelSenior,
        Level::Staff => Key::LevelStaff,
        Level::Lead => Key::LevelLead,
        Level::Principal => Key::LevelPrincipal,
        Level::Director => Key::LevelDirector,
        Level::Executive => Key::LevelExecutive,
    }
}

/// The words for `grade`; a number behind a title says what it is.
pub fn grade_argument(grade: Grade) -> Argument {
    let written = grade.to_string();
    if grade.scheme() == Scheme::Title {
        Message::new(Key::GradeOfTitle)
            .with("grade", written)
            .into()
    } else {
        written.into()
    }
}

/// The word for what an answer rests on.
pub fn label_key(label: Label) -> Key {
    match label {
        Label::Fact => Key::LabelFact,
        Label::Passage => Key::LabelPassage,
        Label::None => Key::LabelNone,
    }
}

/// The title of statements about `aspect`.
pub fn aspect_key(aspect: Aspect) -> Key {
    match aspect {
        Aspect::Definition => Key::AspectDefinition,
        Aspect::Title => Key::AspectTitle,
        Aspect::Responsibility => Key::AspectResponsibility,
        Aspect::Skill => Key::AspectSkill,
        Aspect::SoftSkill => Key::AspectSoftSkill,
        Aspect::RelatedRole => Key::AspectRelatedRole,
        Aspect::Employer => Key::AspectEmployer,
        Aspect::Education => Key::AspectEducation,
        Aspect::Course => Key::AspectCourse,
        Aspect::Outlook => Key::AspectOutlook,
        Aspect::JobCount => Key::AspectJobCount,
        Aspect::Remote => Key::AspectRemote,
        Aspect::Comparison => Key::AspectComparison,
        Aspect::Tip => Key::AspectTip,
        Aspect::Occupation => Key::AspectOccupation,
        Aspect::Caution => Key::AspectCaution,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: [&str; 10] = [
        "page",
        "pages",
        "count",
        "documents",
        "number",
        "length",
        "limit",
        "figures",
        "statements",
        "stages",
    ];

    /// `key` with an argument under each of its names, and the words that must show up.
    fn sample(key: Key) -> (FluentArgs<'static>, Vec<String>) {
        let mut arguments = FluentArgs::new();
        let mut expected = Vec::new();
        for (place, name) in key.arguments().iter().enumerate() {
            if COUNTS.contains(name) {
                let count = 4_001 + place as u64;
                arguments.set(*name, count);
                expected.push(grouped(&count.to_string()));
            } else {
                let words = format!("⟦{name}⟧");
                arguments.set(*name, words.clone());
                expected.push(words);
            }
        }
        (arguments, expected)
    }

    #[test]
    fn words_every_key_with_each_of_its_arguments() {
        for catalogue in [Catalogue::english(), Catalogue::pseudo()] {
            for key in Key::ALL {
                let mut errors = Vec::new();
                let (arguments, expected) = sample(*key);
                let text = catalogue.format(*key, &arguments, &mut errors);
                assert!(errors.is_empty(), "{key:?}: {errors:?}");
                assert_ne!(text, key.id(), "{key:?} has no wording");
                for words in expected {
                    assert!(text.contains(&words), "{key:?} leaves out {words}: {text}");
                }
            }
        }
    }

    #[test]
    fn holds_no_id_that_is_not_a_key() {
        for locale in LOCALES {
            let ids = locale.wording.lines().filter_map(|line| {
                let (id, _wording) = line.split_once('=')?;
                line.starts_with(|first: char| first.is_ascii_lowercase())
                    .then(|| id.trim())
            });
            let mut seen = Vec::new();
            for id in ids {
                assert!(
                    Key::ALL.iter().any(|key| key.id() == id),
                    "{}: `{id}` is no key; remove it",
                    locale.language
                );
                seen.push(id);
            }
            assert_eq!(seen.len(), Key::ALL.len(), "{}", locale.language);
        }
    }

    #[test]
    fn counts_in_the_singular_and_the_plural() {
        let catalogue = Catalogue::english();
        let text =
            |count: u64| catalogue.text(&Message::new(Key::StatementsLeftOut).with("count", count));
        assert_eq!(text(1), "One more is not shown.");
        assert_eq!(text(12_345), "12,345 more are not shown.");
    }

    #[test]
    fn resolves_messages_and_lists_inside_messages() {
        let message = Message::new(Key::SalaryOfRoleAt)
            .with("role", "data engineer")
            .with("level", Key::LevelEntry);
        let catalogue = Catalogue::english();
        assert_eq!(catalogue.text(&message), "Pay: data engineer, entry");
        assert_eq!(
            Catalogue::pseudo().text(&message),
            "Ƥaaẏ: data engineer, eeƞŧřẏ"
        );
        let levels = vec![Argument::from(Key::LevelMid), Argument::from("b\u{1b}[2J")];
        let message = Message::new(Key::CoveredRoles).with("roles", levels);
        assert_eq!(catalogue.text(&message), "These documents cover: mid, b.");
    }

    #[test]
    fn knows_its_languages() {
        assert!(Catalogue::in_language("en").is_some());
        assert!(Catalogue::in_language("tlh").is_none());
    }
}
