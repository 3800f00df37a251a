-- The signature secret before, sealed: it signs what calls wait for as well, until then. Events have their own.
alter table applications add column old_secret bytea;
alter table applications add column old_secret_until timestamptz;
alter table applications add constraint applications_old_secret_whole
  check ((old_secret is null) = (old_secret_until is null));
