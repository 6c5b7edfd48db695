//! Where.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A known place: a country by its ISO 3166-1 code (`IN`), or a part of one (`IN/bengaluru`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlaceId(pub String);

impl PlaceId {
    /// The country the place lies in; itself for a country.
    #[must_use]
    pub fn country(&self) -> PlaceId {
        PlaceId(self.0.split('/').next().unwrap_or(&self.0).to_owned())
    }

    /// True for `country` itself and for every place in it.
    pub fn is_in(&self, country: &PlaceId) -> bool {
        let rest = self.0.strip_prefix(&country.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// True for a whole country.
    pub fn is_country(&self) -> bool {
        !self.0.contains('/')
    }
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place that a document names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRef {
    /// Which place that is; none for one that the vocabulary does not hold.
    pub id: Option<PlaceId>,
    /// As the document writes it.
    pub written: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(place: &str, country: &str, expected: bool) {
        let id = |id: &str| PlaceId(id.to_owned());
        assert_eq!(
            id(place).is_in(&id(country)),
            expected,
            "{place} in {country}"
        );
    }

    #[test]
    fn a_place_lies_in_its_country_alone() {
        check("IN", "IN", true);
        check("IN/pune", "IN", true);
        check("INX", "IN", false);
        check("CA", "IN", false);
        check("IN", "IN/pune", false);
        check("~ingria", "IN", false);
    }
}
