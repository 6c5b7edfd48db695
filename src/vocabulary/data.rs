//! The shape of the vocabulary's data files.

use serde::Deserialize;

use super::{Place, Role, Skill, Term, Vocabulary};
use crate::domain::{Currency, Level, PlaceId, RoleId};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    role: Vec<RoleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    number: u32,
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    fields: Vec<String>,
    family: Option<String>,
    broader: Option<String>,
    #[serde(default)]
    near: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    country: Vec<Country>,
    area: Vec<Area>,
    region: Vec<Region>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    code: String,
    name: String,
    currency: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    id: String,
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    countries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    level: Vec<LevelEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelEntry {
    level: Level,
    words: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Skills {
    skill: Vec<SkillEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SkillEntry {
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str, file: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| format!("vocabulary/{file}: {error}"))
}

pub(super) fn load_roles(vocabulary: &mut Vocabulary, text: &str) -> Result<(), String> {
    let Roles { role: entries } = parse(text, "roles.toml")?;
    let mut numbers = std::collections::HashSet::new();
    for entry in entries {
        if !numbers.insert(entry.number) {
            return Err(format!(
                "vocabulary/roles.toml: number {} stands twice; numbers are never reused",
                entry.number
            ));
        }
        let id = RoleId(entry.id);
        let title = Term::Role {
            id: id.clone(),
            field: false,
        };
        let field = Term::Role {
            id: id.clone(),
            field: true,
        };
        vocabulary.add_alias(&entry.name, false, title.clone());
        for alias in &entry.aliases {
            vocabulary.add_alias(alias, false, title.clone());
        }
        for alias in &entry.exact {
            vocabulary.add_alias(alias, true, title.clone());
        }
        for alias in &entry.fields {
            vocabulary.add_alias(alias, false, field.clone());
        }
        vocabulary.add_role(Role {
            id,
            name: entry.name,
            family: entry.family,
            broader: entry.broader.map(RoleId),
            near: entry.near.into_iter().map(RoleId).collect(),
        });
    }
    for role in &vocabulary.roles {
        for other in role.near.iter().chain(&role.broader) {
            if vocabulary.role(other).is_none() {
                return Err(format!(
                    "vocabulary/roles.toml: `{}` points to `{other}`, which is no role",
                    role.id
                ));
            }
        }
    }
    Ok(())
}

pub(super) fn load_places(vocabulary: &mut Vocabulary, text: &str) -> Result<(), String> {
    let Places {
        country,
        area,
        region,
    } = parse(text, "places.toml")?;
    for entry in country {
        let id = PlaceId(entry.code);
        let currency = Currency::from_code(&entry.currency).ok_or_else(|| {
            format!(
                "vocabulary/places.toml: `{}` is no ISO 4217 code",
                entry.currency
            )
        })?;
        add_place_names(vocabulary, &id, &entry.name, &entry.aliases, &entry.exact);
        for demonym in &entry.demonyms {
            vocabulary.add_alias(
                demonym,
                false,
                Term::Place {
                    id: id.clone(),
                    adjective: true,
                },
            );
        }
        vocabulary.add_place(Place {
            id,
            name: entry.name,
            currency: Some(currency),
            is_state: false,
            countries: Vec::new(),
        });
    }
    for entry in area {
        let id = PlaceId(entry.id);
        let Some(currency) = vocabulary
            .place(&id.country())
            .map(|country| country.currency)
        else {
            return Err(format!(
                "vocabulary/places.toml: `{id}` lies in no country of the file"
            ));
        };
        add_place_names(vocabulary, &id, &entry.name, &entry.aliases, &entry.exact);
        vocabulary.add_place(Place {
            id,
            name: entry.name,
            currency,
            is_state: entry.kind == "state",
            countries: Vec::new(),
        });
    }
    for entry in region {
        let id = PlaceId(entry.id);
        add_place_names(vocabulary, &id, &entry.name, &entry.aliases, &entry.exact);
        let countries = entry.countries.into_iter().map(PlaceId).collect();
        vocabulary.add_place(Place {
            id,
            name: entry.name,
            currency: None,
            is_state: false,
            countries,
        });
    }
    Ok(())
}

fn add_place_names(
    vocabulary: &mut Vocabulary,
    id: &PlaceId,
    name: &str,
    aliases: &[String],
    exact: &[String],
) {
    let term = Term::Place {
        id: id.clone(),
        adjective: false,
    };
    vocabulary.add_alias(name, false, term.clone());
    for alias in aliases {
        vocabulary.add_alias(alias, false, term.clone());
    }
    for alias in exact {
        vocabulary.add_alias(alias, true, term.clone());
    }
}

pub(super) fn load_levels(vocabulary: &mut Vocabulary, text: &str) -> Result<(), String> {
    let Levels { level: entries } = parse(text, "levels.toml")?;
    for entry in entries {
        for (words, weak) in [(&entry.words, false), (&entry.weak, true)] {
            for word in words {
                vocabulary.add_alias(
                    word,
                    false,
                    Term::Level {
                        level: entry.level,
                        weak,
                    },
                );
            }
        }
    }
    Ok(())
}

pub(super) fn load_skills(vocabulary: &mut Vocabulary, text: &str) -> Result<(), String> {
    let Skills { skill: entries } = parse(text, "skills.toml")?;
    for entry in entries {
        let term = Term::Skill(vocabulary.skills.len());
        // A name that must keep its capitals to be safe stands under `exact` and is not repeated in lower case.
        if !entry.exact.contains(&entry.name) {
            vocabulary.add_alias(&entry.name, false, term.clone());
        }
        for alias in &entry.aliases {
            vocabulary.add_alias(alias, false, term.clone());
        }
        for alias in &entry.exact {
            vocabulary.add_alias(alias, true, term.clone());
        }
        vocabulary.skills.push(Skill {
            name: entry.name,
            kind: entry.kind,
        });
    }
    Ok(())
}
