-- A room that somebody made by opening its link ends when nobody used it for rooms.visit_keep_days. When people last met
-- in a room; for those that are there already the time begins now.
alter table rooms add column used_at timestamptz not null default now();
create index rooms_by_visit on rooms (used_at) where created_by_visit and deleted_at is null;
