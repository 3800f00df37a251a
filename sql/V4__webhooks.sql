-- Event webhooks: who wants to be told what, and the outbox of what each of them is still to be told.

create table webhook_endpoints (
  -- Short, for the many rows of the outbox.
  key integer generated always as identity primary key,
  id text not null unique,
  -- Set: it is the event URL of that application, and not listed among the webhooks.
  application_id uuid unique,
  url text not null,
  method text not null check (method in ('GET', 'POST')),
  events text[] not null,
  -- The same as patterns of LIKE.
  patterns text[] not null,
  -- Null: all rooms, and what happens outside of rooms.
  rooms text[],
  format text not null check (format in ('convoke', 'vonage')),
  secret bytea not null,
  -- Signs too, until old_secret_until.
  old_secret bytea,
  old_secret_until timestamptz,
  enabled boolean not null default true,
  disabled_reason text check (disabled_reason in ('requested', 'gone', 'failing')),
  disabled_at timestamptz,
  -- The id of the event that tells of it, where it was not asked for.
  disabled_event uuid,
  -- The journal writes the rows of the outbox together with the events. Otherwise (disabled, or too much at a time)
  -- resume_after is the last event whose row was written, and the rows after it are made when they can be delivered.
  live boolean not null default true,
  resume_after bigint not null default 0,
  -- The first failure since the last success.
  failing_since timestamptz,
  -- The bridge that delivers to it, until then.
  lease_owner uuid,
  leased_until timestamptz,
  -- Counts what the one who delivers must read again.
  version bigint not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (enabled = (disabled_reason is null)),
  check (enabled = (disabled_at is null)),
  check ((old_secret is null) = (old_secret_until is null))
) with (fillfactor = 50);
create index webhook_endpoints_newest on webhook_endpoints (created_at desc, id desc);

-- The outbox. Rows are written under the journal's lock, so ids are committed in their order and none is skipped by who
-- reads on after the last one. No references, for they would cost the journal more than the rows: the rows of an
-- endpoint are deleted with it.
create table webhook_deliveries (
  endpoint integer not null,
  id bigint generated always as identity,
  -- The event; null where a test carries its own.
  position bigint,
  test jsonb,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  attempts integer not null default 0,
  -- Since the last time that somebody asked for it.
  first_tried_at timestamptz,
  last_tried_at timestamptz,
  -- Null: as soon as it is its turn.
  next_try_at timestamptz,
  -- Of the last attempt; the status is null when none came, and the error then says why.
  last_status integer,
  last_error text,
  latency_ms integer,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (endpoint, id),
  check ((position is null) <> (test is null)),
  check ((state = 'pending') = (finished_at is null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
create index webhook_deliveries_pending on webhook_deliveries (endpoint, id) where state = 'pending';
create index webhook_deliveries_dead on webhook_deliveries (endpoint, id) where state = 'dead';
-- For forgetting what was delivered long ago.
create index webhook_deliveries_finished on webhook_deliveries using brin (finished_at);

-- Endpoints that are deleted while rows of theirs are still in the outbox: too many, maybe, to delete at one go.
create table webhook_graves (
  endpoint integer primary key
);

-- Replays are asked for by time.
create index call_events_by_time on call_events (occurred_at, position);
