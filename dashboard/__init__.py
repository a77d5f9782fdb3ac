"""Central Asia Monitor: events, epidemic and currency figures of five countries, with sources.

A map of the house. A room imports only from rooms further down; `lint-imports` holds it to that.

From an address to a chart: a page in `pages/` opens its frame (`ui.page`), which reads the filters
from the address (`ui.address`) into a `Selection` and takes the data from `ui.cache` as a
`Package`. The page shows panels by name (`ui.panels`); `catalogue` calls the function of each, and
puts another period beside it and the analyst's notes on it where these are asked for. That
function, in `panels` of its subject, has `view` put together what is chosen (`panels.query` gives
the events, `measures` count them), `charts` draw it, and hands all back as one `Exhibit`. The same
exhibit goes to `exports` for a file and to `briefing` for a document.

`ui`            the only Streamlit: the frame of a page, its filters, and each page's own pieces.
                Says no word of a panel that an export would not say too. `ui.serving` is what the
                server adds: who may come in, files, headers, settings, what it says of itself.
`commands`      `python -m dashboard COMMAND`, for schedulers: validate, prepare, prove ...
`exports`       an exhibit or a briefing in, files out: pictures, tables, decks, documents.
`views`         the views that an analyst has saved, those that are watched and which of them fire,
                what is new in the data since a visit.
`briefing`      what a briefing holds: the tray of charts, the drafted review and judgements,
                the citations. Writes no file.
`catalogue`     every panel by the name that pages, addresses and exports use; compared, with notes.
`drilldown`     the very events that a bar, a mark or a number of another panel counts.
`overview`      the five countries side by side over the chosen months, and what stood out.
`maps`          where events happened: marks, dots, squares, and lists of what a map cannot show.
`coverage`      what the data covers and what its silence means; the panels of About the data.
`unusual`       which numbers of the chosen period are unusual, by written rules.
`reconciliation`  reported figures and rates beside the daily series: verdicts, reasons, gaps.
`protests`      protests, clashes, arrests, sentences: days, counts, people, cases.
`provenance`    where a figure, an event, a day of a series or a rate comes from.
`covid`         the official COVID-19 series, the figures given in reports, both together.
`currency`      rates against the dollar: daily lines, published tickers, changes.
`events`        events of every kind: counts, figures, the table of events, the card of one.
`panels`        what every subject uses: the exhibit, tables, keys, sources, questions to the data,
                what sources cover and so when there is none, two periods beside each other, the
                look of charts. Knows no subject.
`importing`     other people's files, handed in or fetched, into a folder of data: counted first,
                written whole, undone.
`sources`       what other people's files are and what their records say.
`datapackage`   the data package: opened, read, checked; its documents, borders, locators.
`engine`        events too many for memory: the engine they stay in, and the small cubes made by it.
                Short events answer the same questions in memory.
`selection`     what the analyst has chosen to look at: countries, months, topics, status, words.
`filter_table`  which filters there are, a row each. `filters`: the kinds of filter.
`schema`        the columns, types and keys of each table, as the package's descriptor says.
`searching`     what a text typed into the search field asks for.
`spellings`     other names of places, provinces and actors, for a search.
`wording`       how numbers and bounds are written, and every sentence (`say`), looked up in the
                catalogue in `locale`. `palette`: the colours of the two themes.
`house`         the logo, colours and font of the house that uses it, from one small file.
`dates`         how days, months and spans of them are written.
`values`        amounts, spans of days, reasons for having no number. Knows no English.
`marks`         what is counted and drawn apart: protest, arrest, sentence, clash, the rest.
`vocabulary`    the constants of the subject: countries, event types, measures, labels.

What a change touches, in order (an event type, a panel, a filter, a verdict, a currency, a format
to export or to import ...), is one table: "Adding a ..." in README.md.

A subject has the same stages, in this order: `measures` (counts; knows no words and no colours),
`view` (what its panels share for one selection), `charts` (the pictures), `keys` (what its numbers
are traced by), `office` (its pictures as charts that office programs edit), `words` (headlines,
captions, labels), `panels`. A stage is a module, or a folder where it needs several.
"""
