-- A batch is found by organisation, day and number together. By the number alone the database took the primary key instead, whose
-- first two columns it knew as well, and read the whole day for each batch: without statistics, which the embedded database
-- never gathers and a server has not gathered yet for the day that is being written, both look equally good to it.
drop index sign_ins_of_batch;
create index sign_ins_of_batch on sign_ins (organisation, day, batch);
