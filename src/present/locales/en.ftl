# Every sentence an asker reads, in English. One entry for each key of `domain::Key`, under the same id.
# Names, figures and quotations come in as arguments and are never part of an entry.

## Headlines

salary-of-role = Pay: { $role }
salary-of-role-at = Pay: { $role }, { $level }
salary-of-role-in = Pay: { $role }, { $place }
salary-of-role-at-in = Pay: { $role }, { $level }, { $place }
salary-in = Pay in { $place }
move-headline = From { $first } to { $second }
term-headline = What it means: { $term }
role-headline = The role: { $role }
roadmap-headline = Roadmap: { $role }
passages-headline = { $documents ->
    [one] No exact fact, but one document speaks of it.
   *[other] No exact fact, but { $documents } documents speak of it.
}

## Nothing found

not-in-documents = That is not in these documents.
no-figure = There is no pay figure for { $role } in these documents.
no-figure-in = There is no pay figure for { $role } in { $place } in these documents.
no-role = There is nothing about { $role } in these documents.
no-role-place = There is nothing about { $role } or { $place } in these documents.
no-roadmap = There is no roadmap for { $role } in these documents.
no-stage = There is no stage { $stage } in this roadmap. Its stages: { $stages }.
which-role = Which role do you mean? Name one, as in: data engineer.
nothing-asked = There is no question in that. Ask about a role: its pay, what it needs, or the way into it.
corpus-empty = There are no documents to answer from yet. Add some to the corpus folder and ask again.
no-document = There is no document “{ $document }” here.
documents-changed = The documents changed since that answer. Ask again for what they say now.

## What was understood, corrected or relaxed

read-as = Read “{ $typed }” as { $meant }.
place-unknown = “{ $place }” is not a place these documents name.
only-nearest = No figure names { $role } itself in { $place }; shown are those of the groups nearest to it.
relaxed-level-not-stated = No figure for level { $level }; those shown state no level.
relaxed-level = No figure for level { $level }; other levels are shown.
relaxed-grade-not-stated = No figure at { $grade }; those shown state no tier, grade or band.
relaxed-grade = No figure at { $grade }; others are shown.
relaxed-place = No figure for { $asked }; shown: { $shown }.
relaxed-role = Nothing for { $asked }; shown: { $shown }, a role near it.

## Groups of figures

figures-at-level = Level: { $level }
figures-at-grade = At { $grade }
figures-grade-not-stated = Tier, grade or band not stated
figures-level-not-stated = Level not stated
figures-years-given = Level not stated, by years of experience
figures-other-levels = Other levels
figures-all = What the documents say
figures-within = Within { $place }
figures-official = Official figures for { $occupation } ({ $code })
figures-official-nearest = Nearest occupation: official figures for { $occupation } ({ $code })
figures-occupation = Figures for { $occupation } ({ $code })
figures-occupation-nearest = Nearest occupation: figures for { $occupation } ({ $code })
figures-of-kind = A kind of it: { $role }
figures-nearest-group = Nearest group: { $group }
figures-survey-nearest = Nearest group in { $survey }: { $role }
figures-place-not-stated = Place not stated
figures-for-years = For { $years } years of experience
figures-years-not-stated = Years not stated
figures-other-years = Other years of experience
figures-from = From { $source }
figures-of-role = { $role }: { $group }
figures-left-out = { $count ->
    [one] One more figure is not shown; name a level or a place to narrow it down.
   *[other] { $count } more figures are not shown; name a level or a place to narrow it down.
}

## Documents, and what this is

sources-headline = { $documents ->
    [one] One document
   *[other] { $documents } documents
}
sources-matching = { $documents ->
    [one] One document
   *[other] { $documents } documents
} called “{ $document }”
sources-left-out = { $count ->
    [one] One more document is not shown; name it to see it.
   *[other] { $count } more documents are not shown; name one to see it.
}
source-headline = { $document }
source-facts = { $figures ->
    [one] One figure of pay
   *[other] { $figures } figures of pay
}, { $statements ->
    [one] one other fact
   *[other] { $statements } other facts
}
source-roles = About: { $roles }
source-licence = Licence: { $licence }
source-attribution = Credit: { $attribution }
source-caution = { $source }. { $caution }.
credits-title = Credits that licences ask for:
credit = { $credit }
credits-left-out =
    { $count ->
        [one] One more is in the document that asks for it.
       *[other] { $count } more are in the documents that ask for them.
    }
source-listed = { $source }; licence: { $licence }
about-headline = careerbot { $version }
about-what = Answers career questions from documents. Every figure stands beside its source, its date and the sentence it was read from; sources that disagree stand side by side.
about-inventory = { $documents ->
    [one] One document
   *[other] { $documents } documents
}: { $figures ->
    [one] one figure of pay
   *[other] { $figures } figures of pay
}, { $statements ->
    [one] one statement
   *[other] { $statements } statements
} about roles, { $stages ->
    [one] one stage
   *[other] { $stages } stages
} of roadmaps.
about-roles = Roles it has figures for: { $roles }.
about-places = Places it has figures for: { $places }.
about-never = It never averages, converts or guesses. What the documents do not say is shown as “not stated”; what they do not hold is said to be not there.
about-privacy = Questions are neither stored nor logged.
about-command = { $command }   { $summary }

## Sides of a role

aspect-definition = What it is
aspect-title = Also called
aspect-responsibility = What they do
aspect-skill = Skills
aspect-soft-skill = People skills
aspect-related-role = Related roles
aspect-employer = Who hires
aspect-education = Education
aspect-course = Courses
aspect-outlook = Outlook
aspect-job-count = Openings
aspect-remote = Remote work
aspect-comparison = How it compares
aspect-tip = Advice
aspect-occupation = Official occupations
aspect-caution = To mind
outlook-of-nearest = Outlook of the nearest occupations
statements-left-out = { $count ->
    [one] One more is not shown.
   *[other] { $count } more are not shown.
}
course-fee = fee { $fee }

## Suggestions

covered-documents = The documents: { $titles }.
did-you-mean = Did you mean { $names }?
may-mean = “{ $typed }” may mean { $names }. Name the one you mean to see no other.
covered-roles = These documents cover: { $roles }.
covered-places = These documents have figures for: { $places }.
covered-places-for = For { $role } there are figures for: { $places }.
covered-near = Near it, with figures in { $place }: { $roles }.
covered-roadmaps = There are roadmaps for: { $roles }.
try-asking = Try: { $example }

## Words beside a figure

not-stated = not stated
amount-over = over { $amount }
amount-up-to = up to { $amount }
per-year = { $amount } a year
per-month = { $amount } a month
per-week = { $amount } a week
per-day = { $amount } a day
per-hour = { $amount } an hour
period-not-stated = { $amount } (period not stated)
statistic-range = range
statistic-average = average
statistic-median = median
statistic-minimum = minimum
statistic-maximum = maximum
statistic-starting = starting
statistic-percentile = percentile { $percentile }
statistic-percentiles = percentiles { $low }–{ $high }
basis-base = base pay
basis-total = total pay
sample-size = sample of { $count }
level-entry = entry
level-junior = junior
level-mid = mid
level-senior = senior
level-staff = staff
level-lead = lead
level-principal = principal
level-director = director
level-executive = executive
grade-of-title = rung { $grade }
years-between = { $min }–{ $max } years
years-from = { $min }+ years
years-up-to = up to { $max ->
    [one] { $max } year
   *[other] { $max } years
}
years-exactly = { $years ->
    [one] { $years } year
   *[other] { $years } years
}
# Documents write both “Months 4–6” and “4–6 months”; this wording is true of either.
months-between = months: { $min }–{ $max }
months-from = months: { $min }+
months-up-to = months: up to { $max }
months-exactly = months: { $months }
weeks-between = { $min }–{ $max } weeks
weeks-exactly = { $weeks ->
    [one] { $weeks } week
   *[other] { $weeks } weeks
}
attributed-to = { $source }, in { $document }
dated = dated { $date }
published-on = published { $date }
date-not-stated = date not stated

## Column heads and small labels

column-pay = Pay
column-kind = Kind
column-level = Level
column-role = Role
column-place = Place
column-as-of = As of
column-source = Source
column-statement = Statement
column-stage = Stage
column-time = Time
column-slot = Part
column-rule = Rule
column-words = Words
label-fact = fact
label-passage = passage
label-none = not in these documents
sources-title = Sources
goal-title = Goal
checkpoint-title = Checkpoint

## The sentence behind a number

why-title = Where #{ $number } was read
why-under = Under: { $headings }
why-document = Document: { $document }
why-hint = To see the words behind a number, type: why 1
why-no-answer = There is no answer to look behind yet. Ask something first, then type: why 1
why-no-number = There is no #{ $number } in the last answer; { $count ->
    [one] its only number is 1.
   *[other] its numbers go from 1 to { $count }.
}
why-no-numbers = The last answer has no numbered facts; its passages are the document’s own words.

why-button = Why this number?
why-menu = Where was this read?

## Pages of a message

page-of = page { $page } of { $pages }
page-next = Next
page-previous = Previous
pages-left-out = { $count ->
    [one] One more part does not fit here; ask more narrowly to see it.
   *[other] { $count } more parts do not fit here; ask more narrowly to see them.
}
continued = (continued)

## When an interaction cannot be answered as it is

press-unknown = This button was made by another version of careerbot. Ask again.
command-gone = There is no command { $command } any more. Use one of: { $commands }.
option-gone = { $command } has no option { $option } any more. Type the command anew; if this comes back, the person who runs the bot should register its commands again.
option-mistyped = The option { $option } of { $command } did not arrive as what it takes. Type the command anew; if this comes back, the person who runs the bot should register its commands again.
interaction-unread = Discord sent something that this version of careerbot cannot read, so nothing was answered. Try a command such as /about.
answer-failed = Answering failed inside, and nothing was answered. Ask again; if it stays so, report reference { $reference }.
busy = Too many questions are waiting right now. Ask again in a moment.

## What an asker can mend

question-empty = The question is empty. Type one, as in: what does a data engineer earn in India?
question-too-long = The question has { $length } characters; shorten it to { $limit }.
command-unknown = There is no command { $command }. Use one of: { $commands }.
option-unknown = { $command } has no option { $option }. It takes: { $options }.
option-twice = The option { $option } is given twice. Keep one of them.
option-missing = { $command } needs { $option }, as in: { $example }
option-empty = The option { $option } is empty. Write something into it, as in: { $example }
text-before-options = “{ $text }” belongs to no option of { $command }. Name the option, as in: { $example }
level-unknown = “{ $value }” is not a level. Use one of: { $levels }, or a rung such as “tier 1” or “L5”.
options-none = { $command } takes no options; leave out “{ $text }”.
neither-yes-nor-no = The option { $option } is “{ $value }”. Use yes or no.

## The console

console-no-token = DISCORD_TOKEN is not set, so this is the console. Set it to run the bot; here everything works without Discord.
console-welcome = { $documents ->
    [one] One document is ready.
   *[other] { $documents } documents are ready.
} Ask a question, or type help. Leave with quit.
console-help =
    Ask in plain words, or use a command:
    { $commands }

    why 2   the words behind number 2 of the last answer
    help    this list
    quit    leave
console-goodbye = Goodbye.

## Commands and options

command-salary = What a role pays, each figure with its source
command-role = What a role is, does and needs
command-roadmap = The way into a role, stage by stage
command-ask = Ask anything in plain words
command-sources = The documents that answers come from
command-about = What this is, and what it knows
option-role = The role, as in: data engineer
option-location = A country or city
option-level = entry, junior, mid, senior, staff, lead, principal, director or executive
option-stage = One stage, by its number or name
option-question = Your question
option-document = One document, by its title
option-private = Show the answer to you alone (yes, unless you say no)
