-- How many wrong PINs the whole bridge was given, for the alarm that there are many more than usual. Budgets have their
-- own table: this one forgets nobody by name, for it knows none.
create table wrong_pins (
  -- The beginning of five minutes.
  at timestamptz primary key,
  wrong bigint not null
) with (fillfactor = 50);
