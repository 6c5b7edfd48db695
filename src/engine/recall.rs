//! What an answer was looked up by, in a few bytes, and back.
//!
//! A door hands the bytes out beside an answer (in a button, say) and gives them back to have the same answer again,
//! also after a restart and in another process with the same documents. So they hold no words: names as hashes of
//! their ids, the words that singled statements out as hashes too, and a hash of all documents. Where that last one
//! differs the documents changed, and the answer would be another.

use std::collections::{BTreeSet, HashSet};

use crate::domain::{Aspect, DocumentId, Grade, Level, PlaceId, Recall, RoleId};

use super::Engine;
use crate::index::short_key;

/// The hash of one word, name or id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct WordKey(pub(super) u32);

impl WordKey {
    /// FNV-1a over 32 bits: small, quick, and the same in every build.
    ///
    /// # Source
    /// The FNV Non-Cryptographic Hash Algorithm, IETF draft-eastlake-fnv, sections 2 and 5.
    pub(super) fn of(word: &str) -> WordKey {
        let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        WordKey(hash)
    }
}

/// Which lookup gave an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Salary,
    Role,
    Roadmap,
    /// Sides of a role, or of whatever the documents tell of.
    Aspects,
    Sources,
    About,
}

const KINDS: [Kind; 6] = [
    Kind::Salary,
    Kind::Role,
    Kind::Roadmap,
    Kind::Aspects,
    Kind::Sources,
    Kind::About,
];

/// Everything that decides the blocks of an answer of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) kind: Kind,
    pub(super) roles: Vec<RoleId>,
    pub(super) places: Vec<PlaceId>,
    pub(super) level: Option<Level>,
    pub(super) grade: Option<Grade>,
    pub(super) experience_months: Option<u16>,
    pub(super) aspects: Vec<Aspect>,
    /// Words that single statements out.
    pub(super) telling: BTreeSet<WordKey>,
    /// Words that name a skill or tool.
    pub(super) named: BTreeSet<WordKey>,
    /// The surveys or sites whose figures stand first.
    pub(super) sources: BTreeSet<WordKey>,
    /// The documents that statements are taken from, where no role says so.
    pub(super) documents: Vec<DocumentId>,
    /// The stages that are shown; empty for all.
    pub(super) stages: BTreeSet<WordKey>,
    /// True when schooling is told before the stages.
    pub(super) schooling: bool,
}

impl Parts {
    pub(super) fn new(kind: Kind) -> Parts {
        Parts {
            kind,
            roles: Vec::new(),
            places: Vec::new(),
            level: None,
            grade: None,
            experience_months: None,
            aspects: Vec::new(),
            telling: BTreeSet::new(),
            named: BTreeSet::new(),
            sources: BTreeSet::new(),
            documents: Vec::new(),
            stages: BTreeSet::new(),
            schooling: false,
        }
    }
}

/// Layout: a byte of kind, count of sources and a mark, four of the revision, level, two of months, three of
/// aspects, three of counts, then four for each name, then two of the rung where a second mark says that there is one.
const HEAD_BYTES: usize = 14;
/// Two bits.
const SOURCES_SHIFT: u8 = 4;
const SOURCES_MAX: usize = 3;
const HAS_SCHOOLING: u8 = 0x40;
const HAS_GRADE: u8 = 0x80;
const NO_MONTHS: u16 = u16::MAX;
const ASPECTS_MAX: usize = 4;
/// So that every aspect and "none" find room; four of them fill three bytes.
const ASPECT_BITS: u32 = 5;
/// Counts are half a byte each.
const NAMES_OF_A_SORT_MAX: usize = 15;

/// `parts` in bytes; none where they do not fit, and then the answer cannot be given again without its words.
pub(super) fn write(parts: &Parts, revision: u32) -> Option<Recall> {
    let keys_of = |ids: &mut dyn Iterator<Item = &str>| ids.map(WordKey::of).collect::<Vec<_>>();
    let sorts: [Vec<WordKey>; 6] = [
        keys_of(&mut parts.roles.iter().map(|id| id.0.as_str())),
        keys_of(&mut parts.places.iter().map(|id| id.0.as_str())),
        parts.telling.iter().copied().collect(),
        parts.named.iter().copied().collect(),
        parts
            .documents
            .iter()
            .map(|id| WordKey(short_key(id)))
            .collect(),
        parts.stages.iter().copied().collect(),
    ];
    if parts.aspects.len() > ASPECTS_MAX
        || parts.sources.len() > SOURCES_MAX
        || sorts.iter().any(|keys| keys.len() > NAMES_OF_A_SORT_MAX)
    {
        return None;
    }
    let kind = KINDS.iter().position(|kind| *kind == parts.kind)?;
    let mut first = u8::try_from(kind).ok()?;
    first |= u8::try_from(parts.sources.len()).ok()? << SOURCES_SHIFT;
    first |= if parts.schooling { HAS_SCHOOLING } else { 0 };
    first |= if parts.grade.is_some() { HAS_GRADE } else { 0 };
    let level = parts
        .level
        .and_then(|level| Level::ALL.iter().position(|other| *other == level))
        .map_or(Some(0), |at| u8::try_from(at + 1).ok())?;
    let mut aspects = 0_u32;
    for aspect in parts.aspects.iter().rev() {
        let at = Aspect::ALL.iter().position(|other| other == aspect)?;
        aspects = aspects << ASPECT_BITS | u32::try_from(at + 1).ok()?;
    }
    let mut bytes = vec![first];
    bytes.extend(revision.to_be_bytes());
    bytes.push(level);
    bytes.extend(parts.experience_months.unwrap_or(NO_MONTHS).to_be_bytes());
    bytes.extend(aspects.to_be_bytes().iter().skip(1));
    for pair in sorts.chunks(2) {
        let count = |at: usize| pair.get(at).map_or(0, Vec::len);
        bytes.push(u8::try_from(count(0) << 4 | count(1)).ok()?);
    }
    for key in sorts.iter().flatten().chain(&parts.sources) {
        bytes.extend(key.0.to_be_bytes());
    }
    bytes.extend(
        parts
            .grade
            .iter()
            .flat_map(|grade| grade.code().to_be_bytes()),
    );
    (bytes.len() <= Recall::MAX_BYTES).then_some(Recall(bytes))
}

/// What `recall` stands for; none when the documents changed, or when nothing here made it.
pub(super) fn read(recall: &Recall, engine: &Engine) -> Option<Parts> {
    let (head, keys) = recall.0.split_at_checked(HEAD_BYTES)?;
    let &[first, r0, r1, r2, r3, level, m0, m1, a0, a1, a2, c0, c1, c2] = head else {
        return None;
    };
    let (keys, grade) = if first & HAS_GRADE == 0 {
        (keys, None)
    } else {
        let (keys, code) = keys.split_last_chunk::<2>()?;
        (keys, Some(Grade::from_code(u16::from_be_bytes(*code))?))
    };
    if u32::from_be_bytes([r0, r1, r2, r3]) != engine.revision || !keys.len().is_multiple_of(4) {
        return None;
    }
    let mut keys = keys.chunks_exact(4).map(|chunk| {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(chunk);
        WordKey(u32::from_be_bytes(bytes))
    });
    let mut parts = Parts::new(*KINDS.get(usize::from(first & 0x0f))?);
    parts.level = match level {
        0 => None,
        at => Some(*Level::ALL.get(usize::from(at) - 1)?),
    };
    parts.grade = grade;
    parts.experience_months =
        Some(u16::from_be_bytes([m0, m1])).filter(|months| *months != NO_MONTHS);
    let mut aspects = u32::from_be_bytes([0, a0, a1, a2]);
    while aspects > 0 {
        let at = usize::try_from(aspects & ((1 << ASPECT_BITS) - 1)).ok()?;
        parts.aspects.push(*Aspect::ALL.get(at.checked_sub(1)?)?);
        aspects >>= ASPECT_BITS;
    }
    let mut take = |count: u8| -> Option<Vec<WordKey>> {
        let taken: Vec<WordKey> = keys.by_ref().take(count.into()).collect();
        (taken.len() == usize::from(count)).then_some(taken)
    };
    let roles = take(c0 >> 4)?;
    let places = take(c0 & 0x0f)?;
    parts.telling = take(c1 >> 4)?.into_iter().collect();
    parts.named = take(c1 & 0x0f)?.into_iter().collect();
    let documents = take(c2 >> 4)?;
    parts.stages = take(c2 & 0x0f)?.into_iter().collect();
    let sources = first >> SOURCES_SHIFT & 0x03;
    parts.sources = take(sources)?.into_iter().collect();
    parts.schooling = first & HAS_SCHOOLING != 0;
    if keys.next().is_some() {
        return None;
    }
    let all_roles = engine.vocabulary.roles().iter().map(|role| &role.id);
    parts.roles = named(&roles, &all_roles, |id| id.0.as_str())?;
    let all_places = engine.vocabulary.places().iter().map(|place| &place.id);
    parts.places = named(&places, &all_places, |id| id.0.as_str())?;
    parts.documents = documents
        .iter()
        .map(|key| by_key(engine, *key))
        .collect::<Option<_>>()?;
    Some(parts)
}

/// The document behind `key`; none where two have the same.
fn by_key(engine: &Engine, key: WordKey) -> Option<DocumentId> {
    let found = engine.index.documents_by_key(key.0).ok()?;
    match <[_; 1]>::try_from(found) {
        Ok([record]) => Some(record.id),
        Err(_none_or_several) => None,
    }
}

/// The ids behind `keys`, in their order; none when one of them is nobody's.
fn named<'a, T: Clone + 'a>(
    keys: &[WordKey],
    all: &(impl Iterator<Item = &'a T> + Clone),
    id: impl Fn(&T) -> &str,
) -> Option<Vec<T>> {
    let find = |key: &WordKey| all.clone().find(|other| WordKey::of(id(other)) == *key);
    keys.iter().map(|key| find(key).cloned()).collect()
}

/// The keys of `words`.
pub(super) fn keys<'a>(words: impl IntoIterator<Item = &'a String>) -> HashSet<WordKey> {
    words.into_iter().map(|word| WordKey::of(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_room_for_every_aspect() {
        assert!(Aspect::ALL.len() < 1 << ASPECT_BITS);
        let bits = u32::try_from(ASPECTS_MAX).map(|most| most * ASPECT_BITS);
        assert!(bits.is_ok_and(|bits| bits <= 24));
    }
}
