-- Calls whose number lives at a provider: whose it is, and the provider's own name of the call.
alter table calls add column provider text check (provider in ('vonage', 'twilio', 'telnyx', 'plivo'));
alter table calls add column provider_call_id text;
alter table calls add check ((provider is null) = (provider_call_id is null));
create index calls_by_provider on calls (provider, provider_call_id) where provider is not null;
