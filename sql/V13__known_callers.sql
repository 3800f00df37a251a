-- Who keyed a right PIN, and when last. While PINs are being guessed he goes on as ever; others have few tries. Personal
-- data: only a keyed HMAC of number and source is kept.
create table known_callers (
  key_hash bytea primary key,
  at timestamptz not null
);
create index known_callers_by_time on known_callers (at);
