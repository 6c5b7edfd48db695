//! Words for people, as keys into the catalogue of messages, with arguments.
//!
//! Nothing outside `present/` holds a sentence that an asker reads; everything else names it by [`Key`].

/// A sentence or phrase to be shown, in whatever language the reader has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which one.
    pub key: Key,
    /// What is put into it, by the names of [`Key::arguments`].
    pub arguments: Vec<(&'static str, Argument)>,
}

/// Something put into a [`Message`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Words as they are.
    Text(String),
    /// A count, which may change the wording.
    Count(u64),
    /// Another message.
    Message(Box<Message>),
    /// Several messages or words, shown as a list in the reader's language.
    List(Vec<Argument>),
}

impl Message {
    /// The message `key`, which takes no arguments.
    pub fn new(key: Key) -> Message {
        Message {
            key,
            arguments: Vec::new(),
        }
    }

    /// The same message with `argument` put in under `name`.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Message {
        debug_assert!(
            self.key.arguments().contains(&name),
            "{:?} takes no `{name}`",
            self.key
        );
        self.arguments.push((name, argument.into()));
        self
    }
}

impl From<Key> for Message {
    fn from(key: Key) -> Message {
        Message::new(key)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Argument {
        Argument::Text(text)
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Argument {
        Argument::Count(count as u64)
    }
}

impl From<u64> for Argument {
    fn from(count: u64) -> Argument {
        Argument::Count(count)
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Argument {
        Argument::Message(Box::new(message))
    }
}

impl From<Key> for Argument {
    fn from(key: Key) -> Argument {
        Message::new(key).into()
    }
}

impl From<Vec<String>> for Argument {
    fn from(words: Vec<String>) -> Argument {
        Argument::List(words.into_iter().map(Argument::Text).collect())
    }
}

impl From<Vec<Argument>> for Argument {
    fn from(list: Vec<Argument>) -> Argument {
        Argument::List(list)
    }
}

macro_rules! keys {
    ($($variant:ident = $id:literal ($($argument:literal),*);)*) => {
        /// Every message there is. The English wording of each stands in `src/present/locales/en.ftl`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Key {
            $(#[doc = concat!("`", $id, "`")] $variant,)*
        }

        impl Key {
            /// All keys, in the order of the catalogue.
            pub const ALL: &'static [Key] = &[$(Key::$variant),*];

            /// The key as the catalogue writes it.
            pub fn id(self) -> &'static str {
                match self { $(Key::$variant => $id,)* }
            }

            /// The names of the arguments it takes.
            pub fn arguments(self) -> &'static [&'static str] {
                match self { $(Key::$variant => &[$($argument),*],)* }
            }
        }
    };
}

keys! {
    // Headlines.
    SalaryOfRole = "salary-of-role" ("role");
    SalaryOfRoleAt = "salary-of-role-at" ("role", "level");
    SalaryOfRoleIn = "salary-of-role-in" ("role", "place");
    SalaryOfRoleAtIn = "salary-of-role-at-in" ("role", "level", "place");
    SalaryIn = "salary-in" ("place");
    MoveHeadline = "move-headline" ("first", "second");
    TermHeadline = "term-headline" ("term");
    RoleHeadline = "role-headline" ("role");
    RoadmapHeadline = "roadmap-headline" ("role");
    PassagesHeadline = "passages-headline" ("documents");
    // Nothing found.
    NotInDocuments = "not-in-documents" ();
    NoFigure = "no-figure" ("role");
    NoFigureIn = "no-figure-in" ("role", "place");
    NoRole = "no-role" ("role");
    NoRolePlace = "no-role-place" ("role", "place");
    NoRoadmap = "no-roadmap" ("role");
    NoStage = "no-stage" ("stage", "stages");
    WhichRole = "which-role" ();
    NothingAsked = "nothing-asked" ();
    CorpusEmpty = "corpus-empty" ();
    NoDocument = "no-document" ("document");
    DocumentsChanged = "documents-changed" ();
    // What was understood, corrected or relaxed.
    ReadAs = "read-as" ("typed", "meant");
    PlaceUnknown = "place-unknown" ("place");
    RelaxedLevel = "relaxed-level" ("level");
    RelaxedLevelNotStated = "relaxed-level-not-stated" ("level");
    RelaxedGrade = "relaxed-grade" ("grade");
    RelaxedGradeNotStated = "relaxed-grade-not-stated" ("grade");
    OnlyNearest = "only-nearest" ("role", "place");
    RelaxedPlace = "relaxed-place" ("asked", "shown");
    RelaxedRole = "relaxed-role" ("asked", "shown");
    // Groups of figures.
    FiguresAtLevel = "figures-at-level" ("level");
    FiguresAtGrade = "figures-at-grade" ("grade");
    FiguresGradeNotStated = "figures-grade-not-stated" ();
    FiguresLevelNotStated = "figures-level-not-stated" ();
    FiguresYearsGiven = "figures-years-given" ();
    FiguresOtherLevels = "figures-other-levels" ();
    FiguresAll = "figures-all" ();
    FiguresWithin = "figures-within" ("place");
    FiguresOfficial = "figures-official" ("occupation", "code");
    FiguresOfficialNearest = "figures-official-nearest" ("occupation", "code");
    FiguresOccupation = "figures-occupation" ("occupation", "code");
    FiguresOccupationNearest = "figures-occupation-nearest" ("occupation", "code");
    FiguresOfKind = "figures-of-kind" ("role");
    FiguresNearestGroup = "figures-nearest-group" ("group");
    FiguresSurveyNearest = "figures-survey-nearest" ("survey", "role");
    FiguresPlaceNotStated = "figures-place-not-stated" ();
    FiguresForYears = "figures-for-years" ("years");
    FiguresYearsNotStated = "figures-years-not-stated" ();
    FiguresOtherYears = "figures-other-years" ();
    FiguresFrom = "figures-from" ("source");
    FiguresOfRole = "figures-of-role" ("role", "group");
    FiguresLeftOut = "figures-left-out" ("count");
    // Documents, and what this is.
    SourcesHeadline = "sources-headline" ("documents");
    SourcesMatching = "sources-matching" ("documents", "document");
    SourcesLeftOut = "sources-left-out" ("count");
    SourceHeadline = "source-headline" ("document");
    SourceFacts = "source-facts" ("figures", "statements");
    SourceRoles = "source-roles" ("roles");
    SourceLicence = "source-licence" ("licence");
    SourceAttribution = "source-attribution" ("attribution");
    SourceCaution = "source-caution" ("source", "caution");
    CreditsTitle = "credits-title" ();
    Credit = "credit" ("credit");
    CreditsLeftOut = "credits-left-out" ("count");
    SourceListed = "source-listed" ("source", "licence");
    AboutHeadline = "about-headline" ("version");
    AboutWhat = "about-what" ();
    AboutInventory = "about-inventory" ("documents", "figures", "statements", "stages");
    AboutRoles = "about-roles" ("roles");
    AboutPlaces = "about-places" ("places");
    AboutNever = "about-never" ();
    AboutPrivacy = "about-privacy" ();
    AboutCommand = "about-command" ("command", "summary");
    // Sides of a role.
    AspectDefinition = "aspect-definition" ();
    AspectTitle = "aspect-title" ();
    AspectResponsibility = "aspect-responsibility" ();
    AspectSkill = "aspect-skill" ();
    AspectSoftSkill = "aspect-soft-skill" ();
    AspectRelatedRole = "aspect-related-role" ();
    AspectEmployer = "aspect-employer" ();
    AspectEducation = "aspect-education" ();
    AspectCourse = "aspect-course" ();
    AspectOutlook = "aspect-outlook" ();
    AspectJobCount = "aspect-job-count" ();
    AspectRemote = "aspect-remote" ();
    AspectComparison = "aspect-comparison" ();
    AspectTip = "aspect-tip" ();
    AspectOccupation = "aspect-occupation" ();
    AspectCaution = "aspect-caution" ();
    OutlookOfNearest = "outlook-of-nearest" ();
    StatementsLeftOut = "statements-left-out" ("count");
    CourseFee = "course-fee" ("fee");
    // Suggestions.
    CoveredDocuments = "covered-documents" ("titles");
    DidYouMean = "did-you-mean" ("names");
    MayMean = "may-mean" ("typed", "names");
    CoveredRoles = "covered-roles" ("roles");
    CoveredPlaces = "covered-places" ("places");
    CoveredPlacesFor = "covered-places-for" ("role", "places");
    CoveredNear = "covered-near" ("place", "roles");
    CoveredRoadmaps = "covered-roadmaps" ("roles");
    TryAsking = "try-asking" ("example");
    // Words beside a figure.
    NotStated = "not-stated" ();
    AmountOver = "amount-over" ("amount");
    AmountUpTo = "amount-up-to" ("amount");
    PerYear = "per-year" ("amount");
    PerMonth = "per-month" ("amount");
    PerWeek = "per-week" ("amount");
    PerDay = "per-day" ("amount");
    PerHour = "per-hour" ("amount");
    PeriodNotStated = "period-not-stated" ("amount");
    StatisticRange = "statistic-range" ();
    StatisticAverage = "statistic-average" ();
    StatisticMedian = "statistic-median" ();
    StatisticMinimum = "statistic-minimum" ();
    StatisticMaximum = "statistic-maximum" ();
    StatisticStarting = "statistic-starting" ();
    StatisticPercentile = "statistic-percentile" ("percentile");
    StatisticPercentiles = "statistic-percentiles" ("low", "high");
    BasisBase = "basis-base" ();
    BasisTotal = "basis-total" ();
    SampleSize = "sample-size" ("count");
    LevelEntry = "level-entry" ();
    LevelJunior = "level-junior" ();
    LevelMid = "level-mid" ();
    LevelSenior = "level-senior" ();
    LevelStaff = "level-staff" ();
    LevelLead = "level-lead" ();
    LevelPrincipal = "level-principal" ();
    LevelDirector = "level-director" ();
    LevelExecutive = "level-executive" ();
    GradeOfTitle = "grade-of-title" ("grade");
    YearsBetween = "years-between" ("min", "max");
    YearsFrom = "years-from" ("min");
    YearsUpTo = "years-up-to" ("max");
    YearsExactly = "years-exactly" ("years");
    MonthsBetween = "months-between" ("min", "max");
    MonthsFrom = "months-from" ("min");
    MonthsUpTo = "months-up-to" ("max");
    MonthsExactly = "months-exactly" ("months");
    WeeksBetween = "weeks-between" ("min", "max");
    WeeksExactly = "weeks-exactly" ("weeks");
    AttributedTo = "attributed-to" ("source", "document");
    Dated = "dated" ("date");
    PublishedOn = "published-on" ("date");
    DateNotStated = "date-not-stated" ();
    // Column heads and small labels.
    ColumnPay = "column-pay" ();
    ColumnKind = "column-kind" ();
    ColumnLevel = "column-level" ();
    ColumnRole = "column-role" ();
    ColumnPlace = "column-place" ();
    ColumnAsOf = "column-as-of" ();
    ColumnSource = "column-source" ();
    ColumnStatement = "column-statement" ();
    ColumnStage = "column-stage" ();
    ColumnTime = "column-time" ();
    ColumnSlot = "column-slot" ();
    ColumnRule = "column-rule" ();
    ColumnWords = "column-words" ();
    LabelFact = "label-fact" ();
    LabelPassage = "label-passage" ();
    LabelNone = "label-none" ();
    SourcesTitle = "sources-title" ();
    GoalTitle = "goal-title" ();
    CheckpointTitle = "checkpoint-title" ();
    // The sentence behind a number.
    WhyTitle = "why-title" ("number");
    WhyUnder = "why-under" ("headings");
    WhyDocument = "why-document" ("document");
    WhyHint = "why-hint" ();
    WhyNoAnswer = "why-no-answer" ();
    WhyNoNumber = "why-no-number" ("number", "count");
    WhyNoNumbers = "why-no-numbers" ();
    WhyButton = "why-button" ();
    WhyMenu = "why-menu" ();
    // Pages of a message.
    PageOf = "page-of" ("page", "pages");
    PageNext = "page-next" ();
    PagePrevious = "page-previous" ();
    PagesLeftOut = "pages-left-out" ("count");
    Continued = "continued" ();
    // When an interaction cannot be answered as it is.
    PressUnknown = "press-unknown" ();
    CommandGone = "command-gone" ("command", "commands");
    OptionGone = "option-gone" ("option", "command");
    OptionMistyped = "option-mistyped" ("option", "command");
    InteractionUnread = "interaction-unread" ();
    AnswerFailed = "answer-failed" ("reference");
    Busy = "busy" ();
    // What an asker can mend.
    QuestionEmpty = "question-empty" ();
    QuestionTooLong = "question-too-long" ("length", "limit");
    CommandUnknown = "command-unknown" ("command", "commands");
    OptionUnknown = "option-unknown" ("option", "command", "options");
    OptionTwice = "option-twice" ("option");
    OptionMissing = "option-missing" ("option", "command", "example");
    OptionEmpty = "option-empty" ("option", "example");
    TextBeforeOptions = "text-before-options" ("text", "command", "example");
    LevelUnknown = "level-unknown" ("value", "levels");
    OptionsNone = "options-none" ("text", "command");
    NeitherYesNorNo = "neither-yes-nor-no" ("option", "value");
    // The console.
    ConsoleNoToken = "console-no-token" ();
    ConsoleWelcome = "console-welcome" ("documents");
    ConsoleHelp = "console-help" ("commands");
    ConsoleGoodbye = "console-goodbye" ();
    // Commands and options.
    CommandSalary = "command-salary" ();
    CommandRole = "command-role" ();
    CommandRoadmap = "command-roadmap" ();
    CommandAsk = "command-ask" ();
    CommandSources = "command-sources" ();
    CommandAbout = "command-about" ();
    OptionRole = "option-role" ();
    OptionLocation = "option-location" ();
    OptionLevel = "option-level" ();
    OptionStage = "option-stage" ();
    OptionQuestion = "option-question" ();
    OptionDocument = "option-document" ();
    OptionPrivate = "option-private" ();
}
