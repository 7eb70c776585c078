-- A file that comes in parts is whole once its last part is in: half of one is never to be approved. What waits now is taken to be whole.
alter table directory_imports add column whole boolean not null default true;
