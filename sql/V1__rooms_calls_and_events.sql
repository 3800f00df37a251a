-- The first schema: rooms and who may enter them, calls and what befell them.
-- Ids made by us are text where people read them aloud, uuid elsewhere. Times are timestamptz. PINs, passwords and
-- kept answers are sealed by a key outside the database, so that a dump alone gives none of them away.

-- Whether this database was written with the key in data/secret.key: without it nothing sealed can be read.
create table installation (
  one boolean primary key default true check (one),
  key_check bytea not null
);

create table rooms (
  id text primary key,
  name text not null,
  pin_length integer not null check (pin_length between 4 and 10),
  -- Null: every number that asks for PINs leads to it.
  number text,
  max_participants integer check (max_participants > 0),
  ends_when_host_leaves boolean not null,
  wait_for_host boolean not null,
  announce text not null check (announce in ('tones', 'names', 'off')),
  locked boolean not null default false,
  muted boolean not null default false,
  language text,
  expires_at timestamptz,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create index rooms_live on rooms (created_at desc, id desc) where deleted_at is null;
create index rooms_expiring on rooms (expires_at) where deleted_at is null and expires_at is not null;
create index rooms_by_number on rooms (number) where deleted_at is null and number is not null;

-- The PINs of live rooms; a room that is deleted or has expired holds none.
create table pins (
  room_id text not null references rooms,
  role text not null check (role in ('guest', 'host')),
  number text,
  hmac bytea not null,
  sealed bytea not null,
  length smallint not null check (length between 4 and 10),
  primary key (room_id, role)
);
-- A second line behind the advisory lock under which PINs are given: one holder of a PIN per number.
create unique index pins_once on pins (hmac, coalesce(number, ''));
create index pins_by_length on pins (length);

create table numbers (
  number text primary key,
  display text not null,
  -- Null: ask for a PIN.
  room_id text references rooms,
  created_at timestamptz not null
);

create table api_keys (
  id text primary key,
  name text not null,
  hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz
);

create table sip_credentials (
  id text primary key,
  api_key_id text not null references api_keys on delete cascade,
  username text not null unique,
  password bytea not null,
  algorithm text not null check (algorithm in ('MD5', 'SHA-256')),
  created_at timestamptz not null
);
create index sip_credentials_by_key on sip_credentials (api_key_id);

create table trunks (
  id text primary key,
  name text not null constraint trunks_name unique,
  addresses text[] not null,
  username text constraint trunks_username unique,
  password bytea,
  algorithm text not null check (algorithm in ('MD5', 'SHA-256')),
  srtp text not null check (srtp in ('off', 'optional', 'required')),
  enabled boolean not null,
  created_at timestamptz not null
);

-- Projections: written by the journal alone, in the transaction that stores the facts they follow from.
create table calls (
  id uuid primary key,
  direction text,
  from_number text,
  to_number text,
  source text,
  transport text,
  state text not null check (state in ('ringing', 'answered', 'completed')),
  room_id text,
  participant_id uuid,
  codec text,
  local_address text,
  remote_address text,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  cause text,
  sip_code integer,
  sip_reason text,
  ended_by text,
  quality jsonb
);
create index calls_newest on calls (started_at desc, id desc);
create index calls_by_room on calls (room_id, started_at desc, id desc);
create index calls_unfinished on calls (started_at) where state <> 'completed';

create table participants (
  id uuid primary key,
  room_id text not null,
  call_id uuid,
  name text,
  role text,
  waiting_since timestamptz,
  joined_at timestamptz,
  left_at timestamptz,
  reason text
);
create index participants_by_room on participants (room_id, joined_at);
create index participants_present on participants (room_id) where left_at is null;

-- Rooms with a meeting going on.
create table live_rooms (
  room_id text primary key,
  started_at timestamptz not null
);

-- Append-only. position is the one order of all events; the numbers within a room and a call have no gaps.
create table call_events (
  position bigint generated always as identity primary key,
  event_id uuid not null unique,
  type text not null,
  occurred_at timestamptz not null,
  room_id text,
  room_seq bigint,
  call_id uuid,
  call_seq bigint,
  participant_id uuid,
  payload jsonb not null,
  check ((room_id is null) = (room_seq is null)),
  check ((call_id is null) = (call_seq is null)),
  constraint call_events_room_seq unique (room_id, room_seq),
  constraint call_events_call_seq unique (call_id, call_seq)
);
create index call_events_by_room on call_events (room_id, position);

-- The last number given in a room ('room:ID') or call ('call:ID'). Kept apart from the events, so that old events can
-- be deleted and the numbers go on.
create table event_counters (
  scope text primary key,
  last bigint not null
) with (fillfactor = 70);

-- Wrong PINs. What they are counted by (a caller's number, an address) is personal data: only a keyed HMAC is kept.
create table pin_failures (
  key_hash bytea not null,
  at timestamptz not null
);
create index pin_failures_by_key on pin_failures (key_hash, at);
create index pin_failures_by_time on pin_failures (at);

-- What was answered to a request with an Idempotency-Key. status is null while the first request is under way.
create table idempotency_keys (
  api_key_id text not null,
  key_hash bytea not null,
  request_hash bytea not null,
  status integer,
  answer bytea,
  created_at timestamptz not null,
  primary key (api_key_id, key_hash)
);
create index idempotency_keys_by_time on idempotency_keys (created_at);
