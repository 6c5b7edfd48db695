//! The ways to write a role or a place.

use rustc_hash::FxHashMap;

use super::{Alias, Term};
use crate::domain::{PlaceId, RoleId};

/// Every way to write roles and places that may stand in lower case, shortest word count first.
#[derive(Clone, Debug, Default)]
pub(super) struct Forms {
    pub(super) roles: FxHashMap<RoleId, Vec<String>>,
    pub(super) places: FxHashMap<PlaceId, Vec<String>>,
}

impl Forms {
    /// Those among `aliases`.
    pub(super) fn of<'a>(aliases: impl Iterator<Item = &'a Alias>) -> Forms {
        let mut aliases: Vec<&Alias> = aliases.filter(|alias| alias.exact.is_none()).collect();
        aliases.sort_by(|a, b| (a.words.len(), &a.words).cmp(&(b.words.len(), &b.words)));
        let mut forms = Forms::default();
        for alias in aliases {
            let of_term = match &alias.term {
                Term::Role { id, .. } => forms.roles.entry(id.clone()).or_default(),
                Term::Place { id, .. } => forms.places.entry(id.clone()).or_default(),
                _ => continue,
            };
            of_term.push(alias.words.join(" "));
        }
        forms
    }
}
