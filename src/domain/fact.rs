//! Structured statements with the place they were read from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{DocumentId, PayFact, PlaceRef, RoleFact, RoleRef, Span, Stage};

/// A structured statement, with the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The document that says so.
    pub doc: DocumentId,
    /// Where exactly.
    pub evidence: Evidence,
    /// What it says.
    pub body: FactBody,
}

/// Where a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The headings above, outermost first.
    pub headings: Arc<[String]>,
    /// The bytes of the document's text that say it.
    pub span: Span,
    /// The sentence or row, markup removed.
    pub text: String,
    /// The passage of the document that holds it.
    pub passage: u32,
}

/// The kinds of statement, with their contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactBody {
    /// A figure of pay.
    Pay(PayFact),
    /// A statement about a role.
    Role(RoleFact),
    /// A stage of a roadmap.
    Stage(Stage),
}

/// A short name for one fact, the same while its document says the same in the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FactKey {
    /// A hash of the document's id.
    pub doc: u64,
    /// A hash of the fact and where it stands.
    pub fact: u64,
}

/// The kinds of statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// A figure of pay.
    Pay,
    /// A statement about a role.
    Role,
    /// A stage of a roadmap.
    Stage,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [FactKind; 3] = [FactKind::Pay, FactKind::Role, FactKind::Stage];

    /// The lower-case English word, as the index stores it.
    pub fn name(self) -> &'static str {
        match self {
            FactKind::Pay => "pay",
            FactKind::Role => "role",
            FactKind::Stage => "stage",
        }
    }
}

impl Fact {
    /// Which kind of statement this is.
    pub fn kind(&self) -> FactKind {
        match &self.body {
            FactBody::Pay(_) => FactKind::Pay,
            FactBody::Role(_) => FactKind::Role,
            FactBody::Stage(_) => FactKind::Stage,
        }
    }

    /// The role it is about, where one is named.
    pub fn role(&self) -> Option<&RoleRef> {
        match &self.body {
            FactBody::Pay(pay) => pay.role.as_ref(),
            FactBody::Role(role) => role.role.as_ref(),
            FactBody::Stage(stage) => stage.role.as_ref(),
        }
    }

    /// The place it is about; only pay has one.
    pub fn place(&self) -> Option<&PlaceRef> {
        self.pay().and_then(|pay| pay.place.as_ref())
    }

    /// The figure, where this is one.
    pub fn pay(&self) -> Option<&PayFact> {
        match &self.body {
            FactBody::Pay(pay) => Some(pay),
            _ => None,
        }
    }

    /// The statement about a role, where this is one.
    pub fn role_fact(&self) -> Option<&RoleFact> {
        match &self.body {
            FactBody::Role(role) => Some(role),
            _ => None,
        }
    }

    /// The stage, where this is one.
    pub fn stage(&self) -> Option<&Stage> {
        match &self.body {
            FactBody::Stage(stage) => Some(stage),
            _ => None,
        }
    }
}
