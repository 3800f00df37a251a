-- The shared length of a number's PINs is asked for at each call: by this index without reading them all.
create index pins_by_number on pins (number, length);
