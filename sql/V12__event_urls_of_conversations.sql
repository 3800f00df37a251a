-- An application has its event URL, and one more for each that a conversation action names for one of its rooms.
alter table webhook_endpoints add column conversation boolean not null default false;
alter table webhook_endpoints add constraint webhook_endpoints_conversation_whole
  check (not conversation or application_id is not null and rooms is not null);
alter table webhook_endpoints drop constraint webhook_endpoints_application_id_key;
create unique index webhook_endpoints_of_application on webhook_endpoints (application_id) where not conversation;
create unique index webhook_endpoints_of_conversation on webhook_endpoints (application_id, url, method, rooms)
  where conversation;
