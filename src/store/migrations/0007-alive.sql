-- When Postern was last up for this organisation: waits do not count the time in which nobody could be told or stop anything
-- (DESIGN §3 rule 15, R52). Null before the first start.
alter table organisations add column alive bigint;
