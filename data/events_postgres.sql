-- The table of events for PostgreSQL: the columns and types of events.csv, as datapackage.json
-- describes them. Columns that your data lacks may stay empty or be left out, but for event_id,
-- event_date, event_type and country.
--
--   psql "$ADDRESS" -f data/events_postgres.sql
--   psql "$ADDRESS" -c "\copy events from 'events.csv' with (format csv, header match)"
--   psql "$ADDRESS" -c "vacuum analyze events"

create table events (
    event_id text primary key,
    event_date date not null,
    end_date date,
    time_precision smallint,
    date_basis text,
    status text,
    hedge text,
    event_type text not null,
    sub_event_type text,
    country text not null,
    related_countries text,
    place_country text,
    admin1 text,
    location text,
    latitude double precision,
    longitude double precision,
    geo_precision smallint,
    actor1 text,
    actor2 text,
    title text,
    office_held text,
    summary text,
    notes text,
    coder_note text,
    issue text,
    state_response text,
    related_event_id text,
    acled_eligible boolean,
    acled_reason text,
    confidence text,
    source_id text,
    paragraph integer,
    footnotes text,
    char_start integer,
    char_end integer
);

-- Every question is about some days.
create index events_by_day on events (event_date);
