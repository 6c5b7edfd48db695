//! What stands above a block and speaks for it: the item it lies in, the paragraph that introduces it, its headings
//! from the innermost out, the title.

use std::sync::Arc;

use crate::domain::{
    BlockKind, Currency, Document, DocumentBlock, Level, Period, PlaceId, PlaceRef, RoleRef,
    Statistic, Years,
};
use crate::vocabulary::{Vocabulary, words};

use super::names::{
    Names, is_other_money_word, is_pay_word, scan_as_of, scan_attribution, scan_names,
};
use super::pay::{Verdict, scan_period};
use super::years::Setting;

/// One text above a block, with the names in it.
#[derive(Clone, Debug)]
struct Above {
    text: String,
    names: Names,
}

/// Everything above the block that is being read, innermost first.
pub(super) struct Context<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    title: Option<Above>,
    headings: Vec<Above>,
    path: Option<Arc<[String]>>,
    intro: Option<Above>,
    items: Vec<(u8, Above)>,
    /// The kind of the block that is being read.
    in_list_or_table: bool,
    dollar: Option<Currency>,
    subject: Option<RoleRef>,
}

impl<'v> Context<'v> {
    /// The context of the first block of `document`.
    pub(super) fn of(document: &Document, vocabulary: &'v Vocabulary) -> Context<'v> {
        let title = title_of(document).map(|text| above(text, vocabulary));
        let subject = title
            .as_ref()
            .and_then(|title| title.names.roles.first())
            .map(|role| role.value.clone())
            .or_else(|| most_named_role(document, vocabulary));
        let dollar = own_dollar(document, title.as_ref(), vocabulary);
        Context {
            vocabulary,
            title,
            headings: Vec::new(),
            path: None,
            intro: None,
            items: Vec::new(),
            in_list_or_table: false,
            dollar,
            subject,
        }
    }

    /// Moves on to `block`.
    pub(super) fn enter(&mut self, block: &DocumentBlock) {
        let same_path = self
            .path
            .as_ref()
            .is_some_and(|path| Arc::ptr_eq(path, &block.headings) || **path == *block.headings);
        if !same_path {
            self.path = Some(Arc::clone(&block.headings));
            self.headings = block
                .headings
                .iter()
                .rev()
                .map(|text| above(text, self.vocabulary))
                .collect();
            self.intro = None;
            self.items.clear();
        }
        match &block.kind {
            BlockKind::Item { depth, .. } => {
                self.in_list_or_table = true;
                self.items.retain(|(other, _)| other < depth);
            }
            BlockKind::Table(_) => {
                self.in_list_or_table = true;
                self.items.clear();
            }
            _ => {
                self.in_list_or_table = false;
                self.items.clear();
            }
        }
    }

    /// Remembers `block` where it speaks for what follows.
    pub(super) fn leave(&mut self, block: &DocumentBlock) {
        match &block.kind {
            BlockKind::Paragraph(text) => self.intro = Some(above(text.plain(), self.vocabulary)),
            BlockKind::Item { depth, text, .. } => {
                // Only short items are labels of the items inside them.
                if text.plain().len() <= 160 {
                    self.items
                        .push((*depth, above(text.plain(), self.vocabulary)));
                }
            }
            _ => {}
        }
    }

    /// What stands right above: items, introduction.
    fn near_layers(&self) -> impl Iterator<Item = &Above> {
        let announces =
            |intro: &&Above| self.in_list_or_table || intro.text.trim_end().ends_with(':');
        self.items
            .iter()
            .rev()
            .map(|(_, above)| above)
            .chain(self.intro.as_ref().filter(announces))
    }

    /// Everything above, innermost first: items, introduction, headings, title.
    fn layers(&self) -> impl Iterator<Item = &Above> {
        self.near_layers().chain(&self.headings).chain(&self.title)
    }

    /// The nearest role above, or the role that the whole document is about.
    pub(super) fn role(&self) -> Option<RoleRef> {
        // An introduction that names several roles speaks for none of them.
        self.layers()
            .find_map(|above| single(&above.names.roles, |role| role.key()))
            .or_else(|| self.subject.clone())
    }

    /// The nearest place above.
    pub(super) fn place(&self) -> Option<PlaceRef> {
        self.layers()
            .find_map(|above| single(&above.names.places, |place| format!("{:?}", place.id)))
    }

    /// The nearest level above.
    pub(super) fn level(&self) -> Option<Level> {
        self.layers()
            .find_map(|above| single(&above.names.levels, |level| *level))
    }

    /// The nearest years of experience above; a title's years are about something else.
    pub(super) fn years(&self) -> Option<Years> {
        let items = self.items.iter().rev().map(|(_, above)| above);
        items.chain(self.headings.first()).find_map(|above| {
            single(&above.names.years, |years| {
                (years.min_months, years.max_months)
            })
        })
    }

    /// What the headings or the introduction say of all figures under them; a title speaks of more than figures.
    pub(super) fn statistic(&self) -> Option<Statistic> {
        let headings = self.headings.iter().filter(|heading| {
            self.title
                .as_ref()
                .is_none_or(|title| title.text != heading.text)
        });
        self.near_layers().chain(headings).find_map(|above| {
            scan_names(&above.text, self.vocabulary, Setting::Prose)
                .statistics
                .first()
                .map(|statistic| statistic.value.clone())
        })
    }

    /// The period that is stated above.
    pub(super) fn period(&self) -> Option<Period> {
        self.layers().find_map(|above| scan_period(&above.text))
    }

    /// The survey or site named above.
    pub(super) fn attribution(&self) -> Option<String> {
        self.layers()
            .find_map(|above| scan_attribution(&above.text))
    }

    /// The time stated in an introduction or heading that speaks of pay.
    pub(super) fn as_of(&self) -> Option<String> {
        self.layers()
            .filter(|above| {
                words(&above.text)
                    .iter()
                    .any(|word| is_pay_word(&word.lower))
            })
            .find_map(|above| scan_as_of(&above.text))
    }

    /// What a bare `$` means in this document, where it is not the US dollar.
    pub(super) fn dollar(&self) -> Option<Currency> {
        self.dollar
    }

    /// Whether what stands above speaks of pay. A title alone decides for lists and tables, not for running text.
    pub(super) fn verdict(&self) -> Verdict {
        let is_title = |above: &Above| {
            self.title
                .as_ref()
                .is_some_and(|title| title.text == above.text)
        };
        for above in self
            .layers()
            .filter(|above| self.in_list_or_table || !is_title(above))
        {
            let words = words(&above.text);
            let pay = words.iter().any(|word| is_pay_word(&word.lower));
            let other = words.iter().any(|word| is_other_money_word(&word.lower));
            match (pay, other) {
                (true, false) => return Verdict::Pay,
                (false, true) => return Verdict::Other,
                _ => {}
            }
        }
        Verdict::Other
    }

    /// The role that the whole document is about.
    pub(super) fn subject(&self) -> Option<&RoleRef> {
        self.subject.as_ref()
    }
}

fn above(text: &str, vocabulary: &Vocabulary) -> Above {
    Above {
        names: scan_names(text, vocabulary, Setting::Label),
        text: text.to_owned(),
    }
}

/// The one thing that is named, however often; nothing where several are.
fn single<T: Clone, K: PartialEq>(
    found: &[crate::domain::Spanned<T>],
    key: impl Fn(&T) -> K,
) -> Option<T> {
    let first = found.first()?;
    let only = found
        .iter()
        .all(|other| key(&other.value) == key(&first.value));
    only.then(|| first.value.clone())
}

/// The title: as the front matter has it, or else the first heading of the outermost level.
pub(super) fn title_of(document: &Document) -> Option<&str> {
    document.source.title.as_deref().or_else(|| {
        document.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading { level: 1, text } => Some(text.plain()),
            _ => None,
        })
    })
}

/// Without a role in the title: the one that is named most often, if it is named at least three times and twice as
/// often as any other.
fn most_named_role(document: &Document, vocabulary: &Vocabulary) -> Option<RoleRef> {
    let mut counts: Vec<(RoleRef, usize)> = Vec::new();
    for text in texts(document) {
        for role in scan_names(text, vocabulary, Setting::Prose).roles {
            match counts
                .iter_mut()
                .find(|(other, _)| other.id == role.value.id)
            {
                Some((_, count)) => *count += 1,
                None => counts.push((role.value, 1)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let runner_up = counts.get(1).map_or(0, |(_, count)| *count);
    let (role, count) = counts.into_iter().next()?;
    let name = role
        .id
        .as_ref()
        .and_then(|id| vocabulary.role(id))
        .map(|role| role.name.clone());
    (count >= 3 && count >= runner_up * 2).then(|| RoleRef {
        written: name.unwrap_or(role.written),
        id: role.id,
    })
}

fn texts(document: &Document) -> impl Iterator<Item = &str> {
    document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { text, .. }
            | BlockKind::Paragraph(text)
            | BlockKind::Item { text, .. } => Some(text.plain()),
            BlockKind::Table(_) | BlockKind::Code(_) => None,
        })
}

/// The dollar of the country that the document is about, where it is another than that of the United States.
fn own_dollar(
    document: &Document,
    title: Option<&Above>,
    vocabulary: &Vocabulary,
) -> Option<Currency> {
    let dollar_of = |id: &PlaceId| {
        vocabulary
            .place(id)
            .and_then(|place| place.currency)
            .filter(|c| matches!(c.code(), "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD"))
    };
    if let Some(place) = title.and_then(|title| title.names.places.first()) {
        return place.value.id.as_ref().and_then(dollar_of);
    }
    let mut counts: Vec<(Currency, usize)> = Vec::new();
    for text in texts(document) {
        for place in scan_names(text, vocabulary, Setting::Prose).places {
            if let Some(currency) = place.value.id.as_ref().and_then(dollar_of) {
                match counts.iter_mut().find(|(other, _)| *other == currency) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((currency, 1)),
                }
            }
        }
    }
    let american = counts
        .iter()
        .find(|(currency, _)| *currency == Currency::USD)
        .map_or(0, |(_, count)| *count);
    counts
        .into_iter()
        .filter(|(currency, count)| *currency != Currency::USD && *count >= 3 && *count > american)
        .max_by_key(|(_, count)| *count)
        .map(|(currency, _)| currency)
}
