-- Applications: programs elsewhere that steer calls by their answers to webhooks.

create table applications (
  id uuid primary key,
  name text not null,
  -- Null: calls cannot be led to it, it is told nothing, there is no fallback.
  answer_url text,
  answer_method text not null check (answer_method in ('GET', 'POST')),
  event_url text,
  event_method text not null check (event_method in ('GET', 'POST')),
  fallback_answer_url text,
  fallback_method text not null check (fallback_method in ('GET', 'POST')),
  -- Sealed: signs what is sent to it.
  signature_secret bytea not null,
  api_key text not null,
  dtmf_format text not null check (dtmf_format in ('object', 'string')),
  -- PEM of the key that its own requests are signed by; the private half is nowhere here.
  public_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index applications_newest on applications (created_at desc, id desc);

-- Its event URL goes first: with it goes what was not delivered yet.
alter table webhook_endpoints add foreign key (application_id) references applications;

-- A number asks for a PIN, or leads to a room, or to an application.
alter table numbers add column application_id uuid references applications;
alter table numbers add constraint numbers_one_way check (num_nonnulls(room_id, application_id) <= 1);
create index numbers_by_application on numbers (application_id) where application_id is not null;

-- Conversations: rooms that an application names. They have no PIN, and expire some time after their last meeting.
-- No reference: they outlive their application by that time.
alter table rooms add column application_id uuid;
alter table rooms add column conversation text check (char_length(conversation) between 1 and 128);
alter table rooms add constraint rooms_conversation_whole
  check ((application_id is null) = (conversation is null));
-- One live room of a name in each application, whoever asks first.
create unique index rooms_conversation on rooms (application_id, conversation)
  where deleted_at is null and application_id is not null;

-- The application that ran the call.
alter table calls add column application_id uuid;
create index calls_by_application on calls (application_id, started_at desc, id desc)
  where application_id is not null;
