-- In which time zone clock times are said to people who call: an IANA name. Null is the zone of the machine.
alter table organisations add column time_zone text check (length(time_zone) between 1 and 64);
