-- Browsers: links by name, who may come in by a link, and the keys by which tokens are signed.

-- What a room's link ends with; its id unless somebody chose better.
alter table rooms add column slug text check (slug ~ '^[a-z0-9][a-z0-9-]{0,63}$');
update rooms set slug = id;
alter table rooms alter column slug set not null;
create unique index rooms_slug on rooms (slug) where deleted_at is null;

-- open: the link is enough; token: browsers need a token; knock: guests wait until a host lets them in.
alter table rooms add column access text not null default 'open' check (access in ('open', 'token', 'knock'));

-- Made by the first visit of its link: whoever comes first is its host.
alter table rooms add column created_by_visit boolean not null default false;

-- Keys that sign the tokens of browsers. The newest signs; the others are kept until what they signed has expired.
create table token_keys (
  kid text primary key,
  algorithm text not null check (algorithm in ('HS256')),
  sealed bytea not null,
  created_at timestamptz not null,
  -- Null while it signs.
  retired_at timestamptz,
  -- Tokens signed by it count until then; null while it signs.
  valid_until timestamptz,
  check ((retired_at is null) = (valid_until is null))
);
-- One key signs at a time, whoever rotates.
create unique index token_keys_signing on token_keys ((retired_at is null)) where retired_at is null;
