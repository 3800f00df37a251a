-- How long a call lasted, by a clock that nobody sets: answered_at and ended_at are the wall clock's, which may have been
-- set in between. Null of calls that ended before this was kept.
alter table calls add duration_ms bigint;
