-- A test event goes straight to its endpoint, so every delivery is of an event that was written.

delete from webhook_deliveries where position is null;
alter table webhook_deliveries drop column test;
alter table webhook_deliveries alter column position set not null;
