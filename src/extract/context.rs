//! What stands above a block and speaks for it: the item it lies in, the paragraph that introduces it, its headings
//! from the innermost out, the title.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::domain::{
    BlockKind, Currency, Document, DocumentBlock, Grade, Level, Period, PlaceRef, RoleRef, Scheme,
    Spanned, Statistic, Years,
};
use crate::vocabulary::{Vocabulary, singular, words};

use super::above::Above;
use super::jobs::JobLists;
use super::judge::Verdict;
use super::measures::scan_period_in;
use super::money::{Amount, CurrencyMark, may_tell_amount, scan_amounts, scan_telling_amounts};
use super::place_lists::PlaceLists;
use super::reason::{Reasons, Rule, Told};
use super::record::{Record, labelled};
use super::sentence::sentences;
use super::subject::{Named, country_of, own_dollar, subject_of, text_of, title_of};
use super::telling::is_pay_word;
use super::years::Setting;

/// How long an item may be to label the items inside it, in bytes.
const LABEL_MAX_BYTES: usize = 160;

/// Whether a text that was only a figure came since the introduction: then the label above that speaks, if there is one.
enum Continued<'v> {
    No,
    By(Option<Box<Above<'v>>>),
}

/// Everything above the block that is being read, innermost first.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of the block at hand"
)]
pub(super) struct Context<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    document: &'v Document,
    /// The amounts of the text of each block, read when they are first asked for.
    amounts: Vec<OnceCell<Vec<Amount>>>,
    /// How many blocks were entered.
    entered: usize,
    named: OnceCell<Named>,
    title: Option<Above<'v>>,
    headings: Vec<Above<'v>>,
    path: Option<&'v Arc<[String]>>,
    intro: Option<Above<'v>>,
    /// What speaks for figures in the place of the introduction, since a text that was only a figure.
    continued: Continued<'v>,
    items: Vec<(u8, Above<'v>)>,
    /// What the lines before tell of the job that this one is about, where they are such lines.
    record: Record<'v>,
    /// How deep they stand in a list; none for paragraphs.
    record_depth: Option<u8>,
    /// The kind of the block that is being read.
    in_list_or_table: bool,
    dollar: OnceCell<Option<Currency>>,
    subject: Option<RoleRef>,
    /// Currencies that are only ever paid by the year here.
    yearly: OnceCell<Vec<CurrencyMark>>,
    lists: OnceCell<PlaceLists>,
    jobs: OnceCell<JobLists<'v>>,
    /// Whether the list under the headings at hand is one of [`PlaceLists::in_us_dollars`].
    in_us_dollars: OnceCell<bool>,
    /// The paragraph right above, where it is a label with a figure of pay and nothing else.
    labelled: Option<Above<'v>>,
    /// Whether the block at hand is a figure that continues that.
    is_continued: bool,
    /// Whether the reasons for what is read are asked for.
    explains: bool,
    /// Whether the block at hand is one figure and nothing else.
    is_figure: bool,
}

impl<'v> Context<'v> {
    /// The context of the first block of `document`.
    pub(super) fn of(document: &'v Document, vocabulary: &'v Vocabulary) -> Context<'v> {
        let title = title_of(document)
            .map(|text| Above::new(text, Rule::Title, Setting::Label, vocabulary));
        let named = OnceCell::new();
        let subject = subject_of(document, title.as_ref(), &named, vocabulary);
        Context {
            vocabulary,
            document,
            amounts: vec![OnceCell::new(); document.blocks.len()],
            entered: 0,
            named,
            title,
            headings: Vec::new(),
            path: None,
            intro: None,
            continued: Continued::No,
            items: Vec::new(),
            record: Record::default(),
            record_depth: None,
            in_list_or_table: false,
            dollar: OnceCell::new(),
            subject,
            yearly: OnceCell::new(),
            lists: OnceCell::new(),
            jobs: OnceCell::new(),
            in_us_dollars: OnceCell::new(),
            labelled: None,
            is_continued: false,
            explains: false,
            is_figure: false,
        }
    }

    /// The same, for reading that says why.
    pub(super) fn explaining(self, explains: bool) -> Context<'v> {
        Context { explains, ..self }
    }

    /// Whether the reasons for what is read are asked for.
    pub(super) fn explains(&self) -> bool {
        self.explains
    }

    /// Where the reasons of the next figure go.
    pub(super) fn reasons(&self) -> Reasons<'v> {
        Reasons::new(self.explains.then_some(self.vocabulary))
    }

    /// Moves on to `block`.
    pub(super) fn enter(&mut self, block: &'v DocumentBlock) {
        self.entered += 1;
        let same_path = self
            .path
            .as_ref()
            .is_some_and(|path| Arc::ptr_eq(path, &block.headings) || **path == block.headings);
        if !same_path {
            self.path = Some(&block.headings);
            self.in_us_dollars = OnceCell::new();
            self.follow(&block.headings);
            self.set_intro(None);
            self.items.clear();
            self.record = Record::default();
        }
        self.continue_record(block);
        match &block.kind {
            BlockKind::Item { depth, .. } => {
                self.in_list_or_table = true;
                self.items.retain(|(other, _)| other < depth);
            }
            BlockKind::Table(_) | BlockKind::Heading { .. } => {
                self.in_list_or_table = true;
                self.items.clear();
            }
            _ => {
                self.in_list_or_table = false;
                self.items.clear();
            }
        }
        if let BlockKind::Paragraph(text) | BlockKind::Item { text, .. } = &block.kind {
            self.is_figure = is_figure_alone(text.plain());
            self.continue_label();
        }
    }

    /// The amounts in `text`, that of the block at hand, which could be money.
    pub(super) fn amounts(&self, text: &str) -> &[Amount] {
        let at_hand = self.entered.checked_sub(1);
        debug_assert_eq!(
            at_hand.and_then(|block| text_of(self.document.blocks.get(block)?)),
            Some(text),
            "a block is read once it was entered"
        );
        at_hand.map_or(&[], |block| self.amounts_of(block))
    }

    fn amounts_of(&self, block: usize) -> &[Amount] {
        let text = || {
            let block = self.document.blocks.get(block)?;
            text_of(block)
        };
        let read = || text().map_or_else(Vec::new, scan_telling_amounts);
        let held = self.amounts.get(block);
        held.map_or(&[], |held| held.get_or_init(read))
    }

    fn set_intro(&mut self, intro: Option<Above<'v>>) {
        self.intro = intro;
        self.continued = Continued::No;
    }

    /// Makes `path` the headings above; those that stay are not read again.
    fn follow(&mut self, path: &'v [String]) {
        self.headings.reverse();
        let same = self.headings.iter().zip(path);
        let kept = same.take_while(|(above, text)| above.text == *text);
        self.headings.truncate(kept.count());
        let title = self.title.as_ref().map(|title| title.text);
        for text in path.iter().skip(self.headings.len()) {
            let is_title = title == Some(text.as_str());
            let rule = if is_title { Rule::Title } else { Rule::Heading };
            let above = Above::new(text, rule, Setting::Label, self.vocabulary);
            self.headings.push(above);
        }
        self.headings.reverse();
    }

    /// Remembers `block` where it speaks for what follows.
    pub(super) fn leave(&mut self, block: &'v DocumentBlock) {
        if let BlockKind::Paragraph(text) = &block.kind {
            let plain = text.plain();
            let is_label = plain.len() <= LABEL_MAX_BYTES && !plain.trim_end().ends_with('.');
            if is_label && !self.is_figure {
                let above = Above::new(plain, Rule::LabelAbove, Setting::Label, self.vocabulary);
                self.labelled =
                    Some(above).filter(|above| above.has_figures() && above.speaks().pay);
            } else if !is_label {
                self.labelled = None;
            }
        } else {
            self.labelled = None;
        }
        if let BlockKind::Paragraph(text) | BlockKind::Item { text, .. } = &block.kind {
            for line in text.plain().lines() {
                self.record.go_on(line, self.vocabulary);
            }
        }
        match &block.kind {
            BlockKind::Paragraph(text) => {
                self.set_intro(Some(Above::introduction(text.plain(), self.vocabulary)));
            }
            BlockKind::Item { depth, text, .. }
                // Only short items are labels of the items inside them.
                if text.plain().len() <= LABEL_MAX_BYTES => {
                    self.items.push((
                        *depth,
                        Above::new(text.plain(), Rule::ItemAbove, Setting::Label, self.vocabulary),
                    ));
                }
            _ => {}
        }
    }

    /// A text that is only a figure ("$14.90 per hour") says more of the label above it: "Median pay $31,000 per year".
    fn continue_label(&mut self) {
        if self.is_figure {
            self.is_continued = self.labelled.is_some();
            self.continued = Continued::By(self.labelled.clone().map(Box::new));
        } else {
            self.is_continued = false;
        }
    }

    /// Ends the record where `block` is no line of it.
    fn continue_record(&mut self, block: &DocumentBlock) {
        let (depth, text) = match &block.kind {
            BlockKind::Paragraph(text) => (None, text),
            BlockKind::Item { depth, text, .. } => (Some(*depth), text),
            _ => {
                self.record = Record::default();
                return;
            }
        };
        if depth != self.record_depth || text.plain().lines().any(|line| labelled(line).is_none()) {
            self.record = Record::default();
        }
        self.record_depth = depth;
    }

    /// What the lines before the block at hand tell of the job that it is about.
    pub(super) fn record(&self) -> &Record<'v> {
        &self.record
    }

    /// What introduces the figures at hand.
    fn intro_of_figures(&self) -> Option<&Above<'v>> {
        match &self.continued {
            Continued::No => self.intro.as_ref(),
            Continued::By(label) => label.as_deref(),
        }
    }

    /// What stands right above: items, introduction.
    fn near_layers(&self) -> impl Iterator<Item = &Above<'v>> {
        self.near(self.intro_of_figures(), self.is_continued)
    }

    fn near<'a>(
        &'a self,
        intro: Option<&'a Above<'v>>,
        is_continued: bool,
    ) -> impl Iterator<Item = &'a Above<'v>> {
        // A paragraph with figures of its own speaks for those, unless it says that more follow.
        let announces = move |intro: &&Above<'v>| {
            (self.in_list_or_table && !intro.has_figures())
                || intro.text.trim_end().ends_with(':')
                || is_continued
        };
        self.items
            .iter()
            .rev()
            .map(|(_, above)| above)
            .chain(intro.filter(announces))
    }

    /// Everything above, innermost first: items, introduction, headings, title.
    fn layers(&self) -> impl Iterator<Item = &Above<'v>> {
        self.near_layers().chain(&self.headings).chain(&self.title)
    }

    /// The headings above, outermost first.
    pub(super) fn headings(
        &self,
    ) -> impl DoubleEndedIterator<Item = &Above<'v>> + ExactSizeIterator + Clone {
        self.headings.iter().rev()
    }

    /// The nearest role above, or the role that the whole document is about, with what says so.
    pub(super) fn told_role(&self) -> Option<Told<'_, RoleRef>> {
        // An introduction that names several roles speaks for none of them.
        let mut layers = self.layers();
        let told = std::iter::from_fn(|| layers.next()).find_map(|above| {
            let role = above.role().or_else(|| self.job(above))?;
            // "Marketing" under "Welders by industry" is where they work.
            let is_industry = above.names_field_alone()
                && self
                    .layers()
                    .any(|other| holds_any(other.text, &BY_INDUSTRY));
            (!is_industry).then(|| Told::new(role, above.rule, above.text))
        });
        told.or_else(|| {
            let subject = self.subject.clone()?;
            let titled = self.title.as_ref();
            let titled = titled.filter(|title| !title.names().roles.is_empty());
            let words = titled.map_or("", |title| title.text);
            Some(Told::new(subject, Rule::Document, words))
        })
    }

    /// What a label calls a job that no title is known for, where those beside it are titles.
    fn job(&self, above: &Above<'_>) -> Option<RoleRef> {
        let may_be = matches!(above.rule, Rule::Heading | Rule::ItemAbove);
        let jobs = || {
            let read = || JobLists::of(self.document, self.vocabulary);
            self.jobs.get_or_init(read)
        };
        let names = above.names();
        // An article on one job has other headings.
        let titled = self.title.as_ref();
        let is_on_one = titled.is_some_and(|title| !title.names().roles.is_empty());
        let is_job = may_be
            && !is_on_one
            && names.places.is_empty()
            && names.years.is_empty()
            && jobs().hold(above.text);
        // "3. Garbage man".
        let number = above
            .text
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '#');
        let label = number
            .strip_prefix(['.', ')'])
            .filter(|label| label.starts_with(' '));
        is_job.then(|| RoleRef {
            written: label.unwrap_or(above.text).trim().to_owned(),
            ..RoleRef::default()
        })
    }

    /// As [`Context::told_role`], for statements that are no figures.
    pub(super) fn role_told(&self) -> Option<&RoleRef> {
        self.near(self.intro.as_ref(), false)
            .chain(&self.headings)
            .chain(&self.title)
            .find_map(|above| the_single(&above.names().roles, RoleRef::key))
            .or(self.subject.as_ref())
    }

    /// The role that `named` is in this document: in one about auto mechanics, "mechanics" are those.
    pub(super) fn resolve(&self, named: RoleRef) -> RoleRef {
        let Some(subject) = &self.subject else {
            return named;
        };
        let last = words(&subject.written)
            .pop()
            .map(|word| singular(&word.lower));
        let lower = named.written.to_lowercase();
        let is_plural = singular(&lower) != lower;
        let is_head =
            is_plural && !lower.contains(' ') && last.is_some_and(|last| last == singular(&lower));
        let is_longer = subject.written.contains([' ', '-']);
        // "Auto professionals" in an article on auto mechanics are those.
        let is_unknown = named.id.is_none() && named.occupation.is_none();
        if is_unknown && lower.ends_with(" professionals") {
            return subject.clone();
        }
        if is_head && is_longer {
            subject.clone()
        } else {
            named
        }
    }

    /// The role that a roadmap leads to: of the title where that announces a roadmap, else of the headings above the one
    /// that opens a stage, which may name a subject ("Stage 5: DevOps"), else the document's subject.
    pub(super) fn role_of_roadmap(&self, stage: &str) -> Option<RoleRef> {
        let titled = self.title.as_ref();
        let titled = titled.filter(|title| says_roadmap(title.text));
        titled
            .and_then(|title| single(&title.names().roles, RoleRef::key))
            .or_else(|| {
                let above = self.headings.iter().filter(|above| above.text != stage);
                above
                    .chain(&self.title)
                    .find_map(|above| single(&above.names().roles, RoleRef::key))
            })
            .or_else(|| self.subject.clone())
    }

    /// The nearest place above.
    pub(super) fn place(&self) -> Option<Told<'_, PlaceRef>> {
        first_of(self.layers(), |above| {
            single(&above.names().places, |place| place.id.clone())
        })
    }

    /// The nearest level above. An introduction states one only where it announces what follows.
    pub(super) fn level(&self) -> Option<Told<'_, Level>> {
        first_of(self.telling(), |above| {
            let names = above.names();
            let level = single(&names.levels, |level| *level)?;
            // "CFO salaries" tell no level of what stands under them.
            let is_office =
                |level: &Spanned<Level>| names.roles.iter().any(|role| role.span == level.span);
            let is_above_all = matches!(above.rule, Rule::Title | Rule::Heading);
            (!is_above_all || !names.levels.iter().all(is_office)).then_some(level)
        })
    }

    /// The nearest rung above, where it is that of `role` or of nobody in particular. What names several tells none.
    pub(super) fn grade(&self, role: Option<&RoleRef>) -> Option<Told<'_, Grade>> {
        let told = self
            .telling()
            .find(|above| !above.names().grades.is_empty())?;
        let names = told.names();
        let grade = single(&names.grades, |grade| *grade)?;
        let is_of_another = !names.roles.is_empty()
            && role.is_some_and(|role| {
                let mut roles = names.roles.iter();
                !roles.any(|other| other.value.key() == role.key())
            });
        (!is_of_another).then(|| Told::new(grade, told.rule, told.text))
    }

    /// False for tiers where what stands above ranks cities, colleges or employers by tiers, and for levels where it ranks
    /// schooling.
    pub(super) fn counts(&self, grade: Grade) -> bool {
        match grade.scheme() {
            Scheme::Tier => !self.layers().any(Above::ranks_others),
            Scheme::Level => !self.layers().any(Above::ranks_schooling),
            _ => true,
        }
    }

    /// The layers that tell of all figures under them: an introduction only where it announces what follows.
    fn telling(&self) -> impl Iterator<Item = &Above<'v>> {
        self.layers().filter(|above| {
            let is_intro = self
                .intro_of_figures()
                .is_some_and(|intro| std::ptr::eq(intro, *above));
            !is_intro || above.is_title_line() || above.text.trim_end().ends_with(':')
        })
    }

    /// The nearest years of experience above; a title's years are about something else.
    pub(super) fn years(&self) -> Option<Told<'_, Years>> {
        let items = self.items.iter().rev().map(|(_, above)| above);
        let intro = self.intro_of_figures();
        let label = intro.filter(|intro| self.in_list_or_table && intro.is_title_line());
        let headings = self.headings.iter().enumerate();
        let headings = headings.filter(|(at, heading)| {
            // Further out years are told in brackets: "Mid-level (3–5 years)".
            *at == 0 || (heading.has_years_in_brackets() && !self.is_title(heading))
        });
        let headings = headings.map(|(_, heading)| heading);
        first_of(items.chain(label).chain(headings), |above| {
            single(&above.names().years, |years| {
                (years.min_months, years.max_months)
            })
        })
    }

    /// What the headings or the introduction say of all figures under them; a title speaks of more than figures.
    pub(super) fn statistic(&self) -> Option<Told<'_, Statistic>> {
        let headings = self
            .headings
            .iter()
            .filter(|heading| !self.is_title(heading));
        first_of(self.near_layers().chain(headings), |above| {
            above.statistic.clone()
        })
    }

    /// The period that is stated above, or a year where the document states that of all pay in that currency.
    pub(super) fn period(&self, currency: Option<CurrencyMark>) -> Option<Told<'_, Period>> {
        let by_the_year = || {
            let only = currency.is_some_and(|mark| {
                self.yearly
                    .get_or_init(|| self.paid_by_the_year())
                    .contains(&mark)
            });
            only.then(|| Told::new(Period::Year, Rule::Document, ""))
        };
        first_of(self.layers(), |above| above.period).or_else(by_the_year)
    }

    /// The currencies in which the document speaks of yearly pay and of no other: where one of its sentences says "annual
    /// salary" of an amount, and no amount in that currency is paid by the month, week, day or hour.
    fn paid_by_the_year(&self) -> Vec<CurrencyMark> {
        // By currency: whether some pay is by the year, and whether something is paid otherwise.
        let mut periods: FxHashMap<CurrencyMark, (bool, bool)> = FxHashMap::default();
        for (number, block) in self.document.blocks.iter().enumerate() {
            let amounts = self.amounts_of(number).iter();
            let marked = amounts.filter_map(|amount| Some((amount, amount.currency?)));
            let mut amounts = marked.peekable();
            let Some(text) = text_of(block).filter(|_| amounts.peek().is_some()) else {
                continue;
            };
            for sentence in sentences(text) {
                let sentence_text = sentence.of(text).unwrap_or_default();
                let said = OnceCell::new();
                let said = || {
                    *said.get_or_init(|| {
                        let words = words(sentence_text);
                        let mut pay = words.iter().filter(|word| word.lower != "lpa");
                        let says_pay = pay.any(|word| is_pay_word(&word.lower));
                        (says_pay, scan_period_in(&words))
                    })
                };
                while let Some((amount, mark)) =
                    amounts.next_if(|(amount, _)| amount.span.start < sentence.end)
                {
                    let (yearly, otherwise) = periods.entry(mark).or_default();
                    match amount.period.or_else(|| said().1) {
                        Some(Period::Year) => *yearly |= !*yearly && !amount.lpa && said().0,
                        Some(_) => *otherwise = true,
                        None => {}
                    }
                }
            }
        }
        let only_yearly = periods
            .into_iter()
            .filter(|(_, (yearly, otherwise))| *yearly && !otherwise);
        only_yearly.map(|(mark, _)| mark).collect()
    }

    /// The survey or site named above.
    pub(super) fn attribution(&self) -> Option<Told<'_, String>> {
        first_of(self.layers(), |above| above.attribution.clone())
    }

    /// The time stated in an introduction or heading that speaks of pay.
    pub(super) fn as_of(&self) -> Option<Told<'_, String>> {
        let telling = self.layers().filter(|above| above.speaks().pay);
        first_of(telling, |above| above.as_of.clone())
    }

    /// What a bare `$` means where something above spells it out, whatever the place.
    pub(super) fn stated_dollar(&self) -> Option<Told<'_, Currency>> {
        let stated = first_of(self.layers(), |above| above.dollars);
        // By which layer matters less than that the text spells it out.
        let stated = stated.map(|told| told.by(Rule::StatedDollar));
        stated.or_else(|| {
            let path = self.path.as_ref().filter(|_| self.in_list_or_table)?;
            let in_us_dollars = self
                .in_us_dollars
                .get_or_init(|| self.lists().in_us_dollars.contains(*path));
            in_us_dollars.then(|| Told::new(Currency::USD, Rule::ForeignDollars, ""))
        })
    }

    fn lists(&self) -> &PlaceLists {
        self.lists
            .get_or_init(|| PlaceLists::of(self.document, self.vocabulary))
    }

    /// Whether the list at hand is one of places: each item begins with one.
    pub(super) fn is_list_of_places(&self) -> bool {
        let path = self.path.as_ref().filter(|_| self.in_list_or_table);
        path.is_some_and(|path| self.lists().of_places.contains(*path))
    }

    /// Of whom the figures speak, where the introduction or a heading says so.
    pub(super) fn population(&self) -> Option<Told<'_, String>> {
        first_of(self.near_layers().chain(&self.headings), |above| {
            above.population.clone()
        })
    }

    /// What a bare `$` means in this document, where it is not the US dollar.
    pub(super) fn dollar(&self) -> Option<Currency> {
        *self
            .dollar
            .get_or_init(|| own_dollar(|| self.named(), self.title.as_ref(), self.vocabulary))
    }

    /// The country whose own currency this is, where the document names it and not mostly others: what is paid in rupees
    /// in an article on India is paid there. Dollars and euros are paid in many countries.
    pub(super) fn own_country(&self, currency: Currency) -> Option<Told<'_, PlaceRef>> {
        let place = country_of(currency, || self.named(), self.vocabulary)?;
        Some(Told::new(place, Rule::CurrencyCountry, ""))
    }

    fn named(&self) -> &Named {
        self.named
            .get_or_init(|| Named::in_all(self.document, self.vocabulary))
    }

    /// As [`Context::dollar`], with the title where that names the country.
    pub(super) fn told_dollar(&self) -> Option<Told<'_, Currency>> {
        let titled = self.title.as_ref();
        self.dollar().map(|dollar| {
            let titled = titled.filter(|title| !title.names().places.is_empty());
            let words = titled.map_or("", |title| title.text);
            Told::new(dollar, Rule::CountryDollar, words)
        })
    }

    /// Whether a heading or the title speaks of other money and not of pay: "income" under it is what is taxed.
    pub(super) fn speaks_of_other_money(&self) -> bool {
        self.headings
            .iter()
            .chain(&self.title)
            .any(|above| above.speaks().other_money && !above.speaks().pay)
    }

    /// Whether the nearest of what stands above that speaks of money speaks of other money alone: "Costs of living".
    pub(super) fn speaks_of_others(&self) -> bool {
        let mut told = self
            .layers()
            .map(Above::speaks)
            .filter(|said| said.pay || said.other_money);
        told.next()
            .is_some_and(|said| said.other_money && !said.pay)
    }

    /// Whether what stands above speaks of pay. A title alone decides for lists and tables, not for running text.
    pub(super) fn verdict(&self) -> Verdict {
        let telling = self
            .layers()
            .filter(|above| self.in_list_or_table || !self.is_title(above));
        for above in telling {
            let speaks = above.speaks();
            match (speaks.pay, speaks.other_money) {
                (true, false) => return Verdict::Pay,
                (false, true) => return Verdict::Other,
                _ => {}
            }
        }
        Verdict::Other
    }

    fn is_title(&self, above: &Above<'_>) -> bool {
        self.title
            .as_ref()
            .is_some_and(|title| title.text == above.text)
    }

    /// The title of the document.
    pub(super) fn title(&self) -> Option<&'v str> {
        self.title.as_ref().map(|title| title.text)
    }

    /// The role that the whole document is about.
    pub(super) fn subject(&self) -> Option<&RoleRef> {
        self.subject.as_ref()
    }
}

/// What headings say above those that are industries.
const BY_INDUSTRY: [&str; 4] = ["by industry", "by sector", "by field", "across industries"];

/// What the first of `layers` says that says anything.
fn first_of<'s, 'v: 's, T>(
    layers: impl IntoIterator<Item = &'s Above<'v>>,
    says: impl Fn(&Above<'v>) -> Option<T>,
) -> Option<Told<'s, T>> {
    layers.into_iter().find_map(|above| {
        let value = says(above)?;
        Some(Told::new(value, above.rule, above.text))
    })
}

/// Whether `text` holds `phrase`. In a short text that is quicker than a searcher made for each phrase.
pub(super) fn holds(text: &str, phrase: &str) -> bool {
    let (text, phrase) = (text.as_bytes(), phrase.as_bytes());
    text.windows(phrase.len())
        .any(|part| part.first() == phrase.first() && part == phrase)
}

/// Phrases of headings that announce stages.
pub(super) const OF_ROADMAPS: [&str; 8] = [
    "roadmap",
    "learning path",
    "career path",
    "progression",
    "study plan",
    "learning plan",
    "career ladder",
    "self-study",
];

/// A heading that announces stages, whatever its level.
pub(super) fn says_roadmap(heading: &str) -> bool {
    holds_any(heading, &OF_ROADMAPS)
}

/// Whether `text` in lower case holds one of `phrases`, which are ASCII in small letters.
pub(super) fn holds_any(text: &str, phrases: &[&str]) -> bool {
    if !text.is_ascii() {
        let lower = text.to_lowercase();
        return phrases.iter().any(|phrase| holds(&lower, phrase));
    }
    // A heading is short, and few of its letters begin a phrase.
    let bytes = text.as_bytes();
    let firsts = phrases.iter().filter_map(|phrase| phrase.bytes().next());
    let firsts = firsts.fold(0u32, |firsts, first| firsts | letter_bit(first));
    let may_begin = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| letter_bit(**byte) & firsts != 0);
    let mut rests = may_begin.filter_map(|(at, _)| bytes.get(at..));
    rests.any(|rest| {
        phrases.iter().any(|phrase| {
            let part = rest.get(..phrase.len());
            part.is_some_and(|part| part.eq_ignore_ascii_case(phrase.as_bytes()))
        })
    })
}

/// A bit for each letter, the same for small letters and capitals; some signs share them.
fn letter_bit(byte: u8) -> u32 {
    1 << (byte & 31)
}

/// True for a text that is one figure with its period and nothing else.
fn is_figure_alone(plain: &str) -> bool {
    if plain.len() > FIGURE_ALONE_MAX_BYTES {
        return false;
    }
    if !may_tell_amount(plain) {
        return false;
    }
    let amounts = scan_amounts(plain);
    let [amount] = amounts.as_slice() else {
        return false;
    };
    let outside = [
        plain.get(..amount.span.start).unwrap_or_default(),
        plain.get(amount.span.end..).unwrap_or_default(),
    ];
    amount.currency.is_some()
        && amount.period.is_some()
        && outside
            .iter()
            .all(|rest| !rest.contains(char::is_alphanumeric))
}

/// The longest text that is looked at as a figure alone, in bytes.
const FIGURE_ALONE_MAX_BYTES: usize = 60;

/// The one thing that is named, however often; nothing where several are.
fn single<T: Clone, K: PartialEq>(found: &[Spanned<T>], key: impl Fn(&T) -> K) -> Option<T> {
    the_single(found, key).cloned()
}

/// As [`single`], lent.
fn the_single<T, K: PartialEq>(found: &[Spanned<T>], key: impl Fn(&T) -> K) -> Option<&T> {
    let (first, others) = found.split_first()?;
    let only = others
        .iter()
        .all(|other| key(&other.value) == key(&first.value));
    only.then_some(&first.value)
}
