-- What is older than journal.keep_days is deleted: found without reading the whole table.
create index calls_by_end on calls using brin (ended_at);
create index participants_by_end on participants using brin (left_at);
